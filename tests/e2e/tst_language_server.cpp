// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "language_client.h"

using namespace Qt::StringLiterals;

namespace {

const QString uri = u"file:///tmp/%E8%8C%B6%20a.stp"_s;

QJsonObject position(int line, int character)
{
    return {{u"line"_s, line}, {u"character"_s, character}};
}

QJsonObject range(int line, int begin, int end)
{
    return {{u"start"_s, position(line, begin)}, {u"end"_s, position(line, end)}};
}

QJsonObject about(int line, int character, QJsonObject more = {})
{
    more.insert(u"textDocument"_s, QJsonObject{{u"uri"_s, uri}});
    more.insert(u"position"_s, position(line, character));
    return more;
}

void open(LanguageClient &client, const QString &text)
{
    const QJsonObject abilities
        = QJsonDocument::fromJson(R"({"textDocument": {"completion": {"completionItem": {"snippetSupport": true}}}})").object();
    const QJsonValue result = client.ask(u"initialize"_s, QJsonObject{{u"capabilities"_s, abilities}});
    QVERIFY(result[u"capabilities"_s][u"hoverProvider"_s].toBool());
    client.notify(u"initialized"_s, QJsonObject());
    client.notify(u"textDocument/didOpen"_s,
                  QJsonObject{
                      {u"textDocument"_s,
                       QJsonObject{{u"uri"_s, uri}, {u"languageId"_s, u"systemtap"_s}, {u"version"_s, 1}, {u"text"_s, text}}}});
}

void change(LanguageClient &client, int version, const QJsonArray &changes)
{
    client.notify(u"textDocument/didChange"_s,
                  QJsonObject{{u"textDocument"_s, QJsonObject{{u"uri"_s, uri}, {u"version"_s, version}}},
                              {u"contentChanges"_s, changes}});
}

QStringList values(const QJsonArray &list, const QString &key)
{
    QStringList out;
    for (const QJsonValue &each : list)
        out << each[key].toString();
    return out;
}

}

class LanguageServerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Open, look at the problem, mend it by the action that is offered, and see that it is gone.
    void mendsAProblem()
    {
        LanguageClient client;
        open(client, u"probe begin {\n  # 茶🍵\n  println(\"茶🍵\", strlne(\"a\"))\n}\n"_s);
        const QJsonArray problems = client.diagnostics(uri, 1);
        QCOMPARE(problems.size(), 1);
        QCOMPARE(problems[0][u"code"_s].toString(), u"unknown-function"_s);
        QCOMPARE(problems[0][u"range"_s].toObject(), range(2, 17, 23)); // UTF-16: 茶 is one unit, 🍵 two
        const QJsonArray actions = client
                                       .ask(u"textDocument/codeAction"_s,
                                            QJsonObject{{u"textDocument"_s, QJsonObject{{u"uri"_s, uri}}},
                                                        {u"range"_s, range(2, 18, 18)},
                                                        {u"context"_s, QJsonObject{{u"diagnostics"_s, problems}}}})
                                       .toArray();
        QVERIFY(!actions.isEmpty());
        const QJsonValue edit = actions[0][u"edit"_s][u"changes"_s][uri][0];
        QCOMPARE(edit[u"newText"_s].toString(), u"strlen"_s);
        change(client, 2, {QJsonObject{{u"range"_s, edit[u"range"_s]}, {u"text"_s, edit[u"newText"_s]}}});
        QVERIFY(client.diagnostics(uri, 2).isEmpty());
    }

    /// Each key cancels the check of the text before it; only the last one is told of, and it is of the whole text.
    void changesAddUp()
    {
        LanguageClient client;
        open(client, u""_s);
        const QString script = u"probe begin { println(\"茶🍵\" . undefined_thing()) }\n"_s;
        int version = 1, character = 0;
        for (const QChar key : script) {
            // The halves of a character outside of the basic plane come together.
            if (key.isLowSurrogate())
                continue;
            const QString typed = key.isHighSurrogate() ? script.mid(character, 2) : QString(key);
            change(client, ++version, {QJsonObject{{u"range"_s, range(0, character, character)}, {u"text"_s, typed}}});
            character += static_cast<int>(typed.size());
        }
        const QJsonArray problems = client.diagnostics(uri, version);
        QCOMPARE(values(problems, u"code"_s), QStringList{u"unknown-function"_s});
        QCOMPARE(problems[0][u"range"_s].toObject(), range(0, 30, 45));
    }

    void answers()
    {
        LanguageClient client;
        open(
            client,
            u"global hits // 茶\nfunction twice(n) { return n * 2 }\nprobe begin {\n  hits[\"🍵\"] = twice(1); println(hits[\"🍵\"])\n  str\n}\n"_s);
        const auto list = client.ask(u"textDocument/completion"_s, about(4, 5));
        const QJsonArray items = list[u"items"_s].toArray();
        const QStringList labels = values(items, u"label"_s);
        QVERIFY2(labels.contains(u"strlen"_s), qPrintable(labels.join(u' ')));
        const QJsonValue item = items[labels.indexOf(u"strlen"_s)];
        QCOMPARE(item[u"textEdit"_s][u"newText"_s].toString(), u"strlen($1)$0"_s);
        QCOMPARE(item[u"textEdit"_s][u"range"_s].toObject(), range(4, 2, 5));
        QVERIFY(client.ask(u"completionItem/resolve"_s, item)[u"documentation"_s][u"value"_s].toString().contains(u"bytes"_s));

        QVERIFY(client.ask(u"textDocument/hover"_s, about(3, 3))[u"contents"_s][u"value"_s].toString().contains(
            u"global hits: long[string]"_s));
        QVERIFY(client.ask(u"textDocument/hover"_s, about(0, 14)).isNull());
        const auto help = client.ask(u"textDocument/signatureHelp"_s, about(3, 21));
        QCOMPARE(help[u"signatures"_s][0][u"label"_s].toString(), u"twice(n)"_s);
        const auto places = client.ask(u"textDocument/definition"_s, about(3, 17));
        QCOMPARE(places[0][u"uri"_s].toString(), uri);
        QCOMPARE(places[0][u"range"_s].toObject(), range(1, 9, 14));
        QCOMPARE(client
                     .ask(u"textDocument/references"_s,
                          about(0, 8, {{u"context"_s, QJsonObject{{u"includeDeclaration"_s, false}}}}))
                     .toArray()
                     .size(),
                 2);
        const QJsonArray highlights = client.ask(u"textDocument/documentHighlight"_s, about(0, 8)).toArray();
        QCOMPARE(highlights.size(), 3);
        QCOMPARE(highlights[1][u"kind"_s].toInt(), 3);
        QCOMPARE(client.ask(u"textDocument/prepareRename"_s, about(0, 8))[u"placeholder"_s].toString(), u"hits"_s);
        const QJsonArray edits
            = client.ask(u"textDocument/rename"_s, about(0, 8, {{u"newName"_s, u"tea"_s}}))[u"changes"_s][uri].toArray();
        QCOMPARE(edits.size(), 3);
        QCOMPARE(edits[2][u"range"_s].toObject(), range(3, 33, 37));

        const QJsonObject whole{{u"textDocument"_s, QJsonObject{{u"uri"_s, uri}}}};
        QCOMPARE(values(client.ask(u"textDocument/documentSymbol"_s, whole).toArray(), u"name"_s),
                 QStringList({u"hits"_s, u"twice"_s, u"begin"_s}));
        QCOMPARE(client.ask(u"textDocument/foldingRange"_s, whole).toArray().size(), 1);
        const QJsonArray data = client.ask(u"textDocument/semanticTokens/full"_s, whole)[u"data"_s].toArray();
        QVERIFY(!data.isEmpty() && data.size() % 5 == 0);
        QCOMPARE(data[2].toInt(), 6); // "global"
    }

    /// What is known of the machine, the library and the language itself.
    void knowsMoreThanTheScript()
    {
        LanguageClient client;
        open(client,
             u"probe kernel.trace(\"sched_switch\") {\n  printf(\"%5x\\n\", @choose_defined($prev_state, 0))\n}\n%( ker"_s);
        const auto told = [&](int line, int character) {
            return client.ask(u"textDocument/hover"_s, about(line, character))[u"contents"_s][u"value"_s].toString();
        };
        QVERIFY2(told(0, 9).contains(u"Cost class: low"_s), qPrintable(told(0, 9)));
        QVERIFY2(told(1, 11).contains(u"hexadecimal"_s), qPrintable(told(1, 11)));
        const auto places = client.ask(u"textDocument/definition"_s, about(1, 24));
        QVERIFY(places[0][u"uri"_s].toString().endsWith(u"/macros.stpm"_s));
        const QJsonArray words = client.ask(u"textDocument/completion"_s, about(3, 6))[u"items"_s].toArray();
        QVERIFY(values(words, u"label"_s).contains(u"kernel_v"_s));
        const QJsonArray members = client.ask(u"textDocument/completion"_s, about(1, 37))[u"items"_s].toArray();
        QVERIFY2(values(members, u"label"_s).contains(u"$prev_state"_s), qPrintable(values(members, u"label"_s).join(u' ')));
    }

    void formats()
    {
        LanguageClient client;
        open(client, u"global   a\n\n\n\nprobe begin{a++}\n"_s);
        QJsonObject whole{{u"textDocument"_s, QJsonObject{{u"uri"_s, uri}}},
                          {u"options"_s, QJsonObject{{u"tabSize"_s, 4}, {u"insertSpaces"_s, true}}}};
        const QJsonArray edits = client.ask(u"textDocument/formatting"_s, whole).toArray();
        QCOMPARE(values(edits, u"newText"_s), QStringList({u"global a\n"_s, u"\n"_s, u"probe begin { a++ }\n"_s}));
        whole.insert(u"range"_s, range(4, 0, 3));
        const QJsonArray last = client.ask(u"textDocument/rangeFormatting"_s, whole).toArray();
        QCOMPARE(values(last, u"newText"_s), QStringList({u"probe begin { a++ }\n"_s}));
        change(client, 2, {QJsonObject{{u"text"_s, u"probe begin { \"a }\n"_s}}});
        const QJsonObject refused = client.response(client.send(u"textDocument/formatting"_s, whole));
        QVERIFY(!refused[u"error"_s][u"message"_s].toString().isEmpty());
    }

    void survivesNonsense_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        // moc does not know raw strings with such content.
        const auto framed = [](QByteArray content) {
            content.replace('\'', '"');
            return "Content-Length: " + QByteArray::number(content.size()) + "\r\n\r\n" + content;
        };
        QTest::newRow("no JSON") << framed("{nonsense");
        QTest::newRow("no UTF-8") << framed("{'method': '\xff\xfe', 'id': 7}");
        QTest::newRow("no object") << framed("[1, 2]");
        QTest::newRow("a number") << framed("5");
        QTest::newRow("deep") << framed(QByteArray(100'000, '['));
        QTest::newRow("no length") << QByteArray("Content-Type: x\r\n\r\n");
        QTest::newRow("bad length") << QByteArray("Content-Length: tea\r\n\r\n");
        QTest::newRow("negative length") << QByteArray("Content-Length: -5\r\n\r\n");
        QTest::newRow("empty message") << framed("");
        QTest::newRow("wrong types") << framed(
            "{'id': 5, 'method': 'textDocument/hover', 'params': {'textDocument': 7, 'position': []}}");
        QTest::newRow("negative position") << framed(
            "{'id': 5, 'method': 'textDocument/hover', 'params': {'textDocument': {'uri': 'file:///tmp/%E8%8C%B6%20a.stp'}, "
            "'position': {'line': -1, 'character': 1e300}}}");
        QTest::newRow("change of nothing") << framed(
            "{'method': 'textDocument/didChange', 'params': {'contentChanges': [1, {}]}}");
        QTest::newRow("change behind the end")
            << framed("{'method': 'textDocument/didChange', 'params': {'textDocument': {'uri': 'file:///tmp/%E8%8C%B6%20a.stp'}, "
                      "'contentChanges': [{'range': {'start': {'line': 99, 'character': 9}, 'end': {'line': 0, 'character': 0}}, "
                      "'text': 'x'}]}}");
        QTest::newRow("unknown method") << framed("{'id': 'a', 'method': 'tea/pour'}");
        QTest::newRow("id of a wrong type") << framed("{'id': {}, 'method': 'textDocument/hover'}");
    }
    void survivesNonsense()
    {
        QFETCH(QByteArray, bytes);
        LanguageClient client;
        open(client, u"probe begin { exit() }\n"_s);
        client.sendRaw(bytes);
        QVERIFY(client.ask(u"textDocument/hover"_s, about(0, 2)).isObject());
        QVERIFY(client.ask(u"shutdown"_s, QJsonValue()).isNull());
        client.notify(u"exit"_s, QJsonValue());
        QCOMPARE(client.wait(), 0);
    }

    void refusesByTheRules()
    {
        LanguageClient client;
        QCOMPARE(client.response(client.send(u"textDocument/hover"_s, about(0, 0)))[u"error"_s][u"code"_s].toInt(), -32002);
        open(client, u""_s);
        QCOMPARE(client.response(client.send(u"initialize"_s, QJsonObject()))[u"error"_s][u"code"_s].toInt(), -32600);
        QCOMPARE(client.response(client.send(u"tea/pour"_s, QJsonObject()))[u"error"_s][u"code"_s].toInt(), -32601);
        QJsonObject elsewhere = about(0, 0);
        elsewhere.insert(u"textDocument"_s, QJsonObject{{u"uri"_s, u"file:///none"_s}});
        QCOMPARE(client.response(client.send(u"textDocument/hover"_s, elsewhere))[u"error"_s][u"code"_s].toInt(), -32602);
        QCOMPARE(
            client.response(client.send(u"textDocument/rename"_s, about(0, 0, {{u"newName"_s, u"x"_s}})))[u"error"_s][u"code"_s]
                .toInt(),
            -32803);
    }

    /// A question that is cancelled is answered all the same: by its result, or by the error that says so.
    void cancels()
    {
        LanguageClient client;
        open(client, u"probe kernel.function(\"\") { }\n"_s);
        int lastId = 0;
        for (int i = 0; i < 20; ++i) {
            lastId = client.send(u"textDocument/completion"_s, about(0, 23));
            client.notify(u"$/cancelRequest"_s, QJsonObject{{u"id"_s, lastId}});
        }
        const QJsonObject last = client.response(lastId);
        QVERIFY(last.contains(u"result"_s) || last[u"error"_s][u"code"_s].toInt() == -32800);
        QVERIFY(client.ask(u"textDocument/hover"_s, about(0, 2)).isObject());
    }

    void endsWithItsClient()
    {
        LanguageClient client;
        open(client, u"probe begin { exit() }\n"_s);
        client.closeInput();
        QCOMPARE(client.wait(), 1); // without a shutdown
    }
};

QTEST_GUILESS_MAIN(LanguageServerTest)
#include "tst_language_server.moc"
