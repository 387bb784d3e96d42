// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "engine/session.h"

#include <expected>
#include <string>

namespace tapscope::cli {

/// Does what -D NAME=VALUE (or NAME) asks for. Holds a remark when that is nothing; the error is a sentence without its full stop.
[[nodiscard]] std::expected<std::string, std::string> setLimit(const std::string &definition, engine::Options &options);

}
