// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/unique_fd.h"
#include "helper/protocol.h"

#include <optional>
#include <span>
#include <vector>

namespace tapscope::helper {

/// What this helper will not even show to the verifier: broken references inside the message, map types that scripts have no use
/// for, and, unless the user chose guru mode, programs that could change what they watch. Guru mode is what the client says of
/// itself, so it takes `mayChangeTargets`: an administrator started this helper. Nothing means that it may be loaded.
[[nodiscard]] std::optional<protocol::Failed> checkLoad(const protocol::Load &load, bool mayChangeTargets);

/// The same for an attachment: programs that exist and fit, counts that fit each other, symbols that are names.
[[nodiscard]] std::optional<protocol::Failed> checkAttach(const protocol::Attach &attach,
                                                          const std::vector<protocol::Program::Kind> &programs);

/// Semaphores are written into the probed programs: they have to be those of the file. For an attachment that checkAttach() let
/// pass, with its files.
[[nodiscard]] std::optional<protocol::Failed> checkSemaphores(const protocol::Attach &attach, std::span<const UniqueFd> files);

}
