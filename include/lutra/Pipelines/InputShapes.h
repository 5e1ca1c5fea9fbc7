//===- InputShapes.h - fix or free the sizes of inputs --------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_PIPELINES_INPUTSHAPES_H
#define LUTRA_PIPELINES_INPUTSHAPES_H

#include "mlir/IR/BuiltinOps.h"
#include <string>
#include <vector>

namespace lutra {

/// What a user says about one input: NAME=1x128x? ("?" leaves a size open).
struct InputShape {
  std::string name;
  std::vector<int64_t> sizes;

  /// Parses NAME=SIZES; nothing if it is not of that form.
  static std::optional<InputShape> parse(llvm::StringRef text);
};

/// Fixes the sizes of inputs of an imported module. A size that carries a name
/// fixes that name for all inputs. Contradictions are diagnosed.
mlir::LogicalResult fixInputShapes(mlir::ModuleOp module,
                                   llvm::ArrayRef<InputShape> shapes);

/// Makes every size of every input dynamic, each with a name of its own.
void freeInputShapes(mlir::ModuleOp module);

} // namespace lutra

#endif // LUTRA_PIPELINES_INPUTSHAPES_H
