//===- Loops.cpp - Loop, Scan ---------------------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A loop whose number of iterations is known and small is written out: each
// iteration sees its number, states may change their sizes, and all is straight
// code, which is what later phases are good at. Any other becomes a loop of scf
// around the body, whose states keep their sizes.
//
//===----------------------------------------------------------------------===//

#include "ControlFlow.h"
#include "Indexing.h"
#include "Registry.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;

/// More copies of a body than this are no good code.
static constexpr int64_t maxIterations = 256;

namespace {
/// How one of the lists of what iterations give is put together.
struct Stack {
  int64_t axis = 0;
  bool backwards = false;
};

/// What a body gives in one iteration.
struct Iteration {
  /// Whether there is another one; null: there is.
  Tensor *more = nullptr;
  Results states, slices;
};

using IterationFn = llvm::function_ref<FailureOr<Iteration>(
    Size number, ArrayRef<Tensor *> states)>;
} // namespace

static constexpr StringLiteral nothing =
    "it does nothing, so that the sizes of its outputs are not known";

/// Slices of equal shape one after the other along a new dimension.
static FailureOr<Tensor *> stack(Node &node, SmallVector<Tensor *> slices,
                                 Stack how) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  if (slices.empty())
    return node.refuse(nothing);
  if (how.backwards)
    std::reverse(slices.begin(), slices.end());
  Sizes part = slices.front()->dims;
  int64_t axis = node.normalizeAxis(how.axis, part.size() + 1);
  if (node.refused())
    return failure();
  part.insert(part.begin() + axis, lg.sizes.constant(1));
  SmallVector<Value> values;
  Type element = slices.front()->element;
  for (Tensor *slice : slices) {
    if (slice->entries || slice->element != element ||
        slice->rank() + 1 != (int64_t)part.size())
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

/// The iterations one after the other; nullopt where whether there is another
/// one is not known.
static FailureOr<std::optional<Results>> writeOut(Node &node, int64_t count,
                                                  Results states,
                                                  ArrayRef<Stack> stacks,
                                                  IterationFn body) {
  Legalizer &lg = node.legalizer;
  SmallVector<SmallVector<Tensor *>> slices(stacks.size());
  for (int64_t i = 0; i < count; ++i) {
    FailureOr<Iteration> next = body(lg.sizes.constant(i), states);
    if (failed(next))
      return failure();
    states = next->states;
    for (auto [list, slice] : llvm::zip(slices, next->slices))
      list.push_back(slice);
    if (!next->more)
      continue;
    std::optional<bool> known = knownCondition(lg, next->more);
    if (!known)
      return std::optional<Results>();
    if (!*known)
      break;
    if (i + 1 == maxIterations)
      return std::optional<Results>();
  }
  for (auto [list, how] : llvm::zip(slices, stacks)) {
    FailureOr<Tensor *> stacked = stack(node, list, how);
    if (failed(stacked))
      return failure();
    states.push_back(*stacked);
  }
  return std::optional<Results>(states);
}

//===----------------------------------------------------------------------===//
// Loops that run
//===----------------------------------------------------------------------===//

namespace {
/// A loop of scf, whose body is written in front of it and then moved in.
class Loop {
public:
  Loop(Node &node, Results states, ArrayRef<Stack> stacks)
      : node(node), initial(std::move(states)), stacks(stacks),
        before(lg.mark()) {}
  ~Loop() {
    body.dropAllDefinedValueUses();
    body.dropAllReferences();
  }

  /// Writes the body, once.
  LogicalResult convert(IterationFn fn);
  /// Whether its own result decides about the next iteration.
  bool decides() const { return static_cast<bool>(goesOn); }
  /// As many iterations as are given, all of them.
  HandlerResult count(Size trips);
  /// States alone, for as long as `goesOn` says so, `most` times at most.
  Results runWhile(Value start, std::optional<Size> most, Size &trips);

private:
  LogicalResult keep(ArrayRef<Tensor *> states);
  bool isInside(Size size);
  void fill(Block &block, ArrayRef<Value> arguments);

  Node &node;
  Legalizer &lg = node.legalizer;
  OpBuilder &b = lg.builder;
  Location loc = node.loc();
  Results initial;
  ArrayRef<Stack> stacks;
  Legalizer::Mark before;
  /// The number of the iteration, then the states.
  Block body;
  Iteration next;
  SmallVector<Value> nextStates;
  Value goesOn;
};
} // namespace

/// A state after an iteration has the sizes that it had before.
LogicalResult Loop::keep(ArrayRef<Tensor *> states) {
  for (auto [old, fresh] : llvm::zip(initial, states)) {
    if (fresh->entries || old->element != fresh->element ||
        old->rank() != fresh->rank())
      return node.refuse("an iteration makes " + fresh->str() + " out of " +
                         old->str());
    for (auto [m, n] : llvm::zip(old->dims, fresh->dims))
      if (failed(lg.requireEqual(node, m, n,
                                 "sizes of a state before and after an "
                                 "iteration")))
        return failure();
    nextStates.push_back(lg.castTo(loc, lg.data(fresh), lg.coreType(old)));
  }
  return success();
}

LogicalResult Loop::convert(IterationFn fn) {
  if (llvm::any_of(initial, [](Tensor *state) { return state->entries; }))
    return node.refuse("its number of iterations is for the run to know, and a "
                       "state is a sequence");
  Value number = body.addArgument(b.getIndexType(), loc);
  Results states;
  for (Tensor *state : initial) {
    Value value = body.addArgument(lg.coreType(state), loc);
    states.push_back(lg.make(value, state->element, state->dims));
  }
  FailureOr<Iteration> made = fn(lg.sizes.markNonNegative(number), states);
  LogicalResult result = made;
  if (succeeded(result)) {
    next = *made;
    result = keep(next.states);
  }
  for (Tensor *slice : next.slices)
    if (!slice->entries)
      lg.data(slice);
    else if (succeeded(result))
      result = node.refuse("an iteration gives a sequence");
  if (succeeded(result) && next.more &&
      knownCondition(lg, next.more) != std::optional<bool>(true))
    goesOn = scalarOf(lg, loc, next.more);
  lg.moveInto(before, nullptr, body);
  if (failed(result))
    return failure();
  for (Tensor *slice : next.slices)
    if (llvm::any_of(slice->dims, [&](Size dim) { return isInside(dim); }))
      return node.refuse("sizes of what an iteration gives depend on what it "
                         "computes");
  return success();
}

bool Loop::isInside(Size size) {
  auto value = dyn_cast<Value>(size);
  if (!value)
    return false;
  if (Operation *op = value.getDefiningOp())
    return body.findAncestorOpInBlock(*op);
  return cast<BlockArgument>(value).getOwner() == &body;
}

/// Moves the body to the end of `block`.
void Loop::fill(Block &block, ArrayRef<Value> arguments) {
  for (auto [old, fresh] : llvm::zip(body.getArguments(), arguments))
    old.replaceAllUsesWith(fresh);
  auto follow = [&](Value value) -> Value {
    auto argument = dyn_cast<BlockArgument>(value);
    return argument && argument.getOwner() == &body
               ? arguments[argument.getArgNumber()]
               : value;
  };
  for (Value &state : nextStates)
    state = follow(state);
  if (goesOn)
    goesOn = follow(goesOn);
  for (Tensor *slice : next.slices)
    if (slice->core)
      slice->core = follow(slice->core);
  block.getOperations().splice(block.end(), body.getOperations());
}

HandlerResult Loop::count(Size trips) {
  Size one = lg.sizes.constant(1), zero = lg.sizes.constant(0);
  SmallVector<Value> inits;
  for (Tensor *state : initial)
    inits.push_back(lg.data(state));
  SmallVector<Sizes> listDims;
  for (auto [slice, how] : llvm::zip(next.slices, stacks)) {
    Sizes dims = slice->dims;
    int64_t axis = node.normalizeAxis(how.axis, dims.size() + 1);
    if (node.refused())
      return failure();
    dims.insert(dims.begin() + axis, trips);
    inits.push_back(lg.empty(loc, dims, toCore(slice->element)));
    listDims.push_back(dims);
  }
  Value end = lg.sizes.value(loc, trips);
  auto loop = scf::ForOp::create(b, loc, lg.sizes.value(loc, zero), end,
                                 lg.sizes.value(loc, one), inits);
  {
    OpBuilder::InsertionGuard guard(b);
    Block *block = loop.getBody();
    // There is a terminator only where nothing is carried.
    if (!block->empty())
      block->back().erase();
    SmallVector<Value> arguments(block->getArguments());
    fill(*block, arguments);
    b.setInsertionPointToEnd(block);
    SmallVector<Value> yielded = nextStates;
    Value number = loop.getInductionVar();
    for (auto [i, slice] : llvm::enumerate(next.slices)) {
      int64_t axis = stacks[i].axis;
      if (axis < 0)
        axis += slice->rank() + 1;
      Sizes offsets(slice->rank() + 1, b.getIndexAttr(0)),
          strides(slice->rank() + 1, b.getIndexAttr(1)), part = listDims[i];
      part[axis] = b.getIndexAttr(1);
      Value at = number;
      if (stacks[i].backwards)
        at = arith::SubIOp::create(
            b, loc,
            arith::SubIOp::create(b, loc, end,
                                  arith::ConstantIndexOp::create(b, loc, 1)),
            number);
      offsets[axis] = at;
      Value value = lg.castTo(loc, lg.data(slice), lg.coreType(slice));
      yielded.push_back(tensor::InsertSliceOp::create(
          b, loc, value, loop.getRegionIterArgs()[initial.size() + i], offsets,
          part, strides));
    }
    scf::YieldOp::create(b, loc, yielded);
  }
  Results results;
  for (auto [i, state] : llvm::enumerate(initial))
    results.push_back(lg.make(loop.getResult(i), state->element, state->dims));
  for (auto [i, dims] : llvm::enumerate(listDims))
    results.push_back(lg.make(loop.getResult(initial.size() + i),
                              next.slices[i]->element, dims));
  return results;
}

Results Loop::runWhile(Value start, std::optional<Size> most, Size &trips) {
  Type i64 = b.getI64Type();
  auto scalar = [&](Value value) {
    Value room = lg.empty(loc, {}, value.getType());
    return linalg::FillOp::create(b, loc, value, room).getResult(0);
  };
  Value zero = arith::ConstantOp::create(b, loc, b.getI64IntegerAttr(0)),
        one = arith::ConstantOp::create(b, loc, b.getI64IntegerAttr(1));
  Value limit;
  if (most)
    limit = arith::IndexCastOp::create(b, loc, i64, lg.sizes.value(loc, *most));
  // A kernel carries tensors: the number and the decision are some of one
  // element.
  SmallVector<Value> inits = {scalar(zero), scalar(start)};
  for (Tensor *state : initial)
    inits.push_back(lg.data(state));
  TypeRange types = ValueRange(inits).getTypes();
  auto loop = scf::WhileOp::create(
      b, loc, types, inits,
      [&](OpBuilder &b, Location loc, ValueRange args) {
        Value more = tensor::ExtractOp::create(b, loc, args[1], ValueRange{});
        if (limit) {
          Value done = tensor::ExtractOp::create(b, loc, args[0], ValueRange{});
          more = arith::AndIOp::create(
              b, loc, more,
              arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt, done,
                                    limit));
        }
        scf::ConditionOp::create(b, loc, more, args);
      },
      [&](OpBuilder &inner, Location loc, ValueRange args) {
        Value done =
            tensor::ExtractOp::create(inner, loc, args[0], ValueRange{});
        SmallVector<Value> arguments = {
            arith::IndexCastOp::create(inner, loc, inner.getIndexType(), done)};
        llvm::append_range(arguments, args.drop_front(2));
        Block *block = inner.getInsertionBlock();
        fill(*block, arguments);
        inner.setInsertionPointToEnd(block);
        Value following = arith::AddIOp::create(inner, loc, done, one);
        SmallVector<Value> yielded = {
            tensor::InsertOp::create(inner, loc, following, args[0],
                                     ValueRange{}),
            tensor::InsertOp::create(inner, loc, goesOn, args[1],
                                     ValueRange{})};
        llvm::append_range(yielded, nextStates);
        scf::YieldOp::create(inner, loc, yielded);
      });
  Value number =
      tensor::ExtractOp::create(b, loc, loop.getResult(0), ValueRange{});
  trips = lg.sizes.markNonNegative(
      arith::IndexCastOp::create(b, loc, b.getIndexType(), number));
  Results results;
  for (auto [i, state] : llvm::enumerate(initial))
    results.push_back(
        lg.make(loop.getResult(2 + i), state->element, state->dims));
  return results;
}

