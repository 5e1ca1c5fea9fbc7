//===- TileContractions.cpp - matrix products by packed panels ------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A product of matrices with many rows reads its right-hand side again and
// again: in whatever order, with strides that fall onto the same lines of the
// cache. So a panel of it is first copied to where it lies as it is read, on
// the stack of the thread that uses it. docs/Design/CPU.md has the figures.
//
//===----------------------------------------------------------------------===//

#include "lutra/Target/CPU/Passes.h"

#include "LoopPlan.h"
#include "PanelBuilder.h"
#include "RuntimeCalls.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace lutra {
#define GEN_PASS_DEF_CPUTILECONTRACTIONS
#include "lutra/Target/CPU/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra::cpu;

namespace {

/// out[.., m, n] += lhs[.., m, k] * rhs[.., k, n], whatever the order of the
/// dimensions in lhs and rhs.
struct Contraction {
  linalg::GenericOp op;
  unsigned m, n, k;
  /// All other loops, which are parallel.
  SmallVector<unsigned> outer;
  unsigned rhs;
  /// A fill of the output just before, which becomes part of the tiles.
  linalg::FillOp fill;
};

std::optional<Contraction> match(linalg::GenericOp op) {
  if (!op.hasPureBufferSemantics() || op.getNumReductionLoops() != 1 ||
      !isSumOfProducts(op) ||
      !llvm::all_of(op.getIndexingMapsArray(),
                    [](AffineMap map) { return map.isProjectedPermutation(); }))
    return std::nullopt;

  Contraction result;
  result.op = op;
  SmallVector<unsigned> dims;
  op.getReductionDims(dims);
  result.k = dims.front();
  OpOperand *out = op.getDpsInitOperand(0);
  auto moves = [&](unsigned operand, unsigned dim) {
    return op.getMatchingIndexingMap(&op->getOpOperand(operand))
        .isFunctionOfDim(dim);
  };
  // Columns are neighbours in the output, and only one side has them.
  std::optional<unsigned> columns, rows;
  dims.clear();
  op.getParallelDims(dims);
  for (unsigned dim : dims)
    if (getAccess(op, *out, dim) == Access::Contiguous &&
        moves(0, dim) != moves(1, dim))
      columns = dim;
  if (!columns)
    return std::nullopt;
  result.n = *columns;
  result.rhs = moves(0, *columns) ? 0 : 1;
  if (!moves(0, result.k) || !moves(1, result.k))
    return std::nullopt;
  for (unsigned dim : dims)
    if (dim != *columns && !moves(result.rhs, dim) &&
        moves(1 - result.rhs, dim))
      rows = dim;
  if (!rows)
    return std::nullopt;
  result.m = *rows;
  for (unsigned dim : dims)
    if (dim != *rows && dim != *columns)
      result.outer.push_back(dim);

  result.fill = getFillBefore(op);
  return result;
}

class Tiler : PanelBuilder {
public:
  explicit Tiler(Contraction contraction)
      : PanelBuilder(contraction.op), contraction(contraction),
        op(contraction.op) {}

  void run() {
    auto linalgOp = cast<linalg::LinalgOp>(op.getOperation());
    for (Range range : linalgOp.createLoopRanges(b, op.getLoc()))
      sizes.push_back(range.size);
    std::optional<int64_t> m = getConstantIntValue(sizes[contraction.m]);
    std::optional<int64_t> n = getConstantIntValue(sizes[contraction.n]);
    if ((m && *m < fewestRows) || (n && *n < panelColumns / 2))
      return;
    Value isLarge;
    if (!m)
      isLarge = isAtLeast(sizes[contraction.m], fewestRows);
    if (!n) {
      Value wide = isAtLeast(sizes[contraction.n], panelColumns / 2);
      isLarge =
          isLarge ? arith::AndIOp::create(b, isLarge, wide).getResult() : wide;
    }
    if (isLarge) {
      auto branch = scf::IfOp::create(b, isLarge, /*withElseRegion=*/true);
      b.setInsertionPointToStart(branch.elseBlock());
      if (contraction.fill)
        b.clone(*contraction.fill);
      b.clone(*op);
      b.setInsertionPointToStart(branch.thenBlock());
    }
    emitPieces();
    if (contraction.fill)
      contraction.fill.erase();
    op.erase();
  }

private:
  /// One panel of columns by one chunk of rows is a piece of work.
  void emitPieces() {
    SmallVector<OpFoldResult> counts;
    for (unsigned dim : contraction.outer)
      counts.push_back(sizes[dim]);
    counts.push_back(divideCeil(sizes[contraction.m], chunkRows));
    counts.push_back(divideCeil(sizes[contraction.n], panelColumns));
    OpFoldResult rows = least(sizes[contraction.m], b.getIndexAttr(chunkRows));
    OpFoldResult cost = multiply(multiply(rows, sizes[contraction.k]),
                                 b.getIndexAttr(4 * panelColumns));
    emitPiece(enterPieces(counts, cost));
  }

  void emitPiece(ArrayRef<OpFoldResult> position) {
    tile.assign(sizes.size(), Slice());
    for (auto [dim, index] :
         llvm::zip(contraction.outer, position.drop_back(2)))
      tile[dim] = {index, b.getIndexAttr(1)};
    tile[contraction.m] =
        getTile(position.end()[-2], chunkRows, sizes[contraction.m]);
    tile[contraction.n] =
        getTile(position.back(), panelColumns, sizes[contraction.n]);
    OpFoldResult depth = sizes[contraction.k];
    std::optional<int64_t> known = getConstantIntValue(depth);
    if (known && *known <= panelDepth) {
      tile[contraction.k] = {b.getIndexAttr(0), depth};
      return emitPanel(/*fills=*/bool(contraction.fill));
    }
    if (contraction.fill)
      emitFill(getView(op.getDpsInitOperand(0)));
    // Sums go on in memory from one panel to the next, in the same order as
    // without panels.
    auto loop = scf::ForOp::create(b, getConstant(0),
                                   getValue(divideCeil(depth, panelDepth)),
                                   getConstant(1));
    b.setInsertionPointToStart(loop.getBody());
    tile[contraction.k] =
        getTile(OpFoldResult(loop.getInductionVar()), panelDepth, depth);
    emitPanel(/*fills=*/false);
  }

