// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "helper/protocol_launch.h"

#include <expected>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tapscope::engine::bpf {

/// Why the helper did not do what it was asked for.
struct HelperError {
    /// It answered, and refused.
    std::optional<protocol::Failed> refused;
    /// In the user's words.
    Failure failure;
    /// The wait was cancelled.
    bool cancelled = false;
};

struct LoadedMaps {
    protocol::Loaded loaded;
    std::vector<UniqueFd> shared; ///< of the shared maps, in their order
};

/// The client's end of the helper: one question, one answer. Its going takes all probes off.
class HelperLink {
public:
    /// Starts the helper and greets it; ends early when `cancelFd` becomes readable.
    [[nodiscard]] static std::expected<HelperLink, HelperError> start(const std::string &path, bool withoutMulti, int cancelFd,
                                                                      bool guru = false);

    [[nodiscard]] const protocol::Features &features() const { return m_features; }
    [[nodiscard]] std::expected<LoadedMaps, HelperError> load(const protocol::Load &load);
    [[nodiscard]] std::expected<protocol::Attached, HelperError> attach(const protocol::Attach &attach,
                                                                        std::span<const int> files);
    /// Takes the probes off; maps and programs stay. Not cancellable, but bounded.
    [[nodiscard]] std::expected<void, HelperError> detach();
    /// Takes some off, by the helper's numbers for them (Attached::first and on); not none.
    [[nodiscard]] std::expected<void, HelperError> detach(std::span<const uint32_t> attachments);
    /// How many hits the kernel has given to no program so far.
    [[nodiscard]] std::expected<protocol::Missed, HelperError> countMissed();
    /// Readable when the helper has gone: between questions it says nothing. -1 when it went in the midst of one.
    [[nodiscard]] int descriptor() const { return m_launched.channel.descriptor(); }
    [[nodiscard]] Failure whyGone() { return m_launched.whyEnded(); }

private:
    explicit HelperLink(protocol::Launched launched) : m_launched(std::move(launched)) {}
    std::expected<void, HelperError> takeOff(protocol::Detach what, int timeoutMs);
    std::expected<protocol::Received, HelperError> ask(const protocol::Message &question, std::span<const int> files,
                                                       int timeoutMs);

    protocol::Launched m_launched;
    protocol::Features m_features;
};

}
