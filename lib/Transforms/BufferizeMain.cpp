//===- BufferizeMain.cpp - @main and kernel signatures on buffers ---------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// After form-kernels, @main holds calls, views and sizes only, and every call
// says where it writes. So its buffers need no analysis: this is one walk,
// linear in the number of ops, where general bufferization is not.
//
//===----------------------------------------------------------------------===//

#include "RuntimeCalls.h"
#include "lutra/Dialect/Nn/Nn.h"
#include "lutra/Support/Assert.h"
#include "lutra/Support/ConstantData.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Pass/Pass.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/xxhash.h"
#include <map>

namespace lutra {
#define GEN_PASS_DEF_BUFFERIZEMAIN
#include "lutra/Transforms/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra;

namespace {

MemRefType getBufferType(Type type) {
  auto tensor = cast<RankedTensorType>(type);
  return MemRefType::get(tensor.getShape(), tensor.getElementType());
}

/// Where each constant lies in weights.bin; equal contents lie there once.
class WeightLayout {
public:
  FailureOr<int64_t> place(ElementsAttr value) {
    auto [known, isNew] = byAttribute.try_emplace(value, end);
    if (!isNew)
      return known->second;
    uint64_t bytes = getByteSize(value.getShapedType());
    if (bytes == 0 && value.getNumElements() != 0)
      return failure();
    if (std::optional<ArrayRef<char>> data = getBytesInPlace(value)) {
      uint64_t hash = llvm::xxh3_64bits(ArrayRef<uint8_t>(
          reinterpret_cast<const uint8_t *>(data->data()), data->size()));
      for (auto &[other, offset] : byHash[hash])
        if (*getBytesInPlace(other) == *data)
          return known->second = offset;
      byHash[hash].emplace_back(value, end);
    }
    entries.emplace_back(end, value);
    end += llvm::alignTo(bytes, 64);
    return known->second;
  }

  ArrayAttr getRecord(Builder &builder) const {
    SmallVector<Attribute> record;
    for (auto [offset, value] : entries)
      record.push_back(
          builder.getArrayAttr({builder.getI64IntegerAttr(offset), value}));
    return builder.getArrayAttr(record);
  }

private:
  int64_t end = 0;
  SmallVector<std::pair<int64_t, ElementsAttr>> entries;
  llvm::DenseMap<Attribute, int64_t> byAttribute;
  /// No DenseMap: weights can be made to have one of the two hashes that it
  /// keeps for itself.
  std::map<uint64_t, SmallVector<std::pair<ElementsAttr, int64_t>>> byHash;
};

class MainBufferizer {
public:
  explicit MainBufferizer(func::FuncOp main)
      : main(main), module(main->getParentOfType<ModuleOp>()),
        builder(main.getContext()), runtime(module, main.getArgument(0)) {}

  LogicalResult run();

private:
  void recordInterface();
  void chooseOutputs(func::ReturnOp returnOp);
  LogicalResult convert(Operation &op);
  LogicalResult convertReturn(func::ReturnOp returnOp);
  LogicalResult convertConstant(arith::ConstantOp op);
  LogicalResult convertAlloc(bufferization::AllocTensorOp op);
  LogicalResult convertCall(func::CallOp op);
  LogicalResult convertCache(nn::CacheOp op);
  LogicalResult convertReshape(tensor::ReshapeOp op);
  LogicalResult convertFromElements(tensor::FromElementsOp op);

  Value getBuffer(Value tensor) {
    Value buffer = buffers.lookup(tensor);
    LUTRA_ASSERT(buffer, "used before it was bufferized");
    return buffer;
  }
  /// The destination that a value of @main was written into, casts aside.
  Value getDestination(Value value);
  bool isStateOutput(Value value);

