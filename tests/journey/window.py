# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the window from outside, as a screen reader and a hand would: what is
there comes from the accessibility tree, keys and mouse from xdotool."""
import contextlib
import json
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from overread import PROGRAM, Tap  # noqa: E402,F401

PATIENCE_S = 30.0
DATA = pathlib.Path(os.environ["XDG_DATA_HOME"])
CONFIG = pathlib.Path(os.environ["XDG_CONFIG_HOME"])


def tool(*words):
    return subprocess.run(["xdotool", *map(str, words)], check=True, capture_output=True, text=True).stdout


def unless_gone(ask, otherwise):
    """What ask() says; a widget may go while the tree is walked."""
    try:
        return ask()
    except GLib.Error:
        return otherwise


class Thing:
    """One accessible object."""

    def __init__(self, accessible):
        self.accessible = accessible

    @property
    def name(self):
        return unless_gone(self.accessible.get_name, "") or ""

    @property
    def description(self):
        return unless_gone(self.accessible.get_description, "") or ""

    @property
    def role(self):
        return unless_gone(self.accessible.get_role_name, "")

    def state(self, which):
        return unless_gone(lambda: self.accessible.get_state_set().contains(which), False)

    @property
    def visible(self):
        """Not hidden by itself: GTK 4.8 tells no more; a page of a stack that
        isn't turned to counts as visible."""
        return self.state(Atspi.StateType.VISIBLE)

    @property
    def sensitive(self):
        return self.state(Atspi.StateType.SENSITIVE) or self.state(Atspi.StateType.ENABLED)

    @property
    def checked(self):
        return self.state(Atspi.StateType.CHECKED) or self.state(Atspi.StateType.PRESSED)

    @property
    def focused(self):
        return self.state(Atspi.StateType.FOCUSED)

    @property
    def text(self):
        return unless_gone(lambda: Atspi.Text.get_text(self.accessible, 0, -1), "")

    def set_text(self, text):
        Atspi.EditableText.set_text_contents(self.accessible, text)

    def press(self):
        self.accessible.do_action(0)

    def place(self):
        box = self.accessible.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
        return box.x, box.y, box.width, box.height


def walk(accessible):
    for i in range(unless_gone(accessible.get_child_count, 0)):
        child = unless_gone(lambda: accessible.get_child_at_index(i), None)
        if child is not None:
            yield child
            yield from walk(child)


