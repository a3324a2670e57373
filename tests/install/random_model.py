# SPDX-License-Identifier: GPL-3.0-or-later
"""Models of published shapes with random weights, as OpenCLIP lays them out: a file of weights and a
merges.txt that makes a vocabulary of CLIP's size."""
import hashlib
import json
import random
import struct

import misbehaving_server

VOCABULARY, CONTEXT = 49408, 77
# image size, patch, width, layers; shared dimensions; text width, layers
ARCHITECTURES = {
    "TinyCLIP-ViT-8M-16-Text-3M": (224, 16, 256, 10, 512, 256, 3),
    "ViT-B-32": (224, 32, 768, 12, 512, 512, 12),
    "ViT-B-32-256": (256, 32, 768, 12, 512, 512, 12),
}


def transformer(prefix, width, layers):
    for layer in range(layers):
        block = f"{prefix}transformer.resblocks.{layer}."
        for norm in ("ln_1", "ln_2"):
            yield block + norm + ".weight", [width]
            yield block + norm + ".bias", [width]
        yield block + "attn.in_proj_weight", [3 * width, width]
        yield block + "attn.in_proj_bias", [3 * width]
        yield block + "attn.out_proj.weight", [width, width]
        yield block + "attn.out_proj.bias", [width]
        yield block + "mlp.c_fc.weight", [4 * width, width]
        yield block + "mlp.c_fc.bias", [4 * width]
        yield block + "mlp.c_proj.weight", [width, 4 * width]
        yield block + "mlp.c_proj.bias", [width]


def shapes(architecture):
    size, patch, width, layers, dims, text, text_layers = ARCHITECTURES[architecture]
    yield "visual.class_embedding", [width]
    yield "visual.positional_embedding", [(size // patch) ** 2 + 1, width]
    yield "visual.conv1.weight", [width, 3, patch, patch]
    yield "visual.proj", [width, dims]
    for norm in ("visual.ln_pre", "visual.ln_post"):
        yield norm + ".weight", [width]
        yield norm + ".bias", [width]
    yield from transformer("visual.", width, layers)
    yield "positional_embedding", [CONTEXT, text]
    yield "token_embedding.weight", [VOCABULARY, text]
    yield "ln_final.weight", [text]
    yield "ln_final.bias", [text]
    yield "text_projection", [text, dims]
    yield "logit_scale", []
    yield from transformer("", text, text_layers)


def numbers(count, seed, kind):
    """Bytes of `count` numbers of either sign between 1/64 and 1/32."""
    width = 2 if kind == "F16" else 4
    exponent, rest = (0x2400, 0x83FF) if kind == "F16" else (0x3C800000, 0x807FFFFF)
    one = rest.to_bytes(width, "little"), exponent.to_bytes(width, "little")
    raw = int.from_bytes(random.Random(seed).randbytes(width * count), "little")
    mask = int.from_bytes(one[0] * count, "little")
    base = int.from_bytes(one[1] * count, "little")
    return (raw & mask | base).to_bytes(width * count, "little")


def write_weights(path, architecture, kind="F32", seed=1):
    header, at, parts = {}, 0, []
    for name, shape in shapes(architecture):
        count = 1
        for side in shape:
            count *= side
        length = count * (2 if kind == "F16" else 4)
        header[name] = {"dtype": kind, "shape": shape, "data_offsets": [at, at + length]}
        parts.append(count)
        at += length
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for number, count in enumerate(parts):
            file.write(numbers(count, seed + number, kind))


def write_merges(path):
    """Pairs of single bytes, as many as CLIP has merges."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [value for value in range(256) if value not in printable]
    letters = [chr(value) for value in printable] + [chr(0x100 + number) for number in range(len(others))]
    wanted = VOCABULARY - 2 * 256 - 2
    with open(path, "w", encoding="utf-8") as file:
        file.write("#version: 0.2\n")
        for first in letters:
            for second in [*letters, *(letter + "</w>" for letter in letters)]:
                if wanted == 0:
                    return
                file.write(f"{first} {second}\n")
                wanted -= 1


def serve(scratch, architecture, kind):
    """A server on this machine with such a model; its certificate, and the manifest that offers it."""
    server, certificate = misbehaving_server.start(b"", scratch)
    weights, merges = scratch / "open_clip_model.safetensors", scratch / "merges.txt"
    write_weights(weights, architecture, kind)
    write_merges(merges)
    server.files = {path.name: path.read_bytes() for path in (weights, merges)}
    files = [{"name": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest(), "confirmed": True}
             for name, data in server.files.items()]
    offer = {"id": "random", "name": "Random", "default": True, "architecture": architecture, "licence": "MIT",
             "languages": ["en"], "repository": "models/random", "revision": "0" * 40, "files": files}
    return server, certificate, {"format": 1, "hosts": [f"https://localhost:{server.server_port}"], "models": [offer]}
