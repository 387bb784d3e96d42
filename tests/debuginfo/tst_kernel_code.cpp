// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/instruction_decoder.h"
#include "debuginfo/kernel_code_text.h"

#include <QtTest>

#include <algorithm>

using namespace tapscope;
using namespace tapscope::debuginfo;
using Kind = KernelProbeCost::Kind;
using Reason = KernelProbeCost::Reason;

/// What a kprobe on an instruction of the kernel costs, and the machine code of a kernel's image and modules.
class TestKernelCode : public QObject {
    Q_OBJECT

    QString m_root; ///< of the unpacked debug package; empty: not there

    static KernelProbeCost cost(const QByteArray &code, uint64_t at, const std::set<uint64_t> &faulting, uint64_t traced)
    {
        const std::span bytes(reinterpret_cast<const uint8_t *>(code.constData()), static_cast<size_t>(code.size()));
        InstructionDecoder decoder;
        std::vector<uint8_t> sizes;
        for (size_t offset = 0; offset < bytes.size(); offset += sizes.back()) {
            const cs_insn *instruction = decoder.next(bytes.subspan(offset), 0x1000 + offset);
            if (!instruction)
                break;
            sizes.push_back(static_cast<uint8_t>(instruction->size));
        }
        return KernelProbeRule(0x1000, bytes, sizes, faulting, traced).at(0x1000 + at);
    }

private slots:
    void initTestCase()
    {
        qputenv("XDG_CACHE_HOME", TAPSCOPE_BINARY_DIR "/tests/lists"); // as tst_lists: made once
        for (const QString &root :
             {qEnvironmentVariable("TAPSCOPE_DEBUG_ROOT"), QStringLiteral("/var/tmp/tapscope-debug/root")}) {
            if (m_root.isEmpty() && !root.isEmpty()
                && QFile::exists(root + QStringLiteral("/usr/lib/debug/boot/vmlinux-6.1.0-56-cloud-amd64")))
                m_root = root;
        }
    }

    void rule_data()
    {
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<uint>("at");
        QTest::addColumn<Kind>("kind");
        QTest::addColumn<Reason>("reason");
        const auto row = [](const char *name, const char *hex, uint at, Kind kind, Reason reason = Reason::None) {
            QTest::newRow(name) << QByteArray::fromHex(hex) << at << kind << reason;
        };
        // mov %rdi,%rax; add $8,%rax; mov (%rax),%rax; ret
        row("moves", "4889f84883c008488b00c3", 0, Kind::Jump);
        row("no room", "4889f84883c008488b00c3", 7, Kind::Trap, Reason::TooShort);
        row("inside an instruction", "4889f84883c008488b00c3", 1, Kind::Unknown);
        // push %rbp; call …; ret …
        row("call", "55e8000000005dc390", 1, Kind::Trap, Reason::NotCopied);
        row("before a call", "55e8000000005dc390", 0, Kind::Trap, Reason::NotCopied);
        // test %edi,%edi; je +2; xor %eax,%eax; mov %edi,%eax; ret; nops
        row("branch", "85ff740231c089f8c390909090", 2, Kind::Trap, Reason::NotCopied);
        // xor %eax,%eax; mov %edi,%eax; add %esi,%eax; jmp to the second instruction
        row("jumped into", "31c089f801f0ebfa90", 0, Kind::Trap, Reason::JumpTarget);
        row("jumped to", "31c089f801f0ebfa9090", 2, Kind::Trap, Reason::NotCopied);
        // mov %rdi,%rax; mov %rsi,%rdx; jmp *%rax
        row("indirect jump", "4889f84889f2ffe0", 0, Kind::Trap, Reason::IndirectJump);
        // nopl 0(%rax,%rax); mov %rdi,%rax; ret
        row("static key", "0f1f4400004889f8c3", 0, Kind::Trap, Reason::Patched);
        // mov %gs:…,%rax: a prefix does no harm; an address size does.
        row("segment", "65488b042528000000c3", 0, Kind::Jump);
        row("address size", "67488b0424c3909090", 0, Kind::Trap, Reason::NotCopied);
        // lock incl (%rdi); ret
        row("lock", "f0ff07c390909090", 0, Kind::Jump);
        row("hlt", "f4909090909090", 0, Kind::Trap, Reason::NotCopied);
        row("cpuid", "0fa2909090909090", 0, Kind::Trap, Reason::NotCopied);
        row("no instruction", "4889f84889f206060606", 0, Kind::Trap, Reason::Undecoded);
    }
    void rule()
    {
        QFETCH(QByteArray, code);
        QFETCH(uint, at);
        QFETCH(Kind, kind);
        QFETCH(Reason, reason);
        const KernelProbeCost found = cost(code, at, {}, 0);
        QCOMPARE(found.kind, kind);
        QCOMPARE(found.reason, reason);
    }

