//===- Sequences.cpp - lists of tensors -----------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A sequence is a list of the walk's tensors, and so its length is known: there
// is none in the code. A position that is not known chooses between entries.
//
//===----------------------------------------------------------------------===//

#include "Elementwise.h"
#include "Indexing.h"
#include "Registry.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;

/// More entries than this are no good code.
static constexpr int64_t maxEntries = 1024;

static FailureOr<ArrayRef<Tensor *>> entriesOf(Node &node) {
  Tensor *list = node.input(0);
  if (!list->entries)
    return node.refuse("its input must be a sequence, got " + list->str());
  return ArrayRef<Tensor *>(*list->entries);
}

static HandlerResult construct(Node &node) {
  Results entries;
  for (unsigned i = 0; i < node.numInputs(); ++i) {
    Tensor *entry = node.input(i);
    if (!entry || entry->entries)
      return node.refuse("input " + Twine(i) + " must be a tensor");
    entries.push_back(entry);
  }
  return Results{node.legalizer.makeSequence(entries)};
}

static HandlerResult empty(Node &node) {
  node.getInt("dtype", 1);
  return Results{node.legalizer.makeSequence({})};
}

static HandlerResult length(Node &node) {
  FailureOr<ArrayRef<Tensor *>> entries = entriesOf(node);
  if (failed(entries))
    return failure();
  Legalizer &lg = node.legalizer;
  return Results{lg.makeContents(lg.builder.getI64Type(), {},
                                 {lg.sizes.constant(entries->size())})};
}

/// A position in [0, count), counted from the end where it is negative; one
/// that is not known is checked at run time.
static FailureOr<Size> readPosition(Node &node, unsigned input, int64_t count) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  FailureOr<Size> at = readScalar(node, node.input(input), "its position");
  if (failed(at))
    return failure();
  if (std::optional<int64_t> known = getConstantIntValue(*at)) {
    if (*known < -count || *known >= count)
      return node.refuse("position " + Twine(*known) +
                         " is not in a sequence "
                         "of " +
                         Twine(count) + " entries");
    return sizes.constant(*known < 0 ? *known + count : *known);
  }
  if (failed(lg.requireLessEqual(node, sizes.constant(-count), *at,
                                 "its position is before the sequence")) ||
      failed(lg.requireLessEqual(node, *at, sizes.constant(count - 1),
                                 "its position is behind the sequence")))
    return failure();
  return sizes.select(loc, sizes.less(loc, *at, sizes.constant(0)),
                      sizes.add(loc, *at, sizes.constant(count)), *at);
}

/// x where `condition`, 1 or 0, is 1, else y: tensors of one shape.
static FailureOr<Tensor *> chooseEntry(Node &node, Size condition, Tensor *x,
                                       Tensor *y) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  if (std::optional<int64_t> known = getConstantIntValue(condition))
    return *known ? x : y;
  if (x == y)
    return x;
  if (x->element != y->element || x->rank() != y->rank())
    return node.refuse("its position is known to the run alone, and entries "
                       "have the types " +
                       x->str() + " and " + y->str());
  for (auto [a, b] : llvm::zip(x->dims, y->dims))
    if (failed(lg.requireEqual(node, a, b,
                               "its position is known to the run alone, so "
                               "that sizes of entries")))
      return failure();
  Value which = arith::CmpIOp::create(
      lg.builder, loc, arith::CmpIPredicate::ne, lg.sizes.value(loc, condition),
      lg.sizes.value(loc, lg.sizes.constant(0)));
  return lg.elementwiseOver(
      loc, {x, lg.refine(loc, y, x->dims)}, x->dims, x->element,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        return arith::SelectOp::create(b, loc, which, args[0], args[1]);
      });
}

static HandlerResult at(Node &node) {
  Legalizer &lg = node.legalizer;
  FailureOr<ArrayRef<Tensor *>> entries = entriesOf(node);
  if (failed(entries))
    return failure();
  FailureOr<Size> position = readPosition(node, 1, entries->size());
  if (failed(position))
    return failure();
  if (std::optional<int64_t> known = getConstantIntValue(*position))
    return Results{(*entries)[*known]};
  Tensor *result = entries->front();
  for (auto [i, entry] : llvm::enumerate(*entries)) {
    Size here = lg.sizes.equal(node.loc(), *position, lg.sizes.constant(i));
    FailureOr<Tensor *> chosen = chooseEntry(node, here, entry, result);
    if (failed(chosen))
      return failure();
    result = *chosen;
  }
  return Results{result};
}

