#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds resources/hazards.tsv against the results of a test run.

    check-hazards.py HAZARDS.tsv TESTLOG.json…
    check-hazards.py --self-test

A row marked as controlled must name at least one test ("program:/tap/name", or
the name of a test that is no TAP program; several joined by a space), and
every test that it names must have passed, in each of the logs. A skipped test
has not passed. Prints TAP, one line a row.
"""
import csv
import json
import re
import sys

TAP = re.compile(r"^\s*(not )?ok\b\s*\d*\s*-?\s*(\S+)([^\n]*)$", re.M)
STATES = {"controlled", "open"}
COLUMNS = ["id", "over the signature", "hazard", "cause", "control", "state", "tests"]


def passed_in(lines):
    """The names of all tests that passed in one log."""
    passed = set()
    for line in lines:
        test = json.loads(line)
        name = test["name"].rsplit(" / ", 1)[-1]
        if test["result"] == "OK":
            passed.add(name)
        for bad, point, rest in TAP.findall(test.get("stdout") or ""):
            if not bad and "# SKIP" not in rest.upper():
                passed.add(f"{name}:{point}")
    return passed


def judge(row, logs):
    """None if the row holds, else what is wrong with it."""
    if row["state"] not in STATES:
        return f"unknown state {row['state']!r}"
    if not all(row[column] for column in ("hazard", "cause", "control")):
        return "a column is empty"
    tests = row["tests"].split()
    if row["state"] == "open":
        return None
    if not tests:
        return "controlled, but no test is named"
    for test in tests:
        if not all(test in log for log in logs):
            return f"{test} has not passed"
    return None


def check(rows, logs):
    failed, ids = 0, set()
    for number, row in enumerate(rows, 1):
        problem = judge(row, logs)
        if row["id"] in ids:
            problem = "the id stands twice"
        ids.add(row["id"])
        verb = "is controlled" if row["state"] == "controlled" else "is listed as open"
        print(f"{'not ok' if problem else 'ok'} {number} - {row['id']} {verb}" + (f": {problem}" if problem else ""))
        failed += problem is not None
    print(f"1..{len(rows)}")
    return failed


def self_test():
    log = passed_in([json.dumps({"name": "overread:s / a", "result": "OK",
                                 "stdout": "ok 1 /x/y\nok 2 /x/z # SKIP no file\nnot ok 3 /x/w\n"})])
    def row(**more):
        return {"id": "H1", "hazard": "h", "cause": "c", "control": "k", "state": "controlled", "tests": "", **more}
    cases = [
        ("a passing test holds", judge(row(tests="a:/x/y"), [log]) is None),
        ("a whole program holds", judge(row(tests="a"), [log]) is None),
        ("no test fails", judge(row(), [log]) is not None),
        ("a missing test fails", judge(row(tests="a:/x/y b:/x/y"), [log]) is not None),
        ("a skipped test fails", judge(row(tests="a:/x/z"), [log]) is not None),
        ("a failed test fails", judge(row(tests="a:/x/w"), [log]) is not None),
        ("one of two logs is not enough", judge(row(tests="a:/x/y"), [log, set()]) is not None),
        ("an open row holds", judge(row(state="open"), [log]) is None),
    ]
    for number, (name, good) in enumerate(cases, 1):
        print(f"{'ok' if good else 'not ok'} {number} - {name}")
    print(f"1..{len(cases)}")
    return not all(good for _, good in cases)


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    with open(sys.argv[1], encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
    if not rows or list(rows[0]) != COLUMNS:
        print("Bail out! the columns of the hazard table are not " + ", ".join(COLUMNS))
        return 1
    logs = []
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as log:
            logs.append(passed_in(log))
    return 1 if check(rows, logs) else 0


sys.exit(main())
