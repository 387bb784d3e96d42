// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/text.h"

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace tapscope::debuginfo {

using FunctionId = uint32_t;
using FileId = uint32_t;
inline constexpr uint32_t noEntry = ~uint32_t(0);

/// A function of the source, with code of its own or only copies in others. The texts live as long as the index.
struct FunctionEntry {
    FunctionId id = noEntry;
    std::string_view name; ///< unqualified; the symbol's without DWARF
    std::string_view qualifiedName; ///< "tea::Pot::pour"; equal to `name` in C
    std::string_view linkageName; ///< mangled; may be empty
    FileId file = noEntry; ///< of the declaration; noEntry without DWARF
    uint32_t line = 0;
    uint64_t lowPc = 0; ///< address as linked; 0: it has only inlined copies
    uint64_t size = 0;
    uint64_t dieOffset = 0; ///< as in Function::dieOffset
    uint32_t inlinedCopies = 0;
    bool external = false;
    bool hasDebugInfo = false;
    bool neverReturns = false;
    bool blacklisted = false; ///< a kernel's: kprobes refuse it, or it is gone once the kernel runs
};

struct FileEntry {
    FileId id = noEntry;
    std::string_view path; ///< a kernel's without the folder that the compiler ran in: "fs/read_write.c"
    std::string_view written; ///< as probe points and listings write it
    uint32_t functions = 0; ///< declared there
    uint32_t rows = 0; ///< of the line table
};

/// What lies directly in a directory of the source.
struct DirectoryEntry {
    struct Child {
        std::string_view name; ///< of the directory, without what is above it
        uint32_t files = 0; ///< in it and below
    };
    std::vector<Child> directories;
    std::vector<FileId> files;
};

/// An instruction at which the code of a line begins.
struct StatementRow {
    uint32_t line = 0;
    FileId file = noEntry;
    uint64_t address = 0;
    FunctionId function = noEntry; ///< the innermost one there
    bool inlined = false; ///< in a copy of `function`
    bool isStatement = false; ///< a statement begins here; else the compiler has moved a part of one here
    bool hasCode = false; ///< of several lines at one address only the last has instructions there
};

/// A copy of a function inside another.
struct InlinedCopy {
    uint64_t address = 0; ///< where it begins
    FunctionId function = noEntry; ///< that was copied
    FunctionId caller = noEntry; ///< whose code holds it
    uint64_t dieOffset = 0; ///< as in Function::inlinedDie
};

struct SearchHit {
    enum class Kind : uint8_t { Function, File };
    Kind kind = Kind::Function;
    uint32_t id = noEntry; ///< FunctionId or FileId
    int score = 0; ///< higher is better
};

struct IndexOptions {
    std::string cacheDirectory; ///< empty: $XDG_CACHE_HOME/tapscope/index
    uint64_t cacheLimit = uint64_t(1) << 30; ///< bytes; files that were not used for the longest time go first
    unsigned threads = 2;
    /// Called now and then while DWARF is read, from any thread, never by two at a time: bytes read, bytes in all.
    std::function<void(uint64_t done, uint64_t total)> progress;
    std::stop_token stop;
};

/// What can be found in one ELF file without touching its DWARF again: names, files, lines, inlined copies. Made in one
/// parallel pass, kept in the user's cache directory by build-id, mapped from there the next time. Thread-safe.
class Index {
public:
    /// Of a program, library, kernel image, kernel module or debug file. Its separate debug file is found as Module::open does.
    [[nodiscard]] static std::expected<std::shared_ptr<const Index>, Failure> open(const std::string &path,
                                                                                   const IndexOptions &options = {});
    /// Of a kernel's image: `kernel` is a release ("6.1.0-56-cloud-amd64"), the path of an image with DWARF, or of a folder to
    /// which a debug package was unpacked; empty: the running one. Fails when there is no DWARF of it here.
    [[nodiscard]] static std::expected<std::shared_ptr<const Index>, Failure> openKernel(const std::string &kernel = {},
                                                                                         const IndexOptions &options = {});
    virtual ~Index() = default;

    [[nodiscard]] virtual const std::string &path() const = 0;
    [[nodiscard]] virtual const std::string &buildId() const = 0;
    [[nodiscard]] virtual bool hasDebugInfo() const = 0;
    /// Folder in which the sources were compiled: relative paths count from it. Empty when unknown or when there are several.
    [[nodiscard]] virtual std::string_view compilationDirectory() const = 0;

    /// Ids are 0 to count - 1: of functions by name, of files by path.
    [[nodiscard]] virtual uint32_t functionCount() const = 0;
    [[nodiscard]] virtual FunctionEntry function(FunctionId id) const = 0;
    [[nodiscard]] virtual uint32_t fileCount() const = 0;
    [[nodiscard]] virtual FileEntry file(FileId id) const = 0;
    /// SourcePath::writtenFrom of a file's path; 0 for others.
    [[nodiscard]] uint32_t writtenFrom(std::string_view path) const;

    /// By name; globs as in Module::functions. Functions that have only copies are among them.
    [[nodiscard]] virtual std::vector<FunctionId> functions(std::string_view nameGlob, std::string_view fileGlob = {}) const = 0;
    /// Files whose path or its end behind a slash matches.
    [[nodiscard]] virtual std::vector<FileId> files(std::string_view fileGlob) const = 0;
    /// Declared in the file, by line.
    [[nodiscard]] virtual std::vector<FunctionId> functionsOf(FileId file) const = 0;
    /// The function with code at `address`.
    [[nodiscard]] virtual std::optional<FunctionId> functionAt(uint64_t address) const = 0;
    /// "" is the top, else "fs/ext4" or "/usr/include".
    [[nodiscard]] virtual DirectoryEntry directory(std::string_view path) const = 0;

    /// The places in a file's lines first to last, by line and address.
    [[nodiscard]] virtual std::vector<StatementRow> statements(FileId file, uint32_t first = 1,
                                                               uint32_t last = ~uint32_t(0)) const
        = 0;
    /// The places that belong to a function, in the file of its declaration: in its own code and in its copies, by line and
    /// address.
    [[nodiscard]] virtual std::vector<StatementRow> statementsOf(FunctionId function) const = 0;
    /// Copies of a function, by address.
    [[nodiscard]] virtual std::vector<InlinedCopy> copiesOf(FunctionId function) const = 0;

    /// The best `most` functions and files for what a user typed: a wildcard when it holds * or ?, else letters that occur in
    /// this order. Best first.
    [[nodiscard]] virtual std::vector<SearchHit> search(std::string_view text, size_t most, std::stop_token stop = {}) const = 0;
};

}
