// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/assist/completion_popup.h"

#include "editor/code_font.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QScreen>
#include <QStyledItemDelegate>

namespace tapscope::editor {

using services::CompletionKind;

namespace {

constexpr int mostRows = 12;
constexpr int listWidth = 460;
constexpr int noteWidth = 340;

QString text(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

struct Look {
    const char *letter;
    QColor light, dark;
};

/// A letter tells the kind as well as the colour does.
Look lookOf(CompletionKind kind)
{
    const QColor blue(0x1c, 0x6d, 0xd0), paleBlue(0x74, 0xb9, 0xff), orange(0xb3, 0x6b, 0x00), paleOrange(0xff, 0xc0, 0x4d);
    const QColor violet(0x7b, 0x3f, 0xb5), paleViolet(0xc7, 0x9b, 0xf2), green(0x1e, 0x7e, 0x45), paleGreen(0x7b, 0xd9, 0x9b);
    switch (kind) {
    case CompletionKind::Keyword: return {"k", violet, paleViolet};
    case CompletionKind::Snippet: return {"…", violet, paleViolet};
    case CompletionKind::Function: return {"f", blue, paleBlue};
    case CompletionKind::Global: return {"g", orange, paleOrange};
    case CompletionKind::Local:
    case CompletionKind::Parameter: return {"v", orange, paleOrange};
    case CompletionKind::Macro: return {"@", violet, paleViolet};
    case CompletionKind::Operator: return {"@", blue, paleBlue};
    case CompletionKind::TargetVariable: return {"$", green, paleGreen};
    case CompletionKind::Member: return {"m", green, paleGreen};
    case CompletionKind::ProbeComponent: return {"p", green, paleGreen};
    case CompletionKind::ProbeAlias: return {"a", green, paleGreen};
    case CompletionKind::Tracepoint: return {"t", green, paleGreen};
    case CompletionKind::ProgramFunction: return {"ƒ", blue, paleBlue};
    case CompletionKind::Mark: return {"u", green, paleGreen};
    case CompletionKind::Path:
    case CompletionKind::Directory:
    case CompletionKind::SourceFile: return {"/", orange, paleOrange};
    case CompletionKind::Directive: return {"%", violet, paleViolet};
    }
    return {"·", blue, paleBlue};
}

class Delegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {100, option.fontMetrics.height() + 4};
    }
    void paint(QPainter *painter, const QStyleOptionViewItem &item, const QModelIndex &index) const override
    {
        QStyleOptionViewItem option = item;
        initStyleOption(&option, index);
        const bool selected = option.state & QStyle::State_Selected;
        const QPalette &palette = option.palette;
        if (selected)
            painter->fillRect(option.rect, palette.color(QPalette::Active, QPalette::Highlight));
        const bool dark = palette.color(QPalette::Base).lightness() < 128;
        const Look look = lookOf(static_cast<CompletionKind>(index.data(CompletionModel::KindRole).toInt()));
        const QColor ink = palette.color(QPalette::Active, selected ? QPalette::HighlightedText : QPalette::Text);
        const int badge = option.fontMetrics.height() + 4;
        painter->setFont(option.font);
        painter->setPen(selected ? ink : dark ? look.dark : look.light);
        painter->drawText(QRect(option.rect.left(), option.rect.top(), badge, option.rect.height()), Qt::AlignCenter,
                          QString::fromUtf8(look.letter));
        const QRect rest = option.rect.adjusted(badge + 2, 0, -8, 0);
        const QString label = index.data(Qt::DisplayRole).toString();
        painter->setPen(ink);
        painter->drawText(rest, Qt::AlignVCenter | Qt::AlignLeft, label);
        const int used = option.fontMetrics.horizontalAdvance(label) + 16;
        const QRect right = rest.adjusted(used, 0, 0, 0);
        if (right.width() < 30)
            return;
        painter->setPen(selected ? ink : palette.color(QPalette::PlaceholderText));
        painter->drawText(right, Qt::AlignVCenter | Qt::AlignRight,
                          option.fontMetrics.elidedText(index.data(CompletionModel::DetailRole).toString(), Qt::ElideRight,
                                                        right.width()));
    }
};

}

void CompletionModel::setList(std::shared_ptr<const services::CompletionList> list)
{
    beginResetModel();
    m_list = std::move(list);
    m_matches.clear();
    endResetModel();
}

