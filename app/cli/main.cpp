// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "monitor.h"
#include "options.h"
#include "subcommands.h"
#include "terminal.h"

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>

namespace {

std::atomic<tapscope::engine::Session *> runningSession{nullptr};
std::atomic<tapscope::cli::Monitor *> shownMonitor{nullptr};
std::atomic<int> interrupts{0};

/// The first interrupt ends the run in order (end probes run); the second at once: the helper then takes the probes off, since
/// its client is gone.
void interrupt(int)
{
    if (interrupts.fetch_add(1) > 0) {
        if (auto *monitor = shownMonitor.load())
            monitor->giveBack();
        ::_exit(1);
    }
    if (auto *session = runningSession.load())
        session->stop();
}

void catchSignals()
{
    struct sigaction action{};
    action.sa_handler = interrupt;
    ::sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction before{};
        ::sigaction(number, nullptr, &before);
        if (before.sa_handler != SIG_IGN) // as nohup leaves it
            ::sigaction(number, &action, nullptr);
    }
    ::signal(SIGPIPE, SIG_IGN); // a closed output is told by write()
}

}

int main(int argc, char **argv)
{
    using namespace tapscope;
    if (const auto status = cli::runSubcommand(argc, argv))
        return *status;
    const auto parsed = cli::parseCommandLine(argc, argv);
    if (const auto *exit = std::get_if<cli::ImmediateExit>(&parsed)) {
        std::fputs(exit->text.c_str(), exit->status == 0 ? stdout : stderr);
        return exit->status;
    }
    const auto &options = std::get<cli::CommandLineOptions>(parsed);
    if (options.list.kind != cli::ListRequest::Kind::None)
        return cli::printList(options.list, options.session, options.colours);
    cli::Terminal terminal(options);
    if (!terminal.openOutput())
        return 1;
    catchSignals();
    terminal.setOnOutputClosed([] {
        interrupts = 1;
        if (auto *session = runningSession.load())
            session->stop();
    });
    terminal.setInterrupted([] { return interrupts > 0; });
    cli::Monitor monitor(terminal, options);
    const bool monitored = options.monitorSeconds > 0 && options.session.lastPass == 5;
    if (monitored && !monitor.open())
        return 1;
    engine::Options sessionOptions = options.session;
    if (!monitored) // whose keys are for itself
        sessionOptions.input = STDIN_FILENO;
    engine::Session session(sessionOptions, monitored ? static_cast<engine::Listener &>(monitor) : terminal);
    runningSession = &session;
    if (interrupts > 0)
        session.stop();
    if (monitored) {
        shownMonitor = &monitor;
        monitor.serve(session);
    }
    session.wait();
    shownMonitor = nullptr;
    runningSession = nullptr;
    terminal.printTree();
    return terminal.status();
}
