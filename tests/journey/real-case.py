#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real case goes the whole way: import, report, verdicts, signature, verdict.

Uses a series by others from OVERREAD_SAMPLES and skips where it is absent.
"""
import json
import subprocess

from overread import READER, SAMPLES, Run, Tap, new_identity, workspace

ORIGINAL = """MRI OF THE BRAIN

Technique
Sagittal T1-weighted sequence without contrast.

Findings
The ventricles are normal in size and position.
No mass effect and no midline shift.
A small lesion in the left frontal white matter cannot be excluded.

Impression
No acute abnormality.
Clinical correlation is recommended.
"""
QUESTION = "Is there a lesion in the left frontal lobe?"


def judge(report):
    """Fills what a reader would: verdicts, an answer, a recommendation, a name."""
    for claim in report["claims"]:
        hedged = "cannot be excluded" in claim_text(report, claim)
        claim["verdict"] = "disagree" if hedged else "agree"
        claim["comment"] = "There is no lesion on any of the 35 images." if hedged else None
        claim["impact"] = "minor" if hedged else "none"
    report["answer"] = "There is no lesion in the left frontal lobe; the original's doubt is resolved."
    report["urgency"] = "No urgency."
    report["impression"] = "Normal sagittal T1-weighted series."
    report["answers"] = [{"questionId": question["id"], "lead": "No.", "text": "No lesion on the submitted images.",
                          "certainty": "likely", "findingIds": [], "reopenedAt": None} for question in report["referral"]["questions"]]
    report["recommendations"] = [{"actor": "Referring physician", "action": "No further imaging for this question.",
                                  "by": None, "byText": "none"}]
    report["adequacy"] = "One sagittal series; enough for the question with the limits below."
    report["limitations"] = "T1-weighted images alone do not show every small lesion."
    report["referral"].update(requester="Dr B. Keller", specialty="neurology", asked="2026-11-20",
                              decision="before a change of treatment", reason="inconclusive")
    report["reader"].update(name=READER, qualification="MD", specialty="neuroradiology", licence="12345",
                            jurisdiction="Portugal", institution="Overread practice", telephone="+351 210 000 000")


def claim_text(report, claim):
    text = next(d["text"] for d in report["documents"] if d["id"] == claim["documentId"])
    return text[claim["start"]:claim["end"]]


def main():
    tap = Tap()
    series = SAMPLES / "dicom" / "series" / "mr_t1_sag_HFS_35"
    if not series.is_dir():
        tap.skip("a real case goes the whole way", "the sample series are absent")
        tap.done()
    folder, here = workspace()

    run = Run("import", series, "--json")
    if not tap.ok(run.code == 0 and run.json["instances"] == 35, "35 images are imported", run):
        tap.done()
    tap.equal(len(run.json["cases"]), 1, "they are one case")
    again = Run("import", series, "--json").json
    tap.ok(again["duplicates"] == 35 and again["cases"] == run.json["cases"], "a second import adds nothing", again)
    case = run.json["cases"][0]
    cases = Run("cases", "--json").json
    tap.ok([c["id"] for c in cases] == [case], "the case is listed", cases)

    original, report_file = here / "original.txt", here / "r.json"
    original.write_text(ORIGINAL, encoding="utf-8")
    run = Run("report", "new", "--case", case, "--template", "general", "--original", original,
              "--question", QUESTION, "-o", report_file)
    if not tap.ok(run.code == 0, "a report is begun", run):
        tap.done()
    report = json.loads(report_file.read_text(encoding="utf-8"))
    quotes = [claim_text(report, claim) for claim in report["claims"]]
    tap.ok(all(sentence in " ".join(quotes) for sentence in
               ["No mass effect and no midline shift.", "Clinical correlation is recommended."]),
           "every sentence of the original is a claim", quotes)
    run = Run("report", "check", report_file, "--images", series, "--json")
    tap.ok(run.code == 1 and any("claim" in e["code"] for e in run.json["errors"]),
           "open claims stop the signature", run)

    judge(report)
    report_file.write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
    run = Run("report", "check", report_file, "--images", series, "--json")
    tap.ok(run.code == 0 and run.json["errors"] == [], "the finished report may be signed", run)

    made, key, phrase, certificate = new_identity(here)
    tap.ok(made.code == 0 and certificate.exists(), "an identity is made", made)
    pdf, draft = here / "opinion.pdf", here / "draft.pdf"
    run = Run("export", report_file, "--pdf", draft, "--images", series)
    tap.ok(run.code == 0 and Run("verify", draft, "--json").json["verdict"] == "unsigned", "the draft is unsigned", run)
    run = Run("export", report_file, "--pdf", pdf, "--images", series, "--sign", key, "--passphrase-file", phrase)
    if not tap.ok(run.code == 0, "the report is signed", run):
        tap.done()
    run = Run("verify", pdf, "--trust", certificate, "--json")
    tap.ok(run.code == 0 and run.json["verdict"] == "valid" and run.json["signer"] == READER, "the signature is valid", run)
    run = Run("verify", pdf, "--json")
    tap.ok(run.code == 1 and run.json["verdict"] == "valid-untrusted", "without trust it is said to be unknown", run)

    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, check=True).stdout.decode()
    flat = " ".join(text.split())
    for sentence in [report["answer"], QUESTION, "There is no lesion on any of the 35 images.", "No acute abnormality.",
                     report["limitations"]]:
        tap.ok(sentence in flat.replace("\u00a0", " "), f"the page says: {sentence[:40]}…", flat[:1500])
    folder.cleanup()
    tap.done()


main()
