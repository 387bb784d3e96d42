// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

// A second unit, for programs whose units are packed together.

struct lid {
    int diameter;
    struct lid *under;
};

static int lids;

__attribute__((noinline)) int lid_lift(const struct lid *top, int times)
{
    int height = 0;
    for (; top; top = top->under)
        height += top->diameter * times;
    return height + ++lids;
}
