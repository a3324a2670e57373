#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""teach.py BACKBONE OUT VIEWS SHARD…: what an ImageNet network makes of a shard's pictures.

BACKBONE is the folder of mobilenet_edgetpu.safetensors with the README that describes its layers.
Writes OUT/NAME.teacher.safetensors for each NAME.tar, for `calotype-cli train --teacher OUT`:
`vectors` [n, views, 1280], F16: the pooled features of a part of the picture;
`boxes` [n, views, 4], F32: that part (left, top, width, height, as parts of the whole picture);
`keys` in the metadata: the pictures' keys, one a line. The first view is the middle square, the
others are drawn at random. Needs python3-torch, python3-numpy and python3-pil.
"""
import io, json, math, os, struct, sys, tarfile
import numpy as np, torch, torch.nn.functional as F
from PIL import Image

SIDE, BATCH, LEAST_AREA, ASPECT, LEAST_PIXELS = 224, 32, 0.2, 4 / 3, 60
STRIDES = {"features.0.conv": 2, "features.2.expand": 2, "features.6.expand": 2, "features.10.dw": 2, "features.18.dw": 2}
RESIDUAL = {3, 4, 5, 7, 8, 9, 11, 12, 13, 15, 16, 17, 19, 20, 21}


def read_safetensors(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    kinds = {"F32": np.float32, "F16": np.float16}
    return {name: torch.from_numpy(np.frombuffer(data[slice(*entry["data_offsets"])], kinds[entry["dtype"]])
                                   .reshape(entry["shape"]).astype(np.float32))
            for name, entry in header.items() if name != "__metadata__"}


def write_safetensors(path, tensors, metadata):
    header, blob = {"__metadata__": metadata}, b""
    for name, array in tensors.items():
        kind = {np.dtype(np.float32): "F32", np.dtype(np.float16): "F16"}[array.dtype]
        header[name] = {"dtype": kind, "shape": list(array.shape), "data_offsets": [len(blob), len(blob) + array.nbytes]}
        blob += array.tobytes()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path + ".part", "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + blob)
    os.rename(path + ".part", path)


class Teacher:
    def __init__(self, folder):
        tensors = read_safetensors(f"{folder}/mobilenet_edgetpu.safetensors")
        self.layers = {name[:-7]: (value.bfloat16().contiguous(memory_format=torch.channels_last) if value.dim() == 4
                                   else value.bfloat16(), tensors[name[:-7] + ".bias"].bfloat16())
                       for name, value in tensors.items() if name.endswith(".weight")}

    def convolve(self, x, name, rectify):
        weight, bias = self.layers[name]
        kernel, stride, side = weight.shape[2], STRIDES.get(name, 1), x.shape[2]
        total = max((math.ceil(side / stride) - 1) * stride + kernel - side, 0)
        before, groups = total // 2, x.shape[1] // weight.shape[1]
        if total % 2:
            x, before = F.pad(x, (before, total - before) * 2).contiguous(memory_format=torch.channels_last), 0
        x = F.conv2d(x, weight, bias, stride, before, 1, groups)
        return x.relu_() if rectify else x

    def features(self, pictures):
        x = (pictures.float().permute(0, 3, 1, 2) / 127.5 - 1).bfloat16().contiguous(memory_format=torch.channels_last)
        x = self.convolve(x, "features.0.conv", True)
        for block in range(1, 23):
            y = x
            for part, rectify in (("expand", True), ("dw", True), ("project", False)):
                name = f"features.{block}.{part}"
                if name in self.layers:
                    y = self.convolve(y, name, rectify)
            x = x + y if block in RESIDUAL else y
        return self.convolve(x, "features.23.conv", True).float().mean((2, 3))


def box_of(view, width, height, random):
    """left, top, width, height in pixels."""
    if view == 0:
        side = min(width, height)
        return (width - side) / 2, (height - side) / 2, side, side
    for _ in range(10):
        area = random.uniform(LEAST_AREA, 1) * width * height
        aspect = math.exp(random.uniform(-math.log(ASPECT), math.log(ASPECT)))
        w, h = math.sqrt(area * aspect), math.sqrt(area / aspect)
        if w <= width and h <= height:
            return random.uniform(0, width - w), random.uniform(0, height - h), w, h
    return box_of(0, width, height, random)


def main(backbone, out, views, shards):
    teacher, views = Teacher(backbone), int(views)
    for shard in shards:
        name = os.path.basename(shard)[:-4]
        target = f"{out}/{name}.teacher.safetensors"
        if os.path.exists(target):
            continue
        random = np.random.default_rng(sum(name.encode()))
        keys, boxes, crops, vectors = [], [], [], []

        def flush():
            with torch.no_grad():
                vectors.append(teacher.features(torch.from_numpy(np.stack(crops))).numpy().astype(np.float16))
            crops.clear()

        archive = tarfile.open(shard)
        for entry in archive:
            if not entry.name.endswith(".jpg"):
                continue
            picture = Image.open(io.BytesIO(archive.extractfile(entry).read())).convert("RGB")
            width, height = picture.size
            if min(width, height) < LEAST_PIXELS:
                continue
            keys.append(os.path.basename(entry.name)[:-4])
            for view in range(views):
                x, y, w, h = box_of(view, width, height, random)
                boxes.append((x / width, y / height, w / width, h / height))
                crops.append(np.asarray(picture.resize((SIDE, SIDE), Image.BILINEAR, (x, y, x + w, y + h))))
                if len(crops) == BATCH:
                    flush()
        if crops:
            flush()
        if keys:
            write_safetensors(target, {"boxes": np.array(boxes, np.float32).reshape(len(keys), views, 4),
                                       "vectors": np.concatenate(vectors).reshape(len(keys), views, -1)},
                              {"keys": "\n".join(keys)})
        print(name, len(keys), flush=True)


main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