void CompletionModel::setTyped(const QByteArray &typed)
{
    beginResetModel();
    m_matches = m_list ? services::matches(*m_list, std::string_view(typed.constData(), static_cast<size_t>(typed.size())))
                       : std::vector<services::CompletionMatch>();
    endResetModel();
}

const services::CompletionItem *CompletionModel::item(int row) const
{
    if (!m_list || row < 0 || row >= rowCount())
        return nullptr;
    return &m_list->items[m_matches[static_cast<size_t>(row)].item];
}

int CompletionModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_matches.size());
}

QVariant CompletionModel::data(const QModelIndex &index, int role) const
{
    const services::CompletionItem *of = item(index.row());
    if (!of)
        return {};
    switch (role) {
    case Qt::DisplayRole: return text(of->label);
    case KindRole: return static_cast<int>(of->kind);
    case DetailRole: return text(of->detail);
    case Qt::AccessibleTextRole:
        return of->detail.empty() ? text(of->label) : text(of->label) + QStringLiteral(", ") + text(of->detail);
    default: return {};
    }
}

CompletionPopup::CompletionPopup(QWidget *editor)
    : QFrame(editor, Qt::ToolTip | Qt::FramelessWindowHint)
    , m_view(new QListView(this))
    , m_explanation(new QLabel(this))
    , m_model(new CompletionModel(this))
{
    setFrameShape(QFrame::StyledPanel);
    setFocusPolicy(Qt::NoFocus);
    setAttribute(Qt::WA_ShowWithoutActivating);
    setAccessibleName(tr("Completion"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    layout->addWidget(m_view);
    layout->addWidget(m_explanation);
    m_view->setModel(m_model);
    m_view->setItemDelegate(new Delegate(m_view));
    m_view->setFont(codeFont());
    m_view->setUniformItemSizes(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setFocusPolicy(Qt::NoFocus);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setFixedWidth(listWidth);
    m_view->setAccessibleName(tr("Completion"));
    m_explanation->setFixedWidth(noteWidth);
    m_explanation->setWordWrap(true);
    m_explanation->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_explanation->setTextFormat(Qt::MarkdownText);
    m_explanation->setMargin(8);
    m_explanation->hide();
    connect(m_view, &QListView::clicked, this, &CompletionPopup::chosen);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &CompletionPopup::currentChanged);
}

void CompletionPopup::selectFirst()
{
    m_view->setCurrentIndex(m_model->index(0));
    m_view->scrollToTop();
    Q_EMIT currentChanged();
}

const services::CompletionItem *CompletionPopup::current() const
{
    return m_model->item(m_view->currentIndex().row());
}

void CompletionPopup::setExplanation(const QString &markdown)
{
    m_explanation->setText(markdown);
    m_explanation->setVisible(!markdown.isEmpty());
    fit();
}

/// adjustSize() makes windows that can grow at least 100 high, with empty bands around a short list.
void CompletionPopup::fit()
{
    layout()->activate();
    resize(layout()->totalSizeHint());
}

void CompletionPopup::showAt(const QPoint &below, const QPoint &above)
{
    const int row = m_view->sizeHintForRow(0);
    m_view->setFixedHeight(std::max(1, std::min(mostRows, m_model->rowCount())) * row + 2);
    fit();
    const QRect screen = parentWidget()->screen()->availableGeometry();
    QPoint at = below;
    if (at.y() + height() > screen.bottom() && above.y() - height() >= screen.top())
        at.setY(above.y() - height());
    at.setX(std::max(screen.left(), std::min(at.x(), screen.right() - width())));
    move(at);
    show();
}

bool CompletionPopup::takeKey(int key)
{
    const int row = m_view->currentIndex().row();
    const int last = m_model->rowCount() - 1;
    const auto go = [this](int to) {
        m_view->setCurrentIndex(m_model->index(to));
        return true;
    };
    switch (key) {
    case Qt::Key_Down: return go(row >= last ? 0 : row + 1);
    case Qt::Key_Up: return go(row <= 0 ? last : row - 1);
    case Qt::Key_PageDown: return go(std::min(last, row + mostRows - 1));
    case Qt::Key_PageUp: return go(std::max(0, row - mostRows + 1));
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Tab: Q_EMIT chosen(); return true;
    case Qt::Key_Escape: hide(); return true;
    default: return false;
    }
}

}
