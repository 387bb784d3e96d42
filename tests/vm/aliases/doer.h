// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

/// Each does the same whenever it runs, in one process after the other.
void processes(const char *self);
void signals(void);
void network(void);
void packets(void);
void disk(void);
void outside(void);

/// Runs `what` in a child and waits for its end.
void apart(void (*what)(void));
