#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""decoding_cosine.py CLI FOLDER: how near the indexed vectors are to those of full-size decoding.

Indexes FOLDER (fractional JPEG decoding) and embeds the same files (full size); prints the least and
median cosine, and the worst files. Exits 0 when the least is at least 0.999. Needs numpy.
"""
import json
import os
import sqlite3
import struct
import subprocess
import sys
import tempfile

import numpy as np

cli, folder = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
with tempfile.TemporaryDirectory() as scratch:
    catalog, output = f"{scratch}/catalog", f"{scratch}/full.safetensors"
    subprocess.run([cli, "-q", "--catalog", catalog, "index", folder], capture_output=True, check=False)
    database = sqlite3.connect(f"{catalog}/catalog.db")
    rows = database.execute(
        "SELECT min(root.path || '/' || file.path), embedding.vector FROM embedding JOIN file USING (photo_id)"
        " JOIN root ON root.id = file.root_id WHERE file.state = 'present' GROUP BY photo_id").fetchall()
    paths = [path if isinstance(path, bytes) else path.encode() for path, _ in rows]
    indexed = np.stack([np.frombuffer(vector, "<f2").astype(np.float64) for _, vector in rows])
    subprocess.run([cli, "-q", "embed", "--output", output, "--normalise", "--images", *paths], check=True)
    data = open(output, "rb").read()
    (length,) = struct.unpack("<Q", data[:8])
    entry = json.loads(data[8:8 + length])["image_embeds"]
    begin, end = entry["data_offsets"]
    full = np.frombuffer(data[8 + length + begin:8 + length + end], "<f4").reshape(entry["shape"]).astype(np.float64)

indexed /= np.linalg.norm(indexed, axis=1, keepdims=True)
full /= np.linalg.norm(full, axis=1, keepdims=True)
cosines = (indexed * full).sum(1)
for i in np.argsort(cosines)[:5]:
    print(f"{cosines[i]:.6f}  {os.path.basename(paths[i]).decode(errors='replace')}")
print(f"{len(cosines)} photos: least cosine {cosines.min():.6f}, 1st percentile {np.percentile(cosines, 1):.6f}, "
      f"median {np.median(cosines):.6f}, below 0.999: {(cosines < 0.999).sum()}")
sys.exit(0 if cosines.min() >= 0.999 else 1)
