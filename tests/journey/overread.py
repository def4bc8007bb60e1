# SPDX-License-Identifier: GPL-3.0-or-later
"""What the journeys share: running the program, TAP lines, a demo case."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

PROGRAM = os.environ.get("OVERREAD_PROGRAM", "overread")
SAMPLES = pathlib.Path(os.environ.get("OVERREAD_SAMPLES", "/nonexistent"))
READER = "Dr Maria Silva"


class Tap:
    """Numbers and prints TAP lines; a failure does not stop the journey."""

    def __init__(self):
        self.number = self.failed = 0

    def ok(self, good, name, why=""):
        self.number += 1
        self.failed += not good
        print(f"{'ok' if good else 'not ok'} {self.number} - {name}", flush=True)
        if not good and why:
            for line in str(why).splitlines()[:20]:
                print(f"#   {line}", flush=True)
        return good

    def equal(self, found, wanted, name):
        return self.ok(found == wanted, name, f"found {found!r}, wanted {wanted!r}")

    def skip(self, name, why):
        self.number += 1
        print(f"ok {self.number} - {name} # SKIP {why}", flush=True)

    def done(self):
        print(f"1..{self.number}")
        sys.exit(1 if self.failed or not self.number else 0)


class Run:
    """One call of the program, finished."""

    def __init__(self, *words, env=None, **more):
        environment = {**os.environ, **(env or {})}
        done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, env=environment,
                              timeout=600, check=False, **more)
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr.decode(errors="replace")

    @property
    def text(self):
        return self.out.decode()

    @property
    def json(self):
        return json.loads(self.out)

    def __str__(self):
        return f"exit {self.code}\n{self.err}\n{self.out[:600].decode(errors='replace')}"


def workspace():
    """A folder that goes away with the returned object, and a library in it."""
    folder = tempfile.TemporaryDirectory(prefix="overread-")
    os.environ["OVERREAD_LIBRARY"] = str(pathlib.Path(folder.name) / "library.sqlite")
    os.environ["XDG_DATA_HOME"] = folder.name
    return folder, pathlib.Path(folder.name)


def new_identity(folder, name=READER):
    """A local identity: key file, passphrase file, certificate."""
    key, phrase = folder / "id.p12", folder / "id.pass"
    phrase.write_text("correct horse\n", encoding="utf-8")
    made = Run("identity", "new", "--name", name, "-o", key, "--passphrase-file", phrase)
    return made, key, phrase, folder / "id.pem"


STATE = """(0008,0005) CS [ISO_IR 192]
(0008,0016) UI [1.2.840.10008.5.1.4.1.1.11.1]
(0008,0018) UI [{uid}]
(0008,0060) CS [PR]
(0008,1115) SQ
(fffe,e000) na
(0008,1140) SQ
(fffe,e000) na
(0008,1155) UI [{image}]
(fffe,e00d) na
(fffe,e0dd) na
(fffe,e00d) na
(fffe,e0dd) na
{copied}(0020,000e) UI [2.25.20960902]
(0028,3110) SQ
(fffe,e000) na
(0028,1050) DS [40]
(0028,1051) DS [400]
(fffe,e00d) na
(fffe,e0dd) na
{marks}(0070,005a) SQ
(fffe,e000) na
(0070,0052) SL 1\\1
(0070,0053) SL {columns}\\{rows}
(0070,0100) CS [SCALE TO FIT]
(0070,0102) IS [1\\1]
(fffe,e00d) na
(fffe,e0dd) na
(0070,0080) CS [{label}]
(0070,0081) LO [{description}]
(2050,0020) CS [{shape}]
"""

MARKS = """(0070,0001) SQ
(fffe,e000) na
(0070,0002) CS [MARKS]
(0070,0008) SQ
(fffe,e000) na
(0070,0004) CS [PIXEL]
(0070,0006) ST [{text}]
(0070,0014) FL {column}\\{row}
(0070,0015) CS [N]
(fffe,e00d) na
(fffe,e0dd) na
(fffe,e00d) na
(fffe,e0dd) na
"""


def write_state(image, path, uid, label, description="", shape="IDENTITY", text=None):
    """A grey presentation state of one image, by DCMTK's tools; with words in
    the middle of the picture where @text is given."""
    def dump(*tags):
        words = [word for tag in tags for word in ("+P", tag)]
        return subprocess.run(["dcmdump", "-q", "+L", *words, image], capture_output=True, check=True).stdout.decode()

    def value(tag):
        found = dump(tag).split("#")[0].split(None, 2)[2].strip()
        return found.strip("[]")

    copied = dump("0010,0010", "0010,0020", "0010,0021", "0010,0030", "0010,0040", "0020,000d", "0028,1052",
                  "0028,1053", "0028,1054")
    copied = "".join(line.split("#")[0].rstrip() + "\n" for line in copied.splitlines())
    columns, rows = int(value("0028,0011")), int(value("0028,0010"))
    marks = MARKS.format(text=text, column=columns // 2, row=rows // 2) if text else ""
    listing = path.with_suffix(".txt")
    listing.write_text(STATE.format(uid=uid, image=value("0008,0018"), copied=copied, columns=columns, rows=rows,
                                    label=label, description=description, shape=shape, marks=marks), encoding="utf-8")
    subprocess.run(["dump2dcm", "-q", listing, path], check=True)
    listing.unlink()
