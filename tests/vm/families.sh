#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Tapscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# families.sh BUILD - kinds of probe points and context functions that need kprobes, on another kernel. Exit status 77: no lab, or
# nothing to run there.

set -u
here=$(dirname "$(readlink -f "$0")")

# shellcheck source=tests/vm/check.sh
. "$here/check.sh"
needs "${1:-}"
in_guest "${TAPSCOPE_LAB_KERNEL:-6.1.0}" 900

check "the kernel's stack begins at the probed function" \
    'global n probe kernel.function("vfs_read") { if (pid() == target() && n++ == 0) { print_backtrace() println("by ", caller(), " ", callers(1)) } }' \
    '^ 0xf+[0-9a-f]+ : vfs_read\+0x0/0x[0-9a-f]+ \[kernel\]$' ' : ksys_read\+0x[0-9a-f]+/0x[0-9a-f]+ \[kernel\]$' \
    ' : entry_SYSCALL_64_after_hwframe\+' '^by ksys_read 0xf+[0-9a-f]+ 0xf+[0-9a-f]+ 0xf+[0-9a-f]+$'
check "the program's stack is seen from the kernel" \
    'global n probe kernel.function("vfs_write") { if (pid() == target() && n++ == 0) print_ubacktrace() }' \
    ' : [A-Za-z_]*write\+0x[0-9a-f]+/0x[0-9a-f]+ \[.*libc' '\[.*/cat(\+0x[0-9a-f]+/0x[0-9a-f]+)?\]$'
check "a return probe has its value and its caller" \
    'probe kernel.function("vfs_read").return { if (pid() == target()) { printf("%d %d\n", returnval(), $return) print_backtrace() } }' \
    '^([0-9]+) \1$' '^Returning from:  0x[0-9a-f]+ : vfs_read\+0x0/0x[0-9a-f]+ ' '^Returning to  :  0x[0-9a-f]+ : ksys_read\+0x' '^ 0x[0-9a-f]+ : do_syscall_64\+0x'
check "a return probe knows what the function was called with" \
    'probe kernel.function("ksys_read").return { if (pid() == target() && $return == 3) printf("%d of %d\n", @entry($count) == $count, $count) }' \
    '^1 of [1-9][0-9]*$'
# None leaves before all of them are in.
cat >/tmp/forty.sh <<'END'
for i in {1..40}; do sleep 1000 & done
sleeps=$(jobs -p)
for each in $sleeps; do
    until read -r where </proc/"$each"/wchan || [[ $where == *nanosleep* ]]; do :; done
done
kill $sleeps
wait
END
command="/bin/bash /tmp/forty.sh"
check "returns of many calls at once" \
    'global entered, left probe kernel.function("do_nanosleep") { if (execname() == "sleep") entered++ }
     probe kernel.function("do_nanosleep").return { if (execname() == "sleep") left++ }
     probe end { println(entered, " in, ", left, " out") }' '^40 in, 40 out$'
with_errors=1
check "returns that were missed are counted" \
    'global entered, left probe kernel.function("do_nanosleep") { if (execname() == "sleep") entered++ }
     probe kernel.function("do_nanosleep").return.maxactive(3) { if (execname() == "sleep") left++ }
     probe end { println(entered, " in, ", left < 40 ? "fewer" : "as many", " out") }' '^40 in, fewer out$' \
    '^WARNING: Number of errors: 0, skipped probes: [1-9]' \
    '^WARNING: Of [0-9]+ hits of kernel\.function\("do_nanosleep.*"\)\.return\.maxactive\(3\), skipped \(missed by the kernel\): [1-9]'
with_errors= command=
check "processes begin and end" \
    'probe process("/bin/cat").begin { println("begin ", cmdline_str()) } probe process("/bin/cat").end { println("end ", execname()) }' \
    '^begin /bin/cat /etc/hostname$' '^end cat$'
check "system calls of a process" \
    'global n probe process.syscall { n++ } probe end { println(n > 20 ? "many" : "few") }' '^many$'
check "profiles" 'global n probe timer.profile { if (n++ == 3) { println("tick ", strlen(symname(addr())) > 0) exit() } }' '^tick 1$'
check "paths of files" \
    'probe kernel.function("vfs_read") { if (pid() == target()) println(fullpath_struct_file(task_current(), $file)) }' \
    '^/etc/hostname$' '/libc\.so\.6$'
