//===- AddEntryPoints.cpp - the ABI of generated code ---------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Target/CPU/Passes.h"

#include "Probe.h"
#include "RuntimeCalls.h"
#include "lutra/Dialect/Lut/Lut.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

namespace lutra {
#define GEN_PASS_DEF_CPUADDENTRYPOINTS
#include "lutra/Target/CPU/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra::cpu;

namespace {

struct CpuAddEntryPoints
    : lutra::impl::CpuAddEntryPointsBase<CpuAddEntryPoints> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    auto main = module.lookupSymbol<func::FuncOp>("main");
    if (!main || main.isExternal() || main.getNumArguments() < 2 ||
        main.getNumResults() != 0 || failed(getCallHandle(main))) {
      module.emitError("expects a function @main that takes the runtime's "
                       "handle, the weights and the inputs as buffers");
      return signalPassFailure();
    }
    for (auto func : module.getOps<func::FuncOp>())
      func.setPrivate();
    for (Service service : allServices)
      if (auto func = module.lookupSymbol<func::FuncOp>(
              getRuntimeFunctionName(service)))
        addServiceBody(func, service);
    addProbe(module);
    if (failed(addRun(main)))
      signalPassFailure();
  }

  /// Calls the service's member of the table to which the first member of the
  /// handle points.
  void addServiceBody(func::FuncOp func, Service service) {
    if (!func.isExternal())
      return;
    Location loc = func.getLoc();
    Block *entry = func.addEntryBlock();
    OpBuilder builder = OpBuilder::atBlockBegin(entry);
    Type ptr = LLVM::LLVMPointerType::get(&getContext());
    Value table =
        LLVM::LoadOp::create(builder, loc, ptr, entry->getArgument(0));
    Value member = LLVM::GEPOp::create(builder, loc, ptr, ptr, table,
                                       ArrayRef<LLVM::GEPArg>{int(service)});
    Value target = LLVM::LoadOp::create(builder, loc, ptr, member);
    FunctionType type = func.getFunctionType();
    Type result = type.getNumResults() == 1
                      ? type.getResult(0)
                      : LLVM::LLVMVoidType::get(&getContext());
    auto called = LLVM::LLVMFunctionType::get(result, type.getInputs());
    SmallVector<Value> operands{target};
    llvm::append_range(operands, entry->getArguments());
    auto call = LLVM::CallOp::create(builder, loc, called, operands);
    func::ReturnOp::create(builder, loc, call->getResults());
  }

  LogicalResult addRun(func::FuncOp main) {
    Location loc = main.getLoc();
    MLIRContext *context = &getContext();
    Type ptr = LLVM::LLVMPointerType::get(context);
    OpBuilder builder = OpBuilder::atBlockEnd(getOperation().getBody());
    auto run = func::FuncOp::create(builder, loc, "lutra_run",
                                    FunctionType::get(context, ptr, {}));
    Block *entry = run.addEntryBlock();
    builder.setInsertionPointToStart(entry);
    SmallVector<Value> operands;
    for (auto [i, type] : llvm::enumerate(main.getArgumentTypes())) {
      Value slot =
          LLVM::GEPOp::create(builder, loc, ptr, ptr, entry->getArgument(0),
                              ArrayRef<LLVM::GEPArg>{int(i)});
      Value pointer = LLVM::LoadOp::create(builder, loc, ptr, slot);
      if (i == 0) {
        operands.push_back(pointer);
        continue;
      }
      auto buffer = dyn_cast<MemRefType>(type);
      if (!buffer || !buffer.getLayout().isIdentity())
        return main.emitOpError("expects contiguous buffers as arguments");
      Value descriptor = LLVM::LoadOp::create(
          builder, loc, getDescriptorType(context, buffer.getRank()), pointer);
      operands.push_back(
          UnrealizedConversionCastOp::create(builder, loc, type, descriptor)
              .getResult(0));
    }
    func::CallOp::create(builder, loc, main, operands);
    func::ReturnOp::create(builder, loc);
    return success();
  }
};

} // namespace
