//===- LoopPlan.cpp - how a linalg op becomes vector loops ----------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LoopPlan.h"

#include "FunctionBuilder.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace lutra::cpu;

//===----------------------------------------------------------------------===//
// Accesses
//===----------------------------------------------------------------------===//

/// d(expr) / d(dim), if it is a constant.
static std::optional<int64_t> getCoefficient(AffineExpr expr, unsigned dim) {
  if (!expr.isFunctionOfDim(dim))
    return 0;
  if (isa<AffineDimExpr>(expr))
    return 1;
  auto binary = dyn_cast<AffineBinaryOpExpr>(expr);
  if (!binary)
    return std::nullopt;
  std::optional<int64_t> lhs = getCoefficient(binary.getLHS(), dim);
  std::optional<int64_t> rhs = getCoefficient(binary.getRHS(), dim);
  if (!lhs || !rhs)
    return std::nullopt;
  if (expr.getKind() == AffineExprKind::Add)
    return *lhs + *rhs;
  auto factor = dyn_cast<AffineConstantExpr>(binary.getRHS());
  if (expr.getKind() == AffineExprKind::Mul && factor)
    return *lhs * factor.getValue();
  return std::nullopt;
}

Access lutra::cpu::getAccess(linalg::GenericOp op, OpOperand &operand,
                             unsigned dim) {
  AffineMap map = op.getMatchingIndexingMap(&operand);
  auto type = dyn_cast<MemRefType>(operand.get().getType());
  if (!type || !map.isFunctionOfDim(dim))
    return Access::Invariant;
  SmallVector<int64_t> strides;
  int64_t offset;
  if (failed(type.getStridesAndOffset(strides, offset)) || strides.empty() ||
      strides.back() != 1)
    return Access::Strided;
  int64_t total = 0;
  for (auto [expr, stride] : llvm::zip_equal(map.getResults(), strides)) {
    std::optional<int64_t> coefficient = getCoefficient(expr, dim);
    if (!coefficient || (*coefficient != 0 && ShapedType::isDynamic(stride)))
      return Access::Strided;
    total += *coefficient * (*coefficient == 0 ? 0 : stride);
  }
  return total == 1 ? Access::Contiguous : Access::Strided;
}

//===----------------------------------------------------------------------===//
// Combiners
//===----------------------------------------------------------------------===//

TypedAttr Combiner::getNeutral(Type elementType) const {
  using Kind = arith::AtomicRMWKind;
  Builder builder(elementType.getContext());
  auto real = [&](auto get) -> TypedAttr {
    return builder.getFloatAttr(
        elementType, get(cast<FloatType>(elementType).getFloatSemantics()));
  };
  auto integer = [&](auto get) -> TypedAttr {
    return builder.getIntegerAttr(
        elementType,
        get(elementType.isIndex() ? 64 : elementType.getIntOrFloatBitWidth()));
  };
  switch (kind) {
  case Kind::addf: // Not +0, which would change a sum of negative zeros.
    return builder.getFloatAttr(elementType, -0.0);
  case Kind::mulf:
    return builder.getFloatAttr(elementType, 1.0);
  case Kind::maximumf:
    return real([](auto &kind) { return APFloat::getInf(kind, true); });
  case Kind::minimumf:
    return real([](auto &kind) { return APFloat::getInf(kind); });
  case Kind::maxnumf:
  case Kind::minnumf: // Not an infinity: the result may be NaN.
    return real([](auto &kind) { return APFloat::getQNaN(kind); });
  case Kind::addi:
  case Kind::ori:
  case Kind::xori:
  case Kind::maxu:
    return integer([](unsigned bits) { return APInt::getZero(bits); });
  case Kind::muli:
    return integer([](unsigned bits) { return APInt(bits, 1); });
  case Kind::andi:
  case Kind::minu:
    return integer([](unsigned bits) { return APInt::getAllOnes(bits); });
  case Kind::maxs:
    return integer(
        [](unsigned bits) { return APInt::getSignedMinValue(bits); });
  case Kind::mins:
    return integer(
        [](unsigned bits) { return APInt::getSignedMaxValue(bits); });
  case Kind::assign:
    break;
  }
  llvm_unreachable("getCombiners returns no such combiner");
}

