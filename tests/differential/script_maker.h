// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

/// Makes typed scripts at random: all statements and operators that both executors have, over a fixed set of variables.
class ScriptMaker {
public:
    explicit ScriptMaker(uint64_t seed) : m_random(seed) {}

    [[nodiscard]] static const std::string &declarations();
    /// Statements of a handler; each stands by itself.
    [[nodiscard]] std::vector<std::string> statements();
    /// A probe that does nothing but give every variable its type.
    [[nodiscard]] static const std::string &types();
    /// Prints every global variable.
    [[nodiscard]] static const std::string &epilogue();

private:
    [[nodiscard]] uint32_t below(uint32_t n) { return static_cast<uint32_t>(m_random() % n); }
    template <size_t N> const char *oneOf(const char *const (&list)[N]) { return list[below(N)]; }
    [[nodiscard]] std::string number(int depth);
    /// What a handler in the kernel leaves to the interpreter.
    [[nodiscard]] std::string outside(int depth);
    /// Calls that the kernel makes for it.
    [[nodiscard]] std::string inAdvance();
    [[nodiscard]] std::string text(int depth);
    [[nodiscard]] std::string format(int depth);
    [[nodiscard]] std::string statement(int depth);
    [[nodiscard]] std::string block(int depth);

    std::mt19937_64 m_random;
    int m_loops = 0;
    bool m_inLoop = false;
};
