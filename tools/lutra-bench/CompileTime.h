//===- CompileTime.h - how long a kernel takes to compile -------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TOOLS_LUTRA_BENCH_COMPILETIME_H
#define LUTRA_TOOLS_LUTRA_BENCH_COMPILETIME_H

#include "Problem.h"
#include "lutra/Pipelines/Phases.h"

namespace lutra::bench {

/// Milliseconds of the processor in the fastest runs.
struct CompileTime {
  /// From a raised product to a shared object; no function is known.
  double wholeMs = 0;
  /// From buffers on, for another tile of that kernel: passes, and then code.
  double passesMs = 0, codeMs = 0;
  int64_t runs = 0;

  double getAgainMs() const { return passesMs + codeMs; }
};

/// Compiles `problem` for its number of tokens again and again, in this process
/// and with the same context and passes, as one who tunes does. Returns what is
/// wrong, or "".
std::string measureCompileTime(const Problem &problem,
                               const PhaseOptions &options, double seconds,
                               CompileTime &result);

} // namespace lutra::bench

#endif // LUTRA_TOOLS_LUTRA_BENCH_COMPILETIME_H
