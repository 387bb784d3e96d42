// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "doer.h"

#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *program;

static void anotherProgram(void)
{
    char *const arguments[] = {(char *)program, "again", 0};
    char *const environment[] = {"TEA=green", 0};
    execve("/nonexistent", arguments, environment);
    execve(program, arguments, environment);
}

static void ends(void) { _exit(7); }

static void low(void)
{
    setpriority(PRIO_PROCESS, 0, 5);
    sched_yield();
    apart(ends);
}

static void traced(void)
{
    ptrace(PTRACE_TRACEME, 0, 0, 0);
    kill(getpid(), 19);
}

static void waitsForOne(void)
{
    int ends[2];
    char byte;
    if (pipe(ends) != 0)
        return;
    if (fork() == 0) {
        (void)!write(ends[1], "x", 1);
        _exit(0);
    }
    (void)!read(ends[0], &byte, 1);
    wait(0);
}

/// Processes begin, run other programs and end.
void processes(const char *self)
{
    program = self;
    apart(ends);
    apart(anotherProgram);
    apart(low);
    apart(waitsForOne);
    const int child = fork();
    if (child == 0) {
        traced();
        _exit(0);
    }
    waitpid(child, 0, 0);
    ptrace(PTRACE_CONT, child, 0, 0);
    waitpid(child, 0, 0);
}
