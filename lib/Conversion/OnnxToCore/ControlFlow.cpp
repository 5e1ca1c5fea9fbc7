//===- ControlFlow.cpp - If -----------------------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A branch is written out where the node stands if its condition is known. Of
// one that is not, both run, and what they give is chosen from: code without
// branches is what later phases are good at. Only where a branch may fail it
// becomes one of `scf.if`.
//
//===----------------------------------------------------------------------===//

#include "ControlFlow.h"
#include "Indexing.h"
#include "Registry.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;

std::optional<bool> lutra::onnx::knownCondition(Legalizer &lg, Tensor *tensor) {
  const Sizes *contents = lg.contents(tensor);
  if (!contents || contents->size() != 1)
    return std::nullopt;
  if (std::optional<int64_t> value = getConstantIntValue(contents->front()))
    return *value != 0;
  return std::nullopt;
}

//===----------------------------------------------------------------------===//
// If
//===----------------------------------------------------------------------===//

/// One of two tensors of one rank, whose sizes may differ.
static FailureOr<Tensor *> chooseTensor(Node &node, Value condition,
                                        Size isTrue, Tensor *x, Tensor *y) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  if (x == y)
    return x;
  if (x->element != y->element || x->rank() != y->rank())
    return node.refuse("its branches give the types " + x->str() + " and " +
                       y->str());
  Sizes dims;
  bool same = true;
  for (auto [a, b] : llvm::zip(x->dims, y->dims)) {
    if (lg.sizes.provablyEqual(a, b)) {
      dims.push_back(a);
      continue;
    }
    same = false;
    dims.push_back(lg.sizes.select(loc, isTrue, a, b));
    if (!lg.sizes.provablyNonNegative(dims.back()))
      lg.sizes.markNonNegative(cast<Value>(dims.back()));
  }
  if (same)
    return lg.elementwiseOver(
        loc, {x, y}, dims, x->element,
        [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
          return arith::SelectOp::create(b, loc, condition, args[0], args[1]);
        });
  // The other tensor may have no element at that place.
  Value a = lg.data(x), b = lg.data(y);
  SmallVector<Value> result = loopInOrder(
      lg, loc, dims, lg.empty(loc, dims, toCore(x->element)),
      [&](Scalars &s, ValueRange at, ValueRange carried) {
        SmallVector<Value> element = choose(
            s, condition,
            [&](Scalars &s) { return SmallVector<Value>{s.read(a, at)}; },
            [&](Scalars &s) { return SmallVector<Value>{s.read(b, at)}; });
        return SmallVector<Value>{s.write(element[0], carried[0], at)};
      });
  return lg.make(result[0], x->element, dims);
}

namespace {
/// The code of a branch, which may have to become a region of its own.
struct Branch {
  Legalizer &lg;
  Results results = {};
  Legalizer::Mark begin = lg.mark(), end = {};

  LogicalResult convert(Node &node, StringRef name) {
    begin = lg.mark();
    HandlerResult converted = lg.inlineBody(node, name, {});
    if (failed(converted))
      return failure();
    results = *converted;
    for (Tensor *result : results)
      if (result->entries)
        return node.refuse("its condition is known to the run alone, and a "
                           "branch gives a sequence");
      else
        lg.data(result);
    end = lg.mark();
    return success();
  }
};
} // namespace

