//===- Layout.cpp - the same elements in other dimensions -----------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Elementwise.h"
#include "Indexing.h"
#include "Quantize.h"
#include "Registry.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;

//===----------------------------------------------------------------------===//
// Reshape, Flatten
//===----------------------------------------------------------------------===//

/// What a dimension of the target becomes: 0 copies the operand's, unless
/// `allowZero`. Sizes that come from shapes stand for themselves; what is read
/// from data is looked at when the model runs.
static FailureOr<Size> targetDim(Node &node, Tensor *x, int64_t d, Size target,
                                 bool allowZero) {
  IndexMath &sizes = node.legalizer.sizes;
  std::optional<int64_t> known = getConstantIntValue(target);
  bool copies =
      !allowZero && (known ? *known == 0 : !sizes.provablyNonNegative(target));
  if (!copies)
    return target;
  if (d >= x->rank()) {
    if (known)
      return node.refuse("dimension " + Twine(d) +
                         " of the shape is 0, but the operand has rank " +
                         Twine(x->rank()));
    return target;
  }
  if (known)
    return x->dims[d];
  return sizes.select(node.loc(),
                      sizes.equal(node.loc(), target, sizes.constant(0)),
                      x->dims[d], target);
}

static HandlerResult reshapeTo(Node &node, Tensor *x, Sizes target,
                               bool allowZero) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  std::optional<unsigned> inferred;
  bool hasZero = false;
  Sizes dims;
  for (auto [d, size] : llvm::enumerate(target)) {
    hasZero |= isConstantIntValue(size, 0);
    if (isConstantIntValue(size, -1)) {
      if (inferred)
        return node.refuse("more than one dimension of the shape is -1");
      inferred = d;
      dims.push_back(sizes.constant(1));
      continue;
    }
    FailureOr<Size> dim = targetDim(node, x, d, size, allowZero);
    if (failed(dim))
      return failure();
    if (std::optional<int64_t> number = getConstantIntValue(*dim);
        number && *number < 0)
      return node.refuse("dimension " + Twine(d) + " of the shape is " +
                         Twine(*number));
    dims.push_back(*dim);
  }
  if (allowZero && hasZero && inferred)
    return node.refuse("a shape with allowzero has both 0 and -1");

  // A -1 that only the data shows.
  if (!inferred && !llvm::all_of(dims, [&](Size s) {
        return sizes.provablyNonNegative(s);
      })) {
    Size count = sizes.product(loc, x->dims), others = sizes.constant(1),
         negatives = sizes.constant(0);
    SmallVector<Size> isNegative;
    for (Size dim : dims) {
      isNegative.push_back(sizes.less(loc, dim, sizes.constant(0)));
      others = sizes.mul(
          loc, others,
          sizes.select(loc, isNegative.back(), sizes.constant(1), dim));
      negatives = sizes.add(loc, negatives, isNegative.back());
    }
    if (failed(lg.requireLessEqual(
            node, negatives, sizes.constant(1),
            "at most one dimension of the shape may be -1")))
      return failure();
    Size rest =
        sizes.truncDiv(loc, count, sizes.max(loc, others, sizes.constant(1)));
    for (auto [dim, negative] : llvm::zip(dims, isNegative)) {
      dim = sizes.select(loc, negative, rest, dim);
      if (!getConstantIntValue(dim))
        sizes.markNonNegative(cast<Value>(dim));
    }
  }
  if (inferred) {
    Sizes others = dims;
    others.erase(others.begin() + *inferred);
    if (std::optional<Size> rest = sizes.cancel(loc, x->dims, others)) {
      dims[*inferred] = *rest;
    } else {
      Size count = sizes.product(loc, x->dims),
           divisor = sizes.product(loc, others);
      if (auto number = getConstantIntValue(divisor); number == 0)
        return node.refuse("dimension -1 of the shape cannot be found beside a "
                           "dimension of size 0");
      // With a divisor of 0 the other sizes already say that nothing is there.
      dims[*inferred] = sizes.truncDiv(
          loc, count, sizes.max(loc, divisor, sizes.constant(1)));
    }
  }
  Size have = sizes.product(loc, x->dims), want = sizes.product(loc, dims);
  bool proven = sizes.provablyEqual(have, want);
  if (failed(lg.requireEqual(node, have, want,
                             "numbers of elements of operand and result")))
    return failure();
  return Results{lg.reshape(loc, x, dims, proven)};
}

