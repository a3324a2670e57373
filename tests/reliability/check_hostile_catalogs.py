#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""T-DB-6: catalogs that somebody prepared. Each is refused with a sentence or does no harm: no command dies of a signal
or hangs, nothing outside the catalog is written, changed or deleted, and no photo is. calotype-cli, paint-photos."""
import os
import pathlib
import shutil
import sqlite3
import struct
import subprocess
import sys
import tempfile

from holding import check, finish, hashes, paint, rows, run

cli, painter = sys.argv[1], sys.argv[2]
COMMANDS = [["status"], ["search", "type:jpeg"], ["folders"], ["tags", "list"], ["album", "list"], ["metadata"], ["undo"],
            ["redo"], ["catalog", "check"], ["-q", "index", "--all"], ["metadata", "retry"]]


def hostile(victim):
    """Name -> what is done to the database. `victim`: a folder with files that nobody gave to the catalog."""
    inside = str(victim / "precious.jpg").encode()

    def sql(*statements):
        def apply(database):
            for statement in statements:
                if isinstance(statement, str):
                    database.execute(statement)
                else:
                    database.execute(*statement)
        return apply

    def schema(change):
        """The schema's own text, rewritten behind SQLite's back."""
        def apply(database):
            database.execute("PRAGMA writable_schema = ON")
            change(database)
        return apply

    one = "(SELECT min(id) FROM file)"
    return {
        "a trigger that deletes": sql("CREATE TRIGGER evil AFTER UPDATE ON file BEGIN DELETE FROM photo; END"),
        "a trigger in the place of one of ours": schema(lambda database: database.execute(
            "UPDATE sqlite_schema SET sql = replace(sql, 'SET files =', 'SET hidden =') WHERE type = 'trigger'")),
        "a view in the place of a table": sql("ALTER TABLE setting RENAME TO elsewhere",
                                              "CREATE VIEW setting AS SELECT * FROM elsewhere"),
        "a view that never ends": sql("CREATE VIEW endless AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1"
                                      " FROM n) SELECT * FROM n"),
        "a table of another kind": schema(lambda database: database.execute(
            "UPDATE sqlite_schema SET sql = 'CREATE TABLE album (id, name, query, cover_id, position)'"
            " WHERE name = 'album'")),
        "an index over an expression": sql("CREATE INDEX evil ON photo (abs(width))"),
        "a full text index with other content": sql("DELETE FROM photo_text",
                                                    "INSERT INTO photo_text (rowid, name) VALUES (999999, 'photo')"),
        "segments of noise in the full text index": sql("UPDATE photo_text_data SET block = randomblob(200)"),
        "a text of 200 MB": sql("UPDATE album SET name = replace(hex(zeroblob(200000000)), '00', 'x')"),
        "a blob of 300 MB as a path": sql(f"UPDATE file SET path = zeroblob(300000000) WHERE id = {one}"),
        "a state that does not exist": sql("PRAGMA ignore_check_constraints = ON",
                                           f"UPDATE file SET state = 'evil' WHERE id = {one}"),
        "numbers beyond every bound": sql("PRAGMA ignore_check_constraints = ON",
                                          "UPDATE photo SET rating = -9223372036854775808, flag = 999, colour = -7,"
                                          " orientation = 4711, width = -1, height = 9223372036854775807,"
                                          " aspect = 9e999, sort_ms = 9223372036854775807,"
                                          " taken_ms = -9223372036854775808, average_rgb = -1"),
        "a hash that is too short": sql("PRAGMA ignore_check_constraints = ON",
                                        "UPDATE photo SET content = x'00' WHERE id = (SELECT min(id) FROM photo)"),
        "vectors of another length": sql("UPDATE embedding SET vector = randomblob(7)"),
        "vectors of no numbers": sql("UPDATE embedding SET vector = zeroblob(length(vector))"),
        "a path that climbs out": sql((f"UPDATE file SET path = ? WHERE id = {one}", (b"../victim/precious.jpg",))),
        "a path that is absolute": sql((f"UPDATE file SET path = ? WHERE id = {one}", (inside,))),
        "a root that is somebody else's folder": sql(("UPDATE root SET path = ?", (str(victim).encode(),))),
        "something to be finished elsewhere": sql(
            (f"INSERT INTO replacing (path, file_id, content) VALUES (?, {one}, NULL)", (inside,)),
            (f"INSERT INTO replacing (path, file_id, content) VALUES (?, {one}, randomblob(32))",
             (str(victim / ".precious.jpg.calotype-0123456789abcdef").encode(),))),
        "a model that is elsewhere": sql(
            ("INSERT OR REPLACE INTO setting (key, value) VALUES ('model', ?)", (str(victim),)),
            ("INSERT OR REPLACE INTO setting (key, value) VALUES ('model.former', ?)", (str(victim / "x"),))),
        "a trash that holds somebody else's file": sql(
            ("INSERT INTO trash (root_id, path, photo_id, bin_file, bin_info, at_ms) SELECT root_id, CAST('stolen.jpg' AS BLOB), photo_id,"
             f" ?, ?, 1 FROM file WHERE id = {one}", (inside, str(victim / "info").encode())),
            ("INSERT INTO journal (at_ms, action, subject, photos, changes, moved) SELECT 1, 'trash', '', 1, x'', ?",
             (struct.pack("<q", 1),))),
        "a journal of noise": sql("UPDATE journal SET changes = randomblob(500)"),
        "a journal with a checksum of its own": sql("UPDATE journal SET changes = x'5404010000000600706874', checksum = NULL"),
        "sidecars that nobody wrote": sql("PRAGMA ignore_check_constraints = ON",
                                          f"INSERT OR REPLACE INTO sidecar (file_id, seen, read, other_rating, tags)"
                                          f" VALUES ({one}, -1, 7, 99999, char(0, 10, 10))",
                                          "INSERT OR REPLACE INTO unwritten (photo_id, change) SELECT id, -1 FROM photo",
                                          "INSERT OR REPLACE INTO setting (key, value) VALUES ('metadata.sidecars', 'evil')"),
        "tags in a circle": sql("INSERT INTO tag (id, parent_id, name, name_key) SELECT 900, NULL, 'a', 'a'",
                                "INSERT INTO tag (id, parent_id, name, name_key) SELECT 901, 900, 'b', 'b'",
                                "UPDATE tag SET parent_id = 901 WHERE id = 900"),
        "a page size that is none": None,
    }


def header(path):
    with open(path, "r+b") as file:
        file.seek(16)
        file.write(struct.pack(">H", 3))


with tempfile.TemporaryDirectory() as scratch:
    scratch = pathlib.Path(scratch)
    photos, victim, whole = scratch / "photos", scratch / "victim", scratch / "whole"
    paint(painter, str(photos), 6)
    victim.mkdir()
    shutil.copy(next(photos.rglob("*.jpg")), victim / "precious.jpg")
    shutil.copy(next(photos.rglob("*.jpg")), victim / ".precious.jpg.calotype-0123456789abcdef")
    run("--catalog", str(whole), "-q", "index", str(photos))
    first = sorted(str(path) for path in photos.rglob("*.jpg"))
    run("--catalog", str(whole), "album", "create", "Album", *first[:2])
    run("--catalog", str(whole), "metadata", "set", first[0], "--rating", "4", "--add", "sea")
    before = hashes(photos), hashes(victim)
    refused = harmless = 0
    for number, (name, change) in enumerate(hostile(victim).items()):
        catalog = scratch / f"catalog-{number}"
        shutil.copytree(whole, catalog)
        if change is None:
            header(catalog / "catalog.db")
        else:
            database = sqlite3.connect(catalog / "catalog.db", isolation_level=None)
            try:
                change(database)
            except sqlite3.Error as error:
                check(False, f"{name}: the test itself: {error}")
            database.close()
        codes = []
        for command in COMMANDS:
            try:
                done = subprocess.run([cli, "--catalog", str(catalog), *command], capture_output=True, timeout=60,
                                      check=False, env={**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(scratch)})
            except subprocess.TimeoutExpired:
                check(False, f"{name}: {command} hangs")
                continue
            said = done.stderr.decode(errors="replace")
            check(done.returncode >= 0, f"{name}: {command} died of signal {-done.returncode}: {said[-300:]}")
            check(done.returncode in (0, 3) or said or done.stdout, f"{name}: {command} says why it ends with {done.returncode}")
            codes.append(done.returncode)
        refused += codes[0] == 4
        harmless += codes[0] != 4
        print(f"{name}: {codes}")
        after = hashes(photos), hashes(victim)
        check(after == before, f"{name}: files outside the catalog are as they were")
        before = after
        shutil.rmtree(catalog)
    print(f"{refused + harmless} catalogs: {refused} refused, {harmless} opened without harm")
finish()
