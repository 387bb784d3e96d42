// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/body_builder.h"
#include "analysis/probe_binder.h"

#include <algorithm>

namespace tapscope::analysis {

namespace {

/// As SystemTap, which has it in pages that the kernel allocates.
constexpr int64_t mostBytes = 4 << 20;
constexpr int64_t allPermissions = 0777;

/// Whether a file of this name stays in the directory that is made for it.
bool isFileName(std::string_view name)
{
    if (name.empty() || name.size() > 255 || name.contains('\0'))
        return false;
    while (true) {
        const size_t slash = std::min(name.find('/'), name.size());
        const std::string_view part = name.substr(0, slash);
        if (part.empty() || part.starts_with('.'))
            return false;
        if (slash == name.size())
            return true;
        name.remove_prefix(slash + 1);
    }
}

}

std::vector<BoundPoint> ProbeBinder::scriptFile(const ExpandedPoint &point)
{
    BoundPoint bound;
    bound.sites.emplace_back().probePoint = point.text();
    bound.file.name = point.components.front().text.value_or("command");
    if (bound.file.name == "__stdin") { // SystemTap's name of what is typed
        bound.kind = ProbeKind::InputCharacter;
        return {std::move(bound)};
    }
    if (!isFileName(bound.file.name)) {
        problem(point, "file-name", argumentRange(point, 0),
                {TAPSCOPE_TEXT("Diagnostics", "'%1' cannot be the name of a file of the script"), {bound.file.name}},
                {TAPSCOPE_TEXT("Diagnostics",
                               "the file is made in a directory of the run: name it without a / before it and without a dot at "
                               "the beginning of a part"),
                 {}});
        return {};
    }
    bound.kind = ProbeKind::FileRead;
    for (size_t i = 1; i < point.components.size(); ++i) {
        const script::ProbeComponent &part = point.components[i];
        const int64_t number = part.number.value_or(0);
        if (part.name.text == "write") {
            bound.kind = ProbeKind::FileWrite;
        } else if (part.name.text == "umask") {
            if (number < 0 || number > allPermissions) {
                m_context.error("file-umask", argumentRange(point, i),
                                {TAPSCOPE_TEXT("Diagnostics", "the permissions to take away are from 0 to 0777"), {}},
                                {TAPSCOPE_TEXT("Diagnostics", "write them with a 0 before them, as umask(0022)"), {}});
                return {};
            }
            bound.file.umask = static_cast<uint32_t>(number);
        } else if (part.name.text == "maxsize") {
            if (number < 1 || number > mostBytes) {
                m_context.error("file-size", argumentRange(point, i),
                                {TAPSCOPE_TEXT("Diagnostics", "a reader can get 1 to %1 bytes, not %2"),
                                 {std::to_string(mostBytes), std::to_string(number)}});
                return {};
            }
            bound.file.maxBytes = static_cast<uint32_t>(number);
        }
    }
    return {std::move(bound)};
}

std::vector<BoundPoint> ProbeBinder::userInput(const ExpandedPoint &point)
{
    BoundPoint bound;
    bound.kind = point.components.back().name.text == "line" ? ProbeKind::InputLine : ProbeKind::InputCharacter;
    bound.sites.emplace_back().probePoint = point.alias.empty() ? point.text() : point.alias;
    return {std::move(bound)};
}

bool BodyBuilder::isFileValue(const script::Expression *node) const
{
    const auto *variable = as<script::TargetVariable>(node);
    return variable && !variable->base && variable->name == "$value" && m_scope.fileValue != TargetScope::FileValue::None;
}

Typed BodyBuilder::fileValue(const script::TargetVariable &node)
{
    if (!node.accesses.empty() || node.addressOf) {
        m_context.error("list-access", node.range,
                        {TAPSCOPE_TEXT("Diagnostics", "'$value' is a text, which has no members and no address"), {}},
                        {TAPSCOPE_TEXT("Diagnostics", "substr() and tokenize() take parts out of it"), {}});
        return broken(node.range);
    }
    return intrinsic(Intrinsic::FileValue, node.range, {}, node.name);
}

Typed BodyBuilder::assignFileValue(const script::Assign &node, Typed value)
{
    const bool appends = node.op == script::BinaryOperator::Concatenate;
    if (m_scope.fileValue == TargetScope::FileValue::Written) {
        m_context.error("file-value", node.target->range,
                        {TAPSCOPE_TEXT("Diagnostics", "'$value' is what was written, which cannot be changed"), {}},
                        {TAPSCOPE_TEXT("Diagnostics", "keep a copy of it in a variable of the script"), {}});
        return broken(node.range);
    }
    if (node.accumulate || (node.op && !appends)) {
        m_context.error("file-value", node.range,
                        {TAPSCOPE_TEXT("Diagnostics", "'$value' is a text: it is set by = and made longer by .="), {}});
        return broken(node.range);
    }
    std::vector<Typed> arguments;
    arguments.push_back(std::move(value));
    return intrinsic(appends ? Intrinsic::AppendFileValue : Intrinsic::SetFileValue, node.range, std::move(arguments), "$value");
}

}
