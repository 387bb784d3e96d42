// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/kernel_dialog.h"

#include "app/gui/settings.h"
#include "debuginfo/kernel_files.h"
#include "editor/translated.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSysInfo>
#include <QVBoxLayout>

namespace tapscope::app {

namespace {

constexpr qsizetype mostRemembered = 8;

QString rememberedKey()
{
    return QStringLiteral("browser/kernels");
}

/// Releases whose debug package is installed where distributions put it.
QStringList installedReleases()
{
    QStringList releases;
    for (const QString &image :
         QDir(QStringLiteral("/usr/lib/debug/boot")).entryList({QStringLiteral("vmlinux-*")}, QDir::Files, QDir::Name))
        releases << image.mid(8);
    for (const char *folder : {"/usr/lib/debug/lib/modules", "/usr/lib/debug/usr/lib/modules", "/lib/modules"})
        releases << QDir(QString::fromLatin1(folder)).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    releases.removeDuplicates();
    releases.removeIf([](const QString &release) { return debuginfo::findKernelFiles(release.toStdString()).image.empty(); });
    releases.removeAll(QSysInfo::kernelVersion());
    return releases;
}

}

KernelDialog::KernelDialog(const QString &kernel, QWidget *parent)
    : QDialog(parent)
    , m_list(new QListWidget(this))
    , m_field(new QLineEdit(this))
    , m_state(new QLabel(this))
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this))
{
    setWindowTitle(tr("Browse Another Kernel"));
    auto *layout = new QVBoxLayout(this);
    auto *lead = new QLabel(tr("Which kernel do you want to look at? Its debuginfo is enough: it does not have to run here."),
                            this);
    lead->setWordWrap(true);
    layout->addWidget(lead);
    m_list->setAccessibleName(tr("Known kernels"));
    layout->addWidget(m_list, 1);
    auto *name = new QLabel(tr("&Release, image (vmlinux) or folder:"), this);
    name->setBuddy(m_field);
    layout->addWidget(name);
    auto *row = new QHBoxLayout;
    m_field->setAccessibleName(tr("Release, image or folder"));
    m_field->setPlaceholderText(tr("the running kernel"));
    m_field->setClearButtonEnabled(true);
    row->addWidget(m_field, 1);
    auto *image = new QPushButton(tr("&Image…"), this);
    auto *folder = new QPushButton(tr("&Folder…"), this);
    folder->setToolTip(tr("A folder to which a debug package was unpacked, or in which a kernel was built"));
    row->addWidget(image);
    row->addWidget(folder);
    layout->addLayout(row);
    m_state->setWordWrap(true);
    m_state->setForegroundRole(QPalette::PlaceholderText);
    m_state->setMinimumHeight(m_state->fontMetrics().lineSpacing() * 2);
    layout->addWidget(m_state);
    layout->addWidget(m_buttons);

    addKernel({});
    for (const QString &release : installedReleases())
        addKernel(release);
    QStringList remembered = settings()->value(rememberedKey()).toStringList();
    if (!kernel.isEmpty() && !remembered.contains(kernel))
        remembered.prepend(kernel);
    for (const QString &each : remembered) {
        if (!debuginfo::findKernelFiles(each.toStdString()).image.empty())
            addKernel(each);
    }
    connect(m_list, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem *item) {
        if (item)
            m_field->setText(item->data(Qt::UserRole).toString());
    });
    connect(m_list, &QListWidget::itemActivated, this, &KernelDialog::accept);
    connect(m_field, &QLineEdit::textChanged, this, &KernelDialog::check);
    connect(image, &QPushButton::clicked, this, &KernelDialog::chooseImage);
    connect(folder, &QPushButton::clicked, this, &KernelDialog::chooseFolder);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &KernelDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    for (int i = 0; i < m_list->count(); ++i) {
        if (m_list->item(i)->data(Qt::UserRole).toString() == kernel)
            m_list->setCurrentRow(i);
    }
    resize(fontMetrics().averageCharWidth() * 80, fontMetrics().lineSpacing() * 20);
    check();
}

void KernelDialog::addKernel(const QString &kernel)
{
    for (int i = 0; i < m_list->count(); ++i) {
        if (m_list->item(i)->data(Qt::UserRole).toString() == kernel)
            return;
    }
    const debuginfo::KernelFiles files = debuginfo::findKernelFiles(kernel.toStdString());
    const QString release = QString::fromStdString(files.release);
    QString text = kernel.isEmpty() ? tr("%1 – the running kernel").arg(release) : release.isEmpty() ? kernel : release;
    if (!release.isEmpty() && kernel != release && !kernel.isEmpty())
        text += QStringLiteral(" – ") + kernel;
    auto *item = new QListWidgetItem(text, m_list);
    item->setData(Qt::UserRole, kernel);
    item->setToolTip(QString::fromStdString(files.image));
}

QString KernelDialog::kernel() const
{
    return m_field->text().trimmed();
}

bool KernelDialog::isAcceptable() const
{
    return m_buttons->button(QDialogButtonBox::Ok)->isEnabled();
}

void KernelDialog::check()
{
    const debuginfo::KernelFiles files = debuginfo::findKernelFiles(kernel().toStdString());
    const bool found = !files.image.empty();
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(found || kernel().isEmpty());
    if (found) {
        m_state->setText(tr("Debuginfo: %1").arg(QString::fromStdString(files.image)));
    } else if (kernel().isEmpty() || !files.release.empty()) {
        const Failure failure = debuginfo::noKernelDebugInfo(files);
        m_state->setText(editor::translated(failure.what) + u' ' + editor::translated(failure.nextStep));
    } else {
        m_state->setText(tr("There is no kernel image with debuginfo."));
    }
}

void KernelDialog::chooseImage()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Kernel Image with Debuginfo"), QStringLiteral("/usr/lib/debug"),
                                                      tr("Kernel images (vmlinux*);;All files (*)"));
    if (!path.isEmpty())
        m_field->setText(path);
}

void KernelDialog::chooseFolder()
{
    const QString path = QFileDialog::getExistingDirectory(this, tr("Folder of a Kernel"), QDir::homePath());
    if (!path.isEmpty())
        m_field->setText(path);
}

void KernelDialog::accept()
{
    if (!isAcceptable())
        return;
    if (!kernel().isEmpty()) {
        QStringList remembered = settings()->value(rememberedKey()).toStringList();
        remembered.removeAll(kernel());
        remembered.prepend(kernel());
        settings()->setValue(rememberedKey(), remembered.mid(0, mostRemembered));
    }
    QDialog::accept();
}

}
