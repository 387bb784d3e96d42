// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/protocol_channel.h"

#include <poll.h>
#include <sys/socket.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace tapscope::protocol {

namespace {

/// The kernel's SCM_MAX_FD: more do not go with one sendmsg.
constexpr size_t maxDescriptorsAtOnce = 253;

/// Room is made in steps, so that a header alone cannot make us allocate what it announces.
constexpr size_t growthBytes = 1u << 20;

ChannelError systemError(int error)
{
    if (error == EPIPE || error == ECONNRESET)
        return {.kind = ChannelError::Kind::Closed, .error = error, .codec = {}};
    return {.kind = ChannelError::Kind::System, .error = error, .codec = {}};
}

/// Takes ownership of every descriptor in the control data, also of those that will be refused.
void collectDescriptors(msghdr &header, std::vector<UniqueFd> &into)
{
    for (cmsghdr *c = CMSG_FIRSTHDR(&header); c; c = CMSG_NXTHDR(&header, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS || c->cmsg_len < CMSG_LEN(0))
            continue;
        const size_t count = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t i = 0; i < count; ++i) {
            int fd = -1;
            std::memcpy(&fd, CMSG_DATA(c) + i * sizeof(int), sizeof fd);
            into.emplace_back(fd);
        }
    }
}

}

struct Channel::Deadline {
    explicit Deadline(int timeoutMs) : endless(timeoutMs < 0), endMs(endless ? 0 : nowMs() + timeoutMs) {}

    [[nodiscard]] int leftMs() const
    {
        return endless ? -1 : static_cast<int>(std::clamp<int64_t>(endMs - nowMs(), 0, INT32_MAX));
    }
    static int64_t nowMs()
    {
        timespec t{};
        clock_gettime(CLOCK_MONOTONIC, &t);
        return int64_t{t.tv_sec} * 1000 + t.tv_nsec / 1'000'000;
    }

    bool endless;
    int64_t endMs;
};

Channel::Channel(UniqueFd socket) : m_socket(std::move(socket)) {}

std::expected<std::pair<Channel, Channel>, int> Channel::createPair()
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return std::unexpected(errno);
    return std::pair{Channel(UniqueFd(ends[0])), Channel(UniqueFd(ends[1]))};
}

void Channel::close()
{
    m_socket.reset();
    m_header.clear();
    m_fields.clear();
    m_frame.reset();
    m_descriptors.clear();
}

ChannelError Channel::broken(ChannelError error)
{
    close();
    return error;
}

std::expected<void, ChannelError> Channel::wait(short events, const Deadline &deadline)
{
    for (;;) {
        std::array<pollfd, 2> fds{pollfd{m_socket.get(), events, 0}, pollfd{m_cancel, POLLIN, 0}};
        const int ready = poll(fds.data(), fds.size(), deadline.leftMs());
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready < 0)
            return std::unexpected(systemError(errno));
        if (fds[1].revents)
            return std::unexpected(ChannelError{ChannelError::Kind::Cancelled, 0, {}});
        if (ready == 0)
            return std::unexpected(ChannelError{ChannelError::Kind::TimedOut, 0, {}});
        return {};
    }
}

std::expected<void, ChannelError> Channel::sendBytes(std::span<const std::byte> bytes, std::span<const int> descriptors,
                                                     const Deadline &deadline)
{
    alignas(cmsghdr) std::array<char, CMSG_SPACE(maxDescriptorsAtOnce * sizeof(int))> control{};
    while (!bytes.empty()) {
        iovec data{const_cast<std::byte *>(bytes.data()), bytes.size()};
        msghdr header{};
        header.msg_iov = &data;
        header.msg_iovlen = 1;
        if (!descriptors.empty()) {
            header.msg_control = control.data();
            header.msg_controllen = CMSG_SPACE(descriptors.size_bytes());
            cmsghdr *c = CMSG_FIRSTHDR(&header);
            c->cmsg_level = SOL_SOCKET;
            c->cmsg_type = SCM_RIGHTS;
            c->cmsg_len = CMSG_LEN(descriptors.size_bytes());
            std::memcpy(CMSG_DATA(c), descriptors.data(), descriptors.size_bytes());
        }
        const ssize_t sent = sendmsg(m_socket.get(), &header, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent >= 0) {
            bytes = bytes.subspan(static_cast<size_t>(sent));
            descriptors = {};
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            if (auto waited = wait(POLLOUT, deadline); !waited)
                return waited;
        } else if (errno != EINTR) {
            return std::unexpected(systemError(errno));
        }
    }
    return {};
}

