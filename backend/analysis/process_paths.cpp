// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/probe_binder.h"
#include "base/glob.h"
#include "base/hexadecimal.h"
#include "debuginfo/mapped_files.h"

#include <glob.h>

namespace tapscope::analysis {

// Of a script, the program that runs it. A wildcard's other files are passed over, as a folder of programs holds scripts too.
std::vector<std::string> expandPath(const std::string &path)
{
    if (!isGlob(path)) {
        const auto program = debuginfo::findProgram(path);
        return {program ? debuginfo::runnerOf(*program) : path};
    }
    glob_t found = {};
    std::vector<std::string> out;
    if (::glob(path.c_str(), 0, nullptr, &found) == 0)
        out.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
    ::globfree(&found);
    std::erase_if(out, [](const std::string &each) { return !debuginfo::isElfFile(each); });
    return out;
}

bool ProbeBinder::isThread(const ExpandedPoint &point, int64_t number)
{
    const int owner = debuginfo::processOfThread(static_cast<int>(number));
    if (owner == number)
        return false;
    problem(point, "thread-number", argumentRange(point, 0),
            {TAPSCOPE_TEXT("Diagnostics", "%1 is the number of a thread of process %2"),
             {std::to_string(number), std::to_string(owner)}},
            {TAPSCOPE_TEXT("Diagnostics", "write process(%1), and compare tid() in the handler"), {std::to_string(owner)}});
    return true;
}

std::optional<ProbeBinder::AbsolutePlace> ProbeBinder::atAbsoluteAddress(const ExpandedPoint &point, bool targetOnly)
{
    const auto &parts = point.components;
    if (parts.size() < 3 || parts[1].name.text != "statement" || parts[2].name.text != "absolute" || !parts[1].number)
        return {};
    AbsolutePlace place{point, {}};
    place.point.components.resize(2);
    const auto address = static_cast<uint64_t>(*parts[1].number);
    const Options &options = m_context.options();
    const int64_t pid = parts[0].number ? *parts[0].number : targetOnly && !parts[0].text ? options.targetPid : 0;
    // Before a program runs, nobody knows where it is going to lie.
    if (pid == 0) {
        problem(
            point, "no-process", argumentRange(point, 1),
            {TAPSCOPE_TEXT("Diagnostics", "an absolute address is one of a process that runs, but none is named"), {}},
            {TAPSCOPE_TEXT("Diagnostics",
                           "write process(PID), trace a running process (-x), or leave .absolute out: the address then counts as "
                           "“objdump -d” shows it"),
             {}});
        return place;
    }
    for (const debuginfo::MemoryArea &area : debuginfo::memoryAreas(static_cast<int>(pid))) {
        if (!area.executable || address < area.begin || address >= area.end)
            continue;
        std::string path = debuginfo::readableFile(static_cast<int>(pid), area);
        const auto module = path.empty() ? nullptr : open(point, path, argumentRange(point, 0));
        const auto codeOffset = module ? module->fileOffset(module->codeStart()) : std::nullopt;
        if (!codeOffset)
            break;
        // Code lies in the file as it lies in memory.
        const uint64_t linked = address - area.begin + area.offset - *codeOffset + module->codeStart();
        place.point.components[1].number = static_cast<int64_t>(linked);
        place.path = std::move(path);
        return place;
    }
    problem(point, "no-such-address", argumentRange(point, 1),
            {TAPSCOPE_TEXT("Diagnostics", "process %1 has no code of a file at %2"), {std::to_string(pid), hexadecimal(address)}},
            {TAPSCOPE_TEXT("Diagnostics", "/proc/%1/maps tells where its program and libraries are"), {std::to_string(pid)}});
    return place;
}

}
