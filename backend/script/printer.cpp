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

std::string wrapped(const ExpressionPtr &e)
{
    return '(' + print(*e) + ')';
}

/// e, e, …; a null one is *.
std::string list(const std::vector<ExpressionPtr> &expressions)
{
    std::string result;
    for (const auto &e : expressions) {
        result += result.empty() ? "" : ", ";
        result += e ? print(*e) : "*";
    }
    return result;
}

std::string accesses(const std::vector<Access> &all)
{
    std::string result;
    for (const auto &access : all) {
        switch (access.kind) {
        case Access::Kind::Member: result += "->" + access.member.text; break;
        case Access::Kind::Element: result += '[' + print(*access.index) + ']'; break;
        case Access::Kind::Pretty: result += '$'; break;
        case Access::Kind::PrettyDeep: result += "$$"; break;
        }
    }
    return result;
}

std::string number(int64_t value)
{
    if (value >= 0)
        return std::to_string(value);
    // There are no negative literals; this wraps to the same number.
    std::array<char, 24> digits{};
    const auto [end, problem] = std::to_chars(digits.data(), digits.data() + digits.size(), static_cast<uint64_t>(value), 16);
    return "0x" + std::string(digits.data(), end);
}

std::string printCall(const Print &e)
{
    std::string result = e.function.text + '(';
    if (e.formatted || e.delimited)
        result += quoted(e.format) + (e.arguments.empty() ? "" : ", ");
    return result + list(e.arguments) + ')';
}

std::string histogramText(const Histogram &e)
{
    std::string result = (e.linear ? "@hist_linear(" : "@hist_log(") + print(*e.statistic);
    if (e.linear)
        result += ", " + list(e.parameters);
    result += ')';
    return e.bucket ? result + '[' + print(*e.bucket) + ']' : result;
}

std::string assignText(const Assign &e)
{
    const std::string op = e.accumulate ? "<<<" : (e.op ? std::string(spelling(*e.op)) : std::string()) + '=';
    return wrapped(e.target) + ' ' + op + ' ' + wrapped(e.value);
}

std::string foreachText(const Foreach &s)
{
    std::string result = "foreach (";
    if (s.value)
        result += s.value->text + " = ";
    const auto mark = s.order == SortOrder::None ? "" : s.order == SortOrder::Ascending ? "+" : "-";
    result += '[';
    for (size_t i = 0; i < s.keys.size(); ++i)
        result += (i > 0 ? ", " : "") + s.keys[i].text + (s.sortColumn == i + 1 ? mark : "");
    result += "] in ";
    result += s.histogram ? print(*s.histogram) : s.array.text;
    if (!s.slice.empty())
        result += '[' + list(s.slice) + ']';
    if (!s.sortAggregate.empty())
        result += ' ' + s.sortAggregate;
    if (s.sortColumn == 0)
        result += mark;
    if (s.limit)
        result += " limit " + print(*s.limit);
    return result + ") " + print(*s.body);
}

std::string forText(const For &s)
{
    const auto part = [](const ExpressionPtr &e) { return e ? print(*e) : std::string(); };
    return "for (" + part(s.initial) + "; " + part(s.condition) + "; " + part(s.step) + ") " + print(*s.body);
}

std::string tryText(const TryCatch &s)
{
    const auto message = s.message ? "(" + s.message->text + ") " : std::string();
    return "try " + print(*s.body) + "catch " + message + print(*s.handler);
}

}

std::string print(const Expression &expression)
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
    case ExpressionKind::AtOperator: {
        const auto *at = as<AtOperator>(e);
        return (at->addressOf ? "&" : "") + at->name + '(' + list(at->arguments) + ')' + accesses(at->accesses);
    }
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
    case ExpressionKind::EmbeddedC: return "%{" + as<EmbeddedC>(e)->code + "%}";
    case ExpressionKind::Error: break;
    }
    return "<error>";
}

std::string print(const Statement &statement)
{
    const auto *s = &statement;
    switch (s->kind) {
    case StatementKind::Block: {
        std::string result = "{\n";
        for (const auto &inner : as<Block>(s)->statements)
            result += print(*inner);
        return result + "}\n";
    }
    case StatementKind::Expression: return print(*as<ExpressionStatement>(s)->expression) + ";\n";
    case StatementKind::Empty: return ";\n";
    case StatementKind::If: {
        const auto *conditional = as<If>(s);
        const auto head = "if (" + print(*conditional->condition) + ") " + print(*conditional->whenTrue);
        return conditional->whenFalse ? head + "else " + print(*conditional->whenFalse) : head;
    }
    case StatementKind::While: return "while (" + print(*as<While>(s)->condition) + ") " + print(*as<While>(s)->body);
    case StatementKind::For: return forText(*as<For>(s));
    case StatementKind::Foreach: return foreachText(*as<Foreach>(s));
    case StatementKind::Break: return "break;\n";
    case StatementKind::Continue: return "continue;\n";
    case StatementKind::Next: return "next;\n";
    case StatementKind::Return: return as<Return>(s)->value ? "return " + print(*as<Return>(s)->value) + ";\n" : "return;\n";
    case StatementKind::Delete: return "delete " + print(*as<Delete>(s)->target) + ";\n";
    case StatementKind::TryCatch: return tryText(*as<TryCatch>(s));
    case StatementKind::EmbeddedC: return "%{" + as<EmbeddedCStatement>(s)->code + "%};\n";
    }
    return {};
}

}
