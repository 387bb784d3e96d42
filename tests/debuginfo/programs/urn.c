// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Linked where a kernel is, to be moved as one.
int level = 3;
static int served;

int pour(int cups)
{
    served += cups;
    level -= cups;
    return level + served;
}
