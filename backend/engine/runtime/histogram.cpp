// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/runtime/histogram.h"

#include <algorithm>

namespace tapscope::engine {

namespace {

/// Empty buckets before the first filled one and behind the last.
constexpr size_t margin = 2;
constexpr size_t zeroBucket = 64; ///< of logarithmic histograms
constexpr std::string_view valueHead = "value";

std::string rightAligned(std::string_view text, size_t width)
{
    std::string out(width > text.size() ? width - text.size() : 0, ' ');
    return out += text;
}

class Drawing {
public:
    Drawing(const analysis::HistogramKind &kind, std::span<const int64_t> buckets, const HistogramForm &form)
        : m_kind(kind)
        , m_buckets(buckets)
        , m_form(form)
    {}

    std::string draw()
    {
        chooseRows();
        const int64_t most = *std::ranges::max_element(m_buckets);
        const int64_t barWidth = std::max<int64_t>(m_form.barWidth, 1);
        const int64_t scale = std::max<int64_t>(1, most / barWidth + (most % barWidth != 0));
        const size_t countWidth = std::to_string(most).size();
        size_t valueWidth = valueHead.size();
        for (size_t i = m_first; i <= m_last; ++i)
            valueWidth = std::max(valueWidth, lowest(i).size());
        std::string out = rightAligned(valueHead, valueWidth) + " |" + std::string(static_cast<size_t>(barWidth), '-')
            + " count\n";
        bool skipped = false;
        for (size_t i = m_first; i <= m_last; ++i) {
            if (isFarFromData(i)) {
                skipped = true;
                continue;
            }
            if (skipped)
                out += std::string(valueWidth, ' ') + " ~\n";
            skipped = false;
            const auto bar = static_cast<size_t>(m_buckets[i] / scale);
            out += rightAligned(lowest(i), valueWidth) + " |" + std::string(bar, '@');
            out += rightAligned(std::to_string(m_buckets[i]), static_cast<size_t>(barWidth) - bar + 1 + countWidth) + '\n';
        }
        return out + '\n';
    }

private:
    // The filled buckets and up to two empty ones on either side.
    void chooseRows()
    {
        const auto filled = [&](size_t i) { return m_buckets[i] > 0; };
        while (m_first < m_buckets.size() && !filled(m_first))
            ++m_first;
        m_last = m_buckets.size() - 1;
        while (m_last > 0 && !filled(m_last))
            --m_last;
        if (m_first > m_last)
            m_first = m_last = m_kind.linear ? 1 : zeroBucket;
        for (size_t n = 0; n < margin; ++n) {
            // Values from zero on draw no negative rows.
            if (m_first > 0 && (m_kind.linear || m_first != zeroBucket))
                --m_first;
            if (m_last + 1 < m_buckets.size())
                ++m_last;
        }
        if (!m_kind.linear)
            return;
        if (m_first == 0 && !filled(0))
            ++m_first;
        if (m_last == m_buckets.size() - 1 && !filled(m_last))
            --m_last;
    }

    [[nodiscard]] bool isFarFromData(size_t bucket) const
    {
        if (m_form.elision < 0)
            return false;
        const auto neighbours = static_cast<size_t>(m_form.elision);
        const size_t from = std::max(m_first, bucket - std::min(bucket, neighbours));
        const size_t to = std::min(m_last, bucket + neighbours);
        return std::all_of(m_buckets.begin() + static_cast<std::ptrdiff_t>(from),
                           m_buckets.begin() + static_cast<std::ptrdiff_t>(to) + 1, [](int64_t count) { return count == 0; });
    }

    [[nodiscard]] std::string lowest(size_t bucket) const
    {
        if (m_kind.linear) {
            if (bucket == 0)
                return "<" + std::to_string(m_kind.low);
            const auto step = static_cast<int64_t>(bucket) - 1;
            if (bucket == m_buckets.size() - 1)
                return ">" + std::to_string(m_kind.low + (step - 1) * m_kind.width);
            return std::to_string(m_kind.low + step * m_kind.width);
        }
        if (bucket == zeroBucket)
            return "0";
        if (bucket > zeroBucket)
            return std::to_string(int64_t{1} << (bucket - zeroBucket - 1));
        return std::to_string(static_cast<int64_t>(~uint64_t{0} << (zeroBucket - 1 - bucket)));
    }

    const analysis::HistogramKind &m_kind;
    std::span<const int64_t> m_buckets;
    HistogramForm m_form;
    size_t m_first = 0, m_last = 0;
};

}

std::string drawHistogram(const analysis::HistogramKind &kind, std::span<const int64_t> buckets, const HistogramForm &form)
{
    return buckets.empty() ? std::string() : Drawing(kind, buckets, form).draw();
}

}
