//===- NodeOrder.cpp - an order to import nodes in ------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Import/NodeOrder.h"

#include "Import/Attributes.h"
#include <algorithm>
#include <functional>
#include <queue>

using namespace mlir;
using namespace lutra;
using namespace lutra::frontend;

using Kind = pb::AttributeProto;

/// The nodes of a graph or function, with the names that are there from its
/// start and the nodes that define the others.
struct NodeOrder::Body {
  const Body *outer;
  const Nodes &nodes;
  const Locator &locator;
  llvm::StringSet<> given;
  llvm::StringMap<unsigned> producers;

  bool defines(StringRef name) const {
    return given.contains(name) || producers.count(name);
  }
  bool isKnownOutside(StringRef name) const {
    for (const Body *body = outer; body; body = body->outer)
      if (body->defines(name))
        return true;
    return false;
  }
};

LogicalResult NodeOrder::analyze(const pb::GraphProto &graph,
                                 const Locator &locator) {
  llvm::StringSet<> captured;
  return analyzeGraph(graph, locator, /*outer=*/nullptr, /*depth=*/1, captured);
}

LogicalResult NodeOrder::analyze(const pb::FunctionProto &function,
                                 const Locator &locator) {
  Body body{/*outer=*/nullptr, function.node(), locator, {}, {}};
  for (const std::string &name : function.input())
    body.given.insert(name);
  llvm::StringSet<> captured;
  return analyzeBody(&function, body, /*depth=*/1, captured);
}

LogicalResult NodeOrder::analyzeGraph(const pb::GraphProto &graph,
                                      const Locator &locator, const Body *outer,
                                      unsigned depth,
                                      llvm::StringSet<> &captured) {
  Body body{outer, graph.node(), locator, {}, {}};
  llvm::StringSet<> stored;
  auto addStored = [&](StringRef name) -> LogicalResult {
    if (!stored.insert(name).second)
      return emitError(locator.value(name))
             << "initializer '" << name
             << "' is there twice; which one is meant is unclear";
    body.given.insert(name);
    return success();
  };
  for (const pb::TensorProto &tensor : graph.initializer())
    if (failed(addStored(tensor.name())))
      return failure();
  for (const pb::SparseTensorProto &tensor : graph.sparse_initializer())
    if (failed(addStored(tensor.values().name())))
      return failure();
  llvm::StringSet<> inputs;
  for (const pb::ValueInfoProto &input : graph.input()) {
    if (!inputs.insert(input.name()).second)
      return emitError(locator.value(input.name()))
             << "graph input '" << input.name() << "' is there twice";
    body.given.insert(input.name());
  }
  return analyzeBody(&graph, body, depth, captured);
}

