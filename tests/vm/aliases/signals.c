// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "doer.h"

#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void nothing(int number) { (void)number; }

static int awake[2];

static void tell(int number) { (void)!write(awake[1], &number, 1); }

static void handles(int number, int flags, int blocked)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = nothing;
    action.sa_flags = flags;
    if (blocked)
        sigaddset(&action.sa_mask, blocked);
    sigaction(number, &action, 0);
}

static void sent(void)
{
    handles(SIGUSR1, SA_RESTART, SIGUSR2);
    kill(getpid(), SIGUSR1);
    syscall(SYS_tgkill, getpid(), getpid(), SIGUSR1);
    syscall(SYS_tkill, getpid(), SIGUSR1);
    kill(getpid(), 0);
    kill(999999, SIGTERM);
    kill(getpid(), 99);
    sigaction(SIGKILL, 0, 0);
    struct sigaction old;
    sigaction(SIGUSR1, 0, &old);
    signal(SIGUSR2, SIG_IGN);
    kill(getpid(), SIGUSR2);
    handles(40, SA_SIGINFO, 0);
    sigqueue(getpid(), 40, (union sigval){.sival_int = 4});
}

static void blocked(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigaddset(&set, SIGTERM);
    handles(SIGUSR1, 0, 0);
    sigprocmask(SIG_BLOCK, &set, 0);
    kill(getpid(), SIGUSR1);
    sigpending(&set);
    sigemptyset(&set);
    sigprocmask(SIG_SETMASK, &set, 0);
}

static void ofTimer(void)
{
    struct sigevent event;
    memset(&event, 0, sizeof event);
    event.sigev_notify = SIGEV_SIGNAL;
    event.sigev_signo = SIGALRM;
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGALRM);
    sigprocmask(SIG_BLOCK, &set, 0);
    timer_t timer;
    timer_create(CLOCK_MONOTONIC, &event, &timer);
    const struct itimerspec soon = {{0, 0}, {0, 1000000}};
    timer_settime(timer, 0, &soon, 0);
    int number;
    sigwait(&set, &number);
}

static void stopped(void)
{
    char byte;
    (void)!pipe(awake);
    signal(SIGCONT, tell);
    const int child = fork();
    if (child == 0) {
        for (;;)
            pause();
    }
    kill(child, SIGSTOP);
    waitpid(child, 0, WUNTRACED);
    kill(child, SIGCONT);
    waitpid(child, 0, WCONTINUED);
    (void)!read(awake[0], &byte, 1);
    kill(child, SIGKILL);
    waitpid(child, 0, 0);
}

static void wrongAddress(void) { *(volatile int *)16 = 1; }

/// Nothing is where the handler's frame would go.
static void noStack(void)
{
    handles(SIGUSR1, 0, 0);
    const int self = getpid();
    __asm__ volatile("mov $8, %%rsp\n syscall" : : "a"(SYS_kill), "D"(self), "S"(SIGUSR1) : "rcx", "r11", "memory");
}

/// Signals are sent, blocked, handled and ignored.
void signals(void)
{
    apart(sent);
    apart(blocked);
    apart(ofTimer);
    apart(stopped);
    apart(wrongAddress);
    apart(noStack);
}
