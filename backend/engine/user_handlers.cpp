// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/user_handlers.h"

#include "engine/clock.h"
#include "engine/runtime/error_text.h"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace tapscope::engine {

namespace {

/// Whether the script asks what addresses of programs are.
bool namesAddresses(const translator::Bundle &bundle)
{
    using analysis::Intrinsic;
    const auto asks = [](const translator::ir::Function &f) {
        return std::ranges::any_of(f.blocks, [](const translator::ir::BasicBlock &b) {
            return std::ranges::any_of(b.instructions, [](const translator::ir::Instruction &i) {
                const auto what = static_cast<Intrinsic>(i.imm);
                return i.op == translator::ir::Op::Intrinsic
                    && (what == Intrinsic::UserStack || what == Intrinsic::PrintUserStack || what == Intrinsic::UserSymbol
                        || what == Intrinsic::UserLoadAddress);
            });
        });
    };
    return std::ranges::any_of(bundle.ir.functions, asks)
        || std::ranges::any_of(bundle.ir.handlers, [&](const translator::ir::Handler &h) { return asks(h.body); });
}

}

UserHandlers::UserHandlers(const Context &context, std::unique_ptr<Storage> storage, const Options &options)
    : m_context(context)
    , m_storage(std::move(storage))
    , m_names(context.targetIsCommand && namesAddresses(context.bundle) ? context.targetPid : 0, options.showsInlinedCalls)
    , m_reader(context.kernelReader)
    , m_interpreter(context.bundle.ir, context.bundle.program, *m_storage, *this,
                    {.maxStringLength = options.maxStringLength,
                     .maxAction = options.actionLimit(),
                     .maxNesting = options.maxNesting,
                     .histograms = options.histograms})
    , m_counted(context.bundle.program.handlers.size())
    , m_name(Host::execname())
{}

UserHandlers::~UserHandlers() = default;

std::optional<RunError> UserHandlers::run(uint32_t handler)
{
    m_running = handler;
    translator::HandlerCounters &counted = m_counted[handler];
    ++counted.hits;
    const auto &sites = m_context.bundle.program.handlers[handler].sites;
    const uint64_t began = monotonicNs();
    auto error = m_interpreter.run(handler, sites.empty() ? UINT32_MAX : sites.front());
    const uint64_t time = monotonicNs() - began;
    counted.errors += error ? 1 : 0;
    counted.timeNs += time;
    counted.shortestNs = counted.timed > 0 ? std::min(counted.shortestNs, time) : time;
    counted.longestNs = std::max(counted.longestNs, time);
    ++counted.timed;
    return error;
}

std::optional<RunError> UserHandlers::run(uint32_t handler, std::string &value, size_t most)
{
    m_fileValue = &value;
    m_fileValueMost = most;
    auto error = run(handler);
    m_fileValue = nullptr;
    return error;
}

std::string UserHandlers::fileValue()
{
    return m_fileValue ? *m_fileValue : std::string();
}

bool UserHandlers::setFileValue(std::string_view text, bool append)
{
    if (!m_fileValue || text.size() + (append ? m_fileValue->size() : 0) > m_fileValueMost)
        return false;
    if (append)
        m_fileValue->append(text);
    else
        m_fileValue->assign(text);
    return true;
}

std::optional<RunError> UserHandlers::run(const RecordedHit &hit)
{
    m_running = hit.handler;
    m_hit = &hit;
    auto error = m_interpreter.run(hit.handler, hit.site);
    m_hit = nullptr;
    return error;
}

std::vector<uint32_t> UserHandlers::handlersOf(analysis::ProbeKind kind) const
{
    const auto &handlers = m_context.bundle.program.handlers;
    std::vector<uint32_t> found;
    for (uint32_t i = 0; i < handlers.size(); ++i) {
        if (handlers[i].kind == kind)
            found.push_back(i);
    }
    std::ranges::stable_sort(found, {}, [&](uint32_t i) { return handlers[i].sequence; });
    return found;
}

