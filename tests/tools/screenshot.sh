#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes the picture that README shows: the program itself, on a screen of its
# own, with the demo case open.
#
#   screenshot.sh [PROGRAM]
set -eu
cd "$(dirname "$0")/../.."
program=$(realpath "${1:-build/app/overread}")
out=$PWD/resources/screenshots
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"

"$program" demo "$work/case"
export OVERREAD_LIBRARY="$work/library.sqlite" XDG_DATA_HOME="$work" HOME="$work" GSK_RENDERER=cairo
export PROGRAM="$program" WORK="$work" OUT="$out"
xvfb-run -a -s '-screen 0 1600x900x24' dbus-run-session -- sh -eu -c '
  openbox &
  sleep 1
  "$PROGRAM" "$WORK/case/images" "$WORK/case/report.json" &
  window=
  for i in $(seq 100); do
    window=$(xdotool search --onlyvisible --class overread | tail -n 1 || true)
    [ -z "$window" ] || break
    sleep 0.1
  done
  sleep 3
  xdotool windowsize "$window" 1600 900 windowfocus "$window"
  sleep 2
  # Prior beside current; the claim about the nodule, and its pictures.
  for key in F6 ctrl+3 j j Return; do xdotool key "$key"; sleep 0.5; done
  sleep 3
  import -window root -strip "$OUT/reading-room.png"
'
