#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Walks the window as a screen reader sees it, over AT-SPI, and counts nodes without a name.

    dbus-run-session -- xvfb-run -a python3 accessibility_walk.py CALOTYPE PHOTOS

needs python3-pyatspi, at-spi2-core and xdotool. Prints one JSON object a page: nodes, those that
can be acted on, and the unnamed among them; ends with 1 if there is one.
"""
import json
import os
import subprocess
import sys
import tempfile
import time

import pyatspi

PAGES = [
    ("library", "ctrl+1"),
    ("library, facts hidden", "F4"),
    ("recent", "ctrl+2"),
    ("proposals", "ctrl+3"),
    ("unreadable", "ctrl+4"),
    ("trash", "ctrl+5"),
    ("models", "ctrl+6"),
    ("settings", "ctrl+comma"),
    ("library again", "ctrl+1"),
    ("dialog of tagging", "ctrl+shift+t"),
    ("library, dialog closed", "Escape"),
    ("about", "F1"),
    ("library, about closed", "Escape"),
    ("photo chosen", "Home"),
    ("facts shown", "F4"),
    ("viewer", "ctrl+Return"),
    ("facts in the viewer", "i"),
]


def acts(node, states):
    """Whether somebody can do something with the node: it has actions, or takes the focus."""
    try:
        if node.queryAction().nActions > 0:
            return True
    except NotImplementedError:
        pass
    return states.contains(pyatspi.STATE_FOCUSABLE) and node.getRole() not in (
        pyatspi.ROLE_FRAME, pyatspi.ROLE_FILLER, pyatspi.ROLE_APPLICATION)


def labelled(node):
    """A combo box is named by the label beside it."""
    return any(relation.getRelationType() == pyatspi.RELATION_LABELLED_BY
               and relation.getTarget(0).name for relation in node.getRelationSet())


def walk(node, path, found):
    states = node.getState()
    if path and not states.contains(pyatspi.STATE_VISIBLE):
        return
    found["nodes"] += 1
    here = path + [f"{node.getRoleName()}:{node.name}"]
    if acts(node, states):
        found["actionable"] += 1
        if not node.name and not labelled(node):
            found["unnamed"].append("/".join(here))
    for child in node:
        if child is not None:
            walk(child, here, found)


def application(name, seconds=30):
    until = time.time() + seconds
    while time.time() < until:
        for app in pyatspi.Registry.getDesktop(0):
            if app is not None and app.name.lower() == name:
                return app
        time.sleep(0.2)
    sys.exit("The program did not appear on the accessibility bus.")


def press(pid, key):
    """Presses a key in the window that is on top; without a window manager nobody else gives it
    the keyboard."""
    windows = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(pid)],
                             capture_output=True, text=True, check=True).stdout.split()
    subprocess.run(["xdotool", "windowfocus", "--sync", windows[-1]], check=True)
    subprocess.run(["xdotool", "key", "--clearmodifiers", key], check=True)


def main():
    program, photos = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as folder:
        environment = dict(os.environ, QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1", QT_QPA_PLATFORM="xcb")
        for name in ("DATA", "CONFIG", "CACHE", "STATE"):
            environment[f"XDG_{name}_HOME"] = os.path.join(folder, name.lower())
        process = subprocess.Popen(
            [program, "--catalog", os.path.join(folder, "catalog"), photos], env=environment)
        try:
            app = application("calotype")
            time.sleep(15)  # until some photos are indexed
            unnamed = 0
            for page, key in PAGES:
                press(process.pid, key)
                time.sleep(2)
                found = {"nodes": 0, "actionable": 0, "unnamed": []}
                walk(app, [], found)
                unnamed += len(found["unnamed"])
                print(json.dumps({"page": page, **found}), flush=True)
            return 1 if unnamed else 0
        finally:
            process.terminate()
            process.wait()


if __name__ == "__main__":
    sys.exit(main())
