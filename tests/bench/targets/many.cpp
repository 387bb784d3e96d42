// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A thousand functions fn_000 … fn_999, each called once.

#define FUNCTIONS THOUSAND()
#include "numbered_functions.h"
