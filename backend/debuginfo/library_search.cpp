// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/library_search.h"

#include "base/files.h"
#include "debuginfo/elf_file.h"
#include "debuginfo/mapped_files.h"

#include <gelf.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

namespace tapscope::debuginfo {

namespace fs = std::filesystem;

namespace {

constexpr size_t mostLibraries = 1000;

/// What the dynamic section of a file says about libraries.
struct Dependencies {
    std::vector<std::string> names; ///< DT_NEEDED
    std::vector<std::string> directories; ///< DT_RUNPATH, else DT_RPATH
};

std::vector<std::string> split(std::string_view paths, const std::string &origin)
{
    std::vector<std::string> out;
    while (!paths.empty()) {
        const size_t colon = std::min(paths.find(':'), paths.size());
        std::string path(paths.substr(0, colon));
        paths.remove_prefix(std::min(colon + 1, paths.size()));
        for (const std::string_view word : {"${ORIGIN}", "$ORIGIN"}) {
            for (size_t at = path.find(word); at != std::string::npos; at = path.find(word, at + origin.size()))
                path.replace(at, word.size(), origin);
        }
        if (path.starts_with('/'))
            out.push_back(std::move(path));
    }
    return out;
}

Dependencies dependenciesOf(const std::string &path)
{
    Dependencies out;
    const auto file = ElfFile::open(path, ElfFile::Purpose::Program);
    if (!file)
        return out;
    const std::string origin = fs::path(path).parent_path();
    std::vector<std::string> oldStyle;
    Elf *elf = (*file)->elf();
    for (Elf_Scn *section = nullptr; (section = elf_nextscn(elf, section));) {
        GElf_Shdr header;
        if (!gelf_getshdr(section, &header) || header.sh_type != SHT_DYNAMIC)
            continue;
        Elf_Data *data = elf_getdata(section, nullptr);
        GElf_Dyn entry;
        for (int i = 0; data && gelf_getdyn(data, i, &entry) && entry.d_tag != DT_NULL; ++i) {
            const char *text = entry.d_tag == DT_NEEDED || entry.d_tag == DT_RUNPATH || entry.d_tag == DT_RPATH
                ? elf_strptr(elf, header.sh_link, entry.d_un.d_val)
                : nullptr;
            if (!text)
                continue;
            if (entry.d_tag == DT_NEEDED && out.names.size() < mostLibraries)
                out.names.emplace_back(text);
            else if (entry.d_tag == DT_RUNPATH)
                out.directories = split(text, origin);
            else if (entry.d_tag == DT_RPATH)
                oldStyle = split(text, origin);
        }
    }
    if (out.directories.empty())
        out.directories = std::move(oldStyle);
    return out;
}

/// Soname → path, of libraries for this machine (ldconfig's file).
std::map<std::string, std::string, std::less<>> readCache()
{
    std::map<std::string, std::string, std::less<>> out;
    const std::string bytes = readFile("/etc/ld.so.cache").value_or(std::string());
    constexpr std::string_view magic = "glibc-ld.so.cache1.1";
    constexpr size_t headerSize = 48;
    struct Entry {
        int32_t flags;
        uint32_t key, value, osVersion;
        uint64_t hwcap;
    };
    constexpr int32_t x86_64Library = 0x0303;
    // An older table may stand before this one.
    const size_t start = bytes.find(magic);
    if (start == std::string::npos || bytes.size() - start < headerSize)
        return out;
    uint32_t count = 0;
    std::memcpy(&count, bytes.data() + start + magic.size(), sizeof count);
    const auto text = [&](uint32_t at) -> std::string {
        if (at >= bytes.size() - start)
            return {};
        const size_t begin = start + at;
        const size_t end = bytes.find('\0', begin);
        return end == std::string::npos ? std::string() : bytes.substr(begin, end - begin);
    };
    for (size_t i = 0; i < count && start + headerSize + (i + 1) * sizeof(Entry) <= bytes.size(); ++i) {
        Entry entry;
        std::memcpy(&entry, bytes.data() + start + headerSize + i * sizeof(Entry), sizeof entry);
        // Those with a hwcap are variants for some processors: which one is taken is not known here.
        if (entry.flags == x86_64Library && entry.hwcap == 0)
            out.try_emplace(text(entry.key), text(entry.value));
    }
    return out;
}

std::string find(const std::string &name, const std::vector<std::string> &directories,
                 const std::map<std::string, std::string, std::less<>> &cache)
{
    const auto canonical = [](const fs::path &path) -> std::string {
        std::error_code error;
        const fs::path out = fs::is_regular_file(path, error) ? fs::canonical(path, error) : fs::path();
        return error ? std::string() : out.string();
    };
    if (name.contains('/'))
        return canonical(name);
    const char *preferred = std::getenv("LD_LIBRARY_PATH");
    std::vector<std::string> all = split(preferred ? preferred : "", {});
    all.insert(all.end(), directories.begin(), directories.end());
    for (const std::string &directory : all) {
        if (std::string path = canonical(fs::path(directory) / name); !path.empty())
            return path;
    }
    if (const auto known = cache.find(name); known != cache.end()) {
        if (std::string path = canonical(known->second); !path.empty())
            return path;
    }
    for (const char *directory :
         {"/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64", "/lib", "/usr/lib"}) {
        if (std::string path = canonical(fs::path(directory) / name); !path.empty())
            return path;
    }
    return {};
}

}

std::vector<NeededLibrary> librariesOf(const std::string &program)
{
    const auto cache = readCache();
    std::vector<NeededLibrary> out;
    std::vector<std::string> queue{program};
    std::set<std::string> seen;
    for (size_t i = 0; i < queue.size() && out.size() < mostLibraries; ++i) {
        const Dependencies needed = dependenciesOf(queue[i]);
        for (const std::string &name : needed.names) {
            std::string path = find(name, needed.directories, cache);
            if (path.empty() || !seen.insert(path).second)
                continue;
            out.push_back({name, path});
            queue.push_back(std::move(path));
        }
    }
    return out;
}

std::vector<NeededLibrary> librariesOf(const std::string &program, int pid)
{
    std::vector<NeededLibrary> out;
    std::error_code error;
    for (MappedFile &file : pid > 0 ? mappedCode(pid) : std::vector<MappedFile>()) {
        if (!fs::equivalent(file.path, program, error))
            out.push_back({file.name.substr(file.name.rfind('/') + 1), std::move(file.path)});
    }
    return out.empty() ? librariesOf(program) : out;
}

}
