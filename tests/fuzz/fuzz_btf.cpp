// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The kernel's types, as BTF describes them.

#include "debuginfo/kernel_types.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

using namespace tapscope::debuginfo;

namespace {

const std::string &scratchPath()
{
    static const std::string path = [] {
        const char *directory = ::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
        std::string name = std::string(directory) + "/fuzz_btf." + std::to_string(::getpid());
        std::atexit([] { ::unlink(scratchPath().c_str()); });
        return name;
    }();
    return path;
}

void askEverything(const KernelTypes &types)
{
    for (const std::string &name : types.functionNames()) {
        const auto prototype = types.prototype(name);
        if (!prototype)
            continue;
        (void)types.targetOf(prototype->result);
        for (const auto &parameter : prototype->parameters) {
            (void)types.targetOf(parameter.type);
            (void)types.membersOf(parameter.type);
        }
    }
    for (const std::string &name : types.typeNames()) {
        const auto type = types.findType(name);
        if (!type)
            continue;
        (void)types.enumeratorsOf(*type);
        for (const Member &member : types.membersOf(*type))
            (void)types.memberOffset(name, member.name);
    }
}

}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const int fd = ::open(scratchPath().c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0)
        return 0;
    const bool written = ::write(fd, data, size) == static_cast<ssize_t>(size);
    ::close(fd);
    if (const auto types = written ? KernelTypes::read(scratchPath()) : nullptr)
        askEverything(*types);
    return 0;
}
