// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/debug_file.h"

#include "debuginfo/debuginfod.h"

#include <unistd.h>

#include <cstdlib>
#include <vector>

namespace tapscope::debuginfo {

namespace {

std::unique_ptr<ElfFile> openFitting(const ElfFile &program, const std::string &path, bool checkCrc)
{
    if (path == program.path())
        return nullptr;
    auto file = ElfFile::open(path, ElfFile::Purpose::DebugFile);
    if (!file || !((*file)->hasSection(".debug_info") || (*file)->hasSection(".zdebug_info") || (*file)->hasSection(".symtab")))
        return nullptr;
    if (!program.buildId().empty() && !(*file)->buildId().empty())
        return program.buildId() == (*file)->buildId() ? std::move(*file) : nullptr;
    if (!checkCrc || (program.debugLink() && (*file)->crc() == program.debugLink()->crc))
        return std::move(*file);
    return nullptr;
}

std::unique_ptr<ElfFile> findBelow(const ElfFile &program, const std::string &root)
{
    const std::string &id = program.buildId();
    if (id.size() > 2) {
        const std::string path = root + "/.build-id/" + id.substr(0, 2) + '/' + id.substr(2) + ".debug";
        if (auto file = openFitting(program, path, false))
            return file;
    }
    const std::string directory = program.path().substr(0, program.path().rfind('/'));
    if (program.debugLink()) {
        // The name comes from the file: only a plain name is followed.
        const std::string &name = program.debugLink()->fileName;
        if (!name.empty() && name.find('/') == std::string::npos) {
            for (const std::string &path :
                 {directory + '/' + name, directory + "/.debug/" + name, root + directory + '/' + name}) {
                if (auto file = openFitting(program, path, true))
                    return file;
            }
        }
    }
    return id.empty() ? nullptr : openFitting(program, program.path() + ".debug", true);
}

}

std::unique_ptr<ElfFile> findDebugFile(const ElfFile &program, std::string_view debugRoot)
{
    if (auto file = findBelow(program, std::string(debugRoot)))
        return file;
    // A program of a container (/proc/PID/root/usr/bin/…) or of an unpacked package has its own /usr/lib/debug.
    const std::string &path = program.path();
    for (size_t slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1)) {
        const std::string root = path.substr(0, slash) + "/usr/lib/debug";
        if (::access(root.c_str(), X_OK) != 0)
            continue;
        if (auto file = findBelow(program, root))
            return file;
    }
    if (const auto downloaded = program.buildId().empty() || !mayDownload() ? std::nullopt : downloadDebugFile(program.buildId()))
        return openFitting(program, *downloaded, false);
    return nullptr;
}

}
