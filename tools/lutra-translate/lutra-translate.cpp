//===- lutra-translate.cpp - between ONNX files and the onnx dialect ------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// MLIR's own translation driver hands out its input as a buffer that it copied.
// A model's weights should be in memory once, so this one passes names on.
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Onnx/Onnx.h"
#include "lutra/Frontend/Export.h"
#include "lutra/Frontend/Import.h"
#include "mlir/Bytecode/BytecodeWriter.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/AsmState.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Support/FileUtilities.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/ToolOutputFile.h"

using namespace mlir;
namespace cl = llvm::cl;

namespace {
enum class Direction { Import, Export };

struct Options {
  cl::OptionCategory category{"lutra-translate options"};
  cl::opt<Direction> direction{
      cl::desc("what to do"),
      cl::values(clEnumValN(Direction::Import, "import-onnx",
                            "read an ONNX model, write IR"),
                 clEnumValN(Direction::Export, "export-onnx",
                            "read IR of the onnx dialect, write an ONNX "
                            "model")),
      cl::cat(category)};
  cl::opt<std::string> input{cl::Positional, cl::desc("INPUT"), cl::init("-"),
                             cl::cat(category)};
  cl::opt<std::string> output{"o", cl::desc("output file"),
                              cl::value_desc("FILE"), cl::init("-"),
                              cl::cat(category)};
  cl::opt<bool> bytecode{"emit-bytecode", cl::desc("write IR as bytecode"),
                         cl::cat(category)};
  cl::opt<std::string> externalData{
      "external-data",
      cl::desc("write large tensors to this file beside the model"),
      cl::value_desc("NAME"), cl::cat(category)};
};
} // namespace

static OwningOpRef<ModuleOp> importModel(const Options &options,
                                         MLIRContext &context) {
  if (options.input != "-")
    return lutra::importOnnxFile(options.input, context);
  auto buffer = llvm::MemoryBuffer::getSTDIN();
  if (!buffer) {
    llvm::errs() << "error: cannot read standard input: "
                 << buffer.getError().message() << '\n';
    return nullptr;
  }
  return lutra::importOnnxBuffer(**buffer, context);
}

/// Reports what went wrong while writing; unasked, the stream would abort.
static LogicalResult checkWritten(llvm::raw_fd_ostream &os, StringRef name) {
  os.flush();
  std::error_code error = os.error();
  if (!error)
    return success();
  os.clear_error();
  llvm::errs() << "error: cannot write '" << name << "': " << error.message()
               << '\n';
  return failure();
}

static LogicalResult runImport(const Options &options, MLIRContext &context) {
  OwningOpRef<ModuleOp> module = importModel(options, context);
  if (!module || failed(verify(*module)))
    return failure();
  std::string error;
  std::unique_ptr<llvm::ToolOutputFile> file =
      openOutputFile(options.output, &error);
  if (!file) {
    llvm::errs() << "error: " << error << '\n';
    return failure();
  }
  if (!options.bytecode) {
    module->print(file->os());
    file->os() << '\n';
  } else if (failed(writeBytecodeToFile(*module, file->os()))) {
    return failure();
  }
  if (failed(checkWritten(file->os(), options.output)))
    return failure();
  file->keep();
  return success();
}

static LogicalResult runExport(const Options &options, MLIRContext &context,
                               llvm::SourceMgr &sources) {
  context.loadDialect<func::FuncDialect, lutra::onnx::OnnxDialect>();
  OwningOpRef<ModuleOp> module =
      parseSourceFile<ModuleOp>(options.input, sources, &context);
  if (!module)
    return failure();
  lutra::ExportOptions exportOptions;
  exportOptions.externalData = options.externalData;
  if (options.output != "-")
    return lutra::exportOnnxFile(*module, options.output, exportOptions);
  if (!options.externalData.empty())
    return emitError(module->getLoc())
           << "--external-data needs an output file, -o FILE";
  return success(succeeded(lutra::exportOnnx(*module, llvm::outs())) &&
                 succeeded(checkWritten(llvm::outs(), options.output)));
}

int main(int argc, char **argv) {
  constexpr int inputAtFault = 1, wrongUsage = 2;
  llvm::InitLLVM init(argc, argv);
  Options options;
  registerAsmPrinterCLOptions();
  registerMLIRContextCLOptions();
  cl::HideUnrelatedOptions(options.category);
  if (!cl::ParseCommandLineOptions(argc, argv,
                                   "ONNX models to the onnx dialect and back\n",
                                   &llvm::errs()))
    return wrongUsage;

  if (options.direction.getNumOccurrences() == 0) {
    llvm::errs() << "lutra-translate: say what to do: --import-onnx or "
                    "--export-onnx\n";
    return wrongUsage;
  }

  MLIRContext context;
  llvm::SourceMgr sources;
  SourceMgrDiagnosticHandler handler(sources, &context);
  LogicalResult result = options.direction == Direction::Import
                             ? runImport(options, context)
                             : runExport(options, context, sources);
  return succeeded(result) ? 0 : inputAtFault;
}