LogicalResult NodeOrder::analyzeBody(const void *key, Body &body,
                                     unsigned depth,
                                     llvm::StringSet<> &captured) {
  auto nodeErrorAt = [&](unsigned index) {
    const pb::NodeProto &node = body.nodes[index];
    return nodeError(body.locator.node(node, index), node);
  };
  unsigned count = body.nodes.size();
  for (unsigned i = 0; i < count; ++i) {
    for (const std::string &name : body.nodes[i].output()) {
      if (name.empty())
        continue;
      if (body.given.contains(name))
        return nodeErrorAt(i)
               << "has an output '" << name
               << "' with the name of a graph input or initializer";
      auto [it, isNew] = body.producers.try_emplace(name, i);
      if (!isNew)
        return nodeErrorAt(i)
               << "has an output '" << name
               << "' that is already an output of node '"
               << nodeName(body.nodes[it->second], it->second) << "'";
    }
  }

  // Successors: who must come after a node. `unsorted` tells whether the order
  // of the file breaks that.
  SmallVector<SmallVector<unsigned, 2>, 0> successors(count);
  bool unsorted = false;
  auto addUse = [&](unsigned user, StringRef name) {
    if (name.empty() || body.given.contains(name))
      return;
    auto it = body.producers.find(name);
    if (it == body.producers.end()) {
      captured.insert(name);
      return;
    }
    unsigned producer = it->second;
    if (producer < user) {
      successors[producer].push_back(user);
    } else if (body.isKnownOutside(name)) {
      captured.insert(name);
      if (producer != user)
        successors[user].push_back(producer);
    } else {
      unsorted = true;
      successors[producer].push_back(user);
    }
  };
  for (unsigned i = 0; i < count; ++i) {
    for (const std::string &name : body.nodes[i].input())
      addUse(i, name);
    for (const pb::AttributeProto &attribute : body.nodes[i].attribute()) {
      auto addSubgraph = [&](const pb::GraphProto &graph) -> LogicalResult {
        if (depth == options.maxDepth)
          return nodeErrorAt(i)
                 << "has subgraphs that nest deeper than the limit "
                    "of "
                 << options.maxDepth;
        llvm::StringSet<> uses;
        if (failed(analyzeGraph(graph, body.locator, &body, depth + 1, uses)))
          return failure();
        for (const auto &use : uses)
          addUse(i, use.getKey());
        return success();
      };
      // As the importer decides what a graph is.
      Kind::AttributeType type = attributeType(attribute);
      if (type == Kind::GRAPH && attribute.has_g() &&
          failed(addSubgraph(attribute.g())))
        return failure();
      if (type == Kind::GRAPHS)
        for (const pb::GraphProto &graph : attribute.graphs())
          if (failed(addSubgraph(graph)))
            return failure();
    }
  }

  SmallVector<unsigned, 0> order;
  if (!unsorted) {
    order = llvm::to_vector_of<unsigned, 0>(llvm::seq(0u, count));
  } else if (failed(sort(body, successors, order))) {
    return failure();
  }
  orders[key] = std::move(order);
  return success();
}

LogicalResult NodeOrder::sort(const Body &body,
                              ArrayRef<SmallVector<unsigned, 2>> successors,
                              SmallVectorImpl<unsigned> &order) {
  unsigned count = successors.size();
  SmallVector<unsigned, 0> waitsFor(count, 0);
  for (ArrayRef<unsigned> users : successors)
    for (unsigned user : users)
      ++waitsFor[user];
  std::priority_queue<unsigned, std::vector<unsigned>, std::greater<>> ready;
  for (unsigned i = 0; i < count; ++i)
    if (!waitsFor[i])
      ready.push(i);
  while (!ready.empty()) {
    unsigned next = ready.top();
    ready.pop();
    order.push_back(next);
    for (unsigned user : successors[next])
      if (!--waitsFor[user])
        ready.push(user);
  }
  if (order.size() == count)
    return success();

  // Every node left waits for another one left. Walking backwards must come
  // round; the part walked twice is a cycle.
  SmallVector<unsigned, 0> waitedFor(count, 0);
  for (unsigned i = 0; i < count; ++i)
    if (waitsFor[i])
      for (unsigned user : successors[i])
        waitedFor[user] = i;
  unsigned at = llvm::find_if(waitsFor, [](unsigned n) { return n > 0; }) -
                waitsFor.begin();
  for (unsigned step = 0; step < count; ++step)
    at = waitedFor[at];
  SmallVector<unsigned> cycle;
  for (unsigned node = at; cycle.empty() || node != at; node = waitedFor[node])
    cycle.push_back(node);
  std::reverse(cycle.begin(), cycle.end());
  std::rotate(cycle.begin(), llvm::min_element(cycle), cycle.end());

  const pb::NodeProto &first = body.nodes[cycle.front()];
  InFlightDiagnostic diag =
      nodeError(body.locator.node(first, cycle.front()), first);
  diag << "is in a cycle of nodes that need each other: ";
  constexpr unsigned maxShown = 10;
  for (unsigned node : ArrayRef(cycle).take_front(maxShown))
    diag << "'" << nodeName(body.nodes[node], node) << "' -> ";
  if (cycle.size() > maxShown)
    diag << "(" << cycle.size() - maxShown << " more) -> ";
  return diag << "'" << nodeName(first, cycle.front()) << "'";
}
