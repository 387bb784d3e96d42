// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/probe_expansion.h"

#include "analysis/former_names.h"
#include "base/glob.h"
#include "base/similar.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <utility>

namespace tapscope::analysis {

namespace {

/// Aliases of aliases multiply; all of a tapset's system calls are some thousands.
constexpr size_t mostSteps = 50'000;

std::string textOf(const script::ProbeComponent &component)
{
    script::ProbePoint point;
    point.components.push_back(component);
    return point.text();
}

std::string textOf(const PatternComponent &component)
{
    switch (component.argument) {
    case ArgumentKind::Text: return component.name + "(\"…\")";
    case ArgumentKind::Number: return component.name + "(N)";
    case ArgumentKind::None: break;
    }
    return component.name;
}

// Of the families that are here in part, what SystemTap's library has besides.
bool isMissing(std::string_view family, std::string_view name)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 23> missing = {{
        {"ioscheduler", "elv_completed_request"},
        {"ioscheduler", "elv_next_request"},
        {"ioscheduler_trace", "elv_abort_request"},
        {"ioscheduler_trace", "unplug_timer"},
        {"signal", "pending"},
        {"socket", "aio_read"},
        {"socket", "aio_write"},
        {"socket", "readv"},
        {"socket", "writev"},
        {"tcp", "ipv4"},
        {"tcp", "ipv6"},
        {"tty", "init"},
        {"vfs", "__add_to_page_cache"},
        {"vfs", "__set_page_dirty_buffers"},
        {"vfs", "add_to_page_cache"},
        {"vfs", "block_sync_page"},
        {"vfs", "buffer_migrate_page"},
        {"vfs", "do_mpage_readpage"},
        {"vfs", "do_sync_read"},
        {"vfs", "do_sync_write"},
        {"vfs", "remove_from_page_cache"},
        {"vm", "write_shared"},
        {"vm", "write_shared_copy"},
    }};
    return std::ranges::find(missing, std::pair(family, name)) != missing.end();
}

// "a.**" means the alias "a.b.c": what follows has any number of components without arguments.
bool matchesAcross(const script::ProbePoint &written, const script::ProbePoint &alias, std::string_view ending = {})
{
    const script::ProbeComponent &last = written.components.back();
    const size_t before = written.components.size() - 1;
    if (!last.name.text.contains("**") || last.text || last.number || alias.components.size() <= before)
        return false;
    std::string rest;
    for (size_t i = 0; i < alias.components.size(); ++i) {
        const script::ProbeComponent &component = alias.components[i];
        if (i < before) {
            if (!nameFits(written.components[i], component.name.text) || written.components[i].text != component.text
                || written.components[i].number != component.number)
                return false;
            continue;
        }
        if (component.text || component.number)
            return false;
        rest += (rest.empty() ? "" : ".") + component.name.text;
    }
    rest += ending;
    return globMatches(last.name.text, rest);
}

// Each system call has a return, too, which no alias of its own stands for.
bool isSystemCall(const script::Alias &alias)
{
    return !alias.points.empty() && std::ranges::all_of(alias.points, [](const script::ProbePoint &target) {
        return target.components.size() == 1 && target.components.front().name.text == "__syscall";
    });
}

// Whether the alias's name is the beginning of what was written.
bool startsWith(const script::ProbePoint &written, const script::ProbePoint &alias)
{
    if (matchesAcross(written, alias))
        return true;
    if (alias.components.size() > written.components.size())
        return false;
    for (size_t i = 0; i < alias.components.size(); ++i) {
        const script::ProbeComponent &a = written.components[i];
        const script::ProbeComponent &b = alias.components[i];
        if (!nameFits(a, b.name.text) || a.text != b.text || a.number != b.number)
            return false;
    }
    return true;
}

}

