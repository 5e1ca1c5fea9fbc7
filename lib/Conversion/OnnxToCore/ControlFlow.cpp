//===- ControlFlow.cpp - If, Loop, Scan -----------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Subgraphs are written out where the node stands: a branch whose condition is
// known, both of one that is not and the choice between what they give, and the
// iterations of a loop whose number is known. Everything stays in one function
// of straight code, which is what later phases are good at.
//
//===----------------------------------------------------------------------===//

#include "Indexing.h"
#include "Registry.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;

/// More copies of a body than this are no good code.
static constexpr int64_t maxIterations = 256;

/// A tensor of one bool, where it is known.
static std::optional<bool> knownCondition(Legalizer &lg, Tensor *tensor) {
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

  unsigned checks = lg.numChecks();
  HandlerResult ifTrue = lg.inlineBody(node, "then_branch", {});
  if (failed(ifTrue))
    return failure();
  HandlerResult ifFalse = lg.inlineBody(node, "else_branch", {});
  if (failed(ifFalse))
    return failure();
  // Both branches run. That must not fail for the one that is not meant.
  if (lg.numChecks() != checks)
    return node.refuse("the condition is known only when the model runs, and a "
                       "branch has operators that may fail then");
  Value value = scalarOf(lg, loc, condition);
  Value index = arith::IndexCastUIOp::create(lg.builder, loc,
                                             lg.builder.getIndexType(), value);
  Size isTrue = lg.sizes.markNonNegative(index);
  Results results;
  for (auto [x, y] : llvm::zip(*ifTrue, *ifFalse)) {
    FailureOr<Tensor *> result = chooseTensor(node, value, isTrue, x, y);
    if (failed(result))
      return failure();
    results.push_back(*result);
  }
  return results;
}

//===----------------------------------------------------------------------===//
// Loop, Scan
//===----------------------------------------------------------------------===//

/// Slices of equal shape one after the other along a new dimension.
static FailureOr<Tensor *> stack(Node &node, ArrayRef<Tensor *> slices,
                                 int64_t axis) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  if (slices.empty())
    return node.refuse("it does nothing, so that the sizes of its outputs are "
                       "not known");
  Sizes part = slices.front()->dims;
  axis = node.normalizeAxis(axis, part.size() + 1);
  if (node.refused())
    return failure();
  part.insert(part.begin() + axis, lg.sizes.constant(1));
  SmallVector<Value> values;
  Type element = slices.front()->element;
  for (Tensor *slice : slices) {
    if (slice->element != element || slice->rank() + 1 != (int64_t)part.size())
      return node.refuse("its iterations give the types " +
                         slices.front()->str() + " and " + slice->str());
    for (auto [a, b] : llvm::zip(slice->dims, slices.front()->dims))
      if (failed(lg.requireEqual(node, a, b, "sizes of its iterations")))
        return failure();
    values.push_back(lg.castTo(loc, lg.data(lg.reshape(loc, slice, part)),
                               lg.typeOf(part, toCore(element))));
  }
  Sizes dims = part;
  dims[axis] = lg.sizes.constant(slices.size());
  Value result = tensor::ConcatOp::create(
      lg.builder, loc, lg.typeOf(dims, toCore(element)), axis, values);
  return lg.make(result, element, dims);
}

static HandlerResult loop(Node &node) {
  Legalizer &lg = node.legalizer;
  Tensor *most = node.input(0), *start = node.input(1);
  std::optional<int64_t> count;
  if (most) {
    const Sizes *contents = lg.contents(most);
    if (contents && contents->size() == 1)
      count = getConstantIntValue(contents->front());
    if (!count)
      return node.refuse("the number of iterations must be constant");
  }
  auto goesOn = [&](Tensor *tensor) -> FailureOr<bool> {
    std::optional<bool> known = knownCondition(lg, tensor);
    if (!known)
      return node.refuse("its condition must be constant");
    return *known;
  };
  FailureOr<bool> more = start ? goesOn(start) : FailureOr<bool>(true);
  if (failed(more))
    return failure();
  Results carried;
  for (unsigned i = 2; i < node.numInputs(); ++i)
    if (Tensor *state = node.input(i))
      carried.push_back(state);
    else
      return node.refuse("input " + Twine(i) + " is missing");
  if (node.op.getNumResults() < carried.size())
    return node.refuse("it has " + Twine(carried.size()) + " states, but " +
                       Twine(node.op.getNumResults()) + " outputs");
  SmallVector<SmallVector<Tensor *>> stacks(node.op.getNumResults() -
                                            carried.size());
  Type i64 = lg.builder.getI64Type(), i1 = lg.builder.getI1Type();
  Size one = lg.sizes.constant(1);
  for (int64_t i = 0; *more && (!count || i < *count); ++i) {
    if (i == maxIterations)
      return node.refuse("it has more than " + Twine(maxIterations) +
                         " iterations");
    Results args = {lg.makeContents(i64, {}, {lg.sizes.constant(i)}),
                    lg.makeContents(i1, {}, {one})};
    llvm::append_range(args, carried);
    HandlerResult next = lg.inlineBody(node, "body", args);
    if (failed(next))
      return failure();
    if (next->size() != 1 + node.op.getNumResults())
      return node.refuse("its body gives " + Twine(next->size()) + " values");
    more = goesOn(next->front());
    if (failed(more))
      return failure();
    ArrayRef<Tensor *> rest = ArrayRef(*next).drop_front();
    carried.assign(rest.begin(), rest.begin() + carried.size());
    for (auto [list, slice] :
         llvm::zip(stacks, rest.drop_front(carried.size())))
      list.push_back(slice);
  }
  Results results = carried;
  for (ArrayRef<Tensor *> slices : stacks) {
    FailureOr<Tensor *> stacked = stack(node, slices, 0);
    if (failed(stacked))
      return failure();
    results.push_back(*stacked);
  }
  return results;
}

