# SPDX-License-Identifier: GPL-3.0-or-later
"""A reader's way: the demo case from the empty page, slices, claims by keys, a
comment, a key image, an interruption, the signature and its verdict."""
import os
import pathlib
import re
import sqlite3
import subprocess
import tempfile
import time

from window import DATA, PROGRAM, Program, Tap, demo_case, read_pages, type_passphrase

CANARY = "2.25.31415926535897932384626433832795028841"
COVERAGE_WORDS = ("flashed by", "not on the screen", "images viewed", "not viewed")
PATIENT = "Østergård-Kučera"


def verdicts(program):
    """Verdict words of all claims, in their order."""
    words = re.compile(r"^(agree|agree with modification|disagree|not assessable|out of scope)( · .*)?$|^Not judged yet$")
    return [text for text in program.labels() if words.match(text)]


def open_case(program):
    row = program.wait(lambda: next((thing for thing in program.all("label") if PATIENT in thing.name), None), "the case")
    time.sleep(0.5)
    program.click(row, repeat=2)
    program.wait(lambda: "image" in program.image(), "the first image")
    time.sleep(0.5)


def names(tap, program):
    """Everything that can be pressed or filled in has a name of its own; the
    buttons within drop-downs are GTK's."""
    roles = ("push button", "toggle button", "text", "entry", "password text", "check box", "combo box", "image")
    nameless = [f"{thing.role} {thing.name}" for thing in program.all()
                if thing.role in roles and thing.name in ("", "GtkButton", "GtkEntry", "GtkTextView", "GtkDropDown",
                                                          "OvrTextField", "OvrViewport", "GtkMenuButton")]
    tap.equal(nameless, [], "every control has a name")


def walk_slices(tap, program):
    before = program.image()
    program.key("ctrl+1", "Down", "Down", "Up")
    wanted = re.sub(r"image (\d+)", lambda found: f"image {int(found.group(1)) + 1}", before)
    tap.equal(program.image(), wanted, "arrows walk the slices")


def judge(tap, program):
    at = program.image()
    program.key("ctrl+3")
    before = verdicts(program)
    for _ in range(5):
        program.key("j")
    program.key("k", "k", "k", "k")
    tap.equal(program.image(), at, "walking claims never moves a viewport")
    tap.ok(len(before) >= 10, "each claim has its verdict in words", before)

    wanted = "disagree" if not before[1].startswith("disagree") else "agree"
    program.key(wanted[0])
    time.sleep(0.4)
    after = verdicts(program)
    tap.ok(after[1].split(" ·")[0] == wanted and after[2:] == before[2:], "a key judges the selected claim", after)
    program.key("ctrl+z")
    time.sleep(0.4)
    tap.equal(verdicts(program), before, "a verdict is taken back")

    # On a busy machine what is said may be over before it is looked for.
    said = any(program.burst("adnmoadnmo\n") or program.shows("faster than a hand", 10) for _ in range(3))
    tap.ok(said, "text faster than a hand is named")
    tap.equal(verdicts(program), before, "and changes no verdict")
    return before


def comment(program, text):
    """Into the comment of the first claim."""
    program.key("k", "k", "k")
    field = program.find("text", "Comment on the claim")
    program.click(field)
    program.key("ctrl+End")
    program.type(text)


def details(tap, program):
    """The due date, and a question that is taken back."""
    program.key("ctrl+6")
    program.find("text", "Due on").set_text("30 Nov 2096")
    program.find("push button", "Add a Question").press()
    program.says("4  (not written yet)")
    tap.ok(True, "a new question waits for its answer")
    program.find("push button", "Question 4: remove").press()
    program.wait(lambda: not any(text.startswith("4  ") for text in program.labels()), "three questions")
    tap.ok(True, "and is taken off with it")


def attach(tap, program):
    program.key("ctrl+4")
    def count():
        return sum(thing.name.startswith("Show key image") for thing in program.all("push button"))
    before = count()
    program.key("ctrl+1", "t")
    viewport = program.find("image", "Left image")
    program.drag(viewport, (0.45, 0.5), (0.55, 0.62))
    program.key("c")
    program.wait(lambda: count() == before + 1, "one more key image")
    tap.ok(True, "the view is attached with its arrow")
    program.key("ctrl+z")
    program.wait(lambda: count() == before, "as many key images as before")
    tap.ok(True, "and taken off again")


def coverage(library):
    """Rows of the reader's own aid."""
    with sqlite3.connect(f"file:{library}?mode=ro", uri=True) as database:
        return database.execute("SELECT case_id, sop_uid, covered FROM coverage").fetchall()


def plant_canary(library):
    """A row that nothing else in the world has."""
    with sqlite3.connect(library, timeout=30) as database:
        database.execute("INSERT INTO coverage SELECT case_id, ?, 1, 1 FROM coverage LIMIT 1", (CANARY,))


