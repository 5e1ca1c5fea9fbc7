//===- Recurrent.cpp - RNN, GRU, LSTM -------------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What comes from the input is one product of matrices for all steps and
// gates; the loop over time has what depends on the state. Gates are the
// leading dimension, so that each is one block. States are kept in
// `computeType`.
//
// An LSTM of f32 with the usual functions and nothing more is one op, nn.lstm,
// whose definition is the same loop.
//
// A sequence that is shorter than others keeps its state once it has ended (or
// before it has begun, backwards), and its outputs are zeros there.
//
//===----------------------------------------------------------------------===//

#include "ElementMath.h"
#include "Elementwise.h"
#include "Quantize.h"
#include "RecurrentActivations.h"
#include "Registry.h"
#include "Window.h"
#include "lutra/Dialect/Lowbit/Constants.h"
#include "lutra/Dialect/Nn/Nn.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::onnx;

//===----------------------------------------------------------------------===//
// What the operators share
//===----------------------------------------------------------------------===//

namespace {

enum class Cell { Plain, Gru, Lstm };

/// Weights of one direction; all in the operands' type.
struct Weights {
  /// [gates, H, I] and [gates, H, H].
  Tensor *input, *state;
  /// [gates, H] each, or null.
  Tensor *inputBias, *stateBias;
  /// [3, H], or null.
  Tensor *peepholes;
  ArrayRef<Activation> activations;
  bool backward;
};

class Recurrence {
public:
  Recurrence(Node &node, Cell cell)
      : node(node), lg(node.legalizer), loc(node.loc()), cell(cell),
        gates(cell == Cell::Lstm  ? 4
              : cell == Cell::Gru ? 3
                                  : 1) {}

  HandlerResult run();

private:
  using Formula = llvm::function_ref<Value(FloatMath &, ArrayRef<Value>)>;
  /// What a body of the loop reads, element [.., b, h] of it. A gate selects
  /// from its leading dimension.
  struct Read {
    Value tensor;
    std::optional<int64_t> gate;
    bool isVector = false;
  };

  LogicalResult readOperands();
  FailureOr<Tensor *> readState(unsigned input, StringRef what);
  LogicalResult requireDims(Tensor *tensor, ArrayRef<Size> dims,
                            const Twine &what);
  /// What a direction begins with: its part of what is given, or zeros.
  Tensor *firstState(Tensor *given, int64_t direction, ArrayRef<Size> dims);
  Weights weightsOf(int64_t direction);
  /// Entry `direction` of the leading dimension in other dimensions.
  Tensor *part(Tensor *tensor, int64_t direction, ArrayRef<Size> dims);
  /// [gates, T, B, H]: what the input gives each gate at each step.
  Tensor *projectInput(const Weights &weights);
  void runDirection(int64_t direction);

  /// Whether nn.lstm says all of it.
  bool isUsualLstm();
  /// Entry `direction` of a matrix of each gate; a constant remains one.
  Tensor *gatesOf(Tensor *tensor, int64_t direction);
  /// [4, H]: the sum of both biases.
  Tensor *biasOf(int64_t direction);
  Results runLstm();
  /// What the operator gives out, batches first if asked to.
  Tensor *finish(Tensor *tensor, ArrayRef<int64_t> batchOrder);
  /// What each direction gives, side by side in dimension `dim`.
  Tensor *join(ArrayRef<Tensor *> parts, uint64_t dim, ArrayRef<Size> dims);
  /// The last states of all directions.
  Tensor *joinStates(ArrayRef<Tensor *> states);

  // In the loop, where no size may be computed.
  Value slice(Value tensor, ArrayRef<Size> offsets, ArrayRef<Size> dims);
  Value recur(Value init, int64_t count, Value state, Value weights);
  Value map(ArrayRef<Read> reads, Formula formula);
  Value activate(FloatMath &m, const Activation &activation, Value x);
  /// The new states: hidden, and the cell's.
  SmallVector<Value> step(const Weights &weights, Value projected, Value time,
                          ArrayRef<Value> states);
  SmallVector<Value> stepLstm(const Weights &weights, Value projected,
                              Value time, ArrayRef<Value> states);
  SmallVector<Value> stepGru(const Weights &weights, Value projected,
                             Value time, ArrayRef<Value> states);

