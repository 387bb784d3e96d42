// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/text.h"
#include "helper/protocol.h"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

namespace tapscope::protocol {

/// Any message; the alternative's index is its MessageType minus 1.
using Message = std::variant<Hello, Features, Load, Loaded, Attach, Attached, Detach, Detached, CountMissed, Missed, Failed>;

[[nodiscard]] MessageType typeOf(const Message &message);

/// Length and type: what every frame begins with.
inline constexpr size_t frameHeaderBytes = 8;

/// Why bytes are no message, or a message may not be sent.
struct CodecError {
    enum class Kind : uint8_t {
        Truncated, ///< a field goes beyond the frame's end
        TooLarge, ///< a count or length above its limit
        BadValue, ///< a flag or kind that does not exist
        UnknownType,
        TrailingBytes, ///< bytes left over after the last field
    } kind = Kind::Truncated;
    std::string_view field; ///< literal
    size_t offset = 0; ///< in the frame's fields

    [[nodiscard]] Text text() const;
};

/// A whole frame, header included.
[[nodiscard]] std::expected<std::vector<std::byte>, CodecError> encode(const Message &message);

struct FrameHeader {
    uint32_t type = 0;
    size_t fieldBytes = 0; ///< what follows the header
};

/// Reads and checks a frame's first frameHeaderBytes bytes.
[[nodiscard]] std::expected<FrameHeader, CodecError> decodeHeader(std::span<const std::byte, frameHeaderBytes> header);

/// Reads a frame's fields.
[[nodiscard]] std::expected<Message, CodecError> decode(uint32_t type, std::span<const std::byte> fields);

}