std::optional<vector::CombiningKind> Combiner::getVectorKind() const {
  using Kind = arith::AtomicRMWKind;
  switch (kind) {
  case Kind::addi:
    return vector::CombiningKind::ADD;
  case Kind::muli:
    return vector::CombiningKind::MUL;
  case Kind::maxs:
    return vector::CombiningKind::MAXSI;
  case Kind::mins:
    return vector::CombiningKind::MINSI;
  case Kind::maxu:
    return vector::CombiningKind::MAXUI;
  case Kind::minu:
    return vector::CombiningKind::MINUI;
  case Kind::andi:
    return vector::CombiningKind::AND;
  case Kind::ori:
    return vector::CombiningKind::OR;
  case Kind::xori:
    return vector::CombiningKind::XOR;
  default:
    return std::nullopt;
  }
}

Value Combiner::combine(OpBuilder &builder, Location loc, Value lhs,
                        Value rhs) const {
  return arith::getReductionOp(kind, builder, loc, lhs, rhs);
}

Value Combiner::takeExtreme(OpBuilder &builder, Location loc, Value lhs,
                            Value rhs) const {
  auto predicate = kind == arith::AtomicRMWKind::maximumf
                       ? arith::CmpFPredicate::OGT
                       : arith::CmpFPredicate::OLT;
  Value left = arith::CmpFOp::create(builder, loc, predicate, lhs, rhs);
  return arith::SelectOp::create(builder, loc, left, lhs, rhs);
}

static std::optional<arith::AtomicRMWKind> getCombinerKind(Operation *op) {
  using Kind = arith::AtomicRMWKind;
  return llvm::TypeSwitch<Operation *, std::optional<Kind>>(op)
      .Case([](arith::AddFOp) { return Kind::addf; })
      .Case([](math::FmaOp) { return Kind::addf; })
      .Case([](arith::AddIOp) { return Kind::addi; })
      .Case([](arith::MulFOp) { return Kind::mulf; })
      .Case([](arith::MulIOp) { return Kind::muli; })
      .Case([](arith::MaximumFOp) { return Kind::maximumf; })
      .Case([](arith::MinimumFOp) { return Kind::minimumf; })
      .Case([](arith::MaxNumFOp) { return Kind::maxnumf; })
      .Case([](arith::MinNumFOp) { return Kind::minnumf; })
      .Case([](arith::MaxSIOp) { return Kind::maxs; })
      .Case([](arith::MinSIOp) { return Kind::mins; })
      .Case([](arith::MaxUIOp) { return Kind::maxu; })
      .Case([](arith::MinUIOp) { return Kind::minu; })
      .Case([](arith::AndIOp) { return Kind::andi; })
      .Case([](arith::OrIOp) { return Kind::ori; })
      .Case([](arith::XOrIOp) { return Kind::xori; })
      .Default(std::nullopt);
}

std::optional<SmallVector<Combiner>>
lutra::cpu::getCombiners(linalg::GenericOp op) {
  SmallVector<Combiner> combiners;
  for (OpOperand &init : op.getDpsInitsMutable()) {
    BlockArgument accumulator = op.getMatchingBlockArgument(&init);
    Value result = op.getMatchingYieldValue(&init)->get();
    Operation *last = result.getDefiningOp();
    if (!last || last->getBlock() != op.getBody() || !accumulator.hasOneUse() ||
        *accumulator.user_begin() != last || !result.hasOneUse())
      return std::nullopt;
    std::optional<arith::AtomicRMWKind> kind = getCombinerKind(last);
    if (!kind)
      return std::nullopt;
    // fma(a, b, acc): a and b are what is added.
    if (isa<math::FmaOp>(last) && last->getOperand(2) != accumulator)
      return std::nullopt;
    combiners.push_back(Combiner{*kind});
  }
  return combiners;
}

