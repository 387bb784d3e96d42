// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/compare_dialog.h"

#include "editor/line_diff.h"
#include "editor/scintilla_calls.h"
#include "editor/script_editor.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace tapscope::editor {

namespace {

ScriptEditor *side(QWidget *parent, const QString &name, const QByteArray &text)
{
    auto *editor = new ScriptEditor(parent);
    editor->load(text);
    editor->setReadOnly(true);
    editor->setAccessibleName(name);
    const bool dark = parent->palette().color(QPalette::Base).lightness() < 128;
    editor->markerDefine(QsciScintilla::Background, mark::leftOnly);
    editor->setMarkerBackgroundColor(dark ? QColor(0x4a, 0x2a, 0x10) : QColor(0xff, 0xe4, 0xcc), mark::leftOnly);
    editor->markerDefine(QsciScintilla::Background, mark::rightOnly);
    editor->setMarkerBackgroundColor(dark ? QColor(0x12, 0x38, 0x50) : QColor(0xd6, 0xec, 0xff), mark::rightOnly);
    return editor;
}

}

CompareDialog::CompareDialog(const QByteArray &mine, const QByteArray &theirs, const QString &title, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Compare “%1”").arg(title));
    resize(1000, 640);
    const QList<QByteArray> left = mine.split('\n');
    const QList<QByteArray> right = theirs.split('\n');
    const std::vector<DiffRow> rows = diffLines(left, right);
    QList<QByteArray> leftShown;
    QList<QByteArray> rightShown;
    for (const DiffRow &row : rows) {
        leftShown << (row.left >= 0 ? left[row.left] : QByteArray());
        rightShown << (row.right >= 0 ? right[row.right] : QByteArray());
    }
    auto *layout = new QGridLayout(this);
    ScriptEditor *editors[] = {side(this, tr("What you have here"), leftShown.join('\n')),
                               side(this, tr("What is in the file"), rightShown.join('\n'))};
    int first = -1;
    for (int i = 0; i < static_cast<int>(rows.size()); ++i) {
        const DiffRow &row = rows[static_cast<size_t>(i)];
        if (row.left >= 0 && row.right >= 0)
            continue;
        ++m_differences;
        first = first < 0 ? i : first;
        for (ScriptEditor *editor : editors)
            editor->markerAdd(i, row.right < 0 ? mark::leftOnly : mark::rightOnly);
    }
    for (int i = 0; i < 2; ++i) {
        ScriptEditor *editor = editors[i];
        ScriptEditor *other = editors[1 - i];
        layout->addWidget(new QLabel(editor->accessibleName(), this), 0, i);
        layout->addWidget(editor, 1, i);
        // The numbers would be those of the rows, not of the lines.
        editor->setMarginWidth(0, 0);
        connect(editor->verticalScrollBar(), &QScrollBar::valueChanged, other->verticalScrollBar(), &QScrollBar::setValue);
        connect(editor->horizontalScrollBar(), &QScrollBar::valueChanged, other->horizontalScrollBar(), &QScrollBar::setValue);
        editor->goTo(std::max(1, first + 1));
    }
    layout->addWidget(new QLabel(m_differences == 0 ? tr("Both are the same.") : tr("%n line(s) differ.", nullptr, m_differences),
                                 this),
                      2, 0);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto *take = buttons->addButton(tr("Take What Is in the File"), QDialogButtonBox::AcceptRole);
    take->setToolTip(tr("Undo brings your text back"));
    take->setAutoDefault(false);
    connect(take, &QPushButton::clicked, this, [this] {
        Q_EMIT theirsWanted();
        accept();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons, 2, 1);
    layout->setRowStretch(1, 1);
}

}