  Node &node;
  Legalizer &lg;
  Location loc;
  Cell cell;
  int64_t gates, directions = 1;
  std::string direction;
  bool batchFirst = false, linearBeforeReset = false, inputForget = false;
  std::optional<double> clip;
  SmallVector<Activation> allActivations;

  Tensor *x = nullptr, *lengths = nullptr, *initialH = nullptr,
         *initialC = nullptr;
  Size steps, batch, width, hidden;
  Type type;
  /// [1, 1, B, H]
  Sizes stateDims;
  Value stateR, stateRh, biasRh, peepholes;

  Value outputs;
  SmallVector<Tensor *> lastH, lastC;
};

} // namespace

LogicalResult Recurrence::requireDims(Tensor *tensor, ArrayRef<Size> dims,
                                      const Twine &what) {
  if (tensor->rank() != static_cast<int64_t>(dims.size()))
    return node.refuse("input " + what + " must have rank " +
                       Twine(dims.size()) + ", got " + tensor->str());
  for (auto [have, want] : llvm::zip(tensor->dims, dims))
    if (failed(lg.requireEqual(
            node, have, want, "sizes of input " + what + " and of the others")))
      return failure();
  return success();
}

/// An initial state as [directions, B, H]; null, if there is none.
FailureOr<Tensor *> Recurrence::readState(unsigned input, StringRef what) {
  Sizes dims = {lg.sizes.constant(directions), batch, hidden};
  Tensor *given = node.input(input);
  if (!given)
    return given;
  if (given->element != x->element)
    return node.refuse("input " + what +
                       " must be of the input's element "
                       "type, got " +
                       given->str());
  if (batchFirst && given->rank() == 3)
    given = lg.transpose(loc, given, {1, 0, 2});
  if (failed(requireDims(given, dims, what)))
    return failure();
  return lg.convert(loc, given, type);
}

