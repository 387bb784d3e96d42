// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/glob.h"
#include "debuginfo/elf_file.h"
#include "debuginfo/function_index.h"
#include "debuginfo/function_name.h"
#include "debuginfo/index.h"
#include "debuginfo/module.h"
#include "debuginfo/symbol_table.h"

#include <QtTest>

#include <algorithm>
#include <set>

using namespace tapscope::debuginfo;
using namespace Qt::StringLiterals;

namespace {

QString programPath(const QString &name)
{
    return QString::fromLatin1(TAPSCOPE_TEST_PROGRAMS "/") + name;
}

std::shared_ptr<const Module> openProgram(const QString &name)
{
    auto module = Module::open(programPath(name).toStdString());
    return module ? *module : nullptr;
}

QStringList names(const std::vector<Function> &functions)
{
    QStringList out;
    for (const Function &f : functions)
        out << QString::fromStdString(f.qualifiedName);
    out.sort();
    return out;
}

QStringList words(const char *text)
{
    QStringList out = QString::fromLatin1(text).split(u' ', Qt::SkipEmptyParts);
    out.sort();
    return out;
}

QByteArray outputOf(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setProcessEnvironment([] {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"LC_ALL"_s, u"C"_s);
        environment.remove(u"DEBUGINFOD_URLS"_s);
        return environment;
    }());
    process.start(program, arguments);
    return process.waitForFinished() ? process.readAllStandardOutput() : QByteArray();
}

}

