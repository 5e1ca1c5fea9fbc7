//===- NnOps.cpp - verifiers and interfaces of the nn ops -----------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Nn/Nn.h"
#include "lutra/Dialect/Utils/Effects.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/Interfaces/FunctionInterfaces.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::nn;

#define GET_OP_CLASSES
#include "lutra/Dialect/Nn/NnOps.cpp.inc"

//===----------------------------------------------------------------------===//
// What the verifiers share
//===----------------------------------------------------------------------===//

static RankedTensorType tensorType(Value value) {
  return cast<RankedTensorType>(value.getType());
}

static ShapedType shapedType(Value value) {
  return cast<ShapedType>(value.getType());
}

namespace {

/// An operand with its name in messages.
struct Named {
  StringRef name;
  Value value;

  ShapedType type() const { return shapedType(value); }
};

} // namespace

/// Dynamic sizes agree with everything.
static bool agree(int64_t a, int64_t b) {
  return ShapedType::isDynamic(a) || ShapedType::isDynamic(b) || a == b;
}

static LogicalResult expectRank(Operation *op, const Named &operand,
                                int64_t rank) {
  if (operand.type().getRank() == rank)
    return success();
  return op->emitOpError() << "expects " << operand.name << " of rank " << rank
                           << ", got " << operand.type();
}

static LogicalResult expectElement(Operation *op, const Named &operand,
                                   Type element) {
  if (operand.type().getElementType() == element)
    return success();
  return op->emitOpError() << "expects " << operand.name << " of " << element
                           << ", got " << operand.type();
}

/// Dimension `dim` of `operand` is that of `other`.
static LogicalResult expectSize(Operation *op, const Named &operand,
                                int64_t dim, const Named &other,
                                int64_t otherDim) {
  if (agree(operand.type().getDimSize(dim), other.type().getDimSize(otherDim)))
    return success();
  return op->emitOpError() << "expects dimension " << dim << " of "
                           << operand.name << " to be dimension " << otherDim
                           << " of " << other.name << ", got " << operand.type()
                           << " and " << other.type();
}

//===----------------------------------------------------------------------===//
// AttentionOp
//===----------------------------------------------------------------------===//

LogicalResult AttentionOp::verify() {
  Operation *op = getOperation();
  Named query{"query", getQuery()}, key{"key", getKey()},
      value{"value", getValue()}, init{"outs", getInit()};

  // C1
  Type element = query.type().getElementType();
  if (!element.isF32() && !element.isF16() && !element.isBF16())
    return emitOpError() << "expects query of f32, f16 or bf16, got "
                         << query.type();
  for (const Named &operand : {query, key, value, init})
    if (failed(expectRank(op, operand, 4)) ||
        failed(expectElement(op, operand, element)))
      return failure();
  bool onTensors = isa<TensorType>(init.type());
  for (Value operand : op->getOperands())
    if (isa<ShapedType>(operand.getType()) &&
        isa<TensorType>(operand.getType()) != onTensors)
      return emitOpError("expects tensors or buffers, not both");
  if (onTensors != bool(getResult()))
    return emitOpError(onTensors ? "expects a result on tensors"
                                 : "expects no result on buffers");
  if (onTensors && getResult().getType() != init.type())
    return emitOpError() << "expects a result of the type of outs, "
                         << init.type() << ", got " << getResult().getType();

  // C2
  unsigned headDim = getHeadDim(), queryDim = getQueryDim();
  int64_t heads = query.type().getDimSize(headDim),
          shared = key.type().getDimSize(1);
  if (!ShapedType::isDynamic(heads) && !ShapedType::isDynamic(shared) &&
      (shared == 0 || heads % shared != 0))
    return emitOpError() << "expects a multiple of " << shared
                         << " query heads, got " << heads;
  if (failed(expectSize(op, key, 0, query, 0)) ||
      failed(expectSize(op, value, 0, query, 0)) ||
      failed(expectSize(op, value, 1, key, 1)) ||
      failed(expectSize(op, value, 2, key, 2)) ||
      failed(expectSize(op, key, 3, query, 3)) ||
      failed(expectSize(op, init, 0, query, 0)) ||
      failed(expectSize(op, init, 1, query, 1)) ||
      failed(expectSize(op, init, 2, query, 2)) ||
      failed(expectSize(op, init, 3, value, 3)))
    return failure();

  // C3
  if (getMask()) {
    Named mask{"mask", getMask()};
    if (failed(expectRank(op, mask, 4)) ||
        failed(expectElement(op, mask, element)))
      return failure();
    const unsigned others[] = {0, headDim, queryDim};
    for (auto [dim, other] : llvm::enumerate(others))
      if (mask.type().getDimSize(dim) != 1 &&
          failed(expectSize(op, mask, dim, query, other)))
        return failure();
    if (failed(expectSize(op, mask, 3, key, 2)))
      return failure();
  } else if (getMasked()) {
    return emitOpError("expects a mask where there is a condition for it");
  }

  // C4
  if (getLengths()) {
    Named lengths{"lengths", getLengths()};
    if (failed(expectRank(op, lengths, 1)) ||
        failed(
            expectElement(op, lengths, IntegerType::get(getContext(), 32))) ||
        failed(expectSize(op, lengths, 0, query, 0)))
      return failure();
  }

  // C5
  auto window = static_cast<int64_t>(getWindow());
  if (window < 0)
    return emitOpError() << "expects window >= 0, got " << window;
  if (!(getSoftcap().convertToFloat() >= 0))
    return emitOpError() << "expects softcap >= 0, got "
                         << getSoftcap().convertToFloat();
  return success();
}

