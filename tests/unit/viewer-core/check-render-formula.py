#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds "overread render" against the standard's formulas in double precision.

One file of each kind among the samples: its stored cells (from "overread pixels",
which is held against other decoders elsewhere) go through the formulas of PS3.3
C.11 written here, with the attributes that dcmdump reads. Grey must be the same to
the last bit, colour within 1. Files whose attributes lie in functional groups or
whose tables lie in sequences are left to the tests that make their own.

usage: check-render-formula.py OVERREAD; OVERREAD_SAMPLES names the samples' folder
"""
import math
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from array import array

SKIP = 77
LEAST_KINDS = 20
NESTED = ('0028,3000', '0028,3010', '5200,9229', '5200,9230')
TAGS = ('0008,0016', '0008,9205', '0028,0002', '0028,0004', '0028,0008', '0028,0010', '0028,0011', '0028,0100',
        '0028,0101', '0028,0102', '0028,0103', '0028,0120', '0028,0121', '0028,1040', '0028,1050', '0028,1051',
        '0028,1052', '0028,1053', '0028,1056', '0028,2000', '2050,0020', '0048,0105', '7fe0,0008',
        '7fe0,0009') + NESTED
FLUOROSCOPY = '1.2.840.10008.5.1.4.1.1.12.'


def read_png(path):
    """Channels and the samples of an 8-bit PNG without alpha."""
    data = open(path, 'rb').read()
    at, packed = 8, b''
    while at < len(data):
        length, name = struct.unpack('>I4s', data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        if name == b'IHDR':
            width, _, depth, colour = struct.unpack('>IIBB', body[:10])
            assert depth == 8 and colour in (0, 2)
            step = 1 if colour == 0 else 3
        elif name == b'IDAT':
            packed += body
        at += length + 12
    raw, above, rows = zlib.decompress(packed), bytes(width * step), []
    for begin in range(0, len(raw), width * step + 1):
        method, line = raw[begin], bytearray(raw[begin + 1:begin + 1 + width * step])
        if method == 2:
            line = bytearray((a + b) & 255 for a, b in zip(line, above))
        elif method != 0:
            for x in range(len(line)):
                left = line[x - step] if x >= step else 0
                corner = above[x - step] if x >= step else 0
                guess = left + above[x] - corner
                near = min((left, above[x], corner), key=lambda v: abs(guess - v))
                line[x] = line[x] + {1: left, 3: (left + above[x]) // 2, 4: near}[method] & 255
        above = bytes(line)
        rows.append(above)
    return step, b''.join(rows)


def header(path):
    """Tag → text, of the top level alone."""
    words = [word for tag in TAGS for word in ('+P', tag)]
    text = subprocess.run(['dcmdump', '-q', '+L', '-Un'] + words + [path], capture_output=True).stdout.decode('latin-1')
    found = {}
    for line in text.splitlines():
        match = re.match(r'\((....,....)\) .. (?:\[(.*?)\]|=(\w+)|(\S+))', line)
        if match:
            found.setdefault(match[1], next((m for m in match.groups()[1:] if m is not None), ''))
    return found


def numbers(text):
    return [float(word) for word in text.replace('(no', '').split('\\') if re.fullmatch(r'\s*[-+0-9.eE]+\s*', word)]


def stored_of(cells, attributes):
    """The stored value of each possible cell: a table."""
    bits, stored = int(attributes['0028,0100']), int(attributes['0028,0101'])
    high, signed = int(attributes['0028,0102']), attributes['0028,0103'] == '1'
    shift, mask, sign = high + 1 - stored, (1 << stored) - 1, 1 << (stored - 1) if signed else 0
    return {cell: ((cell >> shift & mask) ^ sign) - sign for cell in set(cells)}


def padding_of(attributes, signed, stored):
    """The range of padding in stored space, or None."""
    if '0028,0120' not in attributes:
        return None

    def settle(text):
        value = int(text)
        if signed and value > (1 << (stored - 1)) - 1:
            value -= 65536 if value > 32767 else 1 << stored
        if not signed and value < 0:
            value += 65536
        return value
    first = settle(attributes['0028,0120'])
    last = settle(attributes.get('0028,0121', attributes['0028,0120']))
    return min(first, last), max(first, last)


def window(function, center, width, x):
    """PS3.3 C.11.2.1.2 and C.11.2.1.3 for 0 … 255."""
    if function == 'SIGMOID':
        return 255.0 / (1.0 + math.exp(-4.0 * (x - center) / width))
    if function == 'LINEAR_EXACT' or width < 1.0:
        if x <= center - width / 2.0:
            return 0.0
        return 255.0 if x > center + width / 2.0 else ((x - center) / width + 0.5) * 255.0
    if x <= center - 0.5 - (width - 1.0) / 2.0:
        return 0.0
    if x > center - 0.5 + (width - 1.0) / 2.0:
        return 255.0
    return ((x - (center - 0.5)) / (width - 1.0) + 0.5) * 255.0


def default_window(attributes, values, lowest, highest):
    """The file's first window that makes sense; None where ours is a choice."""
    centers, widths = numbers(attributes.get('0028,1050', '')), numbers(attributes.get('0028,1051', ''))
    if centers and widths and widths[0] > 0:
        return attributes.get('0028,1056', 'LINEAR').strip(), centers[0], widths[0]
    return None


