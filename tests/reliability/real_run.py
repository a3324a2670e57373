#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""real_run.py CLI FOLDER… [--queries 200] [--kill-after SECONDS]: the life of a real library.

Indexes the folders into a new catalog (rates, decode and encode split, peak memory), a second time
(nothing may be read again), kills a run of a third catalog with SIGKILL in the middle and goes on
with it, then asks for photos by their own picture (first, always) and by a re-encoded, resized copy
(first or second). Needs Pillow for the copies. Exits 0 when all of it holds; prints every figure.
"""
import argparse
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time


def resident_bytes(pid):
    """The process and its children: proportional set size, so shared pages count once."""
    total = 0
    pids = [pid]
    try:
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children", encoding="ascii") as children:
                pids += [int(child) for child in children.read().split()]
    except OSError:
        pass
    for each in pids:
        try:
            with open(f"/proc/{each}/smaps_rollup", encoding="ascii") as rollup:
                total += next(int(line.split()[1]) for line in rollup if line.startswith("Pss:")) * 1024
        except (OSError, StopIteration):
            pass
    return total


def index(cli, catalog, folders, kill_after=None):
    """Runs `index`; gives (report or None when killed, peak bytes, wall seconds)."""
    started = time.monotonic()
    run = subprocess.Popen([cli, "--catalog", catalog, "--json", "index", *folders],
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    peak = [0]

    def watch():
        while run.poll() is None:
            peak[0] = max(peak[0], resident_bytes(run.pid))
            if kill_after is not None and time.monotonic() - started > kill_after:
                run.send_signal(signal.SIGKILL)
                return
            time.sleep(0.25)

    watcher = threading.Thread(target=watch)
    watcher.start()
    output, errors = run.communicate()
    watcher.join()
    seconds = time.monotonic() - started
    if run.returncode == -signal.SIGKILL:
        return None, peak[0], seconds
    if run.returncode not in (0, 1):
        sys.exit(f"index ended with {run.returncode}: {errors.strip().splitlines()[-3:]}")
    return json.loads(output.strip().splitlines()[-1]), peak[0], seconds


def ranked(cli, catalog, image, limit):
    run = subprocess.run([cli, "--catalog", catalog, "--json", "search", "--image", image, "--limit", str(limit)],
                         capture_output=True, text=True, check=False)
    return [(row["path"], row["score"]) for row in map(json.loads, run.stdout.splitlines())]


def same_content(a, b):
    return os.path.getsize(a) == os.path.getsize(b) and pathlib.Path(a).read_bytes() == pathlib.Path(b).read_bytes()


def rank_of(path, found):
    """A copy of the same bytes is the same photo, whichever of its files is shown; twins with the same
    pixels have the same score and share a place."""
    score = next((score for other, score in found if other == path or same_content(other, path)), None)
    return None if score is None else 1 + len({other for _, other in found if other > score})


def ask(cli, catalog, photos, scratch):
    from PIL import Image, ImageOps

    own = copies = 0
    for number, photo in enumerate(photos):
        first = ranked(cli, catalog, photo, 1)
        own += bool(first) and (first[0][0] == photo or same_content(first[0][0], photo))
        with Image.open(photo) as picture:
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            copy = f"{scratch}/copy-{number}.jpg"
            upright.resize((max(1, upright.width * 6 // 10), max(1, upright.height * 6 // 10))).save(copy, quality=75)
        rank = rank_of(photo, ranked(cli, catalog, copy, 20))
        copies += rank in (1, 2)
        if rank not in (1, 2):
            print(f"  a copy of {os.path.basename(photo)} was found at {rank}")
        os.unlink(copy)
    return own, copies


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cli")
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--kill-after", type=float, default=20)
    args = parser.parse_args()
    cli, folders = os.path.abspath(args.cli), [os.path.abspath(folder) for folder in args.folders]
    good = True
    with tempfile.TemporaryDirectory() as scratch:
        catalog = f"{scratch}/catalog"
        first, peak, seconds = index(cli, catalog, folders)
        print(f"first run: {json.dumps(first)}")
        print(f"  {first['indexed'] / seconds:.1f} photos/s by the wall clock, peak memory {peak / 2**20:.0f} MiB (all processes)")
        second, peak, seconds = index(cli, catalog, folders)
        print(f"second run: {json.dumps(second)}\n  {seconds:.2f} s, peak memory {peak / 2**20:.0f} MiB")
        good &= second["indexed"] == 0 and second["unchanged"] == first["indexed"]

        killed = f"{scratch}/killed"
        report, _, seconds = index(cli, killed, folders, args.kill_after)
        if report is not None:
            print(f"the run to be killed was over after {seconds:.1f} s; use a smaller --kill-after")
            good = False
        rest, _, _ = index(cli, killed, folders)
        print(f"killed after {seconds:.1f} s; the next start: {json.dumps(rest)}")
        good &= rest["unchanged"] > 0 and rest["unchanged"] + rest["indexed"] == first["indexed"]

        chosen = sorted(str(path) for folder in folders for path in pathlib.Path(folder).rglob("*.jpg"))
        random.Random(1).shuffle(chosen)
        from PIL import Image
        usable = []
        for path in chosen:
            if len(usable) == args.queries:
                break
            try:
                with Image.open(path) as picture:
                    picture.load()
                usable.append(path)
            except OSError:
                continue
        own, copies = ask(cli, catalog, usable, scratch)
        print(f"by its own picture first: {own}/{len(usable)}; a resized, re-encoded copy first or second: {copies}/{len(usable)}")
        good &= own == len(usable) and copies == len(usable)
    return 0 if good else 1


sys.exit(main())
