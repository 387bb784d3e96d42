// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/text.h"

#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tapscope::debuginfo {

/// Where a kernel's files with debug information are.
struct KernelFiles {
    std::string release; ///< "6.1.0-56-cloud-amd64"; may be unknown (empty) when an image was named
    std::string image; ///< vmlinux with DWARF; empty when there is none
    std::vector<std::string> moduleDirectories; ///< to look through for modules, those with debug information first
};

/// `kernel`: a release, an image, or a folder to which a kernel's packages were unpacked or in which it was built; empty: the
/// running one.
[[nodiscard]] KernelFiles findKernelFiles(const std::string &kernel);

/// The file of the module `name` ("nfs"; '-' and '_' are the same), the one with debug information when there are two.
[[nodiscard]] std::optional<std::string> findKernelModule(const KernelFiles &files, std::string_view name);
/// The name that the kernel gives to the module in a file of this name ("xt-mark.ko.xz": "xt_mark"); empty for other files.
[[nodiscard]] std::string kernelModuleName(std::string fileName);
/// All modules there are files of, by name, each with the file that findKernelModule() takes.
[[nodiscard]] std::map<std::string, std::string> kernelModuleFiles(const KernelFiles &files);
/// Names of all modules there are files of.
[[nodiscard]] std::vector<std::string> kernelModuleNames(const KernelFiles &files);

/// Says that a kernel has no DWARF here, and how this distribution gives it.
[[nodiscard]] Failure noKernelDebugInfo(const KernelFiles &files);

}
