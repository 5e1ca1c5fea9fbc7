//===- GraphImporter.h - a ModelProto into a module -------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_FRONTEND_GRAPHIMPORTER_H
#define LUTRA_FRONTEND_GRAPHIMPORTER_H

#include "Import/Attributes.h"
#include "Import/Functions.h"
#include "Import/NodeOrder.h"
#include "lutra/Dialect/Onnx/Onnx.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Builders.h"

namespace lutra::frontend {

/// The names of one graph or function body while it is imported.
struct Scope {
  /// The graph around it; none around the main graph and around functions.
  Scope *outer = nullptr;
  llvm::StringMap<mlir::Value> values;
  /// What the file claims about values to come.
  llvm::StringMap<mlir::Type> types;

  mlir::Value lookup(llvm::StringRef name) const;
};

/// The function call (or main graph) that nodes are imported for.
struct Frame {
  /// An attribute given to the call. A graph among them captures names where
  /// the call stands.
  struct Binding {
    pb::AttributeProto *attribute;
    Scope *scope;
    const Frame *frame;
  };

  const Frame *caller;
  const Function *function;
  const OpsetImports &opsets;
  Locator locator;
  llvm::StringMap<Binding> attributes;

  /// Follows `ref_attr_name`. Nothing if the call does not give the attribute.
  std::optional<Binding> resolve(pb::AttributeProto &attribute,
                                 Scope &scope) const;
};

/// Imports one model. Tensors are moved out of it.
class GraphImporter {
public:
  GraphImporter(pb::ModelProto &model, llvm::StringRef fileName,
                mlir::MLIRContext *context, const ImportOptions &options,
                ExternalData &external);

  mlir::OwningOpRef<mlir::ModuleOp> import();

private:
  using Nodes = google::protobuf::RepeatedPtrField<pb::NodeProto>;

  mlir::LogicalResult importHeader(mlir::ModuleOp module);
  mlir::LogicalResult importMain(mlir::ModuleOp module);

  /// What a graph has besides nodes.
  mlir::LogicalResult declareTypes(const pb::GraphProto &graph, Scope &scope,
                                   const Frame &frame);
  mlir::LogicalResult importInitializers(pb::GraphProto &graph, Scope &scope,
                                         const Frame &frame);
  mlir::FailureOr<llvm::SmallVector<mlir::Value>>
  lookupOutputs(const pb::GraphProto &graph, Scope &scope, const Frame &frame);

  /// The nodes of a graph or function, `body`. `depth` counts subgraphs and
  /// calls around them.
  mlir::LogicalResult importNodes(Nodes &nodes, const void *body, Scope &scope,
                                  const Frame &frame, unsigned depth);
  mlir::LogicalResult importOperator(pb::NodeProto &node, mlir::Location loc,
                                     Scope &scope, const Frame &frame,
                                     unsigned depth);
  mlir::LogicalResult importConstant(pb::NodeProto &node, mlir::Location loc,
                                     Scope &scope, const Frame &frame);
  mlir::LogicalResult importCall(pb::NodeProto &node, unsigned index,
                                 Function &function, mlir::Location loc,
                                 Scope &scope, const Frame &frame,
                                 unsigned depth);
  mlir::LogicalResult importSubgraph(pb::GraphProto &graph,
                                     mlir::Region &region, mlir::Location loc,
                                     Scope &outer, const Frame &frame,
                                     unsigned depth);
  mlir::FailureOr<llvm::SmallVector<mlir::Value>>
  lookupInputs(const pb::NodeProto &node, Scope &scope, mlir::Location loc);
  mlir::FailureOr<int64_t> lookupVersion(llvm::StringRef domain,
                                         const Frame &frame,
                                         const pb::NodeProto &node,
                                         mlir::Location loc);
  /// Counts what one more node, initializer or input makes of the model once
  /// all is inlined, against the limits.
  mlir::LogicalResult count(const Frame &frame, llvm::StringRef name,
                            uint64_t parts);
  /// The one omitted input, at the start of @main.
  mlir::Value none();

  pb::ModelProto &model;
  mlir::MLIRContext *context;
  const ImportOptions &options;
  Locator locator;
  TensorImporter tensors;
  FunctionTable functions;
  NodeOrder order;
  mlir::OpBuilder builder;
  OpsetImports opsets;
  mlir::Block *entry = nullptr;
  mlir::Value noneValue;
  uint64_t nodeCount = 0, partCount = 0;
  /// Nodes of the file that have been imported, however often.
  llvm::DenseSet<const pb::NodeProto *> seenNodes;
};

} // namespace lutra::frontend

#endif // LUTRA_FRONTEND_GRAPHIMPORTER_H
