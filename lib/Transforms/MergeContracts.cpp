//===- MergeContracts.cpp - contractions of the same activations ----------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Query, key and value are three contractions of the same activations; so are
// gate and up. As one contraction whose weights are one below the other they
// share what is made of the activations in memory that no kernel keeps, tables
// of sums, and they are work for several threads where each alone is not.
//
//===----------------------------------------------------------------------===//

#include "lutra/Transforms/Passes.h"

#include "lutra/Dialect/Lowbit/Constants.h"
#include "lutra/Dialect/Lowbit/Lowbit.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "mlir/IR/OperationSupport.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

namespace lutra {
#define GEN_PASS_DEF_MERGECONTRACTS
#include "lutra/Transforms/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra::lowbit;

static PackOp getWeights(PackedContractOp op) {
  return op.getWeights().getDefiningOp<PackOp>();
}

static PackRowsOp getScales(PackedContractOp op) {
  return op.getScales().getDefiningOp<PackRowsOp>();
}

/// Null without zero points.
static PackRowsOp getZeroPoints(PackedContractOp op) {
  return op.getZeroPoints() ? op.getZeroPoints().getDefiningOp<PackRowsOp>()
                            : PackRowsOp();
}

/// Whether the contraction is nothing but weights and vectors of the rows.
static bool isMergeable(PackedContractOp op) {
  return op->getNumResults() == 1 && !op.getKernelsAttr() && getWeights(op) &&
         getScales(op) && bool(op.getZeroPoints()) == bool(getZeroPoints(op)) &&
         llvm::all_of(op.getExtras(), [](Value extra) {
           return cast<ShapedType>(extra.getType()).getRank() == 1 &&
                  getFloatConstant(extra);
         });
}

static bool isMergeable(PackedContractOp a, PackedContractOp b) {
  auto typeOf = [](PackRowsOp rows) {
    return rows ? getElementTypeOrSelf(rows.getPacked().getType()) : Type();
  };
  return a.getActs() == b.getActs() && a.getActScales() == b.getActScales() &&
         a.getSums() == b.getSums() && a.getFormat() == b.getFormat() &&
         a.getActivation() == b.getActivation() &&
         a.getActGroups() == b.getActGroups() &&
         a.getByteTables() == b.getByteTables() &&
         getElementTypeOrSelf(a.getInit()) ==
             getElementTypeOrSelf(b.getInit()) &&
         a.getLayout() == b.getLayout() &&
         getWeights(a).getOrder() == getWeights(b).getOrder() &&
         getWeights(a).getBooks() == getWeights(b).getBooks() &&
         getWeights(a).getGroupSize() == getWeights(b).getGroupSize() &&
         typeOf(getZeroPoints(a)) == typeOf(getZeroPoints(b)) &&
         a.getExtras().size() == b.getExtras().size() &&
         OperationEquivalence::isRegionEquivalentTo(
             &a.getEpilogue(), &b.getEpilogue(),
             OperationEquivalence::IgnoreLocations);
}

namespace {

class Merger {
public:
  explicit Merger(ArrayRef<PackedContractOp> ops)
      : ops(ops), first(ops.front()), b(getLoc(ops), first) {}

  void run();

private:
  static Location getLoc(ArrayRef<PackedContractOp> ops) {
    SmallVector<Location> locs;
    for (PackedContractOp op : ops)
      locs.push_back(op.getLoc());
    return FusedLoc::get(ops.front()->getContext(), locs);
  }

  /// What the ops have instead of `get(first)`, in front of the first of them.
  template <typename Op>
  SmallVector<Value> gather(Op (*get)(PackedContractOp),
                            OperandRange (Op::*sources)()) {
    SmallVector<Value> all;
    for (PackedContractOp op : ops)
      llvm::append_range(all, (get(op).*sources)());
    for (Value source : all)
      hoist(source);
    return all;
  }

  void hoist(Value value);
  Value packRows(PackRowsOp (*get)(PackedContractOp), int64_t n);
  Value concatenate(unsigned extra, int64_t n);

