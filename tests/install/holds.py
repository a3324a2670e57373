# SPDX-License-Identifier: GPL-3.0-or-later
"""Collects what does not hold."""
import sys

failures = []


def check(holds, what):
    if not holds:
        failures.append(what)
        print(f"FAILED: {what}")


def finish():
    print("all of it holds" if not failures else f"{len(failures)} do not hold")
    sys.exit(1 if failures else 0)
