// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "script/printer.h"

#include "script/display_width.h"

#include <array>
#include <charconv>

namespace tapscope::script {

std::string quoted(std::string_view value)
{
    static constexpr std::string_view plain = "\a\b\t\n\v\f\r\"\\";
    static constexpr std::string_view letters = "abtnvfr\"\\";
    std::string result = "\"";
    for (size_t i = 0; i < value.size();) {
        const auto character = characterAt(value, i);
        if (const auto escape = plain.find(value[i]); escape != std::string_view::npos) {
            (result += '\\') += letters[escape];
        } else if (character.codePoint < 0x20 || character.codePoint == 0x7f
                   || (character.codePoint == 0xfffd && character.bytes == 1)) {
            const auto byte = static_cast<unsigned char>(value[i]);
            result += '\\';
            for (const int shift : {6, 3, 0})
                result += static_cast<char>('0' + (byte >> shift & 7));
        } else {
            result += value.substr(i, character.bytes);
        }
        i += character.bytes;
    }
    return result + '"';
}

std::string_view spelling(BinaryOperator op)
{
    static constexpr std::array<std::string_view, 20> spellings{"+", "-",  "*",  "/",  "%",  "<<", ">>", ">>>", "&",  "|",
                                                                "^", "&&", "||", "==", "!=", "<",  "<=", ">",   ">=", "."};
    return spellings[static_cast<size_t>(op)];
}

namespace {

// Formats keep the escapes of the script, and are quoted on top of them.
std::string quotedFormat(std::string_view value)
{
    std::string result;
    const std::string once = quoted(value);
    for (size_t i = 0; i < once.size(); ++i) {
        result += once[i];
        if (once[i] != '\\' || i + 1 >= once.size())
            continue;
        if (once[i + 1] == '\\')
            result += "\\\\";
        else if (once[i + 1] != '"')
            result += '\\';
        result += once[++i];
    }
    return result;
}

class Printer {
public:
    explicit Printer(PrintStyle style) : m_dump(style == PrintStyle::Dump) {}

    std::string text(const Expression &expression) const;
    std::string text(const Statement &statement) const;

private:
    std::string wrapped(const ExpressionPtr &e) const { return '(' + text(*e) + ')'; }

    /// e, e, …; a null one is *.
    std::string list(const std::vector<ExpressionPtr> &expressions) const
    {
        std::string result;
        for (const auto &e : expressions) {
            result += result.empty() ? "" : ", ";
            result += e ? text(*e) : "*";
        }
        return result;
    }

    std::string accesses(const std::vector<Access> &all) const
    {
        std::string result;
        for (const auto &access : all) {
            switch (access.kind) {
            case Access::Kind::Member: result += "->" + access.member.text; break;
            case Access::Kind::Element: result += '[' + text(*access.index) + ']'; break;
            case Access::Kind::Pretty: result += m_dump ? "->$" : "$"; break;
            case Access::Kind::PrettyDeep: result += m_dump ? "->$$" : "$$"; break;
            }
        }
        return result;
    }

    std::string number(int64_t value) const
    {
        if (value >= 0 || m_dump)
            return std::to_string(value);
        // There are no negative literals; this wraps to the same number.
        std::array<char, 24> digits{};
        const auto [end, problem] = std::to_chars(digits.data(), digits.data() + digits.size(), static_cast<uint64_t>(value), 16);
        return "0x" + std::string(digits.data(), end);
    }

    std::string printCall(const Print &e) const
    {
        std::string result = e.function.text + '(';
        if (e.formatted || e.delimited)
            result += (m_dump ? quotedFormat(e.format) : quoted(e.format)) + (e.arguments.empty() ? "" : ", ");
        return result + list(e.arguments) + ')';
    }

    std::string histogramText(const Histogram &e) const
    {
        std::string result = (e.linear ? "@hist_linear(" : "@hist_log(") + text(*e.statistic);
        if (e.linear)
            result += ", " + list(e.parameters);
        result += ')';
        return e.bucket ? result + '[' + text(*e.bucket) + ']' : result;
    }

    std::string assignText(const Assign &e) const
    {
        const std::string op = e.accumulate ? "<<<" : (e.op ? std::string(spelling(*e.op)) : std::string()) + '=';
        return wrapped(e.target) + ' ' + op + ' ' + wrapped(e.value);
    }

    std::string atText(const AtOperator &e) const
    {
        if (m_dump && e.name == "@const" && e.arguments.size() == 1 && as<StringLiteral>(e.arguments.front()))
            return "%{ /* pure */ /* unprivileged */ /* stable */ " + as<StringLiteral>(e.arguments.front())->value + " %}";
        return (e.addressOf ? "&" : "") + e.name + '(' + list(e.arguments) + ')' + accesses(e.accesses);
    }

    // In the dump, the block around a statement ends it.
    std::string ended(std::string statement) const { return std::move(statement) + (m_dump ? "" : ";\n"); }

    std::string blockText(const Block &s) const
    {
        std::string result = "{\n";
        for (const auto &inner : s.statements)
            result += text(*inner) + (m_dump ? ";\n" : "");
        return result + (m_dump ? "}" : "}\n");
    }

    std::string ifText(const If &s) const
    {
        const std::string end = m_dump ? "\n" : "";
        const std::string head = "if (" + text(*s.condition) + ") " + text(*s.whenTrue) + end;
        return s.whenFalse ? head + "else " + text(*s.whenFalse) + end : head;
    }

