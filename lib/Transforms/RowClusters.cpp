//===- RowClusters.cpp - ops that work on rows of the same kind -----------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "RowClusters.h"
#include "Sizes.h"

#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Transforms/RegionUtils.h"

using namespace mlir;
using namespace lutra;

/// Elements of a row beyond which it is work for several threads by itself.
static constexpr int64_t longestRow = 65536;

//===----------------------------------------------------------------------===//
// Single ops
//===----------------------------------------------------------------------===//

/// The leading groups of a reshape that keep one dimension each.
static unsigned getKeptDims(ArrayRef<ReassociationIndices> groups) {
  unsigned kept = 0;
  while (kept < groups.size() && groups[kept].size() == 1)
    ++kept;
  return kept;
}

/// The leading dimensions that a slice of `whole` takes whole.
static unsigned getWholeDims(OffsetSizeAndStrideOpInterface slice,
                             Value whole) {
  unsigned dims = 0;
  for (auto [offset, extent, stride] :
       llvm::zip(slice.getMixedOffsets(), slice.getMixedSizes(),
                 slice.getMixedStrides())) {
    if (!isZeroInteger(offset) || !isOneInteger(stride) ||
        !isSizeOf(extent, whole, dims))
      break;
    ++dims;
  }
  return dims;
}

bool lutra::isRowView(Operation *op, unsigned rows) {
  if (auto expand = dyn_cast<tensor::ExpandShapeOp>(op))
    return getKeptDims(expand.getReassociationIndices()) >= rows;
  if (auto collapse = dyn_cast<tensor::CollapseShapeOp>(op))
    return getKeptDims(collapse.getReassociationIndices()) >= rows;
  if (auto slice = dyn_cast<tensor::ExtractSliceOp>(op)) {
    // Which of several dimensions of size 1 the slice leaves out is the same.
    ArrayRef<int64_t> from = slice.getSourceType().getShape();
    ArrayRef<int64_t> to = slice.getType().getShape();
    if (to.size() < rows || to.take_front(rows) != from.take_front(rows))
      return false;
    return getWholeDims(slice, slice.getSource()) >= rows;
  }
  return false;
}

Value lutra::getViewedRows(Value value, unsigned rows) {
  while (Operation *op = value.getDefiningOp()) {
    if (!isRowView(op, rows))
      break;
    value = op->getOperand(0);
  }
  return value;
}

/// Whether an operand with this map has one row for each row of the op.
static bool isRowMap(AffineMap map, unsigned rows) {
  if (map.getNumResults() < rows)
    return false;
  for (auto [i, expr] : llvm::enumerate(map.getResults()))
    for (unsigned row = 0; row < rows; ++row)
      if (i == row ? expr != getAffineDimExpr(row, map.getContext())
                   : expr.isFunctionOfDim(row))
        return false;
  return true;
}

/// Whether a row of the operand can be sliced out: each of the row loops counts
/// one of its dimensions at most, and nothing else.
static bool hasRowSlices(AffineMap map, unsigned rows) {
  for (unsigned row = 0; row < rows; ++row) {
    unsigned uses = 0;
    for (AffineExpr expr : map.getResults()) {
      if (!expr.isFunctionOfDim(row))
        continue;
      if (++uses > 1 || !isa<AffineDimExpr>(expr))
        return false;
    }
  }
  return true;
}

/// Whether different rows sum over the same part of a tensor, as in products of
/// matrices. Those have kernels that share the part, and a row alone has not.
static bool sharesSummands(linalg::GenericOp op) {
  SmallVector<unsigned> reductions, parallel;
  op.getReductionDims(reductions);
  op.getParallelDims(parallel);
  SmallVector<int64_t> ranges = op.getStaticLoopRanges();
  llvm::erase_if(parallel, [&](unsigned dim) { return ranges[dim] == 1; });
  for (OpOperand *input : op.getDpsInputOperands()) {
    AffineMap map = op.getMatchingIndexingMap(input);
    auto counts = [&](unsigned dim) { return map.isFunctionOfDim(dim); };
    if (llvm::any_of(reductions, counts) && llvm::any_of(parallel, counts) &&
        !llvm::all_of(parallel, counts))
      return true;
  }
  return false;
}

