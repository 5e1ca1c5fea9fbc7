//===- Suite.h - run a tree of ONNX test cases ------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TOOLS_LUTRA_RUN_SUITE_H
#define LUTRA_TOOLS_LUTRA_RUN_SUITE_H

#include "CommandLine.h"
#include "TestData.h"

#include <string>
#include <vector>

namespace lutra::driver {

struct SuiteOptions {
  std::string directory;
  std::string filter;    ///< A regular expression; empty takes all.
  int64_t jobs = 0;      ///< 0: one for each processor.
  double timeLimit = 60; ///< Seconds for compiling, and for each data set.
  Tolerance tolerance;
  bool json = false;
  bool verbose = false;
  std::vector<std::string> compileFlags;
};

/// Compiles and runs every model.onnx below the directory that has
/// test_data_set_* beside it, each in processes of its own. A case is skipped
/// when lutra-compile refuses its model with a diagnostic (exit code 1), and
/// failed when anything else is not as it should be. Returns an exit code.
int runSuite(const SuiteOptions &options, const CommandLine &commandLine);

} // namespace lutra::driver

#endif // LUTRA_TOOLS_LUTRA_RUN_SUITE_H
