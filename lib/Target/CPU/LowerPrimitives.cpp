//===- LowerPrimitives.cpp - dnnl ops become calls of the runtime ---------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What is known of an op becomes a constant, a lutra_rt_primitive; addresses
// and sizes go into arrays on the stack.
//
//===----------------------------------------------------------------------===//

#include "lutra/Target/CPU/Passes.h"

#include "ExpandPrimitives.h"
#include "RuntimeCalls.h"
#include "lutra-rt/codegen.h"
#include "lutra/Dialect/Dnnl/Dnnl.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/SymbolTable.h"

namespace lutra {
#define GEN_PASS_DEF_CPULOWERPRIMITIVES
#include "lutra/Target/CPU/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra::cpu;
using namespace lutra::dnnl;

static_assert(kMaxPostOps == LUTRA_RT_MAX_POST_OPS,
              "the dialect allows what the runtime has room for");
static_assert(sizeof(lutra_rt_primitive) % sizeof(int64_t) == 0,
              "a primitive is emitted as words");

static MemRefType getType(Value buffer) {
  return cast<MemRefType>(buffer.getType());
}

static void setNumbers(int64_t *words, ArrayRef<int64_t> numbers) {
  llvm::copy(numbers, words);
}

static int64_t getPostOpKind(PostOpKind kind) {
  switch (kind) {
  case PostOpKind::Relu:
    return LUTRA_RT_RELU;
  case PostOpKind::Clip:
    return LUTRA_RT_CLIP;
  case PostOpKind::Linear:
    return LUTRA_RT_LINEAR;
  case PostOpKind::Add:
    return LUTRA_RT_ADD;
  case PostOpKind::Mul:
    return LUTRA_RT_MUL;
  }
  llvm_unreachable("a post-op without a number");
}

static void setPostOps(lutra_rt_primitive &primitive, ArrayAttr postOps,
                       ValueRange extras) {
  primitive.post_op_count = static_cast<int64_t>(postOps.size());
  for (auto [i, op] : llvm::enumerate(postOps.getAsRange<PostOpAttr>())) {
    lutra_rt_post_op &entry = primitive.post_ops[i];
    entry.kind = getPostOpKind(op.getKind());
    if (op.hasOperand()) {
      entry.per_channel = getType(extras.front()).getRank() == 1;
      extras = extras.drop_front();
    } else {
      entry.alpha = op.getAlpha().getValueAsDouble();
      entry.beta = op.getBeta().getValueAsDouble();
    }
  }
}

static int64_t getNumbers(Value source, bool isSigned) {
  Type element = getType(source).getElementType();
  return element.isF32()    ? LUTRA_RT_F32
         : element.isBF16() ? LUTRA_RT_BF16
         : isSigned         ? LUTRA_RT_SIGNED_BYTES
                            : LUTRA_RT_UNSIGNED_BYTES;
}

/// Window, strides and so on are filled up with ones.
static lutra_rt_primitive makePrimitive(int64_t kind, int64_t numbers) {
  lutra_rt_primitive primitive = {};
  primitive.kind = kind;
  primitive.numbers = numbers;
  primitive.groups = 1;
  for (auto *numbers :
       {primitive.window, primitive.strides, primitive.dilations})
    std::fill_n(numbers, 3, 1);
  return primitive;
}

static lutra_rt_primitive describe(ConvolutionOp op) {
  lutra_rt_primitive p = makePrimitive(
      LUTRA_RT_CONVOLUTION, getNumbers(op.getSource(), /*isSigned=*/false));
  ArrayRef<int64_t> weights = getType(op.getWeights()).getShape();
  p.spatial = static_cast<int64_t>(op.getStrides().size());
  p.groups = static_cast<int64_t>(op.getGroups());
  p.channels = getType(op.getInit()).getShape().back();
  p.inputs = getType(op.getSource()).getShape().back();
  p.has_bias = bool(op.getBias());
  // Bytes have their window in front, groups aside.
  bool isGrouped = static_cast<int64_t>(weights.size()) == p.spatial + 3;
  setNumbers(p.window, p.numbers == LUTRA_RT_UNSIGNED_BYTES
                           ? weights.drop_front(isGrouped).take_front(p.spatial)
                           : weights.drop_front(2));
  setNumbers(p.strides, op.getStrides());
  setNumbers(p.dilations, op.getDilations());
  setNumbers(p.pads, op.getPads());
  setPostOps(p, op.getPostOps(), op.getExtras());
  return p;
}

static lutra_rt_primitive describe(MatmulOp op) {
  lutra_rt_primitive p = makePrimitive(
      LUTRA_RT_MATMUL, getNumbers(op.getSource(), op.getSignedSource()));
  ArrayRef<int64_t> weights = getType(op.getWeights()).getShape();
  p.transposed = op.getTransposed();
  p.inputs = weights[op.getTransposed()];
  p.channels = weights[!op.getTransposed()];
  p.has_bias = bool(op.getBias());
  setPostOps(p, op.getPostOps(), op.getExtras());
  return p;
}

static int64_t getPoolingKind(PoolingKind kind) {
  switch (kind) {
  case PoolingKind::Max:
    return LUTRA_RT_MAX_POOLING;
  case PoolingKind::Average:
    return LUTRA_RT_AVERAGE_POOLING;
  case PoolingKind::Inside:
    return LUTRA_RT_INSIDE_POOLING;
  }
  llvm_unreachable("a pooling without a number");
}

static lutra_rt_primitive describe(PoolingOp op) {
  lutra_rt_primitive p =
      makePrimitive(getPoolingKind(op.getKind()), LUTRA_RT_F32);
  p.spatial = static_cast<int64_t>(op.getWindow().size());
  p.channels = p.inputs = getType(op.getSource()).getShape().back();
  setNumbers(p.window, op.getWindow());
  setNumbers(p.strides, op.getStrides());
  setNumbers(p.dilations, op.getDilations());
  setNumbers(p.pads, op.getPads());
  return p;
}

static lutra_rt_primitive describe(LstmOp op) {
  lutra_rt_primitive p = makePrimitive(LUTRA_RT_LSTM, LUTRA_RT_F32);
  ArrayRef<int64_t> weights = getType(op.getWeights()).getShape();
  p.channels = weights[1];
  p.inputs = weights[2];
  p.has_bias = true;
  p.backward = op.getReverse();
  return p;
}

namespace {

class PrimitiveLowering {
public:
  PrimitiveLowering(Operation *op, Value handle, SymbolTable &symbols)
      : op(op), loc(op->getLoc()), handle(handle), symbols(symbols),
        builder(op) {}

