// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "calls.h"

/// Memory, and that of other processes.
void memory(void)
{
    C(mmap, 0x20000000, 8192, 3, 0x32, -1, 0);
    C(mmap, 0x20000000, 4096, 1, 0x12, 3, 0);
    C(mmap, 0, 0, 0, 0, 0, 0);
    C(mmap, 0x30000000, 4096, 7, 0x8132 | 0x4000, -1, 0);
    C(mmap, 0, 4096, 0, 0x40022, -1, 4096);
    C(munmap, 0x30000000, 4096);
    C(mprotect, 0x20000000, 4096, 1);
    C(mprotect, 0x20000000, 4096, 0);
    C(mprotect, 0x20000000, 4096, 5 | 0x01000000);
    C(pkey_mprotect, 0x20000000, 4096, 1, -1);
    C(pkey_alloc, 0, 1);
    C(pkey_free, 3);
    C(mremap, 0x20000000, 8192, 4096, 0, 0);
    C(mremap, 0x20000000, 4096, 8192, 3, 0x40000000);
    C(madvise, 0x40000000, 4096, 4);
    C(madvise, 0x40000000, 4096, 14);
    C(madvise, 0x40000000, 4096, 99);
    C(madvise, 0x40000000, 4096, 21);
    C(msync, 0x40000000, 4096, 4);
    C(msync, 0x40000000, 4096, 1);
    C(msync, 0x40000000, 4096, 2);
    C(mlock, 0x40000000, 4096);
    C(mlock2, 0x40000000, 4096, 1);
    C(munlock, 0x40000000, 4096);
    C(mlockall, 3);
    C(mlockall, 4);
    C(munlockall);
    C(mincore, 0x40000000, 4096, buf);
    C(brk, 0x1);
    C(memfd_create, S("mf"), 3);
    C(memfd_create, S("mf"), 5);
    C(mbind, 0x40000000, 4096, 2, A(1), 8, 1);
    C(get_mempolicy, buf, buf, 64, 0, 4);
    C(set_mempolicy, 0, 0, 0);
    C(set_mempolicy, 0x8002, A(1), 8);
    C(migrate_pages, 0, 8, A(1), A(1));
    C(move_pages, 0, 1, A(0x40000000), 0, buf, 2);
    C(remap_file_pages, 0x40000000, 4096, 0, 0, 0);
    C(membarrier, 0, 0, 0);
    C(membarrier, 8, 0, 0);
    C(userfaultfd, 02004000);
    C(memfd_secret, 02000000);
    C(process_vm_readv, 1, A(buf, 4), 1, A(buf, 4), 1, 0);
    C(process_vm_writev, 1, A(buf, 4), 1, A(buf, 4), 1, 0);
}
