#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo case goes the whole way, and every number that a program reads on
the way is held against the phantom's truth.

    demo-case.py PHANTOM-TRUTH REPORT-SCHEMA
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys

import jsonschema

from overread import READER, Run, Tap, workspace, write_state

# A sample of the phantom's attenuation differs from its formula by noise and
# partial volume: single pixels by up to four standard deviations.
HU_TOLERANCE = 60


def have(program):
    return shutil.which(program) is not None


def output(*words):
    return subprocess.run([str(w) for w in words], capture_output=True, check=False).stdout.decode(errors="replace")


def check_info(tap, images, truth):
    """Counts, order, spacing and health as the phantom made them."""
    run = Run("info", images, "--json")
    if not tap.ok(run.code == 0, "info reads both studies", run):
        return
    info = run.json
    tap.equal(len(info["patients"]), 1, "they are one patient's")
    series = {s["uid"]: s for s in info["series"]}
    for name in ("prior", "current"):
        wanted, found = truth[name], series[truth[name]["seriesUid"]]
        pixel = wanted["fovMm"] / wanted["matrix"]
        tap.equal((found["instances"], found["rows"], found["columns"]),
                  (wanted["slices"], wanted["matrix"], wanted["matrix"]), f"{name}: images and matrix")
        tap.ok(all(abs(a - b) < 1e-6 for a, b in zip(found["spacing"], [pixel, pixel, wanted["spacingMm"]])),
               f"{name}: spacing is row, column, slice", found["spacing"])
        tap.ok(all(abs(a - b) < 1e-6 for a, b in zip(found["orientation"], [1, 0, 0, 0, 1, 0])),
               f"{name}: orientation", found["orientation"])
        tap.equal(len(set(found["order"])), wanted["slices"], f"{name}: each image stands once in the order")
        # Ascending along row × column, which is from the feet to the head here;
        # instance 1 is the highest.
        places = {uid: index for index, uid in enumerate(found["order"])}
        seen = [wanted[part] for part in ("nodule", "adrenal", "aorta", "liver") if wanted[part]["sopUid"]]
        tap.ok(all(places[a["sopUid"]] > places[b["sopUid"]] for a in seen for b in seen if a["image"] < b["image"]),
               f"{name}: the order follows the patient")
        codes = [h["code"] for h in found["health"]]
        tap.equal(codes, ["missing-slices"] if wanted["missing"] else [], f"{name}: health")


def find_file(images, name, image):
    return images / name / f"CT03-{image:04}.dcm"


def check_values(tap, images, truth):
    for name in ("prior", "current"):
        for part in ("nodule", "adrenal", "focus", "aorta", "liver", "air"):
            wanted = truth[name][part]
            if not wanted["sopUid"]:
                continue
            at = f"{round(wanted['column'])},{round(wanted['row'])}"
            run = Run("value", find_file(images, name, wanted["image"]), "--frame", "1", "--at", at, "--json")
            good = run.code == 0 and run.json["unit"] == "HU" and abs(run.json["value"] - wanted["hu"]) <= HU_TOLERANCE
            tap.ok(good, f"{name}: the {part} has {wanted['hu']:.0f} HU", run)


def check_report(tap, case, truth, schema):
    """The finished report says the truth: sizes, values, images."""
    report = json.loads((case / "report.json").read_text(encoding="utf-8"))
    problems = list(jsonschema.Draft202012Validator(schema).iter_errors(report))
    tap.ok(not problems, "report.json follows the schema", problems[:3])
    measured = [(m["label"], m["measurement"]["value"], m["measurement"]["unit"], m["studyUid"])
                for f in report["findings"] for m in f["measurements"]]
    current, prior = truth["current"], truth["prior"]
    for study, part in ((current, "nodule"), (prior, "nodule"), (current, "adrenal"), (current, "focus")):
        wanted = study[part]["longestMm"]
        tap.ok(any(m[2] == "mm" and m[3] == study["studyUid"] and abs(m[1] - wanted) < 1.0 for m in measured),
               f"the report measures the {part} at {wanted:.0f} mm", measured)
    tap.ok(any(m[2] == "[hnsf'U]" and abs(m[1] - current["adrenal"]["hu"]) < 3 for m in measured),
           "the report has the adrenal nodule's attenuation", measured)
    shown = {k["view"]["image"]["sopUid"] for f in report["findings"] for k in f["keyImages"]}
    for part in ("nodule", "adrenal", "focus"):
        tap.ok(current[part]["sopUid"] in shown, f"a key image shows the {part}", shown)
    return report


