//===- LstmDecompose.cpp - what nn.lstm means, in linalg ------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What comes from the input is one product of matrices for all steps and
// gates; the loop over time has what depends on the state. Gates are the
// leading dimension, so that each is one block.
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Nn/Nn.h"
#include "lutra/Dialect/Utils/StructuredBuilder.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::nn;

namespace {

class LstmDecomposer {
public:
  LstmDecomposer(LstmOp op, OpBuilder &builder)
      : op(op), b(op.getLoc(), builder), steps(sizeOf(op.getInput(), 0)),
        batch(sizeOf(op.getInput(), 1)), hidden(sizeOf(op.getRecurrent(), 2)) {}

  SmallVector<Value> decompose();

private:
  /// A size that is known is an attribute.
  OpFoldResult sizeOf(Value tensor, unsigned dim) {
    OpFoldResult size = b.sizes(tensor)[dim];
    std::optional<int64_t> known = getConstantIntValue(size);
    return known ? OpFoldResult(b.getIndexAttr(*known)) : size;
  }
  /// [4, T, B, H]: what the input gives each gate at each step.
  Value projectInput();
  /// dest[4, rows, H] plus rows[rows, K] * weights[4, H, K].
  Value multiply(Value dest, Value rows, Value weights);
  /// An elementwise function of gates, of `all` [4, B, H], and of states.
  Value map(Value all, ArrayRef<int64_t> gates, Value state,
            StructuredBuilder::Body body);

  LstmOp op;
  StructuredBuilder b;
  OpFoldResult steps, batch, hidden;
};

} // namespace

static int64_t getSize(OpFoldResult size) {
  return getConstantIntValue(size).value_or(ShapedType::kDynamic);
}

static Value sigmoid(ImplicitLocOpBuilder &b, Value x) {
  Value one = arith::ConstantOp::create(b, b.getF32FloatAttr(1));
  Value power = math::ExpOp::create(b, arith::NegFOp::create(b, x).getResult());
  return arith::DivFOp::create(
      b, one, arith::AddFOp::create(b, one, power).getResult());
}

Value LstmDecomposer::multiply(Value dest, Value rows, Value weights) {
  return b.generic(
      dest, {rows, weights}, {{1, 3}, {0, 2, 3}, {0, 1, 2}}, "pppr",
      [](ImplicitLocOpBuilder &nested, ValueRange args) -> Value {
        return math::FmaOp::create(nested, args[0], args[1], args[2]);
      });
}

Value LstmDecomposer::projectInput() {
  OpFoldResult gates = b.getIndexAttr(4);
  ReassociationIndices joined{0, 1}, last{2};
  Value rows = tensor::CollapseShapeOp::create(
      b, op.getInput(), ArrayRef<ReassociationIndices>{joined, last});
  // Types may know less than values do.
  int64_t height = getSize(steps), width = getSize(batch);
  bool isDynamic =
      ShapedType::isDynamic(height) || ShapedType::isDynamic(width);
  OpFoldResult count = isDynamic ? b.sizes(rows)[0]
                                 : OpFoldResult(b.getIndexAttr(height * width));
  Value dest = b.empty({gates, count, hidden}, b.getF32Type());
  dest = op.getBias()
             ? b.generic(dest, op.getBias(), {{0, 2}, {0, 1, 2}}, "ppp",
                         [](ImplicitLocOpBuilder &, ValueRange args) {
                           return args[0];
                         })
             : b.zeros(dest);
  Value product = multiply(dest, rows, op.getWeights());
  auto type = RankedTensorType::get({4, height, width, getSize(hidden)},
                                    b.getF32Type());
  ReassociationIndices first{0}, split{1, 2};
  last = {3};
  return tensor::ExpandShapeOp::create(
      b, type, product, ArrayRef<ReassociationIndices>{first, split, last},
      ArrayRef<OpFoldResult>{gates, steps, batch, hidden});
}

