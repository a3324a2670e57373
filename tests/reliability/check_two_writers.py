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

cli, paint = sys.argv[1:3]


def begin_indexing(catalog, folder):
    process = subprocess.Popen([cli, "--catalog", catalog, "index", folder], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    lock = pathlib.Path(catalog) / "catalog.lock"
    for _ in range(200):
        if lock.exists() and lock.read_text().startswith("process"):
            return process
        time.sleep(0.01)
    raise SystemExit("indexing did not begin")


def ask_beside(writer, catalog, photos, copy, when):
    """What others hear of a catalog while one process writes it."""
    code, _, said = run("--catalog", catalog, "index", photos)
    check(code == 4 and f"process {writer.pid}" in said, f"{when}: a second is told whom to wait for: {said}")
    for replacing in ("restore", "rebuild"):
        code, _, said = run("--catalog", catalog, "catalog", replacing)
        check(code == 4 and "in use" in said, f"{when}: nobody replaces a catalog in use by {replacing}: {said}")
    code, out, said = run("--catalog", catalog, "--json", "status")
    check(code == 0 and rows(out)[0]["photos"] >= 400, f"{when}: reading goes on meanwhile: {said}")
    code, _, said = run("--catalog", catalog, "catalog", "backup", copy)
    check(code == 0 and os.path.getsize(copy) > 0, f"{when}: a copy is made meanwhile: {said}")


with tempfile.TemporaryDirectory() as folder:
    photos, catalog, copy = (f"{folder}/{name}" for name in ("photos", "catalog", "copy"))
    os.mkdir(photos)
    subprocess.run([paint, photos, "400", "320", "240"], check=True, stdout=subprocess.DEVNULL)
    check(run("--catalog", catalog, "index", photos)[0] == 0, "the photos are indexed")
    os.makedirs(f"{photos}/more", exist_ok=True)
    subprocess.run([paint, f"{photos}/more", "1500", "321", "240"], check=True, stdout=subprocess.DEVNULL)

    writer = begin_indexing(catalog, photos)
    for moment in ("writes", "stands still"):  # who waits for one that stands still waits for ever
        ask_beside(writer, catalog, photos, f"{folder}/{moment}.db", f"the first {moment}")
        check(writer.poll() is None, "the first was still writing")
        writer.send_signal(signal.SIGSTOP)
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
    shutil.copy(f"{folder}/writes.db", f"{copy}/catalog.db")
    check(run("--catalog", copy, "catalog", "check")[0] == 0, "what was copied meanwhile is sound")

finish()
