#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""T-PRIV-1: whole runs under strace. No socket but those between our own processes, no file or folder of ours that
others may read, whatever the umask. calotype-cli, paint-photos."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from holding import check, finish, paint, skip

cli, painter = sys.argv[1:3]
if shutil.which("strace") is None:
    skip("strace is not installed")

with tempfile.TemporaryDirectory() as scratch:
    photos = f"{scratch}/photos"
    paint(painter, photos, 12)
    os.mkdir(f"{photos}/.hidden")
    secret = b"a face that nobody shall see"
    pathlib.Path(f"{photos}/.hidden/secret.jpg").write_bytes(b"\xff\xd8\xff\xe0" + secret)
    catalog = f"{scratch}/catalog"
    os.umask(0)
    picture = str(next(pathlib.Path(photos).rglob("*.jpg")))
    runs = (["index", photos], ["search", "red"], ["search", "--image", picture], ["tag", photos],
            ["album", "create", "one"], ["catalog", "backup"])
    for number, arguments in enumerate(runs):
        trace = f"{scratch}/trace-{number}"
        done = subprocess.run(["strace", "-f", "-qq", "-e", "trace=socket,connect", "-o", trace, cli, "--catalog",
                               catalog, *arguments], capture_output=True, check=False,
                              env={**os.environ, "http_proxy": "http://127.0.0.1:9"})
        if done.returncode != 0 and b"ptrace" in done.stderr:
            skip("strace may not trace here")
        text = pathlib.Path(trace).read_text(errors="replace")
        outside = [line for line in text.splitlines() if re.search(r"AF_INET|AF_NETLINK|AF_PACKET|AF_BLUETOOTH", line)]
        check(not outside, f"{' '.join(arguments[:2])} opens no connection: {outside[:2]}")
    for path in [pathlib.Path(catalog), *pathlib.Path(catalog).rglob("*")]:
        mode = path.stat().st_mode & 0o777
        check(mode & 0o077 == 0, f"{path.relative_to(scratch)} is for its owner only, not {mode:o}")
        if path.is_file():
            check(secret not in path.read_bytes(), f"nothing of a hidden folder is in {path.name}")
finish()
