# SPDX-License-Identifier: GPL-3.0-or-later
"""Cases leave the library and images that moved are found again: nothing goes
while it can be undone, only the library's own files go, and no signed report
is lost."""
import json
import os
import pathlib
import sqlite3
import subprocess
import tempfile
import time
import zipfile

from slices import Person, write_series
from window import PROGRAM, Program, Tap

OWN = Person("Kučera^Žofie", "4711")
SIGNED = Person("Østergård^Jens", "815")
MOVED = Person("Haugen^Ruth", "99")
PICTURES = os.environ.get("OVERREAD_PICTURES")

# How long a removal waits to be undone, and somewhat more.
WAIT_S = 15


def command(library, *words):
    done = subprocess.run([PROGRAM, *map(str, words), "--library", str(library)], capture_output=True, check=False)
    return json.loads(done.stdout)


def copies(library):
    """Files that the library keeps of its own."""
    return [path for path in pathlib.Path(f"{library}.files").rglob("*") if path.is_file() and path.name != ".lock"]


def make_library(folder):
    """One person's images within the library, two persons' outside."""
    library = folder / "library.sqlite"
    write_series(folder / "zipped", OWN, "study own", "chest", 4)
    with zipfile.ZipFile(folder / "own.zip", "w") as archive:
        for file in sorted((folder / "zipped").iterdir()):
            archive.write(file, file.name)
    write_series(folder / "kept" / "DICOM", SIGNED, "study signed", "knee", 5)
    write_series(folder / "disc" / "DICOM", MOVED, "study moved", "hip", 6)
    for name in ("own.zip", "kept", "disc"):
        command(library, "import", folder / name, "--json")
    return library


def cover(library):
    """Every case has been looked at."""
    with sqlite3.connect(library) as connection:
        connection.execute("INSERT INTO coverage (case_id, sop_uid, frame, covered) SELECT id, '2.25.1', 1, 2 FROM cases")
        return {case for case, in connection.execute("SELECT id FROM cases")}


def covered(library):
    with sqlite3.connect(f"file:{library}?mode=ro", uri=True) as connection:
        return {case for case, in connection.execute("SELECT case_id FROM coverage")}


def picture(program, name):
    if PICTURES:
        program.picture(pathlib.Path(PICTURES) / f"{name}.png")


def says_not(program, part):
    return program.wait(lambda: not any(part in text for text in program.labels()), f"no “{part}”")


def choose(program, person):
    program.click(program.find("label", person))


def remove(program, person):
    choose(program, person)
    program.key("Delete")
    program.says("Remove the Case of")


def confirm(program, tabs):
    """The focus is before “Cancel”, or on it."""
    program.key(*["Tab"] * tabs, "Return")
    program.says("1 case removed")


def undo_and_remove(tap, program, library):
    remove(program, "Kučera, Žofie")
    tap.ok(program.says("4 image files of its own"), "it is said what the library has of its own")
    picture(program, "remove-case")
    program.key("Escape")
    says_not(program, "Remove the Case of")
    tap.ok(program.find("label", "Kučera, Žofie"), "Escape removes nothing")

    remove(program, "Kučera, Žofie")
    program.key("Down")
    program.wait(lambda: program.find("radio button", "Delete the files for good").checked, "the choice")
    confirm(program, 2)
    says_not(program, "Kučera, Žofie")
    tap.equal((len(copies(library)), len(command(library, "cases", "--json"))), (4, 3), "nothing is deleted while it can be undone")
    program.key("ctrl+shift+BackSpace")
    tap.ok(program.find("label", "Kučera, Žofie"), "the case is there again")
    time.sleep(WAIT_S)
    tap.equal((len(copies(library)), len(command(library, "cases", "--json"))), (4, 3), "what was undone doesn't happen later")

    remove(program, "Kučera, Žofie")
    program.key("Down")
    program.wait(lambda: program.find("radio button", "Delete the files for good").checked, "the choice")
    confirm(program, 2)
    program.wait(lambda: not copies(library), "deleted files")
    left = {case["id"] for case in command(library, "cases", "--json")}
    tap.equal(len(left), 2, "the case is gone with the library's own files")
    tap.equal(covered(library), left, "and what was seen of it is forgotten, of no other")


def sign(library):
    """As far as the library is concerned; which case it was."""
    with sqlite3.connect(library) as connection:
        case = connection.execute("SELECT case_id FROM case_patient JOIN patient ON key = patient_key WHERE patient_id = ?",
                                  [SIGNED.id]).fetchone()[0]
        connection.execute("INSERT INTO report_version (case_id, version, signed_at, signed_sha256) VALUES (?, 1, '2026-11-24T10:00:00Z', 'ab')",
                           [case])
        connection.execute("UPDATE cases SET status = 'signed' WHERE id = ?", [case])
    return case


def put_away(tap, program, library, folder):
    """The other case has a signed report by now."""
    remove(program, "Østergård, Jens")
    tap.ok(program.says("signed and is not deleted"), "it is said that the signed report stays")
    tap.ok(program.says("5 image files lie outside of the library and are not touched"), "and so do files outside")
    picture(program, "remove-signed")
    confirm(program, 1)
    program.wait(lambda: len(command(library, "cases", "--json")) == 1, "a case that was put away")
    tap.equal(len(list((folder / "kept" / "DICOM").iterdir())), 5, "files outside are untouched")


def bring_back(tap, library, case):
    """Importing the same images again brings the case back."""
    ids = command(library, "import", library.parent / "kept", "--json")["cases"]
    tap.equal(ids, [case], "the same images bring the signed case back")
    tap.ok(case in [listed["id"] for listed in command(library, "cases", "--json")], "into the list")


def find_again(tap, folder, library):
    moved = folder / "elsewhere" / "archive"
    moved.parent.mkdir()
    (folder / "disc").rename(moved)
    program = Program(library=library)
    tap.ok(program.find("label", "⚠ files missing"), "the list says whose files are missing")
    picture(program, "files-missing")
    program.click(program.find("label", "Haugen, Ruth"), repeat=2)
    tap.ok(program.says("The images lay in"), "the reading room says where they lay")
    picture(program, "images-away")
    program.key("ctrl+shift+f")
    time.sleep(2)
    program.type(str(moved))
    program.key("Return")
    time.sleep(1)
    program.key("Return")
    tap.ok(program.says("6 images found"), "they are found at their new place")
    says_not(program, "The images lay in")
    tap.ok(True, "and shown from there")
    picture(program, "images-found")
    program.key("alt+Left")
    says_not(program, "files missing")
    tap.ok(True, "the list says so, too")
    return program


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="overread-") as name:
        folder = pathlib.Path(name)
        library = make_library(folder)
        tap.equal(len(cover(library)), 3, "three cases were looked at")
        program = Program(library=library)
        undo_and_remove(tap, program, library)
        program.close()
        case = sign(library)
        program = Program(library=library)
        put_away(tap, program, library, folder)
        program.close()
        bring_back(tap, library, case)
        find_again(tap, folder, library).close()
    tap.done()


main()
