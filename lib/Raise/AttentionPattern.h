//===- AttentionPattern.h - attention in single operators -------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_RAISE_ATTENTIONPATTERN_H
#define LUTRA_LIB_RAISE_ATTENTIONPATTERN_H

#include "Elements.h"

namespace lutra {

/// softmax(scale * Q K^T, with masks) V, found from its last product.
class AttentionPattern {
public:
  /// The dimensions of the tracer.
  enum Dim : unsigned { Batch, Head, Query, Key, Feature, ValueFeature };
  static constexpr unsigned numDims = 6;

  /// Something done to the scores, the last one first: `added` to them, or
  /// `fill` put in their place where `condition` is not `keep`.
  struct Change {
    Element added;
    Element condition;
    bool keep;
    float fill;
  };

  explicit AttentionPattern(mlir::linalg::LinalgOp product)
      : product(product), tracer(product.getContext()) {}

  bool match();

  /// Takes a constant factor off the product that `element` is.
  std::optional<double> takeFactor(Element &element);
  mlir::OpFoldResult getNumKeys(mlir::OpBuilder &b, mlir::Location loc);

  mlir::linalg::LinalgOp product;
  ElementTracer tracer;
  Element query, key, value;
  double scale = 1;
  llvm::SmallVector<Change> changes;

private:
  bool matchProduct();
  bool matchSoftmax(Element weight);
  bool matchScores(Element score);
  bool matchScoreProduct(const Element &score);
  bool isStatistic(Element element, const Element &of,
                   llvm::function_ref<bool(mlir::Operation *)> isCombiner,
                   llvm::function_ref<bool(const llvm::APFloat &)> isStart);
  /// The tensor in front of the op that computes `element` has scores.
  Element visit(Element element);
  bool isUsedElsewhere();

  Element weights;
  /// The operand of the product that has values, and its dimension of keys.
  std::pair<mlir::Value, int64_t> keys;
  mlir::linalg::LinalgOp scoreProduct;
  llvm::SetVector<mlir::Operation *> chain;
};

/// Whether `op` sums the products of its two inputs over one loop, from 0.
bool isContraction(mlir::linalg::LinalgOp op);

} // namespace lutra

#endif // LUTRA_LIB_RAISE_ATTENTIONPATTERN_H
