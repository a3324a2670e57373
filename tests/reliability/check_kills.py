#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""T-KILL-1: indexing is killed at random moments, again and again; between two kills the user makes albums and
tags. calotype-cli, paint-photos, number of photos, number of kills."""
import signal
import subprocess
import sys
import tempfile
import time

from holding import check, finish, hashes, paint, rows, run, seeded, what_is_known

cli, painter, photos, kills = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
MORE_SECONDS = 2  # than an opening without a kill takes
random = seeded()


def timed(*arguments):
    begin = time.monotonic()
    code, _, said = run(*arguments)
    return code, said, time.monotonic() - begin


with tempfile.TemporaryDirectory() as scratch:
    library, catalog, unbroken = (f"{scratch}/{name}" for name in ("photos", "catalog", "unbroken"))
    paint(painter, library, photos)
    before = hashes(library)
    slowest = 0.0
    under_way = 0
    for kill in range(kills):
        process = subprocess.Popen([cli, "--catalog", catalog, "-q", "index", library],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(random.uniform(0.005, 0.8))
        under_way += process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
        code, said, seconds = timed("--catalog", catalog, "album", "create", f"kept {kill}")
        slowest = max(slowest, seconds)
        check(code == 0, f"after kill {kill} the catalog opens: {said}")
        if kill % 5 == 0:
            code, out, _ = run("--catalog", catalog, "catalog", "check")
            check(code == 0, f"after kill {kill} the catalog is sound: {out}")
    check(under_way > kills // 2, f"most kills hit a run under way ({under_way} of {kills})")
    code, _, said = run("--catalog", catalog, "-q", "index", library)
    check(code == 0, f"the last run ends: {said}")
    usual = max(timed("--catalog", catalog, "album", "create", f"later {number}")[2] for number in range(5))
    check(slowest <= usual + MORE_SECONDS, f"opening after a kill took {slowest:.2f} s, else {usual:.2f}")
    run("--catalog", unbroken, "-q", "index", library)
    check(what_is_known(catalog) == what_is_known(unbroken), "it is as after an unbroken run")
    albums = {row["album"] for row in rows(run("--catalog", catalog, "--json", "album", "list")[1])}
    check(albums >= {f"kept {kill}" for kill in range(kills)}, "no album that was acknowledged is lost")
    check(hashes(library) == before, "no photo has changed")
    print(f"{kills} kills, {under_way} of them in a run; slowest opening {slowest:.2f} s")
finish()