    void ruleOfFunctions()
    {
        const QByteArray code = QByteArray::fromHex("e8000000004889f84883c008c3");
        QVERIFY(cost(code, 0, {}, 0x1000) == (KernelProbeCost{Kind::Entry, Reason::None}));
        QVERIFY(cost(code, 5, {}, 0x1000) == (KernelProbeCost{Kind::Jump, Reason::None}));
        QVERIFY(cost(code, 5, {0x1008}, 0x1000) == (KernelProbeCost{Kind::Trap, Reason::Exception}));
        QVERIFY(cost(code, 5, {0x2000}, 0x1000) == (KernelProbeCost{Kind::Jump, Reason::None}));
        // Behind endbr64, which a probe on the function is moved over.
        const QByteArray marked = QByteArray::fromHex("f30f1efae8000000004889f84883c008c3");
        QCOMPARE(cost(marked, 0, {}, 0x1004).kind, Kind::Entry);
        QCOMPARE(cost(marked, 4, {}, 0x1004).kind, Kind::Entry);
    }

    void image()
    {
        if (m_root.isEmpty())
            QSKIP("the debug package of kernel 6.1.0-56-cloud-amd64 is not unpacked here (TAPSCOPE_DEBUG_ROOT)");
        const auto index = Index::openKernel(m_root.toStdString());
        QVERIFY(index);
        const auto text = KernelCodeText::open(**index);
        QVERIFY(text);
        const FunctionEntry function = (*index)->function((*index)->functions("vfs_read").front());
        const auto code = (*text)->of(function);
        QVERIFY(code.size() > 50);
        QCOMPARE(code.front().address, function.lowPc);
        QCOMPARE(code.front().text, std::string("call    __fentry__"));
        QCOMPARE(code.front().cost.kind, Kind::Entry);
        QCOMPARE((*text)->shown(function.lowPc), function.lowPc);
        const auto count = [&](Kind kind) {
            return std::ranges::count_if(code, [kind](const KernelInstruction &each) { return each.cost.kind == kind; });
        };
        QVERIFY(count(Kind::Jump) > 5);
        QVERIFY(count(Kind::Trap) > 5);
        QCOMPARE(count(Kind::Unknown), 0);
        QVERIFY(std::ranges::any_of(code, [](const auto &each) { return each.text == "call    rw_verify_area"; }));
        // It has instructions with fix-ups.
        const FunctionEntry user = (*index)->function((*index)->functions("strncpy_from_user").front());
        const auto faulting = (*text)->of(user);
        QVERIFY(!faulting.empty());
        QVERIFY(std::ranges::none_of(faulting, [](const auto &each) { return each.cost.kind == Kind::Jump; }));
    }

    void module()
    {
        if (m_root.isEmpty())
            QSKIP("the debug package of kernel 6.1.0-56-cloud-amd64 is not unpacked here (TAPSCOPE_DEBUG_ROOT)");
        const QString file = m_root + QStringLiteral("/usr/lib/debug/lib/modules/6.1.0-56-cloud-amd64/kernel/fs/nfs/nfs.ko");
        const auto index = Index::open(file.toStdString());
        QVERIFY(index);
        const auto text = KernelCodeText::open(**index);
        QVERIFY(text);
        const FunctionEntry function = (*index)->function((*index)->functions("nfs_open").front());
        const auto code = (*text)->of(function);
        QVERIFY(code.size() > 20);
        QCOMPARE(code.front().text, std::string("call    __fentry__"));
        QCOMPARE(code.front().cost.kind, Kind::Entry);
        QCOMPARE((*text)->sectionOf(function.lowPc), std::string(".text"));
        // The addresses and names that objdump has.
        QProcess objdump;
        objdump.start(QStringLiteral("objdump"),
                      {QStringLiteral("-dr"), QStringLiteral("--no-show-raw-insn"), QStringLiteral("--disassemble=nfs_open"),
                       file});
        QVERIFY(objdump.waitForFinished(60'000));
        const QString theirs = QString::fromUtf8(objdump.readAllStandardOutput());
        static const QRegularExpression line(QStringLiteral("^ +([0-9a-f]+):\t(\\w+)"), QRegularExpression::MultilineOption);
        std::vector<uint64_t> addresses;
        for (auto it = line.globalMatch(theirs); it.hasNext();) {
            const auto match = it.next();
            if (!match.captured(2).startsWith(QStringLiteral("R_X86")))
                addresses.push_back(match.captured(1).toULongLong(nullptr, 16));
        }
        QCOMPARE(addresses.size(), code.size());
        for (size_t i = 0; i < code.size(); ++i)
            QCOMPARE((*text)->shown(code[i].address), addresses[i]);
        // Data, too, is told by what its relocation names.
        const FunctionEntry read = (*index)->function((*index)->functions("nfs_file_read").front());
        const auto reading = (*text)->of(read);
        QVERIFY(std::ranges::none_of(reading, [](const auto &each) { return each.text.contains("[rip"); }));
        QVERIFY(theirs.contains(QStringLiteral("alloc_nfs_open_context")));
        QVERIFY(std::ranges::any_of(code, [](const auto &each) { return each.text == "call    alloc_nfs_open_context"; }));
    }
};

QTEST_GUILESS_MAIN(TestKernelCode)
#include "tst_kernel_code.moc"
