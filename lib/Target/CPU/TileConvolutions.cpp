//===- TileConvolutions.cpp - convolutions by packed panels ---------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A convolution is a product of matrices: rows are channels of the output,
// columns its positions, terms channels of the input and offsets of the window.
// The right-hand side is never there as a whole: panels of it are packed from
// the input, by rows of the image or, where these are short, several at a time.
//
//===----------------------------------------------------------------------===//

#include "lutra/Target/CPU/Passes.h"

#include "PanelBuilder.h"
#include "RuntimeCalls.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/IRMapping.h"
#include "llvm/Support/MathExtras.h"

namespace lutra {
#define GEN_PASS_DEF_CPUTILECONVOLUTIONS
#include "lutra/Target/CPU/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra::cpu;

namespace {

/// One spatial dimension: input = position * stride + offset * dilation.
struct Spatial {
  unsigned position, offset;
  int64_t stride = 1, dilation = 1, kernel = 1;
};

/// out[outer.., m, positions..] += x[.., i, ..] * w[.., m, i, offsets..], which
/// is the order of the loops, too.
struct Convolution {
  linalg::GenericOp op;
  SmallVector<unsigned> outer;
  unsigned m, i;
  SmallVector<Spatial> spatial;
  unsigned x, w;
  int64_t channels, rows, taps = 1;
};

/// `expr` as position * stride + offset * dilation.
std::optional<Spatial> getSpatial(AffineExpr expr) {
  auto sum = dyn_cast<AffineBinaryOpExpr>(expr);
  if (!sum || sum.getKind() != AffineExprKind::Add)
    return std::nullopt;
  auto term =
      [](AffineExpr side) -> std::optional<std::pair<unsigned, int64_t>> {
    int64_t factor = 1;
    if (auto product = dyn_cast<AffineBinaryOpExpr>(side)) {
      auto constant = dyn_cast<AffineConstantExpr>(product.getRHS());
      if (product.getKind() != AffineExprKind::Mul || !constant)
        return std::nullopt;
      factor = constant.getValue();
      side = product.getLHS();
    }
    auto dim = dyn_cast<AffineDimExpr>(side);
    if (!dim || factor < 1)
      return std::nullopt;
    return std::pair(dim.getPosition(), factor);
  };
  auto lhs = term(sum.getLHS()), rhs = term(sum.getRHS());
  if (!lhs || !rhs)
    return std::nullopt;
  Spatial result;
  std::tie(result.position, result.stride) = *lhs;
  std::tie(result.offset, result.dilation) = *rhs;
  return result;
}

bool readsDims(AffineMap map, ArrayRef<unsigned> dims) {
  return map.getNumResults() == dims.size() &&
         llvm::all_of(llvm::zip(map.getResults(), dims), [](auto pair) {
           auto dim = dyn_cast<AffineDimExpr>(std::get<0>(pair));
           return dim && dim.getPosition() == std::get<1>(pair);
         });
}

std::optional<Convolution> match(linalg::GenericOp op) {
  if (!op.hasPureBufferSemantics() || !isSumOfProducts(op))
    return std::nullopt;
  Convolution result;
  result.op = op;
  // The input is read at sums of loops.
  auto isImage = [&](unsigned operand) {
    return !op.getIndexingMapsArray()[operand].isProjectedPermutation();
  };
  if (isImage(0) == isImage(1))
    return std::nullopt;
  result.x = isImage(0) ? 0 : 1;
  result.w = 1 - result.x;
  AffineMap ofX = op.getIndexingMapsArray()[result.x],
            ofW = op.getIndexingMapsArray()[result.w],
            ofOut = op.getIndexingMapsArray()[2];

  for (AffineExpr expr : ofX.getResults()) {
    if (std::optional<Spatial> spatial = getSpatial(expr))
      result.spatial.push_back(*spatial);
    else if (!isa<AffineDimExpr>(expr) || !result.spatial.empty())
      return std::nullopt;
  }
  // Loops: outer, m, positions, i, offsets.
  unsigned rank = result.spatial.size(), numLoops = op.getNumLoops();
  if (rank == 0 || numLoops < 2 * rank + 2)
    return std::nullopt;
  result.m = numLoops - 2 * rank - 2;
  result.i = numLoops - rank - 1;
  SmallVector<unsigned> xDims, wDims, outDims;
  for (unsigned dim = 0; dim < numLoops; ++dim) {
    bool isParallel =
        op.getIteratorTypesArray()[dim] == utils::IteratorType::parallel;
    if (isParallel != (dim < result.i))
      return std::nullopt;
    if (isParallel)
      outDims.push_back(dim);
    if (dim < result.m) {
      result.outer.push_back(dim);
      if (ofW.isFunctionOfDim(dim))
        wDims.push_back(dim);
      if (ofX.isFunctionOfDim(dim))
        xDims.push_back(dim);
    }
  }
  xDims.push_back(result.i);
  wDims.push_back(result.m);
  wDims.push_back(result.i);
  SmallVector<int64_t> sizes = op.getStaticLoopRanges();
  for (auto [d, spatial] : llvm::enumerate(result.spatial)) {
    if (spatial.position != result.m + 1 + d ||
        spatial.offset != result.i + 1 + d)
      return std::nullopt;
    wDims.push_back(spatial.offset);
    spatial.kernel = sizes[spatial.offset];
    if (ShapedType::isDynamic(spatial.kernel) || spatial.kernel < 1)
      return std::nullopt;
    result.taps *= spatial.kernel;
  }
  AffineMap plainX = AffineMap::get(
      numLoops, 0, ofX.getResults().drop_back(rank), op.getContext());
  result.rows = sizes[result.m];
  result.channels = sizes[result.i];
  if (!readsDims(plainX, xDims) || !readsDims(ofW, wDims) ||
      !readsDims(ofOut, outDims) || ShapedType::isDynamic(result.rows) ||
      ShapedType::isDynamic(result.channels) || result.rows < fewestRows ||
      result.channels < 1 || result.taps > panelDepth)
    return std::nullopt;
  // Weights become a matrix without a copy; so do positions.
  for (unsigned operand : {result.w, 2u})
    if (!cast<MemRefType>(op->getOperand(operand).getType())
             .getLayout()
             .isIdentity())
      return std::nullopt;
  return result;
}

class ConvTiler : PanelBuilder {
public:
  explicit ConvTiler(const Convolution &convolution)
      : PanelBuilder(convolution.op), conv(convolution), op(convolution.op),
        fill(getFillBefore(convolution.op)) {}

