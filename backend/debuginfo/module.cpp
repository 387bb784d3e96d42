// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/module.h"

#include "debuginfo/elf_module.h"

namespace tapscope::debuginfo {

std::expected<std::shared_ptr<const Module>, Failure> Module::open(const std::string &path)
{
    auto resolved = findProgram(path);
    if (!resolved)
        return std::unexpected(std::move(resolved.error()));
    auto program = ElfFile::open(*resolved, ElfFile::Purpose::Program);
    if (!program)
        return std::unexpected(std::move(program.error()));
    return std::make_shared<ElfModule>(std::move(*program));
}

std::expected<std::shared_ptr<const Module>, Failure> Module::openKernelCode(const std::string &path)
{
    if (isRelocatable(path)) {
        auto object = RelocatedObject::open(path);
        if (!object)
            return std::unexpected(std::move(object.error()));
        return std::make_shared<ElfModule>(std::move(*object));
    }
    auto program = ElfFile::open(path, ElfFile::Purpose::Program);
    if (!program)
        return std::unexpected(std::move(program.error()));
    auto module = std::make_shared<ElfModule>(std::move(*program));
    module->setKernelImage();
    return module;
}

}
