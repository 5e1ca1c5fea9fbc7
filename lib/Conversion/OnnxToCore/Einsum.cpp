//===- Einsum.cpp - Einsum, Det -------------------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Elementwise.h"
#include "Indexing.h"
#include "Registry.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace lutra::onnx;

namespace {
/// The dimensions of one term: letters, and what an ellipsis stands for as
/// numbers counted from its end (-1 is the last).
using Term = SmallVector<int>;
} // namespace

static FailureOr<Term> parseTerm(Node &node, StringRef text,
                                 std::optional<int64_t> rank,
                                 int64_t &ellipsis) {
  Term term;
  int64_t letters = llvm::count_if(text, llvm::isAlpha);
  bool hasEllipsis = text.contains("...");
  int64_t stands = rank ? *rank - letters : ellipsis;
  if (rank && (stands < 0 || (!hasEllipsis && stands != 0)))
    return node.refuse("term '" + text + "' does not fit an operand of rank " +
                       Twine(*rank));
  if (rank && hasEllipsis)
    ellipsis = std::max(ellipsis, stands);
  bool seen = false;
  while (!text.empty()) {
    if (llvm::isAlpha(text.front())) {
      term.push_back(text.front());
      text = text.drop_front();
    } else if (!seen && text.consume_front("...")) {
      seen = true;
      for (int64_t i = stands; i > 0; --i)
        term.push_back(-i);
    } else {
      return node.refuse("attribute 'equation' has the term '" + text +
                         "', which is none");
    }
  }
  return term;
}

static HandlerResult einsum(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  MLIRContext *context = node.op->getContext();
  std::string equation;
  for (char c : node.getString("equation", ""))
    if (c != ' ')
      equation += c;
  SmallVector<Tensor *> operands;
  for (unsigned i = 0; i < node.numInputs(); ++i)
    if (Tensor *operand = node.input(i))
      operands.push_back(operand);
    else
      return node.refuse("input " + Twine(i) + " is missing");
  if (failed(sameElement(node, operands)))
    return failure();
  Type element = operands.front()->element;
  if (operands.front()->isBool())
    return badElement(node, element);

  auto [left, right] = StringRef(equation).split("->");
  bool isExplicit = StringRef(equation).contains("->");
  SmallVector<StringRef> texts;
  left.split(texts, ',');
  if (texts.size() != operands.size())
    return node.refuse("attribute 'equation' has " + Twine(texts.size()) +
                       " terms for " + Twine(operands.size()) + " operands");
  int64_t ellipsis = 0;
  SmallVector<Term> terms;
  for (auto [text, operand] : llvm::zip(texts, operands)) {
    FailureOr<Term> term = parseTerm(node, text, operand->rank(), ellipsis);
    if (failed(term))
      return failure();
    terms.push_back(*term);
  }
  Term output;
  if (isExplicit) {
    FailureOr<Term> term = parseTerm(node, right, std::nullopt, ellipsis);
    if (failed(term))
      return failure();
    output = *term;
  } else {
    // The ellipsis, then letters that occur once, in alphabetic order.
    std::map<int, int> times;
    for (int64_t i = ellipsis; i > 0; --i)
      output.push_back(-i);
    for (const Term &term : terms)
      for (int letter : term)
        if (letter > 0)
          ++times[letter];
    for (auto [letter, count] : times)
      if (count == 1)
        output.push_back(letter);
  }

  // One loop for each letter, those of the result first.
  std::map<int, unsigned> loopOf;
  SmallVector<utils::IteratorType> loops;
  for (int letter : output) {
    if (!loopOf.try_emplace(letter, loops.size()).second)
      return node.refuse("attribute 'equation' repeats a letter in its result");
    loops.push_back(utils::IteratorType::parallel);
  }
  for (const Term &term : terms)
    for (int letter : term)
      if (loopOf.try_emplace(letter, loops.size()).second)
        loops.push_back(utils::IteratorType::reduction);

  // Sizes: letters agree, or one is 1 and broadcasts.
  SmallVector<Size> extent(loops.size(), lg.sizes.constant(1));
  for (auto [term, operand] : llvm::zip(terms, operands))
    for (auto [letter, dim] : llvm::zip(term, operand->dims)) {
      Size &size = extent[loopOf[letter]];
      if (isConstantIntValue(size, 1))
        size = dim;
      else if (!isConstantIntValue(dim, 1) &&
               failed(lg.requireEqual(node, size, dim,
                                      "sizes of one letter of the equation")))
        return failure();
    }
  for (int letter : output)
    if (!llvm::any_of(terms, [&](const Term &term) {
          return llvm::is_contained(term, letter);
        }))
      return node.refuse("attribute 'equation' has a letter in its result that "
                         "no operand has");

  SmallVector<Value> inputs;
  SmallVector<AffineMap> maps;
  for (auto [term, operand] : llvm::zip(terms, operands)) {
    SmallVector<AffineExpr> exprs;
    for (auto [letter, dim] : llvm::zip(term, operand->dims)) {
      unsigned loop = loopOf[letter];
      bool broadcasts =
          isConstantIntValue(dim, 1) && !isConstantIntValue(extent[loop], 1);
      exprs.push_back(broadcasts ? getAffineConstantExpr(0, context)
                                 : getAffineDimExpr(loop, context));
    }
    inputs.push_back(lg.data(operand));
    maps.push_back(AffineMap::get(loops.size(), 0, exprs, context));
  }
  Sizes dims;
  SmallVector<AffineExpr> resultExprs;
  for (auto [i, letter] : llvm::enumerate(output)) {
    dims.push_back(extent[loopOf[letter]]);
    resultExprs.push_back(getAffineDimExpr(i, context));
  }
  maps.push_back(AffineMap::get(loops.size(), 0, resultExprs, context));
  Type type = computeType(element);
  Value sums = lg.generic(
      loc, inputs, maps, lg.filled(loc, dims, numberAttr(type, 0)), loops,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Scalars s{b, loc};
        Value product = extend(b, loc, args[0]);
        if (args.size() == 2)
          return s.add(args.back(), product);
        for (Value arg : args.drop_front().drop_back(2))
          product = s.mul(product, extend(b, loc, arg));
        Value last = extend(b, loc, args[args.size() - 2]);
        if (isa<FloatType>(type))
          return math::FmaOp::create(b, loc, product, last, args.back());
        return s.add(args.back(), s.mul(product, last));
      });
  // Sums are of the computing type, and rounded once.
  Tensor *result = lg.make(sums, isa<FloatType>(type) ? type : element, dims);
  return Results{lg.convert(loc, result, element)};
}

