//===- Contracts.h - rewriting constant weights of contractions -*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_RAISE_CONTRACTS_H
#define LUTRA_LIB_RAISE_CONTRACTS_H

#include "lutra/Dialect/Lowbit/Constants.h"

namespace lutra {

/// Whether results are defined bit by bit, so that no rounding may move.
bool isIntegerDecided(lowbit::ContractOp op);

/// Zero points in the smallest form there is: integers instead of real numbers
/// that are integers, and one for all codes in the format.
void simplifyZeroPoints(lowbit::ContractOp op, lowbit::ResourceUses &resources);

/// One scale (and zero point) for each row where those of its groups are equal.
void foldBlockScales(lowbit::ContractOp op, lowbit::ResourceUses &resources);

/// Puts a constant in the place of an operand, and drops what was there.
void replaceConstant(mlir::OpOperand &operand, mlir::Value constant,
                     lowbit::ResourceUses &resources);

/// Erases a constant, or a `lowbit.unpack` of one, that nobody reads any more,
/// and lets go of its bytes.
void eraseIfUnused(mlir::Value constant, lowbit::ResourceUses &resources);

/// [N, columns] of f32 or i8 in front of `op`.
mlir::Value createRows(lowbit::ContractOp op, llvm::StringRef name,
                       llvm::ArrayRef<float> elements);
mlir::Value createRows(lowbit::ContractOp op, llvm::StringRef name,
                       llvm::ArrayRef<uint8_t> elements);

} // namespace lutra

#endif // LUTRA_LIB_RAISE_CONTRACTS_H
