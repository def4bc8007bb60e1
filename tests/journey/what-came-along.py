# SPDX-License-Identifier: GPL-3.0-or-later
"""A medium with more on it than images: a report, a request, pictures, and the
disc's own viewer. What is no image is offered, in a line above the images;
chosen, it becomes a document or a study of pictures."""
import json
import pathlib
import shutil
import struct
import subprocess
import tempfile
import zlib

from slices import Person, write_series
from window import PROGRAM, Program, Tap, saved

ANNA = Person("Muster^Anna", "4711")
WIDTH, HEIGHT = 401, 303
REQUEST = "Dear colleague,\n\nis the nodule in the right upper lobe suspicious?\n"


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def rgb(width, height):
    return bytes((x * 5 + y * 3 + c * 70) % 256 for y in range(height) for x in range(width) for c in range(3))


def png(path, width, height):
    pixels = rgb(width, height)
    rows = b"".join(b"\0" + pixels[y * width * 3:(y + 1) * width * 3] for y in range(height))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) +
                     chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def turned_jpeg(path, width, height):
    """One whose first row is to be shown at the right: Exif orientation 6."""
    plain = path.with_suffix(".png")
    png(plain, width, height)
    subprocess.run(["convert", str(plain), str(path)], check=True)
    plain.unlink()
    exif = b"Exif\0\0" + struct.pack("<2sHIHHHIHHI", b"II", 42, 8, 1, 0x0112, 3, 1, 6, 0, 0)
    jpeg = path.read_bytes()
    path.write_bytes(jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + jpeg[2:])


def pdf(path, lines):
    """A page of text."""
    text = "BT /F1 11 Tf 14 TL 60 780 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
               f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
               "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    path.write_text(f"{out}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n"
                    f"<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n", encoding="ascii")


def make_medium(folder):
    write_series(folder / "DICOM", ANNA, "study", "native", 3)
    pdf(folder / "Report.pdf", ["Chest CT, 14 March 2024", "Findings:", "Nodule in the right upper lobe, 8 mm.", "No pleural effusion."])
    (folder / "Request.txt").write_text(REQUEST, encoding="utf-8")
    png(folder / "photo 1.png", WIDTH, HEIGHT)
    turned_jpeg(folder / "photo 2.jpg", 400, 320)
    # What belongs to the disc.
    (folder / "autorun.inf").write_text("[autorun]\nopen=viewer\\viewer.exe\n", encoding="ascii")
    (folder / "autorun.exe").write_bytes(b"MZ\x90\0")
    (folder / "README.TXT").write_text("Start the viewer.\n", encoding="ascii")
    png(folder / "logo.png", 64, 64)
    (folder / "viewer").mkdir()
    (folder / "viewer" / "viewer.exe").write_bytes(b"MZ\x90\0")
    pdf(folder / "viewer" / "Manual.pdf", ["How the viewer is used"])
    png(folder / "viewer" / "skin" / "background.png", 640, 480)


def choose(program, name, steps):
    """Turns the menu of a file so many entries down."""
    program.click(program.find("combo box", f"What “{name}” is"))
    program.key(*["Down"] * steps, "Return")


def written(library):
    return sorted(pathlib.Path(f"{library}.files").glob("pictures-*/*.dcm"))


def header(path):
    done = subprocess.run([PROGRAM, "dump", str(path)], capture_output=True, text=True, check=True)
    return done.stdout


def check_pictures(tap, library):
    first, second = written(library)
    tap.ok(first.read_bytes().rstrip(b"\0").endswith(rgb(WIDTH, HEIGHT).rstrip(b"\0")), "a PNG's pixels are kept to the bit")
    tap.ok("photo 1.png" in header(first) and "photo 2.jpg" in header(second), "each says which file it was")
    info = json.loads(subprocess.run([PROGRAM, "info", str(second), "--json"], capture_output=True, check=True).stdout)
    tap.ok("secondary-capture" in json.dumps(info), "the health remarks say what they are", info)
    tap.ok("(0028,0030)" not in header(second) and "(0028,2110)" in header(second), "no spacing is claimed, and a JPEG's loss is told")
    lines = {line.split()[0]: line for line in header(second).splitlines() if line.startswith("(0028,001")}
    done = subprocess.run([PROGRAM, "value", str(first), "--at", "2,1", "--json"], capture_output=True, check=True)
    tap.equal(tuple(json.loads(done.stdout)["stored"]), tuple(rgb(WIDTH, HEIGHT)[(WIDTH + 2) * 3:][:3]), "a value reads as it was")
    tap.ok("400" in lines["(0028,0010)"] and "320" in lines["(0028,0011)"], "a turned photograph stands upright", lines)


