// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "helper/attacher.h"
#include "helper/kernel_btf.h"
#include "helper/loader.h"
#include "helper/protocol_channel.h"

namespace tapscope::helper {

/// Answers one client until it hangs up. Everything it caused goes with this object.
class Service {
public:
    /// `mayChangeTargets`: an administrator started this helper (as root, or by sudo or polkit), not just anybody its file's
    /// rights.
    Service(protocol::Channel &channel, const protocol::Features &features, const ProbePmus &pmus, const TraceDirectory *trace,
            LinkCloser &closer, KernelBtf &kernel, uint32_t possibleCpus, bool mayChangeTargets);

    /// Returns when the client has gone, something unreadable came, or the channel was cancelled.
    void run();

private:
    struct Answer {
        protocol::Message message;
        std::vector<int> descriptors{};
    };
    Answer answer(protocol::Received &request);
    Answer answerHello(const protocol::Hello &hello);
    Answer answerLoad(const protocol::Load &request);
    Answer answerAttach(const protocol::Attach &request, std::span<const UniqueFd> files);

    protocol::Channel &m_channel;
    protocol::Features m_features;
    KernelBtf &m_kernel;
    uint32_t m_possibleCpus;
    bool m_mayChangeTargets;
    bool m_greeted = false, m_loaded = false;
    LoadedSet m_set;
    Attacher m_attacher;
};

}
