// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/program.h"
#include "engine/runtime/storage.h"

#include <list>
#include <span>
#include <unordered_map>

namespace tapscope::engine {

/// Globals in this process: for scripts without kernel handlers, and what the interpreter's results are measured by.
class LocalStorage final : public Storage {
public:
    /// `maxEntries` is the size of arrays that do not name one. Scalars start with the script's initial values.
    LocalStorage(std::span<const analysis::GlobalVariable> globals, uint32_t maxEntries);

    Cell load(uint32_t global, const Key &key) override;
    bool store(uint32_t global, const Key &key, const Cell &value) override;
    std::optional<int64_t> add(uint32_t global, const Key &key, int64_t value) override;
    bool has(uint32_t global, const Key &key) override;
    void erase(uint32_t global, const Key &key) override;
    void clear(uint32_t global) override;
    bool accumulate(uint32_t global, const Key &key, int64_t value) override;
    Statistics statistics(uint32_t global, const Key &key) override;
    std::vector<Element> elements(uint32_t global) override;

private:
    struct KeyHash {
        size_t operator()(const Key &key) const;
    };
    struct Array {
        std::list<Element> elements; ///< in order of insertion
        std::unordered_map<Key, std::list<Element>::iterator, KeyHash> index;
        uint32_t maxEntries = 0;
        bool wraps = false;
        StatisticPlan statistics;
    };
    /// The element of `key`, made when it is missing; null when the array is full.
    Element *require(uint32_t global, const Key &key);
    [[nodiscard]] const Element *find(uint32_t global, const Key &key) const;

    std::vector<Element> m_scalars;
    std::vector<Array> m_arrays;
};

}
