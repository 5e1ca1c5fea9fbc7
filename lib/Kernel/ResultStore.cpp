//===- ResultStore.cpp - epilogues and stores of results ------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ResultStore.h"

#include "Families.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/IRMapping.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;

LogicalResult kernel::verifyEpilogue(Region &epilogue) {
  for (Operation &inner : epilogue.getOps())
    if (!isa<lowbit::YieldOp>(inner) &&
        !inner.hasTrait<OpTrait::ConstantLike>() &&
        !OpTrait::hasElementwiseMappableTraits(&inner))
      return inner.emitOpError() << "has no meaning on vectors, as what an "
                                    "epilogue consists of must have";
  return success();
}

ResultStore::ResultStore(ImplicitLocOpBuilder &b, Value outs, ValueRange extras,
                         Region &epilogue)
    : b(b), outs(outs), extras(extras), epilogue(epilogue) {}

VectorType ResultStore::widen(Type type) {
  return VectorType::get(kLanes, type);
}

Value ResultStore::emitMask(Value row) {
  // In 32 bits, of which a register holds all lanes. Where the vector begins
  // past N, none of them is left.
  VectorType i32 = widen(b.getI32Type());
  auto steps = llvm::to_vector(llvm::seq<int32_t>(0, kLanes));
  Value lanes = arith::ConstantOp::create(
      b, DenseElementsAttr::get(i32, ArrayRef(steps)));
  int64_t numRows = cast<MemRefType>(outs.getType()).getDimSize(1);
  Value left =
      arith::SubIOp::create(b, arith::ConstantIndexOp::create(b, numRows), row);
  Value bound = vector::BroadcastOp::create(
      b, i32, arith::IndexCastOp::create(b, b.getI32Type(), left));
  return arith::CmpIOp::create(b, arith::CmpIPredicate::slt, lanes, bound);
}

Value ResultStore::emitEpilogue(Value result, Value row, Value mask,
                                Value token) {
  Block &body = epilogue.front();
  IRMapping map;
  map.map(body.getArgument(0), result);
  for (auto [argument, extra] :
       llvm::zip_equal(body.getArguments().drop_front(), extras)) {
    SmallVector<Value> indices{row};
    if (cast<MemRefType>(extra.getType()).getRank() == 2)
      indices.insert(indices.begin(), token);
    Value value;
    VectorType type = widen(argument.getType());
    if (mask) {
      Value zero = arith::ConstantOp::create(b, b.getZeroAttr(type));
      value = vector::MaskedLoadOp::create(b, type, extra, indices, mask, zero);
    } else {
      value = vector::LoadOp::create(b, type, extra, indices);
    }
    map.map(argument, value);
  }
  for (Operation &inner : body.without_terminator()) {
    if (inner.hasTrait<OpTrait::ConstantLike>()) {
      b.clone(inner, map);
      continue;
    }
    for (Value operand : inner.getOperands())
      if (!isa<VectorType>(map.lookupOrDefault(operand).getType()))
        map.map(operand,
                vector::BroadcastOp::create(b, widen(operand.getType()),
                                            map.lookupOrDefault(operand)));
    Operation *copy = b.clone(inner, map);
    for (OpResult value : copy->getResults())
      value.setType(widen(value.getType()));
  }
  Value yielded = body.getTerminator()->getOperand(0);
  Value stored = map.lookupOrDefault(yielded);
  if (!isa<VectorType>(stored.getType()))
    stored = vector::BroadcastOp::create(b, widen(stored.getType()), stored);
  return stored;
}

void ResultStore::emit(Value result, Value row, Value mask, Value token) {
  if (!epilogue.empty())
    result = emitEpilogue(result, row, mask, token);
  SmallVector<Value> indices{token, row};
  if (mask)
    vector::MaskedStoreOp::create(b, outs, indices, mask, result);
  else
    vector::StoreOp::create(b, result, outs, indices);
}
