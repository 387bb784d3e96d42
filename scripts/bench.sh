#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Tapscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# bench.sh BUILD_FOLDER [FILTER]: runs every benchmark whose name contains FILTER. Figures are of this machine at this moment:
# compare rows of one run, not runs.
set -euo pipefail
folder=$1
filter=${2:-}
cd "$(dirname "${BASH_SOURCE[0]}")/.."
for benchmark in "$folder"/bench/bench_*; do
    if [ ! -x "$benchmark" ] || [ ! -f "$benchmark" ] || [[ $benchmark != *"$filter"* ]]; then continue; fi
    printf '\n== %s\n' "$(basename "$benchmark")"
    TAPSCOPE_BUILD_DIR="$PWD/$folder" QT_QPA_PLATFORM=offscreen "$benchmark"
done
