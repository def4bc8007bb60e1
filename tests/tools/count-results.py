#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the results in meson's JSON logs and prints the closing line.

A TAP program counts by its subtests, any other test as one. A test program
that died counts as one failure more, since what it did not reach is unknown.
"""
import json
import re
import sys

TAP = re.compile(r"^\s*(not )?ok\b[^#\n]*(?:#\s*(SKIP|TODO)\b)?", re.I | re.M)


def count(path):
    passed = failed = skipped = 0
    with open(path, encoding="utf-8") as log:
        for line in log:
            test = json.loads(line)
            points = TAP.findall(test.get("stdout") or "")
            for bad, directive in points:
                if directive.upper() == "SKIP":
                    skipped += 1
                elif bad and directive.upper() != "TODO":
                    failed += 1
                else:
                    passed += 1
            result = test["result"]
            if result in ("OK", "EXPECTEDFAIL"):
                passed += 0 if points else 1
            elif result == "SKIP":
                skipped += 0 if points else 1
            elif not any(bad for bad, _ in points):
                failed += 1
    return passed, failed, skipped


def main():
    totals = [0, 0, 0]
    for path in sys.argv[1:]:
        totals = [a + b for a, b in zip(totals, count(path))]
    print("%d passed, %d failed, %d skipped" % tuple(totals))
    return 1 if totals[1] or not totals[0] else 0


sys.exit(main())
