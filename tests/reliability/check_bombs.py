#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""T-IMG-3: small files that ask for much: pixels, frames, directories, profiles, scans, texts without end. Each is refused or
done within 20 s, no decoder takes more than its limit, the main process hardly grows. calotype-cli."""
import os
import pathlib
import struct
import subprocess
import sys
import tempfile
import time
import zlib

from holding import check, finish, rows

cli = sys.argv[1]
SECONDS, DECODER_MIB, MAIN_MIB = 20, 1024, 50


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, *chunks, depth=8, colour=2, data=None):
    head = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return head + b"".join(chunks) + chunk(b"IDAT", zlib.compress(data if data is not None else b"\0" * 100)) + chunk(b"IEND", b"")


def zeros(count):
    """So many zeros, deflated, without holding them."""
    pack, out = zlib.compressobj(9), []
    for _ in range(count >> 20):
        out.append(pack.compress(b"\0" * (1 << 20)))
    return b"".join(out) + pack.flush()


def segment(marker, data):
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def jpeg(*between, width=8, height=8, frame=0xC0, scans=1):
    tables = segment(0xDB, b"\0" + b"\x10" * 64)
    start = segment(frame, struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0")
    codes = segment(0xC4, b"\0" + b"\0\1" + b"\0" * 14 + b"\0") + segment(0xC4, b"\x10" + b"\0\1" + b"\0" * 14 + b"\0")
    scan = segment(0xDA, b"\1\1\0" + (b"\0\0\0" if frame == 0xC2 else b"\0\x3f\0")) + b"\x1f\xff"[:1]
    return b"\xff\xd8" + b"".join(between) + tables + start + codes + scan * scans + b"\xff\xd9"


def tiff(directories, entry=b""):
    """Directories in a row, each `entry` and a size of one pixel."""
    out, at = b"II*\0" + struct.pack("<I", 8), 8
    base = struct.pack("<HHII", 256, 3, 1, 1) + struct.pack("<HHII", 257, 3, 1, 1) + entry
    count = len(base) // 12
    size = 2 + len(base) + 4
    for number in range(directories):
        following = at + size if number + 1 < directories else 0
        out += struct.pack("<H", count) + base + struct.pack("<I", following)
        at += size
    return out


def gif(width, height, frames):
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\2\2\x44\1\0"
    return head + frame * frames + b"\x3b"


def box(kind, data):
    return struct.pack(">I", 8 + len(data)) + kind + data


def exif(tiff_bytes):
    return segment(0xE1, b"Exif\0\0" + tiff_bytes)


def xmp(text):
    return segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + text)


def bombs():
    loop = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 1) + struct.pack("<HHII", 256, 3, 1, 1) + struct.pack("<I", 8)
    laughs = b"<!DOCTYPE x [<!ENTITY a0 'ha'>" + b"".join(
        b"<!ENTITY a%d '%s'>" % (i, b"&a%d;" % (i - 1) * 10) for i in range(1, 12)) + b"]><x:xmpmeta xmlns:x='adobe:ns:meta/'>&a11;</x:xmpmeta>"
    deep = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + b"<a>" * 15000
    ladder = b"".join(box(b"moov", b"")[:8] for _ in range(200_000))
    yield "png-60000.png", png(60_000, 60_000)
    yield "png-65500.png", png(65_500, 65_500, depth=16, colour=6)
    yield "png-inflates.png", b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 20_000, 20_000, 8, 0, 0, 0, 0)) + chunk(b"IDAT", zeros(401 << 20)) + chunk(b"IEND", b"")
    yield "png-profile.png", png(4, 4, chunk(b"iCCP", b"p\0\0" + zeros(400 << 20)), data=b"\0" * 52)
    yield "png-text.png", png(4, 4, chunk(b"zTXt", b"XML:com.adobe.xmp\0\0" + zeros(400 << 20)), data=b"\0" * 52)
    yield "png-texts.png", png(4, 4, *[chunk(b"tEXt", b"k\0v")] * 500_000, data=b"\0" * 52)
    yield "jpeg-65500.jpg", jpeg(width=65_500, height=65_500)
    yield "jpeg-65500-progressive.jpg", jpeg(width=65_500, height=65_500, frame=0xC2)
    yield "jpeg-20000-progressive.jpg", jpeg(width=20_000, height=20_000, frame=0xC2, scans=1)
    yield "jpeg-scans.jpg", jpeg(width=4000, height=4000, frame=0xC2, scans=100_000)
    yield "jpeg-comments.jpg", jpeg(*[segment(0xFE, b"x" * 65_000)] * 1500)
    yield "jpeg-profiles.jpg", jpeg(*[segment(0xE2, b"ICC_PROFILE\0" + bytes([i % 255 + 1, 255]) + b"\0" * 65_000) for i in range(255)])
    yield "jpeg-exif-loop.jpg", jpeg(exif(loop))
    yield "jpeg-exif-directories.jpg", jpeg(exif(tiff(1500)))
    yield "jpeg-laughs.jpg", jpeg(xmp(laughs))
    yield "jpeg-deep.jpg", jpeg(xmp(deep))
    yield "gif-frames.gif", gif(1, 1, 100_000)
    yield "gif-65535.gif", gif(65_535, 65_535, 1)
    yield "tiff-directories.tif", tiff(10_000)
    yield "tiff-loop.tif", loop
    yield "tiff-tiles.tif", tiff(1, struct.pack("<HHII", 322, 4, 1, 0xFFFFFF00) + struct.pack("<HHII", 323, 4, 1, 0xFFFFFF00))
    yield "tiff-size.tif", b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 2) + struct.pack("<HHII", 256, 4, 1, 0xFFFFFFFF) + struct.pack("<HHII", 257, 4, 1, 0xFFFFFFFF) + struct.pack("<I", 0)
    yield "bmp-size.bmp", b"BM" + struct.pack("<IHHI", 0, 0, 0, 54) + struct.pack("<IiiHHIIiiII", 40, 0x7FFFFFFF, 0x7FFFFFFF, 1, 24, 0, 0, 0, 0, 0, 0)
    yield "bmp-runs.bmp", b"BM" + struct.pack("<IHHI", 0, 0, 0, 1078) + struct.pack("<IiiHHIIiiII", 40, 19_000, 19_000, 1, 8, 1, 0, 0, 0, 256, 0) + b"\0" * 1024 + b"\xff\1" * 1000
    yield "webp-size.webp", b"RIFF" + struct.pack("<I", 30) + b"WEBPVP8L" + struct.pack("<I", 5) + b"\x2f" + struct.pack("<I", 0x0FFFFFFF) + b"\0"
    yield "webp-canvas.webp", b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8X" + struct.pack("<I", 10) + b"\x02\0\0\0" + b"\xff" * 6
    yield "heic-boxes.heic", box(b"ftyp", b"heic\0\0\0\0mif1heic") + box(b"meta", b"\0\0\0\0" + box(b"iinf", b"\0\0\0\0\xff\xff") + box(b"iloc", b"\1\0\0\0\x44\0\xff\xff"))
    yield "avif-grid.avif", box(b"ftyp", b"avif\0\0\0\0mif1avif") + box(b"meta", b"\0\0\0\0" + box(b"ispe", b"\0\0\0\0\x7f\xff\xff\xff\x7f\xff\xff\xff"))
    yield "jxl-size.jxl", b"\xff\x0a" + b"\xfa\xff\xff\xff\xff\xff\x0f\x00"
    yield "film-boxes.mp4", box(b"ftyp", b"isom\0\0\2\0isom") + ladder
    yield "film-nested.mov", box(b"ftyp", b"qt  \0\0\0\0qt  ") + b"".join(struct.pack(">I", 0x7FFFFFFF) + b"moov" for _ in range(50_000))


def peaks(process, until):
    """The largest resident sizes (MiB) of the process and of any decoder while it runs; None: it did not end."""
    main = decoder = 0
    while process.poll() is None:
        if time.monotonic() > until:
            process.kill()
            return main, decoder, False
        for pid in os.listdir("/proc"):
            if not pid.isdigit():
                continue
            try:
                parent = int(open(f"/proc/{pid}/stat", encoding="ascii", errors="replace").read().rsplit(")", 1)[1].split()[1])
                if int(pid) != process.pid and parent != process.pid:
                    continue
                lines = open(f"/proc/{pid}/status", encoding="ascii", errors="replace").read()
                size = next((int(line.split()[1]) >> 10 for line in lines.splitlines() if line.startswith("VmRSS:")), 0)
            except (OSError, IndexError, ValueError):
                continue
            if int(pid) == process.pid:
                main = max(main, size)
            else:
                decoder = max(decoder, size)
        time.sleep(0.02)
    return main, decoder, True


def index(folder, catalog):
    begin = time.monotonic()
    process = subprocess.Popen([cli, "--catalog", str(catalog), "--json", "index", str(folder)], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, env={**os.environ, "LC_ALL": "C.UTF-8"})
    main, decoder, ended = peaks(process, begin + 5 * SECONDS)
    out, said = process.communicate()
    return main, decoder, ended, time.monotonic() - begin, process.returncode, out.decode(), said.decode(errors="replace")


with tempfile.TemporaryDirectory() as scratch:
    scratch = pathlib.Path(scratch)
    tame = scratch / "tame"
    tame.mkdir()
    (tame / "small.png").write_bytes(png(4, 4, data=b"\0" * 52))
    usual, _, _, start, _, out, said = index(tame, scratch / "usual")
    check(rows(out)[0]["indexed"] == 1, f"a small picture is indexed: {out} {said}")
    count = shown = 0
    slowest = largest = ("", 0)
    for name, content in bombs():
        count += 1
        folder = scratch / f"bomb-{count}"
        folder.mkdir()
        (folder / name).write_bytes(content)
        main, decoder, ended, seconds, code, out, said = index(folder, scratch / f"catalog-{count}")
        check(ended and code in (0, 1), f"{name}: ends in order, not with {code}: {said}")
        report = rows(out)[0] if ended and out else {}
        check(report.get("indexed", 0) + report.get("unreadable", 0) == 1, f"{name}: shown or listed: {out} {said}")
        check(report.get("indexed") or name in said, f"{name}: with a reason: {said}")
        check(seconds - start <= SECONDS, f"{name}: within {SECONDS} s, not {seconds:.1f}")
        check(decoder <= DECODER_MIB, f"{name}: the decoder took {decoder} MiB")
        check(main <= usual + MAIN_MIB, f"{name}: the main process took {main} MiB, usually {usual}")
        shown += report.get("indexed", 0)
        slowest = max(slowest, (name, seconds), key=lambda pair: pair[1])
        largest = max(largest, (name, decoder), key=lambda pair: pair[1])
        print(f"{name}: {len(content) >> 10} KiB, {seconds:.1f} s, decoder {decoder} MiB, main {main} MiB: {said.strip()[-120:]}")
    print(f"{count} bombs, {shown} shown, slowest {slowest[0]} {slowest[1]:.1f} s, largest decoder {largest[0]} {largest[1]} MiB")
finish()