def grey_picture(cells, attributes, asked, invert):
    """What render must give, or None where the file leaves it open."""
    table = stored_of(cells, attributes)
    stored, signed = int(attributes['0028,0101']), attributes['0028,0103'] == '1'
    padding = padding_of(attributes, signed, stored)
    slope = (numbers(attributes.get('0028,1053', '')) or [1.0])[0]
    intercept = (numbers(attributes.get('0028,1052', '')) or [0.0])[0]
    if '0028,1053' not in attributes:
        intercept = 0.0
    if attributes.get('0008,0016', '').startswith(FLUOROSCOPY) and attributes.get('0028,1040', '').strip() in ('LOG', 'DISP'):
        slope, intercept = 1.0, 0.0

    def is_padding(value):
        return padding is not None and padding[0] <= value <= padding[1]
    values = [value for value in table.values() if not is_padding(value)]
    if not values:
        return None
    ends = sorted((min(values) * slope + intercept, max(values) * slope + intercept))
    if asked == 'auto':
        # A picture of one value is black.
        voi = ('LINEAR_EXACT', ends[0] + (ends[1] - ends[0]) / 2.0, ends[1] - ends[0]) if ends[1] > ends[0] else ('LINEAR', ends[0] + 0.5, 1.0)
    elif asked is None:
        voi = default_window(attributes, values, *ends)
    else:
        voi = (attributes.get('0028,1056', 'LINEAR').strip(),) + asked
    if voi is None:
        return None
    inverse = (attributes['0028,0004'] == 'MONOCHROME1' or attributes.get('2050,0020', '').strip() == 'INVERSE') != invert
    level = {}
    for cell, value in table.items():
        y = window(*voi, value * slope + intercept)
        level[cell] = 0 if is_padding(value) else math.floor((255.0 - y if inverse else y) + 0.5)
    return bytes(map(level.__getitem__, cells))


def read_cells(overread, path, bits, folder):
    raw = os.path.join(folder, 'cells')
    run = subprocess.run([overread, 'pixels', path, '--frame', '1', '--raw', raw], capture_output=True)
    if run.returncode != 0:
        return None
    cells = array({8: 'B', 16: 'H', 32: 'I'}[bits])
    cells.frombytes(open(raw, 'rb').read())
    return cells


def kind_of(attributes):
    """What makes two files alike here; None for files that are left out."""
    if any(tag in attributes for tag in NESTED) or '7fe0,0008' in attributes or '7fe0,0009' in attributes:
        return None
    if not attributes.get('0028,0004', '').startswith('MONOCHROME') or attributes.get('0028,0100') not in ('8', '16', '32'):
        return None
    if attributes.get('0008,9205', 'MONOCHROME').strip() != 'MONOCHROME':
        return None
    slope = attributes.get('0028,1053', 'none')
    return (attributes['0028,0004'], attributes['0028,0100'], attributes['0028,0101'], attributes['0028,0102'],
            attributes['0028,0103'], '0028,0120' in attributes, attributes.get('0028,1056'), slope[:4],
            attributes.get('2050,0020'), attributes.get('0028,1040'))


