// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/arithmetic.h"
#include "translator/optimise.h"

namespace tapscope::translator::ir {

namespace {

bool isBinary(Op op)
{
    return (op >= Op::Add && op <= Op::Xor) || (op >= Op::Equal && op <= Op::GreaterEqual);
}

bool isUnary(Op op)
{
    return op == Op::Negate || op == Op::Complement || op == Op::Not;
}

}

void foldConstants(Function &function)
{
    std::vector<std::optional<int64_t>> known(function.valueCount + 1);
    for (BasicBlock &block : function.blocks) {
        for (Instruction &i : block.instructions) {
            if (i.op == Op::Constant) {
                known[i.result] = i.imm;
            } else if (isUnary(i.op) || isBinary(i.op)) {
                const auto a = known[i.a];
                const auto b = isUnary(i.op) ? std::optional<int64_t>(0) : known[i.b];
                if (!a || !b)
                    continue;
                // A division by zero stays: it raises its error when it is reached.
                if (const auto value = evaluate(i.op, *a, *b)) {
                    i.op = Op::Constant;
                    i.imm = *value;
                    i.a = i.b = 0;
                    known[i.result] = value;
                }
            } else if (i.op == Op::Branch && known[i.a]) {
                i.imm = *known[i.a] != 0 ? i.imm : i.imm2;
                i.op = Op::Jump;
                i.a = 0;
                i.imm2 = 0;
            } else if (i.op == Op::Branch && i.imm == i.imm2) {
                i.op = Op::Jump;
                i.a = 0;
                i.imm2 = 0;
            }
        }
    }
}

void optimise(Function &function, const std::vector<Foreach> &loops)
{
    // What is known of a variable may decide a branch, and that what is known of others.
    do {
        foldConstants(function);
        removeDeadBlocks(function);
    } while (propagateLocals(function, loops));
    removeDeadStores(function);
    removeDeadInstructions(function);
}

}
