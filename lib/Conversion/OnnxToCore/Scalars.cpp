//===- Scalars.cpp - arithmetic that reads like arithmetic ----------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Scalars.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace lutra::onnx;

using I = arith::CmpIPredicate;
using F = arith::CmpFPredicate;

template <typename FloatOp, typename IntOp>
static Value createEither(OpBuilder &b, Location loc, Value x, Value y) {
  if (isa<FloatType>(x.getType()))
    return FloatOp::create(b, loc, x, y);
  return IntOp::create(b, loc, x, y);
}

Value Scalars::index(int64_t value) {
  return arith::ConstantIndexOp::create(b, loc, value);
}
Value Scalars::constant(Type type, double value) {
  return type.isIndex() ? index(static_cast<int64_t>(value))
                        : number(b, loc, type, value);
}
Value Scalars::boolean(bool value) {
  return arith::ConstantOp::create(b, loc, b.getBoolAttr(value));
}
Value Scalars::add(Value x, Value y) {
  return createEither<arith::AddFOp, arith::AddIOp>(b, loc, x, y);
}
Value Scalars::sub(Value x, Value y) {
  return createEither<arith::SubFOp, arith::SubIOp>(b, loc, x, y);
}
Value Scalars::mul(Value x, Value y) {
  return createEither<arith::MulFOp, arith::MulIOp>(b, loc, x, y);
}
Value Scalars::equal(Value x, Value y) {
  return arith::CmpIOp::create(b, loc, I::eq, x, y);
}
Value Scalars::notEqual(Value x, Value y) {
  return arith::CmpIOp::create(b, loc, I::ne, x, y);
}
Value Scalars::less(Value x, Value y) {
  if (isa<FloatType>(x.getType()))
    return arith::CmpFOp::create(b, loc, F::OLT, x, y);
  return arith::CmpIOp::create(b, loc, I::slt, x, y);
}
Value Scalars::lessEqual(Value x, Value y) {
  if (isa<FloatType>(x.getType()))
    return arith::CmpFOp::create(b, loc, F::OLE, x, y);
  return arith::CmpIOp::create(b, loc, I::sle, x, y);
}
Value Scalars::min(Value x, Value y) {
  return createEither<arith::MinimumFOp, arith::MinSIOp>(b, loc, x, y);
}
Value Scalars::max(Value x, Value y) {
  return createEither<arith::MaximumFOp, arith::MaxSIOp>(b, loc, x, y);
}
Value Scalars::both(Value x, Value y) {
  return arith::AndIOp::create(b, loc, x, y);
}
Value Scalars::either(Value x, Value y) {
  return arith::OrIOp::create(b, loc, x, y);
}
Value Scalars::opposite(Value x) {
  return arith::XOrIOp::create(b, loc, x, boolean(true));
}
Value Scalars::select(Value condition, Value x, Value y) {
  return arith::SelectOp::create(b, loc, condition, x, y);
}
Value Scalars::read(Value tensor, ValueRange at) {
  return tensor::ExtractOp::create(b, loc, tensor, at);
}
Value Scalars::write(Value element, Value tensor, ValueRange at) {
  return tensor::InsertOp::create(b, loc, element, tensor, at);
}
Value Scalars::toIndex(const Tensor *tensor, Value element) {
  if (tensor->isUnsigned() || tensor->isBool())
    return arith::IndexCastUIOp::create(b, loc, b.getIndexType(), element);
  return arith::IndexCastOp::create(b, loc, b.getIndexType(), element);
}
Value Scalars::toInteger(Value index) {
  return arith::IndexCastOp::create(b, loc, b.getI64Type(), index);
}
Value Scalars::wrap(Value index, Value size) {
  Value negative = less(index, this->index(0));
  return select(negative, add(index, size), index);
}
Value Scalars::lessElement(const Tensor *tensor, Value x, Value y) {
  if (tensor->isFloat())
    return arith::CmpFOp::create(b, loc, F::OLT, x, y);
  bool isUnsigned = tensor->isUnsigned() || tensor->isBool();
  return arith::CmpIOp::create(b, loc, isUnsigned ? I::ult : I::slt, x, y);
}
Value Scalars::equalElement(const Tensor *tensor, Value x, Value y) {
  if (tensor->isFloat())
    return arith::CmpFOp::create(b, loc, F::OEQ, x, y);
  return arith::CmpIOp::create(b, loc, I::eq, x, y);
}
Value Scalars::isNaN(Value x) {
  if (!isa<FloatType>(x.getType()))
    return {};
  return arith::CmpFOp::create(b, loc, F::UNO, x, x);
}
