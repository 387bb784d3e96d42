// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/body_builder.h"
#include "analysis/probe_binder.h"
#include "base/similar.h"

#include <algorithm>

namespace tapscope::analysis {

using debuginfo::Location;
using debuginfo::TypeInfo;
using debuginfo::TypeSource;
using debuginfo::VariableAt;

namespace {

const std::string *literal(const script::AtOperator &node, size_t argument)
{
    const auto *text = argument < node.arguments.size() ? as<script::StringLiteral>(node.arguments[argument]) : nullptr;
    return text ? &text->value : nullptr;
}

std::string trimmed(std::string text)
{
    const auto blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && blank(text.back()))
        text.pop_back();
    text.erase(text.begin(), std::ranges::find_if_not(text, blank));
    for (const std::string_view word : {"const ", "volatile "}) {
        if (text.starts_with(word))
            text.erase(0, word.size());
    }
    return text;
}

/// Whether it asks for the size of a pointer as @cast_sizeof does, by where the second one of an array at 0 would be. A star
/// behind a type's name otherwise stands for what it points to.
bool isSizeOfPointer(const script::AtOperator &node)
{
    const std::string *name = literal(node, 1);
    const auto *base = name ? as<script::Number>(node.arguments[0]) : nullptr;
    if (!base || base->value != 0 || !node.addressOf || node.accesses.size() != 1 || !trimmed(*name).ends_with('*'))
        return false;
    const auto *index = as<script::Number>(node.accesses.front().index);
    return index && index->value == 1;
}

bool usesLoadBias(const Location &location)
{
    return std::ranges::any_of(location.steps,
                               [](const debuginfo::LocationStep &s) { return s.op == debuginfo::LocationStep::Op::LoadBias; });
}

}

const TypeSource *BodyBuilder::kernelTypes(const Range &range)
{
    auto kernel = runningKernelCached();
    const TypeSource *types = kernel ? (*kernel)->types() : nullptr;
    if (kernel)
        m_context.keep(*kernel);
    if (!types)
        placeError("no-kernel-types", range, {TAPSCOPE_TEXT("Diagnostics", "the running kernel does not describe its types"), {}},
                   {TAPSCOPE_TEXT("Diagnostics", "run a kernel built with CONFIG_DEBUG_INFO_BTF"), {}});
    return types;
}

std::optional<Pointee> BodyBuilder::typeNamed(const std::string &name, const std::string *module, const Range &range)
{
    std::string plain = trimmed(name);
    size_t stars = 0;
    while (plain.ends_with('*')) {
        ++stars;
        plain.pop_back();
        plain = trimmed(plain);
    }
    std::vector<std::pair<const TypeSource *, bool>> sources; // with whether they are the kernel's
    if (!module) {
        if (m_scope.types)
            sources.emplace_back(m_scope.types, m_scope.kernelMemory);
        if (!m_scope.types || !m_scope.kernelMemory) {
            // Asked for last, and without complaint when the module has the type.
            auto kernel = runningKernelCached();
            if (kernel && (*kernel)->types()) {
                m_context.keep(*kernel);
                sources.emplace_back((*kernel)->types(), true);
            }
        }
    } else {
        for (size_t begin = 0; begin <= module->size();) {
            const size_t colon = std::min(module->find(':', begin), module->size());
            std::string part = module->substr(begin, colon - begin);
            begin = colon + 1;
            // No compiler reads the header, but the kernel describes its types without it, and a program those that it uses.
            if (part.starts_with("kernel<"))
                part = "kernel";
            if (part.starts_with('<') && m_scope.types && !m_scope.kernelMemory
                && (m_scope.types->findType(plain) || m_scope.types->findType("struct " + plain))) {
                sources.emplace_back(m_scope.types, false);
                continue;
            }
            if (part.contains('<')) {
                placeError("cast-header", range,
                           {TAPSCOPE_TEXT("Diagnostics", "types of a header file ('%1') cannot be looked up"), {part}},
                           {TAPSCOPE_TEXT("Diagnostics", "name a program built with -g that uses the type, or \"kernel\""), {}});
                return std::nullopt;
            }
            if (!part.contains('/')) {
                if (const TypeSource *types = kernelTypes(range)) {
                    // A module has types of its own, and knows the kernel's.
                    const TypeSource *ofModule = part == "kernel" ? nullptr : (*runningKernelCached())->moduleTypes(part);
                    sources.emplace_back(ofModule ? ofModule : types, true);
                }
                continue;
            }
            const Options &options = m_context.options();
            auto opened = options.openModule ? options.openModule(part) : openCached(part);
            if (!opened) {
                placeError("module-unavailable", range, opened.error().what, opened.error().nextStep);
                return std::nullopt;
            }
            m_context.keep(*opened);
            sources.emplace_back(opened->get(), false);
        }
    }
    const auto find = [&](const TypeSource *types, std::string_view wanted) {
        const bool isOwn = m_scope.module && m_scope.code && types == m_scope.module.get();
        return isOwn ? m_scope.module->findTypeFrom(*m_scope.code, wanted) : types->findType(wanted);
    };
    for (const auto &[types, ofKernel] : sources) {
        auto type = find(types, plain);
        if (!type && !plain.contains(' '))
            type = find(types, "struct " + plain);
        // A name of a pointer type stands for what it points to, as a star does.
        if (type && type->kind == TypeInfo::Kind::Pointer && stars == 0)
            type = types->targetOf(*type);
        if (!type)
            continue;
        if (stars > 1) {
            TypeInfo pointer;
            pointer.kind = TypeInfo::Kind::Pointer;
            pointer.byteSize = 8;
            pointer.name = name;
            type = pointer;
        }
        return Pointee{*type, types, ofKernel};
    }
    if (m_quiet || sources.empty())
        return std::nullopt;
    if (m_context.isTapset(m_file)) { // said where the script calls for it
        m_effects.missing.insert(std::string(missingTypePrefix) + name);
        return std::nullopt;
    }
    std::vector<std::string> names;
    for (const auto &[types, ofKernel] : sources)
        std::ranges::move(types->typeNames(), std::back_inserter(names));
    for (const std::string_view word : {"struct ", "union ", "enum ", "class "}) {
        if (plain.starts_with(word))
            plain.erase(0, word.size());
    }
    const std::vector<std::string> similar = similarNames(plain, names);
    m_context.error("unknown-type", range, {TAPSCOPE_TEXT("Diagnostics", "there is no type '%1'"), {name}},
                    similar.empty() ? Text{TAPSCOPE_TEXT("Diagnostics",
                                                         "name the program or library that has it: @cast(…, \"type\", \"path\")"),
                                           {}}
                                    : didYouMean(similar));
    return std::nullopt;
}

