// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The probe browser and the source view: a kernel's tree from its index to the first rows, the search among all names, and a
// source of 30,000 lines from the click to the picture. TAPSCOPE_DEBUG_ROOT: folder to which a kernel's debug package was
// unpacked.

#include "editor/browser/fuzzy_match.h"
#include "editor/browser/probe_source.h"
#include "editor/browser/probe_tree_model.h"
#include "editor/source/source_area.h"
#include "editor/source/source_pane.h"
#include "editor/source/source_view.h"
#include "support/figures.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTreeView>

#include <cstdio>

using namespace tapscope;
using namespace tapscope::bench;
using namespace tapscope::editor;

namespace {

constexpr int rounds = 5;
constexpr int sourceFunctions = 3000; ///< of ten lines each

double elapsedMs(const QElapsedTimer &timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

/// From a tree without anything read to the rows of the kernel, painted.
double openKernelTree(const QString &kernel)
{
    ProbeSource source(TAPSCOPE_SOURCE_DIR "/tapset");
    source.setKernel(kernel);
    Background worker(QStringLiteral("bench"));
    ProbeTreeModel model(&worker, &source);
    QTreeView view;
    view.setUniformRowHeights(true);
    view.setModel(&model);
    view.resize(400, 800);
    view.show();
    QElapsedTimer timer;
    timer.start();
    model.setRoots(ProbeSource::roots({{}, {}, kernel}));
    QModelIndex top;
    for (int row = 0; row < model.rowCount(); ++row) {
        if (model.node(model.index(row, 0))->group == ProbeNode::Group::Kernel)
            top = model.index(row, 0);
    }
    QEventLoop loop;
    QObject::connect(&model, &ProbeTreeModel::loaded, &loop, &QEventLoop::quit);
    view.setExpanded(top, true);
    loop.exec();
    (void)view.grab();
    const double took = elapsedMs(timer);
    return model.rowCount(top) > 10 ? took : -1;
}

void filterRows(const NameCatalog &catalog, const char *what)
{
    for (const char *typed : {"t", "tcprcv", "f vfs_read", "schedule", "xyzzyq"}) {
        Figures figures;
        size_t total = 0;
        for (int i = 0; i < rounds; ++i) {
            QElapsedTimer timer;
            timer.start();
            (void)catalog.search(NameCatalog::parse(QString::fromLatin1(typed)), 400, &total);
            figures.add(elapsedMs(timer));
        }
        printRow(std::string(what) + ": filter for “" + typed + "” (ms)", figures);
    }
}

void measureFilter()
{
    NameCatalog catalog;
    FuzzyNames names;
    const std::vector<std::string> words{"tcp", "read", "vfs", "schedule", "page", "inode", "ext4", "lock", "queue", "send"};
    for (size_t i = 0; names.size() < 100'000; ++i)
        names.add(words[i % 10] + "_" + words[i / 10 % 10] + "_" + words[i / 100 % 10] + "_" + std::to_string(i));
    catalog.add(NameCatalog::Family::KernelFunction, std::move(names), [](uint32_t) { return ProbeNode(); });
    filterRows(catalog, "100,000 names");
}

void measureSource()
{
    QTemporaryDir folder;
    const QString source = folder.filePath(QStringLiteral("long.c"));
    const QString program = folder.filePath(QStringLiteral("long.so"));
    QFile file(source);
    if (!file.open(QIODevice::WriteOnly))
        return;
    for (int i = 0; i < sourceFunctions; ++i) {
        const QByteArray number = QByteArray::number(i);
        file.write(
            "/* Number " + number + " of many. */\nint f" + number
            + "(int a, int b)\n{\n    int sum = a;\n"
              "    if (b > 3)\n        sum += b;\n    for (int i = 0; i < a; ++i)\n        sum -= i;\n    return sum;\n}\n");
    }
    file.close();
    if (QProcess::execute(QStringLiteral("cc"),
                          {QStringLiteral("-g"), QStringLiteral("-O0"), QStringLiteral("-shared"), QStringLiteral("-fPIC"),
                           QStringLiteral("-o"), program, source})
        != 0) {
        std::printf("  the long source could not be compiled\n");
        return;
    }
    qputenv("XDG_CACHE_HOME", folder.path().toLocal8Bit());
    Figures text, gutter;
    size_t lines = 0;
    for (int i = 0; i <= rounds; ++i) {
        SourceArea area(std::make_shared<CodeIndexes>());
        area.resize(900, 700);
        area.show();
        QCoreApplication::processEvents();
        QElapsedTimer timer;
        timer.start();
        SourcePane *pane = area.showSource({program, {}}, source, 15'004);
        (void)area.grab();
        const double shown = elapsedMs(timer);
        QEventLoop loop;
        QObject::connect(pane, &SourcePane::ready, &loop, &QEventLoop::quit);
        if (!pane->isReady())
            loop.exec();
        (void)area.grab();
        lines = pane->lines().places.size();
        // The first one makes the index.
        if (i > 0 && lines > 0) {
            text.add(shown);
            gutter.add(elapsedMs(timer));
        }
    }
    std::printf("  %d lines, %zu with code\n", sourceFunctions * 10, lines);
    printRow("source of 30,000 lines: the text is painted (ms)", text);
    printRow("source of 30,000 lines: with its gutter (ms)", gutter);
}

}

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    printLoad();
    QString kernel = qEnvironmentVariable("TAPSCOPE_DEBUG_ROOT");
    if (kernel.isEmpty() && QFile::exists(QStringLiteral("/var/tmp/tapscope-debug/root")))
        kernel = QStringLiteral("/var/tmp/tapscope-debug/root");
    if (debuginfo::findKernelFiles(kernel.toStdString()).image.empty()) {
        std::printf("  no kernel with debuginfo: its tree is not measured\n");
    } else {
        (void)openKernelTree(kernel); // makes the index
        Figures tree;
        for (int i = 0; i < rounds; ++i)
            tree.add(openKernelTree(kernel));
        printRow("tree of the whole kernel, opened (ms)", tree);
        ProbeSource source(TAPSCOPE_SOURCE_DIR "/tapset");
        source.setKernel(kernel);
        const std::atomic<bool> goOn = false;
        QElapsedTimer timer;
        timer.start();
        const auto catalog = source.names({}, goOn);
        Figures read;
        read.add(elapsedMs(timer));
        std::printf("  %zu names\n", catalog->size());
        printRow("names of the kernel, read (ms)", read);
        filterRows(*catalog, "kernel");
    }
    measureFilter();
    measureSource();
    return 0;
}
