#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a journey through the window: window.sh SCRIPT.py [ARGUMENT…]
# A screen of its own (WINDOW_SCREEN, 1366x768), a bus and a window manager;
# where a tool is missing it says so and is skipped.
for tool in xvfb-run dbus-run-session openbox xdotool; do
  command -v "$tool" >/dev/null || { echo "1..0 # SKIP $tool is not installed"; exit 0; }
done
for python in python3 /usr/bin/python3; do
  if "$python" -c 'import gi; gi.require_version("Atspi", "2.0"); from gi.repository import Atspi' 2>/dev/null; then
    found=$python
    break
  fi
done
[ -n "$found" ] || { echo "1..0 # SKIP no Python with gi and Atspi"; exit 0; }

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT INT TERM
export XDG_DATA_HOME="$home/data" XDG_CONFIG_HOME="$home/config" XDG_CACHE_HOME="$home/cache"
export XDG_RUNTIME_DIR="$home/run" GSETTINGS_BACKEND=memory GTK_A11Y=atspi
mkdir -m 700 "$XDG_RUNTIME_DIR"
# What the bus and its services say is no part of the test's output.
xvfb-run -a -s "-screen 0 ${WINDOW_SCREEN:-1366x768}x24" dbus-run-session -- sh -c '
  openbox &
  exec "$@" >&9' sh "$found" "$@" 9>&1 >"$home/output" 2>&1
code=$?
[ $code -eq 0 ] || sed "s/^/# /" "$home/output"
exit $code
