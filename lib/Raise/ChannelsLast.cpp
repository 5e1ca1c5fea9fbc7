//===- ChannelsLast.cpp - images stay as convolutions store them ----------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Convolutions of bytes read and write channels last, and files have them
// second: a transposition stands before and behind each. Those behind move on,
// through elementwise ops and poolings, until they meet the next one before and
// both are gone, or something else reads the elements.
//
//===----------------------------------------------------------------------===//

#include "lutra/Raise/Passes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/TypeUtilities.h"

namespace lutra {
#define GEN_PASS_DEF_RAISECHANNELSLAST
#include "lutra/Raise/Passes.h.inc"
} // namespace lutra

using namespace mlir;

namespace {

/// Dimension i of the result is dimension order[i] of the source.
using Order = SmallVector<unsigned>;

class ChannelMover {
public:
  void run(func::FuncOp func);

private:
  void visit(linalg::GenericOp op);
  bool sink(linalg::GenericOp op);
  void sink(tensor::ConcatOp op);
  void sink(tensor::InsertSliceOp op);
  const Order *getMove(Value value);
  void replace(Operation *op, Value onSource, Value empty, const Order &order);
  bool readSource(linalg::GenericOp op);

  /// Transpositions of what convolutions of bytes have made.
  DenseMap<Operation *, Order> moved;
};

} // namespace

/// The order of an op that does nothing but reorder dimensions.
static std::optional<Order> getOrder(linalg::GenericOp op) {
  if (op.getNumDpsInputs() != 1 || op.getNumDpsInits() != 1 ||
      !op.hasPureTensorSemantics() ||
      op.getNumParallelLoops() != op.getNumLoops() ||
      op.getBody()->getOperations().size() != 1 ||
      op.getBody()->getTerminator()->getOperand(0) !=
          op.getBody()->getArgument(0))
    return std::nullopt;
  AffineMap from = op.getIndexingMapsArray().front();
  if (!from.isPermutation() || !op.getIndexingMapsArray().back().isIdentity())
    return std::nullopt;
  Order order(from.getNumResults());
  for (auto [dim, expr] : llvm::enumerate(from.getResults()))
    order[cast<AffineDimExpr>(expr).getPosition()] = dim;
  return order;
}

static bool isChannelsFirst(ArrayRef<unsigned> order) {
  if (order.size() < 3 || order[0] != 0 || order[1] != order.size() - 1)
    return false;
  for (unsigned i = 2; i < order.size(); ++i)
    if (order[i] != i - 1)
      return false;
  return true;
}

/// Whether a convolution of bytes is where the elements come from: one op of
/// elements each, or none, behind it.
static bool comesFromBytes(Value value) {
  while (Operation *op = value.getDefiningOp()) {
    if (isa<tensor::ExpandShapeOp, tensor::CollapseShapeOp, tensor::CastOp>(
            op)) {
      value = op->getOperand(0);
      continue;
    }
    auto generic = dyn_cast<linalg::GenericOp>(op);
    if (!generic || generic.getNumDpsInputs() == 0)
      return false;
    if (generic.getNumReductionLoops() == 0) {
      value = generic.getDpsInputs().front();
      continue;
    }
    return generic.getNumDpsInputs() == 2 &&
           getElementTypeOrSelf(value.getType()).isInteger(32) &&
           llvm::all_of(generic.getDpsInputs(), [](Value input) {
             return getElementTypeOrSelf(input.getType()).isInteger(8);
           });
  }
  return false;
}

/// The map of an operand that reads the source of a transposition instead.
static AffineMap readThrough(AffineMap map, ArrayRef<unsigned> order) {
  SmallVector<AffineExpr> results(map.getNumResults());
  for (auto [i, dim] : llvm::enumerate(order))
    results[dim] = map.getResult(i);
  return AffineMap::get(map.getNumDims(), 0, results, map.getContext());
}

/// A destination of the same elements in the order of the source.
static Value createInit(OpBuilder &b, Location loc, Value init,
                        ArrayRef<unsigned> order) {
  auto fill = init.getDefiningOp<linalg::FillOp>();
  auto empty = (fill ? fill.getOutputs().front() : init)
                   .getDefiningOp<tensor::EmptyOp>();
  if (!empty)
    return Value();
  SmallVector<OpFoldResult> old = empty.getMixedSizes(), sizes(old.size());
  for (auto [i, dim] : llvm::enumerate(order))
    sizes[dim] = old[i];
  Value result =
      tensor::EmptyOp::create(b, loc, sizes, empty.getType().getElementType());
  if (fill)
    result =
        linalg::FillOp::create(b, loc, fill.getInputs(), result).getResult(0);
  return result;
}

