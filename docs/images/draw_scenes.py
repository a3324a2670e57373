#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""draw_scenes.py FOLDER: draws the pictures that stand for photos in the documents' screenshots, since
nobody's photos are ours to show. Needs rsvg-convert. The same pictures every time."""
import pathlib
import random
import subprocess
import sys

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)


def gradient(name, *colours):
    stops = "".join(f'<stop offset="{i / (len(colours) - 1):.2f}" stop-color="{c}"/>' for i, c in enumerate(colours))
    return f'<linearGradient id="{name}" x1="0" y1="0" x2="0" y2="1">{stops}</linearGradient>'


def rect(x, y, w, h, fill):
    return f'<rect x="{x}" y="{y}" width="{w}" height="{h}" fill="{fill}"/>'


def disc(x, y, r, fill, more=""):
    return f'<circle cx="{x}" cy="{y}" r="{r}" fill="{fill}" {more}/>'


def shape(points, fill):
    return f'<polygon points="{" ".join(f"{x:.0f},{y:.0f}" for x, y in points)}" fill="{fill}"/>'


def ridge(dice, w, base, height, steps, fill, bottom):
    points = [(-5, bottom)]
    for i in range(steps + 1):
        points.append((i * w / steps, base - dice.uniform(0.2, 1) * height * (1 if i % 2 else 0.35)))
    return shape(points + [(w + 5, bottom)], fill)


def sunset(d, w, h):
    horizon, x, r = h * d.uniform(.5, .62), w * d.uniform(.25, .75), h * d.uniform(.06, .1)
    sea = "".join(rect(x - r * (1.6 - i * .1) + d.uniform(-r, r) * .3, horizon + 8 + i * h * .028, r * 2 * (1.5 - i * .08), h * .008, "#ffd98a")
                  for i in range(12))
    return (gradient("s", "#2b2d6e", "#c2476b", "#ff9a4d", "#ffd27a") + gradient("w", "#c46a5a", "#3b3a6a", "#15173a"),
            rect(0, 0, w, horizon, "url(#s)") + disc(x, horizon - r * d.uniform(.1, .9), r, "#fff1b8") + rect(0, horizon, w, h, "url(#w)") + sea)


def mountains(d, w, h):
    peaks = ""
    for _ in range(3):
        x, top, wide = w * d.uniform(.1, .9), h * d.uniform(.15, .35), w * d.uniform(.25, .4)
        peaks += shape([(x - wide, h), (x, top), (x + wide, h)], "#6d7f96")
        peaks += shape([(x - wide * .22, top + (h - top) * .22), (x, top), (x + wide * .22, top + (h - top) * .22), (x + wide * .08, top + (h - top) * .17),
                        (x, top + (h - top) * .26), (x - wide * .1, top + (h - top) * .16)], "#fbfdff")
    return (gradient("s", "#4d8fd6", "#cfe6f7"),
            rect(0, 0, w, h, "url(#s)") + peaks + ridge(d, w, h * .95, h * .12, 14, "#2f5a3c", h + 5))


def forest(d, w, h):
    trees = ""
    for i in range(26):
        x, size = w * d.uniform(-.02, 1.02), h * d.uniform(.2, .45)
        base = h * .62 + i * h * .015
        green = d.choice(["#1f5130", "#2a6b3c", "#33784a", "#174225"])
        trees += rect(x - size * .03, base - size * .1, size * .06, size * .14, "#5a3d25")
        for k in range(3):
            wide = size * (.28 - k * .06)
            trees += shape([(x - wide, base - size * (.08 + k * .24)), (x + wide, base - size * (.08 + k * .24)), (x, base - size * (.42 + k * .24))], green)
    return gradient("s", "#a9d3ee", "#eef6f2"), rect(0, 0, w, h, "url(#s)") + rect(0, h * .58, w, h, "#4c8a4a") + trees


