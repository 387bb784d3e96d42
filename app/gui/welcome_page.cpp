// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/welcome_page.h"

#include "app/gui/icons.h"
#include "app/gui/machine.h"
#include "app/gui/settings.h"
#include "editor/code_font.h"

#include <QClipboard>
#include <QDir>
#include <QEvent>
#include <QFileInfo>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace tapscope::app {

using namespace Qt::StringLiterals;

namespace {

constexpr int columnWidth = 1120;
/// Below it what this machine can do stands under the examples instead of beside them.
constexpr int narrowWidth = 640;

QLabel *heading(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    QFont font = label->font();
    font.setPointSizeF(font.pointSizeF() * 1.15);
    font.setBold(true);
    label->setFont(font);
    return label;
}

/// A line of text that ends in … where there is no room for all of it.
class ElidedLabel : public QLabel {
public:
    using QLabel::QLabel;
    QSize minimumSizeHint() const override { return {0, QLabel::minimumSizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setPen(palette().color(foregroundRole()));
        painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, fontMetrics().elidedText(text(), Qt::ElideRight, width()));
    }
};

/// A row that is a link: a title and a quiet line behind it.
QPushButton *link(const QString &title, const QString &quiet, QWidget *parent)
{
    auto *button = new QPushButton(parent);
    button->setFlat(true);
    button->setCursor(Qt::PointingHandCursor);
    button->setAccessibleName(title);
    button->setToolTip(quiet);
    auto *layout = new QHBoxLayout(button);
    layout->setContentsMargins(6, 3, 6, 3);
    auto *name = new QLabel(title, button);
    name->setForegroundRole(QPalette::Link);
    auto *rest = new ElidedLabel(quiet, button);
    rest->setForegroundRole(QPalette::PlaceholderText);
    layout->addWidget(name);
    layout->addWidget(rest, 1);
    button->setFixedHeight(button->fontMetrics().height() + 8);
    for (QLabel *label : {name, static_cast<QLabel *>(rest)})
        label->setAttribute(Qt::WA_TransparentForMouseEvents);
    return button;
}

}

QString exampleTitle(const QString &resource)
{
    QFile file(resource);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    // The licence lines come first; the description is the first comment that is a sentence, perhaps over several lines.
    QString sentence;
    for (QByteArray line = file.readLine(); !line.isEmpty(); line = file.readLine()) {
        const QString text = QString::fromUtf8(line).trimmed();
        const bool comment = text.startsWith(u'#') || text.startsWith("//"_L1);
        const QString words = comment ? text.mid(text.startsWith(u'#') ? 1 : 2).trimmed() : QString();
        if (words.startsWith("SPDX"_L1) || words.startsWith(u'!'))
            continue;
        if (words.isEmpty() && !sentence.isEmpty())
            break;
        sentence += (sentence.isEmpty() || words.isEmpty() ? QString() : QStringLiteral(" ")) + words;
    }
    if (const auto end = sentence.indexOf(". "_L1); end >= 0)
        sentence.truncate(end);
    else if (sentence.endsWith(u'.'))
        sentence.chop(1);
    return QCoreApplication::translate("Examples", sentence.toUtf8().constData());
}

WelcomePage::WelcomePage(QWidget *parent) : QScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    refresh();
}

