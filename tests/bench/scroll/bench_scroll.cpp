// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a frame costs while ten million calls are scrolled, opened, closed and filtered: the whole view, painted into a window of
// the offscreen platform. A frame of 60 Hz has 16.7 ms.

#include "views/calltree/call_tree_view.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QScrollBar>

#include <algorithm>
#include <array>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

using namespace tapscope;

namespace {

constexpr uint32_t callCount = 10'000'000;

trace::CallTree makeTree()
{
    trace::CallTree tree;
    std::array<std::string, 200> names;
    for (size_t i = 0; i < names.size(); ++i)
        names[i] = "function_" + std::to_string(i);
    std::mt19937 random(1);
    std::vector<uint32_t> open;
    trace::Event event;
    event.pid = event.tid = 42;
    event.execname = "program";
    event.returnAddress = 0x401136;
    for (uint32_t made = 0; made < callCount || !open.empty();) {
        event.timeNs += 100;
        const bool enter = made < callCount && (open.empty() || (open.size() < 16 && random() % 2 == 0));
        if (enter) {
            ++made;
            open.push_back(static_cast<uint32_t>(random() % names.size()));
        }
        event.kind = enter ? trace::Event::Kind::Enter : trace::Event::Kind::Leave;
        event.function = names[open.back()];
        event.arguments = enter ? "order=0x7f4e2d1aee70 leaves=0x10" : "return=0x0";
        event.stackPointer = 0x7ffe00000000 - open.size() * 96;
        tree.add(event);
        if (!enter)
            open.pop_back();
    }
    return tree;
}

class Frames {
public:
    explicit Frames(const char *name) : m_name(name) {}

    template <typename Change> void measure(views::CallTreeView &view, Change change)
    {
        QElapsedTimer timer;
        timer.start();
        change();
        view.viewport()->repaint();
        m_ns.push_back(timer.nsecsElapsed());
    }
    void report()
    {
        std::ranges::sort(m_ns);
        const auto at = [this](size_t share) { return static_cast<double>(m_ns[(m_ns.size() - 1) * share / 100]) / 1e6; };
        std::printf("%-34s %5zu frames   median %7.3f ms   p99 %7.3f ms   longest %7.3f ms\n", m_name, m_ns.size(), at(50),
                    at(99), at(100));
    }

private:
    const char *m_name;
    std::vector<qint64> m_ns;
};

}

int main(int argc, char **argv)
{
    const QApplication application(argc, argv);
    const trace::CallTree tree = makeTree();
    trace::VisibleRows rows(tree);
    views::CallTreeModel model(tree, rows);
    model.grow();
    views::CallTreeView view(&model);
    view.setFollow(false);
    view.resize(1600, 1000);
    view.show();
    QApplication::processEvents();
    std::printf("%llu rows\n", static_cast<unsigned long long>(rows.count()));

    QScrollBar *bar = view.verticalScrollBar();
    std::mt19937 random(2);
    Frames lines("scroll by three lines");
    for (int i = 0; i < 1000; ++i)
        lines.measure(view, [&] { bar->setValue(bar->value() + 3); });
    lines.report();
    Frames jumps("jump to a random place");
    for (int i = 0; i < 1000; ++i)
        jumps.measure(view, [&] { bar->setValue(static_cast<int>(random() % static_cast<unsigned>(bar->maximum()))); });
    jumps.report();
    Frames toggles("close and open a call");
    for (int i = 0; i < 200; ++i) {
        const auto row = model.rowAt(static_cast<int>(random() % static_cast<unsigned>(model.rowCount())));
        toggles.measure(view, [&] { model.setExpanded(row, !model.isExpanded(row)); });
    }
    toggles.report();
    Frames whole("close and open the whole thread");
    for (int i = 0; i < 10; ++i)
        whole.measure(view, [&] { model.setExpanded({0, trace::noCall}, i % 2 != 0); });
    whole.report();
    return 0;
}
