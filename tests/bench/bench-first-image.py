#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time from handing a folder of 1,000 slices to a window that is open until the
first image is on the screen, warm; beside it reading the same files once.

    bench-first-image.py OVERREAD [COUNT]
"""
import ctypes
import ctypes.util
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "journey"))
from slices import Person, write_series  # noqa: E402

RUNS = 7
LIMIT_MS = 150
PATIENCE_S = 20
# Holds a path in the clipboard, as a file manager would.
HOLDER = """
import sys, gi
gi.require_version("Gtk", "4.0")
from gi.repository import Gtk, Gdk, GLib
Gtk.init()
Gdk.Display.get_default().get_clipboard().set_content(Gdk.ContentProvider.new_for_bytes("text/plain;charset=utf-8", GLib.Bytes.new(sys.argv[1].encode())))
print("ready", flush=True)
GLib.MainLoop().run()
"""


class Screen:
    """Looks at pixels, fast."""

    def __init__(self):
        self.x11 = ctypes.CDLL(ctypes.util.find_library("X11"))
        self.x11.XOpenDisplay.restype = self.x11.XGetImage.restype = ctypes.c_void_p
        self.x11.XGetPixel.restype = self.x11.XDefaultRootWindow.restype = ctypes.c_ulong
        self.x11.XGetPixel.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int]
        self.x11.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
        self.x11.XGetImage.argtypes = [ctypes.c_void_p, ctypes.c_ulong] + [ctypes.c_int] * 2 + [ctypes.c_uint] * 2 + [ctypes.c_ulong, ctypes.c_int]
        self.x11.XDestroyImage.argtypes = [ctypes.c_void_p]
        self.display = self.x11.XOpenDisplay(None)
        self.root = self.x11.XDefaultRootWindow(self.display)

    def brightest(self, x, y, width):
        image = self.x11.XGetImage(self.display, self.root, x, y, width, 1, 0xFFFFFF, 2)
        found = max(self.x11.XGetPixel(image, i, 0) & 0xFF for i in range(0, width, 4))
        self.x11.XDestroyImage(image)
        return found


def tool(*words):
    return subprocess.run(["xdotool", *map(str, words)], check=True, capture_output=True, text=True).stdout


def wait(look, what):
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if look():
            return time.monotonic()
        time.sleep(0.002)
    sys.exit(f"no {what} within {PATIENCE_S} s")


def first_image(program, library, screen):
    environment = {**os.environ, "OVERREAD_LIBRARY": str(library), "GSK_RENDERER": "cairo"}
    with subprocess.Popen([program], env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            window = tool("search", "--sync", "--onlyvisible", "--pid", process.pid).split()[-1]
            tool("windowfocus", "--sync", window)
            time.sleep(1.0)
            start = time.monotonic()
            tool("key", "ctrl+v")
            return (wait(lambda: screen.brightest(160, 250, 240) > 120, "image") - start) * 1000
        finally:
            process.kill()


def read_once(folder):
    start = time.monotonic()
    for path in sorted(folder.iterdir()):
        with open(path, "rb") as file:
            file.read(8192)
    return (time.monotonic() - start) * 1000


def main():
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    screen = Screen()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        os.environ["XDG_DATA_HOME"] = os.environ["XDG_CONFIG_HOME"] = str(folder / "home")
        images = folder / "images"
        write_series(images, Person("Muster^Anna", "4711"), "study", "chest", count, rows=512, columns=512)
        with subprocess.Popen(["/usr/bin/python3", "-c", HOLDER, str(images)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as holder:
            try:
                if holder.stdout.readline().strip() != b"ready":
                    sys.exit("skipped: no GTK for Python, to hold the clipboard")
                times = [first_image(sys.argv[1], folder / f"{run}.sqlite", screen) for run in range(RUNS + 1)][1:]
            finally:
                holder.kill()
        reading = statistics.median(read_once(images) for _ in range(RUNS))
    median = statistics.median(times)
    print(f"{count} slices handed over to the first image   {median:7.0f} ms, slowest {max(times):.0f} ms")
    print(f"limit                                          {LIMIT_MS:7.0f} ms, ratio {median / LIMIT_MS:.2f}")
    print(f"reading 8 KiB of each file once                {reading:7.0f} ms")


main()
