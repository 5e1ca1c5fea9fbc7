//===- Compiler.h - a model to a bundle -----------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_PIPELINES_COMPILER_H
#define LUTRA_PIPELINES_COMPILER_H

#include "lutra/Pipelines/InputShapes.h"
#include "lutra/Pipelines/Phases.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include <functional>
#include <vector>

namespace llvm {
class raw_ostream;
} // namespace llvm

namespace lutra {

class ObjectCache;

/// The form in which a compile leaves its result.
enum class EmitKind { Bundle, MLIR, LLVM, Assembly, Object };

struct CompileOptions {
  /// An ONNX file, or IR in text or bytecode.
  std::string input;
  /// Makes the module instead of reading `input`, which then only names it;
  /// with `compileFrom`.
  std::function<mlir::OwningOpRef<mlir::ModuleOp>(mlir::MLIRContext &)>
      makeModule;
  /// A directory for a bundle, else a file; "-" is standard output.
  std::string output;
  EmitKind emit = EmitKind::Bundle;
  /// The phase that the input has already been through, for IR.
  std::optional<Phase> compileFrom;
  /// The last phase to run; anything before Emit leaves IR.
  Phase compileTo = Phase::Emit;
  PhaseOptions phases;
  std::vector<InputShape> shapes;
  /// Forget the sizes of the inputs that the file fixes.
  bool dynamicDims = false;
  /// Where to write IR after each phase, one file each; empty for not at all.
  std::string dumpPhasesTo;
  /// Where to write the JSON report; empty for not at all.
  std::string reportFile;
  /// Functions whose code is known, for who compiles again and again.
  ObjectCache *objects = nullptr;
  /// Show remarks.
  bool remarks = false;
};

/// Whose fault it was: the values are exit codes.
enum class Outcome { Success = 0, InputAtFault = 1, Defect = 3 };

/// Compiles one model. Diagnostics go to `errors`, one line each. On failure
/// nothing is left at `options.output`.
Outcome compile(const CompileOptions &options, llvm::raw_ostream &errors);

} // namespace lutra

#endif // LUTRA_PIPELINES_COMPILER_H
