#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Tapscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# devices.sh - the disks and network devices that the program of this folder works with. A module that is loaded last waits for what
# the others look for.

for module in tun sd_mod "scsi_debug delay=0" "brd rd_nr=1"; do
    # shellcheck disable=SC2086
    modprobe $module
done
