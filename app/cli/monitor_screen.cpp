// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "monitor_screen.h"

#include <algorithm>
#include <cstdio>

namespace tapscope::cli {

namespace {

constexpr std::string_view reverse = "\033[7m", plain = "\033[0m", bold = "\033[1m";

/// Cut or padded to so many columns; bytes that would move the cursor are shown as '.'.
std::string fitted(std::string_view text, size_t columns)
{
    std::string out;
    size_t width = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool continues = (byte & 0xc0) == 0x80;
        if (!continues && width == columns)
            break;
        width += continues ? 0 : 1;
        out += byte < 0x20 || byte == 0x7f ? '.' : c;
    }
    out.append(columns - width, ' ');
    return out;
}

template <class... Values> std::string text(const char *format, Values... values)
{
    char buffer[256];
    const int size = std::snprintf(buffer, sizeof buffer, format, values...);
    return std::string(buffer, std::min<size_t>(size > 0 ? static_cast<size_t>(size) : 0, sizeof buffer - 1));
}

std::string keyText(const std::vector<trace::KeyColumn> &key)
{
    std::string out;
    for (const trace::KeyColumn &column : key) {
        out += out.empty() ? "[" : ",";
        out += column.isText ? '"' + column.text + '"' : std::to_string(column.number);
    }
    return out.empty() ? out : out + ']';
}

std::string valueText(const trace::GlobalVariable &variable, const trace::GlobalValue &value)
{
    switch (variable.kind) {
    case trace::GlobalVariable::Kind::Number: return std::to_string(value.number);
    case trace::GlobalVariable::Kind::Text: return '"' + value.text + '"';
    case trace::GlobalVariable::Kind::Statistic: break;
    }
    const trace::Statistic &s = value.statistic;
    if (s.count == 0)
        return "@count=0";
    return text("@count=%lld @min=%lld @max=%lld @sum=%lld @avg=%lld", static_cast<long long>(s.count),
                static_cast<long long>(s.minimum), static_cast<long long>(s.maximum), static_cast<long long>(s.sum),
                static_cast<long long>(s.average));
}

/// Rows under a title, as many as fit.
class Screen {
public:
    Screen(size_t columns, size_t rows) : m_columns(columns), m_rows(rows) {}
    [[nodiscard]] size_t left() const { return m_rows - m_used; }
    void row(std::string_view content, std::string_view style = {})
    {
        if (left() == 0)
            return;
        m_text += m_used++ ? "\r\n" : "";
        m_text += style;
        m_text += fitted(content, m_columns);
        m_text += style.empty() ? "" : plain;
    }
    [[nodiscard]] std::string take() { return std::move(m_text); }

private:
    size_t m_columns, m_rows, m_used = 0;
    std::string m_text;
};

void probes(Screen &screen, const MonitorState &state, size_t most)
{
    screen.row("      hits     hits/s   avg ns   lost  skipped  errors  probe", reverse);
    const size_t shown = std::min(state.shownHandlers.size(), most);
    const size_t first = state.selected >= shown ? state.selected + 1 - shown : 0;
    for (size_t n = first; n < first + shown; ++n) {
        const uint32_t handler = state.shownHandlers[n];
        if (handler >= state.counters.handlers.size())
            continue;
        const auto &one = state.counters.handlers[handler];
        const auto &c = one.counters;
        const double rate = handler < state.rates.size() ? state.rates[handler] : 0;
        const std::string average = c.timed ? std::to_string(c.timeNs / c.timed) : "-";
        const unsigned long long skipped = c.frameBusy + c.lockBusy + one.missed;
        screen.row(text("%10llu %10.1f %8s %6llu %8llu %7llu  [%c] ", static_cast<unsigned long long>(c.hits), rate,
                        average.c_str(), static_cast<unsigned long long>(c.ringFull), skipped,
                        static_cast<unsigned long long>(c.errors),
                        !one.armed      ? ' '
                            : one.waits ? '-'
                                        : 'x')
                       + one.probePoint,
                   n == state.selected ? bold : std::string_view());
    }
}

void globals(Screen &screen, const MonitorState &state, size_t most)
{
    screen.row("global variables", reverse);
    size_t used = 0;
    for (const trace::GlobalVariable &variable : state.globals.variables) {
        if (used >= most)
            return;
        if (variable.isArray) {
            screen.row(variable.name
                       + text(" (%llu of %llu elements)", static_cast<unsigned long long>(variable.size),
                              static_cast<unsigned long long>(variable.capacity)));
            ++used;
        }
        for (const trace::GlobalValue &value : variable.values) {
            if (used >= most)
                return;
            screen.row((variable.isArray ? "  " : "") + variable.name + keyText(value.key) + " = " + valueText(variable, value));
            ++used;
        }
    }
}

}

std::string monitorScreen(const MonitorState &state, size_t columns, size_t rows)
{
    Screen screen(columns, rows);
    screen.row(text("Tapscope  %s  %llu s  %llu events, %llu lost, %llu skipped, %llu errors", state.script.c_str(),
                    static_cast<unsigned long long>((state.nowNs - state.startNs) / 1'000'000'000),
                    static_cast<unsigned long long>(state.counters.events), static_cast<unsigned long long>(state.counters.lost),
                    static_cast<unsigned long long>(state.counters.skipped),
                    static_cast<unsigned long long>(state.counters.errors)),
               bold);
    screen.row("q quit   up/down choose a probe   space take it off or put it on   r reset the variables");
    const size_t third = rows / 3;
    probes(screen, state, std::max<size_t>(third, 3));
    const size_t forOutput = std::min(state.lines.size() + 1, std::max<size_t>(third, 3));
    globals(screen, state, screen.left() > forOutput + 1 ? screen.left() - forOutput - 1 : 0);
    if (screen.left() > 1 && !state.lines.empty()) {
        screen.row("output", reverse);
        const size_t shown = std::min(screen.left(), state.lines.size());
        for (size_t n = state.lines.size() - shown; n < state.lines.size(); ++n)
            screen.row(state.lines[n]);
    }
    while (screen.left() > 0)
        screen.row("");
    return screen.take();
}

}
