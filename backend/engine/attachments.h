// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "engine/bpf/helper_link.h"
#include "engine/preparation.h"

#include <expected>
#include <optional>
#include <span>
#include <vector>

namespace tapscope::engine {

/// A script's probes as they are on: put on together, and one by one taken off and put back while the script runs.
class Attachments {
public:
    /// `prepared` has a helper that has loaded the bundle, and outlives this.
    explicit Attachments(Preparation &prepared);

    /// Puts all of them on but those of the handlers that are not `wanted` yet. The error is nothing when the wait was cancelled.
    [[nodiscard]] std::expected<protocol::Attached, std::optional<script::Diagnostic>> attachAll(const std::vector<bool> &wanted);
    /// Puts the program back on, when all are off, by which end probes read the kernel's memory.
    void attachKernelReader();
    /// Takes the probes of a handler off, or puts them back on, with what it needs at the function's entry. The error says why it
    /// is as it was.
    [[nodiscard]] std::expected<protocol::Attached, std::optional<script::Diagnostic>> arm(uint32_t handler, bool armed);
    /// By handler: hits that the kernel ran no program for, up to now; nothing where no probe is of a kind that misses hits, or
    /// the helper is gone.
    [[nodiscard]] std::vector<uint64_t> missedByHandler();
    /// Waits until no processor is in a handler any more: the kernel takes tracepoints off without.
    void settle() const;
    /// Whether a handler has probes of its own, which arm() can take off.
    [[nodiscard]] bool standsAlone(uint32_t handler) const;

private:
    std::expected<protocol::Attached, std::optional<script::Diagnostic>> attach(std::span<const uint32_t> which);
    [[nodiscard]] std::vector<uint32_t> inOrder(std::span<const uint32_t> which) const;
    [[nodiscard]] bool isInEachProcess(uint32_t plan) const;
    [[nodiscard]] bool isShared(const translator::PlannedAttachment &plan) const;
    [[nodiscard]] bool belongsTo(const translator::PlannedAttachment &plan, uint32_t handler) const;

    Preparation &m_prepared;
    const translator::Bundle &m_bundle;
    std::vector<uint32_t> m_handlers; ///< by the helper's number
    std::vector<std::optional<uint32_t>> m_numbers; ///< by the bundle's attachment: the helper's number while it is on
};

}
