// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/protocol_launch.h"

#include "helper/protocol_rights.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <mutex>

namespace tapscope::protocol {

namespace {

/// The first of the usual directories that holds a program; the user's PATH has no say in what gets rights.
std::string systemProgram(const char *name)
{
    for (const char *directory : {"/usr/bin/", "/bin/", "/usr/local/bin/", "/run/wrappers/bin/"}) {
        std::string path = std::string(directory) + name;
        if (access(path.c_str(), X_OK) == 0)
            return path;
    }
    return {};
}

bool hasDisplay()
{
    const auto set = [](const char *name) {
        const char *value = std::getenv(name);
        return value && *value;
    };
    return (set("WAYLAND_DISPLAY") || set("DISPLAY")) && access("/run/dbus/system_bus_socket", F_OK) == 0;
}

/// What a program that will have rights may see of the environment: how to speak to the user, no more.
std::vector<std::string> cleanEnvironment()
{
    std::vector<std::string> variables{"PATH=/usr/sbin:/usr/bin:/sbin:/bin"};
    for (const char *name : {"LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "TERM"}) {
        if (const char *value = std::getenv(name))
            variables.push_back(std::string(name) + "=" + value);
    }
    return variables;
}

std::vector<char *> pointers(std::vector<std::string> &strings)
{
    std::vector<char *> out;
    for (std::string &text : strings)
        out.push_back(text.data());
    out.push_back(nullptr);
    return out;
}

struct Spawned {
    pid_t pid = -1;
    UniqueFd pidfd;
};

/// Runs a program with `input` and `errors` as its standard input and error, and no other descriptor.
std::expected<Spawned, int> spawn(std::vector<std::string> arguments, int input, int errors, bool ownGroup)
{
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t signals;
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes, &signals);
    sigfillset(&signals);
    posix_spawnattr_setsigdefault(&attributes, &signals);
    posix_spawnattr_setpgroup(&attributes, 0);
    // A terminal's ^C is for the client; but who asks for a password has to stay in the terminal's group.
    const int flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | (ownGroup ? POSIX_SPAWN_SETPGROUP : 0);
    posix_spawnattr_setflags(&attributes, static_cast<short>(flags));

    std::vector<std::string> environment = cleanEnvironment();
    pid_t pid = -1;
    const int error = posix_spawn(&pid, arguments.front().c_str(), &actions, &attributes, pointers(arguments).data(),
                                  pointers(environment).data());
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (error)
        return std::unexpected(error);
    return Spawned{pid, UniqueFd(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)))};
}

bool pollFor(int descriptor, int timeoutMs)
{
    pollfd entry{descriptor, POLLIN, 0};
    int ready = 0;
    while ((ready = poll(&entry, 1, timeoutMs)) < 0 && errno == EINTR) {}
    return ready > 0;
}

/// Children that did not end in time (a helper that still takes thousands of probes off, a sudo that waits for its server): they
/// are reaped on a later occasion instead of being waited for.
class LateChildren {
public:
    void add(pid_t pid)
    {
        const std::scoped_lock lock(m_mutex);
        m_pids.push_back(pid);
    }
    void reap()
    {
        const std::scoped_lock lock(m_mutex);
        std::erase_if(m_pids, [](pid_t pid) { return waitpid(pid, nullptr, WNOHANG) != 0; });
    }

private:
    std::mutex m_mutex;
    std::vector<pid_t> m_pids;
};

LateChildren &lateChildren()
{
    static LateChildren children;
    return children;
}

/// Whether sudo would run the program without asking.
bool sudoAsksNothing(const std::string &sudo, const std::string &path)
{
    const UniqueFd nothing(open("/dev/null", O_RDWR | O_CLOEXEC));
    if (!nothing)
        return false;
    auto child = spawn({sudo, "-n", "-l", "--", path}, nothing.get(), nothing.get(), true);
    if (!child)
        return false;
    if (child->pidfd && !pollFor(child->pidfd.get(), 5000)) {
        kill(child->pid, SIGKILL); // which root's process need not heed
        lateChildren().add(child->pid);
        return false;
    }
    int status = 0;
    while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR) {}
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

