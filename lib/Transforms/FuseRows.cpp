//===- FuseRows.cpp - norms and their like become one loop over rows ------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What lies between two ops of a cluster is a row instead of a tensor: it stays
// in the first-level cache, and needs no memory of the run.
//
//===----------------------------------------------------------------------===//

#include "RowClusters.h"
#include "Sizes.h"

#include "lutra/Support/Remarks.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/Transforms/Transforms.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Pass/Pass.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"
#include "mlir/Transforms/RegionUtils.h"

namespace lutra {
#define GEN_PASS_DEF_FUSEROWS
#include "lutra/Transforms/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra;

namespace {

/// Makes the loop for one cluster.
class RowLoop {
public:
  explicit RowLoop(RowCluster &cluster)
      : cluster(cluster), rows(cluster.rows),
        b(getLoc(cluster), cluster.ops.back()) {}

  void run() {
    b.setInsertionPointAfter(cluster.ops.back());
    SmallVector<Value> outs;
    for (Operation *op : cluster.ops) {
      for (OpResult result : op->getResults()) {
        sizes[result] = getSizes(result);
        if (!cluster.escapes(result))
          continue;
        results.push_back(result);
        outs.push_back(getOut(result));
      }
    }
    ArrayRef<OpFoldResult> counts =
        ArrayRef(sizes[cluster.ops.front()->getResult(0)]).take_front(rows);
    Value total = getValue(counts[0]);
    for (OpFoldResult count : counts.drop_front())
      total = b.createOrFold<arith::MulIOp>(total, getValue(count));

    auto loop = scf::ForallOp::create(b, ArrayRef{OpFoldResult(total)}, outs,
                                      std::nullopt);
    b.setInsertionPointToStart(loop.getBody());
    place.assign(rows, Value());
    Value rest = loop.getInductionVar(0);
    for (unsigned i = rows; i-- > 1;) {
      Value count = getValue(counts[i]);
      place[i] = b.createOrFold<arith::RemUIOp>(rest, count);
      rest = b.createOrFold<arith::DivUIOp>(rest, count);
    }
    place[0] = rest;
    for (auto [result, out] :
         llvm::zip_equal(results, loop.getRegionIterArgs()))
      destinations[result] = out;
    for (Operation *op : cluster.ops) {
      b.setLoc(op->getLoc());
      if (auto generic = dyn_cast<linalg::GenericOp>(op))
        emit(generic);
      else
        emit(cast<tensor::InsertSliceOp>(op));
    }
    b.setLoc(loop.getLoc());
    b.setInsertionPointToStart(loop.getTerminator().getBody());
    for (OpResult result : results) {
      auto [offsets, extents, strides] = getSlice(sizes[result]);
      tensor::ParallelInsertSliceOp::create(b, rowOf.lookup(result),
                                            destinations[result], offsets,
                                            extents, strides);
    }
    for (auto [result, whole] : llvm::zip_equal(results, loop.getResults())) {
      eraseViewsBefore(loop, result);
      result.replaceUsesWithIf(whole, [&](OpOperand &use) {
        return !cluster.contains(use.getOwner());
      });
    }
    for (Operation *op : llvm::reverse(cluster.ops)) {
      for (Value result : op->getResults())
        eraseViewsBefore(loop, result);
      op->erase();
    }
  }

private:
  struct Slice {
    SmallVector<OpFoldResult> offsets, extents, strides;
  };

  static Location getLoc(const RowCluster &cluster) {
    SmallVector<Location> locs;
    for (Operation *op : cluster.ops)
      locs.push_back(op->getLoc());
    return FusedLoc::get(cluster.ops.front()->getContext(), locs);
  }

  /// What the loop writes a result into: what its op was given for that, if it
  /// was given more than a size.
  Value getOut(OpResult result) {
    Value out;
    if (auto op = dyn_cast<DestinationStyleOpInterface>(result.getOwner())) {
      out = op.getTiedOpOperand(result)->get();
      if (auto fill = out.getDefiningOp<linalg::FillOp>())
        out = fill.getOutputs().front();
    }
    if (out && !out.getDefiningOp<tensor::EmptyOp>() &&
        !cluster.contains(out.getDefiningOp()))
      return out;
    return tensor::EmptyOp::create(b, sizes[result],
                                   getElementTypeOrSelf(result.getType()));
  }

  Value getValue(OpFoldResult value) {
    return getValueOrCreateConstantIndexOp(b, b.getLoc(), value);
  }

