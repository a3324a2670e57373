#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""check_tidy.py BUILD_FOLDER [PATH…]: clang-tidy over our own translation units of a configured
build (all, or those whose path contains one of PATH), as many at once as there are cores."""
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

build, wanted = pathlib.Path(sys.argv[1]), sys.argv[2:]
top = pathlib.Path.cwd()
units = []
entries = json.loads((build / "compile_commands.json").read_text(encoding="utf-8"))
for entry in entries:
    file = pathlib.Path(entry["file"])
    if file.is_relative_to(top) and not file.is_relative_to(build):
        name = file.relative_to(top).as_posix()
        if name not in units and (not wanted or any(part in name for part in wanted)):
            units.append(name)


def without_precompiled(command):
    """GCC's precompiled header means nothing to clang: the file's own includes have to do."""
    return re.sub(r" -Winvalid-pch| -fpch-preprocess| -include \S*cmake_pch\.hxx", "", command)


def check(name, commands):
    run = subprocess.run(
        ["clang-tidy", "-p", commands, "--quiet", "--extra-arg=-Wno-unknown-warning-option", name],
        capture_output=True, text=True, check=False)
    return name, run.returncode, run.stdout


failed = 0
with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    plain = [{**entry, "command": without_precompiled(entry["command"])} for entry in entries]
    pathlib.Path(folder, "compile_commands.json").write_text(json.dumps(plain), encoding="utf-8")
    for name, code, output in pool.map(lambda each: check(each, folder), units):
        if code != 0:
            failed += 1
            print(output, flush=True)
print(f"{len(units)} files, {failed} with findings")
sys.exit(1 if failed or not units else 0)
