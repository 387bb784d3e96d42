// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "helper/attached_probes.h"
#include "helper/features.h"
#include "helper/loader.h"

#include <expected>
#include <span>

namespace tapscope::helper {

/// Chooses how programs get onto their places, by what the kernel and the rights here allow.
class Attacher {
public:
    /// `trace` (may be null) and `closer` outlive this.
    Attacher(const protocol::Features &features, const ProbePmus &pmus, const TraceDirectory *trace, LinkCloser &closer,
             uint32_t possibleCpus);
    ~Attacher() { detachAll(); }
    Attacher(const Attacher &) = delete;
    Attacher &operator=(const Attacher &) = delete;

    /// All of a message or nothing: on failure what was attached for it is taken off again.
    [[nodiscard]] std::expected<protocol::Attached, protocol::Failed> attach(const protocol::Attach &what,
                                                                             std::span<const UniqueFd> files,
                                                                             std::span<const LoadedProgram> programs);
    /// The error for a number that was never given out; then nothing is taken off. A number that is off already does no harm.
    [[nodiscard]] std::expected<void, protocol::Failed> detach(std::span<const uint32_t> numbers);
    void detachAll();
    /// By the attachments' numbers: hits of the kernel's functions that their programs did not get. Of those that are off the
    /// last count stays.
    const std::vector<uint64_t> &countMissed();

private:
    Result<void> attachOne(const protocol::Attachment &what, const LoadedProgram &program, std::span<const ProbedFile> files,
                           AttachResult &result) const;
    Result<void> attachUser(const protocol::Attachment &what, const LoadedProgram &program, const ProbedFile &file,
                            AttachResult &result) const;
    Result<void> attachKernel(const protocol::Attachment &what, const LoadedProgram &program, AttachResult &result) const;

    protocol::Features m_features;
    ProbePmus m_pmus;
    const TraceDirectory *m_trace;
    LinkCloser &m_closer;
    const unsigned m_cpus;
    std::vector<AttachedProbes> m_probes; ///< by the attachments' numbers
    std::vector<uint64_t> m_missed; ///< by the same
};

}
