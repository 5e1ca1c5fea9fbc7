//===- IndexMath.h - sizes that know when they are equal --------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Index arithmetic in a canonical form: a polynomial with integer coefficients
// over symbols (a dimension of an argument, the result of a division, ...).
// Equal polynomials are the same SSA value, so that `past + sequence - past`
// is `sequence`, and two sizes can be compared without a solver.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_CONVERSION_ONNXTOCORE_INDEXMATH_H
#define LUTRA_LIB_CONVERSION_ONNXTOCORE_INDEXMATH_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/OpDefinition.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include <map>
#include <optional>
#include <vector>

namespace lutra::onnx {

/// Emits `index` arithmetic at the builder's insertion point; constants are
/// attributes. All values it hands out must dominate the insertion point of
/// later calls, which holds in a forward walk over one block.
class IndexMath {
public:
  using Size = mlir::OpFoldResult;

  explicit IndexMath(mlir::OpBuilder &builder) : builder(builder) {}

  Size constant(int64_t value) { return builder.getIndexAttr(value); }
  mlir::Value value(mlir::Location loc, Size size);

  /// Declares that `value` is never negative, as sizes are.
  mlir::Value markNonNegative(mlir::Value value);

  Size add(mlir::Location loc, Size a, Size b);
  Size sub(mlir::Location loc, Size a, Size b);
  Size mul(mlir::Location loc, Size a, Size b);
  /// Quotients and remainders of a divisor that is not zero: rounding towards
  /// zero, -infinity and +infinity.
  Size truncDiv(mlir::Location loc, Size a, Size b);
  Size floorDiv(mlir::Location loc, Size a, Size b);
  Size ceilDiv(mlir::Location loc, Size a, Size b);
  Size floorMod(mlir::Location loc, Size a, Size b);
  Size min(mlir::Location loc, Size a, Size b);
  Size max(mlir::Location loc, Size a, Size b);
  Size product(mlir::Location loc, llvm::ArrayRef<Size> sizes);
  /// 1 or 0.
  Size equal(mlir::Location loc, Size a, Size b);
  Size less(mlir::Location loc, Size a, Size b);
  /// `condition` is 1 or 0.
  Size select(mlir::Location loc, Size condition, Size ifTrue, Size ifFalse);

  /// a / b where b is known to divide a, as numbers of elements do in a
  /// reshape: equal factors are cancelled. nullopt where that leaves a divisor.
  std::optional<Size> cancel(mlir::Location loc, llvm::ArrayRef<Size> a,
                             llvm::ArrayRef<Size> b);

  /// What can be known without running the model.
  bool provablyEqual(Size a, Size b);
  bool provablyNonNegative(Size size);
  /// a <= b.
  bool provablyLessEqual(Size a, Size b);

  /// Records a fact that a run-time check has established.
  void assumeEqual(Size a, Size b);

  /// What holds only in some part of the code: facts beyond the first `count`
  /// are dropped, and values for which `isGone` are not handed out again.
  size_t numFacts() const { return facts.size(); }
  void forget(size_t count, llvm::function_ref<bool(mlir::Value)> isGone);

private:
  using Monomial = std::vector<unsigned>;
  using Polynomial = std::map<Monomial, int64_t>;
  enum class Opaque {
    Mul,
    TruncDiv,
    FloorDiv,
    CeilDiv,
    FloorMod,
    Min,
    Max,
    Equal,
    Less,
    Select
  };

  Polynomial polynomial(Size size);
  std::optional<Polynomial> sum(const Polynomial &a, const Polynomial &b,
                                int64_t scale);
  std::optional<Polynomial> product(const Polynomial &a, const Polynomial &b);
  std::optional<Polynomial> divide(const Polynomial &a, const Polynomial &b);
  bool nonNegative(const Polynomial &p);
  /// The value of a polynomial that needs no new operation.
  std::optional<Size> existing(const Polynomial &p);
  Size build(mlir::Location loc, const Polynomial &p);
  template <typename OpTy>
  Size emit(mlir::Location loc, const Polynomial &p, Size a, Size b);
  template <typename Create>
  Size opaque(Opaque kind, Size a, Size b, Size c, bool nonNegative,
              Create create);

  mlir::OpBuilder &builder;
  std::vector<mlir::Value> symbols;
  std::vector<bool> symbolIsNonNegative;
  llvm::DenseMap<mlir::Value, unsigned> symbolOf;
  llvm::DenseMap<mlir::Value, Polynomial> polynomialOf;
  std::map<Polynomial, mlir::Value> valueOf;
  std::map<std::tuple<Opaque, void *, void *, void *>, mlir::Value> opaques;
  // No DenseMap: of two numbers it makes marks of its own.
  std::map<int64_t, mlir::Value> constants;
  std::vector<std::pair<Polynomial, Polynomial>> facts;
};

} // namespace lutra::onnx

#endif // LUTRA_LIB_CONVERSION_ONNXTOCORE_INDEXMATH_H