std::optional<TargetPlace> BodyBuilder::castPlace(const script::AtOperator &node)
{
    const std::string *name = literal(node, 1);
    if (!name || (node.arguments.size() > 2 && !literal(node, 2))) {
        placeError("bad-cast", node.range,
                   {TAPSCOPE_TEXT("Diagnostics", "@cast() takes a value, a type in quotes, and perhaps a module in quotes"), {}},
                   {TAPSCOPE_TEXT("Diagnostics", "for example: @cast(task, \"task_struct\", \"kernel\")->pid"), {}});
        return std::nullopt;
    }
    const auto pointee = typeNamed(*name, literal(node, 2), node.arguments[1]->range);
    if (!pointee)
        return std::nullopt;
    ExprPtr pointer;
    if (m_quiet) {
        pointer = numberExpr(0, node.range);
    } else {
        Typed value = expression(node.arguments[0].get());
        require(value, Type::Long);
        pointer = std::move(value.expr);
    }
    TargetPlace place = placeBehind(std::move(pointer), *pointee, "@cast(…, \"" + *name + "\")", node.range);
    place.isCast = true;
    return place;
}

Typed BodyBuilder::cast(const script::AtOperator &node)
{
    std::optional<TargetPlace> place = castPlace(node);
    if (!place)
        return broken(node.range);
    if (isSizeOfPointer(node))
        return {numberExpr(8, node.range), m_context.types().known(Type::Long, node.range)};
    if (node.accesses.empty()) {
        auto pointee = std::make_shared<Pointee>(Pointee{place->type, place->types, place->kernelMemory});
        return {std::move(place->address), m_context.types().known(Type::Long, node.range), std::move(pointee)};
    }
    return finishPlace(std::move(*place), node.accesses, node.addressOf);
}

