// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/probe_expansion.h"
#include "analysis/probe_list.h"

#include <map>
#include <string>
#include <vector>

namespace tapscope::analysis {

/// The variables that aliases give to the handlers of their probes.
class AliasList {
public:
    AliasList(Context &context, const Options &options) : m_context(context), m_options(options) {}

    /// Notes what the aliases of a point set, in the order of setting. Names that begin with two underscores are their own.
    void note(const ExpandedPoint &point);
    /// Adds them, with their types, to the points of `list`, in front of what is there.
    void addTo(std::vector<ListedPoint> &list) const;

private:
    [[nodiscard]] std::map<std::string, std::map<std::string, Type>> types() const;
    void noteSet(const script::Statement *statement, bool isReturn, std::vector<std::string> &names);

    Context &m_context;
    const Options &m_options;
    std::map<std::string, std::vector<std::string>> m_names; ///< by the alias
};

}