LogicalResult Recurrence::readOperands() {
  IndexMath &sizes = lg.sizes;
  x = node.input(0);
  direction = node.getString("direction", "forward");
  if (node.version() >= 14)
    batchFirst = node.getInt("layout", 0) != 0;
  if (node.hasAttr("clip"))
    clip = node.getFloat("clip", 0);
  if (cell == Cell::Gru)
    linearBeforeReset = node.getInt("linear_before_reset", 0) != 0;
  if (cell == Cell::Lstm)
    inputForget = node.getInt("input_forget", 0) != 0;
  int64_t hiddenSize = node.getInt("hidden_size", 0);
  if (node.refused())
    return failure();
  if (direction != "forward" && direction != "reverse" &&
      direction != "bidirectional")
    return node.refuse("attribute 'direction' is '" + direction +
                       "', expects forward, reverse or bidirectional");
  directions = direction == "bidirectional" ? 2 : 1;
  static constexpr StringLiteral names[] = {"Sigmoid", "Tanh", "Tanh"};
  ArrayRef<StringLiteral> defaults(names);
  defaults = cell == Cell::Lstm  ? defaults
             : cell == Cell::Gru ? defaults.take_front(2)
                                 : defaults.take_back(1);
  FailureOr<SmallVector<Activation>> functions =
      readActivations(node, defaults, directions);
  if (failed(functions))
    return failure();
  allActivations = *functions;

  Tensor *w = node.input(1), *r = node.input(2), *bias = node.input(3);
  SmallVector<Tensor *> floats = {x, w, r};
  if (bias)
    floats.push_back(bias);
  if (failed(sameElement(node, floats)))
    return failure();
  if (!x->isFloat())
    return badElement(node, x->element);
  if (x->rank() != 3 || w->rank() != 3 || r->rank() != 3)
    return node.refuse("its input and weights must have rank 3, got " +
                       x->str() + ", " + w->str() + " and " + r->str());
  type = computeType(x->element);
  if (batchFirst)
    x = lg.transpose(loc, x, {1, 0, 2});
  steps = x->dims[0];
  batch = x->dims[1];
  width = x->dims[2];
  hidden = hiddenSize > 0 ? sizes.constant(hiddenSize) : r->dims[2];
  Size both = sizes.constant(directions),
       rows = sizes.mul(loc, hidden, sizes.constant(gates));
  if (failed(requireDims(w, {both, rows, width}, "W")) ||
      failed(requireDims(r, {both, rows, hidden}, "R")))
    return failure();
  if (bias && failed(requireDims(
                  bias, {both, sizes.mul(loc, rows, sizes.constant(2))}, "B")))
    return failure();
  lengths = node.input(4);
  if (lengths && !lengths->element.isSignlessInteger(32))
    return node.refuse("input sequence_lens must be 32-bit integers, got " +
                       lengths->str());
  if (lengths && failed(requireDims(lengths, {batch}, "sequence_lens")))
    return failure();
  FailureOr<Tensor *> h = readState(5, "initial_h"), c = nullptr;
  if (cell == Cell::Lstm)
    c = readState(6, "initial_c");
  if (failed(h) || failed(c))
    return failure();
  initialH = *h;
  initialC = *c;
  if (Tensor *p = node.input(7)) {
    if (p->element != x->element)
      return node.refuse("input P must be of the input's element type, got " +
                         p->str());
    Size three = sizes.mul(loc, hidden, sizes.constant(3));
    if (failed(requireDims(p, {both, three}, "P")))
      return failure();
  }
  stateDims = {sizes.constant(1), sizes.constant(1), batch, hidden};
  return success();
}

Tensor *Recurrence::part(Tensor *tensor, int64_t index, ArrayRef<Size> dims) {
  Sizes offsets(tensor->rank(), lg.sizes.constant(0)),
      ones(tensor->rank(), lg.sizes.constant(1)), one = tensor->dims;
  offsets[0] = lg.sizes.constant(index);
  one[0] = lg.sizes.constant(1);
  return lg.reshape(loc, lg.slice(loc, tensor, offsets, one, ones), dims);
}

Tensor *Recurrence::firstState(Tensor *given, int64_t index,
                               ArrayRef<Size> dims) {
  return given ? part(given, index, dims)
               : lg.make(lg.filled(loc, dims, numberAttr(type, 0)), type,
                         Sizes(dims));
}

Weights Recurrence::weightsOf(int64_t index) {
  Size count = lg.sizes.constant(gates);
  Weights result = {};
  result.input = part(node.input(1), index, {count, hidden, width});
  result.state = part(node.input(2), index, {count, hidden, hidden});
  if (Tensor *bias = node.input(3)) {
    Size two = lg.sizes.constant(2);
    Tensor *halves = part(bias, index, {two, count, hidden});
    result.inputBias = part(halves, 0, {count, hidden});
    result.stateBias = part(halves, 1, {count, hidden});
  }
  if (Tensor *p = node.input(7))
    result.peepholes = part(p, index, {lg.sizes.constant(3), hidden});
  size_t each = allActivations.size() / directions;
  result.activations = ArrayRef(allActivations).slice(index * each, each);
  result.backward = direction == "reverse" || index == 1;
  return result;
}

