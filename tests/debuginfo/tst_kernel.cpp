// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/kernel.h"
#include "debuginfo/kernel_symbols.h"
#include "debuginfo/kernel_types.h"

#include <QtTest>

#include <unistd.h>

using namespace tapscope::debuginfo;
using namespace Qt::StringLiterals;

class TestKernel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // A structure without a name whose members without a name are itself: every way through it was taken once.
    void typesThatHoldThemselves()
    {
        const auto types = KernelTypes::read(TAPSCOPE_SOURCE_DIR "/tests/fuzz/corpus/btf/holds-itself");
        QVERIFY(types);
        for (const std::string &name : types->typeNames())
            QVERIFY(!types->memberOffset(name, "no_such_member"));
    }

    void symbolLines()
    {
        const auto functions = parseKernelSymbols("ffffffff81000000 T vfs_read\n"
                                                  "ffffffff81000100 t do_loop\n"
                                                  "ffffffff81000180 t do_loop\n"
                                                  "ffffffff81000200 D jiffies\n"
                                                  "ffffffffc0000000 t helper\t[kvm]\n"
                                                  "ffffffffc0000100 t bpf_prog_1234\t[bpf]\n"
                                                  "ffffffff81000300 t do_loop.cold\n"
                                                  "ffffffff810000f0 t __pfx_do_loop\n"
                                                  "0000000000000000 W weak_one\n"
                                                  "garbage\n\n zz t no_address\nffffffff81000400 t\n"
                                                  "ffffffff81000500 T last_without_newline");
        QStringList seen;
        for (const KernelFunction &f : functions)
            seen << u"%1/%2/%3"_s.arg(QString::fromStdString(f.name), QString::fromStdString(f.module)).arg(f.address, 0, 16);
        QCOMPARE(seen,
                 (QStringList{u"do_loop//ffffffff81000100"_s, u"do_loop//ffffffff81000180"_s, u"helper/kvm/ffffffffc0000000"_s,
                              u"last_without_newline//ffffffff81000500"_s, u"vfs_read//ffffffff81000000"_s, u"weak_one//0"_s}));
        QVERIFY(parseKernelSymbols("").empty());
    }

    void functionsOfTheRunningKernel()
    {
        if (!QFile::exists(u"/proc/kallsyms"_s))
            QSKIP("this kernel shows no symbols");
        const auto kernel = Kernel::running();
        QVERIFY(kernel);
        const auto one = (*kernel)->functions("vfs_read");
        QCOMPARE(one.size(), 1u);
        QCOMPARE(one[0].module, "");
        const auto many = (*kernel)->functions("vfs_*");
        QVERIFY(many.size() > 20);
        for (const KernelFunction &f : many)
            QVERIFY(f.name.starts_with("vfs_"));
        QVERIFY((*kernel)->functions("no_such_function_anywhere").empty());
        const auto names = (*kernel)->functionNames();
        QVERIFY(std::ranges::is_sorted(names));
        QVERIFY(std::ranges::binary_search(names, "vfs_read"));
        QVERIFY(std::ranges::adjacent_find(names) == names.end());
    }

    void membersOfTypes()
    {
        if (!QFile::exists(u"/sys/kernel/btf/vmlinux"_s))
            QSKIP("this kernel has no BTF");
        const auto kernel = Kernel::running();
        QVERIFY(kernel);
        const auto mm = (*kernel)->memberOffset("task_struct", "mm");
        QVERIFY(mm);
        QVERIFY(*mm > 0 && *mm < 16384);
        QCOMPARE((*kernel)->memberOffset("struct task_struct", "mm"), mm);
        // Inside an anonymous structure of mm_struct.
        const auto start = (*kernel)->memberOffset("mm_struct", "start_code");
        const auto end = (*kernel)->memberOffset("mm_struct", "end_code");
        QVERIFY(start && end);
        QCOMPARE(*end, *start + 8);
        QCOMPARE((*kernel)->memberOffset("list_head", "prev"), 8u);
        QVERIFY(!(*kernel)->memberOffset("task_struct", "no_such_member"));
        QVERIFY(!(*kernel)->memberOffset("no_such_struct", "mm"));
        QVERIFY(!(*kernel)->memberOffset("task_struct", ""));
        QVERIFY(!(*kernel)->memberOffset("", "mm"));
        // A bit field that does not start a byte has no byte offset.
        QVERIFY(!(*kernel)->memberOffset("task_struct", "sched_contributes_to_load")
                || !(*kernel)->memberOffset("task_struct", "sched_migrated"));
    }

    void damagedTypes()
    {
        QVERIFY(!KernelTypes::read("/nonexistent"));
        QTemporaryFile file;
        QVERIFY(file.open());
        file.write("\x9f\xeb\x01\x00 this is not BTF");
        file.flush();
        QVERIFY(!KernelTypes::read(file.fileName().toStdString()));
    }
};

QTEST_GUILESS_MAIN(TestKernel)
#include "tst_kernel.moc"
