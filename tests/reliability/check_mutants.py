#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""T-IMG-1: mutants of sound and of damaged photos of every format. The program survives all of them, each is shown or
listed with a reason. calotype-cli, the shared folder, mutants per format."""
import pathlib
import resource
import sys
import tempfile

from holding import check, finish, rows, run, seeded, skip

cli, shared, count = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])
FORMATS = {"JPEG": "jpg jpeg", "PNG": "png", "GIF": "gif", "WEBP": "webp", "TIFF": "tif tiff", "BMP": "bmp",
           "HEIC": "heic heif", "AVIF": "avif", "JXL": "jxl", "RAW": "dng nef cr2 arw raf rw2 kdc crw orf"}
SEEDS = 5
if not (shared / "photos").is_dir():
    skip(f"no photos in {shared}")
random = seeded()


def mutant(seed, other):
    data = bytearray(seed)
    kind = random.choice(("bytes", "bytes", "cut", "splice", "swap"))
    if kind == "bytes":
        for _ in range(random.randint(1, 64)):
            # Headers break more than pixels do.
            end = len(data) if random.random() < 0.5 else min(len(data), 512)
            data[random.randrange(end)] = random.randrange(256)
    elif kind == "cut":
        del data[random.randrange(len(data)):]
    elif kind == "splice":
        at = random.randrange(len(data))
        data[at:] = other[at:]
    else:
        size = random.randint(1, max(1, len(data) // 4))
        a, b = random.randrange(len(data) - size + 1), random.randrange(len(data) - size + 1)
        data[a:a + size], data[b:b + size] = data[b:b + size], data[a:a + size]
    return bytes(data)


def seeds_of(endings):
    files = [path for folder in ("photos", "corrupt") for path in sorted((shared / folder).rglob("*"))
             if path.suffix.lower().lstrip(".") in endings.split() and 0 < path.stat().st_size < 1 << 20]
    sound = [path for path in files if "corrupt" not in path.parts]
    damaged = [path for path in files if "corrupt" in path.parts]
    random.shuffle(sound)
    random.shuffle(damaged)
    return [path.read_bytes() for path in sound[:SEEDS] + damaged[:SEEDS]]


def index(catalog, folder):
    """Runs until the run is no longer ended for too many deaths of the decoder."""
    deaths = 0
    for _ in range(200):
        code, out, said = run("--catalog", catalog, "--json", "-q", "index", folder)
        check(code in (0, 1), f"the program ends in order: {code} {said[-300:]}")
        deaths += said.count("broke down over")
        if "ten times" not in said:
            break
    return rows(out)[0], deaths


with tempfile.TemporaryDirectory() as scratch:
    for name, endings in FORMATS.items():
        seeds = seeds_of(endings)
        if len(seeds) < 2:
            print(f"SKIPPED FORMAT {name}: no seeds")
            continue
        folder, catalog = pathlib.Path(f"{scratch}/{name}"), f"{scratch}/{name}-catalog"
        folder.mkdir()
        for number in range(count):
            ending = endings.split()[0]
            (folder / f"{number}.{ending}").write_bytes(mutant(random.choice(seeds), random.choice(seeds)))
        report, deaths = index(catalog, str(folder))
        listed = report["indexed"] + report["unchanged"] + report["unreadable"]
        check(report["found"] == listed == count, f"{name}: each is shown or listed: {report}")
        check(run("--catalog", catalog, "catalog", "check")[0] == 0, f"{name}: the catalog is sound")
        print(f"{name}: {count} mutants of {len(seeds)} seeds, {report['unreadable']} unreadable, "
              f"{report['seconds']:.1f} s for the last run, {deaths} broke the decoder")
        for path in folder.iterdir():
            path.unlink()
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest process {largest:.0f} MiB")
finish()
