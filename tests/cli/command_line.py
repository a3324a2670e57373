# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs calotype-cli from the outside and collects what does not hold."""
import json
import os
import subprocess
import sys

failures = []


def check(holds, what):
    if not holds:
        failures.append(what)
        print(f"FAILED: {what}")


def finish():
    print("all of it holds" if not failures else f"{len(failures)} do not hold")
    sys.exit(1 if failures else 0)


def run(*args, stdin=None):
    """Exit code, standard output, standard error."""
    done = subprocess.run([sys.argv[1], *args], capture_output=True, input=stdin, check=False,
                          env={**os.environ, "LC_ALL": "C.UTF-8"})
    return done.returncode, done.stdout.decode(), done.stderr.decode(errors="replace")


def rows(text):
    return [json.loads(line) for line in text.splitlines()]
