// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/session.h"

#include "engine/clock.h"
#include "engine/execution.h"
#include "engine/preparation.h"
#include "engine/session_requests.h"
#include "engine/stop_signal.h"

#include <atomic>
#include <thread>
#include <utility>

namespace tapscope::engine {

class Session::Impl {
public:
    Impl(Options options, Listener &listener) : m_options(std::move(options)), m_listener(listener), m_thread([this] { main(); })
    {}

    ~Impl()
    {
        m_stop.give();
        m_thread.join();
    }

    void stop() { m_stop.give(); }
    SessionRequests &requests() { return m_requests; }
    void wait() const { m_finished.wait(false); }
    [[nodiscard]] bool finished() const { return m_finished.load(); }

private:
    void main()
    {
        m_listener.onFinished(run());
        m_finished.store(true);
        m_finished.notify_all();
    }

    Outcome run()
    {
        const uint64_t startNs = monotonicNs();
        m_prepared.emplace(m_options, m_listener, m_stop);
        Outcome outcome;
        switch (m_prepared->run()) {
        case Preparation::Result::Ready:
            return Execution(m_options, m_listener, {m_stop, m_requests}, *m_prepared, startNs).run();
        case Preparation::Result::Listed: break;
        case Preparation::Result::Stopped: outcome.kind = Outcome::Kind::Stopped; break;
        case Preparation::Result::Failed:
            outcome.kind = Outcome::Kind::Failed;
            outcome.status = 1;
            outcome.message = m_prepared->failure();
            break;
        }
        return outcome;
    }

    const Options m_options;
    Listener &m_listener;
    StopSignal m_stop;
    SessionRequests m_requests;
    std::atomic<bool> m_finished{false};
    /// Holds the sources that the listener's diagnostics point into, so it lives as long as the session.
    std::optional<Preparation> m_prepared;
    std::thread m_thread; // last: it uses all of the above
};

Session::Session(Options options, Listener &listener) : m_impl(std::make_unique<Impl>(std::move(options), listener)) {}

Session::~Session() = default;

void Session::stop()
{
    m_impl->stop();
}

void Session::watchGlobals(uint32_t periodMs)
{
    m_impl->requests().watchGlobals(uint64_t{periodMs} * 1'000'000);
}

void Session::resetGlobals()
{
    m_impl->requests().resetGlobals();
}

void Session::editGlobal(trace::GlobalEdit edit)
{
    m_impl->requests().editGlobal(std::move(edit));
}

void Session::input(std::string_view text)
{
    m_impl->requests().input(text);
}

void Session::arm(uint32_t handler, bool armed)
{
    m_impl->requests().arm(handler, armed);
}

void Session::wait()
{
    m_impl->wait();
}

bool Session::finished() const
{
    return m_impl->finished();
}

}
