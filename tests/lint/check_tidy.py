#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""check_tidy.py BUILD_FOLDER [PATH…]: clang-tidy over our own translation units of a configured
build (all, or those whose path contains one of PATH), as many at once as there are cores."""
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys

build, wanted = pathlib.Path(sys.argv[1]), sys.argv[2:]
top = pathlib.Path.cwd()
units = []
for entry in json.loads((build / "compile_commands.json").read_text(encoding="utf-8")):
    file = pathlib.Path(entry["file"])
    if file.is_relative_to(top) and not file.is_relative_to(build):
        name = file.relative_to(top).as_posix()
        if name not in units and (not wanted or any(part in name for part in wanted)):
            units.append(name)


def check(name):
    # GCC's precompiled header and its flags mean nothing to clang.
    run = subprocess.run(
        ["clang-tidy", "-p", str(build), "--quiet", "--extra-arg=-Wno-unknown-warning-option", name],
        capture_output=True, text=True, check=False)
    return name, run.returncode, run.stdout


failed = 0
with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    for name, code, output in pool.map(check, units):
        if code != 0:
            failed += 1
            print(output, flush=True)
print(f"{len(units)} files, {failed} with findings")
sys.exit(1 if failed or not units else 0)