static HandlerResult insert(Node &node) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  FailureOr<ArrayRef<Tensor *>> entries = entriesOf(node);
  if (failed(entries))
    return failure();
  Tensor *fresh = node.input(1);
  int64_t count = entries->size();
  if (fresh->entries)
    return node.refuse("what is inserted must be a tensor");
  if (count >= maxEntries)
    return node.refuse("its sequence has more than " + Twine(maxEntries) +
                       " entries");
  Size position = sizes.constant(count);
  if (node.input(2)) {
    // Behind the last one is a position, too; from the end, -1 is before it.
    FailureOr<Size> given = readScalar(node, node.input(2), "its position");
    if (failed(given) ||
        failed(lg.requireLessEqual(node, sizes.constant(-count), *given,
                                   "its position is before the sequence")) ||
        failed(lg.requireLessEqual(node, *given, sizes.constant(count),
                                   "its position is behind the sequence")))
      return failure();
    position =
        sizes.select(loc, sizes.less(loc, *given, sizes.constant(0)),
                     sizes.add(loc, *given, sizes.constant(count)), *given);
  }
  Results result;
  for (int64_t i = 0; i <= count; ++i) {
    // What was there stays before the position and moves on behind it.
    Size here = sizes.equal(loc, position, sizes.constant(i)),
         before = sizes.less(loc, sizes.constant(i), position);
    Tensor *moved = i > 0 ? (*entries)[i - 1] : fresh,
           *stays = i < count ? (*entries)[i] : fresh;
    FailureOr<Tensor *> old = chooseEntry(node, before, stays, moved);
    if (failed(old))
      return failure();
    FailureOr<Tensor *> entry = chooseEntry(node, here, fresh, *old);
    if (failed(entry))
      return failure();
    result.push_back(*entry);
  }
  return Results{lg.makeSequence(result)};
}

static HandlerResult erase(Node &node) {
  Legalizer &lg = node.legalizer;
  FailureOr<ArrayRef<Tensor *>> entries = entriesOf(node);
  if (failed(entries))
    return failure();
  int64_t count = entries->size();
  if (count == 0)
    return node.refuse("its sequence is empty");
  Size position = lg.sizes.constant(count - 1);
  if (node.input(1)) {
    FailureOr<Size> given = readPosition(node, 1, count);
    if (failed(given))
      return failure();
    position = *given;
  }
  Results result;
  for (int64_t i = 0; i + 1 < count; ++i) {
    Size before = lg.sizes.less(node.loc(), lg.sizes.constant(i), position);
    FailureOr<Tensor *> entry =
        chooseEntry(node, before, (*entries)[i], (*entries)[i + 1]);
    if (failed(entry))
      return failure();
    result.push_back(*entry);
  }
  return Results{lg.makeSequence(result)};
}

/// Side by side along an axis, which is a new one on demand.
static HandlerResult concat(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  FailureOr<ArrayRef<Tensor *>> entries = entriesOf(node);
  if (failed(entries))
    return failure();
  bool isNew = node.getInt("new_axis", 0) != 0;
  int64_t given = node.requireInt("axis");
  if (node.refused())
    return failure();
  if (entries->empty())
    return node.refuse("its sequence is empty, so that the sizes of its result "
                       "are not known");
  Tensor *first = entries->front();
  int64_t axis = node.normalizeAxis(given, first->rank() + isNew);
  if (node.refused() || failed(sameElement(node, *entries)))
    return failure();
  Type element = toCore(first->element);
  Sizes dims;
  SmallVector<Value> values;
  for (Tensor *entry : *entries) {
    if (entry->rank() != first->rank())
      return node.refuse("its entries have the types " + first->str() +
                         " and " + entry->str());
    Sizes own = entry->dims;
    if (isNew)
      own.insert(own.begin() + axis, lg.sizes.constant(1));
    if (dims.empty())
      dims = own;
    else
      for (size_t d = 0; d < own.size(); ++d) {
        if (static_cast<int64_t>(d) == axis)
          dims[d] = lg.sizes.add(loc, dims[d], own[d]);
        else if (failed(lg.requireEqual(node, own[d], dims[d],
                                        "sizes of its entries")))
          return failure();
      }
    values.push_back(lg.data(lg.reshape(loc, entry, own)));
  }
  for (Value &value : values) {
    auto type = cast<RankedTensorType>(value.getType());
    SmallVector<int64_t> shape(lg.typeOf(dims, element).getShape());
    shape[axis] = type.getDimSize(axis);
    value = lg.castTo(loc, value, RankedTensorType::get(shape, element));
  }
  Value joined = tensor::ConcatOp::create(
      lg.builder, loc, lg.typeOf(dims, element), axis, values);
  return Results{lg.make(joined, first->element, dims)};
}

