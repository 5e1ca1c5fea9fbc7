//===- ExpandConvolutions.cpp - convolutions of bytes as loops ------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Nothing is gathered: what a position multiplies of a row of the image is a
// run of neighbouring bytes, and runs of neighbouring positions are a constant
// distance apart. Four bytes of a position, in all lanes, times four bytes of
// each of 16 channels are one instruction. Depthwise, lanes are channels of the
// image as well, and a column of it is read once for all windows that it is in.
//
//===----------------------------------------------------------------------===//

#include "lutra/Target/CPU/Passes.h"

#include "PanelBuilder.h"
#include "RuntimeCalls.h"
#include "lutra/Dialect/Lowbit/Lowbit.h"
#include "lutra/Dialect/Lut/Lut.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/IRMapping.h"

namespace lutra {
#define GEN_PASS_DEF_CPUEXPANDCONVOLUTIONS
#include "lutra/Target/CPU/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra;
using namespace lutra::cpu;
using lowbit::ConvolutionRuns;

namespace {

constexpr int64_t lanes = ConvolutionRuns::kBlock,
                  quad = ConvolutionRuns::kQuad;
/// Products of a tile that are written out, instead of a loop.
constexpr int64_t mostProducts = 320;
/// Products of an iteration.
constexpr int64_t productsOfStep = 64;
/// Tiles of a row that are one piece at least.
constexpr int64_t tilesOfPiece = 16;

class ConvolutionExpander : PanelBuilder {
public:
  ConvolutionExpander(lowbit::PackedConvolveOp op, lut::TargetAttr target)
      : PanelBuilder(op), op(op), runs(op.getRuns()), channels(runs.channels) {
    chooseTile(target);
  }

  void run();

private:
  /// Where a tile begins.
  struct Place {
    /// Of the outer dimensions of the result, and of its first channel.
    SmallVector<Value> outer;
    Value column, channel;
    /// What the first channel is before, of its group.
    Value end;
    /// Of the first row of the window in the image, and of the weights.
    Value image, weights;
  };
  using Values = SmallVector<Value>;

  unsigned rank() { return op.getKernel().size(); }
  void chooseTile(lut::TargetAttr target);
  void chooseColumns(int64_t fitting);
  void emitRow(ArrayRef<OpFoldResult> position);
  void emitTile(Place place, int64_t positions);
  Values emitRuns(const Place &place, unsigned dim, Value image, Value weights,
                  int64_t positions, Values sums);
  Values emitQuads(Value image, Value weights, int64_t count, int64_t positions,
                   Values sums);
  Values emitPlaces(Value image, Value weights, int64_t positions, Values sums);
  void emitStores(const Place &place, int64_t positions, ValueRange sums);
  Value emitEpilogue(Value sum, ValueRange indices, Value mask,
                     ArrayRef<Value> perChannel);
  Value load(Value memref, ValueRange indices, Value mask);
  Value emitMask(Value channel, Value end);
  Value getQuad(Value address);
  Value offset(Value base, int64_t distance) {
    return b.createOrFold<arith::AddIOp>(base, getConstant(distance));
  }
  Value scale(Value value, int64_t factor) {
    return getValue(multiply(OpFoldResult(value), b.getIndexAttr(factor)));
  }
  VectorType widen(Type type) { return VectorType::get(lanes, type); }
  /// [0, size) in steps, with values carried from one to the next.
  Values emitLoop(int64_t size, int64_t step, Values values,
                  function_ref<Values(Value, Values)> body);

