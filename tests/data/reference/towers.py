# SPDX-License-Identifier: GPL-3.0-or-later
"""CLIP's two towers as the paper describes them (Radford et al. 2021, sections 2.3 and 2.4), written
for plainness: float64, one head at a time, every position of every text. Nothing of the program's
own way of computing is in here, so that agreement between the two means something."""
import math

import torch
import torch.nn.functional as F


def activation(x, quick):
    return x / (1 + torch.exp(-1.702 * x)) if quick else x * 0.5 * (1 + torch.erf(x / math.sqrt(2)))


def norm(x, weights, name):
    centred = x - x.mean(-1, keepdim=True)
    return centred / torch.sqrt((centred**2).mean(-1, keepdim=True) + 1e-5) * weights[name + ".weight"] + weights[name + ".bias"]


def attend(query, key, value, heads, causal):
    """Three times [n, length, width]; every head sees its own slice of the width."""
    size = query.shape[-1] // heads
    mixed = []
    for head in range(heads):
        part = slice(head * size, (head + 1) * size)
        scores = query[..., part] @ key[..., part].transpose(1, 2) / math.sqrt(size)
        if causal:
            later = torch.ones(scores.shape[-2:], dtype=torch.bool).triu(1)
            scores = scores.masked_fill(later, -math.inf)
        mixed.append(torch.softmax(scores, -1) @ value[..., part])
    return torch.cat(mixed, -1)


def transformer(x, weights, prefix, layers, heads, quick, causal):
    for layer in range(layers):
        name = f"{prefix}resblocks.{layer}."
        inside = norm(x, weights, name + "ln_1")
        q, k, v = (inside @ w.T + b for w, b in zip(weights[name + "attn.in_proj_weight"].chunk(3),
                                                   weights[name + "attn.in_proj_bias"].chunk(3)))
        mixed = attend(q, k, v, heads, causal)
        x = x + mixed @ weights[name + "attn.out_proj.weight"].T + weights[name + "attn.out_proj.bias"]
        inside = norm(x, weights, name + "ln_2")
        inside = activation(inside @ weights[name + "mlp.c_fc.weight"].T + weights[name + "mlp.c_fc.bias"], quick)
        x = x + inside @ weights[name + "mlp.c_proj.weight"].T + weights[name + "mlp.c_proj.bias"]
    return x


def vision_transformer(pixels, weights, model):
    patch, width = model["patch"], model["vision_width"]
    n, _, side, _ = pixels.shape
    cells = side // patch
    patches = pixels.reshape(n, 3, cells, patch, cells, patch).permute(0, 2, 4, 1, 3, 5).reshape(n, cells * cells, -1)
    x = patches @ weights["visual.conv1.weight"].reshape(width, -1).T
    x = torch.cat([weights["visual.class_embedding"].expand(n, 1, width), x], 1) + weights["visual.positional_embedding"]
    x = norm(x, weights, "visual.ln_pre")
    x = transformer(x, weights, "visual.transformer.", model["vision_layers"], model["vision_heads"], model["quick"], False)
    return norm(x[:, 0], weights, "visual.ln_post") @ weights["visual.proj"]


def resnet(pixels, weights, model):
    def convolve(x, conv, bn, **how):
        x = F.conv2d(x, weights[conv + ".weight"], **how)
        mean, variance, gain, shift = (weights[f"{bn}.{part}"].reshape(1, -1, 1, 1)
                                       for part in ("running_mean", "running_var", "weight", "bias"))
        return (x - mean) / torch.sqrt(variance + 1e-5) * gain + shift

    def halve(x):
        return (x[..., ::2, ::2] + x[..., 1::2, ::2] + x[..., ::2, 1::2] + x[..., 1::2, 1::2]) / 4

    def even(x):  # average pooling leaves out a last odd row and column
        return x[..., : x.shape[-2] // 2 * 2, : x.shape[-1] // 2 * 2]

    x = convolve(pixels, "visual.conv1", "visual.bn1", stride=2, padding=1).clamp(min=0)
    x = convolve(x, "visual.conv2", "visual.bn2", padding=1).clamp(min=0)
    x = halve(even(convolve(x, "visual.conv3", "visual.bn3", padding=1).clamp(min=0)))
    for stage, blocks in enumerate(model["stages"]):
        for block in range(blocks):
            name = f"visual.layer{stage + 1}.{block}."
            strided = stage > 0 and block == 0
            y = convolve(x, name + "conv1", name + "bn1").clamp(min=0)
            y = convolve(y, name + "conv2", name + "bn2", padding=1).clamp(min=0)
            y = halve(even(y)) if strided else y
            y = convolve(y, name + "conv3", name + "bn3")
            if name + "downsample.0.weight" in weights:
                x = convolve(halve(even(x)) if strided else x, name + "downsample.0", name + "downsample.1")
            x = (x + y).clamp(min=0)

    cells = x.flatten(2).transpose(1, 2)
    cells = torch.cat([cells.mean(1, keepdim=True), cells], 1) + weights["visual.attnpool.positional_embedding"]
    q, k, v = (cells @ weights[f"visual.attnpool.{p}_proj.weight"].T + weights[f"visual.attnpool.{p}_proj.bias"] for p in "qkv")
    pooled = attend(q, k, v, model["vision_heads"], False)[:, 0]
    return pooled @ weights["visual.attnpool.c_proj.weight"].T + weights["visual.attnpool.c_proj.bias"]


def images(pixels, weights, model):
    tower = resnet if "stages" in model else vision_transformer
    return tower(torch.from_numpy(pixels).double(), weights, model)


def texts(ids, weights, model):
    ids = torch.tensor(ids)
    x = weights["token_embedding.weight"][ids] + weights["positional_embedding"]
    x = transformer(x, weights, "transformer.", model["text_layers"], model["text_heads"], model["quick"], True)
    first_end = (ids == model["end"]).int().argmax(1)
    return norm(x[torch.arange(len(ids)), first_end], weights, "ln_final") @ weights["text_projection"]


def logits(image_rows, text_rows, weights):
    return weights["logit_scale"].exp() * F.normalize(image_rows, dim=-1) @ F.normalize(text_rows, dim=-1).T
