# SPDX-FileCopyrightText: 2026 The Tapscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What another machine, another run or another kernel prints otherwise: what comes before the program's own calls, results, numbers
# of descriptors, processes and keys, and what the kernel has written into a buffer before the call.

1,/^mmap2\(0x10000000, 1048576,/d
/^WARNING/d
# What depends on the kernel's configuration and on what is there, whether it fails or not.
s/^(  (mkdir|open|fcntl|init_module|finit_module|delete_module|kexec_load|kexec_file_load|iopl|ioperm|kcmp|process_vm_readv|process_vm_writev|pkey_alloc|pkey_free|open_by_handle_at|fgetxattr|flistxattr|fremovexattr|fsetxattr|shmget|semget|msgget|memfd_secret|modify_ldt|mq_open|sysfs|nfsservctl|userfaultfd|bpf|perf_event_open|swapon|swapoff|lookup_dcookie|ptrace|remap_file_pages|migrate_pages|move_pages|mbind|set_mempolicy|get_mempolicy|add_key|request_key|keyctl|quotactl|acct|syslog|fanotify_init|sched_setscheduler|ioprio_set|setrlimit|clone|membarrier|splice|tee|ioctl|settimeofday|clock_nanosleep|getpgid|getpgrp|getsid|setpgid|setsid)) = .*/\1 = N/
s/^(  [a-z_0-9]+) = [0-9]+ 0x[0-9a-f]+$/\1 = 0xN/
s/^(  umask) = [0-9]+ 0[0-7]+$/\1 = 0N/
s/^(  [a-z_0-9]+) = [0-9]+ [0-9]+ \([A-Z_]+\)$/\1 = N (NAME)/
s/^(  [a-z_0-9]+) = [0-9]+ [0-9]+$/\1 = N/
/^(times|sysinfo|sched_getattr|clock_adjtime|adjtimex)\(/s/=[0-9]+([],} ])/=N\1/g
/^sysinfo\(/s/loads=\[[0-9, ]+\]/loads=[N]/g
s/^(pipe2?)\(\[-?[0-9]+, -?[0-9]+\]/\1([N, N]/
/^pipe2?\(/s/pipe([01])=-?[0-9]+/pipe\1=N/g
s/^getrandom\(.*", ([0-9]+), .* (count=.*)/getrandom("...", \1, \2/
s/[^ -~	]/?/g
s/ +$//
