// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/regex.h"

#include <array>
#include <cctype>
#include <memory>
#include <string>

namespace tapscope {

namespace {

/// A part of a pattern.
struct Node {
    enum class Kind : uint8_t { Empty, Bytes, Begin, End, Sequence, Choice, Repeat, Group } kind = Kind::Empty;
    std::vector<std::unique_ptr<Node>> parts;
    std::bitset<256> bytes;
    uint32_t least = 0;
    std::optional<uint32_t> most; ///< unset: no bound
    uint32_t group = 0; ///< 0: one that only holds together
};
using NodePtr = std::unique_ptr<Node>;

NodePtr make(Node::Kind kind)
{
    auto node = std::make_unique<Node>();
    node->kind = kind;
    return node;
}

struct NamedClass {
    std::string_view name;
    int (*holds)(int);
};
constexpr std::array<NamedClass, 16> namedClasses{{
    {"alpha", std::isalpha},
    {"alnum", std::isalnum},
    {"blank", std::isblank},
    {"cntrl", std::iscntrl},
    {"d", std::isdigit},
    {"digit", std::isdigit},
    {"xdigit", std::isxdigit},
    {"graph", std::isgraph},
    {"l", std::islower},
    {"lower", std::islower},
    {"print", std::isprint},
    {"punct", std::ispunct},
    {"s", std::isspace},
    {"space", std::isspace},
    {"u", std::isupper},
    {"upper", std::isupper},
}};

constexpr uint32_t mostRepeats = 12344;
constexpr int mostNesting = 200;

class PatternParser {
public:
    explicit PatternParser(std::string_view pattern) : m_pattern(pattern) {}

    NodePtr parse()
    {
        NodePtr all = choice(0);
        // A parenthesis that closes nothing is itself.
        while (!m_problem && !atEnd()) {
            NodePtr both = make(Node::Kind::Sequence);
            both->parts.push_back(std::move(all));
            both->parts.push_back(byte(take()));
            both->parts.push_back(choice(0));
            all = std::move(both);
        }
        return all;
    }
    const std::optional<Regex::Problem> &problem() const { return m_problem; }
    uint32_t groups() const { return m_groups; }

private:
    bool atEnd() const { return m_at == m_pattern.size(); }
    char peek() const { return atEnd() ? '\0' : m_pattern[m_at]; }
    char take() { return m_pattern[m_at++]; }
    bool startsWith(std::string_view s) const { return m_pattern.substr(m_at).starts_with(s); }

    void fail(size_t at, Text what, Text nextStep)
    {
        if (!m_problem)
            m_problem = Regex::Problem{at, std::move(what), std::move(nextStep)};
        m_at = m_pattern.size();
    }

    static NodePtr byte(char c)
    {
        NodePtr node = make(Node::Kind::Bytes);
        node->bytes.set(static_cast<unsigned char>(c));
        return node;
    }

    NodePtr choice(int depth)
    {
        NodePtr out = make(Node::Kind::Choice);
        out->parts.push_back(sequence(depth));
        while (!atEnd() && peek() == '|') {
            take();
            out->parts.push_back(sequence(depth));
        }
        return out->parts.size() == 1 ? std::move(out->parts.front()) : std::move(out);
    }

    NodePtr sequence(int depth)
    {
        NodePtr out = make(Node::Kind::Sequence);
        while (!atEnd() && peek() != '|' && peek() != ')')
            out->parts.push_back(repeated(depth));
        return out;
    }

    NodePtr repeated(int depth)
    {
        const size_t begin = m_at;
        NodePtr out = atom(depth);
        while (!atEnd() && (peek() == '*' || peek() == '+' || peek() == '?' || peek() == '{')) {
            if (out->kind == Node::Kind::Begin || out->kind == Node::Kind::End) {
                fail(m_at,
                     {TAPSCOPE_TEXT("Diagnostics", "'%1' cannot repeat '%2', which stands for a place"),
                      {std::string(1, peek()), std::string(m_pattern.substr(begin, m_at - begin))}},
                     {TAPSCOPE_TEXT("Diagnostics", "put a backslash before a sign that stands for itself: \\\\%1"),
                      {std::string(m_pattern.substr(begin, 1))}});
                break;
            }
            NodePtr repeat = make(Node::Kind::Repeat);
            switch (take()) {
            case '*': break;
            case '+': repeat->least = 1; break;
            case '?': repeat->most = 1; break;
            default: counts(*repeat); break;
            }
            repeat->parts.push_back(std::move(out));
            out = std::move(repeat);
        }
        return out;
    }

    std::optional<uint32_t> number()
    {
        const size_t begin = m_at;
        uint32_t value = 0;
        while (!atEnd() && std::isdigit(static_cast<unsigned char>(peek())) && value <= mostRepeats)
            value = value * 10 + static_cast<uint32_t>(take() - '0');
        if (m_at == begin || value > mostRepeats) {
            fail(begin,
                 m_at == begin
                     ? Text{TAPSCOPE_TEXT("Diagnostics", "a number is missing in the count of a repetition"), {}}
                     : Text{TAPSCOPE_TEXT("Diagnostics", "a repetition of more than %1 times"), {std::to_string(mostRepeats)}},
                 {TAPSCOPE_TEXT("Diagnostics", "write {3}, {3,} or {3,5}; a brace that stands for itself is \\\\{"), {}});
            return {};
        }
        return value;
    }

