// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/format_parser.h"
#include "engine/runtime/decoder.h"
#include "engine/runtime/site_addresses.h"
#include "record_writer.h"
#include "trace/call_tree.h"

#include <QtTest>

#include <link.h>

#include <random>

using namespace tapscope;
using namespace tapscope::engine;
using translator::FieldKind;
using translator::RecordHeader;

namespace {

constexpr uint64_t startNs = 1'000'000;

/// A translated script of two handlers (calls and returns of two functions) with some prints.
struct Fixture {
    translator::Bundle bundle;
    script::SourceSet sources;
    std::unique_ptr<RecordDecoder> decoder;
    DecodedBatch out;

    Fixture()
    {
        sources.add("tree.stp", "probe process.function(\"*\") { x = 1 / y }\nprobe end { a[1] = 2; while (1) ; }\n");
        bundle.program.handlers.resize(2);
        bundle.program.handlers[0].sites = {0, 1};
        bundle.program.handlers[1].sites = {2};
        for (const char *name : {"main", "fact", "late"}) {
            analysis::Site &site = bundle.program.sites.emplace_back();
            site.function = name;
            site.probePoint = std::string("process(\"/bin/x\").function(\"") + name + "\")";
        }
        bundle.program.sites[1].variables.resize(4);
        const char *names[] = {"n", "p", "s", "f"};
        for (size_t i = 0; i < 4; ++i) {
            bundle.program.sites[1].variables[i].name = names[i];
            bundle.program.sites[1].variables[i].type.kind = debuginfo::TypeInfo::Kind::Integer;
        }
        bundle.program.sites[1].variables[2].type.kind = debuginfo::TypeInfo::Kind::Structure;
        bundle.program.globals.resize(1);
        bundle.program.globals[0].name = "a";
        bundle.program.globals[0].maxEntries = 8;
        decoder = std::make_unique<RecordDecoder>(bundle, sources, startNs);
    }
    /// Adds a print; the id of its entries.
    uint32_t print(const std::string &format, std::vector<translator::FieldLayout> fields)
    {
        translator::ir::PrintFormat plan;
        plan.pieces = analysis::parseFormat(format).pieces;
        bundle.ir.prints.push_back(plan);
        bundle.layouts.push_back({static_cast<uint32_t>(bundle.ir.prints.size() - 1), std::move(fields)});
        return static_cast<uint32_t>(bundle.layouts.size() - 1);
    }
    static RecordHeader header(uint64_t site = 1)
    {
        RecordHeader header;
        header.site = site;
        header.flags = translator::HasFrame | translator::HasExecname;
        header.timeNs = startNs + 5000;
        header.pid = 100;
        header.tid = 101;
        header.cpu = 1;
        header.stackPointer = 0x7ffe1000;
        header.returnAddress = 0x401234;
        std::memcpy(header.execname, "prog", 5);
        return header;
    }
    const trace::Event &decodeOne(const RecordWriter &record)
    {
        out.clear();
        decoder->decode(record.data(), out);
        static const trace::Event none;
        return out.batch.events.empty() ? none : out.batch.events.back();
    }
};

std::string text(std::string_view view)
{
    return std::string(view);
}

}

class TestDecoder : public QObject {
    Q_OBJECT

private slots:
    void decodesCalls();
    void decodesReturns();
    void namesByWords();
    void printsFields();
    void keepsPrintsOfAHandler();
    void cutsIndentsWhereStringsEnd();
    void tellsErrors_data();
    void tellsErrors();
    void tellsExitAndLosses();
    void findsSitesByAddress();
    void treeOfRecords();
    void survivesDamagedRecords();
};

void TestDecoder::decodesCalls()
{
    Fixture f;
    const uint32_t id = f.print(
        "%s -> %s %s\n", {{FieldKind::ThreadIndent, {}, 0}, {FieldKind::ProbeFunction, {}, 0}, {FieldKind::Variables, {}, 4}});
    RecordWriter record(Fixture::header());
    record.begin(id).indent(42, 3, 4).put(uint64_t{5}).put(uint64_t{0}).put(uint64_t{0}).put(~uint64_t{0});
    record.put(uint8_t{0}).put(uint8_t{2}).put(uint8_t{1}).put(uint8_t{0}).pad().end();
    const trace::Event &event = f.decodeOne(record);
    QCOMPARE(f.out.malformed, 0U);
    QCOMPARE(f.out.batch.events.size(), size_t{1});
    QCOMPARE(text(event.text), std::string("    42 prog(101):    -> fact n=0x5 p=ERROR s={...} f=0xffffffffffffffff\n"));
    QCOMPARE(event.kind, trace::Event::Kind::Enter);
    QCOMPARE(text(event.function), std::string("fact"));
    QCOMPARE(text(event.arguments), std::string("n=0x5 p=ERROR s={...} f=0xffffffffffffffff"));
    QCOMPARE(text(event.execname), std::string("prog"));
    QCOMPARE(event.timeNs, 5000U);
    QCOMPARE(event.pid, 100U);
    QCOMPARE(event.tid, 101U);
    QCOMPARE(event.cpu, 1U);
    QCOMPARE(event.site, 1U);
    QCOMPARE(event.stackPointer, 0x7ffe1000U);
    QCOMPARE(event.returnAddress, 0x401234U);
}

