#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""T-FULL-1: disks on which space ends inside each phase: file systems in memory of many sizes, for indexing, for copies of
the catalog and for words that are written into photos and beside them; downloads during which somebody else fills the disk.
The reason is said, nothing is cut off, and all goes on once there is room. Needs a mount namespace of its own.
calotype-cli, paint-photos, fetch-file, sizes a phase."""
import hashlib
import os
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

if "CALOTYPE_OWN_MOUNTS" not in os.environ:
    apart = ["unshare", "--user", "--map-root-user", "--mount"]
    if subprocess.run([*apart, "sh", "-c", "mount -t tmpfs tmpfs /mnt"], capture_output=True, check=False).returncode != 0:
        print("SKIPPED: no file system can be mounted here")
        sys.exit(0)
    sys.exit(subprocess.run([*apart, sys.executable, *sys.argv], check=False,
                            env={**os.environ, "CALOTYPE_OWN_MOUNTS": "1"}).returncode)

from holding import check, finish, hashes, paint, rows, run, what_is_known  # noqa: E402

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "install"))
import misbehaving_server  # noqa: E402

cli, painter, fetch, sizes = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
PAGE_KIB = 4
slowest = 0


def mount(folder, kib):
    os.makedirs(folder, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kib}k", "tmpfs", folder], check=True)


def give_room(folder):
    subprocess.run(["mount", "-o", "remount,size=200m", folder], check=True)


def unmount(folder):
    subprocess.run(["umount", folder], check=True)


def used_kib(folder):
    facts = os.statvfs(folder)
    return (facts.f_blocks - facts.f_bfree) * facts.f_frsize // 1024


def between(least, most):
    """So many sizes from one to the other, in whole pages."""
    return sorted({max(PAGE_KIB, (least + (most - least) * i // sizes) // PAGE_KIB * PAGE_KIB) for i in range(sizes)})


def sound(catalog):
    database = sqlite3.connect(f"file:{catalog}/catalog.db?mode=ro", uri=True)
    answer = database.execute("PRAGMA integrity_check").fetchone()[0]
    database.close()
    return answer


def attempt(where, named, *arguments):
    """The command, which may fail, but only with a reason that names a place, and soon after the disk was full."""
    begin = time.monotonic()
    code, out, said = run(*arguments)
    global slowest
    slowest = max(slowest, time.monotonic() - begin)
    check(0 <= code < 128, f"{where}: ended by a signal: {code}: {said}")
    check(code == 0 or any(str(name) in said or str(name) in out for name in named), f"{where}: names the place: {said!r}")
    return code


def size_of(path):
    return path.stat().st_size if path.exists() else 0


def download_onto_a_filling_disk(scratch, disk):
    """How many of the downloads were stopped, each when a little more of it was there."""
    data = random.Random(1).randbytes(300_000)
    digest = hashlib.sha256(data).hexdigest()
    server, certificate = misbehaving_server.start(data, scratch)
    environment = {**os.environ, "SSL_CERT_FILE": certificate}
    file, part, other = disk / "f", disk / "f.part", disk / "other"

    def get(how):
        return subprocess.Popen([fetch, file, str(len(data)), digest, f"https://localhost:{server.server_port}/{how}/f"],
                                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)

    stopped = 0
    for there in range(0, len(data), -(-len(data) // sizes)):
        where = f"a download with {there} bytes there"
        mount(disk, 1024)
        running = get("in-pieces")
        while size_of(part) < there and running.poll() is None:
            time.sleep(0.01)
        with open("/dev/zero", "rb") as zeroes, open(other, "wb", buffering=0) as filling:
            try:
                while True:
                    filling.write(zeroes.read(4096))
            except OSError:
                pass
        answer = running.communicate()[0]
        check(answer.startswith("no-space") and str(disk) in answer, f"{where}: is stopped and says where: {answer!r}")
        check(not file.exists() and there // 2 <= size_of(part) < len(data), f"{where}: what came is kept, as a part")
        stopped += answer.startswith("no-space")
        other.unlink()
        answer = get("well").communicate()[0]
        check(answer.startswith("done") and file.read_bytes() == data, f"{where}: goes on once there is room: {answer!r}")
        unmount(disk)
    server.shutdown()
    return stopped


with tempfile.TemporaryDirectory() as scratch:
    scratch = pathlib.Path(scratch)
    photos, disk = scratch / "photos", scratch / "disk"
    paint(painter, str(photos), 12, 800, 600)
    before = hashes(photos)
    whole = scratch / "whole"
    run("--catalog", str(whole), "-q", "index", str(photos))
    expected = what_is_known(str(whole))
    tried = failed = 0

    mount(disk, 200_000)
    run("--catalog", str(disk / "c"), "-q", "index", str(photos))
    most = used_kib(disk)
    unmount(disk)
    for kib in between(PAGE_KIB, most + 64):
        where = f"index on {kib} KiB"
        mount(disk, kib)
        catalog = str(disk / "c")
        tried += 1
        failed += attempt(where, [catalog, photos], "--catalog", catalog, "-q", "index", str(photos)) != 0
        give_room(disk)
        code, _, said = run("--catalog", catalog, "-q", "index", str(photos))
        check(code == 0 and what_is_known(catalog) == expected, f"{where}: goes on once there is room: {said}")
        check(sound(catalog) == "ok", f"{where}: and is sound")
        unmount(disk)

    mount(disk, 200_000)
    shutil.copytree(whole, disk / "c")
    least = used_kib(disk)
    run("--catalog", str(disk / "c"), "catalog", "backup")
    most = used_kib(disk)
    unmount(disk)
    for kib in between(least, most + 64):
        where = f"a copy on {kib} KiB"
        mount(disk, kib)
        try:
            shutil.copytree(whole, disk / "c")
        except (shutil.Error, OSError):
            unmount(disk)
            continue
        catalog = str(disk / "c")
        tried += 1
        code = attempt(where, [catalog], "--catalog", catalog, "catalog", "backup")
        failed += code != 0
        for copy in (disk / "c" / "snapshots").glob("*.db"):
            database = sqlite3.connect(f"file:{copy}?mode=ro&immutable=1", uri=True)
            check(database.execute("PRAGMA integrity_check").fetchone()[0] == "ok", f"{where}: {copy.name} is whole")
            database.close()
        give_room(disk)
        check(run("--catalog", catalog, "catalog", "backup")[0] == 0, f"{where}: goes on once there is room")
        unmount(disk)

    mount(disk, 200_000)
    shutil.copytree(photos, disk / "photos")
    least = used_kib(disk)
    unmount(disk)
    for kib in between(least, least + 400):
        where = f"words on {kib} KiB"
        mount(disk, kib)
        try:
            shutil.copytree(photos, disk / "photos")
        except (shutil.Error, OSError):
            unmount(disk)
            continue
        catalog = str(scratch / "words")
        run("--catalog", catalog, "-q", "index", str(disk / "photos"))
        run("--catalog", catalog, "metadata", "sidecars", "on")
        names = sorted(str(path) for path in (disk / "photos").rglob("*.jpg"))
        old = hashes(disk / "photos")
        if kib % (2 * PAGE_KIB) == 0:
            run("--catalog", catalog, "metadata", "embed", "on", str(disk / "photos"))
        tried += 1
        code = attempt(where, [disk / "photos", catalog], "--catalog", catalog, "metadata", "set", *names, "--rating", "3",
                       "--caption", "x" * 5000)
        waiting = rows(run("--catalog", catalog, "--json", "metadata")[1])
        failed += bool(waiting)
        for name, digest in hashes(disk / "photos").items():
            content = (disk / "photos" / name).read_bytes()
            if name in old and digest != old[name]:
                check(content.startswith(b"\xff\xd8") and content.endswith(b"\xff\xd9"), f"{where}: {name} is whole")
            if name.endswith(".xmp"):
                check(b"</x:xmpmeta>" in content, f"{where}: {name} is whole")
        check(not [path for path in (disk / "photos").rglob(".*")], f"{where}: nothing temporary is left")
        give_room(disk)
        run("--catalog", catalog, "metadata", "retry")
        left = rows(run("--catalog", catalog, "--json", "metadata")[1])
        check(not left, f"{where}: all is written once there is room: {left[:1]}")
        unmount(disk)
        shutil.rmtree(catalog)
    check(hashes(photos) == before, "no photo has changed")
    stopped = download_onto_a_filling_disk(scratch, disk)
    tried, failed = tried + sizes, failed + stopped
    print(f"{tried} full disks, {failed} of them stopped something, the slowest command took {slowest:.1f} s")
finish()
