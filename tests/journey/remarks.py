# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong with the submitted images: told in a panel, led to, written into
the report once; and nothing of it comes from an original that is sealed."""
import os
import pathlib
import tempfile
import time

from overread import Run
from slices import CT, Person, write_series, write_slice
from window import Program, Tap

CANARY = "Canarywort"
ABSENT = "Series 9, which the original report names"
HOLE = "1 slice is missing between images 5 and 7"
CAPTURE = b"1.2.840.10008.5.1.4.1.1.7"


def write_case(folder):
    """A study with a hole and a screen capture by the first reader, one of 14 weeks
    before, and an original that names a series which isn't there."""
    images, person = folder / "images", Person("Testfall^Tove", "77")
    write_series(images / "new", person, "new", "chest", 12)
    (images / "new/chest-00006.dcm").unlink()
    write_series(images / "old", person, "old", "before", 12, date="20231207")
    capture = write_slice(images / "capture.dcm", person, "new", f"{CANARY} capture", 1)
    capture.write_bytes(capture.read_bytes().replace(CT.encode(), CAPTURE))
    original = folder / "original.txt"
    original.write_text(f"Findings: {CANARY} of 12 mm (series 9, image 3).\n", encoding="utf-8")
    assert Run("import", images).code == 0
    case, report = Run("cases", "--json").json[0], folder / "report.json"
    run = Run("report", "new", "--case", case["id"], "--template", "general", "--original", original, "-o", report)
    assert run.code == 0, run
    return images, report


def everything(program):
    """All words that are there to be read, also where one has to point at it."""
    return "\n".join(f"{thing.name}\n{thing.description}\n{thing.text}" for thing in program.all())


def has(program, words):
    return program.wait(lambda: words in everything(program), f"“{words}”")


def read_while_sealed(tap, program):
    tap.ok(has(program, "PRIOR\n14 weeks before"), "the prior's distance stands over its series")
    tap.ok(has(program, "First reader’s marks (1)"), "the capture is collapsed")
    program.key("ctrl+h")
    tap.ok(has(program, HOLE), "the panel tells of the hole")
    program.key("ctrl+1", "ctrl+Down")
    tap.ok(program.wait(lambda: "image 5" in program.image(), "image 5"), "and leads to its image")
    program.key("Right", "Right", "Right", "Right")
    time.sleep(1)
    program.key("ctrl+shift+t")
    tap.ok(has(program, "[No image, DCM 111213]"), "the hole is written into the adequacy")
    words = everything(program)
    tap.ok(CANARY not in words and ABSENT not in words, "no word comes from what is sealed",
           "\n".join(line for line in words.splitlines() if CANARY in line or ABSENT in line))


def read_in_another_order(tap, program):
    program.key("ctrl+1", "Left", "Left", "Left", "Left", "ctrl+Down", "ctrl+Up", "ctrl+alt+2")
    tap.ok(program.wait(lambda: "ORDER BY INSTANCE NUMBER" in program.image(), "the order"), "another order is said in the pane")
    program.key("alt+Left")
    time.sleep(1)
    program.key("Return")
    tap.ok(program.wait(lambda: "ORDER BY INSTANCE NUMBER" in program.image(), "the order"), "and remembered with the case")
    program.key("ctrl+1", "ctrl+alt+1")
    tap.ok(program.wait(lambda: "ORDER" not in program.image(), "the usual order"), "by position again")


def read_when_opened(tap, program):
    program.find("push button", "Open Without Reading Blind").press()
    tap.ok(has(program, ABSENT), "the opened original's absent series is told")
    tap.ok(has(program, f"{CANARY} capture"), "and the capture stands in the strip")
    program.key("ctrl+shift+t", "ctrl+shift+t", "ctrl+6")
    time.sleep(1)
    written = max((thing.text for thing in program.all() if "DCM 111213" in thing.text), key=len, default="")
    tap.equal((written.count(HOLE), written.count(ABSENT)), (1, 1), "each is written once, however often it is asked for")


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        os.environ["OVERREAD_LIBRARY"] = str(folder / "library.sqlite")
        images, report = write_case(folder)
        program = Program(images, report, library=folder / "library.sqlite")
        program.wait(lambda: "image" in program.image(), "an image")
        read_while_sealed(tap, program)
        read_in_another_order(tap, program)
        read_when_opened(tap, program)
        tap.equal(program.close(), 0, "the program ends")
    tap.done()


main()