OFFER = "What came along with these images: 1 PDF, 1 text and 2 pictures."


def from_an_archive(tap, medium, folder):
    """The same packed: what its members are is known, and nothing else of them
    comes into the library's folder."""
    library = folder / "packed.sqlite"
    packed = shutil.make_archive(folder / "disc", "zip", medium)
    program = Program(packed, library=library)
    program.wait(lambda: "image" in program.image(), "the case")
    tap.ok(program.shows(OFFER, 10), "members of an archive are offered, too")
    program.activate()
    program.key("ctrl+shift+k")
    choose(program, "Report.pdf", 1)
    program.find("push button", "All Pictures Into a Study").press()
    program.find("push button", "Add to the Case").press()
    program.wait(lambda: len(written(library)) == 2, "the study of pictures")
    program.wait(lambda: saved(library).get("documents"), "the document")
    tap.ok(written(library)[0].read_bytes().rstrip(b"\0").endswith(rgb(WIDTH, HEIGHT).rstrip(b"\0")), "and their pixels are kept as well")
    tap.equal({path.suffix for path in pathlib.Path(f"{library}.files").rglob("*") if path.is_file()}, {".dcm"},
              "what isn't chosen isn't stored")
    tap.equal(program.close(), 0, "the program ends")


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        library, medium = folder / "library.sqlite", folder / "medium"
        make_medium(medium)
        from_an_archive(tap, medium, folder)
        program = Program(medium, library=library)
        program.wait(lambda: "image" in program.image(), "the case")
        program.says(OFFER)
        tap.ok(not saved(library).get("documents"), "they are offered in a line, and nothing is taken unasked")
        program.activate()
        program.key("ctrl+shift+k")
        program.find("push button", "Add to the Case")
        listed = program.labels()
        tap.ok({"Manual.pdf", "background.png", "logo.png", "README.TXT", "Not offered"} <= set(listed), "what belongs to the disc is listed", listed)
        offered = {thing.name for thing in program.all("combo box") if thing.name.startswith("What “")}
        tap.equal(offered, {f"What “{name}” is" for name in ("Report.pdf", "Request.txt", "photo 1.png", "photo 2.jpg")},
                  "and only the rest is offered")
        tap.ok(not program.find("push button", "Add to the Case").sensitive, "nothing is chosen at first")
        choose(program, "Report.pdf", 1)
        choose(program, "Request.txt", 2)
        program.find("push button", "All Pictures Into a Study").press()
        program.find("push button", "Add to the Case").press()

        report = program.wait(lambda: saved(library) if len(saved(library).get("documents", [])) == 2 else None, "two documents")
        tap.equal({(document["role"], document["sourceFile"]) for document in report["documents"]},
                  {("original", "Report.pdf"), ("request", "Request.txt")}, "a report and a request are documents of the case")
        tap.ok(program.shows("Blind reading: the original is sealed", 5), "the original is sealed at once")
        tap.ok(report["claims"], "the report's statements are claims")
        tap.equal({claim["documentId"] for claim in report["claims"]},
                  {document["id"] for document in report["documents"] if document["role"] == "original"}, "those of the request aren't")
        report = program.wait(lambda: saved(library) if len(saved(library).get("studies", [])) == 2 else None, "the study of pictures")
        tap.equal([study["role"] for study in report["studies"]], ["current", "other"], "pictures of an unknown day are no prior")
        tap.equal(len(written(library)), 2, "two pictures became images")
        check_pictures(tap, library)
        tap.ok(not any("came along with these" in text for text in program.labels()), "the line is gone")
        tap.equal(program.close(), 0, "the program ends")
    tap.done()


main()
