//===- lutra-inspect.cpp - what is in a model or a bundle -----------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Pipelines/Inspect.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/raw_ostream.h"

namespace cl = llvm::cl;
using namespace lutra;

int main(int argc, char **argv) {
  constexpr int wrongUsage = 2;
  llvm::InitLLVM init(argc, argv);
  cl::OptionCategory category("lutra-inspect options");
  cl::opt<std::string> input(cl::Positional, cl::Required,
                             cl::desc("MODEL.onnx|BUNDLE"), cl::cat(category));
  cl::opt<bool> isJson("json",
                       cl::desc("print one JSON document, and nothing else"),
                       cl::cat(category));
  cl::HideUnrelatedOptions(category);
  cl::AddExtraVersionPrinter(
      [](llvm::raw_ostream &os) { os << "lutra " LUTRA_VERSION "\n"; });
  if (!cl::ParseCommandLineOptions(argc, argv,
                                   "Lutra: says what a model or a bundle "
                                   "consists of\n",
                                   &llvm::errs()))
    return wrongUsage;

  llvm::json::Object inspection;
  Outcome outcome = llvm::sys::fs::is_directory(input)
                        ? inspectBundle(input, inspection, llvm::errs())
                        : inspectModel(input, inspection, llvm::errs());
  if (outcome != Outcome::Success)
    return int(outcome);
  if (isJson)
    llvm::outs() << llvm::formatv("{0:2}\n",
                                  llvm::json::Value(std::move(inspection)));
  else
    printInspection(inspection, llvm::outs());
  return 0;
}
