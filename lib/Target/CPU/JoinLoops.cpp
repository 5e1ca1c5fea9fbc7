//===- JoinLoops.cpp - fewer loops before vectors -------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "JoinLoops.h"

#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Interfaces/ViewLikeInterface.h"

using namespace mlir;
using namespace lutra::cpu;

Value lutra::cpu::getWholeBuffer(Value buffer) {
  while (auto view = buffer.getDefiningOp<ViewLikeOpInterface>())
    buffer = view.getViewSource();
  return buffer;
}

/// Whether two buffers have no element in common: other allocations, or slices
/// of one that lie beside each other.
static bool areApart(Value x, Value y) {
  if (getWholeBuffer(x) != getWholeBuffer(y))
    return true;
  auto a = x.getDefiningOp<memref::SubViewOp>();
  auto b = y.getDefiningOp<memref::SubViewOp>();
  if (!a || !b || a.getSource() != b.getSource() || !a.hasUnitStride() ||
      !b.hasUnitStride())
    return false;
  auto endsBefore = [](OpFoldResult offset, OpFoldResult size,
                       OpFoldResult other) {
    std::optional<int64_t> begin = getConstantIntValue(offset);
    std::optional<int64_t> length = getConstantIntValue(size);
    std::optional<int64_t> next = getConstantIntValue(other);
    return begin && length && next && *begin + *length <= *next;
  };
  for (auto [offset, size, otherOffset, otherSize] :
       llvm::zip_equal(a.getMixedOffsets(), a.getMixedSizes(),
                       b.getMixedOffsets(), b.getMixedSizes()))
    if (endsBefore(offset, size, otherOffset) ||
        endsBefore(otherOffset, otherSize, offset))
      return true;
  return false;
}

static bool isElementwise(linalg::GenericOp op) {
  return op && op.hasPureBufferSemantics() &&
         op.getNumParallelLoops() == op.getNumLoops() &&
         llvm::all_of(op.getDpsInits(),
                      llvm::IsaPred<TypedValue<MemRefType>>) &&
         llvm::all_of(op.getBody()->without_terminator(),
                      [](Operation &inner) { return isPure(&inner); });
}

//===----------------------------------------------------------------------===//
// Dimensions
//===----------------------------------------------------------------------===//

/// Whether the buffer of an operand lies in memory as if the loops of `dims`
/// were one.
static bool mayJoin(linalg::GenericOp op, OpOperand &operand,
                    ReassociationIndicesRef dims) {
  AffineMap map = op.getMatchingIndexingMap(&operand);
  if (!linalg::isDimSequencePreserved(map, dims))
    return false;
  auto type = dyn_cast<MemRefType>(operand.get().getType());
  SmallVector<ReassociationIndices> groups;
  for (unsigned i = 0, e = map.getNumResults(); i < e;) {
    ReassociationIndices &group = groups.emplace_back();
    bool starts =
        map.getResult(i) == getAffineDimExpr(dims.front(), op.getContext());
    for (unsigned count = starts ? dims.size() : 1; count > 0; --count)
      group.push_back(i++);
  }
  return !type ||
         memref::CollapseShapeOp::isGuaranteedCollapsible(type, groups);
}

void lutra::cpu::joinDimensions(RewriterBase &rewriter, Operation *root) {
  SmallVector<linalg::GenericOp> ops;
  root->walk([&](linalg::GenericOp op) {
    if (isElementwise(op) && !op.hasIndexSemantics() &&
        llvm::all_of(op.getIndexingMapsArray(), [](AffineMap map) {
          return map.isProjectedPermutation();
        }))
      ops.push_back(op);
  });
  for (linalg::GenericOp op : ops) {
    SmallVector<ReassociationIndices> groups;
    for (unsigned dim = 0, e = op.getNumLoops(); dim < e; ++dim) {
      if (!groups.empty()) {
        ReassociationIndices joined = groups.back();
        joined.push_back(dim);
        if (llvm::all_of(op->getOpOperands(), [&](OpOperand &operand) {
              return mayJoin(op, operand, joined);
            })) {
          groups.back() = joined;
          continue;
        }
      }
      groups.push_back({dim});
    }
    if (groups.size() == op.getNumLoops())
      continue;
    rewriter.setInsertionPoint(op);
    if (succeeded(linalg::collapseOpIterationDims(op, groups, rewriter)))
      rewriter.eraseOp(op);
  }
}

