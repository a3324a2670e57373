#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""check_train.py CLI PAINT_PHOTOS: the whole way on the command line: a vocabulary, a training that is
killed in the middle and goes on, the model measured and used."""
import json, os, pathlib, shutil, signal, subprocess, sys, tarfile, tempfile

cli, paint = sys.argv[1:3]
COLOURS = ("red", "green", "blue", "white")


def run(*arguments, codes=(0,), **options):
    done = subprocess.run([cli, *map(str, arguments)], capture_output=True, text=True, **options)
    assert done.returncode in codes, f"{arguments}: {done.returncode}\n{done.stderr}"
    return done


def losses(text):
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    return {line["step"]: line["loss"] for line in lines if "loss" in line}


def config(folder, steps):
    (folder / "run.json").write_text(json.dumps({
        "model_cfg": {"embed_dim": 32, "quick_gelu": True,
                      "vision_cfg": {"image_size": 32, "layers": [1, 1, 1, 1], "width": 8, "head_width": 32},
                      "text_cfg": {"context_length": 12, "vocab_size": VOCABULARY, "width": 32, "heads": 2, "layers": 1}},
        "vocabulary": "words",
        "training": {"steps": steps, "batch": 16, "report_every": 1, "checkpoint_every": 5, "warm_up_steps": 5}}))
    return folder / "run.json"


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    subprocess.run([paint, str(folder / "photos"), "40", "320", "240"], check=True, stdout=subprocess.DEVNULL)
    photos = sorted(path for path in (folder / "photos").rglob("*") if path.suffix == ".jpg")
    shard = folder / "painted.tar"
    with tarfile.open(shard, "w") as tar, open(folder / "painted.jsonl", "w") as lines:
        for i, path in enumerate(photos):
            tar.add(path, f"k{i}.jpg")
            lines.write(json.dumps({"key": f"k{i}", "captions": [f"painted picture number {i}", f"a {COLOURS[i % 4]} thing"]}) + "\n")

    done = run("train-tokenizer", "--data", shard, "--out", folder / "words", "--size", "560")
    VOCABULARY = int(done.stdout.split()[0])
    merges = (folder / "words" / "merges.txt").read_text().splitlines()
    assert len(json.loads((folder / "words" / "vocab.json").read_text())) == VOCABULARY and len(merges) > 10

    arguments = ["--json", "train", "--data", shard, "--config", config(folder, 20), "--device", "cpu", "--out"]
    whole = losses(run(*arguments, folder / "whole").stdout)
    assert sorted(whole) == list(range(1, 21)), whole

    process = subprocess.Popen([cli, *map(str, arguments), str(folder / "parts")], stdout=subprocess.PIPE, text=True)
    seen = 0
    for line in process.stdout:
        seen = json.loads(line)["step"]
        if seen >= 8:
            break
    process.send_signal(signal.SIGKILL)
    process.wait()
    resumed = losses(run(*arguments, folder / "parts", "--resume").stdout)
    assert min(resumed) in (6, 11, 16), f"goes on behind the last checkpoint: {sorted(resumed)}"
    for step, loss in resumed.items():
        assert abs(loss - whole[step]) < 1e-4 * whole[step], (step, loss, whole[step])
    assert len(list((folder / "parts").glob("checkpoint-*.safetensors"))) == 1, "old checkpoints go"

    model = folder / "parts" / "model"
    evaluation = json.loads(run("--json", "evaluate", "--model", model, "--data", shard).stdout)
    assert evaluation["photos"] == evaluation["captioned_photos"] == len(photos), evaluation
    for way in ("text_to_image", "image_to_text"):
        parts = [evaluation[way][f"recall@{k}"] for k in (1, 5, 10)]
        assert all(0 <= part["low"] <= part["value"] <= part["high"] <= 1 for part in parts), parts
        assert parts[0]["value"] <= parts[1]["value"] <= parts[2]["value"], parts
    named = folder / "named.tar"
    shutil.copy(shard, named)
    labels = [["thing", COLOURS[i % 4]] for i in range(len(photos))]
    named.with_suffix(".jsonl").write_text("".join(json.dumps({"key": f"k{i}", "labels": l}) + "\n" for i, l in enumerate(labels)))
    chosen = [COLOURS[0], COLOURS[1]]
    (folder / "classes.txt").write_text("\n\n".join(chosen) + "\n")
    report = folder / "report.html"
    naming = json.loads(run("--json", "evaluate", "--model", model, "--data", named, "--classes", folder / "classes.txt",
                            "--prompts", "1", "--report", report).stdout)
    assert "text_to_image" not in naming, naming
    zero_shot = naming["zero_shot"]
    of_two = {colour: sum(colour in l for l in labels) for colour in chosen}
    assert zero_shot["classes"] == 2 and zero_shot["photos"] == sum(of_two.values()), zero_shot
    assert zero_shot["top5"]["value"] == 1, "one of two is always among five"
    assert {name: one["photos"] for name, one in zero_shot["by_class"].items()} == of_two, zero_shot
    right = sum(one["top1"] for one in zero_shot["by_class"].values())
    assert abs(right / zero_shot["photos"] - zero_shot["top1"]["value"]) < 1e-9, zero_shot
    assert 0 <= zero_shot["expected_calibration_error"] <= 1, zero_shot
    assert chosen[0] in report.read_text()
    (folder / "empty.txt").write_text("\n")
    done = run("evaluate", "--model", model, "--data", named, "--classes", folder / "empty.txt", codes=(2,))
    assert "names no class" in done.stderr, done.stderr
    assert "<svg" in report.read_text() and "http" not in report.read_text().replace("http://www.w3.org", "")
    run("--catalog", folder / "catalog", "index", "--model", model, folder / "photos")
    found = run("--catalog", folder / "catalog", "--json", "search", "--model", model, "a red thing").stdout
    assert found.strip(), "the trained model finds photos"

    # Bad input is said.
    done = run("train", "--data", folder / "none.tar", "--config", folder / "run.json", "--out", folder / "x", codes=(1, 2, 3))
    assert "none.tar" in done.stderr, done.stderr
    (folder / "bad.json").write_text('{"model_cfg": {}, "training": {}}')
    done = run("train", "--data", shard, "--config", folder / "bad.json", "--out", folder / "x", codes=(1, 2))
    assert "embed_dim" in done.stderr, done.stderr
print("a vocabulary, a training that was killed, and its model: as they should be")
