// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/text.h"
#include "engine/runtime/local_storage.h"
#include "translator/bundle.h"

#include <cstddef>
#include <expected>
#include <functional>
#include <memory>
#include <span>

namespace tapscope::engine {

/// Globals in the kernel's maps, shared with the handlers that run there; those that only user-context handlers use stay in this
/// process. The descriptors belong to the caller and outlive it.
///
/// The kernel offers no atomic update of a hash element or of a per-CPU value from outside. So what <<< adds here is kept in this
/// process and merged at each reading (nothing that the kernel adds is ever overwritten); ++ and += of an array element are a
/// lookup and an update.
class MapStorage final : public Storage {
public:
    /// `mapDescriptors`: by index into Bundle::kernel.maps; -1 for maps that are not shared.
    [[nodiscard]] static std::expected<std::unique_ptr<MapStorage>, Failure> create(const translator::Bundle &bundle,
                                                                                    std::span<const int> mapDescriptors,
                                                                                    uint32_t maxEntries);
    ~MapStorage() override;

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
    MapStorage(const translator::Bundle &bundle, std::span<const int> mapDescriptors, uint32_t maxEntries);

    [[nodiscard]] bool isLocal(uint32_t global) const;
    [[nodiscard]] bool isStatistics(uint32_t global) const;
    /// A text that is longer than its column of a key, which is at `to`.
    void abbreviate(std::byte *to, const translator::GlobalLayout::Column &column, std::string_view text) const;
    [[nodiscard]] Cell wholeText(const std::byte *column, const translator::GlobalLayout::Column &layout) const;
    [[nodiscard]] std::vector<std::byte> packKey(uint32_t global, const Key &key) const;
    [[nodiscard]] Key unpackKey(uint32_t global, const std::byte *bytes) const;
    [[nodiscard]] Cell unpackValue(uint32_t global, const std::byte *bytes) const;
    [[nodiscard]] std::vector<std::byte> packValue(uint32_t global, const Cell &value) const;
    /// What one CPU has gathered.
    [[nodiscard]] Statistics unpackPart(uint32_t global, const std::byte *bytes) const;
    [[nodiscard]] Statistics unpackStatistics(uint32_t global, const std::byte *bytes) const;
    [[nodiscard]] size_t lookupBytes(uint32_t global) const;
    [[nodiscard]] const protocol::Map &map(uint32_t global) const;
    [[nodiscard]] int descriptor(uint32_t global) const;
    /// Where a scalar lies in the mapped globals; null when it is elsewhere.
    [[nodiscard]] std::byte *mappedScalar(uint32_t global) const;
    [[nodiscard]] bool lookup(uint32_t global, const Key &key, std::vector<std::byte> &value) const;
    void visitElements(uint32_t global, const std::function<void(const std::byte *key, const std::byte *value)> &visit);

    const translator::Bundle &m_bundle;
    std::vector<int> m_descriptors;
    LocalStorage m_local; ///< globals without a map, and the statistics that were added here
    std::byte *m_scalars = nullptr; ///< the mapped value of the globals map
    size_t m_scalarBytes = 0;
    size_t m_cpus = 1;
};

}
