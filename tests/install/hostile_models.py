# SPDX-License-Identifier: GPL-3.0-or-later
"""Folders that pretend to be models: what a person may point at by mistake, and what somebody means harm
with. Each is a name, what the answer has to name, and a function that spoils a good folder."""
import gzip
import json
import os
import pathlib
import struct

WEIGHTS, CONFIG, MERGES, VOCABULARY = "open_clip_model.safetensors", "open_clip_config.json", "merges.txt", "vocab.json"
TOGETHER = "tokenizer.json"


class Good:
    """The pieces of a sound model, read once."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder).resolve()
        data = (self.folder / WEIGHTS).read_bytes()
        length = struct.unpack("<Q", data[:8])[0]
        self.header, self.body = json.loads(data[8:8 + length]), data[8 + length:]
        self.config = json.loads((self.folder / CONFIG).read_text())

    def copy(self, folder):
        folder.mkdir(parents=True)
        for name in (WEIGHTS, CONFIG, MERGES, VOCABULARY):
            os.symlink(self.folder / name, folder / name)


def replace(folder, name, data):
    (folder / name).unlink(missing_ok=True)
    if data is not None:
        (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())


def packed(header, body, length=None):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + body


def of_header(good):
    """Headers that lie."""
    small = b"\0" * 64

    def raw(data):
        return lambda folder: replace(folder, WEIGHTS, data)

    def edited(tensor, **changes):
        entry = {**good.header[tensor], **changes}
        entry = {key: value for key, value in entry.items() if value is not ...}
        return raw(packed({**good.header, tensor: entry}, good.body))

    def swapped(tensor, entry):
        return raw(packed({**good.header, tensor: entry}, good.body))

    def without(tensor):
        return raw(packed({key: value for key, value in good.header.items() if key != tensor}, good.body))

    bias, projection = "ln_final.bias", "text_projection"
    text = json.dumps(good.header).encode()
    twice = text[:-1] + b', "ln_final.bias": ' + json.dumps(good.header[bias]).encode() + b"}"
    many = {f"t{i}": {"dtype": "F32", "shape": [0], "data_offsets": [0, 0]} for i in range(100_000)}
    nan, inf = struct.pack("<f", float("nan")), struct.pack("<f", float("inf"))
    begin, end = good.header[bias]["data_offsets"]

    yield "length-2-63", raw(packed(b"{}", small, 2**63))
    yield "length-2-64-less-1", raw(packed(b"{}", small, 2**64 - 1))
    yield "length-0", raw(packed(b"", small, 0))
    yield "length-1", raw(packed(b"{}", small, 1))
    yield "length-beyond-the-file", raw(packed(b"{}", small, 10_000))
    yield "length-100-mb", raw(packed(b"{}", small, 100_000_001))
    yield "empty-file", raw(b"")
    yield "seven-bytes", raw(b"\x07" * 7)
    yield "not-json", raw(packed(b"weights: here", small))
    yield "a-list", raw(packed(b"[1, 2, 3]", small))
    yield "a-number", raw(packed(b"12345", small))
    yield "not-utf-8", raw(packed(b'{"\xff\xfe": {}}', small))
    yield "nul-in-a-name", raw(packed(b'{"a\\u0000b": {"dtype": "F32", "shape": [16], "data_offsets": [0, 64]}}', small))
    yield "deeply-nested", raw(packed(b'{"a":' * 100_000 + b"1" + b"}" * 100_000, small))
    yield "duplicate-name", raw(packed(twice, good.body))
    yield "a-hundred-thousand-tensors", raw(packed(many, b""))
    yield "a-name-of-64-kb", raw(packed({"x" * 65_536: {"dtype": "F32", "shape": [16], "data_offsets": [0, 64]}}, small))
    yield "metadata-is-a-list", raw(packed({**good.header, "__metadata__": [1]}, good.body))
    yield "metadata-is-nested", raw(packed({**good.header, "__metadata__": {"a": {"b": "c"}}}, good.body))
    yield "tail", raw(packed(good.header, good.body + b"more"))
    yield "cut-short", raw(packed(good.header, good.body[:-1]))
    yield "cut-in-half", raw(packed(good.header, good.body[:len(good.body) // 2]))
    yield "a-hole", edited(bias, data_offsets=[begin + 4, end])
    yield "overlapping", edited(bias, data_offsets=[begin, end + 4])
    yield "offsets-reversed", edited(bias, data_offsets=[end, begin])
    yield "offsets-negative", edited(bias, data_offsets=[-4, end])
    yield "offsets-beyond", edited(bias, data_offsets=[2**40, 2**40 + end - begin])
    yield "offsets-2-63", edited(bias, data_offsets=[2**63, 2**63 + end - begin])
    yield "offsets-text", edited(bias, data_offsets=["0", "1024"])
    yield "offsets-float", edited(bias, data_offsets=[0.5, 1024.5])
    yield "offsets-one", edited(bias, data_offsets=[0])
    yield "offsets-three", edited(bias, data_offsets=[0, 512, 1024])
    yield "offsets-missing", edited(bias, data_offsets=...)
    yield "dtype-unknown", edited(bias, dtype="F7")
    yield "dtype-number", edited(bias, dtype=32)
    yield "dtype-missing", edited(bias, dtype=...)
    yield "dtype-of-another-size", edited(bias, dtype="F16")
    yield "dtype-integer", edited(bias, dtype="I32")
    yield "shape-negative", edited(bias, shape=[-256])
    yield "shape-overflows", edited(bias, shape=[2**62, 2**62])
    yield "shape-text", edited(bias, shape=["256"])
    yield "shape-float", edited(bias, shape=[256.5])
    yield "shape-missing", edited(bias, shape=...)
    yield "shape-of-100000-ones", edited(bias, shape=[1] * 100_000)
    yield "shape-too-small", edited(bias, shape=[255])
    yield "shape-of-another-model", edited(projection, shape=[128, 512])
    yield "entry-null", swapped(bias, None)
    yield "entry-list", swapped(bias, [1, 2])
    yield "entry-text", swapped(bias, "zeros")
    yield "no-text-projection", without(projection)
    yield "no-tensors", raw(packed({"__metadata__": {"format": "pt"}}, b""))
    yield "nan-in-a-bias", raw(packed(good.header, good.body[:begin] + nan + good.body[begin + 4:]))
    yield "infinity-in-a-bias", raw(packed(good.header, good.body[:begin] + inf + good.body[begin + 4:]))
    yield "all-nan", raw(packed(good.header, nan * (len(good.body) // 4)))
    yield "a-pickle", raw(b"\x80\x04\x95\x0b\x00\x00\x00\x00\x00\x00\x00\x8c\x02os\x94\x8c\x06system\x94\x93\x94.")
    yield "a-torch-zip", raw(b"PK\x03\x04" + b"\0" * 26 + b"archive/data.pkl" + b"\x80\x02}q\0." * 20)
    yield "a-gzip", raw(gzip.compress(b"{}" * 1000))
    yield "a-web-page", raw(b"<!DOCTYPE html><html><body>Sign in to the network</body></html>")
    yield "an-lfs-pointer", raw(b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 605189364\n")
    yield "zeros", raw(b"\0" * 1_000_000)


def of_config(good):
    """Configurations that lie."""

    def raw(text):
        return lambda folder: replace(folder, CONFIG, text)

    def edited(part, **changes):
        config = json.loads(json.dumps(good.config))
        where = config["model_cfg"] if part is None else config["model_cfg"][part]
        for key, value in changes.items():
            if value is ...:
                where.pop(key)
            else:
                where[key] = value
        return raw(json.dumps(config))

    yield "config-empty", raw("")
    yield "config-not-json", raw("embed_dim = 256")
    yield "config-list", raw("[]")
    yield "config-nested", raw('{"model_cfg":' * 50_000 + "1" + "}" * 50_000)
    yield "config-64-mb", raw('{"model_cfg": "' + "x" * 64_000_000 + '"}')
    yield "config-without-model", raw("{}")
    for name, value in (("zero", 0), ("negative", -256), ("huge", 10**9), ("beyond-64-bit", 10**30), ("text", "256"),
                        ("float", 256.5), ("null", None), ("missing", ...), ("other", 255)):
        yield f"dims-{name}", edited(None, embed_dim=value)
    yield "layers-zero", edited("text_cfg", layers=0)
    yield "layers-a-million", edited("text_cfg", layers=1_000_000)
    yield "layers-one-more", edited("text_cfg", layers=5)
    yield "width-zero", edited("text_cfg", width=0)
    yield "width-a-billion", edited("text_cfg", width=10**9)
    yield "heads-zero", edited("text_cfg", heads=0)
    yield "heads-that-do-not-divide", edited("text_cfg", heads=7)
    yield "context-zero", edited("text_cfg", context_length=0)
    yield "context-a-billion", edited("text_cfg", context_length=10**9)
    yield "vocabulary-zero", edited("text_cfg", vocab_size=0)
    yield "vocabulary-a-billion", edited("text_cfg", vocab_size=10**9)
    yield "image-zero", edited("vision_cfg", image_size=0)
    yield "image-a-million", edited("vision_cfg", image_size=1_000_000)
    yield "stages-of-millions", edited("vision_cfg", layers=[10**6] * 4)
    yield "stages-five", edited("vision_cfg", layers=[2, 2, 2, 2, 2])
    yield "patch-zero", edited("vision_cfg", layers=12, patch_size=0)
    yield "patch-that-does-not-divide", edited("vision_cfg", layers=12, patch_size=13)


def of_words(_good):
    """Vocabularies that lie."""
    def merges(data):
        return lambda folder: replace(folder, MERGES, data)

    def together(data):
        def spoil(folder):
            for name in (MERGES, VOCABULARY):
                replace(folder, name, None)
            replace(folder, TOGETHER, data)
        return spoil

    yield "merges-empty", merges("")
    yield "merges-binary", merges(bytes(range(256)) * 100)
    yield "merges-three-words", merges("#version: 0.2\na b c\n")
    yield "merges-one-long-line", merges("a" * 50_000_000)
    yield "vocabulary-not-json", lambda folder: replace(folder, VOCABULARY, "a: 1")
    yield "vocabulary-list", lambda folder: replace(folder, VOCABULARY, "[1]")
    yield "vocabulary-of-texts", lambda folder: replace(folder, VOCABULARY, '{"a": "b"}')
    yield "vocabulary-of-negatives", lambda folder: replace(folder, VOCABULARY, '{"a": -1}')
    yield "vocabulary-of-huge-ids", lambda folder: replace(folder, VOCABULARY, '{"a": 99999999999}')
    yield "vocabulary-nested", lambda folder: replace(folder, VOCABULARY, '{"a":' * 100_000)
    yield "merges-of-another-model", merges("#version: 0.2\na b\n")
    yield "tokenizer-not-json", together("a: 1")
    yield "tokenizer-list", together("[1]")
    yield "tokenizer-without-model", together("{}")
    yield "tokenizer-of-texts", together('{"model": {"vocab": {"a": "b"}, "merges": []}}')
    yield "tokenizer-of-negatives", together('{"model": {"vocab": {"a": -1}, "merges": []}}')
    yield "tokenizer-of-huge-ids", together('{"model": {"vocab": {"a": 99999999999}, "merges": []}}')
    yield "tokenizer-nested", together('{"model":' * 100_000)
    yield "tokenizer-64-mb", together('{"model": "' + "x" * 64_000_000 + '"}')

    def bomb(folder):
        for name in (MERGES, VOCABULARY):
            replace(folder, name, None)
        zeros = bytes(1_000_000)
        with gzip.open(folder / "bpe_simple_vocab_16e6.txt.gz", "wb") as file:
            for _ in range(300):
                file.write(zeros)

    yield "a-gzip-bomb", bomb


def of_files(_good):
    """What lies in the folder is no file."""

    def link(name, target):
        def spoil(folder):
            replace(folder, name, None)
            os.symlink(target, folder / name)
        return spoil

    def fifo(name):
        def spoil(folder):
            replace(folder, name, None)
            os.mkfifo(folder / name)
        return spoil

    def subfolder(name):
        def spoil(folder):
            replace(folder, name, None)
            (folder / name).mkdir()
        return spoil

    def shards(where):
        def spoil(folder):
            replace(folder, WEIGHTS, None)
            replace(folder, "model.safetensors.index.json", json.dumps({"weight_map": {"ln_final.bias": where}}))
        return spoil

    for name in (WEIGHTS, CONFIG):
        yield f"fifo-{name}", fifo(name)
        yield f"folder-{name}", subfolder(name)
        yield f"loop-{name}", link(name, name)
        yield f"dangling-{name}", link(name, "nowhere")
        yield f"endless-{name}", link(name, "/dev/zero")
        yield f"missing-{name}", lambda folder, name=name: replace(folder, name, None)
    yield "shards-above", shards("../../../etc/passwd")
    yield "shards-absolute", shards("/etc/passwd")
    yield "shards-missing", shards("model-00001-of-00002.safetensors")
    yield "empty-folder", lambda folder: [replace(folder, name, None) for name in (WEIGHTS, CONFIG, MERGES, VOCABULARY)]


def all_of(good):
    for kind in (of_header, of_config, of_words, of_files):
        for name, spoil in kind(good):
            yield name, spoil
