// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/needed_libraries.h"

#include "base/unique_fd.h"
#include "debuginfo/module.h"

#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>

#include <algorithm>
#include <filesystem>
#include <memory>

namespace tapscope::debuginfo {

namespace {

struct Needs {
    std::vector<std::string> names;
    std::string searched; ///< folders, separated by colons
};

Needs needsOf(const std::string &path)
{
    Needs needs;
    const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file || elf_version(EV_CURRENT) == EV_NONE)
        return needs;
    const std::unique_ptr<Elf, int (*)(Elf *)> elf(elf_begin(file.get(), ELF_C_READ_MMAP, nullptr), elf_end);
    if (!elf || elf_kind(elf.get()) != ELF_K_ELF)
        return needs;
    for (Elf_Scn *section = nullptr; (section = elf_nextscn(elf.get(), section));) {
        GElf_Shdr header{};
        if (!gelf_getshdr(section, &header) || header.sh_type != SHT_DYNAMIC || header.sh_entsize == 0)
            continue;
        Elf_Data *data = elf_getdata(section, nullptr);
        const auto count = static_cast<int>(data ? data->d_size / header.sh_entsize : 0);
        for (int i = 0; i < count; ++i) {
            GElf_Dyn entry{};
            if (!gelf_getdyn(data, i, &entry))
                break;
            const bool isPath = entry.d_tag == DT_RUNPATH || entry.d_tag == DT_RPATH;
            if (entry.d_tag != DT_NEEDED && !isPath)
                continue;
            const char *text = elf_strptr(elf.get(), header.sh_link, entry.d_un.d_val);
            if (text && isPath)
                needs.searched += (needs.searched.empty() ? "" : ":") + std::string(text);
            else if (text)
                needs.names.emplace_back(text);
        }
    }
    return needs;
}

std::string findNeeded(const std::string &name, const Needs &of, const std::string &by)
{
    std::error_code error;
    const std::string origin = std::filesystem::path(by).parent_path().string();
    std::string_view rest = of.searched;
    while (!rest.empty()) {
        const size_t colon = std::min(rest.find(':'), rest.size());
        std::string folder(rest.substr(0, colon));
        rest.remove_prefix(std::min(colon + 1, rest.size()));
        for (const std::string_view variable : {"$ORIGIN", "${ORIGIN}"}) {
            if (const size_t at = folder.find(variable); at != std::string::npos)
                folder.replace(at, variable.size(), origin);
        }
        const auto path = std::filesystem::canonical(std::filesystem::path(folder) / name, error);
        if (!error)
            return path.string();
    }
    return findProgram(name).value_or(std::string());
}

}

std::vector<std::string> neededLibraries(const std::string &program)
{
    std::vector<std::string> found;
    std::vector<std::string> open = {program};
    while (!open.empty()) {
        const std::string by = std::move(open.back());
        open.pop_back();
        const Needs needs = needsOf(by);
        for (const std::string &name : needs.names) {
            std::string path = findNeeded(name, needs, by);
            if (path.empty() || std::ranges::find(found, path) != found.end())
                continue;
            open.push_back(path);
            found.push_back(std::move(path));
        }
    }
    return found;
}

}
