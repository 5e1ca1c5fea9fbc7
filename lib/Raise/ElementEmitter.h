//===- ElementEmitter.h - traced elements as code ---------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_RAISE_ELEMENTEMITTER_H
#define LUTRA_LIB_RAISE_ELEMENTEMITTER_H

#include "Elements.h"

namespace lutra {

/// Computes traced elements anew in the body of one structured op, whose loops
/// are the first dimensions of the tracer.
class ElementEmitter {
public:
  ElementEmitter(ElementTracer &tracer, unsigned numLoops)
      : tracer(tracer), numLoops(numLoops) {}

  /// Finds what `element` reads. False where it cannot be computed anew.
  bool collect(const Element &element);

  /// The elements of tensors that are read.
  llvm::ArrayRef<Element> getLeaves() const { return leaves; }
  /// Whether anything depends on a dimension.
  bool dependsOn(unsigned dim) const { return used.count(dim); }
  /// Whether anything depends on a coordinate other than by reading there.
  bool usesIndices() const { return hasIndices; }

  /// Sizes of tensors that coordinates need, in front of the op.
  void prepare(mlir::OpBuilder &b, mlir::Location loc);
  /// The leaf where maps can read it, or nothing: then the body extracts it.
  std::optional<mlir::AffineMap> getMap(const Element &leaf);
  /// Gives a leaf a value in the body.
  void define(const Element &leaf, mlir::Value value);
  mlir::Value emit(mlir::OpBuilder &b, mlir::Location loc,
                   const Element &element);

private:
  bool useCoordinate(const Coordinate &c);
  mlir::Value emitCoordinate(mlir::OpBuilder &b, mlir::Location loc,
                             const Coordinate &c);
  mlir::Value emitExpr(mlir::OpBuilder &b, mlir::Location loc,
                       mlir::AffineExpr expr);

  ElementTracer &tracer;
  unsigned numLoops;
  llvm::SmallVector<Element> leaves;
  llvm::SmallDenseSet<unsigned> used;
  bool hasIndices = false;
  llvm::DenseMap<unsigned, mlir::Value> symbols;
  llvm::SmallVector<std::pair<Element, mlir::Value>> values;
};

} // namespace lutra

#endif // LUTRA_LIB_RAISE_ELEMENTEMITTER_H
