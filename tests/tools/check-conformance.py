#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds resources/DICOM-CONFORMANCE.md against the program's sources.

    check-conformance.py SOURCE-ROOT
    check-conformance.py --self-test

What the statement's tables name must be what the tables in the code have, no
more and no less. Prints TAP, one line a table.
"""
import pathlib
import re
import sys

STATEMENT = "resources/DICOM-CONFORMANCE.md"
SYNTAX = "1.2.840.10008.1.2"
STORAGE = "1.2.840.10008.5.1.4.1.1."
UID = re.compile(r"\b1\.2\.840\.10008(?:\.\d+)+")
LOSS = {"NEVER": "lossless", "MAYBE": "lossless or lossy", "ALWAYS": "lossy"}


def tables(text):
    """The rows of the statement's tables, by the words of their heads."""
    found = {}
    for block in re.findall(r"(?:^\|.*\n)+", text, re.M):
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.strip().split("\n")]
        found.setdefault(" / ".join(rows[0]), []).extend(rows[2:])
    return found


def decoded(syntax_cc):
    """UID → (name, loss) of what is decoded, and UID → name of what isn't."""
    refused = re.search(r"can_decode \(.*?return false", syntax_cc, re.S)
    refused = set(re.findall(r"case Packing::(\w+):", refused.group())) if refused else set()
    yes, no = {}, {}
    for kind, uid, name, rest in re.findall(r'^  (native|packed) \("([\d.]+)", "([^"]+)", (.*)\),$', syntax_cc, re.M):
        packing = re.search(r"Packing::(\w+)", rest)
        loss = re.search(r"Loss::(\w+)", rest)
        if packing and packing.group(1) in refused:
            no[uid] = name
        else:
            yes[uid] = (name, LOSS[loss.group(1)] if loss else LOSS["NEVER"])
    return yes, no


def notes(sources, frame_codes):
    """The codes of all notes that a frame can have."""
    codes = set(frame_codes)
    for text in sources:
        codes |= set(re.findall(r'\b(?:ovr_notes_add \([\w>.-]+|note \(work),\s*"([a-z-]+)"', text))
    return codes


def registrations(charset_cc):
    """Numbers of the code sets, and the names that stand alone."""
    numbers = {int(n) for n in re.findall(r"\{ CodeSet::\w+, (\d+),", charset_cc)} - {0}
    numbers |= {int(n) for n in re.findall(r"number == ([1-9]\d*)", charset_cc)}
    return numbers | set(re.findall(r'name == "(\w+)"', charset_cc))


def terms(rows):
    named = " ".join(row[0] for row in rows)
    return {int(n) for n in re.findall(r"IR[ -]?(\d+)", named)} | set(re.findall(r"\bGB\w+", named))


def state_kinds(state_c):
    """Numbers of the presentation states that can be applied."""
    kinds = re.search(r"^kind_of \(.*?^}", state_c, re.M | re.S)
    return set(re.findall(r'number, "(\d+)"', kinds.group())) if kinds else set()


def uids(rows, column):
    return {uid for row in rows for uid in UID.findall(row[column])}


