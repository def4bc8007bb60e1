# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes axial CT slices as DICOM files, without any program of the project."""
import hashlib
import pathlib
import struct

CT = "1.2.840.10008.5.1.4.1.1.2"
EXPLICIT = "1.2.840.10008.1.2.1"


def uid(name):
    """A UID under 2.25 that a name stands for."""
    return f"2.25.{int.from_bytes(hashlib.sha256(name.encode()).digest()[:15], 'big')}"


def element(group, number, vr, value):
    if isinstance(value, str):
        value = value.encode("utf-8")
    if len(value) % 2:
        value += b"\0" if vr == "UI" else b" "
    head = struct.pack("<HH2s", group, number, vr.encode())
    if vr in ("OB", "OW"):
        return head + struct.pack("<HI", 0, len(value)) + value
    return head + struct.pack("<H", len(value)) + value


class Person:
    """What a header says of somebody."""

    def __init__(self, name, patient_id, birth="19600229", sex="F"):
        self.name, self.id, self.birth, self.sex = name, patient_id, birth, sex


def write_slice(path, person, study, series, number, rows=64, columns=48, date="20240314", description="CT chest"):
    """One image of "study" and "series" (any words), at 2 mm a number."""
    sop = uid(f"{person.name}{person.id}/{study}/{series}/{number}")
    meta = (element(0x0002, 0x0001, "OB", b"\0\1") + element(0x0002, 0x0002, "UI", CT) + element(0x0002, 0x0003, "UI", sop) +
            element(0x0002, 0x0010, "UI", EXPLICIT) + element(0x0002, 0x0012, "UI", uid("overread journeys")))
    row = struct.pack(f"<{columns}h", *(((x * 37 + number * 11) % 400) - 200 for x in range(columns)))
    data = b"".join((
        element(0x0008, 0x0005, "CS", "ISO_IR 192"), element(0x0008, 0x0016, "UI", CT), element(0x0008, 0x0018, "UI", sop),
        element(0x0008, 0x0020, "DA", date), element(0x0008, 0x0022, "DA", date), element(0x0008, 0x0060, "CS", "CT"),
        element(0x0008, 0x1030, "LO", description), element(0x0008, 0x103E, "LO", series),
        element(0x0010, 0x0010, "PN", person.name), element(0x0010, 0x0020, "LO", person.id),
        element(0x0010, 0x0030, "DA", person.birth), element(0x0010, 0x0040, "CS", person.sex),
        element(0x0018, 0x0050, "DS", "2"),
        element(0x0020, 0x000D, "UI", uid(f"{person.name}{person.id}/{study}")),
        element(0x0020, 0x000E, "UI", uid(f"{person.name}{person.id}/{study}/{series}")),
        element(0x0020, 0x0011, "IS", "1"), element(0x0020, 0x0013, "IS", str(number)),
        element(0x0020, 0x0032, "DS", f"0\\0\\{number * 2}"), element(0x0020, 0x0037, "DS", "1\\0\\0\\0\\1\\0"),
        element(0x0020, 0x0052, "UI", uid(f"{study} frame of reference")),
        element(0x0028, 0x0002, "US", struct.pack("<H", 1)), element(0x0028, 0x0004, "CS", "MONOCHROME2"),
        element(0x0028, 0x0010, "US", struct.pack("<H", rows)), element(0x0028, 0x0011, "US", struct.pack("<H", columns)),
        element(0x0028, 0x0030, "DS", "0.5\\0.8"), element(0x0028, 0x0100, "US", struct.pack("<H", 16)),
        element(0x0028, 0x0101, "US", struct.pack("<H", 16)), element(0x0028, 0x0102, "US", struct.pack("<H", 15)),
        element(0x0028, 0x0103, "US", struct.pack("<H", 1)), element(0x0028, 0x1052, "DS", "0"),
        element(0x0028, 0x1053, "DS", "1"), element(0x7FE0, 0x0010, "OW", row * rows)))
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"\0" * 128 + b"DICM" + element(0x0002, 0x0000, "UL", struct.pack("<I", len(meta))) + meta + data)
    return path


def write_series(folder, person, study, series, count, **more):
    for number in range(1, count + 1):
        write_slice(pathlib.Path(folder) / f"{series}-{number:05}.dcm", person, study, series, number, **more)