void WelcomePage::refresh()
{
    auto *page = new QWidget;
    page->setBackgroundRole(QPalette::Base);
    page->setAutoFillBackground(true);
    auto *outer = new QHBoxLayout(page);
    m_outer = outer;
    outer->addStretch(1);
    auto *column = new QWidget(page);
    column->setMaximumWidth(columnWidth);
    column->setMinimumWidth(280);
    outer->addWidget(column, 20);
    outer->addStretch(1);
    auto *layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);

    auto *title = new QHBoxLayout;
    auto *picture = new QLabel(column);
    picture->setPixmap(icon(QStringLiteral("tapscope")).pixmap(QSize(48, 48), devicePixelRatio()));
    title->addWidget(picture);
    auto *words = new QVBoxLayout;
    auto *name = new QLabel(QStringLiteral("Tapscope"), column);
    QFont large = name->font();
    large.setPointSizeF(large.pointSizeF() * 1.8);
    name->setFont(large);
    auto *what = new QLabel(tr("Write a SystemTap script, run it, and watch what the program does."), column);
    what->setForegroundRole(QPalette::PlaceholderText);
    what->setWordWrap(true);
    words->setSpacing(0);
    words->addWidget(name);
    words->addWidget(what);
    title->addSpacing(10);
    title->addLayout(words, 1);
    layout->addLayout(title);
    layout->addSpacing(12);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    const auto add = [&](const QString &picture_, const QString &text, const QString &toolTip, void (WelcomePage::*signal)()) {
        auto *button = new QPushButton(icon(picture_), text, column);
        button->setToolTip(toolTip);
        button->setIconSize(QSize(20, 20));
        button->setMinimumHeight(button->fontMetrics().height() + 18);
        connect(button, &QPushButton::clicked, this, signal);
        buttons->addWidget(button);
        return button;
    };
    add(QStringLiteral("run"), tr("See it work"), tr("Traces the demonstration program and shows its calls live"),
        &WelcomePage::demoWanted)
        ->setDefault(true);
    add(QStringLiteral("new"), tr("New script"), tr("Starts an empty script"), &WelcomePage::newWanted);
    add(QStringLiteral("open"), tr("Open…"), tr("Opens a script from a file"), &WelcomePage::openWanted);
    buttons->addStretch(1);
    layout->addLayout(buttons);
    layout->addSpacing(14);

    // Beside each other: what to open, and what this machine can do. The docks below leave little height.
    auto *halves = new QBoxLayout(QBoxLayout::LeftToRight);
    m_halves = halves;
    auto *left = new QVBoxLayout;
    auto *right = new QVBoxLayout;
    left->setSpacing(2);
    right->setSpacing(6);
    halves->addLayout(left, 3);
    halves->addLayout(right, 2);
    layout->addLayout(halves);

    const QStringList recent = settings()->value(QStringLiteral("files/recent")).toStringList();
    if (!recent.isEmpty()) {
        left->addWidget(heading(tr("Recent scripts"), column));
        for (const QString &path : recent.mid(0, 4)) {
            auto *button = link(QFileInfo(path).fileName(), QDir::toNativeSeparators(QFileInfo(path).path()), column);
            connect(button, &QPushButton::clicked, this, [this, path] { Q_EMIT fileWanted(path); });
            left->addWidget(button);
        }
        left->addSpacing(8);
    }

    left->addWidget(heading(tr("Examples"), column));
    for (const QFileInfo &example : QDir(QStringLiteral(":/examples")).entryInfoList(QDir::Files, QDir::Name)) {
        const QString resource = example.filePath();
        auto *button = link(example.fileName(), exampleTitle(resource), column);
        connect(button, &QPushButton::clicked, this, [this, resource] { Q_EMIT exampleWanted(resource); });
        left->addWidget(button);
    }
    left->addStretch(1);

    right->addWidget(heading(tr("This machine"), column));
    auto *facts = new QGridLayout;
    facts->setContentsMargins(6, 0, 6, 0);
    facts->setHorizontalSpacing(10);
    facts->setVerticalSpacing(3);
    facts->setColumnStretch(1, 1);
    int row = 0;
    for (const MachineFact &fact : Machine::facts()) {
        const bool good = fact.state == MachineFact::State::Good;
        auto *sign = new QLabel(good                                            ? QStringLiteral("✓")
                                    : fact.state == MachineFact::State::Limited ? QStringLiteral("!")
                                                                                : QStringLiteral("✗"),
                                column);
        QFont bold = sign->font();
        bold.setBold(true);
        sign->setFont(bold);
        QPalette colors = sign->palette();
        const bool dark = palette().color(QPalette::Base).lightness() < 128;
        colors.setColor(QPalette::WindowText,
                        good ? (dark ? QColor(0x6c, 0xc6, 0x8b) : QColor(0x1f, 0x7a, 0x3d))
                             : (dark ? QColor(0xff, 0xc0, 0x4d) : QColor(0xa0, 0x5a, 0x00)));
        sign->setPalette(colors);
        facts->addWidget(sign, row, 0, Qt::AlignTop);
        auto *text = new QLabel(fact.text, column);
        text->setWordWrap(true);
        facts->addWidget(text, row++, 1, Qt::AlignTop);
        if (!fact.nextStep.isEmpty()) {
            auto *next = new QLabel(fact.nextStep, column);
            next->setWordWrap(true);
            next->setForegroundRole(QPalette::PlaceholderText);
            next->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
            facts->addWidget(next, row++, 1);
        }
        if (!fact.command.isEmpty()) {
            auto *command = new QHBoxLayout;
            auto *commandText = new ElidedLabel(fact.command, column);
            commandText->setFont(editor::codeFont());
            commandText->setToolTip(fact.command);
            auto *copy = new QPushButton(tr("Copy Command"), column);
            copy->setToolTip(tr("Copies “%1”").arg(fact.command));
            connect(copy, &QPushButton::clicked, copy,
                    [copied = fact.command] { QGuiApplication::clipboard()->setText(copied); });
            command->addWidget(commandText, 1);
            command->addWidget(copy);
            facts->addLayout(command, row++, 1);
        }
    }
    right->addLayout(facts);
    right->addStretch(1);
    layout->addStretch(1);
    arrange();
    setWidget(page);
}

void WelcomePage::arrange()
{
    const bool narrow = width() < narrowWidth;
    m_halves->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_halves->setSpacing(narrow ? 14 : 36);
    const int side = narrow ? 12 : 32;
    m_outer->setContentsMargins(side, 20, side, 16);
}

void WelcomePage::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    arrange();
}

void WelcomePage::changeEvent(QEvent *event)
{
    QScrollArea::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        QMetaObject::invokeMethod(this, &WelcomePage::refresh, Qt::QueuedConnection);
}

void WelcomePage::showEvent(QShowEvent *event)
{
    QScrollArea::showEvent(event);
    QMetaObject::invokeMethod(this, &WelcomePage::refresh, Qt::QueuedConnection);
}

}
