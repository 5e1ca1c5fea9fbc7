//===- Goals.h - products beside what the machine can do --------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TOOLS_LUTRA_BENCH_GOALS_H
#define LUTRA_TOOLS_LUTRA_BENCH_GOALS_H

#include "CommandLine.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <optional>
#include <string>
#include <vector>

namespace lutra::bench {

/// One number of tokens and threads of a case. Rates are in 1e9
/// multiply-accumulates a second.
struct Outcomes {
  std::string title, product, kernel;
  int64_t tokens = 1, threads = 1;
  double rate = 0, bytesPerSecond = 0;
  /// The goal that is the least: beside what, its rate, and what share of it
  /// is wanted. None where nothing could be measured.
  std::string yardstick;
  double yardstickRate = 0, wantedShare = 0;
  /// Of the fastest samples of both, and the median of those taken together.
  double share = 0, medianShare = 0;
  double maxError = 0;

  bool isMet() const { return share >= wantedShare; }
};

/// `lutra-bench goals FILE.json`.
class Goals {
public:
  void declare(driver::CommandLine &commandLine);
  int run(const std::string &file, double seconds,
          const driver::CommandLine &commandLine);

private:
  std::string filter, markdownFile, chartFile, programs, peer;
};

/// A Markdown table with a line for each.
std::string toMarkdown(llvm::ArrayRef<Outcomes> outcomes);

/// An SVG drawing: how much of its goal each reaches.
std::string drawChart(llvm::ArrayRef<Outcomes> outcomes,
                      llvm::StringRef machine);

} // namespace lutra::bench

#endif // LUTRA_TOOLS_LUTRA_BENCH_GOALS_H
