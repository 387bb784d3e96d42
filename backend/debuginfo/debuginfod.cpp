// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/debuginfod.h"

#include <dlfcn.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <string_view>

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

struct Transfer {
    std::string what;
    DownloadObserver observer;
};

int reportProgress(Client *client, long done, long total)
{
    const auto *transfer = static_cast<const Transfer *>(Library::load()->getUserData(client));
    if (!transfer || !transfer->observer)
        return 0;
    const auto bytes = [](long count) { return static_cast<uint64_t>(std::max(count, 0L)); };
    return transfer->observer(transfer->what, bytes(done), bytes(total)) ? 0 : 1;
}

bool isBuildId(std::string_view text)
{
    return text.size() >= 8 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

template <typename Find> std::optional<std::string> fetch(const std::string &what, Find find)
{
    const Library *library = mayDownload() ? Library::load() : nullptr;
    Client *client = library ? library->begin() : nullptr;
    if (!client)
        return std::nullopt;
    Transfer transfer{what, {}};
    {
        const std::scoped_lock lock(settings().mutex);
        transfer.observer = settings().observer;
    }
    library->setUserData(client, &transfer);
    library->setProgress(client, reportProgress);
    char *path = nullptr;
    const int fd = find(*library, client, &path);
    std::optional<std::string> out;
    if (fd >= 0) {
        ::close(fd);
        if (path)
            out = path;
    }
    std::free(path);
    library->end(client);
    return out;
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
    return fetch(buildId, [&](const Library &library, Client *client, char **path) {
        // A length of 0 says that the build-id is a text.
        return library.findDebugInfo(client, reinterpret_cast<const unsigned char *>(buildId.c_str()), 0, path);
    });
}

std::optional<std::string> downloadSource(const std::string &buildId, const std::string &source)
{
    if (!isBuildId(buildId) || !source.starts_with('/'))
        return std::nullopt;
    return fetch(source, [&](const Library &library, Client *client, char **path) {
        return library.findSource(client, reinterpret_cast<const unsigned char *>(buildId.c_str()), 0, source.c_str(), path);
    });
}

}
