// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/text_search.h"

#include <QRegularExpression>

namespace tapscope::editor {

namespace {

QString filled(const QString &pattern, const QRegularExpressionMatch &match)
{
    QString text;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        if (pattern[i] != u'\\' || i + 1 == pattern.size()) {
            text += pattern[i];
            continue;
        }
        const QChar what = pattern[++i];
        if (what >= u'0' && what <= u'9')
            text += match.captured(what.digitValue());
        else if (what == u'n')
            text += u'\n';
        else if (what == u't')
            text += u'\t';
        else if (what == u'\\')
            text += u'\\';
        else
            text += QChar(u'\\') + what;
    }
    return text;
}

}

SearchResult findAll(const QByteArray &utf8, const SearchOptions &options, const QString *replacement, int begin, int end)
{
    SearchResult result;
    if (options.text.isEmpty())
        return result;
    QString pattern = options.regex ? options.text : QRegularExpression::escape(options.text);
    if (options.wholeWords)
        pattern = u"\\b(?:" + pattern + u")\\b";
    QRegularExpression::PatternOptions flags = QRegularExpression::MultilineOption
        | QRegularExpression::UseUnicodePropertiesOption;
    if (!options.matchCase)
        flags |= QRegularExpression::CaseInsensitiveOption;
    const QRegularExpression expression(pattern, flags);
    if (!expression.isValid()) {
        result.error = expression.errorString();
        return result;
    }
    if (end < 0 || end > utf8.size())
        end = static_cast<int>(utf8.size());
    const QString text = QString::fromUtf8(utf8.constData(), end);
    // What stands before the range stays in view of the expression (\b, look-behind), it only can't be matched.
    const qsizetype from = QString::fromUtf8(utf8.constData(), std::min(begin, end)).size();
    qsizetype unit = from;
    qsizetype byte = begin;
    auto matches = expression.globalMatch(text, from);
    while (matches.hasNext() && result.matches.size() < mostMatches) {
        const QRegularExpressionMatch match = matches.next();
        if (match.capturedLength() == 0)
            continue;
        byte += QStringView(text).mid(unit, match.capturedStart() - unit).toUtf8().size();
        const qsizetype size = match.capturedView().toUtf8().size();
        SearchMatch found{static_cast<int>(byte), static_cast<int>(byte + size), {}};
        if (replacement)
            found.replacement = (options.regex ? filled(*replacement, match) : *replacement).toUtf8();
        result.matches.push_back(std::move(found));
        byte += size;
        unit = match.capturedEnd();
    }
    return result;
}

}
