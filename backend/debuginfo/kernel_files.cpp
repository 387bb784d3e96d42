// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/kernel_files.h"

#include "base/files.h"
#include "base/glob.h"

#include <sys/utsname.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

namespace tapscope::debuginfo {

namespace fs = std::filesystem;

namespace {

std::string runningRelease()
{
    struct utsname names{};
    return ::uname(&names) == 0 ? names.release : "";
}

void addModuleDirectories(KernelFiles &files, const std::string &root)
{
    if (files.release.empty())
        return;
    for (const std::string &path :
         {root + "/usr/lib/debug/lib/modules/" + files.release, root + "/usr/lib/debug/usr/lib/modules/" + files.release,
          root + "/lib/modules/" + files.release, root + "/usr/lib/modules/" + files.release}) {
        if (isDirectory(path))
            files.moduleDirectories.push_back(path);
    }
}

// The places of the distributions: Debian and Ubuntu, Fedora and SUSE, Arch, and a kernel built here.
void findByRelease(KernelFiles &files, const std::string &root)
{
    const std::string &release = files.release;
    for (const std::string &path :
         {root + "/usr/lib/debug/boot/vmlinux-" + release, root + "/usr/lib/debug/lib/modules/" + release + "/vmlinux",
          root + "/usr/lib/debug/lib/modules/" + release + "/vmlinux.debug",
          root + "/usr/lib/debug/usr/lib/modules/" + release + "/vmlinux.debug", root + "/lib/modules/" + release + "/vmlinux",
          root + "/lib/modules/" + release + "/build/vmlinux", root + "/usr/lib/modules/" + release + "/build/vmlinux",
          root + "/boot/vmlinux-" + release}) {
        if (files.image.empty() && isFile(path))
            files.image = path;
    }
    addModuleDirectories(files, root);
}

std::string releaseBelow(const std::string &root)
{
    std::set<std::string> releases;
    for (const char *place :
         {"/usr/lib/debug/lib/modules", "/usr/lib/debug/usr/lib/modules", "/lib/modules", "/usr/lib/modules"}) {
        std::error_code error;
        for (const fs::directory_entry &entry : fs::directory_iterator(root + place, error))
            releases.insert(entry.path().filename().string());
        if (!releases.empty())
            return *releases.rbegin();
    }
    return {};
}

template <typename Visitor> void visitModules(const KernelFiles &files, Visitor visit)
{
    for (const std::string &directory : files.moduleDirectories) {
        std::error_code error;
        constexpr auto options = fs::directory_options::skip_permission_denied;
        for (auto at = fs::recursive_directory_iterator(directory, options, error);
             !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
            const std::string name = kernelModuleName(at->path().filename().string());
            if (!name.empty() && !visit(name, at->path().string()))
                return;
        }
    }
}

std::string packageHint(const std::string &release)
{
    std::ifstream file("/etc/os-release");
    std::string line, ids;
    while (std::getline(file, line)) {
        if (line.starts_with("ID=") || line.starts_with("ID_LIKE="))
            ids += line.substr(line.find('=') + 1) + ' ';
    }
    if (ids.contains("ubuntu"))
        return "apt install linux-image-" + release + "-dbgsym";
    if (ids.contains("debian"))
        return "apt install linux-image-" + release + "-dbg";
    if (ids.contains("suse"))
        return "zypper install kernel-default-debuginfo";
    if (ids.contains("fedora") || ids.contains("rhel"))
        return "dnf debuginfo-install kernel-" + release;
    return {};
}

}

std::string kernelModuleName(std::string fileName)
{
    const size_t end = fileName.find(".ko");
    if (end == std::string::npos)
        return {};
    const std::string_view rest = std::string_view(fileName).substr(end + 3);
    if (!rest.empty() && rest != ".debug" && rest != ".xz" && rest != ".zst" && rest != ".gz")
        return {};
    fileName.resize(end);
    std::ranges::replace(fileName, '-', '_');
    return fileName;
}

KernelFiles findKernelFiles(const std::string &kernel)
{
    KernelFiles files;
    if (!kernel.contains('/') && !isFile(kernel) && (kernel.empty() || !isDirectory(kernel))) {
        files.release = kernel.empty() ? runningRelease() : kernel;
        findByRelease(files, "");
        return files;
    }
    if (isFile(kernel)) {
        files.image = kernel;
        const std::string name = fs::path(kernel).filename().string();
        if (name.starts_with("vmlinux-"))
            files.release = name.substr(8);
        else if (fs::path(kernel).parent_path().parent_path().filename() == "modules")
            files.release = fs::path(kernel).parent_path().filename().string();
        const size_t debugRoot = kernel.find("/usr/lib/debug/");
        addModuleDirectories(files, debugRoot == std::string::npos ? "" : kernel.substr(0, debugRoot));
        return files;
    }
    std::string root = kernel;
    while (root.size() > 1 && root.ends_with('/'))
        root.pop_back();
    files.release = releaseBelow(root);
    if (!files.release.empty())
        findByRelease(files, root);
    // A folder in which a kernel was built.
    if (files.image.empty() && isFile(root + "/vmlinux")) {
        files.image = root + "/vmlinux";
        files.moduleDirectories.push_back(root);
    }
    return files;
}

std::optional<std::string> findKernelModule(const KernelFiles &files, std::string_view name)
{
    std::string wanted(name);
    std::ranges::replace(wanted, '-', '_');
    std::optional<std::string> found;
    visitModules(files, [&](const std::string &module, const std::string &path) {
        if (module == wanted)
            found = path;
        return !found;
    });
    return found;
}

std::map<std::string, std::string> kernelModuleFiles(const KernelFiles &files)
{
    std::map<std::string, std::string> out;
    visitModules(files, [&](const std::string &module, const std::string &path) {
        out.try_emplace(module, path);
        return true;
    });
    return out;
}

std::vector<std::string> kernelModuleNames(const KernelFiles &files)
{
    std::vector<std::string> names;
    for (const auto &[name, path] : kernelModuleFiles(files))
        names.push_back(name);
    return names;
}

Failure noKernelDebugInfo(const KernelFiles &files)
{
    Failure failure;
    failure.what = {TAPSCOPE_TEXT("Diagnostics", "There is no debug information of the kernel %1 here."), {files.release}};
    const std::string hint = packageHint(files.release);
    if (hint.empty())
        failure.nextStep = {TAPSCOPE_TEXT("Diagnostics", "Install the package with the kernel's debug symbols."), {}};
    else
        failure.nextStep = {TAPSCOPE_TEXT("Diagnostics", "Install it with “%1”."), {hint}};
    return failure;
}

}
