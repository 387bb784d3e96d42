// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "script/parser_state.h"

#include <utility>

namespace tapscope::script {

namespace {

/// Braces multiply; a script with more points than this in one list is a mistake.
constexpr size_t mostPoints = 4096;
constexpr uint32_t mostBraces = 32;
/// Tokens of a condition that braces repeat.
constexpr size_t mostRepeated = 1'000'000;

ProbePoint copied(const ProbePoint &point)
{
    ProbePoint result;
    result.components = point.components;
    result.range = point.range;
    return result;
}

}

void Parser::probe()
{
    const Token first = take();
    auto points = probePoints();
    if (points.empty())
        return;
    const bool isAlias = peek().is("=") || peek().is("+=");
    if (!isAlias) {
        if (!peek().is("{")) {
            const Token &next = peek();
            auto *diagnostic = unexpected("expected-handler",
                                          {TAPSCOPE_TEXT("Diagnostics", "expected '{' and the probe's statements, not %1"), {}});
            if (diagnostic && (startsComponent(next) && !next.startsLine)) {
                diagnostic->nextStep = {TAPSCOPE_TEXT("Diagnostics", "separate probe points with ','"), {}};
                diagnostic->fixIts.push_back(
                    {{m_file, m_last.end, m_last.end}, ",", {TAPSCOPE_TEXT("Diagnostics", "insert ','"), {}}});
            } else if (diagnostic) {
                diagnostic->nextStep = {TAPSCOPE_TEXT("Diagnostics", "a probe is written: probe POINT { statements }"), {}};
            }
            // Go on with the handler if there is one in sight.
            while (!peek().is("{") && !peek().startsLine && peek().kind != TokenKind::End)
                take();
        }
        Probe probe;
        probe.points = std::move(points);
        if (peek().is("{"))
            probe.body = handler();
        else
            probe.body = std::make_unique<Block>(Range{m_file, m_last.end, m_last.end});
        probe.range = since(first.range);
        m_ast.probes.push_back(std::move(probe));
        return;
    }

    Alias alias;
    for (bool more = true; more;) {
        if (points.size() > 1 && peek().is("=") && !m_options.privileged) {
            errorAt("alias-list", points[1].range,
                    {TAPSCOPE_TEXT("Diagnostics", "several names of one alias are joined by '=', not by ','"), {}},
                    {TAPSCOPE_TEXT("Diagnostics", "write probe %1 = %2 = POINT { statements }"),
                     {points[0].text(), points[1].text()}});
            endRecovery();
        }
        for (auto &name : points) {
            if (name.optional || name.sufficient || name.condition) {
                errorAt("alias-suffix", name.range,
                        {TAPSCOPE_TEXT("Diagnostics", "the name of an alias has no '?', '!' or 'if'"), {}},
                        {TAPSCOPE_TEXT("Diagnostics", "put it behind the probe points on the right"), {}});
                endRecovery();
            }
            alias.names.push_back(std::move(name));
        }
        alias.epilogueForm = peek().is("+=");
        take();
        points = probePoints();
        if (points.empty())
            return;
        more = !alias.epilogueForm && peek().is("=");
    }
    alias.points = std::move(points);
    if (!peek().is("{")) {
        unexpected("expected-handler", {TAPSCOPE_TEXT("Diagnostics", "expected '{' and the alias's statements, not %1"), {}},
                   {TAPSCOPE_TEXT("Diagnostics", "an alias is written: probe NAME = POINT { statements }"), {}});
        return;
    }
    (alias.epilogueForm ? alias.epilogue : alias.prologue) = handler();
    if (peek().is(",") && peek(1).is("{")) {
        const Token comma = take();
        auto epilogue = handler();
        if (alias.epilogueForm) {
            error("second-epilogue", comma, {TAPSCOPE_TEXT("Diagnostics", "an alias with '+=' has one block, its epilogue"), {}},
                  {TAPSCOPE_TEXT("Diagnostics", "use '=' to give a prologue and an epilogue"), {}});
            endRecovery();
        } else {
            alias.epilogue = std::move(epilogue);
        }
    }
    alias.range = since(first.range);
    m_ast.aliases.push_back(std::move(alias));
}

StatementPtr Parser::handler()
{
    m_inFunction = false;
    m_loops = 0;
    endRecovery();
    return block();
}

/// point, point, … ; empty when there is none that could be understood.
std::vector<ProbePoint> Parser::probePoints()
{
    std::vector<ProbePoint> points;
    do {
        if (peek().is("{") && !points.empty() && (peek(1).is("}") || peek(1).startsLine)) {
            // "probe begin, {": nothing behind the comma.
            if (auto *diagnostic = error("expected-probe-point", peek(),
                                         {TAPSCOPE_TEXT("Diagnostics", "expected a probe point behind ','"), {}}))
                diagnostic->fixIts.push_back({m_last, "", {TAPSCOPE_TEXT("Diagnostics", "remove the ','"), {}}});
            endRecovery();
            break;
        }
        auto more = probePoint();
        for (auto &point : more)
            points.push_back(std::move(point));
        if (m_recovering) {
            while (!peek().is(",") && !peek().is("{") && !peek().is("=") && peek().kind != TokenKind::End
                   && !startsDeclaration(peek()))
                take();
            if (peek().kind == TokenKind::End || startsDeclaration(peek()))
                return {};
            endRecovery();
            if (points.empty() && peek().is("{")) {
                // Keep the probe, so that its handler is checked too.
                points.emplace_back().range = m_last;
            }
        }
    } while (takeIf(","));
    return points;
}

bool Parser::startsComponent(const Token &token) const
{
    return token.kind == TokenKind::Identifier || token.kind == TokenKind::Keyword || token.is("*") || token.is("{");
}

/// One point with its braces expanded: a{b,c}d means the product.
std::vector<ProbePoint> Parser::probePoint(uint32_t depth)
{
    const Range begin = peek().range;
    std::vector<ProbePoint> points(1);
    for (bool last = false; !last;) {
        if (peek().is("{")) {
            const Token opening = take();
            std::vector<ProbePoint> tails;
            if (depth >= mostBraces) {
                error("braces-too-deep", opening, {TAPSCOPE_TEXT("Diagnostics", "these braces are nested too deeply"), {}});
                giveUp();
                return {};
            }
            do {
                for (auto &tail : probePoint(depth + 1))
                    tails.push_back(std::move(tail));
            } while (!m_recovering && takeIf(","));
            if (!expectClosing("}", opening) || tails.empty())
                return {};
            if (points.size() * tails.size() > mostPoints) {
                error("too-many-points", opening,
                      {TAPSCOPE_TEXT("Diagnostics", "these braces make more than %1 probe points"), {std::to_string(mostPoints)}},
                      {TAPSCOPE_TEXT("Diagnostics", "use a wildcard"), {}});
                giveUp();
                return {};
            }
            std::vector<ProbePoint> product;
            for (const auto &head : points) {
                for (auto &tail : tails) {
                    auto point = copied(head);
                    point.components.insert(point.components.end(), tail.components.begin(), tail.components.end());
                    point.optional = tail.optional;
                    point.sufficient = tail.sufficient;
                    if (points.size() == 1)
                        point.condition = std::move(tail.condition);
                    else if (tail.condition)
                        errorAt("condition-in-braces", tail.condition->range,
                                {TAPSCOPE_TEXT("Diagnostics", "a condition can't stand inside of braces that are repeated"), {}});
                    point.range = since(begin);
                    product.push_back(std::move(point));
                }
            }
            points = std::move(product);
        } else {
            ProbeComponent part;
            if (!component(part))
                return {};
            for (auto &point : points)
                point.components.push_back(part);
        }
        last = !takeIf(".");
    }
    pointSuffix(points);
    for (auto &point : points)
        point.range = since(begin);
    return points;
}

void Parser::pointSuffix(std::vector<ProbePoint> &points)
{
    const bool optional = peek().is("?");
    const bool sufficient = peek().is("!");
    const bool conditional = peek(optional || sufficient ? 1 : 0).isKeyword("if");
    if (optional || sufficient)
        take();
    for (auto &point : points) {
        // Inside of braces the marks may stand on a tail already.
        point.optional = point.optional || optional;
        point.sufficient = point.sufficient || sufficient;
    }
    if (!conditional)
        return;
    take();
    // Each of the points gets a tree of its own: the text is parsed again for each of them.
    const size_t start = m_at;
    for (size_t i = 0; i < points.size(); ++i) {
        if (i > 0) {
            if ((m_at - start) * points.size() > mostRepeated || m_recovering)
                break;
            m_at = start;
        }
        if (!peek().is("(")) {
            unexpected("expected-condition",
                       {TAPSCOPE_TEXT("Diagnostics", "expected '(' and the condition of the probe, not %1"), {}});
            break;
        }
        const Token opening = take();
        points[i].condition = expression();
        expectClosing(")", opening);
    }
}

bool Parser::component(ProbeComponent &component)
{
    const Token first = peek();
    if (!startsComponent(first)) {
        auto *diagnostic
            = unexpected("expected-probe-point",
                         {TAPSCOPE_TEXT("Diagnostics", "expected a probe point, as kernel.function(\"name\"), not %1"), {}});
        if (diagnostic && diagnostic->nextStep.empty() && diagnostic->fixIts.empty())
            diagnostic->nextStep = {TAPSCOPE_TEXT("Diagnostics", "the names of a point are joined by single dots"), {}};
        if (diagnostic && first.kind == TokenKind::AtWord)
            diagnostic->nextStep = {TAPSCOPE_TEXT("Diagnostics", "no macro of this name is defined before this line"), {}};
        if (diagnostic && first.kind == TokenKind::String)
            diagnostic->nextStep = {
                TAPSCOPE_TEXT("Diagnostics",
                              "name what to probe: kernel.function(\"…\"), process(\"…\").function(\"…\"), kernel.trace(\"…\")"),
                {}};
        return false;
    }
    std::string name;
    Range range = first.range;
    do {
        const Token piece = take();
        name += piece.text;
        range = join(range, piece.range);
    } while (peek().adjacent && (startsComponent(peek()) || peek().kind == TokenKind::Number) && !peek().is("{"));
    component.name = {std::move(name), range};
    if (peek().is("("))
        componentArgument(component);
    component.range = since(range);
    return true;
}

void Parser::componentArgument(ProbeComponent &component)
{
    const Token opening = take();
    const Token sign = peek();
    const bool minus = takeIf("-");
    const Token value = peek();
    if (value.kind == TokenKind::Number) {
        take();
        component.number = minus ? static_cast<int64_t>(0 - static_cast<uint64_t>(value.number)) : value.number;
    } else if (value.kind == TokenKind::String && !minus) {
        const auto literal = stringLiteral();
        component.text = as<StringLiteral>(literal)->value;
    } else if (value.is(")")) {
        if (auto *diagnostic = error(
                "empty-probe-argument", value,
                {TAPSCOPE_TEXT("Diagnostics", "expected a string or a number in the parentheses of '%1'"), {component.name.text}},
                {TAPSCOPE_TEXT("Diagnostics", "without an argument, '%1' has no parentheses"), {component.name.text}}))
            diagnostic->fixIts.push_back(
                {join(opening.range, value.range), "", {TAPSCOPE_TEXT("Diagnostics", "remove '()'"), {}}});
        endRecovery();
    } else {
        auto *diagnostic = unexpected(
            "expected-probe-argument", {TAPSCOPE_TEXT("Diagnostics", "expected a string or a number, not %1"), {}},
            {TAPSCOPE_TEXT("Diagnostics", "the arguments of probe points are literals: they are resolved before the script runs"),
             {}});
        if (diagnostic && isName(value) && (peek(1).is(")"))) {
            const std::string quoted = '"' + std::string(value.text) + '"';
            diagnostic->fixIts.push_back({value.range, quoted, {TAPSCOPE_TEXT("Diagnostics", "write %1"), {quoted}}});
            take();
            component.text = std::string(value.text);
            endRecovery();
        }
    }
    component.argumentRange = since(sign.range);
    expectClosing(")", opening);
}

}