    // Behind the brace: m}, m,} or m,n}
    void counts(Node &repeat)
    {
        const size_t begin = m_at - 1;
        const std::optional<uint32_t> least = number();
        if (!least)
            return;
        repeat.least = *least;
        repeat.most = *least;
        if (peek() == ',') {
            take();
            repeat.most = peek() == '}' ? std::nullopt : number();
        }
        if (m_problem)
            return;
        if (peek() != '}')
            return fail(begin, {TAPSCOPE_TEXT("Diagnostics", "the count of a repetition has no end"), {}},
                        {TAPSCOPE_TEXT("Diagnostics", "write {3}, {3,} or {3,5}; a brace that stands for itself is \\\\{"), {}});
        take();
        if (repeat.most && *repeat.most < repeat.least)
            fail(begin, {TAPSCOPE_TEXT("Diagnostics", "the second count of a repetition is smaller than the first"), {}},
                 {TAPSCOPE_TEXT("Diagnostics", "write the smaller one first"), {}});
    }

    NodePtr atom(int depth)
    {
        const size_t begin = m_at;
        const char c = take();
        switch (c) {
        case '^': return make(Node::Kind::Begin);
        case '$': return make(Node::Kind::End);
        case '(': return group(begin, depth);
        case '[': return bracket(begin);
        case '.': {
            NodePtr any = make(Node::Kind::Bytes);
            any->bytes.set();
            return any;
        }
        case '*':
        case '+':
        case '?':
        case '{':
            fail(begin, {TAPSCOPE_TEXT("Diagnostics", "nothing stands before '%1' that it could repeat"), {std::string(1, c)}},
                 {TAPSCOPE_TEXT("Diagnostics", "put a backslash before a sign that stands for itself: \\\\%1"),
                  {std::string(1, c)}});
            return make(Node::Kind::Empty);
        case '\\':
            if (atEnd()) {
                fail(begin, {TAPSCOPE_TEXT("Diagnostics", "nothing stands behind the backslash"), {}},
                     {TAPSCOPE_TEXT("Diagnostics", "a backslash that stands for itself is \\\\\\\\ in a script's string"), {}});
                return make(Node::Kind::Empty);
            }
            return byte(take());
        default: return byte(c);
        }
    }

    NodePtr group(size_t begin, int depth)
    {
        NodePtr out = make(Node::Kind::Group);
        if (startsWith("?:")) {
            m_at += 2;
        } else if (peek() == '?') {
            fail(begin, {TAPSCOPE_TEXT("Diagnostics", "'(?' begins a kind of group that these expressions do not have"), {}},
                 {TAPSCOPE_TEXT("Diagnostics", "there are ( ) and (?: ); a question mark that stands for itself is \\\\?"), {}});
            return out;
        } else {
            out->group = ++m_groups;
        }
        if (depth >= mostNesting) {
            fail(begin, {TAPSCOPE_TEXT("Diagnostics", "the groups are nested too deeply"), {}},
                 {TAPSCOPE_TEXT("Diagnostics", "use fewer than %1 levels"), {std::to_string(mostNesting)}});
            return out;
        }
        out->parts.push_back(choice(depth + 1));
        if (m_problem)
            return out;
        if (atEnd())
            fail(begin, {TAPSCOPE_TEXT("Diagnostics", "this '(' is not closed"), {}},
                 {TAPSCOPE_TEXT("Diagnostics", "add a ')'; a parenthesis that stands for itself is \\\\("), {}});
        else
            take();
        return out;
    }

    // [:name:]
    bool namedClass(Node &out)
    {
        const size_t end = m_pattern.find(":]", m_at + 2);
        const std::string_view name = m_pattern.substr(m_at + 2, end == std::string_view::npos ? 0 : end - m_at - 2);
        for (const NamedClass &known : namedClasses) {
            if (known.name != name)
                continue;
            for (int c = 0; c < 128; ++c) {
                if (known.holds(c) != 0)
                    out.bytes.set(static_cast<size_t>(c));
            }
            m_at = end + 2;
            return true;
        }
        fail(m_at, {TAPSCOPE_TEXT("Diagnostics", "there is no class of characters '%1'"), {"[:" + std::string(name) + ":]"}},
             {TAPSCOPE_TEXT(
                  "Diagnostics",
                  "the classes are alpha, alnum, digit, xdigit, lower, upper, space, blank, punct, print, graph and cntrl"),
              {}});
        return false;
    }

