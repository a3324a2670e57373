# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs programs and tells how long they took and how large they grew. A process counts as its own what its
parent had in memory when it began, so a small process begins them."""
import json
import subprocess
import sys

RUNNER = """
import json, os, subprocess, sys, tempfile, time
for line in sys.stdin:
    with tempfile.TemporaryFile() as said:
        begin = time.monotonic()
        process = subprocess.Popen(json.loads(line), stdout=said, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - begin
        said.seek(0)
        print(json.dumps([os.waitstatus_to_exitcode(status), said.read().decode(errors="replace"), seconds,
                          usage.ru_maxrss / 1024]), flush=True)
"""


class Runner:
    def __init__(self, environment):
        self.process = subprocess.Popen([sys.executable, "-S", "-c", RUNNER], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True, env=environment)

    def run(self, *command):
        """Exit code, what it said, seconds, MB at its largest."""
        self.process.stdin.write(json.dumps([str(part) for part in command]) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def end(self):
        self.process.stdin.close()
        self.process.wait()
