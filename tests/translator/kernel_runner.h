// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/analyze.h"
#include "script/parser.h"
#include "translator/bundle.h"

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstring>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

/// Named only by later <linux/bpf.h>.
inline constexpr auto attachUprobeMulti = static_cast<bpf_attach_type>(48);
inline constexpr uint32_t uprobeMultiReturn = 1;

/// A script from its text to a bundle, as the product makes it.
struct Translated {
    tapscope::script::SourceSet sources;
    tapscope::script::Diagnostics diagnostics;
    tapscope::translator::Bundle bundle;

    explicit Translated(const std::string &text, const std::function<void(tapscope::translator::TranslateOptions &)> &adjust = {})
    {
        using namespace tapscope;
        analysis::Options options;
        options.tapsetDirectories.push_back(TAPSCOPE_SOURCE_DIR "/tapset");
        const script::FileId file = sources.add("test.stp", text);
        const script::Ast ast = script::parse(sources, file, options.parse, diagnostics);
        analysis::Program program = analysis::analyze(sources, ast, options, diagnostics);
        if (diagnostics.hasErrors())
            return;
        translator::TranslateOptions translate;
        translate.features.uprobeMulti = translate.features.bpfLoop = translate.features.rawTracepoint = true;
        translate.features.loadPrograms = translate.features.btf = true;
        translate.ringBytes = 1u << 20;
        if (adjust)
            adjust(translate);
        bundle = translator::translate(std::move(program), sources, translate, diagnostics);
    }

    std::string said() const
    {
        std::string out;
        for (const tapscope::script::Diagnostic &d : diagnostics.all())
            out += std::string(d.id) + ": " + d.message.english() + '\n';
        return out;
    }
};

/// One record as the ring delivered it, and its entries.
struct Record {
    tapscope::translator::RecordHeader header;
    struct Entry {
        uint32_t id = 0;
        std::vector<char> bytes;

        template <typename T> T at(size_t offset) const
        {
            T value{};
            if (offset + sizeof(T) <= bytes.size())
                std::memcpy(&value, bytes.data() + offset, sizeof(T));
            return value;
        }
    };
    std::vector<Entry> entries;
};

/// Loads a bundle into the running kernel by the plain system calls, without the helper.
class KernelRunner {
public:
    explicit KernelRunner(Translated &translated) : m_bundle(translated.bundle)
    {
        libbpf_set_print(nullptr);
        load();
    }

    ~KernelRunner()
    {
        detach();
        for (const int fd : m_programs)
            close(fd);
        if (m_ring)
            ring_buffer__free(m_ring);
        if (m_control)
            munmap(m_control, static_cast<size_t>(getpagesize()));
        for (const int fd : m_maps)
            close(fd);
        if (m_btf >= 0)
            close(m_btf);
    }

    std::string error; ///< empty: loaded
    std::vector<Record> records;
    std::function<void(std::span<const std::byte>)> onBytes; ///< gets each record as it is, too
    std::vector<uint32_t> verified; ///< processed instructions by program

    tapscope::translator::Control &control() { return *m_control; }
    int map(int32_t index) const { return m_maps[static_cast<size_t>(index)]; }

    /// Attaches everything but raw tracepoints, and starts.
    bool attach()
    {
        for (const auto &planned : m_bundle.attachments) {
            const auto &a = planned.attachment;
            int fd = -1;
            if (a.kind == tapscope::protocol::Attachment::Kind::RawTracepoint) {
                fd = bpf_raw_tracepoint_open(a.symbols[0].c_str(), m_programs[a.program]);
            } else {
                LIBBPF_OPTS(bpf_link_create_opts, options);
                const std::vector<unsigned long> offsets(a.offsets.begin(), a.offsets.end());
                options.uprobe_multi.path = planned.path.c_str();
                options.uprobe_multi.offsets = offsets.data();
                options.uprobe_multi.cookies = reinterpret_cast<const __u64 *>(a.cookies.data());
                options.uprobe_multi.cnt = static_cast<__u32>(offsets.size());
                options.uprobe_multi.flags = a.isReturn ? uprobeMultiReturn : 0;
                fd = bpf_link_create(m_programs[a.program], 0, attachUprobeMulti, &options);
            }
            if (fd < 0) {
                error = "attach: " + std::string(strerror(errno));
                return false;
            }
            m_links.push_back(fd);
        }
        control().state = 1;
        return true;
    }

    void detach()
    {
        for (const int fd : m_links)
            close(fd);
        m_links.clear();
    }

    /// Everything that the ring holds now goes to `records`.
    void consume() { ring_buffer__consume(m_ring); }

    /// Sums over CPUs.
    tapscope::translator::HandlerCounters counters(uint32_t handler) const
    {
        std::vector<tapscope::translator::HandlerCounters> perCpu(static_cast<size_t>(libbpf_num_possible_cpus()));
        bpf_map_lookup_elem(map(m_bundle.countersMap), &handler, perCpu.data());
        tapscope::translator::HandlerCounters sum;
        for (const auto &c : perCpu) {
            sum.hits += c.hits;
            sum.ringFull += c.ringFull;
            sum.frameBusy += c.frameBusy;
            sum.errors += c.errors;
        }
        return sum;
    }

