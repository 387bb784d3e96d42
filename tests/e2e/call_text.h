// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtTest>

/// Reads back what the call-tree script prints, line by line, and checks that it is a tree.
namespace e2e {

struct CallText {
    QMap<QString, int> calls;
    QMap<QString, int> returns;
    int threads = 0;
    int openCalls = 0; ///< without a return at the end
    QStringList problems;
};

/// Lines: "     0 name(tid):INDENT -> function arguments" and " <- function". Depth is the number of blanks behind the colon.
inline CallText readCalls(const QByteArray &text)
{
    static const QRegularExpression form(QStringLiteral("^ *(\\d+) (.+)\\((\\d+)\\):( *)(->|<-) (\\S+)(.*)$"));
    CallText result;
    QMap<int, QStringList> stacks;
    const auto lines = QString::fromUtf8(text).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (const QString &line : lines) {
        const auto match = form.match(line);
        if (!match.hasMatch()) {
            result.problems << QStringLiteral("no call: ") + line;
            continue;
        }
        const int tid = match.captured(3).toInt();
        const int depth = int(match.captured(4).size()) - 1; // one blank stands before the arrow
        const QString function = match.captured(6).section(QLatin1Char('<'), 0, 0); // instances of a template together
        QStringList &stack = stacks[tid];
        if (match.captured(5) == QLatin1String("->")) {
            ++result.calls[function];
            if (depth != stack.size())
                result.problems << QStringLiteral("depth %1 instead of %2: ").arg(depth).arg(stack.size()) + line;
            stack << function;
        } else {
            ++result.returns[function];
            if (stack.isEmpty() || stack.last() != function) {
                result.problems
                    << QStringLiteral("returns from %1: ").arg(stack.isEmpty() ? QStringLiteral("nothing") : stack.last()) + line;
            } else {
                stack.removeLast();
                if (depth != stack.size())
                    result.problems << QStringLiteral("depth %1 instead of %2: ").arg(depth).arg(stack.size()) + line;
            }
        }
    }
    result.threads = int(stacks.size());
    for (const QStringList &stack : stacks)
        result.openCalls += int(stack.size());
    return result;
}

/// "name count" lines as the demo program prints with --counts; names that come twice are added up.
inline QMap<QString, int> readCounts(const QByteArray &text)
{
    static const QRegularExpression form(QStringLiteral("^(\\w+) (\\d+)$"));
    QMap<QString, int> counts;
    const auto lines = QString::fromUtf8(text).split(QLatin1Char('\n'));
    for (const QString &line : lines) {
        if (const auto match = form.match(line); match.hasMatch())
            counts[match.captured(1)] += match.captured(2).toInt();
    }
    return counts;
}

}
