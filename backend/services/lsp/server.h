// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/workspace.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace tapscope::services::lsp {

struct ServerOptions {
    WorkspaceOptions workspace;
    std::string version;
};

/// The Language Server Protocol over the services. Messages are taken in on one thread; questions are answered on another one,
/// problems are looked for on a third, some time after the last change.
class Server {
public:
    /// `send` gets the content of each message to the client, from any thread but one at a time.
    Server(ServerOptions options, std::function<void(std::string_view)> send);
    /// Gives up what is under way.
    ~Server();
    Server(const Server &) = delete;
    Server &operator=(const Server &) = delete;

    /// Takes in one message, whatever it holds.
    void receive(std::string_view content);
    /// The client said `exit`.
    [[nodiscard]] bool ended() const;
    /// 0 when `shutdown` came before `exit`.
    [[nodiscard]] int status() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// Serves messages between two descriptors until the client ends it or goes; the exit status.
[[nodiscard]] int serve(ServerOptions options, int input, int output);

}
