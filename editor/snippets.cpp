// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/snippets.h"

#include <QCoreApplication>

#include <algorithm>

namespace tapscope::editor {

namespace {

QString title(const char *text)
{
    return QCoreApplication::translate("Snippets", text);
}

}

QList<Snippet> snippets()
{
    return {
        {QStringLiteral("probe"), title(QT_TRANSLATE_NOOP("Snippets", "A probe")), "probe ${1:begin} {\n    $0\n}\n"},
        {QStringLiteral("begin"), title(QT_TRANSLATE_NOOP("Snippets", "At the start and at the end")),
         "probe begin {\n    ${1:println(\"started\")}\n}\n\nprobe end {\n    ${2:println(\"ended\")}\n}\n$0"},
        {QStringLiteral("tree"), title(QT_TRANSLATE_NOOP("Snippets", "Call tree of a program")),
         "probe ${1:process}.function(\"${2:*}\").call {\n    printf(\"%s -> %s %s\\n\", thread_indent(1), ppfunc(), $$$$parms)\n}"
         "\n\nprobe ${1:process}.function(\"${2:*}\").return {\n    printf(\"%s <- %s %s\\n\", thread_indent(-1), ppfunc(), "
         "$$$$return)\n}\n$0"},
        {QStringLiteral("latency"), title(QT_TRANSLATE_NOOP("Snippets", "Histogram of how long a function takes")),
         "global started, took\n\nprobe ${1:process}.function(\"${2:main}\").call {\n    started[tid()] = gettimeofday_us()\n}\n\n"
         "probe ${1:process}.function(\"${2:main}\").return {\n    if (tid() in started) {\n        took <<< gettimeofday_us() - "
         "started[tid()]\n        delete started[tid()]\n    }\n}\n\nprobe end {\n    print(@hist_log(took))\n}\n$0"},
        {QStringLiteral("count"), title(QT_TRANSLATE_NOOP("Snippets", "Count something by key, print the most frequent")),
         "global ${1:hits}\n\nprobe ${2:syscall.*} {\n    ${1:hits}[${3:execname()}]++\n}\n\nprobe timer.s(${4:5}), end {\n    "
         "foreach (key in ${1:hits}- limit ${5:10})\n        printf(\"%-20s %d\\n\", key, ${1:hits}[key])\n    delete "
         "${1:hits}\n}\n$0"},
        {QStringLiteral("timer"), title(QT_TRANSLATE_NOOP("Snippets", "Something every second")),
         "probe timer.s(${1:1}) {\n    $0\n}\n"},
        {QStringLiteral("alias"), title(QT_TRANSLATE_NOOP("Snippets", "A name of your own for a probe")),
         "probe ${1:name} = ${2:process.function(\"main\")} {\n    ${3:argument} = ${4:0}\n}\n$0"},
        {QStringLiteral("function"), title(QT_TRANSLATE_NOOP("Snippets", "A function")),
         "function ${1:name}:${2:long}(${3:value:long}) {\n    return ${4:value}$0\n}\n"},
        {QStringLiteral("foreach"), title(QT_TRANSLATE_NOOP("Snippets", "A loop over an array, largest first")),
         "foreach (${1:key} in ${2:array}- limit ${3:10}) {\n    $0\n}"},
        {QStringLiteral("for"), title(QT_TRANSLATE_NOOP("Snippets", "A counting loop")),
         "for (${1:i} = 0; ${1:i} < ${2:10}; ${1:i}++) {\n    $0\n}"},
        {QStringLiteral("while"), title(QT_TRANSLATE_NOOP("Snippets", "A loop with a condition")),
         "while (${1:condition}) {\n    $0\n}"},
        {QStringLiteral("if"), title(QT_TRANSLATE_NOOP("Snippets", "A condition")), "if (${1:condition}) {\n    $0\n}"},
        {QStringLiteral("try"), title(QT_TRANSLATE_NOOP("Snippets", "Go on after an error")),
         "try {\n    ${1}\n} catch (${2:message}) {\n    warn(${2:message})$0\n}"},
    };
}

SnippetText expand(const QByteArray &body, const QByteArray &indent)
{
    SnippetText result;
    const auto stop = [&result](int number) -> SnippetText::Stop & {
        const auto found = std::ranges::find(result.stops, number, &SnippetText::Stop::number);
        if (found != result.stops.end())
            return *found;
        result.stops.push_back({number, {}});
        return result.stops.back();
    };
    for (qsizetype i = 0; i < body.size(); ++i) {
        const char c = body[i];
        const char following = i + 1 < body.size() ? body[i + 1] : '\0';
        if (c == '\n') {
            result.text += '\n' + indent;
        } else if (c == '$' && following == '$') {
            result.text += '$';
            ++i;
        } else if (c == '$' && following == '0') {
            const auto at = static_cast<int>(result.text.size());
            stop(0).ranges.push_back({at, at});
            ++i;
        } else if (c == '$' && following == '{') {
            const qsizetype end = body.indexOf('}', i);
            const QByteArray inside = body.mid(i + 2, end - i - 2);
            const qsizetype colon = inside.indexOf(':');
            const auto begin = static_cast<int>(result.text.size());
            result.text += colon < 0 ? QByteArray() : inside.mid(colon + 1);
            stop(inside.left(colon < 0 ? inside.size() : colon).toInt())
                .ranges.push_back({begin, static_cast<int>(result.text.size())});
            i = end;
        } else {
            result.text += c;
        }
    }
    if (std::ranges::find(result.stops, 0, &SnippetText::Stop::number) == result.stops.end())
        result.stops.push_back({0, {{static_cast<int>(result.text.size()), static_cast<int>(result.text.size())}}});
    std::ranges::stable_sort(result.stops, {}, [](const SnippetText::Stop &s) { return s.number == 0 ? 1'000 : s.number; });
    return result;
}

}
