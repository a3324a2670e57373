#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""check_killed_writing.py CLI PAINT_PHOTOS SHARED KILLS

T-KILL-2: kill -9 at random moments while words are written into photos of every format that takes them, and beside the
others. Every photo is the old one or the new one, whole: all of it but its XMP is as before, always; nothing temporary is
left once the catalog was opened again; what the catalog says is then written everywhere.
"""
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zlib

from holding import check, finish, paint, rows, run, seeded

CLI, PAINT, SHARED, KILLS = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]), int(sys.argv[4])
XMP = b"http://ns.adobe.com/xap/1.0/\0"
JPEGS = 60


def without_xmp(data):
    """All of a photo's bytes but its XMP; raises when the file is not whole."""
    if data.startswith(b"\xff\xd8"):
        at, kept = 2, [data[:2]]
        while data[at] == 0xFF and data[at + 1] != 0xDA:
            end = at + 2 + int.from_bytes(data[at + 2:at + 4], "big")
            if not (data[at + 1] == 0xE1 and data[at + 4:].startswith(XMP)):
                kept.append(data[at:end])
            at = end
        assert data.rstrip(b"\0").endswith(b"\xff\xd9") or b"\xff\xd9" in data[at:], "no end"
        return b"".join(kept) + data[at:]
    if data.startswith(b"\x89PNG"):
        at, kept = 8, [data[:8]]
        while at < len(data):
            end = at + 12 + int.from_bytes(data[at:at + 4], "big")
            assert zlib.crc32(data[at + 4:end - 4]) == int.from_bytes(data[end - 4:end], "big"), "checksum"
            if not data[at + 8:].startswith(b"XML:com.adobe.xmp\0"):
                kept.append(data[at:end])
            at = end
        return b"".join(kept)
    if data.startswith(b"RIFF"):
        assert int.from_bytes(data[4:8], "little") + 8 <= len(data), "too short"
        at, kept = 12, []
        while at + 8 <= len(data):
            size = int.from_bytes(data[at + 4:at + 8], "little")
            if data[at:at + 4] not in (b"XMP ", b"VP8X"):
                kept.append(data[at:at + 8 + size])
            at += 8 + size + size % 2
        return b"".join(kept)
    return None  # TIFF grows at its end; see is_whole


def is_whole(data, original):
    try:
        stripped = without_xmp(data)
    except (AssertionError, IndexError) as error:
        return f"is not whole: {error}"
    if stripped is not None:
        return "" if stripped == without_xmp(original) else "is changed beyond its XMP"
    # The header's pointer to the directory, and the packet's entry in it, are all that may differ.
    differing = [i for i in range(len(original)) if data[i:i + 1] != original[i:i + 1]]
    return "" if len(data) >= len(original) and len(differing) <= 16 else f"differs in {len(differing)} old bytes"


def main():
    random = seeded()
    with tempfile.TemporaryDirectory() as folder:
        photos = pathlib.Path(folder) / "photos"
        paint(PAINT, photos, JPEGS)
        camera = SHARED / "photos" / "camera"
        if camera.is_dir():
            for path in sorted(camera.rglob("*")):
                if path.suffix.lower() in (".png", ".tif", ".tiff", ".webp", ".jpg") and path.stat().st_size < 300_000:
                    shutil.copyfile(path, photos / f"camera {len(list(photos.iterdir()))}{path.suffix}")
        else:
            print("SKIPPED: photos of cameras are not there; painted ones only")
        catalog = ["--catalog", f"{folder}/catalog"]
        run(*catalog, "-q", "index", photos, "--device", "cpu")
        run(*catalog, "metadata", "embed", "on", photos)
        run(*catalog, "metadata", "sidecars", "on")
        originals = {path: path.read_bytes() for path in photos.rglob("*") if path.is_file() and not is_whole(path.read_bytes(), path.read_bytes())}
        names = [str(path) for path in originals]
        hits, longest = 0, 0
        for kill in range(KILLS):
            words = ["--rating", str(1 + kill % 5), "--caption", f"caption {kill} " + "x" * (kill % 7) * 300]
            process = subprocess.Popen([CLI, *catalog, "metadata", "set", *names, *words], stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
            time.sleep(random.uniform(0.03, 2.5))
            process.send_signal(signal.SIGKILL)
            hits += process.wait() == -signal.SIGKILL
            for path, original in originals.items():
                wrong = is_whole(path.read_bytes(), original)
                check(not wrong, f"kill {kill}: {path.name} {wrong}")
            begin = time.monotonic()
            run(*catalog, "metadata", "retry")
            longest = max(longest, time.monotonic() - begin)
            left = list(photos.rglob(".*"))
            check(not left, f"kill {kill}: left behind: {left}")
        code, out, err = run(*catalog, "--json", "metadata", "retry")
        troubles = [row for row in rows(out)]
        check(not troubles, f"in the end: {troubles[:3]} {err}")
        code, report, _ = run(*catalog, "catalog", "check", "--photos")
        check(code == 0, report)
        again = run(*catalog, "index", photos, "--device", "cpu")[1]
        check("0 indexed" in again, again)
        print(f"{len(originals)} photos, {KILLS} kills, {hits} of them during a run, "
              f"writing what was left took at most {longest:.1f} s")
    finish()


main()
