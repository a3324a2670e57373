#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""check_hostile_models.py CLI PAINT_PHOTOS STARTER: folders that pretend to be models are refused, soon,
with a sentence that names what is wrong, without much memory; and the model in use stays."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import hostile_models
import measured_run
from holds import check, finish

cli, paint, starter = sys.argv[1:4]
MORE_SECONDS, MOST_MB = 2.0, 100  # than a sound one takes
runner = measured_run.Runner({**os.environ, "LC_ALL": "C.UTF-8"})


def run(*args):
    return runner.run(cli, "--catalog", catalog, "--json", *args)


with tempfile.TemporaryDirectory() as scratch:
    scratch = pathlib.Path(scratch)
    catalog = scratch / "catalog"
    subprocess.run([paint, scratch / "photos", "12", "320", "240"], check=True, stdout=subprocess.DEVNULL)
    check(run("index", scratch / "photos")[0] == 0, "the photos are indexed with the starter")
    before = run("search", "a red disc", "--limit", "5")[1]
    good = hostile_models.Good(starter)

    sound = scratch / "sound"
    good.copy(sound)
    code, said, import_seconds, import_mb = run("model", "import", sound)
    check(code == 0, f"a sound folder is imported: {said}")
    code, said, use_seconds, use_mb = run("model", "use", "sound")
    check(code == 0, f"and used: {said}")
    check(run("model", "use", "starter")[0] == 0, "and left")
    check(run("model", "remove", "sound")[0] == 0, "and removed")

    count, slowest, most = 0, 0.0, -1e9
    for name, spoil in hostile_models.all_of(good):
        folder = scratch / name.replace(".", "-")
        good.copy(folder)
        spoil(folder)
        code, said, seconds, mb = run("model", "import", folder)
        step, usual_seconds, usual_mb = "import", import_seconds, import_mb
        if code == 0:
            step, usual_seconds, usual_mb = "use", use_seconds, use_mb
            code, said, seconds, mb = run("model", "use", folder.name)
            run("model", "remove", folder.name)
        count += 1
        slowest, most = max(slowest, seconds), max(most, mb - usual_mb)
        print(f"{name:32} {step:6} {code} {seconds:5.2f} s {mb:6.0f} MB  {said.strip()[-150:]}")
        check(code not in (0, -6, -11, 134, 139), f"{name} is refused: {code} {said}")
        check(seconds <= usual_seconds + MORE_SECONDS,
              f"{name} is refused soon: {seconds:.1f} s beside {usual_seconds:.1f} of a sound one")
        check(mb <= usual_mb + MOST_MB, f"{name} takes no memory: {mb:.0f} MB beside {usual_mb:.0f} of a sound one")
        check(folder.name in said or name in said, f"{name}: the sentence says where: {said}")
        check(not list((catalog / "models").glob("*")), f"{name} leaves nothing installed")
        shutil.rmtree(folder)
    check(count >= 100, f"{count} folders were tried")
    check(run("search", "a red disc", "--limit", "5")[1] == before, "and the starter answers as before")
    print(json.dumps({"folders": count, "slowest_seconds": round(slowest, 2), "most_mb_beyond_a_sound_one": round(most),
                      "sound_import_mb": round(import_mb), "sound_use_mb": round(use_mb)}))

runner.end()
finish()
