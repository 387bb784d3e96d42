// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/kernel_image.h"

#include "base/files.h"
#include "debuginfo/kernel_symbols.h"

#include <algorithm>
#include <charconv>

namespace tapscope::debuginfo {

KernelImage::KernelImage(std::string text) : m_text(std::move(text))
{
    const std::string_view all = m_text;
    for (size_t at = 0; at < all.size();) {
        const size_t end = std::min(all.find('\n', at), all.size());
        const std::string_view line = all.substr(at, end - at);
        const size_t lineBegin = at;
        at = end + 1;
        Symbol symbol;
        const auto [rest, error] = std::from_chars(line.data(), line.data() + line.size(), symbol.address, 16);
        const auto nameAt = static_cast<size_t>(rest - line.data()) + 3; // " t "
        if (error != std::errc() || symbol.address == 0 || nameAt >= line.size() || line.substr(nameAt).starts_with("__pfx_"))
            continue;
        const size_t nameEnd = std::min(line.find_first_of("\t ", nameAt), line.size());
        symbol.name = static_cast<uint32_t>(lineBegin + nameAt);
        symbol.nameSize = static_cast<uint32_t>(nameEnd - nameAt);
        const size_t open = line.find('[', nameEnd);
        const size_t close = line.find(']', nameEnd);
        if (open != std::string_view::npos && close != std::string_view::npos && close > open) {
            symbol.module = static_cast<uint32_t>(lineBegin + open + 1);
            symbol.moduleSize = static_cast<uint32_t>(close - open - 1);
        }
        m_symbols.push_back(symbol);
    }
    std::ranges::stable_sort(m_symbols, {}, &Symbol::address);
}

KernelImage KernelImage::running()
{
    return KernelImage(readFile("/proc/kallsyms").value_or(std::string()));
}

KernelImage::Name KernelImage::name(uint64_t address) const
{
    const auto after = std::ranges::upper_bound(m_symbols, address, {}, &Symbol::address);
    if (after == m_symbols.begin())
        return {};
    // Of several names for one address, the first.
    const auto found = std::ranges::lower_bound(m_symbols, std::prev(after)->address, {}, &Symbol::address);
    const std::string_view all = m_text;
    Name out;
    out.name = all.substr(found->name, found->nameSize);
    out.module = found->moduleSize ? all.substr(found->module, found->moduleSize) : std::string_view("kernel");
    out.offset = address - found->address;
    out.size = after == m_symbols.end() ? 0 : after->address - found->address;
    // Far behind the last symbol of a region there is nothing.
    constexpr uint64_t longest = 1 << 20;
    return out.offset < longest ? out : Name{};
}

}