static HandlerResult reshape(Node &node) {
  bool allowZero = node.getInt("allowzero", 0) != 0;
  Tensor *shape = node.input(1);
  if (shape->rank() != 1)
    return node.refuse("the shape must be one-dimensional, got " +
                       shape->str());
  // Where its length is not known, the result has the rank that is claimed.
  std::optional<int64_t> rank = claimedRank(node);
  FailureOr<Sizes> target =
      rank && !getConstantIntValue(shape->dims[0])
          ? readExactly(node, shape, *rank, "the shape")
          : node.legalizer.readContents(node, shape, "the shape");
  if (failed(target))
    return failure();
  return reshapeTo(node, node.input(0), *target, allowZero);
}

/// Up to version 4 the shape is an attribute.
static HandlerResult reshapeToAttribute(Node &node) {
  Sizes target;
  for (int64_t size : node.getInts("shape").value_or(SmallVector<int64_t>()))
    target.push_back(node.legalizer.sizes.constant(size));
  return reshapeTo(node, node.input(0), target, /*allowZero=*/false);
}

static HandlerResult flatten(Node &node) {
  Legalizer &lg = node.legalizer;
  Tensor *x = node.input(0);
  int64_t axis = node.getInt("axis", 1);
  if (axis != x->rank())
    axis = node.normalizeAxis(axis, x->rank());
  if (node.refused())
    return failure();
  ArrayRef<Size> dims = x->dims;
  Sizes target = {lg.sizes.product(node.loc(), dims.take_front(axis)),
                  lg.sizes.product(node.loc(), dims.drop_front(axis))};
  return Results{lg.reshape(node.loc(), x, target)};
}

//===----------------------------------------------------------------------===//
// Squeeze, Unsqueeze
//===----------------------------------------------------------------------===//

/// Axes are an attribute up to version 12, then input 1. nullopt: not given.
static FailureOr<std::optional<SmallVector<int64_t>>> readAxes(Node &node,
                                                               int64_t rank) {
  std::optional<SmallVector<int64_t>> axes;
  if (node.version() < 13) {
    axes = node.getInts("axes");
  } else if (Tensor *input = node.input(1)) {
    FailureOr<SmallVector<int64_t>> values =
        node.legalizer.constantInts(node, input, "input axes");
    if (failed(values))
      return failure();
    axes = *values;
  }
  if (axes)
    for (int64_t &axis : *axes)
      axis = node.normalizeAxis(axis, rank);
  if (node.refused())
    return failure();
  return axes;
}

/// Whether axes are an input that only the run knows.
static bool hasUnknownAxes(Node &node) {
  Tensor *axes = node.version() < 13 ? nullptr : node.input(1);
  if (!axes)
    return false;
  const Sizes *values = node.legalizer.contents(axes);
  return !values || llvm::any_of(*values, [](Size value) {
    return !getConstantIntValue(value);
  });
}

/// The number of axes, or what the claimed rank makes of it.
static FailureOr<int64_t> countAxes(Node &node, Tensor *axes,
                                    int64_t fromRank) {
  if (axes->rank() == 1)
    if (std::optional<int64_t> count = getConstantIntValue(axes->dims[0]))
      return *count;
  if (axes->rank() != 1 || !claimedRank(node) || fromRank < 0)
    return node.refuse("input axes must be a list of known length, got " +
                       axes->str());
  return fromRank;
}

/// Each size of the result is 1 or the next one of the operand.
static HandlerResult unsqueezeAtRunTime(Node &node) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  Tensor *x = node.input(0), *axes = node.input(1);
  FailureOr<int64_t> added =
      countAxes(node, axes, claimedRank(node).value_or(0) - x->rank());
  if (failed(added))
    return failure();
  Size count;
  FailureOr<Sizes> flags = readAxisFlags(node, axes, x->rank() + *added, count);
  if (failed(flags) ||
      failed(lg.requireEqual(node, count, sizes.constant(*added),
                             "the number of axes and the ranks' difference")))
    return failure();
  Size before = sizes.constant(0), one = sizes.constant(1);
  Sizes dims;
  for (Size flag : *flags) {
    Size dim = one;
    for (auto [d, size] : llvm::enumerate(x->dims))
      dim = sizes.select(loc, sizes.equal(loc, before, sizes.constant(d)), size,
                         dim);
    dims.push_back(sizes.select(loc, flag, one, dim));
    before = sizes.add(loc, before, sizes.sub(loc, one, flag));
  }
  for (Size &dim : dims)
    if (!sizes.provablyNonNegative(dim))
      sizes.markNonNegative(cast<Value>(dim));
  return Results{lg.reshape(loc, x, dims, /*proven=*/false)};
}