  void lower(const lutra_rt_primitive &primitive) {
    SmallVector<Value> operands, sizes;
    for (Value operand : op->getOperands())
      operands.push_back(getAddress(operand));
    Value source = op->getOperand(0),
          result = cast<DestinationStyleOpInterface>(op).getDpsInits()[0];
    int64_t rank = getType(source).getRank();
    if (primitive.kind == LUTRA_RT_MATMUL) {
      sizes.push_back(getSize(source, 0));
      for (int64_t d = 1; d + 1 < rank; ++d)
        sizes[0] =
            arith::MulIOp::create(builder, loc, sizes[0], getSize(source, d));
    } else if (primitive.kind == LUTRA_RT_LSTM) {
      sizes = {getSize(source, 0), getSize(source, 1)};
    } else {
      for (int64_t d = 0; d + 1 < rank; ++d)
        sizes.push_back(getSize(source, d));
      for (int64_t d = 1; d + 1 < rank; ++d)
        sizes.push_back(getSize(result, d));
    }
    auto module = op->getParentOfType<ModuleOp>();
    func::FuncOp service = getRuntimeFunction(module, Service::Primitive);
    func::CallOp::create(builder, loc, service,
                         {handle, getPointer(getConstant(primitive)),
                          getPointer(store(operands)),
                          getPointer(store(sizes))});
    op->erase();
  }

private:
  Value getAddress(Value buffer) {
    Value address =
        memref::ExtractAlignedPointerAsIndexOp::create(builder, loc, buffer);
    return arith::IndexCastOp::create(builder, loc, builder.getI64Type(),
                                      address);
  }
  Value getPointer(Value buffer) {
    return LLVM::IntToPtrOp::create(
        builder, loc, LLVM::LLVMPointerType::get(builder.getContext()),
        getAddress(buffer));
  }
  Value getSize(Value buffer, int64_t dim) {
    Value size = memref::DimOp::create(builder, loc, buffer, dim);
    return arith::IndexCastOp::create(builder, loc, builder.getI64Type(), size);
  }

