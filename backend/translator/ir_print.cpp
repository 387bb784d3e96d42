// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/intrinsics.h"
#include "script/printer.h"
#include "translator/ir.h"
#include "translator/program_text.h"

namespace tapscope::translator::ir {

namespace {

const char *name(Op op)
{
    switch (op) {
    case Op::Constant: return "constant";
    case Op::StringConstant: return "string";
    case Op::LoadLocal: return "load";
    case Op::StoreLocal: return "store";
    case Op::LoadGlobal: return "load_global";
    case Op::StoreGlobal: return "store_global";
    case Op::AddGlobal: return "add_global";
    case Op::LoadElement: return "load_element";
    case Op::StoreElement: return "store_element";
    case Op::AddElement: return "add_element";
    case Op::HasElement: return "has_element";
    case Op::DeleteElement: return "delete_element";
    case Op::DeleteGlobal: return "delete_global";
    case Op::Accumulate: return "accumulate";
    case Op::HistogramText: return "histogram_text";
    case Op::HistogramBucket: return "histogram_bucket";
    case Op::Statistic: return "statistic";
    case Op::Add: return "add";
    case Op::Subtract: return "subtract";
    case Op::Multiply: return "multiply";
    case Op::Divide: return "divide";
    case Op::Modulo: return "modulo";
    case Op::ShiftLeft: return "shift_left";
    case Op::ShiftRight: return "shift_right";
    case Op::ShiftRightLogical: return "shift_right_logical";
    case Op::And: return "and";
    case Op::Or: return "or";
    case Op::Xor: return "xor";
    case Op::Negate: return "negate";
    case Op::Complement: return "complement";
    case Op::Not: return "not";
    case Op::Equal: return "equal";
    case Op::NotEqual: return "not_equal";
    case Op::Less: return "less";
    case Op::LessEqual: return "less_equal";
    case Op::Greater: return "greater";
    case Op::GreaterEqual: return "greater_equal";
    case Op::StringCompare: return "string_compare";
    case Op::Concatenate: return "concatenate";
    case Op::Intrinsic: return "intrinsic";
    case Op::TargetValue: return "target_value";
    case Op::TargetVariables: return "target_variables";
    case Op::Call: return "call";
    case Op::Print: return "print";
    case Op::Format: return "format";
    case Op::ForeachBegin: return "foreach_begin";
    case Op::ForeachNext: return "foreach_next";
    case Op::SpendActions: return "spend";
    case Op::SpentActions: return "spent";
    case Op::CaughtError: return "caught";
    case Op::Jump: return "jump";
    case Op::Branch: return "branch";
    case Op::Return: return "return";
    case Op::Raise: return "raise";
    }
    return "?";
}

std::string_view name(analysis::Intrinsic intrinsic)
{
    return analysis::signatureOf(intrinsic).name.substr(analysis::intrinsicPrefix.size());
}

const char *typeName(Type type)
{
    switch (type) {
    case Type::Long: return "long";
    case Type::String: return "string";
    case Type::Stats: return "stats";
    case Type::Unknown: break;
    }
    return "none";
}

std::string formatText(const PrintFormat &format)
{
    std::string text;
    for (const analysis::FormatPiece &piece : format.pieces) {
        text += piece.literal;
        if (!piece.conversion)
            continue;
        text += '%';
        text += piece.leftAlign ? "-" : "";
        text += piece.plusSign ? "+" : "";
        text += piece.spaceSign ? " " : "";
        text += piece.alternate ? "#" : "";
        text += piece.zeroPad ? "0" : "";
        if (piece.widthFromArgument)
            text += '*';
        else if (piece.width)
            text += std::to_string(*piece.width);
        if (piece.precisionFromArgument)
            text += ".*";
        else if (piece.precision)
            text += '.' + std::to_string(*piece.precision);
        text += piece.conversion;
    }
    return script::quoted(text);
}

class Printer {
public:
    Printer(const Module &module, const script::SourceSet *sources,
            const std::vector<analysis::GlobalVariable> *globals = nullptr)
        : m_module(module)
        , m_sources(sources)
        , m_globals(globals)
    {}

    std::vector<ListingLine> lines;

    void handler(size_t index)
    {
        m_handler = static_cast<int32_t>(index);
        function("handler", index, m_module.handlers[index].body);
        m_handler = -1;
    }

