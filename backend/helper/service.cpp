// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/service.h"

#include "helper/program_check.h"

#include <cerrno>

namespace tapscope::helper {

using protocol::Failed;

namespace {

Failed protocolError(std::string detail)
{
    return {.stage = Failed::Stage::Protocol, .error = EPROTO, .index = 0, .detail = std::move(detail)};
}

}

Service::Service(protocol::Channel &channel, const protocol::Features &features, const ProbePmus &pmus,
                 const TraceDirectory *trace, LinkCloser &closer, KernelBtf &kernel, uint32_t possibleCpus, bool mayChangeTargets)
    : m_channel(channel)
    , m_features(features)
    , m_kernel(kernel)
    , m_possibleCpus(possibleCpus)
    , m_mayChangeTargets(mayChangeTargets)
    , m_attacher(features, pmus, trace, closer, possibleCpus)
{}

Service::Answer Service::answerHello(const protocol::Hello &hello)
{
    if (hello.version != protocol::version)
        return {protocolError("this helper speaks version " + std::to_string(protocol::version) + " of the protocol, its client "
                              + std::to_string(hello.version))};
    m_greeted = true;
    return {m_features};
}

Service::Answer Service::answerLoad(const protocol::Load &request)
{
    if (m_loaded)
        return {protocolError("a script is loaded already")};
    if (auto refused = checkLoad(request, m_mayChangeTargets))
        return {std::move(*refused)};
    auto set = load(request, m_features, m_kernel, m_possibleCpus);
    if (!set)
        return {std::move(set.error())};
    m_set = std::move(*set);
    m_loaded = true;
    return {m_set.report, m_set.shared};
}

Service::Answer Service::answerAttach(const protocol::Attach &request, std::span<const UniqueFd> files)
{
    if (files.size() != request.fileCount)
        return {protocolError("not as many files came as were announced")};
    std::vector<protocol::Program::Kind> kinds;
    for (const LoadedProgram &program : m_set.programs)
        kinds.push_back(program.kind);
    if (auto refused = checkAttach(request, kinds))
        return {std::move(*refused)};
    if (auto refused = m_mayChangeTargets ? std::nullopt : checkSemaphores(request, files))
        return {std::move(*refused)};
    auto attached = m_attacher.attach(request, files, m_set.programs);
    if (!attached)
        return {std::move(attached.error())};
    return {std::move(*attached)};
}

Service::Answer Service::answer(protocol::Received &request)
{
    if (const auto *hello = std::get_if<protocol::Hello>(&request.message))
        return answerHello(*hello);
    if (!m_greeted)
        return {protocolError("the first message is not a Hello")};
    if (const auto *what = std::get_if<protocol::Load>(&request.message))
        return answerLoad(*what);
    if (const auto *what = std::get_if<protocol::Attach>(&request.message))
        return answerAttach(*what, request.descriptors);
    if (const auto *what = std::get_if<protocol::Detach>(&request.message)) {
        if (what->attachments.empty())
            m_attacher.detachAll();
        else if (auto detached = m_attacher.detach(what->attachments); !detached)
            return {std::move(detached.error())};
        return {protocol::Detached{}};
    }
    if (std::holds_alternative<protocol::CountMissed>(request.message)) {
        protocol::Missed missed{.attachments = m_attacher.countMissed()};
        for (const LoadedProgram &program : m_set.programs)
            missed.programs.push_back(missedRuns(program.descriptor.get()));
        return {std::move(missed)};
    }
    return {protocolError("a message that only the helper sends")};
}

void Service::run()
{
    for (;;) {
        auto request = m_channel.receive();
        if (!request)
            return;
        const Answer reply = answer(*request);
        if (!m_channel.send(reply.message, reply.descriptors))
            return;
    }
}

}
