# SPDX-License-Identifier: GPL-3.0-or-later
"""What the checks of this folder have in common: a library of painted photos, and what is in a catalog."""
import hashlib
import os
import pathlib
import random
import sqlite3
import struct
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "cli"))
from command_line import check, finish, rows, run  # noqa: E402,F401


def seeded():
    """A source of randomness whose seed is printed, or given as CALOTYPE_SEED."""
    seed = int(os.environ.get("CALOTYPE_SEED", "1"))
    print(f"CALOTYPE_SEED={seed}")
    return random.Random(seed)


def skip(why):
    print(f"SKIPPED: {why}")
    sys.exit(0)


def paint(program, folder, count, width=160, height=120):
    os.makedirs(folder, exist_ok=True)
    subprocess.run([program, folder, str(count), str(width), str(height)], check=True,
                   stdout=subprocess.DEVNULL)


def hashes(folder):
    """Path -> SHA-256 of every file below."""
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(pathlib.Path(folder).rglob("*")) if path.is_file()}


def numbers(vector):
    """Hexadecimal binary16 values as numbers."""
    if not vector:
        return None
    values = struct.unpack(f"<{len(vector) // 4}e", bytes.fromhex(vector))
    return Near(values)


class Near(tuple):
    """Equal when no value differs by more than 1/256."""

    def __eq__(self, other):
        return other is not None and len(self) == len(other) and all(
            abs(a - b) <= 1 / 256 for a, b in zip(self, other))

    __hash__ = None


def what_is_known(catalog):
    """What a catalog says of its photos, without numbers that depend on the order of reading. Vectors compare equal when they are near: their
    last bits depend on which photos were encoded together."""
    database = sqlite3.connect(f"file:{catalog}/catalog.db?mode=ro", uri=True)
    photos = database.execute(
        "SELECT root.path || '/' || file.path, hex(content), hex(pixel_hash), width, height, format,"
        " orientation, taken_ms, state, needs_read, hex(vector), dims FROM file"
        " JOIN root ON root.id = root_id LEFT JOIN photo ON photo.id = file.photo_id"
        " LEFT JOIN embedding ON embedding.photo_id = photo.id"
        " LEFT JOIN model ON model.id = model_id ORDER BY 1").fetchall()
    photos = [(*photo[:-2], numbers(photo[-2])) for photo in photos]
    words = database.execute("SELECT count(*) FROM photo_text").fetchone()
    database.close()
    return photos, words
