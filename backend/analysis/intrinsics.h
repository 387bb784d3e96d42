// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/program.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tapscope::analysis {

/// How the tapset calls an intrinsic: by a name of its own, which no script may use. The function that a script calls is a
/// documented tapset function around it.
struct IntrinsicSignature {
    std::string_view name;
    Intrinsic intrinsic;
    Type result; ///< Unknown: no value
    std::span<const Type> parameters;
    bool hasEffect; ///< worth calling for more than its value
    bool interpreterOnly = false; ///< no handler in the kernel can call it
};

inline constexpr std::string_view intrinsicPrefix = "__engine_";

/// Whether SystemTap's own library has a function of this name (that may not be in this tapset).
[[nodiscard]] bool isSystemTapFunction(std::string_view name);

/// Whether it changes what is traced.
[[nodiscard]] bool needsGuru(Intrinsic intrinsic);

[[nodiscard]] const IntrinsicSignature *findIntrinsic(std::string_view name);
[[nodiscard]] const IntrinsicSignature &signatureOf(Intrinsic intrinsic);
[[nodiscard]] std::span<const IntrinsicSignature> allIntrinsics();

}
