// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "cli.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

/// An editor at the other end of `tapscope-cli language-server`.
class LanguageClient {
public:
    LanguageClient() { m_process.start(e2e::binary(QStringLiteral("tapscope-cli")), {QStringLiteral("language-server")}); }
    ~LanguageClient()
    {
        m_process.closeWriteChannel();
        if (!m_process.waitForFinished(10'000))
            m_process.kill();
    }

    void sendRaw(const QByteArray &bytes) { m_process.write(bytes); }
    void sendContent(const QByteArray &content)
    {
        sendRaw("Content-Length: " + QByteArray::number(content.size()) + "\r\n\r\n" + content);
    }
    void notify(const QString &method, const QJsonValue &params)
    {
        sendContent(QJsonDocument(QJsonObject{{QStringLiteral("jsonrpc"), QStringLiteral("2.0")},
                                              {QStringLiteral("method"), method},
                                              {QStringLiteral("params"), params}})
                        .toJson(QJsonDocument::Compact));
    }
    int send(const QString &method, const QJsonValue &params)
    {
        sendContent(QJsonDocument(QJsonObject{{QStringLiteral("jsonrpc"), QStringLiteral("2.0")},
                                              {QStringLiteral("id"), ++m_lastId},
                                              {QStringLiteral("method"), method},
                                              {QStringLiteral("params"), params}})
                        .toJson(QJsonDocument::Compact));
        return m_lastId;
    }
    /// The answer, with its `result` or `error`.
    QJsonObject response(const QJsonValue &id)
    {
        return await([&](const QJsonObject &message) {
            return !message.contains(QStringLiteral("method")) && message.value(QStringLiteral("id")) == id;
        });
    }
    QJsonValue ask(const QString &method, const QJsonValue &params)
    {
        return response(send(method, params)).value(QStringLiteral("result"));
    }
    /// The diagnostics of a version of a document.
    QJsonArray diagnostics(const QString &uri, int version)
    {
        return await([&](const QJsonObject &message) {
                   const QJsonObject params = message.value(QStringLiteral("params")).toObject();
                   return message.value(QStringLiteral("method")) == QStringLiteral("textDocument/publishDiagnostics")
                       && params.value(QStringLiteral("uri")) == uri && params.value(QStringLiteral("version")) == version;
               })
            .value(QStringLiteral("params"))
            .toObject()
            .value(QStringLiteral("diagnostics"))
            .toArray();
    }
    /// Its exit status; -1 when it does not end or crashed.
    int wait()
    {
        return m_process.waitForFinished(20'000) && m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
    }
    void closeInput() { m_process.closeWriteChannel(); }

private:
    QJsonObject await(const std::function<bool(const QJsonObject &)> &wanted)
    {
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < 20'000) {
            for (qsizetype i = 0; i < m_messages.size(); ++i) {
                if (wanted(m_messages[i]))
                    return m_messages.takeAt(i);
            }
            m_process.waitForReadyRead(200);
            m_buffer += m_process.readAllStandardOutput();
            take();
        }
        return {};
    }
    void take()
    {
        for (qsizetype end = m_buffer.indexOf("\r\n\r\n"); end >= 0; end = m_buffer.indexOf("\r\n\r\n")) {
            const qsizetype length = m_buffer.mid(16, end - 16).toLongLong(); // "Content-Length: "
            if (m_buffer.size() < end + 4 + length)
                return;
            m_messages.append(QJsonDocument::fromJson(m_buffer.mid(end + 4, length)).object());
            m_buffer.remove(0, end + 4 + length);
        }
    }

    QProcess m_process;
    QByteArray m_buffer;
    QList<QJsonObject> m_messages;
    int m_lastId = 0;
};
