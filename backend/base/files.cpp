// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/files.h"

#include "base/unique_fd.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace tapscope {

std::optional<std::string> readToEnd(int fd)
{
    constexpr size_t firstPiece = 16384;
    constexpr size_t leastFree = 4096;
    std::string text;
    size_t used = 0;
    for (;;) {
        if (text.size() < used + leastFree)
            text.resize(std::max(2 * text.size(), firstPiece));
        const ssize_t got = ::read(fd, text.data() + used, text.size() - used);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return std::nullopt;
        if (got == 0)
            break;
        used += static_cast<size_t>(got);
    }
    text.resize(used);
    return text;
}

std::optional<std::string> readFile(const std::string &path)
{
    const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    return fd ? readToEnd(fd.get()) : std::nullopt;
}

}
