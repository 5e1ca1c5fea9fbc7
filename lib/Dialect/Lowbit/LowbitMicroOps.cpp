//===- LowbitMicroOps.cpp - tiles of packed contractions ------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Lowbit/Lowbit.h"

using namespace mlir;
using namespace lutra::lowbit;

int64_t MicroContractOp::getNumPlaces() {
  int64_t columns = cast<MemRefType>(getActs().getType()).getDimSize(1);
  return ShapedType::isDynamic(columns) ? columns : columns / getNumBeside();
}

bool MicroContractOp::hasBeside(Value buffer) {
  if (getNumBeside() == 1)
    return false;
  return buffer == getActs() ||
         cast<MemRefType>(buffer.getType()).getDimSize(1) != 1;
}

LogicalResult MicroContractOp::verify() {
  // C1: what the family indexes by; the rest held for the contraction.
  auto isMatrix = [](Value value, unsigned rank) {
    auto type = cast<MemRefType>(value.getType());
    return type.getRank() == rank && type.getLayout().isIdentity();
  };
  if (!isMatrix(getActs(), 2) || !isMatrix(getInit(), 2) ||
      !isMatrix(getWeights(), 1) || !isMatrix(getScales(), 3))
    return emitOpError() << "expects acts and outs of rank 2, weights of rank "
                            "1 and scales of rank 3, contiguous";
  if (ShapedType::isDynamic(getN()) || ShapedType::isDynamic(getNumPlaces()))
    return emitOpError() << "expects acts [M, K'] and outs [M, N] with static "
                            "K' and N";
  // C2
  int64_t panel = getLayout().getPanelRows(), rows = getRows();
  if (rows <= 0 || panel % rows)
    return emitOpError() << "expects rows that divide the panel's " << panel
                         << ", got " << rows;
  if (int64_t(getTokens()) <= 0)
    return emitOpError() << "expects tokens above 0, got "
                         << int64_t(getTokens());
  // C3
  if (getKernel().getTokens() != 1)
    return emitOpError() << "expects a kernel from tokens = 1 on, got "
                         << getKernel();
  // C4
  if (std::optional<uint64_t> beside = getSideBySide()) {
    int64_t columns = cast<MemRefType>(getActs().getType()).getDimSize(1);
    if (*beside < 2 || columns % int64_t(4 * *beside) || getTokens() > *beside)
      return emitOpError() << "expects quads of at least two tokens side by "
                              "side and not more tokens than that, got "
                           << *beside << " of them in " << columns
                           << " columns for " << getTokens() << " tokens";
  }
  return success();
}

void MicroContractOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
        &effects) {
  OpOperand &init = getInitMutable();
  for (OpOperand &operand : getOperation()->getOpOperands()) {
    if (!isa<MemRefType>(operand.get().getType()))
      continue;
    if (&operand == &init)
      effects.emplace_back(MemoryEffects::Write::get(), &operand);
    else
      effects.emplace_back(MemoryEffects::Read::get(), &operand);
  }
}
