//===- LowbitPackedOps.cpp - verifiers of ops on packed weights -----------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Lowbit/Lowbit.h"
#include "lutra/Dialect/Utils/Effects.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/TypeUtilities.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::lowbit;

static ShapedType shaped(Value value) {
  return cast<ShapedType>(value.getType());
}

static InFlightDiagnostic expects(Operation *op, const Twine &what,
                                  Value value) {
  return op->emitOpError() << "expects " << what << ", got " << value.getType();
}

static bool isOf(Value value, Type element, ArrayRef<int64_t> shape) {
  ShapedType type = shaped(value);
  if (!type.hasRank() || type.getElementType() != element ||
      type.getRank() != int64_t(shape.size()))
    return false;
  for (auto [have, want] : llvm::zip(type.getShape(), shape))
    if (have != want)
      return false;
  return true;
}

/// An order of K' places over K codes.
static LogicalResult verifyOrder(Operation *op, Value order) {
  if (!order || isOf(order, IntegerType::get(op->getContext(), 32),
                     {shaped(order).getNumElements()}))
    return success();
  return expects(op, "order of a static [K'] of i32", order);
}

/// How many places `k` codes take in groups of `group` for each `groupSize`.
static int64_t placesFor(int64_t k, int64_t groupSize, int64_t group) {
  return group * (groupSize == 0 ? 1 : llvm::divideCeil(k, groupSize));
}

/// The rows of matrices one below the other, which differ in rows only.
static FailureOr<int64_t> sumRows(Operation *op, ValueRange sources,
                                  StringRef name) {
  if (sources.empty())
    return op->emitOpError() << "expects " << name;
  ShapedType first = shaped(sources.front());
  int64_t rows = 0;
  for (Value source : sources) {
    ShapedType type = shaped(source);
    if (type.getRank() != 2 || !type.hasStaticShape() ||
        type.getDimSize(1) != first.getDimSize(1) ||
        type.getElementType() != first.getElementType())
      return expects(op,
                     name + " that are static matrices of one type but for "
                            "their rows",
                     source);
    rows += type.getDimSize(0);
  }
  return rows;
}

//===----------------------------------------------------------------------===//
// PackOp
//===----------------------------------------------------------------------===//

LogicalResult PackOp::verify() {
  Operation *op = getOperation();
  LayoutAttrInterface layout = getLayout();
  Type i8 = IntegerType::get(getContext(), 8);

  // C1
  FailureOr<int64_t> n = sumRows(op, getCodes(), "codes");
  if (failed(n))
    return failure();
  ShapedType codes = shaped(getCodes().front());
  if (codes.getElementType() != i8)
    return expects(op, "codes of i8", getCodes().front());

  // C2, C3
  int64_t length = layout.getVectorLength(), groupSize = getGroupSize();
  int64_t k = codes.getDimSize(1) / layout.getVectorBytes() * length;
  int64_t group = layout.getGroupPlaces();
  if (codes.getDimSize(1) % layout.getVectorBytes() || groupSize % length)
    return emitOpError() << "expects codes and a group_size of whole vectors "
                            "for layout "
                         << layout << ", got " << codes << " and " << groupSize;
  if (getOrder() && length > 1)
    return expects(op, "no order in a layout of vectors", getOrder());
  if (groupSize < 0 || (groupSize ? groupSize : (getOrder() ? 0 : k)) > group)
    return emitOpError() << "expects group_size of at most " << group
                         << " places, got " << groupSize << " for K = " << k;
  if (failed(verifyOrder(op, getOrder())))
    return failure();
  int64_t places = getOrder() ? shaped(getOrder()).getDimSize(0)
                              : placesFor(k, groupSize, group);
  if (places % group)
    return emitOpError() << "expects an order of whole groups of " << group
                         << " places, got " << places;

  // C4
  int64_t rows = llvm::alignTo(*n, uint64_t(layout.getPanelRows()));
  int64_t bytes = layout.getWeightBytes(rows, places);
  if (!isOf(getPacked(), i8, {bytes}))
    return expects(op, "a result [" + Twine(bytes) + "] of i8", getPacked());

  // C5
  int64_t tableSize = layout.getTableSize();
  if (bool(getBooks()) != (tableSize != 0) ||
      (getBooks() &&
       !isOf(getBooks(), Float32Type::get(getContext()), {tableSize})))
    return emitOpError() << "expects "
                         << (tableSize ? "books [" + Twine(tableSize) +
                                             "] of f32 for layout "
                                       : Twine("no books for layout "))
                         << layout;
  return success();
}

