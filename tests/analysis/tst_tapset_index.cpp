// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/tapset_index_file.h"
#include "analysis_test.h"

#include <QTemporaryDir>

#include <filesystem>
#include <fstream>
#include <thread>

using namespace tapscope;
using namespace tapscope::analysis;

namespace fs = std::filesystem;

namespace {

void write(const QString &path, const std::string &text)
{
    fs::create_directories(fs::path(path.toStdString()).parent_path());
    std::ofstream(path.toStdString(), std::ios::binary) << text;
}

/// As tapsetIndex() finds it in a directory of plain files.
std::vector<FoundTapsetFile> placesOf(const QString &directory)
{
    std::vector<FoundTapsetFile> out;
    for (const auto &entry : fs::directory_iterator(directory.toStdString()))
        out.push_back({entry.path().string(), entry.last_write_time().time_since_epoch().count(), entry.file_size(), 0,
                       entry.path().extension() == ".stpm"});
    std::ranges::sort(out, {}, &FoundTapsetFile::path);
    return out;
}

}

/// The index of library files, in memory and in the user's cache.
class TestTapsetIndex : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_home;
    int m_number = 0;

    /// An empty directory, and a cache that nobody has used.
    QString freshDirectory()
    {
        qputenv("XDG_CACHE_HOME", m_home.filePath(QStringLiteral("cache%1").arg(++m_number)).toLocal8Bit());
        const QString directory = m_home.filePath(QStringLiteral("tapset%1").arg(m_number));
        fs::create_directories(directory.toStdString());
        return directory;
    }

    /// The files of indexes in that cache.
    static std::vector<fs::path> kept()
    {
        std::vector<fs::path> out;
        std::error_code none;
        for (const auto &entry : fs::directory_iterator(qgetenv("XDG_CACHE_HOME").toStdString() + "/tapscope/index", none))
            out.push_back(entry.path());
        return out;
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_home.isValid()); }

    void namesOfAFile_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QStringList>("aliases");
        QTest::newRow("one") << "probe a.b = begin { }" << QStringList{"a.b"};
        QTest::newRow("with an argument") << "probe a(\"x = y\").b = begin { }" << QStringList{"a.b"};
        QTest::newRow("two names") << "probe a = b.c = begin { }" << QStringList{"a", "b.c"};
        QTest::newRow("names with commas") << "probe a, b = begin { }" << QStringList{"a", "b"};
        QTest::newRow("at the end") << "probe a += begin { x = 1 }" << QStringList{"a"};
        QTest::newRow("a probe is no alias") << "probe a.b { x = 1 }" << QStringList{};
        QTest::newRow("nor is what a condition compares") << "probe a if (b == 1) { x = 1 }" << QStringList{};
        QTest::newRow("keywords in names") << "probe a.function = kernel.function(\"f\").return { }" << QStringList{"a.function"};
        QTest::newRow("in a conditional") << "%( arch == \"x86_64\" %? probe a = begin {} %: probe b = end {} %)"
                                          << QStringList{"a", "b"};
        QTest::newRow("in comments") << "# probe a = begin {}\n/* probe b = end {} */ probe c = begin { }" << QStringList{"c"};
    }

    void namesOfAFile()
    {
        QFETCH(QString, script);
        QFETCH(QStringList, aliases);
        const QString directory = freshDirectory();
        write(directory + "/x.stp", script.toStdString());
        QStringList names;
        for (const auto &[name, files] : tapsetIndex({{directory.toStdString()}, "6.1", "x86_64"})->aliases)
            names += QString::fromStdString(name);
        QCOMPARE(names, aliases);
    }

    void whatIsKeptIsWhatWasMade()
    {
        const QString directory = freshDirectory();
        write(directory + "/a.stp", "global __g\nfunction f() { return 1 }\nprobe p.q = begin { }\n");
        write(directory + "/b.stp", "function f(x) { return x }\nfunction h() { return 2 }\n");
        write(directory + "/m.stpm", "@define one %( 1 %)\n");
        const TapsetPlaces places{{directory.toStdString()}, "6.1", "x86_64"};
        const auto made = tapsetIndex(places);
        const std::vector<FoundTapsetFile> files = placesOf(directory);
        const auto read = decodeTapsetIndex(encodeTapsetIndex(places, files, *made), places, files);
        QVERIFY(read);
        QCOMPARE(read->functions, made->functions);
        QCOMPARE(read->aliases, made->aliases);
        QCOMPARE(read->globals, made->globals);
        QCOMPARE(read->functions.at("f"), (std::vector<size_t>{0, 1}));
        QCOMPARE(read->files.at(1).text(), made->files.at(1).text());
        QCOMPARE(read->macroFiles.at(0).text(), std::string("@define one %( 1 %)\n"));
        // Another process finds it in the cache.
        QCOMPARE(kept().size(), size_t(1));
        QVERIFY(loadTapsetIndex(places, files));
    }

    void damagedBytesAreRefused()
    {
        const QString directory = freshDirectory();
        write(directory + "/a.stp", "function f() { return 1 }\nprobe p.q = begin { }\n");
        const TapsetPlaces places{{directory.toStdString()}, "6.1", "x86_64"};
        const std::vector<FoundTapsetFile> files = placesOf(directory);
        const std::string bytes = encodeTapsetIndex(places, files, *tapsetIndex(places));
        QVERIFY(decodeTapsetIndex(bytes, places, files));
        for (size_t i = 0; i < bytes.size(); ++i) {
            QVERIFY(!decodeTapsetIndex(std::string_view(bytes).substr(0, i), places, files));
            std::string changed = bytes;
            changed[i] = static_cast<char>(changed[i] ^ 0x41);
            QVERIFY(!decodeTapsetIndex(changed, places, files));
        }
        QVERIFY(!decodeTapsetIndex(bytes + "x", places, files));
        QVERIFY(!decodeTapsetIndex(bytes, {places.directories, "6.2", "x86_64"}, files));
    }

    void aDamagedFileIsMadeAnew()
    {
        const QString directory = freshDirectory();
        write(directory + "/a.stp", "function f() { return 1 }\n");
        const std::string path = directory.toStdString();
        (void)tapsetIndex({{path}, "6.1", "x86_64"});
        QCOMPARE(kept().size(), size_t(1));
        const fs::path file = kept().front();
        const auto size = fs::file_size(file);
        std::ofstream(file, std::ios::binary) << "rubbish";
        QVERIFY(!loadTapsetIndex({{path}, "6.1", "x86_64"}, placesOf(directory)));
        // What is known in this process is known by its place: another one makes it again.
        write(directory + "/b.stp", "function g() { return 1 }\n");
        const auto index = tapsetIndex({{path}, "6.1", "x86_64"});
        QVERIFY(index->functions.contains("f") && index->functions.contains("g"));
        QVERIFY(fs::file_size(file) > size);
        QVERIFY(loadTapsetIndex({{path}, "6.1", "x86_64"}, placesOf(directory)));
    }

    void changesAreSeen()
    {
        const QString directory = freshDirectory();
        const TapsetPlaces places{{directory.toStdString()}, "6.1", "x86_64"};
        QVERIFY(tapsetIndex(places)->functions.empty());
        QVERIFY(kept().empty()); // nothing worth keeping
        write(directory + "/a.stp", "function f() { return 1 }\n");
        QVERIFY(tapsetIndex(places)->functions.contains("f"));
        write(directory + "/a.stp", "function longer_name() { return 1 }\n");
        QVERIFY(tapsetIndex(places)->functions.contains("longer_name"));
        // The same size: the time tells.
        write(directory + "/a.stp", "function longer_nome() { return 1 }\n");
        fs::last_write_time(directory.toStdString() + "/a.stp", fs::file_time_type::clock::now() + std::chrono::seconds(5));
        QVERIFY(tapsetIndex(places)->functions.contains("longer_nome"));
        fs::remove(directory.toStdString() + "/a.stp");
        QVERIFY(tapsetIndex(places)->functions.empty());
    }

    void worksWithoutACache()
    {
        const QString directory = freshDirectory();
        write(directory + "/a.stp", "function f() { return 1 }\n");
        write(m_home.filePath(QStringLiteral("file")), "no directory");
        for (const QString &unusable :
             {QStringLiteral("/proc/nothing-can-be-made-here"), m_home.filePath(QStringLiteral("file"))}) {
            qputenv("XDG_CACHE_HOME", unusable.toLocal8Bit());
            const TapsetPlaces places{{directory.toStdString()}, unusable.toStdString(), "x86_64"}; // unknown to this process
            QVERIFY(tapsetIndex(places)->functions.contains("f"));
            QVERIFY(!loadTapsetIndex(places, placesOf(directory)));
        }
    }

    void severalAtOnce()
    {
        const QString directory = freshDirectory();
        write(directory + "/a.stp", "function f() { return 1 }\n");
        const TapsetPlaces places{{directory.toStdString()}, "6.1", "x86_64"};
        const auto index = tapsetIndex(places);
        const auto files = placesOf(directory);
        std::atomic<int> wrong = 0;
        std::vector<std::jthread> threads;
        for (int i = 0; i < 8; ++i)
            threads.emplace_back([&] {
                for (int round = 0; round < 20; ++round) {
                    storeTapsetIndex(places, files, *index);
                    const auto read = loadTapsetIndex(places, files);
                    wrong += read && read->functions == index->functions
                            && read->files.front().text() == index->files.front().text()
                        ? 0
                        : 1;
                }
            });
        threads.clear();
        QCOMPARE(wrong.load(), 0);
        QCOMPARE(kept().size(), size_t(1));
    }

    /// The first directory's definitions hold; what only a later one has is taken from there.
    void earlierDirectoriesHold()
    {
        const QString first = freshDirectory();
        const QString second = freshDirectory();
        write(first + "/a.stp", "function both:string() { return \"first\" }\nprobe p.both = begin { said = \"first\" }\n");
        write(second + "/b.stp",
              "%{ /* something in C */ %}\nfunction both:long() %{ STAP_RETURN(2); %}\nfunction other:long() { return 3 }\n"
              "probe p.both = begin, end { said = 4 }\nprobe p.other = begin { said = \"second\" }\n");
        Options options;
        options.tapsetDirectories = {first.toStdString(), second.toStdString()};
        const Analysis analysis("probe p.both { println(both(), other(), said) } probe p.other { println(said) }", options);
        QCOMPARE(text(analysis.said()), QString());
        QCOMPARE(analysis.program.handlers.size(), size_t(2));
        // The other way round the one in C is meant, and cannot run.
        std::ranges::reverse(options.tapsetDirectories);
        const Analysis reversed("probe begin { println(both()) }", options);
        QVERIFY2(reversed.find("embedded-c"), reversed.said().c_str());
    }

    void versionAndArchitectureDirectories()
    {
        const QString directory = freshDirectory();
        write(directory + "/f.stp", "function which() { return 0 }\n");
        write(directory + "/6.1/f.stp", "function of_version() { return 1 }\n");
        write(directory + "/7/f.stp", "function of_another() { return 1 }\n");
        write(directory + "/x86_64/f.stp", "function of_architecture() { return 2 }\n");
        write(directory + "/s390/f.stp", "function of_others() { return 2 }\n");
        const auto index = tapsetIndex({{directory.toStdString()}, "6.1.5", "x86_64"});
        QStringList names;
        for (const auto &[name, files] : index->functions)
            names += QString::fromStdString(name);
        QCOMPARE(names, (QStringList{"of_architecture", "of_version", "which"}));
    }
};

QTEST_GUILESS_MAIN(TestTapsetIndex)
#include "tst_tapset_index.moc"
