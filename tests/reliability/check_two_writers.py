#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""T-DB-4: several processes, one catalog. calotype-cli, paint-photos."""
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "cli"))
from command_line import check, finish, rows, run  # noqa: E402

LIMIT_SECONDS = 2
cli, paint = sys.argv[1:3]


def timed(*arguments):
    begin = time.monotonic()
    answer = run(*arguments)
    check(time.monotonic() - begin <= LIMIT_SECONDS, f"{' '.join(arguments[2:])} took too long")
    return answer


def begin_indexing(catalog, folder):
    process = subprocess.Popen([cli, "--catalog", catalog, "index", folder], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    lock = pathlib.Path(catalog) / "catalog.lock"
    for _ in range(200):
        if lock.exists() and lock.read_text().startswith("process"):
            return process
        time.sleep(0.01)
    raise SystemExit("indexing did not begin")


with tempfile.TemporaryDirectory() as folder:
    photos, catalog, copy = (f"{folder}/{name}" for name in ("photos", "catalog", "copy"))
    os.mkdir(photos)
    subprocess.run([paint, photos, "400", "320", "240"], check=True, stdout=subprocess.DEVNULL)
    check(run("--catalog", catalog, "index", photos)[0] == 0, "the photos are indexed")
    os.makedirs(f"{photos}/more", exist_ok=True)
    subprocess.run([paint, f"{photos}/more", "1500", "321", "240"], check=True, stdout=subprocess.DEVNULL)

    writer = begin_indexing(catalog, photos)
    code, _, said = timed("--catalog", catalog, "index", photos)
    check(code == 4 and f"process {writer.pid}" in said, f"a second writer is told whom to wait for: {said}")
    code, _, said = timed("--catalog", catalog, "catalog", "restore")
    check(code == 4 and "in use" in said, f"nobody replaces a catalog in use: {said}")
    code, _, said = timed("--catalog", catalog, "catalog", "rebuild")
    check(code == 4 and "in use" in said, f"nobody rebuilds a catalog in use: {said}")
    code, out, _ = timed("--catalog", catalog, "--json", "status")
    check(code == 0 and rows(out)[0]["photos"] >= 400, "reading goes on meanwhile")
    code, out, said = timed("--catalog", catalog, "catalog", "backup", f"{folder}/while.db")
    check(code == 0 and os.path.getsize(f"{folder}/while.db") > 0, f"a copy is made meanwhile: {said}")
    check(writer.poll() is None, "the first was still writing")
    writer.send_signal(signal.SIGKILL)
    writer.wait()

    check(pathlib.Path(f"{catalog}/catalog.lock").read_text().startswith("process"),
          "a killed process leaves its name")
    code, _, said = run("--catalog", catalog, "index", photos)
    check(code == 0, f"which stops nobody: {said}")

    shutil.copytree(catalog, copy)
    code, out, _ = run("--catalog", copy, "--json", "status")
    check(code == 0 and rows(out)[0]["photos"] == 1900, "a copied catalog is a catalog")
    check(run("--catalog", copy, "index", photos)[0] == 0, "and can be written")
    shutil.copy(f"{folder}/while.db", f"{copy}/catalog.db")
    check(run("--catalog", copy, "catalog", "check")[0] == 0, "what was copied meanwhile is sound")

finish()
