//===- lutra-reduce.cpp - make a failing module small ---------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Pipelines/InitAll.h"
#include "lutra/Pipelines/Reductions.h"
#include "mlir/IR/DialectRegistry.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Tools/mlir-reduce/MlirReduceMain.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"

/// MLIR's own text lists every pass there is; --help-hidden shows it.
static constexpr const char *kHelp =
    R"(OVERVIEW: makes IR smaller for as long as a script finds it interesting

USAGE: lutra-reduce [options] FILE.mlir

OPTIONS:
  --reduction-tree='traversal-mode=0 test=SCRIPT'
        take operations away, and replace them by simpler ones
  --opt-reduction-pass='opt-pass=PASS test=SCRIPT'
        run a pass, and keep what it made if that is smaller
  -o FILE
        where to write the result (standard output)
  --help-hidden
        all options of MLIR and all passes

SCRIPT is run with the name of a file. It exits with 1 if what the file holds is
interesting, and with 0 if not. test-arg=ARGUMENT hands it more.
)";

int main(int argc, char **argv) {
  auto isHelp = [](llvm::StringRef argument) {
    return argument == "--help" || argument == "-help" || argument == "-h";
  };
  if (llvm::any_of(llvm::ArrayRef(argv, argc), isHelp)) {
    llvm::outs() << kHelp;
    return 0;
  }
  mlir::DialectRegistry registry;
  lutra::registerAllDialects(registry);
  lutra::registerReductions(registry);
  lutra::registerAllPasses();
  mlir::MLIRContext context(registry);
  return mlir::failed(mlir::mlirReduceMain(argc, argv, context));
}
