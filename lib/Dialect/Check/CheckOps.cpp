//===- CheckOps.cpp - verifiers and meaning of the check ops --------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Check/Check.h"
#include "lutra/Dialect/Utils/StructuredBuilder.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::check;

#define GET_OP_CLASSES
#include "lutra/Dialect/Check/CheckOps.cpp.inc"

//===----------------------------------------------------------------------===//
// Verifiers
//===----------------------------------------------------------------------===//

static Type elementType(Value tensor) {
  return cast<RankedTensorType>(tensor.getType()).getElementType();
}

LogicalResult ExpectEqOp::verify() {
  Type type = elementType(getActual());
  if (type.isIntOrIndexOrFloat())
    return success();
  return emitOpError() << "expects integers, floats or indices, got " << type;
}

LogicalResult ExpectCloseOp::verify() {
  auto type = dyn_cast<FloatType>(elementType(getActual()));
  if (!type || type.getWidth() > 64)
    return emitOpError() << "expects floats of at most 64 bits, got "
                         << elementType(getActual());
  for (auto [name, value] : {std::pair<StringRef, APFloat>("rtol", getRtol()),
                             std::pair<StringRef, APFloat>("atol", getAtol())})
    if (!value.isFinite() || value.isNegative())
      return emitOpError() << "expects a finite " << name << " >= 0, got "
                           << value.convertToDouble();
  return success();
}

//===----------------------------------------------------------------------===//
// Decompositions
//===----------------------------------------------------------------------===//

/// "file:line: op: what", so that a failing test says where it failed.
static std::string message(Operation *op, StringRef what) {
  std::string text;
  llvm::raw_string_ostream os(text);
  if (auto location = op->getLoc()->findInstanceOf<FileLineColLoc>())
    os << location.getFilename().getValue() << ':' << location.getLine()
       << ": ";
  os << op->getName() << ": " << what;
  return text;
}

/// Asserts that the shapes agree and that no element is `wrong`.
static SmallVector<Value>
expectNone(Operation *op, OpBuilder &builder, Value actual, Value expected,
           function_ref<Value(ImplicitLocOpBuilder &, Value, Value)> wrong) {
  StructuredBuilder b(op->getLoc(), builder);
  auto type = cast<RankedTensorType>(actual.getType());
  for (int64_t dim = 0; dim < type.getRank(); ++dim) {
    if (!type.isDynamicDim(dim))
      continue;
    Value agree = arith::CmpIOp::create(
        b, arith::CmpIPredicate::eq,
        tensor::DimOp::create(b, actual, dim).getResult(),
        tensor::DimOp::create(b, expected, dim).getResult());
    cf::AssertOp::create(
        b, agree,
        message(op, "sizes of dimension " + std::to_string(dim) + " differ"));
  }
  unsigned rank = type.getRank();
  Value count =
      b.generic(b.zeros(b.empty({}, b.getI64Type())), {actual, expected},
                {loops(rank), loops(rank), {}}, std::string(rank, 'r'),
                [&](ImplicitLocOpBuilder &nested, ValueRange args) -> Value {
                  Value one =
                      arith::ExtUIOp::create(nested, nested.getI64Type(),
                                             wrong(nested, args[0], args[1]));
                  return arith::AddIOp::create(nested, args[2], one);
                });
  Value number = tensor::ExtractOp::create(b, count, ValueRange{});
  Value zero = arith::ConstantOp::create(b, b.getI64IntegerAttr(0));
  Value none = arith::CmpIOp::create(b, arith::CmpIPredicate::eq, number, zero);
  cf::AssertOp::create(b, none, message(op, "elements differ"));
  return {};
}

FailureOr<SmallVector<Value>> ExpectEqOp::decomposeOperation(OpBuilder &b) {
  return expectNone(
      getOperation(), b, getActual(), getExpected(),
      [](ImplicitLocOpBuilder &nested, Value x, Value y) -> Value {
        if (isa<FloatType>(x.getType())) {
          Type bits =
              nested.getIntegerType(x.getType().getIntOrFloatBitWidth());
          x = arith::BitcastOp::create(nested, bits, x);
          y = arith::BitcastOp::create(nested, bits, y);
        }
        return arith::CmpIOp::create(nested, arith::CmpIPredicate::ne, x, y);
      });
}

FailureOr<SmallVector<Value>> ExpectCloseOp::decomposeOperation(OpBuilder &b) {
  return expectNone(
      getOperation(), b, getActual(), getExpected(),
      [&](ImplicitLocOpBuilder &nested, Value x, Value y) -> Value {
        auto f64 = [&](const APFloat &value) -> Value {
          return arith::ConstantOp::create(
              nested, nested.getF64FloatAttr(value.convertToDouble()));
        };
        auto compare = [&](arith::CmpFPredicate predicate, Value a, Value b) {
          return arith::CmpFOp::create(nested, predicate, a, b).getResult();
        };
        Type wide = nested.getF64Type();
        if (x.getType() != wide) {
          x = arith::ExtFOp::create(nested, wide, x);
          y = arith::ExtFOp::create(nested, wide, y);
        }
        Value magnitude = math::AbsFOp::create(nested, y);
        Value error = math::AbsFOp::create(
            nested, arith::SubFOp::create(nested, x, y).getResult());
        Value bound = arith::AddFOp::create(
            nested, f64(getAtol()),
            arith::MulFOp::create(nested, f64(getRtol()), magnitude));
        // A bound of infinity would let everything pass.
        Value within = compare(arith::CmpFPredicate::OLE, error, bound);
        Value finite = compare(arith::CmpFPredicate::OLT, magnitude,
                               f64(APFloat::getInf(APFloat::IEEEdouble())));
        Value close = arith::AndIOp::create(nested, within, finite);
        Value same = compare(arith::CmpFPredicate::OEQ, x, y);
        Value bothNaN = arith::AndIOp::create(
            nested, compare(arith::CmpFPredicate::UNO, x, x),
            compare(arith::CmpFPredicate::UNO, y, y));
        Value fine = arith::OrIOp::create(
            nested, close, arith::OrIOp::create(nested, same, bothNaN));
        Value yes = arith::ConstantOp::create(nested, nested.getBoolAttr(true));
        return arith::XOrIOp::create(nested, fine, yes);
      });
}
