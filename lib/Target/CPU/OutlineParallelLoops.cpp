//===- OutlineParallelLoops.cpp - parallel loops to the runtime -----------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Target/CPU/Passes.h"

#include "RuntimeCalls.h"
#include "mlir/Conversion/LLVMCommon/TypeConverter.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Transforms/RegionUtils.h"

namespace lutra {
#define GEN_PASS_DEF_OUTLINEPARALLELLOOPS
#include "lutra/Target/CPU/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra::cpu;

namespace {

Value cast(OpBuilder &builder, Location loc, Type type, Value value) {
  if (value.getType() == type)
    return value;
  return UnrealizedConversionCastOp::create(builder, loc, type, value)
      .getResult(0);
}

struct OutlineParallelLoops
    : lutra::impl::OutlineParallelLoopsBase<OutlineParallelLoops> {
  void runOnOperation() override {
    SmallVector<scf::ParallelOp> loops;
    getOperation().walk<WalkOrder::PreOrder>([&](scf::ParallelOp op) {
      if (op.getNumLoops() == 1 && op.getNumResults() == 0)
        loops.push_back(op);
      return WalkResult::skip();
    });
    SymbolTable symbols(getOperation());
    LLVMTypeConverter types(&getContext());
    for (scf::ParallelOp loop : loops)
      if (failed(outline(loop, symbols, types)))
        return signalPassFailure();
  }

  /// What the loop needs from outside, but for constants, which `constants`
  /// collects.
  static SmallVector<Value>
  getCaptures(scf::ParallelOp loop, Value call,
              SmallVectorImpl<Operation *> &constants) {
    llvm::SetVector<Value> used;
    getUsedValuesDefinedAbove(loop.getRegion(), used);
    used.insert(loop.getLowerBound()[0]);
    used.insert(loop.getStep()[0]);
    SmallVector<Value> captures;
    for (Value value : used) {
      if (value == call)
        continue;
      Operation *op = value.getDefiningOp();
      if (op && op->hasTrait<OpTrait::ConstantLike>())
        constants.push_back(op);
      else
        captures.push_back(value);
    }
    return captures;
  }

  LogicalResult outline(scf::ParallelOp loop, SymbolTable &symbols,
                        LLVMTypeConverter &types) {
    ModuleOp module = getOperation();
    MLIRContext *context = &getContext();
    Location loc = loop.getLoc();
    auto parent = loop->getParentOfType<func::FuncOp>();
    FailureOr<Value> call = getCallHandle(parent);
    if (failed(call))
      return loop.emitOpError("is in a function without the runtime's handle "
                              "as its first argument");

    SmallVector<Operation *> constants;
    SmallVector<Value> captures = getCaptures(loop, *call, constants);
    SmallVector<Type> members;
    for (Value value : captures) {
      Type type = types.convertType(value.getType());
      if (!type)
        return loop.emitOpError("cannot pass a value of type ")
               << value.getType() << " to a thread";
      members.push_back(type);
    }
    auto record = LLVM::LLVMStructType::getLiteral(context, members);

    // The function.
    Type ptr = LLVM::LLVMPointerType::get(context);
    Type i64 = IntegerType::get(context, 64);
    auto bodyType = FunctionType::get(context, {ptr, ptr, i64, i64}, {});
    auto body = func::FuncOp::create(
        loc, (parent.getName() + "_parallel").str(), bodyType);
    body.setPrivate();
    symbols.insert(body, std::next(parent->getIterator()));
    Block *entry = body.addEntryBlock();
    OpBuilder builder = OpBuilder::atBlockBegin(entry);
    IRMapping map;
    map.map(*call, entry->getArgument(0));
    for (Operation *constant : constants)
      builder.clone(*constant, map);
    for (auto [i, value] : llvm::enumerate(captures)) {
      Value address =
          LLVM::GEPOp::create(builder, loc, ptr, record, entry->getArgument(1),
                              ArrayRef<LLVM::GEPArg>{0, int(i)});
      Value loaded = LLVM::LoadOp::create(builder, loc, members[i], address);
      map.map(value, cast(builder, loc, value.getType(), loaded));
    }
    Type index = builder.getIndexType();
    auto toIndex = [&](Value value) {
      return arith::IndexCastOp::create(builder, loc, index, value);
    };
    Value begin = toIndex(entry->getArgument(2));
    Value end = toIndex(entry->getArgument(3));
    Value one = arith::ConstantIndexOp::create(builder, loc, 1);
    auto pieces = scf::ForOp::create(builder, loc, begin, end, one);
    func::ReturnOp::create(builder, loc);
    builder.setInsertionPointToStart(pieces.getBody());
    Value scaled = arith::MulIOp::create(builder, loc, pieces.getInductionVar(),
                                         map.lookup(loop.getStep()[0]));
    Value iv = arith::AddIOp::create(
        builder, loc, map.lookup(loop.getLowerBound()[0]), scaled);
    map.map(loop.getInductionVars()[0], iv);
    for (Operation &op : loop.getBody()->without_terminator()) {
      OpBuilder::InsertionGuard guard(builder);
      // Once for all iterations of a piece: the stack is given back on return.
      if (isa<memref::AllocaOp>(op) && op.getNumOperands() == 0)
        builder.setInsertionPoint(pieces);
      builder.clone(op, map);
    }

    // The call. Its record lies at the top of the function, since the loop may
    // itself be in a loop.
    builder.setInsertionPointToStart(&parent.getBody().front());
    Value count = LLVM::ConstantOp::create(builder, loc, i64, 1);
    Value address = LLVM::AllocaOp::create(builder, loc, ptr, record, count);
    builder.setInsertionPoint(loop);
    for (auto [i, value] : llvm::enumerate(captures)) {
      Value member = LLVM::GEPOp::create(builder, loc, ptr, record, address,
                                         ArrayRef<LLVM::GEPArg>{0, int(i)});
      LLVM::StoreOp::create(builder, loc, cast(builder, loc, members[i], value),
                            member);
    }
    Value span = arith::SubIOp::create(builder, loc, loop.getUpperBound()[0],
                                       loop.getLowerBound()[0]);
    Value trips =
        arith::CeilDivSIOp::create(builder, loc, span, loop.getStep()[0]);
    Value trips64 = arith::IndexCastOp::create(builder, loc, i64, trips);
    Value grain = arith::ConstantIntOp::create(builder, loc, i64, 1);
    Value function = func::ConstantOp::create(builder, loc, bodyType,
                                              SymbolRefAttr::get(body));
    func::FuncOp parallelFor = getRuntimeFunction(module, Service::ParallelFor);
    func::CallOp::create(builder, loc, parallelFor,
                         ValueRange{*call, cast(builder, loc, ptr, function),
                                    address, trips64, grain});
    loop.erase();
    return success();
  }
};

} // namespace
