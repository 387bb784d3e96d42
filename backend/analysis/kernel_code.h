// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/index.h"
#include "debuginfo/kernel.h"
#include "debuginfo/module.h"
#include "debuginfo/visible_variables.h"

#include <memory>
#include <string>
#include <utility>

namespace tapscope::analysis {

/// The image or a module of the running kernel.
struct KernelCode {
    std::string head; ///< "kernel", "module(\"nfs\")"
    std::string name; ///< of the module; empty: the image
    std::shared_ptr<const debuginfo::Index> index;
    std::shared_ptr<const debuginfo::Module> module;
    std::unique_ptr<debuginfo::VisibleVariables> shapes;
    std::pair<std::string, debuginfo::KernelFunction::Refusal> refused
        = {{}, debuginfo::KernelFunction::Refusal::None}; ///< the last function that no probe may go into
};

}
