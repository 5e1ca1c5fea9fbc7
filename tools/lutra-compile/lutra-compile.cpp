//===- lutra-compile.cpp - a model to a bundle ----------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Measure.h"
#include "lutra/Pipelines/Compiler.h"
#include "lutra/Support/Interrupt.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/WithColor.h"
#include "llvm/Support/raw_ostream.h"
#include <malloc.h>

namespace cl = llvm::cl;
using namespace lutra;

namespace {

constexpr int kWrongUsage = 2;

cl::OptionCategory category("lutra-compile options");

cl::opt<std::string> input(cl::Positional, cl::Required,
                           cl::desc("MODEL.onnx (or IR, with --compile-from)"),
                           cl::cat(category));
cl::opt<std::string> output("o", cl::desc("where the result goes"),
                            cl::value_desc("PATH"), cl::cat(category));
cl::opt<std::string> target("target", cl::desc("cpu"), cl::init("cpu"),
                            cl::cat(category));
cl::opt<std::string>
    device("device",
           cl::desc("CPU to compile for besides the levels below it: "
                    "native, LLVM's name of one (znver4, ...), or a file of "
                    "lutra-bench --characterize; host is this machine alone"),
           cl::init("native"), cl::value_desc("NAME|FILE.yaml"),
           cl::cat(category));
cl::opt<std::string>
    activations("activations",
                cl::desc("how activations enter low-bit matrix products: "
                         "auto, float, bf16, int8-token, int8-block"),
                cl::init("auto"), cl::cat(category));
cl::opt<std::string>
    tableBits("table-bits",
              cl::desc("of the sums that products of ternary weights with int8 "
                       "activations look up: 16 (exact), or 8 where that is "
                       "faster (rounded, within a bound)"),
              cl::init("16"), cl::cat(category));
cl::opt<std::string>
    library("library",
            cl::desc("whether oneDNN computes dense convolutions, products and "
                     "poolings: auto (where it is faster), none, onednn "
                     "(wherever it can)"),
            cl::init("auto"), cl::cat(category));
cl::list<std::string> shapes("shape",
                             cl::desc("fix an input's sizes, ? leaves one "
                                      "open; may be repeated"),
                             cl::value_desc("NAME=1x128"), cl::cat(category));
cl::opt<bool> dynamicDims("dynamic-dims",
                          cl::desc("forget the sizes that the file fixes"),
                          cl::cat(category));
cl::opt<std::string> compileTo("compile-to",
                               cl::desc("stop after a phase and print IR"),
                               cl::value_desc("PHASE"), cl::cat(category));
cl::opt<std::string>
    compileFrom("compile-from",
                cl::desc("the input is IR that has been through this phase"),
                cl::value_desc("PHASE"), cl::cat(category));
cl::opt<std::string> dumpPhasesTo("dump-phases-to",
                                  cl::desc("write IR after each phase"),
                                  cl::value_desc("DIR"), cl::cat(category));
cl::opt<std::string> reportFile("report",
                                cl::desc("write which kernel serves which "
                                         "node"),
                                cl::value_desc("FILE.json"), cl::cat(category));
cl::opt<bool> measure("measure",
                      cl::desc("run the bundle and add to the report what "
                               "kernels took; sizes that are open are 1"),
                      cl::cat(category));
cl::opt<std::string> emitKind("emit",
                              cl::desc("bundle, mlir, llvm, asm or obj"),
                              cl::init("bundle"), cl::cat(category));
cl::opt<bool> remarks("remarks", cl::desc("say what was chosen and why"),
                      cl::cat(category));

/// Says what is wrong with the command line and how it should be.
int refuse(const llvm::Twine &message) {
  llvm::WithColor::error(llvm::errs(), "lutra-compile") << message << '\n';
  return kWrongUsage;
}

std::string listPhases() {
  std::string list;
  for (int i = 0; i <= int(kLastPhase); ++i)
    list += (i ? ", " : "") + getPhaseName(Phase(i)).str();
  return list;
}

} // namespace