  /// Sizes that the type does not have are values, even where they are known:
  /// rows have the types that the tensors have.
  SmallVector<OpFoldResult> getSizes(Value value) {
    SmallVector<OpFoldResult> known = getKnownSizes(b, value);
    auto type = cast<RankedTensorType>(value.getType());
    for (auto [i, size] : llvm::enumerate(known))
      if (type.isDynamicDim(i))
        size = getValue(size);
    return known;
  }

  /// Views that only the cluster has read stand before the loop; others have
  /// been moved behind it, also those that views before the loop are made of.
  void eraseViewsBefore(Operation *loop, Value value) {
    for (Operation *user : llvm::make_early_inc_range(value.getUsers())) {
      // What is inside of another op reads the whole result.
      if (cluster.contains(user) || user->getBlock() != loop->getBlock() ||
          !isRowView(user, rows))
        continue;
      eraseViewsBefore(loop, user->getResult(0));
      if (!user->isBeforeInBlock(loop))
        continue;
      user->dropAllUses();
      user->erase();
    }
  }

  /// A row of a tensor whose first dimensions are the rows'.
  Slice getSlice(ArrayRef<OpFoldResult> whole) {
    Slice slice;
    for (auto [i, size] : llvm::enumerate(whole)) {
      bool isRow = i < rows;
      slice.offsets.push_back(isRow ? OpFoldResult(place[i])
                                    : b.getIndexAttr(0));
      slice.extents.push_back(isRow ? b.getIndexAttr(1) : size);
      slice.strides.push_back(b.getIndexAttr(1));
    }
    return slice;
  }

  RankedTensorType getRowType(Value value) {
    auto type = cast<RankedTensorType>(value.getType());
    return RankedTensorType::get(type.getShape().drop_front(rows),
                                 type.getElementType());
  }

  Value slice(Value tensor, RankedTensorType type, const Slice &slice) {
    return tensor::ExtractSliceOp::create(b, type, tensor, slice.offsets,
                                          slice.extents, slice.strides);
  }

  /// The row of a value that is as long as the cluster.
  Value getRow(Value value) {
    if (Value row = rowOf.lookup(value))
      return row;
    if (Operation *op = value.getDefiningOp();
        op && isRowView(op, rows) &&
        cluster.contains(getViewedRows(value, rows).getDefiningOp()))
      return rowOf[value] = emitView(op);
    if (auto fill = value.getDefiningOp<linalg::FillOp>())
      return emitFill(fill, emitEmpty(value));
    if (value.getDefiningOp<tensor::EmptyOp>())
      return emitEmpty(value);
    return rowOf[value] =
               slice(value, getRowType(value), getSlice(getSizes(value)));
  }

  Value emitEmpty(Value value) {
    SmallVector<OpFoldResult> extents =
        llvm::to_vector(ArrayRef(getSizes(value)).drop_front(rows));
    return tensor::EmptyOp::create(b, extents,
                                   getElementTypeOrSelf(value.getType()));
  }

  Value emitFill(linalg::FillOp fill, Value row) {
    return linalg::FillOp::create(b, fill.getInputs(), row).getResult(0);
  }

  Value emitView(Operation *op) {
    Value source = getRow(op->getOperand(0));
    RankedTensorType type = getRowType(op->getResult(0));
    auto shift = [&](ArrayRef<ReassociationIndices> groups) {
      SmallVector<ReassociationIndices> shifted(groups.drop_front(rows));
      for (ReassociationIndices &group : shifted)
        for (int64_t &dim : group)
          dim -= rows;
      return shifted;
    };
    if (auto expand = dyn_cast<tensor::ExpandShapeOp>(op)) {
      SmallVector<OpFoldResult> shape = expand.getMixedOutputShape();
      return tensor::ExpandShapeOp::create(
          b, type, source, shift(expand.getReassociationIndices()),
          ArrayRef(shape).drop_front(rows));
    }
    if (auto collapse = dyn_cast<tensor::CollapseShapeOp>(op))
      return tensor::CollapseShapeOp::create(
          b, type, source, shift(collapse.getReassociationIndices()));
    auto extract = cast<tensor::ExtractSliceOp>(op);
    return tensor::ExtractSliceOp::create(
        b, type, source, ArrayRef(extract.getMixedOffsets()).drop_front(rows),
        ArrayRef(extract.getMixedSizes()).drop_front(rows),
        ArrayRef(extract.getMixedStrides()).drop_front(rows));
  }