namespace {

// A name that its family of aliases does not have, when one that it has looks like it; false when that is not what is wrong.
// `known` components are those of a probe point that is no alias.
bool reportUnknownAlias(Context &context, const script::ProbePoint &point, size_t known)
{
    if (point.components.size() < 2 || context.isTapset(point.range.file))
        return false;
    const std::string &family = point.components[0].name.text;
    // How far the names agree with those of an alias, and what follows there.
    size_t depth = std::max<size_t>(known, 1);
    std::vector<std::string> names;
    for (const script::Ast *ast : context.asts()) {
        for (const script::Alias &alias : ast->aliases) {
            for (const script::ProbePoint &other : alias.names) {
                size_t agree = 0;
                while (agree < std::min(other.components.size(), point.components.size())
                       && other.components[agree].name.text == point.components[agree].name.text)
                    ++agree;
                if (agree < depth || agree == other.components.size() || agree == point.components.size())
                    continue;
                if (agree > depth)
                    names.clear();
                depth = agree;
                names.push_back(other.components[agree].name.text);
            }
        }
    }
    if (names.empty())
        return false;
    const script::Name &name = point.components[depth].name;
    std::ranges::sort(names);
    names.erase(std::ranges::unique(names).begin(), names.end());
    const std::vector<std::string> similar = similarNames(name.text, names);
    if (similar.empty() || similar.front() == name.text || isMissing(family, name.text))
        return false;
    script::ProbePoint before;
    before.components.assign(point.components.begin(), point.components.begin() + static_cast<std::ptrdiff_t>(depth));
    script::Diagnostic *diagnostic = context.error("unknown-probe-point", name.range,
                                                   {TAPSCOPE_TEXT("Diagnostics", "unknown probe point: '%1' cannot follow %2"),
                                                    {name.text, before.text()}},
                                                   didYouMean(similar));
    if (diagnostic)
        diagnostic->fixIts.push_back(replaceBy(name.range, similar.front()));
    return true;
}

}

std::string ExpandedPoint::text() const
{
    script::ProbePoint point;
    point.components = components;
    return point.text();
}

std::vector<ExpandedPoint> PointExpander::expand(const script::ProbePoint &point)
{
    std::vector<ExpandedPoint> out;
    if (point.components.empty())
        return out;
    ExpandedPoint root;
    root.range = point.range;
    root.optional = point.optional || point.sufficient;
    m_steps = 0;
    expandInto(point, root, out);
    if (m_steps > mostSteps) {
        out.clear();
        m_context.error("too-many-points", point.range,
                        {TAPSCOPE_TEXT("Diagnostics", "the aliases behind '%1' stand for more than %2 probe points"),
                         {point.text(), std::to_string(mostSteps)}},
                        {TAPSCOPE_TEXT("Diagnostics", "look for aliases that stand for the same point several times"), {}});
    }
    return out;
}

void PointExpander::expandInto(const script::ProbePoint &point, const ExpandedPoint &parent, std::vector<ExpandedPoint> &out)
{
    if (++m_steps > mostSteps || m_context.cancelled())
        return;
    ExpandedPoint self = parent;
    self.optional = parent.optional || point.optional || point.sufficient;
    if (point.condition)
        self.conditions.push_back(point.condition.get());
    script::ProbePoint plain; // names and arguments only, which is what derivations show
    plain.components = point.components;
    self.derivedFrom.insert(self.derivedFrom.begin(), plain.text());
    const size_t before = out.size();
    const bool alias = expandAliases(point, self, out);
    const bool builtIn = expandBuiltIn(point, self, out);
    if (!alias && !builtIn && out.size() == before && !self.optional)
        reportUnknown(point);
}

bool PointExpander::expandAliases(const script::ProbePoint &point, const ExpandedPoint &parent, std::vector<ExpandedPoint> &out)
{
    m_context.loadAliases(point.components.front().name.text);
    bool found = false;
    // Of aliases of which one's name begins another's, the longest that fits is meant: the rest is no suffix then.
    size_t longest = 0;
    const bool across = point.components.back().name.text.contains("**");
    for (const script::Ast *ast : m_context.asts()) {
        if (across)
            break;
        for (const script::Alias &alias : ast->aliases) {
            for (const script::ProbePoint &name : alias.names)
                longest = std::max(longest, startsWith(point, name) ? name.components.size() : 0);
        }
    }
    const bool wildcard = std::ranges::any_of(point.components, [](const auto &each) { return isGlob(each.name.text); });
    // By index: expanding can take in more files.
    for (size_t a = 0; a < m_context.asts().size(); ++a) {
        for (const script::Alias &alias : m_context.asts()[a]->aliases) {
            // A wildcard means one point once: of the names that the library gives to one within a family, the first that fits.
            const bool once = wildcard && m_context.isTapset(m_context.asts()[a]->file);
            std::set<std::string_view> families;
            for (const script::ProbePoint &name : alias.names) {
                if (name.components.size() < longest || !startsWith(point, name)
                    || m_context.isHidden(alias, name, m_context.asts()[a]->file)
                    || (once && !families.insert(name.components.front().name.text).second))
                    continue;
                found = true;
                if (std::ranges::find(m_active, &alias) != m_active.end()) {
                    m_context.error("alias-recursion", point.range,
                                    {TAPSCOPE_TEXT("Diagnostics", "the alias '%1' is defined by itself"), {name.text()}},
                                    {TAPSCOPE_TEXT("Diagnostics", "let it stand for a built-in probe point"), {}});
                    continue;
                }
                std::vector<script::ProbeComponent> rest;
                for (size_t i = name.components.size(); i < point.components.size(); ++i)
                    rest.push_back(point.components[i]);
                expandAlias(alias, name, rest, point, parent, out);
                if (across && once && isSystemCall(alias) && matchesAcross(point, name, ".return")) {
                    rest.emplace_back().name.text = "return";
                    expandAlias(alias, name, rest, point, parent, out);
                }
            }
        }
    }
    return found;
}

