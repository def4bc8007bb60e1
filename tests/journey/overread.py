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
