// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>

namespace tapscope::editor {

/// Encodings a script may have been written in before it comes here, by the names that iconv knows.
[[nodiscard]] QStringList knownEncodings();

/// The bytes as UTF-8; nothing if they are not of that encoding.
[[nodiscard]] std::optional<QByteArray> toUtf8(const QByteArray &bytes, const QString &encoding);

/// What bytes that are no UTF-8 most likely are. Always one of knownEncodings().
[[nodiscard]] QString guessEncoding(const QByteArray &bytes);

}
