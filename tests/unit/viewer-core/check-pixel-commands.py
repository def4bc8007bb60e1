#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line's contract for value and render.

usage: check-pixel-commands.py OVERREAD; OVERREAD_SAMPLES names the samples' folder
"""
import json
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


def check_render(folder):
    out = os.path.join(folder, 'picture.png')
    check('render writes a picture', run('render', CT, '-o', out)[0] == 0)
    check('grey is 8 bit grey of rows × columns', png_shape(out) == (512, 512, 8, 0))
    run('render', CT, '-o', out, '--size', '300x200')
    check('--size is kept', png_shape(out)[:2] == (300, 200))
    run('render', COLOUR, '-o', out)
    check('colour is RGB', png_shape(out)[2:] == (8, 2))
    for words in (['--preset', 'moon'], ['--window', '40'], ['--window', '40,0'], ['--size', '0x10'],
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
        check_render(folder)
    return 1 if failures else 0


sys.exit(main())
