// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/location.h"

#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include <bit>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <map>
#include <optional>
#include <string>

/// A real process under ptrace, stopped at addresses of its program: what locations are checked against.
class Tracee {
public:
    explicit Tracee(const std::string &path)
    {
        m_pid = ::fork();
        if (m_pid == 0) {
            ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
            ::execl(path.c_str(), path.c_str(), nullptr);
            ::_exit(127);
        }
        int status = 0;
        m_alive = ::waitpid(m_pid, &status, 0) == m_pid && WIFSTOPPED(status);
        if (m_alive)
            ::ptrace(PTRACE_SETOPTIONS, m_pid, nullptr, PTRACE_O_EXITKILL);
    }
    ~Tracee()
    {
        if (m_alive) {
            ::kill(m_pid, SIGKILL);
            ::waitpid(m_pid, nullptr, 0);
        }
    }
    Tracee(const Tracee &) = delete;
    Tracee &operator=(const Tracee &) = delete;

    [[nodiscard]] bool isAlive() const { return m_alive; }

    /// mm->start_code as the kernel shows it.
    [[nodiscard]] uint64_t startCode() const
    {
        FILE *file = std::fopen(("/proc/" + std::to_string(m_pid) + "/stat").c_str(), "r");
        char line[2048] = {};
        const bool read = file && std::fgets(line, sizeof line, file);
        if (file)
            std::fclose(file);
        const char *at = read ? std::strrchr(line, ')') : nullptr;
        uint64_t value = 0;
        for (int field = 3; at && field <= 26; ++field) {
            at = std::strchr(at + 1, ' ');
            if (at && field == 26)
                value = std::strtoull(at + 1, nullptr, 10);
        }
        return value;
    }

    void setBreakpoint(uint64_t address)
    {
        m_original[address] = static_cast<uint8_t>(peek(address));
        pokeByte(address, 0xcc);
    }

    /// Runs to the next breakpoint (stepping over the one it is at); its address, or nullopt at the end.
    std::optional<uint64_t> run()
    {
        if (m_at) {
            pokeByte(*m_at, m_original[*m_at]);
            if (!resume(PTRACE_SINGLESTEP))
                return std::nullopt;
            setBreakpoint(*m_at);
            m_at.reset();
        }
        if (!resume(PTRACE_CONT))
            return std::nullopt;
        ::ptrace(PTRACE_GETREGS, m_pid, nullptr, &m_registers);
        m_at = m_registers.rip - 1;
        m_registers.rip = *m_at;
        ::ptrace(PTRACE_SETREGS, m_pid, nullptr, &m_registers);
        return m_at;
    }