void AttentionOp::decideMask(bool masked) {
  getMaskedMutable().clear();
  if (!masked) {
    getMaskMutable().clear();
    return;
  }
  setCausal(false);
  setWindow(0);
}

bool AttentionOp::suitsKernels() {
  if (shapedType(getQuery()).isDynamicDim(getHeadDim()) ||
      shapedType(getKey()).isDynamicDim(1))
    return false;
  return llvm::all_of(
      ArrayRef<Value>{getQuery(), getKey(), getValue(), getInit()},
      [](Value operand) {
        int64_t size = shapedType(operand).getDimSize(3);
        return size > 0 && size <= 256;
      });
}

void AttentionOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
        &effects) {
  addDestinationEffects(*this, effects);
}

Speculation::Speculatability AttentionOp::getSpeculatability() {
  return getResult() ? Speculation::Speculatable : Speculation::NotSpeculatable;
}

LogicalResult
AttentionOp::reifyResultShapes(OpBuilder &b,
                               ReifiedRankedShapedTypeDims &shapes) {
  SmallVector<OpFoldResult> sizes =
      tensor::getMixedSizes(b, getLoc(), getQuery());
  sizes[3] = tensor::getMixedSize(b, getLoc(), getValue(), 3);
  shapes.push_back(std::move(sizes));
  return success();
}

namespace {

/// A condition that is known leaves the mask, or causality.
struct DecideMask : OpRewritePattern<AttentionOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(AttentionOp op,
                                PatternRewriter &rewriter) const override {
    APInt condition;
    if (!op.getMasked() ||
        !matchPattern(op.getMasked(), m_ConstantInt(&condition)))
      return rewriter.notifyMatchFailure(op, "no condition that is known");
    rewriter.modifyOpInPlace(op, [&] { op.decideMask(condition.isOne()); });
    return success();
  }
};

/// Sizes that the operands know make the result static.
struct RefineAttention : OpRewritePattern<AttentionOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(AttentionOp op,
                                PatternRewriter &rewriter) const override {
    if (!op.getResult())
      return rewriter.notifyMatchFailure(op, "on buffers");
    RankedTensorType type = tensorType(op.getInit());
    SmallVector<int64_t> shape(tensorType(op.getQuery()).getShape());
    shape[3] = tensorType(op.getValue()).getDimSize(3);
    bool changed = false;
    for (auto [known, size] : llvm::zip_equal(type.getShape(), shape)) {
      changed |= known != size && ShapedType::isDynamic(known);
      if (!ShapedType::isDynamic(known))
        size = known;
    }
    if (!changed)
      return rewriter.notifyMatchFailure(op, "no size to learn");
    type = type.clone(shape);
    Value init =
        tensor::CastOp::create(rewriter, op.getLoc(), type, op.getInit());
    auto refined = cast<AttentionOp>(rewriter.clone(*op));
    rewriter.modifyOpInPlace(refined, [&] {
      refined.getInitMutable().assign(init);
      refined.getResult().setType(type);
    });
    rewriter.replaceOpWithNewOp<tensor::CastOp>(op, op.getResult().getType(),
                                                refined.getResult());
    return success();
  }
};

} // namespace

void AttentionOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                              MLIRContext *context) {
  patterns.add<RefineAttention, DecideMask>(context);
}

//===----------------------------------------------------------------------===//
// LstmOp
//===----------------------------------------------------------------------===//

LogicalResult LstmOp::verify() {
  Operation *op = getOperation();
  Type f32 = Float32Type::get(getContext());
  Named input{"input", getInput()}, weights{"weights", getWeights()},
      recurrent{"recurrent", getRecurrent()}, output{"the output", getOutput()};
  for (const Named &operand : {input, weights, recurrent, output})
    if (failed(expectElement(op, operand, f32)) ||
        failed(expectRank(op, operand, 3)))
      return failure();
  if (!agree(weights.type().getDimSize(0), 4))
    return emitOpError() << "expects weights of 4 gates, got "
                         << weights.type();
  if (failed(expectSize(op, recurrent, 0, weights, 0)) ||
      failed(expectSize(op, recurrent, 1, recurrent, 2)) ||
      failed(expectSize(op, weights, 1, recurrent, 2)) ||
      failed(expectSize(op, weights, 2, input, 2)) ||
      failed(expectSize(op, output, 0, input, 0)) ||
      failed(expectSize(op, output, 1, input, 1)) ||
      failed(expectSize(op, output, 2, recurrent, 2)))
    return failure();
  for (const Named &state :
       {Named{"hidden", getHidden()}, Named{"cell", getCell()},
        Named{"the last hidden", getLastHidden()},
        Named{"the last cell", getLastCell()}})
    if (failed(expectElement(op, state, f32)) ||
        failed(expectRank(op, state, 2)) ||
        failed(expectSize(op, state, 0, input, 1)) ||
        failed(expectSize(op, state, 1, recurrent, 2)))
      return failure();
  if (!getBias())
    return success();
  Named bias{"bias", getBias()};
  if (failed(expectElement(op, bias, f32)) || failed(expectRank(op, bias, 2)) ||
      failed(expectSize(op, bias, 0, weights, 0)))
    return failure();
  return expectSize(op, bias, 1, recurrent, 2);
}

