// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bench/support/command.h"

#include "engine/clock.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace tapscope::bench {

namespace {

std::string readWord(const std::string &path, std::string_view key)
{
    std::ifstream file(path);
    std::string word;
    while (file >> word) {
        if (key.empty())
            return word;
        if (word == key) {
            file >> word;
            return word;
        }
    }
    return {};
}

double residentMb(const std::string &pid)
{
    return std::atof(readWord("/proc/" + pid + "/status", "VmRSS:").c_str()) / 1024;
}

double residentMbOfChildren(const std::string &parent, std::string_view name)
{
    double sum = 0;
    std::error_code unreadable;
    for (const auto &entry : std::filesystem::directory_iterator("/proc", unreadable)) {
        const std::string pid = entry.path().filename();
        const std::string status = entry.path() / "status";
        // The kernel cuts names at 15 bytes.
        if (readWord(status, "PPid:") == parent && readWord(status, "Name:") == name.substr(0, 15))
            sum += residentMb(pid);
    }
    return sum;
}

void startProgram(const std::vector<std::string> &words, int out, int err)
{
    ::dup2(out, STDOUT_FILENO);
    ::dup2(err, STDERR_FILENO);
    std::vector<char *> arguments;
    for (const std::string &word : words)
        arguments.push_back(const_cast<char *>(word.c_str()));
    arguments.push_back(nullptr);
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
}

}

double Finished::value(std::string_view key) const
{
    const size_t at = err.rfind(key);
    return at == std::string::npos ? -1 : std::atof(err.c_str() + at + key.size());
}

Finished execute(const std::vector<std::string> &words, std::string_view awaited, std::string_view helper)
{
    int out[2], err[2];
    if (::pipe2(out, O_CLOEXEC) < 0 || ::pipe2(err, O_CLOEXEC) < 0)
        std::abort();
    const uint64_t began = engine::monotonicNs();
    const auto elapsedMs = [began] { return static_cast<double>(engine::monotonicNs() - began) / 1e6; };
    const pid_t pid = ::fork();
    if (pid == 0)
        startProgram(words, out[1], err[1]);
    ::close(out[1]);
    ::close(err[1]);
    Finished result;
    std::string text;
    pollfd entries[]{{out[0], POLLIN, 0}, {err[0], POLLIN, 0}};
    while (entries[0].fd >= 0 || entries[1].fd >= 0) {
        ::poll(entries, 2, -1);
        for (pollfd &entry : entries) {
            if (entry.fd < 0 || entry.revents == 0)
                continue;
            char buffer[65536];
            const ssize_t size = ::read(entry.fd, buffer, sizeof buffer);
            if (size <= 0) {
                ::close(entry.fd);
                entry.fd = -1;
                continue;
            }
            if (&entry == &entries[1]) {
                result.err.append(buffer, static_cast<size_t>(size));
            } else if (result.firstLineMs < 0 && !awaited.empty()) {
                text.append(buffer, static_cast<size_t>(size));
                if (!text.contains(awaited))
                    continue;
                result.firstLineMs = elapsedMs();
                if (!helper.empty()) {
                    result.residentMb = residentMb(std::to_string(pid));
                    result.helperMb = residentMbOfChildren(std::to_string(pid), helper);
                }
            }
        }
    }
    ::waitpid(pid, nullptr, 0);
    result.totalMs = elapsedMs();
    return result;
}

bool isInstalled(const std::string &program)
{
    return std::system(("command -v " + program + " >/dev/null 2>&1").c_str()) == 0;
}

long countLines(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    std::vector<char> buffer(1u << 20);
    long lines = 0;
    while (file) {
        file.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        lines += std::count(buffer.begin(), buffer.begin() + file.gcount(), '\n');
    }
    return lines;
}

}
