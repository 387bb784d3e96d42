// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/syntax_bridge.h"

#include <KSyntaxHighlighting/AbstractHighlighter>
#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Format>
#include <KSyntaxHighlighting/State>
#include <QTest>
#include <QXmlStreamReader>

using namespace tapscope;

namespace {

/// Writes a script as a page in which every piece of text has the style that the definition gives it as its class: colours are
/// the theme's, and change with it.
class PageWriter : public KSyntaxHighlighting::AbstractHighlighter {
public:
    explicit PageWriter(const KSyntaxHighlighting::Definition &definition) { setDefinition(definition); }

    QByteArray page(const QString &text)
    {
        m_page = "<!DOCTYPE html>\n<meta charset=\"utf-8\">\n<title>SystemTap</title>\n<pre>\n";
        KSyntaxHighlighting::State state;
        for (const QString &line : text.split(u'\n')) {
            m_line = line;
            state = highlightLine(line, state);
            m_page += '\n';
        }
        return m_page + "</pre>\n";
    }

protected:
    void applyFormat(int offset, int length, const KSyntaxHighlighting::Format &format) override
    {
        if (length == 0)
            return;
        const QByteArray piece = QStringView(m_line).mid(offset, length).toString().toHtmlEscaped().toUtf8();
        if (format.name() == QStringLiteral("Normal Text"))
            m_page += piece;
        else
            m_page += "<span class=\"" + format.name().toUtf8() + "\">" + piece + "</span>";
    }

private:
    QString m_line;
    QByteArray m_page;
};

}

