// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/program.h"
#include "base/text.h"
#include "base/unique_fd.h"

#include <poll.h>
#include <sys/stat.h>

#include <atomic>
#include <cstdint>
#include <expected>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace tapscope::engine {

/// The files of procfs probes, in a directory that is made for the run and goes with it. Those that are read are files on which
/// this holds a lease: the kernel lets who opens one wait until its text is there, and the next one finds a new file under the
/// name; those that come within one instant get the same text. Where the file system has no leases, and for writing, they are
/// named pipes, of which each that opens one gets its own (but those that come within one instant share it: one of the readers
/// gets the text, and what the writers write comes in one piece). Nobody that reads slowly, or writes and never ends, holds up
/// the others or the script.
class ScriptFiles {
public:
    struct File {
        std::string name; ///< in the directory
        bool isWrite = false;
        mode_t mode = 0;
        size_t maxBytes = 0; ///< that a reader gets
        std::vector<uint32_t> handlers;
    };

    /// Makes the directory, the pipes, and the threads that wait for others to open them. `stringBytes`: what $value can hold.
    [[nodiscard]] static std::expected<std::unique_ptr<ScriptFiles>, Failure> create(const analysis::Program &program,
                                                                                     uint32_t stringBytes);
    ~ScriptFiles();
    ScriptFiles(const ScriptFiles &) = delete;
    ScriptFiles &operator=(const ScriptFiles &) = delete;

    [[nodiscard]] const std::string &directory() const { return m_directory; }
    [[nodiscard]] std::vector<File> files() const;

    void addTo(std::vector<pollfd> &entries) const;
    /// Whom a file is opened by gets what `read` makes of it; what somebody wrote goes to `written`.
    void serve(const std::function<std::string(const File &)> &read,
               const std::function<void(const File &, std::string_view)> &written);

private:
    struct Opened {
        const File *file = nullptr;
        UniqueFd fd;
        bool isLeased = false;
        bool begun = false;
        std::string bytes; ///< to be written, or written by the other side
    };
    struct Acceptor {
        File file;
        std::thread thread;
        std::atomic<bool> ended = false;
        std::atomic<int> state = 0; ///< 1: the file is there; 2: it could not be made, for the reason `error`
        int error = 0;
    };

    explicit ScriptFiles(uint32_t stringBytes) : m_stringBytes(stringBytes) {}
    [[nodiscard]] bool makePipe(const File &file);
    [[nodiscard]] UniqueFd makeLeased(const File &file);
    void accept(Acceptor &acceptor);
    void acceptReaders(const File &file, UniqueFd fd);
    void acceptByPipe(const File &file);
    void opened(Opened opened);
    [[nodiscard]] bool take(Opened &opened, const std::function<void(const File &, std::string_view)> &written) const;

    const uint32_t m_stringBytes;
    std::string m_directory;
    UniqueFd m_directoryFd, m_wake;
    std::list<Acceptor> m_acceptors;
    std::atomic<bool> m_ending = false;
    std::atomic<uint32_t> m_serial = 0;
    std::mutex m_mutex;
    std::vector<Opened> m_new; ///< not yet seen by the session's thread
    std::atomic<size_t> m_openCount = 0;
    std::list<Opened> m_opened;
};

}
