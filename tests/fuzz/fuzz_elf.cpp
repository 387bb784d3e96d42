// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/callers.h"
#include "debuginfo/elf_file.h"
#include "debuginfo/library_search.h"
#include "debuginfo/module.h"
#include "debuginfo/visible_variables.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
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

// The same file by our own reader of DWARF.
void askIndex(const std::string &path)
{
    IndexOptions options;
    options.cacheDirectory = "/dev/null/nowhere"; // it is kept in memory
    options.threads = 1;
    const auto index = Index::open(path, options);
    if (!index)
        return;
    const auto variables = VisibleVariables::open(path);
    for (FunctionId id = 0; id < std::min((*index)->functionCount(), 16U); ++id) {
        const FunctionEntry function = (*index)->function(id);
        (void)(*index)->statementsOf(id);
        (void)callersOf(**index, id);
        for (const InlinedCopy &copy : (*index)->copiesOf(id)) {
            if (variables)
                (void)(*variables)->at(copy.dieOffset, copy.address);
        }
        if (!variables)
            continue;
        (void)(*variables)->declared(function.dieOffset);
        (void)(*variables)->at(function.dieOffset, function.lowPc);
        (void)(*variables)->labels(function.dieOffset);
        (void)(*variables)->callees(function.dieOffset);
        (void)(*variables)->lineAt(function.lowPc);
    }
    (void)(*index)->search("po", 10);
    (void)librariesOf(path);
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
    askIndex(scratchPath());
    return 0;
}
