#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the SigLIP models of this folder anew, small and with random weights, and the numbers they must give.

Needs Debian 12's python3-torch, python3-numpy, python3-pil and python3-sentencepiece; run make_reference.py
first. The towers are written from the papers (Zhai et al. 2023; for the head, Zhai et al. 2022, section 3), in
float64; the names are those of Hugging Face's files. Nobody's real weights are in here."""
import io
import json
import math
import string
from pathlib import Path

import numpy as np
import sentencepiece
import torch
from PIL import Image, ImageOps

from make_reference import TEXTS, write_safetensors
from words import SENTENCES

HERE = Path(__file__).resolve().parent
MORE_TEXTS = ["Ein HUND läuft am Strand.", "İstanbul'da ΟΔΟΣ", "un chien  court!", "🎂 🎂", "one\ttwo\nthree"]


def activation(x):
    return 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


def norm(x, weights, name):
    centred = x - x.mean(-1, keepdim=True)
    return centred / torch.sqrt((centred**2).mean(-1, keepdim=True) + 1e-6) * weights[name + ".weight"] + weights[name + ".bias"]


def linear(x, weights, name):
    return x @ weights[name + ".weight"].T + weights[name + ".bias"]


def attend(query, key, value, heads):
    size, mixed = query.shape[-1] // heads, []
    for head in range(heads):
        part = slice(head * size, (head + 1) * size)
        scores = query[..., part] @ key[..., part].transpose(1, 2) / math.sqrt(size)
        mixed.append(torch.softmax(scores, -1) @ value[..., part])
    return torch.cat(mixed, -1)


def encoder(x, weights, prefix, layers, heads):
    for layer in range(layers):
        name = f"{prefix}.encoder.layers.{layer}."
        inside = norm(x, weights, name + "layer_norm1")
        q, k, v = (linear(inside, weights, f"{name}self_attn.{letter}_proj") for letter in "qkv")
        x = x + linear(attend(q, k, v, heads), weights, name + "self_attn.out_proj")
        inside = norm(x, weights, name + "layer_norm2")
        x = x + linear(activation(linear(inside, weights, name + "mlp.fc1")), weights, name + "mlp.fc2")
    return x


def images(pixels, weights, model):
    n, _, side, _ = pixels.shape
    patch, cells = model["patch"], side // model["patch"]
    used = pixels[:, :, : cells * patch, : cells * patch]
    patches = used.reshape(n, 3, cells, patch, cells, patch).permute(0, 2, 4, 1, 3, 5).reshape(n, cells * cells, -1)
    embeddings = "vision_model.embeddings."
    x = patches @ weights[embeddings + "patch_embedding.weight"].reshape(model["width"], -1).T
    x = x + weights[embeddings + "patch_embedding.bias"] + weights[embeddings + "position_embedding.weight"]
    x = norm(encoder(x, weights, "vision_model", model["layers"], model["heads"]), weights, "vision_model.post_layernorm")
    head = "vision_model.head."
    matrices = weights[head + "attention.in_proj_weight"].chunk(3)
    offsets = weights[head + "attention.in_proj_bias"].chunk(3)
    probe = weights[head + "probe"].expand(n, 1, model["width"])
    q, k, v = (rows @ matrix.T + offset for rows, matrix, offset in zip((probe, x, x), matrices, offsets))
    y = linear(attend(q, k, v, model["heads"]), weights, head + "attention.out_proj")
    inside = norm(y, weights, head + "layernorm")
    y = y + linear(activation(linear(inside, weights, head + "mlp.fc1")), weights, head + "mlp.fc2")
    return y[:, 0]


def texts(ids, weights, model):
    x = weights["text_model.embeddings.token_embedding.weight"][ids] + weights["text_model.embeddings.position_embedding.weight"]
    x = norm(encoder(x, weights, "text_model", model["text_layers"], model["text_heads"]), weights, "text_model.final_layer_norm")
    return linear(x[:, -1], weights, "text_model.head")


def random_weights(model, seed):
    random = torch.Generator().manual_seed(seed)
    weights = {}

    def normal(name, *shape, scale, centre=0.0):
        weights[name] = centre + scale * torch.randn(*shape, generator=random)

    def layer(name, inputs, outputs):
        normal(name + ".weight", outputs, inputs, scale=inputs**-0.5)
        normal(name + ".bias", outputs, scale=0.1)

    def layer_norm(name, width):
        normal(name + ".weight", width, scale=0.1, centre=1)
        normal(name + ".bias", width, scale=0.1)

    def blocks(prefix, layers, width, hidden):
        for number in range(layers):
            name = f"{prefix}.encoder.layers.{number}."
            layer_norm(name + "layer_norm1", width)
            layer_norm(name + "layer_norm2", width)
            for letter in "qkv":
                layer(f"{name}self_attn.{letter}_proj", width, width)
            layer(name + "self_attn.out_proj", width, width)
            layer(name + "mlp.fc1", width, hidden)
            layer(name + "mlp.fc2", hidden, width)

    width, patch, hidden = model["width"], model["patch"], model["hidden"]
    normal("vision_model.embeddings.patch_embedding.weight", width, 3, patch, patch, scale=(3 * patch**2) ** -0.5)
    normal("vision_model.embeddings.patch_embedding.bias", width, scale=0.3)
    normal("vision_model.embeddings.position_embedding.weight", (model["size"] // patch) ** 2, width, scale=0.3)
    blocks("vision_model", model["layers"], width, hidden)
    layer_norm("vision_model.post_layernorm", width)
    head = "vision_model.head."
    normal(head + "probe", 1, 1, width, scale=1)
    normal(head + "attention.in_proj_weight", 3 * width, width, scale=1.5 * width**-0.5)
    normal(head + "attention.in_proj_bias", 3 * width, scale=0.1)
    layer(head + "attention.out_proj", width, width)
    layer_norm(head + "layernorm", width)
    layer(head + "mlp.fc1", width, hidden)
    layer(head + "mlp.fc2", hidden, width)

    text = model["text_width"]
    normal("text_model.embeddings.token_embedding.weight", model["vocabulary"], text, scale=0.6)
    normal("text_model.embeddings.position_embedding.weight", model["context"], text, scale=0.3)
    blocks("text_model", model["text_layers"], text, model["text_hidden"])
    layer_norm("text_model.final_layer_norm", text)
    layer("text_model.head", text, width)
    weights["logit_scale"], weights["logit_bias"] = torch.tensor([2.9]), torch.tensor([-3.0])
    return weights


def write_config(model, folder):
    # What a published file leaves out where it is the usual is left out here too.
    text = {"model_type": "siglip_text_model", "hidden_size": model["text_width"], "intermediate_size": model["text_hidden"],
            "num_hidden_layers": model["text_layers"], "num_attention_heads": model["text_heads"], "vocab_size": model["vocabulary"],
            "max_position_embeddings": model["context"], "projection_size": model["width"]}
    vision = {"model_type": "siglip_vision_model", "hidden_size": model["width"], "intermediate_size": model["hidden"],
              "num_hidden_layers": model["layers"], "num_attention_heads": model["heads"], "image_size": model["size"],
              "patch_size": model["patch"]}
    config = {"architectures": ["SiglipModel"], "model_type": "siglip", "text_config": text, "vision_config": vision}
    preprocessor = {"do_normalize": True, "do_rescale": True, "do_resize": True, "image_mean": [0.5] * 3, "image_std": [0.5] * 3,
                    "image_processor_type": "SiglipImageProcessor", "resample": model["filter"], "rescale_factor": 1 / 255,
                    "size": {"height": model["size"], "width": model["size"]}}
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    (folder / "preprocessor_config.json").write_text(json.dumps(preprocessor, indent=1) + "\n")


def pixel_values(paths, model):
    """Both sides to the model's, whatever the picture's shape."""
    filters = {2: Image.BILINEAR, 3: Image.BICUBIC}
    pictures = []
    for path in paths:
        picture = ImageOps.exif_transpose(Image.open(path))
        picture = picture.convert("RGBA" if picture.mode == "P" and "transparency" in picture.info else "RGB").convert("RGB")
        pictures.append(np.asarray(picture.resize((model["size"],) * 2, filters[model["filter"]])))
    values = (np.stack(pictures).astype(np.float32) / np.float32(255) - np.float32(0.5)) / np.float32(0.5)
    return np.ascontiguousarray(values.transpose(0, 3, 1, 2))


def learn_pieces(**how):
    """A small vocabulary of the kind that the model's own is."""
    written = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(SENTENCES.lower().splitlines()), model_writer=written, hard_vocab_limit=False,
        num_threads=1, minloglevel=2, pad_id=0, eos_id=1, **how)
    return written.getvalue()


