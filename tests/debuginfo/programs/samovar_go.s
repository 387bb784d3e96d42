# SPDX-FileCopyrightText: 2026 The Tapscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Functions named as Go's linker names them.
    .text
    .macro function name:req
    .globl "\name"
    .type "\name", @function
"\name":
    ret
    .size "\name", . - "\name"
    .endm
    function "main.main"
    function "main.(*Pot).Pour"
    function "main.(*Pot).Pour.func1"
    function "main.Pot.Level"
    function "tea/house.(*Guest[go.shape.int]).Seat"
    function "tea/house.New[...]"
    function "runtime.gcWriteBarrier"
    .globl _start
    .type _start, @function
_start:
    ret
    .size _start, . - _start
    .section .note.GNU-stack, "", @progbits