/// Whether neighbours in memory belong to different rows, as where columns are
/// summed or a vector is multiplied by a matrix [K, N]. Those have kernels that
/// sum as many rows at once as a vector has lanes.
static bool sumsAcrossRows(linalg::GenericOp op) {
  SmallVector<utils::IteratorType> iterators = op.getIteratorTypesArray();
  SmallVector<int64_t> ranges = op.getStaticLoopRanges();
  for (OpOperand *input : op.getDpsInputOperands()) {
    AffineMap map = op.getMatchingIndexingMap(input);
    if (map.getNumResults() < 2)
      continue;
    AffineExpr last = map.getResults().back();
    bool neighbours = false, isSummed = false;
    for (unsigned dim = 0; dim < map.getNumDims(); ++dim) {
      if (ranges[dim] == 1 || !map.isFunctionOfDim(dim))
        continue;
      bool isReduction = iterators[dim] == utils::IteratorType::reduction;
      isSummed |= isReduction;
      if (last.isFunctionOfDim(dim)) {
        neighbours = !isReduction;
        if (isReduction)
          break;
      }
    }
    if (isSummed && neighbours)
      return true;
  }
  return false;
}

static unsigned getMostRows(linalg::GenericOp op) {
  if (!op.hasPureTensorSemantics() || sharesSummands(op) || sumsAcrossRows(op))
    return 0;
  SmallVector<utils::IteratorType> iterators = op.getIteratorTypesArray();
  unsigned rows = 0;
  while (rows < iterators.size()) {
    unsigned next = rows + 1;
    bool fits = iterators[rows] == utils::IteratorType::parallel;
    for (OpOperand &init : op.getDpsInitsMutable())
      fits &= isRowMap(op.getMatchingIndexingMap(&init), next);
    for (OpOperand *input : op.getDpsInputOperands())
      fits &= hasRowSlices(op.getMatchingIndexingMap(input), next);
    if (!fits)
      break;
    rows = next;
  }
  return rows;
}

/// The number of loops over rows that the op can have at most, 0 for others.
static unsigned getMostRows(Operation *op) {
  if (auto generic = dyn_cast<linalg::GenericOp>(op))
    return getMostRows(generic);
  auto insert = dyn_cast<tensor::InsertSliceOp>(op);
  if (!insert || insert.getSourceType().getRank() != insert.getType().getRank())
    return 0;
  unsigned whole = getWholeDims(insert, insert.getDest());
  return std::min(whole, getWholeDims(insert, insert.getSource()));
}

/// A reduction within rows, which is what makes a loop over rows worth while:
/// it keeps its operands from being fused with its results.
static bool isReduction(Operation *op) {
  auto generic = dyn_cast<linalg::GenericOp>(op);
  return generic && generic.getNumReductionLoops() != 0;
}

/// Whether `op` reads `value`, or a view of it, row by row only.
static bool readsRows(Operation *op, Value value, unsigned rows) {
  llvm::SetVector<Value> captured;
  getUsedValuesDefinedAbove(op->getRegions(), captured);
  if (captured.contains(value))
    return false;
  for (OpOperand &operand : op->getOpOperands()) {
    if (getViewedRows(operand.get(), rows) != value)
      continue;
    auto generic = dyn_cast<linalg::GenericOp>(op);
    if (generic && !isRowMap(generic.getMatchingIndexingMap(&operand), rows))
      return false;
  }
  return true;
}

static bool hasLongRows(Operation *op, unsigned rows) {
  auto generic = dyn_cast<linalg::GenericOp>(op);
  if (!generic)
    return false;
  SmallVector<int64_t> ranges = generic.getStaticLoopRanges();
  ArrayRef<int64_t> inner = ArrayRef(ranges).drop_front(rows);
  int64_t size = 1;
  for (int64_t range : inner) {
    // One loop of an unknown length is a row, several are a tensor.
    if (ShapedType::isDynamic(range))
      return inner.size() > 1;
    size *= range;
  }
  return size > longestRow;
}

//===----------------------------------------------------------------------===//
// Clusters
//===----------------------------------------------------------------------===//

bool RowCluster::escapes(Value value) const {
  return llvm::any_of(value.getUsers(), [&](Operation *user) {
    if (contains(user))
      return false;
    if (!isRowView(user, rows))
      return true;
    return llvm::any_of(user->getResults(),
                        [&](Value view) { return escapes(view); });
  });
}

namespace {

class ClusterFinder {
public:
  explicit ClusterFinder(Block &block) : block(block) {}

  SmallVector<RowCluster> run() {
    for (Operation &op : block)
      if (unsigned most = getMostRows(&op))
        place(&op, most);
    SmallVector<RowCluster> result;
    for (RowCluster &cluster : clusters)
      if (isWorthwhile(cluster) && findHolders(cluster))
        result.push_back(std::move(cluster));
    return result;
  }

private:
  /// Adds `op` to the cluster of one of its producers, or makes a new one.
  void place(Operation *op, unsigned most) {
    for (Value operand : op->getOperands()) {
      for (unsigned rows = most; rows > 0; --rows) {
        Operation *producer = getViewedRows(operand, rows).getDefiningOp();
        if (!producer || producer->getBlock() != &block)
          continue;
        auto known = clusterOf.find(producer);
        if (known != clusterOf.end()) {
          if (clusters[known->second].rows == rows && join(known->second, op))
            return;
          continue;
        }
        if (!isReduction(op) && !isReduction(producer))
          continue;
        if (getMostRows(producer) < rows)
          continue;
        RowCluster &cluster = clusters.emplace_back();
        cluster.rows = rows;
        cluster.ops.push_back(producer);
        clusterOf[producer] = clusters.size() - 1;
        if (!hasLongRows(producer, rows) && join(clusters.size() - 1, op))
          return;
        clusters.pop_back();
        clusterOf.erase(producer);
      }
    }
  }

