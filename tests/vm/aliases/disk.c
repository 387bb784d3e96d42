// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#define _GNU_SOURCE

#include "doer.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static void setState(const char *state)
{
    const int file = open("/sys/block/sda/device/state", O_WRONLY);
    (void)!write(file, state, strlen(state));
    close(file);
}

/// A disk that the kernel only pretends to have.
void disk(void)
{
    static char block[4096] __attribute__((aligned(4096)));
    const int file = open("/dev/sda", O_RDWR | O_DIRECT);
    (void)!pwrite(file, block, sizeof block, 8192);
    (void)!pread(file, block, sizeof block, 8192);
    close(file);
    setState("offline\n");
    setState("running\n");
}
