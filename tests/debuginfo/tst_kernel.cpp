// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/kernel.h"
#include "debuginfo/kernel_refusals.h"
#include "debuginfo/kernel_symbols.h"
#include "debuginfo/kernel_types.h"

#include <QtTest>

#include <bpf/btf.h>
#include <unistd.h>

using namespace tapscope::debuginfo;
using namespace Qt::StringLiterals;

namespace {

QByteArray bytesOf(const btf *types)
{
    uint32_t size = 0;
    const auto *data = static_cast<const char *>(btf__raw_data(types, &size));
    return {data, static_cast<qsizetype>(size)};
}

}

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

    // A module's types build upon the kernel's: ids and names go on where those end.
    void typesOfModules()
    {
        btf *base = btf__new_empty();
        const int number = btf__add_int(base, "int", 4, BTF_INT_SIGNED);
        const int pair = btf__add_struct(base, "pair", 8);
        btf__add_field(base, "first", number, 0, 0);
        btf__add_field(base, "second", number, 32, 0);
        const int proto = btf__add_func_proto(base, number);
        btf__add_func(base, "in_image", BTF_FUNC_STATIC, proto);
        btf *split = btf__new_empty_split(base);
        const int pointer = btf__add_ptr(split, pair);
        const int own = btf__add_struct(split, "own", 24);
        btf__add_field(split, "inside", pair, 64, 0);
        btf__add_field(split, "link", pointer, 128, 0);
        const int ownPointer = btf__add_ptr(split, own);
        const int ownProto = btf__add_func_proto(split, ownPointer);
        btf__add_func_param(split, "from", pointer);
        btf__add_func_param(split, "count", number);
        btf__add_func(split, "in_module", BTF_FUNC_STATIC, ownProto);
        QTemporaryDir directory;
        const auto write = [&](const QString &name, const btf *types) {
            QFile file(directory.filePath(name));
            const bool good = file.open(QIODevice::WriteOnly) && file.write(bytesOf(types)) > 0;
            return good ? file.fileName().toStdString() : std::string();
        };
        const auto image = KernelTypes::read(write(u"image"_s, base));
        QVERIFY(image);
        const std::string path = write(u"module"_s, split);
        const auto module = KernelTypes::read(path, image.get());
        QVERIFY(module);
        btf__free(split);
        btf__free(base);
        // Alone it cannot be understood, which must do no harm.
        if (const auto alone = KernelTypes::read(path))
            QVERIFY(!alone->memberOffset("own", "no_such_member"));

        QCOMPARE(module->functionNames(), std::vector<std::string>{"in_module"});
        QVERIFY(!module->prototype("in_image"));
        const auto prototype = module->prototype("in_module");
        QVERIFY(prototype);
        QCOMPARE(prototype->result.name, "struct own*");
        QCOMPARE(prototype->parameters.size(), size_t(2));
        QCOMPARE(prototype->parameters[0].name, "from");
        QCOMPARE(prototype->parameters[0].type.name, "struct pair*");
        QCOMPARE(prototype->parameters[1].type.byteSize, uint64_t(4));
        const auto target = module->targetOf(prototype->result);
        QVERIFY(target);
        const auto members = module->membersOf(*target);
        QCOMPARE(members.size(), size_t(2));
        QCOMPARE(members[0].name, "inside");
        QCOMPARE(members[0].byteOffset, uint64_t(8));
        QCOMPARE(members[0].type.byteSize, uint64_t(8));
        QCOMPARE(module->membersOf(members[0].type).size(), size_t(2));
        QCOMPARE(module->memberOffset("own", "link"), 16u);
        QCOMPARE(module->memberOffset("pair", "second"), 4u);
        QCOMPARE(module->findType("struct pair")->byteSize, uint64_t(8));
        QVERIFY(!image->findType("struct own"));
    }

    void refusals_data()
    {
        QTest::addColumn<QByteArray>("blacklist");
        QTest::addColumn<QByteArray>("traced");
        QTest::addColumn<QByteArray>("symbols");
        QTest::addColumn<QString>("refused"); // of the functions below
        const QByteArray symbols = "0000000000000100 T __noinstr_text_start\n"
                                   "0000000000000110 t quiet\n"
                                   "0000000000000120 T __noinstr_text_end\n"
                                   "0000000000000200 T plain\n"
                                   "0000000000000300 t listed\n"
                                   "0000000000000400 t in_module\t[mod]\n"
                                   "0000000000000500 d _kbl_addr_listed\n";
        QByteArray hidden;
        for (QByteArray line : symbols.split('\n'))
            hidden += line.isEmpty() ? QByteArray() : QByteArray("0000000000000000") + line.mid(16) + '\n';
        const QByteArray none;
        QTest::newRow("nothing known") << none << none << none << QString();
        QTest::newRow("as root") << QByteArray("0x0000000000000300-0x0000000000000310\tlisted\n"
                                               "0x0000000000000400-0x0000000000000410\tin_module [mod]\ngarbage\n0x12\n")
                                 << none << symbols << u"listed:B in_module:B"_s;
        QTest::newRow("without addresses") << QByteArray("0x0000000000000000-0x0000000000000000\tlisted\n") << none << hidden
                                           << u"listed:B"_s;
        QTest::newRow("by symbols") << none << none << symbols << u"quiet:B listed:B"_s;
        QTest::newRow("by the order of symbols") << none << none << hidden << u"quiet:B listed:B"_s;
        QTest::newRow("not traced") << none << QByteArray("plain\nin_module [mod]\n") << none << u"quiet:T listed:T"_s;
        QTest::newRow("traced elsewhere") << none << QByteArray("quiet\nlisted\nin_module\nplain [mod]\n") << none
                                          << u"plain:T in_module:T"_s;
    }

    void refusals()
    {
        QFETCH(QByteArray, blacklist);
        QFETCH(QByteArray, traced);
        QFETCH(QByteArray, symbols);
        QFETCH(QString, refused);
        const bool hidden = symbols.contains("0000000000000000 ");
        const KernelRefusals refusals(blacklist.toStdString(), traced.toStdString(), symbols.toStdString());
        const KernelFunction functions[] = {{"quiet", {}, hidden ? 0U : 0x110U, {}},
                                            {"plain", {}, hidden ? 0U : 0x200U, {}},
                                            {"listed", {}, hidden ? 0U : 0x300U, {}},
                                            {"in_module", "mod", hidden ? 0U : 0x400U, {}}};
        QStringList seen;
        for (const KernelFunction &function : functions) {
            const auto refusal = refusals.of(function);
            if (refusal != KernelFunction::Refusal::None)
                seen << QString::fromStdString(function.name)
                        + (refusal == KernelFunction::Refusal::Blacklist ? u":B"_s : u":T"_s);
        }
        QCOMPARE(seen.join(u' '), refused);
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
