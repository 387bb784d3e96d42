// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/analyze.h"
#include "base/hexadecimal.h"

namespace tapscope::analysis {

namespace {

std::string_view nameOf(Type type)
{
    switch (type) {
    case Type::Long: return "long";
    case Type::String: return "string";
    case Type::Stats: return "stats";
    case Type::Unknown: break;
    }
    return "unknown";
}

void printVariable(std::string &out, const std::string &name, Type type)
{
    out += name;
    out += ':';
    out += nameOf(type);
}

void printGlobal(std::string &out, const GlobalVariable &global)
{
    std::string name = global.name + (global.wraps ? "%" : "");
    if (global.maxEntries != 0)
        name += "[" + std::to_string(global.maxEntries) + "]";
    printVariable(out, name, global.type);
    for (size_t i = 0; i < global.keys.size(); ++i) {
        out += i == 0 ? " [" : ", ";
        out += nameOf(global.keys[i]);
    }
    out += global.keys.empty() ? "\n" : "]\n";
}

void printLocals(std::string &out, const std::vector<Local> &locals, size_t first)
{
    bool any = false;
    for (size_t i = first; i < locals.size(); ++i) {
        if (!locals[i].used || locals[i].name.starts_with(' '))
            continue; // made by the analysis
        if (!any)
            out += "  # locals\n";
        any = true;
        out += "  ";
        printVariable(out, locals[i].name, locals[i].type);
        out += '\n';
    }
}

void printFunction(std::string &out, const FunctionBody &function)
{
    printVariable(out, function.name, function.type);
    out += " (";
    for (size_t i = 0; i < function.parameterCount; ++i) {
        out += i == 0 ? "" : ", ";
        printVariable(out, function.locals[i].name, function.locals[i].type);
    }
    out += ")\n";
    printLocals(out, function.locals, function.parameterCount);
}

void printHandler(std::string &out, const Program &program, const Handler &handler)
{
    std::string derivation = " /*";
    for (const std::string &from : handler.derivedFrom)
        derivation += " <- " + from;
    derivation += " */\n";
    for (const uint32_t index : handler.sites) {
        const Site &site = program.sites[index];
        out += site.probePoint;
        if (!handler.conditionText.empty())
            out += " if (" + handler.conditionText + ")";
        if (site.address != 0)
            out += " /* pc=" + hexadecimal(site.address) + " */";
        out += derivation;
        printLocals(out, handler.locals, 0);
    }
}

}

std::string print(const Program &program)
{
    std::string out;
    std::string globals;
    for (const GlobalVariable &global : program.globals) {
        if (global.used)
            printGlobal(globals, global);
    }
    if (!globals.empty())
        out += "# globals\n" + globals;
    if (!program.functions.empty())
        out += "# functions\n";
    for (const FunctionBody &function : program.functions)
        printFunction(out, function);
    if (!program.handlers.empty())
        out += "# probes\n";
    for (const Handler &handler : program.handlers)
        printHandler(out, program, handler);
    return out;
}

}
