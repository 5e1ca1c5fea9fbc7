//===- Bufferize.cpp - products with packed weights on buffers
//-------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Lowbit/Bufferize.h"
#include "lutra/Dialect/Lowbit/Lowbit.h"

#include "mlir/Dialect/Bufferization/IR/BufferizableOpInterface.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Bufferization/IR/DstBufferizableOpInterfaceImpl.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;
using namespace mlir::bufferization;
using namespace lutra::lowbit;

namespace {

/// An op that overwrites its one destination, with a region for its epilogue.
template <typename OpTy>
struct PackedModel
    : DstBufferizableOpInterfaceExternalModel<PackedModel<OpTy>, OpTy> {
  bool bufferizesToMemoryRead(Operation *op, OpOperand &operand,
                              const AnalysisState &) const {
    return !cast<OpTy>(op).isDpsInit(&operand);
  }

  LogicalResult bufferize(Operation *op, RewriterBase &rewriter,
                          const BufferizationOptions &options,
                          BufferizationState &state) const {
    auto product = cast<OpTy>(op);
    SmallVector<Value> buffers;
    for (Value operand : op->getOperands()) {
      FailureOr<Value> buffer = getBuffer(rewriter, operand, options, state);
      if (failed(buffer))
        return failure();
      auto type = cast<MemRefType>(buffer->getType());
      if (!type.getLayout().isIdentity()) {
        // Kernels take whole, contiguous buffers.
        auto plain = MemRefType::get(type.getShape(), type.getElementType());
        buffer = Value(
            memref::CastOp::create(rewriter, op->getLoc(), plain, *buffer));
      }
      buffers.push_back(*buffer);
    }
    Value init = buffers[product.getDpsInitOperand(0)->getOperandNumber()];
    OperationState created(op->getLoc(), op->getName());
    created.addOperands(buffers);
    created.addAttributes(op->getAttrs());
    created.propertiesAttr = op->getPropertiesAsAttribute();
    created.addRegion();
    Operation *onBuffers = rewriter.create(created);
    onBuffers->getRegion(0).takeBody(op->getRegion(0));
    replaceOpWithBufferizedValues(rewriter, op, init);
    return success();
  }
};

} // namespace

void lutra::lowbit::registerBufferizableModels(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, LowbitDialect *) {
    PackedContractOp::attachInterface<PackedModel<PackedContractOp>>(*context);
    PackedConvolveOp::attachInterface<PackedModel<PackedConvolveOp>>(*context);
  });
}
