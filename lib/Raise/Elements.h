//===- Elements.h - where the elements of tensors come from -----*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Models spell the same thing with different transposes, reshapes, broadcasts
// and repeats between. Looked at element by element these are arithmetic on
// coordinates, and what is left is what is computed.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_RAISE_ELEMENTS_H
#define LUTRA_LIB_RAISE_ELEMENTS_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/IR/AffineExpr.h"

namespace lutra {

/// A coordinate: an expression of the tracer's dimensions and symbols, or 0
/// where `zeroIf` is true, which is how sizes of 1 are broadcast at run time.
struct Coordinate {
  mlir::AffineExpr expr;
  mlir::Value zeroIf;

  bool operator==(const Coordinate &other) const {
    return expr == other.expr && zeroIf == other.zeroIf;
  }
};

using Coordinates = llvm::SmallVector<Coordinate, 4>;

/// An element of a tensor at `at`; or what a scalar in the body of a structured
/// op is in its iteration `at`; or a scalar outside of any, which has none.
struct Element {
  mlir::Value value;
  Coordinates at;

  bool operator==(const Element &other) const {
    return value == other.value && at == other.at;
  }
  bool operator!=(const Element &other) const { return !(*this == other); }

  /// The op in a body, or outside, that computes the scalar.
  template <typename OpTy> OpTy getDefiningOp() const {
    return value.getDefiningOp<OpTy>();
  }
  /// Operand `i` of the op that computes the scalar, in the same iteration.
  Element operand(unsigned i) const {
    return {value.getDefiningOp()->getOperand(i), at};
  }
};

class ElementTracer {
public:
  explicit ElementTracer(mlir::MLIRContext *context) : context(context) {}

  /// Dimensions are numbered by the user; one whose size is known makes
  /// broadcasts at run time plain.
  mlir::AffineExpr dim(unsigned number) {
    return mlir::getAffineDimExpr(number, context);
  }
  void setExtent(unsigned number, mlir::AffineExpr size);
  mlir::AffineExpr getExtent(unsigned number) const { return extents[number]; }

  /// One op nearer to where the element comes from, or nothing when that is
  /// arithmetic, a reduction, or out of sight.
  std::optional<Element> step(const Element &element);
  /// All steps.
  Element resolve(Element element);
  /// All steps, conversions between types of floats included.
  Element resolveFloat(Element element);

  /// An integer or index as an expression of dimensions and symbols.
  mlir::AffineExpr getAffine(Element scalar);
  mlir::AffineExpr getSize(mlir::Value tensor, int64_t dim);
  /// The number that the element is.
  std::optional<llvm::APFloat> getConstant(Element element);

  /// What a symbol stands for: a scalar, or a dimension of a tensor.
  struct Symbol {
    mlir::Value value;
    int64_t dim;
  };
  llvm::ArrayRef<Symbol> getSymbols() const { return symbols; }
  /// Whether the symbol is the size of a tensor, which is never negative.
  bool isSize(unsigned symbol) const { return symbols[symbol].dim >= 0; }

  mlir::AffineExpr simplify(mlir::AffineExpr expr);

private:
  std::optional<Element> stepTensor(const Element &element);
  std::optional<Element> stepScalar(const Element &element);
  std::optional<Element> apply(mlir::AffineMap map, mlir::Value tensor,
                               llvm::ArrayRef<Coordinate> at);
  std::optional<Coordinate> getCoordinate(const Element &scalar);
  mlir::AffineExpr getSymbol(mlir::Value value, int64_t dim = -1);
  mlir::AffineExpr constant(int64_t value) {
    return mlir::getAffineConstantExpr(value, context);
  }

  mlir::MLIRContext *context;
  llvm::SmallVector<Symbol> symbols;
  llvm::DenseMap<std::pair<mlir::Value, int64_t>, unsigned> numbers;
  llvm::SmallVector<mlir::AffineExpr> extents;
};

/// The structured op whose body the block is, or the scalar is in, or null.
mlir::linalg::LinalgOp getEnclosing(mlir::Block *block);
mlir::linalg::LinalgOp getEnclosing(mlir::Value scalar);

/// The sizes of a tensor as what made it was given them, so that the same size
/// is the same value, and nothing is kept alive for its size.
mlir::OpFoldResult getGivenSize(mlir::OpBuilder &b, mlir::Location loc,
                                mlir::Value tensor, int64_t dim);
llvm::SmallVector<mlir::OpFoldResult>
getGivenSizes(mlir::OpBuilder &b, mlir::Location loc, mlir::Value tensor);

/// Erases what nobody uses any more, users before producers.
void eraseUnused(mlir::Block &block);

/// A copy of a rank-4 tensor with dimensions 1 and 2, tokens and heads, in the
/// other order.
mlir::Value swapTokensAndHeads(mlir::OpBuilder &b, mlir::Location loc,
                               mlir::Value tensor);
/// The tensor of which `value` is such a copy, or null.
mlir::Value getSwapped(mlir::Value value);

} // namespace lutra

#endif // LUTRA_LIB_RAISE_ELEMENTS_H
