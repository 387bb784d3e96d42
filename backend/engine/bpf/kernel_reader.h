// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "translator/bundle.h"

#include <cstdint>
#include <optional>
#include <string>

namespace tapscope::engine::bpf {

/// Where in this process' own code the program goes that reads the kernel's memory for handlers outside of it.
struct KernelReaderPlace {
    std::string file;
    uint64_t offset = 0;
};
[[nodiscard]] std::optional<KernelReaderPlace> kernelReaderPlace();

/// Reads the kernel's memory through that program.
class KernelReader {
public:
    /// `map`: the descriptor of Bundle::kernelReaderMap; negative: nothing can be read.
    explicit KernelReader(int map);
    KernelReader(const KernelReader &) = delete;
    KernelReader &operator=(const KernelReader &) = delete;
    ~KernelReader();

    /// So many bytes, or fewer of a text, up to its NUL; none: they cannot be read.
    [[nodiscard]] std::optional<std::string> read(uint64_t address, size_t size, bool isText);

private:
    translator::KernelRead *m_request = nullptr;
};

}