  void run();

private:
  unsigned last() const { return conv.spatial.size() - 1; }
  /// Rows of the image in a tile: more than one where they are short.
  int64_t countLines();
  void emitTile(ArrayRef<OpFoldResult> position);
  void emitPanel();
  void pack(Value destination);
  /// The part of an operand that the tile has, without outer loops and
  /// positions of which it has one.
  Value getView(unsigned operand);
  Value collapse(Value memref, unsigned first, unsigned count);

  Convolution conv;
  linalg::GenericOp op;
  linalg::FillOp fill;
  SmallVector<OpFoldResult> sizes;
  SmallVector<Slice> tile;
  int64_t lines = 1, channelsInPanel = 1;
};

} // namespace

int64_t ConvTiler::countLines() {
  if (conv.spatial.size() < 2)
    return 1;
  std::optional<int64_t> width =
      getConstantIntValue(sizes[conv.spatial[last()].position]);
  if (!width || *width < 1 || *width > panelColumns / 2)
    return 1;
  int64_t fitting = panelColumns / *width;
  std::optional<int64_t> height =
      getConstantIntValue(sizes[conv.spatial[last() - 1].position]);
  return height ? std::max<int64_t>(1, std::min(fitting, *height)) : fitting;
}

void ConvTiler::run() {
  for (Range range : cast<linalg::LinalgOp>(op.getOperation())
                         .createLoopRanges(b, b.getLoc()))
    sizes.push_back(range.size);
  lines = countLines();
  channelsInPanel = std::min(conv.channels, panelDepth / conv.taps);

  SmallVector<OpFoldResult> counts;
  for (unsigned dim : conv.outer)
    counts.push_back(sizes[dim]);
  counts.push_back(divideCeil(sizes[conv.m], chunkRows));
  for (auto [d, spatial] : llvm::enumerate(conv.spatial)) {
    int64_t step = d == last()                    ? panelColumns
                   : d + 1 == last() && lines > 1 ? lines
                                                  : 1;
    counts.push_back(divideCeil(sizes[spatial.position], step));
  }
  int64_t cost = std::min(conv.rows, chunkRows) * conv.channels * conv.taps *
                 4 * panelColumns;
  SmallVector<OpFoldResult> position =
      enterPieces(counts, b.getIndexAttr(cost));
  emitTile(position);
  if (fill)
    fill.erase();
  op.erase();
}

void ConvTiler::emitTile(ArrayRef<OpFoldResult> position) {
  tile.assign(sizes.size(), Slice());
  OpFoldResult zero = b.getIndexAttr(0), one = b.getIndexAttr(1);
  for (unsigned dim : conv.outer) {
    tile[dim] = {position.front(), one};
    position = position.drop_front();
  }
  tile[conv.m] = getTile(position.front(), chunkRows, sizes[conv.m]);
  position = position.drop_front();
  for (auto [d, spatial] : llvm::enumerate(conv.spatial)) {
    OpFoldResult size = sizes[spatial.position];
    if (d == last())
      tile[spatial.position] = getTile(position[d], panelColumns, size);
    else if (d + 1 == last() && lines > 1)
      tile[spatial.position] = getTile(position[d], lines, size);
    else
      tile[spatial.position] = {position[d], one};
    tile[spatial.offset] = {zero, b.getIndexAttr(spatial.kernel)};
  }
  if (fill) {
    Value out = getView(2);
    b.setLoc(fill.getLoc());
    linalg::FillOp::create(b, fill.getInputs(), out);
    b.setLoc(op.getLoc());
  }
  if (channelsInPanel == conv.channels) {
    tile[conv.i] = {zero, b.getIndexAttr(conv.channels)};
    return emitPanel();
  }
  // Sums go on in memory from one panel to the next, in the same order as
  // without panels.
  OpFoldResult panels =
      divideCeil(b.getIndexAttr(conv.channels), channelsInPanel);
  auto loop =
      scf::ForOp::create(b, getConstant(0), getValue(panels), getConstant(1));
  b.setInsertionPointToStart(loop.getBody());
  tile[conv.i] = getTile(OpFoldResult(loop.getInductionVar()), channelsInPanel,
                         b.getIndexAttr(conv.channels));
  emitPanel();
}

/// Dimensions `first` to `first` + `count` - 1 as one.
Value ConvTiler::collapse(Value memref, unsigned first, unsigned count) {
  auto type = cast<MemRefType>(memref.getType());
  if (count == 1)
    return memref;
  SmallVector<ReassociationIndices> groups;
  for (int64_t d = 0; d < type.getRank(); ++d) {
    if (d > first && d < first + count)
      groups.back().push_back(d);
    else
      groups.push_back({d});
  }
  return memref::CollapseShapeOp::create(b, memref, groups);
}

Value ConvTiler::getView(unsigned operand) {
  AffineMap map = op.getIndexingMapsArray()[operand];
  SmallVector<OpFoldResult> offsets, extents;
  SmallVector<int64_t> shape;
  unsigned firstSpatial = map.getNumResults() - conv.spatial.size();
  for (auto [r, expr] : llvm::enumerate(map.getResults())) {
    bool drops = false;
    if (auto dim = dyn_cast<AffineDimExpr>(expr)) {
      offsets.push_back(tile[dim.getPosition()].first);
      extents.push_back(tile[dim.getPosition()].second);
      unsigned at = dim.getPosition();
      drops =
          at < conv.m || (at > conv.m && at + (lines > 1 ? 1 : 0) < conv.i - 1);
    } else {
      const Spatial &spatial = conv.spatial[r - firstSpatial];
      Slice slice = tile[spatial.position];
      OpFoldResult stride = b.getIndexAttr(spatial.stride);
      offsets.push_back(multiply(slice.first, stride));
      OpFoldResult steps =
          multiply(add(slice.second, b.getIndexAttr(-1)), stride);
      extents.push_back(add(
          steps, b.getIndexAttr((spatial.kernel - 1) * spatial.dilation + 1)));
    }
    if (!drops)
      shape.push_back(
          getConstantIntValue(extents.back()).value_or(ShapedType::kDynamic));
  }
  SmallVector<OpFoldResult> strides(offsets.size(), b.getIndexAttr(1));
  Value source = op->getOperand(operand);
  auto type = memref::SubViewOp::inferRankReducedResultType(
      shape, cast<MemRefType>(source.getType()), offsets, extents, strides);
  return memref::SubViewOp::create(b, type, source, offsets, extents, strides);
}

/// destination[i, offsets.., [line,] column] = the input there.
void ConvTiler::pack(Value destination) {
  MLIRContext *context = b.getContext();
  Value source = getView(conv.x);
  unsigned rank = conv.spatial.size();
  unsigned numLoops = cast<MemRefType>(destination.getType()).getRank();
  SmallVector<AffineExpr> from = {getAffineDimExpr(0, context)};
  for (auto [d, spatial] : llvm::enumerate(conv.spatial)) {
    AffineExpr expr = getAffineDimExpr(1 + d, context) * spatial.dilation;
    if (d == last())
      expr = getAffineDimExpr(numLoops - 1, context) * spatial.stride + expr;
    else if (d + 1 == last() && lines > 1)
      expr = getAffineDimExpr(1 + rank, context) * spatial.stride + expr;
    from.push_back(expr);
  }
  SmallVector<AffineMap> maps = {AffineMap::get(numLoops, 0, from, context),
                                 b.getMultiDimIdentityMap(numLoops)};
  SmallVector<utils::IteratorType> parallel(numLoops,
                                            utils::IteratorType::parallel);
  linalg::GenericOp::create(
      b, source, destination, maps, parallel,
      [](OpBuilder &nested, Location loc, ValueRange arguments) {
        linalg::YieldOp::create(nested, loc, arguments.front());
      });
}

void ConvTiler::emitPanel() {
  MLIRContext *context = b.getContext();
  unsigned rank = conv.spatial.size();
  OpFoldResult zero = b.getIndexAttr(0), one = b.getIndexAttr(1);
  OpFoldResult channels = tile[conv.i].second;
  OpFoldResult width = tile[conv.spatial[last()].position].second;
  OpFoldResult columns = width;
  if (lines > 1)
    columns = multiply(width, tile[conv.spatial[last() - 1].position].second);
  OpFoldResult terms = multiply(channels, b.getIndexAttr(conv.taps));
  Value packed =
      memref::SubViewOp::create(b, panel, ArrayRef{zero, zero},
                                ArrayRef{terms, columns}, ArrayRef{one, one});

  // The panel by channels and offsets, lines and columns.
  SmallVector<OpFoldResult> shape = {channels};
  SmallVector<ReassociationIndices> groups(2);
  groups[0].push_back(0);
  for (const Spatial &spatial : conv.spatial) {
    groups[0].push_back(shape.size());
    shape.push_back(b.getIndexAttr(spatial.kernel));
  }
  if (lines > 1) {
    groups[1].push_back(shape.size());
    shape.push_back(tile[conv.spatial[last() - 1].position].second);
  }
  groups[1].push_back(shape.size());
  shape.push_back(width);
  SmallVector<int64_t> staticShape;
  for (OpFoldResult size : shape)
    staticShape.push_back(
        getConstantIntValue(size).value_or(ShapedType::kDynamic));
  pack(memref::ExpandShapeOp::create(b, staticShape, packed, groups, shape));

  Value weights = collapse(getView(conv.w), 1, 1 + rank);
  Value out = getView(2);
  if (lines > 1)
    out = collapse(out, 1, 2);
  AffineExpr m = getAffineDimExpr(0, context), n = getAffineDimExpr(1, context),
             k = getAffineDimExpr(2, context);
  SmallVector<AffineMap> maps(2);
  SmallVector<Value> inputs(2);
  inputs[conv.x] = packed;
  inputs[conv.w] = weights;
  maps[conv.x] = AffineMap::get(3, 0, {k, n}, context);
  maps[conv.w] = AffineMap::get(3, 0, {m, k}, context);
  maps.push_back(AffineMap::get(3, 0, {m, n}, context));
  SmallVector<utils::IteratorType> iterators = {utils::IteratorType::parallel,
                                                utils::IteratorType::parallel,
                                                utils::IteratorType::reduction};
  auto product = linalg::GenericOp::create(b, inputs, out, maps, iterators);
  IRMapping mapping;
  op.getRegion().cloneInto(&product.getRegion(), mapping);
}

namespace {

struct CpuTileConvolutions
    : lutra::impl::CpuTileConvolutionsBase<CpuTileConvolutions> {
  void runOnOperation() override {
    // As in cpu-tile-contractions.
    if (failed(getCallHandle(getOperation())))
      return;
    SmallVector<Convolution> convolutions;
    getOperation().walk<WalkOrder::PreOrder>([&](Operation *op) {
      if (isa<scf::ForallOp, scf::ParallelOp>(op))
        return WalkResult::skip();
      if (auto generic = dyn_cast<linalg::GenericOp>(op))
        if (std::optional<Convolution> convolution = match(generic))
          convolutions.push_back(*convolution);
      return WalkResult::advance();
    });
    for (const Convolution &convolution : convolutions)
      ConvTiler(convolution).run();
  }
};

} // namespace
