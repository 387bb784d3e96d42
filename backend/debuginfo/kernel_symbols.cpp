// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/kernel_symbols.h"

#include <algorithm>
#include <charconv>
#include <tuple>

namespace tapscope::debuginfo {

namespace {

bool isProbeable(std::string_view name, std::string_view module)
{
    return module != "bpf" && module != "__builtin__ftrace" && module != "__builtin__kprobes" && !name.starts_with("__pfx_")
        && !name.starts_with("__cfi_") && name.find(".cold") == std::string_view::npos;
}

std::string_view nextWord(std::string_view &line)
{
    const size_t start = line.find_first_not_of(" \t");
    if (start == std::string_view::npos) {
        line = {};
        return {};
    }
    const size_t end = std::min(line.find_first_of(" \t", start), line.size());
    const std::string_view word = line.substr(start, end - start);
    line.remove_prefix(end);
    return word;
}

}

std::vector<KernelFunction> parseKernelSymbols(std::string_view text)
{
    std::vector<KernelFunction> out;
    while (!text.empty()) {
        const size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::string_view address = nextWord(line);
        const std::string_view type = nextWord(line);
        const std::string_view name = nextWord(line);
        std::string_view module = nextWord(line);
        if (name.empty() || type.size() != 1 || (type != "t" && type != "T" && type != "w" && type != "W"))
            continue;
        if (module.starts_with('[') && module.ends_with(']'))
            module = module.substr(1, module.size() - 2);
        KernelFunction function{std::string(name), std::string(module), 0, {}};
        if (std::from_chars(address.data(), address.data() + address.size(), function.address, 16).ec != std::errc())
            continue;
        if (isProbeable(name, module))
            out.push_back(std::move(function));
    }
    std::ranges::sort(out, [](const KernelFunction &a, const KernelFunction &b) {
        return std::tie(a.name, a.module, a.address) < std::tie(b.name, b.module, b.address);
    });
    return out;
}

std::vector<KernelDataSymbol> parseKernelData(std::string_view text)
{
    constexpr std::string_view dataTypes = "bBdDrRgGsSvV";
    std::vector<KernelDataSymbol> out;
    while (!text.empty()) {
        const size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::string_view address = nextWord(line);
        const std::string_view type = nextWord(line);
        const std::string_view name = nextWord(line);
        KernelDataSymbol symbol{std::string(name), 0};
        if (name.empty() || type.size() != 1 || !dataTypes.contains(type.front()) || name.starts_with("__ksymtab")
            || std::from_chars(address.data(), address.data() + address.size(), symbol.address, 16).ec != std::errc())
            continue;
        out.push_back(std::move(symbol));
    }
    return out;
}

}
