# SPDX-License-Identifier: GPL-3.0-or-later
"""A medium with several persons: nothing of it shows before the reader says
whose case it is, and the others stay outside."""
import json
import os
import pathlib
import sqlite3
import subprocess
import tempfile
import zipfile

from slices import Person, write_series, write_slice
from window import PROGRAM, Program, Tap

QUESTION = "Whose case is this?"
MUELLER = Person("Müller^Jörg", "4711", "19701103", "M")
AGAIN = Person("MUELLER^JOERG", "KH-4711", "19701103", "M")
TWIN = Person("Müller^Jürgen", "4712", "19701103", "M")
OTHER = Person("Østergård^Žofie", "815")


def medium(folder, name, *persons):
    """A ZIP with one study each."""
    path = folder / f"{name}.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number, person in enumerate(persons):
            write_series(folder / name / str(number), person, f"study {name} {number}", "chest", 4 + number)
            for file in sorted((folder / name / str(number)).iterdir()):
                archive.write(file, f"{number}/{file.name}")
    return path


def rows(library, sql):
    with sqlite3.connect(f"file:{library}?mode=ro", uri=True) as connection:
        return connection.execute(sql).fetchall()


def copies(library):
    """Files that the library keeps of its own."""
    return [path for path in pathlib.Path(f"{library}.files").rglob("*") if path.is_file()]


def command(library, *words):
    done = subprocess.run([PROGRAM, *words, "--library", str(library)], capture_output=True, check=False)
    return json.loads(done.stdout)


def is_asked(program):
    return any(thing.name == QUESTION for thing in program.all("label"))


def choose(program, person_name):
    radio = program.wait(lambda: next((thing for thing in program.all("radio button") if thing.name.startswith(person_name)), None),
                         f"line of {person_name}")
    program.click(radio)


def add_other_content(folder, path, name, person):
    """Another image under the UID of the person's first one."""
    file = folder / "other content"
    write_slice(file, person, f"study {name} 1", "chest", 1, rows=66)
    with zipfile.ZipFile(path, "a") as archive:
        archive.write(file, "2/other")


def ask_first(tap, folder):
    library = folder / "first.sqlite"
    path = medium(folder, "two", MUELLER, OTHER)
    add_other_content(folder, path, "two", OTHER)
    program = Program(path, library=library)
    program.says(QUESTION)
    tap.equal((rows(library, "SELECT COUNT (*) FROM variant"), len(copies(library))), ([(1,)], 10),
              "the library has all files for now, one that isn't shown as well")
    lines = [thing.name for thing in program.all("radio button")]
    tap.ok(len(lines) == 2 and all(part in lines[0] for part in ("Müller, Jörg", "3 November 1970", "male", "4711", "4 images")),
           "each person is named with birth date, sex, ID and number of images", lines)
    tap.equal([thing.name for thing in program.all("radio button") if thing.checked], [], "nobody is chosen from the begin")
    opening = program.find("push button", "Open the Case")
    tap.ok(not opening.sensitive, "nothing can be opened before somebody is chosen")
    tap.ok("image" not in program.image(), "no viewport shows anything before the choice", program.image())
    tap.equal(rows(library, "SELECT id FROM cases"), [], "and no case is made")

    program.key("Return")
    program.find("push button", "Open the Case of \u2068Müller, Jörg\u2069").press()
    program.wait(lambda: "image" in program.image(), "the first image")
    tap.ok(any("Müller, Jörg" in text for text in program.labels()), "the chosen one's case opens")
    program.wait(lambda: len(copies(library)) == 4, "the files of the others to go")
    tap.equal(rows(library, "SELECT name FROM patient"), [("Müller, Jörg",)], "the library has nothing of the others")
    program.wait(lambda: rows(library, "SELECT COUNT (*) FROM leaving") == [(0,)], "the notes of what goes to be struck")
    tap.equal(program.close(), 0, "the program ends")
    return library


def stays_outside(tap, folder, library):
    program = Program(library=library)
    program.says("Müller, Jörg")
    tap.ok(not is_asked(program), "nothing is asked at the next start")
    tap.equal(program.close(), 0, "the program ends")
    cases = command(library, "cases", "--json")
    tap.equal([len(case["patients"]) for case in cases], [1], "one case of one person is listed")
    report = folder / "report.json"
    subprocess.run([PROGRAM, "report", "new", "--case", cases[0]["id"], "--template", "general", "--library", str(library),
                    "-o", str(report)], check=True)
    value = json.loads(report.read_text(encoding="utf-8"))
    tap.equal((value["patient"]["name"], [len(study["series"]) for study in value["studies"]]), ("Müller, Jörg", [1]),
              "the report knows one person's images")


