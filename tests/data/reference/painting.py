# SPDX-License-Identifier: GPL-3.0-or-later
"""Small pictures of our own, one for each way in which a file can be awkward, and Pillow's way from
a picture to a model's input."""
import numpy as np
from PIL import Image, ImageDraw, ImageOps


def gradient(width, height):
    y, x = np.mgrid[0:height, 0:width]
    red, green = 255 * x / (width - 1), 255 * y / (height - 1)
    blue = 127 + 120 * np.sin(x / 9.0) * np.cos(y / 7.0)
    return Image.fromarray(np.stack([red, green, blue], -1).clip(0, 255).astype(np.uint8), "RGB")


def shapes(width, height):
    picture = Image.new("RGB", (width, height), (206, 222, 240))
    draw = ImageDraw.Draw(picture)
    draw.rectangle([0, height * 2 // 3, width, height], fill=(72, 118, 60))
    draw.ellipse([width // 10, height // 12, width // 3, height // 3], fill=(250, 214, 64))
    draw.polygon([(width // 2, height // 4), (width * 9 // 10, height * 3 // 4), (width // 3, height * 3 // 4)],
                 fill=(150, 60, 44))
    draw.line([(0, height - 1), (width - 1, height // 2)], fill=(20, 20, 30), width=3)
    return picture


def writing(width, height, random):
    """What a page of text looks like from afar: rows of dark blots of random lengths."""
    picture = Image.new("RGB", (width, height), (250, 248, 240))
    draw = ImageDraw.Draw(picture)
    for top in range(4, height - 5, 7):
        left = 5
        while left < width - 8:
            length = int(random.integers(2, 15))
            draw.rectangle([left, top, min(left + length, width - 5), top + 3], fill=(34, 32, 48))
            left += length + 3
    return picture


def paint(folder):
    """Writes the pictures; their names in order are the rows of every image_embeds."""
    random = np.random.default_rng(7)
    folder.mkdir(exist_ok=True)
    gradient(160, 120).save(folder / "a_gradient.jpg", quality=93)

    turned = Image.Exif()
    turned[0x0112] = 6  # stored lying on its side: to be turned a quarter clockwise
    shapes(132, 90).save(folder / "b_orientation6.jpg", quality=90, subsampling=0, exif=turned)

    alpha = gradient(101, 100).convert("RGBA")
    alpha.putalpha(Image.fromarray(np.tile(np.linspace(0, 255, 101), (100, 1)).astype(np.uint8), "L"))
    alpha.save(folder / "c_alpha.png")

    shapes(97, 131).convert("L").save(folder / "d_grey.jpg", quality=88)
    gradient(160, 5).transpose(Image.Transpose.ROTATE_90).save(folder / "e_strip_5x160.png")
    writing(181, 77, random).convert("P", palette=Image.Palette.ADAPTIVE, colors=8).save(folder / "f_writing_palette.png")
    noise = random.integers(0, 256, (30, 20, 3), dtype=np.uint8)
    Image.fromarray(noise, "RGB").save(folder / "g_noise_20x30.png")
    return sorted(folder.iterdir())


def crop(path, size, floor):
    """Upright, RGB without alpha, bicubic with antialiasing to the shorter side, centre crop: uint8 [size, size, 3].

    floor: where an odd remainder goes; the Hugging Face way rounds down, OpenCLIP's halves to even."""
    picture = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
    width, height = picture.size
    if width <= height:
        wide, high = size, int(size * height / width)
    else:
        wide, high = int(size * width / height), size
    picture = picture.resize((wide, high), Image.Resampling.BICUBIC)
    left, top = ((wide - size) // 2, (high - size) // 2) if floor else (round((wide - size) / 2), round((high - size) / 2))
    return np.asarray(picture.crop((left, top, left + size, top + size)))


def pixel_values(paths, size, mean, deviation, floor):
    """float32 [n, 3, size, size]"""
    crops = np.stack([crop(path, size, floor) for path in paths]).astype(np.float32)
    values = (crops / np.float32(255) - np.float32(mean)) / np.float32(deviation)
    return np.ascontiguousarray(values.transpose(0, 3, 1, 2))
