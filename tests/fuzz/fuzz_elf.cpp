// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/elf_file.h"
#include "debuginfo/module.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

using namespace tapscope::debuginfo;

namespace {

// Module reads files, not memory; one in memory-backed storage, named after this process.
const std::string &scratchPath()
{
    static const std::string path = [] {
        const char *directory = ::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
        std::string name = std::string(directory) + "/fuzz_elf." + std::to_string(::getpid());
        std::atexit([] { ::unlink(scratchPath().c_str()); });
        return name;
    }();
    return path;
}

void askEverything(const Module &module)
{
    for (const Function &function : module.functions("*")) {
        for (const uint64_t address : {function.entry.address, function.lowPc + function.size / 2}) {
            (void)module.variables(function, address);
            (void)module.lineAt(address);
            (void)module.symbolAt(address);
        }
        (void)module.returnValue(function);
    }
    (void)module.functions("p*r", "*.c");
    (void)module.inlinedFunctions("*");
    (void)module.statements({});
    (void)module.markers();
    (void)module.linkageStubs();
    (void)module.functionNames();
    (void)module.codeStart();
}

}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const int fd = ::open(scratchPath().c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0)
        return 0;
    const bool written = ::write(fd, data, size) == static_cast<ssize_t>(size);
    ::close(fd);
    if (!written)
        return 0;
    if (const auto module = Module::open(scratchPath()))
        askEverything(**module);
    return 0;
}