def check_grey(overread, path, attributes, folder):
    """How many pictures were compared, and what differs."""
    out, compared, wrong = os.path.join(folder, 'p.png'), 0, []
    cells = read_cells(overread, path, int(attributes['0028,0100']), folder)
    if cells is None or len(cells) > 1 << 21:
        return 0, []
    for asked, words in ((None, []), ((40.0, 400.0), ['--window', '40,400']), ('auto', ['--auto']),
                         ((100.25, 37.5), ['--window', '100.25,37.5', '--invert'])):
        wanted = grey_picture(cells, attributes, asked, '--invert' in words)
        run = subprocess.run([overread, 'render', path, '-o', out, '--no-overlays'] + words, capture_output=True)
        if wanted is None or run.returncode != 0:
            continue
        compared += 1
        if read_png(out) != (1, wanted):
            wrong.append(' '.join(words) or 'default')
    return compared, wrong


def clamp(value):
    return min(255, max(0, math.floor(value + 0.5)))


def rgb_of_ybr(y, b, r):
    return (clamp(y + 1.402 * (r - 128)), clamp(y - 0.344136 * (b - 128) - 0.714136 * (r - 128)), clamp(y + 1.772 * (b - 128)))


def check_colour(overread, path, attributes, folder):
    """RGB as it stands, YBR_FULL by the equations of C.7.6.3.1.2: within 1."""
    out, cells = os.path.join(folder, 'p.png'), read_cells(overread, path, 8, folder)
    if cells is None or len(cells) > 1 << 21:
        return 0, []
    if attributes['0028,0004'] == 'YBR_FULL':
        known = {}
        triples = zip(cells[0::3], cells[1::3], cells[2::3])
        wanted = b''.join(bytes(known.get(t) or known.setdefault(t, rgb_of_ybr(*t))) for t in triples)
    else:
        wanted = cells.tobytes()
    if subprocess.run([overread, 'render', path, '-o', out, '--no-overlays'], capture_output=True).returncode != 0:
        return 0, []
    step, got = read_png(out)
    return 1, [] if step == 3 and len(got) == len(wanted) and all(abs(a - b) <= 1 for a, b in zip(got, wanted)) else ['colour']


def is_plain_colour(attributes, path):
    """Colours whose samples are as the tag says, whatever the code stream."""
    if attributes.get('0028,0004') not in ('RGB', 'YBR_FULL') or attributes.get('0028,0100') != '8':
        return False
    meta = subprocess.run(['dcmdump', '-q', '+P', '0002,0010', path], capture_output=True).stdout.decode('latin-1')
    return any(name in meta for name in ('LittleEndian', 'BigEndian', 'RLE')) and '0028,2000' not in attributes and '0048,0105' not in attributes


def main():
    overread, samples = sys.argv[1], os.path.join(os.environ.get('OVERREAD_SAMPLES', ''), 'dicom')
    if not os.path.isdir(samples) or not shutil.which('dcmdump'):
        print('no samples or no dcmdump')
        return SKIP
    seen, pictures, bad = {}, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for root, _, names in sorted(os.walk(os.path.join(samples, 'conformance'))):
            for name in sorted(names):
                path = os.path.join(root, name)
                attributes = header(path)
                colour = is_plain_colour(attributes, path)
                kind = (attributes['0028,0004'], attributes.get('0028,0103')) if colour else kind_of(attributes)
                if kind is None or seen.get(kind, 0) > 1:
                    continue
                compared, wrong = (check_colour if colour else check_grey)(overread, path, attributes, folder)
                seen[kind] = seen.get(kind, 0) + (compared > 0)
                pictures += compared
                for words in wrong:
                    bad += 1
                    print(f'{os.path.relpath(path, samples)}: {words} differs')
    kinds = sum(1 for n in seen.values() if n > 0)
    print(f'{pictures} pictures of {kinds} kinds compared, {bad} differ')
    return 1 if bad or kinds < LEAST_KINDS else 0


sys.exit(main())
