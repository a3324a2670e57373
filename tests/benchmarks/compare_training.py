#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""compare_training.py BENCHMARK_TRAIN CONFIG [TURNS [STEPS]]: ours against the same network in
Debian's python3-torch, in turns, on the same random data; prints the ratio of each turn and their
middle. The Python side is written as one would: nn.Module, torch.optim.AdamW, CPU autocast,
channels last."""
import json, math, statistics, subprocess, sys, time

TOKENS, WARM_UP = 16, 3


def python_speed(path, steps):
    import torch, torch.nn as nn, torch.nn.functional as F
    config = json.load(open(path))
    model, training = config["model_cfg"], config["training"]
    vision, text, dims, batch = model["vision_cfg"], model["text_cfg"], model["embed_dim"], training["batch"]

    class Bottleneck(nn.Module):
        def __init__(self, inputs, planes, stride):
            super().__init__()
            self.conv1, self.bn1 = nn.Conv2d(inputs, planes, 1, bias=False), nn.BatchNorm2d(planes)
            self.conv2, self.bn2 = nn.Conv2d(planes, planes, 3, padding=1, bias=False), nn.BatchNorm2d(planes)
            self.pool = nn.AvgPool2d(stride) if stride > 1 else nn.Identity()
            self.conv3, self.bn3 = nn.Conv2d(planes, planes * 4, 1, bias=False), nn.BatchNorm2d(planes * 4)
            self.short = None
            if stride > 1 or inputs != planes * 4:
                self.short = nn.Sequential(nn.AvgPool2d(stride), nn.Conv2d(inputs, planes * 4, 1, bias=False), nn.BatchNorm2d(planes * 4))

        def forward(self, x):
            y = F.relu(self.bn1(self.conv1(x)), inplace=True)
            y = self.pool(F.relu(self.bn2(self.conv2(y)), inplace=True))
            y = self.bn3(self.conv3(y))
            return F.relu(y + (self.short(x) if self.short else x), inplace=True)

    class Pool(nn.Module):
        def __init__(self, side, channels, heads):
            super().__init__()
            self.place = nn.Parameter(torch.randn(side * side + 1, channels) / channels ** 0.5)
            self.q, self.k, self.v = (nn.Linear(channels, channels) for _ in range(3))
            self.c, self.heads = nn.Linear(channels, dims), heads

        def forward(self, x):
            cells = x.flatten(2).transpose(1, 2)
            x = torch.cat([cells.mean(1, keepdim=True), cells], 1) + self.place
            split = lambda y: y.reshape(y.shape[0], -1, self.heads, y.shape[2] // self.heads).transpose(1, 2)
            q, k, v = split(self.q(x[:, :1])), split(self.k(x)), split(self.v(x))
            mixed = torch.softmax(q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5, -1) @ v
            return self.c(mixed.transpose(1, 2).flatten(1))

    class Images(nn.Module):
        def __init__(self):
            super().__init__()
            width = vision["width"]
            norm = lambda i, o, s: (nn.Conv2d(i, o, 3, s, 1, bias=False), nn.BatchNorm2d(o), nn.ReLU(True))
            layers, inputs = [*norm(3, width // 2, 2), *norm(width // 2, width // 2, 1), *norm(width // 2, width, 1), nn.AvgPool2d(2)], width
            for stage, blocks in enumerate(vision["layers"]):
                for block in range(blocks):
                    layers.append(Bottleneck(inputs, width << stage, 2 if stage and not block else 1))
                    inputs = (width << stage) * 4
            layers.append(Pool(vision["image_size"] // 32, inputs, inputs // vision["head_width"]))
            self.all = nn.Sequential(*layers)

        def forward(self, x):
            return self.all(x)

    class Block(nn.Module):
        def __init__(self, width, heads):
            super().__init__()
            self.n1, self.n2, self.qkv, self.out = nn.LayerNorm(width), nn.LayerNorm(width), nn.Linear(width, 3 * width), nn.Linear(width, width)
            self.up, self.down, self.heads = nn.Linear(width, 4 * width), nn.Linear(4 * width, width), heads

        def forward(self, x, mask):
            n, length, width = x.shape
            q, k, v = self.qkv(self.n1(x)).view(n, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
            scores = q @ k.transpose(-2, -1) / (width // self.heads) ** 0.5 + mask
            x = x + self.out((torch.softmax(scores, -1) @ v).transpose(1, 2).reshape(n, length, width))
            y = self.up(self.n2(x))
            return x + self.down(y * torch.sigmoid(1.702 * y))

    class Texts(nn.Module):
        def __init__(self):
            super().__init__()
            width = text["width"]
            self.table, self.place = nn.Embedding(text["vocab_size"], width), nn.Parameter(torch.randn(text["context_length"], width) * 0.01)
            self.blocks = nn.ModuleList(Block(width, text["heads"]) for _ in range(text["layers"]))
            self.norm, self.project = nn.LayerNorm(width), nn.Linear(width, dims, bias=False)

        def forward(self, ids):
            x = self.table(ids) + self.place[:ids.shape[1]]
            mask = torch.full((ids.shape[1],) * 2, -math.inf).triu(1)
            for block in self.blocks:
                x = block(x, mask)
            return self.project(self.norm(x[:, -1]))

    torch.manual_seed(1)
    images, texts = Images().to(memory_format=torch.channels_last), Texts()
    even_images, even_texts = nn.BatchNorm1d(dims, affine=False), nn.BatchNorm1d(dims, affine=False)
    scale = nn.Parameter(torch.tensor(2.66))
    parameters = [*images.parameters(), *texts.parameters(), scale]
    optimiser = torch.optim.AdamW([{"params": [p for p in parameters if p.dim() > 1], "weight_decay": 0.1},
                                   {"params": [p for p in parameters if p.dim() <= 1], "weight_decay": 0}], lr=1e-4, betas=(0.9, 0.98))
    pixels = torch.randn(batch, 3, vision["image_size"], vision["image_size"]).contiguous(memory_format=torch.channels_last)
    ids, own = torch.randint(1, text["vocab_size"], (batch, TOKENS)), torch.arange(batch)
    for step in range(-WARM_UP, steps):
        if step == 0:
            begun = time.time()
        with torch.autocast("cpu", torch.bfloat16, enabled=training.get("precision") == "bf16"):
            a, b = images(pixels), texts(ids)
        a, b = F.normalize(even_images(a.float()), dim=1), F.normalize(even_texts(b.float()), dim=1)
        logits = scale.exp() * a @ b.t()
        loss = (F.cross_entropy(logits, own) + F.cross_entropy(logits.t(), own)) / 2
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, training.get("gradient_norm", 1))
        optimiser.step()
    print(f"{steps * batch / (time.time() - begun):.1f}")


if sys.argv[1] == "--python":
    python_speed(sys.argv[2], int(sys.argv[3]))
else:
    ours, config = sys.argv[1:3]
    turns, steps = int((sys.argv[3:] or ["5"])[0]), (sys.argv[4:] or ["10"])[0]
    ratios = []
    for _ in range(turns):
        a = float(subprocess.run([ours, config, steps], capture_output=True, text=True, check=True).stdout)
        b = float(subprocess.run(["/usr/bin/python3", __file__, "--python", config, steps], capture_output=True, text=True, check=True).stdout)
        ratios.append(a / b)
        print(f"ours {a:.1f} pictures/s, PyTorch {b:.1f}: {a / b:.2f} x", flush=True)
    print(f"middle of {turns}: {statistics.median(ratios):.2f} x")
