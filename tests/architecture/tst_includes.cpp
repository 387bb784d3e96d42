// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QDirIterator>
#include <QtTest>

using namespace Qt::StringLiterals;

namespace {

struct Room {
    QString folder; // relative to the tree; also how its headers are included, without "backend/"
    QStringList mayUse;
    bool mayUseQt = false;
};

// The table of docs/architecture.md. A room may always use itself and base.
const QList<Room> rooms = {
    {u"backend/base"_s, {}},
    {u"backend/script"_s, {}},
    {u"backend/debuginfo"_s, {}},
    {u"backend/analysis"_s, {u"script"_s, u"debuginfo"_s}},
    {u"backend/services"_s, {u"analysis"_s, u"script"_s, u"debuginfo"_s}},
    {u"backend/translator"_s, {u"analysis"_s, u"script"_s, u"debuginfo"_s, u"helper/protocol"_s}},
    {u"backend/engine"_s, {u"translator"_s, u"analysis"_s, u"script"_s, u"debuginfo"_s, u"helper/protocol"_s, u"trace"_s}},
    {u"backend/helper"_s, {}},
    {u"backend/trace"_s, {}},
    {u"editor"_s, {u"services"_s, u"script"_s, u"analysis"_s, u"debuginfo"_s}, true},
    {u"views"_s, {u"trace"_s}, true},
    {u"app/cli"_s,
     {u"services"_s, u"engine"_s, u"translator"_s, u"analysis"_s, u"script"_s, u"debuginfo"_s, u"trace"_s, u"helper/protocol"_s}},
    {u"app/gui"_s,
     {u"engine"_s, u"services"_s, u"translator"_s, u"analysis"_s, u"script"_s, u"debuginfo"_s, u"trace"_s, u"helper/protocol"_s,
      u"editor"_s, u"views"_s},
     true},
};

QString includeName(const Room &room)
{
    return room.folder.startsWith("backend/"_L1) ? room.folder.sliced(8) : room.folder;
}

QStringList sources(const QString &folder)
{
    QStringList files;
    QDirIterator it(QStringLiteral(TAPSCOPE_SOURCE_DIR "/") + folder, {u"*.cpp"_s, u"*.h"_s}, QDir::Files,
                    QDirIterator::Subdirectories);
    while (it.hasNext())
        files << it.next();
    return files;
}

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}

class tst_Includes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void includesGoDownOnly_data();
    void includesGoDownOnly();
    void filesAreSmallAndLicensed();
};

void tst_Includes::includesGoDownOnly_data()
{
    QTest::addColumn<int>("room");
    for (int i = 0; i < rooms.size(); ++i)
        QTest::newRow(qPrintable(rooms[i].folder)) << i;
}

void tst_Includes::includesGoDownOnly()
{
    QFETCH(int, room);
    const Room &self = rooms[room];
    static const QRegularExpression include(uR"(^\s*#\s*include\s*([<"])([^>"]+)[>"])"_s, QRegularExpression::MultilineOption);
    const QStringList files = sources(self.folder);
    QVERIFY2(!files.isEmpty(), "the room is empty");
    for (const QString &path : files) {
        auto matches = include.globalMatch(QString::fromUtf8(contents(path)));
        while (matches.hasNext()) {
            const auto match = matches.next();
            const QString header = match.captured(2);
            if (match.captured(1) == "<"_L1) {
                static const QRegularExpression qt(u"^(Q[A-Z]|Qt|Qsci|KSyntax)"_s);
                if (!self.mayUseQt)
                    QVERIFY2(!qt.match(header).hasMatch(), qPrintable(path + u" includes <"_s + header + u'>'));
                continue;
            }
            for (const Room &other : rooms) {
                if (&other == &self || includeName(other) == "base"_L1 || !header.startsWith(includeName(other) + u'/'))
                    continue;
                const bool allowed = std::ranges::any_of(self.mayUse, [&](const QString &use) {
                    return header.startsWith(use.contains(u'/') ? use : use + u'/');
                });
                QVERIFY2(allowed, qPrintable(path + u" includes \""_s + header + u"\", which is not below it"_s));
            }
        }
    }
}

void tst_Includes::filesAreSmallAndLicensed()
{
    for (const QString &folder : {u"backend"_s, u"editor"_s, u"views"_s, u"app"_s, u"tests"_s, u"resources"_s}) {
        for (const QString &path : sources(folder)) {
            const QByteArray text = contents(path);
            QVERIFY2(text.contains(QByteArray("SPDX-License-").append("Identifier: GPL-3.0-or-later")), qPrintable(path));
            if (folder != "tests"_L1)
                QVERIFY2(text.count('\n') <= 600,
                         qPrintable(path + u" has %1 lines: one subject a file"_s.arg(text.count('\n'))));
        }
    }
}

QTEST_GUILESS_MAIN(tst_Includes)
#include "tst_includes.moc"