//===----------------------------------------------------------------------===//
// The operators
//===----------------------------------------------------------------------===//

/// The number of iterations that a loop is given, 0 where it is negative.
static FailureOr<std::optional<Size>> readMost(Node &node, Tensor *most) {
  Legalizer &lg = node.legalizer;
  if (!most)
    return std::optional<Size>();
  FailureOr<Size> given = readScalar(node, most, "input M");
  if (failed(given))
    return failure();
  Size count = lg.sizes.max(node.loc(), *given, lg.sizes.constant(0));
  if (!getConstantIntValue(count) && !lg.sizes.provablyNonNegative(count))
    lg.sizes.markNonNegative(cast<Value>(count));
  return std::optional<Size>(count);
}

static HandlerResult loop(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *start = node.input(1);
  for (unsigned i : {0, 1})
    if (node.input(i) && node.input(i)->entries)
      return node.refuse("input " + Twine(i) + " is a sequence");
  FailureOr<std::optional<Size>> most = readMost(node, node.input(0));
  if (failed(most))
    return failure();
  Results initial;
  for (unsigned i = 2; i < node.numInputs(); ++i)
    if (Tensor *state = node.input(i))
      initial.push_back(state);
    else
      return node.refuse("input " + Twine(i) + " is missing");
  if (node.op.getNumResults() < initial.size())
    return node.refuse("it has " + Twine(initial.size()) + " states, but " +
                       Twine(node.op.getNumResults()) + " outputs");
  if (start && !start->isBool())
    return node.refuse("its condition must be bool, got " + start->str());
  SmallVector<Stack> stacks(node.op.getNumResults() - initial.size());
  Type i64 = lg.builder.getI64Type(), i1 = lg.builder.getI1Type();
  Size one = lg.sizes.constant(1);
  auto body = [&](Size number,
                  ArrayRef<Tensor *> states) -> FailureOr<Iteration> {
    Results args = {lg.makeContents(i64, {}, {number}),
                    lg.makeContents(i1, {}, {one})};
    llvm::append_range(args, states);
    HandlerResult next = lg.inlineBody(node, "body", args);
    if (failed(next))
      return failure();
    if (next->size() != 1 + node.op.getNumResults())
      return node.refuse("its body gives " + Twine(next->size()) + " values");
    if (!next->front()->isBool())
      return node.refuse("its condition must be bool, got " +
                         next->front()->str());
    auto rest = ArrayRef(*next).drop_front();
    return Iteration{next->front(), Results(rest.take_front(states.size())),
                     Results(rest.drop_front(states.size()))};
  };

  std::optional<bool> starts =
      start ? knownCondition(lg, start) : std::optional<bool>(true);
  std::optional<int64_t> known =
      *most ? getConstantIntValue(**most) : std::nullopt;
  if (starts == std::optional<bool>(false))
    known = 0;
  if (starts && (known ? *known <= maxIterations : !*most)) {
    Legalizer::Mark mark = lg.mark();
    FailureOr<std::optional<Results>> written =
        writeOut(node, known.value_or(maxIterations), initial, stacks, body);
    if (failed(written))
      return failure();
    if (*written)
      return **written;
    // What is written of it is thrown away.
    Block trash;
    lg.moveInto(mark, nullptr, trash);
    trash.dropAllDefinedValueUses();
  }

  Loop run(node, initial, stacks);
  if (failed(run.convert(body)))
    return failure();
  Value condition = start ? scalarOf(lg, loc, start) : Value();
  if (!run.decides()) {
    if (!*most)
      return node.refuse("it never ends");
    Size trips = **most;
    if (!starts) {
      Value number = arith::IndexCastUIOp::create(
          lg.builder, loc, lg.builder.getIndexType(), condition);
      trips = lg.sizes.mul(loc, trips, lg.sizes.markNonNegative(number));
    }
    return run.count(trips);
  }
  if (!condition)
    condition = arith::ConstantOp::create(lg.builder, loc,
                                          lg.builder.getBoolAttr(true));
  Size trips;
  Results results = run.runWhile(condition, *most, trips);
  if (stacks.empty())
    return results;
  // Now that it is known how often it runs, there is room for the lists.
  Loop again(node, initial, stacks);
  if (failed(again.convert(body)))
    return failure();
  return again.count(trips);
}