void PointExpander::expandAlias(const script::Alias &alias, const script::ProbePoint &name,
                                const std::vector<script::ProbeComponent> &rest, const script::ProbePoint &point,
                                const ExpandedPoint &parent, std::vector<ExpandedPoint> &out)
{
    m_active.push_back(&alias);
    const uint32_t list = m_lists++;
    uint32_t place = 0;
    for (const script::ProbePoint &target : alias.points) {
        if (target.components.empty())
            continue; // the parser has told
        ExpandedPoint inner = parent;
        inner.alternatives.push_back({list, place++, target.sufficient});
        // The innermost alias's parts are the outermost of the body.
        if (alias.prologue)
            inner.prologues.insert(inner.prologues.begin(), alias.prologue.get());
        if (alias.epilogue)
            inner.epilogues.push_back(alias.epilogue.get());
        script::ProbePoint extended;
        extended.components = target.components;
        std::ranges::copy(rest, std::back_inserter(extended.components));
        if (inner.alias.empty()) {
            script::ProbePoint named;
            named.components = name.components;
            std::ranges::copy(rest, std::back_inserter(named.components));
            inner.alias = named.text();
        }
        extended.optional = target.optional;
        extended.sufficient = target.sufficient;
        extended.range = m_context.isTapset(target.range.file) ? point.range : target.range;
        if (target.condition)
            inner.conditions.push_back(target.condition.get());
        expandInto(extended, inner, out);
    }
    m_active.pop_back();
}

bool PointExpander::expandBuiltIn(const script::ProbePoint &point, const ExpandedPoint &parent, std::vector<ExpandedPoint> &out)
{
    const bool wildcard = std::ranges::any_of(point.components,
                                              [](const script::ProbeComponent &c) { return isGlob(c.name.text); });
    bool found = false;
    for (const ProbePattern &pattern : probePatterns()) {
        if (!fits(point.components, pattern))
            continue;
        found = true;
        if (wildcard && pattern.family == Family::Unsupported)
            continue;
        ExpandedPoint expanded = parent;
        expanded.pattern = &pattern;
        // A wildcard need not find functions of these kinds.
        const std::string &last = pattern.components.back().name;
        expanded.optional = expanded.optional || (wildcard && (last == "inline" || last == "exported" || last == "callees"));
        expanded.components = point.components;
        expanded.components.resize(pattern.components.size());
        for (size_t i = 0; i < pattern.components.size(); ++i)
            expanded.components[i].name.text = pattern.components[i].name;
        out.push_back(std::move(expanded));
        if (!wildcard)
            break;
    }
    return found;
}

void PointExpander::reportUnknown(const script::ProbePoint &point)
{
    if (const auto today = pointWrittenToday(point)) {
        const Range range = join(point.components.front().range, point.components.back().range);
        script::Diagnostic *diagnostic
            = m_context.error("former-probe-point", range,
                              {TAPSCOPE_TEXT("Diagnostics", "the probe point '%1' has another name by now"), {point.text()}},
                              {TAPSCOPE_TEXT("Diagnostics", "write %1"), {*today}});
        if (diagnostic)
            diagnostic->fixIts.push_back(replaceBy(range, *today));
        return;
    }
    size_t depth = 0;
    std::vector<const ProbePattern *> nearest;
    for (const ProbePattern &pattern : probePatterns()) {
        const size_t prefix = fittingPrefix(point.components, pattern);
        if (prefix > depth) {
            depth = prefix;
            nearest.clear();
        }
        if (prefix == depth)
            nearest.push_back(&pattern);
    }
    if (reportUnknownAlias(m_context, point, depth))
        return;
    if (depth == 0 && isSystemTapAlias(point.components.front().name.text)) {
        reportMissingAlias(point);
        return;
    }
    suggest(point, depth, nearest);
}

