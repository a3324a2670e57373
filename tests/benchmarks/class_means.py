#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""class_means.py CONCEPTS TRAINING VALIDATION [TEACHER]: what naming photos is worth without CLIP.

TRAINING and VALIDATION are shards (NAME.tar with NAME.jsonl), several separated by commas; CONCEPTS
is the JSON of labels with their counts. Each label with 20 or more training photos is the mean of
their features, and a photo of VALIDATION gets the nearest labels; it counts as right if one of them
is among its own. The features are histograms of colour (4 x 4 x 4, by quarter of the picture) and of
the gradients' direction (8, by sixteenth); or, with TEACHER, a folder of NAME.teacher.safetensors
(resources/training/teach.py), the first view's vector, which says what the teacher could reach on
the photos that it saw. Needs python3-numpy and python3-pil.
"""
import io, json, os, struct, sys, tarfile
import numpy as np
from PIL import Image

SIDE, LEAST = 96, 20


def histogram(picture):
    pixels = np.asarray(picture.convert("RGB").resize((SIDE, SIDE), Image.BILINEAR), np.float32)
    half, sixteenth, parts = SIDE // 2, SIDE // 4, []
    bins = (pixels // 64).astype(int)
    colour = bins[..., 0] * 16 + bins[..., 1] * 4 + bins[..., 2]
    for y in range(0, SIDE, half):
        for x in range(0, SIDE, half):
            parts.append(np.bincount(colour[y:y + half, x:x + half].ravel(), minlength=64) / half**2)
    down, across = np.gradient(pixels.mean(2))
    length = np.hypot(down, across)
    direction = (np.floor(np.arctan2(down, across) / np.pi * 4).astype(int)) % 8
    for y in range(0, SIDE, sixteenth):
        for x in range(0, SIDE, sixteenth):
            place = (slice(y, y + sixteenth), slice(x, x + sixteenth))
            counts = np.bincount(direction[place].ravel(), length[place].ravel(), minlength=8)
            parts.append(counts / (counts.sum() + 1e-6))
    return np.sqrt(np.concatenate(parts))


def first_views(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    entry = header["vectors"]
    vectors = np.frombuffer(data[slice(*entry["data_offsets"])], np.float16).reshape(entry["shape"])
    return dict(zip(header["__metadata__"]["keys"].split("\n"), vectors[:, 0].astype(np.float32)))


def read(shards, teacher):
    rows, labels = [], []
    for shard in shards.split(","):
        with open(shard[:-4] + ".jsonl", encoding="utf-8") as lines:
            said = {line["key"]: line.get("labels") or [] for line in map(json.loads, lines)}
        if teacher:
            path = f"{teacher}/{os.path.basename(shard)[:-4]}.teacher.safetensors"
            seen = first_views(path) if os.path.exists(path) else {}
            found = [(vector, said.get(key, [])) for key, vector in seen.items()]
        else:
            archive = tarfile.open(shard)
            found = [(histogram(Image.open(io.BytesIO(archive.extractfile(entry).read()))),
                      said.get(os.path.basename(entry.name)[:-4], []))
                     for entry in archive if entry.name.endswith(".jpg")]
        rows += [vector for vector, words in found if words]
        labels += [words for _, words in found if words]
    return np.stack(rows), labels


def main(concepts, training, validation, teacher=None):
    with open(concepts, encoding="utf-8") as file:
        counted = json.load(file)
    count = lambda entry: entry["train"] if isinstance(entry, dict) else entry
    names = sorted(name for name, entry in counted.items() if count(entry) >= LEAST)
    place = {name: index for index, name in enumerate(names)}
    rows, labels = read(training, teacher)
    mean, deviation = rows.mean(0), rows.std(0) + 1e-6
    unit = lambda x: x / np.linalg.norm(x, axis=1, keepdims=True)
    rows = unit((rows - mean) / deviation)
    means = np.zeros((len(names), rows.shape[1]), np.float32)
    for row, words in zip(rows, labels):
        for word in set(words) & place.keys():
            means[place[word]] += row
    known = np.linalg.norm(means, axis=1) > 0
    means[known] = unit(means[known])
    rows, labels = read(validation, teacher)
    wanted = [[place[word] for word in words if word in place] for words in labels]
    order = np.argsort(-(unit((rows - mean) / deviation) @ means.T), axis=1)[:, :5]
    judged = [(best, right) for best, right in zip(order, wanted) if right]
    top = lambda k: sum(bool(set(best[:k]) & set(right)) for best, right in judged) / len(judged)
    print(json.dumps({"classes": len(names), "photos": len(judged), "top1": top(1), "top5": top(5)}))


main(*sys.argv[1:])