static HandlerResult squeezeAtRunTime(Node &node, ArrayRef<Size> flags,
                                      int64_t removed) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  Tensor *x = node.input(0);
  for (auto [dim, flag] : llvm::zip(x->dims, flags))
    if (failed(lg.requireEqual(
            node, sizes.select(loc, flag, dim, sizes.constant(1)),
            sizes.constant(1), "a squeezed dimension and 1")))
      return failure();
  Sizes dims = dropFlagged(lg, loc, x->dims, flags, x->rank() - removed);
  return Results{lg.reshape(loc, x, dims, /*proven=*/false)};
}

static HandlerResult unsqueeze(Node &node) {
  Legalizer &lg = node.legalizer;
  Tensor *x = node.input(0);
  if (hasUnknownAxes(node))
    return unsqueezeAtRunTime(node);
  // The number of axes is needed before they can be normalized.
  int64_t added = 0;
  if (node.version() < 13)
    added = node.getInts("axes").value_or(SmallVector<int64_t>()).size();
  else if (Tensor *input = node.input(1))
    added = input->numElements().value_or(0);
  int64_t rank = x->rank() + added;
  FailureOr<std::optional<SmallVector<int64_t>>> axes = readAxes(node, rank);
  if (failed(axes))
    return failure();
  if (!*axes)
    return node.refuse("its axes are missing");
  Sizes dims(rank);
  for (int64_t axis : **axes) {
    if (dims[axis])
      return node.refuse("axis " + Twine(axis) + " is given twice");
    dims[axis] = lg.sizes.constant(1);
  }
  auto next = x->dims.begin();
  for (Size &dim : dims)
    if (!dim)
      dim = *next++;
  return Results{lg.reshape(node.loc(), x, dims)};
}

static HandlerResult squeeze(Node &node) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Tensor *x = node.input(0);
  int64_t fromRank = x->rank() - claimedRank(node).value_or(x->rank());
  if (hasUnknownAxes(node)) {
    Tensor *input = node.input(1);
    FailureOr<int64_t> removed = countAxes(node, input, fromRank);
    if (failed(removed))
      return failure();
    Size count;
    FailureOr<Sizes> flags = readAxisFlags(node, input, x->rank(), count);
    if (failed(flags) ||
        failed(lg.requireEqual(node, count, sizes.constant(*removed),
                               "the number of axes and the ranks' difference")))
      return failure();
    return squeezeAtRunTime(node, *flags, *removed);
  }
  FailureOr<std::optional<SmallVector<int64_t>>> axes =
      readAxes(node, x->rank());
  if (failed(axes))
    return failure();
  // Without axes, all dimensions of 1 go, as many as the ranks differ by.
  if (!*axes && claimedRank(node) && fromRank >= 0 &&
      llvm::any_of(x->dims,
                   [](Size dim) { return !getConstantIntValue(dim); })) {
    Sizes flags;
    Size total = sizes.constant(0);
    for (Size dim : x->dims) {
      flags.push_back(sizes.equal(node.loc(), dim, sizes.constant(1)));
      total = sizes.add(node.loc(), total, flags.back());
    }
    if (failed(lg.requireEqual(node, total, sizes.constant(fromRank),
                               "the number of dimensions of 1 and the ranks' "
                               "difference")))
      return failure();
    return squeezeAtRunTime(node, flags, fromRank);
  }
  Sizes dims, known = x->dims;
  Size one = sizes.constant(1);
  for (auto [d, size] : llvm::enumerate(known)) {
    if (!*axes && !getConstantIntValue(size))
      return node.refuse("without axes, dimensions must be known, got " +
                         x->str());
    bool removed = *axes ? llvm::is_contained(**axes, int64_t(d))
                         : isConstantIntValue(size, 1);
    if (!removed) {
      dims.push_back(size);
      continue;
    }
    if (failed(lg.requireEqual(node, size, one, "a squeezed dimension and 1")))
      return failure();
    size = one;
  }
  return Results{lg.reshape(node.loc(), lg.refine(node.loc(), x, known), dims)};
}

