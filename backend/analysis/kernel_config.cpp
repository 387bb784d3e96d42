// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/kernel_config.h"

#include "base/files.h"

#include <map>
#include <mutex>

namespace tapscope::analysis {

KernelConfig parseKernelConfig(const std::string &text)
{
    KernelConfig out;
    for (size_t at = 0; at < text.size();) {
        const size_t end = std::min(text.find('\n', at), text.size());
        const std::string line = text.substr(at, end - at);
        at = end + 1;
        const size_t equals = line.find('=');
        if (!line.starts_with("CONFIG_") || equals == std::string::npos)
            continue; // a comment; "# CONFIG_X is not set" is as if it weren't there
        std::string value = line.substr(equals + 1);
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
            value = value.substr(1, value.size() - 2);
        out.emplace_back(line.substr(0, equals), std::move(value));
    }
    return out;
}

std::shared_ptr<const KernelConfig> kernelConfig(const std::string &release)
{
    static std::mutex mutex;
    static std::map<std::string, std::shared_ptr<const KernelConfig>> known;
    const std::lock_guard lock(mutex);
    std::shared_ptr<const KernelConfig> &config = known[release];
    if (config)
        return config;
    config = std::make_shared<const KernelConfig>();
    if (release.empty() || release.contains('/'))
        return config;
    for (const std::string &path :
         {"/boot/config-" + release, "/lib/modules/" + release + "/config", "/lib/modules/" + release + "/build/.config"}) {
        const auto text = readFile(path);
        if (!text)
            continue;
        config = std::make_shared<const KernelConfig>(parseKernelConfig(*text));
        break;
    }
    return config;
}

}
