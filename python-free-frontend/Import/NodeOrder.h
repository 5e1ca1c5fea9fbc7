//===- NodeOrder.h - an order to import nodes in ----------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// ONNX wants nodes sorted; not all files are. A graph whose nodes only use what
// is already there keeps the order of the file. Otherwise nodes are sorted
// topologically, the earliest in the file first among those that may go.
//
// A name means the nearest definition around its use: one in the same graph if
// there is one before the use, else one in an enclosing graph, else one later
// in the same graph (which is what makes a file unsorted). Specifications
// forbid shadowing, but files have it.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_FRONTEND_NODEORDER_H
#define LUTRA_FRONTEND_NODEORDER_H

#include "Import/Locations.h"
#include "lutra/Frontend/Import.h"
#include "mlir/Support/LLVM.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"

namespace lutra::frontend {

class NodeOrder {
public:
  explicit NodeOrder(const ImportOptions &options) : options(options) {}

  /// Orders the nodes of a graph or function and of all subgraphs in it. Emits
  /// an error about a value that is defined twice, a cycle, or too deep
  /// nesting.
  mlir::LogicalResult analyze(const pb::GraphProto &graph,
                              const Locator &locator);
  mlir::LogicalResult analyze(const pb::FunctionProto &function,
                              const Locator &locator);

  /// Indices of the nodes of a graph or function that was analyzed.
  llvm::ArrayRef<unsigned> of(const void *body) const {
    auto it = orders.find(body);
    return it->second;
  }
  bool has(const void *body) const { return orders.count(body); }

private:
  using Nodes = google::protobuf::RepeatedPtrField<pb::NodeProto>;
  struct Body;

  mlir::LogicalResult analyzeGraph(const pb::GraphProto &graph,
                                   const Locator &locator, const Body *outer,
                                   unsigned depth, llvm::StringSet<> &captured);
  mlir::LogicalResult analyzeBody(const void *key, Body &body, unsigned depth,
                                  llvm::StringSet<> &captured);
  mlir::LogicalResult
  sort(const Body &body,
       llvm::ArrayRef<llvm::SmallVector<unsigned, 2>> successors,
       llvm::SmallVectorImpl<unsigned> &order);

  const ImportOptions &options;
  llvm::DenseMap<const void *, llvm::SmallVector<unsigned, 0>> orders;
};

} // namespace lutra::frontend

#endif // LUTRA_FRONTEND_NODEORDER_H
