// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/preferences.h"

#include "app/gui/action_set.h"
#include "app/gui/appearance.h"
#include "app/gui/key_list.h"
#include "app/gui/language.h"
#include "app/gui/settings.h"
#include "editor/code_font.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFontComboBox>
#include <QFontInfo>
#include <QFormLayout>
#include <QSpinBox>
#include <QTabWidget>
#include <QVBoxLayout>

namespace tapscope::app {

namespace {

const QString familyKey = QStringLiteral("editor/font");
const QString sizeKey = QStringLiteral("editor/fontSize");
constexpr int smallest = 6;
constexpr int largest = 40;

QString plainText(const QAction *action)
{
    return KeyList::plainText(action->text());
}

/// A box for an action that can be on or off.
QCheckBox *boxOf(QAction *action, QWidget *parent)
{
    auto *box = new QCheckBox(plainText(action), parent);
    box->setToolTip(action->toolTip());
    box->setChecked(action->isChecked());
    QObject::connect(box, &QCheckBox::clicked, action, &QAction::trigger);
    QObject::connect(action, &QAction::toggled, box, &QCheckBox::setChecked);
    return box;
}

}

Preferences::Preferences(ActionSet *actions, QWidget *parent)
    : QDialog(parent)
    , m_actions(actions)
    , m_pages(new QTabWidget(this))
    , m_family(new QFontComboBox(this))
    , m_size(new QSpinBox(this))
    , m_keys(new KeyList(actions, this))
{
    setWindowTitle(tr("Preferences"));
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_pages, 1);
    m_pages->addTab(makeGeneral(), tr("General"));
    m_pages->addTab(m_keys, tr("Keys"));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
    resize(640, 520);
}

QWidget *Preferences::makeGeneral()
{
    auto *page = new QWidget(this);
    auto *form = new QFormLayout(page);

    auto *language = new QComboBox(page);
    for (const QString &code : languages())
        language->addItem(languageName(code), code);
    language->setCurrentIndex(language->findData(currentLanguage()));
    form->addRow(tr("&Language:"), language);
    connect(language, &QComboBox::activated, this, [this, language](int index) {
        const QString code = language->itemData(index).toString();
        settings()->setValue(QStringLiteral("window/language"), code);
        setLanguage(code);
        // This dialog's own texts are those of the language it was opened in.
        QMetaObject::invokeMethod(this, &QDialog::accept, Qt::QueuedConnection);
    });

    auto *appearance = new QComboBox(page);
    const std::array<const char *, 3> choices{"appearanceDesktop", "appearanceLight", "appearanceDark"};
    for (const char *name : choices) {
        appearance->addItem(plainText((*m_actions)[name]));
        if ((*m_actions)[name]->isChecked())
            appearance->setCurrentIndex(appearance->count() - 1);
    }
    form->addRow(tr("&Appearance:"), appearance);
    connect(appearance, &QComboBox::activated, this,
            [this, choices](int index) { (*m_actions)[choices[static_cast<size_t>(index)]]->trigger(); });

    m_family->setFontFilters(QFontComboBox::MonospacedFonts);
    m_family->setCurrentFont(QFont(QFontInfo(editor::codeFont()).family()));
    form->addRow(tr("&Font of scripts:"), m_family);
    m_size->setRange(smallest, largest);
    m_size->setSuffix(tr(" pt"));
    m_size->setValue(QFontInfo(editor::codeFont()).pointSize());
    form->addRow(tr("&Size:"), m_size);
    connect(m_family, &QFontComboBox::currentFontChanged, this, &Preferences::storeFont);
    connect(m_size, &QSpinBox::valueChanged, this, &Preferences::storeFont);

    for (const char *name : {"minimap", "wrap", "blanks"})
        form->addRow(QString(), boxOf((*m_actions)[name], page));
    return page;
}

void Preferences::storeFont()
{
    const auto store = settings();
    store->setValue(familyKey, m_family->currentFont().family());
    store->setValue(sizeKey, m_size->value());
    loadCodeFont();
    Q_EMIT codeFontChanged();
}

void Preferences::loadCodeFont()
{
    const auto store = settings();
    const int points = store->value(sizeKey, 0).toInt();
    editor::chooseCodeFont(store->value(familyKey).toString(), points == 0 ? 0 : std::clamp(points, smallest, largest));
}

}
