#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""check_models.py CLI PAINT_PHOTOS ARCHITECTURE KIND PHOTOS: a model of random weights is downloaded from
this machine, used, and left again, by the command line. Prints how long each step takes."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import random_model
from holds import check, finish

cli, paint, architecture, kind, photos = *sys.argv[1:5], int(sys.argv[5])

with tempfile.TemporaryDirectory() as scratch:
    scratch = pathlib.Path(scratch)
    server, certificate, manifest = random_model.serve(scratch, architecture, kind)
    environment = {**os.environ, "SSL_CERT_FILE": certificate, "LC_ALL": "C.UTF-8"}
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy"):
        environment.pop(name, None)
    catalog = scratch / "catalog"

    def run(*args, says=None):
        begin = time.monotonic()
        done = subprocess.run([cli, "--catalog", catalog, "--json", *args], capture_output=True, text=True,
                              env=environment, check=False, stdin=subprocess.DEVNULL)
        print(f"{' '.join(args[:3])[:70]}: {done.returncode} in {time.monotonic() - begin:.1f} s")
        if says:
            check(says in done.stderr, f"{args}: {done.stderr}")
        return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]

    ours = str(scratch / "models.json")
    pathlib.Path(ours).write_text(json.dumps(manifest))
    subprocess.run([paint, scratch / "photos", str(photos), "320", "240"], check=True, stdout=subprocess.DEVNULL)
    check(run("index", str(scratch / "photos"))[0] == 0, "the photos are indexed with the starter")
    before = run("search", "a red disc", "--limit", "5")[1]

    # Whatever goes wrong, nothing is half installed and the model in use stays.
    check(run("model", "install", "random", "--manifest", ours, says="Download it?")[0] == 130,
          "nothing is downloaded that was not agreed to")
    bad = json.loads(json.dumps(manifest))
    bad["models"][0]["files"][0]["sha256"] = "0" * 64
    (scratch / "bad.json").write_text(json.dumps(bad))
    check(run("model", "install", "random", "--yes", "--manifest", str(scratch / "bad.json"), says="checksum")[0] == 1,
          "another file than the known one is refused")
    other = "ViT-B-32" if architecture != "ViT-B-32" else "ViT-B-16"
    bad = json.loads(json.dumps(manifest))
    bad["models"][0]["architecture"] = other
    (scratch / "other.json").write_text(json.dumps(bad))
    check(run("model", "install", "random", "--yes", "--manifest", str(scratch / "other.json"), says="do not belong together")[0] == 1,
          "weights of other shapes are refused")
    check([row["name"] for row in run("model", "list")[1] if row["folder"]] == ["starter"], "and nothing is installed")
    check(run("search", "a red disc", "--limit", "5")[1] == before, "and the starter answers as before")

    # In, used, out again; what lies about under the right name is not trusted for that.
    waiting = catalog / "models/.incoming-random"
    waiting.mkdir(parents=True, exist_ok=True)
    (waiting / "merges.txt").write_text("#version: 0.2\na b\n")
    code, rows = run("model", "install", "random", "--yes", "--manifest", ours)
    check(code == 0 and rows[0]["name"] == "random", "the model is installed")
    folder = pathlib.Path(rows[0]["folder"])
    check({path.name for path in folder.iterdir()} ==
          {"open_clip_model.safetensors", "merges.txt", "open_clip_config.json", "origin.json"}, "whole and alone")
    check((folder / "merges.txt").read_bytes() == server.files["merges.txt"], "with the files that are known")
    check(run("model", "install", "random", "--yes", "--manifest", ours, says="already")[0] == 2, "once")
    check(run("search", "a red disc", "--limit", "5")[1] == before, "which alone changes no answer")
    check(run("model", "use", "random", says=f"0 of {photos}")[0] == 0, "it is used")
    change = run("status")[1][0]["model_change"]
    check(change["seen"] == 0 and change["of"] == photos, f"the change is seen: {change}")
    check(run("search", "a red disc", "--limit", "5")[1] == before, "until it is whole, the starter answers")
    states = {row["name"]: row["state"] for row in run("model", "list")[1] if row["folder"]}
    check(states == {"random": "in use", "starter": "answering"}, f"the list says so: {states}")
    code, rows = run("index", "--all")
    check(code == 0 and rows[-1]["encode_seconds"] > 0, f"the photos are looked at with it: {rows}")
    status = run("status")[1][0]
    check(status["embedded"] == photos and status["starter"] is False, f"all of them: {status}")
    check(status["model_change"] is None, f"the change is over: {status}")
    image = str(next((scratch / "photos").rglob("*.jpg")))
    found = run("search", "--image", image, "--limit", "3")[1]
    check(found[0]["path"] == image and found[0]["score"] > 0.999, "a photo finds itself with it")
    check(len(run("search", "a red disc", "--limit", "5")[1]) == 5, "words find photos with it")
    check(run("model", "use", "starter")[0] == 0, "the starter is used again")
    check(run("search", "a red disc", "--limit", "5")[1] == before, "and answers at once as it did")
    code, rows = run("index", "--all")
    check(code == 0 and rows[-1]["encode_seconds"] == 0, "which needs no look at any photo")
    check(run("model", "use", "random")[0] == 0, "it comes back as fast")
    check(run("search", "--image", image, "--limit", "3")[1] == found, "with its answers")
    check(run("model", "remove", "random", says="is in use")[0] == 4, "a model in use is not removed by us")
    shutil.rmtree(folder)
    check(run("search", "a red disc", "--limit", "5")[1] == before, "and by others: the next best answers")
    check(run("model", "use", "starter")[0] == 0, "it can be chosen")

finish()
