//===- Locations.h - where things are in a model ----------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_FRONTEND_LOCATIONS_H
#define LUTRA_FRONTEND_LOCATIONS_H

#include "Model/OnnxProto.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/Location.h"
#include <optional>
#include <string>

namespace lutra::frontend {

/// The name of a node, or what stands for one: a constant's output, else the
/// operator and the node's index in its graph.
std::string nodeName(const pb::NodeProto &node, unsigned index);

/// Starts an error message about a node that `Locator` made `loc` for.
mlir::InFlightDiagnostic nodeError(mlir::Location loc,
                                   const pb::NodeProto &node);

/// Makes locations `loc("name"("model.onnx":index:0))`. Inside an inlined
/// function names are prefixed with the name of the call, and the index is that
/// of the call, which is what the file's reader can find.
struct Locator {
  mlir::StringAttr file;
  std::string prefix;
  std::optional<unsigned> callIndex;

  mlir::Location node(const pb::NodeProto &node, unsigned index) const;
  mlir::Location value(llvm::StringRef name) const;
};

} // namespace lutra::frontend

#endif // LUTRA_FRONTEND_LOCATIONS_H
