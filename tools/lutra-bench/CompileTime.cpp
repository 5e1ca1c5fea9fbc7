//===- CompileTime.cpp - how long a kernel takes to compile ---------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CompileTime.h"

#include "lutra/Pipelines/InitAll.h"
#include "lutra/Target/CPU/Emit.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Pass/PassManager.h"
#include <algorithm>
#include <ctime>

using namespace lutra;
using namespace lutra::bench;
using namespace mlir;

/// Of the processor, by all threads of this process: work is done by one at a
/// time, and other programs do not count.
static double getMilliseconds() {
  return double(std::clock()) * 1000 / CLOCKS_PER_SEC;
}

std::string lutra::bench::measureCompileTime(const Problem &problem,
                                             const PhaseOptions &options,
                                             double seconds,
                                             CompileTime &result) {
  DialectRegistry registry;
  registerAllDialects(registry);
  // One kernel is too little for several threads.
  MLIRContext context(registry, MLIRContext::Threading::DISABLED);
  PassManager upToBuffers(&context), target(&context);
  for (Phase phase :
       {Phase::Strategy, Phase::Materialize, Phase::Schedule, Phase::Bufferize})
    buildPhasePipeline(phase, upToBuffers, options);
  buildPhasePipeline(Phase::Target, target, options);
  // Who compiles a kernel a hundred times needs no check behind each pass.
  upToBuffers.enableVerifier(false);
  target.enableVerifier(false);

  auto keepLeast = [&](double &least, double start) {
    double time = getMilliseconds() - start;
    least = result.runs > 1 ? std::min(least, time) : time;
  };
  // The first run loads dialects and makes patterns; it is not counted.
  double begin = getMilliseconds();
  for (; result.runs < 3 || getMilliseconds() - begin < seconds * 1000;
       ++result.runs) {
    double start = getMilliseconds();
    OwningOpRef<ModuleOp> module = problem.build(context, /*fixed=*/true);
    if (failed(upToBuffers.run(*module)))
      return "the product cannot be compiled";
    OwningOpRef<ModuleOp> kept = module->clone();
    for (bool isWhole : {true, false}) {
      double passes = getMilliseconds();
      if (failed(target.run(isWhole ? *module : *kept)))
        return "the product cannot be compiled";
      if (!isWhole)
        keepLeast(result.passesMs, passes);
      double code = getMilliseconds();
      auto object = compileSharedObject(isWhole ? *module : *kept);
      if (!object)
        return llvm::toString(object.takeError());
      if (isWhole)
        keepLeast(result.wholeMs, start);
      else
        keepLeast(result.codeMs, code);
    }
  }
  return "";
}
