// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tapscope::services::lsp {

/// Cuts a stream into messages: header lines, an empty line, and as many bytes as Content-Length says. Bytes that are no header
/// are skipped up to the next one that is.
class MessageReader {
public:
    static constexpr size_t mostBytes = 64U << 20; ///< of one message

    void feed(std::string_view bytes);
    /// The next complete message's content.
    [[nodiscard]] std::optional<std::string> next();

private:
    std::string m_buffer;
    size_t m_skip = 0; ///< bytes of a message that is too long
};

/// `content` with the header in front of it.
[[nodiscard]] std::string framed(std::string_view content);

}
