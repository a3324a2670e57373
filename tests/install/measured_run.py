# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs programs and tells how long they kept the processor and how large they grew. A process counts as its own what its
parent had in memory when it began, so a small process begins them."""
import json
import subprocess
import sys

RUNNER = """
import json, os, subprocess, sys, tempfile
for line in sys.stdin:
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(json.loads(line), stdout=said, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = usage.ru_utime + usage.ru_stime
        said.seek(0)
        print(json.dumps([os.waitstatus_to_exitcode(status), said.read().decode(errors="replace"), seconds,
                          usage.ru_maxrss / 1024]), flush=True)
"""


class Runner:
    def __init__(self, environment):
        self.process = subprocess.Popen([sys.executable, "-S", "-c", RUNNER], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True, env=environment)

    def run(self, *command):
        """Exit code, what it said, seconds of the processor, MB at its largest."""
        self.process.stdin.write(json.dumps([str(part) for part in command]) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def end(self):
        self.process.stdin.close()
        self.process.wait()
