// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/text.h"
#include "engine/runtime/histogram.h"
#include "script/diagnostic.h"
#include "trace/event.h"
#include "trace/globals.h"
#include "translator/bundle.h"
#include "translator/listing.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tapscope::engine {

/// The steps of a run, in order, as the phase strip and -v show them.
enum class Phase : uint8_t { Parse, Resolve, Translate, Load, Attach, Run, Detach };

struct Options {
    /// Program text: path for display, and contents.
    std::string scriptPath = "<input>";
    std::string scriptText;
    std::vector<std::string> arguments;
    /// -c: run by /bin/sh -c when it needs a shell, else directly; held before exec until the probes are on.
    std::string command;
    /// -x: process to trace (target()).
    int pid = 0;
    std::vector<std::string> tapsetDirectories;
    /// The helper's program; empty: beside this program, then the installed one.
    std::string helperPath;
    /// How many passes to do, 1 to 5, as stap -p.
    int lastPass = 5;
    /// Stop by itself after this many seconds; 0: never.
    uint32_t timeoutSeconds = 0;
    bool guru = false;
    /// -G: first values of global variables, by name.
    std::vector<std::pair<std::string, std::string>> globals;
    /// -t: measure each handler, and report hits and times at the end.
    bool timing = false;
    /// Leave out probes and statements that nobody would notice, as stap does.
    bool eliminates = false;
    /// Target variables that cannot be read are 0 instead of errors.
    bool skipsBadVariables = false;
    /// Print at the end what globals collected that the script never reads.
    bool printsGlobals = true;
    /// Run-time errors are counted and neither shown nor the end.
    bool suppressHandlerErrors = false;
    /// Depth of function calls; 0: what the script needs.
    uint32_t maxNesting = 0;
    /// The version of the language that the script is written for; empty: the newest.
    std::string compatible;
    /// Standard output and error of the command: -1 inherits. The session does not close them.
    int commandStdout = -1, commandStderr = -1;
    /// What input probes get: a terminal, a pipe; -1: only what Session::input() is given. The session does not close it.
    int input = -1;
    uint32_t ringBytes = 16u << 20;
    uint32_t maxStringLength = 512, maxMapEntries = 2048, maxAction = 1000, maxErrors = 0, maxSkipped = 100;
    /// Statements that a handler may run where interrupts are on, which they always are here; 0: ten times maxAction, as in stap.
    uint32_t maxActionInterruptible = 0;
    /// No statements are counted: MAXACTION ends nothing.
    bool suppressTimeLimits = false;
    /// Statements that one run of a handler may count; 0: no limit.
    [[nodiscard]] uint32_t actionLimit() const
    {
        return suppressTimeLimits ? 0 : maxActionInterruptible ? maxActionInterruptible : 10 * maxAction;
    }
    HistogramForm histograms;
    uint32_t maxBacktrace = 0; ///< frames of a stack at most; 0: all that were found
    /// Printed stacks of programs show the calls that were inlined too, which SystemTap leaves out.
    bool showsInlinedCalls = false;
    /// Ends the script when its handlers have taken more than `busyNs` of a processor in `intervalNs`; their times are measured
    /// for that.
    struct OverloadLimit {
        uint64_t intervalNs = 0, busyNs = 0;
    };
    std::optional<OverloadLimit> overload;
    [[nodiscard]] bool measuresTimes() const { return timing || overload.has_value(); }
    /// Forces the grouped tracefs fallback or separate attachments, for tests and benchmarks.
    bool withoutUprobeMulti = false;
};

struct PhaseReport {
    Phase phase = Phase::Parse;
    enum class State : uint8_t { Running, Done, Failed } state = State::Running;
    uint64_t elapsedNs = 0;
    /// Attach: places on and places planned; Load: instructions verified and emitted; Resolve, while it runs: bytes of debuginfo
    /// read and to read (then called from the thread that reads, while the session's waits).
    uint64_t done = 0, total = 0;
    std::string detail;
};

/// Losses and rates, cumulative, of the whole session and by handler.
struct Counters {
    uint64_t events = 0;
    uint64_t lost = 0; ///< ring buffer full
    uint64_t skipped = 0; ///< no free frame, lock not got, missed by the kernel
    uint64_t errors = 0;
    struct PerHandler {
        std::string probePoint;
        translator::HandlerCounters counters;
        bool armed = true; ///< see Session::arm
        bool waits = false; ///< not on, as its condition does not hold
        /// Hits that the kernel ran no program for: another probe was at work, or too many calls were under way whose returns are
        /// probed. Counted with a delay of a second at most.
        uint64_t missed = 0;
    };
    std::vector<PerHandler> handlers;
};

/// A place that a probe is about and that could not be probed.
struct MissedPlace {
    uint32_t handler = 0; ///< in the Program of Listener::onProgram
    uint32_t site = 0;
    Text reason;
};

