#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a widget test on a screen of its own; skipped without Xvfb.
command -v xvfb-run >/dev/null || { echo "1..0 # SKIP xvfb-run is not installed"; exit 0; }
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT INT TERM
export XDG_DATA_HOME="$home/data" XDG_CONFIG_HOME="$home/config" XDG_CACHE_HOME="$home/cache"
# Without OpenGL: its drivers are loaded, leak, and are unloaded again.
export GSETTINGS_BACKEND=memory GTK_A11Y=none GSK_RENDERER=cairo GDK_DEBUG=gl-disable GDK_BACKEND=x11 GIO_USE_VFS=local
xvfb-run -a -s "-screen 0 1366x768x24" "$@"