Tensor *Recurrence::projectInput(const Weights &weights) {
  MLIRContext *context = lg.builder.getContext();
  Size count = lg.sizes.constant(gates);
  Size rows = lg.sizes.mul(loc, steps, batch);
  Sizes dims = {count, rows, hidden};
  AffineExpr g = getAffineDimExpr(0, context), m = getAffineDimExpr(1, context),
             h = getAffineDimExpr(2, context), k = getAffineDimExpr(3, context);
  Value init;
  if (weights.inputBias) {
    AffineMap perGate = AffineMap::get(3, 0, {g, h}, context);
    init = lg.map(loc, {lg.data(weights.inputBias), lg.data(weights.stateBias)},
                  {perGate, perGate}, dims, type,
                  [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
                    FloatMath m{b, loc, type};
                    Value own = extend(b, loc, args[0]),
                          state = extend(b, loc, args[1]);
                    if (!linearBeforeReset)
                      return m.add(own, state);
                    // The state's bias of the last gate waits for the reset.
                    PositionMath p{b, loc};
                    Value isLast = p.equal(p.loop(0), p.c(gates - 1));
                    return m.add(own, m.select(isLast, m.c(0), state));
                  });
  } else {
    init = lg.filled(loc, dims, numberAttr(type, 0));
  }
  AffineMap maps[] = {AffineMap::get(4, 0, {m, k}, context),
                      AffineMap::get(4, 0, {g, h, k}, context),
                      AffineMap::get(4, 0, {g, m, h}, context)};
  SmallVector<utils::IteratorType> loops(3, utils::IteratorType::parallel);
  loops.push_back(utils::IteratorType::reduction);
  Value product = lg.generic(
      loc, {lg.data(lg.reshape(loc, x, {rows, width})), lg.data(weights.input)},
      maps, init, loops,
      [](OpBuilder &b, Location loc, ValueRange args) -> Value {
        return math::FmaOp::create(b, loc, extend(b, loc, args[0]),
                                   extend(b, loc, args[1]), args[2]);
      });
  return lg.reshape(loc, lg.make(product, type, dims),
                    {count, steps, batch, hidden});
}

//===----------------------------------------------------------------------===//
// The loop
//===----------------------------------------------------------------------===//

Value Recurrence::slice(Value tensor, ArrayRef<Size> offsets,
                        ArrayRef<Size> dims) {
  Sizes ones(dims.size(), lg.builder.getIndexAttr(1));
  Type element = cast<RankedTensorType>(tensor.getType()).getElementType();
  return tensor::ExtractSliceOp::create(
      lg.builder, loc, lg.typeOf(dims, element), tensor, offsets, dims, ones);
}

/// init[count, 1, B, H] + state[1, 1, B, H] * weights[count, H, H].
Value Recurrence::recur(Value init, int64_t count, Value state, Value weights) {
  MLIRContext *context = lg.builder.getContext();
  AffineExpr g = getAffineDimExpr(0, context), b = getAffineDimExpr(1, context),
             h = getAffineDimExpr(2, context), k = getAffineDimExpr(3, context),
             zero = getAffineConstantExpr(0, context);
  AffineMap maps[] = {AffineMap::get(4, 0, {zero, zero, b, k}, context),
                      AffineMap::get(4, 0, {g, h, k}, context),
                      AffineMap::get(4, 0, {g, zero, b, h}, context)};
  SmallVector<utils::IteratorType> loops(3, utils::IteratorType::parallel);
  loops.push_back(utils::IteratorType::reduction);
  return lg.generic(loc, {state, weights}, maps, init, loops,
                    [](OpBuilder &b, Location loc, ValueRange args) -> Value {
                      return math::FmaOp::create(
                          b, loc, args[0], extend(b, loc, args[1]), args[2]);
                    });
}

Value Recurrence::map(ArrayRef<Read> reads, Formula formula) {
  MLIRContext *context = lg.builder.getContext();
  SmallVector<Value> inputs;
  SmallVector<AffineMap> maps;
  for (const Read &read : reads) {
    SmallVector<AffineExpr> exprs;
    for (unsigned d = read.isVector ? 3 : 0; d < 4; ++d)
      exprs.push_back(getAffineDimExpr(d, context));
    if (read.gate && read.isVector)
      exprs.insert(exprs.begin(), getAffineConstantExpr(*read.gate, context));
    else if (read.gate)
      exprs[0] = getAffineConstantExpr(*read.gate, context);
    inputs.push_back(read.tensor);
    maps.push_back(AffineMap::get(4, 0, exprs, context));
  }
  return lg.map(loc, inputs, maps, stateDims, type,
                [&](OpBuilder &b, Location loc, ValueRange args) {
                  FloatMath m{b, loc, type};
                  SmallVector<Value> wide;
                  for (Value arg : args)
                    wide.push_back(extend(b, loc, arg));
                  return formula(m, wide);
                });
}

