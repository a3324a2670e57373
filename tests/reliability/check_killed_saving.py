#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""T-KILL-3: SIGKILL while a copy of the catalog is made, while it is brought to a newer schema, while the index is saved and
while thumbnails are kept. Afterwards there is the old or the new, whole. calotype-cli, paint-photos, fill-catalog, the folder
of older catalogs, kills a phase."""
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

from holding import check, finish, paint, rows, run, seeded, what_is_known

cli, painter, filler, old, kills = sys.argv[1], sys.argv[2], sys.argv[3], pathlib.Path(sys.argv[4]), int(sys.argv[5])


def killed(random, longest, *arguments):
    """Runs it for a random part of `longest` seconds; true when it was killed in the middle."""
    process = subprocess.Popen([cli, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(random.uniform(0, longest))
    process.send_signal(signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


def takes(*arguments):
    begin = time.monotonic()
    code, _, said = run(*arguments)
    check(code == 0, f"{arguments}: {said}")
    return time.monotonic() - begin


def sound(path):
    database = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    answer = database.execute("PRAGMA integrity_check").fetchone()[0]
    database.close()
    return answer == "ok"


with tempfile.TemporaryDirectory() as scratch:
    scratch = pathlib.Path(scratch)
    random = seeded()
    hits = {}

    # Copies.
    large = scratch / "large"
    subprocess.run([filler, str(large), "20000"], check=True, stdout=subprocess.DEVNULL)
    seconds = takes("--catalog", str(large), "catalog", "backup")
    hits["copy"] = 0
    for number in range(kills):
        hits["copy"] += killed(random, seconds, "--catalog", str(large), "catalog", "backup")
        for copy in (large / "snapshots").glob("*.db"):
            check(sound(copy), f"copy {number}: {copy.name} is whole")
    check(run("--catalog", str(large), "catalog", "check")[0] == 0, "the catalog is sound after all that")
    parts = [path for path in (large / "snapshots").iterdir() if not path.name.endswith(".db")]
    for path in parts:  # another process may be making one that is younger
        os.utime(path, (1_000_000_000, 1_000_000_000))
    check(takes("--catalog", str(large), "catalog", "backup") > 0, "and can be copied")
    left = [path for path in (large / "snapshots").iterdir() if not path.name.endswith(".db")]
    check(not left, f"no part of a copy is left behind: {left}")

    # An older catalog.
    hits["schema"] = 0
    for version in sorted(old.glob("version-*.db"))[:-1]:
        fresh = scratch / "fresh"
        fresh.mkdir()
        shutil.copy(version, fresh / "catalog.db")
        seconds = takes("--catalog", str(fresh), "album", "create", "probe")
        run("--catalog", str(fresh), "undo")
        expected = rows(run("--catalog", str(fresh), "--json", "album", "list")[1])
        tags = rows(run("--catalog", str(fresh), "--json", "tags", "list")[1])
        shutil.rmtree(fresh)
        for number in range(kills // 2):
            fresh.mkdir()
            shutil.copy(version, fresh / "catalog.db")
            hits["schema"] += killed(random, seconds, "--catalog", str(fresh), "album", "create", "killed")
            code, out, said = run("--catalog", str(fresh), "album", "create", "after")
            check(code == 0, f"{version.name}, kill {number}: opens: {said}")
            now = [row for row in rows(run("--catalog", str(fresh), "--json", "album", "list")[1])
                   if row["album"] not in ("killed", "after")]
            check([row["album"] for row in now] == [row["album"] for row in expected], f"{version.name}, kill {number}: albums")
            check(rows(run("--catalog", str(fresh), "--json", "tags", "list")[1]) == tags, f"{version.name}, kill {number}: tags")
            shutil.rmtree(fresh)

    # The index, which is saved at the end of a run that changed it; thumbnails, all along.
    photos, catalog = scratch / "photos", scratch / "catalog"
    paint(painter, str(photos), 60)
    run("--catalog", str(catalog), "album", "create", "probe")
    database = sqlite3.connect(catalog / "catalog.db")
    database.execute("INSERT OR REPLACE INTO setting (key, value) VALUES ('index.exactLimit', '0')")
    database.commit()
    database.close()
    seconds = takes("--catalog", str(catalog), "-q", "index", str(photos))
    files = sorted(path.name for path in (catalog / "cache").iterdir())
    check(any("index" in name for name in files), f"an index is kept: {files}")
    expected = what_is_known(str(catalog))
    hits["index and thumbnails"] = 0
    for number in range(kills):
        shutil.rmtree(catalog / "cache")
        if number % 2 == 0:
            database = sqlite3.connect(catalog / "catalog.db")
            database.execute("DELETE FROM embedding")
            database.commit()
            database.close()
        hits["index and thumbnails"] += killed(random, seconds, "--catalog", str(catalog), "-q", "index", str(photos))
        code, out, said = run("--catalog", str(catalog), "--json", "search", "a photo", "--limit", "60")
        check(code in (0, 3), f"index {number}: search answers: {said}")
    check(run("--catalog", str(catalog), "-q", "index", str(photos))[0] == 0, "the last run ends")
    check(what_is_known(str(catalog)) == expected, "and all is known")
    thumbnails = sqlite3.connect(f"file:{catalog}/cache/thumbnails.db?mode=ro", uri=True)
    for table, in thumbnails.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
        for row in thumbnails.execute(f"SELECT * FROM {table}"):
            for value in row:
                if isinstance(value, bytes) and value.startswith(b"\xff\xd8"):
                    check(value.endswith(b"\xff\xd9"), "a thumbnail is whole")
    thumbnails.close()
    print(", ".join(f"{name}: {count} of {kills} kills in the middle" for name, count in hits.items()))
finish()
