#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""check_install.py BUILD CMAKE PAINT_PHOTOS: installs into a folder, moves it, and runs both programs from there."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

build, cmake, paint = sys.argv[1:4]
with tempfile.TemporaryDirectory() as scratch:
    scratch = pathlib.Path(scratch)
    subprocess.run([cmake, "--install", build, "--prefix", str(scratch / "first")], check=True, stdout=subprocess.DEVNULL)
    prefix = (scratch / "first").rename(scratch / "moved")
    expected = ["bin/calotype", "bin/calotype-cli", "lib/calotype/calotype-torch.so", "libexec/calotype/calotype-decoder",
                "share/calotype/models/starter/open_clip_model.safetensors", "share/calotype/models/starter/MODEL_CARD.md",
                "share/applications/org.calotype.Calotype.desktop", "share/metainfo/org.calotype.Calotype.metainfo.xml",
                "share/icons/hicolor/scalable/apps/org.calotype.Calotype.svg", "share/calotype/models.json",
                "share/icons/hicolor/16x16/apps/org.calotype.Calotype.png",
                "share/man/man1/calotype.1", "share/man/man1/calotype-cli.1",
                "share/bash-completion/completions/calotype-cli"]
    missing = [path for path in expected if not (prefix / path).exists()]
    if missing:
        sys.exit(f"not installed: {missing}")
    subprocess.run([paint, str(scratch / "photos"), "3", "200", "150"], check=True, stdout=subprocess.DEVNULL)
    run = subprocess.run([prefix / "bin/calotype-cli", "--catalog", scratch / "catalog", "--json", "index", scratch / "photos"],
                         capture_output=True, text=True, check=False)
    report = json.loads(run.stdout.splitlines()[-1]) if run.stdout else {}
    if run.returncode != 0 or report.get("indexed") != 3 or report.get("encode_seconds", 0) <= 0:
        sys.exit(f"the installed command line failed: {run.returncode} {run.stdout} {run.stderr}")
    window = subprocess.run([prefix / "bin/calotype", "--catalog", scratch / "catalog", "--measure-start"],
                            capture_output=True, text=True, check=False, timeout=60,
                            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
    print(window.stdout.strip())
    if window.returncode != 0:
        sys.exit(f"the installed window failed: {window.returncode} {window.stderr}")