/// The definition of the language, by what it makes of a sample. When the picture changes on purpose, look at what the failed
/// test left beside the golden file in the build folder, and copy it.
class TestSyntax : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sampleLooksAsBefore()
    {
        const auto definition = editor::syntaxRepository().definitionForFileName(QStringLiteral("sample.stp"));
        QVERIFY(definition.isValid());
        QCOMPARE(definition.name(), QStringLiteral("SystemTap"));
        const QString folder = QStringLiteral(TAPSCOPE_SOURCE_DIR "/tests/editor/golden/");
        QFile script(folder + QStringLiteral("syntax.stp"));
        QFile expected(folder + QStringLiteral("syntax.html"));
        QVERIFY(script.open(QIODevice::ReadOnly));
        const QByteArray page = PageWriter(definition).page(QString::fromUtf8(script.readAll()).chopped(1));
        QFile made(QStringLiteral(TAPSCOPE_BINARY_DIR "/syntax.html.actual"));
        QVERIFY(made.open(QIODevice::WriteOnly));
        QCOMPARE(made.write(page), page.size());
        QVERIFY(expected.open(QIODevice::ReadOnly));
        const QList<QByteArray> wanted = expected.readAll().split('\n');
        const QList<QByteArray> got = page.split('\n');
        for (qsizetype i = 0; i < std::min(wanted.size(), got.size()); ++i)
            QVERIFY2(wanted[i] == got[i], ("line " + QByteArray::number(i + 1) + ": " + got[i]).constData());
        QCOMPARE(got.size(), wanted.size());
    }

    /// Elements, their nesting and their attributes, as Kate's format of definitions has them.
    void definitionFitsItsFormat()
    {
        const QSet<QString> rules{QStringLiteral("RegExpr"),      QStringLiteral("StringDetect"),
                                  QStringLiteral("WordDetect"),   QStringLiteral("DetectChar"),
                                  QStringLiteral("Detect2Chars"), QStringLiteral("AnyChar"),
                                  QStringLiteral("DetectSpaces"), QStringLiteral("DetectIdentifier"),
                                  QStringLiteral("IncludeRules"), QStringLiteral("keyword")};
        const auto words = [](const char *text) {
            const QStringList list = QString::fromLatin1(text).split(u' ', Qt::SkipEmptyParts);
            return QSet<QString>(list.begin(), list.end());
        };
        const QHash<QString, QSet<QString>> children{
            {QStringLiteral("language"), words("highlighting general")},
            {QStringLiteral("highlighting"), words("list contexts itemDatas")},
            {QStringLiteral("list"), words("item include")},
            {QStringLiteral("contexts"), words("context")},
            {QStringLiteral("context"), rules},
            {QStringLiteral("itemDatas"), words("itemData")},
            {QStringLiteral("general"), words("comments keywords")},
            {QStringLiteral("comments"), words("comment")},
        };
        const QSet<QString> common = words("attribute context beginRegion endRegion lookAhead firstNonSpace column");
        QHash<QString, QSet<QString>> attributes{
            {QStringLiteral("language"),
             words("name section extensions version kateversion mimetype priority author license indenter")},
            {QStringLiteral("list"), words("name")},
            {QStringLiteral("context"), words("name attribute lineEndContext lineEmptyContext fallthroughContext")},
            {QStringLiteral("itemData"), words("name defStyleNum bold italic spellChecking")},
            {QStringLiteral("comment"), words("name start end region position")},
            {QStringLiteral("keywords"), words("casesensitive weakDeliminator additionalDeliminator")},
        };
        for (const QString &rule : rules)
            attributes[rule] = common;
        for (const char *rule : {"RegExpr", "StringDetect", "WordDetect"})
            attributes[QString::fromLatin1(rule)] += words("String insensitive minimal dynamic");
        attributes[QStringLiteral("AnyChar")] += words("String");
        attributes[QStringLiteral("keyword")] += words("String insensitive");
        attributes[QStringLiteral("DetectChar")] += words("char dynamic");
        attributes[QStringLiteral("Detect2Chars")] += words("char char1");
        const QSet<QString> styles = words(
            "dsNormal dsKeyword dsFunction dsVariable dsControlFlow dsOperator dsBuiltIn dsExtension dsPreprocessor dsAttribute "
            "dsChar dsSpecialChar dsString dsVerbatimString dsSpecialString dsImport dsDataType dsDecVal dsBaseN dsFloat "
            "dsConstant dsComment dsDocumentation dsAnnotation dsCommentVar dsRegionMarker dsInformation dsWarning dsAlert "
            "dsOthers dsError");
        QFile file(QStringLiteral(TAPSCOPE_SOURCE_DIR "/resources/syntax/systemtap.xml"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QXmlStreamReader xml(&file);
        QStringList around;
        while (!xml.atEnd()) {
            const auto token = xml.readNext();
            if (token == QXmlStreamReader::EndElement)
                around.removeLast();
            if (token != QXmlStreamReader::StartElement)
                continue;
            const QString name = xml.name().toString();
            const QByteArray where = "line " + QByteArray::number(xml.lineNumber()) + ": " + name.toUtf8();
            if (!around.isEmpty())
                QVERIFY2(children.value(around.last()).contains(name), where.constData());
            around << name;
            for (const QXmlStreamAttribute &attribute : xml.attributes())
                QVERIFY2(attributes.value(name).contains(attribute.name().toString()),
                         (where + ' ' + attribute.name().toUtf8()).constData());
            const auto all = xml.attributes();
            if (name == QStringLiteral("itemData"))
                QVERIFY2(styles.contains(all.value(QStringLiteral("defStyleNum")).toString()), where.constData());
            for (const char *single : {"char", "char1"})
                QVERIFY2(!all.hasAttribute(QLatin1StringView(single)) || all.value(QLatin1StringView(single)).size() == 1,
                         where.constData());
            if (const auto expression = all.value(QStringLiteral("String")); name == QStringLiteral("RegExpr"))
                QVERIFY2(QRegularExpression(expression.toString()).isValid(), where.constData());
            if (name == QStringLiteral("context") || (rules.contains(name) && name == QStringLiteral("RegExpr")))
                QVERIFY2(all.hasAttribute(QStringLiteral("attribute")), where.constData());
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    }

    /// What the loader only warns of: contexts, lists and styles that aren't there, or that nobody uses.
    void definitionIsConsistent()
    {
        QFile file(QStringLiteral(TAPSCOPE_SOURCE_DIR "/resources/syntax/systemtap.xml"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QXmlStreamReader xml(&file);
        QSet<QString> contexts, lists, styles, usedContexts, usedLists, usedStyles;
        bool first = true;
        while (!xml.atEnd()) {
            if (xml.readNext() != QXmlStreamReader::StartElement)
                continue;
            const auto attributes = xml.attributes();
            const QString name = attributes.value(QStringLiteral("name")).toString();
            if (xml.name() == QStringLiteral("context")) {
                QVERIFY2(!contexts.contains(name), qPrintable(name));
                contexts << name;
                if (std::exchange(first, false))
                    usedContexts << name;
            } else if (xml.name() == QStringLiteral("list")) {
                lists << name;
            } else if (xml.name() == QStringLiteral("itemData")) {
                styles << name;
            } else if (xml.name() == QStringLiteral("keyword") && attributes.hasAttribute(QStringLiteral("attribute"))) {
                usedLists << attributes.value(QStringLiteral("String")).toString();
            }
            if (attributes.hasAttribute(QStringLiteral("attribute")))
                usedStyles << attributes.value(QStringLiteral("attribute")).toString();
            for (const char *key : {"context", "fallthroughContext", "lineEndContext"}) {
                const QString to = attributes.value(QLatin1StringView(key)).toString().section(u'!', -1);
                if (!to.isEmpty() && !to.startsWith(u'#'))
                    usedContexts << to;
            }
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QCOMPARE(usedContexts - contexts, QSet<QString>());
        QCOMPARE(contexts - usedContexts, QSet<QString>());
        QCOMPARE(usedLists, lists);
        QCOMPARE(usedStyles, styles);
    }
};

QTEST_MAIN(TestSyntax)
#include "tst_syntax.moc"
