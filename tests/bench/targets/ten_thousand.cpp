// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Ten thousand functions fn_0000 … fn_9999, each called once.

#define FUNCTIONS                                                                                                                \
    THOUSAND(0) THOUSAND(1) THOUSAND(2) THOUSAND(3) THOUSAND(4) THOUSAND(5) THOUSAND(6) THOUSAND(7) THOUSAND(8) THOUSAND(9)
#include "numbered_functions.h"
