// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/browser/name_catalog.h"

#include <algorithm>

namespace tapscope::editor {

namespace {

bool isMeant(QChar prefix, NameCatalog::Family family)
{
    using Family = NameCatalog::Family;
    switch (prefix.unicode()) {
    case u'f': return family == Family::Function || family == Family::KernelFunction;
    case u'k': return family == Family::KernelFunction;
    case u'l': return family == Family::File;
    case u't': return family == Family::Tracepoint;
    case u'm': return family == Family::Mark;
    case u's': return family == Family::Syscall;
    case u'a': return family == Family::Alias || family == Family::TapsetFunction;
    default: return prefix.isNull();
    }
}

/// What belongs to the traced program comes before the many names of the kernel.
int bonus(NameCatalog::Family family)
{
    using Family = NameCatalog::Family;
    switch (family) {
    case Family::Function: return 40;
    case Family::File:
    case Family::Mark: return 30;
    case Family::Alias:
    case Family::TapsetFunction:
    case Family::Syscall: return 20;
    case Family::Tracepoint: return 10;
    case Family::KernelFunction: return 0;
    }
    return 0;
}

}

NameCatalog::Query NameCatalog::parse(const QString &typed)
{
    Query query;
    query.text = typed.trimmed();
    if (typed.size() >= 2 && typed[1] == u' ' && QStringLiteral("fkltmsa").contains(typed[0])) {
        query.prefix = typed[0];
        query.text = typed.mid(2).trimmed();
    }
    if (query.prefix == u'l' || query.prefix.isNull()) {
        const qsizetype colon = query.text.lastIndexOf(u':');
        bool isNumber = false;
        const int line = colon > 0 ? QStringView(query.text).mid(colon + 1).toInt(&isNumber) : 0;
        if (isNumber || (query.prefix == u'l' && colon == query.text.size() - 1 && colon > 0)) {
            query.line = std::max(line, 0);
            query.text.truncate(colon);
        }
    }
    return query;
}

void NameCatalog::add(Family family, FuzzyNames names, Maker maker)
{
    m_parts.push_back({family, std::move(names), std::move(maker)});
}

size_t NameCatalog::size() const
{
    size_t sum = 0;
    for (const Part &part : m_parts)
        sum += part.names.size();
    return sum;
}

std::vector<NameCatalog::Hit> NameCatalog::search(const Query &query, size_t most, size_t *total) const
{
    struct Found {
        const Part *part;
        FuzzyNames::Hit hit;
    };
    const QByteArray typed = query.text.toUtf8();
    const std::string_view text(typed.constData(), static_cast<size_t>(typed.size()));
    std::vector<Found> found;
    size_t sum = 0;
    for (const Part &part : m_parts) {
        if (!isMeant(query.prefix, part.family) || (query.line > 0 && part.family != Family::File))
            continue;
        size_t fitting = 0;
        for (FuzzyNames::Hit hit : part.names.search(text, most, &fitting)) {
            hit.score += bonus(part.family);
            found.push_back({&part, hit});
        }
        sum += fitting;
    }
    if (total)
        *total = sum;
    std::ranges::stable_sort(found, std::greater{}, [](const Found &each) { return each.hit.score; });
    if (found.size() > most)
        found.resize(most);
    std::vector<Hit> out;
    out.reserve(found.size());
    for (const Found &each : found) {
        Hit hit{each.part->maker(each.hit.index), each.hit.score};
        if (query.line > 0)
            hit.node.line = query.line;
        out.push_back(std::move(hit));
    }
    return out;
}

}