std::vector<Timer> UserHandlers::timers() const
{
    std::vector<Timer> timers;
    for (const uint32_t handler : handlersOf(analysis::ProbeKind::Timer)) {
        const auto &probe = m_context.bundle.program.handlers[handler];
        timers.emplace_back(handler, probe.periodNs, probe.randomizeNs);
    }
    return timers;
}

void UserHandlers::print(std::string_view text)
{
    if (text.empty())
        return;
    const auto &sites = m_context.bundle.program.handlers[m_running].sites;
    trace::Event event;
    event.handler = m_running;
    event.site = sites.empty() ? UINT32_MAX : sites.front();
    event.cpu = static_cast<uint32_t>(std::max(0, ::sched_getcpu()));
    event.pid = static_cast<uint32_t>(::getpid());
    event.tid = static_cast<uint32_t>(::gettid());
    event.timeNs = monotonicNs() - m_context.startNs;
    event.execname = m_name;
    if (m_hit) {
        event.site = m_hit->site;
        event.cpu = m_hit->cpu;
        event.pid = m_hit->pid;
        event.tid = m_hit->tid;
        event.timeNs = m_hit->timeNs;
        event.execname = m_hit->execname;
    }
    event.text = text;
    ++m_events;
    m_context.listener.onEvents({&event, 1});
}

/// What a hit did not record is another thing by now.
std::optional<std::string> UserHandlers::kernelMemory(uint64_t address, size_t size, bool isText)
{
    return m_hit ? std::nullopt : m_reader.read(address, size, isText);
}

void UserHandlers::warn(std::string_view text)
{
    m_context.listener.onMessage(text);
}

void UserHandlers::exit()
{
    m_exit = true;
}

int64_t UserHandlers::pid()
{
    return m_hit ? m_hit->pid : Host::pid();
}

int64_t UserHandlers::tid()
{
    return m_hit ? m_hit->tid : Host::tid();
}

int64_t UserHandlers::uid()
{
    return m_hit ? m_hit->uid : Host::uid();
}

int64_t UserHandlers::gid()
{
    return m_hit ? m_hit->gid : Host::gid();
}

int64_t UserHandlers::cpu()
{
    return m_hit ? m_hit->cpu : Host::cpu();
}

std::string UserHandlers::execname()
{
    return m_hit ? m_hit->execname : Host::execname();
}

int64_t UserHandlers::timeOfDayNs()
{
    const int64_t now = Host::timeOfDayNs();
    return m_hit ? now - static_cast<int64_t>(monotonicNs() - m_hit->monotonicNs) : now;
}

std::optional<std::string> UserHandlers::recordedIndent()
{
    return m_hit ? m_hit->indent : std::nullopt;
}

std::expected<int64_t, std::string> UserHandlers::targetValue(const translator::ir::TargetValue &value)
{
    const auto &all = m_context.bundle.ir.targetValues;
    if (!m_hit || &value < all.data() || &value >= all.data() + all.size())
        return Host::targetValue(value);
    const translator::Deferral *deferral = deferralOfHit();
    if (!deferral)
        return Host::targetValue(value);
    const auto &recorded = deferral->values;
    const auto found = std::ranges::find(recorded, static_cast<uint32_t>(&value - all.data()));
    const auto place = static_cast<size_t>(found - recorded.begin());
    if (place >= m_hit->values.size())
        return Host::targetValue(value);
    if (m_hit->values[place].state != 0)
        return std::unexpected(readFaultMessage(m_hit->values[place].value));
    return static_cast<int64_t>(m_hit->values[place].value);
}

/// None for what no record came from: processes that were there before the probes.
const translator::Deferral *UserHandlers::deferralOfHit() const
{
    const auto found = m_context.bundle.deferrals.find(m_hit->handler);
    return found == m_context.bundle.deferrals.end() ? nullptr : &found->second;
}

