// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "services/snippet.h"

#include <array>
#include <cctype>

namespace tapscope::services {

std::span<const Snippet> snippets()
{
    static const std::array all{
        Snippet{"probe", {TAPSCOPE_TEXT("Services", "Probe with a handler"), {}}, "probe ${1:begin} {\n\t$0\n}", true},
        Snippet{"begin",
                {TAPSCOPE_TEXT("Services", "Run something when the script starts"), {}},
                "probe begin {\n\t${0:println(\"started\")}\n}",
                true},
        Snippet{"end", {TAPSCOPE_TEXT("Services", "Run something when the script ends"), {}}, "probe end {\n\t$0\n}", true},
        Snippet{"calltree",
                {TAPSCOPE_TEXT("Services", "Call tree of a program: every call and return, indented"), {}},
                "probe process(\"${1:program}\").function(\"${2:*}\").call {\n"
                "\tprintf(\"%s -> %s %s\\\\n\", thread_indent(1), ppfunc(), \\$\\$parms)\n}\n"
                "probe process(\"${1:program}\").function(\"${2:*}\").return {\n"
                "\tprintf(\"%s <- %s\\\\n\", thread_indent(-1), ppfunc())\n}\n$0",
                true},
        Snippet{"latency",
                {TAPSCOPE_TEXT("Services", "Histogram of how long a function takes"), {}},
                "global started, latency\n"
                "probe process(\"${1:program}\").function(\"${2:function}\").call {\n"
                "\tstarted[tid()] = gettimeofday_ns()\n}\n"
                "probe process(\"${1:program}\").function(\"${2:function}\").return {\n"
                "\tif (tid() in started) {\n"
                "\t\tlatency <<< gettimeofday_ns() - started[tid()]\n"
                "\t\tdelete started[tid()]\n\t}\n}\n"
                "probe end {\n\tif (@count(latency))\n\t\tprint(@hist_log(latency))\n}\n$0",
                true},
        Snippet{"statements",
                {TAPSCOPE_TEXT("Services", "Every line of a function as it runs"), {}},
                "probe process(\"${1:program}\").statement(\"${2:function}@${3:file.c}:*\") {\n"
                "\tprintf(\"%s %s\\\\n\", pp(), \\$\\$vars)\n}\n$0",
                true},
        Snippet{"timer", {TAPSCOPE_TEXT("Services", "Do something every second"), {}}, "probe timer.s(${1:1}) {\n\t$0\n}", true},
        Snippet{"top",
                {TAPSCOPE_TEXT("Services", "The functions that are called most, every second"), {}},
                "global calls\n"
                "probe process(\"${1:program}\").function(\"${2:*}\").call {\n\tcalls[ppfunc()]++\n}\n"
                "probe timer.s(1) {\n\tforeach (name in calls- limit ${3:10})\n"
                "\t\tprintf(\"%8d %s\\\\n\", calls[name], name)\n\tdelete calls\n}\n$0",
                true},
        Snippet{"function",
                {TAPSCOPE_TEXT("Services", "Function with a result"), {}},
                "function ${1:name}:${2:long} (${3:value}:${4:long}) {\n\treturn ${0:value}\n}",
                true},
        Snippet{"foreach",
                {TAPSCOPE_TEXT("Services", "Go through an array"), {}},
                "foreach (${1:key} in ${2:array}) {\n\t$0\n}",
                false},
        Snippet{"foreachsorted",
                {TAPSCOPE_TEXT("Services", "Go through an array, the largest values first"), {}},
                "foreach (${1:key} in ${2:array}- limit ${3:10}) {\n"
                "\tprintf(\"%s %d\\\\n\", ${1:key}, ${2:array}[${1:key}])\n}$0",
                false},
        Snippet{"if", {TAPSCOPE_TEXT("Services", "Condition"), {}}, "if (${1:condition}) {\n\t$0\n}", false},
        Snippet{"ifelse",
                {TAPSCOPE_TEXT("Services", "Condition with an alternative"), {}},
                "if (${1:condition}) {\n\t${2:}\n} else {\n\t$0\n}",
                false},
        Snippet{"while", {TAPSCOPE_TEXT("Services", "Loop with a condition"), {}}, "while (${1:condition}) {\n\t$0\n}", false},
        Snippet{"for",
                {TAPSCOPE_TEXT("Services", "Loop that counts"), {}},
                "for (${1:i} = 0; ${1:i} < ${2:10}; ${1:i}++) {\n\t$0\n}",
                false},
        Snippet{"try",
                {TAPSCOPE_TEXT("Services", "Go on after an error"), {}},
                "try {\n\t$1\n} catch (${2:message}) {\n\t${0:println(message)}\n}",
                false},
        Snippet{"printf", {TAPSCOPE_TEXT("Services", "Formatted line"), {}}, "printf(\"${1:%d}\\\\n\", ${2:value})$0", false},
    };
    return all;
}

namespace {

/// Reads a body once from front to back.
class Expander {
public:
    Expander(std::string_view body, std::string_view indent, std::string_view level)
        : m_body(body)
        , m_indent(indent)
        , m_level(level)
    {}

    ExpandedSnippet run()
    {
        while (m_at < m_body.size())
            step();
        return std::move(m_out);
    }

private:
    void put(char c)
    {
        if (c == '\t') {
            m_out.text += m_level;
            return;
        }
        m_out.text += c;
        if (c == '\n')
            m_out.text += m_indent;
    }

    void step()
    {
        const char c = m_body[m_at];
        if (c == '\\' && m_at + 1 < m_body.size()) {
            m_out.text += m_body[m_at + 1];
            m_at += 2;
        } else if (c == '$' && m_at + 1 < m_body.size()
                   && (m_body[m_at + 1] == '{' || std::isdigit(static_cast<unsigned char>(m_body[m_at + 1])))) {
            place();
        } else {
            put(c);
            ++m_at;
        }
    }

    void place()
    {
        ++m_at;
        const bool braces = m_body[m_at] == '{';
        m_at += braces ? 1 : 0;
        ExpandedSnippet::Place made;
        while (m_at < m_body.size() && std::isdigit(static_cast<unsigned char>(m_body[m_at])))
            made.number = (made.number * 10 + static_cast<uint32_t>(m_body[m_at++] - '0')) % 1000;
        made.begin = static_cast<uint32_t>(m_out.text.size());
        if (braces) {
            if (m_at < m_body.size() && m_body[m_at] == ':')
                ++m_at;
            while (m_at < m_body.size() && m_body[m_at] != '}') {
                if (m_body[m_at] == '\\' && m_at + 1 < m_body.size())
                    ++m_at;
                put(m_body[m_at++]);
            }
            m_at += m_at < m_body.size() ? 1 : 0;
        }
        made.end = static_cast<uint32_t>(m_out.text.size());
        m_out.places.push_back(made);
    }

    std::string_view m_body;
    std::string_view m_indent;
    std::string_view m_level;
    size_t m_at = 0;
    ExpandedSnippet m_out;
};

}

ExpandedSnippet expand(std::string_view body, std::string_view indent, std::string_view level)
{
    return Expander(body, indent, level).run();
}

}
