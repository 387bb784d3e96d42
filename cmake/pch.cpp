// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Exists so that targets can share one precompiled header.
