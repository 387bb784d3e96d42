// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/program.h"
#include "script/source.h"
#include "translator/listing.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace tapscope::app {

/// A script's translation to read, with the texts that its ranges point into: nothing of the session that made it is needed.
struct Translation {
    struct File {
        QString path;
        QByteArray text; ///< empty: nothing of the translation comes from it
    };
    struct Probe {
        QString name; ///< as written
        script::Range range; ///< of its probe point
        std::vector<int32_t> handlers;
    };

    translator::Listing listing;
    std::vector<File> files; ///< by script::FileId; the script is the first
    std::vector<Probe> probes; ///< as they stand in the script
    QString text; ///< both listings, as the terminal prints them
};

[[nodiscard]] Translation makeTranslation(const translator::Listing &listing, const analysis::Program &program,
                                          const script::SourceSet &sources);

/// What belongs together in the three texts.
struct TranslationLink {
    script::Range script;
    std::vector<size_t> intermediate, instructions; ///< lines, from 0

    [[nodiscard]] bool empty() const { return script.empty() && intermediate.empty() && instructions.empty(); }
};

/// What a part of a source became. A caret (an empty range) stands for the smallest thing around it, then for its line.
[[nodiscard]] TranslationLink linkFromScript(const Translation &translation, const script::Range &place);
/// What lines [first, last] of the intermediate representation came from and became.
[[nodiscard]] TranslationLink linkFromIntermediate(const Translation &translation, size_t first, size_t last);
/// What lines [first, last] of the instructions came from.
[[nodiscard]] TranslationLink linkFromInstructions(const Translation &translation, size_t first, size_t last);

}
