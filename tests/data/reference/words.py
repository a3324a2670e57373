# SPDX-License-Identifier: GPL-3.0-or-later
"""Byte-level byte-pair encoding as CLIP uses it (Sennrich et al. 2016; Radford et al. 2019, section
2.2): a word list learnt from sentences of our own, and texts as ids."""
import html
import json
import math
import unicodedata
from collections import Counter

SENTENCES = """
a photo of a dog running on the beach. two dogs play in the snow behind the house.
a black cat sleeps on a red chair near the window. the cat looks at a small bird in the garden.
a woman in a blue coat walks along the river in the morning. an old man reads a newspaper on a bench.
children build a castle of sand by the sea. a child holds a yellow balloon at the birthday party.
a red bicycle leans against a white wall. a bicycle stands in front of the station in the rain.
mountains with snow under a clear blue sky. a lake in the mountains at sunset, with clouds above it.
a plate of pasta with tomatoes and basil on a wooden table. a cup of coffee and a piece of cake.
a screenshot of a receipt, total 12.99. a page of handwriting, a letter from my grandmother.
the streets of the old town at night. a bridge over the river with the lights of the city behind it.
a boat in the harbour. a train in the station. a tractor in a field of yellow flowers in summer.
a wedding: the bride and the groom dance, their friends laugh. it's raining; they're still dancing, aren't they?
ein Hund läuft am Strand. die Straße über dem Fluss im Abendlicht, schöne Grüße aus Zürich.
a black and white photo of a street, a photo of flowers, a photo of a photo.
the quick grey horse jumps over the lazy river again and again and again.
""".strip()
MERGES = 300
START, END = "<|startoftext|>", "<|endoftext|>"


def byte_symbols():
    """A printable character for each of the 256 bytes: itself where it can be seen, else one from U+0100 on."""
    visible = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    hidden = [byte for byte in range(256) if byte not in visible]
    return {byte: chr(byte) for byte in visible} | {byte: chr(0x100 + i) for i, byte in enumerate(hidden)}


SYMBOLS = byte_symbols()


def clean(text):
    return " ".join(html.unescape(html.unescape(text)).split()).lower()


def split(text):
    """Runs of letters, single digits, runs of anything else that is not space; English endings after an apostrophe."""
    def kind(character):
        if character.isspace():
            return "space"
        return {"L": "letter", "N": "digit"}.get(unicodedata.category(character)[0], "other")

    pieces, at = [], 0
    while at < len(text):
        ending = next((e for e in ("'s", "'t", "'re", "'ve", "'m", "'ll", "'d") if text.startswith(e, at)), None)
        if ending:
            pieces.append(ending)
            at += len(ending)
            continue
        first, stop = kind(text[at]), at + 1
        if first in ("letter", "other"):
            while stop < len(text) and kind(text[stop]) == first:
                stop += 1
        if first != "space":
            pieces.append(text[at:stop])
        at = stop
    return pieces


def symbols_of(piece):
    symbols = [SYMBOLS[byte] for byte in piece.encode()]
    symbols[-1] += "</w>"
    return symbols


def merged(symbols, pair):
    result, at = [], 0
    while at < len(symbols):
        together = tuple(symbols[at : at + 2]) == pair
        result.append("".join(pair) if together else symbols[at])
        at += 2 if together else 1
    return result


class Words:
    def __init__(self):
        counts = Counter(piece for piece in split(clean(SENTENCES)))
        words = {piece: symbols_of(piece) for piece in counts}
        self.merges = []
        for _ in range(MERGES):
            pairs = Counter()
            for piece, symbols in words.items():
                for pair in zip(symbols, symbols[1:]):
                    pairs[pair] += counts[piece]
            best = min(pairs, key=lambda pair: (-pairs[pair], pair))
            self.merges.append(best)
            words = {piece: merged(symbols, best) for piece, symbols in words.items()}
        self.ranks = {pair: rank for rank, pair in enumerate(self.merges)}
        alphabet = list(SYMBOLS.values())
        names = alphabet + [s + "</w>" for s in alphabet] + ["".join(pair) for pair in self.merges] + [START, END]
        self.ids = {name: number for number, name in enumerate(names)}

    def encode(self, text, context):
        """The ids of the start token, the text and the end token, cut to fit with the end token kept, then zeros."""
        ids = [self.ids[START]]
        for piece in split(clean(text)):
            symbols = symbols_of(piece)
            while len(symbols) > 1:
                best = min(zip(symbols, symbols[1:]), key=lambda pair: self.ranks.get(pair, math.inf))
                if best not in self.ranks:
                    break
                symbols = merged(symbols, best)
            ids += [self.ids[symbol] for symbol in symbols]
        ids = ids[: context - 1] + [self.ids[END]]
        return ids + [0] * (context - len(ids))

    def write(self, folder):
        (folder / "vocab.json").write_text(json.dumps(self.ids, ensure_ascii=False), "utf-8")
        lines = ["#version: 0.2"] + [" ".join(pair) for pair in self.merges]
        (folder / "merges.txt").write_text("\n".join(lines) + "\n", "utf-8")


class WordsOf(Words):
    """The word list of a folder that has one."""

    def __init__(self, folder):
        self.ids = json.loads((folder / "vocab.json").read_text("utf-8"))
        lines = (folder / "merges.txt").read_text("utf-8").splitlines()[1:]
        self.ranks = {tuple(line.split()): rank for rank, line in enumerate(lines) if line.strip()}