def night(d, w, h):
    houses, x = "", 0
    while x < w:
        wide, tall = w * d.uniform(.05, .1), h * d.uniform(.25, .65)
        houses += rect(x, h - tall, wide, tall, d.choice(["#161a2b", "#1d2136", "#11141f"]))
        for row in range(int(tall / (h * .045))):
            for column in range(int(wide / (w * .016))):
                if d.random() < .45:
                    houses += rect(x + w * .005 + column * w * .016, h - tall + h * .015 + row * h * .045, w * .008, h * .022, d.choice(["#ffd76a", "#ffe9a8", "#f7b955"]))
        x += wide + w * .004
    stars = "".join(disc(w * d.random(), h * d.random() * .45, d.uniform(.6, 1.8), "#fff") for _ in range(70))
    return gradient("s", "#05070f", "#1c2550"), rect(0, 0, w, h, "url(#s)") + stars + disc(w * d.uniform(.1, .9), h * .16, h * .05, "#f4f0d8") + houses


def balloon(d, w, h):
    out = ""
    for _ in range(d.randint(1, 3)):
        x, y, r = w * d.uniform(.2, .8), h * d.uniform(.2, .45), h * d.uniform(.09, .16)
        colour, stripe = d.choice([("#d9342b", "#f7c948"), ("#2f6fd0", "#f4f4f4"), ("#e0662c", "#fbe3c0")])
        out += shape([(x - r * .8, y + r * .6), (x + r * .8, y + r * .6), (x + r * .2, y + r * 1.6), (x - r * .2, y + r * 1.6)], colour)
        out += disc(x, y, r, colour) + f'<ellipse cx="{x}" cy="{y}" rx="{r * .4}" ry="{r}" fill="{stripe}"/>'
        out += rect(x - r * .16, y + r * 1.75, r * .32, r * .26, "#7a5230")
    hills = ridge(d, w, h * .85, h * .1, 6, "#7fb069", h + 5) + ridge(d, w, h * .95, h * .1, 5, "#5f934f", h + 5)
    return gradient("s", "#5aa7e8", "#d8effc"), rect(0, 0, w, h, "url(#s)") + hills + out


def boat(d, w, h):
    x, y, s = w * d.uniform(.35, .65), h * .66, h * d.uniform(.25, .38)
    sail = shape([(x, y - s * 1.3), (x, y - s * .12), (x + s * .7, y - s * .12)], "#fdfdfb") + shape([(x - s * .05, y - s), (x - s * .05, y - s * .12), (x - s * .45, y - s * .12)], "#e8483c")
    hull = shape([(x - s * .6, y - s * .06), (x + s * .8, y - s * .06), (x + s * .55, y + s * .16), (x - s * .45, y + s * .16)], d.choice(["#7b3f22", "#26456e", "#f3f3f0"]))
    waves = "".join(f'<path d="M{w * d.uniform(-.05, 1):.0f} {h * d.uniform(.68, .98):.0f} q 14 -9 28 0 t 28 0" stroke="#dff3fb" stroke-width="2" fill="none" opacity=".7"/>' for _ in range(40))
    return (gradient("s", "#7cc3f2", "#e6f6fd") + gradient("w", "#2b84b8", "#0f4a76"),
            rect(0, 0, w, h, "url(#s)") + disc(w * .15, h * .15, h * .06, "#fff6c8") + rect(0, h * .62, w, h, "url(#w)") + waves + hull + sail)


def flower(d, w, h):
    out, petal = "", d.choice(["#e2367a", "#f2b62e", "#8d4fd1", "#f7f4ef", "#e8452c"])
    for _ in range(d.randint(1, 4)):
        x, y, r = w * d.uniform(.2, .8), h * d.uniform(.25, .6), h * d.uniform(.1, .18)
        out += f'<path d="M{x} {y} Q {x + 30} {y + h * .3} {x - 10} {h + 10}" stroke="#2f7a36" stroke-width="{r * .14}" fill="none"/>'
        for k in range(8):
            out += f'<ellipse cx="{x}" cy="{y - r * .75}" rx="{r * .34}" ry="{r * .62}" fill="{petal}" transform="rotate({k * 45} {x} {y})"/>'
        out += disc(x, y, r * .36, "#f0b429" if petal != "#f2b62e" else "#6b3e12")
    grass = "".join(shape([(x, h + 5), (x + d.uniform(-20, 20), h * d.uniform(.7, .9)), (x + 12, h + 5)], d.choice(["#3f9142", "#2f7a36", "#57a859"])) for x in range(-10, int(w), 9))
    return gradient("s", "#bfe6c3", "#7cba7f"), rect(0, 0, w, h, "url(#s)") + grass + out


