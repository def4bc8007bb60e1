#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real series by others: how many series and parts, in which order, and what is
wrong with each. The order is held against positions that another program reads."""
import collections
import itertools
import shutil
import subprocess

from overread import SAMPLES, Run, Tap

DCMDUMP = shutil.which("dcmdump")
THICK = ["thick-slices"]
MIXED = ["mixed-patients"]

# Folder: instances, series, and for each kind of part (description, parts,
# images of each part, findings of each part).
TABLE = {
    "series/ct_3slice_with_seg": (16, 10, [
        ("Image 23x38x3", 1, 3, MIXED), ("Image 24x38x3", 1, 3, MIXED), ("Multiframe image 23x38x3", 1, 3, MIXED),
        ("Multiframe image 24x38x3", 1, 3, MIXED), ("", 1, 3, MIXED), ("Liver Segmentation", 1, 3, MIXED),
        ("Segmentation 24x38x3", 1, 3, MIXED), ("Segmentation", 7, None, MIXED)]),
    "series/ct_head_philips_1mm_140": (140, 1, [("STD BRAIN 1MM, iDose", 1, 140, [])]),
    "series/ct_head_small_93": (93, 1, [("None", 1, 93, [])]),
    "series/ct_missing_and_duplicate_slices_11": (11, 1, [
        ("CT0", 1, 11, [*(f"missing-slices after image {n}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 10)), "duplicate-position images 9 and 10"])]),
    "series/mr_brain_fse_pd_20": (20, 1, [("FSE PD AXIAL OBL", 1, 20, [])]),
    "series/mr_prostate_adc_20": (20, 1, [("Apparent Diffusion Coefficient (mm?/s)", 1, 20, [])]),
    "series/mr_t1_sag_HFS_35": (35, 1, [("t1_fl2d_sag", 1, 35, [])]),
    "series/mr_xa30_enhanced_multiseries": (41, 9, [
        ("anat-T1w_acq-tfl", 2, 96, []), ("func-bold_task-fa_run-1", 20, 33, []), ("gre_field_mapping", 3, 33, []),
        ("asl_2d_tra", 7, 12, THICK), ("Perfusion_Weighted", 1, 12, THICK), ("relCBF", 1, 12, THICK),
        ("PhoenixZIPReport", 1, 0, [])]),
    "series/rt_breast": (3, 3, [("", 1, 1, []), ("RT Structure Set", 1, 0, []), ("RT Plan", 1, 0, [])]),
    "dicomdir/pydicom": (81, 14, [
        ("", 1, 0, MIXED), ("Cervical LAT", 1, 1, MIXED), ("Cervical OBLI 1", 1, 1, MIXED), ("Cervical OBLI 2", 1, 1, MIXED),
        ("Routine Brain", 1, 4, ["missing-slices after image 18", *MIXED]), ("FAST LOCALIZER", 4, 1, THICK + MIXED),
        ("T/S/C RF FAST PILOT", 6, 1, ["mixed-orientation", *THICK, *MIXED]), ("ANGIO Projected from   C", 1, 7, MIXED),
        ("Scout", 2, 1, MIXED), ("SmartScore - Gated 0.5 sec", 1, 5, MIXED)]),
    "conformance/cine": (1, 1, [("", 1, 96, ["date-conflict", "lossy"])]),
    "conformance/clearcanvas_aspect": (12, 3, [
        ("ISOTROPIC (1:1 pixel)", 1, 4, ["secondary-capture", *MIXED]), ("ANISOTROPIC (4:3 pixel)", 1, 2, ["secondary-capture", *MIXED]),
        ("Simple Shapes", 1, 6, ["secondary-capture", *MIXED])]),
    "conformance/orthanc-jxl": (1, 1, [("Brain NonC 4.5 H31s", 1, 1, ["gantry-tilt"])]),
}

# What the folder's list says of single files.
FILES = {
    "conformance/orthanc-tests": ("burned-in", 1),
    "conformance/pydicom": ("lossy", 7),
    "conformance/charset": ("truncated", 2),
}


def words_of(series, finding):
    """The code, with its place where that is of images."""
    where = finding["where"]
    return finding["code"] + (f" {where}" if where and finding["code"] in ("missing-slices", "duplicate-position") else "")


def check_folder(tap, name, wanted):
    instances, n_series, kinds = wanted
    found = Run("info", "--json", SAMPLES / "dicom" / name).json
    series = found["series"]
    tap.equal(sum(p["instances"] for p in found["patients"]), instances, f"{name}: instances")
    tap.equal(len({s["uid"] for s in series}), n_series, f"{name}: series")
    parts = collections.defaultdict(list)
    for part in series:
        parts[part["description"] or ""].append(part)
    tap.equal(sorted(parts), sorted(kind[0] for kind in kinds), f"{name}: descriptions")
    for description, n, frames, findings in kinds:
        tap.equal(len(parts[description]), n, f"{name}: parts of “{description}”")
        for part in parts[description]:
            health = sorted(words_of(part, finding) for finding in part["health"])
            tap.equal(health, sorted(findings), f"{name}: health of “{description}” {part['part']}")
            tap.ok(frames in (None, part["frames"]), f"{name}: images of “{description}” {part['part']}", part["frames"])
    return series


def positions(folder):
    """SOP Instance UID to position and axes, as dcmdump reads them."""
    files = [str(path) for path in sorted(folder.rglob("*")) if path.is_file()]
    out = subprocess.run([DCMDUMP, "-q", "-M", "+L", "+F", "+P", "0008,0018", "+P", "0020,0032", "+P", "0020,0037", "+P", "0028,0008", *files],
                         capture_output=True, check=False).stdout.decode(errors="replace")
    places = {}
    for block in out.split("# dcmdump")[1:]:
        values = {line[1:10]: line.split("[", 1)[1].split("]", 1)[0] for line in block.splitlines() if line.startswith("(") and "[" in line}
        if {"0008,0018", "0020,0032", "0020,0037"} <= set(values) and values.get("0028,0008", "1").strip() == "1":
            places[values["0008,0018"].strip("\0 ")] = tuple(tuple(map(float, values[tag].split("\\"))) for tag in ("0020,0032", "0020,0037"))
    return places


def is_ascending(order, places):
    _, (a, b, c, d, e, f) = places[order[0]]
    normal = (b * f - c * e, c * d - a * f, a * e - b * d)
    along = [sum(x * n for x, n in zip(places[uid][0], normal)) for uid in order]
    return all(low <= high + 0.01 for low, high in itertools.pairwise(along))


def check_order(tap, name, series):
    places = positions(SAMPLES / "dicom" / name)
    for part in series:
        order = part["order"]
        tap.equal(len(set(order)), len(order), f"{name}: “{part['description']}” {part['part']} has each instance once")
        if len(order) > 1 and part["spacing"] and part["spacing"][2] and all(uid in places for uid in order):
            tap.ok(is_ascending(order, places), f"{name}: “{part['description']}” {part['part']} ascends along the normal")


def main():
    tap = Tap()
    for name, wanted in TABLE.items():
        if not (SAMPLES / "dicom" / name).is_dir():
            tap.skip(name, "the sample files are not here (OVERREAD_SAMPLES)")
            continue
        series = check_folder(tap, name, wanted)
        if DCMDUMP:
            check_order(tap, name, series)
        else:
            tap.skip(f"{name}: order", "dcmdump is not here")
    for name, (code, n) in FILES.items():
        if (SAMPLES / "dicom" / name).is_dir():
            found = Run("info", "--json", SAMPLES / "dicom" / name).json["series"]
            tap.equal(sum(any(h["code"] == code for h in s["health"]) for s in found), n, f"{name}: series with “{code}”")
        else:
            tap.skip(name, "the sample files are not here (OVERREAD_SAMPLES)")
    tap.done()


if __name__ == "__main__":
    main()
