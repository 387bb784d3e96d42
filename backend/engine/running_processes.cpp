// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/running_processes.h"

#include "engine/clock.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <memory>
#include <set>
#include <string>

namespace tapscope::engine {

using analysis::LifeEvent;

namespace {

/// The entries of a directory of /proc that are numbers.
std::vector<int> numbersIn(const std::string &directory)
{
    std::vector<int> found;
    const std::unique_ptr<DIR, int (*)(DIR *)> entries(::opendir(directory.c_str()), ::closedir);
    while (const dirent *entry = entries ? ::readdir(entries.get()) : nullptr) {
        const std::string_view name = entry->d_name;
        int number = 0;
        const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
        if (error == std::errc() && end == name.data() + name.size() && number > 0)
            found.push_back(number);
    }
    return found;
}

/// Whether process `pid` runs the program, or any; kernel threads run none.
bool runs(int pid, const analysis::WatchedProgram *program)
{
    struct stat file{};
    if (::stat(("/proc/" + std::to_string(pid) + "/exe").c_str(), &file) != 0)
        return false;
    return !program
        || (static_cast<uint64_t>(file.st_ino) == program->inode && static_cast<uint64_t>(file.st_size) == program->bytes);
}

std::string nameOf(int pid, int tid)
{
    std::ifstream file("/proc/" + std::to_string(pid) + "/task/" + std::to_string(tid) + "/comm");
    std::string name;
    std::getline(file, name);
    return name;
}

}

bool runsProgram(int pid, const analysis::WatchedProgram &program)
{
    return runs(pid, &program);
}

std::vector<int> processesOf(const analysis::WatchedProgram &program)
{
    std::vector<int> found = numbersIn("/proc");
    std::erase_if(found, [&](int pid) { return !runs(pid, &program); });
    return found;
}

std::vector<uint64_t> threadsOf(int pid)
{
    std::vector<uint64_t> threads;
    for (const int tid : numbersIn("/proc/" + std::to_string(pid) + "/task"))
        threads.push_back(static_cast<uint64_t>(tid));
    if (threads.empty())
        threads.push_back(static_cast<uint64_t>(pid));
    return threads;
}

void addRunningPrograms(const translator::Bundle &bundle, bpf::KernelSide &kernel)
{
    const auto &programs = bundle.program.watchedPrograms;
    if (programs.empty())
        return;
    std::vector<uint64_t> members;
    for (const int pid : numbersIn("/proc")) {
        for (size_t n = 0; n < programs.size(); ++n) {
            if (runs(pid, &programs[n]))
                members.push_back(uint64_t{n} << 32 | static_cast<uint32_t>(pid));
        }
    }
    kernel.addProgramMembers(members);
}

std::vector<RecordedHit> beginsOfRunning(const translator::Bundle &bundle, const std::optional<Target> &target, uint64_t startNs)
{
    const int root = target && !target->isCommand() ? target->pid() : 0;
    std::vector<RecordedHit> hits;
    const auto &handlers = bundle.program.handlers;
    for (uint32_t h = 0; h < handlers.size(); ++h) {
        const analysis::Handler &handler = handlers[h];
        const bool ofThreads = handler.lifeEvent == LifeEvent::ThreadBegin;
        if ((!ofThreads && handler.lifeEvent != LifeEvent::ProcessBegin) || handler.sites.empty()
            || (handler.targetProcessesOnly && root == 0))
            continue;
        std::vector<int> pids;
        if (handler.targetProcessesOnly) {
            for (const uint32_t pid : processTree(root))
                pids.push_back(static_cast<int>(pid));
        } else if (handler.onlyPid) {
            pids.push_back(static_cast<int>(*handler.onlyPid));
        } else {
            pids = numbersIn("/proc");
        }
        for (const int pid : pids) {
            const auto program = handler.watchedProgram ? &bundle.program.watchedPrograms[*handler.watchedProgram] : nullptr;
            struct stat owner{};
            const std::string directory = "/proc/" + std::to_string(pid);
            if (pid == ::getpid() || !runs(pid, program) || ::stat(directory.c_str(), &owner) != 0)
                continue;
            for (const int tid : ofThreads ? numbersIn(directory + "/task") : std::vector{pid}) {
                if (ofThreads && tid == pid)
                    continue;
                RecordedHit &hit = hits.emplace_back();
                hit.handler = h;
                hit.site = handler.sites.front();
                hit.pid = static_cast<uint32_t>(pid);
                hit.tid = static_cast<uint32_t>(tid);
                hit.monotonicNs = monotonicNs();
                hit.timeNs = hit.monotonicNs - startNs;
                hit.execname = nameOf(pid, tid);
                hit.uid = owner.st_uid;
                hit.gid = owner.st_gid;
            }
        }
    }
    return hits;
}

}
