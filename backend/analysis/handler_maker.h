// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/body_builder.h"
#include "analysis/context.h"
#include "analysis/probe_binder.h"
#include "analysis/target_scope.h"

#include <vector>

namespace tapscope::analysis {

/// Makes the handlers of all probes of a script.
class HandlerMaker {
public:
    HandlerMaker(Context &context, Program &program)
        : m_context(context)
        , m_program(program)
        , m_expander(context)
        , m_binder(context)
    {}

    void addProbe(const script::Probe &probe);

    /// effects()[i] is what handler i of the program does.
    [[nodiscard]] const std::vector<Effects> &effects() const { return m_effects; }

private:
    void addHandlers(const script::Probe &probe, const ExpandedPoint &point, BoundPoint bound);
    void addHandler(const script::Probe &probe, const ExpandedPoint &point, const BoundPoint &bound, const TargetScope &scope,
                    std::vector<std::string> &listedWords, std::vector<uint32_t> sites,
                    const std::vector<debuginfo::CodePoint> &entries = {});

    void addCounter(const script::Probe &probe, PerfCounter counter);
    /// `entries`: where the functions of the handler's sites begin, when those are elsewhere.
    void addEntryPart(const Handler &of, BodyBuilder::EntryPart part, const std::vector<debuginfo::CodePoint> &entries);

    Context &m_context;
    Program &m_program;
    PointExpander m_expander;
    ProbeBinder m_binder;
    std::vector<Effects> m_effects;
};

}
