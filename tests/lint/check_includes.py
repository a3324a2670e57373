#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks every #include against the rules of ARCHITECTURE.md: app -> ui -> catalog -> model, and
each library is seen only where it belongs. Prints each offence; exits 1 when there is one."""
import pathlib
import re
import sys

MODULES = ["model", "catalog", "ui", "app"]  # each may include itself and what stands before it

# (what is included, where it may be, in words)
RESTRICTED = [
    (r"Q[A-Z]\w*(/.*)?|Qt\w*/.*|qt?[a-z]+\.h", r"ui/|app/main_window\.cpp|tests/(gui|unit/ui|support/ui|benchmarks)", "Qt only in ui/ and app/main_window.cpp"),
    (r"dnnl.*", r"model/torch/onednn/|tests/benchmarks/bench/", "oneDNN only in model/torch/onednn/"),
    (r"torch/.*|ATen/.*|c10/.*", r"model/torch/|tests/(parity|unit/torch|benchmarks)/", "LibTorch only in model/torch/"),
    (r"sqlite3\.h", r"catalog/store/", "SQLite only in catalog/store/"),
    (r"hnswlib/.*", r"catalog/index/(hnsw\.cpp|fp16_space\.h)", "hnswlib only in hnsw.cpp and its space"),
    (r"catalog/index/fp16_space\.h", r"catalog/index/hnsw\.cpp", "fp16_space.h only in hnsw.cpp: hnswlib's functions are not inline"),
    (r"exiv2/.*", r"catalog/decode/|tests/unit/catalog/decode", "Exiv2 only in catalog/decode/"),
    (r"jpeglib\.h|jerror\.h|turbojpeg\.h", r"catalog/decode/|catalog/thumbnails\.cpp|tests/", "JPEG only in catalog/decode/ and catalog/thumbnails.cpp"),
    (r"png\.h|webp/.*|tiffio\.h|gif_lib\.h|lcms2\.h|libheif/.*|libraw/.*|jxl/.*", r"catalog/decode/|tests/", "codecs only in catalog/decode/"),
]


def offences(path, text):
    module = path.split("/")[0]
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
        if not match:
            continue
        included = match.group(1)
        target = included.split("/")[0]
        if module in MODULES and target in MODULES and MODULES.index(target) > MODULES.index(module):
            yield f"{path}:{number}: {module} may not include {included}"
        if module in MODULES and target == "tests":
            yield f"{path}:{number}: the product may not include {included}"
        for pattern, allowed, rule in RESTRICTED:
            if re.fullmatch(pattern, included) and not re.match(allowed, path):
                yield f"{path}:{number}: {included}: {rule}"


def self_test():
    bad = {
        "model/x.cpp": '#include "catalog/catalog.h"',
        "catalog/x.h": "#include <QString>",
        "catalog/pipeline/x.cpp": "#include <sqlite3.h>",
        "ui/x.cpp": "#include <torch/torch.h>",
        "catalog/index/exact.cpp": "#include <hnswlib/hnswlib.h>",
        "app/cli/x.cpp": "#include <exiv2/exiv2.hpp>",
        "ui/y.cpp": '#include "tests/support/fake_encoder.h"',
    }
    good = {"ui/x.cpp": '#include <QString>\n#include "catalog/catalog.h"', "catalog/index/hnsw.cpp": "#include <hnswlib/hnswlib.h>"}
    failed = [p for p, t in bad.items() if not list(offences(p, t))] + [p for p, t in good.items() if list(offences(p, t))]
    print("\n".join(f"wrong verdict on {p}" for p in failed))
    return 1 if failed else 0


def main():
    if "--self-test" in sys.argv:
        return self_test()
    found = []
    count = 0
    for folder in MODULES + ["tests"]:
        for file in sorted(pathlib.Path(folder).rglob("*")):
            if file.suffix in (".h", ".cpp"):
                count += 1
                found += offences(file.as_posix(), file.read_text(encoding="utf-8"))
    print("\n".join(found))
    print(f"{count} files, {len(found)} offences")
    return 1 if found or count == 0 else 0


sys.exit(main())