def compare(statement, root):
    """(table, what the statement has, what the code has), one for each table."""
    def read(path):
        return (root / path).read_text(encoding="utf-8")

    have = tables(statement)
    yes, no = decoded(read("viewer/dicom/ovr-syntax.cc"))
    core = [path.read_text(encoding="utf-8") for path in sorted((root / "viewer/core").glob("*.c"))]
    writers = [path.read_text(encoding="utf-8") for path in sorted((root / "viewer/phantom").glob("*.c"))]
    pictures = read("viewer/core/ovr-picture-study.c")
    every = "".join(path.read_text(encoding="utf-8") for room in ("viewer", "report", "app")
                    for path in sorted((root / room).rglob("*.c*")))
    literals = {uid for uid in re.findall(r'"(1\.2\.840\.10008\.[\d.]*\d)"', every) if not uid.startswith(SYNTAX)}
    stream_codes = re.findall(r'"(stream-[a-z]+)"', "".join(core))
    write_cc = read("viewer/dicom/ovr-dataset-write.cc")
    version = re.search(r"version: '([\d.]+)'", read("meson.build")).group(1)
    facts = {row[0]: row[1] for row in have.get(" / ", [])}
    layout = re.search(r"NAMES\[\] = \{(.*?)\};", read("viewer/dicom/ovr-frame-layout.cc"), re.S).group(1)
    written = have.get("SOP class / UID / transfer syntax", [])

    return [
        ("transfer syntaxes that are decoded",
         {row[1]: (row[0], row[2]) for row in have.get("transfer syntax / UID / decoded", [])}, yes),
        ("transfer syntaxes that are not",
         {row[1]: row[0] for row in have.get("transfer syntax / UID", [])}, no),
        ("photometric interpretations",
         {row[0] for row in have.get("Photometric Interpretation / read from", [])}, set(re.findall(r'"([^"]+)"', layout))),
        ("character sets",
         terms(have.get("defined terms / repertoire", [])), registrations(read("viewer/dicom/ovr-charset.cc"))),
        ("presentation states that are applied",
         {row[1].rsplit(".", 1)[1] for row in have.get("SOP class / UID / role", []) if row[2] == "applied"},
         state_kinds(read("viewer/core/ovr-presentation-state.c"))),
        ("notes of a frame",
         {row[0] for row in have.get("code / when", [])}, notes(core, stream_codes)),
        ("SOP classes that are written",
         uids(written, 1), {uid for text in writers + [pictures] for uid in UID.findall(text) if uid.startswith(STORAGE)}),
        ("SOP classes that pictures are written as",
         uids(have.get("of pictures / UID / transfer syntax", []), 1), set(UID.findall(pictures))),
        ("transfer syntaxes that are written",
         uids(written, 2) - {SYNTAX + ".1"},
         {uid for text in writers for uid in UID.findall(text) if uid.startswith(SYNTAX + ".")}),
        ("SOP classes that the code knows and the statement doesn't name",
         literals - set(UID.findall(statement)), set()),
        ("product version and implementation identification",
         (facts.get("Version"), facts.get("Implementation Class UID (0002,0012) of written files"),
          facts.get("Implementation Version Name (0002,0013)")),
         (version, re.search(r'IMPLEMENTATION_CLASS_UID "([\d.]+)"', write_cc).group(1),
          re.search(r'IMPLEMENTATION_VERSION_NAME "(\w+)"', write_cc).group(1))),
    ]


def difference(stated, coded):
    if isinstance(stated, dict):
        stated, coded = set(stated.items()), set(coded.items())
    if isinstance(stated, set):
        return f"only stated: {sorted(map(str, stated - coded))}, only in the code: {sorted(map(str, coded - stated))}"
    return f"stated: {stated}, in the code: {coded}"


def check(root):
    results = compare((root / STATEMENT).read_text(encoding="utf-8"), root)
    failed = 0
    for number, (name, stated, coded) in enumerate(results, 1):
        good = stated == coded
        failed += not good
        print(f"{'ok' if good else 'not ok'} {number} - {name}" + ("" if good else f": {difference(stated, coded)}"))
    print(f"1..{len(results)}")
    return failed


def self_test(root):
    """A row that is lost from any table of the statement is found."""
    statement = (root / STATEMENT).read_text(encoding="utf-8")
    rows = [
        "| RLE Lossless |", "| HEVC/H.265 Main Profile |", "| YBR_FULL_422 |", "| ISO_IR 144,", "| stream-table |",
        "| Color Softcopy Presentation State Storage |", "| Ultrasound Multi-frame Image Storage |", "| Secondary Capture Image Storage, of pictures |", "| Version |",
        "| X-Ray Angiographic Bi-Plane Image Storage (retired) |",
    ]
    before = [stated != coded for _, stated, coded in compare(statement, root)]
    failed = 0
    for number, row in enumerate(rows, 1):
        cut = re.sub(r"^" + re.escape(row) + r".*\n", "", statement, flags=re.M)
        found = [stated != coded for _, stated, coded in compare(cut, root)] != before
        failed += not found
        print(f"{'ok' if found else 'not ok'} {number} - without {row.strip('| ')}")
    print(f"1..{len(rows)}")
    return 1 if failed else 0


def main():
    root = pathlib.Path(sys.argv[-1])
    if "--self-test" in sys.argv:
        return self_test(root)
    return 1 if check(root) else 0


sys.exit(main())
