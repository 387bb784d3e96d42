// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "script/ast.h"
#include "services/document.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tapscope::services {

/// Where something is written, in a file that need not be the document.
struct FileLocation {
    std::string path;
    uint32_t line = 0; ///< from 0
    uint32_t character = 0; ///< UTF-16, from 0
    uint32_t endCharacter = 0;

    friend bool operator==(const FileLocation &, const FileLocation &) = default;
};

struct LibraryParameter {
    std::string name;
    script::Type type = script::Type::Unknown;
};

/// A function that scripts can call.
struct LibraryFunction {
    std::string name;
    script::Type type = script::Type::Unknown;
    std::vector<LibraryParameter> parameters;
    std::string documentation;
    FileLocation location;

    /// "substr(str:string, start:long, length:long):string".
    [[nodiscard]] std::string signature() const;
};

/// A probe point that stands for others.
struct LibraryAlias {
    std::string name; ///< canonically written, "syscall.open.return"
    std::vector<std::string> components; ///< names of the components
    std::string points; ///< what it stands for
    std::vector<std::string> variables; ///< set by it for the handler
    std::string documentation;
    FileLocation location;
};

struct LibraryMacro {
    std::string name; ///< with its @
    std::vector<std::string> parameters;
    bool hasParameters = false;
    std::string body;
    std::string documentation;
    FileLocation location;
};

struct LibraryGlobal {
    std::string name;
    std::string documentation;
    FileLocation location;
};

/// All that a file or a directory of library scripts declares, by name. Immutable.
class LibraryIndex {
public:
    LibraryIndex() = default;
    /// Reads *.stp and *.stpm in the directories and below.
    explicit LibraryIndex(const std::vector<std::string> &directories);

    /// Adds what `document` declares, private things too if `all`.
    void add(const Document &document, bool all);

    [[nodiscard]] const std::multimap<std::string, LibraryFunction, std::less<>> &functions() const { return m_functions; }
    [[nodiscard]] const std::vector<LibraryAlias> &aliases() const { return m_aliases; }
    [[nodiscard]] const std::map<std::string, LibraryMacro, std::less<>> &macros() const { return m_macros; }
    [[nodiscard]] const std::map<std::string, LibraryGlobal, std::less<>> &globals() const { return m_globals; }

    /// All functions of that name (they may differ in their parameters).
    [[nodiscard]] std::vector<const LibraryFunction *> functionsNamed(std::string_view name) const;
    /// The aliases that a probe point with these component names means; names may hold wildcards.
    [[nodiscard]] std::vector<const LibraryAlias *> aliasesOf(const std::vector<std::string> &components) const;

private:
    std::multimap<std::string, LibraryFunction, std::less<>> m_functions;
    std::vector<LibraryAlias> m_aliases;
    std::map<std::string, LibraryMacro, std::less<>> m_macros;
    std::map<std::string, LibraryGlobal, std::less<>> m_globals;
};

/// "long", "string", "stats"; empty when it is not known.
[[nodiscard]] std::string_view typeName(script::Type type);

}
