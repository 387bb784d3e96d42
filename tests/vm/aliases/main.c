// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "doer.h"

#include <sys/wait.h>
#include <unistd.h>

void apart(void (*what)(void))
{
    const int child = fork();
    if (child == 0) {
        what();
        _exit(0);
    }
    waitpid(child, 0, 0);
}

int main(int count, char **arguments)
{
    alarm(30);
    if (count > 1)
        return 3;
    processes(arguments[0]);
    signals();
    network();
    packets();
    disk();
    outside();
    return 0;
}