void TestDecoder::decodesReturns()
{
    Fixture f;
    const uint32_t id = f.print("%s <- %s = %d\n",
                                {{FieldKind::ThreadIndent, {}, 0}, {FieldKind::ProbeFunction, {}, 0}, {FieldKind::Long, {}, 0}});
    RecordWriter record(Fixture::header(0));
    record.begin(id).indent(1'000'000, 0, -4).put(int64_t{-7}).end();
    const trace::Event &event = f.decodeOne(record);
    QCOMPARE(text(event.text), std::string("1000000 prog(101): <- main = -7\n"));
    QCOMPARE(event.kind, trace::Event::Kind::Leave);
    QCOMPARE(text(event.function), std::string("main"));
    QCOMPARE(text(event.arguments), std::string("-7"));
}

void TestDecoder::namesByWords()
{
    Fixture f;
    const uint32_t id = f.print("%s => %s(%d)\n",
                                {{FieldKind::Indent, {}, 0}, {FieldKind::Literal, "strlen", 0}, {FieldKind::Long, {}, 0}});
    RecordWriter record(Fixture::header());
    record.begin(id).indent(3, 1, 1).put(int64_t{12}).end();
    const trace::Event &event = f.decodeOne(record);
    QCOMPARE(text(event.text), std::string("     3 :  => strlen(12)\n"));
    QCOMPARE(event.kind, trace::Event::Kind::Enter);
    QCOMPARE(text(event.function), std::string("strlen"));
    QCOMPARE(text(event.arguments), std::string("(12)"));
    // A change of depth by nothing is no call.
    RecordWriter still(Fixture::header());
    still.begin(id).indent(3, 1, 0).put(int64_t{12}).end();
    QCOMPARE(f.decodeOne(still).kind, trace::Event::Kind::Text);
}

void TestDecoder::printsFields()
{
    Fixture f;
    const uint32_t id = f.print("[%8s|%-6s|%.2s|%#s] %s %*d %x %c",
                                {{FieldKind::Bytes, {}, 0},
                                 {FieldKind::Execname, {}, 0},
                                 {FieldKind::ProbeFunction, {}, 0},
                                 {FieldKind::Bytes, {}, 0},
                                 {FieldKind::ProbePoint, {}, 0},
                                 {FieldKind::Long, {}, 0},
                                 {FieldKind::Long, {}, 0},
                                 {FieldKind::Long, {}, 0},
                                 {FieldKind::Long, {}, 0}});
    RecordWriter record(Fixture::header());
    record.begin(id).bytes("hello", 1).bytes("a\nb").put(int64_t{6}).put(int64_t{42}).put(int64_t{255}).put(int64_t{65}).end();
    const trace::Event &event = f.decodeOne(record);
    QCOMPARE(text(event.text), std::string("[   hello|prog  |fa|a\\nb] process(\"/bin/x\").function(\"fact\")     42 ff A"));
    QVERIFY(event.truncated);
    QCOMPARE(event.kind, trace::Event::Kind::Text);
}

void TestDecoder::keepsPrintsOfAHandler()
{
    Fixture f;
    const uint32_t first = f.print("a", {});
    const uint32_t second = f.print("%d\n", {{FieldKind::Long, {}, 0}});
    RecordHeader header = Fixture::header();
    header.flags |= translator::Aborted;
    RecordWriter record(header);
    record.begin(first).end().begin(second).put(int64_t{1}).end().begin(first).end();
    f.decodeOne(record);
    QCOMPARE(f.out.batch.events.size(), size_t{3});
    std::string all;
    for (const trace::Event &event : f.out.batch.events) {
        all += event.text;
        QVERIFY(event.aborted);
    }
    QCOMPARE(all, std::string("a1\na"));
}

void TestDecoder::cutsIndentsWhereStringsEnd()
{
    Fixture f;
    const uint32_t id = f.print("%s-> %s\n", {{FieldKind::ThreadIndent, {}, 0}, {FieldKind::ProbeFunction, {}, 0}});
    RecordWriter record(Fixture::header());
    record.begin(id).indent(1, INT32_MAX, 1).end();
    const trace::Event &event = f.decodeOne(record);
    QCOMPARE(event.text.size(), size_t{511 + 3 + 4 + 1});
    QCOMPARE(text(event.function), std::string("fact"));
}

