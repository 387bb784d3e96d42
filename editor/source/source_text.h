// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCoreApplication>

namespace tapscope::editor {

/// Texts of the source view, in the language of the interface.
class SourceText {
    Q_DECLARE_TR_FUNCTIONS(SourceView)
};

}
