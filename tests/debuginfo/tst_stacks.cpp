// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/process_image.h"

#include <QtTest>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstring>
#include <span>

using namespace tapscope::debuginfo;

namespace {

constexpr size_t copied = 4096;
alignas(16) std::array<std::byte, copied> stackCopy;
StackSample sample;

}

// Where the stack of this very thread is, as a probe records it.
extern "C" [[gnu::noinline]] void recordHere()
{
    auto &r = sample.registers;
    __asm__ volatile("mov %%rbx, %0\n mov %%rbp, %1\n mov %%rsp, %2\n lea 0(%%rip), %3\n"
                     : "=m"(r[3]), "=m"(r[6]), "=&r"(r[7]), "=&r"(r[16]));
    __asm__ volatile("mov %%r12, %0\n mov %%r13, %1\n mov %%r14, %2\n mov %%r15, %3\n"
                     : "=m"(r[12]), "=m"(r[13]), "=m"(r[14]), "=m"(r[15]));
    std::memcpy(stackCopy.data(), reinterpret_cast<const void *>(r[7]), copied);
    sample.stack = stackCopy;
}

extern "C" [[gnu::noinline]] int recordAtDepth(int depth)
{
    if (depth == 0)
        recordHere();
    else
        recordAtDepth(depth - 1);
    return depth; // what follows the call keeps it from being a jump
}

extern "C" void recordOnSignal(int)
{
    recordAtDepth(0);
}

/// Stacks as frames.
class TestStacks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        for (Mapping &mapping : ProcessImage::mappingsOf(::getpid()))
            m_image.add(std::move(mapping));
    }

    void calls()
    {
        recordAtDepth(3);
        const std::vector<std::string> names = namesOf(m_image.unwind(sample));
        QVERIFY(names.size() > 6);
        QCOMPARE(names[0], std::string("recordHere"));
        for (size_t depth = 1; depth <= 4; ++depth)
            QCOMPARE(names[depth], std::string("recordAtDepth"));
        QVERIFY2(names[5].contains("TestStacks::calls"), names[5].c_str());
        QCOMPARE(m_image.interrupted(), std::vector<uint64_t>{sample.registers[StackSample::instructionPointer]});
    }

    void sameAgain()
    {
        recordAtDepth(5);
        const std::vector<uint64_t> frames = m_image.unwind(sample);
        QCOMPARE(m_image.unwind(sample), frames);
        const std::vector<uint64_t> first = m_image.unwind(sample, 3);
        QCOMPARE(first, std::vector(frames.begin(), frames.begin() + 3));
    }

    // The walk goes on behind the frame that the kernel made, which has rules of another form.
    void throughASignal()
    {
        std::signal(SIGUSR2, recordOnSignal);
        std::raise(SIGUSR2);
        const std::vector<uint64_t> frames = m_image.unwind(sample);
        const std::vector<std::string> names = namesOf(frames);
        std::signal(SIGUSR2, SIG_DFL);
        QCOMPARE(names[2], std::string("recordOnSignal"));
        QVERIFY(std::ranges::any_of(names, [](const std::string &name) { return name.contains("throughASignal"); }));
        // Behind the frame of the signal is where it came.
        QVERIFY(frames.size() > 4 && std::ranges::contains(m_image.interrupted(), frames[4]));
    }

    void copyThatIsTooShort_data()
    {
        QTest::addColumn<int>("bytes");
        for (const int bytes : {0, 1, 7, 8, 60, 200})
            QTest::addRow("%d", bytes) << bytes;
    }

    void copyThatIsTooShort()
    {
        QFETCH(int, bytes);
        recordAtDepth(20);
        const std::vector<uint64_t> all = m_image.unwind(sample);
        StackSample cut = sample;
        cut.stack = cut.stack.first(static_cast<size_t>(bytes));
        const std::vector<uint64_t> frames = m_image.unwind(cut);
        QVERIFY(!frames.empty() && frames.size() < all.size());
        QVERIFY(std::ranges::equal(frames, std::span(all).first(frames.size())));
    }

    void damaged_data()
    {
        QTest::addColumn<quint64>("instruction");
        QTest::addColumn<quint64>("stack");
        const quint64 here = reinterpret_cast<quintptr>(&recordHere);
        QTest::newRow("nowhere") << quint64(0) << quint64(0);
        QTest::newRow("no code") << quint64(8) << quint64(1);
        QTest::newRow("no stack") << here << quint64(0);
        QTest::newRow("the end of all memory") << here << ~quint64(0);
        QTest::newRow("the stack is the code") << here << here;
    }

    void damaged()
    {
        QFETCH(quint64, instruction);
        QFETCH(quint64, stack);
        StackSample none;
        none.registers[StackSample::instructionPointer] = instruction;
        none.registers[StackSample::stackPointer] = stack;
        none.stack = stackCopy;
        const std::vector<uint64_t> frames = m_image.unwind(none);
        QCOMPARE(frames.empty(), instruction == 0);
        QVERIFY(instruction == 0 || frames.front() == instruction);
    }

private:
    // Of calls, where they are; the address behind one can be another function's.
    std::vector<std::string> namesOf(const std::vector<uint64_t> &frames)
    {
        std::vector<std::string> names;
        for (const uint64_t frame : frames)
            names.push_back(m_image.name(names.empty() ? frame : frame - 1).name);
        return names;
    }

    ProcessImage m_image;
};

QTEST_GUILESS_MAIN(TestStacks)
#include "tst_stacks.moc"
