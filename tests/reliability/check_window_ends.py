#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""T-UI-1: the window is told to end (end of the session, Ctrl-C, a terminal that goes, after having been stopped for a while)
at moments from its start to long after: opening, scanning, decoding, encoding, saving, showing. It ends within 3 s, nothing
is lost, and the next start is clean. calotype, calotype-cli, paint-photos, moments."""
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

program, sys.argv[1] = sys.argv[1], sys.argv[2]

from holding import check, finish, hashes, paint, rows, run, seeded  # noqa: E402

painter, moments = sys.argv[3], int(sys.argv[4])
PHOTOS, SECONDS = 400, 3.0
HOWS = {"end of the session": [signal.SIGTERM], "Ctrl-C": [signal.SIGINT], "the terminal goes": [signal.SIGHUP],
        "after a stop": [signal.SIGSTOP, signal.SIGCONT, signal.SIGTERM], "told twice": [signal.SIGTERM, signal.SIGINT]}


def start(catalog, *arguments):
    return subprocess.Popen([program, "--catalog", catalog, "--device", "cpu", *arguments], stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})


with tempfile.TemporaryDirectory() as scratch:
    scratch = pathlib.Path(scratch)
    random = seeded()
    photos = scratch / "photos"
    paint(painter, str(photos), PHOTOS)
    before = hashes(photos)
    slowest, killed, ends = 0.0, 0, 0
    for how, signals in HOWS.items():
        catalog = str(scratch / "catalog")
        known = 0
        for number in range(moments):
            process = start(catalog, str(photos))
            time.sleep(0.1 + 4.0 * (number / moments) ** 2 + random.uniform(0, 0.2))
            for each in signals:
                process.send_signal(each)
                if each == signal.SIGSTOP:
                    time.sleep(0.3)
            begin = time.monotonic()
            try:
                code = process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                code = process.wait()
            seconds = time.monotonic() - begin
            slowest = max(slowest, seconds)
            ends += 1
            where = f"{how}, moment {number}"
            check(seconds <= SECONDS, f"{where}: ended after {seconds:.1f} s")
            # Before it listens to signals there is nothing open that could be closed in order.
            check(code == 0 or -code in signals, f"{where}: ended with {code}")
            killed += code != 0
            if not pathlib.Path(catalog, "catalog.db").exists():
                continue
            answer, out, said = run("--catalog", catalog, "--json", "status")
            check(answer == 0, f"{where}: the catalog opens: {said}")
            now = rows(out)[0]["photos"] if answer == 0 else 0
            check(now >= known, f"{where}: {now} photos are known, {known} were")
            known = now
        code, out, said = run("--catalog", catalog, "--json", "index", str(photos))
        check(code == 0 and rows(out)[0]["found"] == PHOTOS, f"{how}: the next run ends: {said}")
        check(run("--catalog", catalog, "catalog", "check")[0] == 0, f"{how}: and the catalog is sound")
        shutil.rmtree(catalog)
    check(hashes(photos) == before, "no photo has changed")
    print(f"{ends} ends, {killed} of them before the window listened, the slowest took {slowest:.1f} s")
finish()