namespace {
/// A tensor of which each iteration sees one slice.
struct Scanned {
  Tensor *tensor;
  int64_t axis;
  bool backwards;
};
} // namespace

/// States go through the iterations, each of which sees slices of the others.
static HandlerResult scanOver(Node &node, Results states,
                              ArrayRef<Scanned> scanned,
                              ArrayRef<Stack> stacks) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  std::optional<Size> length;
  for (const Scanned &x : scanned) {
    Size dim = x.tensor->dims[x.axis];
    if (length && failed(lg.requireEqual(node, *length, dim,
                                         "the lengths of its inputs")))
      return failure();
    if (!length || getConstantIntValue(dim))
      length = dim;
  }
  size_t numResults = states.size() + stacks.size();
  auto body = [&](Size number,
                  ArrayRef<Tensor *> states) -> FailureOr<Iteration> {
    Results args(states);
    Size fromEnd = lg.sizes.sub(
        loc, lg.sizes.sub(loc, *length, lg.sizes.constant(1)), number);
    for (const Scanned &x : scanned)
      args.push_back(
          lg.pick(loc, x.tensor, x.axis, x.backwards ? fromEnd : number));
    HandlerResult next = lg.inlineBody(node, "body", args);
    if (failed(next))
      return failure();
    if (next->size() != numResults)
      return node.refuse("its body gives " + Twine(next->size()) + " values");
    auto all = ArrayRef(*next);
    return Iteration{nullptr, Results(all.take_front(states.size())),
                     Results(all.drop_front(states.size()))};
  };
  std::optional<int64_t> known = getConstantIntValue(*length);
  if (known && *known <= maxIterations) {
    FailureOr<std::optional<Results>> written =
        writeOut(node, *known, states, stacks, body);
    if (failed(written))
      return failure();
    return **written;
  }
  Loop run(node, states, stacks);
  if (failed(run.convert(body)))
    return failure();
  return run.count(*length);
}

