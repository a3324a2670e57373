#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""check_download.py FETCH_FILE: downloads from a server that misbehaves in every way there is a word
for. The file is there exactly, or not at all."""
import hashlib
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

import misbehaving_server
from holds import check, finish

fetch = sys.argv[1]
cases = 0

with tempfile.TemporaryDirectory() as scratch:
    scratch = pathlib.Path(scratch)
    data = random.Random(1).randbytes(300_000)
    digest = hashlib.sha256(data).hexdigest()
    server, certificate = misbehaving_server.start(data, scratch)
    base = f"https://localhost:{server.server_port}"
    environment = {**os.environ, "SSL_CERT_FILE": certificate}
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy"):
        environment.pop(name, None)

    def get(file, *hows, options=(), env=environment, host=base, size=len(data)):
        addresses = [f"{host}/{how}/f" for how in hows]
        begin = time.monotonic()
        done = subprocess.run([fetch, file, str(size), digest, *addresses, *options],
                              capture_output=True, text=True, env=env, check=False)
        return done.stdout.strip(), time.monotonic() - begin

    def case(how, wanted, says="", **more):
        """`wanted`: done, or the codes that the download may end with, apart by blanks."""
        global cases
        cases += 1
        folder = scratch / f"{cases}-{how}"
        folder.mkdir()
        file = folder / "f"
        answer, seconds = get(file, how, **more)
        check(answer.split(" ")[0] in wanted.split() and says in answer, f"{how}: {answer}")
        check(file.exists() == (wanted == "done"), f"{how}: the file is there only when it is whole")
        if wanted == "done" and file.exists():
            check(file.read_bytes() == data and sorted(os.listdir(folder)) == ["f"], f"{how}: and alone, byte for byte")
        part = folder / "f.part"
        check(not part.exists() or part.stat().st_size <= len(data), f"{how}: never more bytes than the file has")
        check(not part.exists() or part.stat().st_mode & 0o777 == 0o600, f"{how}: and its owner's alone")
        print(f"{how}: {answer[:110]} ({seconds:.1f} s)")
        return folder

    case("well", "done")
    case("redirects", "done")
    case("no-etag", "done")
    case("resets", "done")
    check(any(how == "resets" and asked for how, asked, _ in server.requests), "after a reset it goes on where it was")
    case("stalls-once", "done")
    case("etag-changes", "done")
    case("weak-etag", "done")
    case("wrong-range", "done")
    case("busy", "done")
    case("stalls", "timed-out", "no answer")
    case("wrong-length", "network", "300100 bytes, expected were 300000")
    case("short", "network", "299900 bytes")
    case("endless", "network", "more bytes")
    folder = case("bad-bytes", "corrupt", "checksum")
    check(os.listdir(folder) == [], "of a file with another checksum nothing is kept")
    case("unasked-part", "network")
    case("to-http", "network", "without https")
    case("to-file", "network", "without https")
    case("around", "network", "without an end")
    case("missing", "not-found", "404")
    case("forbidden", "network", "403")
    case("portal", "network", "sign in")
    case("well", "network", "no connection", host="https://localhost:1")
    # How long a name is looked for is the resolver's to say.
    case("well", "network timed-out", "no-such-host", host="https://no-such-host.invalid")
    case("well", "network", "not trusted", env={k: v for k, v in environment.items() if k != "SSL_CERT_FILE"})
    case("well", "network", "without https", host=base.replace("https", "http"))
    case("well", "network timed-out", env={**environment, "https_proxy": "http://no-such-proxy.invalid:8080"})
    case("well", "no-space", "Make room", size=1 << 45)

    # One mirror is down, the next has it.
    mirrored = scratch / "mirrored"
    check(get(mirrored, "missing", "portal", "well")[0] == "done" and mirrored.read_bytes() == data,
          "the next address is tried")

    # Killed at any point, the next run ends with the whole file.
    random.seed(2)
    for attempt in range(50):
        file = scratch / f"killed-{attempt}"
        running = subprocess.Popen([fetch, file, str(len(data)), digest, f"{base}/resets/f"],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
        time.sleep(random.uniform(0, 0.06))
        running.kill()
        running.wait()
        check(not file.exists() or file.read_bytes() == data, "a killed download leaves no part under the file's name")
        check(get(file, "well")[0] == "done" and file.read_bytes() == data, "and the next one finishes it")

    # The disk fills up when nine tenths are there: one of our own, beside what somebody else writes.
    fill = """
mount -t tmpfs -o size=512k none "$1" || exit 9
"$2" "$1/f" "$3" "$4" "$5/nine-tenths/f" & sleep 1
cat /dev/zero > "$1/other" 2>/dev/null
wait
test -e "$1/f" && echo early
stat -c 'part of %s' "$1/f.part"
rm "$1/other"
"$2" "$1/f" "$3" "$4" "$5/well/f"
sha256sum < "$1/f"
"""
    (scratch / "full").mkdir()
    done = subprocess.run(["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", fill, "sh", scratch / "full",
                           fetch, str(len(data)), digest, base], capture_output=True, text=True, env=environment, check=False)
    if done.returncode in (1, 9) and not done.stdout:
        print(f"SKIPPED: a full disk needs a mount of one's own, which is not allowed here: {done.stderr.strip()}")
    else:
        lines = done.stdout.splitlines()
        print(f"disk full at nine tenths: {lines}")
        check(len(lines) == 4 and lines[0].startswith("no-space"), "a full disk is said")
        check(lines[1].startswith("part of 2"), "what came so far is kept")
        check(lines[2:] == ["done", f"{digest}  -"], "and gone on from when there is room")

    # Stopped by the user.
    running = subprocess.Popen([fetch, scratch / "stopped", str(len(data)), digest, f"{base}/slow/f", "--idle", "30"],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, text=True)
    time.sleep(0.7)
    begin = time.monotonic()
    running.send_signal(signal.SIGINT)
    answer = running.communicate()[0]
    check(answer.startswith("cancelled") and time.monotonic() - begin <= 1.2, f"stopping takes at most a second: {answer}")
    check(get(scratch / "stopped", "well")[0] == "done", "and what was there is gone on from")

print(f"{cases} ways of a server")
finish()
