//===- Windows.cpp - what windows over images have in common --------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Windows.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace lutra::dnnl;

ArrayRef<int64_t> lutra::dnnl::getShape(Value value) {
  return cast<RankedTensorType>(value.getType()).getShape();
}

Operation *lutra::dnnl::getOnlyOp(linalg::GenericOp op) {
  Block &body = *op.getBody();
  auto ops = body.without_terminator();
  return llvm::hasSingleElement(ops) ? &*ops.begin() : nullptr;
}

bool lutra::dnnl::isConstant(Value value) {
  while (Operation *op = value.getDefiningOp()) {
    if (isa<arith::ConstantOp>(op))
      return true;
    if (!isa<tensor::CollapseShapeOp, tensor::ExpandShapeOp>(op))
      return false;
    value = op->getOperand(0);
  }
  return false;
}

bool lutra::dnnl::isFilledWithZeros(Value value) {
  auto fill = value.getDefiningOp<linalg::FillOp>();
  return fill && (matchPattern(fill.getInputs().front(), m_PosZeroFloat()) ||
                  matchPattern(fill.getInputs().front(), m_Zero()));
}

bool lutra::dnnl::isFilledWithLeast(Value value) {
  auto fill = value.getDefiningOp<linalg::FillOp>();
  return fill && matchPattern(fill.getInputs().front(), m_NegInfFloat());
}

/// The loop and its factor.
static std::optional<std::pair<AffineExpr, int64_t>> getTerm(AffineExpr expr) {
  if (isa<AffineDimExpr>(expr))
    return std::pair(expr, int64_t(1));
  auto product = dyn_cast<AffineBinaryOpExpr>(expr);
  if (!product || product.getKind() != AffineExprKind::Mul)
    return std::nullopt;
  auto factor = dyn_cast<AffineConstantExpr>(product.getRHS());
  if (!isa<AffineDimExpr>(product.getLHS()) || !factor || factor.getValue() < 1)
    return std::nullopt;
  return std::pair(product.getLHS(), factor.getValue());
}

std::optional<WindowStep>
lutra::dnnl::getStep(AffineExpr expr, AffineExpr position, AffineExpr offset) {
  auto sum = dyn_cast<AffineBinaryOpExpr>(expr);
  if (!sum || sum.getKind() != AffineExprKind::Add)
    return std::nullopt;
  auto first = getTerm(sum.getLHS()), second = getTerm(sum.getRHS());
  if (!first || !second || first->first != position || second->first != offset)
    return std::nullopt;
  return WindowStep{first->second, second->second};
}

void lutra::dnnl::skipPadding(WindowMatch &match,
                              function_ref<bool(Value)> isAround) {
  int64_t rank = getShape(match.source).size();
  match.pads.assign(rank - 2, 0);
  auto insert = match.source.getDefiningOp<tensor::InsertSliceOp>();
  if (!insert || insert.getSourceType().getRank() != rank ||
      !llvm::all_of(insert.getMixedStrides(),
                    [](OpFoldResult s) { return isConstantIntValue(s, 1); }) ||
      !isAround(insert.getDest()))
    return;
  SmallVector<int64_t> offsets;
  for (OpFoldResult offset : insert.getMixedOffsets()) {
    std::optional<int64_t> value = getConstantIntValue(offset);
    if (!value)
      return;
    offsets.push_back(*value);
  }
  // Batch and channels stay as they are.
  int64_t channels = match.channelsLast ? rank - 1 : 1;
  for (int64_t d : {int64_t(0), channels})
    if (offsets[d] != 0 ||
        insert.getSourceType().getDimSize(d) != getShape(match.source)[d])
      return;
  offsets.erase(offsets.begin() + channels);
  match.pads.assign(offsets.begin() + 1, offsets.end());
  match.source = insert.getSource();
}

LogicalResult lutra::dnnl::readOperands(linalg::GenericOp op,
                                        ConvolutionMatch &match, Refusal &why) {
  match.source = op.getDpsInputs()[0];
  match.weights = op.getDpsInputs()[1];
  match.result = op->getResult(0);
  if (!isConstant(match.weights))
    why = "its weights are not constant";
  else if (!isFilledWithZeros(op.getDpsInits()[0]))
    why = "its sums do not begin with 0";
  return success(why.empty());
}

bool lutra::dnnl::hasKnownImages(Value value) {
  return llvm::all_of(getShape(value).drop_front(1),
                      [](int64_t size) { return size > 0; });
}
