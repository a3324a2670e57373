#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""T-FULL-2 and T-IO-1: the n-th call that writes below the catalog's folder fails. Whatever n is, nothing breaks, nothing
that was acknowledged is lost, no success is said with wrong bytes, and afterwards all goes on.
calotype-cli, paint-photos, the failing disk's library, kinds (a list of "28" ENOSPC, "122" EDQUOT, "5" EIO, "4" EINTR, "short"), step."""
import errno
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from holding import check, finish, hashes, paint, rows, run, what_is_known

cli, painter, library_path, kinds, step = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4].split(","), int(sys.argv[5])
PHOTOS = 8
HARMLESS = {str(errno.EINTR), "short"}


def faulty(catalog, arguments, **fault):
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "LD_PRELOAD": library_path, "CALOTYPE_FAULT_UNDER": catalog}
    environment.update({f"CALOTYPE_FAULT_{name.upper()}": str(value) for name, value in fault.items()})
    done = subprocess.run([cli, "--catalog", catalog, *arguments], capture_output=True, check=False, env=environment,
                          timeout=120)
    return done.returncode, done.stdout.decode(), done.stderr.decode(errors="replace")


def album_names(catalog):
    return {row["album"] for row in rows(run("--catalog", catalog, "--json", "album", "list")[1])}


with tempfile.TemporaryDirectory() as scratch:
    photos = f"{scratch}/photos"
    paint(painter, photos, PHOTOS)
    before = hashes(photos)
    whole = f"{scratch}/whole"
    run("--catalog", whole, "-q", "index", photos)
    expected = what_is_known(whole)

    tried = 0
    # One command after the other: how many calls each makes, then each n-th of them fails.
    for command in (["-q", "index", photos], ["album", "create", "acknowledged"], ["catalog", "backup"]):
        counted = f"{scratch}/counted"
        catalog = f"{scratch}/counting"
        if command[0] != "-q":
            shutil.copytree(whole, catalog)
        faulty(catalog, command, count=counted)
        calls = int(pathlib.Path(counted).read_text())
        subprocess.run(["rm", "-rf", catalog], check=True)
        for kind in kinds:
            for lasts in (False, True):
                if lasts and kind in HARMLESS:
                    continue
                # What lasts from the n-th call on hardly differs from what lasts from the next one on.
                for at in range(1, calls + 1, 3 * step if lasts and step > 1 else step):
                    tried += 1
                    where = f"{' '.join(command[:2])}, {kind} at call {at} of {calls}{', lasting' if lasts else ''}"
                    catalog = f"{scratch}/catalog"
                    if command[0] != "-q":
                        shutil.copytree(whole, catalog)
                    fault = {"at": at, "errno": kind}
                    if lasts:
                        fault["lasts"] = 1
                    code, _, said = faulty(catalog, command, **fault)
                    check(code >= 0 and code < 128, f"{where}: ended by signal {-code}: {said}")
                    if code != 0:
                        check("calotype-cli: " in said or photos in said, f"{where}: says why: {said!r}")
                    if command[0] == "album" and code == 0:
                        check("acknowledged" in album_names(catalog), f"{where}: it was said to be saved")
                    if command[0] == "catalog" and code == 0:
                        check(run("--catalog", catalog, "catalog", "check")[0] == 0, f"{where}: the copy is sound")
                    # A success is one: then nothing is left for another run.
                    if code != 0:
                        code, _, said = run("--catalog", catalog, "-q", "index", photos)
                        check(code == 0, f"{where}: goes on once there is room: {said}")
                    check(what_is_known(catalog) == expected, f"{where}: and all is known")
                    subprocess.run(["rm", "-rf", catalog], check=True)
    check(hashes(photos) == before, "no photo has changed")
    print(f"{tried} failures")
finish()
