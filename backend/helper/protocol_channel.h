// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/unique_fd.h"
#include "helper/protocol_codec.h"

#include <expected>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace tapscope::protocol {

struct ChannelError {
    enum class Kind : uint8_t {
        Closed, ///< the other side has gone
        TimedOut,
        Cancelled, ///< the cancel descriptor became readable
        System, ///< errno in `error`
        Malformed, ///< what came is no message: `codec`
        TooLarge, ///< the message may not be sent: `codec`
        Descriptors, ///< descriptors got lost on the way (too many, or no room for them here)
    } kind = Kind::Closed;
    int error = 0;
    CodecError codec{};

    [[nodiscard]] Text text() const;
};

struct Received {
    Message message;
    std::vector<UniqueFd> descriptors;
};

/// Frames and descriptors over a Unix stream socket, the same for both sides. Timeouts in milliseconds, -1 waits for ever.
/// After TimedOut or Cancelled, receive() can be called again and goes on where it was; after a send() that failed, and after
/// every other error, the channel is closed.
class Channel {
public:
    Channel() = default;
    explicit Channel(UniqueFd socket);

    /// Two ends that are connected; errno on failure.
    [[nodiscard]] static std::expected<std::pair<Channel, Channel>, int> createPair();

    [[nodiscard]] std::expected<void, ChannelError> send(const Message &message, std::span<const int> descriptors = {},
                                                         int timeoutMs = -1);
    [[nodiscard]] std::expected<Received, ChannelError> receive(int timeoutMs = -1);

    /// Waiting ends with Cancelled when `fd` (not owned; -1: none) becomes readable.
    void setCancel(int fd) { m_cancel = fd; }
    /// To poll for readability between messages.
    [[nodiscard]] int descriptor() const { return m_socket.get(); }
    [[nodiscard]] bool isOpen() const { return static_cast<bool>(m_socket); }
    void close();

private:
    struct Deadline;

    std::expected<void, ChannelError> wait(short events, const Deadline &deadline);
    std::expected<void, ChannelError> sendBytes(std::span<const std::byte> bytes, std::span<const int> descriptors,
                                                const Deadline &deadline);
    std::expected<size_t, ChannelError> receiveBytes(std::span<std::byte> into, const Deadline &deadline);
    ChannelError broken(ChannelError error);

    UniqueFd m_socket;
    int m_cancel = -1;
    // What has come of the current frame.
    std::vector<std::byte> m_header, m_fields;
    std::optional<FrameHeader> m_frame;
    std::vector<UniqueFd> m_descriptors;
};

}