  /// Where the op writes the row of `result`, given what it did write into.
  Value getInit(OpResult result, Value init, bool isRead) {
    auto fill = init.getDefiningOp<linalg::FillOp>();
    if (isRead && !fill && !init.getDefiningOp<tensor::EmptyOp>())
      return getRow(init);
    Value row = getDestination(result);
    return isRead && fill ? emitFill(fill, row) : row;
  }

  Value getDestination(OpResult result) {
    // The row of a result may hold another value until it is written itself.
    for (auto [held, holder] : cluster.holders)
      if (holder == result.getOwner())
        return rowOf.lookup(held);
    Value holding = result;
    if (linalg::GenericOp holder = cluster.holders.lookup(result))
      holding = holder.getResult(0);
    if (Value out = destinations.lookup(holding))
      return slice(out, getRowType(holding), getSlice(sizes[holding]));
    return emitEmpty(result);
  }

  void emit(tensor::InsertSliceOp op) {
    Value dest = getInit(cast<OpResult>(op.getResult()), op.getDest(),
                         /*isRead=*/true);
    rowOf[op.getResult()] = tensor::InsertSliceOp::create(
        b, getRow(op.getSource()), dest,
        ArrayRef(op.getMixedOffsets()).drop_front(rows),
        ArrayRef(op.getMixedSizes()).drop_front(rows),
        ArrayRef(op.getMixedStrides()).drop_front(rows));
  }

  /// The row of an input, by a map whose results may leave out row loops.
  Value getInput(OpOperand *input, AffineMap map) {
    Value value = input->get();
    bool isWholeRow = map.getNumResults() >= rows;
    for (unsigned i = 0; isWholeRow && i < rows; ++i)
      isWholeRow = map.getResult(i) == b.getAffineDimExpr(i);
    if (isWholeRow)
      return getRow(value);
    auto type = dyn_cast<RankedTensorType>(value.getType());
    if (!type)
      return value;
    Slice part;
    SmallVector<int64_t> shape;
    bool anyRow = false;
    SmallVector<OpFoldResult> whole = getSizes(value);
    for (auto [i, expr] : llvm::enumerate(map.getResults())) {
      auto dim = dyn_cast<AffineDimExpr>(expr);
      bool isRow = dim && dim.getPosition() < rows;
      anyRow |= isRow;
      part.offsets.push_back(isRow ? OpFoldResult(place[dim.getPosition()])
                                   : b.getIndexAttr(0));
      part.extents.push_back(isRow ? b.getIndexAttr(1) : whole[i]);
      part.strides.push_back(b.getIndexAttr(1));
      if (!isRow)
        shape.push_back(type.getDimSize(i));
    }
    if (!anyRow)
      return value;
    return slice(value, RankedTensorType::get(shape, type.getElementType()),
                 part);
  }

  /// The map without the loops over rows.
  AffineMap getInnerMap(AffineMap map) {
    unsigned loops = map.getNumDims();
    SmallVector<AffineExpr> dims, results;
    for (unsigned i = 0; i < loops; ++i)
      dims.push_back(i < rows ? b.getAffineConstantExpr(0)
                              : b.getAffineDimExpr(i - rows));
    for (AffineExpr expr : map.getResults()) {
      auto dim = dyn_cast<AffineDimExpr>(expr);
      if (!dim || dim.getPosition() >= rows)
        results.push_back(expr.replaceDims(dims));
    }
    return AffineMap::get(loops - rows, 0, results, b.getContext());
  }

  void emit(linalg::GenericOp op) {
    SmallVector<Value> inputs, inits;
    SmallVector<AffineMap> maps;
    for (OpOperand *input : op.getDpsInputOperands()) {
      AffineMap map = op.getMatchingIndexingMap(input);
      inputs.push_back(getInput(input, map));
      maps.push_back(getInnerMap(map));
    }
    SmallVector<Type> types;
    for (OpOperand &init : op.getDpsInitsMutable()) {
      maps.push_back(getInnerMap(op.getMatchingIndexingMap(&init)));
      inits.push_back(getInit(op.getTiedOpResult(&init), init.get(),
                              op.payloadUsesValueFromOperand(&init)));
      types.push_back(inits.back().getType());
    }
    SmallVector<utils::IteratorType> iterators = op.getIteratorTypesArray();
    auto row = linalg::GenericOp::create(b, types, inputs, inits, maps,
                                         ArrayRef(iterators).drop_front(rows));
    IRMapping mapping;
    op.getRegion().cloneInto(&row.getRegion(), mapping);
    row.getRegion().walk([&](linalg::IndexOp index) {
      unsigned dim = index.getDim();
      if (dim >= rows) {
        index.setDim(dim - rows);
        return;
      }
      index.replaceAllUsesWith(Value(place[dim]));
      index.erase();
    });
    for (auto [whole, result] :
         llvm::zip_equal(op.getResults(), row.getResults()))
      rowOf[whole] = result;
  }

