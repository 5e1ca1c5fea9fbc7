//===- RuntimeCalls.cpp - calls to the runtime's services -----------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "RuntimeCalls.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;
using namespace lutra;

Value RuntimeCalls::callService(OpBuilder &builder, Location loc,
                                StringRef name, Type result,
                                ValueRange operands) {
  return declareAndCall(builder, loc, name, TypeRange(result), operands)
      ->getResult(0);
}

Operation *RuntimeCalls::declareAndCall(OpBuilder &builder, Location loc,
                                        StringRef name, TypeRange results,
                                        ValueRange operands) {
  if (!module.lookupSymbol(name)) {
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(module.getBody());
    auto declaration = func::FuncOp::create(
        builder, loc, name,
        builder.getFunctionType(TypeRange(operands), results));
    declaration.setPrivate();
  }
  return func::CallOp::create(builder, loc, name, results, operands);
}

Value RuntimeCalls::view(OpBuilder &builder, Location loc, Value pointer,
                         Value bytes) {
  // A 1-D descriptor, spelled as convert-to-llvm would.
  auto i64 = builder.getI64Type();
  auto one = LLVM::LLVMArrayType::get(i64, 1);
  auto type = LLVM::LLVMStructType::getLiteral(
      builder.getContext(),
      {pointer.getType(), pointer.getType(), i64, one, one});
  Value zero = LLVM::ConstantOp::create(builder, loc, i64, 0);
  Value stride = LLVM::ConstantOp::create(builder, loc, i64, 1);
  Value size = arith::IndexCastOp::create(builder, loc, i64, bytes);
  Value descriptor = LLVM::PoisonOp::create(builder, loc, type);
  auto set = [&](Value value, ArrayRef<int64_t> position) {
    descriptor =
        LLVM::InsertValueOp::create(builder, loc, descriptor, value, position);
  };
  set(pointer, {0});
  set(pointer, {1});
  set(zero, {2});
  set(size, {3, 0});
  set(stride, {4, 0});
  auto memref = MemRefType::get({ShapedType::kDynamic}, builder.getI8Type());
  return UnrealizedConversionCastOp::create(builder, loc, memref, descriptor)
      .getResult(0);
}

Value RuntimeCalls::view(OpBuilder &builder, Location loc, Value pointer,
                         MemRefType type, ArrayRef<OpFoldResult> sizes) {
  // Nothing reads the size of the byte view: memref.view states its own.
  Value zero = arith::ConstantIndexOp::create(builder, loc, 0);
  Value bytes = view(builder, loc, pointer, zero);
  SmallVector<Value> dynamic;
  for (auto [size, dim] : llvm::zip(sizes, type.getShape()))
    if (ShapedType::isDynamic(dim))
      dynamic.push_back(getValueOrCreateConstantIndexOp(builder, loc, size));
  return memref::ViewOp::create(builder, loc, type, bytes, zero, dynamic);
}

Value RuntimeCalls::arena(OpBuilder &builder, Location loc, Value bytes) {
  Value size =
      arith::IndexCastOp::create(builder, loc, builder.getI64Type(), bytes);
  Value pointer =
      callService(builder, loc, "lutra_rt_arena", call.getType(), {call, size});
  return view(builder, loc, pointer, bytes);
}

Value RuntimeCalls::storeSizes(OpBuilder &builder, Location loc,
                               ArrayRef<OpFoldResult> sizes) {
  // One element more than needed keeps rank 0 out of the way.
  auto type =
      MemRefType::get({int64_t(sizes.size()) + 1}, builder.getI64Type());
  Value buffer = memref::AllocaOp::create(builder, loc, type);
  for (auto [i, size] : llvm::enumerate(sizes)) {
    Value value = getValueOrCreateConstantIndexOp(builder, loc, size);
    value =
        arith::IndexCastOp::create(builder, loc, builder.getI64Type(), value);
    Value index = arith::ConstantIndexOp::create(builder, loc, i);
    memref::StoreOp::create(builder, loc, value, buffer, index);
  }
  return buffer;
}

static Value getPointer(OpBuilder &builder, Location loc, Value buffer) {
  Value address =
      memref::ExtractAlignedPointerAsIndexOp::create(builder, loc, buffer);
  address =
      arith::IndexCastOp::create(builder, loc, builder.getI64Type(), address);
  return LLVM::IntToPtrOp::create(
      builder, loc, LLVM::LLVMPointerType::get(builder.getContext()), address);
}

Value RuntimeCalls::output(OpBuilder &builder, Location loc, int64_t index,
                           MemRefType type, ArrayRef<OpFoldResult> sizes) {
  Value dims = storeSizes(builder, loc, sizes);
  Value number =
      arith::ConstantOp::create(builder, loc, builder.getI64IntegerAttr(index));
  Value pointer = callService(builder, loc, "lutra_rt_output", call.getType(),
                              {call, number, getPointer(builder, loc, dims)});
  return view(builder, loc, pointer, type, sizes);
}

Value RuntimeCalls::state(OpBuilder &builder, Location loc, int64_t index,
                          int64_t axis, MemRefType type,
                          ArrayRef<OpFoldResult> sizes) {
  Value dims = storeSizes(builder, loc, sizes);
  Value capacity = memref::AllocaOp::create(
      builder, loc, MemRefType::get({1}, builder.getI64Type()));
  Value number =
      arith::ConstantOp::create(builder, loc, builder.getI64IntegerAttr(index));
  Value pointer = callService(builder, loc, "lutra_rt_state", call.getType(),
                              {call, number, getPointer(builder, loc, dims),
                               getPointer(builder, loc, capacity)});
  Value zero = arith::ConstantIndexOp::create(builder, loc, 0);
  Value room = memref::LoadOp::create(builder, loc, capacity, zero);
  SmallVector<OpFoldResult> bufferSizes(sizes);
  bufferSizes[axis] =
      arith::IndexCastOp::create(builder, loc, builder.getIndexType(), room)
          .getResult();
  return view(builder, loc, pointer, type, bufferSizes);
}

static constexpr StringLiteral firstService = "lutra_rt_first";

Value RuntimeCalls::first(OpBuilder &builder, Location loc, int64_t index,
                          Value count) {
  Type i64 = builder.getI64Type();
  Value number =
      arith::ConstantOp::create(builder, loc, builder.getI64IntegerAttr(index));
  Value positions = arith::IndexCastOp::create(builder, loc, i64, count);
  Value result =
      callService(builder, loc, firstService, i64, {call, number, positions});
  return arith::IndexCastOp::create(builder, loc, builder.getIndexType(),
                                    result);
}

void RuntimeCalls::step(OpBuilder &builder, Location loc, int64_t index) {
  Value number =
      arith::ConstantOp::create(builder, loc, builder.getI64IntegerAttr(index));
  declareAndCall(builder, loc, "lutra_rt_step", TypeRange(), {call, number});
}

bool RuntimeCalls::isFirst(Operation *op) {
  auto call = dyn_cast<func::CallOp>(op);
  return call && call.getCallee() == firstService;
}