def check_other_programs(tap, pdf):
    if have("pdfsig"):
        text = output("pdfsig", pdf)
        tap.ok("Signature is Valid" in text and "Total document signed" in text and "Not total" not in text,
               "pdfsig: valid, total document signed", text)
    else:
        tap.skip("pdfsig: valid, total document signed", "pdfsig is not installed")
    if have("mutool"):
        text = output("mutool", "sign", "-v", pdf)
        tap.ok("unchanged since signing" in text, "mutool: unchanged since signing", text)
    else:
        tap.skip("mutool: unchanged since signing", "mutool is not installed")
    if have("qpdf"):
        done = subprocess.run(["qpdf", "--check", pdf], capture_output=True, check=False)
        tap.ok(done.returncode == 0 and b"WARNING" not in done.stderr + done.stdout, "qpdf: no error and no warning",
               (done.stdout + done.stderr).decode())
    else:
        tap.skip("qpdf: no error and no warning", "qpdf is not installed")


def sentences(report):
    """What a reader wrote, piece by piece."""
    yield report["answer"]
    yield report["urgency"]
    yield from report["impression"].split("\n")
    yield from report["limitations"].split("\n")
    for claim in report["claims"]:
        yield claim["comment"]
        yield claim["translation"]
    for finding in report["findings"]:
        yield finding["title"]
        yield finding["text"]
    for answer in report["answers"]:
        yield answer["text"]
    for question in report["referral"]["questions"]:
        yield question["text"]
    for advice in report["recommendations"]:
        yield advice["action"]


def flat(text):
    """Words only: no-break characters, joiners and line ends don't count."""
    for gone in "\u2060\u200b\u2066\u2067\u2068\u2069":
        text = text.replace(gone, "")
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def check_pages(tap, pdf, report):
    text = output("pdftotext", pdf, "-")
    pages = text.rstrip("\f").split("\f")
    tap.ok(all("PHANTOM, not a patient" in flat(page) for page in pages), "every page says that it is a phantom")
    words = flat(text)
    lost = [s for s in sentences(report) if s and flat(s) not in words]
    tap.ok(not lost, "pdftotext gives back every sentence", lost)


