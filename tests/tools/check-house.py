#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the sources against the house that CONTRIBUTING.md draws.

    check-house.py SOURCE-ROOT [BUILD-ROOT]
    check-house.py --self-test

Reads every #include, and with BUILD-ROOT every symbol that a folder's library
takes from another one. Prints one line for each broken rule; exits 1 if any.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

# What each folder may include. Arrows point down only; "app" sits on top.
MAY_USE = {
    "viewer/base": set(),
    "viewer/dicom": {"viewer/base"},
    "viewer/core": {"viewer/dicom", "viewer/base"},
    "viewer/phantom": {"viewer/dicom", "viewer/base"},
    "viewer/widget": {"viewer/core", "viewer/dicom", "viewer/base"},
    "report/core": {"viewer/base"},
    "report/source": {"report/core", "viewer/dicom", "viewer/base"},
    "report/export": {"report/core", "viewer/dicom", "viewer/base"},
    "report/sign": {"viewer/base"},
    "report/review": {"report/core", "viewer/base"},
    "report/widget": {"report/sign", "report/core", "viewer/base"},
}
MAY_USE["app"] = set(MAY_USE)

# Headers of libraries, and the only folders that may include them.
ONLY_IN = [
    (re.compile(r"^(gtk|gdk|gsk)/|^adwaita\.h|^libadwaita"), {"viewer/widget", "report/widget", "app"}, "GTK"),
    (re.compile(r"^dcmtk/"), {"viewer/dicom"}, "DCMTK"),
    (re.compile(r"^hpdf"), {"report/export"}, "libharu"),
    (re.compile(r"^openssl/"), {"report/sign"}, "OpenSSL"),
    (re.compile(r"^archive"), {"viewer/core"}, "libarchive"),
    (re.compile(r"^sqlite3\.h"), {"viewer/base", "viewer/core", "report/core", "report/review", "app"}, "SQLite"),
    (re.compile(r"^poppler"), {"report/source", "report/widget"}, "poppler"),
]

INCLUDE = re.compile(r'^\s*#\s*include\s+(?:"([^"]+)"|<([^>]+)>)', re.M)
CODE = {".c", ".h", ".cc", ".cpp", ".cxx", ".hh", ".hpp"}
CPLUSPLUS = {".cc", ".cpp", ".cxx", ".hh", ".hpp"}
NEEDS_SPDX = CODE | {".py", ".sh", ".build", ".css", ".ui"}
SPDX = "SPDX-License-Identifier: GPL-3.0-or-later"


def room_of(path):
    """The folder of the house that a file stands in, or None (tests, data)."""
    parts = path.parts
    if parts[0] == "app":
        return "app"
    room = "/".join(parts[:2])
    return room if room in MAY_USE else None


def source_files(root):
    for top in ("app", "viewer", "report", "resources", "tests"):
        for folder, folders, names in os.walk(root / top):
            folders[:] = [f for f in folders if not f.startswith((".", "__"))]
            for name in names:
                yield (pathlib.Path(folder) / name).relative_to(root)


def check_includes(path, text, home, problems):
    room = room_of(path)
    for own, foreign in INCLUDE.findall(text):
        if own:
            target = home.get(os.path.basename(own))
            if target and target != room and target not in MAY_USE[room]:
                problems.append(f"{path}: {room} may not include {own} of {target}")
        for pattern, folders, library in ONLY_IN:
            if pattern.search(own or foreign) and room not in folders:
                problems.append(f"{path}: {library} ({own or foreign}) does not belong into {room}")


