#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the results in meson's JSON logs and in TAP files, and prints the
closing line.

A TAP program counts by its subtests, any other test as one. A test program
that died counts as one failure more, since what it did not reach is unknown.
"""
import json
import re
import sys

TAP = re.compile(r"^\s*(not )?ok\b[^#\n]*(?:#\s*(SKIP|TODO)\b)?", re.I | re.M)


def count_points(points):
    """Passed, failed and skipped among TAP's lines."""
    skipped = sum(directive.upper() == "SKIP" for _, directive in points)
    failed = sum(bool(bad) and not directive for bad, directive in points)
    return [len(points) - skipped - failed, failed, skipped]


def count_test(test):
    points = TAP.findall(test.get("stdout") or "")
    counts = count_points(points)
    result = test["result"]
    if result in ("OK", "EXPECTEDFAIL"):
        counts[0] += 0 if points else 1
    elif result == "SKIP":
        counts[2] += 0 if points else 1
    elif not counts[1]:
        counts[1] += 1
    return counts


def count(path):
    with open(path, encoding="utf-8") as log:
        if path.endswith(".tap"):
            return count_points(TAP.findall(log.read()))
        counts = [count_test(json.loads(line)) for line in log]
    return [sum(column) for column in zip(*counts)] if counts else [0, 0, 0]


def main():
    totals = [0, 0, 0]
    for path in sys.argv[1:]:
        totals = [a + b for a, b in zip(totals, count(path))]
    print("%d passed, %d failed, %d skipped" % tuple(totals))
    return 1 if totals[1] or not totals[0] else 0


sys.exit(main())
