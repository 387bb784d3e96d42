// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/body_builder.h"
#include "analysis/format_parser.h"

#include <algorithm>

namespace tapscope::analysis {

namespace {

// Finds the places of a format's bytes in the script.
class FormatPlaces {
public:
    FormatPlaces(const script::SourceSet &sources, const script::Print &node)
        : m_range(node.formatRange)
        , m_offsets(literalOffsets(sources.text(node.formatRange), node.format))
    {}

    Range of(size_t begin, size_t end) const
    {
        if (end >= m_offsets.size())
            return m_range;
        return {m_range.file, m_range.begin + m_offsets[begin], m_range.begin + m_offsets[end]};
    }

private:
    Range m_range;
    std::vector<uint32_t> m_offsets;
};

/// An argument whose piece prints the memory that it is the address of.
struct Dump {
    size_t piece;
    size_t argument;
};

/// Turns the address of a %m or %M into what is read there. Its precision says how many bytes, and is an argument no more;
/// with # it is the program's memory, otherwise the kernel's. The bytes come as hexadecimal digits, which is what %M prints.
void readMemory(FormatPiece &piece, std::vector<Typed> &arguments, size_t at)
{
    if (at >= arguments.size())
        return; // reported
    auto read = std::make_unique<CallIntrinsicExpr>(Type::String, arguments[at].expr->range);
    read->intrinsic = piece.alternate ? Intrinsic::UserMemory : Intrinsic::KernelMemory;
    read->arguments.push_back(std::move(arguments[at].expr));
    if (piece.precisionFromArgument && at > 0) {
        read->arguments.push_back(std::move(arguments[at - 1].expr));
    } else {
        auto count = std::make_unique<NumberExpr>(Type::Long, read->range);
        count->value = std::max<int64_t>(1, piece.precision.value_or(1));
        read->arguments.push_back(std::move(count));
    }
    arguments[at].expr = std::move(read);
    piece.precisionFromArgument = piece.alternate = false;
    piece.precision.reset();
    if (piece.conversion == 'M')
        piece.conversion = 's';
}

void appendLiteral(FormatExpr &format, std::string_view text)
{
    if (text.empty())
        return;
    if (format.pieces.empty() || format.pieces.back().conversion)
        format.pieces.emplace_back();
    format.pieces.back().literal += text;
}

}

Typed BodyBuilder::print(const script::Print &node)
{
    if (m_inCondition) {
        m_context.error("condition", node.range,
                        {TAPSCOPE_TEXT("Diagnostics", "the condition of a probe point cannot print"), {}},
                        {TAPSCOPE_TEXT("Diagnostics", "move it into the probe's body"), {}});
        return broken(node.range);
    }
    auto expr = std::make_unique<FormatExpr>(node.toString ? Type::String : Type::Unknown, node.range);
    expr->toString = node.toString;
    if (node.formatted)
        formatted(node, *expr);
    else
        plain(node, *expr);
    const Cell cell = node.toString ? m_context.types().known(Type::String, node.range) : m_context.types().fresh();
    return {std::move(expr), cell};
}

void BodyBuilder::formatted(const script::Print &node, FormatExpr &format)
{
    const FormatPlaces places(m_context.sources(), node);
    ParsedFormat parsed = parseFormat(node.format);
    for (FormatProblem &problem : parsed.problems)
        m_context.error("bad-format", places.of(problem.begin, problem.end), std::move(problem.message),
                        std::move(problem.nextStep));

    std::vector<Typed> arguments;
    for (const script::ExpressionPtr &argument : node.arguments)
        arguments.push_back(expression(argument.get()));
    std::vector<Dump> dumps;
    TypeTable &types = m_context.types();
    size_t next = 0;
    const auto take = [&](Type type, size_t piece, bool forWidth) {
        const Range directive = places.of(parsed.spans[piece].first, parsed.spans[piece].second);
        const std::string written(std::string_view(node.format)
                                      .substr(parsed.spans[piece].first, parsed.spans[piece].second - parsed.spans[piece].first));
        if (next >= arguments.size()) {
            m_context.error("format-arguments", directive,
                            {TAPSCOPE_TEXT("Diagnostics", "there is no argument for this '%1'"), {written}},
                            {TAPSCOPE_TEXT("Diagnostics", "add the value behind the format, or remove the directive"), {}});
            return;
        }
        Typed &argument = arguments[next++];
        if (types.type(argument.cell) == Type::Stats) {
            require(argument, Type::Long);
            return;
        }
        if (types.set(argument.cell, type, forWidth ? argument.expr->range : directive))
            return;
        script::Diagnostic *diagnostic = m_context.error(
            "format-type", directive,
            forWidth ? Text{TAPSCOPE_TEXT("Diagnostics", "the * of '%1' takes a number, but its argument is a string"), {written}}
                : type == Type::String
                ? Text{TAPSCOPE_TEXT("Diagnostics", "'%1' prints a string, but its argument is a number"), {written}}
                : Text{TAPSCOPE_TEXT("Diagnostics", "'%1' prints a number, but its argument is a string"), {written}},
            forWidth                   ? Text{}
                : type == Type::String ? Text{TAPSCOPE_TEXT("Diagnostics", "print it with %d or %x"), {}}
                                       : Text{TAPSCOPE_TEXT("Diagnostics", "print it with %s"), {}});
        if (!diagnostic)
            return;
        diagnostic->notes.push_back({argument.expr->range, {TAPSCOPE_TEXT("Diagnostics", "this is its argument"), {}}});
        if (const Range &origin = types.origin(argument.cell); origin != argument.expr->range)
            diagnostic->notes.push_back({origin, typeSince(types.type(argument.cell))});
        if (!forWidth && directive != node.formatRange) {
            const std::string to = type == Type::String ? "d" : "s";
            diagnostic->fixIts.push_back({{directive.file, directive.end - 1, directive.end},
                                          to,
                                          {TAPSCOPE_TEXT("Diagnostics", "Change to %1"), {"%" + to}}});
        }
    };

    for (size_t i = 0; i < parsed.pieces.size(); ++i) {
        FormatPiece &piece = parsed.pieces[i];
        if (piece.conversion) {
            if (piece.widthFromArgument)
                take(Type::Long, i, true);
            if (piece.precisionFromArgument)
                take(Type::Long, i, true);
            if (piece.conversion == 'm' || piece.conversion == 'M')
                dumps.push_back({i, next});
            take(piece.conversion == 's' ? Type::String : Type::Long, i, false);
        }
    }
    if (parsed.problems.empty() && next < arguments.size()) {
        const Range surplus = script::join(arguments[next].expr->range, arguments.back().expr->range);
        m_context.error("format-arguments", surplus,
                        arguments.size() - next == 1
                            ? Text{TAPSCOPE_TEXT("Diagnostics", "the format has no directive for this argument"), {}}
                            : Text{TAPSCOPE_TEXT("Diagnostics", "the format has no directives for these arguments"), {}},
                        {TAPSCOPE_TEXT("Diagnostics", "add %d or %s to the format, or remove what is too much"), {}});
    }
    format.pieces = std::move(parsed.pieces);
    for (const Dump &dump : dumps)
        readMemory(format.pieces[dump.piece], arguments, dump.argument);
    for (Typed &argument : arguments) {
        if (argument.expr)
            format.arguments.push_back(std::move(argument.expr));
    }
}

// print, println, printd, printdln, print_char and their sprint forms.
void BodyBuilder::plain(const script::Print &node, FormatExpr &format)
{
    for (size_t i = 0; i < node.arguments.size(); ++i) {
        if (i > 0 && node.delimited)
            appendLiteral(format, node.format);
        if (const auto *text = as<script::StringLiteral>(node.arguments[i]); text && !node.character) {
            appendLiteral(format, text->value);
            continue;
        }
        if (const auto *drawing = as<script::Histogram>(node.arguments[i]); drawing && !drawing->bucket && !node.character) {
            if (std::unique_ptr<HistogramExpr> expr = histogram(*drawing)) {
                if (format.pieces.empty() || format.pieces.back().conversion)
                    format.pieces.emplace_back();
                format.pieces.back().conversion = 's';
                format.arguments.push_back(std::move(expr));
            }
            continue;
        }
        Typed argument = expression(node.arguments[i].get());
        if (node.character)
            require(argument, Type::Long);
        if (format.pieces.empty() || format.pieces.back().conversion)
            format.pieces.emplace_back();
        format.pieces.back().conversion = node.character ? 'c' : 'd';
        if (!node.character) {
            m_context.chooseConversionLater(&format, format.pieces.size() - 1, argument.cell);
            m_context.mustBePlain(argument.expr->range, argument.cell,
                                  std::string(m_context.sources().text(argument.expr->range)));
        }
        format.arguments.push_back(std::move(argument.expr));
    }
    // A drawing ends in an empty line of its own.
    const auto *last = node.arguments.empty() ? nullptr : as<script::Histogram>(node.arguments.back());
    if (node.newline && !(last && !last->bucket))
        appendLiteral(format, "\n");
}

}
