//===- LowbitDialect.cpp - registration -----------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Lowbit/Lowbit.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace lutra::lowbit;

#include "lutra/Dialect/Lowbit/LowbitDialect.cpp.inc"
#include "lutra/Dialect/Lowbit/LowbitEnums.cpp.inc"
#include "lutra/Dialect/Lowbit/LowbitInterfaces.cpp.inc"

/// Each value so that it is read as the same float: the printer of an array
/// keeps seven digits.
static void printCodebookValues(AsmPrinter &printer, DenseF32ArrayAttr values) {
  printer << '[';
  llvm::interleaveComma(values.asArrayRef(), printer, [&](float value) {
    printer.printFloat(llvm::APFloat(value));
  });
  printer << ']';
}

static ParseResult parseCodebookValues(AsmParser &parser,
                                       DenseF32ArrayAttr &values) {
  SmallVector<float> floats;
  auto parseOne = [&]() -> ParseResult {
    double value = 0;
    if (parser.parseFloat(value))
      return failure();
    // Rounded; what is none of 32 bits becomes an infinity.
    llvm::APFloat single(value);
    bool losesInfo = false;
    single.convert(llvm::APFloat::IEEEsingle(),
                   llvm::APFloat::rmNearestTiesToEven, &losesInfo);
    floats.push_back(single.convertToFloat());
    return success();
  };
  if (parser.parseCommaSeparatedList(AsmParser::Delimiter::Square, parseOne,
                                     " of a codebook"))
    return failure();
  values = DenseF32ArrayAttr::get(parser.getContext(), floats);
  return success();
}

#define GET_ATTRDEF_CLASSES
#include "lutra/Dialect/Lowbit/LowbitAttrs.cpp.inc"

void LowbitDialect::initialize() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "lutra/Dialect/Lowbit/LowbitAttrs.cpp.inc"
      >();
  addOperations<
#define GET_OP_LIST
#include "lutra/Dialect/Lowbit/LowbitOps.cpp.inc"
      >();
}
