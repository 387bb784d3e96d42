// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "doer.h"

#include <arpa/inet.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <netinet/tcp.h>
#include <netpacket/packet.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

enum { Server = 4711, Client = 4712, Late = 4714 };

static void deviceUp(void)
{
    struct ifreq request;
    memset(&request, 0, sizeof request);
    strcpy(request.ifr_name, "lo");
    const int any = socket(AF_INET, SOCK_DGRAM, 0);
    ioctl(any, SIOCGIFFLAGS, &request);
    request.ifr_flags |= IFF_UP;
    ioctl(any, SIOCSIFFLAGS, &request);
    request.ifr_mtu = 60000;
    ioctl(any, SIOCSIFMTU, &request);
    const char address[6] = {2, 0, 0, 0, 0, 1};
    request.ifr_hwaddr.sa_family = 772;
    memcpy(request.ifr_hwaddr.sa_data, address, 6);
    ioctl(any, SIOCSIFHWADDR, &request);
    close(any);
}

static void promiscuous(void)
{
    struct packet_mreq all;
    memset(&all, 0, sizeof all);
    all.mr_ifindex = if_nametoindex("lo");
    all.mr_type = PACKET_MR_PROMISC;
    const int any = socket(AF_PACKET, SOCK_RAW, 0);
    setsockopt(any, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &all, sizeof all);
    setsockopt(any, SOL_PACKET, PACKET_DROP_MEMBERSHIP, &all, sizeof all);
    close(any);
}

static void pair(void)
{
    int ends[2];
    char bytes[64];
    socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
    send(ends[0], "green tea", 9, 0);
    recv(ends[1], bytes, sizeof bytes, 0);
    (void)!write(ends[1], "black", 5);
    (void)!read(ends[0], bytes, 3);
    struct iovec pieces[2] = {{"oo", 2}, {"long", 4}};
    writev(ends[0], pieces, 2);
    struct iovec places[2] = {{bytes, 1}, {bytes + 8, 32}};
    readv(ends[1], places, 2);
    shutdown(ends[0], SHUT_WR);
    send(ends[0], "x", 1, MSG_NOSIGNAL);
    recv(ends[1], bytes, sizeof bytes, MSG_DONTWAIT);
    close(ends[0]);
    close(ends[1]);
    socket(AF_UNIX, 77, 0);
    socket(AF_INET, SOCK_STREAM, 17);
}

static socklen_t place(struct sockaddr_storage *storage, int family, int port)
{
    memset(storage, 0, sizeof *storage);
    storage->ss_family = family;
    if (family == AF_INET) {
        struct sockaddr_in *address = (struct sockaddr_in *)storage;
        address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address->sin_port = htons(port);
        return sizeof *address;
    }
    struct sockaddr_in6 *address = (struct sockaddr_in6 *)storage;
    address->sin6_addr.s6_addr[15] = 1;
    address->sin6_port = htons(port);
    return sizeof *address;
}

static void connection(int family)
{
    struct sockaddr_storage address;
    char bytes[64];
    const int yes = 1;
    const int listener = socket(family, SOCK_STREAM, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    socklen_t length = place(&address, family, Server);
    bind(listener, (struct sockaddr *)&address, length);
    listen(listener, 1);
    const int client = socket(family, SOCK_STREAM, 0);
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    setsockopt(client, IPPROTO_TCP, 99, &yes, sizeof yes);
    if (family == AF_INET6)
        setsockopt(client, IPPROTO_IPV6, 26, &yes, sizeof yes);
    length = place(&address, family, Client);
    bind(client, (struct sockaddr *)&address, length);
    length = place(&address, family, Server);
    connect(client, (struct sockaddr *)&address, length);
    const int server = accept(listener, 0, 0);
    send(client, "green tea", 9, 0);
    recv(server, bytes, 4, 0);
    recv(server, bytes, sizeof bytes, 0);
    (void)!write(server, "black", 5);
    (void)!read(client, bytes, sizeof bytes);
    recv(client, bytes, sizeof bytes, MSG_DONTWAIT);
    shutdown(client, SHUT_WR);
    recv(server, bytes, sizeof bytes, 0);
    address.ss_family = AF_UNSPEC;
    connect(client, (struct sockaddr *)&address, length);
    close(server);
    close(client);
    close(listener);
}

static int boundTo(int port)
{
    struct sockaddr_storage address;
    const socklen_t length = place(&address, AF_INET, port);
    const int out = socket(AF_INET, SOCK_STREAM, 0);
    bind(out, (struct sockaddr *)&address, length);
    return out;
}

/// Data whose receipt is confirmed by a timer, as no answer takes it along; then a connection that is reset, and one to nobody.
static void lateConfirmation(void)
{
    struct sockaddr_storage address;
    const int no = 0;
    int waiting = 1;
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    const socklen_t length = place(&address, AF_INET, Late);
    bind(listener, (struct sockaddr *)&address, length);
    listen(listener, 1);
    const int client = boundTo(Late + 1);
    connect(client, (struct sockaddr *)&address, length);
    const int server = accept(listener, 0, 0);
    setsockopt(server, IPPROTO_TCP, TCP_QUICKACK, &no, sizeof no);
    send(client, "x", 1, 0);
    while (waiting > 0 && ioctl(client, SIOCOUTQ, &waiting) == 0)
        sched_yield();
    close(server);
    close(client);
    close(listener);
    const int other = boundTo(Late + 2);
    connect(other, (struct sockaddr *)&address, length);
    close(other);
}

static void datagrams(int family)
{
    struct sockaddr_storage address;
    char bytes[64];
    const int server = socket(family, SOCK_DGRAM, 0);
    socklen_t length = place(&address, family, Server);
    bind(server, (struct sockaddr *)&address, length);
    const int client = socket(family, SOCK_DGRAM, 0);
    length = place(&address, family, Client);
    bind(client, (struct sockaddr *)&address, length);
    length = place(&address, family, Server);
    sendto(client, "green", 5, 0, (struct sockaddr *)&address, length);
    recv(server, bytes, sizeof bytes, 0);
    connect(client, (struct sockaddr *)&address, length);
    send(client, "black tea", 9, 0);
    recv(server, bytes, 5, 0);
    recv(server, bytes, 5, MSG_DONTWAIT);
    address.ss_family = AF_UNSPEC;
    connect(client, (struct sockaddr *)&address, length);
    send(client, "x", 1, 0);
    close(client);
    close(server);
}

/// Sockets, and packets that go through the loopback device.
void network(void)
{
    deviceUp();
    promiscuous();
    pair();
    connection(AF_INET);
    connection(AF_INET6);
    datagrams(AF_INET);
    datagrams(AF_INET6);
    lateConfirmation();
}