    void function(const char *kind, size_t index, const Function &f)
    {
        add(std::string(kind) + ' ' + std::to_string(index) + ' ' + f.name
            + (f.result != Type::Unknown ? std::string(": ") + typeName(f.result) : std::string()));
        for (size_t n = 0; n < f.locals.size(); ++n)
            add((n < f.parameterCount ? "  parameter " : "  local ") + localName(f, n) + ": " + typeName(f.locals[n].type));
        for (size_t b = 0; b < f.blocks.size(); ++b) {
            add('b' + std::to_string(b) + ':'
                + (f.blocks[b].onError >= 0 ? "  on error b" + std::to_string(f.blocks[b].onError) : std::string()));
            for (const Instruction &i : f.blocks[b].instructions)
                instruction(f, i);
        }
    }

private:
    void add(std::string line, script::Range range = {}) { lines.push_back({std::move(line), range, m_handler}); }

    [[nodiscard]] std::string globalName(size_t global) const
    {
        return m_globals && global < m_globals->size() ? (*m_globals)[global].name : 'g' + std::to_string(global);
    }

    static std::string localName(const Function &f, size_t local)
    {
        const std::string &given = f.locals[local].name;
        return given.empty() ? "#" + std::to_string(local) : given;
    }

    void instruction(const Function &f, const Instruction &i)
    {
        std::string line = "  ";
        if (i.result)
            line += '%' + std::to_string(i.result) + " = ";
        line += name(i.op);
        const auto number = std::to_string(i.imm);
        const auto index = static_cast<size_t>(i.imm);
        switch (i.op) {
        case Op::Constant: line += ' ' + number; break;
        case Op::StringConstant: line += ' ' + script::quoted(m_module.strings[index]); break;
        case Op::LoadLocal:
        case Op::StoreLocal: line += ' ' + localName(f, index); break;
        case Op::LoadGlobal:
        case Op::StoreGlobal:
        case Op::AddGlobal:
        case Op::LoadElement:
        case Op::StoreElement:
        case Op::AddElement:
        case Op::HasElement:
        case Op::DeleteElement:
        case Op::DeleteGlobal:
        case Op::Accumulate:
        case Op::HistogramText:
        case Op::HistogramBucket: line += ' ' + globalName(index); break;
        case Op::Statistic: {
            constexpr const char *names[] = {"@count", "@sum", "@min", "@max", "@avg", "@variance"};
            line += std::string(" ") + names[i.imm2] + ' ' + globalName(index);
            break;
        }
        case Op::Intrinsic: (line += " ") += name(static_cast<analysis::Intrinsic>(i.imm)); break;
        case Op::TargetValue: line += ' ' + m_module.targetValues[index].name; break;
        case Op::TargetVariables:
            for (const uint32_t v : m_module.targetVariables[index].values)
                line += ' ' + m_module.targetValues[v].name;
            break;
        case Op::Call: line += ' ' + m_module.functions[index].name; break;
        case Op::Print:
        case Op::Format: line += ' ' + formatText(m_module.prints[index]); break;
        case Op::ForeachBegin:
        case Op::SpendActions: line += (i.imm2 ? " if there are " : " ") + number; break;
        case Op::ForeachNext: line += " f" + number + ' ' + globalName(m_module.foreachs[index].global); break;
        case Op::Jump: line += " b" + number; break;
        default: break;
        }
        if (!i.keys.empty()) {
            line += " (";
            for (size_t k = 0; k < i.keys.size(); ++k)
                line += (k ? ", " : "") + (i.keys[k] ? '%' + std::to_string(i.keys[k]) : std::string("*"));
            line += ')';
        }
        if (i.a)
            line += " %" + std::to_string(i.a);
        if (i.b)
            line += " %" + std::to_string(i.b);
        if (i.op == Op::Branch)
            line += " b" + number + " b" + std::to_string(i.imm2);
        if (m_sources && i.range.file < m_sources->size()) {
            const script::Position at = m_sources->position(i.range);
            line.resize(std::max<size_t>(line.size() + 2, 48), ' ');
            line += "; " + std::to_string(at.line) + ':' + std::to_string(at.column);
        }
        add(std::move(line), i.range);
    }

    const Module &m_module;
    const script::SourceSet *m_sources;
    const std::vector<analysis::GlobalVariable> *m_globals;
    int32_t m_handler = -1;
};

std::vector<ListingLine> allLines(Printer printer, const Module &module)
{
    for (size_t n = 0; n < module.functions.size(); ++n)
        printer.function("function", n, module.functions[n]);
    for (size_t n = 0; n < module.handlers.size(); ++n)
        printer.handler(n);
    return std::move(printer.lines);
}

}

std::string print(const Module &module, const script::SourceSet *sources)
{
    std::string text;
    for (const ListingLine &line : allLines(Printer(module, sources), module))
        text += line.text + '\n';
    return text;
}

}

namespace tapscope::translator {

std::vector<ListingLine> intermediateLines(const Bundle &bundle)
{
    return ir::allLines(ir::Printer(bundle.ir, nullptr, &bundle.program.globals), bundle.ir);
}

}