/// A list of `count` numbers, which are 0 where there is no attribute.
static SmallVector<int64_t> readList(Node &node, StringRef name,
                                     int64_t count) {
  SmallVector<int64_t> values =
      node.getInts(name).value_or(SmallVector<int64_t>());
  if (values.empty())
    values.assign(count, 0);
  if (static_cast<int64_t>(values.size()) != count)
    (void)node.refuse("attribute '" + name + "' must have " + Twine(count) +
                      " numbers");
  values.resize(count, 0);
  return values;
}

/// How many inputs, from `first` on, are states; the rest is scanned.
static FailureOr<int64_t> countStates(Node &node, int64_t first) {
  int64_t numScanned = node.requireInt("num_scan_inputs");
  int64_t count = int64_t(node.numInputs()) - first - numScanned;
  for (unsigned i = first; i < node.numInputs() && !node.refused(); ++i)
    if (!node.input(i))
      return node.refuse("input " + Twine(i) + " is missing");
  if (node.refused())
    return failure();
  if (numScanned < 1 || count < 0 || count > node.op.getNumResults())
    return node.refuse("attribute 'num_scan_inputs' is " + Twine(numScanned));
  return count;
}

static HandlerResult scan(Node &node) {
  FailureOr<int64_t> numStates = countStates(node, 0);
  if (failed(numStates))
    return failure();
  int64_t numScanned = int64_t(node.numInputs()) - *numStates,
          numStacked = int64_t(node.op.getNumResults()) - *numStates;
  SmallVector<int64_t> inputAxes =
                           readList(node, "scan_input_axes", numScanned),
                       inputWays =
                           readList(node, "scan_input_directions", numScanned),
                       outputAxes =
                           readList(node, "scan_output_axes", numStacked),
                       outputWays =
                           readList(node, "scan_output_directions", numStacked);
  Results states;
  SmallVector<Scanned> scanned;
  for (int64_t i = 0; i < *numStates; ++i)
    states.push_back(node.input(i));
  for (int64_t i = 0; i < numScanned && !node.refused(); ++i) {
    Tensor *x = node.input(*numStates + i);
    scanned.push_back(
        {x, node.normalizeAxis(inputAxes[i], x->rank()), inputWays[i] != 0});
  }
  if (node.refused())
    return failure();
  SmallVector<Stack> stacks;
  for (auto [axis, way] : llvm::zip(outputAxes, outputWays))
    stacks.push_back({axis, way != 0});
  return scanOver(node, states, scanned, stacks);
}

