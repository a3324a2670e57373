#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""T-DB-1: the power goes. What a row of commands writes is recorded, call by call; then the catalog's folder is built again as
a disk may hold it at some moment: all that was made lasting is there, of the rest any part, in any order, pages torn.
Every change that was acknowledged before that moment is known. The order of names in folders is kept as it was: what a
journalling file system promises is not tried. calotype-cli, paint-photos, the recording library, rounds."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from holding import check, finish, paint, rows, run, seeded

cli, painter, library, rounds = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
CHANGES = 24
SECTOR = 512


def records(path):
    """(kind, file, offset, bytes) of every call."""
    data, at, found = pathlib.Path(path).read_bytes(), 0, []
    while at < len(data):
        kind = chr(data[at])
        length = int.from_bytes(data[at + 1:at + 9], "little")
        at += 9
        name = data[at:at + length].decode()
        at += length
        offset, count = int.from_bytes(data[at:at + 8], "little"), int.from_bytes(data[at + 8:at + 16], "little")
        at += 16
        content = data[at:at + count] if kind in "WR" else b""
        at += len(content)
        found.append((kind, name, offset, content))
    return found


class Disk:
    """What lies in files for good, and what was written since and may come or not."""

    def __init__(self, start):
        self.lasting = {name: bytearray(content) for name, content in start.items()}
        self.pending = {}

    def apply(self, content, step):
        kind, offset, data = step
        if kind == "T":
            content[offset:] = b"" if offset <= len(content) else bytes(offset - len(content))
            return
        if len(content) < offset:
            content.extend(bytes(offset - len(content)))
        content[offset:offset + len(data)] = data

    def take(self, record):
        kind, name, offset, data = record
        if kind in "WT":
            self.lasting.setdefault(name, bytearray())
            self.pending.setdefault(name, []).append((kind, offset, data))
        elif kind == "S":
            for step in self.pending.pop(name, []):
                self.apply(self.lasting.setdefault(name, bytearray()), step)
        elif kind == "U":
            self.pending.pop(name, None)
            self.lasting.pop(name, None)
        elif kind == "R":
            new = data.decode()
            if name in self.lasting:
                self.lasting[new] = self.lasting.pop(name)
                self.pending[new] = self.pending.pop(name, [])

    def after_the_loss(self, random):
        files = {name: bytearray(content) for name, content in self.lasting.items()}
        for name, steps in self.pending.items():
            kept = [step for step in steps if random.random() < 0.5]
            if random.random() < 0.5:
                random.shuffle(kept)
            for kind, offset, data in kept:
                if kind == "W" and len(data) > SECTOR and random.random() < 0.3:
                    data = data[:random.randrange(len(data) // SECTOR) * SECTOR]
                self.apply(files[name], (kind, offset, data))
        return files


def albums(catalog):
    code, out, said = run("--catalog", catalog, "--json", "album", "list")
    check(code == 0, f"the catalog opens: {said}")
    return {row["album"] for row in rows(out)} if code == 0 else set()


with tempfile.TemporaryDirectory() as scratch:
    random = seeded()
    photos, whole, log = f"{scratch}/photos", f"{scratch}/whole", f"{scratch}/log"
    paint(painter, photos, 8)
    run("--catalog", whole, "-q", "index", photos)
    start = {str(path): path.read_bytes() for path in pathlib.Path(whole).rglob("*") if path.is_file()}
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "LD_PRELOAD": library, "CALOTYPE_RECORD_UNDER": whole,
                   "CALOTYPE_RECORD_TO": log}
    # Acknowledged: how many records there were when the command had said that it is done.
    acknowledged = []
    for number in range(CHANGES):
        name = f"album {number}"
        done = subprocess.run([cli, "--catalog", whole, "album", "create", name], capture_output=True, check=False,
                              env=environment)
        check(done.returncode == 0, f"{name} is made: {done.stderr.decode()}")
        acknowledged.append((len(records(log)), name))
    calls = records(log)
    check(sum(kind == "S" for kind, *_ in calls) >= CHANGES, "every change is made lasting before it is acknowledged")
    first = acknowledged[0][0]
    worst = 0
    for number in range(rounds):
        moment = random.randrange(first, len(calls) + 1)
        disk = Disk(start)
        for record in calls[:moment]:
            disk.take(record)
        catalog = f"{scratch}/round"
        worst = max(worst, sum(len(steps) for steps in disk.pending.values()))
        for name, content in disk.after_the_loss(random).items():
            if name.endswith("-shm"):
                continue
            path = pathlib.Path(catalog + name[len(whole):])
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        known = albums(catalog)
        for count, name in acknowledged:
            if count <= moment:
                check(name in known, f"round {number}, at call {moment} of {len(calls)}: {name} was acknowledged and is gone")
        shutil.rmtree(catalog)
    print(f"{rounds} losses at random among {len(calls)} calls, {worst} of them open at most")
finish()
