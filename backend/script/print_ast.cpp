// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "script/parser.h"
#include "script/printer.h"

namespace tapscope::script {

std::string ProbePoint::text() const
{
    std::string result;
    for (const auto &component : components) {
        result += result.empty() ? "" : ".";
        result += component.name.text;
        if (component.text)
            result += '(' + quoted(*component.text) + ')';
        else if (component.number)
            result += '(' + std::to_string(*component.number) + ')';
    }
    result += optional ? "?" : sufficient ? "!" : "";
    return condition ? result + " if (" + print(*condition) + ')' : result;
}

namespace {

std::string joined(const std::vector<ProbePoint> &points, std::string_view separator)
{
    std::string result;
    for (const auto &point : points) {
        result += result.empty() ? std::string_view() : separator;
        result += point.text();
    }
    return result;
}

std::string text(const Global &global, PrintStyle style)
{
    std::string result = global.isPrivate && style == PrintStyle::Readable ? "private global " : "global ";
    result += global.name.text;
    if (global.wraps)
        result += '%';
    if (global.hasSize)
        result += '[' + std::to_string(global.size) + ']';
    if (const auto *number = as<Number>(global.initial))
        result += " = " + std::to_string(number->value);
    else if (global.initial)
        result += " = " + print(*global.initial);
    return result + '\n';
}

std::string text(const Alias &alias, PrintStyle style)
{
    std::string result = "probe " + joined(alias.names, " = ") + (alias.epilogueForm ? " += " : " = ")
        + joined(alias.points, ",");
    const auto &first = alias.epilogueForm ? alias.epilogue : alias.prologue;
    if (style == PrintStyle::Dump)
        return result + (first ? print(*first, style) : "{\n}") + "\n";
    result += first ? print(*first) : "{\n}\n";
    if (!alias.epilogueForm && alias.epilogue) {
        result.pop_back();
        result += ", " + print(*alias.epilogue);
    }
    return result;
}

std::string_view suffix(Type type)
{
    return type == Type::Long ? ":long" : type == Type::String ? ":string" : "";
}

// function name (a, b): the types are not shown, nor is anything that rules who calls it.
std::string dump(const Function &function)
{
    std::string result = "function " + function.name.text + " (";
    for (size_t i = 0; i < function.parameters.size(); ++i)
        result.append(i > 0 ? ", " : "").append(function.parameters[i].name.text);
    result += ")\n";
    if (function.embeddedC)
        return result + "%{" + *function.embeddedC + "%}\n";
    return result + (function.body ? print(*function.body, PrintStyle::Dump) : "{\n}") + "\n";
}

std::string text(const Function &function)
{
    std::string result = function.isPrivate ? "private function " : "function ";
    result.append(function.name.text).append(suffix(function.type)) += " (";
    for (size_t i = 0; i < function.parameters.size(); ++i)
        result.append(i > 0 ? ", " : "").append(function.parameters[i].name.text).append(suffix(function.parameters[i].type));
    result += ')';
    if (function.priority)
        result += ":" + std::to_string(*function.priority);
    result += '\n';
    if (function.embeddedC)
        return result + "%{" + *function.embeddedC + "%}\n";
    return result + (function.body ? print(*function.body) : "{\n}\n");
}

}

std::string print(const Ast &ast, PrintStyle style)
{
    const bool dumped = style == PrintStyle::Dump;
    std::string result;
    for (const auto &block : ast.embeddedC)
        result += "%{" + block.code + (dumped ? "%}" : "%}\n");
    for (const auto &global : ast.globals)
        result += text(global, style);
    for (const auto &alias : ast.aliases)
        result += text(alias, style);
    for (const auto &probe : ast.probes)
        result += "probe " + joined(probe.points, ",") + print(*probe.body, style) + (dumped ? "\n" : "");
    for (const auto &function : ast.functions)
        result += dumped ? dump(function) : text(function);
    return dumped ? result + "\n" : result;
}

}
