// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#define _GNU_SOURCE

#include "doer.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <termios.h>
#include <unistd.h>

static void files(void)
{
    char *const bytes = (char *)0x10000000;
    const int file = open("/dev/shm/leaves", O_RDWR | O_CREAT | O_TRUNC, 0600);
    (void)!write(file, "green tea", 9);
    (void)!pwrite(file, "black", 5, 20);
    struct iovec pieces[2] = {{"oo", 2}, {"long", 4}};
    writev(file, pieces, 2);
    lseek(file, 2, SEEK_SET);
    (void)!read(file, bytes, 4);
    (void)!pread(file, bytes, 4, 1);
    struct iovec places[3] = {{bytes, 1}, {bytes + 8, 2}, {bytes + 16, 3}};
    readv(file, places, 3);
    (void)!read(file, bytes, 0);
    (void)!read(file, (void *)16, 4);
    void *const map = mmap((void *)0x20000000, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, file, 0);
    *(volatile char *)map = 'G';
    munmap(map, 4096);
    close(file);
    open("/dev/shm/nothing", O_RDONLY);
    const int write_only = open("/dev/shm/leaves", O_WRONLY);
    (void)!read(write_only, bytes, 4);
    int ends[2];
    (void)!pipe(ends);
    const int again = open("/dev/shm/leaves", O_RDONLY);
    splice(again, 0, ends[1], 0, 5, 0);
    fcntl(ends[0], F_SETPIPE_SZ, 32 * 4096);
    close(again);
    unlink("/dev/shm/leaves");
}

static void memory(void)
{
    char *const heap = sbrk(0);
    sbrk(8192);
    heap[4096 * 2 - 1] = 1;
    volatile char *const map = mmap((void *)0x30000000, 3 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    (void)map[0];
    map[1] = 1;
    map[4096] = 1;
    munmap((void *)map, 3 * 4096);
}

static void terminal(void)
{
    char bytes[64];
    const int master = open("/dev/ptmx", O_RDWR | O_NOCTTY);
    int number = 0;
    ioctl(master, TIOCSPTLCK, &number);
    ioctl(master, TIOCGPTN, &number);
    char name[] = "/dev/pts/0";
    name[9] += number;
    const int slave = open(name, O_RDWR | O_NOCTTY);
    struct winsize size = {24, 80, 5, 6};
    ioctl(slave, TIOCSWINSZ, &size);
    size.ws_row = 25;
    ioctl(slave, TIOCSWINSZ, &size);
    (void)!write(slave, "green", 5);
    (void)!read(master, bytes, sizeof bytes);
    (void)!write(master, "black\n", 6);
    (void)!read(slave, bytes, sizeof bytes);
    struct pollfd wanted = {slave, POLLIN | POLLOUT};
    poll(&wanted, 1, 0);
    close(slave);
    close(master);
}

static void block(void)
{
    char *const bytes = aligned_alloc(4096, 4096);
    const int disk = open("/dev/ram0", O_RDWR | O_DIRECT);
    (void)!pwrite(disk, bytes, 4096, 8192);
    (void)!pread(disk, bytes, 4096, 8192);
    close(disk);
}

/// Files, memory, terminals and disks.
void outside(void)
{
    mmap((void *)0x10000000, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_POPULATE, -1, 0);
    files();
    memory();
    terminal();
    block();
}
