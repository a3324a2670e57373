#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""T-TIME-1: clocks that are wrong, nights on which they change, zones at both ends, years that no photo has. Nothing is read
again because of it, the order stays, no date is invented, and changes can still be taken back. faketime moves the clock.
calotype-cli, paint-photos."""
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile

from holding import check, finish, paint, rows

cli, painter = sys.argv[1], sys.argv[2]
ZONES = ["UTC", "Pacific/Kiritimati", "Etc/GMT+12", "America/New_York", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe",
         "America/St_Johns"]
CLOCKS = [None, "-10y", "+10y", "-40y", "2038-01-19 03:14:08", "2026-10-25 02:30:00", "1999-12-31 23:59:59"]
# What Exif says, with the zone's offset or none -> what is taken from it.
DATES = [
    ("2019:07:04 15:30:12", None, "2019-07-04 15:30:12"),
    ("2019:07:04 15:30:12", "+14:00", "2019-07-04 15:30:12"),
    ("2019:07:04 15:30:12", "-12:00", "2019-07-04 15:30:12"),
    ("2026:03:29 02:30:00", None, "2026-03-29 02:30:00"),  # an hour that Berlin does not have
    ("2025:10:26 02:30:00", None, "2025-10-26 02:30:00"),  # one that it has twice
    ("2016:12:31 23:59:60", None, "2017-01-01 00:00:00"),  # a leap second
    ("1826:06:01 12:00:00", None, "1826-06-01 12:00:00"),
    ("1825:12:31 12:00:00", None, None),
    ("2106:02:07 06:28:16", None, None),
    ("0000:00:00 00:00:00", None, None),
    ("    :  :     :  :  ", None, None),
    ("1970:01:01 00:00:00", None, None),
    ("1980:01:01 00:00:00", None, None),
    ("2019:13:01 00:00:00", None, None),
    ("2019:02:30 00:00:00", None, None),
    ("2019:07:04 25:00:00", None, None),
    ("9999:99:99 99:99:99", None, None),
]
# Times of files, in seconds since 1970.
FILE_TIMES = [-4_544_208_000, -1, 0, 1, 315_532_800, 1_700_000_000, 4_102_444_800, 4_294_967_295, 8_000_000_000]

if shutil.which("faketime") is None:
    print("SKIPPED: faketime is not installed")
    sys.exit(0)


def exif(date, offset):
    """A JPEG segment with DateTimeOriginal, and OffsetTimeOriginal if there is one."""
    entries = [(0x9003, date.encode() + b"\0")]
    if offset:
        entries.append((0x9011, offset.encode() + b"\0"))
    at = 8 + 2 + 12 + 4  # behind the first directory, which only points to the second
    behind = at + 2 + 12 * len(entries) + 4
    second, values = struct.pack("<H", len(entries)), b""
    for tag, value in entries:
        second += struct.pack("<HHII", tag, 2, len(value), behind + len(values))
        values += value + b"\0" * (len(value) % 2)
    tiff = b"II*\0" + struct.pack("<I", 8) + struct.pack("<HHHIII", 1, 0x8769, 4, 1, at, 0) + second + struct.pack("<I", 0) + values
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def call(*arguments, zone="UTC", clock=None):
    before = ["faketime", "-f", clock] if clock and clock[0] in "+-" else ["faketime", clock] if clock else []
    done = subprocess.run([*before, cli, *arguments], capture_output=True, check=False, timeout=120,
                          env={**os.environ, "LC_ALL": "C.UTF-8", "TZ": zone})
    return done.returncode, done.stdout.decode(), done.stderr.decode(errors="replace")


with tempfile.TemporaryDirectory() as scratch:
    scratch = pathlib.Path(scratch)
    photos, catalog = scratch / "photos", str(scratch / "catalog")
    paint(painter, str(photos), len(DATES) + len(FILE_TIMES))
    painted = sorted(photos.rglob("*.jpg"))
    dated, timed = painted[:len(DATES)], painted[len(DATES):]
    cases = 0
    for path, (date, offset, _) in zip(dated, DATES):
        content = path.read_bytes()
        path.write_bytes(content[:2] + exif(date, offset) + content[2:])
        os.utime(path, (1_600_000_000, 1_600_000_000))
    for path, seconds in zip(timed, FILE_TIMES):
        os.utime(path, (seconds, seconds))
    for path, (date, offset, wanted) in zip(dated, DATES):
        facts = rows(call("--json", "info", str(path))[1])[0]
        check(facts["taken"] == wanted, f"{date} {offset}: {facts['taken']}, not {wanted}")
        cases += 1
    code, out, said = call("--catalog", catalog, "--json", "index", str(photos))
    check(rows(out)[0]["indexed"] == len(painted), f"all are indexed: {out} {said}")

    def order(**how):
        found = rows(call("--catalog", catalog, "--json", "search", "sort:-date", "--limit", "100", **how)[1])
        return [row["path"] for row in found]

    first = order()
    check(len(first) == len(painted), f"all are listed: {len(first)}")
    for clock in CLOCKS:
        for zone in ZONES if clock is None else ZONES[:3]:
            where = f"{zone}, clock {clock}"
            code, out, said = call("--catalog", catalog, "--json", "index", "--all", zone=zone, clock=clock)
            report = rows(out)[0] if code == 0 else {}
            check(report.get("indexed") == 0 and report.get("unchanged") == len(painted), f"{where}: nothing is read again: {out} {said}")
            check(order(zone=zone, clock=clock) == first, f"{where}: the order stays")
            cases += 2
    for clock in CLOCKS:
        name = f"made at {clock}"
        check(call("--catalog", catalog, "album", "create", name, clock=clock)[0] == 0, f"{name}")
        check(call("--catalog", catalog, "undo", clock=CLOCKS[(CLOCKS.index(clock) + 1) % len(CLOCKS)])[0] == 0, f"{name}: and undone")
        left = [row["album"] for row in rows(call("--catalog", catalog, "--json", "album", "list")[1])]
        check(name not in left, f"{name}: the last change is the one that is taken back: {left}")
        cases += 1
    code, out, said = call("--catalog", catalog, "catalog", "check")
    check(code == 0, f"the catalog is sound: {said}")
    copies = list((scratch / "catalog" / "snapshots").glob("*.db"))
    check(copies, "a copy of the catalog is left, whatever the clock said")
    print(f"{cases} cases, {len(copies)} copies kept")
finish()