int main(int argc, char **argv) {
  cleanUpOnInterrupt();
  // Weights go back to the system at once when they are done with. By itself
  // the C library would keep what is as large as the last one that was freed.
  ::mallopt(M_MMAP_THRESHOLD, 1 << 20);
  llvm::InitLLVM init(argc, argv);
  llvm::setBugReportMsg("This is a defect of Lutra; please report it with the "
                        "command and the model.\n");
  cl::HideUnrelatedOptions(category);
  cl::AddExtraVersionPrinter(
      [](llvm::raw_ostream &os) { os << "lutra " LUTRA_VERSION "\n"; });
  std::string usageErrors;
  llvm::raw_string_ostream usageStream(usageErrors);
  if (!cl::ParseCommandLineOptions(argc, argv,
                                   "Lutra: compiles low-bit and sparse "
                                   "neural networks\n",
                                   &usageStream)) {
    llvm::errs() << usageErrors;
    return kWrongUsage;
  }

  // lld resets every cl::opt of the process, so they are read once, here.
  CompileOptions options;
  options.input = input;
  options.output = output;
  options.dynamicDims = dynamicDims;
  options.phases.device = device;
  options.dumpPhasesTo = dumpPhasesTo;
  options.reportFile = reportFile;
  options.remarks = remarks;

  if (target != "cpu")
    return refuse("unknown target '" + target + "'; this version has: cpu");
  std::optional<lowbit::ActivationKind> activationKind =
      getActivationKind(activations);
  if (!activationKind)
    return refuse("unknown activations '" + activations +
                  "'; choose auto, float, bf16, int8-token or int8-block");
  options.phases.activations = *activationKind;
  if (tableBits != "16" && tableBits != "8")
    return refuse("unknown table bits '" + tableBits +
                  "'; choose 16 (exact) or 8 (rounded)");
  options.phases.byteTables = tableBits == "8";
  std::optional<Library> libraryChoice = getLibrary(library);
  if (!libraryChoice)
    return refuse("unknown library '" + library +
                  "'; choose auto, none or onednn");
  options.phases.library = *libraryChoice;
  for (const std::string &text : shapes) {
    std::optional<InputShape> shape = InputShape::parse(text);
    if (!shape)
      return refuse("'" + llvm::Twine(text) +
                    "' is not of the form NAME=1x128");
    options.shapes.push_back(*shape);
  }
  std::optional<EmitKind> kind =
      llvm::StringSwitch<std::optional<EmitKind>>(emitKind)
          .Case("bundle", EmitKind::Bundle)
          .Case("mlir", EmitKind::MLIR)
          .Case("llvm", EmitKind::LLVM)
          .Case("asm", EmitKind::Assembly)
          .Case("obj", EmitKind::Object)
          .Default(std::nullopt);
  if (!kind)
    return refuse("unknown form '" + emitKind +
                  "'; choose bundle, mlir, llvm, asm or obj");
  options.emit = *kind;
  if (!compileTo.empty()) {
    std::optional<Phase> phase = getPhase(compileTo);
    if (!phase)
      return refuse("unknown phase '" + compileTo + "'; choose one of " +
                    listPhases());
    options.compileTo = *phase;
  }
  if (!compileFrom.empty()) {
    options.compileFrom = getPhase(compileFrom);
    if (!options.compileFrom || *options.compileFrom == Phase::Emit)
      return refuse("cannot start after phase '" + compileFrom +
                    "'; choose one of " + listPhases() + " but emit");
    if (*options.compileFrom > options.compileTo)
      return refuse("--compile-from stands after --compile-to");
  }
  bool makesBundle =
      options.emit == EmitKind::Bundle && options.compileTo == Phase::Emit;
  if (makesBundle && (options.output.empty() || options.output == "-"))
    return refuse("-o BUNDLE is missing: a bundle is a directory");
  bool isMeasured = measure;
  if (isMeasured &&
      (!makesBundle || options.reportFile.empty() || options.reportFile == "-"))
    return refuse("--measure adds to the file of --report, and needs a bundle");
  Outcome outcome = compile(options, llvm::errs());
  if (outcome != Outcome::Success || !isMeasured)
    return int(outcome);
  if (llvm::Error error = addMeasurements(options.reportFile, options.output)) {
    llvm::WithColor::error(llvm::errs(), "lutra-compile")
        << llvm::toString(std::move(error)) << '\n';
    return int(Outcome::InputAtFault);
  }
  return int(outcome);
}