// Of an alias of SystemTap's library that this one has not.
void PointExpander::reportMissingAlias(const script::ProbePoint &point)
{
    const script::Name &family = point.components.front().name;
    if (family.text.starts_with("nd1_") || family.text.starts_with("nd2_")) {
        const std::string offered = "nd_" + family.text.substr(4);
        if (script::Diagnostic *diagnostic = m_context.error(
                "internal-probe-point", family.range,
                {TAPSCOPE_TEXT("Diagnostics", "'%1' is an inner part of SystemTap's library, which offers it as '%2'"),
                 {family.text, offered}},
                {TAPSCOPE_TEXT("Diagnostics", "write %1"), {offered}}))
            diagnostic->fixIts.push_back(replaceBy(family.range, offered));
        return;
    }
    static constexpr std::array modules{std::pair{"nfs", "nfs"}, std::pair{"sunrpc", "sunrpc"}, std::pair{"scsi", "scsi_mod"}};
    const auto known = std::ranges::find(modules, family.text, [](const auto &each) { return std::string_view(each.first); });
    m_context.error(
        "not-yet", point.range,
        {TAPSCOPE_TEXT("Diagnostics", "SystemTap's probe point '%1' is not in this library"), {point.text()}},
        known == modules.end()
            ? Text{TAPSCOPE_TEXT("Diagnostics", "run this script with stap itself"), {}}
            : Text{TAPSCOPE_TEXT("Diagnostics",
                                 "probe the function that you want to see, as %1, or run this script with stap itself"),
                   {"module(\"" + std::string(known->second) + "\").function(\"…\")"}});
}

// Says what is wrong at the first component that fits nothing; `nearest` agree with the point before it.
void PointExpander::suggest(const script::ProbePoint &point, size_t depth, const std::vector<const ProbePattern *> &nearest)
{
    std::vector<std::string> names;
    std::vector<std::string> forms;
    for (const ProbePattern *pattern : nearest) {
        if (pattern->components.size() <= depth || pattern->components[depth].name.starts_with("__"))
            continue; // the library's own are nothing to offer
        names.push_back(pattern->components[depth].name);
        if (std::string form = textOf(pattern->components[depth]); std::ranges::find(forms, form) == forms.end())
            forms.push_back(std::move(form));
    }
    std::string all;
    for (const std::string &form : forms)
        all += (all.empty() ? "" : ", ") + form;
    if (depth >= point.components.size()) {
        m_context.error("incomplete-probe-point", point.range,
                        {TAPSCOPE_TEXT("Diagnostics", "the probe point '%1' is not complete"), {point.text()}},
                        {TAPSCOPE_TEXT("Diagnostics", "it goes on with one of: %1"), {all}});
        return;
    }
    const script::ProbeComponent &wrong = point.components[depth];
    const bool nameIsKnown = std::ranges::find(names, wrong.name.text) != names.end();
    if (nameIsKnown) {
        std::string right;
        for (const std::string &form : forms) {
            if (form == wrong.name.text || form.starts_with(wrong.name.text + "("))
                right += (right.empty() ? "" : ", ") + form;
        }
        m_context.error("probe-argument", wrong.range,
                        {TAPSCOPE_TEXT("Diagnostics", "'%1' does not have the argument it needs"), {textOf(wrong)}},
                        {TAPSCOPE_TEXT("Diagnostics", "write %1"), {right}});
        return;
    }
    if (depth == 0) {
        for (const std::string_view family : systemTapAliases())
            names.emplace_back(family);
        for (const script::Ast *ast : m_context.asts()) {
            for (const script::Alias &alias : ast->aliases) {
                for (const script::ProbePoint &name : alias.names)
                    names.push_back(name.components.empty() ? std::string() : name.components.front().name.text);
            }
        }
        for (std::string &name : m_context.library().aliasNames())
            names.push_back(std::move(name));
    }
    const std::vector<std::string> similar = similarNames(wrong.name.text, names);
    script::ProbePoint before;
    before.components.assign(point.components.begin(), point.components.begin() + static_cast<std::ptrdiff_t>(depth));
    script::Diagnostic *diagnostic = m_context.error(
        "unknown-probe-point", wrong.name.range,
        depth == 0
            ? Text{TAPSCOPE_TEXT("Diagnostics", "unknown probe point '%1'"), {wrong.name.text}}
            : Text{TAPSCOPE_TEXT("Diagnostics", "unknown probe point: '%1' cannot follow %2"), {wrong.name.text, before.text()}},
        !similar.empty()  ? didYouMean(similar)
            : all.empty() ? Text{TAPSCOPE_TEXT("Diagnostics", "nothing can follow %1"), {before.text()}}
                          : Text{TAPSCOPE_TEXT("Diagnostics", "possible here: %1"), {all}});
    if (diagnostic && !similar.empty())
        diagnostic->fixIts.push_back(replaceBy(wrong.name.range, similar.front()));
}

}
