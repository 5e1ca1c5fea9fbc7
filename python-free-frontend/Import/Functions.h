//===- Functions.h - model-local functions ----------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_FRONTEND_FUNCTIONS_H
#define LUTRA_FRONTEND_FUNCTIONS_H

#include "Model/OnnxProto.h"
#include "Model/Types.h"
#include <vector>

namespace lutra::frontend {

mlir::FailureOr<OpsetImports> importOpsets(
    const google::protobuf::RepeatedPtrField<pb::OperatorSetIdProto> &imports,
    EmitError emitError);

/// A function of the model, with the parts that ONNX 1.12 does not know.
struct Function {
  pb::FunctionProto *proto = nullptr;
  OpsetImports opsets;
  /// Attributes with a default value (`attribute_proto`).
  std::vector<pb::AttributeProto> defaults;
};

/// The functions of a model by domain, name and overload.
class FunctionTable {
public:
  mlir::LogicalResult add(pb::FunctionProto &function, EmitError emitError);

  /// The function that `node` calls, or null if it is an operator.
  Function *lookup(const pb::NodeProto &node);

private:
  llvm::StringMap<Function> functions;
};

} // namespace lutra::frontend

#endif // LUTRA_FRONTEND_FUNCTIONS_H