check "texts that the kernel's loops make, where statements run later" \
    'probe vfs.read { if (pid() == target() && isinstr(pathname, "hostname")) { println(str_replace(pathname, "e", "E"), "|", strtol("7", 10), "|", cmdline_str(), "|", devname != "") print_backtrace() exit() } }' \
    '^/Etc/hostnamE\|7\|/bin/cat /etc/hostname\|1$' '^ 0xf+[0-9a-f]+ : vfs_read\+0x0/0x[0-9a-f]+ \[kernel\]$'
check "the kernel's memory in hexadecimal" \
    'global n probe kernel.function("vfs_read") { if (pid() == target() && n++ == 0) printf("%.8M %s\n", $file, sprintf("%.2M", $file)) }' \
    '^[0-9a-f]{16} [0-9a-f]{4}$'
check "names and paths of inodes" \
    'probe kernel.function("vfs_read") { if (pid() == target()) println(inode_name($file->f_inode), " ", inode_path($file->f_inode)) }' \
    '^hostname /(.*/)?hostname$'
command="/bin/bash -c 'ip link set lo up; echo tea >/dev/udp/127.0.0.1/4711'"
check "packets at the hooks of netfilter" \
    'probe netfilter.ip.local_out, netfilter.ip.local_in, netfilter.ip.post_routing, netfilter.ip.pre_routing {
         if (dport == 4711) printf("%s %s %s>%s %s %d %d %d\n", pn(), pf, indev_name, outdev_name, daddr, dport, length, protocol == ipproto_udp) }' \
    '^netfilter\.ip\.local_out ipv4 >lo 127\.0\.0\.1 4711 32 1$' '^netfilter\.ip\.local_in ipv4 lo> 127\.0\.0\.1 4711 32 1$' \
    '^netfilter\.ip\.pre_routing ' '^netfilter\.ip\.post_routing '
check "a wildcard means the hooks that this kernel has, bridges or not" \
    'probe netfilter.*.* { if (pf == "ipv4" && isinstr(data_str, "tea")) println(pf, " ", length, " ", data_str, " ", strlen(data_hex)) }' \
    '^ipv4 32 "E.*tea\\n" 64$'
check "variables at a hook" \
    'probe netfilter.pf("NFPROTO_IPV4").hook("NF_INET_LOCAL_IN").priority("100") { printf("%d %d %s %d %d\n", $hooknum, $skb->len, $in->name$, $out, @defined($verdict)) }' \
    '^1 32 "lo" 0 1$'
command='/bin/cat /etc/hostname'
check "what the security modules are asked" \
    'probe lsm.file_open { if (pid() == target()) printf("%s %s %s\n", name, pp(), kernel_string($file->f_path->dentry->d_name->name)) }' \
    '^file_open kernel\.lsm\("file_open"\) hostname$'
check "all hooks of theirs" \
    'global hits probe lsm.* { if (pid() == target()) hits[name]++ } probe end { println(hits["file_open"] > 0, " ", hits["file_permission"] > 0, " ", hits["bprm_check_security"] > 0) }' \
    '^1 1 1$'
with_errors=1
check "a module that is not loaded" 'probe module("nosuchmodule").function("f") { }' "error: no module 'nosuchmodule' is loaded\$" 'modprobe nosuchmodule'
check "a module's name, wrong by a letter" 'probe module("overlai").function("ovl_open") { }' "did you mean 'overlay'"
with_errors=
# Two hosts behind a router, a bridge and its two ports.
modprobe -a veth bridge ipv6 2>/dev/null
for host in left right; do
    ip netns add $host
    ip link add to_$host type veth peer name eth0 netns $host
    ip link set to_$host up
    ip netns exec $host ip link set eth0 up
    ip netns exec $host ip link set lo up
