#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs clang-format over every source file in checking mode; --fix formats them in place."""
import pathlib
import subprocess
import sys

files = [
    file.as_posix()
    for folder in ("app", "ui", "model", "catalog", "tests")
    for file in sorted(pathlib.Path(folder).rglob("*"))
    if file.suffix in (".h", ".cpp")
]
mode = ["-i"] if "--fix" in sys.argv else ["--dry-run", "-Werror"]
sys.exit(subprocess.run(["clang-format", *mode, *files], check=False).returncode)
