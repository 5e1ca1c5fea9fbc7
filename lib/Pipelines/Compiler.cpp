//===- Compiler.cpp - a model to a bundle ---------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Pipelines/Compiler.h"

#include "CodeKey.h"
#include "Report.h"
#include "lutra/Frontend/Import.h"
#include "lutra/Kernel/Device.h"
#include "lutra/Pipelines/InitAll.h"
#include "lutra/Support/Locations.h"
#include "lutra/Support/Remarks.h"
#include "lutra/Support/WriteFile.h"
#include "lutra/Target/Bundle/Bundle.h"
#include "lutra/Target/CPU/Emit.h"
#include "lutra/Target/CPU/Variants.h"
#include "mlir/Bytecode/BytecodeWriter.h"
#include "mlir/IR/AsmState.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/ToolOutputFile.h"
#include "llvm/TargetParser/Host.h"
#include <chrono>

using namespace mlir;
using namespace lutra;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace {

class Compiler {
public:
  Compiler(const CompileOptions &options, llvm::raw_ostream &errors)
      : options(options), phases(options.phases), errors(errors),
        context(makeRegistry()), handler(&context, errors, options.remarks),
        start(std::chrono::steady_clock::now()) {
    // Whose model it is knows nodes, not our IR.
    context.printOpOnDiagnostic(false);
    if (options.remarks)
      showRemarks(context);
  }

  Outcome run();

private:
  static DialectRegistry makeRegistry() {
    DialectRegistry registry;
    registerAllDialects(registry);
    return registry;
  }

  Outcome fail(Outcome outcome, const llvm::Twine &message) {
    errors << "error: " << message << '\n';
    return outcome;
  }
  Outcome fail(llvm::Error error) {
    return fail(Outcome::InputAtFault, llvm::toString(std::move(error)));
  }

  Outcome readDevice();
  Outcome load();
  Outcome runPhase(Phase phase);
  Outcome dump(Phase phase);
  Outcome writeIR();
  Outcome emit();
  Outcome emitBundle();
  void lookForCode(ArrayRef<CpuVariant> variants);
  Outcome writeReport();

  bool isOnnx() const { return path::extension(options.input) == ".onnx"; }

  const CompileOptions &options;
  PhaseOptions phases;
  /// The description of the processor, where a file has one.
  std::optional<kernel::Device> device;
  llvm::raw_ostream &errors;
  MLIRContext context;
  NodeDiagnosticHandler handler;
  std::chrono::steady_clock::time_point start;
  OwningOpRef<ModuleOp> module;
  Report report;
  /// What the code is made from, and the code that an older bundle has of it.
  std::string codeKey;
  std::optional<BundleCode> code;
};

Outcome Compiler::load() {
  if (options.makeModule) {
    module = options.makeModule(context);
  } else if (!options.compileFrom) {
    module = importOnnxFile(options.input, context, ImportOptions());
  } else {
    module = parseSourceFile<ModuleOp>(options.input, &context);
  }
  if (!module)
    return Outcome::InputAtFault;
  if (!options.compileFrom || *options.compileFrom == Phase::Import) {
    if (options.dynamicDims)
      freeInputShapes(*module);
    if (failed(fixInputShapes(*module, options.shapes)))
      return Outcome::InputAtFault;
    report.collectOperators(*module);
  } else if (!options.shapes.empty() || options.dynamicDims) {
    return fail(Outcome::InputAtFault,
                "input shapes can be changed only before 'legalize'");
  }
  if (device)
    (*module)->setAttr(kernel::kDeviceAttrName,
                       kernel::toAttr(&context, *device));
  return Outcome::Success;
}

/// A device is a name, or a file that describes one.
Outcome Compiler::readDevice() {
  StringRef name = phases.device;
  if (!name.ends_with(".yaml") && !name.contains('/'))
    return Outcome::Success;
  auto text = llvm::MemoryBuffer::getFile(name);
  if (!text)
    return fail(Outcome::InputAtFault,
                "cannot read '" + name + "': " + text.getError().message());
  auto parsed = kernel::parseDevice((*text)->getBuffer());
  if (!parsed)
    return fail(Outcome::InputAtFault,
                name + " is no description of a device: " +
                    llvm::toString(parsed.takeError()) +
                    "; 'lutra-bench --characterize' writes one");
  device = std::move(*parsed);
  // This machine may lack what others of its name have.
  phases.device =
      device->cpu == llvm::sys::getHostCPUName() ? "native" : device->cpu;
  return Outcome::Success;
}

Outcome Compiler::runPhase(Phase phase) {
  PassManager pm(&context);
  buildPhasePipeline(phase, pm, phases);
  // What the file holds is judged by import and legalize; whatever fails
  // later is a defect of ours.
  std::string reproducer;
  if (phase != Phase::Legalize) {
    reproducer = options.output.empty() || options.output == "-"
                     ? std::string("lutra-reproducer.mlir")
                     : options.output + ".reproducer.mlir";
    pm.enableCrashReproducerGeneration(reproducer);
  }
  if (succeeded(pm.run(*module)))
    return Outcome::Success;
  if (phase == Phase::Legalize)
    return Outcome::InputAtFault;
  return fail(Outcome::Defect,
              "this is a defect of Lutra in phase '" + getPhaseName(phase) +
                  "'; a reproducer for lutra-opt --run-reproducer is in " +
                  reproducer);
}

Outcome Compiler::dump(Phase phase) {
  if (options.dumpPhasesTo.empty())
    return Outcome::Success;
  if (std::error_code code = fs::create_directories(options.dumpPhasesTo))
    return fail(Outcome::InputAtFault, "cannot make directory '" +
                                           options.dumpPhasesTo +
                                           "': " + code.message());
  SmallString<256> file(options.dumpPhasesTo);
  path::append(file, std::to_string(int(phase)) + "-" + getPhaseName(phase) +
                         ".mlir");
  std::error_code code;
  llvm::raw_fd_ostream os(file, code);
  if (!code) {
    // Weights would drown what a reader looks for.
    OpPrintingFlags flags;
    flags.elideLargeElementsAttrs(64).elideLargeResourceString(128);
    module->print(os, flags);
    os.close();
    code = os.error();
    os.clear_error();
  }
  if (code)
    return fail(Outcome::InputAtFault,
                "cannot write '" + file + "': " + code.message());
  return Outcome::Success;
}

Outcome Compiler::writeIR() {
  std::error_code code;
  llvm::ToolOutputFile file(options.output.empty() ? "-" : options.output, code,
                            fs::OF_None);
  if (!code) {
    module->print(file.os());
    file.os() << '\n';
    file.os().flush();
    code = file.os().error();
    file.os().clear_error();
  }
  if (code)
    return fail(Outcome::InputAtFault,
                "cannot write '" + options.output + "': " + code.message());
  file.keep();
  return Outcome::Success;
}

Outcome Compiler::emitBundle() {
  auto writer = BundleWriter::create(options.output);
  if (!writer)
    return fail(writer.takeError());
  if (llvm::Error error = (*writer)->writeWeights(*module))
    return fail(std::move(error));
  std::vector<BundleVariant> described;
  if (code) {
    if (llvm::Error error = (*writer)->addFile(code->path))
      return fail(std::move(error));
    described = code->variants;
  } else {
    auto variants = getVariants(*module);
    if (!variants)
      return fail(variants.takeError());
    if (llvm::Error error = emitSharedObject(
            *module, (*writer)->getPath("libmodel.so"), options.objects))
      return fail(std::move(error));
    for (const CpuVariant &variant : *variants)
      described.push_back({variant.name, variant.cpu, variant.features});
  }
  if (llvm::Error error = (*writer)->writeManifest(
          *module, path::filename(options.input), described, codeKey))
    return fail(std::move(error));
  // What lutra-generate needs besides the model.
  for (StringRef name : {"genai_config.json", "tokenizer.model"}) {
    SmallString<256> beside(path::parent_path(options.input));
    path::append(beside, name);
    if (fs::is_regular_file(beside))
      if (llvm::Error error = (*writer)->addFile(beside))
        return fail(std::move(error));
  }
  if (llvm::Error error = (*writer)->commit())
    return fail(std::move(error));
  return Outcome::Success;
}

/// When the bundle to be replaced was made from the same module but for the
/// weights, its code is taken over, and making code is most of a compile.
void Compiler::lookForCode(ArrayRef<CpuVariant> variants) {
  if (options.emit != EmitKind::Bundle || options.compileTo != Phase::Emit)
    return;
  std::string processors;
  for (const CpuVariant &variant : variants)
    processors +=
        variant.name + ' ' + variant.cpu + ' ' + variant.targetFeatures + '\n';
  codeKey = getCodeKey(*module, processors);
  // Who asks what happens in later phases wants them to happen.
  if (codeKey.empty() || !options.reportFile.empty() ||
      !options.dumpPhasesTo.empty())
    return;
  code = findBundleCode(options.output, codeKey);
  if (code && options.remarks)
    errors << "remark: only weights changed; the code of '" << options.output
           << "' is used again\n";
}

Outcome Compiler::emit() {
  switch (options.emit) {
  case EmitKind::Bundle:
    return emitBundle();
  case EmitKind::MLIR:
    return writeIR();
  case EmitKind::LLVM:
  case EmitKind::Assembly:
  case EmitKind::Object:
    break;
  }
  std::error_code code;
  llvm::ToolOutputFile file(options.output.empty() ? "-" : options.output, code,
                            fs::OF_None);
  if (code)
    return fail(Outcome::InputAtFault,
                "cannot write '" + options.output + "': " + code.message());
  llvm::Error error =
      options.emit == EmitKind::LLVM       ? emitLLVMIR(*module, file.os())
      : options.emit == EmitKind::Assembly ? emitAssembly(*module, file.os())
                                           : emitObject(*module, file.os());
  if (error)
    return fail(std::move(error));
  file.os().flush();
  if (std::error_code code = file.os().error()) {
    file.os().clear_error();
    return fail(Outcome::InputAtFault,
                "cannot write '" + options.output + "': " + code.message());
  }
  file.keep();
  return Outcome::Success;
}

Outcome Compiler::writeReport() {
  if (options.reportFile.empty())
    return Outcome::Success;
  std::chrono::duration<double> seconds =
      std::chrono::steady_clock::now() - start;
  std::string text =
      llvm::formatv("{0:2}\n", std::move(report).finish(seconds.count()));
  if (llvm::Error error = writeFile(options.reportFile, text))
    return fail(std::move(error));
  return Outcome::Success;
}

Outcome Compiler::run() {
  if (Outcome outcome = readDevice(); outcome != Outcome::Success)
    return outcome;
  // A name that nobody knows is better found before the work than after.
  auto variants = getVariantsFor(phases.device);
  if (!variants)
    return fail(variants.takeError());
  if (Outcome outcome = load(); outcome != Outcome::Success)
    return outcome;
  Phase first = options.compileFrom.value_or(Phase::Import);
  if (!options.compileFrom)
    if (Outcome outcome = dump(Phase::Import); outcome != Outcome::Success)
      return outcome;
  for (int i = int(first) + 1; i <= int(options.compileTo); ++i) {
    Phase phase = Phase(i);
    Outcome outcome = Outcome::Success;
    if (phase == Phase::Target) {
      lookForCode(*variants);
      if (code)
        continue;
    }
    if (phase == Phase::Emit)
      outcome = emit();
    else if (outcome = runPhase(phase); outcome == Outcome::Success)
      outcome = dump(phase);
    if (outcome != Outcome::Success)
      return outcome;
    if (phase == Phase::Schedule)
      report.collectKernels(*module, variants->front(), phases.kernel);
  }
  if (options.compileTo != Phase::Emit)
    if (Outcome outcome = writeIR(); outcome != Outcome::Success)
      return outcome;
  return writeReport();
}

} // namespace

Outcome lutra::compile(const CompileOptions &options,
                       llvm::raw_ostream &errors) {
  return Compiler(options, errors).run();
}
