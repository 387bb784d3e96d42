// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "kernel_runner.h"
#include "translator/listing.h"

#include <QtTest>

#include <set>

using namespace tapscope;
using namespace tapscope::translator;

namespace {

const std::string scriptText = "global hits, total\n"
                               "function twice(n) { return n * 2 }\n"
                               "probe kernel.trace(\"sched_switch\") {\n"
                               "    hits[execname()]++\n"
                               "    total += twice(pid())\n"
                               "}\n"
                               "probe end { foreach (name in hits-) println(name, hits[name], total) }\n";

std::set<uint32_t> scriptLines(const std::vector<ListingLine> &lines, const script::SourceSet &sources)
{
    std::set<uint32_t> all;
    for (const ListingLine &line : lines) {
        if (!line.range.empty() && line.range.file < sources.size() && sources.file(line.range.file).text() == scriptText)
            all.insert(sources.position(line.range).line);
    }
    return all;
}

}

/// A translation to read: every statement leads to what it became, and back.
class TestListing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void linksBothWays();
    void namesGlobals();
    void tellsWhoseWorkItIs();
    void showsTheScriptsLines();
};

void TestListing::linksBothWays()
{
    Translated t(scriptText);
    QVERIFY2(!t.diagnostics.hasErrors(), t.said().c_str());
    const Listing listing = makeListing(t.bundle, t.sources);
    QVERIFY((scriptLines(listing.intermediate, t.sources).contains(4)));
    QVERIFY((scriptLines(listing.intermediate, t.sources).contains(7)));
    const auto inKernel = scriptLines(listing.instructions, t.sources);
    QVERIFY(inKernel.contains(4) && inKernel.contains(5));
    QVERIFY(!inKernel.contains(7)); // end probes are interpreted
    // The instructions' ranges are those of the intermediate representation, so that a selection finds its way.
    size_t shared = 0;
    for (const ListingLine &line : listing.instructions) {
        shared += std::ranges::any_of(listing.intermediate,
                                      [&](const ListingLine &other) { return !line.range.empty() && other.range == line.range; });
    }
    QVERIFY2(shared * 2 > listing.instructions.size(), qPrintable(QString::number(shared)));
}

void TestListing::namesGlobals()
{
    Translated t(scriptText);
    const Listing listing = makeListing(t.bundle, t.sources);
    QVERIFY(std::ranges::any_of(listing.intermediate,
                                [](const ListingLine &line) { return line.text.contains("add_element hits"); }));
}

void TestListing::tellsWhoseWorkItIs()
{
    Translated t(scriptText);
    const Listing listing = makeListing(t.bundle, t.sources);
    for (const auto *lines : {&listing.intermediate, &listing.instructions}) {
        for (const ListingLine &line : *lines) {
            if (line.range.empty() || line.handler < 0)
                continue;
            const auto &handler = t.bundle.program.handlers[static_cast<size_t>(line.handler)];
            const uint32_t at = t.sources.position(line.range).line;
            if (handler.probePoint == "end")
                QCOMPARE(at, 7U);
            else
                QVERIFY2(at < 7, line.text.c_str());
        }
    }
    QVERIFY(std::ranges::any_of(listing.intermediate, [](const ListingLine &line) { return line.handler == 1; }));
    QVERIFY(std::ranges::all_of(listing.instructions, [](const ListingLine &line) { return line.handler == 0; }));
}

void TestListing::showsTheScriptsLines()
{
    Translated t(scriptText);
    const Listing listing = makeListing(t.bundle, t.sources);
    for (const auto *lines : {&listing.intermediate, &listing.instructions}) {
        const std::string text = withScript(*lines, t.sources);
        QVERIFY2(text.contains(":4      hits[execname()]++\n"), text.c_str());
        QVERIFY(text.contains(":5      total += twice(pid())\n"));
    }
}

QTEST_GUILESS_MAIN(TestListing)
#include "tst_listing.moc"
