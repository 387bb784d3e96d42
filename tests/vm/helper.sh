#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Tapscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# helper.sh BUILD - the helper's own tests on a kernel without uprobe_multi, as root and as an ordinary user. Exit status 77: no lab.

set -u
build=${1:?usage: helper.sh BUILD}
here=$(dirname "$(readlink -f "$0")")
for test in helper_tst_helper helper_tst_helper_limits helper_tst_unprivileged; do
    [ -x "$build/tests/$test" ] || { echo "$test is not built"; exit 77; }
done
exec "$here/vmlab" run --kernel "${TAPSCOPE_LAB_KERNEL:-6.1.0}" --timeout 900 -- "
    export TAPSCOPE_REQUIRE_HELPER=1 TAPSCOPE_BUILD_DIR='$build'
    '$build/tests/helper_tst_helper' || exit
    '$build/tests/helper_tst_helper_limits' || exit
    '$build/tests/helper_tst_unprivileged' 'withFileCapabilities:as advised' withoutRightsTheCommandIsNamed || exit
    grep -q tapscope_ /sys/kernel/tracing/uprobe_events /sys/kernel/tracing/kprobe_events && { echo 'trace events were left'; exit 1; }
    exit 0"