std::expected<void, ChannelError> Channel::send(const Message &message, std::span<const int> descriptors, int timeoutMs)
{
    if (!m_socket)
        return std::unexpected(ChannelError{ChannelError::Kind::Closed, 0, {}});
    if (descriptors.size() > maxDescriptors)
        return std::unexpected(ChannelError{ChannelError::Kind::Descriptors, 0, {}});
    const auto frame = encode(message);
    if (!frame)
        return std::unexpected(ChannelError{ChannelError::Kind::TooLarge, 0, frame.error()});

    const Deadline deadline(timeoutMs);
    std::span<const std::byte> bytes = *frame;
    // Descriptors travel with bytes of their frame: one byte for each full load of them, the last load with the rest. A frame has
    // more bytes (at least 8) than it can have loads (5).
    while (!bytes.empty()) {
        const auto load = descriptors.first(std::min(descriptors.size(), maxDescriptorsAtOnce));
        descriptors = descriptors.subspan(load.size());
        const auto piece = descriptors.empty() ? bytes : bytes.first(1);
        if (auto sent = sendBytes(piece, load, deadline); !sent)
            return std::unexpected(broken(sent.error()));
        bytes = bytes.subspan(piece.size());
    }
    return {};
}

std::expected<size_t, ChannelError> Channel::receiveBytes(std::span<std::byte> into, const Deadline &deadline)
{
    alignas(cmsghdr) std::array<char, CMSG_SPACE(maxDescriptorsAtOnce * sizeof(int))> control{};
    for (;;) {
        iovec data{into.data(), into.size()};
        msghdr header{};
        header.msg_iov = &data;
        header.msg_iovlen = 1;
        header.msg_control = control.data();
        header.msg_controllen = control.size();
        const ssize_t got = recvmsg(m_socket.get(), &header, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
        if (got >= 0) {
            collectDescriptors(header, m_descriptors);
            if (header.msg_flags & MSG_CTRUNC || m_descriptors.size() > maxDescriptors)
                return std::unexpected(broken({ChannelError::Kind::Descriptors, 0, {}}));
            if (got == 0)
                return std::unexpected(broken({ChannelError::Kind::Closed, 0, {}}));
            return static_cast<size_t>(got);
        }
        if (errno == EAGAIN || errno == EWOULDBLOCK) {
            if (auto waited = wait(POLLIN, deadline); !waited) {
                const auto kind = waited.error().kind;
                if (kind == ChannelError::Kind::TimedOut || kind == ChannelError::Kind::Cancelled)
                    return std::unexpected(waited.error());
                return std::unexpected(broken(waited.error()));
            }
        } else if (errno != EINTR) {
            return std::unexpected(broken(systemError(errno)));
        }
    }
}

std::expected<Received, ChannelError> Channel::receive(int timeoutMs)
{
    if (!m_socket)
        return std::unexpected(ChannelError{ChannelError::Kind::Closed, 0, {}});
    const Deadline deadline(timeoutMs);

    // Never more is asked for than the current frame has left, so what comes with it belongs to it.
    const auto fillUpTo = [&](std::vector<std::byte> &bytes, size_t total) -> std::expected<void, ChannelError> {
        while (bytes.size() < total) {
            const size_t had = bytes.size();
            bytes.resize(had + std::min(total - had, growthBytes));
            const auto got = receiveBytes(std::span(bytes).subspan(had), deadline);
            if (!got) {
                bytes.resize(std::min(had, bytes.size())); // a broken channel has emptied it
                return std::unexpected(got.error());
            }
            bytes.resize(had + *got);
        }
        return {};
    };

    if (!m_frame) {
        if (auto filled = fillUpTo(m_header, frameHeaderBytes); !filled)
            return std::unexpected(filled.error());
        const auto header = decodeHeader(std::span(m_header).first<frameHeaderBytes>());
        if (!header)
            return std::unexpected(broken({ChannelError::Kind::Malformed, 0, header.error()}));
        m_frame = *header;
    }
    if (auto filled = fillUpTo(m_fields, m_frame->fieldBytes); !filled)
        return std::unexpected(filled.error());

    auto message = decode(m_frame->type, m_fields);
    if (!message)
        return std::unexpected(broken({ChannelError::Kind::Malformed, 0, message.error()}));
    Received received{std::move(*message), std::exchange(m_descriptors, {})};
    m_header.clear();
    m_fields.clear();
    m_frame.reset();
    return received;
}

Text ChannelError::text() const
{
    switch (kind) {
    case Kind::Closed: return {TAPSCOPE_TEXT("Diagnostics", "the other side of the connection has gone"), {}};
    case Kind::TimedOut: return {TAPSCOPE_TEXT("Diagnostics", "no answer in time"), {}};
    case Kind::Cancelled: return {TAPSCOPE_TEXT("Diagnostics", "cancelled"), {}};
    case Kind::System: return {TAPSCOPE_TEXT("Diagnostics", "the connection failed: %1"), {std::strerror(error)}};
    case Kind::Malformed:
    case Kind::TooLarge: return codec.text();
    case Kind::Descriptors:
        return {TAPSCOPE_TEXT("Diagnostics", "file descriptors got lost on the way (is the limit of open files too low?)"), {}};
    }
    return {};
}

}