//===----------------------------------------------------------------------===//
// PackRowsOp
//===----------------------------------------------------------------------===//

LogicalResult PackRowsOp::verify() {
  Operation *op = getOperation();
  // C1
  FailureOr<int64_t> n = sumRows(op, getSources(), "sources");
  if (failed(n))
    return failure();
  ShapedType source = shaped(getSources().front());
  Type element = source.getElementType();
  if (!(element.isF32() || element.isSignlessInteger(8)))
    return expects(op, "sources of f32 or i8", getSources().front());
  // C2
  ShapedType packed = shaped(getPacked());
  if (packed.getRank() != 3 || !packed.hasStaticShape() ||
      packed.getDimSize(2) <= 0)
    return expects(op, "a result [panels, G, R]", getPacked());
  int64_t rows = packed.getDimSize(2);
  int64_t panels = llvm::divideCeil(*n, rows);
  if (!isOf(getPacked(), element, {panels, source.getDimSize(1), rows}))
    return expects(op,
                   "a result [" + Twine(panels) + ", " +
                       Twine(source.getDimSize(1)) + ", " + Twine(rows) +
                       "] of the source's type",
                   getPacked());
  return success();
}

//===----------------------------------------------------------------------===//
// PrepareOp
//===----------------------------------------------------------------------===//

int64_t PrepareOp::getK() { return shaped(getActs()).getDimSize(1); }
int64_t PrepareOp::getNumPlaces() { return shaped(getPlaces()).getDimSize(1); }

LogicalResult PrepareOp::verify() {
  Operation *op = getOperation();
  Builder b(getContext());
  // C1
  ShapedType acts = shaped(getActs());
  ActivationKind kind = getKind();
  Type element = acts.getElementType();
  if (acts.getRank() != 2 || acts.isDynamicDim(1) || acts.getDimSize(1) <= 0 ||
      !(element.isF32() ||
        (element.isInteger(8) && kind == ActivationKind::Float)))
    return expects(op,
                   "acts [M, K] of f32, or of i8 with kind float, with a "
                   "static K > 0",
                   getActs());

  // C2, C3
  int64_t group = getGroup(), groupSize = getGroupSize();
  if (group <= 0 || groupSize < 0 || groupSize > group)
    return emitOpError()
           << "expects 0 <= group_size <= group and group > 0, got "
           << groupSize << " and " << group;
  if (failed(verifyOrder(op, getOrder())))
    return failure();
  int64_t places = getOrder() ? shaped(getOrder()).getDimSize(0)
                              : placesFor(getK(), groupSize, group);
  if (places % group || (!getOrder() && !groupSize && getK() > group))
    return emitOpError() << "expects whole groups of " << group
                         << " places with room for K = " << getK() << ", got "
                         << places << " places";
  int64_t groups = places / group, tokens = acts.getDimSize(0);

  // C6
  if (failed(verifyActGroups(op, kind, getActGroups())))
    return failure();

  // C4
  bool isBFloat16 = kind == ActivationKind::BFloat16;
  if (kind == ActivationKind::Float || isBFloat16) {
    Type wanted = isBFloat16 ? b.getBF16Type() : element;
    if (!isOf(getPlaces(), wanted, {tokens, places}))
      return expects(op,
                     "places [M, " + Twine(places) + "] of " +
                         (isBFloat16 ? "bf16" : "the type of acts"),
                     getPlaces());
    if (getScales())
      return emitOpError() << "expects one result for kind "
                           << stringifyActivationKind(kind);
    return success();
  }

  // C5
  if (kind == ActivationKind::Auto || !getScales())
    return emitOpError()
           << "expects kind float or bf16 with one result, or int8_token "
              "or int8_block with three";
  int64_t sets = countSets(kind, groups, getActGroups());
  if (!isOf(getPlaces(), b.getI8Type(), {tokens, places}))
    return expects(op, "places [M, " + Twine(places) + "] of i8", getPlaces());
  if (!isOf(getScales(), b.getF32Type(), {tokens, sets}))
    return expects(op, "scales [M, " + Twine(sets) + "] of f32", getScales());
  if (!isOf(getSums(), b.getI32Type(), {tokens, groups}))
    return expects(op, "sums [M, " + Twine(groups) + "] of i32", getSums());
  return success();
}

