// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/program_text.h"

#include <linux/bpf.h>
#include <linux/btf.h>

#include <cstdio>
#include <cstring>
#include <map>

namespace tapscope::translator {

namespace {

struct Insn {
    uint8_t code;
    unsigned dst, src;
    int16_t offset;
    int32_t imm;
};

Insn decode(uint64_t raw)
{
    return {static_cast<uint8_t>(raw), static_cast<unsigned>(raw >> 8 & 15), static_cast<unsigned>(raw >> 12 & 15),
            static_cast<int16_t>(raw >> 16), static_cast<int32_t>(raw >> 32)};
}

std::string reg(unsigned number)
{
    return 'r' + std::to_string(number);
}

std::string hex(int64_t value)
{
    char text[24];
    std::snprintf(text, sizeof text, value < 0 ? "-0x%llx" : "0x%llx",
                  static_cast<unsigned long long>(value < 0 ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value)));
    return value > -10 && value < 10 ? std::to_string(value) : text;
}

const char *helperName(int32_t number)
{
    switch (number) {
    case BPF_FUNC_map_lookup_elem: return "map_lookup_elem";
    case BPF_FUNC_map_update_elem: return "map_update_elem";
    case BPF_FUNC_map_delete_elem: return "map_delete_elem";
    case BPF_FUNC_ktime_get_ns: return "ktime_get_ns";
    case BPF_FUNC_get_smp_processor_id: return "get_smp_processor_id";
    case BPF_FUNC_get_current_pid_tgid: return "get_current_pid_tgid";
    case BPF_FUNC_get_current_uid_gid: return "get_current_uid_gid";
    case BPF_FUNC_get_current_comm: return "get_current_comm";
    case BPF_FUNC_get_current_task: return "get_current_task";
    case BPF_FUNC_probe_read_user: return "probe_read_user";
    case BPF_FUNC_probe_read_kernel: return "probe_read_kernel";
    case BPF_FUNC_probe_read_user_str: return "probe_read_user_str";
    case BPF_FUNC_probe_read_kernel_str: return "probe_read_kernel_str";
    case BPF_FUNC_ringbuf_output: return "ringbuf_output";
    case BPF_FUNC_ringbuf_query: return "ringbuf_query";
    case BPF_FUNC_get_attach_cookie: return "get_attach_cookie";
    case BPF_FUNC_tail_call: return "tail_call";
    case BPF_FUNC_loop: return "loop";
    default: return nullptr;
    }
}

std::string address(unsigned base, int16_t offset, const char *size)
{
    std::string text = std::string("*(") + size + " *)(" + reg(base);
    if (offset)
        text += offset < 0 ? " - " + std::to_string(-offset) : " + " + std::to_string(offset);
    return text + ')';
}

std::string arithmetic(const Insn &i)
{
    const bool isWide = BPF_CLASS(i.code) == BPF_ALU64;
    const std::string dst = (isWide ? "r" : "w") + std::to_string(i.dst);
    const std::string src = BPF_SRC(i.code) == BPF_X ? (isWide ? "r" : "w") + std::to_string(i.src) : hex(i.imm);
    switch (BPF_OP(i.code)) {
    case BPF_MOV: return dst + " = " + src;
    case BPF_NEG: return dst + " = -" + dst;
    case BPF_ADD:
        return i.imm < 0 && BPF_SRC(i.code) == BPF_K ? dst + " -= " + hex(-static_cast<int64_t>(i.imm)) : dst + " += " + src;
    case BPF_SUB: return dst + " -= " + src;
    case BPF_MUL: return dst + " *= " + src;
    case BPF_DIV: return dst + " /= " + src;
    case BPF_MOD: return dst + " %= " + src;
    case BPF_OR: return dst + " |= " + src;
    case BPF_AND: return dst + " &= " + src;
    case BPF_XOR: return dst + " ^= " + src;
    case BPF_LSH: return dst + " <<= " + src;
    case BPF_RSH: return dst + " >>= " + src;
    case BPF_ARSH: return dst + " s>>= " + src;
    case BPF_END: return dst + " = be" + std::to_string(i.imm) + ' ' + dst;
    default: return "?";
    }
}

std::string jump(const Insn &i, size_t at)
{
    std::string to = "goto " + std::to_string(static_cast<int64_t>(at) + 1 + i.offset);
    const char *op = "?";
    switch (BPF_OP(i.code)) {
    case BPF_JA: return to;
    case BPF_EXIT: return "exit";
    case BPF_CALL: {
        if (const char *name = i.src == 0 ? helperName(i.imm) : nullptr)
            return std::string("call ") + name;
        return "call " + std::to_string(i.imm);
    }
    case BPF_JEQ: op = "=="; break;
    case BPF_JNE: op = "!="; break;
    case BPF_JGT: op = ">"; break;
    case BPF_JGE: op = ">="; break;
    case BPF_JLT: op = "<"; break;
    case BPF_JLE: op = "<="; break;
    case BPF_JSGT: op = "s>"; break;
    case BPF_JSGE: op = "s>="; break;
    case BPF_JSLT: op = "s<"; break;
    case BPF_JSLE: op = "s<="; break;
    default: break;
    }
    return "if " + reg(i.dst) + ' ' + op + ' ' + (BPF_SRC(i.code) == BPF_X ? reg(i.src) : hex(i.imm)) + ' ' + to;
}

std::string memory(const Insn &i)
{
    static const char *const sizes[] = {"u32", "u16", "u8", "u64"};
    const char *size = sizes[BPF_SIZE(i.code) >> 3];
    if (BPF_CLASS(i.code) == BPF_LDX)
        return reg(i.dst) + " = " + address(i.src, i.offset, size);
    if (BPF_CLASS(i.code) == BPF_ST)
        return address(i.dst, i.offset, size) + " = " + hex(i.imm);
    if (BPF_MODE(i.code) == BPF_ATOMIC) {
        const std::string at = address(i.dst, i.offset, size);
        if (i.imm == BPF_XCHG)
            return reg(i.src) + " = xchg " + at + ", " + reg(i.src);
        return (i.imm & BPF_FETCH ? reg(i.src) + " = fetch_add " + at + ", " : "lock " + at + " += ") + reg(i.src);
    }
    return address(i.dst, i.offset, size) + " = " + reg(i.src);
}

/// The text behind a string offset of the bundle's BTF.
std::string btfString(const std::vector<std::byte> &btf, uint32_t offset)
{
    btf_header header{};
    if (btf.size() < sizeof header)
        return {};
    std::memcpy(&header, btf.data(), sizeof header);
    const size_t at = header.hdr_len + header.str_off + offset;
    return at < btf.size() ? std::string(reinterpret_cast<const char *>(btf.data() + at)) : std::string();
}

}

