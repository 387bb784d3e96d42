// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/probe_binder.h"

#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <list>
#include <mutex>

namespace tapscope::analysis {

namespace {

struct CachedModule {
    std::string path;
    ModuleKind kind = ModuleKind::User;
    struct stat status = {};
    std::shared_ptr<const debuginfo::Module> module;
};

bool sameFile(const struct stat &a, const struct stat &b)
{
    return a.st_dev == b.st_dev && a.st_ino == b.st_ino && a.st_size == b.st_size && a.st_mtim.tv_sec == b.st_mtim.tv_sec
        && a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

}

std::expected<std::shared_ptr<const debuginfo::Module>, Failure> openCached(const std::string &path, ModuleKind kind)
{
    static std::mutex mutex;
    static std::list<CachedModule> cache; // most recently used first
    constexpr size_t most = 16;

    struct stat status = {};
    const bool known = path.contains('/') && ::stat(path.c_str(), &status) == 0;
    if (known) {
        const std::lock_guard lock(mutex);
        const auto found = std::ranges::find_if(cache, [&](const CachedModule &entry) {
            return entry.path == path && entry.kind == kind;
        });
        if (found != cache.end() && sameFile(found->status, status)) {
            cache.splice(cache.begin(), cache, found);
            return found->module;
        }
    }
    auto module = kind == ModuleKind::Kernel ? debuginfo::Module::openKernelCode(path) : debuginfo::Module::open(path);
    if (module && known) {
        const std::lock_guard lock(mutex);
        std::erase_if(cache, [&](const CachedModule &entry) { return entry.path == path && entry.kind == kind; });
        cache.push_front({path, kind, status, *module});
        if (cache.size() > most)
            cache.pop_back();
    }
    return module;
}

std::expected<std::shared_ptr<const debuginfo::Kernel>, Failure> runningKernelCached()
{
    using Clock = std::chrono::steady_clock;
    static std::mutex mutex;
    static std::shared_ptr<const debuginfo::Kernel> kernel;
    static Clock::time_point read;

    const std::lock_guard lock(mutex);
    // Modules come and go, so what was read is not good for ever.
    if (kernel && Clock::now() - read < std::chrono::seconds(10))
        return kernel;
    auto running = debuginfo::Kernel::running();
    if (running) {
        kernel = *running;
        read = Clock::now();
    }
    return running;
}

}
