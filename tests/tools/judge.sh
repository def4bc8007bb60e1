#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Asks independent programs about signed PDFs: pdfsig, mutool, qpdf where they
# are installed, and pyHanko, which is put into a virtual environment of its own
# below the user's cache and is no part of Overread.
#
#   tests/tools/judge.sh [--trust CERTIFICATES.pem] FILE.pdf...
set -eu

tools=$(dirname "$0")
home=${XDG_CACHE_HOME:-$HOME/.cache}/overread-judge

if [ $# -eq 0 ]; then
  echo 'judge: wants [--trust CERTIFICATES.pem] FILE.pdf...' >&2
  exit 2
fi
if ! "$home/bin/python" -c 'import pyhanko' 2>/dev/null; then
  python3 -m venv "$home"
  "$home/bin/pip" --quiet install pyhanko
fi
status=0
"$home/bin/python" "$tools/judge.py" "$@" || status=1
[ "$1" = --trust ] && shift 2
for file in "$@"; do
  # These two exit with 0 whatever they find; their words count.
  if command -v pdfsig >/dev/null; then
    words=$(pdfsig -nocert "$file" 2>&1) || true
    case $words in
      *'Total document signed'*'Signature is Valid.'*) echo "ok - pdfsig: $file" ;;
      *) echo "not ok - pdfsig: $file"; echo "$words" | sed 's/^/# /'; status=1 ;;
    esac
  fi
  if command -v mutool >/dev/null; then
    words=$(mutool sign -v "$file" 2>&1) || true
    case $words in
      *'unchanged since signing'*) echo "ok - mutool: $file" ;;
      *) echo "not ok - mutool: $file"; echo "$words" | sed 's/^/# /'; status=1 ;;
    esac
  fi
  if command -v qpdf >/dev/null; then
    if words=$(qpdf --check "$file" 2>&1); then
      echo "ok - qpdf: $file"
    else
      echo "not ok - qpdf: $file"; echo "$words" | sed 's/^/# /'; status=1
    fi
  fi
done
exit $status