Value Recurrence::activate(FloatMath &m, const Activation &activation,
                           Value x) {
  if (clip)
    x = m.clamp(x, m.c(-*clip), m.c(*clip));
  return activation.formula(m, x, activation.alpha, activation.beta);
}

/// Gates are input, output, forget and cell; peepholes input, output, forget.
SmallVector<Value> Recurrence::stepLstm(const Weights &weights, Value projected,
                                        Value time, ArrayRef<Value> states) {
  Size zero = lg.builder.getIndexAttr(0);
  Sizes dims = stateDims;
  dims[0] = lg.builder.getIndexAttr(gates);
  Value all = recur(slice(projected, {zero, time, zero, zero}, dims), gates,
                    states[0], stateR);
  const Activation &f = weights.activations[0], &g = weights.activations[1],
                   &h = weights.activations[2];
  SmallVector<Read> reads = {
      {all, 0}, {all, 2}, {all, 3}, {states[1], std::nullopt}};
  if (peepholes) {
    reads.push_back({peepholes, 0, true});
    reads.push_back({peepholes, 2, true});
  }
  Value newC = map(reads, [&](FloatMath &m, ArrayRef<Value> args) {
    Value i = args[0], forget = args[1], before = args[3];
    if (peepholes) {
      i = m.add(i, m.mul(args[4], before));
      forget = m.add(forget, m.mul(args[5], before));
    }
    i = activate(m, f, i);
    forget = inputForget ? m.sub(m.c(1), i) : activate(m, f, forget);
    Value fresh = activate(m, g, args[2]);
    return m.add(m.mul(forget, before), m.mul(i, fresh));
  });
  reads = {{all, 1}, {newC, std::nullopt}};
  if (peepholes)
    reads.push_back({peepholes, 1, true});
  Value newH = map(reads, [&](FloatMath &m, ArrayRef<Value> args) {
    Value o = args[0];
    if (peepholes)
      o = m.add(o, m.mul(args[2], args[1]));
    return m.mul(activate(m, f, o), activate(m, h, args[1]));
  });
  return {newH, newC};
}

/// Gates are update, reset and hidden.
SmallVector<Value> Recurrence::stepGru(const Weights &weights, Value projected,
                                       Value time, ArrayRef<Value> states) {
  Size zero = lg.builder.getIndexAttr(0);
  Sizes two = stateDims;
  two[0] = lg.builder.getIndexAttr(2);
  Value both = recur(slice(projected, {zero, time, zero, zero}, two), 2,
                     states[0], stateR);
  Value own = slice(projected, {lg.builder.getIndexAttr(2), time, zero, zero},
                    stateDims);
  const Activation &f = weights.activations[0], &g = weights.activations[1];
  auto blend = [&](FloatMath &m, Value update, Value fresh, Value before) {
    Value z = activate(m, f, update);
    return m.add(m.mul(m.sub(m.c(1), z), fresh), m.mul(z, before));
  };
  if (linearBeforeReset) {
    Value init = lg.filled(loc, stateDims, numberAttr(type, 0));
    Value linear = recur(init, 1, states[0], stateRh);
    SmallVector<Read> reads = {{both, 0},
                               {both, 1},
                               {own, std::nullopt},
                               {linear, std::nullopt},
                               {states[0], std::nullopt}};
    if (biasRh)
      reads.push_back({biasRh, 0, true});
    return {map(reads, [&](FloatMath &m, ArrayRef<Value> args) {
      Value r = activate(m, f, args[1]);
      Value inner = biasRh ? m.add(args[3], args[5]) : args[3];
      Value fresh = activate(m, g, m.add(args[2], m.mul(r, inner)));
      return blend(m, args[0], fresh, args[4]);
    })};
  }
  Value reset = map({{both, 1}, {states[0], std::nullopt}},
                    [&](FloatMath &m, ArrayRef<Value> args) {
                      return m.mul(activate(m, f, args[0]), args[1]);
                    });
  Value inner = recur(own, 1, reset, stateRh);
  return {map({{both, 0}, {inner, std::nullopt}, {states[0], std::nullopt}},
              [&](FloatMath &m, ArrayRef<Value> args) {
                return blend(m, args[0], activate(m, g, args[1]), args[2]);
              })};
}