Value lutra::cpu::getAddend(linalg::GenericOp op, unsigned output) {
  OpOperand *init = op.getDpsInitOperand(output);
  BlockArgument accumulator = op.getMatchingBlockArgument(init);
  Operation *last = op.getMatchingYieldValue(init)->get().getDefiningOp();
  return last->getOperand(last->getOperand(0) == accumulator ? 1 : 0);
}

namespace {
struct Interval {
  int64_t low, high;
};
} // namespace

/// The values that an integer made of extended narrow ones can have.
static std::optional<Interval> getRange(Value value) {
  auto bits = [](Type type) { return type.getIntOrFloatBitWidth(); };
  Operation *op = value.getDefiningOp();
  APInt constant;
  if (op && matchPattern(op, m_ConstantInt(&constant)))
    return Interval{constant.getSExtValue(), constant.getSExtValue()};
  if (auto extend = dyn_cast_or_null<arith::ExtSIOp>(op);
      extend && bits(extend.getIn().getType()) <= 16) {
    int64_t half = int64_t(1) << (bits(extend.getIn().getType()) - 1);
    return Interval{-half, half - 1};
  }
  if (auto extend = dyn_cast_or_null<arith::ExtUIOp>(op);
      extend && bits(extend.getIn().getType()) <= 16)
    return Interval{0, (int64_t(1) << bits(extend.getIn().getType())) - 1};
  if (!isa_and_nonnull<arith::AddIOp, arith::SubIOp>(op))
    return std::nullopt;
  std::optional<Interval> lhs = getRange(op->getOperand(0));
  std::optional<Interval> rhs = getRange(op->getOperand(1));
  if (!lhs || !rhs)
    return std::nullopt;
  return isa<arith::AddIOp>(op)
             ? Interval{lhs->low + rhs->low, lhs->high + rhs->high}
             : Interval{lhs->low - rhs->high, lhs->high - rhs->low};
}

/// Whether each output sums products that fit the instructions for pairs: of
/// two integers that 16 bits hold (codes less their zero point, say), in 32
/// bits.
static bool sumsNarrowProducts(linalg::GenericOp op,
                               ArrayRef<Combiner> combiners) {
  auto isNarrow = [](Value value) {
    std::optional<Interval> range = getRange(value);
    return range && range->low >= INT16_MIN && range->high <= INT16_MAX;
  };
  for (auto [output, combiner] : llvm::enumerate(combiners)) {
    if (combiner.kind != arith::AtomicRMWKind::addi)
      return false;
    auto product = getAddend(op, output).getDefiningOp<arith::MulIOp>();
    if (!product || !product.getType().isInteger(32) ||
        !isNarrow(product.getLhs()) || !isNarrow(product.getRhs()))
      return false;
  }
  return true;
}

//===----------------------------------------------------------------------===//
// Bodies
//===----------------------------------------------------------------------===//

/// Simple operations that an op of a body costs.
static int64_t getOperationCost(Operation *op) {
  if (isa<math::MathDialect>(op->getDialect()))
    return isa<math::AbsFOp, math::AbsIOp, math::FmaOp, math::FloorOp,
               math::CeilOp, math::RoundEvenOp, math::TruncOp>(op)
               ? 1
           : isa<math::SqrtOp, math::RsqrtOp>(op) ? 8
                                                  : 30;
  if (isa<arith::DivFOp>(op))
    return 8;
  if (isa<arith::DivSIOp, arith::DivUIOp, arith::RemSIOp, arith::RemUIOp,
          arith::FloorDivSIOp, arith::CeilDivSIOp, arith::CeilDivUIOp,
          arith::RemFOp>(op))
    return 20;
  return isa<arith::ConstantOp, linalg::IndexOp, linalg::YieldOp>(op) ? 0 : 1;
}

int64_t lutra::cpu::getPointCost(linalg::GenericOp op) {
  int64_t cost = op->getNumOperands();
  for (Operation &inner : *op.getBody())
    cost += getOperationCost(&inner);
  return cost;
}

/// Whether the op may not run for a lane whose inputs are made up.
static bool mayTrap(Operation *op) {
  return isa<memref::LoadOp, cf::AssertOp, arith::DivSIOp, arith::DivUIOp,
             arith::RemSIOp, arith::RemUIOp, arith::FloorDivSIOp,
             arith::CeilDivSIOp, arith::CeilDivUIOp>(op);
}