def check_forgery(tap, pdf, here, certificate):
    """One changed byte, one appended byte, one replaced page: never valid."""
    sound = pdf.read_bytes()
    forged = here / "forged.pdf"

    def verdict(data):
        forged.write_bytes(data)
        run = Run("verify", forged, "--trust", certificate, "--json")
        return run.json["verdict"] if run.code in (0, 1) and run.out else f"exit {run.code}"

    # Every place is tried by the unit tests; here a stride that meets them all
    # over, and both ends.
    places = [*range(0, len(sound), len(sound) // 40), len(sound) - 1]
    passed = [p for p in places if verdict(sound[:p] + bytes([sound[p] ^ 1]) + sound[p + 1:]) in ("valid", "valid-untrusted")]
    tap.ok(not passed, f"{len(places)} single changed bytes are all found", passed)
    tap.ok(verdict(sound + b"\n") not in ("valid", "valid-untrusted"), "an appended byte is found")
    tap.ok(verdict(sound[:-1]) not in ("valid", "valid-untrusted"), "a cut file is found")
    if not have("qpdf"):
        tap.skip("a replaced page is found", "qpdf is not installed")
        return
    subprocess.run(["qpdf", pdf, "--pages", pdf, "2,2-z", "--", forged], check=False, capture_output=True)
    tap.ok(verdict(forged.read_bytes()) not in ("valid", "valid-untrusted"), "a replaced page is found")


def check_outputs(tap, report, here):
    """What stands where a file is to be written: a link stays a link, a device a device."""
    target, link, loop, pipe, got = (here / name for name in ("target.txt", "link.txt", "loop.txt", "pipe", "got.txt"))
    target.write_bytes(b"")
    link.symlink_to(target)
    loop.symlink_to(loop)
    tap.ok(Run("export", report, "--text", link).code == 0 and link.is_symlink() and target.stat().st_size > 0,
           "a link is followed and stays a link")
    for place in (loop, here):
        run = Run("export", report, "--text", place)
        tap.ok(run.code == 3 and run.err.count("\n") == 1, "what can't be written is told", run)
    tap.ok(loop.is_symlink(), "a link to itself stays")
    named = here / "absent" / "Musterfrau_Anna" / "out.txt"
    run = Run("export", report, "--text", named)
    tap.ok(run.code == 3 and "No such file" in run.err and "Musterfrau" not in run.err, "the message names no folder", run)
    # A pipe stands for the devices: the test may run as root, who would lose one.
    os.mkfifo(pipe)
    with open(got, "wb") as sink, subprocess.Popen(["cat", str(pipe)], stdout=sink) as reader:
        run = Run("export", report, "--text", pipe)
        if not tap.ok(run.code == 0 and pipe.is_fifo(), "a pipe is written into, not replaced", run):
            reader.kill()
    tap.ok(got.read_bytes() == target.read_bytes(), "and carries the whole text")


def pictures(pdf, here):
    """Mean brightness of the pictures in a PDF, in their order."""
    folder = here / f"{pdf.stem}-pictures"
    folder.mkdir()
    subprocess.run(["pdfimages", pdf, folder / "p"], check=True, capture_output=True)
    means = []
    for picture in sorted(folder.iterdir()):
        data = picture.read_bytes().split(b"\n", 3)[3]
        means.append(sum(data) / max(len(data), 1))
    return means


def check_presentation(tap, case, images, here):
    """A figure is what its presentation state makes of the image, or nothing."""
    if not (have("dump2dcm") and have("pdfimages")):
        tap.ok(True, "a figure follows its presentation state # SKIP no dump2dcm or pdfimages")
        return
    report = json.loads((case / "report.json").read_text(encoding="utf-8"))
    key_image = next(k for f in report["findings"] for k in f["keyImages"])
    uid = key_image["view"]["image"]["sopUid"]
    file = next(path for path in images.rglob("*.dcm") if uid.encode() in path.read_bytes()[:4096])

    plain, inverted, missing = here / "plain.pdf", here / "inverted.pdf", here / "missing.pdf"
    changed = here / "presentation.json"
    Run("export", case / "report.json", "--pdf", plain, "--images", images)
    key_image["view"].update(presentationUid="2.25.20960901", windowCenter=None, windowWidth=None)
    changed.write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
    run = Run("export", changed, "--pdf", missing, "--images", images)
    tap.ok(run.code == 3 and not missing.exists() and "presentation state" in run.err,
           "a figure whose presentation state is missing is not written as something else", run)

    state = images / "state.dcm"
    write_state(file, state, "2.25.20960901", "INVERTED", shape="INVERSE")
    run = Run("export", changed, "--pdf", inverted, "--images", images)
    before, after = pictures(plain, here), pictures(inverted, here) if inverted.exists() else []
    tap.ok(run.code == 0 and len(before) == len(after) and sum(abs(a - b) > 20 for a, b in zip(before, after)) == 1,
           "a figure follows its presentation state", (run, before, after))
    state.unlink()


def main():
    tap = Tap()
    truth = json.loads(output(sys.argv[1]))
    schema = json.loads(pathlib.Path(sys.argv[2]).read_text(encoding="utf-8"))
    folder, here = workspace()
    case = here / "demo"
    images = case / "images"

    run = Run("demo", case)
    if not tap.ok(run.code == 0, "the demo case is written", run):
        tap.done()
    for name in ("original-report.pdf", "original-report.txt", "request.txt", "report.json", "identity.p12",
                 "identity.pass", "identity.pem"):
        tap.ok((case / name).stat().st_size > 0, f"it has {name}")
    tap.equal((case / "identity.p12").stat().st_mode & 0o777, 0o600, "nobody else may read the key")

    check_info(tap, images, truth)
    check_values(tap, images, truth)
    run = Run("import", images, "--json")
    wanted = sum(1 for _ in images.rglob("*.dcm"))
    tap.ok(run.code == 0 and run.json["instances"] == wanted and run.json["skipped"] == [] and len(run.json["cases"]) == 1,
           "every image is imported, into one case", run)
    tap.equal({s["uid"]: s["instances"] for s in run.json["studies"]}[truth["prior"]["studyUid"]],
              truth["prior"]["slices"], "the prior study's images are counted")
    cases = Run("cases", "--json").json
    tap.ok(len(cases) == 1 and sorted(cases[0]["studies"]) == sorted(truth[n]["studyUid"] for n in ("prior", "current")),
           "the case holds both studies", cases)

    report = check_report(tap, case, truth, schema)
    run = Run("report", "check", case / "report.json", "--images", images, "--json")
    tap.ok(run.code == 0 and run.json["errors"] == [], "nothing stops the signature", run)

    pdf, draft = here / "opinion.pdf", here / "draft.pdf"
    sign = ["--sign", case / "identity.p12", "--passphrase-file", case / "identity.pass"]
    run = Run("export", case / "report.json", "--pdf", pdf, "--images", images, *sign)
    if not tap.ok(run.code == 0, "the second opinion is signed", run):
        tap.done()
    run = Run("verify", pdf, "--trust", case / "identity.pem", "--json")
    tap.ok(run.code == 0 and run.json["verdict"] == "valid" and run.json["signer"] == READER and run.json["level"] == "B-B",
           "the verdict is valid", run)
    run = Run("export", case / "report.json", "--pdf", draft, "--images", images)
    pages = output("pdftotext", draft, "-").rstrip("\f").split("\f")
    tap.ok(run.code == 0 and all("DRAFT" in page for page in pages), "each page of a draft says DRAFT", run)
    tap.ok(b"/Sig" not in draft.read_bytes(), "a draft has no signature field")

    check_other_programs(tap, pdf)
    check_pages(tap, pdf, report)
    check_forgery(tap, pdf, here, case / "identity.pem")

    again = here / "again.pdf"
    fixed = {"SOURCE_DATE_EPOCH": "1795453680"}
    for file in (draft, again):
        Run("export", case / "report.json", "--pdf", file, "--images", images, env=fixed)
    tap.ok(draft.read_bytes() == again.read_bytes(), "the same report at the same time gives the same bytes")

    check_presentation(tap, case, images, here)
    check_outputs(tap, case / "report.json", here)
    wrong = here / "wrong.pass"
    wrong.write_text("nothing\n", encoding="utf-8")
    refused = here / "refused.pdf"
    run = Run("export", case / "report.json", "--pdf", refused, "--images", images, "--sign", case / "identity.p12",
              "--passphrase-file", wrong)
    tap.ok(run.code == 3 and run.err.count("\n") == 1 and not refused.exists(), "a wrong passphrase leaves no file", run)
    report["claims"][0]["verdict"] = "open"
    broken = here / "open.json"
    broken.write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
    run = Run("export", broken, "--pdf", refused, "--images", images, *sign)
    tap.ok(run.code == 1 and not refused.exists(), "an open claim stops the signature, and nothing is written", run)
    folder.cleanup()
    tap.done()


main()
