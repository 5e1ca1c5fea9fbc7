//===- RuntimeCalls.h - calls to the runtime's services -------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The services of docs/Design/Bundle.md as func.calls, on the level of memrefs.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_TRANSFORMS_RUNTIMECALLS_H
#define LUTRA_LIB_TRANSFORMS_RUNTIMECALLS_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/BuiltinTypes.h"

namespace lutra {

class RuntimeCalls {
public:
  /// `call` is the runtime's handle, the first argument of @main.
  RuntimeCalls(mlir::ModuleOp module, mlir::Value call)
      : module(module), call(call) {}

  /// Memory for this call, `bytes` (an index) long, as memref<?xi8>.
  mlir::Value arena(mlir::OpBuilder &, mlir::Location, mlir::Value bytes);

  /// The memory of output `index`, which has the given sizes.
  mlir::Value output(mlir::OpBuilder &, mlir::Location, int64_t index,
                     mlir::MemRefType type,
                     llvm::ArrayRef<mlir::OpFoldResult> sizes);

  /// The buffer of state input `index`, whose present value has the given
  /// sizes. Dimension `axis` of the result is the buffer's capacity.
  mlir::Value state(mlir::OpBuilder &, mlir::Location, int64_t index,
                    int64_t axis, mlir::MemRefType type,
                    llvm::ArrayRef<mlir::OpFoldResult> sizes);

  /// The first wanted one of `count` (an index) positions of output `index`.
  mlir::Value first(mlir::OpBuilder &, mlir::Location, int64_t index,
                    mlir::Value count);
  /// Step `index` begins; -1: the last one has ended.
  void step(mlir::OpBuilder &, mlir::Location, int64_t index);
  /// Whether `op` is a call of `first`: it may stand wherever its operands are
  /// known.
  static bool isFirst(mlir::Operation *op);

private:
  mlir::Operation *declareAndCall(mlir::OpBuilder &, mlir::Location,
                                  llvm::StringRef name, mlir::TypeRange results,
                                  mlir::ValueRange operands);
  mlir::Value callService(mlir::OpBuilder &, mlir::Location,
                          llvm::StringRef name, mlir::Type result,
                          mlir::ValueRange operands);
  mlir::Value storeSizes(mlir::OpBuilder &, mlir::Location,
                         llvm::ArrayRef<mlir::OpFoldResult> sizes);
  mlir::Value view(mlir::OpBuilder &, mlir::Location, mlir::Value pointer,
                   mlir::Value bytes);
  mlir::Value view(mlir::OpBuilder &, mlir::Location, mlir::Value pointer,
                   mlir::MemRefType type,
                   llvm::ArrayRef<mlir::OpFoldResult> sizes);

  mlir::ModuleOp module;
  mlir::Value call;
};

} // namespace lutra

#endif // LUTRA_LIB_TRANSFORMS_RUNTIMECALLS_H
