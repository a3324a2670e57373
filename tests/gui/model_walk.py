#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A model of random weights is installed, used and left again in the real window, by its buttons, over
AT-SPI; prints how long each step takes.

    dbus-run-session -- xvfb-run -a python3 model_walk.py CALOTYPE PAINT_PHOTOS ARCHITECTURE PHOTOS [PICTURES]

needs what accessibility_walk.py needs. PICTURES: a folder for pictures of the steps.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import pyatspi

sys.path[:0] = [str(pathlib.Path(__file__).parent), str(pathlib.Path(__file__).parent.parent / "install")]
import random_model
from accessibility_walk import application, press


def nodes(node):
    if node is None:
        return
    yield node
    try:
        children = list(node)
    except Exception:  # it went away while we looked
        return
    for child in children:
        yield from nodes(child)


def showing(app, name, role=None):
    for node in nodes(app):
        try:
            if (name in node.name and (role is None or node.getRole() == role)
                    and node.getState().contains(pyatspi.STATE_SHOWING)):
                return node
        except Exception:
            continue
    return None


def wait(what, seconds=900):
    """Seconds until it holds."""
    begin = time.monotonic()
    while time.monotonic() - begin < seconds:
        if what():
            return time.monotonic() - begin
        time.sleep(0.2)
    sys.exit("That took too long.")


def push(app, name):
    wait(lambda: showing(app, name, pyatspi.ROLE_PUSH_BUTTON))
    showing(app, name, pyatspi.ROLE_PUSH_BUTTON).queryAction().doAction(0)


def main():
    program, paint, architecture, photos = sys.argv[1:5]
    pictures = sys.argv[5] if len(sys.argv) > 5 else None
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        _server, certificate, offered = random_model.serve(scratch, architecture, "F32")
        manifest = scratch / "models.json"
        manifest.write_text(json.dumps(offered))
        subprocess.run([paint, scratch / "photos", photos, "1600", "1200"], check=True, stdout=subprocess.DEVNULL)

        environment = dict(os.environ, QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1", QT_QPA_PLATFORM="xcb",
                           SSL_CERT_FILE=str(certificate), LC_ALL="C.UTF-8")
        process = subprocess.Popen([program, "--catalog", scratch / "catalog", "--manifest", manifest, scratch / "photos"],
                                   env=environment)

        def tell(step, seconds):
            print(json.dumps({"step": step, "seconds": round(seconds, 1)}), flush=True)
            if pictures:
                subprocess.run(["import", "-window", "root", f"{pictures}/{step.replace(' ', '-')}.png"], check=False)

        try:
            app = application("calotype")
            time.sleep(1)
            tell("indexed with the starter", wait(lambda: not showing(app, "Stop indexing")))
            press(process.pid, "ctrl+6")
            push(app, "Install Random")
            time.sleep(0.5)
            tell("downloading", 0.5)
            tell("installed", wait(lambda: showing(app, "Measure how fast Random is")))
            tell("measured, opened and changing by itself", wait(lambda: showing(app, "Random has seen")))
            tell("changed", wait(lambda: not showing(app, "Random has seen")))
            push(app, "Use Starter model")
            tell("back with the starter", wait(lambda: not showing(app, "Use Starter model") and showing(app, "Use Random")))
            push(app, "Use Random")
            tell("and forth again", wait(lambda: not showing(app, "Use Random") and showing(app, "Use Starter model")))
            press(process.pid, "ctrl+f")
            subprocess.run(["xdotool", "type", "--delay", "20", "a red disc"], check=True)
            tell("found", wait(lambda: showing(app, "The best matches come first")))
        finally:
            process.terminate()
            process.wait()


if __name__ == "__main__":
    main()
