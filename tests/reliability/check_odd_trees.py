#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""T-FS-2, T-FS-3 and T-FS-5: names and trees that nobody expects. calotype-cli, paint-photos."""
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

from holding import check, finish, hashes, paint, rows, run

cli, painter = os.fsencode(sys.argv[1]), sys.argv[2]
NAMES = [b"caf\xe9.jpg", b"\xff\xfe\xfd.jpg", "ü.jpg".encode(), "u\u0308.jpg".encode(), b"new\nline.jpg", b"tab\t.jpg",
         b"quote'.jpg", b'double".jpg', b"-rf.jpg", b"--help.jpg", b" leading blank.jpg", b"trailing blank .jpg",
         b"%s%n%d.jpg", b"$(touch x).jpg", b"`id`.jpg", b"a;b.jpg", b"a|b.jpg", b"a*b?.jpg", b"[a].jpg", b"{a}.jpg",
         b"back\\slash.jpg", b"\xe2\x80\xaegpj.exe.jpg", b"\xe2\x80\x8b.jpg", b"\x01\x02.jpg", b"\x1b[31mred.jpg",
         b"x" * 251 + b".jpg", "写真.jpg".encode(), "📷.jpg".encode(), b"...jpg", b"..two dots.jpg", b"~.jpg",
         b"CON.jpg", b"a.b.c.jpg", b".jpg.jpg", b"'; DROP TABLE file; --.jpg", b"#hash.jpg", b"&amp;.jpg", b"<b>.jpg",
         b"file:%2e%2e.jpg", b"noending"]


def call(*arguments):
    done = subprocess.run([cli, *arguments], capture_output=True, check=False,
                          env={**os.environ, "LC_ALL": "C.UTF-8"})
    return done.returncode, done.stdout, done.stderr


with tempfile.TemporaryDirectory() as scratch:
    # Names: each is found, tagged, found again, and comes back byte for byte.
    painted, photos, catalog = f"{scratch}/painted", os.fsencode(f"{scratch}/photos"), f"{scratch}/catalog"
    paint(painter, painted, len(NAMES))
    os.mkdir(photos)
    # "..." and the like begin with a dot and are files all the same: only folders are passed over for it.
    for name, picture in zip(NAMES, sorted(pathlib.Path(painted).rglob("*.jpg"))):
        shutil.copy(os.fsencode(picture), os.path.join(photos, name))
    before = hashes(os.fsdecode(photos))
    code, out, said = call("--catalog", catalog, "--json", "index", photos)
    check(code == 0 and rows(out.decode())[0]["indexed"] == len(NAMES), f"every name is indexed: {out} {said}")
    code, out, _ = call("--catalog", catalog, "search", "jpg noending", "--limit", "0", "--format", "null")
    found = {os.path.basename(path) for path in out.split(b"\0") if path}
    check(found == set(NAMES), f"and found, byte for byte: {set(NAMES) ^ found}")
    for name in NAMES:
        path = os.path.join(photos, name)
        code, out, said = call("--catalog", catalog, "info", "--json", "--", path)
        check(code == 0, f"{name} can be asked for: {said}")
        check(b"\x1b" not in out and b"\n" not in out.rstrip(b"\n"), f"{name} is printed without its control bytes")
    check(hashes(os.fsdecode(photos)) == before, "no file was changed")

    # Only the case of a name changes.
    first, second = os.path.join(photos, b"a.b.c.jpg"), os.path.join(photos, b"A.B.C.JPG")
    os.rename(first, second)
    code, out, _ = call("--catalog", catalog, "--json", "index", photos)
    report = rows(out.decode())[0]
    check(code == 0 and report["found"] == len(NAMES) and report["indexed"] == 1, f"a change of case: {report}")
    status = rows(call("--catalog", catalog, "--json", "status")[1].decode())[0]
    check(status["photos"] == len(NAMES), f"is no new photo: {status}")

    # Trees: links, loops, pipes, sockets, depth, width. None of it holds the scan up.
    odd = f"{scratch}/odd"
    paint(painter, f"{odd}/plain", 3)
    os.symlink(odd, f"{odd}/loop")
    os.symlink("/etc", f"{odd}/outside")
    os.symlink(f"{odd}/plain", f"{odd}/twice")
    os.symlink("self", f"{odd}/self")
    os.mkfifo(f"{odd}/pipe.jpg")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{odd}/socket.jpg")
        os.symlink("/dev/zero", f"{odd}/endless.jpg")
        deep = os.open(odd, os.O_RDONLY)
        for _ in range(10_000):
            os.mkdir("d", dir_fd=deep)
            below = os.open("d", os.O_RDONLY, dir_fd=deep)
            os.close(deep)
            deep = below
        os.close(deep)
        wide = f"{odd}/wide"
        os.mkdir(wide)
        for number in range(50_000):
            os.close(os.open(f"{wide}/{number}.txt", os.O_CREAT | os.O_WRONLY))
        begin = time.monotonic()
        code, out, said = call("--catalog", f"{scratch}/odd-catalog", "--json", "index", odd)
        seconds = time.monotonic() - begin
        report = rows(out.decode())[0]
        check(report["indexed"] == 3 and report["unreadable"] == 0, f"what is a photo is found: {report}")
        check(b"64" in said, f"and that it is too deep is said: {said}")
        check(seconds < 20, f"it took {seconds:.1f} s")
        print(f"10,000 folders deep, 50,000 files wide: {seconds:.1f} s")
    # Deeper than shutil.rmtree goes.
    subprocess.run(["rm", "-rf", odd], check=True)
finish()