def encode(pieces, text, model):
    """Zhai et al. pad with the end token and leave out punctuation; SigLIP 2 does neither."""
    text = text.lower()
    if model["first"]:
        text = " ".join("".join(c for c in text if c not in string.punctuation).split())
    ids = pieces.encode(text)[: model["context"] - 1] + [1]
    return ids + [1 if model["first"] else 0] * (model["context"] - len(ids))


def main():
    pictures = sorted((HERE / "images").iterdir())
    base = {"width": 32, "heads": 4, "layers": 2, "hidden": 96, "text_width": 24, "text_heads": 3, "text_layers": 2, "text_hidden": 72}
    models = {
        "siglip-hf": base | {"first": True, "size": 32, "patch": 8, "context": 16, "filter": 3},
        "siglip2-hf": base | {"first": False, "size": 36, "patch": 8, "context": 24, "filter": 2},
    }
    (HERE / "siglip_texts.jsonl").write_text("".join(json.dumps(text, ensure_ascii=False) + "\n" for text in TEXTS + MORE_TEXTS), "utf-8")
    for seed, (name, model) in enumerate(models.items()):
        folder = HERE / name
        folder.mkdir(exist_ok=True)
        if model["first"]:
            vocabulary = learn_pieces(vocab_size=260, model_type="unigram", normalization_rule_name="identity", bos_id=-1, unk_id=2)
        else:
            vocabulary = learn_pieces(vocab_size=520, model_type="bpe", byte_fallback=True, normalization_rule_name="identity",
                                      add_dummy_prefix=False, remove_extra_whitespaces=False, bos_id=2, unk_id=3)
        (folder / ("spiece.model" if model["first"] else "tokenizer.model")).write_bytes(vocabulary)
        pieces = sentencepiece.SentencePieceProcessor(model_proto=vocabulary)
        model["vocabulary"] = pieces.get_piece_size()
        write_config(model, folder)
        stored = {key: tensor.half() if tensor.dim() > 1 else tensor for key, tensor in random_weights(model, 200 + seed).items()}
        write_safetensors(folder / "model.safetensors", stored)

        weights = {key: tensor.double() for key, tensor in stored.items()}
        pixels = torch.from_numpy(pixel_values(pictures, model))
        image_rows = images(pixels.double(), weights, model)
        ids = torch.tensor([encode(pieces, text, model) for text in TEXTS + MORE_TEXTS])
        text_rows = texts(ids, weights, model)
        unit = torch.nn.functional.normalize
        logits = weights["logit_scale"].exp() * unit(image_rows, dim=-1) @ unit(text_rows, dim=-1).T
        write_safetensors(folder / "expected.safetensors", {
            "pixel_values": pixels, "image_embeds": image_rows.float(), "input_ids": ids, "text_embeds": text_rows.float(),
            "logits_per_image": logits.float()}, {"pictures": json.dumps([path.name for path in pictures])})
        print(f"{name}: {model['vocabulary']} pieces, mean size of an entry {image_rows.abs().mean():.2f}")


if __name__ == "__main__":
    main()
