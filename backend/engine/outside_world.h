// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "engine/script_files.h"
#include "engine/session.h"
#include "engine/user_input.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tapscope::engine {

/// What reaches a running script from outside of the kernel: other programs by its files, the user by what is typed.
class OutsideWorld {
public:
    /// Runs a handler with its $value, which may become at most so long.
    using Run = std::function<void(uint32_t handler, std::string &value, size_t most)>;

    /// For the handlers that the script has; nothing is opened for a script without such ones.
    [[nodiscard]] static std::expected<OutsideWorld, Failure> open(const analysis::Program &program, const Options &options);

    /// The script's files, which are there from now on.
    [[nodiscard]] std::vector<OfferedFile> files(const analysis::Program &program) const;
    void addTo(std::vector<pollfd> &entries) const;
    /// Serves who has come since the last call; `typed` is what the user typed elsewhere than in the terminal.
    void serve(std::string_view typed, const Run &run);

private:
    std::unique_ptr<ScriptFiles> m_files;
    std::unique_ptr<UserInput> m_input;
    std::vector<uint32_t> m_characterHandlers, m_lineHandlers;
    size_t m_stringBytes = 0;
};

}
