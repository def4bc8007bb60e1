#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds "overread render" against DCMTK's dcm2pnm, an independent pipeline.

Grey images are drawn with a set window and with their own first one; no pixel
may differ by more than one level (two where a fractional slope makes DCMTK round
its modality values). Left out is what dcm2pnm is known not to do: padding,
per-frame rescale, LINEAR_EXACT, windows without sense.

usage: check-render-dcmtk.py OVERREAD; OVERREAD_SAMPLES names the samples' folder
"""
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib

SKIP = 77
WINDOWS = ((['--window', '40,400'], ['+Ww', '40', '400']), ([], ['+Wi', '1']))


def read_png(path):
    """Rows of an 8-bit grey PNG as one bytes object; None for other kinds."""
    data = open(path, 'rb').read()
    at, idat = 8, b''
    while at < len(data):
        length, kind = struct.unpack('>I4s', data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        if kind == b'IHDR':
            width, height, depth, colour = struct.unpack('>IIBB', body[:10])
        elif kind == b'IDAT':
            idat += body
        at += length + 12
    if depth != 8 or colour != 0:
        return None
    raw, rows, above = zlib.decompress(idat), [], bytes(width)
    for y in range(height):
        method, line = raw[y * (width + 1)], bytearray(raw[y * (width + 1) + 1:(y + 1) * (width + 1)])
        for x in range(width):
            left = line[x - 1] if x else 0
            corner = above[x - 1] if x else 0
            if method == 1:
                line[x] = line[x] + left & 255
            elif method == 2:
                line[x] = line[x] + above[x] & 255
            elif method == 3:
                line[x] = line[x] + (left + above[x]) // 2 & 255
            elif method == 4:
                guess = left + above[x] - corner
                near = min((left, above[x], corner), key=lambda v: abs(guess - v))
                line[x] = line[x] + near & 255
        above = bytes(line)
        rows.append(above)
    return b''.join(rows)


def header(path):
    """The attributes that decide whether DCMTK can be asked: tag → text."""
    tags = ('0028,0002', '0028,0004', '0028,0120', '0028,1050', '0028,1051', '0028,1053', '0028,1056', '5200,9230')
    words = [word for tag in tags for word in ('+P', tag)]
    text = subprocess.run(['dcmdump', '-q'] + words + [path], capture_output=True).stdout.decode('latin-1')
    found = {}
    for line in text.splitlines():
        match = re.match(r'\((....,....)\) .. (?:\[(.*?)\]|(\S+))', line)
        if match:
            found.setdefault(match[1], match[2] if match[2] is not None else match[3])
    return found


def windows_for(attributes):
    if not attributes.get('0028,0004', '').startswith('MONOCHROME') or '0028,0120' in attributes:
        return []
    if '5200,9230' in attributes or attributes.get('0028,1056') == 'LINEAR_EXACT':
        return []
    width = re.match(r'[-+0-9.eE]+', attributes.get('0028,1051', ''))
    return WINDOWS if width and float(width[0]) >= 1 else WINDOWS[:1]


def compare(overread, path, ours, theirs, folder):
    """The greatest difference in levels, or None where one of both can't."""
    png, pgm = os.path.join(folder, 'ours.png'), os.path.join(folder, 'theirs.pgm')
    run = subprocess.run([overread, 'render', path, '-o', png, '--no-overlays'] + ours, capture_output=True)
    if run.returncode != 0:
        return None
    run = subprocess.run(['dcm2pnm', '-q', '-O'] + theirs + [path, pgm], capture_output=True)
    match = re.match(rb'P5\s+\d+\s+\d+\s+255\s', open(pgm, 'rb').read(64)) if run.returncode == 0 else None
    grey = read_png(png)
    if match is None or grey is None:
        return None
    wanted = open(pgm, 'rb').read()[match.end():]
    return max(map(lambda a, b: abs(a - b), grey, wanted)) if len(grey) == len(wanted) else 256


def main():
    overread, samples = sys.argv[1], os.path.join(os.environ.get('OVERREAD_SAMPLES', ''), 'dicom')
    if not os.path.isdir(samples) or not shutil.which('dcm2pnm'):
        print('no samples or no dcm2pnm')
        return SKIP
    compared, bad = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for root, _, names in sorted(os.walk(os.path.join(samples, 'conformance'))):
            for name in sorted(names):
                path = os.path.join(root, name)
                attributes = header(path)
                slope = attributes.get('0028,1053', '1').split('\\')[0]
                limit = 1 if re.fullmatch(r'[-+]?\d+\.?0*\s*', slope) else 2
                for ours, theirs in windows_for(attributes):
                    worst = compare(overread, path, ours, theirs, folder)
                    compared += worst is not None
                    if worst is not None and worst > limit:
                        bad += 1
                        print(f'{os.path.relpath(path, samples)} {" ".join(ours)}: off by {worst}')
    print(f'{compared} pictures compared, {bad} differ')
    return 1 if bad or compared < 50 else 0


sys.exit(main())
