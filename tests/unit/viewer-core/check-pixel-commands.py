#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line's contract for value and render, and what info tells of pictures.

usage: check-pixel-commands.py OVERREAD; OVERREAD_SAMPLES names the samples' folder
"""
import json
import math
import os
import struct
import subprocess
import sys
import tempfile

SKIP = 77
SAMPLES = os.path.join(os.environ.get('OVERREAD_SAMPLES', ''), 'dicom', 'conformance')
CT = os.path.join(SAMPLES, 'cornerstone3D', 'CTImage.dcm')
COLOUR = os.path.join(SAMPLES, 'cornerstone3D', 'TestPattern_RGB.dcm')
failures = []


def run(*words):
    done = subprocess.run([sys.argv[1], *words], capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def read(*words):
    code, out, _ = run(*words, '--json')
    return json.loads(out) if code == 0 else {}


def check(name, good):
    print(f'{"ok" if good else "not ok"} - {name}')
    if not good:
        failures.append(name)


def png_shape(path):
    return struct.unpack('>IIBB', open(path, 'rb').read()[16:26])


def check_value():
    answer = read('value', CT, '--at', '200,200')
    check('value has its five keys', list(answer) == ['stored', 'value', 'unit', 'suvbw', 'suvbwReason'])
    check('value is stored, rescaled and HU', (answer['stored'], answer['value'], answer['unit']) == (940, -84, 'HU'))
    check('value says why there is no SUV', answer['suvbw'] is None and answer['suvbwReason'])
    answer = read('value', COLOUR, '--at', '0,0')
    check('value of a colour is an array', len(answer['stored']) == 3 and answer['value'] is None)
    check('a pixel outside is a usage error', run('value', CT, '--at', '512,0')[0] == 2)
    check('half a pixel is a usage error', run('value', CT, '--at', '1.5,0')[0] == 2)
    check('a frame that is not there is an input error', run('value', CT, '--at', '0,0', '--frame', '2')[0] == 3)


def element(tag, vr, value):
    """Of explicit little endian; a list is a sequence of items."""
    if isinstance(value, list):
        value = b''.join(struct.pack('<HHI', 0xfffe, 0xe000, len(item)) + item for item in value)
    elif isinstance(value, str):
        value = value.encode()
    if len(value) % 2:
        value += b'\0' if vr in ('UI', 'OW') else b' '
    long_form = vr in ('SQ', 'OW')
    return (struct.pack('<HH', tag >> 16, tag & 0xffff) + vr.encode() +
            (struct.pack('<HI', 0, len(value)) if long_form else struct.pack('<H', len(value))) + value)


def us(tag, value):
    return element(tag, 'US', struct.pack('<H', value))


def fd(tag, value):
    return element(tag, 'FD', struct.pack('<d', value))


def mapping(label, unit, slope):
    code = element(0x00080100, 'SH', unit) + element(0x00080102, 'SH', 'UCUM') + element(0x00080104, 'LO', 'unit')
    return (element(0x004008ea, 'SQ', [code]) + element(0x00409210, 'SH', label) + us(0x00409211, 4095) + us(0x00409216, 0) +
            fd(0x00409224, 0.0) + fd(0x00409225, slope))


def write_map(path):
    """2 × 1 pixels, 0 and 1250, with two mappings and a window that makes no sense."""
    open(path, 'wb').write(bytes(128) + b'DICM' + element(0x00020010, 'UI', '1.2.840.10008.1.2.1') + b''.join((
        element(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.4'), element(0x00080018, 'UI', '2.25.5'),
        element(0x00080060, 'CS', 'MR'), us(0x00280002, 1), element(0x00280004, 'CS', 'MONOCHROME2'),
        us(0x00280010, 1), us(0x00280011, 2), us(0x00280100, 16), us(0x00280101, 12), us(0x00280102, 11), us(0x00280103, 0),
        element(0x00281050, 'DS', '5'), element(0x00281051, 'DS', '-1'),
        element(0x00281052, 'DS', '1'), element(0x00281053, 'DS', '2'),
        element(0x00409096, 'SQ', [mapping('ADC', 'mm2/s', 1e-6), mapping('T2', 'ms', 1e-3)]),
        element(0x7fe00010, 'OW', struct.pack('<2H', 0, 1250)))))


def check_mappings(folder):
    path = os.path.join(folder, 'map.dcm')
    write_map(path)
    for words, value, unit in (([], 1.25e-3, 'mm2/s'), (['--mapping', '2'], 1.25, 'ms'), (['--mapping', '3'], 2501, None)):
        answer = read('value', path, '--at', '1,0', *words)
        check(f'value {" ".join(words)} is {value} {unit}',
              list(answer) == ['stored', 'value', 'unit', 'suvbw', 'suvbwReason'] and answer['stored'] == 1250 and
              math.isclose(answer['value'], value, rel_tol=1e-12) and answer['unit'] == unit)
    check('a mapping that is not there is a usage error', run('value', path, '--at', '1,0', '--mapping', '4')[0] == 2)
    code, printed, said = run('value', path, '--at', '1,0', '--json')
    check('what is not honoured is told beside the JSON', code == 0 and json.loads(printed) and
          said.count('\n') == 1 and said.startswith('overread: map.dcm, frame 1: ') and '(0028,1050)' in said)
    os.unlink(path)


def check_info(folder):
    """Notes are for people; the JSON has its own keys."""
    path, other = os.path.join(folder, 'map.dcm'), os.path.join(folder, 'other.dcm')
    write_map(path)
    data = open(path, 'rb').read()
    open(other, 'wb').write(data.replace(b'2.25.5', b'2.25.6'))
    told = run('info', folder)[1]
    check('info tells once in a series what is not honoured', told.count('(0028,1050)') == 1)
    check('info as JSON keeps its keys', '1050' not in run('info', folder, '--json')[1])
    open(other, 'wb').write(data.replace(b'2.25.5', b'2.25.6').replace(element(0x00020010, 'UI', '1.2.840.10008.1.2.1'),
                                                                       element(0x00020010, 'UI', '1.2.840.10008.1.2.4.102')))
    told = run('info', folder)[1]
    check('info names what can not be shown, and the rest stays',
          '2 instances' in told and 'H.264' in told and told.count('(0028,1050)') == 1 and run('pixels', path)[0] == 0)
    os.unlink(path)
    os.unlink(other)


def check_render(folder):
    out = os.path.join(folder, 'picture.png')
    check('render writes a picture', run('render', CT, '-o', out)[0] == 0)
    check('grey is 8 bit grey of rows × columns', png_shape(out) == (512, 512, 8, 0))
    run('render', CT, '-o', out, '--size', '300x200')
    check('--size is kept', png_shape(out)[:2] == (300, 200))
    sizes = set()
    for name in ('bilinear', 'lanczos', 'nearest'):
        run('render', CT, '-o', out, '--size', '600x600', '--smoothing', name)
        sizes.add(open(out, 'rb').read())
    check('--smoothing has three kinds', len(sizes) == 3)
    run('render', COLOUR, '-o', out)
    check('colour is RGB', png_shape(out)[2:] == (8, 2))
    for words in (['--preset', 'moon'], ['--smoothing', 'cubic'], ['--window', '40'], ['--window', '40,0'], ['--size', '0x10'],
                  ['--auto', '--preset', 'lung'], ['--frame', '0']):
        check(f'{" ".join(words)} is a usage error', run('render', CT, '-o', out, *words)[0] == 2)
    nowhere = os.path.join(folder, 'none.png')
    code, printed, said = run('render', os.path.join(folder, 'missing.dcm'), '-o', nowhere)
    check('no input: exit 3, one line, no file',
          code == 3 and not printed and said.count('\n') == 1 and not os.path.exists(nowhere))
    check('an output that can not be written is exit 3', run('render', CT, '-o', os.path.join(folder, 'no', 'x.png'))[0] == 3)
    check('nothing half done is left', sorted(os.listdir(folder)) == ['picture.png'])


def main():
    if not os.path.exists(CT):
        print('no samples')
        return SKIP
    check_value()
    with tempfile.TemporaryDirectory() as folder:
        check_mappings(folder)
        check_info(folder)
        check_render(folder)
    return 1 if failures else 0


sys.exit(main())
