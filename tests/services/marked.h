// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/document.h"
#include "services/workspace.h"

#include <QtTest>

#include <string>

/// A script with the cursor where it says ‸.
struct Marked {
    explicit Marked(std::string text, const std::string &path = "test.stp")
        : offset(static_cast<uint32_t>(std::min(text.find("‸"), text.size())))
        , document(path, text.find("‸") == std::string::npos ? text : text.replace(text.find("‸"), std::string("‸").size(), ""))
    {}

    uint32_t offset;
    tapscope::services::Document document;
};

inline const std::string fixture = TAPSCOPE_BINARY_DIR "/tests/analysis_fixture";

inline tapscope::services::WorkspaceOptions withTapset()
{
    tapscope::services::WorkspaceOptions options;
    options.analysis.tapsetDirectories = {TAPSCOPE_SOURCE_DIR "/tapset"};
    return options;
}