//===----------------------------------------------------------------------===//
// Det
//===----------------------------------------------------------------------===//

/// Gaussian elimination with the largest element of each column as its pivot.
static HandlerResult det(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = node.input(0);
  if (!x->isFloat())
    return badElement(node, x->element);
  int64_t rank = x->rank();
  if (rank < 2)
    return node.refuse("its operand must be matrices, got " + x->str());
  Size size = x->dims[rank - 1];
  if (failed(lg.requireEqual(node, x->dims[rank - 2], size,
                             "the sizes of a square matrix")))
    return failure();
  Type type = computeType(x->element);
  Sizes outer(x->dims.begin(), x->dims.end() - 2);
  Sizes flat = {lg.sizes.product(loc, outer), size, size};
  Tensor *matrices = lg.reshape(loc, lg.convert(loc, x, type), flat);
  Value end = lg.sizes.value(loc, size);
  Value ones = lg.filled(loc, {flat[0]}, numberAttr(type, 1));
  // A copy: the elimination writes into it.
  Value work = lg.data(matrices);
  SmallVector<Value> results = loopInOrder(
      lg, loc, {flat[0], size}, {work, ones},
      [&](Scalars &s, ValueRange at, ValueRange carried) {
        Value which = at[0], column = at[1];
        auto magnitude = [&](Scalars &s, Value matrix, Value row) -> Value {
          return math::AbsFOp::create(s.b, s.loc,
                                      s.read(matrix, {which, row, column}));
        };
        SmallVector<Value> pivot = innerLoop(
            s, s.add(column, s.index(1)), end,
            {column, magnitude(s, carried[0], column)},
            [&](Scalars &s, Value row, ValueRange best) {
              Value here = magnitude(s, carried[0], row);
              Value wins = s.less(best[1], here);
              return SmallVector<Value>{s.select(wins, row, best[0]),
                                        s.select(wins, here, best[1])};
            });
        SmallVector<Value> swapped =
            innerLoop(s, column, end, carried[0],
                      [&](Scalars &s, Value i, ValueRange matrix) {
                        Value a = s.read(matrix[0], {which, column, i});
                        Value b = s.read(matrix[0], {which, pivot[0], i});
                        Value first = s.write(b, matrix[0], {which, column, i});
                        return SmallVector<Value>{
                            s.write(a, first, {which, pivot[0], i})};
                      });
        Value diagonal = s.read(swapped[0], {which, column, column});
        Value isZero = s.equalElement(matrices, diagonal, s.constant(type, 0));
        SmallVector<Value> reduced = innerLoop(
            s, s.add(column, s.index(1)), end, swapped[0],
            [&](Scalars &s, Value row, ValueRange matrix) {
              Value quotient = arith::DivFOp::create(
                  s.b, s.loc, s.read(matrix[0], {which, row, column}),
                  diagonal);
              Value factor = s.select(isZero, s.constant(type, 0), quotient);
              return innerLoop(s, column, end, matrix,
                               [&](Scalars &s, Value i, ValueRange matrix) {
                                 Value above =
                                     s.read(matrix[0], {which, column, i});
                                 Value here =
                                     s.read(matrix[0], {which, row, i});
                                 return SmallVector<Value>{
                                     s.write(s.sub(here, s.mul(factor, above)),
                                             matrix[0], {which, row, i})};
                               });
            });
        Value product = s.mul(s.read(carried[1], which), diagonal);
        Value moved = s.notEqual(pivot[0], column);
        product = s.select(moved, arith::NegFOp::create(s.b, s.loc, product),
                           product);
        return SmallVector<Value>{reduced[0],
                                  s.write(product, carried[1], which)};
      });
  Tensor *products = lg.make(results[1], type, {flat[0]});
  return Results{lg.convert(loc, lg.reshape(loc, products, outer), x->element)};
}

void lutra::onnx::addEinsum(Registry &registry) {
  registry.add("Einsum", 12, 1, Registry::variadic, einsum);
  registry.add("Det", 11, 1, 1, det);
}