def fruit(d, w, h):
    out = f'<ellipse cx="{w / 2}" cy="{h * .78}" rx="{w * .36}" ry="{h * .1}" fill="#0002"/>'
    for i in range(7):
        x, y, r = w * (.3 + .066 * i), h * d.uniform(.5, .62), h * d.uniform(.09, .12)
        colour = d.choice(["#d8322c", "#f08a24", "#7cb342", "#f2c12e"])
        out += disc(x, y, r, colour) + disc(x - r * .3, y - r * .35, r * .2, "#ffffff88") + rect(x - 1.5, y - r * 1.2, 3, r * .3, "#5a3d25")
    out += f'<path d="M{w * .2} {h * .58} Q {w / 2} {h * 1.02} {w * .8} {h * .58} Z" fill="{d.choice(["#e9e3d8", "#3f6fb0", "#b5583c"])}"/>'
    return gradient("s", "#f6ead7", "#e6d2b3") + gradient("t", "#a7764c", "#7c5230"), rect(0, 0, w, h, "url(#s)") + rect(0, h * .7, w, h, "url(#t)") + out


def desert(d, w, h):
    dunes = "".join(f'<path d="M{-20} {h * (.6 + i * .12)} Q {w * d.uniform(.2, .5)} {h * (.44 + i * .12)} {w * d.uniform(.55, .7)} {h * (.62 + i * .12)} T {w + 30} {h * (.58 + i * .12)} V {h + 10} H -20 Z" fill="{c}"/>'
                    for i, c in enumerate(("#e3b063", "#d79a4b", "#c98638", "#b6732b")))
    x, y = w * d.uniform(.15, .85), h * .74
    cactus = rect(x - 7, y - 80, 14, 90, "#3d7d43") + rect(x - 30, y - 52, 10, 30, "#3d7d43") + rect(x - 30, y - 28, 26, 10, "#3d7d43") + rect(x + 20, y - 64, 10, 34, "#3d7d43") + rect(x + 4, y - 38, 26, 10, "#3d7d43")
    return gradient("s", "#3f9be0", "#fbe6bd"), rect(0, 0, w, h, "url(#s)") + disc(w * d.uniform(.2, .8), h * .18, h * .07, "#fff3c4") + dunes + cactus


def snow(d, w, h):
    x, y = w * d.uniform(.35, .65), h * .62
    man = disc(x, y + h * .17, h * .16, "#fdfeff") + disc(x, y - h * .02, h * .11, "#fdfeff") + disc(x, y - h * .17, h * .08, "#fdfeff")
    man += disc(x - h * .03, y - h * .19, h * .011, "#222") + disc(x + h * .03, y - h * .19, h * .011, "#222") + shape([(x, y - h * .17), (x + h * .09, y - h * .15), (x, y - h * .145)], "#f08a24")
    man += rect(x - h * .075, y - h * .27, h * .15, h * .02, "#222") + rect(x - h * .05, y - h * .36, h * .1, h * .1, "#222") + rect(x - h * .07, y - h * .11, h * .14, h * .025, "#c62f2f")
    flakes = "".join(disc(w * d.random(), h * d.random(), d.uniform(1.5, 4), "#fff") for _ in range(110))
    return gradient("s", "#8fb6d8", "#dfeaf3"), rect(0, 0, w, h, "url(#s)") + rect(0, h * .7, w, h, "#f2f7fb") + man + flakes


SCENES = {"sunset": sunset, "mountain": mountains, "forest": forest, "city": night, "balloon": balloon, "boat": boat,
          "flower": flower, "fruit": fruit, "desert": desert, "snowman": snow}
for name, draw in SCENES.items():
    for number in range(1, 7):
        dice = random.Random(f"{name} {number}")
        w, h = dice.choice([(1200, 800), (1200, 800), (800, 1100), (1000, 1000)])
        definitions, body = draw(dice, w, h)
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}"><defs>{definitions}</defs>{body}</svg>'
        target = folder / f"2024-{1 + (list(SCENES).index(name) + number) % 12:02} {name}" / f"{name} {number}.png"
        target.parent.mkdir(exist_ok=True)
        subprocess.run(["rsvg-convert", "-o", target], input=svg.encode(), check=True)
