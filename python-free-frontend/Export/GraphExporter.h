//===- GraphExporter.h - a module into a ModelProto -------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_FRONTEND_GRAPHEXPORTER_H
#define LUTRA_FRONTEND_GRAPHEXPORTER_H

#include "Export/TensorExport.h"
#include "lutra/Dialect/Onnx/Onnx.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringSet.h"

namespace lutra::frontend {

/// Turns one module of `onnx` operations into a message.
class GraphExporter {
public:
  GraphExporter(pb::ModelProto &model, TensorExporter &tensors)
      : model(model), tensors(tensors) {}

  mlir::LogicalResult exportModule(mlir::ModuleOp module);

private:
  mlir::LogicalResult exportHeader(mlir::ModuleOp module);
  mlir::LogicalResult exportMain(mlir::func::FuncOp function);
  /// The operations of `block` up to its terminator.
  mlir::LogicalResult exportBlock(mlir::Block &block, pb::GraphProto &graph);
  mlir::LogicalResult exportNode(onnx::NodeOp op, pb::GraphProto &graph);
  mlir::LogicalResult exportConstant(onnx::ConstantOp op, bool asNode,
                                     pb::GraphProto &graph);
  mlir::LogicalResult exportAttribute(onnx::NodeOp op,
                                      mlir::NamedAttribute attr,
                                      pb::AttributeProto &proto);
  mlir::LogicalResult exportSubgraph(onnx::NodeOp op, mlir::Region &body,
                                     pb::GraphProto &graph);
  mlir::LogicalResult exportValue(mlir::Value value, mlir::ArrayAttr dims,
                                  pb::ValueInfoProto &info);
  /// Requires `version` of `domain`, which the whole model then has.
  mlir::LogicalResult requireOpset(onnx::NodeOp op);

  /// Gives `value` the name `wanted`, or one like it that is free.
  llvm::StringRef name(mlir::Value value, const llvm::Twine &wanted);
  /// The name of an operand; empty for an omitted one.
  llvm::StringRef nameOf(mlir::Value value) { return names.lookup(value); }

  pb::ModelProto &model;
  TensorExporter &tensors;
  OpsetImports opsets;
  llvm::DenseMap<mlir::Value, llvm::StringRef> names;
  /// Names are unique in the whole model, so that nothing is shadowed.
  llvm::StringSet<> used;
};

} // namespace lutra::frontend

#endif // LUTRA_FRONTEND_GRAPHEXPORTER_H