static bool isLaneType(Type type) { return type.isIntOrIndexOrFloat(); }

namespace {

/// What vectors along one loop would cost for each point, relative to scalars.
struct BodyCost {
  /// Vector operations, whatever their number of lanes.
  int64_t perVector = 0;
  /// Operations for each lane: loads from scattered places.
  int64_t perLane = 0;
};

} // namespace

static LaneKind join(Operation *op, ArrayRef<LaneKind> kinds) {
  if (llvm::all_of(kinds, [](LaneKind k) { return k == LaneKind::Uniform; }))
    return LaneKind::Uniform;
  // The same rules as the emitter's (LoopEmitter.cpp).
  bool add = isa<arith::AddIOp>(op), sub = isa<arith::SubIOp>(op);
  if ((add || sub) && kinds[0] == LaneKind::Linear &&
      kinds[1] == LaneKind::Uniform)
    return LaneKind::Linear;
  if (add && kinds[0] == LaneKind::Uniform && kinds[1] == LaneKind::Linear)
    return LaneKind::Linear;
  if (isa<arith::IndexCastOp>(op) && kinds[0] == LaneKind::Linear)
    return LaneKind::Linear;
  return LaneKind::Varying;
}

namespace {
/// Inputs that are transposed in registers.
struct Transposition {
  unsigned rowDim;
  SmallVector<unsigned, 2> inputs;
};
} // namespace

/// Rows and columns of bytes that are transposed together.
static constexpr int64_t bytesOfBlock = 16;

/// Inputs whose neighbours lie along another parallel loop than the lanes'.
static std::optional<Transposition>
getTransposition(linalg::GenericOp op, unsigned dim, int64_t lanes) {
  if (op.getNumReductionLoops() != 0 || lanes > 16)
    return std::nullopt;
  SmallVector<int64_t> sizes = op.getStaticLoopRanges();
  for (unsigned row = 0, e = sizes.size(); row < e; ++row) {
    bool isLong = ShapedType::isDynamic(sizes[row]) || sizes[row] >= lanes;
    if (row == dim || !isLong)
      continue;
    Transposition result{row, {}};
    for (OpOperand *input : op.getDpsInputOperands()) {
      Type type = getElementTypeOrSelf(input->get().getType());
      unsigned bits = type.getIntOrFloatBitWidth();
      if (getAccess(op, *input, dim) == Access::Strided &&
          getAccess(op, *input, row) == Access::Contiguous &&
          (bits * lanes == 512 || (bits == 8 && lanes == bytesOfBlock)))
        result.inputs.push_back(input->getOperandNumber());
    }
    if (!result.inputs.empty())
      return result;
  }
  return std::nullopt;
}

