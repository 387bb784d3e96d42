// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "doer.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <netinet/if_ether.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { Here = 0x0a4d0001, There = 0x0a4d0002, Farther = 0x0a4d0009, Port = 4713 };
static const uint8_t hereAddress[6] = {2, 0, 0, 0, 0, 7};
static const uint8_t thereAddress[6] = {2, 0, 0, 0, 0, 8};

struct Frame {
    struct ether_header link;
    struct iphdr ip;
    struct tcphdr tcp;
} __attribute__((packed));

static void set(const char *path, const char *value)
{
    const int file = open(path, O_WRONLY);
    (void)!write(file, value, strlen(value));
    close(file);
}

/// A device whose cable ends in this program.
static int device(void)
{
    struct ifreq request;
    memset(&request, 0, sizeof request);
    strcpy(request.ifr_name, "tap7");
    request.ifr_flags = IFF_TAP | IFF_NO_PI;
    const int cable = open("/dev/net/tun", O_RDWR);
    ioctl(cable, TUNSETIFF, &request);
    set("/proc/sys/net/ipv6/conf/tap7/disable_ipv6", "1");
    set("/proc/sys/net/ipv4/conf/tap7/send_redirects", "0");
    set("/proc/sys/net/ipv4/conf/all/send_redirects", "0");
    set("/proc/sys/net/ipv4/ip_forward", "1");
    const int any = socket(AF_INET, SOCK_DGRAM, 0);
    request.ifr_hwaddr.sa_family = ARPHRD_ETHER;
    memcpy(request.ifr_hwaddr.sa_data, hereAddress, 6);
    ioctl(any, SIOCSIFHWADDR, &request);
    struct sockaddr_in *address = (struct sockaddr_in *)&request.ifr_addr;
    address->sin_family = AF_INET;
    address->sin_addr.s_addr = htonl(Here);
    ioctl(any, SIOCSIFADDR, &request);
    address->sin_addr.s_addr = htonl(0xffffff00);
    ioctl(any, SIOCSIFNETMASK, &request);
    ioctl(any, SIOCGIFFLAGS, &request);
    request.ifr_flags |= IFF_UP;
    ioctl(any, SIOCSIFFLAGS, &request);
    close(any);
    return cable;
}

static void resolve(int cable)
{
    struct {
        struct ether_header link;
        struct ether_arp arp;
    } __attribute__((packed)) question;
    memset(&question, 0, sizeof question);
    memcpy(question.link.ether_dhost, hereAddress, 6);
    memcpy(question.link.ether_shost, thereAddress, 6);
    question.link.ether_type = htons(ETHERTYPE_ARP);
    question.arp.arp_hrd = htons(ARPHRD_ETHER);
    question.arp.arp_pro = htons(ETHERTYPE_IP);
    question.arp.arp_hln = 6;
    question.arp.arp_pln = 4;
    question.arp.arp_op = htons(ARPOP_REQUEST);
    const uint32_t here = htonl(Here);
    const uint32_t there = htonl(There);
    memcpy(question.arp.arp_sha, thereAddress, 6);
    memcpy(question.arp.arp_spa, &there, 4);
    memcpy(question.arp.arp_tpa, &here, 4);
    (void)!write(cable, &question, sizeof question);
}

static uint16_t sum(const void *bytes, size_t count, uint32_t start)
{
    const uint8_t *byte = bytes;
    for (size_t i = 0; i < count; ++i)
        start += i % 2 ? byte[i] : byte[i] << 8;
    while (start >> 16)
        start = (start & 0xffff) + (start >> 16);
    return htons(~start & 0xffff);
}

static struct Frame frame(uint32_t from, uint32_t to)
{
    struct Frame f;
    memset(&f, 0, sizeof f);
    memcpy(f.link.ether_dhost, hereAddress, 6);
    memcpy(f.link.ether_shost, thereAddress, 6);
    f.link.ether_type = htons(ETHERTYPE_IP);
    f.ip.version = 4;
    f.ip.ihl = 5;
    f.ip.ttl = 9;
    f.ip.protocol = IPPROTO_TCP;
    f.ip.tot_len = htons(sizeof f - sizeof f.link);
    f.ip.saddr = htonl(from);
    f.ip.daddr = htonl(to);
    f.ip.check = sum(&f.ip, sizeof f.ip, 0);
    f.tcp.doff = 5;
    f.tcp.window = htons(1000);
    return f;
}

static void send_tcp(int cable, struct Frame f)
{
    f.tcp.check = sum(&f.tcp, sizeof f.tcp,
                      (There >> 16) + (There & 0xffff) + (Here >> 16) + (Here & 0xffff) + IPPROTO_TCP + sizeof f.tcp);
    (void)!write(cable, &f, sizeof f);
}

static struct Frame opening(int port)
{
    struct Frame f = frame(There, Here);
    f.tcp.source = htons(port);
    f.tcp.dest = htons(Port);
    f.tcp.seq = htonl(1000);
    f.tcp.syn = 1;
    return f;
}

/// What follows the answer to an opening.
static struct Frame confirmation(int cable, struct Frame f)
{
    struct {
        struct Frame answer;
        char rest[2000];
    } in;
    do {
        memset(&in, 0, sizeof in);
        if (read(cable, &in, sizeof in) <= 0)
            break;
    } while (in.answer.link.ether_type != htons(ETHERTYPE_IP) || in.answer.tcp.dest != f.tcp.source || !in.answer.tcp.syn);
    f.tcp.syn = 0;
    f.tcp.ack = 1;
    f.tcp.seq = htonl(1001);
    f.tcp.ack_seq = htonl(ntohl(in.answer.tcp.seq) + 1);
    return f;
}

/// More connections than a listener lets wait.
static void overflow(int cable)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(Port), .sin_addr.s_addr = htonl(Here)};
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    bind(listener, (struct sockaddr *)&address, sizeof address);
    listen(listener, 0);
    send_tcp(cable, opening(5001));
    struct Frame first = confirmation(cable, opening(5001));
    send_tcp(cable, opening(5002));
    struct Frame second = confirmation(cable, opening(5002));
    send_tcp(cable, first);
    send_tcp(cable, second);
    close(listener);
}

/// Packets that come from outside, and those that are cut into pieces.
void packets(void)
{
    const int cable = device();
    resolve(cable);
    struct Frame passed = frame(Farther, There);
    (void)!write(cable, &passed, sizeof passed);
    struct Frame damaged = frame(There, Here);
    damaged.ip.check ^= 1;
    (void)!write(cable, &damaged, sizeof damaged);
    overflow(cable);
    close(cable);

    static char many[64000];
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(Port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const int to = socket(AF_INET, SOCK_DGRAM, 0);
    bind(to, (struct sockaddr *)&address, sizeof address);
    sendto(to, many, sizeof many, 0, (struct sockaddr *)&address, sizeof address);
    recv(to, many, sizeof many, 0);
    close(to);
}
