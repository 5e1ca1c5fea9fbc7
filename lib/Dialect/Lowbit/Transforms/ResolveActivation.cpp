//===- ResolveActivation.cpp - float or int8 ------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Lowbit/Lowbit.h"
#include "lutra/Dialect/Lowbit/Passes.h"
#include "lutra/Support/Remarks.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/Support/MathExtras.h"

namespace lutra {
#define GEN_PASS_DEF_LOWBITRESOLVEACTIVATION
#include "lutra/Dialect/Lowbit/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra::lowbit;

/// Whether all that an activation is multiplied by, before the scale, is a
/// bf16.
static bool hasBFloat16Values(ContractOp op) {
  if (op.hasFloatZeroPoints())
    return false;
  // Differences of bytes have 8 bits.
  if (op.getZeroPoints())
    return true;
  FormatAttrInterface format = op.getFormat();
  if (format.getVectorLength() > 1)
    return false;
  return llvm::all_of(llvm::seq(format.getNumCodes()), [&](unsigned code) {
    llvm::APFloat value(format.decode(code));
    bool losesInfo = false;
    value.convert(llvm::APFloat::BFloat(), llvm::APFloat::rmNearestTiesToEven,
                  &losesInfo);
    return !losesInfo;
  });
}

/// How many groups share a scale of the activations where that is free: short
/// ones as many as are no longer than 128 k, which is what a scale of weights
/// serves in most models; longer ones none, since an outlier takes precision
/// from its set.
static int64_t chooseActGroups(ContractOp op) {
  constexpr int64_t kShort = 32, kSet = 128;
  if (op.getNumGroups() == 1)
    return 1;
  // The mean length, where an operand says which k are in a group.
  int64_t length = op.getGIdx() ? llvm::divideCeil(op.getK(), op.getNumGroups())
                                : op.getGroupSize();
  return length < kShort ? kSet / length : 1;
}

/// The kind for `op` when the user asks for `wanted`.
static ActivationKind resolve(ContractOp op, ActivationKind wanted) {
  ActivationKind kind =
      wanted == ActivationKind::Auto ? op.getActivation() : wanted;
  if (kind == ActivationKind::Auto)
    kind = op.getInt8Permitted() ? ActivationKind::Int8Block
                                 : ActivationKind::Float;
  if (kind == ActivationKind::BFloat16)
    return hasBFloat16Values(op) ? kind : ActivationKind::Float;
  if (kind != ActivationKind::Float && !op.getFormat().isInteger())
    return ActivationKind::Float;
  return kind;
}

/// Decides the kind, and with int8_block the sets, of `op`.
static void decide(ContractOp op, ActivationKind wanted) {
  // What somebody decided already has its sets.
  bool isFree = wanted != ActivationKind::Auto ||
                op.getActivation() == ActivationKind::Auto;
  op.setActivation(resolve(op, wanted));
  bool isBlock = op.getActivation() == ActivationKind::Int8Block;
  if (isFree || !isBlock)
    op.setActGroups(isBlock ? chooseActGroups(op) : 1);
  // One set is a row.
  if (isBlock && op.getNumSets() == 1) {
    op.setActivation(ActivationKind::Int8Token);
    op.setActGroups(1);
  }
}

/// Whether tables of 8 bits are something for `op`.
static bool isForByteTables(ContractOp op) {
  return isa<TernaryFormatAttr>(op.getFormat()) &&
         (op.getActivation() == ActivationKind::Int8Token ||
          op.getActivation() == ActivationKind::Int8Block);
}

namespace {

struct LowbitResolveActivation
    : lutra::impl::LowbitResolveActivationBase<LowbitResolveActivation> {
  using LowbitResolveActivationBase::LowbitResolveActivationBase;

  void runOnOperation() override {
    getOperation().walk([&](ContractOp op) {
      if (!op.hasPreparedActs()) {
        decide(op, activations);
        lutra::remarkPassed(op.getLoc(), "raise", "LowbitResolveActivation",
                            "activations enter the product as {0}",
                            stringifyActivationKind(op.getActivation()).str());
      }
      if (byteTables && isForByteTables(op))
        op.setByteTables(true);
    });
  }
};

} // namespace