/// What the body costs as vectors along `dim`; nothing if it cannot be.
static std::optional<BodyCost>
getBodyCost(linalg::GenericOp op, unsigned dim,
            const std::optional<Transposition> &transposition) {
  BodyCost cost;
  DenseMap<Value, LaneKind> kinds;
  for (OpOperand &operand : op->getOpOperands()) {
    Access access = getAccess(op, operand, dim);
    BlockArgument argument = op.getMatchingBlockArgument(&operand);
    kinds[argument] = access == Access::Invariant && op.isDpsInput(&operand)
                          ? LaneKind::Uniform
                          : LaneKind::Varying;
    if (transposition &&
        llvm::is_contained(transposition->inputs, operand.getOperandNumber()))
      cost.perVector += 5; // A load, and shuffles with each power of two.
    else if (access == Access::Strided)
      cost.perLane += 2;
    else
      cost.perVector += 1;
  }
  for (Operation &inner : *op.getBody()) {
    if (isa<linalg::YieldOp>(inner))
      break;
    if (auto index = dyn_cast<linalg::IndexOp>(inner)) {
      kinds[index] =
          index.getDim() == dim ? LaneKind::Linear : LaneKind::Uniform;
      continue;
    }
    SmallVector<LaneKind> operands;
    for (Value operand : inner.getOperands())
      operands.push_back(kinds.lookup_or(operand, LaneKind::Uniform));
    if (auto load = dyn_cast<memref::LoadOp>(inner)) {
      ArrayRef<LaneKind> indices = ArrayRef(operands).drop_front();
      bool uniform = llvm::all_of(
          indices, [](LaneKind k) { return k == LaneKind::Uniform; });
      bool contiguous = !uniform && indices.back() == LaneKind::Linear &&
                        llvm::all_of(indices.drop_back(), [](LaneKind k) {
                          return k == LaneKind::Uniform;
                        });
      auto type = load.getMemRefType();
      SmallVector<int64_t> strides;
      int64_t offset;
      contiguous &= succeeded(type.getStridesAndOffset(strides, offset)) &&
                    !strides.empty() && strides.back() == 1;
      kinds[load] = uniform ? LaneKind::Uniform : LaneKind::Varying;
      if (uniform || contiguous)
        cost.perVector += 1;
      else
        cost.perLane += 3;
      continue;
    }
    if (inner.getNumRegions() != 0 ||
        !llvm::all_of(inner.getResultTypes(), isLaneType))
      return std::nullopt;
    LaneKind kind = join(&inner, operands);
    bool uniform = kind == LaneKind::Uniform;
    if (!uniform && !OpTrait::hasElementwiseMappableTraits(&inner) &&
        !isa<cf::AssertOp>(inner))
      return std::nullopt;
    for (Value result : inner.getResults())
      kinds[result] = kind;
    if (!uniform) {
      // Functions of libm and divisions of integers go lane by lane.
      bool byLane = isa<math::MathDialect>(inner.getDialect())
                        ? callsLibm(&inner)
                        : getOperationCost(&inner) >= 20;
      int64_t &part = byLane ? cost.perLane : cost.perVector;
      part += getOperationCost(&inner);
    }
  }
  return cost;
}

/// Lanes along `dim` that fill 64 bytes with the widest elements that move with
/// it or leave the op.
static int64_t getLanes(linalg::GenericOp op, unsigned dim) {
  unsigned bits = 8;
  for (OpOperand &operand : op->getOpOperands()) {
    Type type = op.getMatchingBlockArgument(&operand).getType();
    if (!isLaneType(type) || (op.isDpsInput(&operand) &&
                              getAccess(op, operand, dim) == Access::Invariant))
      continue;
    bits = std::max(bits, type.isIndex() ? 64 : type.getIntOrFloatBitWidth());
  }
  return 512 / std::min<unsigned>(llvm::PowerOf2Ceil(bits), 64);
}

//===----------------------------------------------------------------------===//
// The plan
//===----------------------------------------------------------------------===//

/// A guess for lengths that are known at run time only.
static int64_t getLikelySize(ArrayRef<int64_t> sizes, unsigned dim) {
  return ShapedType::isDynamic(sizes[dim]) ? 256 : sizes[dim];
}

/// Picks a loop whose iterations share loads when some of them run together.
static void chooseRows(linalg::GenericOp op, ArrayRef<int64_t> sizes,
                       LoopPlan &plan) {
  bool reduces =
      plan.mode == LoopPlan::Mode::Reduction || !plan.reductionDims.empty();
  if (plan.mode == LoopPlan::Mode::Scalar || !reduces)
    return;
  int64_t best = 1;
  for (unsigned dim : plan.parallelDims) {
    // Every lane-wise load that does not move with the loop is shared.
    bool shares = llvm::any_of(op.getDpsInputOperands(), [&](OpOperand *input) {
      return getAccess(op, *input, dim) == Access::Invariant &&
             getAccess(op, *input, plan.vectorDim) != Access::Invariant;
    });
    if (!shares)
      continue;
    // A length known to be long beats an unknown one, which may be one.
    int64_t size = ShapedType::isDynamic(sizes[dim]) ? 2 : sizes[dim];
    if (size < best || size < 2)
      continue;
    best = size;
    plan.rowDim = dim;
    // Accumulators and what they need at once fill the registers: 8 of 32 with
    // AVX-512, 16 half as wide of 16 with AVX2.
    plan.rows = plan.mode == LoopPlan::Mode::Reduction ? 4 : 8;
    if (!ShapedType::isDynamic(sizes[dim]))
      plan.rows = std::min(plan.rows, sizes[dim]);
  }
}