class Program:
    """The program with its window."""

    def __init__(self, *words, library):
        self.library = library
        environment = {**os.environ, "OVERREAD_LIBRARY": str(library), "G_DEBUG": "fatal-criticals",
                       "GSK_RENDERER": "cairo", "GDK_DEBUG": "gl-disable"}
        self.process = subprocess.Popen([PROGRAM, *map(str, words)], env=environment)
        self.root = self.wait(self._find_root, "the program on the accessibility bus")

    def _find_root(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child is not None and child.get_process_id() == self.process.pid and child.get_child_count() > 0:
                return child
        return None

    def wait(self, look, what, patience=PATIENCE_S):
        """What look() gives, as soon as it is something."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise AssertionError(f"the program ended with {self.process.returncode} while waiting for {what}")
            try:
                found = look()
            except GLib.Error:
                found = None
            if found:
                return found
            time.sleep(0.05)
        if "OVERREAD_PICTURES" in os.environ:
            self.picture(pathlib.Path(os.environ["OVERREAD_PICTURES"]) / "failed.png")
        raise AssertionError(f"no {what} within {patience:.0f} s")

    def all(self, role=None, name=None):
        """Everything of that role and name that isn't hidden."""
        self.root.clear_cache()
        things = (Thing(accessible) for accessible in walk(self.root))
        return [thing for thing in things if (role is None or thing.role == role) and
                (name is None or thing.name == name) and thing.visible]

    def find(self, role, name, patience=PATIENCE_S):
        return self.wait(lambda: next(iter(self.all(role, name)), None), f"{role} “{name}”", patience)

    def labels(self):
        return [thing.name or thing.text for thing in self.all("label")]

    def says(self, part, patience=PATIENCE_S):
        return self.wait(lambda: next((text for text in self.labels() if part in text), None), f"text “{part}”", patience)

    def shows(self, part, patience):
        """Whether a text comes to be seen."""
        try:
            return bool(self.says(part, patience))
        except AssertionError:
            return False

    def pages_to_read(self):
        """How many the room for signing has to show; none until they are there."""
        count = re.compile(r"\d+ of ([1-9]\d*) pages read")
        found = self.wait(lambda: next(filter(None, map(count.fullmatch, self.labels())), None), "the pages")
        return int(found.group(1))

    def key(self, *keys):
        for key in keys:
            tool("key", key)
            time.sleep(0.15)

    def type(self, text):
        tool("type", "--delay", "30", text)
        time.sleep(0.3)

    def activate(self):
        """Brings the window to the front, as a click on it would."""
        window = tool("search", "--sync", "--onlyvisible", "--class", "overread").split()[-1]
        tool("windowfocus", "--sync", window)
        return window

    def click(self, thing, repeat=1):
        x, y, width, height = thing.place()
        tool("mousemove", "--window", self.activate(), x + width // 2, y + height // 2,
             "click", "--repeat", repeat, "--delay", 80, 1)
        time.sleep(0.3)

    def drag(self, thing, begin, end, button=1):
        """Within a thing, in parts of its width and height."""
        x, y, width, height = thing.place()
        window = self.activate()
        points = [(begin[0] + (end[0] - begin[0]) * i / 4, begin[1] + (end[1] - begin[1]) * i / 4) for i in range(5)]
        for i, (across, down) in enumerate(points):
            tool("mousemove", "--window", window, int(x + width * across), int(y + height * down))
            if i == 0:
                tool("mousedown", button)
            time.sleep(0.05)
        tool("mouseup", button)
        time.sleep(0.3)

    def burst(self, text):
        """As a scanner types: faster than any hand."""
        tool("type", "--delay", "4", text)
        time.sleep(0.6)

    def image(self):
        """What the left viewport shows: "Thorax, image 3 of 9"."""
        return self.find("image", "Left image").description

    def picture(self, path):
        subprocess.run(["import", "-window", "root", str(path)], check=True)

    def close(self):
        self.key("ctrl+q")
        return self.process.wait(20)


def saved(library):
    """The newest state of the report, as it was typed."""
    with sqlite3.connect(f"file:{library}?mode=ro", uri=True) as connection:
        row = connection.execute(
            "SELECT s.prefix, s.suffix, s.content, b.content FROM report_state s LEFT JOIN report_state b ON b.id = s.base "
            "ORDER BY s.id DESC LIMIT 1").fetchone()
    if row is None:
        return {}
    prefix, suffix, content, base = row
    as_bytes = [part.encode() if isinstance(part, str) else part or b"" for part in (content, base)]
    whole = as_bytes[1][:prefix] + as_bytes[0] + (as_bytes[1][len(as_bytes[1]) - suffix:] if suffix else b"")
    return json.loads(whole)


@contextlib.contextmanager
def demo_case():
    """The demo case, opened from the empty page by a reader who can sign: the
    program and its library, which goes away at the end."""
    (CONFIG / "overread").mkdir(parents=True)
    (CONFIG / "overread/identity.ini").write_text(f"[Identity]\nFile={DATA}/overread/demo/identity.p12\n", encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        library = pathlib.Path(folder) / "library.sqlite"
        program = Program(library=library)
        program.find("push button", "Open the Demo Case").press()
        program.wait(lambda: "image" in program.image(), "the demo case", 120)
        yield program, library


def type_passphrase(program):
    """In the room for signing."""
    secret = (DATA / "overread/demo/identity.pass").read_text(encoding="utf-8").strip()
    program.click(program.find("password text", "Passphrase"))
    program.type(secret)


def read_pages(program, total):
    """From the first to the last, as signing wants it."""
    program.key("Home")
    for _ in range(total * 4):
        program.key("Page_Down")
    program.says(f"{total} of {total} pages read")
