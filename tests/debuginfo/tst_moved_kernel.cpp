// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/location_lowering.h"
#include "debuginfo/module.h"

#include <QtTest>

using namespace tapscope::debuginfo;

namespace {

constexpr uint64_t megabyte = uint64_t(1) << 20;

/// What the steps give when the probe at `site` was hit at `seen`.
uint64_t evaluate(const std::vector<LocationStep> &steps, uint64_t seen)
{
    using Op = LocationStep::Op;
    std::vector<uint64_t> stack;
    for (const LocationStep &step : steps) {
        uint64_t right = 0;
        if (step.op == Op::Add || step.op == Op::And) {
            right = stack.back();
            stack.pop_back();
        }
        switch (step.op) {
        case Op::LoadBias: stack.push_back(seen - static_cast<uint64_t>(step.value)); break;
        case Op::Constant: stack.push_back(static_cast<uint64_t>(step.value)); break;
        case Op::Add: stack.back() += right; break;
        case Op::And: stack.back() &= right; break;
        default: qFatal("no such step is expected here");
        }
    }
    return stack.back();
}

}

/// Where the data of a kernel is that was moved at boot, as the place of a hit tells it.
class TestMovedKernel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void slides_data()
    {
        QTest::addColumn<quint64>("slide");
        QTest::addColumn<int>("error"); // of the address that a hit tells
        for (const uint64_t slide : {uint64_t(0), 2 * megabyte, 0x1e200000UL, 1022 * megabyte}) {
            for (const int error : {-4, -1, 0, 1, 5, 15}) {
                QTest::addRow("moved by %llx, told %d bytes away", static_cast<unsigned long long>(slide), error)
                    << quint64(slide) << error;
            }
        }
    }

    void slides()
    {
        QFETCH(quint64, slide);
        QFETCH(int, error);
        const auto kernel = Module::openKernelCode(TAPSCOPE_TEST_PROGRAMS "/urn");
        QVERIFY(kernel);
        const auto functions = (*kernel)->functions("pour");
        QCOMPARE(functions.size(), size_t(1));
        const uint64_t site = functions.front().entry.address;
        QVERIFY(site >= 0xffffffff81000000);
        const uint64_t seen = site + slide + static_cast<uint64_t>(int64_t(error));
        for (const char *name : {"level", "served"}) {
            const auto found = (*kernel)->globals(name, {}, site);
            QCOMPARE(found.size(), size_t(1));
            QCOMPARE(found.front().location.kind, Location::Kind::Memory);
            const uint64_t address = evaluate(found.front().location.steps, seen);
            // The data lies behind the code, in the next page or so.
            QVERIFY2(address > site + slide && address < site + slide + megabyte, name);
            QCOMPARE((address - slide) % 4, uint64_t(0));
            if (seen == site)
                m_unmoved[name] = address;
            else
                QCOMPARE(address, m_unmoved.value(name, address - slide) + slide);
        }
    }

    void fixedAddresses()
    {
        LoweringContext context;
        context.address = 0xffffffff81000010;
        context.biasMask = -int64_t(2 * megabyte);
        const Location location = staticLocation(context, 0xffffffff82345678);
        QCOMPARE(evaluate(location.steps, 0xffffffff81000010 + 0x2a400000), uint64_t(0xffffffff82345678 + 0x2a400000));
        // Variables of each processor count from its own area.
        QCOMPARE(staticLocation(context, 0x1f2c0).kind, Location::Kind::Unavailable);
        // A program is moved by pages, and its probes tell exact addresses.
        context.biasMask = -1;
        QCOMPARE(evaluate(staticLocation(context, 0x4010).steps, context.address + 0x1000), uint64_t(0x5010));
    }

private:
    QMap<QString, uint64_t> m_unmoved;
};

QTEST_GUILESS_MAIN(TestMovedKernel)
#include "tst_moved_kernel.moc"