def check_sources(root, problems):
    files = sorted(source_files(root))
    home, seen = {}, {}
    for path in files:
        if path.suffix in CODE:
            if path.name in seen and path.name != "main.c":
                problems.append(f"{path}: {seen[path.name]} has the same name")
            seen[path.name] = path
            if room_of(path):
                home[path.name] = room_of(path)
    for path in files:
        if path.suffix not in NEEDS_SPDX:
            continue
        text = (root / path).read_text(encoding="utf-8")
        if SPDX not in text[:400]:
            problems.append(f"{path}: no SPDX line")
        # What calls DCMTK with nothing in between, to be measured against, is C++ too.
        if path.suffix in CPLUSPLUS and room_of(path) != "viewer/dicom" and path.name != "bench-dcmtk.cc":
            problems.append(f"{path}: C++ belongs into viewer/dicom")
        if path.suffix in CODE and room_of(path):
            check_includes(path, text, home, problems)


def symbols_of(archive):
    """Names that an archive defines, and names that it only uses."""
    output = subprocess.run(["nm", "-g", "--format=posix", str(archive)], check=True,
                            capture_output=True, text=True).stdout
    defined, used = set(), set()
    for line in output.splitlines():
        words = line.split()
        if len(words) >= 2 and words[0].startswith("ovr_"):
            (used if words[1] == "U" else defined).add(words[0])
    return defined, used - defined


def check_symbols(build, problems):
    libraries = {}
    for archive in sorted(build.rglob("libovr-*.a")):
        room = room_of(archive.relative_to(build))
        if room:
            defined, used = libraries.setdefault(room, (set(), set()))
            more_defined, more_used = symbols_of(archive)
            defined |= more_defined
            used |= more_used
    if not libraries:
        problems.append(f"{build}: no library found, so no symbol was checked")
    for room, (_, used) in sorted(libraries.items()):
        for other, (defined, _) in sorted(libraries.items()):
            if other != room and other not in MAY_USE[room]:
                for name in sorted(used & defined):
                    problems.append(f"{room}: uses {name} () of {other}")


def check(root, build=None):
    problems = []
    check_sources(root, problems)
    if build:
        check_symbols(build, problems)
    return problems


def self_test():
    """Breaks each rule in a made-up tree and expects to be told."""
    spdx = "/* " + SPDX + " */\n"
    broken = {
        "viewer/base/ovr-a.c": (spdx + '#include "ovr-b.h"\n', "may not include ovr-b.h"),
        "report/core/ovr-c.c": (spdx + "#include <gtk/gtk.h>\n", "GTK"),
        "app/ovr-d.c": (spdx + "#include <hpdf.h>\n", "libharu"),
        "viewer/core/ovr-e.cc": (spdx, "C++ belongs"),
        "report/sign/ovr-f.c": ("int x;\n", "no SPDX line"),
        "report/sign/ovr-b.h": (spdx, "has the same name"),
        "report/export/ovr-g.c": (spdx + '#include "ovr-h.h"\n', "may not include ovr-h.h"),
    }
    sound = {"viewer/core/ovr-b.h": spdx, "viewer/core/ovr-h.h": spdx,
             "viewer/widget/ovr-i.c": spdx + '#include "ovr-h.h"\n#include <gtk/gtk.h>\n'}
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, text in {**sound, **{k: v[0] for k, v in broken.items()}}.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        problems = check(root)
    failed = 0
    for number, (name, (_, wanted)) in enumerate(broken.items(), 1):
        found = any(p.startswith(name) or p.startswith("viewer/core/ovr-b.h") and name.endswith("ovr-b.h")
                    for p in problems if wanted in p)
        print(f"{'ok' if found else 'not ok'} {number} - a broken rule is found: {wanted}")
        failed += not found
    unexpected = [p for p in problems if "ovr-i.c" in p]
    print(f"{'not ok' if unexpected else 'ok'} {len(broken) + 1} - a sound file is left alone")
    print(f"1..{len(broken) + 1}")
    return failed or bool(unexpected)


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    problems = check(*[pathlib.Path(p) for p in sys.argv[1:3]])
    for problem in problems:
        print(f"# {problem}")
    print(f"1..1\n{'not ok' if problems else 'ok'} 1 - every arrow points down")
    return 1 if problems else 0


sys.exit(main())
