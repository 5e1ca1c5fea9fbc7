//===- LutDialect.cpp - registration and targets --------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Lut/Lut.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace lutra::lut;

#include "lutra/Dialect/Lut/LutDialect.cpp.inc"
#include "lutra/Dialect/Lut/LutEnums.cpp.inc"
#define GET_ATTRDEF_CLASSES
#include "lutra/Dialect/Lut/LutAttrs.cpp.inc"

void LutDialect::initialize() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "lutra/Dialect/Lut/LutAttrs.cpp.inc"
      >();
  addOperations<
#define GET_OP_LIST
#include "lutra/Dialect/Lut/LutOps.cpp.inc"
      >();
}

LogicalResult LutDialect::verifyOperationAttribute(Operation *op,
                                                   NamedAttribute attribute) {
  if (attribute.getName() != kTargetAttrName)
    return op->emitError() << "the lut dialect has no attribute "
                           << attribute.getName() << " for operations";
  if (!isa<ModuleOp>(op))
    return op->emitError() << kTargetAttrName
                           << " belongs on a module, not on '" << op->getName()
                           << "'";
  if (!isa<TargetAttr>(attribute.getValue()))
    return op->emitError() << kTargetAttrName << " expects a #lut.target, got "
                           << attribute.getValue();
  return success();
}

TargetAttr lutra::lut::getTarget(Operation *op) {
  for (; op; op = op->getParentOp())
    if (auto target = op->getAttrOfType<TargetAttr>(kTargetAttrName))
      return target;
  return {};
}

LogicalResult TargetAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                 StringRef, unsigned bits, unsigned registers,
                                 Feature features) {
  auto has = [&](Feature feature) {
    return bitEnumContainsAll(features, feature);
  };
  bool known = bits == 128 || (bits == 256 && has(Feature::AVX2)) ||
               (bits == 512 && has(Feature::AVX512));
  if (!known)
    return emitError() << "expects vector_bits of 128, 256 with avx2 or 512 "
                          "with avx512, got "
                       << bits;
  for (Feature feature : {Feature::AVX512, Feature::VNNI, Feature::GFNI})
    if (has(feature) && !has(Feature::AVX2))
      return emitError() << "expects avx2 with " << stringifyFeature(feature);
  for (Feature feature : {Feature::VBMI, Feature::BF16})
    if (has(feature) && bits != 512)
      return emitError() << "expects " << stringifyFeature(feature)
                         << " with vectors of 512 bits only, got " << bits;
  if (registers == 0)
    return emitError() << "expects registers";
  return success();
}
