//===- GatherElements.cpp - GatherElements, GatherND ----------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Indexing.h"
#include "Registry.h"
#include "Tuples.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;

/// result[i, j, k] = x[i, indices[i, j, k], k]; sizes off the axis may be
/// smaller than the operand's.
static HandlerResult gatherElements(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = node.input(0), *indices = node.input(1);
  int64_t axis = node.normalizeAxis(node.getInt("axis", 0), x->rank());
  if (node.refused())
    return failure();
  if (indices->rank() != x->rank())
    return node.refuse("its operands have the ranks " + Twine(x->rank()) +
                       " and " + Twine(indices->rank()));
  if (failed(checkIndicesAlong(node, x, indices, axis)))
    return failure();
  Value data = lg.data(x), indexData = lg.data(indices),
        size = lg.sizes.value(loc, x->dims[axis]);
  return Results{generate(
      lg, loc, indices->dims, x->element, [&](Scalars &s, ValueRange at) {
        SmallVector<Value> where(at);
        where[axis] = s.wrap(s.toIndex(indices, s.read(indexData, at)), size);
        return s.read(data, where);
      })};
}

static HandlerResult gatherND(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = node.input(0), *indices = node.input(1);
  int64_t batch = node.getInt("batch_dims", 0);
  if (batch < 0 || batch >= std::max<int64_t>(indices->rank(), 1) ||
      batch > x->rank())
    return node.refuse("attribute 'batch_dims' is " + Twine(batch) +
                       ", which is out of range");
  std::optional<int64_t> claimed = claimedRank(node);
  // A result of that rank has tuples of this length.
  std::optional<int64_t> fromRank;
  if (claimed)
    fromRank = indices->rank() - 1 + x->rank() - batch - *claimed;
  FailureOr<int64_t> length = readTupleLength(node, indices, fromRank);
  if (failed(length))
    return failure();
  if (batch + *length > x->rank())
    return node.refuse("index tuples of length " + Twine(*length) +
                       " are too long for " + x->str());
  for (int64_t d = 0; d < batch; ++d)
    if (failed(lg.requireEqual(node, x->dims[d], indices->dims[d],
                               "sizes of batch dimensions")))
      return failure();
  ArrayRef<Size> indexed = ArrayRef(x->dims).slice(batch, *length);
  if (failed(checkTuples(node, indices, indexed)))
    return failure();
  int64_t outer = indices->rank() - 1;
  Sizes dims(indices->dims.begin(), indices->dims.end() - 1);
  dims.append(x->dims.begin() + batch + *length, x->dims.end());
  Value data = lg.data(x), indexData = lg.data(indices);
  SmallVector<Value> ends = valuesOf(lg, loc, indexed);
  return Results{
      generate(lg, loc, dims, x->element, [&](Scalars &s, ValueRange at) {
        SmallVector<Value> where(at.take_front(batch));
        llvm::append_range(where, readTuple(s, indices, indexData,
                                            at.take_front(outer), ends));
        llvm::append_range(where, at.drop_front(outer));
        return s.read(data, where);
      })};
}

void lutra::onnx::addGatherElements(Registry &registry) {
  registry.add("GatherElements", 11, 2, 2, gatherElements);
  registry.add("GatherND", 11, 2, 2, gatherND);
}