struct Way {
    LaunchMethod method = LaunchMethod::Privileged;
    std::vector<std::string> command{};
};

std::expected<Way, Failure> chooseWay(const std::string &path)
{
    if (handsRightsOn())
        return Way{LaunchMethod::Privileged, {path}};
    const FileRights rights = rightsOfFile(path);
    if (rights == FileRights::Enough)
        return Way{LaunchMethod::FileCapabilities, {path}};
    if (!mayNotGainRights()) {
        const std::string pkexec = systemProgram("pkexec");
        if (!pkexec.empty() && hasDisplay())
            return Way{LaunchMethod::Polkit, {pkexec, path}};
        const std::string sudo = systemProgram("sudo");
        if (!sudo.empty() && sudoAsksNothing(sudo, path))
            return Way{LaunchMethod::Sudo, {sudo, "-n", "--", path}};
        if (!pkexec.empty() && isatty(STDIN_FILENO) && access("/run/dbus/system_bus_socket", F_OK) == 0)
            return Way{LaunchMethod::Polkit, {pkexec, path}};
    }
    return std::unexpected(noRights(path, rights));
}

std::optional<Failure> checkProgram(const std::string &path)
{
    struct stat status{};
    if (stat(path.c_str(), &status) != 0)
        return Failure{{TAPSCOPE_TEXT("Diagnostics", "the helper %1 cannot be found: %2"), {path, std::strerror(errno)}},
                       {TAPSCOPE_TEXT("Diagnostics", "Install Tapscope completely, or name the helper's file."), {}}};
    if (!S_ISREG(status.st_mode) || access(path.c_str(), X_OK) != 0)
        return Failure{{TAPSCOPE_TEXT("Diagnostics", "the helper %1 may not be executed"), {path}},
                       {TAPSCOPE_TEXT("Diagnostics", "Check who may execute that file (is this user in its group?)."), {}}};
    return std::nullopt;
}

}

Launched::Launched(Launched &&other) noexcept
    : channel(std::move(other.channel))
    , method(other.method)
    , pid(std::exchange(other.pid, -1))
    , pidfd(std::move(other.pidfd))
    , errors(std::move(other.errors))
    , m_reaped(other.m_reaped)
    , m_status(other.m_status)
{}

Launched &Launched::operator=(Launched &&other) noexcept
{
    if (this != &other) {
        finish();
        channel = std::move(other.channel);
        method = other.method;
        pid = std::exchange(other.pid, -1);
        pidfd = std::move(other.pidfd);
        errors = std::move(other.errors);
        m_reaped = other.m_reaped;
        m_status = other.m_status;
    }
    return *this;
}

Launched::~Launched()
{
    finish();
}

void Launched::finish()
{
    channel.close();
    if (pid > 0) {
        (void)waitForEnd(2000);
        if (!m_reaped)
            lateChildren().add(pid);
    }
    lateChildren().reap();
    pid = -1;
}

std::optional<int> Launched::waitForEnd(int timeoutMs)
{
    if (m_reaped)
        return m_status;
    if (pid <= 0)
        return std::nullopt;
    if (pidfd && !pollFor(pidfd.get(), timeoutMs))
        return std::nullopt;
    const pid_t ended = waitpid(pid, &m_status, WNOHANG);
    if (ended == 0)
        return std::nullopt;
    if (ended < 0)
        m_status = 0; // somebody else has reaped it
    m_reaped = true;
    return m_status;
}

std::string Launched::errorText() const
{
    std::string text(4096, '\0');
    const ssize_t got = errors ? pread(errors.get(), text.data(), text.size(), 0) : 0;
    text.resize(got > 0 ? static_cast<size_t>(got) : 0);
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
        text.pop_back();
    return text;
}