    NodePtr bracket(size_t begin)
    {
        NodePtr out = make(Node::Kind::Bytes);
        const bool inverted = peek() == '^' && !atEnd();
        if (inverted)
            take();
        const auto unclosed = [&] {
            fail(begin, {TAPSCOPE_TEXT("Diagnostics", "this '[' is not closed"), {}},
                 {TAPSCOPE_TEXT("Diagnostics", "add a ']'; a bracket that stands for itself is \\\\["), {}});
            return std::move(out);
        };
        for (bool first = true;; first = false) {
            if (atEnd())
                return unclosed();
            if (peek() == ']' && !first)
                break;
            if (startsWith("[:")) {
                if (!namedClass(*out))
                    return out;
                continue;
            }
            const size_t place = m_at;
            char low = take();
            if (low == '\\' && !atEnd())
                low = take();
            char high = low;
            if (peek() == '-' && m_at + 1 < m_pattern.size() && m_pattern[m_at + 1] != ']') {
                take();
                high = take();
                if (high == '\\' && !atEnd())
                    high = take();
            }
            if (static_cast<unsigned char>(high) < static_cast<unsigned char>(low)) {
                fail(place,
                     {TAPSCOPE_TEXT("Diagnostics", "the range %1-%2 goes backwards"),
                      {std::string(1, low), std::string(1, high)}},
                     {TAPSCOPE_TEXT("Diagnostics", "write the smaller one first"), {}});
                return out;
            }
            for (int c = static_cast<unsigned char>(low); c <= static_cast<unsigned char>(high); ++c)
                out->bytes.set(static_cast<size_t>(c));
        }
        take();
        if (inverted)
            out->bytes.flip();
        return out;
    }

    std::string_view m_pattern;
    size_t m_at = 0;
    uint32_t m_groups = 0;
    std::optional<Regex::Problem> m_problem;
};

/// Repetitions are written out, so that a count within a count can grow large.
constexpr size_t mostSteps = 20'000;

}

class RegexCompiler {
public:
    /// False: the automaton would be too large.
    [[nodiscard]] bool compile(const Node &node)
    {
        add(Kind::Save, 0);
        emit(node);
        add(Kind::Save, 1);
        add(Kind::Match);
        return m_regex.m_steps.size() <= mostSteps;
    }
    Regex take(uint32_t groups)
    {
        m_regex.m_groups = groups;
        return std::move(m_regex);
    }

private:
    using Kind = Regex::Step::Kind;

    uint32_t size() const { return static_cast<uint32_t>(m_regex.m_steps.size()); }
    uint32_t add(Kind kind, uint32_t other = 0)
    {
        m_regex.m_steps.push_back({kind, size() + 1, other});
        return size() - 1;
    }

    void emit(const Node &node)
    {
        if (size() > mostSteps)
            return;
        switch (node.kind) {
        case Node::Kind::Empty: break;
        case Node::Kind::Bytes:
            m_regex.m_sets.push_back(node.bytes);
            add(Kind::Byte, static_cast<uint32_t>(m_regex.m_sets.size() - 1));
            break;
        case Node::Kind::Begin: add(Kind::Begin); break;
        case Node::Kind::End: add(Kind::End); break;
        case Node::Kind::Sequence:
            for (const NodePtr &part : node.parts)
                emit(*part);
            break;
        case Node::Kind::Choice: choice(node); break;
        case Node::Kind::Repeat: repeat(node); break;
        case Node::Kind::Group:
            if (node.group != 0)
                add(Kind::Save, 2 * node.group);
            for (const NodePtr &part : node.parts)
                emit(*part);
            if (node.group != 0)
                add(Kind::Save, 2 * node.group + 1);
            break;
        }
    }

    void choice(const Node &node)
    {
        std::vector<uint32_t> ends;
        for (size_t i = 0; i < node.parts.size(); ++i) {
            const bool last = i + 1 == node.parts.size();
            const uint32_t split = last ? 0 : add(Kind::Split);
            emit(*node.parts[i]);
            if (last)
                break;
            ends.push_back(add(Kind::Jump));
            m_regex.m_steps[split].other = size();
        }
        for (const uint32_t end : ends)
            m_regex.m_steps[end].next = size();
    }

    void repeat(const Node &node)
    {
        const Node &part = *node.parts.front();
        for (uint32_t i = 0; i < node.least && size() <= mostSteps; ++i)
            emit(part);
        if (!node.most) {
            const uint32_t split = add(Kind::Split);
            emit(part);
            m_regex.m_steps[add(Kind::Jump)].next = split;
            m_regex.m_steps[split].other = size();
            return;
        }
        std::vector<uint32_t> splits;
        for (uint32_t i = node.least; i < *node.most && size() <= mostSteps; ++i) {
            splits.push_back(add(Kind::Split));
            emit(part);
        }
        for (const uint32_t split : splits)
            m_regex.m_steps[split].other = size();
    }

    Regex m_regex;
};

std::expected<Regex, Regex::Problem> Regex::compile(std::string_view pattern)
{
    PatternParser parser(pattern);
    const NodePtr node = parser.parse();
    if (parser.problem())
        return std::unexpected(*parser.problem());
    RegexCompiler compiler;
    if (!compiler.compile(*node))
        return std::unexpected(
            Problem{0,
                    {TAPSCOPE_TEXT("Diagnostics", "the counts of this regular expression make it too large"), {}},
                    {TAPSCOPE_TEXT("Diagnostics", "use smaller counts, or * and +"), {}}});
    return compiler.take(parser.groups());
}

}