SmallVector<Value> Recurrence::step(const Weights &weights, Value projected,
                                    Value time, ArrayRef<Value> states) {
  if (cell == Cell::Lstm)
    return stepLstm(weights, projected, time, states);
  if (cell == Cell::Gru)
    return stepGru(weights, projected, time, states);
  Size zero = lg.builder.getIndexAttr(0);
  Value sum = recur(slice(projected, {zero, time, zero, zero}, stateDims), 1,
                    states[0], stateR);
  return {map({{sum, std::nullopt}}, [&](FloatMath &m, ArrayRef<Value> args) {
    return activate(m, weights.activations[0], args[0]);
  })};
}

void Recurrence::runDirection(int64_t index) {
  OpBuilder &b = lg.builder;
  IndexMath &sizes = lg.sizes;
  Weights weights = weightsOf(index);
  // All that the loop reads is made before it.
  Value projected = lg.data(projectInput(weights));
  Size one = sizes.constant(1), zero = sizes.constant(0);
  stateR = lg.data(weights.state);
  if (cell == Cell::Gru) {
    Sizes ones(3, one), from = {sizes.constant(2), zero, zero};
    Tensor *last =
        lg.slice(loc, weights.state, from, {one, hidden, hidden}, ones);
    stateRh = lg.data(last);
    stateR = lg.data(lg.slice(loc, weights.state, {zero, zero, zero},
                              {sizes.constant(2), hidden, hidden}, ones));
    biasRh = {};
    if (weights.stateBias && linearBeforeReset)
      biasRh =
          lg.data(lg.slice(loc, weights.stateBias, {sizes.constant(2), zero},
                           {one, hidden}, {one, one}));
  }
  peepholes = weights.peepholes ? lg.data(weights.peepholes) : Value();
  Value lens = lengths ? lg.data(lengths) : Value();
  SmallVector<Value> start = {outputs,
                              lg.data(firstState(initialH, index, stateDims))};
  if (cell == Cell::Lstm)
    start.push_back(lg.data(firstState(initialC, index, stateDims)));
  Value begin = sizes.value(loc, zero), end = sizes.value(loc, steps),
        by = sizes.value(loc, one);
  Value lastStep = sizes.value(loc, sizes.sub(loc, steps, one));

  auto loop = scf::ForOp::create(b, loc, begin, end, by, start);
  {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(loop.getBody());
    Value time = loop.getInductionVar();
    if (weights.backward)
      time = arith::SubIOp::create(b, loc, lastStep, time);
    SmallVector<Value> before(loop.getRegionIterArgs().drop_front());
    SmallVector<Value> after = step(weights, projected, time, before);
    Value shown = after[0];
    if (lens) {
      MLIRContext *context = b.getContext();
      AffineMap perState = AffineMap::getMultiDimIdentityMap(4, context),
                perRow =
                    AffineMap::get(4, 0, getAffineDimExpr(2, context), context);
      Value now = arith::IndexCastOp::create(b, loc, b.getI32Type(), time);
      auto masked = [&](Value fresh, Value old) {
        return lg.map(
            loc, old ? ValueRange{fresh, lens, old} : ValueRange{fresh, lens},
            old ? ArrayRef{perState, perRow, perState}
                : ArrayRef{perState, perRow},
            stateDims, type,
            [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
              Value runs = arith::CmpIOp::create(
                  b, loc, arith::CmpIPredicate::slt, now, args[1]);
              Value otherwise = old ? args[2] : number(b, loc, type, 0);
              return arith::SelectOp::create(b, loc, runs, args[0], otherwise);
            });
      };
      shown = masked(after[0], {});
      for (auto [fresh, old] : llvm::zip(after, before))
        fresh = masked(fresh, old);
    }
    Size none = b.getIndexAttr(0), single = b.getIndexAttr(1);
    Sizes offsets = {time, b.getIndexAttr(index), none, none},
          strides(4, single);
    SmallVector<Value> next = {tensor::InsertSliceOp::create(
        b, loc, shown, loop.getRegionIterArgs().front(), offsets, stateDims,
        strides)};
    llvm::append_range(next, after);
    scf::YieldOp::create(b, loc, next);
  }
  outputs = loop.getResult(0);
  Sizes lastDims = {one, batch, hidden};
  lastH.push_back(
      lg.reshape(loc, lg.make(loop.getResult(1), type, stateDims), lastDims));
  if (cell == Cell::Lstm)
    lastC.push_back(
        lg.reshape(loc, lg.make(loop.getResult(2), type, stateDims), lastDims));
}

