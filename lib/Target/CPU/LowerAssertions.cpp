//===- LowerAssertions.cpp - failed assertions call the runtime -----------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Target/CPU/Passes.h"

#include "RuntimeCalls.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"

namespace lutra {
#define GEN_PASS_DEF_CPULOWERASSERTIONS
#include "lutra/Target/CPU/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra::cpu;

namespace {

struct CpuLowerAssertions
    : lutra::impl::CpuLowerAssertionsBase<CpuLowerAssertions> {
  void runOnOperation() override {
    messages.clear(); // A pass runs on several modules.
    SmallVector<cf::AssertOp> asserts;
    getOperation().walk([&](cf::AssertOp op) { asserts.push_back(op); });
    for (cf::AssertOp op : asserts)
      if (failed(lower(op)))
        return signalPassFailure();
  }

  LogicalResult lower(cf::AssertOp op) {
    auto func = dyn_cast<func::FuncOp>(op->getParentOp());
    FailureOr<Value> call = failure();
    if (func)
      call = getCallHandle(func);
    if (failed(call))
      return op.emitOpError("expects to be directly in a function whose first "
                            "argument is the runtime's handle");
    Location loc = op.getLoc();
    Block *before = op->getBlock();
    Block *after = before->splitBlock(op->getNextNode());

    Block *failing = new Block;
    func.getBody().push_back(failing);
    OpBuilder builder = OpBuilder::atBlockBegin(failing);
    Value message = LLVM::AddressOfOp::create(builder, loc, getMessage(op));
    func::CallOp::create(builder, loc,
                         getRuntimeFunction(getOperation(), Service::Fail),
                         ValueRange{*call, message});
    LLVM::UnreachableOp::create(builder, loc);

    builder.setInsertionPointToEnd(before);
    cf::CondBranchOp::create(builder, loc, op.getArg(), after, failing);
    op.erase();
    return success();
  }

  /// A global with the text, made once for each text.
  LLVM::GlobalOp getMessage(cf::AssertOp op) {
    LLVM::GlobalOp &global = messages[op.getMsg()];
    if (global)
      return global;
    OpBuilder builder = OpBuilder::atBlockEnd(getOperation().getBody());
    std::string text = op.getMsg().str();
    text.push_back('\0');
    auto type = LLVM::LLVMArrayType::get(builder.getI8Type(), text.size());
    global = LLVM::GlobalOp::create(
        builder, op.getLoc(), type, /*isConstant=*/true,
        LLVM::Linkage::Internal,
        "lutra_message_" + std::to_string(messages.size() - 1),
        builder.getStringAttr(text));
    return global;
  }

  llvm::StringMap<LLVM::GlobalOp> messages;
};

} // namespace
