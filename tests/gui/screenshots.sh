#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# screenshots.sh OUTPUT PHOTOS [BUILD]: pictures of every page of the window under Xvfb, light and dark,
# English and German, at 1x and 2x, for people to look at. BUILD: the build folder (build/dev).
set -eu
output=$1
photos=$2
build=${3:-$(dirname "$0")/../../build/dev}
mkdir -p "$output"
for scale in 1 2; do
  for appearance in light dark; do
    for language in en de; do
      QT_QPA_PLATFORM=xcb QT_SCALE_FACTOR=$scale xvfb-run -a -s "-screen 0 3200x2000x24" \
        "$build/bin-tests/calotype-screenshots" "$output" "$photos" \
        --appearance "$appearance" --language "$language"
    done
  done
done
