// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/code_file.h"

#include <QCoreApplication>
#include <QFlags>
#include <QMetaType>
#include <QString>

#include <cstdint>
#include <vector>

namespace tapscope::editor {

/// What has to be known about a place before a probe is set there.
enum class Badge : uint8_t {
    Inlined = 1, ///< only copies inside other functions: no call, no return
    NoReturn = 2, ///< never comes back, so that a return probe never fires
    Blacklisted = 4, ///< the kernel refuses probes there
    NeedsDebugInfo = 8, ///< without debuginfo: no lines, no variables
    Slow = 16, ///< the instruction there has to be single-stepped
    Container = 32, ///< a process in a container
};
Q_DECLARE_FLAGS(Badges, Badge)
Q_DECLARE_OPERATORS_FOR_FLAGS(Badges)

/// Texts of the browser, in the language of the interface.
class BrowserText {
    Q_DECLARE_TR_FUNCTIONS(ProbeBrowser)
};

/// Names of the badges in the language of the interface, and what they mean.
[[nodiscard]] QString badgeText(Badge badge);
[[nodiscard]] QString badgeMeaning(Badge badge);

/// One row of the probe browser. A value: made by the worker, shown by the model.
struct ProbeNode {
    enum class Kind : uint8_t {
        Group, ///< of what `group` says; not a probe point itself
        Process,
        Program,
        SourceFile,
        Function,
        InlinedFunction,
        Callers, ///< of the function above it
        Statement,
        Provider,
        Mark,
        LinkageStub,
        KernelDirectory,
        KernelFunction,
        Tracepoint,
        Syscall,
        Alias,
        TapsetFunction,
        Event, ///< begin, timers, perf events: complete as it is
        Fact, ///< something to read: a field, a parameter, a reason
    };
    /// Which children a group has.
    enum class Group : uint8_t {
        None,
        Processes,
        Files,
        Symbols, ///< functions without source
        Marks,
        Stubs,
        Libraries,
        Kernel,
        KernelPrefix,
        KernelNames, ///< functions by their names
        Sources, ///< of the kernel or a module; and all that is below
        Modules,
        Module,
        Tracepoints,
        TracepointSystem,
        Syscalls,
        Tapset,
        TapsetSubject,
        Timers,
        PerfEvents,
        ScriptEvents,
    };

    Kind kind = Kind::Group;
    Group group = Group::None;
    QString text;
    QString detail; ///< quiet text behind it
    QString pattern; ///< as `stap -l` takes it; empty: nothing to set here
    QString toolTip;
    Badges badges;
    bool hasChildren = false;

    // Where the children and the snippets come from.
    QString program; ///< path of the program, library, kernel image or kernel module; may be empty for the running kernel's
    QString head; ///< how points there begin, as in CodeFile
    QString module; ///< name of the kernel module
    QString library; ///< how the program's file is named in process("…") when the node is below one of its libraries
    QString loadedBy; ///< path of the program of which `program` is a library; empty for the program itself
    QString name; ///< of the function, mark, tracepoint, file …
    QString file; ///< source file as debuginfo names it
    int line = 0;
    int pid = 0;
    uint64_t address = 0;
    uint32_t id = 0; ///< of the file or function in the index

    [[nodiscard]] CodeFile code() const { return {program, head}; }
};

using ProbeNodes = std::vector<ProbeNode>;

}

Q_DECLARE_METATYPE(tapscope::editor::ProbeNode)
