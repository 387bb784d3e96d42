// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/assist/argument_hints.h"

#include "editor/assist/language_client.h"
#include "editor/code_font.h"
#include "editor/scintilla_calls.h"
#include "editor/script_editor.h"

#include <QKeyEvent>

namespace tapscope::editor {

using Sci = QsciScintilla;

namespace {

QString html(const services::SignatureHelp::Signature &signature, uint32_t active)
{
    const QByteArray label = QByteArray::fromStdString(signature.label);
    if (active >= signature.parameters.size())
        return QString::fromUtf8(label).toHtmlEscaped();
    const auto [begin, end] = signature.parameters[active];
    return QString::fromUtf8(label.left(begin)).toHtmlEscaped() + u"<b><u>"
        + QString::fromUtf8(label.mid(begin, end - begin)).toHtmlEscaped() + u"</u></b>"
        + QString::fromUtf8(label.mid(end)).toHtmlEscaped();
}

}

ArgumentHints::ArgumentHints(ScriptEditor *editor, LanguageClient *client)
    : QObject(editor)
    , m_editor(editor)
    , m_client(client)
    , m_label(new QLabel(editor, Qt::ToolTip | Qt::FramelessWindowHint))
{
    m_label->setFrameShape(QFrame::StyledPanel);
    m_label->setAutoFillBackground(true);
    m_label->setBackgroundRole(QPalette::ToolTipBase);
    m_label->setForegroundRole(QPalette::ToolTipText);
    m_label->setFont(codeFont());
    m_label->setMargin(5);
    m_label->setTextFormat(Qt::RichText);
    m_label->setAttribute(Qt::WA_ShowWithoutActivating);
    connect(editor, &Sci::SCN_CHARADDED, this, [this](int character) {
        if (character == '(' || character == ',')
            show();
    });
    connect(editor, &ScriptEditor::argumentsWanted, this, &ArgumentHints::show);
    connect(editor, &Sci::cursorPositionChanged, this, [this] {
        if (m_label->isVisible())
            show();
    });
    editor->installEventFilter(this);
}

void ArgumentHints::show()
{
    const auto offset = static_cast<uint32_t>(m_editor->position());
    m_client->ask(
        LanguageClient::Question::Signature,
        [offset](const services::Workspace &workspace, const services::Document &document, const std::stop_token &) {
            return services::signatureHelp(workspace, document, offset);
        },
        [this](const std::optional<services::SignatureHelp> &help) {
            if (help && !help->signatures.empty())
                place(*help);
            else
                m_label->hide();
        });
}

void ArgumentHints::place(const services::SignatureHelp &help)
{
    QStringList lines;
    for (size_t i = 0; i < help.signatures.size(); ++i) {
        const QString line = html(help.signatures[i], help.activeParameter);
        // The one that fits stands first.
        i == help.activeSignature ? lines.prepend(line) : lines.append(line);
    }
    m_label->setText(lines.join(QStringLiteral("<br>")));
    m_label->setAccessibleName(m_label->text());
    m_label->adjustSize();
    const QPoint caret = m_editor->viewport()->mapToGlobal(m_editor->pointOf(m_editor->position()));
    QPoint at = caret - QPoint(0, m_label->height() + 4);
    if (at.y() < m_editor->screen()->availableGeometry().top())
        at = caret + QPoint(0, m_editor->textHeight(0) + 4);
    m_label->move(at);
    m_label->show();
}

bool ArgumentHints::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() == QEvent::FocusOut || event->type() == QEvent::Hide
        || (event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape))
        m_label->hide();
    return QObject::eventFilter(object, event);
}

}