  ArrayRef<PackedContractOp> ops;
  PackedContractOp first;
  ImplicitLocOpBuilder b;
};

} // namespace

/// Constants and what is made of them may stand anywhere.
void Merger::hoist(Value value) {
  Operation *op = value.getDefiningOp();
  if (!op || op->getBlock() != first->getBlock() || op->isBeforeInBlock(first))
    return;
  for (Value operand : op->getOperands())
    hoist(operand);
  op->moveBefore(first);
}

Value Merger::packRows(PackRowsOp (*get)(PackedContractOp), int64_t n) {
  PackRowsOp rows = get(first);
  if (!rows)
    return {};
  auto type = cast<RankedTensorType>(rows.getPacked().getType());
  int64_t panel = type.getDimSize(2);
  type = type.clone(
      {int64_t(llvm::divideCeil(n, panel)), type.getDimSize(1), panel});
  return PackRowsOp::create(b, type, gather(get, &PackRowsOp::getSources));
}

Value Merger::concatenate(unsigned extra, int64_t n) {
  SmallVector<float, 0> all;
  for (PackedContractOp op : ops) {
    ConstantView<float> part = *getFloatConstant(op.getExtras()[extra]);
    for (int64_t i = 0; i < part.size(); ++i)
      all.push_back(part[i]);
  }
  return arith::ConstantOp::create(
      b, getConstant(RankedTensorType::get({n}, b.getF32Type()), "vectors",
                     ArrayRef<float>(all)));
}

void Merger::run() {
  int64_t n = 0;
  for (PackedContractOp op : ops)
    n += op.getN();
  PackOp weights = getWeights(first);
  LayoutAttrInterface layout = first.getLayout();
  int64_t bytes = layout.getWeightBytes(
      llvm::alignTo(n, uint64_t(layout.getPanelRows())), first.getNumPlaces());
  for (Value shared : {weights.getOrder(), weights.getBooks()})
    if (shared)
      hoist(shared);
  Value packed =
      PackOp::create(b, RankedTensorType::get({bytes}, b.getI8Type()),
                     gather(getWeights, &PackOp::getCodes), weights.getOrder(),
                     weights.getBooks(), weights.getGroupSize(), layout);
  Value scales = packRows(getScales, n);
  Value zeroPoints = packRows(getZeroPoints, n);
  SmallVector<Value> extras;
  for (unsigned i = 0; i < first.getExtras().size(); ++i)
    extras.push_back(concatenate(i, n));

  OpFoldResult tokens = tensor::getMixedSize(b, b.getLoc(), first.getActs(), 0);
  Value init = tensor::EmptyOp::create(
      b, ArrayRef<OpFoldResult>{tokens, b.getIndexAttr(n)},
      getElementTypeOrSelf(first.getInit()));
  auto merged = PackedContractOp::create(
      b, TypeRange(init.getType()), first.getActs(), first.getActScales(),
      first.getSums(), packed, scales, zeroPoints, extras, init,
      first.getFormat(), first.getActivation(), first.getActGroups(), layout,
      ArrayAttr(), first.getByteTables());
  merged.getEpilogue().takeBody(first.getEpilogue());

  int64_t begin = 0;
  for (PackedContractOp op : ops) {
    OpFoldResult zero = b.getIndexAttr(0), one = b.getIndexAttr(1);
    Value part = tensor::ExtractSliceOp::create(
        b, cast<RankedTensorType>(op.getResult(0).getType()),
        merged.getResult(0),
        ArrayRef{zero, OpFoldResult(b.getIndexAttr(begin))},
        ArrayRef{tokens, OpFoldResult(b.getIndexAttr(op.getN()))},
        ArrayRef{one, one});
    begin += op.getN();
    op.getResult(0).replaceAllUsesWith(part);
  }
  for (PackedContractOp op : ops) {
    SmallVector<Operation *> packs{getWeights(op), getScales(op)};
    if (PackRowsOp zeros = getZeroPoints(op))
      packs.push_back(zeros);
    op.erase();
    for (Operation *pack : packs)
      if (pack->use_empty())
        pack->erase();
  }
}

namespace {

struct MergeContracts : lutra::impl::MergeContractsBase<MergeContracts> {
  void runOnOperation() override {
    SmallVector<SmallVector<PackedContractOp>> groups;
    getOperation().walk([&](PackedContractOp op) {
      if (!isMergeable(op))
        return;
      for (SmallVector<PackedContractOp> &group : groups)
        if (group.front()->getBlock() == op->getBlock() &&
            isMergeable(group.front(), op)) {
          group.push_back(op);
          return;
        }
      groups.push_back({op});
    });
    for (ArrayRef<PackedContractOp> group : groups)
      if (group.size() > 1)
        Merger(group).run();
  }
};

} // namespace
