#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks an independent judge about signed PDFs: pyHanko, from PyPI.

judge.py [--trust CERTIFICATES.pem] FILE.pdf...

pyHanko is a tool for this check only and no part of Overread; "./dev judge"
puts it into a virtual environment of its own. A file passes if it has exactly
one signature, and that is intact and sound, covers the entire file, and nothing
was changed after it; with --trust its certificate must lead to a trusted one.
Prints TAP; the exit code is 0 if every file passes.
"""

import argparse
import asyncio
import logging
import sys

try:
    from pyhanko.keys import load_certs_from_pemder
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation import async_validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext
except ImportError as missing:
    sys.exit(f"judge.py: pyHanko is not installed ({missing}); \"pip install pyhanko\" in a virtual environment")


def judge(path, roots):
    """What speaks against the file; an empty list if nothing does."""
    with open(path, "rb") as stream:
        signatures = PdfFileReader(stream).embedded_signatures
        if len(signatures) != 1:
            return [f"it has {len(signatures)} signatures"]
        context = ValidationContext(trust_roots=roots, allow_fetching=False)
        status = asyncio.run(async_validate_pdf_signature(signatures[0], context))
        filter_name = signatures[0].sig_object.get("/SubFilter")
    found = []
    if not status.intact:
        found.append("the digest does not match")
    if not status.valid:
        found.append("the signature value is wrong")
    if status.coverage != SignatureCoverageLevel.ENTIRE_FILE:
        found.append(f"it covers {status.coverage.name}, not the entire file")
    if status.modification_level != ModificationLevel.NONE:
        found.append(f"modified: {status.modification_level}")
    if not status.docmdp_ok:
        found.append("the certification's rules are broken")
    if filter_name != "/ETSI.CAdES.detached":
        found.append(f"its form is {filter_name}")
    if roots and not status.trusted:
        found.append("its certificate is not trusted")
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--trust", help="certificates to trust, PEM")
    parser.add_argument("files", nargs="+", metavar="FILE.pdf")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)  # its own account of untrusted roots
    roots = list(load_certs_from_pemder([options.trust])) if options.trust else []
    failed = 0
    for number, path in enumerate(options.files, 1):
        try:
            found = judge(path, roots)
        except Exception as error:  # whatever makes the judge give up is a "no"
            found = [f"{type(error).__name__}: {error}"]
        for problem in found:
            print(f"# {problem}")
        print(f"{'not ok' if found else 'ok'} {number} - {path}")
        failed += bool(found)
    print(f"1..{len(options.files)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