void TestDecoder::tellsErrors_data()
{
    QTest::addColumn<uint32_t>("kind");
    QTest::addColumn<uint32_t>("site");
    QTest::addColumn<qint64>("operand");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("text");
    QTest::addRow("division") << 1U << 0U << qint64{0} << QByteArray()
                              << "ERROR: division by 0 near operator '/' at tree.stp:1:37";
    QTest::addRow("fault") << 2U << 0U << qint64{0xdead} << QByteArray()
                           << "ERROR: read fault [man error::fault] at 0xdead near operator '/' at tree.stp:1:37";
    QTest::addRow("overflow") << 3U << 1U << qint64{0} << QByteArray()
                              << "ERROR: Array overflow, check size limit (8) near identifier 'a' at tree.stp:2:13";
    QTest::addRow("actions") << 4U << 2U << qint64{0} << QByteArray()
                             << "ERROR: MAXACTION exceeded near keyword at tree.stp:2:23";
    QTest::addRow("raised") << 5U << 3U << qint64{0} << QByteArray() << "ERROR: my words near operator '/' at tree.stp:1:37";
    QTest::addRow("raised with text") << 5U << 3U << qint64{0} << QByteArray("made")
                                      << "ERROR: made near operator '/' at tree.stp:1:37";
    QTest::addRow("unknown kind") << 77U << 0U << qint64{0} << QByteArray() << "";
    QTest::addRow("unknown site") << 1U << 70U << qint64{0} << QByteArray() << "";
}

void TestDecoder::tellsErrors()
{
    QFETCH(uint32_t, kind);
    QFETCH(uint32_t, site);
    QFETCH(qint64, operand);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, text);
    Fixture f;
    const auto slash = static_cast<uint32_t>(f.sources.file(0).text().find('/'));
    const uint32_t line = f.sources.file(0).lineStart(2);
    f.bundle.errorSites = {{{0, slash, slash + 1}, "y"},
                           {{0, line + 12, line + 13}, "a"},
                           {{0, line + 22, line + 27}, ""},
                           {{0, slash, slash + 1}, "my words"}};
    RecordWriter record(Fixture::header());
    record.begin(translator::entryError).put(kind).put(site).put(int64_t{operand});
    if (!bytes.isEmpty())
        record.bytes({bytes.constData(), static_cast<size_t>(bytes.size())});
    record.end();
    f.decodeOne(record);
    if (text.isEmpty()) {
        QVERIFY(f.out.errors.empty());
        QCOMPARE(f.out.malformed, 1U);
        return;
    }
    QCOMPARE(f.out.errors.size(), size_t{1});
    QCOMPARE(QString::fromStdString(f.out.errors[0].text), text);
    QCOMPARE(f.out.errors[0].timeNs, 5000U);
}

void TestDecoder::tellsExitAndLosses()
{
    Fixture f;
    const uint32_t id = f.print("x\n", {});
    RecordHeader header = Fixture::header();
    header.lostBefore = 17;
    RecordWriter record(header);
    record.begin(id).end().begin(translator::entryExit).end();
    f.decodeOne(record);
    QVERIFY(f.out.exitRequested);
    QCOMPARE(f.out.lost, 17U);
    QCOMPARE(f.out.batch.events.size(), size_t{2});
    QCOMPARE(f.out.batch.events[0].kind, trace::Event::Kind::Lost);
    QCOMPARE(f.out.batch.events[0].lost, 17U);
    QCOMPARE(text(f.out.batch.events[1].text), std::string("x\n"));
    f.out.clear();
    QVERIFY(!f.out.exitRequested);
}

int firstObject(dl_phdr_info *info, size_t, void *data)
{
    *static_cast<dl_phdr_info *>(data) = *info;
    return 1;
}

void TestDecoder::findsSitesByAddress()
{
    // This very program: its load offset is known here, and the decoder must find it by the start of the code alone.
    dl_phdr_info self{};
    dl_iterate_phdr(firstObject, &self);
    uint64_t firstCode = UINT64_MAX;
    for (int i = 0; i < self.dlpi_phnum; ++i) {
        if (self.dlpi_phdr[i].p_type == PT_LOAD && (self.dlpi_phdr[i].p_flags & PF_X) != 0)
            firstCode = std::min<uint64_t>(firstCode, self.dlpi_phdr[i].p_vaddr);
    }
    const uint64_t codeStart = self.dlpi_addr + firstCode;
    Fixture f;
    for (size_t i = 0; i < 3; ++i) {
        f.bundle.program.sites[i].modulePath = "/proc/self/exe";
        f.bundle.program.sites[i].address = firstCode + 0x1000 * i + 0x40;
    }
    f.bundle.program.sites[2].modulePath = "/nonexistent/lib.so";
    const uint32_t id = f.print("%s", {{FieldKind::ProbeFunction, {}, 0}});
    const auto functionAt = [&](uint32_t handler, uint64_t address) {
        RecordHeader header = Fixture::header(address);
        header.handler = handler;
        header.flags |= translator::SiteIsAddress;
        header.codeStart = codeStart;
        return text(f.decodeOne(RecordWriter(header).begin(id).end()).text);
    };
    QCOMPARE(functionAt(0, codeStart + 0x40), std::string("main"));
    QCOMPARE(functionAt(0, codeStart + 0x1040), std::string("fact"));
    QCOMPARE(functionAt(0, codeStart + 0x1040), std::string("fact"));
    QCOMPARE(functionAt(0, codeStart + 0x2040), std::string()); // two sites could be meant
    QCOMPARE(functionAt(0, codeStart + 0x41), std::string());
    QCOMPARE(functionAt(1, 0x7f0000000000 + (f.bundle.program.sites[2].address & 0xfff)),
             std::string("late")); // only one can be meant
}