  /// An array at the top of the function, so that loops do not grow the stack.
  Value store(ArrayRef<Value> words) {
    Value buffer;
    {
      OpBuilder::InsertionGuard guard(builder);
      builder.setInsertionPointToStart(
          &op->getParentOfType<func::FuncOp>().getBody().front());
      buffer = memref::AllocaOp::create(
          builder, loc,
          MemRefType::get(static_cast<int64_t>(words.size()),
                          builder.getI64Type()));
    }
    for (auto [i, word] : llvm::enumerate(words)) {
      Value index = arith::ConstantIndexOp::create(builder, loc, i);
      memref::StoreOp::create(builder, loc, word, buffer, index);
    }
    return buffer;
  }

  Value getConstant(const lutra_rt_primitive &primitive) {
    SmallVector<int64_t> words(sizeof(primitive) / sizeof(int64_t));
    std::memcpy(words.data(), &primitive, sizeof(primitive));
    auto tensor = RankedTensorType::get(static_cast<int64_t>(words.size()),
                                        builder.getI64Type());
    auto type = MemRefType::get(tensor.getShape(), tensor.getElementType());
    auto value = DenseIntElementsAttr::get(tensor, words);
    OpBuilder atTop =
        OpBuilder::atBlockBegin(op->getParentOfType<ModuleOp>().getBody());
    auto global = memref::GlobalOp::create(
        atTop, loc, "primitive", builder.getStringAttr("private"), type, value,
        /*constant=*/true, /*alignment=*/IntegerAttr());
    symbols.insert(global);
    return memref::GetGlobalOp::create(builder, loc, type, global.getSymName());
  }

  Operation *op;
  Location loc;
  Value handle;
  SymbolTable &symbols;
  OpBuilder builder;
};

struct CpuLowerPrimitives
    : lutra::impl::CpuLowerPrimitivesBase<CpuLowerPrimitives> {
  void runOnOperation() override {
    SymbolTable symbols(getOperation());
    SmallVector<Operation *> ops;
    getOperation().walk([&](Operation *op) {
      if (isa<ConvolutionOp, LstmOp, MatmulOp, PoolingOp>(op))
        ops.push_back(op);
    });
    for (Operation *op : ops) {
      if (!isOneDnnsHere(op)) {
        expandPrimitive(op);
        continue;
      }
      auto func = op->getParentOfType<func::FuncOp>();
      FailureOr<Value> handle = getCallHandle(func);
      bool isContiguous = llvm::all_of(op->getOperandTypes(), [](Type type) {
        auto buffer = dyn_cast<MemRefType>(type);
        return buffer && buffer.getLayout().isIdentity();
      });
      if (failed(handle) || !isContiguous) {
        op->emitOpError("expects contiguous buffers, in a function that has "
                        "the runtime's handle");
        return signalPassFailure();
      }
      PrimitiveLowering lowering(op, *handle, symbols);
      if (auto convolution = dyn_cast<ConvolutionOp>(op))
        lowering.lower(describe(convolution));
      else if (auto matmul = dyn_cast<MatmulOp>(op))
        lowering.lower(describe(matmul));
      else if (auto lstm = dyn_cast<LstmOp>(op))
        lowering.lower(describe(lstm));
      else
        lowering.lower(describe(cast<PoolingOp>(op)));
    }
  }
};

} // namespace
