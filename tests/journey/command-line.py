#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line's contract: exit codes, silence, whole files, no names."""
import os
import pathlib

from overread import Run, Tap, workspace

COMMANDS = ["demo", "import", "cases", "info", "dump", "pixels", "value", "render", "report", "export",
            "verify", "identity"]
NOT_YET = ["measure", "reslice", "anonymize", "case", "nonsense"]


def main():
    tap = Tap()
    folder, here = workspace()
    no_display = {"DISPLAY": "", "WAYLAND_DISPLAY": ""}

    for command in COMMANDS:
        run = Run(command, "--help", env=no_display)
        tap.ok(run.code == 0 and "Usage" in run.text and not run.err, f"{command} --help needs no display", run)
        run = Run(command, "--no-such-option", env=no_display)
        tap.ok(run.code == 2 and run.err.count("\n") == 1, f"{command} refuses an unknown option in one line", run)
    for command in NOT_YET:
        run = Run(command, "x", env=no_display)
        tap.ok(run.code == 2 and not run.out, f"{command} does not exist", run)

    secret = here / "Musterfrau_Anna_19940314"
    secret.mkdir()
    letter = secret / "letter.txt"
    letter.write_text("Dear colleague", encoding="utf-8")
    picture = here / "out.png"
    for words in (["pixels", letter], ["dump", letter], ["value", letter, "--frame", "1", "--at", "0,0"],
                  ["render", letter, "-o", picture], ["info", here / "absent"], ["verify", here / "absent.pdf"],
                  ["report", "check", letter], ["export", letter, "--text", here / "out.txt"],
                  ["import", here / "absent"]):
        run = Run(*words)
        name = " ".join(str(w) for w in words[:2] if not isinstance(w, pathlib.Path))
        tap.ok(run.code == 3 and run.err.count("\n") == 1 and not run.out, f"{name}: unreadable input is one line, exit 3", run)
        tap.ok(str(secret) not in run.err, f"{name}: the message names no folder", run.err)
    tap.ok(not picture.exists() and not (here / "out.txt").exists(), "a failed command leaves no file")

    run = Run("cases", "--json")
    tap.ok(run.code == 0 and run.json == [], "an empty library has no cases", run)
    run = Run("import", secret, "--json")
    tap.ok(run.code in (0, 3) and (run.code == 3 or run.json["instances"] == 0), "a folder without images says so", run)

    if os.geteuid() == 0:
        tap.skip("an output folder without the right to write", "runs as root; see the unit tests")
    folder.cleanup()
    tap.done()


main()