    int64_t scalar(size_t global) const
    {
        const auto &layout = m_bundle.globals[global];
        std::vector<char> value(m_bundle.kernel.maps[static_cast<size_t>(layout.map)].valueSize);
        const uint32_t zero = 0;
        bpf_map_lookup_elem(map(layout.map), &zero, value.data());
        int64_t number = 0;
        std::memcpy(&number, value.data() + layout.offset, 8);
        return number;
    }

private:
    void load()
    {
        using namespace tapscope::protocol;
        const Load &kernel = m_bundle.kernel;
        std::string log(1 << 16, '\0');
        if (!kernel.btf.empty()) {
            LIBBPF_OPTS(bpf_btf_load_opts, options);
            m_btf = bpf_btf_load(kernel.btf.data(), kernel.btf.size(), &options);
            if (m_btf < 0) {
                options.log_buf = log.data();
                options.log_size = static_cast<__u32>(log.size());
                options.log_level = 1;
                m_btf = bpf_btf_load(kernel.btf.data(), kernel.btf.size(), &options);
                error = "btf: " + log;
                return;
            }
        }
        for (const Map &spec : kernel.maps) {
            LIBBPF_OPTS(bpf_map_create_opts, options, .map_flags = spec.flags);
            const int fd = bpf_map_create(static_cast<bpf_map_type>(spec.type), spec.name.c_str(), spec.keySize, spec.valueSize,
                                          spec.maxEntries, &options);
            if (fd < 0) {
                error = "map " + spec.name + ": " + strerror(errno);
                return;
            }
            m_maps.push_back(fd);
            const uint32_t zero = 0;
            if (!spec.initial.empty() && bpf_map_update_elem(fd, &zero, spec.initial.data(), BPF_ANY) != 0)
                error = "map " + spec.name + ": first contents";
            if (spec.flags & BPF_F_RDONLY_PROG)
                bpf_map_freeze(fd);
        }
        for (const Program &program : kernel.programs)
            loadProgram(program);
        if (!error.empty())
            return;
        void *mapped = mmap(nullptr, static_cast<size_t>(getpagesize()), PROT_READ | PROT_WRITE, MAP_SHARED,
                            map(m_bundle.controlMap), 0);
        m_control = mapped == MAP_FAILED ? nullptr : static_cast<tapscope::translator::Control *>(mapped);
        m_ring = ring_buffer__new(map(m_bundle.ringMap), &KernelRunner::onRecord, this, nullptr);
    }

    void loadProgram(const tapscope::protocol::Program &program)
    {
        using namespace tapscope::protocol;
        std::vector<uint64_t> code = program.code;
        for (const Relocation &r : program.relocations) {
            code[r.instruction] |= static_cast<uint64_t>(static_cast<uint32_t>(m_maps[r.map])) << 32;
        }
        const bool raw = program.kind == Program::Kind::RawTracepoint;
        std::string log(4 << 20, '\0');
        LIBBPF_OPTS(bpf_prog_load_opts, options);
        if (!raw && m_bundle.sitesByAddress == false)
            options.expected_attach_type = attachUprobeMulti;
        options.prog_btf_fd = static_cast<__u32>(m_btf);
        options.func_info = program.functionInfo.data();
        options.func_info_rec_size = sizeof(bpf_func_info);
        options.func_info_cnt = static_cast<__u32>(program.functionInfo.size() / sizeof(bpf_func_info));
        options.line_info = program.lineInfo.data();
        options.line_info_rec_size = sizeof(bpf_line_info);
        options.line_info_cnt = static_cast<__u32>(program.lineInfo.size() / sizeof(bpf_line_info));
        const auto type = raw ? BPF_PROG_TYPE_RAW_TRACEPOINT : BPF_PROG_TYPE_KPROBE;
        const auto *instructions = reinterpret_cast<const bpf_insn *>(code.data());
        int fd = bpf_prog_load(type, program.name.c_str(), "GPL", instructions, code.size(), &options);
        if (fd < 0) {
            const int number = errno;
            options.log_buf = log.data();
            options.log_size = static_cast<__u32>(log.size());
            options.log_level = 1;
            fd = bpf_prog_load(type, program.name.c_str(), "GPL", instructions, code.size(), &options);
            log.resize(std::strlen(log.c_str()));
            error = program.name + ": " + strerror(number) + "\n" + (log.size() > 6000 ? log.substr(log.size() - 6000) : log);
            return;
        }
        bpf_prog_info info{};
        __u32 length = sizeof info;
        bpf_prog_get_info_by_fd(fd, &info, &length);
        verified.push_back(info.verified_insns);
        m_programs.push_back(fd);
    }

    static int onRecord(void *context, void *data, size_t size)
    {
        auto *self = static_cast<KernelRunner *>(context);
        const char *bytes = static_cast<const char *>(data);
        if (self->onBytes)
            self->onBytes({static_cast<const std::byte *>(data), size});
        Record record;
        std::memcpy(&record.header, bytes, std::min(size, sizeof record.header));
        for (size_t at = sizeof record.header; at + 8 <= size;) {
            Record::Entry entry;
            uint32_t length = 0;
            std::memcpy(&entry.id, bytes + at, 4);
            std::memcpy(&length, bytes + at + 4, 4);
            const size_t end = std::min(size, at + 8 + length);
            entry.bytes.assign(bytes + at + 8, bytes + end);
            record.entries.push_back(std::move(entry));
            at += 8 + ((length + 7) & ~7u);
        }
        self->records.push_back(std::move(record));
        return 0;
    }

    tapscope::translator::Bundle &m_bundle;
    int m_btf = -1;
    std::vector<int> m_maps, m_programs, m_links;
    tapscope::translator::Control *m_control = nullptr;
    ring_buffer *m_ring = nullptr;
};
