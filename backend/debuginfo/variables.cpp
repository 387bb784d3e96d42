// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/variables.h"

#include "debuginfo/calling_convention.h"
#include "debuginfo/demangle.h"
#include "debuginfo/dwarf_die.h"
#include "debuginfo/type_reader.h"

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace tapscope::debuginfo {

namespace {

using Op = LocationStep::Op;

constexpr int framePointer = 6;
constexpr int stackPointer = 7;
constexpr uint64_t returnAddressSize = 8;
constexpr size_t mostVariables = 4096;
constexpr std::string_view inVectorRegister = TAPSCOPE_TEXT("Diagnostics",
                                                            "it is in a vector register, which probes cannot read");

void collectParameters(const Dwarf_Die &function, std::vector<Dwarf_Die> &out, int depth = 0)
{
    for (const Dwarf_Die &child : DieChildren(function)) {
        if (out.size() >= mostVariables)
            return;
        if (tagOf(child) == DW_TAG_formal_parameter)
            out.push_back(child);
        else if (tagOf(child) == DW_TAG_GNU_formal_parameter_pack && depth < 4)
            collectParameters(child, out, depth + 1);
    }
}

// A concrete instance may leave out parameters that its abstract one has; their places in the order count all the same.
std::vector<Dwarf_Die> allParameters(const Dwarf_Die &function)
{
    std::vector<Dwarf_Die> own;
    collectParameters(function, own);
    const auto origin = referenceOf(function, DW_AT_abstract_origin);
    if (!origin)
        return own;
    std::vector<Dwarf_Die> abstract;
    collectParameters(*origin, abstract);
    std::vector<Dwarf_Die> out;
    std::vector<bool> used(own.size());
    for (const Dwarf_Die &parameter : abstract) {
        size_t i = 0;
        for (; i < own.size(); ++i) {
            const auto of = referenceOf(own[i], DW_AT_abstract_origin);
            if (!used[i] && of && of->addr == parameter.addr)
                break;
        }
        out.push_back(i < own.size() ? own[i] : parameter);
        if (i < own.size())
            used[i] = true;
    }
    for (size_t i = 0; i < own.size(); ++i) {
        if (!used[i])
            out.push_back(own[i]);
    }
    return out;
}

bool isLocationList(Dwarf_Attribute attribute)
{
    switch (dwarf_whatform(&attribute)) {
    case DW_FORM_sec_offset:
    case DW_FORM_loclistx:
    case DW_FORM_data4:
    case DW_FORM_data8: return dwarf_whatattr(&attribute) == DW_AT_location;
    default: return false;
    }
}

bool isConstant(const Location &location)
{
    return location.kind == Location::Kind::Value
        && std::ranges::none_of(location.steps, [](const LocationStep &s) { return s.op == Op::Register; });
}

bool usesFrame(const Location &location)
{
    return std::ranges::any_of(location.steps, [](const LocationStep &s) {
        return s.op == Op::Register && (s.value == stackPointer || s.value == framePointer);
    });
}

Location byConvention(const ArgumentPlace &place)
{
    using Kind = ArgumentPlace::Kind;
    const std::vector<LocationStep> onStack{{Op::Register, stackPointer},
                                            {Op::Constant, static_cast<int64_t>(returnAddressSize + place.stackOffset)},
                                            {Op::Add, 0}};
    switch (place.kind) {
    case Kind::Register: return {Location::Kind::Value, {{Op::Register, place.reg}}, {}};
    case Kind::Reference: return {Location::Kind::Memory, {{Op::Register, place.reg}}, {}};
    case Kind::Stack: return {Location::Kind::Memory, onStack, {}};
    case Kind::ReferenceOnStack: {
        Location location{Location::Kind::Memory, onStack, {}};
        location.steps.push_back({Op::Load, 8});
        return location;
    }
    case Kind::Vector: return unavailable(inVectorRegister);
    case Kind::Split: {
        Location location{Location::Kind::Pieces, {}, {}};
        for (const int reg : place.parts) {
            location.pieces.push_back(reg >= 0 ? Location{Location::Kind::Value, {{Op::Register, reg}}, {}}
                                               : unavailable(inVectorRegister));
            location.pieces.back().bits = 64;
        }
        const bool any = std::ranges::any_of(place.parts, [](int reg) { return reg >= 0; });
        return any ? location : location.pieces.front();
    }
    case Kind::Empty: return unavailable(TAPSCOPE_TEXT("Diagnostics", "it has no contents that are passed"));
    case Kind::Unknown: break;
    }
    return unavailable(TAPSCOPE_TEXT("Diagnostics", "the debuginfo does not tell how it is passed"));
}

std::optional<Dwarf_Attribute> locationAttribute(const Dwarf_Die &die)
{
    if (auto location = ownAttributeOf(die, DW_AT_location))
        return location;
    return attributeOf(die, DW_AT_const_value);
}

// At the entry, what DWARF says in one expression for the whole function (a stack slot) becomes true only when the prologue
// has stored the argument there, and lists may begin behind it; the calling convention holds at once.
Location parameterAtEntry(const LoweringContext &context, const Dwarf_Die &die, const ArgumentPlace &place,
                          const FunctionFacts &facts)
{
    const auto attribute = locationAttribute(die);
    bool found = false;
    Location location;
    if (attribute) {
        location = lowerLocation(context, *attribute, &found);
        if (found && (isLocationList(*attribute) || isConstant(location)))
            return location;
    }
    const bool wholeFunction = attribute && !isLocationList(*attribute);
    // An expression that leaves the frame alone needs no prologue.
    if (place.kind == ArgumentPlace::Kind::Unknown && found && !usesFrame(location))
        return location;
    if (facts.argumentsMayDiffer && !wholeFunction) {
        return unavailable(
            TAPSCOPE_TEXT("Diagnostics",
                          "the optimiser changed how the function is called, and nothing tells where it is at the entry"));
    }
    return byConvention(place);
}

Location variableLocation(const LoweringContext &context, const Dwarf_Die &die)
{
    const auto attribute = locationAttribute(die);
    if (!attribute)
        return unavailable(TAPSCOPE_TEXT("Diagnostics", "it has been optimised out"));
    return lowerLocation(context, *attribute);
}

void collectLocals(const LoweringContext &context, const Dwarf_Die &scope, TypeCache &types, std::vector<VariableAt> &out,
                   int depth)
{
    for (const Dwarf_Die &child : DieChildren(scope)) {
        if (out.size() >= mostVariables)
            return;
        if (tagOf(child) != DW_TAG_variable || flagOf(child, DW_AT_declaration) || nameOf(child).empty())
            continue;
        out.push_back({std::string(nameOf(child)), types.read(typeOf(child)), variableLocation(context, child), false,
                       static_cast<uint8_t>(depth)});
    }
    if (depth >= deepestNesting)
        return;
    for (const Dwarf_Die &child : DieChildren(scope)) {
        Dwarf_Die block = child;
        if (tagOf(child) == DW_TAG_lexical_block && dwarf_haspc(&block, context.address) == 1)
            collectLocals(context, child, types, out, depth + 1);
    }
}

}

bool mayBeCalledOtherwise(Dwarf_Die function)
{
    Dwarf_Die unit;
    auto producer = dwarf_diecu(&function, &unit, nullptr, nullptr) ? ownAttributeOf(unit, DW_AT_producer) : std::nullopt;
    const char *text = producer ? dwarf_formstring(&*producer) : nullptr;
    return !text || !std::string_view(text).starts_with("GNU ");
}

namespace {

/// Older versions of clang say nothing of parameters that are passed by reference and never used; where the others are, only
/// DWARF can tell then.
bool lacksParameters(const Dwarf_Die &function, const std::vector<Dwarf_Die> &described)
{
    if (!mayBeCalledOtherwise(function))
        return false;
    Dwarf_Die copy = function;
    Dwarf_Attribute found;
    const char *symbol = nullptr;
    if (dwarf_attr_integrate(&copy, DW_AT_linkage_name, &found))
        symbol = dwarf_formstring(&found);
    const auto passed = symbol ? parameterCount(symbol) : std::nullopt;
    return passed
        && static_cast<size_t>(
               std::ranges::count_if(described, [](const Dwarf_Die &die) { return !flagOf(die, DW_AT_artificial); }))
        < *passed;
}

}

std::optional<uint64_t> endOfPrologue(Dwarf_Die function, const CodeRange &code)
{
    std::vector<Dwarf_Die> parameters;
    collectParameters(function, parameters);
    const bool areFixed = std::ranges::all_of(parameters, [](const Dwarf_Die &parameter) {
        const auto location = ownAttributeOf(parameter, DW_AT_location);
        return location && !isLocationList(*location);
    });
    if (parameters.empty() || !areFixed)
        return std::nullopt;
    Dwarf_Addr *found = nullptr;
    const int count = dwarf_entry_breakpoints(&function, &found);
    const std::unique_ptr<Dwarf_Addr, void (*)(void *)> places(found, std::free);
    if (count != 1 || found[0] <= code.begin || found[0] - code.begin >= code.size)
        return std::nullopt;
    return found[0];
}

std::vector<VariableAt> readParameters(const LoweringContext &context, const FunctionFacts &facts, TypeCache &cache)
{
    const std::vector<Dwarf_Die> dies = allParameters(context.function);
    std::vector<ParameterType> types;
    for (const Dwarf_Die &die : dies)
        types.push_back({typeOf(die), nameOf(die) != "__in_chrg"});
    // Only the entry needs them; inside a function DWARF has its say.
    const auto places = context.atEntry && !lacksParameters(context.function, dies)
        ? assignArguments(typeOf(context.function), types, wideIntegersOf(context.function))
        : std::vector<ArgumentPlace>(dies.size());
    std::vector<VariableAt> out;
    for (size_t i = 0; i < dies.size(); ++i) {
        if (nameOf(dies[i]).empty())
            continue;
        Location location = context.atEntry ? parameterAtEntry(context, dies[i], places[i], facts)
                                            : variableLocation(context, dies[i]);
        out.push_back({std::string(nameOf(dies[i])), cache.read(types[i].type), std::move(location), true});
    }
    return out;
}

std::vector<VariableAt> readLocals(const LoweringContext &context, TypeCache &types)
{
    std::vector<VariableAt> out;
    collectLocals(context, context.function, types, out, 0);
    return out;
}

std::vector<VariableAt> readInlined(const LoweringContext &context, const Dwarf_Die &instance, TypeCache &types)
{
    std::vector<VariableAt> out;
    for (const Dwarf_Die &die : allParameters(instance)) {
        if (!nameOf(die).empty())
            out.push_back({std::string(nameOf(die)), types.read(typeOf(die)), variableLocation(context, die), true});
    }
    collectLocals(context, instance, types, out, 0);
    return out;
}

VariableAt readGlobal(const LoweringContext &context, const Dwarf_Die &die, TypeCache &types)
{
    return {std::string(nameOf(die)), types.read(typeOf(die)), variableLocation(context, die), false};
}

std::optional<VariableAt> readReturnValue(const Dwarf_Die &function, TypeCache &types)
{
    const auto type = typeOf(function);
    if (!strippedType(type))
        return std::nullopt;
    VariableAt value;
    value.name = "return";
    value.type = types.read(type);
    const ArgumentPlace place = resultPlace(type);
    value.location = byConvention(place);
    return value;
}

}
