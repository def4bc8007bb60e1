#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line's contract: exit codes, silence, whole files, no names."""
import os
import pathlib
import subprocess

from overread import PROGRAM, Run, Tap, workspace

NOBODY = 65534

COMMANDS = ["demo", "import", "cases", "info", "dump", "pixels", "value", "render", "report", "export",
            "verify", "identity"]
NOT_YET = ["measure", "reslice", "anonymize", "case", "nonsense"]


def check_rights(tap, here):
    """A right that is missing is one sentence, and what was there stays. Root
    has every right, so the program runs as somebody else."""
    nobody = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    closed, report = here / "closed", here / "kept.txt"
    here.chmod(0o755)
    closed.mkdir(mode=0o555)
    report.write_text("what was there", encoding="utf-8")
    report.chmod(0o000)
    try:
        reached = subprocess.run([PROGRAM, "--version"], capture_output=True, check=False, **nobody).returncode == 0
    except OSError:
        reached = False
    if not reached:
        tap.skip("a missing right is told", "the program can't be reached by another user here")
        return
    phrase = here / "phrase"
    phrase.write_text("x\n", encoding="utf-8")
    phrase.chmod(0o644)
    run = Run("identity", "new", "--name", "Dr X", "-o", closed / "id.p12", "--passphrase-file", phrase, **nobody)
    tap.ok(run.code == 3 and run.err.count("\n") == 1 and not list(closed.iterdir()),
           "a folder without the right to write is told, and stays empty", run)
    run = Run("report", "check", report, **nobody)
    tap.ok(run.code == 3 and run.err.count("\n") == 1, "a file without the right to read is told", run)
    report.chmod(0o644)
    tap.equal(report.read_text(encoding="utf-8"), "what was there", "and it stays as it was")


def check_special_files(tap, here):
    """A pipe without a writer must not hang, a device not fill the memory."""
    pipe = here / "pipe"
    os.mkfifo(pipe)
    for words in (["dump", pipe], ["pixels", pipe], ["value", pipe, "--at", "0,0"], ["render", pipe, "-o", here / "o.png"],
                  ["info", pipe], ["import", pipe, "--library", here / "l.db"], ["verify", pipe], ["report", "check", pipe],
                  ["export", pipe, "--text", here / "o.txt"], ["verify", "/dev/zero"], ["report", "check", "/dev/zero"]):
        run = Run(*words)
        tap.ok(run.code == 3 and run.err.count("\n") == 1, f"{words[0]} refuses a {'pipe' if pipe in words else 'device'}", run)


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

    run = Run("pixels", letter, "--frame", "0")
    tap.ok(run.code == 2 and not run.out, "frames count from 1", run)

    check_special_files(tap, here)
    check_rights(tap, here)
    folder.cleanup()
    tap.done()


main()