Value LstmDecomposer::map(Value all, ArrayRef<int64_t> gates, Value state,
                          StructuredBuilder::Body body) {
  AffineMap whole = b.getMultiDimIdentityMap(2);
  SmallVector<AffineMap> maps;
  for (int64_t gate : gates)
    maps.push_back(
        AffineMap::get(2, 0,
                       {b.getAffineConstantExpr(gate), b.getAffineDimExpr(0),
                        b.getAffineDimExpr(1)},
                       b.getContext()));
  maps.append({whole, whole});
  SmallVector<Value> inputs(gates.size(), all);
  inputs.push_back(state);
  Value dest = b.empty({batch, hidden}, b.getF32Type());
  SmallVector<utils::IteratorType> loops(2, utils::IteratorType::parallel);
  return linalg::GenericOp::create(
             b, TypeRange{dest.getType()}, inputs, ValueRange{dest}, maps,
             loops,
             [&](OpBuilder &nested, Location loc, ValueRange args) {
               ImplicitLocOpBuilder builder(loc, nested);
               linalg::YieldOp::create(builder,
                                       body(builder, args.drop_back()));
             })
      .getResult(0);
}

SmallVector<Value> LstmDecomposer::decompose() {
  // Slices of tensors known to be empty are not valid IR, even where no
  // iteration takes them.
  for (OpFoldResult size : {steps, batch, hidden})
    if (isConstantIntValue(size, 0))
      return {b.empty({steps, batch, hidden}, b.getF32Type()), op.getHidden(),
              op.getCell()};
  // All that the loop reads is made before it.
  Value projected = projectInput();
  Value outputs = b.empty({steps, batch, hidden}, b.getF32Type());
  Value lastStep =
      arith::SubIOp::create(b, b.index(steps), b.index(int64_t(1)));
  OpFoldResult zero = b.getIndexAttr(0), one = b.getIndexAttr(1);
  SmallVector<OpFoldResult> ofStep{one, batch, hidden};
  // The steps' states are of one type.
  auto first = [&](Value state) -> Value {
    auto type = RankedTensorType::get({getSize(batch), getSize(hidden)},
                                      b.getF32Type());
    return b.createOrFold<tensor::CastOp>(type, state);
  };
  return b.loop(
      zero, steps, {outputs, first(op.getHidden()), first(op.getCell())},
      [&](Value step, ValueRange values) {
        if (op.getReverse())
          step = arith::SubIOp::create(b, lastStep, step);
        Value ofInput = b.slice(projected, {zero, step, zero, zero},
                                {b.getIndexAttr(4), one, batch, hidden}, {1});
        Value all = multiply(ofInput, values[1], op.getRecurrent());
        Value cell =
            map(all, {0, 2, 3}, values[2],
                [](ImplicitLocOpBuilder &nested, ValueRange args) -> Value {
                  Value in = sigmoid(nested, args[0]);
                  Value forget = sigmoid(nested, args[1]);
                  Value fresh = math::TanhOp::create(nested, args[2]);
                  Value kept = arith::MulFOp::create(nested, forget, args[3]);
                  Value added = arith::MulFOp::create(nested, in, fresh);
                  return arith::AddFOp::create(nested, kept, added);
                });
        Value state =
            map(all, {1}, cell,
                [](ImplicitLocOpBuilder &nested, ValueRange args) -> Value {
                  Value shown = math::TanhOp::create(nested, args[1]);
                  return arith::MulFOp::create(nested, sigmoid(nested, args[0]),
                                               shown);
                });
        Value written = b.insert(state, values[0], {step, zero, zero}, ofStep);
        return SmallVector<Value>{written, state, cell};
      });
}

FailureOr<SmallVector<Value>> LstmOp::decomposeOperation(OpBuilder &builder) {
  SmallVector<Value> values = LstmDecomposer(*this, builder).decompose();
  // A loop knows the sizes of what it starts with.
  for (auto [value, result] : llvm::zip_equal(values, getResults()))
    if (value.getType() != result.getType())
      value =
          tensor::CastOp::create(builder, getLoc(), result.getType(), value);
  return values;
}
