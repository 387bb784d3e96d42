// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/runtime/process_facts.h"

#include "base/files.h"

#include <spawn.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

namespace tapscope::engine {

namespace {

tm localTime()
{
    const time_t now = ::time(nullptr);
    tm fields{};
    ::localtime_r(&now, &fields);
    return fields;
}

// The parent's pid; 0 without one. The name in parentheses before it can hold anything.
int64_t parentOf(int64_t pid)
{
    const auto text = readFile("/proc/" + std::to_string(pid) + "/stat");
    const size_t name = text ? text->rfind(')') : std::string::npos;
    if (name == std::string::npos)
        return 0;
    std::istringstream rest(text->substr(name + 1));
    std::string state;
    int64_t parent = 0;
    rest >> state >> parent;
    return parent;
}

}

int64_t secondsWestOfUtc()
{
    return -localTime().tm_gmtoff;
}

std::string timeZoneName()
{
    const char *name = localTime().tm_zone;
    return name ? name : "";
}

std::optional<int64_t> loadAverage(int64_t index)
{
    if (index < 0 || index > 2)
        return {};
    std::ifstream in("/proc/loadavg");
    double value = 0;
    for (int64_t i = 0; i <= index; ++i)
        in >> value;
    return std::llround(value * 2048);
}

int64_t memoryPages(int64_t pid, int64_t field)
{
    std::ifstream in(pid == 0 ? std::string("/proc/self/statm") : "/proc/" + std::to_string(pid) + "/statm");
    int64_t value = 0;
    for (int64_t i = 0; i <= field; ++i)
        in >> value;
    return in ? value : 0;
}

bool descendsFrom(int64_t pid, int64_t ancestor)
{
    // The bound ends a walk in a tree that changes underneath.
    for (int step = 0; pid > 0 && step < 4096; ++step, pid = parentOf(pid)) {
        if (pid == ancestor)
            return true;
    }
    return false;
}

int64_t targetMember(int64_t target, int64_t index)
{
    // A report asks for one after the other; all are of the moment of the first.
    thread_local std::vector<int64_t> members;
    if (index <= 0)
        members.clear();
    std::error_code gone;
    for (const auto &entry :
         index == 0 ? std::filesystem::directory_iterator("/proc", gone) : std::filesystem::directory_iterator()) {
        const std::string name = entry.path().filename();
        int64_t pid = 0;
        const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), pid);
        if (error == std::errc() && end == name.data() + name.size() && target > 0 && descendsFrom(pid, target))
            members.push_back(parentOf(pid) << 32 | pid);
    }
    if (index == 0)
        std::ranges::sort(members, {}, [](int64_t member) { return member & 0xffffffff; });
    return index < 0 || static_cast<size_t>(index) >= members.size() ? 0 : members[static_cast<size_t>(index)];
}

bool runInBackground(const std::string &command)
{
    // The shell that is waited for leaves another one behind, which init adopts.
    const char *arguments[] = {"sh", "-c", "(eval \"$1\") </dev/null &", "sh", command.c_str(), nullptr};
    pid_t child = 0;
    if (::posix_spawn(&child, "/bin/sh", nullptr, nullptr, const_cast<char *const *>(arguments), environ) != 0)
        return false;
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

std::string nameOfProcess(int64_t pid)
{
    std::ifstream in("/proc/" + std::to_string(pid) + "/comm");
    std::string name;
    std::getline(in, name);
    return name;
}

int64_t threadTime(int64_t tid, int64_t what)
{
    std::ifstream in("/proc/" + std::to_string(tid) + "/stat");
    std::string line;
    std::getline(in, line);
    const size_t close = line.rfind(')');
    if (close == std::string::npos)
        return 0;
    // Behind the name: the 14th and 15th fields of all are the times, the 22nd is the start.
    std::istringstream fields(line.substr(close + 1));
    const int wanted = what == 0 ? 22 : what == 1 ? 14 : 15;
    std::string field;
    for (int n = 3; n <= wanted; ++n)
        fields >> field;
    const int64_t ticks = std::strtoll(field.c_str(), nullptr, 10);
    return ticks * (1'000'000'000 / std::max(::sysconf(_SC_CLK_TCK), 1L));
}

bool writeKernelLog(int64_t level, std::string_view text)
{
    const bool traced = level < 0;
    std::ofstream out;
    for (const char *path :
         {traced ? "/sys/kernel/tracing/trace_marker" : "/dev/kmsg", "/sys/kernel/debug/tracing/trace_marker"}) {
        out.open(path);
        if (out || !traced)
            break;
        out.clear();
    }
    if (!traced)
        out << '<' << std::clamp<int64_t>(level, 0, 7) << '>';
    out << text;
    // The kernel's log waits for the end of a line.
    if (!traced && !text.ends_with('\n'))
        out << '\n';
    out << std::flush;
    return out.good();
}

}