class TestFunctions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keptIndexHasTheSame_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"kettle-O0", "kettle-O2", "kettle-dwarf4", "kettle-fixed", "teapot-O0", "teapot-O2",
                                 "teapot-O2-lto", "teapot-dwarf4"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    // The functions of large programs come from their kept index instead of their DWARF.
    void keptIndexHasTheSame()
    {
        QFETCH(QString, name);
        const std::string path = programPath(name).toStdString();
        const auto program = ElfFile::open(path, ElfFile::Purpose::Program);
        QVERIFY(program);
        Dwarf *dwarf = dwarf_begin_elf((*program)->elf(), DWARF_C_READ, nullptr);
        const auto close = qScopeGuard([&] { dwarf_end(dwarf); });
        const SymbolTable symbols(**program, nullptr);
        const QTemporaryDir cache;
        IndexOptions options;
        options.cacheDirectory = cache.path().toStdString();
        const auto index = Index::open(path, options);
        QVERIFY(index);
        const auto kept = indexedFunctions(**index, symbols);
        QVERIFY(kept);
        const auto shown = [](const std::vector<IndexedFunction> &functions) {
            QStringList out;
            for (const IndexedFunction &f : functions)
                out << u"%1+%2 %3 %4 %5 die %6 %7%8"_s.arg(f.lowPc, 0, 16)
                           .arg(f.size)
                           .arg(QString::fromStdString(f.name), QString::fromStdString(f.qualifiedName),
                                QString::fromStdString(f.linkageName))
                           .arg(f.dieOffset)
                           .arg(f.external)
                           .arg(f.hasDebugInfo);
            return out;
        };
        const QStringList read = shown(indexFunctions(dwarf, **program, symbols));
        QVERIFY(read.size() > 4);
        QCOMPARE(shown(*kept), read);
    }

    void everyNameAsGdb_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name :
             {"kettle-O0", "kettle-O1", "kettle-O2", "kettle-dwarf4", "kettle-fixed", "kettle-stripped", "kettle-compressed"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    // Names, lines and addresses of all functions with debuginfo equal those that gdb finds.
    void everyNameAsGdb()
    {
        QFETCH(QString, name);
        const QString gdb = QStandardPaths::findExecutable(u"gdb"_s);
        if (gdb.isEmpty())
            QSKIP("gdb is not installed");
        const auto module = openProgram(name);
        QVERIFY(module);
        std::set<std::pair<std::string, uint32_t>> ours;
        QStringList arguments{u"-nx"_s, u"-batch"_s, u"-ex"_s, u"info functions -n"_s};
        std::vector<Function> described;
        for (const Function &f : module->functions("*")) {
            if (!f.hasDebugInfo)
                continue;
            ours.emplace(f.name, f.line);
            described.push_back(f);
            QVERIFY2(f.file.ends_with("programs/kettle.c"), f.file.c_str());
            arguments << u"-ex"_s << u"info symbol 0x%1"_s.arg(f.lowPc, 0, 16);
        }
        const QByteArray output = outputOf(gdb, arguments << programPath(name));
        // 21:	int fact(int);
        static const QRegularExpression line(u"^(\\d+):\\t.*?(\\w+)\\(.*;$"_s, QRegularExpression::MultilineOption);
        std::set<std::pair<std::string, uint32_t>> theirs;
        for (auto match = line.globalMatch(QString::fromUtf8(output)); match.hasNext();) {
            const auto one = match.next();
            theirs.emplace(one.captured(2).toStdString(), one.captured(1).toUInt());
        }
        QVERIFY2(theirs.size() > 15, output);
        for (const auto &[function, number] : theirs)
            QVERIFY2(ours.contains({function, number}),
                     qPrintable(QString::fromStdString(function) + u':' + QString::number(number)));
        for (const auto &[function, number] : ours)
            QVERIFY2(theirs.contains({function, number}),
                     qPrintable(QString::fromStdString(function) + u':' + QString::number(number)));
        for (const Function &f : described) {
            const QByteArray symbol = QByteArray::fromStdString(f.name);
            QVERIFY2(output.contains('\n' + symbol + " in section .text") || output.contains('\n' + symbol + '.'), symbol);
        }
    }

    void qualifiedNames_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("dwarf");
        QTest::newRow("O0") << u"teapot-O0"_s << true;
        QTest::newRow("O2") << u"teapot-O2"_s << true;
        QTest::newRow("DWARF 4") << u"teapot-dwarf4"_s << true;
        QTest::newRow("symbols") << u"teapot-plain"_s << false;
    }
    void qualifiedNames()
    {
        QFETCH(QString, name);
        QFETCH(bool, dwarf);
        const auto module = openProgram(name);
        QVERIFY(module);
        QCOMPARE(module->hasDebugInfo(), dwarf);
        QCOMPARE(names(module->functions("tea::serve")), words("tea::serve tea::serve tea::serve"));
        QCOMPARE(names(module->functions("serve")), words("tea::serve tea::serve tea::serve"));
        QCOMPARE(names(module->functions("tea::Pot::p*")), words("tea::Pot::pour"));
        QCOMPARE(names(module->functions("close")), words("tea::house::v1::close"));
        QCOMPARE(names(module->functions("brew*")), words("tea::Pot::brew<double> tea::Pot::brew<int>"));
        QCOMPARE(names(module->functions("*hidden")), QStringList{u"(anonymous namespace)::hidden"_s});
        QCOMPARE(names(module->functions("tea::Pot::Lid::*")), words("tea::Pot::Lid::open"));
        QCOMPARE(names(module->functions("operator+=")), words("tea::Pot::operator+="));
        QCOMPARE(names(module->functions("_ZN3tea5serveEiPKc")), words("tea::serve"));
        QCOMPARE(names(module->functions("_ZN3tea5serve*")), words("tea::serve tea::serve tea::serve"));
        QCOMPARE(names(module->functions("plain")), words("plain"));
        QVERIFY(!names(module->functions("_*")).contains(u"tea::serve"_s));
        const auto serve = module->functions("_ZN3tea5serveEd");
        QCOMPARE(serve.size(), 1u);
        QCOMPARE(serve[0].name, "serve");
        QCOMPARE(serve[0].linkageName, "_ZN3tea5serveEd");
        QVERIFY(serve[0].external);
        const auto lambdas = module->functions("operator()");
        QCOMPARE(lambdas.size(), 1u);
        QVERIFY(lambdas[0].qualifiedName.starts_with("main::"));
        QVERIFY(!lambdas[0].external);
        QCOMPARE(lambdas[0].file.empty(), !dwarf);
        QVERIFY(module->symbolAt(serve[0].lowPc + 1) == "tea::serve");
    }

    // Methods, closures and generic functions: what is listed can be written back.
    void namesOfGo()
    {
        const auto module = openProgram(u"samovar-go"_s);
        IndexOptions options;
        QTemporaryDir directory;
        options.cacheDirectory = directory.path().toStdString();
        const auto index = Index::open(module->path(), options);
        QVERIFY(module && index);
        QCOMPARE(names(module->functions("main.*")).size(), 4);
        QCOMPARE(names(module->functions("*Pour*")).size(), 2);
        QCOMPARE(names(module->functions("tea/house.*")).size(), 2);
        for (const Function &function : module->functions("*")) {
            QCOMPARE(names(module->functions(function.name)), QStringList{QString::fromStdString(function.name)});
            const auto ids = (*index)->functions(function.name);
            QCOMPARE(ids.size(), size_t(1));
            QCOMPARE((*index)->function(ids.front()).lowPc, function.lowPc);
        }
        QCOMPARE(module->functions("*").size(), size_t(8));
    }

    void scopesInPatterns_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("means");
        QTest::addColumn<QString>("written");
        const auto row = [](const char *pattern, const char *name, bool means, const char *written) {
            QTest::addRow("%s for %s", pattern, name)
                << QString::fromLatin1(pattern) << QString::fromLatin1(name) << means << QString::fromLatin1(written);
        };
        row("pour", "tea::Pot::pour", true, "pour");
        row("Pot::po*", "tea::Pot::pour", true, "Pot::pour");
        row("tea::Pot::pour", "tea::Pot::pour", true, "tea::Pot::pour");
        row("::tea::Pot::pour", "tea::Pot::pour", true, "tea::Pot::pour");
        row("::Pot::pour", "tea::Pot::pour", false, "Pot::pour");
        row("tea::*", "tea::Pot::pour", false, "Pot::pour");
        row("*::pour", "tea::Pot::pour", true, "Pot::pour");
        row("a::b::c::pour", "tea::Pot::pour", false, "tea::Pot::pour");
        row("brew<a::b>", "tea::brew<a::b>", true, "brew<a::b>");
        row("operator()", "tea::Pot::operator()", true, "operator()");
        row("operator std::string", "tea::Pot::operator std::string", true, "operator std::string");
        row("operators::f", "tea::operators::f", true, "operators::f");
        row("hidden", "(anonymous namespace)::hidden", true, "hidden");
        row("::main", "main", true, "main");
        row("", "main", false, "main");
    }
    void scopesInPatterns()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, name);
        QFETCH(bool, means);
        QFETCH(QString, written);
        const std::string glob = pattern.toStdString(), qualified = name.toStdString();
        QCOMPARE(functionNameMatches(glob, qualified), means);
        const std::string_view shown = nameAsWritten(glob, qualified);
        QCOMPARE(QString::fromUtf8(shown.data(), static_cast<qsizetype>(shown.size())), written);
    }

    // The same program with and without DWARF has the same functions.
    void symbolsSayTheSame()
    {
        const auto plain = openProgram(u"kettle-plain"_s);
        QVERIFY(plain);
        QVERIFY(!plain->hasDebugInfo());
        const auto all = names(plain->functions("*"));
        for (const QString &name :
             words("fact pour warm take_small take_large make_large count visit whistle main spill _start _init _fini"))
            QVERIFY2(all.contains(name), qPrintable(name));
        for (const Function &f : plain->functions("*")) {
            QVERIFY(f.lowPc != 0);
            QVERIFY(f.size > 0);
            QVERIFY(!f.name.contains('@'));
            QVERIFY(f.file.empty());
        }
        QVERIFY(plain->functions("printf").empty());
        QVERIFY(plain->functions("fprintf*").empty());
    }

    void strippedBareHasNone()
    {
        const auto bare = openProgram(u"kettle-bare"_s);
        QVERIFY(bare);
        QVERIFY(bare->functions("fact").empty());
        QVERIFY(bare->functionNames().empty());
    }

    void oneEntryAnAddress()
    {
        for (const char *name : {"kettle-O2", "kettle-plain", "teapot-O2", "teapot-plain"}) {
            const auto module = openProgram(QString::fromLatin1(name));
            QVERIFY(module);
            const auto all = module->functions("*");
            QVERIFY(all.size() > 15);
            for (size_t i = 1; i < all.size(); ++i)
                QVERIFY(all[i - 1].lowPc < all[i].lowPc);
            for (const Function &f : all) {
                QVERIFY2(!f.name.contains(".cold"), f.name.c_str());
                QCOMPARE(module->fileOffset(f.entry.address).value_or(0), f.entry.fileOffset);
            }
        }
    }

    void entryIsBehindEndbr64()
    {
        const auto with = openProgram(u"kettle-O0-endbr"_s);
        const auto without = openProgram(u"kettle-O0"_s);
        QVERIFY(with && without);
        for (const char *name : {"fact", "pour", "main", "count"}) {
            const Function a = with->functions(name).at(0);
            QCOMPARE(a.entry.address, a.lowPc + 4);
            QCOMPARE(a.entry.cost, CostClass::Emulated); // push %rbp
            const Function b = without->functions(name).at(0);
            QCOMPARE(b.entry.address, b.lowPc);
            QCOMPARE(b.entry.cost, CostClass::Emulated);
        }
        QCOMPARE(openProgram(u"kettle-O2"_s)->functions("ignores").at(0).entry.cost, CostClass::SingleStepped);
    }

    void fileGlobs_data()
    {
        QTest::addColumn<QString>("glob");
        QTest::addColumn<bool>("matches");
        QTest::newRow("none") << u""_s << true;
        QTest::newRow("name") << u"kettle.c"_s << true;
        QTest::newRow("suffix") << u"programs/kettle.c"_s << true;
        QTest::newRow("wildcard") << u"*.c"_s << true;
        QTest::newRow("wildcard in a part") << u"pro*/ket*"_s << true;
        QTest::newRow("half a part") << u"ettle.c"_s << false;
        QTest::newRow("other") << u"teapot.cpp"_s << false;
    }
    void fileGlobs()
    {
        QFETCH(QString, glob);
        QFETCH(bool, matches);
        QCOMPARE(openProgram(u"kettle-O1"_s)->functions("fact", glob.toStdString()).size(), matches ? 1u : 0u);
    }

    void namesForSuggestions()
    {
        const auto all = openProgram(u"teapot-O0"_s)->functionNames();
        QVERIFY(std::ranges::is_sorted(all));
        QCOMPARE(std::ranges::count(all, "serve"), 1);
        QVERIFY(std::ranges::count(all, "main"));
    }

    void linesOfAddresses()
    {
        const auto module = openProgram(u"kettle-stripped"_s);
        QVERIFY(module);
        const Function fact = module->functions("fact").at(0);
        const auto line = module->lineAt(fact.lowPc);
        QVERIFY(line);
        QVERIFY(line->file.ends_with("kettle.c"));
        QVERIFY(line->line >= fact.line && line->line < fact.line + 4);
        QVERIFY(!module->lineAt(0));
        QVERIFY(!module->lineAt(~uint64_t(0)));
        QCOMPARE(module->symbolAt(0), "");
        QCOMPARE(module->symbolAt(~uint64_t(0)), "");
        QVERIFY(!module->fileOffset(~uint64_t(0)));
    }

    // Threads share a module.
    void threads()
    {
        const auto module = openProgram(u"teapot-O2"_s);
        const size_t expected = openProgram(u"teapot-O2"_s)->functions("*").size();
        std::vector<std::thread> threads;
        std::atomic<int> right = 0;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&] {
                size_t variables = 0;
                const auto all = module->functions("*");
                for (const Function &f : all)
                    variables += module->variables(f, f.entry.address).size();
                right += all.size() == expected && variables > 10;
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(right.load(), 4);
    }

    // The C library: versions and aliases of symbols, indirect functions, assembler.
    void cLibrary()
    {
        const QByteArray maps = [] {
            QFile file(u"/proc/self/maps"_s);
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        }();
        const qsizetype end = maps.indexOf("/libc.so.6");
        QVERIFY(end > 0);
        const qsizetype start = maps.lastIndexOf(' ', end) + 1;
        const auto module = Module::open(maps.sliced(start, end - start).toStdString() + "/libc.so.6");
        QVERIFY(module);
        QCOMPARE((*module)->functions("malloc").size(), 1u);
        QCOMPARE((*module)->functions("qsort").size(), 1u);
        QVERIFY((*module)->functions("*").size() > 1500);
        for (const Function &f : (*module)->functions("mem*"))
            QVERIFY2(f.name != "memcpy" && f.name.find('@') == std::string::npos, f.name.c_str());
    }
};

QTEST_GUILESS_MAIN(TestFunctions)
#include "tst_functions.moc"