//===----------------------------------------------------------------------===//
// Ops
//===----------------------------------------------------------------------===//

/// Whether both read the elements that one buffer has for each point.
static bool readSame(linalg::GenericOp first, linalg::GenericOp second) {
  for (OpOperand *a : first.getDpsInputOperands())
    for (OpOperand *b : second.getDpsInputOperands()) {
      AffineMap map = first.getMatchingIndexingMap(a);
      if (a->get() == b->get() && map.isPermutation() &&
          map == second.getMatchingIndexingMap(b))
        return true;
    }
  return false;
}

static bool areIndependent(linalg::GenericOp first, linalg::GenericOp second) {
  for (Value out : first.getDpsInits())
    for (Value operand : second->getOperands())
      if (isa<MemRefType>(operand.getType()) && !areApart(out, operand))
        return false;
  for (Value out : second.getDpsInits())
    for (Value operand : first.getDpsInputs())
      if (isa<MemRefType>(operand.getType()) && !areApart(out, operand))
        return false;
  return true;
}

/// One op in the place of `second`.
static linalg::GenericOp merge(RewriterBase &rewriter, linalg::GenericOp first,
                               linalg::GenericOp second) {
  SmallVector<Value> inputs, outputs;
  SmallVector<AffineMap> inputMaps, outputMaps;
  SmallVector<unsigned> places;
  for (linalg::GenericOp op : {first, second}) {
    for (OpOperand *operand : op.getDpsInputOperands()) {
      AffineMap map = op.getMatchingIndexingMap(operand);
      unsigned place = 0;
      while (place < inputs.size() &&
             (inputs[place] != operand->get() || inputMaps[place] != map))
        ++place;
      if (place == inputs.size()) {
        inputs.push_back(operand->get());
        inputMaps.push_back(map);
      }
      places.push_back(place);
    }
    for (OpOperand &operand : op.getDpsInitsMutable()) {
      outputs.push_back(operand.get());
      outputMaps.push_back(op.getMatchingIndexingMap(&operand));
    }
  }
  SmallVector<AffineMap> maps = inputMaps;
  llvm::append_range(maps, outputMaps);
  rewriter.setInsertionPoint(second);
  auto merged = linalg::GenericOp::create(
      rewriter, rewriter.getFusedLoc({first.getLoc(), second.getLoc()}), inputs,
      outputs, maps, second.getIteratorTypesArray(),
      [&](OpBuilder &builder, Location loc, ValueRange arguments) {
        SmallVector<Value> results;
        unsigned input = 0, output = inputs.size();
        for (linalg::GenericOp op : {first, second}) {
          IRMapping map;
          for (BlockArgument argument : op.getRegionInputArgs())
            map.map(argument, arguments[places[input++]]);
          for (BlockArgument argument : op.getRegionOutputArgs())
            map.map(argument, arguments[output++]);
          for (Operation &inner : op.getBody()->without_terminator())
            builder.clone(inner, map);
          for (Value value : op.getBody()->getTerminator()->getOperands())
            results.push_back(map.lookupOrDefault(value));
        }
        linalg::YieldOp::create(builder, loc, results);
      });
  rewriter.eraseOp(first);
  rewriter.eraseOp(second);
  return merged;
}

void lutra::cpu::joinSiblings(RewriterBase &rewriter, Operation *root) {
  SmallVector<linalg::GenericOp> ops;
  root->walk([&](linalg::GenericOp op) {
    // In rows of a loop, what a reduction reads is computed in its loop.
    if (isElementwise(op) && !op->getParentOfType<scf::ParallelOp>())
      ops.push_back(op);
  });
  linalg::GenericOp last;
  for (linalg::GenericOp op : ops) {
    bool follows = last && last->getBlock() == op->getBlock();
    if (follows)
      for (Operation *next = last->getNextNode(); next != op && follows;
           next = next->getNextNode())
        follows = isMemoryEffectFree(next);
    last = follows && last.getNumLoops() == op.getNumLoops() &&
                   readSame(last, op) && areIndependent(last, op)
               ? merge(rewriter, last, op)
               : op;
  }
}