//===----------------------------------------------------------------------===//
// LSTM as one op
//===----------------------------------------------------------------------===//

bool Recurrence::isUsualLstm() {
  static constexpr StringLiteral usual[] = {"sigmoid", "tanh", "tanh"};
  if (cell != Cell::Lstm || !x->element.isF32() || lengths || clip ||
      inputForget || node.input(7))
    return false;
  for (auto [i, activation] : llvm::enumerate(allActivations))
    if (activation.name != usual[i % 3])
      return false;
  return true;
}

/// A constant of f32 out of `numbers`, from `begin` on.
static Tensor *constantPart(Legalizer &lg, ArrayRef<float> numbers,
                            int64_t begin, ArrayRef<int64_t> shape) {
  auto type = RankedTensorType::get(shape, lg.builder.getF32Type());
  return lg.makeConstant(lowbit::getConstant(
      type, "lstm", numbers.slice(begin, type.getNumElements())));
}

Tensor *Recurrence::gatesOf(Tensor *tensor, int64_t index) {
  Sizes dims = {lg.sizes.constant(gates), hidden, tensor->dims[2]};
  // A part of a constant is no constant: libraries want them as they lie.
  if (directions > 1)
    if (auto numbers = readConstantFloats(tensor)) {
      int64_t count = static_cast<int64_t>(numbers->size()) / directions;
      return constantPart(
          lg, *numbers, index * count,
          {gates, tensor->shape()[1] / gates, tensor->shape()[2]});
    }
  return part(tensor, index, dims);
}

Tensor *Recurrence::biasOf(int64_t index) {
  Tensor *bias = node.input(3);
  Sizes dims = {lg.sizes.constant(gates), hidden};
  if (auto numbers = readConstantFloats(bias)) {
    size_t half = numbers->size() / directions / 2;
    SmallVector<float, 0> sums(half);
    for (size_t i = 0; i < half; ++i)
      sums[i] = (*numbers)[2 * half * index + i] +
                (*numbers)[2 * half * index + half + i];
    auto height = static_cast<int64_t>(half) / gates;
    return constantPart(lg, sums, 0, {gates, height});
  }
  Size two = lg.sizes.constant(2);
  Tensor *halves = part(bias, index, {two, lg.sizes.constant(gates), hidden});
  return lg.elementwiseOver(
      loc, {part(halves, 0, dims), part(halves, 1, dims)}, dims, type,
      [](OpBuilder &b, Location loc, ValueRange args) -> Value {
        return arith::AddFOp::create(b, loc, args[0], args[1]);
      });
}