  bool join(unsigned index, Operation *op) {
    RowCluster &cluster = clusters[index];
    if (hasLongRows(op, cluster.rows))
      return false;
    for (Operation *member : cluster.ops)
      for (Value value : member->getResults())
        if (!readsRows(op, value, cluster.rows))
          return false;
    if (dependsFromOutside(index, op))
      return false;
    cluster.ops.push_back(op);
    clusterOf[op] = index;
    return true;
  }

  /// Whether `op` waits for something else that waits for the cluster, where
  /// other clusters run as a whole.
  bool dependsFromOutside(unsigned index, Operation *op) {
    RowCluster &cluster = clusters[index];
    SmallVector<Operation *> worklist;
    llvm::SmallPtrSet<Operation *, 16> visited;
    auto pushProducers = [&](Operation *user, bool direct) {
      auto push = [&](Value value) {
        Operation *producer = value.getDefiningOp();
        if (direct)
          producer = getViewedRows(value, cluster.rows).getDefiningOp();
        if (!producer || producer->getBlock() != &block ||
            (direct && cluster.contains(producer)))
          return;
        if (visited.insert(producer).second)
          worklist.push_back(producer);
      };
      for (Value operand : user->getOperands())
        push(operand);
      llvm::SetVector<Value> captured;
      getUsedValuesDefinedAbove(user->getRegions(), captured);
      for (Value value : captured)
        push(value);
    };
    pushProducers(op, /*direct=*/true);
    while (!worklist.empty()) {
      Operation *current = worklist.pop_back_val();
      if (cluster.contains(current))
        return true;
      auto other = clusterOf.find(current);
      if (other == clusterOf.end()) {
        if (!current->isBeforeInBlock(cluster.ops.front()))
          pushProducers(current, /*direct=*/false);
        continue;
      }
      for (Operation *member : clusters[other->second].ops)
        pushProducers(member, /*direct=*/false);
    }
    return false;
  }

  static bool isWorthwhile(const RowCluster &cluster) {
    return llvm::count_if(cluster.ops, llvm::IsaPred<linalg::GenericOp>) > 1;
  }

  /// Rows of a size that only the run knows find room in a result.
  static bool findHolders(RowCluster &cluster) {
    for (Operation *op : cluster.ops) {
      for (Value value : op->getResults()) {
        auto type = cast<RankedTensorType>(value.getType());
        bool isStatic = llvm::none_of(type.getShape().drop_front(cluster.rows),
                                      ShapedType::isDynamic);
        if (isStatic || cluster.escapes(value))
          continue;
        linalg::GenericOp holder = findHolder(cluster, value);
        if (!holder)
          return false;
        cluster.holders[value] = holder;
      }
    }
    return true;
  }

  /// The last reader of `value`, if it is elementwise on it and the result that
  /// it writes has the same type and room for nothing else.
  static linalg::GenericOp findHolder(RowCluster &cluster, Value value) {
    Operation *last = nullptr;
    for (Operation *user : value.getUsers()) {
      if (!cluster.contains(user))
        return nullptr;
      if (!last || last->isBeforeInBlock(user))
        last = user;
    }
    auto holder = dyn_cast_or_null<linalg::GenericOp>(last);
    if (!holder || holder.getNumDpsInits() != 1 ||
        !isa<linalg::GenericOp>(value.getDefiningOp()) ||
        holder.getResult(0).getType() != value.getType() ||
        !cluster.escapes(holder.getResult(0)) ||
        holder.payloadUsesValueFromOperand(holder.getDpsInitOperand(0)))
      return nullptr;
    for (auto &entry : cluster.holders)
      if (entry.second == holder)
        return nullptr;
    for (OpOperand &operand : holder->getOpOperands())
      if ((operand.get() == value || !holder.isDpsInput(&operand)) &&
          !holder.getMatchingIndexingMap(&operand).isIdentity())
        return nullptr;
    return holder;
  }

  Block &block;
  SmallVector<RowCluster> clusters;
  DenseMap<Operation *, unsigned> clusterOf;
};

} // namespace

SmallVector<RowCluster> lutra::findRowClusters(Block &block) {
  return ClusterFinder(block).run();
}