std::optional<Host::Recorded> UserHandlers::recorded(analysis::Intrinsic what, int64_t of)
{
    if (!m_hit)
        return std::nullopt;
    const translator::Deferral *deferral = deferralOfHit();
    if (!deferral)
        return std::nullopt;
    const auto &planned = deferral->reads;
    for (size_t n = 0; n < planned.size() && n < m_hit->reads.size(); ++n) {
        const RecordedHit::Read &read = m_hit->reads[n];
        if (planned[n].what == what && read.of == of)
            return Recorded{read.first < 0, read.number, read.text};
    }
    return Recorded{true, 0, {}};
}

std::optional<std::string> UserHandlers::recordedQuote(analysis::Intrinsic what, int64_t address, int64_t bytes)
{
    const translator::Deferral *deferral = m_hit ? deferralOfHit() : nullptr;
    for (size_t n = 0; deferral && n < deferral->reads.size() && n < m_hit->reads.size(); ++n) {
        const RecordedHit::Read &read = m_hit->reads[n];
        if (deferral->reads[n].what == what && read.of == address && read.first == bytes)
            return read.text;
    }
    return std::nullopt;
}

std::optional<Host::RecordedCall> UserHandlers::recordedCall(uint32_t function, std::span<const Cell> arguments)
{
    const translator::Deferral *deferral = m_hit && !m_hit->calls.empty() ? deferralOfHit() : nullptr;
    for (size_t n = 0; deferral && n < deferral->calls.size() && n < m_hit->calls.size(); ++n) {
        const RecordedHit::Call &call = m_hit->calls[n];
        const auto &planned = deferral->calls[n];
        bool isSame = planned.function == function;
        for (size_t a = 0; isSame && a < planned.arguments.size() && a < arguments.size(); ++a) {
            isSame = planned.arguments[a].isString ? call.arguments[a].text == arguments[a].text
                                                   : call.arguments[a].number == arguments[a].number;
        }
        if (!isSame)
            continue;
        RecordedCall known{call.result, call.actions, std::nullopt, false, {}};
        const auto kind = static_cast<translator::RuntimeError>(call.error & 0xffffffff);
        const uint64_t place = call.error >> 32;
        if (call.error != 0 && place < m_context.bundle.errorSites.size()) {
            const translator::ErrorSite &where = m_context.bundle.errorSites[place];
            known.error = errorMessage(m_context.bundle, kind, where, call.operand).value_or(std::string());
            known.errorIsFinal = kind == translator::RuntimeError::MaxAction;
            known.place = where.range;
        }
        return known;
    }
    return std::nullopt;
}

std::optional<Cell> UserHandlers::recordedEntryValue(uint32_t global, bool isPresence)
{
    const translator::Deferral *deferral = m_hit ? deferralOfHit() : nullptr;
    for (size_t n = 0; deferral && n < deferral->entryValues.size() && n < m_hit->entryValues.size(); ++n) {
        if (deferral->entryValues[n].global == global && deferral->entryValues[n].isPresence == isPresence)
            return m_hit->entryValues[n];
    }
    return std::nullopt;
}

std::vector<uint64_t> UserHandlers::stack(bool ofProgram)
{
    if (!m_hit)
        return {};
    auto frames = ofProgram ? m_names.userStack(*m_hit) : m_names.kernelStack(*m_hit, m_context.bundle.program);
    if (m_context.maxBacktrace > 0 && frames.size() > m_context.maxBacktrace)
        frames.resize(m_context.maxBacktrace);
    return frames;
}

std::string UserHandlers::symbol(bool ofProgram, uint64_t address, analysis::SymbolForm form, bool frame)
{
    // Where no process was hit, the traced one is meant.
    const int pid = m_hit ? static_cast<int>(m_hit->pid) : m_context.targetPid;
    return ofProgram ? m_names.user(pid, address, form, frame) : m_names.kernel(address, form);
}

std::expected<int64_t, std::string> UserHandlers::loadAddress(uint64_t address)
{
    const int pid = m_hit ? static_cast<int>(m_hit->pid) : m_context.targetPid;
    if (const auto found = m_names.loadAddress(pid, address))
        return static_cast<int64_t>(*found);
    return Host::loadAddress(address);
}

int64_t UserHandlers::target()
{
    return m_context.targetPid;
}

}
