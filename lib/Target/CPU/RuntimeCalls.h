//===- RuntimeCalls.h - how generated code calls the runtime ----*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_TARGET_CPU_RUNTIMECALLS_H
#define LUTRA_LIB_TARGET_CPU_RUNTIMECALLS_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"

namespace lutra::cpu {

/// The members of `lutra_rt_services` (docs/Design/Bundle.md), by position.
enum class Service {
  ParallelFor = 1,
  Arena,
  Alloc,
  Output,
  State,
  Fail,
  First,
  Step,
  Primitive
};

inline constexpr Service allServices[] = {
    Service::ParallelFor, Service::Arena, Service::Alloc,
    Service::Output,      Service::State, Service::Fail,
    Service::First,       Service::Step,  Service::Primitive};

/// The function of generated code that calls the service, e.g. lutra_rt_alloc.
llvm::StringRef getRuntimeFunctionName(Service service);

/// Its declaration, made when the module has none.
mlir::func::FuncOp getRuntimeFunction(mlir::ModuleOp module, Service service);

/// The runtime's handle, which is the first argument of every function that
/// may need it; failure if there is none.
mlir::FailureOr<mlir::Value> getCallHandle(mlir::func::FuncOp func);

/// A memref<?xi8> of `bytes` (i64) at `pointer`.
mlir::Value createByteBuffer(mlir::OpBuilder &builder, mlir::Location loc,
                             mlir::Value pointer, mlir::Value bytes);

/// The struct that a memref of this rank is in the llvm dialect.
mlir::Type getDescriptorType(mlir::MLIRContext *context, int64_t rank);

} // namespace lutra::cpu

#endif // LUTRA_LIB_TARGET_CPU_RUNTIMECALLS_H
