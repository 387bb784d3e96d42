// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/outside_world.h"

#include <algorithm>
#include <utility>

namespace tapscope::engine {

using analysis::ProbeKind;

std::expected<OutsideWorld, Failure> OutsideWorld::open(const analysis::Program &program, const Options &options)
{
    OutsideWorld opened;
    opened.m_stringBytes = options.maxStringLength;
    bool files = false;
    for (uint32_t h = 0; h < program.handlers.size(); ++h) {
        switch (program.handlers[h].kind) {
        case ProbeKind::FileRead:
        case ProbeKind::FileWrite: files = true; break;
        case ProbeKind::InputCharacter: opened.m_characterHandlers.push_back(h); break;
        case ProbeKind::InputLine: opened.m_lineHandlers.push_back(h); break;
        default: break;
        }
    }
    if (files) {
        auto made = ScriptFiles::create(program, options.maxStringLength);
        if (!made)
            return std::unexpected(made.error());
        opened.m_files = std::move(*made);
    }
    if (!opened.m_characterHandlers.empty() || !opened.m_lineHandlers.empty())
        opened.m_input = std::make_unique<UserInput>(options.input, !opened.m_characterHandlers.empty());
    return opened;
}

std::vector<OfferedFile> OutsideWorld::files(const analysis::Program &program) const
{
    std::vector<OfferedFile> files;
    if (!m_files)
        return files;
    for (const ScriptFiles::File &file : m_files->files()) {
        const analysis::Handler &handler = program.handlers[file.handlers.front()];
        files.push_back({handler.probePoint, handler.file.name, m_files->directory() + "/" + file.name, file.isWrite});
    }
    return files;
}

void OutsideWorld::addTo(std::vector<pollfd> &entries) const
{
    if (m_files)
        m_files->addTo(entries);
    if (m_input && m_input->listens())
        entries.push_back({m_input->fd(), POLLIN, 0});
}

void OutsideWorld::serve(std::string_view typed, const Run &run)
{
    const auto runAll = [&](const std::vector<uint32_t> &handlers, std::string_view text) {
        for (const uint32_t handler : handlers) {
            std::string value(text);
            run(handler, value, m_stringBytes - 1);
        }
    };
    if (m_files) {
        m_files->serve(
            [&](const ScriptFiles::File &file) {
                std::string value;
                for (const uint32_t handler : file.handlers)
                    run(handler, value, file.maxBytes);
                return value;
            },
            [&](const ScriptFiles::File &file, std::string_view text) { runAll(file.handlers, text); });
    }
    if (!m_input)
        return;
    m_input->read();
    m_input->add(typed);
    std::function<void(std::string_view)> character, line;
    if (!m_characterHandlers.empty())
        character = [&](std::string_view text) { runAll(m_characterHandlers, text); };
    if (!m_lineHandlers.empty())
        line = [&](std::string_view text) { runAll(m_lineHandlers, text); };
    m_input->take(character, line, m_stringBytes - 1);
}

}
