// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/site_scope.h"

#include <algorithm>

namespace tapscope::analysis {

namespace {

TargetScope::Kind scopeKind(ProbeKind kind)
{
    switch (kind) {
    case ProbeKind::UserFunction:
    case ProbeKind::UserStatement:
    case ProbeKind::KernelFunction:
    case ProbeKind::KernelTrace: return TargetScope::Kind::Entry;
    case ProbeKind::UserReturn:
    case ProbeKind::KernelReturn: return TargetScope::Kind::Return;
    default: return TargetScope::Kind::None;
    }
}

TargetScope::FileValue fileValueOf(ProbeKind kind)
{
    switch (kind) {
    case ProbeKind::FileRead: return TargetScope::FileValue::ForReader;
    case ProbeKind::FileWrite:
    case ProbeKind::InputCharacter:
    case ProbeKind::InputLine: return TargetScope::FileValue::Written;
    default: return TargetScope::FileValue::None;
    }
}

// What the names are that no variable of the function has.
void addGlobals(TargetScope &scope, const debuginfo::Function &function, const TargetUses &uses)
{
    for (const std::string &name : uses.names) {
        const std::string_view plain = std::string_view(name).substr(1);
        if (name.starts_with("$$") || plain == "return" || scope.find(plain))
            continue;
        std::vector<debuginfo::VariableAt> found;
        if (!function.file.empty())
            found = scope.module->globals(plain, function.file.substr(function.file.rfind('/') + 1), scope.address);
        // As SystemTap, only the kernel's own unit: to search thousands of them takes seconds.
        if (found.empty() && !scope.kernelMemory)
            found = scope.module->globals(plain, {}, scope.address);
        if (!found.empty())
            scope.globals.push_back(std::move(found.front()));
    }
}

bool needsEntry(const TargetUses &uses)
{
    return uses.entry || uses.module
        || std::ranges::any_of(uses.names, [](const std::string &name) { return name != "$return" && name != "$$return"; });
}

// Without optimisation the prologue stores the parameters where the debuginfo says that they are. A handler that wants their
// addresses, to change them, or those that come in registers that it cannot read, runs behind it.
void moveBehindPrologue(TargetScope &scope, const TargetUses &uses)
{
    const std::vector<std::string> wanted = wantedLater(scope, uses);
    const auto place = wanted.empty() ? std::nullopt : scope.module->behindPrologue(*scope.code);
    if (!place)
        return;
    std::vector<debuginfo::VariableAt> later = scope.module->variables(*scope.code, place->address);
    const auto isThere = [&](const debuginfo::VariableAt &variable) {
        return variable.location.kind == debuginfo::Location::Kind::Memory && std::ranges::contains(wanted, variable.name);
    };
    if (std::ranges::none_of(later, isThere))
        return;
    std::ranges::stable_partition(later, &debuginfo::VariableAt::isParameter);
    scope.variables = std::move(later);
    scope.address = place->address;
    scope.moved = place;
}

// What the debuginfo of a program or a kernel tells of the function at a site.
void describeByDebugInfo(TargetScope &scope, const BoundPoint &bound, size_t site, const TargetUses &uses)
{
    const debuginfo::Function &function = bound.functions[site];
    scope.module = bound.module;
    scope.types = bound.module.get();
    scope.modulePath = bound.module->path();
    scope.hasDebugInfo = function.hasDebugInfo;
    scope.function = function.name;
    scope.code = function;
    scope.address = function.entry.address;
    scope.hasGlobals = bound.hasGlobals;
    const auto readVariables = [&](TargetScope &to) {
        to.variables = uses.needsLocals() ? bound.module->variables(function, function.entry.address)
                                          : bound.module->parameters(function, function.entry.address);
        std::ranges::stable_partition(to.variables, &debuginfo::VariableAt::isParameter);
        if (!to.kernelMemory && needsCallFrame(to, uses))
            to.callFrame = bound.module->callFrame(function, function.entry.address);
        if (bound.hasGlobals)
            addGlobals(to, function, uses);
    };
    if (scope.kind != TargetScope::Kind::Return) {
        readVariables(scope);
        if (bound.kind == ProbeKind::UserFunction && bound.callers.empty())
            moveBehindPrologue(scope, uses);
        return;
    }
    if (needsEntry(uses)) {
        auto entry = std::make_shared<TargetScope>(scope);
        entry->kind = TargetScope::Kind::Entry;
        readVariables(*entry);
        scope.entry = std::move(entry);
    }
    scope.returned = bound.module->returnValue(function);
}

TargetScope kernelScope(const BoundPoint &bound, size_t site, const TargetUses &uses)
{
    TargetScope scope;
    scope.kind = scopeKind(bound.kind);
    scope.kernelMemory = true;
    scope.function = bound.sites[site].function;
    scope.modulePath = "the kernel";
    if (!bound.kernel)
        return scope;
    std::string module;
    if (bound.kind == ProbeKind::KernelTrace)
        module = bound.tracepoints[site].module;
    else if (site < bound.modules.size())
        module = bound.modules[site];
    scope.types = module.empty() ? bound.kernel->types() : bound.kernel->moduleTypes(module);
    if (bound.kind == ProbeKind::KernelTrace) {
        scope.hasDebugInfo = true;
        scope.variables = bound.tracepoints[site].arguments;
        scope.words = {{"$$name", bound.tracepoints[site].name}};
        if (bound.systemCall && bound.sites[site].isReturn) {
            scope.oneCallPerThread = true;
            auto entry = std::make_shared<TargetScope>(scope);
            std::erase_if(entry->variables, [](const debuginfo::VariableAt &variable) { return variable.name == "return"; });
            scope.entry = std::move(entry);
        }
        return scope;
    }
    if (bound.module) {
        describeByDebugInfo(scope, bound, site, uses);
        return scope;
    }
    if (!bound.ownVariables.empty()) {
        scope.hasDebugInfo = true;
        scope.variables = bound.ownVariables;
        scope.function = bound.ownName;
        return scope;
    }
    auto signature = bound.kernel->signature(bound.sites[site].kernelSymbol, module);
    scope.hasDebugInfo = signature.has_value();
    if (!signature)
        return scope;
    if (bound.kind == ProbeKind::KernelFunction) {
        scope.variables = std::move(signature->parameters);
        return scope;
    }
    auto entry = std::make_shared<TargetScope>(scope);
    entry->kind = TargetScope::Kind::Entry;
    entry->variables = std::move(signature->parameters);
    scope.entry = std::move(entry);
    scope.returned = std::move(signature->result);
    return scope;
}

}

TargetScope scopeWithoutVariables(ProbeKind kind)
{
    TargetScope scope;
    scope.kind = scopeKind(kind);
    scope.fileValue = fileValueOf(kind);
    scope.kernelMemory = isKernelSide(kind);
    return scope;
}

TargetScope scopeAt(const BoundPoint &bound, size_t site, const TargetUses &uses)
{
    if (isKernelSide(bound.kind))
        return kernelScope(bound, site, uses);
    TargetScope scope;
    scope.kind = scopeKind(bound.kind);
    if (bound.markers.empty()) {
        describeByDebugInfo(scope, bound, site, uses);
        if (site < bound.sites.size() && bound.sites[site].listedAs.contains(").plt("))
            scope.words = {{"$$name", scope.function}};
        return scope;
    }
    const debuginfo::Marker &marker = bound.markers[site];
    scope.module = bound.module;
    scope.types = bound.module.get();
    scope.modulePath = bound.module->path();
    scope.hasDebugInfo = true; // the notes say all there is to know
    scope.function = bound.sites.empty() ? marker.name : bound.sites[site].function;
    scope.address = marker.address;
    scope.variables = marker.arguments;
    scope.words = {{"$$name", marker.name}, {"$$provider", marker.provider}};
    return scope;
}

}
