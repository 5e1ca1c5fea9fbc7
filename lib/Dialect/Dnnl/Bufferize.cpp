//===- Bufferize.cpp - dnnl ops cross bufferization whole -----------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Dnnl/Bufferize.h"
#include "lutra/Dialect/Dnnl/Dnnl.h"

#include "mlir/Dialect/Bufferization/IR/DstBufferizableOpInterfaceImpl.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/DialectRegistry.h"

using namespace mlir;
using namespace mlir::bufferization;
using namespace lutra::dnnl;

namespace {

/// A contiguous buffer like `buffer`.
Value allocateLike(RewriterBase &rewriter, Location loc, Value buffer) {
  auto type = cast<MemRefType>(buffer.getType());
  SmallVector<Value> sizes;
  for (auto [i, size] : llvm::enumerate(type.getShape()))
    if (ShapedType::isDynamic(size))
      sizes.push_back(memref::DimOp::create(rewriter, loc, buffer, i));
  return memref::AllocOp::create(
      rewriter, loc, MemRefType::get(type.getShape(), type.getElementType()),
      sizes);
}

/// The op on buffers writes into its inits, whose contents it does not read. It
/// knows contiguous buffers only; parts of others are copied.
template <typename Op>
struct PrimitiveModel
    : DstBufferizableOpInterfaceExternalModel<PrimitiveModel<Op>, Op> {
  bool bufferizesToMemoryRead(Operation *op, OpOperand &operand,
                              const AnalysisState &) const {
    return !cast<Op>(op).isDpsInit(&operand);
  }

  LogicalResult bufferize(Operation *op, RewriterBase &rewriter,
                          const BufferizationOptions &options,
                          BufferizationState &state) const {
    Location loc = op->getLoc();
    SmallVector<Value> operands, results, written;
    for (OpOperand &operand : op->getOpOperands()) {
      FailureOr<Value> buffer =
          getBuffer(rewriter, operand.get(), options, state);
      if (failed(buffer))
        return failure();
      bool isInit = cast<Op>(op).isDpsInit(&operand);
      Value contiguous = *buffer;
      if (!cast<MemRefType>(buffer->getType()).getLayout().isIdentity()) {
        contiguous = allocateLike(rewriter, loc, *buffer);
        if (!isInit)
          memref::CopyOp::create(rewriter, loc, *buffer, contiguous);
      }
      operands.push_back(contiguous);
      if (isInit) {
        written.push_back(contiguous);
        results.push_back(*buffer);
      }
    }
    Op::create(rewriter, loc, TypeRange(), operands, op->getAttrs());
    for (auto [from, to] : llvm::zip_equal(written, results))
      if (from != to)
        memref::CopyOp::create(rewriter, loc, from, to);
    replaceOpWithBufferizedValues(rewriter, op, results);
    return success();
  }
};

} // namespace

void lutra::dnnl::registerBufferizableModels(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, DnnlDialect *) {
    ConvolutionOp::attachInterface<PrimitiveModel<ConvolutionOp>>(*context);
    LstmOp::attachInterface<PrimitiveModel<LstmOp>>(*context);
    MatmulOp::attachInterface<PrimitiveModel<MatmulOp>>(*context);
    PoolingOp::attachInterface<PrimitiveModel<PoolingOp>>(*context);
  });
}
