//===- OnnxOps.cpp - verifiers and interfaces of the onnx dialect
//----------------------------------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Onnx/Onnx.h"

#include "mlir/IR/Builders.h"
#include "llvm/ADT/DenseSet.h"

using namespace mlir;
using namespace lutra::onnx;

#define GET_OP_CLASSES
#include "lutra/Dialect/Onnx/OnnxOps.cpp.inc"

LogicalResult NodeOp::verify() {
  if (getOpType().empty())
    return emitOpError() << "expects an operator type";
  if (int64_t(getVersion()) < 1)
    return emitOpError() << "expects a version of at least 1, got "
                         << int64_t(getVersion());
  if (getDomain() == "ai.onnx")
    return emitOpError()
           << "expects an empty domain for ONNX's own operators, got 'ai.onnx'";

  ArrayAttr names = getBodyNamesAttr();
  size_t nameCount = names ? names.size() : 0;
  if (nameCount != getBodies().size())
    return emitOpError() << "expects a name for each body, got " << nameCount
                         << " names and " << getBodies().size() << " bodies";
  llvm::SmallDenseSet<StringAttr> seen;
  DictionaryAttr attrs = getAttrsAttr();
  for (size_t i = 0; i < nameCount; ++i) {
    auto name = cast<StringAttr>(names[i]);
    if (!seen.insert(name).second || (attrs && attrs.contains(name)))
      return emitOpError() << "expects names of bodies and attributes to be "
                              "different, got "
                           << name << " twice";
  }

  for (OpResult result : getOutputs())
    if (isa<NoneType>(result.getType()) && !result.use_empty())
      return emitOpError() << "expects an omitted output to have no uses, but "
                              "result #"
                           << result.getResultNumber() << " has some";
  return success();
}

LogicalResult NodeOp::verifyRegions() {
  for (Region &body : getBodies())
    if (!isa<YieldOp>(body.front().getTerminator()))
      return emitOpError() << "expects body #" << body.getRegionNumber()
                           << " to end in onnx.yield";
  return success();
}

OpFoldResult ConstantOp::fold(FoldAdaptor) { return getValue(); }