/// Up to version 8 everything had a batch in front, each entry of which was
/// scanned by itself.
static HandlerResult scanBatch(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  if (node.input(0))
    return node.refuse("input sequence_lens is not supported");
  FailureOr<int64_t> numStates = countStates(node, 1);
  if (failed(numStates))
    return failure();
  int64_t numScanned = int64_t(node.numInputs()) - 1 - *numStates,
          numStacked = int64_t(node.op.getNumResults()) - *numStates;
  SmallVector<int64_t> ways = readList(node, "directions", numScanned);
  if (node.refused())
    return failure();
  std::optional<int64_t> batch;
  for (unsigned i = 1; i < node.numInputs(); ++i) {
    Tensor *x = node.input(i);
    int64_t least = i <= *numStates ? 1 : 2;
    batch =
        x->rank() < least ? std::nullopt : getConstantIntValue(x->dims.front());
    if (!batch || *batch < 1 || *batch > maxIterations)
      return node.refuse("its inputs must have a batch of a known size, at "
                         "most " +
                         Twine(maxIterations) + ", got " + x->str());
    if (failed(lg.requireEqual(node, x->dims.front(),
                               node.input(1)->dims.front(),
                               "the batch sizes of its inputs")))
      return failure();
  }
  SmallVector<Stack> stacks(numStacked);
  SmallVector<SmallVector<Tensor *>> entries(node.op.getNumResults());
  for (int64_t b = 0; b < *batch; ++b) {
    Results states;
    SmallVector<Scanned> scanned;
    for (unsigned i = 1; i < node.numInputs(); ++i) {
      Tensor *own = lg.pick(loc, node.input(i), 0, lg.sizes.constant(b));
      if (i <= *numStates)
        states.push_back(own);
      else
        scanned.push_back({own, 0, ways[i - 1 - *numStates] != 0});
    }
    HandlerResult done = scanOver(node, states, scanned, stacks);
    if (failed(done))
      return failure();
    for (auto [list, entry] : llvm::zip(entries, *done))
      list.push_back(entry);
  }
  Results results;
  for (auto &list : entries) {
    FailureOr<Tensor *> joined = stack(node, list, Stack());
    if (failed(joined))
      return failure();
    results.push_back(*joined);
  }
  return results;
}

void lutra::onnx::addLoops(Registry &registry) {
  registry.addForSequences("Loop", 1, 0, Registry::variadic, loop);
  registry.add("Scan", 8, 0, Registry::variadic, scanBatch);
  registry.add("Scan", 9, 1, Registry::variadic, scan);
}