    [[nodiscard]] uint64_t evaluate(const std::vector<tapscope::debuginfo::LocationStep> &steps) const
    {
        using Op = tapscope::debuginfo::LocationStep::Op;
        std::vector<uint64_t> stack;
        for (const auto &step : steps) {
            uint64_t right = 0;
            if (step.isBinary()) {
                right = stack.back();
                stack.pop_back();
            }
            switch (step.op) {
            case Op::Register: stack.push_back(registerValue(step.value)); break;
            case Op::Constant: stack.push_back(static_cast<uint64_t>(step.value)); break;
            case Op::LoadBias:
            case Op::ThreadPointer:
            case Op::Frame:
            case Op::EntryRegister:
            case Op::Argument: stack.push_back(0); break; // none of the programs that are traced here need them
            case Op::Add: stack.back() += right; break;
            case Op::Subtract: stack.back() -= right; break;
            case Op::Multiply: stack.back() *= right; break;
            case Op::And: stack.back() &= right; break;
            case Op::Or: stack.back() |= right; break;
            case Op::Xor: stack.back() ^= right; break;
            case Op::ShiftLeft: stack.back() <<= right; break;
            case Op::ShiftRight: stack.back() >>= right; break;
            case Op::ShiftRightArithmetic:
                stack.back() = static_cast<uint64_t>(static_cast<int64_t>(stack.back()) >> right);
                break;
            case Op::Divide:
                stack.back() = static_cast<uint64_t>(static_cast<int64_t>(stack.back()) / static_cast<int64_t>(right));
                break;
            case Op::Modulo: stack.back() %= right; break;
            case Op::Equal: stack.back() = stack.back() == right; break;
            case Op::NotEqual: stack.back() = stack.back() != right; break;
            case Op::Less: stack.back() = static_cast<int64_t>(stack.back()) < static_cast<int64_t>(right); break;
            case Op::LessEqual: stack.back() = static_cast<int64_t>(stack.back()) <= static_cast<int64_t>(right); break;
            case Op::Greater: stack.back() = static_cast<int64_t>(stack.back()) > static_cast<int64_t>(right); break;
            case Op::GreaterEqual: stack.back() = static_cast<int64_t>(stack.back()) >= static_cast<int64_t>(right); break;
            case Op::Negate: stack.back() = -stack.back(); break;
            case Op::ToFloat: {
                const auto number = static_cast<int64_t>(stack.back());
                stack.back() = step.value == 4 ? std::bit_cast<uint32_t>(static_cast<float>(number))
                                               : std::bit_cast<uint64_t>(static_cast<double>(number));
                break;
            }
            case Op::Not: stack.back() = ~stack.back(); break;
            case Op::Load:
                stack.back() = narrow(static_cast<uint64_t>(peek(stack.back())), static_cast<uint64_t>(step.value), false);
                break;
            }
        }
        return stack.empty() ? 0 : stack.back();
    }

    /// Value of a variable of at most 8 bytes, extended by its type.
    [[nodiscard]] int64_t read(const tapscope::debuginfo::VariableAt &variable) const
    {
        uint64_t value = evaluate(variable.location.steps);
        if (variable.location.kind == tapscope::debuginfo::Location::Kind::Memory)
            value = static_cast<uint64_t>(peek(value));
        return static_cast<int64_t>(narrow(value, variable.type.byteSize, variable.type.isSigned));
    }

    [[nodiscard]] std::string string(uint64_t address) const
    {
        std::string out;
        for (; out.size() < 64; ++address) {
            const char c = static_cast<char>(peek(address) & 0xff);
            if (c == '\0')
                break;
            out += c;
        }
        return out;
    }

private:
    static uint64_t narrow(uint64_t value, uint64_t size, bool isSigned)
    {
        if (size == 0 || size >= 8)
            return value;
        const uint64_t shift = 64 - size * 8;
        return isSigned ? static_cast<uint64_t>(static_cast<int64_t>(value << shift) >> shift) : value << shift >> shift;
    }

    long peek(uint64_t address) const { return ::ptrace(PTRACE_PEEKTEXT, m_pid, address, nullptr); }

    // Breakpoints may be nearer than a word: only one byte may change.
    void pokeByte(uint64_t address, uint8_t byte) { ::ptrace(PTRACE_POKETEXT, m_pid, address, (peek(address) & ~0xffL) | byte); }

    bool resume(__ptrace_request how)
    {
        int status = 0;
        ::ptrace(how, m_pid, nullptr, nullptr);
        if (::waitpid(m_pid, &status, 0) != m_pid || !WIFSTOPPED(status)) {
            m_alive = false;
            return false;
        }
        return WSTOPSIG(status) == SIGTRAP;
    }

    [[nodiscard]] uint64_t registerValue(int64_t number) const
    {
        const user_regs_struct &r = m_registers;
        const uint64_t values[] = {r.rax, r.rdx, r.rcx, r.rbx, r.rsi, r.rdi, r.rbp, r.rsp, r.r8,
                                   r.r9,  r.r10, r.r11, r.r12, r.r13, r.r14, r.r15, r.rip};
        return number >= 0 && number < 17 ? values[number] : 0;
    }

    pid_t m_pid = -1;
    bool m_alive = false;
    user_regs_struct m_registers{};
    std::optional<uint64_t> m_at;
    std::map<uint64_t, uint8_t> m_original;
};
