// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// How an index lies in its file: a header, then arrays of these records, in the byte order of the machine.
namespace tapscope::debuginfo::index_format {

inline constexpr std::array<char, 8> magic{'T', 'A', 'P', 'I', 'N', 'D', 'E', 'X'};
/// Counts up with each change of what is written or of how it is found: other versions are made anew.
inline constexpr uint32_t version = 9;

struct Function {
    uint64_t lowPc = 0;
    uint64_t size = 0;
    uint64_t dieOffset = 0;
    uint32_t name = 0; ///< offsets in the texts
    uint32_t qualifiedName = 0;
    uint32_t linkageName = 0;
    uint32_t file = 0;
    uint32_t line = 0;
    uint32_t firstCopy = 0;
    uint32_t copies = 0;
    uint32_t flags = 0;
};
enum FunctionFlag : uint32_t { External = 1, HasDebugInfo = 2, NeverReturns = 4, Blacklisted = 8 };

struct File {
    uint32_t path = 0;
    uint32_t firstRow = 0;
    uint32_t rows = 0;
    uint32_t firstFunction = 0; ///< in functionsByFile
    uint32_t functions = 0;
    uint32_t writtenFrom = 0; ///< SourcePath::writtenFrom
};

struct Row {
    uint64_t address = 0;
    uint32_t line = 0;
    uint32_t owner = 0; ///< function or noOwner, and flags
};
inline constexpr uint32_t inlinedFlag = uint32_t(1) << 31;
inline constexpr uint32_t statementFlag = uint32_t(1) << 30; ///< a statement begins here
inline constexpr uint32_t codeFlag = uint32_t(1) << 29; ///< of the lines at this address, the one with instructions there
inline constexpr uint32_t ownerMask = codeFlag - 1;
inline constexpr uint32_t noOwner = ownerMask;

struct Copy {
    uint64_t address = 0;
    uint64_t dieOffset = 0;
    uint32_t function = 0;
    uint32_t caller = 0;
};

/// Another name of a function's code.
struct Alias {
    uint32_t name = 0;
    uint32_t function = 0;
};

/// Checks: the hashes of the blocks of the rows, then of those of the copies, so that only what is read of them is checked.
enum class Part : uint32_t { Texts, Functions, ByAddress, ByFile, Files, Aliases, Checks, Rows, Copies };
inline constexpr size_t partCount = 9;
inline constexpr uint64_t blockSize = uint64_t(1) << 18;

struct PartPlace {
    uint64_t offset = 0;
    uint64_t size = 0;
    uint64_t hash = 0;
};

struct Header {
    std::array<char, 8> magic{};
    uint32_t version = 0;
    uint32_t compilationDirectory = 0; ///< a text
    uint64_t fileSize = 0;
    /// Which file this is the index of; a build-id alone does not tell a stripped one from the same with debug information.
    uint64_t sourceKey = 0;
    uint32_t hasDebugInfo = 0;
    uint32_t reserved = 0;
    std::array<PartPlace, partCount> parts{};
    uint64_t hash = 0; ///< of all before
};

/// A quick hash against damage, not against malice.
[[nodiscard]] uint64_t hashBytes(std::string_view bytes, uint64_t seed = 0);

/// Texts one behind the other, each with a NUL; the same ones once. Offset 0 is the empty text.
class TextPool {
public:
    TextPool() : m_bytes(1, '\0') {}
    uint32_t add(std::string_view text);
    [[nodiscard]] const std::string &bytes() const { return m_bytes; }

private:
    struct Hash {
        size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
        using is_transparent = void;
    };
    std::string m_bytes;
    std::unordered_map<std::string, uint32_t, Hash, std::equal_to<>> m_known;
};

/// An index before it is written.
struct Image {
    TextPool texts;
    std::vector<Function> functions; ///< by name
    std::vector<uint32_t> byAddress; ///< functions with code
    std::vector<uint32_t> byFile; ///< functions by file and line
    std::vector<File> files; ///< by path
    std::vector<Alias> aliases; ///< by function
    std::vector<Row> rows; ///< by file, line and address
    std::vector<Copy> copies; ///< by function and address
    uint32_t compilationDirectory = 0;
    bool hasDebugInfo = false;
};

/// The bytes of the file.
[[nodiscard]] std::string serialise(const Image &image, uint64_t sourceKey);

}