/// Does the op on the source of its transposed operands, and transposes the
/// result: if every operand of that rank is so, or is one for all.
bool ChannelMover::sink(linalg::GenericOp op) {
  if (op.getNumDpsInits() != 1 || op->getNumResults() != 1 ||
      !op.hasPureTensorSemantics())
    return false;
  unsigned rank = op.getNumParallelLoops();
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  auto first = llvm::to_vector(llvm::seq(0u, rank));
  if (maps.back() != AffineMap::getMultiDimMapWithTargets(
                         op.getNumLoops(), first, op.getContext()))
    return false;
  const Order *order = nullptr;
  SmallVector<Value> inputs;
  for (auto [i, input] : llvm::enumerate(op.getDpsInputs())) {
    auto it = moved.find(input.getDefiningOp());
    inputs.push_back(input);
    if (it == moved.end()) {
      if (maps[i].getNumResults() == rank && maps[i].getNumDims() != 0 &&
          llvm::all_of(first, [&, i = i](unsigned d) {
            return maps[i].getResult(d).isFunctionOfDim(d);
          }))
        return false;
      continue;
    }
    if (it->second.size() != rank || (order && *order != it->second))
      return false;
    order = &it->second;
    for (unsigned d : first)
      if (!maps[i].getResult(d).isFunctionOfDim(d))
        return false;
    maps[i] = readThrough(maps[i], *order);
    inputs.back() = cast<linalg::GenericOp>(it->first).getDpsInputs().front();
  }
  if (!order)
    return false;
  Order by = *order;

  OpBuilder b(op);
  Location loc = op.getLoc();
  Value init = createInit(b, loc, op.getDpsInits().front(), by);
  if (!init)
    return false;
  // Loop i is loop by[i] now.
  SmallVector<AffineExpr> loops;
  for (unsigned d = 0; d < op.getNumLoops(); ++d)
    loops.push_back(b.getAffineDimExpr(d < rank ? by[d] : d));
  for (AffineMap &map : MutableArrayRef(maps).drop_back())
    map = map.replaceDimsAndSymbols(loops, {}, op.getNumLoops(), 0);
  auto onSource = linalg::GenericOp::create(
      b, loc, init.getType(), inputs, init, maps, op.getIteratorTypesArray());
  IRMapping mapping;
  op.getRegion().cloneInto(&onSource.getRegion(), mapping);
  onSource.walk([&](linalg::IndexOp index) {
    if (index.getDim() < rank)
      index.setDim(by[index.getDim()]);
  });

  Value empty = op.getDpsInits().front();
  if (auto fill = empty.getDefiningOp<linalg::FillOp>())
    empty = fill.getOutputs().front();
  replace(op, onSource.getResult(0), empty, by);
  return true;
}

/// The order of the transposition that a value is.
const Order *ChannelMover::getMove(Value value) {
  auto it = moved.find(value.getDefiningOp());
  return it == moved.end() ? nullptr : &it->second;
}

/// The transposition of `onSource` instead of the op; `empty` is as large.
void ChannelMover::replace(Operation *op, Value onSource, Value empty,
                           const Order &order) {
  OpBuilder b(op);
  AffineMap identity = b.getMultiDimIdentityMap(order.size());
  AffineMap maps[] = {readThrough(identity, order), identity};
  SmallVector<utils::IteratorType> parallel(order.size(),
                                            utils::IteratorType::parallel);
  auto back = linalg::GenericOp::create(
      b, op->getLoc(), op->getResultTypes(), onSource, empty, maps, parallel,
      [](OpBuilder &b, Location loc, ValueRange args) {
        linalg::YieldOp::create(b, loc, args.front());
      });
  moved[back] = order;
  op->getResult(0).replaceAllUsesWith(back.getResult(0));
  op->erase();
}

/// What of dimension i is dimension order[i] of the source.
template <typename T>
static SmallVector<T> inOrderOfSource(ArrayRef<T> values,
                                      ArrayRef<unsigned> order) {
  SmallVector<T> result(values);
  for (auto [i, dim] : llvm::enumerate(order))
    result[dim] = values[i];
  return result;
}

