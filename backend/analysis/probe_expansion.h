// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/context.h"
#include "analysis/probe_grammar.h"

#include <string>
#include <vector>

namespace tapscope::analysis {

/// A probe point with all aliases and wildcards in its component names taken away: it has a built-in form.
struct ExpandedPoint {
    const ProbePattern *pattern = nullptr;
    std::vector<script::ProbeComponent> components;
    Range range; ///< in the script file, of the point as the user wrote it
    std::vector<std::string> derivedFrom; ///< aliases, nearest first, then the point as written
    std::vector<const script::Expression *> conditions;
    std::vector<const script::Statement *> prologues;
    std::vector<const script::Statement *> epilogues;
    bool optional = false;
    /// The lists of alternatives (of aliases) that this point stands in: once a sufficient one ('!') of a list has matched,
    /// the later ones of that list are out.
    struct Alternative {
        uint32_t list = 0;
        uint32_t place = 0;
        bool sufficient = false;
    };
    std::vector<Alternative> alternatives;
    /// The alias that the user named, in full where a wildcard named it; empty when none did.
    std::string alias;
    [[nodiscard]] std::string text() const;
};

/// The built-in forms that `point` means. Reports what is unknown; empty then.
class PointExpander {
public:
    explicit PointExpander(Context &context) : m_context(context) {}

    [[nodiscard]] std::vector<ExpandedPoint> expand(const script::ProbePoint &point);

private:
    void expandInto(const script::ProbePoint &point, const ExpandedPoint &parent, std::vector<ExpandedPoint> &out);
    bool expandAliases(const script::ProbePoint &point, const ExpandedPoint &parent, std::vector<ExpandedPoint> &out);
    /// `rest`: what the point has behind the alias's name.
    void expandAlias(const script::Alias &alias, const script::ProbePoint &name, const std::vector<script::ProbeComponent> &rest,
                     const script::ProbePoint &point, const ExpandedPoint &parent, std::vector<ExpandedPoint> &out);
    bool expandBuiltIn(const script::ProbePoint &point, const ExpandedPoint &parent, std::vector<ExpandedPoint> &out);
    void reportUnknown(const script::ProbePoint &point);
    void reportMissingAlias(const script::ProbePoint &point);
    void suggest(const script::ProbePoint &point, size_t depth, const std::vector<const ProbePattern *> &nearest);

    Context &m_context;
    std::vector<const script::Alias *> m_active;
    uint32_t m_lists = 0;
    size_t m_steps = 0; ///< of the expansion at hand
};

}
