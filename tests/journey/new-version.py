# SPDX-License-Identifier: GPL-3.0-or-later
"""A correction: a signed report gets a second version, whose draft is thrown
away once, is signed with what changed, and leaves the first one as it was."""
import hashlib
import json
import os
import pathlib
import re
import subprocess

from window import DATA, PROGRAM, Tap, demo_case, read_pages, type_passphrase

PICTURES = os.environ.get("OVERREAD_PICTURES")
FILES = DATA / "Overread"


def picture(program, name):
    if PICTURES:
        program.picture(pathlib.Path(PICTURES) / f"{name}.png")


def sign(program):
    program.key("ctrl+shift+s")
    type_passphrase(program)
    program.find("push button", "Show the Pages").press()
    total = program.pages_to_read()
    button = program.find("push button", "Sign These Pages")
    program.wait(lambda: button.visible, "the pages")
    read_pages(program, total)
    button.press()
    program.says("✓ Intact: signed and unchanged")
    return program


def back_to_reading(program):
    program.find("push button", "Back to the report").press()


def field(program):
    return program.find("text", "What changed since version 1")


def says_not(program, part):
    return program.wait(lambda: not any(part in text for text in program.labels()), f"no “{part}”")


def start(program):
    program.key("ctrl+shift+v")
    program.says("Start Version 2 of This Report?")
    picture(program, "ask-new-version")
    program.key("Return")
    program.says("Draft of version 2. It replaces version 1 of")


def discard(tap, program):
    field(program).set_text("A word too much.")
    program.key("alt+Delete")
    program.says("Discard the Draft of Version 2?")
    lost = program.says("is lost")
    tap.ok("texts, verdicts, findings, key images" in lost, "it is said what is lost", lost)
    picture(program, "ask-discard")
    program.key("Escape")
    says_not(program, "Discard the Draft of Version 2?")
    tap.ok(field(program).sensitive, "Escape discards nothing")
    program.key("alt+Delete")
    program.says("Discard the Draft of Version 2?")
    program.key("Tab")
    program.key("Return")
    says_not(program, "Draft of version 2")
    tap.ok(program.says("✓ Signed: this version"), "the signed version is shown again")


def read_older(tap, program):
    program.key("ctrl+shift+h")
    program.says("Versions of This Report")
    tap.ok(program.says("Version 1, signed") and program.says("_v1_FINAL.pdf"), "versions are listed with time and file")
    picture(program, "versions")
    program.find("push button", "Read version 1").press()
    program.says("This is version 1, signed")
    picture(program, "older")
    program.key("ctrl+5")
    tap.ok(not program.all("text", "What changed since version 1"), "the older version is as it was")
    program.key("ctrl+shift+s")
    tap.ok(not any("Passphrase" in thing.name and thing.sensitive and thing.focused for thing in program.all("password text")),
           "and isn't signed again")
    program.key("alt+End")
    program.says("Draft of version 2")


def cases(library):
    listed = subprocess.run([PROGRAM, "cases", "--json", "--library", library], capture_output=True, check=True)
    return json.loads(listed.stdout)


def verify(path, library):
    done = subprocess.run([PROGRAM, "verify", path, "--json", "--trust", DATA / "overread/demo/identity.pem", "--library", library],
                          capture_output=True, check=False)
    return json.loads(done.stdout)


def version_of(path, library):
    told = subprocess.run([PROGRAM, "verify", path, "--library", library], capture_output=True, text=True, check=False).stdout
    return re.search(r"^Version: +(\d+)$", told, re.M).group(1)


def page_one(path):
    text = subprocess.run(["pdftotext", "-l", "1", path, "-"], capture_output=True, text=True, check=True).stdout
    return re.sub(r"\s+", " ", text)


def is_superseded(verdict):
    return "superseded" in [reason["code"] for reason in verdict["reasons"]]


def check_files(tap, first, before, library):
    tap.equal(hashlib.sha256(first.read_bytes()).hexdigest(), before, "the first version's file is untouched")
    second = first.with_name(first.name.replace("_v1_", "_v2_"))
    tap.ok(second.exists(), "the second version has a file of its own")
    elsewhere = library.with_name("report.pdf")
    elsewhere.write_bytes(first.read_bytes())
    none = library.with_name("none.sqlite")
    told, old, renamed = verify(second, library), verify(first, none), verify(elsewhere, library)
    tap.equal((told["verdict"], version_of(second, library), is_superseded(told)), ("valid", "2", False), "verify tells the second version")
    tap.ok(version_of(first, none) == "1" and is_superseded(old), "and says of the first, beside the second, that it is superseded", old)
    tap.ok(is_superseded(renamed), "and of the first under another name, by the library", renamed)
    tap.ok(not is_superseded(verify(elsewhere, none)) and not none.exists(), "which isn't made for the asking")
    found = re.search(r"version 2; replaces version 1 of \d+ \w+ \d{4}; changed: The urgency was wrong by a week\.", page_one(second))
    tap.ok(found, "page one says what it replaces and what changed", page_one(second)[:300])


def main():
    tap = Tap()
    with demo_case() as (program, library):
        sign(program)
        first = next(FILES.glob("*_v1_FINAL.pdf"))
        before = hashlib.sha256(first.read_bytes()).hexdigest()
        back_to_reading(program)
        program.says("✓ Signed: this version")
        program.key("ctrl+alt+s")
        program.says("The case is now: Sent")

        start(program)
        tap.ok(program.says("stops the signature"), "the new version can't be signed before it says what changed")
        tap.equal(cases(library)[0]["status"], "reading", "the case is read again")
        picture(program, "draft")
        discard(tap, program)
        tap.equal(cases(library)[0]["status"], "sent", "the case is sent as before")

        start(program)
        program.wait(lambda: field(program).focused, "the focus in the field")
        tap.equal(field(program).text, "", "nothing of the discarded draft is left")
        program.type("The urgency was wrong by a week.")
        read_older(tap, program)
        tap.equal(field(program).text, "The urgency was wrong by a week.", "the draft is as it was left")
        program.key("alt+Left")
        tap.ok(program.says(", version 2"), "the list of cases names the version")
        picture(program, "cases")
        program.key("Return")
        program.says("Draft of version 2")
        sign(program)
        back_to_reading(program)
        tap.ok(program.says("Version 2, signed"), "the second version is signed")
        picture(program, "signed")
        tap.equal(program.close(), 0, "the program ends")
        check_files(tap, first, before, library)
    tap.done()


main()
