#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes everything in this folder anew: pictures, small random models and the numbers they must give.

make_reference.py [STARTER]   (default: ../../../resources/models/starter)

Needs Debian 12's python3-torch, python3-numpy and python3-pil. Repeatable: the same bytes every time
with the same versions of those three."""
import json
import struct
import sys
from pathlib import Path

import numpy as np
import torch

import painting
import towers
import words

HERE = Path(__file__).resolve().parent
STARTER = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "../../../resources/models/starter"
MEAN, DEVIATION = [0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711]
NAMES = {torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64"}
TEXTS = [
    "a photo of a dog running on the beach", "", "  Two   CATS\tin the\n snow ", "Grüße aus Zürich, übermorgen",
    "total: $12.99 &amp;amp; more!!!", "they're dancing, aren't they? I'd say it's 3 o'clock", "雪の山 🎂",
    "again and again and again and again and again and again and again and again and again and again and again",
]


def write_safetensors(path, tensors, metadata=None):
    header, data = {}, b""
    if metadata:
        header["__metadata__"] = metadata
    for name, tensor in sorted(tensors.items(), key=lambda pair: (-pair[1].element_size(), pair[0])):
        bits = {8: torch.int64, 4: torch.int32, 2: torch.int16}[tensor.element_size()]
        raw = tensor.contiguous().reshape(-1).view(bits).numpy().tobytes()
        header[name] = {"dtype": NAMES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def read_safetensors(path):
    raw = path.read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    kinds = {name: dtype for dtype, name in NAMES.items()}
    header = {k: v for k, v in json.loads(raw[8 : 8 + length]).items() if k != "__metadata__"}
    tensors = {}
    for name, entry in header.items():
        begin, end = (8 + length + at for at in entry["data_offsets"])
        tensors[name] = torch.frombuffer(bytearray(raw[begin:end]), dtype=kinds[entry["dtype"]]).reshape(entry["shape"])
    return tensors


def random_weights(model, seed):
    """By the original checkpoint's names, of a scale that keeps embeddings near 1."""
    random = torch.Generator().manual_seed(seed)
    weights = {}

    def normal(name, *shape, scale, centre=0.0):
        weights[name] = centre + scale * torch.randn(*shape, generator=random)

    def linear(name, inputs, outputs):
        normal(name + ".weight", outputs, inputs, scale=inputs**-0.5)
        normal(name + ".bias", outputs, scale=0.1)

    def layer_norm(name, width, gain=1.0):
        normal(name + ".weight", width, scale=0.1, centre=gain)
        normal(name + ".bias", width, scale=0.1)

    def blocks(prefix, layers, width, hidden):
        for layer in range(layers):
            name = f"{prefix}resblocks.{layer}."
            layer_norm(name + "ln_1", width)
            normal(name + "attn.in_proj_weight", 3 * width, width, scale=1.5 * width**-0.5)
            normal(name + "attn.in_proj_bias", 3 * width, scale=0.1)
            linear(name + "attn.out_proj", width, width)
            layer_norm(name + "ln_2", width)
            linear(name + "mlp.c_fc", width, hidden)
            linear(name + "mlp.c_proj", hidden, width)

    def convolution(conv, bn, inputs, outputs, kernel, gain=1.0):
        normal(conv + ".weight", outputs, inputs, kernel, kernel, scale=(2 / (inputs * kernel**2)) ** 0.5)
        layer_norm(bn, outputs, gain)
        normal(bn + ".running_mean", outputs, scale=0.1)
        weights[bn + ".running_var"] = 0.5 + torch.rand(outputs, generator=random)
        weights[bn + ".num_batches_tracked"] = torch.tensor(0)

    width, dims = model["vision_width"], model["dims"]
    if "stages" in model:
        half, inputs = width // 2, width
        convolution("visual.conv1", "visual.bn1", 3, half, 3)
        convolution("visual.conv2", "visual.bn2", half, half, 3)
        convolution("visual.conv3", "visual.bn3", half, width, 3)
        for stage, count in enumerate(model["stages"]):
            planes = width * 2**stage
            for block in range(count):
                name = f"visual.layer{stage + 1}.{block}."
                convolution(name + "conv1", name + "bn1", inputs, planes, 1)
                convolution(name + "conv2", name + "bn2", planes, planes, 3)
                convolution(name + "conv3", name + "bn3", planes, 4 * planes, 1, gain=0.4)
                if inputs != 4 * planes:
                    convolution(name + "downsample.0", name + "downsample.1", inputs, 4 * planes, 1, gain=0.6)
                inputs = 4 * planes
        normal("visual.attnpool.positional_embedding", (model["size"] // 32) ** 2 + 1, inputs, scale=0.3)
        for part, outputs in (("q", inputs), ("k", inputs), ("v", inputs), ("c", dims)):
            linear(f"visual.attnpool.{part}_proj", inputs, outputs)
    else:
        patch = model["patch"]
        normal("visual.conv1.weight", width, 3, patch, patch, scale=(3 * patch**2) ** -0.5)
        normal("visual.class_embedding", width, scale=0.5)
        normal("visual.positional_embedding", (model["size"] // patch) ** 2 + 1, width, scale=0.3)
        layer_norm("visual.ln_pre", width)
        blocks("visual.transformer.", model["vision_layers"], width, model["vision_hidden"])
        layer_norm("visual.ln_post", width)
        normal("visual.proj", width, dims, scale=width**-0.5)

    text = model["text_width"]
    normal("token_embedding.weight", model["vocabulary"], text, scale=0.6)
    normal("positional_embedding", model["context"], text, scale=0.3)
    blocks("transformer.", model["text_layers"], text, 4 * text)
    layer_norm("ln_final", text)
    normal("text_projection", text, dims, scale=text**-0.5)
    weights["logit_scale"] = torch.tensor(model["logit_scale"])
    return weights


def hugging_face_names(weights):
    """The same tensors as the Hugging Face layout keeps them: queries, keys and values apart, projections turned."""
    result = {}
    tops = {
        "visual.class_embedding": "vision_model.embeddings.class_embedding",
        "visual.conv1.weight": "vision_model.embeddings.patch_embedding.weight",
        "visual.positional_embedding": "vision_model.embeddings.position_embedding.weight",
        "token_embedding.weight": "text_model.embeddings.token_embedding.weight",
        "positional_embedding": "text_model.embeddings.position_embedding.weight",
        "logit_scale": "logit_scale",
    }
    parts = [("visual.transformer.resblocks.", "vision_model.encoder.layers."), ("transformer.resblocks.", "text_model.encoder.layers."),
             ("visual.ln_pre", "vision_model.pre_layrnorm"), ("visual.ln_post", "vision_model.post_layernorm"),
             ("ln_final", "text_model.final_layer_norm"), (".ln_1.", ".layer_norm1."), (".ln_2.", ".layer_norm2."),
             (".attn.", ".self_attn."), (".c_fc.", ".fc1."), (".mlp.c_proj.", ".mlp.fc2.")]
    for name, tensor in weights.items():
        if name in ("visual.proj", "text_projection"):
            result[{"visual.proj": "visual_projection", "text_projection": "text_projection"}[name] + ".weight"] = tensor.T
            continue
        target = tops.get(name, name)
        if name not in tops:
            for ours, theirs in parts:
                target = target.replace(ours, theirs)
        if ".in_proj_" in target:
            for letter, piece in zip("qkv", tensor.chunk(3)):
                result[target.replace("in_proj_", f"{letter}_proj.")] = piece
        else:
            result[target] = tensor
    return result


def hugging_face_config(model, folder):
    act = "quick_gelu" if model["quick"] else "gelu"
    config = {
        "architectures": ["CLIPModel"], "model_type": "clip", "projection_dim": model["dims"],
        "logit_scale_init_value": 2.6592,
        "text_config": {"model_type": "clip_text_model", "hidden_size": model["text_width"], "intermediate_size": 4 * model["text_width"],
                        "num_hidden_layers": model["text_layers"], "num_attention_heads": model["text_heads"],
                        "max_position_embeddings": model["context"], "vocab_size": model["vocabulary"], "hidden_act": act,
                        "layer_norm_eps": 1e-05, "projection_dim": model["dims"],
                        "bos_token_id": model["vocabulary"] - 2, "eos_token_id": model["vocabulary"] - 1},
        "vision_config": {"model_type": "clip_vision_model", "hidden_size": model["vision_width"], "intermediate_size": model["vision_hidden"],
                          "num_hidden_layers": model["vision_layers"], "num_attention_heads": model["vision_heads"],
                          "image_size": model["size"], "patch_size": model["patch"], "num_channels": 3, "hidden_act": act,
                          "layer_norm_eps": 1e-05, "projection_dim": model["dims"]},
    }
    preprocessor = {
        "crop_size": {"height": model["size"], "width": model["size"]}, "do_center_crop": True, "do_convert_rgb": True,
        "do_normalize": True, "do_rescale": True, "do_resize": True, "image_mean": model["mean"],
        "image_processor_type": "CLIPImageProcessor", "image_std": model["deviation"], "resample": 3,
        "rescale_factor": 1 / 255, "size": {"shortest_edge": model["size"]},
    }
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    (folder / "preprocessor_config.json").write_text(json.dumps(preprocessor, indent=1) + "\n")


def open_clip_config(model, folder):
    vision = {"image_size": model["size"], "layers": model.get("stages", model.get("vision_layers")), "width": model["vision_width"],
              "patch_size": model.get("patch"), "head_width": model["head_width"]}
    text = {"context_length": model["context"], "vocab_size": model["vocabulary"], "width": model["text_width"],
            "heads": model["text_heads"], "layers": model["text_layers"]}
    config = {"model_cfg": {"embed_dim": model["dims"], "vision_cfg": vision, "text_cfg": text} | ({"quick_gelu": True} if model["quick"] else {}),
              "preprocess_cfg": {"mean": model["mean"], "std": model["deviation"], "interpolation": "bicubic", "resize_mode": "shortest"}}
    (folder / "open_clip_config.json").write_text(json.dumps(config, indent=1) + "\n")


def expect(folder, model, stored, tokens, pictures):
    """Writes expected.safetensors: what these weights, as they are stored, give in float64, rounded to float32 once."""
    weights = {name: tensor.double() for name, tensor in stored.items()}
    pixels = painting.pixel_values(pictures, model["size"], model["mean"], model["deviation"], model["floor"])
    image_rows = towers.images(pixels, weights, model)
    result = {"pixel_values": torch.from_numpy(pixels), "image_embeds": image_rows.float()}
    if tokens:
        ids = [tokens.encode(text, model["context"]) for text in TEXTS]
        text_rows = towers.texts(ids, weights, model)
        result |= {"input_ids": torch.tensor(ids), "text_embeds": text_rows.float(),
                   "logits_per_image": towers.logits(image_rows, text_rows, weights).float()}
    write_safetensors(folder / "expected.safetensors", result, {"pictures": json.dumps([path.name for path in pictures])})
    print(f"{folder.name}: mean size of an entry {image_rows.abs().mean():.2f}, "
          f"least cosine between pictures {torch.nn.functional.normalize(image_rows, dim=-1).matmul(torch.nn.functional.normalize(image_rows, dim=-1).T).min():.2f}")


def main():
    pictures = painting.paint(HERE / "images")
    (HERE / "texts.jsonl").write_text("".join(json.dumps(text, ensure_ascii=False) + "\n" for text in TEXTS), "utf-8")
    tokens = words.Words()
    base = {"dims": 24, "text_width": 32, "text_layers": 2, "text_heads": 4, "context": 77, "vocabulary": len(tokens.ids),
            "end": len(tokens.ids) - 1, "mean": MEAN, "deviation": DEVIATION, "logit_scale": 2.9}
    models = {
        "vit-quickgelu-hf": base | {"quick": True, "floor": True, "size": 32, "patch": 8, "vision_width": 32, "vision_layers": 3,
                                    "vision_heads": 4, "vision_hidden": 96},
        "vit-gelu-openclip": base | {"quick": False, "floor": False, "size": 48, "patch": 16, "vision_width": 48, "vision_layers": 2,
                                     "vision_heads": 3, "head_width": 16, "vision_hidden": 192, "context": 20,
                                     "mean": [0.5] * 3, "deviation": [0.5] * 3},
        "resnet-openclip": base | {"quick": True, "floor": False, "size": 64, "stages": [1, 2, 1, 1], "vision_width": 4,
                                   "vision_heads": 4, "head_width": 32},
        "vit-bf16-sharded-hf": base | {"quick": False, "floor": True, "size": 40, "patch": 8, "vision_width": 32, "vision_layers": 2,
                                       "vision_heads": 2, "vision_hidden": 128, "text_layers": 1, "vocabulary": 300},
    }
    kinds = {"vit-gelu-openclip": torch.float16, "vit-bf16-sharded-hf": torch.bfloat16}
    for seed, (name, model) in enumerate(models.items()):
        folder = HERE / name
        folder.mkdir(exist_ok=True)
        stored = {key: tensor.to(kinds.get(name, torch.float32)) if tensor.is_floating_point() else tensor
                  for key, tensor in random_weights(model, 100 + seed).items()}
        words_of_model = None if name == "vit-bf16-sharded-hf" else tokens
        if words_of_model:
            words_of_model.write(folder)
        if name.endswith("openclip"):
            open_clip_config(model, folder)
            write_safetensors(folder / "open_clip_model.safetensors", stored)
        elif words_of_model:
            hugging_face_config(model, folder)
            write_safetensors(folder / "model.safetensors", hugging_face_names(stored))
        else:
            hugging_face_config(model, folder)
            tensors = sorted(hugging_face_names(stored).items())
            half = len(tensors) // 2
            shards = {f"model-0000{i + 1}-of-00002.safetensors": dict(part) for i, part in enumerate((tensors[:half], tensors[half:]))}
            for file, part in shards.items():
                write_safetensors(folder / file, part)
            size = sum(tensor.nelement() * tensor.element_size() for _, tensor in tensors)
            index = {"metadata": {"total_size": size}, "weight_map": {key: file for file, part in shards.items() for key in part}}
            (folder / "model.safetensors.index.json").write_text(json.dumps(index, indent=1) + "\n")
        expect(folder, model, stored, words_of_model, pictures)

    if not STARTER.is_dir():
        sys.exit(f"make_reference.py: no starter model at {STARTER}; its numbers were not made")
    config = json.loads((STARTER / "open_clip_config.json").read_text())
    shape, preprocess = config["model_cfg"], config["preprocess_cfg"]
    vision, text = shape["vision_cfg"], shape["text_cfg"]
    starter = {"quick": shape.get("quick_gelu", False), "floor": False, "size": vision["image_size"], "stages": vision["layers"],
               "vision_width": vision["width"], "vision_heads": vision["width"] * 32 // vision["head_width"], "context": text["context_length"],
               "text_layers": text["layers"], "text_heads": text["heads"], "end": text["vocab_size"] - 1,
               "mean": preprocess["mean"], "deviation": preprocess["std"]}
    (HERE / "starter").mkdir(exist_ok=True)
    # Four pictures are enough for it: a picture of its size is heavy.
    expect(HERE / "starter", starter, read_safetensors(STARTER / "open_clip_model.safetensors"), words.WordsOf(STARTER), pictures[:4])


if __name__ == "__main__":
    main()
