// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/text_encoding.h"

#include <iconv.h>

#include <cerrno>

namespace tapscope::editor {

QStringList knownEncodings()
{
    return {QStringLiteral("GB18030"),    QStringLiteral("BIG5"),       QStringLiteral("SHIFT_JIS"), QStringLiteral("EUC-JP"),
            QStringLiteral("EUC-KR"),     QStringLiteral("KOI8-R"),     QStringLiteral("UTF-16LE"),  QStringLiteral("UTF-16BE"),
            QStringLiteral("ISO-8859-1"), QStringLiteral("ISO-8859-15")};
}

std::optional<QByteArray> toUtf8(const QByteArray &bytes, const QString &encoding)
{
    const iconv_t converter = ::iconv_open("UTF-8", encoding.toLatin1().constData());
    if (converter == reinterpret_cast<iconv_t>(-1))
        return {};
    QByteArray out(bytes.size() * 4 + 16, Qt::Uninitialized);
    // iconv's interface takes the text to read as not const, but leaves it alone.
    char *from = const_cast<char *>(bytes.constData());
    auto left = static_cast<size_t>(bytes.size());
    char *to = out.data();
    auto room = static_cast<size_t>(out.size());
    const size_t result = ::iconv(converter, &from, &left, &to, &room);
    ::iconv_close(converter);
    if (result == static_cast<size_t>(-1))
        return {};
    out.truncate(out.size() - static_cast<qsizetype>(room));
    if (out.startsWith("\xef\xbb\xbf"))
        out.remove(0, 3);
    return out.contains('\0') ? std::nullopt : std::optional(out);
}

QString guessEncoding(const QByteArray &bytes)
{
    if (bytes.startsWith("\xff\xfe"))
        return QStringLiteral("UTF-16LE");
    if (bytes.startsWith("\xfe\xff"))
        return QStringLiteral("UTF-16BE");
    // Text of a Western encoding is seldom valid in this one: its high bytes would have to come in pairs.
    if (toUtf8(bytes, QStringLiteral("GB18030")))
        return QStringLiteral("GB18030");
    return QStringLiteral("ISO-8859-1");
}

}