LogicalResult LstmOp::reifyResultShapes(OpBuilder &b,
                                        ReifiedRankedShapedTypeDims &shapes) {
  SmallVector<OpFoldResult> output =
      tensor::getMixedSizes(b, getLoc(), getInput());
  output[2] = tensor::getMixedSize(b, getLoc(), getHidden(), 1);
  SmallVector<OpFoldResult> last{output[1], output[2]};
  shapes = {std::move(output), last, last};
  return success();
}

//===----------------------------------------------------------------------===//
// CacheOp
//===----------------------------------------------------------------------===//

LogicalResult CacheOp::verify() {
  Operation *op = getOperation();
  Named past{"past", getPast()}, result{"the result", getResult()};
  int64_t rank = past.type().getRank();

  // C2, as far as C1 needs it
  int64_t axis = getAxis();
  if (axis < 0 || axis >= rank)
    return emitOpError() << "expects an axis in [0, " << rank << "), got "
                         << axis;

  // C1
  if (failed(expectRank(op, result, rank)) ||
      failed(expectElement(op, result, past.type().getElementType())))
    return failure();
  for (int64_t dim = 0; dim < rank; ++dim)
    if (dim != axis && failed(expectSize(op, result, dim, past, dim)))
      return failure();

  // C2
  if (!result.type().isDynamicDim(axis))
    return emitOpError() << "expects dimension " << axis
                         << " of the result to be dynamic, got "
                         << result.type();
  return success();
}

LogicalResult CacheOp::reifyResultShapes(OpBuilder &b,
                                         ReifiedRankedShapedTypeDims &shapes) {
  SmallVector<OpFoldResult> sizes =
      tensor::getMixedSizes(b, getLoc(), getPast());
  // The capacity is known to the op alone.
  sizes[getAxis()] = OpFoldResult();
  shapes.push_back(std::move(sizes));
  return success();
}

FailureOr<OpFoldResult> CacheOp::reifyDimOfResult(OpBuilder &b, int, int dim) {
  if (dim == int64_t(getAxis()))
    return failure();
  return tensor::getMixedSize(b, getLoc(), getPast(), dim);
}

//===----------------------------------------------------------------------===//
// AppendOp
//===----------------------------------------------------------------------===//

LogicalResult AppendOp::verify() {
  Operation *op = getOperation();
  Named source{"source", getSource()}, cache{"cache", getCache()};

  // C1
  if (failed(expectRank(op, source, 4)) || failed(expectRank(op, cache, 4)) ||
      failed(expectElement(op, source, cache.type().getElementType())))
    return failure();
  if (failed(expectSize(op, source, 0, cache, 0)) ||
      failed(expectSize(op, source, getHeadDim(), cache, 1)) ||
      failed(expectSize(op, source, 3, cache, 3)))
    return failure();

  // C2
  if (isa<IndexType>(getAt().getType()))
    return success();
  Named at{"at", getAt()};
  if (failed(expectRank(op, at, 1)) ||
      failed(expectElement(op, at, IntegerType::get(getContext(), 32))))
    return failure();
  return expectSize(op, at, 0, cache, 0);
}

LogicalResult AppendOp::reifyResultShapes(OpBuilder &b,
                                          ReifiedRankedShapedTypeDims &shapes) {
  shapes.push_back(tensor::getMixedSizes(b, getLoc(), getCache()));
  return success();
}

bool CacheOp::isRuntimeState() {
  auto argument = dyn_cast<BlockArgument>(getPast());
  auto function = dyn_cast<FunctionOpInterface>((*this)->getParentOp());
  return argument && function &&
         argument.getOwner() == &function.getFunctionBody().front() &&
         function.getArgAttr(argument.getArgNumber(), "lutra.state");
}

//===----------------------------------------------------------------------===//
// FirstPositionOp
//===----------------------------------------------------------------------===//

OpFoldResult FirstPositionOp::fold(FoldAdaptor adaptor) {
  auto count = dyn_cast_or_null<IntegerAttr>(adaptor.getCount());
  if (!count || count.getInt() > 1)
    return {};
  return IntegerAttr::get(getType(), 0);
}