std::optional<TargetPlace> BodyBuilder::staticPlace(const script::AtOperator &node)
{
    const std::string *what = literal(node, 0);
    const std::string *path = literal(node, 1);
    if (!what || (node.arguments.size() > 1 && !path)) {
        placeError("bad-var", node.range,
                   {TAPSCOPE_TEXT("Diagnostics", "@var() takes the name of a variable in quotes, and perhaps a module in quotes"),
                    {}},
                   {TAPSCOPE_TEXT("Diagnostics", "for example: @var(\"counter@file.c\")"), {}});
        return std::nullopt;
    }
    const std::string name = what->substr(0, what->find('@'));
    const std::string file = what->contains('@') ? what->substr(what->find('@') + 1) : std::string();
    // Without a file it is the variable that $name is, as far as there is one.
    if (file.empty() && !path) {
        if (const VariableAt *variable = m_scope.kind == TargetScope::Kind::Entry ? m_scope.find(name) : nullptr)
            return placeOf(*variable, name, node.range);
    }
    std::shared_ptr<const debuginfo::Module> module = m_scope.module;
    if (path && path->contains('/')) {
        const Options &options = m_context.options();
        auto opened = options.openModule ? options.openModule(*path) : openCached(*path);
        if (!opened) {
            placeError("module-unavailable", node.arguments[1]->range, opened.error().what, opened.error().nextStep);
            return std::nullopt;
        }
        module = *opened;
        m_context.keep(module);
    } else if (path && (*path != "kernel" || !m_scope.kernelMemory)) {
        module = nullptr;
    }
    if (module && m_scope.kernelMemory && module == m_scope.module && !m_scope.hasGlobals) {
        placeError("no-static-variables", node.range,
                   {TAPSCOPE_TEXT("Diagnostics", "where the static variables of kernel modules are loaded is not known here"),
                    {}},
                   {TAPSCOPE_TEXT("Diagnostics", "reach the value from a parameter of the function instead"), {}});
        return std::nullopt;
    }
    if (!module) {
        placeError("no-static-variables", node.range,
                   {TAPSCOPE_TEXT("Diagnostics", "the kernel's types do not tell where its variable '%1' is"), {name}},
                   {TAPSCOPE_TEXT("Diagnostics",
                                  "read it in a probe of the kernel's lines or of a function with its file, as in "
                                  "kernel.function(\"vfs_read@fs/read_write.c\"), which need the kernel's debug symbols"),
                    {}});
        return std::nullopt;
    }
    const Range &range = node.arguments[0]->range;
    std::vector<VariableAt> found = module->globals(name, file, m_scope.address);
    if (found.empty()) {
        placeError("unknown-static-variable", range,
                   file.empty()
                       ? Text{TAPSCOPE_TEXT("Diagnostics", "%1 has no global or static variable '%2'"), {module->path(), name}}
                       : Text{TAPSCOPE_TEXT("Diagnostics", "%1 has no global or static variable '%2' in '%3'"),
                              {module->path(), name, file}},
                   {TAPSCOPE_TEXT("Diagnostics", "its debug information has to name it; the file can hold wildcards"), {}});
        return std::nullopt;
    }
    // The probed function's own file comes first.
    const auto own = std::ranges::find_if(found,
                                          [](const VariableAt &v) { return v.location.kind != Location::Kind::Unavailable; });
    const VariableAt &variable = own != found.end() ? *own : found.front();
    if (variable.location.kind == Location::Kind::Unavailable) {
        unavailable("@var(\"" + *what + "\")", range, variable.location.reason);
        return std::nullopt;
    }
    if (usesLoadBias(variable.location) && module != m_scope.module) {
        placeError("other-module", range,
                   {TAPSCOPE_TEXT("Diagnostics", "'%1' lies in %2, which is loaded at another address in each process"),
                    {name, module->path()}},
                   {TAPSCOPE_TEXT("Diagnostics", "read it in a probe of that file and keep it in a global variable"), {}});
        return std::nullopt;
    }
    std::optional<TargetPlace> place = placeOf(variable, name, node.range);
    if (place) {
        place->types = module.get();
        place->kernelMemory = m_scope.kernelMemory && module == m_scope.module;
    }
    return place;
}

Typed BodyBuilder::staticVariable(const script::AtOperator &node)
{
    if (m_scope.kind == TargetScope::Kind::Return && m_scope.module && m_returnsByInstruction) {
        // Several instructions leave the function, so that none tells where it was loaded; its entry does.
        return atEntry(node, node.range);
    }
    const std::string *name = node.arguments.size() == 1 ? literal(node, 0) : nullptr;
    if (name && m_scope.kind == TargetScope::Kind::Return && m_scope.entry && m_scope.entry->find(*name))
        return atEntry(node, node.range);
    std::optional<TargetPlace> place = staticPlace(node);
    return place ? finishPlace(std::move(*place), node.accesses, node.addressOf) : broken(node.range);
}

std::shared_ptr<const Pointee> BodyBuilder::pointeeOf(const FunctionSymbol &function)
{
    const auto *block = as<script::Block>(function.ast->body);
    const auto *result = block && block->statements.size() == 1 ? as<script::Return>(block->statements.front()) : nullptr;
    const auto *word = result ? as<script::AtOperator>(result->value) : nullptr;
    const std::string *name = word && word->name == "@cast" && word->accesses.empty() ? literal(*word, 1) : nullptr;
    if (!name)
        return nullptr;
    const bool before = std::exchange(m_quiet, true);
    const auto pointee = typeNamed(*name, literal(*word, 2), word->range);
    m_quiet = before;
    return pointee ? std::make_shared<Pointee>(*pointee) : nullptr;
}

}
