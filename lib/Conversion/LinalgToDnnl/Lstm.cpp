//===- Lstm.cpp - layers of LSTM ------------------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Convert.h"
#include "Windows.h"

#include "lutra/Dialect/Nn/Nn.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::dnnl;

/// Why oneDNN cannot compute the op, or nothing.
static std::optional<StringRef> getRefusal(nn::LstmOp op) {
  for (Value constant : {op.getWeights(), op.getRecurrent(), op.getBias()})
    if (constant && !isConstant(constant))
      return "its weights are not constant";
  for (Value weights : {op.getWeights(), op.getRecurrent()})
    if (!llvm::all_of(getShape(weights), [](int64_t size) { return size > 0; }))
      return "it is empty";
  return std::nullopt;
}

bool lutra::dnnl::convertLstm(nn::LstmOp op, const Machine &machine,
                              bool always) {
  if (auto why = getRefusal(op)) {
    remarkOn(op, *why);
    return false;
  }
  Cost cost = getWorst(getLstmCosts(
      getShape(op.getInput()), getShape(op.getRecurrent()).back(), machine));
  if (!always && cost.library >= cost.generated) {
    remarkOn(op, "generated code is faster for these sizes");
    return false;
  }
  OpBuilder builder(op);
  Location loc = op.getLoc();
  SmallVector<OpFoldResult> output =
      tensor::getMixedSizes(builder, loc, op.getInput());
  output[2] = builder.getIndexAttr(getShape(op.getRecurrent()).back());
  Value bias = op.getBias();
  if (!bias) {
    // oneDNN has no code for the processor without one.
    auto type = RankedTensorType::get({4, getShape(op.getRecurrent()).back()},
                                      builder.getF32Type());
    bias = arith::ConstantOp::create(builder, loc, builder.getZeroAttr(type));
  }
  SmallVector<OpFoldResult> last{output[1], output[2]};
  SmallVector<Value> inits;
  const ArrayRef<OpFoldResult> shapes[] = {output, last, last};
  for (ArrayRef<OpFoldResult> sizes : shapes)
    inits.push_back(
        tensor::EmptyOp::create(builder, loc, sizes, builder.getF32Type()));
  auto made =
      LstmOp::create(builder, loc, TypeRange(ValueRange(inits)), op.getInput(),
                     op.getWeights(), op.getRecurrent(), bias, op.getHidden(),
                     op.getCell(), inits, op.getReverse());
  setCost(made, cost);
  for (auto [old, value] : llvm::zip_equal(op.getResults(), made.getResults()))
    old.replaceAllUsesWith(
        builder.createOrFold<tensor::CastOp>(loc, old.getType(), value));
  op.erase();
  return true;
}
