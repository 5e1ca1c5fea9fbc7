//===- ElementTypes.cpp - element types by ONNX's numbers -----------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Onnx/ElementTypes.h"

#include "lutra/Dialect/Onnx/Onnx.h"
#include "mlir/IR/BuiltinTypes.h"

using namespace mlir;

Type lutra::onnx::getElementType(MLIRContext *context, int64_t dataType) {
  auto integer = [&](unsigned bits, IntegerType::SignednessSemantics sign =
                                        IntegerType::Signless) -> Type {
    return IntegerType::get(context, bits, sign);
  };
  switch (dataType) { // TensorProto.DataType
  case 1:
    return Float32Type::get(context);
  case 2:
    return integer(8, IntegerType::Unsigned);
  case 3:
    return integer(8);
  case 4:
    return integer(16, IntegerType::Unsigned);
  case 5:
    return integer(16);
  case 6:
    return integer(32);
  case 7:
    return integer(64);
  case 8:
    return StringType::get(context);
  case 9:
    return integer(1);
  case 10:
    return Float16Type::get(context);
  case 11:
    return Float64Type::get(context);
  case 12:
    return integer(32, IntegerType::Unsigned);
  case 13:
    return integer(64, IntegerType::Unsigned);
  case 14:
    return ComplexType::get(Float32Type::get(context));
  case 15:
    return ComplexType::get(Float64Type::get(context));
  case 16:
    return BFloat16Type::get(context);
  case 17:
    return Float8E4M3FNType::get(context);
  case 18:
    return Float8E4M3FNUZType::get(context);
  case 19:
    return Float8E5M2Type::get(context);
  case 20:
    return Float8E5M2FNUZType::get(context);
  case 21:
    return integer(4, IntegerType::Unsigned);
  case 22:
    return integer(4);
  case 23:
    return Float4E2M1FNType::get(context);
  case 24:
    return Float8E8M0FNUType::get(context);
  case 25:
    return integer(2, IntegerType::Unsigned);
  case 26:
    return integer(2);
  default:
    return {};
  }
}
