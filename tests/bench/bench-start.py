#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time from the start of the process to its first window, beside that of a
program which shows an empty window and nothing else.

    bench-start.py OVERREAD EMPTY-WINDOW
"""
import os
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 7
LIMIT_SECONDS = 20


def first_window(program, environment):
    """Milliseconds until the program's process has a visible window."""
    start = time.monotonic()
    with subprocess.Popen([program], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            while time.monotonic() - start < LIMIT_SECONDS:
                found = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(process.pid)],
                                       capture_output=True, check=False)
                if found.stdout.strip():
                    return (time.monotonic() - start) * 1000
                time.sleep(0.003)
            sys.exit(f"{os.path.basename(program)} showed no window in {LIMIT_SECONDS} s")
        finally:
            process.kill()


def main():
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "XDG_DATA_HOME": folder, "OVERREAD_LIBRARY": f"{folder}/library.sqlite"}
        times = {program: [] for program in sys.argv[1:3]}
        for _ in range(RUNS + 1):
            for program, found in times.items():
                found.append(first_window(program, environment))
    ours, empty = (statistics.median(found[1:]) for found in times.values())
    print(f"process start to first window                {ours:7.0f} ms")
    print(f"limit: an empty window of the same toolkit   {empty:7.0f} ms, ratio {ours / empty:.2f}")


main()