/// A file by which other programs talk with the running script: one of a procfs probe.
struct OfferedFile {
    std::string probePoint;
    std::string name; ///< that the probe point gives it; a file that is read and written is two of one name
    std::string path;
    bool isWritten = false; ///< by others; else the script's text is read from it
};

/// What a script is going to put on, before anything of it happens.
struct PlannedPlaces {
    /// More places are put on only when the user agrees, if there is one to ask.
    static constexpr uint64_t withoutAsking = 1000;

    struct Probe {
        std::string point;
        uint64_t places = 0;
    };
    std::vector<Probe> probes; ///< those with places in code, the one with the most first
    uint64_t total = 0;
    uint64_t oneByOne = 0; ///< of them, those that this kernel takes one at a time: a thousand take seconds
    std::vector<uint32_t> slow; ///< sites in programs where the kernel steps through an instruction: a hit costs ten times as much
};

/// Global variables that handlers in the kernel change together, and these handlers: one of them runs at a time.
struct LockedTogether {
    std::vector<uint32_t> globals, handlers; ///< in the Program of Listener::onProgram
};

/// How a run ended.
struct Outcome {
    enum class Kind : uint8_t { Finished, Stopped, Failed } kind = Kind::Finished;
    /// Exit status as stap's: 0, or 1 after errors.
    int status = 0;
    /// Of the -c command, as wait(2) gives it.
    std::optional<int> commandStatus;
    Text message;
    Counters counters;
};

/// Called from the session's thread only. What is passed is valid during the call.
class Listener {
public:
    virtual ~Listener() = default;
    /// The sources that diagnostics point into; comes before the first diagnostic. Lives as long as the session.
    virtual void onSources(const script::SourceSet &) {}
    virtual void onPhase(const PhaseReport &) {}
    virtual void onDiagnostic(const script::Diagnostic &) {}
    /// Text of -p1 … -p4.
    virtual void onListing(std::string_view) {}
    /// The translation to read, with lastPass 3: script, intermediate representation and kernel instructions linked by ranges.
    virtual void onTranslation(const translator::Listing &) {}
    /// The translated program, before it is loaded: sites and handlers for whoever shows names.
    virtual void onProgram(const analysis::Program &) {}
    /// What handlers of that program wait for each other for; always after onProgram().
    virtual void onLocks(const analysis::Program &, std::span<const LockedTogether>) {}
    /// Whether the probes may be put on, now that it is known how many they are; waits as long as it likes. False ends the run.
    [[nodiscard]] virtual bool mayAttach(const PlannedPlaces &) { return true; }
    /// The probes are on, but for these places of them.
    virtual void onMissedPlaces(std::span<const MissedPlace>) {}
    /// The script's files are there, until the run ends.
    virtual void onFiles(std::span<const OfferedFile>) {}
    /// The target's process id, when it is known and held (-c) or found (-x).
    virtual void onTarget(int) {}
    /// What was printed, in order of time as far as the ring buffer keeps it.
    virtual void onEvents(std::span<const trace::Event>) {}
    /// Warnings, run-time errors and the total of losses: what stap writes to stderr, with a newline.
    virtual void onMessage(std::string_view) {}
    virtual void onCounters(const Counters &) {}
    /// The global variables, when they are watched (Session::watchGlobals); a last time when the end probes have run.
    virtual void onGlobals(const trace::Globals &) {}
    virtual void onFinished(const Outcome &) {}
};

/// One run of one script on a thread of its own: parse, resolve, translate, load, attach, run, detach. Destroying it stops and
/// waits (bounded by the helper's detach).
class Session {
public:
    /// Starts at once. `listener` outlives the session.
    Session(Options options, Listener &listener);
    ~Session();
    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;

    /// Asks for an orderly end (end probes run, as after ^C); returns at once. Safe from signal handlers and any thread.
    void stop();
    /// Has the global variables told every so many milliseconds while the script runs (large arrays more seldom), and when it has
    /// ended; 0: only then.
    void watchGlobals(uint32_t periodMs);
    /// Puts the global variables back to what they were when the script began.
    void resetGlobals();
    /// Changes a global variable; what does not fit it (another kind, an element that is gone) changes nothing. The globals are
    /// told when it is done.
    void editGlobal(trace::GlobalEdit edit);
    /// Hands over what the user typed to the script's input probes; lines end with \n.
    void input(std::string_view text);
    /// Takes a probe off while the script runs, or puts it back on; `handler` is its place in Counters::handlers (and in the
    /// Program of Listener::onProgram). It is done when the counters say so; what prevents it is a diagnostic.
    void arm(uint32_t handler, bool armed);
    /// Waits for the end.
    void wait();
    [[nodiscard]] bool finished() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

}