def leave_all_out(tap, folder):
    library = folder / "second.sqlite"
    program = Program(medium(folder, "out", MUELLER, OTHER), library=library)
    program.says(QUESTION)
    program.key("Escape")
    program.wait(lambda: rows(library, "SELECT COUNT (*) FROM instance") == [(0,)], "the index to be empty")
    program.find("push button", "Open the Demo Case")
    tap.equal((rows(library, "SELECT id FROM cases"), copies(library)), ([], []), "Escape leaves everything out")
    tap.equal(program.close(), 0, "the program ends")


def killed(tap, folder):
    """Whoever wasn't asked is asked at the next start."""
    library = folder / "third.sqlite"
    program = Program(medium(folder, "killed", MUELLER, OTHER), library=library)
    program.says(QUESTION)
    program.process.kill()
    program.process.wait()
    program = Program(library=library)
    program.says(QUESTION)
    tap.ok("image" not in program.image(), "a question that wasn't answered is asked again")
    program.click(program.find("check box", "Make cases of the others too; otherwise nothing of them is kept"))
    choose(program, "Østergård, Žofie")
    program.find("push button", "Open the Case of \u2068Østergård, Žofie\u2069").press()
    program.wait(lambda: "image" in program.image(), "the first image")
    tap.equal(rows(library, "SELECT COUNT (*), COUNT (DISTINCT case_id) FROM case_patient"), [(2, 2)],
              "the others get cases of their own where that is wanted")
    tap.equal(program.close(), 0, "the program ends")


def merged_text(tap, folder, library):
    """What the report's text says of a merger, before it is taken back."""
    case = command(library, "cases", "--json")[0]["id"]
    with sqlite3.connect(f"file:{library}?mode=ro", uri=True) as connection:
        saved = connection.execute("SELECT content FROM report_state WHERE base IS NULL ORDER BY id DESC").fetchone()[0]
    report = folder / "merged.json"
    report.write_bytes(saved if isinstance(saved, bytes) else saved.encode())
    text = folder / "merged.txt"
    subprocess.run([PROGRAM, "export", str(report), "--text", str(text), "--library", str(library)], check=True)
    words = text.read_text(encoding="utf-8")
    tap.ok("Studies under two names: MUELLER^JOERG, ID KH-4711" in words and "Same insurance card" in words,
           f"the report of {case} says so, with the reason", words)


def two_spellings(tap, folder):
    library = folder / "fourth.sqlite"
    program = Program(medium(folder, "spelled", MUELLER, TWIN, AGAIN), library=library)
    program.says(QUESTION)
    choose(program, "Müller, Jürgen")
    tap.equal([thing.name for thing in program.all("check box") if "same person" in thing.name], [],
              "a twin is never proposed")
    choose(program, "Müller, Jörg")
    tick = program.wait(lambda: next((thing for thing in program.all("check box") if "same person" in thing.name), None), "the proposal")
    tap.ok("MUELLER, JOERG" in tick.name and not tick.checked, "another spelling is proposed, not merged", tick.name)
    opening = "Open the Case of \u2068Müller, Jörg\u2069"
    program.click(tick)
    tap.ok(not program.find("push button", opening).sensitive, "a merger without a reason isn't taken")
    program.key("Tab")
    program.type("Same insurance card")
    program.find("push button", opening).press()
    program.wait(lambda: "image" in program.image(), "the first image")
    tap.equal(rows(library, "SELECT COUNT (*), MAX (reason) FROM case_patient"), [(2, "Same insurance card")],
              "it is taken in with the reason")
    tap.equal(rows(library, "SELECT name FROM patient ORDER BY name"), [("MUELLER, JOERG",), ("Müller, Jörg",)],
              "the twin stays outside")

    program.wait(lambda: rows(library, "SELECT COUNT (*) FROM report_state")[0][0] > 0, "the report to be saved")
    merged_text(tap, folder, library)
    program.key("ctrl+alt+t")
    program.says("have a case of their own again")
    tap.equal(rows(library, "SELECT COUNT (*), COUNT (DISTINCT case_id), COUNT (reason) FROM case_patient"), [(2, 2, 0)],
              "and taken back, with a case of its own")
    tap.ok("image" in program.image(), "the case is open as it was")
    tap.equal(program.close(), 0, "the program ends")
    return library


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        library = ask_first(tap, folder)
        stays_outside(tap, folder, library)
        leave_all_out(tap, folder)
        killed(tap, folder)
        two_spellings(tap, folder)
    tap.done()


main()
