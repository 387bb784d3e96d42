// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/link_closer.h"

#include <system_error>

namespace tapscope::helper {

LinkCloser::LinkCloser(unsigned threads)
{
    m_threads.reserve(threads);
    try {
        for (unsigned i = 0; i < threads; ++i)
            m_threads.emplace_back([this] { work(); });
    } catch (const std::system_error &) {
        // With fewer threads it takes longer.
    }
}

LinkCloser::~LinkCloser()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_ending = true;
    }
    m_changed.notify_all();
    for (std::thread &thread : m_threads)
        thread.join();
}

void LinkCloser::close(std::vector<UniqueFd> links)
{
    if (links.size() < 2 || m_threads.empty())
        return;
    {
        const std::scoped_lock lock(m_mutex);
        m_links = links;
        m_next = 0;
        m_busy = static_cast<unsigned>(m_threads.size());
        ++m_round;
    }
    m_changed.notify_all();
    closeRemaining();
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_busy == 0; });
    m_links = {};
}

void LinkCloser::work()
{
    std::unique_lock lock(m_mutex);
    unsigned round = 0; // whoever starts late takes part in what is going on
    for (;;) {
        m_changed.wait(lock, [&] { return m_ending || m_round != round; });
        if (m_ending)
            return;
        round = m_round;
        lock.unlock();
        closeRemaining();
        lock.lock();
        if (--m_busy == 0)
            m_changed.notify_all();
    }
}

void LinkCloser::closeRemaining()
{
    for (size_t i = m_next.fetch_add(1); i < m_links.size(); i = m_next.fetch_add(1))
        m_links[i].reset();
}

}
