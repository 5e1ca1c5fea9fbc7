//===- Attributes.h - node attributes ---------------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each kind of ONNX attribute has its own kind of MLIR attribute, so that the
// writer knows what it was even when it is empty:
//
//   INT, INTS           i64, array<i64: ...>
//   FLOAT, FLOATS       f32, array<f32: ...>
//   STRING, STRINGS     string, array of strings (an empty array is STRINGS)
//   TENSOR, TENSORS     elements attribute, array of them
//   TYPE_PROTO(S)       type, array of types
//   SPARSE_TENSOR       as TENSOR, once dense
//   GRAPH, GRAPHS       regions of the node, named in `body_names`: `body`, or
//                       `bodies[0]`, `bodies[1]`, ... for a list
//   anything else       #onnx.raw with the serialized message
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_FRONTEND_ATTRIBUTES_H
#define LUTRA_FRONTEND_ATTRIBUTES_H

#include "Import/Tensors.h"

namespace lutra::frontend {

/// The type of an attribute. Files of the first IR versions do not state it;
/// the field that is there tells.
pb::AttributeProto::AttributeType attributeType(const pb::AttributeProto &);

/// Imports an attribute that is not a graph (or list of graphs).
mlir::FailureOr<mlir::Attribute>
importAttribute(pb::AttributeProto &proto, TensorImporter &tensors,
                mlir::MLIRContext *context, const ImportOptions &options,
                llvm::StringRef resourceName, EmitError emitError);

} // namespace lutra::frontend

#endif // LUTRA_FRONTEND_ATTRIBUTES_H
