// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/target_scope.h"

#include "analysis/target_place.h"

#include <algorithm>

namespace tapscope::analysis {

using debuginfo::Location;
using debuginfo::LocationStep;
using debuginfo::TypeInfo;
using debuginfo::VariableAt;

const VariableAt *TargetScope::find(std::string_view name) const
{
    // Innermost scope last: the last of a name is the one that is visible.
    const auto found = std::ranges::find(variables.rbegin(), variables.rend(), name, &VariableAt::name);
    if (found != variables.rend())
        return &*found;
    const auto global = std::ranges::find(globals, name, &VariableAt::name);
    return global == globals.end() ? nullptr : &*global;
}

const std::string *TargetScope::word(std::string_view name) const
{
    const auto found = std::ranges::find(words, name, &std::pair<std::string, std::string>::first);
    return found == words.end() ? nullptr : &found->second;
}

std::vector<const VariableAt *> TargetScope::list(std::string_view word) const
{
    std::vector<const VariableAt *> out;
    if (word == "$$return") {
        if (returned)
            out.push_back(&*returned);
        return out;
    }
    for (const VariableAt &variable : variables) {
        if (word == "$$vars" || variable.isParameter == (word == "$$parms"))
            out.push_back(&variable);
    }
    return out;
}

void TargetUses::add(TargetUses other)
{
    names.merge(other.names);
    locals.merge(other.locals);
    written.merge(other.written);
    addressed.merge(other.addressed);
    shaped.merge(other.shaped);
    calls.merge(other.calls);
    module = module || other.module;
    ownModule = ownModule || other.ownModule;
    entry = entry || other.entry;
}

bool TargetUses::needsLocals() const
{
    return std::ranges::any_of(names, [](const std::string &name) {
        return name != "$$parms" && name != "$$return" && name != "$return";
    });
}

std::optional<TargetReading> readingOf(const VariableAt &variable)
{
    using Kind = TypeInfo::Kind;
    const TypeInfo &type = variable.type;
    if (isComputed(variable.location) || variable.location.kind == Location::Kind::Implied)
        return {};
    if (variable.location.kind == Location::Kind::Pieces) {
        const Location &first = variable.location.pieces.front();
        if (first.kind == Location::Kind::Pieces || first.bits < type.byteSize * 8)
            return {};
        VariableAt whole = variable;
        whole.location = first;
        return readingOf(whole);
    }
    switch (type.kind) {
    case Kind::Integer:
    case Kind::Boolean:
    case Kind::Character:
    case Kind::Float: // its bits
    case Kind::Enumeration:
    case Kind::Pointer:
        if (type.byteSize != 1 && type.byteSize != 2 && type.byteSize != 4 && type.byteSize != 8)
            return {};
        return TargetReading{variable.location, static_cast<uint8_t>(type.byteSize), type.isSigned};
    case Kind::Array: {
        // The value of an array is where it begins.
        TargetReading reading{variable.location, 8, false};
        if (reading.location.kind == Location::Kind::Memory)
            reading.location.kind = Location::Kind::Value;
        else
            return {};
        return reading;
    }
    default: return {};
    }
}

namespace {

void append(std::string &key, const Location &location)
{
    key += std::to_string(static_cast<int>(location.kind));
    if (location.offset)
        key += "+" + std::to_string(location.offset);
    for (const LocationStep &step : location.steps)
        key += "," + std::to_string(static_cast<int>(step.op)) + ":" + std::to_string(step.value);
    for (const Location &piece : location.pieces) {
        key += "/" + std::to_string(piece.bits) + "=";
        append(key, piece);
    }
}

void append(std::string &key, const VariableAt *variable)
{
    if (!variable) {
        key += "-;";
        return;
    }
    const std::optional<TargetReading> reading = readingOf(*variable);
    if (!reading) {
        key += "t" + std::to_string(static_cast<int>(variable->type.kind));
        append(key, variable->location);
        key += ";";
        return;
    }
    key += (reading->isSigned ? "s" : "u") + std::to_string(reading->byteSize) + ":";
    append(key, reading->location);
    key += ";";
}

}

bool needsCallFrame(const TargetScope &scope, const TargetUses &uses)
{
    return std::ranges::any_of(scope.variables, [&](const VariableAt &variable) {
        const bool isUsed = uses.module || std::ranges::any_of(uses.names, [&](const std::string &name) {
                                return name.starts_with("$$") || std::string_view(name).substr(1) == variable.name;
                            });
        return isUsed && isComputed(variable.location);
    });
}

std::vector<std::string> wantedLater(const TargetScope &entry, const TargetUses &uses)
{
    using Kind = Location::Kind;
    const bool isListed = uses.names.contains("$$parms") || uses.names.contains("$$vars");
    const auto isGone = [](const Location &location) { return location.kind == Kind::Unavailable; };
    std::vector<std::string> out;
    for (const VariableAt &variable : entry.variables) {
        const std::string name = "$" + variable.name;
        if (!variable.isParameter || (!isListed && !uses.names.contains(name)))
            continue;
        const bool isPartWanted = variable.type.kind != TypeInfo::Kind::Pointer && uses.addressed.contains(name + ".");
        const bool isPlaceWanted = (uses.addressed.contains(name) || isPartWanted) && variable.location.kind != Kind::Memory;
        if (isPlaceWanted || isGone(variable.location) || std::ranges::any_of(variable.location.pieces, isGone))
            out.push_back(variable.name);
    }
    return out;
}

std::string sharingKey(const TargetScope &scope, const TargetUses &uses)
{
    std::string key = scope.hasDebugInfo ? "d" : "n";
    if (scope.moved)
        key += "m";
    if (uses.module)
        key += std::to_string(scope.address) + "|";
    if (scope.entry)
        key += sharingKey(*scope.entry, uses);
    if (scope.callFrame)
        append(key, scope.callFrame->address);
    for (const std::string &name : uses.names) {
        if (uses.shaped.contains(name) && name.starts_with("$$")) { // $$parms$: names and types are part of the text
            for (const VariableAt *variable : scope.list(name))
                key += variable->name + ":" + std::to_string(variable->type.id) + ";";
        } else if (uses.shaped.contains(name)) {
            const VariableAt *variable = name == "$return" ? scope.returned ? &*scope.returned : nullptr
                                                           : scope.find(std::string_view(name).substr(1));
            key += variable ? std::to_string(variable->type.id) : "-";
            if (variable) {
                key += ",";
                append(key, variable->location);
            }
            key += ";";
        }
        if (const std::string *word = scope.word(name)) {
            key += *word + ";";
        } else if (name.starts_with("$$")) {
            for (const VariableAt *variable : scope.list(name))
                append(key, variable);
        } else if (name == "$return") {
            append(key, scope.returned ? &*scope.returned : nullptr);
        } else {
            append(key, scope.find(std::string_view(name).substr(1)));
        }
        key += "|";
    }
    return key;
}

}
