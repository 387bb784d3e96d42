// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/mapped_files.h"

#include <sys/stat.h>

#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <fstream>
#include <optional>
#include <string_view>

namespace tapscope::debuginfo {

namespace {

constexpr std::string_view deletedMark = " (deleted)";

std::optional<struct stat> statusOf(const std::string &path)
{
    struct stat status{};
    return ::stat(path.c_str(), &status) == 0 ? std::optional(status) : std::nullopt;
}

}

std::vector<MemoryArea> memoryAreas(int pid, const std::string &proc)
{
    std::vector<MemoryArea> out;
    std::ifstream file(proc + "/" + std::to_string(pid) + "/maps");
    for (std::string line; std::getline(file, line);) {
        MemoryArea area;
        char rights[8] = {};
        int name = 0;
        if (std::sscanf(line.c_str(), "%" SCNx64 "-%" SCNx64 " %7s %" SCNx64 " %*s %" SCNu64 " %n", &area.begin, &area.end,
                        rights, &area.offset, &area.inode, &name)
                < 5
            || name <= 0 || static_cast<size_t>(name) >= line.size())
            continue;
        area.name = line.substr(static_cast<size_t>(name));
        area.executable = rights[2] == 'x';
        if (area.name.starts_with('/'))
            out.push_back(std::move(area));
    }
    return out;
}

std::string readableFile(int pid, const MemoryArea &area, const std::string &proc)
{
    const std::string process = proc + "/" + std::to_string(pid);
    const bool deleted = area.name.ends_with(deletedMark);
    const std::string name = deleted ? area.name.substr(0, area.name.size() - deletedMark.size()) : area.name;
    char place[40];
    std::snprintf(place, sizeof place, "/map_files/%" PRIx64 "-%" PRIx64, area.begin, area.end);
    const std::string link = process + place;
    const auto mapped = statusOf(link);
    // Without the right to follow the link, the number of the file is all there is to know it by.
    const auto isIt = [&](const std::string &path) {
        const auto status = statusOf(path);
        return status
            && (mapped ? status->st_ino == mapped->st_ino && status->st_dev == mapped->st_dev : status->st_ino == area.inode);
    };
    for (const std::string &path : {name, process + "/root" + name}) {
        if (isIt(path))
            return path;
    }
    return mapped ? link : std::string();
}

std::vector<MappedFile> mappedCode(int pid)
{
    std::vector<MappedFile> out;
    for (const MemoryArea &area : memoryAreas(pid)) {
        if (!area.executable || std::ranges::find(out, area.name, &MappedFile::name) != out.end())
            continue;
        if (std::string path = readableFile(pid, area); !path.empty())
            out.push_back({area.name, std::move(path)});
    }
    for (MappedFile &file : out) {
        if (file.name.ends_with(deletedMark))
            file.name.resize(file.name.size() - deletedMark.size());
    }
    return out;
}

}