  lowbit::PackedConvolveOp op;
  ConvolutionRuns runs;
  int64_t channels;
  /// Vectors of channels and positions of a tile.
  int64_t vectors = 1, columns = 1;
  /// Whether everything a tile multiplies is written out.
  bool unrolls = false;
  /// Image and weights as bytes in a row.
  Value imageBytes, weightBytes;
  SmallVector<OpFoldResult> imageSizes, outSizes;
};

} // namespace

void ConvolutionExpander::chooseTile(lut::TargetAttr target) {
  int64_t perVector = target ? 512 / target.getVectorBits() : 4;
  int64_t registers = target ? target.getRegisters() : 16;
  if (runs.isDepthwise) {
    // Sums, weights of a row of the window, what is multiplied.
    int64_t width = op.getKernel().back();
    chooseColumns(registers / perVector - std::min<int64_t>(width, 5) - 2);
    return;
  }
  int64_t blocks = runs.getBlocks();
  // One register of the image, and what other products go through.
  bool isOne = target && target.has(lut::Feature::VNNI);
  int64_t room = registers / perVector - (isOne ? 1 : 3);
  int64_t most = registers >= 32 ? 5 : 1;
  for (int64_t count = 1; count <= most; ++count)
    if (blocks % count == 0)
      vectors = count;
  chooseColumns((room - vectors) / vectors);
}

void ConvolutionExpander::chooseColumns(int64_t fitting) {
  fitting = std::clamp<int64_t>(fitting, 1, 14);
  int64_t width = op.getOutType().getShape()[rank()];
  columns = width < 1
                ? fitting
                : llvm::divideCeil(width, llvm::divideCeil(width, fitting));
  int64_t perRun = runs.isDepthwise ? 1 : runs.getQuads();
  unrolls = runs.count * perRun * vectors * columns <= mostProducts;
}

ConvolutionExpander::Values
ConvolutionExpander::emitLoop(int64_t size, int64_t step, Values values,
                              function_ref<Values(Value, Values)> body) {
  if (size <= step)
    return body(getConstant(0), values);
  auto loop = scf::ForOp::create(b, getConstant(0), getConstant(size),
                                 getConstant(step), values);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  auto carried = llvm::to_vector_of<Value>(loop.getRegionIterArgs());
  Values results = body(loop.getInductionVar(), carried);
  scf::YieldOp::create(b, results);
  return llvm::to_vector_of<Value>(loop.getResults());
}

void ConvolutionExpander::run() {
  auto flatten = [&](Value memref) -> Value {
    auto type = cast<MemRefType>(memref.getType());
    ReassociationIndices all;
    llvm::append_range(all, llvm::seq<int64_t>(0, type.getRank()));
    return memref::CollapseShapeOp::create(
        b, memref, SmallVector<ReassociationIndices>{all});
  };
  imageSizes = memref::getMixedSizes(b, b.getLoc(), op.getImage());
  outSizes = memref::getMixedSizes(b, b.getLoc(), op.getInit());
  imageBytes = flatten(op.getImage());
  weightBytes = op.getWeights();

  int64_t chunk = columns * tilesOfPiece;
  SmallVector<OpFoldResult> counts = {
      b.getIndexAttr(runs.groups * runs.getBlocks() / vectors)};
  llvm::append_range(counts, ArrayRef(outSizes).take_front(rank()));
  counts.push_back(divideCeil(outSizes[rank()], chunk));
  // An instruction has products for 16 channels, as an operation of a vector.
  int64_t cost =
      runs.count * vectors * lanes * (runs.isDepthwise ? 1 : runs.getQuads());
  OpFoldResult length = least(outSizes[rank()], b.getIndexAttr(chunk));
  SmallVector<OpFoldResult> position =
      enterPieces(counts, multiply(length, b.getIndexAttr(cost)),
                  /*makesPanel=*/false);
  emitRow(position);
  op.erase();
}

void ConvolutionExpander::emitRow(ArrayRef<OpFoldResult> position) {
  int64_t chunk = columns * tilesOfPiece;
  Place place;
  Value block = getValue(position.front());
  position = position.drop_front();
  for (OpFoldResult at : position.drop_back())
    place.outer.push_back(getValue(at));
  place.weights = scale(block, runs.getBlockBytes() * vectors);
  // Groups have whole tiles of blocks.
  int64_t tiles = runs.getBlocks() / vectors;
  Value group = getConstant(0);
  if (runs.groups > 1) {
    group = b.createOrFold<arith::DivUIOp>(block, getConstant(tiles));
    block = b.createOrFold<arith::RemUIOp>(block, getConstant(tiles));
  }
  Value firstOutput = scale(group, runs.outputs);
  place.channel =
      b.createOrFold<arith::AddIOp>(firstOutput, scale(block, lanes * vectors));
  place.end = offset(firstOutput, runs.outputs);
  // The window's first row: ((n * H + h) * W + ..) * C.
  OpFoldResult row = position.front();
  for (unsigned d = 0; d + 1 < rank(); ++d)
    row = add(multiply(row, imageSizes[1 + d]),
              multiply(position[1 + d], b.getIndexAttr(op.getStrides()[d])));
  row = multiply(row, imageSizes[rank()]);
  Value begin = getValue(multiply(row, b.getIndexAttr(channels)));
  begin = arith::AddIOp::create(
      b, begin, runs.isDepthwise ? place.channel : scale(group, runs.length));

  Slice slice = getTile(position.back(), chunk, outSizes[rank()]);
  int64_t perColumn = op.getStrides().back() * channels;
  auto emitAt = [&](Value column, int64_t positions) {
    Place at = place;
    at.column = column;
    at.image = arith::AddIOp::create(b, begin, scale(column, perColumn));
    emitTile(at, positions);
  };
  auto emitColumns = [&](Value from, Value to, int64_t positions) {
    auto loop = scf::ForOp::create(b, from, to, getConstant(positions));
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(loop.getBody());
    emitAt(loop.getInductionVar(), positions);
  };
  Value first = getValue(slice.first);
  if (std::optional<int64_t> size = getConstantIntValue(slice.second)) {
    int64_t whole = *size / columns * columns;
    if (whole == columns)
      emitAt(first, columns);
    else if (whole > 0)
      emitColumns(first, offset(first, whole), columns);
    if (whole < *size)
      emitAt(offset(first, whole), *size - whole);
    return;
  }
  // What is left of a row of unknown length goes one by one.
  Value size = getValue(slice.second);
  Value end = arith::AddIOp::create(b, first, size);
  Value rest = arith::RemUIOp::create(b, size, getConstant(columns));
  Value whole = arith::SubIOp::create(b, end, rest);
  emitColumns(first, whole, columns);
  std::optional<int64_t> width = getConstantIntValue(outSizes[rank()]);
  int64_t known = width ? *width % columns : 0;
  if (width && known == 0)
    return;
  if (!width || columns == 1) {
    if (columns > 1)
      emitColumns(whole, end, 1);
    return;
  }
  // Of a known width, the last piece alone has a rest.
  auto last =
      scf::IfOp::create(b, arith::CmpIOp::create(b, arith::CmpIPredicate::ne,
                                                 rest, getConstant(0)));
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(last.thenBlock());
  emitAt(whole, known);
}

void ConvolutionExpander::emitTile(Place place, int64_t positions) {
  Value zero =
      arith::ConstantOp::create(b, b.getZeroAttr(widen(b.getI32Type())));
  Values sums(vectors * positions, zero);
  sums = emitRuns(place, 0, place.image, place.weights, positions, sums);
  emitStores(place, positions, sums);
}

/// The rows of the window from dimension `dim` on; `image` and `weights` are
/// where these begin.
ConvolutionExpander::Values
ConvolutionExpander::emitRuns(const Place &place, unsigned dim, Value image,
                              Value weights, int64_t positions, Values sums) {
  unsigned numDims = rank() - (runs.joinsLast || runs.isDepthwise ? 1 : 0);
  if (dim == numDims && runs.isDepthwise)
    return emitPlaces(image, weights, positions, sums);
  if (dim == numDims)
    return emitQuads(image, weights, runs.getQuads(), positions, sums);
  // Runs of the dimensions inside, and bytes from one to the next in the image.
  int64_t inner = runs.getRunBytes();
  for (unsigned d = dim + 1; d < (runs.joinsLast ? numDims : rank()); ++d)
    inner *= op.getKernel()[d];
  OpFoldResult distance = b.getIndexAttr(op.getDilations()[dim] * channels);
  for (unsigned d = dim + 1; d < rank(); ++d)
    distance = multiply(distance, imageSizes[1 + d]);
  int64_t size = op.getKernel()[dim];
  auto emitAt = [&](Value index, Values carried) {
    Value of = getValue(multiply(distance, OpFoldResult(index)));
    return emitRuns(place, dim + 1, arith::AddIOp::create(b, image, of),
                    arith::AddIOp::create(b, weights, scale(index, inner)),
                    positions, carried);
  };
  if (!unrolls)
    return emitLoop(size, 1, sums, emitAt);
  for (int64_t i = 0; i < size; ++i)
    sums = emitAt(getConstant(i), sums);
  return sums;
}

ConvolutionExpander::Values
ConvolutionExpander::emitQuads(Value image, Value weights, int64_t count,
                               int64_t positions, Values sums) {
  int64_t step = count;
  if (!unrolls) {
    step = std::max<int64_t>(1, productsOfStep / (vectors * columns));
    while (count % step)
      --step;
  }
  int64_t perColumn = op.getStrides().back() * channels;
  auto bytes = VectorType::get(lanes * quad, b.getI8Type());
  auto emitStep = [&](Value first, Values carried) {
    Value at = arith::AddIOp::create(b, image, scale(first, quad));
    Value from = arith::AddIOp::create(b, weights, scale(first, quad * lanes));
    for (int64_t i = 0; i < step; ++i) {
      Values filters;
      for (int64_t v = 0; v < vectors; ++v)
        filters.push_back(vector::LoadOp::create(
            b, bytes, weightBytes,
            offset(from, v * runs.getBlockBytes() + i * quad * lanes)));
      for (int64_t p = 0; p < positions; ++p) {
        Value codes = getQuad(offset(at, p * perColumn + i * quad));
        for (int64_t v = 0; v < vectors; ++v) {
          Value &sum = carried[v * positions + p];
          sum = lut::DotOp::create(b, sum.getType(), sum, codes, filters[v],
                                   b.getI64IntegerAttr(255));
        }
      }
    }
    return carried;
  };
  return emitLoop(count, step, sums, emitStep);
}

/// A row of the window on bytes of 16 channels each, column by column of the
/// image: neighbouring positions have most of them in common.
ConvolutionExpander::Values ConvolutionExpander::emitPlaces(Value image,
                                                            Value weights,
                                                            int64_t positions,
                                                            Values sums) {
  int64_t size = op.getKernel().back(), stride = op.getStrides().back(),
          dilation = op.getDilations().back();
  auto bytes = VectorType::get(lanes, b.getI8Type());
  VectorType words = widen(b.getI32Type());
  Values filters;
  for (int64_t i = 0; i < size; ++i)
    filters.push_back(arith::ExtSIOp::create(
        b, words,
        vector::LoadOp::create(b, bytes, weightBytes,
                               offset(weights, i * runs.getRunBytes()))));
  int64_t last = (positions - 1) * stride + runs.span;
  for (int64_t column = 0; column <= last; ++column) {
    Value codes;
    for (int64_t i = 0; i < size; ++i) {
      int64_t distance = column - i * dilation;
      if (distance < 0 || distance % stride || distance / stride >= positions)
        continue;
      if (!codes)
        codes = arith::ExtUIOp::create(
            b, words,
            vector::LoadOp::create(b, bytes, imageBytes,
                                   offset(image, column * channels)));
      Value &sum = sums[distance / stride];
      sum = arith::AddIOp::create(b, sum,
                                  arith::MulIOp::create(b, codes, filters[i]));
    }
  }
  return sums;
}

/// Four bytes of the image, for all channels.
Value ConvolutionExpander::getQuad(Value address) {
  Type i8 = b.getI8Type(), i32 = b.getI32Type();
  Value bytes =
      vector::LoadOp::create(b, VectorType::get(quad, i8), imageBytes, address);
  Value word = vector::BitCastOp::create(b, VectorType::get(1, i32), bytes);
  Value words = vector::BroadcastOp::create(
      b, widen(i32), vector::ExtractOp::create(b, word, 0));
  return vector::BitCastOp::create(b, VectorType::get(quad * lanes, i8), words);
}

//===----------------------------------------------------------------------===//
// Results
//===----------------------------------------------------------------------===//

/// The lanes that are channels, of those from `channel` on, before `end`.
Value ConvolutionExpander::emitMask(Value channel, Value end) {
  VectorType words = widen(b.getI32Type());
  auto steps = llvm::to_vector(llvm::seq<int32_t>(0, lanes));
  Value each = arith::ConstantOp::create(
      b, DenseElementsAttr::get(words, ArrayRef(steps)));
  Value left = arith::SubIOp::create(b, end, channel);
  Value bound = vector::BroadcastOp::create(
      b, words, arith::IndexCastOp::create(b, b.getI32Type(), left));
  return arith::CmpIOp::create(b, arith::CmpIPredicate::slt, each, bound);
}

Value ConvolutionExpander::load(Value memref, ValueRange indices, Value mask) {
  VectorType type = widen(cast<MemRefType>(memref.getType()).getElementType());
  if (!mask)
    return vector::LoadOp::create(b, type, memref, indices);
  Value zero = arith::ConstantOp::create(b, b.getZeroAttr(type));
  return vector::MaskedLoadOp::create(b, type, memref, indices, mask, zero);
}

void ConvolutionExpander::emitStores(const Place &place, int64_t positions,
                                     ValueRange sums) {
  for (int64_t v = 0; v < vectors; ++v) {
    Value channel = offset(place.channel, v * lanes);
    Value mask = runs.outputs % lanes ? emitMask(channel, place.end) : Value();
    bool isAlone = runs.getBlocks() == vectors && runs.outputs - v * lanes == 1;
    Values perChannel;
    for (Value extra : op.getExtras())
      perChannel.push_back(cast<MemRefType>(extra.getType()).getRank() == 1
                               ? load(extra, channel, mask)
                               : Value());
    for (int64_t p = 0; p < positions; ++p) {
      Values indices = place.outer;
      indices.push_back(offset(place.column, p));
      indices.push_back(channel);
      Value result = sums[v * positions + p];
      if (op.hasEpilogue())
        result = emitEpilogue(result, indices, mask, perChannel);
      if (isAlone)
        // LLVM makes four bytes of a byte that is masked alone and narrowed.
        memref::StoreOp::create(b, vector::ExtractOp::create(b, result, 0),
                                op.getInit(), indices);
      else if (mask)
        vector::MaskedStoreOp::create(b, op.getInit(), indices, mask, result);
      else
        vector::StoreOp::create(b, result, op.getInit(), indices);
    }
  }
}

/// The epilogue's arithmetic on the lanes of vectors.
Value ConvolutionExpander::emitEpilogue(Value sum, ValueRange indices,
                                        Value mask,
                                        ArrayRef<Value> perChannel) {
  Block &body = op.getEpilogue().front();
  IRMapping map;
  map.map(body.getArgument(0), sum);
  for (auto [argument, extra, known] : llvm::zip_equal(
           body.getArguments().drop_front(), op.getExtras(), perChannel))
    map.map(argument, known ? known : load(extra, indices, mask));
  auto asVector = [&](Value value) -> Value {
    if (isa<VectorType>(value.getType()))
      return value;
    return vector::BroadcastOp::create(b, widen(value.getType()), value);
  };
  for (Operation &inner : body.without_terminator()) {
    if (!inner.hasTrait<OpTrait::ConstantLike>())
      for (Value operand : inner.getOperands())
        map.map(operand, asVector(map.lookupOrDefault(operand)));
    Operation *copy = b.clone(inner, map);
    if (!inner.hasTrait<OpTrait::ConstantLike>())
      for (OpResult value : copy->getResults())
        value.setType(widen(value.getType()));
  }
  return asVector(map.lookupOrDefault(body.getTerminator()->getOperand(0)));
}

namespace {

struct CpuExpandConvolutions
    : lutra::impl::CpuExpandConvolutionsBase<CpuExpandConvolutions> {
  void runOnOperation() override {
    SmallVector<lowbit::PackedConvolveOp> ops;
    getOperation().walk([&](lowbit::PackedConvolveOp op) {
      if (op->getNumResults() == 0)
        ops.push_back(op);
    });
    for (lowbit::PackedConvolveOp op : ops)
      ConvolutionExpander(op, lut::getTarget(op)).run();
  }
};

} // namespace
