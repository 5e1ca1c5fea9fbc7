//===- RuntimeCalls.cpp - how generated code calls the runtime ------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "RuntimeCalls.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"

using namespace mlir;
using namespace lutra::cpu;

StringRef lutra::cpu::getRuntimeFunctionName(Service service) {
  switch (service) {
  case Service::ParallelFor:
    return "lutra_rt_parallel_for";
  case Service::Arena:
    return "lutra_rt_arena";
  case Service::Alloc:
    return "lutra_rt_alloc";
  case Service::Output:
    return "lutra_rt_output";
  case Service::State:
    return "lutra_rt_state";
  case Service::Fail:
    return "lutra_rt_fail";
  case Service::First:
    return "lutra_rt_first";
  case Service::Step:
    return "lutra_rt_step";
  case Service::Primitive:
    return "lutra_rt_primitive";
  }
  llvm_unreachable("a service without a name");
}

static FunctionType getServiceType(MLIRContext *context, Service service) {
  Type ptr = LLVM::LLVMPointerType::get(context);
  Type i64 = IntegerType::get(context, 64);
  switch (service) {
  case Service::ParallelFor:
    return FunctionType::get(context, {ptr, ptr, ptr, i64, i64}, {});
  case Service::Arena:
  case Service::Alloc:
    return FunctionType::get(context, {ptr, i64}, {ptr});
  case Service::Output:
    return FunctionType::get(context, {ptr, i64, ptr}, {ptr});
  case Service::State:
    return FunctionType::get(context, {ptr, i64, ptr, ptr}, {ptr});
  case Service::Fail:
    return FunctionType::get(context, {ptr, ptr}, {});
  case Service::First:
    return FunctionType::get(context, {ptr, i64, i64}, {i64});
  case Service::Step:
    return FunctionType::get(context, {ptr, i64}, {});
  case Service::Primitive:
    return FunctionType::get(context, {ptr, ptr, ptr, ptr}, {});
  }
  llvm_unreachable("a service without a type");
}

func::FuncOp lutra::cpu::getRuntimeFunction(ModuleOp module, Service service) {
  StringRef name = getRuntimeFunctionName(service);
  if (auto func = module.lookupSymbol<func::FuncOp>(name))
    return func;
  OpBuilder builder = OpBuilder::atBlockBegin(module.getBody());
  auto func =
      func::FuncOp::create(builder, module.getLoc(), name,
                           getServiceType(module.getContext(), service));
  func.setPrivate();
  return func;
}

FailureOr<Value> lutra::cpu::getCallHandle(func::FuncOp func) {
  if (func.isExternal() || func.getNumArguments() == 0 ||
      !isa<LLVM::LLVMPointerType>(func.getArgument(0).getType()))
    return failure();
  return Value(func.getArgument(0));
}

Type lutra::cpu::getDescriptorType(MLIRContext *context, int64_t rank) {
  Type ptr = LLVM::LLVMPointerType::get(context);
  Type i64 = IntegerType::get(context, 64);
  SmallVector<Type> members{ptr, ptr, i64};
  if (rank > 0)
    members.append(2, LLVM::LLVMArrayType::get(i64, rank));
  return LLVM::LLVMStructType::getLiteral(context, members);
}

Value lutra::cpu::createByteBuffer(OpBuilder &builder, Location loc,
                                   Value pointer, Value bytes) {
  Type i64 = builder.getI64Type();
  Value zero = LLVM::ConstantOp::create(builder, loc, i64, 0);
  Value one = LLVM::ConstantOp::create(builder, loc, i64, 1);
  Value descriptor = LLVM::PoisonOp::create(
      builder, loc, getDescriptorType(builder.getContext(), 1));
  auto set = [&](Value value, ArrayRef<int64_t> position) {
    descriptor =
        LLVM::InsertValueOp::create(builder, loc, descriptor, value, position);
  };
  set(pointer, {0});
  set(pointer, {1});
  set(zero, {2});
  set(bytes, {3, 0});
  set(one, {4, 0});
  auto type =
      MemRefType::get({ShapedType::kDynamic}, builder.getIntegerType(8));
  return UnrealizedConversionCastOp::create(builder, loc, type, descriptor)
      .getResult(0);
}