std::vector<ProgramLine> programLines(const Bundle &bundle, const protocol::Program &program)
{
    std::map<uint32_t, const protocol::Relocation *> relocations;
    for (const protocol::Relocation &r : program.relocations)
        relocations[r.instruction] = &r;
    std::map<uint32_t, bpf_line_info> lines;
    for (size_t n = 0; n + sizeof(bpf_line_info) <= program.lineInfo.size(); n += sizeof(bpf_line_info)) {
        bpf_line_info line{};
        std::memcpy(&line, program.lineInfo.data() + n, sizeof line);
        lines[line.insn_off] = line;
    }
    std::vector<ProgramLine> all;
    all.push_back({"program " + program.name + ": " + std::to_string(program.code.size()) + " instructions", std::nullopt, true});
    for (size_t n = 0; n < program.code.size(); ++n) {
        ProgramLine &one = all.emplace_back();
        if (const auto line = lines.find(static_cast<uint32_t>(n)); line != lines.end()) {
            one.place = {btfString(bundle.kernel.btf, line->second.file_name_off), line->second.line_col >> 10,
                         line->second.line_col & 1023, btfString(bundle.kernel.btf, line->second.line_off)};
        }
        std::string &out = one.text;
        const Insn i = decode(program.code[n]);
        std::string number = std::to_string(n);
        out += std::string(number.size() < 6 ? 6 - number.size() : 0, ' ') + number + ": ";
        switch (BPF_CLASS(i.code)) {
        case BPF_LD: {
            const int32_t high = n + 1 < program.code.size() ? decode(program.code[n + 1]).imm : 0;
            const auto relocation = relocations.find(static_cast<uint32_t>(n));
            if (relocation != relocations.end()) {
                const protocol::Relocation &r = *relocation->second;
                const std::string &name = bundle.kernel.maps[r.map].name;
                out += reg(i.dst) + (r.kind == protocol::Relocation::Kind::MapValue ? " = &" : " = map ") + name;
                if (r.offset)
                    out += " + " + std::to_string(r.offset);
            } else if (i.src == BPF_PSEUDO_FUNC) {
                out += reg(i.dst) + " = function at " + std::to_string(static_cast<int64_t>(n) + 1 + i.imm);
            } else {
                out += reg(i.dst) + " = "
                    + hex(static_cast<int64_t>(static_cast<uint64_t>(static_cast<uint32_t>(high)) << 32
                                               | static_cast<uint32_t>(i.imm)));
            }
            ++n; // its second half
            break;
        }
        case BPF_ALU:
        case BPF_ALU64: out += arithmetic(i); break;
        case BPF_JMP:
        case BPF_JMP32: out += jump(i, n); break;
        default: out += memory(i); break;
        }
    }
    return all;
}

std::string disassemble(const Bundle &bundle, const script::SourceSet &sources)
{
    std::string out;
    for (const auto &[handler, deferral] : bundle.deferrals) {
        out += "handler " + std::to_string(handler) + " " + bundle.program.handlers[handler].probePoint
            + ": recorded in the kernel, run outside of it";
        if (deferral.reason.range.file < sources.size()) {
            const script::Position at = sources.position(deferral.reason.range);
            out += "; " + std::to_string(at.line) + ':' + std::to_string(at.column) + "  "
                + std::string(sources.text(deferral.reason.range));
        }
        out += '\n';
    }
    for (const protocol::Program &program : bundle.kernel.programs) {
        for (const ProgramLine &line : programLines(bundle, program)) {
            if (line.place) {
                out += "; " + line.place->file + ':' + std::to_string(line.place->line) + ':' + std::to_string(line.place->column)
                    + "  " + line.place->source + '\n';
            }
            out += line.text + '\n';
        }
    }
    return out;
}

}
