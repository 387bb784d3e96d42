// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/index_builder.h"

#include "debuginfo/index_merger.h"
#include "debuginfo/split_units.h"
#include "debuginfo/unit_scan.h"

#include <dwarf.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

namespace tapscope::debuginfo {

namespace {

struct Task {
    UnitHeader unit;
    bool alternate = false;
};

class Builder {
public:
    Builder(const IndexInput &input, const IndexProgress &progress) : m_input(input), m_progress(progress)
    {
        for (const UnitHeader &unit : readUnitHeaders(input.sections))
            m_tasks.push_back({unit, false});
        if (input.alternate) {
            for (const UnitHeader &unit : readUnitHeaders(*input.alternate))
                m_tasks.push_back({unit, true});
        }
        for (const Task &task : m_tasks)
            m_total += task.unit.end - task.unit.offset;
        m_units.resize(m_tasks.size());
    }

    std::optional<index_format::Image> run()
    {
        {
            std::vector<std::jthread> threads;
            for (unsigned i = 1; i < std::max(1U, m_progress.threads); ++i)
                threads.emplace_back([this] { work(); });
            work();
        }
        if (m_progress.stop.stop_requested())
            return std::nullopt;
        return mergeUnits(m_input, m_units, m_paths);
    }

private:
    void work()
    {
        const FormContext main{&m_input.sections, m_input.alternate ? &*m_input.alternate : nullptr, m_input.sections.addresses};
        const FormContext alternate{m_input.alternate ? &*m_input.alternate : &m_input.sections, nullptr, {}};
        UnitScanner mainScanner(main, 0, m_input.code);
        UnitScanner alternateScanner(alternate, alternateOffset, m_input.code);
        while (!m_progress.stop.stop_requested()) {
            const size_t index = m_next.fetch_add(1);
            if (index >= m_tasks.size())
                return;
            Task &task = m_tasks[index];
            if (task.unit.type != DW_UT_type && task.unit.type != DW_UT_split_type) {
                UnitScanner &scanner = task.alternate ? alternateScanner : mainScanner;
                const UnitScanner::Top top = scanner.readTop(task.unit);
                ScannedUnit unit = !top.dwoName.empty() ? scanSplit(task.unit, top, index, main)
                                                        : scanner.scan(task.unit, top, task.alternate ? alternate : main);
                m_units[index] = condense(std::move(unit), m_input, m_paths);
            }
            report(task.unit.end - task.unit.offset);
        }
    }

    // The line table of a split unit stays in the program's file; its entries and texts are in the other.
    ScannedUnit scanSplit(const UnitHeader &skeleton, const UnitScanner::Top &skeletonTop, size_t index, const FormContext &main)
    {
        std::optional<SplitSections> file;
        if (m_input.split) {
            const std::scoped_lock lock(m_splitMutex);
            file = m_input.split(skeletonTop.dwoName, skeletonTop.compilationDirectory, skeletonTop.dwoId);
        }
        if (file) {
            const FormContext context{&file->sections, nullptr, m_input.sections.addresses};
            UnitScanner scanner(context, splitHandle(index, file->infoOffset), m_input.code);
            for (UnitHeader &unit : readUnitHeaders(file->sections)) {
                if (unit.type == DW_UT_type || unit.type == DW_UT_split_type)
                    continue;
                // Tables of texts and ranges begin behind their headers (sections 7.26, 7.28).
                unit.textOffsetsBase = unit.version >= 5 ? unit.wide ? 16 : 8 : 0;
                unit.rangeListsBase = unit.version >= 5 ? unit.wide ? 20 : 12 : skeleton.rangeListsBase;
                unit.addressBase = skeleton.addressBase;
                UnitScanner::Top top = scanner.readTop(unit);
                if (top.dwoId != skeletonTop.dwoId)
                    continue;
                unit.lowPc = skeleton.lowPc;
                top.lines = skeletonTop.lines;
                top.compilationDirectory = skeletonTop.compilationDirectory;
                return scanner.scan(unit, top, main);
            }
        }
        UnitHeader copy = skeleton;
        return UnitScanner(main, 0, m_input.code).scan(copy, skeletonTop, main);
    }

    void report(uint64_t bytes)
    {
        if (!m_progress.report)
            return;
        const std::scoped_lock lock(m_reportMutex);
        m_done += bytes;
        if (m_done - m_reported >= m_total / 256 || m_done == m_total) {
            m_reported = m_done;
            m_progress.report(m_done, m_total);
        }
    }

    const IndexInput &m_input;
    const IndexProgress &m_progress;
    std::vector<Task> m_tasks;
    std::vector<CondensedUnit> m_units;
    PathPool m_paths;
    std::atomic<size_t> m_next = 0;
    uint64_t m_total = 0;
    std::mutex m_splitMutex, m_reportMutex;
    uint64_t m_done = 0, m_reported = 0;
};

}

std::optional<index_format::Image> buildIndex(const IndexInput &input, const IndexProgress &progress)
{
    return Builder(input, progress).run();
}

}
