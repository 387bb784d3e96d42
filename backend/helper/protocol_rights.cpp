// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/protocol_rights.h"

#include "helper/protocol_launch.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace tapscope::protocol {

namespace {

constexpr uint32_t perfmonBit = 1u << (38 - 32);
constexpr uint32_t bpfBit = 1u << (39 - 32);

/// Whether the running kernel has uprobe_multi. Without rights it cannot be tried, but its types tell.
bool kernelHasUprobeMulti()
{
    const UniqueFd file(open("/sys/kernel/btf/vmlinux", O_RDONLY | O_CLOEXEC));
    if (!file)
        return false;
    constexpr std::string_view wanted = "bpf_uprobe_multi_link";
    std::string window;
    char piece[65536];
    for (ssize_t got = 0; (got = read(file.get(), piece, sizeof piece)) > 0;) {
        window.append(piece, static_cast<size_t>(got));
        if (window.find(wanted) != std::string::npos)
            return true;
        if (window.size() > wanted.size())
            window.erase(0, window.size() - wanted.size());
    }
    return false;
}

bool isTracingMounted()
{
    return access("/sys/kernel/tracing/uprobe_events", F_OK) == 0 || access("/sys/kernel/debug/tracing/uprobe_events", F_OK) == 0
        || errno == EACCES; // a directory of root
}

/// Debian and Ubuntu have levels above 2, with which perf events take CAP_SYS_ADMIN.
bool isPerfForbidden()
{
    const UniqueFd file(open("/proc/sys/kernel/perf_event_paranoid", O_RDONLY | O_CLOEXEC));
    char level = '0';
    return file && read(file.get(), &level, 1) == 1 && level >= '3' && level <= '9';
}

}

bool handsRightsOn()
{
    if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, 38, 0, 0) == 1
        && prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, 39, 0, 0) == 1)
        return true;
    if (geteuid() != 0)
        return false;
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct data[2]{};
    if (syscall(SYS_capget, &header, data) != 0)
        return false;
    constexpr uint32_t both = perfmonBit | bpfBit;
    return (data[1].permitted & both) == both;
}

bool mayNotGainRights()
{
    return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1;
}

FileRights rightsOfFile(const std::string &path)
{
    vfs_ns_cap_data data{};
    const ssize_t size = getxattr(path.c_str(), "security.capability", &data, sizeof data);
    if (size < static_cast<ssize_t>(XATTR_CAPS_SZ_2))
        return FileRights::None;
    constexpr uint32_t both = perfmonBit | bpfBit;
    const bool effective = data.magic_etc & VFS_CAP_FLAGS_EFFECTIVE;
    if (!effective || (data.data[1].permitted & both) != both)
        return FileRights::None;
    struct statvfs mounted{};
    if (statvfs(path.c_str(), &mounted) == 0 && mounted.f_flag & ST_NOSUID)
        return FileRights::Ignored;
    return mayNotGainRights() ? FileRights::Forbidden : FileRights::Enough;
}

std::string neededCapabilities(bool forPerfEvents)
{
    std::string capabilities = "cap_bpf,cap_perfmon";
    const bool grouped = !kernelHasUprobeMulti();
    if (grouped)
        capabilities += ",cap_dac_override";
    if ((grouped && !isTracingMounted()) || ((grouped || forPerfEvents) && isPerfForbidden()))
        capabilities += ",cap_sys_admin";
    return capabilities + "=ep";
}

Failure noRights(const std::string &path, FileRights rights)
{
    switch (rights) {
    case FileRights::Ignored:
        return {{TAPSCOPE_TEXT("Diagnostics",
                               "the capabilities of %1 are ignored, because its file system is mounted with \"nosuid\""),
                 {path}},
                {TAPSCOPE_TEXT("Diagnostics", "Install Tapscope on another file system, or run it as root."), {}}};
    case FileRights::Forbidden:
        return {{TAPSCOPE_TEXT("Diagnostics", "this process may not gain rights (no_new_privs), so that %1 cannot use its own"),
                 {path}},
                {TAPSCOPE_TEXT("Diagnostics", "Start Tapscope outside of the container or sandbox that set this."), {}}};
    case FileRights::None:
    case FileRights::Enough: break;
    }
    const std::string capabilities = neededCapabilities();
    const Text what{TAPSCOPE_TEXT("Diagnostics", "%1 has no right to load BPF programs"), {path}};
    if (capabilities.find("cap_sys_admin") != std::string::npos)
        return {what,
                {TAPSCOPE_TEXT(
                     "Diagnostics",
                     "Run \"sudo setcap %1 %2\" once. This kernel has no uprobe_multi, so it takes more than usual: whoever may "
                     "run that file can then watch all processes and the kernel (cap_bpf, cap_perfmon); cap_dac_override is for "
                     "the kernel's list of trace events, and cap_sys_admin for mounting that or for perf events. The last is "
                     "needless where /sys/kernel/tracing is mounted and kernel.perf_event_paranoid is at most 2. "
                     "Or run Tapscope as root."),
                 {capabilities, path}}};
    if (capabilities.find("cap_dac_override") != std::string::npos)
        return {
            what,
            {TAPSCOPE_TEXT(
                 "Diagnostics",
                 "Run \"sudo setcap %1 %2\" once. Whoever may run that file can then watch all processes and the kernel "
                 "(cap_bpf, cap_perfmon); cap_dac_override is for the kernel's list of trace events, since this kernel has no "
                 "uprobe_multi. Or run Tapscope as root."),
             {capabilities, path}}};
    return {what,
            {TAPSCOPE_TEXT(
                 "Diagnostics",
                 "Run \"sudo setcap %1 %2\" once. Whoever may run that file can then watch all processes and the kernel "
                 "(cap_bpf loads programs, cap_perfmon lets them read memory), so let only people execute it whom you trust "
                 "with that. Or run Tapscope as root."),
             {capabilities, path}}};
}

}
