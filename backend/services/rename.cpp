// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "script/lexer.h"
#include "services/builtins.h"
#include "services/navigation.h"
#include "services/point_names.h"
#include "services/probe_points.h"

#include <algorithm>
#include <cctype>

namespace tapscope::services {

namespace {

std::string_view bare(std::string_view name)
{
    return name.starts_with('@') ? name.substr(1) : name;
}

bool isName(std::string_view text)
{
    const auto part = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
    return !text.empty() && std::isdigit(static_cast<unsigned char>(text.front())) == 0 && std::ranges::all_of(text, part);
}

bool isDefinedHere(const Document &document, const Occurrence &name)
{
    return std::ranges::any_of(document.model().sameName(name), [](const Occurrence *each) { return each->definition; });
}

// Why this name can't get another one; nothing when it can.
std::optional<Text> refusal(const Workspace &workspace, const Document &document, const Occurrence &name)
{
    const std::string text(name.name);
    switch (name.kind) {
    case NameKind::Operator:
        return Text{TAPSCOPE_TEXT("Services", "%1 is an operator of the language and cannot be renamed."), {text}};
    case NameKind::ProbeComponent:
        return Text{TAPSCOPE_TEXT("Services", "“%1” is part of a probe point; what it names is not declared by this script."),
                    {text}};
    case NameKind::TargetVariable:
    case NameKind::Member:
        return Text{TAPSCOPE_TEXT("Services", "“%1” is a name of the probed program and cannot be renamed here."), {text}};
    case NameKind::Function:
    case NameKind::Macro:
        if (!isDefinedHere(document, name))
            return Text{TAPSCOPE_TEXT("Services", "“%1” is not declared in this script; only the library could rename it."),
                        {text}};
        break;
    case NameKind::Local: {
        const auto &declarations = document.model().declarations();
        if (name.declaration >= declarations.size())
            break;
        const Declaration &around = declarations[name.declaration];
        if (around.kind == Declaration::Kind::Alias)
            return Text{TAPSCOPE_TEXT("Services",
                                      "“%1” is set by an alias for the handlers that use it; rename it there by hand too."),
                        {text}};
        std::string points;
        for (const WrittenPoint &point : writtenPoints(document, around))
            points += (points.empty() ? "" : ", ") + point.text;
        const std::vector<std::string> set = aliasVariables(workspace, document, points);
        if (std::ranges::find(set, text) != set.end())
            return Text{TAPSCOPE_TEXT("Services", "“%1” is set by the alias of this probe point and cannot be renamed here."),
                        {text}};
        break;
    }
    case NameKind::Global:
    case NameKind::Parameter: break;
    }
    return std::nullopt;
}

bool isVariable(NameKind kind)
{
    return kind == NameKind::Global || kind == NameKind::Local || kind == NameKind::Parameter;
}

// Whether another thing of that name would be confused with it.
bool isTaken(const Document &document, const Occurrence &name, std::string_view wanted)
{
    for (const Occurrence &each : document.model().occurrences()) {
        if (bare(each.name) != wanted)
            continue;
        if (isVariable(name.kind) && isVariable(each.kind)) {
            const bool everywhere = name.kind == NameKind::Global || each.kind == NameKind::Global;
            if (everywhere || each.declaration == name.declaration)
                return true;
        } else if (each.kind == name.kind) {
            return true;
        }
    }
    return false;
}

}

std::expected<Occurrence, Text> prepareRename(const Workspace &workspace, const Document &document, uint32_t offset)
{
    const Occurrence *name = document.model().occurrenceAt(offset);
    if (!name)
        return std::unexpected(Text{TAPSCOPE_TEXT("Services", "There is no name here that could be renamed."), {}});
    if (auto why = refusal(workspace, document, *name))
        return std::unexpected(std::move(*why));
    Occurrence out = *name;
    if (out.name.starts_with('@')) { // the sign is no part of the name
        out.name.remove_prefix(1);
        ++out.range.begin;
    }
    return out;
}

std::expected<std::vector<TextEdit>, Text> rename(const Workspace &workspace, const Document &document, uint32_t offset,
                                                  std::string_view newName)
{
    const auto prepared = prepareRename(workspace, document, offset);
    if (!prepared)
        return std::unexpected(prepared.error());
    const Occurrence &name = *document.model().occurrenceAt(offset);
    const std::string_view wanted = name.kind == NameKind::Macro ? bare(newName) : newName;
    const std::string text(wanted);
    if (!isName(wanted))
        return std::unexpected(
            Text{TAPSCOPE_TEXT("Services", "“%1” is no name: names are letters, digits and _, and begin with no digit."),
                 {std::string(newName)}});
    if (script::isKeyword(wanted))
        return std::unexpected(Text{TAPSCOPE_TEXT("Services", "“%1” is a word of the language; choose another name."), {text}});
    if (wanted == prepared->name)
        return std::vector<TextEdit>();
    if (name.kind == NameKind::Function && findBuiltin(printFunctions(), wanted))
        return std::unexpected(Text{TAPSCOPE_TEXT("Services", "“%1” is a word of the language; choose another name."), {text}});
    if (isTaken(document, name, wanted))
        return std::unexpected(Text{TAPSCOPE_TEXT("Services", "“%1” is already used where “%2” is seen; choose another name."),
                                    {text, std::string(prepared->name)}});
    std::vector<TextEdit> out;
    for (const Occurrence *each : document.model().sameName(name)) {
        const uint32_t begin = each->range.begin + (each->name.starts_with('@') ? 1 : 0);
        out.push_back({begin, each->range.end, text});
    }
    return out;
}

}
