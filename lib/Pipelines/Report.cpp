//===- Report.cpp - which kernel does what --------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report.h"

#include "lutra/Dialect/Onnx/Onnx.h"
#include "lutra/Support/Locations.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"
#include <sys/resource.h>

using namespace mlir;
using namespace lutra;
namespace json = llvm::json;

void Report::collectOperators(ModuleOp module) {
  module.walk([&](onnx::NodeOp node) {
    for (StringRef name : getNodeNames(node.getLoc()))
      operators.try_emplace(name, node.getOpType().str());
  });
}

void Report::collectKernels(ModuleOp module) {
  auto main = module.lookupSymbol<func::FuncOp>("main");
  if (!main)
    return;
  main.walk([&](func::CallOp call) {
    auto kernel = module.lookupSymbol<func::FuncOp>(call.getCallee());
    if (!kernel || !kernel->hasAttr("lutra.kernel"))
      return;
    SmallVector<StringRef> names = getNodeNames(call.getLoc());
    SmallVector<std::string> types;
    for (StringRef name : names)
      types.push_back(operators.lookup(name));
    nodes.push_back(
        json::Object{{"name", llvm::join(names, ", ")},
                     {"operator", llvm::join(types, ", ")},
                     {"kernel", "reference"},
                     {"function", call.getCallee()},
                     {"layout", "rows"},
                     {"reason", "the reference road serves every operation"},
                     // There is no cost model yet that could predict a time.
                     {"predicted_ms", nullptr}});
  });
}

json::Value Report::finish(double seconds) && {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return json::Object{{"nodes", std::move(nodes)},
                      {"compile_seconds", seconds},
                      {"peak_rss_mb", double(usage.ru_maxrss) / 1024}};
}