  void emitFill(Value out) {
    b.setLoc(contraction.fill.getLoc());
    linalg::FillOp::create(b, contraction.fill.getInputs(), out);
    b.setLoc(op.getLoc());
  }

  /// With `fills` the sums of the panel are all there are: they begin in
  /// registers.
  void emitPanel(bool fills) {
    MLIRContext *context = b.getContext();
    OpOperand *rhs = &op->getOpOperand(contraction.rhs);
    Value source = getView(rhs);
    AffineExpr i = getAffineDimExpr(0, context),
               j = getAffineDimExpr(1, context);
    OpFoldResult zero = b.getIndexAttr(0), one = b.getIndexAttr(1);
    SmallVector<OpFoldResult> shape = {tile[contraction.k].second,
                                       tile[contraction.n].second};
    Value packed = memref::SubViewOp::create(b, panel, ArrayRef{zero, zero},
                                             shape, ArrayRef{one, one});
    bool columnsFirst = isBefore(rhs, contraction.n, contraction.k);
    AffineMap from = AffineMap::get(
        2, 0, columnsFirst ? ArrayRef{j, i} : ArrayRef{i, j}, context);
    AffineMap to = b.getMultiDimIdentityMap(2);
    SmallVector<utils::IteratorType> parallel(2, utils::IteratorType::parallel);
    linalg::GenericOp::create(
        b, source, packed, {from, to}, parallel,
        [](OpBuilder &nested, Location loc, ValueRange arguments) {
          linalg::YieldOp::create(nested, loc, arguments.front());
        });

    SmallVector<AffineMap> maps;
    SmallVector<Value> operands;
    for (OpOperand &operand : op->getOpOperands()) {
      bool isRhs = &operand == rhs;
      operands.push_back(isRhs ? packed : getView(&operand));
      SmallVector<AffineExpr> results;
      if (isRhs) {
        results = {getAffineDimExpr(2, context), j};
      } else {
        AffineMap map = op.getMatchingIndexingMap(&operand);
        for (AffineExpr expr : map.getResults()) {
          unsigned dim = cast<AffineDimExpr>(expr).getPosition();
          if (dim == contraction.m)
            results.push_back(i);
          else if (dim == contraction.n)
            results.push_back(j);
          else if (dim == contraction.k)
            results.push_back(getAffineDimExpr(2, context));
        }
      }
      maps.push_back(AffineMap::get(3, 0, results, context));
    }
    SmallVector<utils::IteratorType> iterators = {
        utils::IteratorType::parallel, utils::IteratorType::parallel,
        utils::IteratorType::reduction};
    if (fills)
      emitFill(operands.back());
    auto product = linalg::GenericOp::create(b, ArrayRef(operands).drop_back(),
                                             operands.back(), maps, iterators);
    IRMapping mapping;
    op.getRegion().cloneInto(&product.getRegion(), mapping);
  }

  bool isBefore(OpOperand *operand, unsigned first, unsigned second) {
    for (AffineExpr expr : op.getMatchingIndexingMap(operand).getResults()) {
      unsigned dim = cast<AffineDimExpr>(expr).getPosition();
      if (dim == first || dim == second)
        return dim == first;
    }
    llvm_unreachable("the operand has both loops");
  }

  /// The tile's part of an operand, without the outer dimensions.
  Value getView(OpOperand *operand) {
    SmallVector<OpFoldResult> offsets, extents;
    SmallVector<int64_t> shape;
    for (AffineExpr expr : op.getMatchingIndexingMap(operand).getResults()) {
      unsigned dim = cast<AffineDimExpr>(expr).getPosition();
      offsets.push_back(tile[dim].first);
      extents.push_back(tile[dim].second);
      if (!llvm::is_contained(contraction.outer, dim))
        shape.push_back(getConstantIntValue(tile[dim].second)
                            .value_or(ShapedType::kDynamic));
    }
    SmallVector<OpFoldResult> strides(offsets.size(), b.getIndexAttr(1));
    auto type = memref::SubViewOp::inferRankReducedResultType(
        shape, cast<MemRefType>(operand->get().getType()), offsets, extents,
        strides);
    return memref::SubViewOp::create(b, type, operand->get(), offsets, extents,
                                     strides);
  }

  Contraction contraction;
  linalg::GenericOp op;
  SmallVector<OpFoldResult> sizes;
  /// Offset and size along each loop.
  SmallVector<Slice> tile;
};

struct CpuTileContractions
    : lutra::impl::CpuTileContractionsBase<CpuTileContractions> {
  void runOnOperation() override {
    // Threads want the handle, and without one there is nothing to win that
    // could matter.
    if (failed(getCallHandle(getOperation())))
      return;
    SmallVector<Contraction> contractions;
    getOperation().walk<WalkOrder::PreOrder>([&](Operation *op) {
      if (isa<scf::ForallOp, scf::ParallelOp>(op))
        return WalkResult::skip();
      if (auto generic = dyn_cast<linalg::GenericOp>(op))
        if (std::optional<Contraction> contraction = match(generic))
          contractions.push_back(*contraction);
      return WalkResult::advance();
    });
    for (Contraction &contraction : contractions)
      Tiler(contraction).run();
  }
};

} // namespace
