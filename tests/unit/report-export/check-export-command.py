#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command "export" as its users meet it: exit codes, files, what is signed.

    check-export-command.py OVERREAD FIXTURE-TOOL

Prints TAP."""
import os
import shutil
import subprocess
import sys
import tempfile

PROGRAM, TOOL = sys.argv[1:3]
FOLDER = tempfile.TemporaryDirectory()
TESTS = []


def path(name):
    return os.path.join(FOLDER.name, name)


def run(*words):
    environment = dict(os.environ, OVERREAD_LIBRARY=path("library.sqlite"))
    return subprocess.run([PROGRAM, *words], capture_output=True, text=True, env=environment, check=False)


def report(kind):
    name = path(f"{kind}.json")
    with open(name, "w", encoding="utf-8") as file:
        subprocess.run([TOOL, *([kind] if kind != "full" else [])], stdout=file, check=True)
    return name


def identity(name, person, passphrase):
    if os.path.exists(path(f"{name}.p12")):
        os.remove(path(f"{name}.p12"))
    with open(path(f"{name}.pass"), "w", encoding="utf-8") as file:
        file.write(passphrase + "\n")
    made = run("identity", "new", "--name", person, "-o", path(f"{name}.p12"), "--passphrase-file", path(f"{name}.pass"))
    assert made.returncode == 0, made.stderr
    return ["--sign", path(f"{name}.p12"), "--passphrase-file", path(f"{name}.pass")]


def case(function):
    TESTS.append(function)
    return function


def export(kind, *words):
    """Exports to a name that nothing has; tells the result and whether it is there."""
    out = path(f"out-{len(os.listdir(FOLDER.name))}.pdf")
    result = run("export", report(kind), "--pdf", out, *words)
    return result, out, os.path.exists(out)


@case
def draft_needs_no_identity():
    result, out, there = export("bare", "--text", path("draft.txt"))
    assert result.returncode == 0 and there, result.stderr
    assert open(path("draft.txt"), encoding="utf-8").readline().startswith("SECOND OPINION · DRAFT")
    assert run("verify", out).returncode == 1


@case
def file_holds_the_page_in_reading_order():
    """For programs that read in the file's own order: strip first, footer last."""
    if shutil.which("pdftotext") is None:
        return "pdftotext is not installed"
    _, out, _ = export("bare")
    text = subprocess.run(["pdftotext", "-raw", "-l", "1", out, "-"], capture_output=True, text=True, check=True).stdout
    lines = [line for line in text.splitlines() if line.strip("\f ")]
    assert "SECOND OPINION" in "".join(lines[:3]), lines[:3]
    assert lines[-1].startswith("Written with Overread"), lines[-1]
    return None


@case
def signed_file_is_valid():
    words = identity("reader", "Maria Silva", "a long passphrase")
    result, out, there = export("bare", *words)
    assert result.returncode == 0 and there, result.stderr
    verdict = run("verify", out, "--trust", path("reader.pem"))
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr
    assert os.stat(out).st_mode & 0o077 == 0


@case
def other_person_does_not_sign():
    result, _, there = export("bare", *identity("other", "Ana Costa", "a long passphrase"))
    assert result.returncode == 1 and not there, result.stderr
    assert "Costa" not in result.stderr and "Silva" not in result.stderr


@case
def error_of_the_rules_stops_the_signature():
    result, _, there = export("open", *identity("reader", "Maria Silva", "a long passphrase"))
    assert result.returncode == 1 and not there
    assert "claim" in result.stderr


@case
def wrong_passphrase_writes_nothing():
    words = identity("reader", "Maria Silva", "a long passphrase")
    with open(path("reader.pass"), "w", encoding="utf-8") as file:
        file.write("another one\n")
    result, _, there = export("bare", *words)
    assert result.returncode == 3 and not there


@case
def absent_image_writes_nothing_and_names_no_patient():
    result, _, there = export("full", "--text", path("absent.txt"))
    assert result.returncode == 3 and not there and not os.path.exists(path("absent.txt")), result
    assert "key image" in result.stderr and "Žofie" not in result.stderr


@case
def options_of_later_versions_are_unknown():
    for word in ("--sr", "--fhir", "--kos", "--timestamp", "--pkcs11-module"):
        assert run("export", report("bare"), word, path("x")).returncode == 2


@case
def half_of_what_signing_needs_is_a_usage_error():
    assert export("bare", "--sign", path("reader.p12"))[0].returncode == 2
    assert run("export", report("bare")).returncode == 2
    assert run("export", "--pdf", path("x.pdf")).returncode == 2


def main():
    failed = 0
    print(f"1..{len(TESTS)}")
    for number, test in enumerate(TESTS, 1):
        try:
            skipped = test()
            print(f"ok {number} /export/command/{test.__name__}" + (f" # SKIP {skipped}" if skipped else ""))
        except AssertionError as error:
            failed += 1
            print(f"not ok {number} /export/command/{test.__name__}\n# {error}")
    return 1 if failed else 0


sys.exit(main())
