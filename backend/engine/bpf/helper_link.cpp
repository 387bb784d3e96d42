// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/bpf/helper_link.h"

#include <utility>

namespace tapscope::engine::bpf {

using protocol::ChannelError;

namespace {

/// A detach of thousands of separate places takes a while on old kernels; after this the helper is given up.
constexpr int detachTimeoutMs = 20'000;

HelperError unexpectedAnswer()
{
    return {std::nullopt,
            {{TAPSCOPE_TEXT("Diagnostics", "the helper program answered something else than it was asked"), {}},
             {TAPSCOPE_TEXT("Diagnostics", "Check that the helper belongs to this version of Tapscope."), {}}},
            false};
}

}

std::expected<HelperLink, HelperError> HelperLink::start(const std::string &path, bool withoutMulti, int cancelFd, bool guru)
{
    auto launched = protocol::launchHelper(path, {.withoutMulti = withoutMulti, .guru = guru});
    if (!launched)
        return std::unexpected(HelperError{std::nullopt, std::move(launched.error()), false});
    HelperLink link(std::move(*launched));
    link.m_launched.channel.setCancel(cancelFd);
    auto features = protocol::greet(link.m_launched);
    if (!features)
        return std::unexpected(HelperError{std::nullopt, std::move(features.error()), false});
    link.m_features = std::move(*features);
    return link;
}

std::expected<protocol::Received, HelperError> HelperLink::ask(const protocol::Message &question, std::span<const int> files,
                                                               int timeoutMs)
{
    auto answer = m_launched.channel.send(question, files, timeoutMs).and_then([&] {
        return m_launched.channel.receive(timeoutMs);
    });
    if (!answer) {
        HelperError error;
        error.cancelled = answer.error().kind == ChannelError::Kind::Cancelled;
        if (answer.error().kind == ChannelError::Kind::Closed)
            error.failure = m_launched.whyEnded();
        else
            error.failure.what = answer.error().text();
        return std::unexpected(std::move(error));
    }
    if (auto *failed = std::get_if<protocol::Failed>(&answer->message)) {
        Failure failure = protocol::explain(*failed);
        return std::unexpected(HelperError{std::move(*failed), std::move(failure), false});
    }
    return std::move(*answer);
}

std::expected<LoadedMaps, HelperError> HelperLink::load(const protocol::Load &load)
{
    auto answer = ask(load, {}, -1);
    if (!answer)
        return std::unexpected(std::move(answer.error()));
    auto *loaded = std::get_if<protocol::Loaded>(&answer->message);
    if (!loaded)
        return std::unexpected(unexpectedAnswer());
    return LoadedMaps{std::move(*loaded), std::move(answer->descriptors)};
}

std::expected<protocol::Attached, HelperError> HelperLink::attach(const protocol::Attach &attach, std::span<const int> files)
{
    auto answer = ask(attach, files, -1);
    if (!answer)
        return std::unexpected(std::move(answer.error()));
    auto *attached = std::get_if<protocol::Attached>(&answer->message);
    if (!attached)
        return std::unexpected(unexpectedAnswer());
    return std::move(*attached);
}

std::expected<void, HelperError> HelperLink::detach()
{
    m_launched.channel.setCancel(-1);
    return takeOff({}, detachTimeoutMs);
}

std::expected<void, HelperError> HelperLink::detach(std::span<const uint32_t> attachments)
{
    return takeOff({.attachments = {attachments.begin(), attachments.end()}}, detachTimeoutMs);
}

std::expected<protocol::Missed, HelperError> HelperLink::countMissed()
{
    auto answer = ask(protocol::CountMissed{}, {}, detachTimeoutMs);
    if (!answer)
        return std::unexpected(std::move(answer.error()));
    auto *missed = std::get_if<protocol::Missed>(&answer->message);
    if (!missed)
        return std::unexpected(unexpectedAnswer());
    return std::move(*missed);
}

std::expected<void, HelperError> HelperLink::takeOff(protocol::Detach what, int timeoutMs)
{
    auto answer = ask(std::move(what), {}, timeoutMs);
    if (!answer)
        return std::unexpected(std::move(answer.error()));
    if (!std::holds_alternative<protocol::Detached>(answer->message))
        return std::unexpected(unexpectedAnswer());
    return {};
}

}
