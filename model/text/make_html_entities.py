#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes html_entities.inc: the named character references of HTML 5 and what they stand for.

The names are those of the HTML standard's table, taken from Python's html.entities, sorted by
their bytes; a name may stand with or without its semicolon, as in the standard.
"""
import html.entities
import pathlib

lines = [
    "// SPDX-License-Identifier: GPL-3.0-or-later",
    "// Written by make_html_entities.py: do not edit.",
    "// clang-format off",
]
row = ""
for name, text in sorted(html.entities.html5.items(), key=lambda item: item[0].encode()):
    code = "".join(f"\\x{byte:02x}" for byte in text.encode("utf-8"))
    entry = f'{{"{name}", "{code}"}},'
    if row and len(row) + 1 + len(entry) > 160:
        lines.append(row)
        row = entry
    else:
        row = f"{row} {entry}" if row else entry
lines.append(row)
lines.append("// clang-format on")
target = pathlib.Path(__file__).with_name("html_entities.inc")
target.write_text("\n".join(lines) + "\n", encoding="ascii")