    std::string foreachText(const Foreach &s) const
    {
        std::string result = "foreach (";
        if (s.value)
            result += s.value->text + " = ";
        const auto mark = s.order == SortOrder::None ? "" : s.order == SortOrder::Ascending ? "+" : "-";
        result += '[';
        for (size_t i = 0; i < s.keys.size(); ++i)
            result += (i > 0 ? ", " : "") + s.keys[i].text + (s.sortColumn == i + 1 ? mark : "");
        result += "] in ";
        result += s.histogram ? text(*s.histogram) : s.array.text;
        if (!s.slice.empty())
            result += '[' + list(s.slice) + ']';
        if (!s.sortAggregate.empty())
            result += ' ' + s.sortAggregate;
        if (s.sortColumn == 0)
            result += mark;
        if (s.limit)
            result += " limit " + text(*s.limit);
        return result + ") " + text(*s.body);
    }

    std::string forText(const For &s) const
    {
        const auto part = [this](const ExpressionPtr &e) { return e ? text(*e) : std::string(); };
        const std::string condition = m_dump && !s.condition ? "1" : part(s.condition);
        return "for (" + part(s.initial) + "; " + condition + "; " + part(s.step) + ") " + text(*s.body);
    }

    std::string whileText(const While &s) const
    {
        if (m_dump)
            return "for (; " + text(*s.condition) + "; ) " + text(*s.body);
        return "while (" + text(*s.condition) + ") " + text(*s.body);
    }

    std::string tryText(const TryCatch &s) const
    {
        const auto message = s.message ? "(" + s.message->text + ") " : std::string();
        if (m_dump)
            return "try {\n" + text(*s.body) + "\n} catch " + message + "{\n" + text(*s.handler) + "\n}\n";
        return "try " + text(*s.body) + "catch " + message + text(*s.handler);
    }

    bool m_dump;
};

}

std::string Printer::text(const Expression &expression) const
{
    const auto *e = &expression;
    switch (e->kind) {
    case ExpressionKind::Number: return number(as<Number>(e)->value);
    case ExpressionKind::StringLiteral: return quoted(as<StringLiteral>(e)->value);
    case ExpressionKind::Identifier: return as<Identifier>(e)->name;
    case ExpressionKind::TargetVariable: {
        const auto *target = as<TargetVariable>(e);
        return (target->addressOf ? "&" : "") + (target->base ? wrapped(target->base) : target->name)
            + accesses(target->accesses);
    }
    case ExpressionKind::AtOperator: return atText(*as<AtOperator>(e));
    case ExpressionKind::Unary: {
        const auto *unary = as<Unary>(e);
        return "+-!~"[static_cast<size_t>(unary->op)] + wrapped(unary->operand);
    }
    case ExpressionKind::Binary: {
        const auto *binary = as<Binary>(e);
        return wrapped(binary->left) + ' ' + std::string(spelling(binary->op)) + ' ' + wrapped(binary->right);
    }
    case ExpressionKind::Assign: return assignText(*as<Assign>(e));
    case ExpressionKind::Increment: {
        const auto *increment = as<Increment>(e);
        const std::string op = increment->decrement ? "--" : "++";
        return increment->prefix ? op + wrapped(increment->target) : wrapped(increment->target) + op;
    }
    case ExpressionKind::Conditional: {
        const auto *c = as<Conditional>(e);
        return wrapped(c->condition) + '?' + wrapped(c->whenTrue) + ':' + wrapped(c->whenFalse);
    }
    case ExpressionKind::In: return '[' + list(as<In>(e)->keys) + "] in " + as<In>(e)->array.text;
    case ExpressionKind::RegexMatch: {
        const auto *match = as<RegexMatch>(e);
        return wrapped(match->subject) + (match->negated ? " !~ " : " =~ ") + quoted(match->pattern);
    }
    case ExpressionKind::Index: return as<Index>(e)->array.text + '[' + list(as<Index>(e)->keys) + ']';
    case ExpressionKind::Call: return as<Call>(e)->function.text + '(' + list(as<Call>(e)->arguments) + ')';
    case ExpressionKind::Print: return printCall(*as<Print>(e));
    case ExpressionKind::Histogram: return histogramText(*as<Histogram>(e));
    case ExpressionKind::EmbeddedC: return (m_dump ? "%{ " : "%{") + as<EmbeddedC>(e)->code + (m_dump ? " %}" : "%}");
    case ExpressionKind::Error: break;
    }
    return "<error>";
}

std::string Printer::text(const Statement &statement) const
{
    const auto *s = &statement;
    switch (s->kind) {
    case StatementKind::Block: return blockText(*as<Block>(s));
    case StatementKind::Expression: return ended(text(*as<ExpressionStatement>(s)->expression));
    case StatementKind::Empty: return m_dump ? ";" : ";\n";
    case StatementKind::If: return ifText(*as<If>(s));
    case StatementKind::While: return whileText(*as<While>(s));
    case StatementKind::For: return forText(*as<For>(s));
    case StatementKind::Foreach: return foreachText(*as<Foreach>(s));
    case StatementKind::Break: return ended("break");
    case StatementKind::Continue: return ended("continue");
    case StatementKind::Next: return ended("next");
    case StatementKind::Return: return ended(as<Return>(s)->value ? "return " + text(*as<Return>(s)->value) : "return");
    case StatementKind::Delete: return ended("delete " + text(*as<Delete>(s)->target));
    case StatementKind::TryCatch: return tryText(*as<TryCatch>(s));
    case StatementKind::EmbeddedC: return ended("%{" + as<EmbeddedCStatement>(s)->code + "%}");
    }
    return {};
}

std::string print(const Expression &expression, PrintStyle style)
{
    return Printer(style).text(expression);
}

std::string print(const Statement &statement, PrintStyle style)
{
    return Printer(style).text(statement);
}

}
