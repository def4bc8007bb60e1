# SPDX-License-Identifier: GPL-3.0-or-later
"""Images that come after an answer was given: a banner says so, what was typed
is kept, and the signature waits until they were looked at."""
import json
import pathlib
import subprocess
import tempfile
import time

from slices import Person, write_series
from window import PROGRAM, Program, Tap, saved

ANNA = Person("Muster^Anna", "4711")
ANSWER = "The nodule has grown."


def codes(folder, library, images):
    report = folder / "report.json"
    report.write_text(json.dumps(saved(library)), encoding="utf-8")
    done = subprocess.run([PROGRAM, "report", "check", str(report), "--images", str(images), "--json"], capture_output=True, check=False)
    return {issue["code"] for issue in json.loads(done.stdout)["errors"]}


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        library, images = folder / "library.sqlite", folder / "images"
        write_series(images, ANNA, "study", "native", 5)
        program = Program(images, library=library)
        program.wait(lambda: "image" in program.image(), "the case")
        program.key("ctrl+5")
        field = program.find("text", "Answer")
        program.click(field)
        program.type(ANSWER)
        program.wait(lambda: saved(library).get("answer") == ANSWER, "the answer to be saved")
        tap.ok("images-changed" not in codes(folder, library, images), "the report knows its images")
        tap.equal(program.close(), 0, "the program ends")

        write_series(images, ANNA, "study", "contrast", 24)
        tap.ok("images-changed" in codes(folder, library, images), "report check tells of images that the report doesn't know")

        program = Program(images, library=library)
        program.says("1 series of 24 images came after you gave an answer.")
        tap.ok(True, "a banner says what came")
        report = program.wait(lambda: saved(library) if saved(library).get("arrivals") else None, "the arrival to be saved")
        tap.equal((report["answer"], [arrival["instances"] for arrival in report["arrivals"]]), (ANSWER, [24]), "nothing that was typed is lost")
        found = codes(folder, library, images)
        tap.ok("images-arrived" in found and "images-changed" not in found, "the signature waits", found)
        tap.equal(sum(series["instances"] for series in report["studies"][0]["series"]), 29, "the report covers the new images")

        program.find("push button", "I Have Looked at Them").press()
        program.wait(lambda: saved(library)["arrivals"][0]["seenAt"], "the word to be saved")
        tap.ok("images-arrived" not in codes(folder, library, images), "what was looked at stops no more")
        time.sleep(0.5)
        tap.ok(not any("came after" in text for text in program.labels()), "and the banner goes")
        tap.equal(program.close(), 0, "the program ends")
    tap.done()


main()