/// Both branches as regions, of which one runs: what must not run may fail.
static HandlerResult branch(Node &node, Value condition, Size isTrue,
                            Branch &first, Branch &second) {
  Legalizer &lg = node.legalizer;
  OpBuilder &b = lg.builder;
  Location loc = node.loc();
  Block blocks[2];
  lg.moveInto(second.begin, &second.end, blocks[1]);
  lg.moveInto(first.begin, &first.end, blocks[0]);
  auto isInside = [&](Size size) {
    auto value = dyn_cast<Value>(size);
    Operation *op = value ? value.getDefiningOp() : nullptr;
    return op && llvm::any_of(blocks, [&](Block &block) {
             return block.findAncestorOpInBlock(*op);
           });
  };

  SmallVector<Sizes> allDims;
  SmallVector<Type> types;
  LogicalResult result = success();
  for (auto [x, y] : llvm::zip(first.results, second.results)) {
    Sizes &dims = allDims.emplace_back();
    if (x->element != y->element || x->rank() != y->rank())
      result = node.refuse("its branches give the types " + x->str() + " and " +
                           y->str());
    else if (llvm::any_of(x->dims, isInside) || llvm::any_of(y->dims, isInside))
      result = node.refuse("a branch that may fail gives sizes that depend on "
                           "what it computes");
    if (failed(result))
      break;
    for (auto [m, n] : llvm::zip(x->dims, y->dims)) {
      dims.push_back(lg.sizes.provablyEqual(m, n)
                         ? m
                         : lg.sizes.select(loc, isTrue, m, n));
      if (!getConstantIntValue(dims.back()) &&
          !lg.sizes.provablyNonNegative(dims.back()))
        lg.sizes.markNonNegative(cast<Value>(dims.back()));
    }
    types.push_back(lg.typeOf(dims, toCore(x->element)));
  }
  if (failed(result)) {
    for (Block &block : blocks)
      block.dropAllDefinedValueUses();
    return failure();
  }

  // Results of sizes that are not known are written into tensors that have
  // them, so that they are known outside.
  SmallVector<Value> room;
  for (auto [dims, type] : llvm::zip(allDims, types))
    room.push_back(
        cast<RankedTensorType>(type).hasStaticShape()
            ? Value()
            : lg.empty(loc, dims,
                       cast<RankedTensorType>(type).getElementType()));
  auto op = scf::IfOp::create(b, loc, types, condition, /*withElse=*/true);
  Branch *branches[] = {&first, &second};
  for (auto [region, block, from] :
       llvm::zip(op->getRegions(), blocks, branches)) {
    OpBuilder::InsertionGuard guard(b);
    Block &body = region.front();
    body.clear();
    body.getOperations().splice(body.end(), block.getOperations());
    b.setInsertionPointToEnd(&body);
    SmallVector<Value> yielded;
    for (auto [tensor, type, into] : llvm::zip(from->results, types, room)) {
      Value value = lg.data(tensor);
      if (into) {
        Sizes zeros(tensor->rank(), b.getIndexAttr(0)),
            ones(tensor->rank(), b.getIndexAttr(1));
        value = tensor::InsertSliceOp::create(b, loc, value, into, zeros,
                                              tensor->dims, ones);
      }
      yielded.push_back(lg.castTo(loc, value, cast<RankedTensorType>(type)));
    }
    scf::YieldOp::create(b, loc, yielded);
  }
  Results results;
  for (auto [tensor, dims, value] :
       llvm::zip(first.results, allDims, op.getResults()))
    results.push_back(lg.make(value, tensor->element, dims));
  return results;
}

static HandlerResult conditional(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *condition = node.input(0);
  if (!condition->isBool())
    return node.refuse("the condition must be bool, got " + condition->str());
  for (Size dim : condition->dims)
    if (failed(lg.requireEqual(node, dim, lg.sizes.constant(1),
                               "the size of the condition and 1")))
      return failure();
  if (std::optional<bool> known = knownCondition(lg, condition))
    return lg.inlineBody(node, *known ? "then_branch" : "else_branch", {});

  Value value = scalarOf(lg, loc, condition);
  Value index = arith::IndexCastUIOp::create(lg.builder, loc,
                                             lg.builder.getIndexType(), value);
  Size isTrue = lg.sizes.markNonNegative(index);
  unsigned checks = lg.numChecks();
  Branch first{lg}, second{lg};
  if (failed(first.convert(node, "then_branch")) ||
      failed(second.convert(node, "else_branch")))
    return failure();
  if (lg.numChecks() != checks)
    return branch(node, value, isTrue, first, second);
  Results results;
  for (auto [x, y] : llvm::zip(first.results, second.results)) {
    FailureOr<Tensor *> result = chooseTensor(node, value, isTrue, x, y);
    if (failed(result))
      return failure();
    results.push_back(*result);
  }
  return results;
}

void lutra::onnx::addControlFlow(Registry &registry) {
  registry.add("If", 1, 1, 1, conditional);
}
