// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/debuginfod.h"

#include <dlfcn.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>

struct debuginfod_client;

namespace tapscope::debuginfo {

namespace {

using Client = ::debuginfod_client;

/// The library is loaded when it is first needed, as libdw does it: who never asks a server need not have it.
struct Library {
    Client *(*begin)() = nullptr;
    void (*end)(Client *) = nullptr;
    int (*findDebugInfo)(Client *, const unsigned char *, int, char **) = nullptr;
    int (*findSource)(Client *, const unsigned char *, int, const char *, char **) = nullptr;
    void (*setProgress)(Client *, int (*)(Client *, long, long)) = nullptr;
    void (*setUserData)(Client *, void *) = nullptr;
    void *(*getUserData)(Client *) = nullptr;

    static const Library *load()
    {
        static const Library library;
        return library.getUserData ? &library : nullptr;
    }

private:
    Library()
    {
        void *handle = ::dlopen("libdebuginfod.so.1", RTLD_NOW | RTLD_LOCAL);
        if (!handle)
            return;
        const auto find = [handle](auto &function, const char *name) {
            function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(::dlsym(handle, name));
            return function != nullptr;
        };
        // The last one tells whether all are there.
        if (!(find(begin, "debuginfod_begin") && find(end, "debuginfod_end") && find(findDebugInfo, "debuginfod_find_debuginfo")
              && find(findSource, "debuginfod_find_source") && find(setProgress, "debuginfod_set_progressfn")
              && find(setUserData, "debuginfod_set_user_data") && find(getUserData, "debuginfod_get_user_data")))
            getUserData = nullptr;
    }
};

struct Settings {
    std::mutex mutex;
    DownloadPolicy policy = DownloadPolicy::ByEnvironment;
    DownloadObserver observer;
};

Settings &settings()
{
    static Settings all;
    return all;
}

/// What is fetched on a thread of its own: the library asks whether to go on only while bytes come, not while a server says
/// nothing. Who asked can leave it to that thread.
struct Transfer {
    std::mutex mutex;
    std::condition_variable changed;
    bool ended = false;
    std::optional<std::string> path;
    std::atomic<bool> left = false;
    std::atomic<uint64_t> done = 0, total = 0;
};

int reportProgress(Client *client, long done, long total)
{
    auto *transfer = static_cast<Transfer *>(Library::load()->getUserData(client));
    if (!transfer)
        return 0;
    const auto bytes = [](long count) { return static_cast<uint64_t>(std::max(count, 0L)); };
    transfer->done = bytes(done);
    transfer->total = bytes(total);
    return transfer->left ? 1 : 0;
}

bool isBuildId(std::string_view text)
{
    return text.size() >= 8 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

using Find = std::function<int(const Library &, Client *, char **)>;

void transferAll(Transfer &transfer, const Library &library, Client *client, const Find &find)
{
    library.setUserData(client, &transfer);
    library.setProgress(client, reportProgress);
    char *path = nullptr;
    const int fd = find(library, client, &path);
    if (fd >= 0)
        ::close(fd);
    library.end(client);
    {
        const std::scoped_lock lock(transfer.mutex);
        if (fd >= 0 && path)
            transfer.path = path;
        transfer.ended = true;
    }
    transfer.changed.notify_one();
    std::free(path);
}

std::optional<std::string> fetch(const std::string &what, Find find, const DownloadObserver &observer = {})
{
    const Library *library = mayDownload() ? Library::load() : nullptr;
    Client *client = library ? library->begin() : nullptr;
    if (!client)
        return std::nullopt;
    DownloadObserver everybody;
    {
        const std::scoped_lock lock(settings().mutex);
        everybody = settings().observer;
    }
    const auto transfer = std::make_shared<Transfer>();
    std::thread([transfer, library, client, find = std::move(find)] { transferAll(*transfer, *library, client, find); }).detach();
    constexpr auto betweenReports = std::chrono::milliseconds(50);
    const auto goesOn = [&](const DownloadObserver &each) { return !each || each(what, transfer->done, transfer->total); };
    std::unique_lock lock(transfer->mutex, std::defer_lock);
    do {
        if (lock.owns_lock())
            lock.unlock();
        if (!goesOn(everybody) || !goesOn(observer)) {
            transfer->left = true;
            return std::nullopt;
        }
        lock.lock();
    } while (!transfer->changed.wait_for(lock, betweenReports, [&] { return transfer->ended; }));
    return transfer->path;
}

}

void setDownloadPolicy(DownloadPolicy policy)
{
    const std::scoped_lock lock(settings().mutex);
    settings().policy = policy;
}

void setDownloadObserver(DownloadObserver observer)
{
    const std::scoped_lock lock(settings().mutex);
    settings().observer = std::move(observer);
}

bool mayDownload()
{
    const char *servers = std::getenv("DEBUGINFOD_URLS");
    const std::scoped_lock lock(settings().mutex);
    return settings().policy == DownloadPolicy::ByEnvironment && servers && *servers;
}

std::optional<std::string> downloadDebugFile(const std::string &buildId)
{
    if (!isBuildId(buildId))
        return std::nullopt;
    return fetch(buildId, [buildId](const Library &library, Client *client, char **path) {
        // A length of 0 says that the build-id is a text.
        return library.findDebugInfo(client, reinterpret_cast<const unsigned char *>(buildId.c_str()), 0, path);
    });
}

std::optional<std::string> downloadSource(const std::string &buildId, const std::string &source, const DownloadObserver &observer)
{
    if (!isBuildId(buildId) || !source.starts_with('/'))
        return std::nullopt;
    return fetch(
        source,
        [buildId, source](const Library &library, Client *client, char **path) {
            return library.findSource(client, reinterpret_cast<const unsigned char *>(buildId.c_str()), 0, source.c_str(), path);
        },
        observer);
}

}
