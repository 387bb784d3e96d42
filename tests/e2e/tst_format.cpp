// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cli.h"

using namespace Qt::StringLiterals;

/// `tapscope-cli format` on real files.
class FormatTest : public QObject {
    Q_OBJECT

    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("can't read");
    }
    static QString write(const QTemporaryDir &folder, const QString &name, const QByteArray &text)
    {
        QFile file(folder.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? file.fileName() : QString();
    }

private Q_SLOTS:
    void filesBecomeGolden()
    {
        QTemporaryDir folder;
        const QDir golden(QStringLiteral(TAPSCOPE_SOURCE_DIR "/tests/golden/format"));
        const auto names = golden.entryList({u"*.in.stp"_s});
        QVERIFY(!names.isEmpty());
        for (const QString &name : names) {
            const QString file = write(folder, name, read(golden.filePath(name)));
            const QByteArray expected = read(golden.filePath(QString(name).replace(u".in."_s, u".out."_s)));
            QCOMPARE(e2e::runCli({u"format"_s, u"--check"_s, file}).status, 1);
            QCOMPARE(e2e::runCli({u"format"_s, file}).status, 0);
            QCOMPARE(read(file), expected);
            QCOMPARE(e2e::runCli({u"format"_s, u"--check"_s, file}).status, 0);
            QCOMPARE(e2e::runCli({u"format"_s, u"-"_s}, expected).out, expected);
        }
    }

    void standardInput()
    {
        const auto result = e2e::runCli({u"format"_s}, "probe begin{exit()} # 茶\n");
        QCOMPARE(result.out, QByteArray("probe begin { exit() } # 茶\n"));
        QCOMPARE(result.status, 0);
    }

    void keepsRightsAndLinks()
    {
        QTemporaryDir folder;
        const QString file = write(folder, u"a.stp"_s, "global   a\n");
        QVERIFY(QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        QVERIFY(QFile::link(file, folder.filePath(u"link.stp"_s)));
        QCOMPARE(e2e::runCli({u"format"_s, folder.filePath(u"link.stp"_s)}).status, 0);
        QCOMPARE(read(file), QByteArray("global a\n"));
        QVERIFY(QFileInfo(folder.filePath(u"link.stp"_s)).isSymLink());
        QVERIFY(QFileInfo(file).permissions().testFlag(QFile::ExeOwner));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 2);
    }

    void leavesBrokenScriptsAlone()
    {
        QTemporaryDir folder;
        const QByteArray broken = "probe begin { println(\"a) }\n";
        const QString file = write(folder, u"broken.stp"_s, broken), good = write(folder, u"good.stp"_s, "global   a\n");
        const auto result = e2e::runCli({u"format"_s, file, good, folder.filePath(u"none.stp"_s)});
        QCOMPARE(result.status, 2);
        QVERIFY2(result.err.contains("broken.stp:1:23: error"), result.err.constData());
        QVERIFY2(result.err.contains("none.stp: cannot be read"), result.err.constData());
        QCOMPARE(read(file), broken);
        QCOMPARE(read(good), QByteArray("global a\n")); // the others all the same
    }
};

QTEST_GUILESS_MAIN(FormatTest)
#include "tst_format.moc"
