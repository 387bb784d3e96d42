// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

struct Pair {
    int first;
    short second;
};

extern "C" {
long probed_sum(long a, int b, unsigned char c);
int probed_pair(const Pair *pair, const char *name);
long probed_deep(long depth);
}