void TestDecoder::treeOfRecords()
{
    Fixture f;
    const uint32_t call = f.print("%s-> %s\n", {{FieldKind::ThreadIndent, {}, 0}, {FieldKind::ProbeFunction, {}, 0}});
    const uint32_t back = f.print(
        "%s<- %s %d\n", {{FieldKind::ThreadIndent, {}, 0}, {FieldKind::ProbeFunction, {}, 0}, {FieldKind::Long, {}, 0}});
    uint64_t time = startNs + 1000;
    const auto add = [&](uint32_t id, uint64_t site, uint64_t stackPointer, int delta) {
        RecordHeader header = Fixture::header(site);
        header.timeNs = time += 1000;
        header.stackPointer = stackPointer;
        RecordWriter record(header);
        record.begin(id).indent(0, 0, delta);
        if (id == back)
            record.put(int64_t{6});
        f.decoder->decode(record.end().data(), f.out);
    };
    add(call, 0, 1000, 1);
    add(call, 1, 900, 1);
    add(call, 1, 800, 1);
    add(back, 1, 900, -1);
    add(back, 0, 1000, -1);
    trace::CallTree tree;
    tree.add(f.out.batch.events);
    QCOMPARE(
        QString::fromStdString(toText(tree, 0, trace::noCall)),
        QStringLiteral(
            "prog(101)\n  main = 6  4.000  self 2.000\n    fact = 6  2.000  self 1.000\n      fact  1.000  [return not seen]\n"));
}

void TestDecoder::survivesDamagedRecords()
{
    Fixture f;
    f.bundle.errorSites = {{{0, 5, 6}, ""}};
    const uint32_t id = f.print("%s %s %s %d %*.*s\n",
                                {{FieldKind::ThreadIndent, {}, 0},
                                 {FieldKind::Bytes, {}, 0},
                                 {FieldKind::Variables, {}, 4},
                                 {FieldKind::Long, {}, 0},
                                 {FieldKind::Long, {}, 0},
                                 {FieldKind::Long, {}, 0},
                                 {FieldKind::Bytes, {}, 0}});
    f.print("%d %d\n", {{FieldKind::Long, {}, 0}}); // a layout that lacks a field
    f.bundle.layouts.push_back({9999, {}});
    RecordWriter good(Fixture::header());
    good.begin(id).indent(1, 2, 3).bytes("text");
    for (int i = 0; i < 4; ++i)
        good.put(int64_t{i});
    good.put(uint32_t{0}).pad().put(int64_t{1}).put(int64_t{5}).put(int64_t{2}).bytes("abc").end();
    good.begin(translator::entryError).put(uint32_t{1}).put(uint32_t{0}).put(int64_t{0}).end();
    f.decodeOne(good);
    QCOMPARE(f.out.malformed, 0U);
    // Cut anywhere.
    for (size_t size = 0; size < good.data().size(); ++size) {
        f.out.clear();
        f.decoder->decode(std::span(good.data()).first(size), f.out);
        QVERIFY(f.out.malformed <= 1);
    }
    QCOMPARE(f.out.records, 1U);
    // Any byte changed, and pure noise.
    std::mt19937 random(5);
    for (int round = 0; round < 20'000; ++round) {
        auto bytes = good.data();
        for (auto n = random() % 4 + 1; n-- > 0;)
            bytes[random() % bytes.size()] = static_cast<std::byte>(random());
        if (round % 10 == 0) {
            for (std::byte &byte : bytes)
                byte = static_cast<std::byte>(random());
        }
        f.out.clear();
        f.decoder->decode(bytes, f.out);
        size_t length = 0;
        for (const trace::Event &event : f.out.batch.events)
            length += event.text.size();
        QVERIFY(length < 100'000);
    }
}

QTEST_GUILESS_MAIN(TestDecoder)
#include "tst_decoder.moc"
