#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""check_organise.py CLI PAINT_PHOTOS: tags, albums, filters and undo on the command line."""
import pathlib
import subprocess
import sys
import tempfile

from command_line import check, finish, rows, run

with tempfile.TemporaryDirectory() as scratch:
    scratch = pathlib.Path(scratch)
    photos, catalog = scratch / "photos", str(scratch / "catalog")
    subprocess.run([sys.argv[2], str(photos), "40", "320", "240"], check=True, stdout=subprocess.DEVNULL)
    one, two, three = (str(photos / f"0/painted-{number}.jpg") for number in (1, 2, 3))

    def do(*args, stdin=None):
        return run("--catalog", catalog, "--json", *args, stdin=stdin)

    def found(query):
        return {row["path"] for row in rows(do("search", query, "--limit", "0")[1])}

    check(do("index", str(photos))[0] == 0, "painted photos are indexed")

    # Albums.
    check(do("album", "create", "Trip", one, two)[0] == 0, "an album is made of photos")
    check(do("album", "add", "Trip", three)[0] == 0, "a photo is put into it")
    check(rows(do("album", "list")[1]) == [{"album": "Trip", "photos": 3, "query": ""}], "albums are listed")
    check({row["path"] for row in rows(do("album", "show", "Trip")[1])} == {one, two, three}, "and shown")
    check(found("album:trip") == {one, two, three}, "an album is a filter, in whatever case")
    check(do("album", "remove", "Trip", one)[0] == 0, "a photo is taken out")
    check(found("album:Trip") == {two, three}, "and no longer there")
    code, _, err = do("album", "show", "Nowhere")
    check(code == 1 and "Nowhere" in err and "album list" in err, f"an album that is not there is said: {err}")
    code, _, err = do("album", "create", "Trip", one)
    check(code == 2 and "Trip" in err, f"a second album of one name is refused: {code} {err}")
    check(do("album", "create", "Tall", "--query", "is:landscape -album:Trip")[0] == 0, "a search is saved")
    check(len(found("album:Tall")) == 38, "and is a filter itself")

    # Undo and redo, one process after the other.
    for _ in range(4):
        check(do("undo")[0] == 0, "a change is taken back")
    check(rows(do("album", "list")[1]) == [], "four changes taken back leave nothing")
    for _ in range(4):
        check(do("redo")[0] == 0, "a change is done again")
    check(found("album:Trip") == {two, three}, "and all is as it was")
    code, _, err = do("redo")
    check(code == 3 and err.strip(), f"nothing is left to do again: {code} {err}")

    # Tags: what is shown before is what is done.
    code, out, _ = do("tag", "--precision", "0.5", "--dry-run")
    shown = rows(out)
    check(code == 0 and shown and all(row["state"] == "proposed" for row in shown), "a dry run shows proposals")
    check(rows(do("tags", "list")[1]) == [], "and makes none")
    check(rows(do("tag", "--precision", "0.5")[1]) == shown, "tagging does what the dry run showed")
    check({row["path"] for row in shown} == found("is:proposed"), "the photos are found by is:proposed")
    again = rows(do("tag", "--precision", "0.5")[1])
    check([row["state"] for row in again] == ["kept"] * len(shown), "a second time nothing changes")
    check(all(row["state"] == "accepted" for row in rows(do("tag", "--precision", "0.5", "--accept")[1])),
          "proposals can be accepted at once")
    check(found("is:tagged") == {row["path"] for row in shown}, "and their photos bear the tags")
    best = shown[0]
    check(best["path"] in found(f'tag:"{best["tag"]}"'), "which find them")
    tags = {row["tag"]: row["photos"] for row in rows(do("tags", "list")[1])}
    name = next(path for path in tags if path.split("/")[-1] == best["tag"])
    check(tags[name] == sum(row["tag"] == best["tag"] for row in shown), "tags are counted")
    check(do("tags", "rename", name, "Painted")[0] == 0, "a tag is renamed")
    check(best["path"] in found("tag:painted"), "and found by its new name")
    check(do("tags", "delete", name.rsplit("/", 1)[0] + "/Painted")[0] == 0, "a tag is deleted")
    others = {row["path"] for row in shown if row["tag"] != best["tag"]}
    check(found("is:tagged") == others, "and gone from its photos")
    check(do("undo")[0] == 0 and best["path"] in found("tag:Painted"), "until that is taken back")

    # Vocabularies and queries that are no good.
    (scratch / "empty.json").write_text("[]")
    code, _, err = do("tag", "--vocabulary", str(scratch / "empty.json"))
    check(code != 0 and "empty.json" in err, f"an empty vocabulary is said: {code} {err}")
    (scratch / "broken.json").write_text("{")
    code, _, err = do("tag", "--vocabulary", str(scratch / "broken.json"))
    check(code != 0 and "broken.json" in err, f"a broken vocabulary is said: {code} {err}")
    (scratch / "own.txt").write_text("a red disc\na blue box\n" + "x" * 10_000 + "\n\N{SLICE OF PIZZA}\n")
    code, out, err = do("tag", "--vocabulary", str(scratch / "own.txt"), "--dry-run", "--precision", "0.5")
    check(code in (0, 2, 3) and "Traceback" not in err, f"words of one's own are read or refused: {code} {err}")
    for query in ("ratng:3", "in:2019-13-45", 'tag:"open', "(rating:3", "tag:unicorn", "rating:9"):
        code, _, err = run("--catalog", catalog, "search", query)
        check(code in (0, 3) and "was left out" in err, f"{query!r} is answered with what was not understood: {code} {err}")
    check(do("search", "x" * 100_000)[0] in (0, 2, 3), "a search of 100,000 characters is survived")

    # Nothing is proposed twice.
    refused = rows(do("tag", "--precision", "0.5", "--dry-run")[1])
    check(all(row["path"] != best["path"] or row["tag"] != best["tag"] or row["state"] != "proposed" for row in refused),
          "what a photo bears already is not proposed again")

finish()
