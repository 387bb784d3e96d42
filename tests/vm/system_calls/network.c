// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "calls.h"

/// Sockets, and waiting for descriptors.
void network(void)
{
    {
        struct {
            unsigned short f, p;
            unsigned char a[4];
            char z[8];
        } in = {2, 0x5000, {127, 0, 0, 1}, {0}};
        struct {
            unsigned short f, p;
            unsigned flow;
            unsigned char a[16];
            unsigned scope;
        } in6 = {10, 0x901f, 7, {0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 2};
        struct {
            unsigned short f;
            char p[108];
        } un = {1, "/tmp/sock"};
        struct {
            unsigned short f, pad;
            unsigned pid, groups;
        } nl = {16, 0, 5, 3};
        C(socket, 2, 1, 0);
        C(socket, 2, 2 | 02004000, 17);
        C(socket, 1, 1, 0);
        C(socket, 10, 1, 6);
        C(socket, 16, 3, 15);
        C(socket, 17, 3, 0x300);
        C(socket, 99, 99, 99);
        C(socketpair, 1, 1, 0, buf);
        C(socketpair, 1, 2 | 04000, 0, buf);
        C(bind, 50, put(&in, 16), 16);
        C(bind, 50, put(&in6, 28), 28);
        C(bind, 50, put(&un, 110), 110);
        C(bind, 50, put(&nl, 12), 12);
        C(bind, 50, bad, 16);
        C(connect, 50, put(&in, 16), 16);
        C(connect, 50, put(&in6, 28), 28);
        C(connect, 50, put(&un, 20), 20);
        C(listen, 50, 5);
        C(accept, 50, buf, I(16));
        C(accept, 50, 0, 0);
        C(accept4, 50, buf, I(16), 02004000);
        C(getsockname, 50, buf, I(16));
        C(getpeername, 50, buf, I(16));
        C(sendto, 50, S("data"), 4, 0x40, put(&in, 16), 16);
        C(sendto, 50, S("da\nta"), 5, 0x4001, 0, 0);
        C(recvfrom, 50, buf, 10, 0x42, buf, I(16));
        C(recvfrom, 50, buf, 10, 0x100, 0, 0);
        C(sendmsg, 50, A(0, 0, 0, 0, 0, 0, 0), 0x40);
        C(recvmsg, 50, A(0, 0, 0, 0, 0, 0, 0), 2);
        C(sendmmsg, 50, A(0, 0, 0, 0, 0, 0, 0, 0), 1, 0x40);
        C(recvmmsg, 50, A(0, 0, 0, 0, 0, 0, 0, 0), 1, 0x10040, 0);
        C(recvmmsg, 50, A(0, 0, 0, 0, 0, 0, 0, 0), 1, 0x40, A(1, 2));
        C(shutdown, 50, 0);
        C(shutdown, 50, 1);
        C(shutdown, 50, 2);
        C(shutdown, 50, 3);
        C(setsockopt, 50, 1, 2, I(1), 4);
        C(setsockopt, 50, 6, 1, I(1), 4);
        C(setsockopt, 50, 0, 1, I(1), 4);
        C(setsockopt, 50, 41, 26, I(1), 4);
        C(setsockopt, 50, 1, 9999, I(1), 4);
        C(getsockopt, 50, 1, 3, buf, I(4));
        C(getsockopt, 50, 99, 3, buf, I(4));
    }
    C(poll, I(0, 1), 1, 0);
    C(poll, I(0, 1, 1, 4), 2, 10);
    C(poll, bad, 1, 0);
    C(ppoll, I(0, 1), 1, A(0, 1000), A(1), 8);
    C(select, 1, A(1), 0, 0, A(0, 5));
    C(pselect6, 1, A(1), 0, 0, A(0, 1000), 0);
    C(epoll_create, 5);
    C(epoll_create1, 02000000);
    C(epoll_create1, 3);
    C(epoll_ctl, 50, 1, 3, I(1, 2, 3));
    C(epoll_ctl, 50, 2, 3, 0);
    C(epoll_ctl, 50, 3, 3, I(0x80000005, 7, 0));
    C(epoll_ctl, 50, 9, 3, bad);
    C(epoll_wait, 50, buf, 1, 0);
    C(epoll_pwait, 50, buf, 1, 0, A(1), 8);
    C(eventfd, 5);
    C(eventfd2, 5, 02004001);
    C(inotify_init);
    C(inotify_init1, 02004000);
    C(inotify_add_watch, 50, S("/tmp"), 0x300);
    C(inotify_add_watch, 50, S("/tmp"), 0xfff);
    C(inotify_rm_watch, 50, 1);
    C(fanotify_init, 0x2c, 0x8000);
    C(fanotify_mark, 50, 1, 0x3b, -100, S("/tmp"));
    C(fanotify_mark, 50, 0x11, 0x40000000 | 0x20, -100, 0);
}
