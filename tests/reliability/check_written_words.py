#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""check_written_words.py CLI SHARED

T-META-1: rating, caption and tags go into real photos of every format and into the sidecars beside them, as the user
asked. ExifTool, which has nothing in common with us, then says that only what was meant to change did, and that the
file is as valid as before; the pixels are the same.
"""
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

from holding import check, finish, rows, run, skip

SHARED = pathlib.Path(sys.argv[2])
WRITTEN_INTO = {"JPEG", "PNG", "TIFF", "WEBP"}  # the others get a sidecar
CAPTION = 'Ein <kleiner> "Test" & mehr: Grüße, 日本\nin two lines'
TAGS = ["plant/flower/rose", "summer", "one|two"]
ROUNDS = [  # what is written, one after the other: set, changed, taken away again
    ["--rating", "4", "--caption", CAPTION] + [each for tag in TAGS for each in ("--add", tag)],
    ["--rating", "2", "--caption", "short", "--remove", "summer", "--add", "winter"],
    ["--rating", "0", "--caption", ""],
]
# Where the words are, and what moves because they do.
MEANT = {"Rating", "RatingPercent", "Description", "ImageDescription", "Subject", "HierarchicalSubject", "TagsList",
         "Keywords", "Caption-Abstract", "XPKeywords", "XPComment", "LastKeywordXMP", "CatalogSets", "Categories",
         "CodedCharacterSet", "EnvelopeRecordVersion", "CurrentIPTCDigest", "IPTCDigest", "RatingValue"}
MOVES = {"ThumbnailOffset", "PreviewImageStart", "StripOffsets", "TileOffsets", "ExifOffset", "MPImageStart",
         "OtherImageStart", "JpgFromRawStart", "XMPToolkit", "Warning", "Error", "Validate", "WebP_Flags", "ThumbnailTIFF", "ExifByteOrder",
         "MakerNoteOffset", "HiddenDataOffset", "RicohPreviewImageStart", "PreviewOffset"}


def exiftool(*arguments):
    done = subprocess.run(["exiftool", "-api", "largefilesupport=1", *map(str, arguments)], capture_output=True)
    return done.stdout


def look(folder):
    """What ExifTool knows of every file in the folder: other facts, what it finds wrong, and the words."""
    def all_of(*arguments):
        found = json.loads(exiftool("-j", "-a", *arguments, "-ext", "*", folder) or b"[]")
        return {pathlib.Path(each.pop("SourceFile")): each for each in found}

    def as_list(value):
        return [str(each) for each in (value if isinstance(value, list) else [] if value is None else [value])]

    everything = all_of("-G1:4", "-n", "-b", "-validate")
    said = all_of("-XMP-xmp:Rating", "-XMP-dc:Description", "-XMP-dc:Subject", "-XMP-lr:HierarchicalSubject")
    seen = {}
    for path, found in everything.items():
        kept, wrong = {}, set()
        for key, value in found.items():
            group, _, tag = key.rpartition(":")
            if tag in ("Warning", "Error"):
                wrong.add(value)
            base = group.split(":")[0]
            if base in ("System", "ExifTool", "Composite", "File") or not group:
                continue
            if tag not in MEANT | MOVES and not tag.endswith(("Offset", "Offsets", "Start")):
                kept[key] = value
        words = said[path]
        seen[path] = (kept, wrong, (words.get("Rating") or 0, words.get("Description") or "",
                                    sorted(as_list(words.get("Subject"))),
                                    sorted(as_list(words.get("HierarchicalSubject")))))
    return seen


def format_of(path, told):
    """A file may hold another format than the one it came from."""
    return "JPEG" if path.read_bytes().startswith(b"\xff\xd8") else told


def candidates(expected):
    by_format = {}
    for name, truth in sorted(expected.items()):
        if truth["format"] != "XMP" and not name.startswith("sidecars/"):
            by_format.setdefault(truth["format"], []).append(name)
    chosen = []
    for names in by_format.values():
        chosen += names[:30]
    return chosen


def main():
    if not shutil.which("exiftool"):
        skip("exiftool is not installed")
    camera = SHARED / "photos" / "camera"
    if not (camera / "expected.json").exists():
        skip(f"{camera} is not there")
    expected = json.loads((camera / "expected.json").read_text())
    names = candidates(expected)
    written, beside, refused = 0, 0, []
    with tempfile.TemporaryDirectory() as folder:
        photos = pathlib.Path(folder) / "photos"
        photos.mkdir()
        files = {}
        for number, name in enumerate(names):
            path = photos / f"{number:03}{pathlib.Path(name).suffix}"
            shutil.copyfile(camera / name, path)
            os.chmod(path, 0o644)
            files[path] = name
        catalog = ["--catalog", f"{folder}/catalog"]
        run(*catalog, "-q", "index", photos, "--device", "cpu")
        with sqlite3.connect(f"{folder}/catalog/catalog.db") as database:
            known = {os.fsdecode(row[0]) for row in database.execute(
                "SELECT file.path FROM file WHERE photo_id IS NOT NULL AND state = 'present' AND needs_read = 0")}
        files = {path: name for path, name in files.items() if path.name in known}
        seen = look(photos)
        before = {path: (*seen[path][:2], path.read_bytes(), path.stat(),
                         format_of(path, expected[files[path]]["format"]))
                  for path in files}
        run(*catalog, "metadata", "embed", "on", photos)
        run(*catalog, "metadata", "sidecars", "on")
        for step, arguments in enumerate(ROUNDS):
            code, _, said = run(*catalog, "metadata", "set", *files, *arguments)
            check(code == 0, f"round {step}: {said}")
            troubles = rows(run(*catalog, "--json", "metadata")[1])
            check(not troubles, f"round {step}: {troubles}")
            seen = look(photos)
            for path in files:
                old_facts, old_warnings, old_bytes, old_stat, kind = before[path]
                new_bytes = path.read_bytes()
                sidecar = pathlib.Path(f"{path}.xmp")
                into = new_bytes != old_bytes
                check(into or sidecar.exists() or step == 2, f"{files[path]}: nothing was written")
                check(not into or kind in WRITTEN_INTO, f"{files[path]}: {kind} was written into")
                if not into and kind in WRITTEN_INTO and step == 0:
                    refused.append(f"{files[path]} got a sidecar")
                if step == 0:
                    written += into
                    beside += sidecar.exists()
                said = seen[path if into else sidecar][2] if into or sidecar.exists() else (0, "", [], [])
                if step == 0:
                    check(said[0] == 4 and said[1] == CAPTION, f"{files[path]}: says {said}")
                    check({"rose", "summer"} <= set(said[2]), f"{files[path]}: subject {said[2]}")
                    check("plant|flower|rose" in said[3], f"{files[path]}: hierarchy {said[3]}")
                if step == 1:
                    check(said[0] == 2 and said[1] == "short", f"{files[path]}: says {said}")
                    check("winter" in said[2] and "summer" not in said[2], f"{files[path]}: subject {said[2]}")
                if step == 2:
                    check(said[0] == 0 and said[1] == "", f"{files[path]}: says {said}")
                if not into:
                    continue
                new_facts, new_warnings, _ = seen[path]
                differing = {key for key in old_facts.keys() | new_facts.keys()
                             if old_facts.get(key) != new_facts.get(key)}
                check(not differing, f"{files[path]}: changed too: "
                      f"{[(key, str(old_facts.get(key))[:60], str(new_facts.get(key))[:60]) for key in sorted(differing)[:6]]}")
                fresh = new_warnings - old_warnings
                check(not fresh, f"{files[path]}: new warnings {fresh}")
                check(path.stat().st_mode == old_stat.st_mode and path.stat().st_mtime_ns == old_stat.st_mtime_ns,
                      f"{files[path]}: rights or time changed")
        again = run(*catalog, "index", photos, "--device", "cpu")[1]
        check("0 indexed" in again, f"indexed again: {again}")
        code, report, _ = run(*catalog, "catalog", "check", "--photos")
        check(code == 0, report)
        check(not list(photos.glob(".*calotype-*")), "temporary files were left")
    print(f"{len(files)} photos in {len({each[4] for each in before.values()})} formats, {len(ROUNDS)} rounds: "
          f"{written} written into, {beside} with a sidecar")
    for line in refused:
        print(line)
    finish()


main()
