#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""T-HARD-1: how the programs of the release were built. The folder of the release."""
import pathlib
import re
import subprocess
import sys

from holding import check, finish, skip

build = pathlib.Path(sys.argv[1])
programs = [path for path in (build / "bin/calotype", build / "bin/calotype-cli",
                              build / "libexec/calotype/calotype-decoder") if path.exists()]
plug_ins = sorted((build / "lib/calotype").glob("*.so"))
if len(programs) < 3:
    skip(f"there is no release in {build}: packaging/run builds it")
FORTIFIABLE = {"read", "pread", "snprintf", "vsnprintf", "fprintf", "printf", "fread", "strncpy", "strcat"}
FORBIDDEN = ("system", "popen", "gets", "strcpy", "sprintf", "mktemp", "tmpnam")


def readelf(path, *options):
    return subprocess.run(["readelf", "-W", *options, path], check=True, capture_output=True, text=True).stdout


for path in [*programs, *plug_ins]:
    name = path.name
    header, segments, dynamic = readelf(path, "-h"), readelf(path, "-l"), readelf(path, "-d")
    symbols = readelf(path, "--dyn-syms")
    undefined = set(re.findall(r"UND\s+([\w.]+)", symbols))
    check("DYN" in header, f"{name} is position independent")
    check("GNU_RELRO" in segments, f"{name} has read-only relocations")
    check("BIND_NOW" in dynamic or re.search(r"FLAGS_1.*NOW", dynamic), f"{name} binds at once")
    check(re.search(r"GNU_STACK.*RW\s", segments) and not re.search(r"GNU_STACK.*RWE", segments),
          f"{name} has no executable stack")
    check("__stack_chk_fail" in undefined, f"{name} guards its stack")
    check("RPATH" not in dynamic, f"{name} has no RPATH")
    # One that calls nothing of the kind has nothing to fortify (memcpy between unknown sizes cannot be).
    check(any(symbol.endswith("_chk") for symbol in undefined) or not undefined & FORTIFIABLE,
          f"{name} is fortified")
    check(not undefined & set(FORBIDDEN), f"{name} calls {undefined & set(FORBIDDEN)}")
    mangled = [symbol for symbol in undefined if "torch3jit4load" in symbol or "pickle_load" in symbol]
    check(not mangled, f"{name} loads no TorchScript or pickle: {mangled[:2]}")
    print(f"{name}: {len(undefined)} symbols from elsewhere")
finish()