LogicalResult
PrepareOp::reifyResultShapes(OpBuilder &b,
                             ReifiedRankedShapedTypeDims &shapes) {
  for (Value result : getResults()) {
    SmallVector<OpFoldResult> sizes =
        tensor::getMixedSizes(b, getLoc(), getActs());
    sizes[1] = b.getIndexAttr(shaped(result).getDimSize(1));
    shapes.push_back(std::move(sizes));
  }
  return success();
}

//===----------------------------------------------------------------------===//
// PackedContractOp
//===----------------------------------------------------------------------===//

bool PackedContractOp::hasFloatZeroPoints() {
  return getZeroPoints() && shaped(getZeroPoints()).getElementType().isF32();
}

static LogicalResult verifyPackedActs(PackedContractOp op) {
  Builder b(op.getContext());
  ShapedType acts = op.getActsType();
  bool isInteger = op.hasIntegerActs();
  Type element = acts.getElementType();
  if (!acts.hasRank() || acts.getRank() != 2 || acts.isDynamicDim(1) ||
      (isInteger ? !element.isInteger(8)
                 : !element.isF32() && !element.isBF16()))
    return expects(op,
                   "acts [M, K'] of i8 with act_scales, of f32 or bf16 without",
                   op.getActs());
  ActivationKind kind = op.getActivation();
  bool fits = kind == ActivationKind::Float      ? element.isF32()
              : kind == ActivationKind::BFloat16 ? element.isBF16()
                                                 : isInteger;
  if (kind == ActivationKind::Auto || !fits)
    return op.emitOpError()
           << "expects activation float for acts of f32, bf16 for those of "
              "bf16, int8_token or int8_block for those of i8, got "
           << stringifyActivationKind(kind);
  // C9
  if (failed(verifyActGroups(op, kind, op.getActGroups())))
    return failure();
  if (!isInteger)
    return success();
  int64_t tokens = acts.getDimSize(0), groups = op.getNumGroups();
  int64_t sets = countSets(kind, groups, op.getActGroups());
  if (!isOf(op.getActScales(), b.getF32Type(), {tokens, sets}))
    return expects(op, "act_scales [M, " + Twine(sets) + "] of f32",
                   op.getActScales());
  if (!isOf(op.getSums(), b.getI32Type(), {tokens, groups}))
    return expects(op, "sums [M, " + Twine(groups) + "] of i32", op.getSums());
  return success();
}

static LogicalResult verifyPackedWeights(PackedContractOp op, int64_t n) {
  Builder b(op.getContext());
  LayoutAttrInterface layout = op.getLayout();
  int64_t rows = layout.getPanelRows(), group = layout.getGroupPlaces();
  int64_t panels = llvm::divideCeil(n, rows), places = op.getNumPlaces();
  if (places % group)
    return op.emitOpError() << "expects K' of whole groups of " << group
                            << " places, got " << places;
  SmallVector<int64_t> perRow{panels, places / group, rows};
  int64_t numScales = perRow[1] * op.getFormat().getScalesPerGroup();
  if (!isOf(op.getScales(), b.getF32Type(), {panels, numScales, rows}))
    return expects(op,
                   "scales [" + Twine(panels) + ", " + Twine(numScales) + ", " +
                       Twine(rows) + "] of f32",
                   op.getScales());
  int64_t bytes = layout.getWeightBytes(panels * rows, places);
  if (!isOf(op.getWeights(), b.getI8Type(), {bytes}))
    return expects(op, "weights [" + Twine(bytes) + "] of i8", op.getWeights());
  if (op.getZeroPoints()) {
    if (!isOf(op.getZeroPoints(), b.getI8Type(), perRow) &&
        !isOf(op.getZeroPoints(), b.getF32Type(), perRow))
      return expects(op, "zero_points [panels, G, R] of i8 or f32",
                     op.getZeroPoints());
    if (!op.getFormat().takesZeroPoints())
      return op.emitOpError()
             << "expects no zero_points for format " << op.getFormat();
  }
  if (layout.getMaxCodes() < op.getFormat().getNumCodes())
    return op.emitOpError()
           << "expects a layout for " << op.getFormat().getNumCodes()
           << " codes, got " << layout;
  auto vectors = dyn_cast<VectorCodebookFormatAttr>(op.getFormat());
  if (layout.getVectorLength() != op.getFormat().getVectorLength() ||
      layout.getVectorBytes() != op.getFormat().getVectorBytes() ||
      (vectors && !vectors.getValues().empty()))
    return op.emitOpError()
           << "expects a layout of vectors exactly for a format of as long "
              "ones without values, got "
           << layout << " for " << op.getFormat();
  return success();
}