def nothing_sent(tap, file):
    """Nothing of the coverage is in the file, its pages or its attachments."""
    with tempfile.TemporaryDirectory() as folder:
        plain = pathlib.Path(folder) / "plain.pdf"
        subprocess.run(["qpdf", "--qdf", "--object-streams=disable", file, plain], check=False)
        subprocess.run(["pdfdetach", "-saveall", "-o", folder, file], check=False)
        subprocess.run(["pdftotext", file, pathlib.Path(folder) / "pages.txt"], check=False)
        found = [path for path in pathlib.Path(folder).iterdir()]
        told = [f"{path.name}: {word}" for path in found for word in (CANARY, *COVERAGE_WORDS)
                if word.encode() in path.read_bytes()]
    tap.ok(len(found) >= 2, "the file was taken apart", found)
    tap.equal(told, [], "nothing of the coverage is in the signed file")


def sign(tap, program, library):
    def in_room():
        return any(thing.focused for role in ("password text", "push button") for thing in program.all(role)
                   if thing.name in ("Passphrase", "Choose an Identity…", "identity.p12"))

    program.key("ctrl+shift+s")
    entry = program.find("password text", "Passphrase")
    program.click(entry)
    program.wait(in_room, "the focus on the passphrase")
    program.key("Escape")
    program.wait(lambda: not in_room(), "the report again")
    tap.ok(True, "Escape leads from signing back to the report")
    program.key("ctrl+shift+s")
    type_passphrase(program)
    program.find("push button", "Show the Pages").press()
    total = program.pages_to_read()
    program.says("Images that you have not viewed")
    program.says("not on the screen: ")
    tap.ok(True, "what was not viewed is listed before signing")
    before = coverage(library)
    tap.ok(any(row[2] == 2 for row in before), "what was viewed is in the library", before)
    plant_canary(library)
    button = program.find("push button", "Sign These Pages")
    program.key("End")
    time.sleep(0.3)
    tap.ok(not any(text == f"{total} of {total} pages read" for text in program.labels()),
           "jumping to the end isn't reading")
    button.press()
    time.sleep(0.5)
    tap.ok(not list((DATA / "Overread").glob("*.pdf")), "nothing is signed before all pages were read")
    read_pages(program, total)
    button.press()
    program.says("✓ Intact: signed and unchanged")
    tap.ok(True, "the verifier's verdict is shown")
    program.wait(lambda: not coverage(library), "an empty table of coverage")
    tap.ok(True, "signing erases the coverage")


def move(tap, program):
    """The case goes its way, and no step out of turn."""
    program.find("push button", "Back to the report").press()
    time.sleep(1)
    program.key("ctrl+alt+w")
    program.says("can’t take that step")
    program.key("ctrl+alt+s")
    program.says("The case is now")
    tap.ok(True, "a signed case is marked as sent, and can't wait for images any more")


def share(tap, program, library):
    """Another program puts a case into the same library."""
    before = len([text for text in program.labels() if text == "MR"])
    done = subprocess.run([PROGRAM, "import", DATA / "overread/demo/images-more/knee"], capture_output=True, check=False,
                          env={**os.environ, "OVERREAD_LIBRARY": str(library)})
    program.wait(lambda: len([text for text in program.labels() if text == "MR"]) > before, "the other program's case")
    tap.equal(done.returncode, 0, "what another program imports is in the list")


def verify(tap):
    files = list((DATA / "Overread").glob("OR-*_v1_FINAL.pdf"))
    tap.equal(len(files), 1, "the file's name has report, version and status")
    done = subprocess.run([PROGRAM, "verify", files[0], "--trust", DATA / "overread/demo/identity.pem"],
                          capture_output=True, check=False)
    tap.equal(done.returncode, 0, "overread verify says valid")
    nothing_sent(tap, files[0])


def main():
    tap = Tap()
    with demo_case() as (program, library):
        tap.ok(any(PATIENT in text for text in program.labels()), "the demo case opens from the empty page")
        tap.ok(program.wait(lambda: "Weichteil KM, image 120 of 240" in program.image(), "the middle of the stack"),
               "with the middle of the current study's largest series, in whatever order its images were found")

        names(tap, program)
        walk_slices(tap, program)
        judge(tap, program)
        attach(tap, program)
        details(tap, program)
        program.key("ctrl+3")
        comment(program, " Checked twice.")
        where = program.image()
        tap.equal(program.close(), 0, "the program ends")

        program = Program(library=library)
        program.says("30 November 2096")
        tap.ok(True, "the list of cases shows the due date")
        share(tap, program, library)
        open_case(program)
        tap.equal(program.image(), where, "the case comes back at its slice")
        texts = [thing.text for thing in program.all("text", "Comment on the claim")]
        tap.ok(any("Checked twice." in text for text in texts), "and with what was typed", texts)
        sign(tap, program, library)
        move(tap, program)
        tap.equal(program.close(), 0, "the program ends after signing")
        verify(tap)
    tap.done()


main()