  func::FuncOp main;
  ModuleOp module;
  OpBuilder builder;
  RuntimeCalls runtime;
  WeightLayout weights;
  llvm::DenseMap<Value, Value> buffers;
  /// alloc_tensor -> the output it becomes.
  llvm::DenseMap<Value, int64_t> outputs;
  /// What the output has more dimensions by.
  llvm::DenseMap<Value, tensor::ExpandShapeOp> reshapes;
  llvm::SmallBitVector written;
};

void MainBufferizer::recordInterface() {
  // Arguments and results disappear as such; the manifest is made from this.
  auto describe = [&](Type type, DictionaryAttr attrs) -> Attribute {
    NamedAttrList list(attrs);
    list.set("type", TypeAttr::get(type));
    return list.getDictionary(main.getContext());
  };
  SmallVector<Attribute> inputs, results;
  for (unsigned i = 1, e = main.getNumArguments(); i < e; ++i)
    inputs.push_back(
        describe(main.getArgument(i).getType(), main.getArgAttrDict(i)));
  for (auto [i, type] : llvm::enumerate(main.getResultTypes()))
    results.push_back(describe(type, main.getResultAttrDict(i)));
  module->setAttr("lutra.inputs", builder.getArrayAttr(inputs));
  module->setAttr("lutra.outputs", builder.getArrayAttr(results));
}

Value MainBufferizer::getDestination(Value value) {
  while (true) {
    if (auto castOp = value.getDefiningOp<tensor::CastOp>()) {
      value = castOp.getSource();
    } else if (auto call = value.getDefiningOp<func::CallOp>()) {
      unsigned fromEnd =
          call.getNumResults() - cast<OpResult>(value).getResultNumber();
      value = call.getOperand(call.getNumOperands() - fromEnd);
    } else {
      return value;
    }
  }
}

bool MainBufferizer::isStateOutput(Value value) {
  auto slice = value.getDefiningOp<tensor::ExtractSliceOp>();
  return slice &&
         getDestination(slice.getSource()).getDefiningOp<nn::CacheOp>();
}

/// Whether the sizes of the reshape are known where the memory is made.
static bool hasSizesBefore(tensor::ExpandShapeOp expand, Operation *alloc) {
  return llvm::all_of(expand.getOutputShape(), [&](Value size) {
    Operation *op = size.getDefiningOp();
    return !op || op->isBeforeInBlock(alloc);
  });
}

void MainBufferizer::chooseOutputs(func::ReturnOp returnOp) {
  written.resize(returnOp.getNumOperands());
  for (auto [i, value] : llvm::enumerate(returnOp.getOperands())) {
    if (isStateOutput(value)) {
      written.set(i);
      continue;
    }
    Value destination = getDestination(value);
    auto expand = destination.getDefiningOp<tensor::ExpandShapeOp>();
    if (expand)
      destination = getDestination(expand.getSrc());
    auto alloc = destination.getDefiningOp<bufferization::AllocTensorOp>();
    if (!alloc || (expand && !hasSizesBefore(expand, alloc)) ||
        !outputs.try_emplace(destination, i).second)
      continue;
    if (expand)
      reshapes[destination] = expand;
    written.set(i);
  }
}

LogicalResult MainBufferizer::convertConstant(arith::ConstantOp op) {
  FailureOr<int64_t> offset = weights.place(cast<ElementsAttr>(op.getValue()));
  if (failed(offset))
    return op.emitError("constant of type ")
           << op.getType() << " has no form in memory";
  Value start = arith::ConstantIndexOp::create(builder, op.getLoc(), *offset);
  buffers[op] =
      memref::ViewOp::create(builder, op.getLoc(), getBufferType(op.getType()),
                             main.getArgument(1), start, ValueRange());
  return success();
}

LogicalResult MainBufferizer::convertAlloc(bufferization::AllocTensorOp op) {
  MemRefType type = getBufferType(op.getType());
  auto output = outputs.find(op);
  if (tensor::ExpandShapeOp expand = reshapes.lookup(op)) {
    Value whole = runtime.output(builder, op.getLoc(), output->second,
                                 getBufferType(expand.getType()),
                                 expand.getMixedOutputShape());
    buffers[op] = memref::CollapseShapeOp::create(
        builder, op.getLoc(), type, whole, expand.getReassociationIndices());
  } else if (output != outputs.end())
    buffers[op] = runtime.output(
        builder, op.getLoc(), output->second, type,
        getMixedValues(type.getShape(), op.getDynamicSizes(), builder));
  else
    buffers[op] = memref::AllocOp::create(builder, op.getLoc(), type,
                                          op.getDynamicSizes());
  return success();
}

LogicalResult MainBufferizer::convertCall(func::CallOp op) {
  SmallVector<Value> operands;
  for (Value operand : op.getOperands())
    operands.push_back(isa<RankedTensorType>(operand.getType())
                           ? getBuffer(operand)
                           : operand);
  func::CallOp::create(builder, op.getLoc(), op.getCallee(), TypeRange(),
                       operands);
  for (OpResult result : op.getResults())
    buffers[result] = operands[operands.size() - op.getNumResults() +
                               result.getResultNumber()];
  return success();
}

LogicalResult MainBufferizer::convertCache(nn::CacheOp op) {
  // The inputs stand behind the handle and the weights.
  unsigned input = cast<BlockArgument>(op.getPast()).getArgNumber() - 2;
  Value past = getBuffer(op.getPast());
  int64_t axis = op.getAxis();
  MemRefType type = getBufferType(op.getType());
  SmallVector<OpFoldResult> sizes =
      memref::getMixedSizes(builder, op.getLoc(), past);
  sizes[axis] = op.getLength();
  buffers[op] = runtime.state(builder, op.getLoc(), input, axis, type, sizes);
  return success();
}

LogicalResult MainBufferizer::convertReshape(tensor::ReshapeOp op) {
  buffers[op] = memref::ReshapeOp::create(
      builder, op.getLoc(), getBufferType(op.getType()),
      getBuffer(op.getSource()), getBuffer(op.getShape()));
  return success();
}

LogicalResult MainBufferizer::convertFromElements(tensor::FromElementsOp op) {
  Location loc = op.getLoc();
  MemRefType type = getBufferType(op.getType());
  Value buffer = memref::AllocOp::create(builder, loc, type);
  int64_t number = 0;
  for (Value element : op.getElements()) {
    SmallVector<Value> indices(type.getRank());
    int64_t rest = number++;
    for (int64_t d = type.getRank() - 1; d >= 0; --d) {
      indices[d] = arith::ConstantIndexOp::create(builder, loc,
                                                  rest % type.getDimSize(d));
      rest /= type.getDimSize(d);
    }
    memref::StoreOp::create(builder, loc, element, buffer, indices);
  }
  buffers[op] = buffer;
  return success();
}

LogicalResult MainBufferizer::convertReturn(func::ReturnOp op) {
  Location loc = op.getLoc();
  for (auto [i, value] : llvm::enumerate(op.getOperands())) {
    if (written.test(i))
      continue;
    Value source = getBuffer(value);
    SmallVector<OpFoldResult> sizes =
        memref::getMixedSizes(builder, loc, source);
    Value target = runtime.output(builder, loc, i,
                                  cast<MemRefType>(source.getType()), sizes);
    memref::CopyOp::create(builder, loc, source, target);
  }
  func::ReturnOp::create(builder, loc);
  return success();
}

LogicalResult MainBufferizer::convert(Operation &op) {
  builder.setInsertionPoint(&op);
  auto isTensor = llvm::IsaPred<RankedTensorType>;
  if (auto returnOp = dyn_cast<func::ReturnOp>(op))
    return convertReturn(returnOp);
  if (auto position = dyn_cast<nn::FirstPositionOp>(op)) {
    position.replaceAllUsesWith(runtime.first(
        builder, op.getLoc(), position.getOutput(), position.getCount()));
    return success();
  }
  if (llvm::none_of(op.getOperandTypes(), isTensor) &&
      llvm::none_of(op.getResultTypes(), isTensor))
    return success();
  Location loc = op.getLoc();
  return llvm::TypeSwitch<Operation *, LogicalResult>(&op)
      .Case([&](arith::ConstantOp op) { return convertConstant(op); })
      .Case([&](bufferization::AllocTensorOp op) { return convertAlloc(op); })
      .Case([&](func::CallOp op) { return convertCall(op); })
      .Case([&](nn::CacheOp op) { return convertCache(op); })
      .Case([&](tensor::ReshapeOp op) { return convertReshape(op); })
      .Case([&](tensor::FromElementsOp op) { return convertFromElements(op); })
      .Case([&](tensor::ExtractSliceOp op) {
        // Only the slices of caches that are returned are still here.
        return success(isStateOutput(op));
      })
      .Case([&](tensor::CastOp op) {
        buffers[op] =
            memref::CastOp::create(builder, loc, getBufferType(op.getType()),
                                   getBuffer(op.getSource()));
        return success();
      })
      .Case([&](tensor::ExpandShapeOp op) {
        buffers[op] = memref::ExpandShapeOp::create(
            builder, loc, getBufferType(op.getType()), getBuffer(op.getSrc()),
            op.getReassociationIndices(), op.getMixedOutputShape());
        return success();
      })
      .Case([&](tensor::CollapseShapeOp op) {
        buffers[op] = memref::CollapseShapeOp::create(
            builder, loc, getBufferType(op.getType()), getBuffer(op.getSrc()),
            op.getReassociationIndices());
        return success();
      })
      .Case([&](tensor::DimOp op) {
        op.replaceAllUsesWith(memref::DimOp::create(builder, loc,
                                                    getBuffer(op.getSource()),
                                                    op.getIndex())
                                  .getResult());
        return success();
      })
      .Case([&](tensor::ExtractOp op) {
        op.replaceAllUsesWith(memref::LoadOp::create(builder, loc,
                                                     getBuffer(op.getTensor()),
                                                     op.getIndices())
                                  .getResult());
        return success();
      })
      .Default([](Operation *op) {
        return op->emitOpError("cannot stand in @main at this phase");
      });
}

LogicalResult MainBufferizer::run() {
  recordInterface();
  Block &body = main.getBody().front();
  auto weightsType =
      MemRefType::get({ShapedType::kDynamic}, builder.getI8Type());
  (void)body.insertArgument(1u, weightsType, main.getLoc());
  unsigned numInputs = body.getNumArguments() - 2;
  for (unsigned i = 0; i < numInputs; ++i) {
    BlockArgument input = body.getArgument(2 + i);
    buffers[input] =
        body.addArgument(getBufferType(input.getType()), input.getLoc());
  }

  SmallVector<Operation *> old;
  for (Operation &op : body)
    old.push_back(&op);
  chooseOutputs(cast<func::ReturnOp>(body.getTerminator()));
  for (Operation *op : old)
    if (failed(convert(*op)))
      return failure();
  for (Operation *op : llvm::reverse(old))
    if (isa<func::ReturnOp, nn::FirstPositionOp>(op) ||
        llvm::any_of(op->getOperandTypes(), llvm::IsaPred<RankedTensorType>) ||
        llvm::any_of(op->getResultTypes(), llvm::IsaPred<RankedTensorType>))
      op->erase();
  body.eraseArguments(2, numInputs);
  main.setAllArgAttrs(ArrayRef<DictionaryAttr>());
  main.removeResAttrsAttr();
  main.setFunctionType(
      builder.getFunctionType(body.getArgumentTypes(), TypeRange()));
  module->setAttr("lutra.weights", weights.getRecord(builder));
  return success();
}

/// The body stays on tensors, between conversions at its two ends.
void bufferizeSignature(func::FuncOp kernel) {
  Block &body = kernel.getBody().front();
  OpBuilder builder = OpBuilder::atBlockBegin(&body);
  int64_t outs = kernel->getAttrOfType<IntegerAttr>("lutra.outs").getInt();
  unsigned firstOut = body.getNumArguments() - outs;
  for (auto [i, argument] : llvm::enumerate(body.getArguments())) {
    auto tensorType = dyn_cast<RankedTensorType>(argument.getType());
    if (!tensorType)
      continue;
    argument.setType(getBufferType(tensorType));
    auto tensor = bufferization::ToTensorOp::create(
        builder, argument.getLoc(), tensorType, argument, /*restrict=*/true,
        /*writable=*/i >= firstOut);
    argument.replaceAllUsesExcept(tensor, tensor);
  }
  auto returnOp = cast<func::ReturnOp>(body.getTerminator());
  builder.setInsertionPoint(returnOp);
  for (auto [i, value] : llvm::enumerate(returnOp.getOperands()))
    bufferization::MaterializeInDestinationOp::create(
        builder, returnOp.getLoc(), /*result=*/Type(), value,
        body.getArgument(firstOut + i), /*restrict=*/true, /*writable=*/true);
  func::ReturnOp::create(builder, returnOp.getLoc());
  returnOp.erase();
  kernel.setFunctionType(
      builder.getFunctionType(body.getArgumentTypes(), TypeRange()));
}

struct BufferizeMain : lutra::impl::BufferizeMainBase<BufferizeMain> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    auto main = module.lookupSymbol<func::FuncOp>("main");
    if (!main)
      return;
    if (failed(MainBufferizer(main).run()))
      return signalPassFailure();
    for (auto kernel : module.getOps<func::FuncOp>())
      if (kernel->hasAttr("lutra.kernel"))
        bufferizeSignature(kernel);
  }
};

} // namespace