done
ip addr add 10.9.1.1/24 dev to_left
ip -6 addr add fd09:1::1/64 dev to_left nodad
ip addr add 10.9.2.1/24 dev to_right
ip -6 addr add fd09:2::1/64 dev to_right nodad
ip netns exec left sh -c 'ip addr add 10.9.1.2/24 dev eth0; ip route add default via 10.9.1.1; ip -6 addr add fd09:1::2/64 dev eth0 nodad; ip -6 route add default via fd09:1::1'
ip netns exec right sh -c 'ip addr add 10.9.2.2/24 dev eth0; ip route add default via 10.9.2.1; ip -6 addr add fd09:2::2/64 dev eth0 nodad; ip -6 route add default via fd09:2::1'
echo 1 >/proc/sys/net/ipv4/ip_forward
echo 1 >/proc/sys/net/ipv6/conf/all/forwarding
command="/bin/bash -c 'ip netns exec left bash -c \"echo tea >/dev/udp/fd09:1::1/4711; echo tea >/dev/udp/10.9.2.2/4712; echo tea >/dev/udp/fd09:2::2/4713; sleep 1\"'"
check "packets of IPv6 at all hooks" \
    'probe netfilter.ipv6.local_out, netfilter.ipv6.local_in, netfilter.ipv6.post_routing, netfilter.ipv6.pre_routing, netfilter.ipv6.forward {
         if (dport == 4711 || dport == 4713) printf("%s %s %s>%s %s %d %d\n", pn(), pf, indev_name, outdev_name, daddr, dport, protocol == ipproto_udp) }' \
    '^netfilter\.ipv6\.local_out ipv6 >eth0 fd09:0001:0000:0000:0000:0000:0000:0001 4711 1$' '^netfilter\.ipv6\.post_routing ipv6 >eth0 fd09:0001:0000:0000:0000:0000:0000:0001 4711 1$' \
    '^netfilter\.ipv6\.pre_routing ipv6 to_left> fd09:0001:0000:0000:0000:0000:0000:0001 4711 1$' '^netfilter\.ipv6\.local_in ipv6 to_left> fd09:0001:0000:0000:0000:0000:0000:0001 4711 1$' \
    '^netfilter\.ipv6\.forward ipv6 to_left>to_right fd09:0002:0000:0000:0000:0000:0000:0002 4713 1$'
check "packets that are passed on" \
    'probe netfilter.ipv4.forward { if (dport == 4712) printf("%s %s %s>%s %s %s %d\n", pn(), pf, indev_name, outdev_name, saddr, daddr, length) }' \
    '^netfilter\.ipv4\.forward ipv4 to_left>to_right 10\.9\.1\.2 10\.9\.2\.2 32$'
command="sh -c 'ip neigh flush dev to_left; busybox ping -c 1 10.9.1.2'"
check "requests and answers of ARP" \
    'probe netfilter.arp.in, netfilter.arp.out { printf("%s %s %s>%s %d %s\n", pn(), pf, indev_name, outdev_name, ar_op, ar_sip) }' \
    '^netfilter\.arp\.out arp >to_left 1 10\.9\.1\.1$' '^netfilter\.arp\.in arp to_left> 2 10\.9\.1\.2$'
ip link add name tea type bridge
for port in one two; do
    ip netns add $port
    ip link add port_$port type veth peer name eth0 netns $port
    ip link set port_$port master tea up
done
ip link set tea up
ip addr add 10.9.3.1/24 dev tea
ip netns exec one sh -c 'ip link set eth0 up; ip addr add 10.9.3.2/24 dev eth0'
ip netns exec two sh -c 'ip link set eth0 up; ip addr add 10.9.3.3/24 dev eth0'
command="sh -c 'ip netns exec one busybox ping -c 2 10.9.3.3; ip netns exec two busybox ping -c 1 10.9.3.1'"
check "frames at the hooks of a bridge" \
    'global n probe netfilter.bridge.pre_routing, netfilter.bridge.local_in, netfilter.bridge.forward, netfilter.bridge.local_out, netfilter.bridge.post_routing {
         n[pn(), indev_name, outdev_name, pf]++ if (length > 60 && length < 100) n[pn(), substr(data_hex, 0, 4), "", pf]++ }
     probe end { foreach ([p, i, o, f] in n) println(p, " ", i, ">", o, " ", f) }' \
    '^netfilter\.bridge\.pre_routing port_(one|two)> bridge$' '^netfilter\.bridge\.forward port_(one|two)> bridge$' \
    '^netfilter\.bridge\.local_in port_two> bridge$' '^netfilter\.bridge\.local_out >tea bridge$' \
    '^netfilter\.bridge\.post_routing >port_(one|two) bridge$' '^netfilter\.bridge\.pre_routing 4500> bridge$'
exit $failed
