// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <vector>

/// What the helper and its client say to each other over one Unix stream socket, which the helper gets as its standard input.
/// Every message is a frame: u32 length of the rest, u32 message type, fields in declaration order; integers little endian,
/// strings and lists with a u32 count. Everything that is read is bounds-checked; the limits are below.
namespace tapscope::protocol {

inline constexpr uint32_t version = 4;
inline constexpr uint32_t maxFrameBytes = 64u << 20;
inline constexpr uint32_t maxMaps = 1024;
inline constexpr uint32_t maxPrograms = 16384;
inline constexpr uint32_t maxProgramArrayEntries = 4096;
inline constexpr uint32_t maxInstructions = 1u << 20;
inline constexpr uint32_t maxSites = 1u << 20; ///< in one Attach, all attachments together
inline constexpr uint32_t maxAttachments = 16384;
inline constexpr uint32_t maxAttachmentNumbers = 1u << 20; ///< in all Attach messages to one helper
inline constexpr uint32_t maxNameBytes = 4096;
inline constexpr uint32_t maxTextBytes = 64u << 10;
inline constexpr uint32_t maxLogBytes = 16u << 20;
inline constexpr uint32_t maxBtfBytes = 16u << 20;
inline constexpr uint32_t maxDescriptors = 1024; ///< with one message

/// Client → helper, first of all. Answer: Features.
struct Hello {
    uint32_t version = protocol::version;
};

/// What this kernel and this helper's rights allow; found by trying, never by version.
struct Features {
    bool uprobeMulti = false;
    bool uprobeSession = false;
    bool kprobe = false;
    bool kprobeMulti = false;
    bool fentry = false;
    bool tracefsUprobes = false; ///< the grouped fallback can be used
    bool perfUprobes = false; ///< separate perf events can be used (up to 16 places)
    bool rawTracepoint = false;
    bool bpfLoop = false;
    bool btf = false; ///< the kernel has BTF of its own
    bool loadPrograms = false; ///< false: not enough rights (or BPF is off); `reason` says which
    std::string reason{};
    std::string kernelRelease{};
};

struct Map {
    std::string name{};
    uint32_t type = 0; ///< BPF_MAP_TYPE_*
    uint32_t keySize = 0, valueSize = 0, maxEntries = 0, flags = 0;
    uint32_t btfKeyType = 0, btfValueType = 0;
    /// First contents: of value 0 for arrays; empty leaves zeroes.
    /// Several values may follow each other; per-CPU arrays get them on every CPU. Only for arrays that the client may write
    /// (a map with BPF_F_RDONLY cannot be filled from outside); one with BPF_F_RDONLY_PROG is frozen afterwards.
    std::vector<std::byte> initial{};
    /// Whether the client gets a file descriptor of it.
    bool shared = false;
    /// A perf event array: is filled with an event for each CPU that counts this, for programs to read.
    bool isCounter = false;
    uint32_t counterType = 0;
    uint64_t counterConfig = 0;
};

/// Patches an instruction at load: a map's descriptor, or the address of a place in the only value of an array map.
struct Relocation {
    enum class Kind : uint32_t { MapDescriptor, MapValue } kind = Kind::MapDescriptor;
    uint32_t instruction = 0;
    uint32_t map = 0;
    uint32_t offset = 0;
};

/// One BPF program. `code` holds 8-byte instructions (struct bpf_insn).
struct Program {
    enum class Kind : uint32_t { Uprobe, Kprobe, RawTracepoint, Fentry, Fexit, PerfEvent } kind = Kind::Uprobe;
    std::string name{};
    std::vector<uint64_t> code{};
    std::vector<Relocation> relocations{};
    /// struct bpf_func_info and struct bpf_line_info records, as the kernel takes them.
    std::vector<std::byte> functionInfo{};
    std::vector<std::byte> lineInfo{};
    /// Fentry, Fexit: the kernel function.
    std::string target{};
    /// Uprobe: runs at entry and at return of each function (needs Features::uprobeSession); its attachments' `isReturn` is
    /// ignored. How other programs get attached follows Features: uprobe_multi and kprobe_multi where they exist, else perf events.
    bool session = false;
    /// Kprobe: its places are inside functions ("name+0x21"), where kprobe_multi does not reach.
    bool insideFunctions = false;
    /// Kprobe: runs at the returns of so few functions that each gets a probe of its own where kprobe_multi has room for too few
    /// calls at once.
    bool fewReturns = false;
};

/// Puts a program into a program array (BPF_MAP_TYPE_PROG_ARRAY, which clients never get): another program of the same kind
/// goes on with it by bpf_tail_call.
struct ProgramSlot {
    uint32_t map = 0;
    uint32_t index = 0;
    uint32_t program = 0;
};

/// Puts one program on a set of places.
struct Attachment {
    enum class Kind : uint32_t { UserFunctions, KernelFunctions, RawTracepoint, Tracing, PerfEvents } kind = Kind::UserFunctions;
    uint32_t program = 0;
    bool isReturn = false;
    /// UserFunctions: index into the descriptors that come with the message (the probed file, opened by the client).
    uint32_t file = 0;
    std::vector<uint64_t> offsets{};
    std::vector<uint64_t> cookies{};
    /// Counted up in the probed programs; 0: none. Have to be those of the file's notes unless root, sudo or polkit started the
    /// helper.
    std::vector<uint64_t> semaphoreOffsets{};
    /// KernelFunctions: symbols (with cookies); RawTracepoint: one name.
    std::vector<std::string> symbols{};
    /// KernelFunctions with isReturn: how many calls of a function may be under way at once without their returns being missed;
    /// 0: as many as there is room for. Not where kprobe_multi is used.
    uint32_t maxActive = 0;
    int32_t pid = 0; ///< only this process; 0: any
    /// PerfEvents: what is counted on each CPU, and after how many (or, as a frequency, how often a second) the program runs.
    uint32_t perfType = 0;
    uint64_t perfConfig = 0;
    uint64_t perfPeriod = 0;
    bool perfFrequency = false;
    /// PerfEvents of PERF_TYPE_BREAKPOINT, which are about the memory at the address perfConfig: HW_BREAKPOINT_W or _RW, and how
    /// many bytes. With `offsets`, which are numbers of threads then, it is their memory and that of those that they make; else
    /// the kernel's.
    uint32_t watchType = 0;
    uint32_t watchBytes = 0;
    // Where the kernel has no uprobe_multi, all places of an attachment share its first cookie.
};

enum class MessageType : uint32_t {
    Hello = 1,
    Features,
    Load,
    Loaded,
    Attach,
    Attached,
    Detach,
    Detached,
    CountMissed,
    Missed,
    Failed
};

/// Client → helper: maps, programs and BTF. Answer: Loaded, with the shared maps' descriptors in order, or Failed.
struct Load {
    std::vector<std::byte> btf{};
    std::vector<Map> maps{};
    std::vector<Program> programs{};
    std::vector<ProgramSlot> programSlots{};
    /// Programs may change what they watch; refused unless root, sudo or polkit started the helper.
    bool guru = false;
};

struct Loaded {
    /// By program: instructions that the verifier processed.
    std::vector<uint32_t> verifiedInstructions{};
    int32_t btfError = 0; ///< errno when the kernel refused the BTF; the programs were then loaded without it
};

/// Client → helper, with one descriptor for each probed file (/proc/self/fd of it is what gets probed). Answer: Attached.
struct Attach {
    std::vector<Attachment> attachments{};
    uint32_t fileCount = 0;
    /// Address arithmetic of the grouped fallback is the client's; the helper only defines events.
};

/// Client → helper: takes attachments off by their numbers (Attached::first), or all of them when it names none; maps and
/// programs stay, and an attachment may come again in another Attach. Answer: Detached.
struct Detach {
    std::vector<uint32_t> attachments{};
};
struct Detached {};

/// Client → helper: how many hits the kernel has given to no program. Answer: Missed.
struct CountMissed {};

/// Of what is off the last count counts.
struct Missed {
    /// By the helper's number for an attachment: hits while another probe was at work, and returns of calls that were too many at
    /// once. Kernels before 6.7 tell it only of probes that are trace events.
    std::vector<uint64_t> attachments{};
    /// By program: runs left out since the same program, or another one on that CPU, was at work.
    std::vector<uint64_t> programs{};
};

struct Attached {
    /// Places that could not be probed: (attachment, index in it, errno).
    struct Failure {
        uint32_t attachment = 0, site = 0;
        int32_t error = 0;
    };
    std::vector<Failure> failures{};
    uint32_t attachedSites = 0;
    /// The helper's number for the first attachment of the message; the others follow.
    uint32_t first = 0;
    /// How: "uprobe_multi", "tracefs group", "kprobe_multi" …; joined by commas.
    std::string method{};
};

/// Helper → client: what failed and where; `log` is the verifier's when it refused a program.
struct Failed {
    enum class Stage : uint32_t { Protocol, Privileges, Map, Btf, Verifier, Refused, Attach } stage = Stage::Protocol;
    int32_t error = 0; ///< errno
    uint32_t index = 0; ///< of the map, program or attachment
    std::string detail{};
    std::string log{};
};

}
