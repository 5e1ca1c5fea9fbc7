//===- AttentionMask.h - what masks mean ------------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_RAISE_ATTENTIONMASK_H
#define LUTRA_LIB_RAISE_ATTENTIONMASK_H

#include "AttentionPattern.h"

namespace lutra {

/// What the changes to the scores of an attention are: positions that hide
/// keys, which are attributes, and the rest, which is a tensor.
class AttentionMask {
public:
  explicit AttentionMask(AttentionPattern &pattern)
      : pattern(pattern), tracer(pattern.tracer) {}

  /// False where the op could not mean the same. `element` is the type of the
  /// mask.
  bool analyze(mlir::Type element);
  /// Creates what the op reads.
  void emit(mlir::OpBuilder &b, mlir::Location loc);

  bool causal = false;
  int64_t window = 0;
  mlir::Value mask, masked;

private:
  /// A condition under which a key is visible.
  struct Condition {
    Element element;
    bool holds;
  };

  void addCondition(const Element &element, bool holds);
  bool addPositions(const Element &compare, bool holds);
  bool isNeverNegative(mlir::AffineExpr expr);
  bool collect();
  mlir::Value emitHidden(mlir::OpBuilder &b, mlir::Location loc,
                         const Condition &condition);
  mlir::Value emitMask(mlir::OpBuilder &b, mlir::Location loc);

  AttentionPattern &pattern;
  ElementTracer &tracer;
  mlir::Type element;
  /// What positions do not say.
  llvm::SmallVector<Condition> conditions;
  bool needsMask = false;
};

} // namespace lutra

#endif // LUTRA_LIB_RAISE_ATTENTIONMASK_H
