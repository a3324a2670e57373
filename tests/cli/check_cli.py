#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""check_cli.py CLI PAINT_PHOTOS: calotype-cli from the outside, on painted photos and bad input."""
import fcntl
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

from command_line import check, finish, rows, run

paint = sys.argv[2]

with tempfile.TemporaryDirectory() as scratch:
    scratch = pathlib.Path(scratch)
    photos, catalog = scratch / "photos", str(scratch / "catalog")
    subprocess.run([paint, str(photos), "12", "320", "240"], check=True, stdout=subprocess.DEVNULL)
    photo = photos / "0/painted-3.jpg"

    # Nothing there yet.
    code, _, err = run("--catalog", catalog, "search", "a boat")
    check(code == 3 and "index" in err, "searching without a catalog says how to make one")
    check(not pathlib.Path(catalog).exists(), "searching makes no catalog")
    code, out, _ = run("info", "--json", str(photo))
    check(code == 0 and rows(out)[0]["width"] == 320 and rows(out)[0]["format"] == "JPEG", "info needs no catalog")
    check(not pathlib.Path(catalog).exists(), "info makes no catalog")

    # The first run, and the second.
    code, out, err = run("--catalog", catalog, "--json", "index", str(photos))
    report = rows(out)[-1]
    check(code == 0 and report["found"] == report["indexed"] == 12, f"twelve photos are indexed: {code} {out} {err}")
    code, out, _ = run("index", str(photos), "--json", "--catalog", catalog)
    report = rows(out)[-1]
    check(code == 0 and report["unchanged"] == 12 and report["indexed"] == 0, "the second run reads nothing again")
    check(report["decode_seconds"] == 0 and report["encode_seconds"] == 0, "and decodes and encodes nothing")
    mode = os.stat(f"{catalog}/catalog.db").st_mode & 0o777
    check(mode == 0o600 and os.stat(catalog).st_mode & 0o777 == 0o700, "the catalog is its owner's alone")

    # Finding.
    code, out, _ = run("--catalog", catalog, "--json", "search", "--image", str(photo), "--limit", "3")
    found = rows(out)
    check(code == 0 and len(found) == 3 and found[0]["path"] == str(photo), "a photo finds itself first")
    check(found[0]["score"] > 0.999 and found[1]["score"] <= found[0]["score"], "with a score that says so")
    code, out, err = run("--catalog", catalog, "search", "a red disc", "--limit", "5")
    check(code == 0 and len(out.splitlines()) == 5, "words give as many rows as were asked for")
    check("basic" in err and "--model" in err, "and it is said that the starter model is basic")
    code, _, _ = run("--catalog", catalog, "search")
    check(code == 2, "a search for nothing is a mistake of use")
    code, _, err = run("--catalog", catalog, "search", "x", "--model", str(scratch))
    check(code != 0 and str(scratch) in err, f"a folder that is no model is said: {code} {err}")

    # What is known.
    code, out, _ = run("--catalog", catalog, "--json", "status")
    status = rows(out)[0]
    check(status["photos"] == status["embedded"] == 12 and status["starter"] is True, "status counts")
    code, out, _ = run("--catalog", catalog, "--json", "folders")
    folder = rows(out)[0]
    check(len(rows(out)) == 1 and folder["path"] == str(photos) and folder["photos"] == 12
          and folder["available"] and folder["writable"], "folders are listed")

    # Moved, copied, changed, gone.
    os.makedirs(photos / "elsewhere")
    shutil.move(photo, photos / "elsewhere/moved.jpg")
    shutil.copy(photos / "0/painted-4.jpg", photos / "elsewhere/copy.jpg")
    os.unlink(photos / "0/painted-5.jpg")
    code, out, _ = run("--catalog", catalog, "--json", "index", str(photos))
    report = rows(out)[-1]
    check(report["found"] == 12 and report["indexed"] == 2 and report["decode_seconds"] == 0,
          f"a moved and a copied photo are known by their content: {out}")
    code, out, _ = run("--catalog", catalog, "--json", "status")
    check(rows(out)[0]["photos"] == 11, "a photo that is gone is not counted")

    # Bad files among good ones.
    bad = scratch / "bad"
    bad.mkdir()
    subprocess.run([paint, str(bad), "2", "200", "150"], check=True, stdout=subprocess.DEVNULL)
    good = (bad / "0/painted-0.jpg").read_bytes()
    (bad / "empty.jpg").write_bytes(b"")
    (bad / "text.jpg").write_text("this is no picture")
    (bad / "wrong.png").write_bytes(good + b"x")
    (bad / "notes.txt").write_text("no photo and not one of those that are counted")
    with open(os.fsencode(str(bad)) + b"/caf\xe9 \n.jpg", "wb") as file:
        file.write(good + b"y")
    os.symlink(bad, bad / "loop")
    os.mkfifo(bad / "pipe.jpg")
    code, out, err = run("--catalog", catalog, "--json", "index", str(bad))
    report = rows(out)[-1]
    check(code == 1, f"some files failed: {code}")
    check(report["found"] == report["indexed"] + report["unchanged"] + report["unreadable"], f"the counts add up: {report}")
    check(report["indexed"] == 4 and report["unreadable"] == 2, f"good ones are indexed, bad ones are not: {report}")
    check("empty.jpg" in err and "text.jpg" in err, f"each bad one has its line: {err}")
    code, out, _ = run("--catalog", catalog, "--json", "search", "caf", "--limit", "0")
    check(any("\\xE9" in row["path"] for row in rows(out)), "a name that is not UTF-8 is found and shown")

    # Folders that cannot be indexed.
    nothing = scratch / "nothing"
    nothing.mkdir()
    code, out, err = run("--catalog", catalog, "index", str(nothing))
    check(code == 0 and "No photos" in err, f"an empty folder is said to be empty: {code} {err}")
    code, _, err = run("--catalog", catalog, "index", str(scratch / "missing"))
    check(code == 2 and "missing" in err, f"a folder that is not there is said: {code} {err}")
    code, _, err = run("--catalog", catalog, "index", str(bad / "text.jpg"))
    check(code == 2 and "text.jpg" in err, f"a file is no folder: {code} {err}")
    check(run("--catalog", catalog, "folders", "remove", str(bad))[0] == 0, "a folder is forgotten")
    check((bad / "empty.jpg").exists() and len(rows(run("--catalog", catalog, "--json", "folders")[1])) == 2,
          "and its files are not touched")

    # A second writer, a newer catalog, a damaged one.
    with open(f"{catalog}/catalog.lock", "r+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        code, _, err = run("--catalog", catalog, "index", str(photos))
        check(code == 4 and err.strip(), f"a second writer is refused: {code} {err}")
        check(run("--catalog", catalog, "search", "a boat")[0] == 0, "reading works meanwhile")
    newer = scratch / "newer"
    shutil.copytree(catalog, newer)
    database = sqlite3.connect(newer / "catalog.db")
    database.execute("PRAGMA user_version = 99")
    database.commit()
    database.close()
    before = (newer / "catalog.db").read_bytes()
    code, _, err = run("--catalog", str(newer), "index", str(photos))
    check(code == 4 and "newer" in err, f"a newer catalog is refused: {code} {err}")
    check((newer / "catalog.db").read_bytes() == before, "and not touched")
    damaged = scratch / "damaged"
    damaged.mkdir()
    (damaged / "catalog.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    code, _, err = run("--catalog", str(damaged), "search", "x")
    check(code == 4 and err.strip(), f"a damaged catalog is refused: {code} {err}")

    # Models.
    code, out, _ = run("tokenize", stdin=b'"a dog"\n"<|endoftext|> x"\n')
    ids = [json.loads(line) for line in out.splitlines()]
    check(code == 0 and len(ids) == 2 and ids[0][0] == ids[1][0] and ids[0][-1] == ids[1][-1], "tokens have their ends")
    check(run("tokenize", stdin=b"not json\n")[0] == 2, "a line that is no JSON string is said")
    code, out, _ = run("model", "info", "ViT-B-32", "--json")
    check(code == 0 and round(rows(out)[0]["image_parameters"] / 1e6, 1) == 87.8, "a named model is computed")
    output = scratch / "vectors.safetensors"
    (scratch / "texts").write_text('"a dog"\n"a cat"\n')
    code, _, err = run("embed", "--images", str(photos / "0/painted-1.jpg"), "--texts", str(scratch / "texts"),
                       "--normalise", "--output", str(output))
    check(code == 0 and output.stat().st_size > 3 * 256 * 4, f"vectors are written: {err}")
    coarse = scratch / "coarse.safetensors"
    code, _, err = run("embed", "--texts", str(scratch / "texts"), "--precision", "int8", "--output", str(coarse))
    check(code == 0 and "int8" in err, f"the arithmetic is chosen, and said: {err}")
    check(run("embed", "--texts", "x", "--precision", "fp64", "--output", "y")[0] == 2, "there is no such arithmetic")
    code, out, _ = run("--print-manual")
    check(code == 0 and all(f".SS {name}" in out for name in ("index", "model install", "album create")),
          "the manual names every command")
    check(out.count("\\-\\-catalog") == 1 and "\\-\\-precision" in out, "and every option where it belongs")
    check("--dry-run" in run("--print-completion")[1], "options are completed")
    check(run("no-such-command")[0] == 2, "an unknown command is a mistake of use")

finish()
