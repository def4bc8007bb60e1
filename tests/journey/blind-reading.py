# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading blind: what the first reader drew and wrote into presentation states
stays closed together with the original report, and opens with it."""
import os
import pathlib
import shutil
import tempfile
import time

from overread import Run, write_state
from slices import Person, write_series
from window import Program, Tap

FINDING = "Tear of the meniscus"
SEALED = "sealed with the original: it holds marks"


def write_case(folder):
    """A series with two presentations of its middle image, one of them with the
    first reader's marks, and a report with a sealed original."""
    images = folder / "images"
    write_series(images, Person("Testfall^Tove", "77"), "knee", "sagittal", 9)
    image = images / "sagittal-00005.dcm"
    write_state(image, images / "state-1.dcm", "2.25.20960903", "SOFT", "a wide window")
    write_state(image, images / "state-2.dcm", "2.25.20960904", "TORN", FINDING, text=FINDING)
    original = folder / "original.txt"
    original.write_text(f"Findings: {FINDING}. No effusion.\n", encoding="utf-8")
    run = Run("import", images)
    assert run.code == 0, run
    case = Run("cases", "--json").json[0]
    report = folder / "report.json"
    run = Run("report", "new", "--case", case["id"], "--template", "general", "--original", original, "-o", report)
    assert run.code == 0, run
    return images, report


def everything(program):
    """All words that are there to be read, also where one has to point at it."""
    return "\n".join(f"{thing.name}\n{thing.description}\n{thing.text}" for thing in program.all())


def menu(program):
    """Opens the menu of presentations: its lines, by their words."""
    program.key("ctrl+1", "e")
    return program.wait(lambda: {thing.name: thing for thing in program.all("menu item")}, "the menu of presentations")


def choose(program, words):
    """Presses the line that begins so."""
    program.click(next(line for name, line in menu(program).items() if name.startswith(words)))


def is_shown_with(program, words):
    """What the button in the pane says."""
    return program.wait(lambda: any(thing.name.startswith(words) for thing in program.all("push button")), f"“{words}”")


def main():
    tap = Tap()
    if not (shutil.which("dump2dcm") and shutil.which("dcmdump")):
        tap.skip("marks are sealed with the original", "no DCMTK tools")
        tap.done()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        os.environ["OVERREAD_LIBRARY"] = str(folder / "library.sqlite")
        images, report = write_case(folder)
        program = Program(images, report, library=folder / "library.sqlite")
        program.wait(lambda: "image 5" in program.image(), "the middle image")
        is_shown_with(program, "As stored · 2 presentations")
        tap.ok(program.wait(lambda: any(thing.name.startswith("First reader’s marks (1)") for thing in program.all()),
                            "the first reader's marks"), "the series of states is collapsed")
        lines = menu(program)
        tap.ok(len(lines) == 3 and sum(SEALED in name for name in lines) == 1,
               "a state with marks is listed as sealed", list(lines))
        program.click(next(line for name, line in lines.items() if SEALED in name))
        program.key("Escape")
        time.sleep(1)
        tap.ok(is_shown_with(program, "As stored"), "and can't be chosen")
        choose(program, "SOFT")
        tap.ok(is_shown_with(program, "Presentation: SOFT"), "one without marks can be chosen")
        words = everything(program)
        tap.ok(FINDING not in words and "TORN" not in words, "none of its words can be read")
        choose(program, "As stored")
        tap.ok(is_shown_with(program, "As stored"), "and is taken back")

        program.find("push button", "Open Without Reading Blind").press()
        program.says("TORN")
        tap.ok(is_shown_with(program, "As stored") and "sealed with" not in everything(program),
               "opening the original names it and applies nothing")
        choose(program, "TORN")
        tap.ok(is_shown_with(program, "Presentation: TORN"), "and then it can be chosen")
        tap.equal(program.close(), 0, "the program ends")
    tap.done()


main()