int64_t LoopPlan::getUnroll(int64_t rows) const {
  // Part of the order of summation: independent of the rows.
  if (mode == Mode::Reduction)
    return pairs ? 2 : 4;
  if (!transposed.empty())
    return 1;
  // Long stretches of a matrix row at a time, where few rows have it for
  // themselves: sixteen accumulators or eight, whose additions overlap.
  if (!reductionDims.empty())
    return rows > 4 ? 2 : rows > 1 ? 4 : 8;
  // Code size against the bookkeeping of the loop.
  return pointCost <= 12 ? 4 : pointCost <= 20 ? 2 : 1;
}

LoopPlan LoopPlan::get(linalg::GenericOp op) {
  SmallVector<int64_t> sizes = op.getStaticLoopRanges();
  SmallVector<utils::IteratorType> iterators = op.getIteratorTypesArray();
  std::optional<SmallVector<Combiner>> combiners = getCombiners(op);

  LoopPlan plan;
  plan.pointCost = getPointCost(op);

  double best = plan.pointCost;
  std::optional<Transposition> transposition;
  for (unsigned dim = 0, e = sizes.size(); dim < e; ++dim) {
    bool reduction = iterators[dim] == utils::IteratorType::reduction;
    if (reduction && !combiners)
      continue;
    // Stores go to consecutive places, or to one at the end of a reduction.
    if (!llvm::all_of(op.getDpsInitsMutable(), [&](OpOperand &init) {
          return getAccess(op, init, dim) ==
                 (reduction ? Access::Invariant : Access::Contiguous);
        }))
      continue;
    int64_t lanes = getLanes(op, dim);
    std::optional<Transposition> transposed;
    if (!reduction) {
      // All lanes of bytes would be too many rows.
      int64_t fewer = std::min(lanes, bytesOfBlock);
      transposed = getTransposition(op, dim, fewer);
      if (transposed)
        lanes = fewer;
    }
    std::optional<BodyCost> body = getBodyCost(op, dim, transposed);
    if (!body)
      continue;
    int64_t size = getLikelySize(sizes, dim);
    if (size <= 1)
      continue;
    double used = double(size) / (llvm::divideCeil(size, lanes) * lanes);
    double cost = body->perLane + body->perVector / (lanes * used);
    if (reduction) // Adding up the lanes.
      cost += double(2 * llvm::Log2_64(lanes) + 4) / size;
    if (cost >= best)
      continue;
    best = cost;
    plan.mode = reduction ? Mode::Reduction : Mode::Parallel;
    plan.vectorDim = dim;
    plan.lanes = lanes;
    transposition = transposed;
  }

  bool vector = plan.mode != Mode::Scalar;
  for (auto [dim, iterator] : llvm::enumerate(iterators)) {
    if (vector && dim == plan.vectorDim)
      continue;
    (iterator == utils::IteratorType::reduction ? plan.reductionDims
                                                : plan.parallelDims)
        .push_back(dim);
  }
  if (!vector)
    return plan;

  if (plan.mode == Mode::Reduction) {
    plan.combiners = *combiners;
    plan.pairs = sumsNarrowProducts(op, plan.combiners);
    if (plan.pairs)
      plan.pointCost = 2;
  }
  for (OpOperand &operand : op->getOpOperands())
    plan.scalarTail |=
        getAccess(op, operand, plan.vectorDim) == Access::Strided;
  op.getBody()->walk(
      [&](Operation *inner) { plan.scalarTail |= mayTrap(inner); });
  if (transposition) {
    plan.rowDim = transposition->rowDim;
    plan.rows = plan.lanes;
    plan.transposed = transposition->inputs;
  } else {
    chooseRows(op, sizes, plan);
  }
  return plan;
}