  RowCluster &cluster;
  unsigned rows;
  ImplicitLocOpBuilder b;
  SmallVector<OpResult> results;
  DenseMap<Value, SmallVector<OpFoldResult>> sizes;
  /// The coordinates of the current row.
  SmallVector<Value> place;
  DenseMap<Value, Value> rowOf;
  /// The whole tensors that results are written into.
  DenseMap<Value, Value> destinations;
};

/// Moves what waits for the cluster behind its last op.
void gather(RowCluster &cluster) {
  llvm::sort(cluster.ops, [](Operation *lhs, Operation *rhs) {
    return lhs->isBeforeInBlock(rhs);
  });
  Operation *last = cluster.ops.back();
  llvm::SmallPtrSet<Operation *, 16> waiting;
  SmallVector<Operation *> inOrder;
  for (Operation *op = cluster.ops.front(); op != last;
       op = op->getNextNode()) {
    if (cluster.contains(op))
      continue;
    bool waits = false;
    op->walk([&](Operation *nested) {
      for (Value operand : nested->getOperands()) {
        Operation *producer = operand.getDefiningOp();
        waits |= producer &&
                 (cluster.contains(producer) || waiting.contains(producer));
      }
    });
    // Views that only the cluster reads stay before their readers.
    bool isInner =
        isRowView(op, cluster.rows) &&
        cluster.contains(
            getViewedRows(op->getResult(0), cluster.rows).getDefiningOp()) &&
        !cluster.escapes(op->getResult(0));
    if (waits && !isInner) {
      waiting.insert(op);
      inOrder.push_back(op);
    }
  }
  for (Operation *op : inOrder) {
    op->moveAfter(last);
    last = op;
  }
}

/// Whether the reshape does nothing but count several leading dimensions as
/// one.
bool joinsRows(Operation *reshape) {
  SmallVector<ReassociationIndices> groups;
  if (auto collapse = dyn_cast_or_null<tensor::CollapseShapeOp>(reshape))
    groups = collapse.getReassociationIndices();
  else if (auto expand = dyn_cast_or_null<tensor::ExpandShapeOp>(reshape))
    groups = expand.getReassociationIndices();
  return !groups.empty() && groups.front().size() > 1 &&
         llvm::all_of(ArrayRef(groups).drop_front(),
                      [](const auto &group) { return group.size() == 1; });
}

/// Contractions count all tokens as one dimension, norms count sequences and
/// positions. Ops between the two ways of counting take the contractions'.
LogicalResult joinRows(func::FuncOp func) {
  RewritePatternSet patterns(func.getContext());
  linalg::populateFoldReshapeOpsByCollapsingPatterns(
      patterns, [](OpOperand *operand) {
        return joinsRows(operand->get().getDefiningOp()) ||
               joinsRows(operand->getOwner());
      });
  tensor::populateFoldTensorEmptyPatterns(patterns);
  linalg::FillOp::getCanonicalizationPatterns(patterns, func.getContext());
  tensor::CollapseShapeOp::getCanonicalizationPatterns(patterns,
                                                       func.getContext());
  tensor::ExpandShapeOp::getCanonicalizationPatterns(patterns,
                                                     func.getContext());
  return applyPatternsGreedily(func, std::move(patterns));
}

struct FuseRows : lutra::impl::FuseRowsBase<FuseRows> {
  void runOnOperation() override {
    func::FuncOp func = getOperation();
    if (func.isExternal())
      return;
    if (failed(joinRows(func)))
      return signalPassFailure();
    resolveSizes(func);
    // Each loop changes the values that other clusters have as operands, but
    // neither their ops nor what these depend on.
    for (RowCluster &cluster : findRowClusters(func.getBody().front())) {
      gather(cluster);
      remarkPassed(cluster.ops.back()->getLoc(), "schedule", "FuseRows",
                   "{0} ops are one loop over rows", cluster.ops.size());
      RowLoop(cluster).run();
    }
  }
};

} // namespace
