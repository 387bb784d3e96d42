// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/program.h"
#include "debuginfo/kernel_image.h"
#include "debuginfo/process_image.h"
#include "engine/runtime/decoder.h"
#include "engine/symbols/mapping_recorder.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace tapscope::engine {

/// Addresses of the kernel and of processes as names, and recorded stacks as frames, as SystemTap prints them.
class AddressNames {
public:
    /// `command`: the process of -c, before it runs its program, or 0. `showsInlined`: frames of stacks come with a line for each
    /// call in them that was inlined.
    explicit AddressNames(int command, bool showsInlined = false);
    ~AddressNames();

    /// The frames of what was recorded, the innermost first.
    [[nodiscard]] std::vector<uint64_t> userStack(const RecordedHit &hit);
    [[nodiscard]] std::vector<uint64_t> kernelStack(const RecordedHit &hit, const analysis::Program &program);
    /// `frame`: the address is where a call returns to, if it is not known to be an interrupted one. A call that does not return
    /// may end its function, and what lies behind it is another.
    [[nodiscard]] std::string user(int pid, uint64_t address, analysis::SymbolForm form, bool frame = false);
    [[nodiscard]] std::string kernel(uint64_t address, analysis::SymbolForm form);
    /// Where the file that holds an address was loaded.
    [[nodiscard]] std::optional<uint64_t> loadAddress(int pid, uint64_t address);

private:
    static constexpr size_t forms = static_cast<size_t>(analysis::SymbolForm::ShortFrame) + 1; ///< the last one
    struct Process {
        debuginfo::ProcessImage image;
        bool recorded = false; ///< its mappings come from the recorder
        bool asked = false; ///< /proc was read
        std::set<uint64_t> interrupted; ///< frames of stacks that have called nobody
        std::unordered_map<uint64_t, std::string> shown[2 * forms]; ///< by form, calls apart; of `generation`
        uint64_t generation = 0;
    };
    /// `address` has to be known there, so /proc is looked at again when it is not.
    Process &process(int pid, uint64_t address);
    void takeEvents();
    [[nodiscard]] std::string describe(Process &process, uint64_t address, analysis::SymbolForm form, bool isCall);
    [[nodiscard]] const debuginfo::KernelImage &kernelImage();

    bool m_showsInlined;
    std::optional<MappingRecorder> m_recorder;
    std::map<int, std::unique_ptr<Process>> m_processes;
    std::optional<debuginfo::KernelImage> m_kernel;
};

/// "0x1 0x2 0x3", as backtrace() and ubacktrace() are.
[[nodiscard]] std::string stackText(const std::vector<uint64_t> &frames);

}
