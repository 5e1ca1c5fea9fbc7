//===- Decompose.cpp - replace a dialect's ops by their definition --------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Utils/Decompose.h"

#include "mlir/Dialect/Linalg/IR/LinalgInterfaces.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;

LogicalResult
lutra::decomposeDialect(Operation *root, StringRef name,
                        llvm::function_ref<bool(Operation *)> keep) {
  SmallVector<linalg::AggregatedOpInterface> ops;
  root->walk([&](linalg::AggregatedOpInterface op) {
    if (op->getName().getDialectNamespace() == name && !(keep && keep(op)))
      ops.push_back(op);
  });
  IRRewriter rewriter(root->getContext());
  for (linalg::AggregatedOpInterface op : ops) {
    rewriter.setInsertionPoint(op);
    FailureOr<SmallVector<Value>> values = op.decomposeOperation(rewriter);
    if (failed(values))
      return op->emitOpError("has no decomposition as it stands");
    rewriter.replaceOp(op, *values);
  }
  return success();
}