Failure Launched::whyEnded()
{
    const auto status = waitForEnd(2000);
    const std::string said = errorText();
    if (method == LaunchMethod::Polkit && status && WIFEXITED(*status)
        && (WEXITSTATUS(*status) == 126 || WEXITSTATUS(*status) == 127))
        return {{TAPSCOPE_TEXT("Diagnostics", "the helper was not authorised"), {}},
                {TAPSCOPE_TEXT("Diagnostics", "Start again and confirm with an administrator's password, or run as root. %1"),
                 {said}}};
    if (method == LaunchMethod::Sudo && status && WIFEXITED(*status) && WEXITSTATUS(*status) != 0)
        return {{TAPSCOPE_TEXT("Diagnostics", "sudo did not run the helper: %1"), {said}},
                {TAPSCOPE_TEXT("Diagnostics", "Run \"sudo -v\" first, or run as root."), {}}};
    if (status && WIFSIGNALED(*status))
        return {{TAPSCOPE_TEXT("Diagnostics", "the helper was ended by signal %1 (%2)"),
                 {std::to_string(WTERMSIG(*status)), strsignal(WTERMSIG(*status))}},
                {TAPSCOPE_TEXT("Diagnostics", "Its probes are gone. Start again; if this repeats, report it. %1"), {said}}};
    if (!said.empty())
        return {{TAPSCOPE_TEXT("Diagnostics", "the helper gave up: %1"), {said}},
                {TAPSCOPE_TEXT("Diagnostics", "Check that the helper belongs to this version of Tapscope."), {}}};
    return {{TAPSCOPE_TEXT("Diagnostics", "the helper ended unexpectedly"), {}},
            {TAPSCOPE_TEXT("Diagnostics", "Its probes are gone. Start again; if this repeats, report it."), {}}};
}

std::expected<Launched, Failure> launchHelper(const std::string &path, const LaunchOptions &options)
{
    if (auto failure = checkProgram(path))
        return std::unexpected(std::move(*failure));
    // pkexec and sudo want a whole path.
    std::string whole = path;
    if (char *resolved = realpath(path.c_str(), nullptr)) {
        whole = resolved;
        std::free(resolved);
    }
    auto way = chooseWay(whole);
    if (!way)
        return std::unexpected(std::move(way.error()));
    if (options.withoutMulti)
        way->command.emplace_back("--without-multi");
    if (options.guru)
        way->command.emplace_back("--guru");

    const auto cannotStart = [&](int error) {
        return std::unexpected(
            Failure{{TAPSCOPE_TEXT("Diagnostics", "%1 cannot be started: %2"), {way->command.front(), std::strerror(error)}},
                    {TAPSCOPE_TEXT("Diagnostics", "Check the limits of open files and processes."), {}}});
    };
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return cannotStart(errno);
    const UniqueFd theirs(ends[1]);
    Launched launched;
    launched.channel = Channel(UniqueFd(ends[0]));
    launched.method = way->method;
    launched.errors.reset(memfd_create("tapscope-helper-errors", MFD_CLOEXEC));
    if (!launched.errors)
        return cannotStart(errno);
    auto child = spawn(way->command, theirs.get(), launched.errors.get(), way->method != LaunchMethod::Polkit);
    if (!child)
        return cannotStart(child.error());
    launched.pid = child->pid;
    launched.pidfd = std::move(child->pidfd);
    return launched;
}

std::expected<Features, Failure> greet(Launched &helper, int timeoutMs)
{
    // Somebody may have to find a password first.
    if (timeoutMs < 0)
        timeoutMs = helper.method == LaunchMethod::Polkit ? 180'000 : 10'000;
    if (!helper.channel.send(Hello{}, {}, timeoutMs))
        return std::unexpected(helper.whyEnded());
    auto answer = helper.channel.receive(timeoutMs);
    if (!answer && answer.error().kind == ChannelError::Kind::Closed)
        return std::unexpected(helper.whyEnded());
    const Text notAnswered{TAPSCOPE_TEXT("Diagnostics", "the helper did not answer as expected: %1"), {}};
    const Text check{TAPSCOPE_TEXT("Diagnostics", "Check that the helper belongs to this version of Tapscope."), {}};
    if (!answer)
        return std::unexpected(Failure{{notAnswered.pattern, {answer.error().text().english()}}, check});
    if (const auto *failed = std::get_if<Failed>(&answer->message))
        return std::unexpected(explain(*failed));
    if (auto *features = std::get_if<Features>(&answer->message))
        return std::move(*features);
    return std::unexpected(Failure{{notAnswered.pattern, {std::to_string(answer->message.index())}}, check});
}

}
