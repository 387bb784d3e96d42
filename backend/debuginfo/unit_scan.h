// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/line_program.h"
#include "debuginfo/unit_reader.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tapscope::debuginfo {

/// What a supplementary file's entries are told from the program's by, in offsets.
inline constexpr uint64_t alternateOffset = uint64_t(1) << 62;

/// A subprogram entry: a definition with or without code, a declaration, or a piece of either that refers to another.
struct ScannedFunction {
    uint64_t offset = 0;
    uint64_t origin = 0; ///< entry with the rest of what is known; 0: none
    std::string_view name;
    std::string_view linkageName;
    uint64_t lowPc = 0;
    uint64_t highPc = 0;
    uint32_t scope = 0; ///< index of ScannedUnit::scopes
    uint32_t file = 0; ///< as the line table counts
    uint32_t line = 0;
    bool external = false;
    bool declaration = false;
    bool neverReturns = false;
};

/// A function inlined into another.
struct ScannedCopy {
    uint64_t offset = 0;
    uint64_t origin = 0;
    uint64_t address = 0;
    uint32_t caller = 0; ///< index of ScannedUnit::functions
};

/// What one unit holds of interest to an index.
struct ScannedUnit {
    struct Row {
        uint64_t address = 0;
        uint32_t file = 0;
        uint32_t line = 0;
        uint32_t owner = 0; ///< index of `functions`, or of `copies` with `copyFlag`; noOwner
        uint32_t flags = 0; ///< as index_format::Row::owner has them
    };
    static constexpr uint32_t copyFlag = uint32_t(1) << 31;
    static constexpr uint32_t noOwner = ~uint32_t(0);

    std::string_view compilationDirectory;
    std::vector<ScannedFunction> functions; ///< by offset
    std::vector<ScannedCopy> copies; ///< by offset
    std::vector<Row> rows; ///< by address
    std::vector<std::string> scopes; ///< "tea::Pot::"; the first is empty
    LineProgram lines; ///< without rows
};

/// Reads all of a unit. `top` is what a split unit's skeleton said: the line table and bases.
class UnitScanner {
public:
    /// `tag` is added to all offsets. `code`: where the program has some; a linker leaves entries and lines of functions that it
    /// dropped, all at one address.
    UnitScanner(const FormContext &context, uint64_t tag, std::span<const AddressRange> code)
        : m_context(context)
        , m_tag(tag)
        , m_code(code)
    {}

    struct Top {
        std::string_view name;
        std::string_view compilationDirectory;
        std::string_view dwoName;
        uint64_t lines = ~uint64_t(0); ///< offset in .debug_line
        uint64_t dwoId = 0;
    };
    /// The first entry of a unit; sets the bases in `unit`.
    [[nodiscard]] Top readTop(UnitHeader &unit);
    /// `withLines`: its line table too.
    [[nodiscard]] ScannedUnit scan(UnitHeader &unit, const Top &top, const FormContext &lineContext);

private:
    struct Piece {
        uint64_t begin = 0;
        uint64_t end = 0;
        uint32_t depth = 0;
        uint32_t owner = 0;
    };
    struct Level {
        uint32_t scope = 0;
        uint32_t function = ScannedUnit::noOwner;
        uint32_t depth = 0;
        bool named = false; ///< classes and functions, whose members have their name in theirs
    };
    struct Entry;

    void walk(const UnitHeader &unit, ScannedUnit &out);
    Entry readEntry(ByteReader &reader, const Abbreviation &abbreviation, const UnitHeader &unit);
    Level considerFunction(const Entry &entry, const Level &outer, const UnitHeader &unit, ScannedUnit &out);
    Level considerCopy(const Entry &entry, const Level &outer, const UnitHeader &unit, ScannedUnit &out);
    void addPieces(std::span<const AddressRange> ranges, uint32_t depth, uint32_t owner);
    std::vector<AddressRange> rangesOf(const Entry &entry, const UnitHeader &unit) const;
    void assignRows(LineProgram &lines, ScannedUnit &out);

    FormContext m_context;
    uint64_t m_tag;
    std::span<const AddressRange> m_code;
    std::unordered_map<uint64_t, AbbreviationTable> m_tables;
    const AbbreviationTable *m_table = nullptr;
    std::vector<Piece> m_pieces;
};

}