/// Images beside each other, if all are moved alike.
void ChannelMover::sink(tensor::ConcatOp op) {
  const Order *first = getMove(op.getInputs().front());
  RankedTensorType type = op.getResultType();
  if (!first || type.isDynamicDim(op.getDim()))
    return;
  Order order = *first;
  SmallVector<Value> sources;
  for (Value input : op.getInputs()) {
    const Order *other = getMove(input);
    if (!other || *other != order)
      return;
    sources.push_back(
        input.getDefiningOp<linalg::GenericOp>().getDpsInputs().front());
  }
  OpBuilder b(op);
  SmallVector<OpFoldResult> sizes =
      tensor::getMixedSizes(b, op.getLoc(), op.getInputs().front());
  sizes[op.getDim()] = b.getIndexAttr(type.getDimSize(op.getDim()));
  Value empty =
      tensor::EmptyOp::create(b, op.getLoc(), sizes, type.getElementType());
  if (empty.getType() != type)
    return;
  auto onSource = tensor::ConcatOp::create(
      b, op.getLoc(), type.clone(inOrderOfSource(type.getShape(), order)),
      order[op.getDim()], sources);
  replace(op, onSource, empty, order);
}

/// An image in the middle of padding.
void ChannelMover::sink(tensor::InsertSliceOp op) {
  const Order *found = getMove(op.getSource());
  if (!found || op.getSourceType().getRank() != op.getDestType().getRank() ||
      !op.hasUnitStride())
    return;
  Order order = *found;
  OpBuilder b(op);
  Value init = createInit(b, op.getLoc(), op.getDest(), order);
  auto fill = op.getDest().getDefiningOp<linalg::FillOp>();
  if (!init || !fill)
    return;
  auto source = op.getSource().getDefiningOp<linalg::GenericOp>();
  SmallVector<OpFoldResult> ones(order.size(), b.getIndexAttr(1));
  Value onSource = tensor::InsertSliceOp::create(
      b, op.getLoc(), source.getDpsInputs().front(), init,
      inOrderOfSource(ArrayRef(op.getMixedOffsets()), order),
      inOrderOfSource(ArrayRef(op.getMixedSizes()), order), ones);
  replace(op, onSource, fill.getOutputs().front(), order);
}

/// A reduction may as well read the source; and so may another transposition,
/// which is nothing in the end if it is the opposite one.
bool ChannelMover::readSource(linalg::GenericOp op) {
  bool isMove = getOrder(op).has_value();
  for (OpOperand *operand : op.getDpsInputOperands()) {
    auto it = moved.find(operand->get().getDefiningOp());
    if (it == moved.end() || (!isMove && (op.getNumReductionLoops() == 0 ||
                                          op.getNumDpsInputs() != 1)))
      continue;
    SmallVector<AffineMap> maps = op.getIndexingMapsArray();
    AffineMap &map = maps[operand->getOperandNumber()];
    map = readThrough(map, it->second);
    operand->set(cast<linalg::GenericOp>(it->first).getDpsInputs().front());
    op.setIndexingMapsAttr(
        Builder(op.getContext()).getAffineMapArrayAttr(maps));
    if (isMove && maps.front().isIdentity() &&
        op.getDpsInputs().front().getType() == op.getResult(0).getType()) {
      op.getResult(0).replaceAllUsesWith(op.getDpsInputs().front());
      op.erase();
    }
    return true;
  }
  return false;
}

void ChannelMover::visit(linalg::GenericOp op) {
  std::optional<Order> order = getOrder(op);
  if (order && isChannelsFirst(*order) &&
      comesFromBytes(op.getDpsInputs().front())) {
    moved[op] = *order;
    return;
  }
  if (order || !sink(op))
    readSource(op);
}

void ChannelMover::run(func::FuncOp func) {
  SmallVector<Operation *> ops;
  func.walk([&](Operation *op) {
    if (isa<linalg::GenericOp, tensor::ConcatOp, tensor::InsertSliceOp>(op))
      ops.push_back(op);
  });
  for (Operation *op : ops) {
    if (auto generic = dyn_cast<linalg::GenericOp>(op))
      visit(generic);
    else if (auto concat = dyn_cast<tensor::ConcatOp>(op))
      sink(concat);
    else
      sink(cast<tensor::InsertSliceOp>(op));
  }
}

namespace {

struct RaiseChannelsLast
    : lutra::impl::RaiseChannelsLastBase<RaiseChannelsLast> {
  void runOnOperation() override { ChannelMover().run(getOperation()); }
};

} // namespace
