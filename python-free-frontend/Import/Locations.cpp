//===- Locations.cpp - where things are in a model ------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Import/Locations.h"

using namespace mlir;
using namespace lutra::frontend;

std::string lutra::frontend::nodeName(const pb::NodeProto &node,
                                      unsigned index) {
  if (!node.name().empty())
    return node.name();
  if (node.op_type() == "Constant" && node.output_size())
    return node.output(0);
  return node.op_type() + "_" + std::to_string(index);
}

InFlightDiagnostic lutra::frontend::nodeError(Location loc,
                                              const pb::NodeProto &node) {
  return emitError(loc) << "node '" << cast<NameLoc>(loc).getName().getValue()
                        << "' (" << node.op_type() << ") ";
}

static Location makeLocation(const Locator &where, const Twine &name,
                             unsigned index) {
  MLIRContext *context = where.file.getContext();
  return NameLoc::get(StringAttr::get(context, where.prefix + name),
                      FileLineColLoc::get(where.file, index, /*column=*/0));
}

Location Locator::node(const pb::NodeProto &node, unsigned index) const {
  return makeLocation(*this, nodeName(node, index), callIndex.value_or(index));
}

Location Locator::value(StringRef name) const {
  return makeLocation(*this, name, callIndex.value_or(0));
}