/// What a result and what enters an epilogue may be.
static bool isResultType(Type type) {
  return type.isF32() || type.isF16() || type.isBF16();
}

static LogicalResult verifyEpilogue(PackedContractOp op) {
  ShapedType outs = shaped(op.getInit());
  SmallVector<Type> arguments = {Float32Type::get(op.getContext())};
  for (Value extra : op.getExtras()) {
    Type element = shaped(extra).getElementType();
    if (!isResultType(element) ||
        (!isOf(extra, element, outs.getShape()) &&
         !isOf(extra, element, outs.getShape().drop_front())))
      return expects(
          op, "extras of the shape of outs or [N], of f32, f16 or bf16", extra);
    arguments.push_back(element);
  }
  if (!op.hasEpilogue()) {
    if (!op.getExtras().empty() || outs.getElementType() != arguments.front())
      return op.emitOpError()
             << "expects outs of f32 and no extras without an epilogue";
    return success();
  }
  Block &body = op.getEpilogue().front();
  if (!isa<YieldOp>(body.getTerminator()) ||
      TypeRange(arguments) != TypeRange(body.getArgumentTypes()) ||
      body.getTerminator()->getOperand(0).getType() != outs.getElementType())
    return op.emitOpError()
           << "expects an epilogue from an f32 and the elements of extras to "
              "one of outs that ends with lowbit.yield";
  return success();
}

/// Operands that are all tensors, or all memrefs, and results that fit.
static LogicalResult verifyDestination(Operation *op, Value init) {
  bool onTensors = isa<RankedTensorType>(init.getType());
  for (Value operand : op->getOperands()) {
    if (isa<RankedTensorType>(operand.getType()) != onTensors)
      return op->emitOpError() << "expects operands that are all tensors or "
                                  "all memrefs";
    auto memref = dyn_cast<MemRefType>(operand.getType());
    if (!onTensors && (!memref || !memref.getLayout().isIdentity()))
      return expects(op, "memrefs of identity layout", operand);
  }
  if (op->getResultTypes() !=
      (onTensors ? TypeRange(init.getType()) : TypeRange()))
    return op->emitOpError() << "expects one result of the type of outs for "
                                "tensors, none for memrefs";
  return success();
}

LogicalResult PackedContractOp::verify() {
  Operation *op = getOperation();
  // C1
  if (failed(verifyDestination(op, getInit())))
    return failure();

  // C5
  ShapedType outs = shaped(getInit());
  if (outs.getRank() != 2 || outs.isDynamicDim(1) ||
      !isResultType(outs.getElementType()))
    return expects(op, "outs [M, N] of f32, f16 or bf16 with a static N",
                   getInit());
  if (shaped(getScales()).getRank() != 3)
    return expects(op, "scales [panels, G, R]", getScales());

  // C2, C9, C3, C4, C7, C6
  if (failed(verifyPackedActs(*this)) ||
      failed(verifyPackedWeights(*this, outs.getDimSize(1))) ||
      failed(verifyEpilogue(*this)))
    return failure();

  // C8
  int64_t last = 0;
  for (Attribute attr :
       getKernelsAttr() ? getKernelsAttr().getValue() : ArrayRef<Attribute>()) {
    auto kernel = dyn_cast<KernelAttr>(attr);
    if (!kernel)
      return emitOpError() << "expects kernels of #lowbit.kernel, got " << attr;
    if (last == 0 ? kernel.getTokens() != 1 : kernel.getTokens() <= last)
      return emitOpError() << "expects kernels that begin with tokens = 1 and "
                              "ascend, got "
                           << kernel.getTokens();
    last = kernel.getTokens();
  }
  return success();
}

LogicalResult
PackedContractOp::reifyResultShapes(OpBuilder &b,
                                    ReifiedRankedShapedTypeDims &shapes) {
  shapes.push_back(tensor::getMixedSizes(b, getLoc(), getInit()));
  return success();
}

void PackedContractOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
        &effects) {
  addDestinationEffects(*this, effects);
}

//===----------------------------------------------------------------------===//
// PackedConvolveOp
//===----------------------------------------------------------------------===//

static bool isEpilogueType(Type type) {
  return type.isF32() || type.isSignlessInteger(32) ||
         type.isSignlessInteger(8);
}

/// Whether reading whole quads and blocks stays inside the image: C5.
static bool hasRoom(PackedConvolveOp op) {
  ConvolutionRuns runs = op.getRuns();
  int64_t width = op.getImageType().getShape().take_back(2).front();
  int64_t positions = op.getOutType().getShape().take_back(2).front();
  if (!runs.readsBeyond())
    return true;
  if (ShapedType::isDynamic(width) || ShapedType::isDynamic(positions))
    return false;
  std::optional<int64_t> columns =
      runs.getColumns(positions, op.getStrides().back());
  return columns && *columns <= width;
}

LogicalResult PackedConvolveOp::verify() {
  Operation *op = getOperation();
  // C1
  if (failed(verifyDestination(op, getInit())))
    return failure();
  // C2
  ShapedType image = getImageType(), outs = getOutType();
  size_t rank = getKernel().size();
  auto isImage = [&](ShapedType type) {
    return type.hasRank() && type.getRank() == int64_t(rank) + 2 &&
           !type.isDynamicDim(rank + 1) && type.getDimSize(rank + 1) > 0;
  };
  if (rank == 0 || getStrides().size() != rank || getDilations().size() != rank)
    return emitOpError() << "expects kernel, strides and dilations of one "
                            "number for each spatial dimension";
  for (ArrayRef<int64_t> numbers : {getKernel(), getStrides(), getDilations()})
    if (llvm::any_of(numbers, [](int64_t number) { return number <= 0; }))
      return emitOpError() << "expects kernel, strides and dilations above 0";
  if (!isImage(image) || !image.getElementType().isSignlessInteger(8))
    return expects(op, "an image [N, sizes.., C] of i8 with a static C",
                   getImage());
  if (!isImage(outs) || !isEpilogueType(outs.getElementType()))
    return expects(op,
                   "outs [N, positions.., O] of i8, i32 or f32 with a static O",
                   getInit());
  int64_t outputs = outs.getShape().back();
  int64_t groups = static_cast<int64_t>(getGroups());
  if (groups <= 0 || image.getShape().back() % groups || outputs % groups)
    return emitOpError() << "expects channels in whole groups";
  // C3
  Type i8 = IntegerType::get(getContext(), 8);
  int64_t bytes = getRuns().getBytes();
  if (!isOf(getWeights(), i8, {bytes}))
    return expects(op, "weights [" + Twine(bytes) + "] of i8", getWeights());
  // C4
  SmallVector<Type> arguments = {IntegerType::get(getContext(), 32)};
  for (Value extra : getExtras()) {
    Type element = shaped(extra).getElementType();
    if (!isEpilogueType(element) || (!isOf(extra, element, outs.getShape()) &&
                                     !isOf(extra, element, {outputs})))
      return expects(
          op, "extras of the shape of outs or [O], of i8, i32 or f32", extra);
    arguments.push_back(element);
  }
  if (!hasEpilogue()) {
    if (!getExtras().empty() || outs.getElementType() != arguments.front())
      return emitOpError()
             << "expects outs of i32 and no extras without an epilogue";
  } else {
    Block &body = getEpilogue().front();
    if (!isa<YieldOp>(body.getTerminator()) ||
        TypeRange(arguments) != TypeRange(body.getArgumentTypes()) ||
        body.getTerminator()->getOperand(0).getType() != outs.getElementType())
      return emitOpError() << "expects an epilogue from an i32 and the "
                              "elements of extras to one of outs";
  }
  // C5
  if (!hasRoom(*this))
    return emitOpError() << "expects runs of whole quads, or room behind them, "
                            "got runs of "
                         << getRuns().length << " bytes";
  return success();
}

LogicalResult
PackedConvolveOp::reifyResultShapes(OpBuilder &b,
                                    ReifiedRankedShapedTypeDims &shapes) {
  shapes.push_back(tensor::getMixedSizes(b, getLoc(), getInit()));
  return success();
}

void PackedConvolveOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
        &effects) {
  addDestinationEffects(*this, effects);
}