/// Pieces along an axis: of one entry each, of a length, or of given lengths.
static HandlerResult split(Node &node) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  Tensor *x = node.input(0), *given = node.input(1);
  int64_t axis = node.normalizeAxis(node.getInt("axis", 0), x->rank());
  bool keeps = node.getInt("keepdims", 1) != 0 || given;
  if (node.refused())
    return failure();
  std::optional<int64_t> whole = getConstantIntValue(x->dims[axis]);
  SmallVector<int64_t> lengths;
  if (given) {
    FailureOr<SmallVector<int64_t>> numbers =
        lg.constantInts(node, given, "input split");
    if (failed(numbers))
      return failure();
    lengths = *numbers;
  }
  if (!given || given->rank() == 0) {
    int64_t length = given ? lengths.front() : 1;
    if (!whole || length < 1)
      return node.refuse("the size of its axis must be known and the length of "
                         "a piece be positive, got " +
                         x->str() + " and " + Twine(length));
    lengths.clear();
    if (*whole / length > maxEntries)
      return node.refuse("it has more than " + Twine(maxEntries) + " pieces");
    for (int64_t rest = *whole; rest > 0; rest -= length)
      lengths.push_back(std::min(rest, length));
  }
  int64_t total = 0;
  for (int64_t length : lengths) {
    if (length < 0)
      return node.refuse("input split has the length " + Twine(length));
    total += length;
  }
  if (failed(lg.requireEqual(node, sizes.constant(total), x->dims[axis],
                             "the lengths of its pieces and the size of its "
                             "axis")))
    return failure();
  Results pieces;
  Sizes offsets(x->rank(), sizes.constant(0)),
      strides(x->rank(), sizes.constant(1)), dims = x->dims;
  int64_t begin = 0;
  for (int64_t length : lengths) {
    offsets[axis] = sizes.constant(begin);
    dims[axis] = sizes.constant(length);
    begin += length;
    Tensor *piece = lg.slice(loc, x, offsets, dims, strides);
    if (!keeps) {
      Sizes fewer = dims;
      fewer.erase(fewer.begin() + axis);
      piece = lg.reshape(loc, piece, fewer);
    }
    pieces.push_back(piece);
  }
  return Results{lg.makeSequence(pieces)};
}

/// The body for each entry of the first sequence, with the entries of the
/// others that stand at its place, and whole tensors.
static HandlerResult map(Node &node) {
  FailureOr<ArrayRef<Tensor *>> first = entriesOf(node);
  if (failed(first))
    return failure();
  SmallVector<Results> lists(node.op.getNumResults());
  for (size_t i = 0; i < first->size(); ++i) {
    Results args;
    for (unsigned input = 0; input < node.numInputs(); ++input) {
      Tensor *x = node.input(input);
      if (!x || (x->entries && x->entries->size() != first->size()))
        return node.refuse("its sequences must have one length");
      args.push_back(x->entries ? (*x->entries)[i] : x);
    }
    HandlerResult made = node.legalizer.inlineBody(node, "body", args);
    if (failed(made))
      return failure();
    if (made->size() != lists.size())
      return node.refuse("its body gives " + Twine(made->size()) + " values");
    for (auto [list, entry] : llvm::zip(lists, *made))
      list.push_back(entry);
  }
  Results results;
  for (Results &list : lists)
    results.push_back(node.legalizer.makeSequence(list));
  return results;
}

void lutra::onnx::addSequences(Registry &registry) {
  registry.add("SequenceConstruct", 11, 1, Registry::variadic, construct);
  registry.add("SequenceEmpty", 11, 0, 0, empty);
  registry.add("SplitToSequence", 11, 1, 2, split);
  registry.addForSequences("SequenceLength", 11, 1, 1, length);
  registry.addForSequences("SequenceAt", 11, 2, 2, at);
  registry.addForSequences("SequenceInsert", 11, 2, 3, insert);
  registry.addForSequences("SequenceErase", 11, 1, 2, erase);
  registry.addForSequences("ConcatFromSequence", 11, 1, 1, concat);
  registry.addForSequences("SequenceMap", 17, 1, Registry::variadic, map);
}