//===----------------------------------------------------------------------===//
// Transpose
//===----------------------------------------------------------------------===//

static HandlerResult transpose(Node &node) {
  Legalizer &lg = node.legalizer;
  Tensor *x = node.input(0);
  SmallVector<int64_t> order;
  if (auto given = node.getInts("perm"))
    order = *given;
  else
    order = llvm::to_vector(llvm::reverse(llvm::seq<int64_t>(0, x->rank())));
  SmallVector<int64_t> sorted = order;
  llvm::sort(sorted);
  if (sorted != llvm::to_vector(llvm::seq<int64_t>(0, x->rank())))
    return node.refuse("attribute 'perm' is not a permutation of the " +
                       Twine(x->rank()) + " dimensions");
  if (llvm::is_sorted(order))
    return Results{x};
  // Whoever multiplies by a transposed weight reads the weight itself.
  if (isTurnedWeight(x, order))
    return Results{lg.makeTransposed(x, order)};
  return Results{lg.transpose(node.loc(), x, order)};
}

//===----------------------------------------------------------------------===//
// Concat
//===----------------------------------------------------------------------===//

static HandlerResult concat(Node &node) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  // There was a default up to version 3.
  int64_t axis =
      node.version() < 4 ? node.getInt("axis", 1) : node.requireInt("axis");
  SmallVector<Tensor *> operands;
  for (unsigned i = 0; i < node.numInputs(); ++i)
    if (Tensor *operand = node.input(i))
      operands.push_back(operand);
    else
      return node.refuse("input " + Twine(i) + " is missing");
  Tensor *first = operands.front();
  axis = node.normalizeAxis(axis, first->rank());
  if (node.refused() || failed(sameElement(node, operands)))
    return failure();

  Sizes dims = first->dims;
  bool known = first->rank() == 1;
  Sizes contents;
  dims[axis] = sizes.constant(0);
  for (Tensor *operand : operands) {
    if (operand->rank() != first->rank())
      return node.refuse("its operands have the ranks " + Twine(first->rank()) +
                         " and " + Twine(operand->rank()));
    for (int64_t d = 0; d < first->rank(); ++d) {
      if (d == axis) {
        dims[d] = sizes.add(loc, dims[d], operand->dims[d]);
        continue;
      }
      if (failed(lg.requireEqual(node, dims[d], operand->dims[d],
                                 "sizes of dimension " + Twine(d) +
                                     " of its operands")))
        return failure();
      // The more is known the better.
      if (getConstantIntValue(operand->dims[d]))
        dims[d] = operand->dims[d];
    }
    if (const Sizes *part = lg.contents(operand); part && known)
      contents.append(*part);
    else
      known = false;
  }
  if (known && static_cast<int64_t>(contents.size()) <= maxContents)
    return Results{lg.makeContents(first->element, dims, contents)};
  if (operands.size() == 1)
    return Results{first};
  SmallVector<Value> values;
  for (Tensor *operand : operands) {
    Sizes part = dims;
    part[axis] = operand->dims[axis];
    values.push_back(lg.castTo(loc, lg.data(operand),
                               lg.typeOf(part, toCore(first->element))));
  }
  Value result = tensor::ConcatOp::create(
      lg.builder, loc, lg.typeOf(dims, toCore(first->element)), axis, values);
  return Results{lg.make(result, first->element, dims)};
}

void lutra::onnx::addLayout(Registry &registry) {
  registry.add("Reshape", 1, 1, 1, reshapeToAttribute);
  registry.add("Reshape", 5, 2, 2, reshape);
  registry.add("Flatten", 1, 1, 1, flatten);
  registry.add("Squeeze", 1, 1, 1, squeeze);
  registry.add("Squeeze", 13, 1, 2, squeeze);
  registry.add("Unsqueeze", 1, 1, 1, unsqueeze);
  registry.add("Unsqueeze", 13, 2, 2, unsqueeze);
  registry.add("Transpose", 1, 1, 1, transpose);
  registry.add("Concat", 1, 1, Registry::variadic, concat);
}