Results Recurrence::runLstm() {
  OpBuilder &b = lg.builder;
  Sizes lastDims = {batch, hidden}, stepDims = {steps, batch, hidden};
  Type last = lg.typeOf(lastDims, type), each = lg.typeOf(stepDims, type);
  Size one = lg.sizes.constant(1);
  // Weights may know how wide the input is.
  x = lg.refine(loc, x, {steps, batch, node.input(1)->dims[2]});
  SmallVector<Tensor *> outputs;
  for (int64_t d = 0; d < directions; ++d) {
    Value bias = node.input(3) ? lg.data(biasOf(d)) : Value();
    auto op = nn::LstmOp::create(b, loc, TypeRange{each, last, last},
                                 lg.data(x), lg.data(gatesOf(node.input(1), d)),
                                 lg.data(gatesOf(node.input(2), d)), bias,
                                 lg.data(firstState(initialH, d, lastDims)),
                                 lg.data(firstState(initialC, d, lastDims)),
                                 /*reverse=*/direction == "reverse" || d == 1);
    auto add = [&](SmallVectorImpl<Tensor *> &list, Value value, Sizes dims,
                   int64_t at) {
      Tensor *tensor = lg.make(value, type, dims);
      dims.insert(dims.begin() + at, one);
      list.push_back(lg.reshape(loc, tensor, dims));
    };
    add(outputs, op.getOutput(), stepDims, 1);
    add(lastH, op.getLastHidden(), lastDims, 0);
    add(lastC, op.getLastCell(), lastDims, 0);
  }
  Sizes all = {steps, lg.sizes.constant(directions), batch, hidden};
  return {finish(join(outputs, 1, all), {2, 0, 1, 3}), joinStates(lastH),
          joinStates(lastC)};
}

//===----------------------------------------------------------------------===//
// Results
//===----------------------------------------------------------------------===//

Tensor *Recurrence::finish(Tensor *tensor, ArrayRef<int64_t> batchOrder) {
  tensor = lg.convert(loc, tensor, node.input(0)->element);
  return batchFirst ? lg.transpose(loc, tensor, batchOrder) : tensor;
}

Tensor *Recurrence::join(ArrayRef<Tensor *> parts, uint64_t dim,
                         ArrayRef<Size> dims) {
  if (parts.size() == 1)
    return parts.front();
  SmallVector<Value> values;
  for (Tensor *tensor : parts)
    values.push_back(lg.data(tensor));
  Value value = tensor::ConcatOp::create(lg.builder, loc, lg.typeOf(dims, type),
                                         dim, values);
  return lg.make(value, type, Sizes(dims));
}

Tensor *Recurrence::joinStates(ArrayRef<Tensor *> states) {
  Sizes dims = {lg.sizes.constant(directions), batch, hidden};
  return finish(join(states, 0, dims), {1, 0, 2});
}

HandlerResult Recurrence::run() {
  if (failed(readOperands()))
    return failure();
  if (isUsualLstm())
    return runLstm();
  Sizes dims = {steps, lg.sizes.constant(directions), batch, hidden};
  outputs = lg.empty(loc, dims, type);
  for (int64_t d = 0; d < directions; ++d)
    runDirection(d);
  Results results = {finish(lg.make(outputs, type, dims), {2, 0, 1, 3}),
                     joinStates(lastH)};
  if (cell == Cell::Lstm)
    results.push_back(joinStates(lastC));
  return results;
}

void lutra::onnx::addRecurrent(Registry &registry) {
  registry.add("RNN", 7, 3, 6,
               [](Node &node) { return Recurrence(node, Cell::Plain).run(); });
  registry.add("GRU", 7, 3, 6,
               [](Node &node) { return Recurrence(node, Cell::Gru).run(); });
  registry.add("LSTM", 7, 3, 8,
               [](Node &node) { return Recurrence(node, Cell::Lstm).run(); });
}