/// States go through the iterations, each of which sees one slice of the other
/// inputs.
static HandlerResult scan(Node &node) {
  Legalizer &lg = node.legalizer;
  int64_t numScanned = node.requireInt("num_scan_inputs");
  int64_t numStates = int64_t(node.numInputs()) - numScanned;
  int64_t numResults = node.op.getNumResults();
  for (unsigned i = 0; i < node.numInputs() && !node.refused(); ++i)
    if (!node.input(i))
      return node.refuse("input " + Twine(i) + " is missing");
  if (node.refused())
    return failure();
  if (numScanned < 1 || numStates < 0 || numStates > numResults)
    return node.refuse("attribute 'num_scan_inputs' is " + Twine(numScanned));
  auto list = [&](StringRef name, int64_t count) {
    SmallVector<int64_t> values =
        node.getInts(name).value_or(SmallVector<int64_t>());
    if (values.empty())
      values.assign(count, 0);
    if (static_cast<int64_t>(values.size()) != count)
      (void)node.refuse("attribute '" + name + "' must have " + Twine(count) +
                        " numbers");
    values.resize(count, 0);
    return values;
  };
  int64_t numStacked = numResults - numStates;
  SmallVector<int64_t> inputAxes = list("scan_input_axes", numScanned),
                       inputWays = list("scan_input_directions", numScanned),
                       outputAxes = list("scan_output_axes", numStacked),
                       outputWays = list("scan_output_directions", numStacked);
  std::optional<int64_t> length;
  for (int64_t i = 0; i < numScanned && !node.refused(); ++i) {
    Tensor *x = node.input(numStates + i);
    inputAxes[i] = node.normalizeAxis(inputAxes[i], x->rank());
    if (node.refused())
      return failure();
    Size dim = x->dims[inputAxes[i]];
    std::optional<int64_t> own = getConstantIntValue(dim);
    if (!own || *own > maxIterations)
      return node.refuse("the length of its inputs must be known and at most " +
                         Twine(maxIterations) + ", got " + x->str());
    if (length && *length != *own)
      return node.refuse("its inputs have the lengths " + Twine(*length) +
                         " and " + Twine(*own));
    length = own;
  }
  if (node.refused())
    return failure();
  Results states;
  for (int64_t i = 0; i < numStates; ++i)
    states.push_back(node.input(i));
  SmallVector<SmallVector<Tensor *>> stacks(numStacked);
  for (int64_t step = 0; step < *length; ++step) {
    Results args = states;
    for (int64_t i = 0; i < numScanned; ++i)
      args.push_back(
          lg.pick(node.loc(), node.input(numStates + i), inputAxes[i],
                  lg.sizes.constant(inputWays[i] ? *length - 1 - step : step)));
    HandlerResult next = lg.inlineBody(node, "body", args);
    if (failed(next))
      return failure();
    if (static_cast<int64_t>(next->size()) != numResults)
      return node.refuse("its body gives " + Twine(next->size()) + " values");
    states.assign(next->begin(), next->begin() + numStates);
    for (auto [stacked, slice] :
         llvm::zip(stacks, ArrayRef(*next).drop_front(numStates)))
      stacked.push_back(slice);
  }
  Results results = states;
  for (auto [slices, axis, backwards] :
       llvm::zip(stacks, outputAxes, outputWays)) {
    if (backwards)
      std::reverse(slices.begin(), slices.end());
    FailureOr<Tensor *> stacked = stack(node, slices, axis);
    if (failed(stacked))
      return failure();
    results.push_back(*stacked);
  }
  return results;
}

void lutra::onnx::addControlFlow(Registry &registry) {
  registry.add("If", 1, 1, 1, conditional);
  registry.add("Loop", 1, 0, Registry::variadic, loop);
  registry.add("Scan", 9, 1, Registry::variadic, scan);
}
