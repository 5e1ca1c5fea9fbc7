//===- GoalsFile.h - a list of products and what they must reach -*- C++
//-*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TOOLS_LUTRA_BENCH_GOALSFILE_H
#define LUTRA_TOOLS_LUTRA_BENCH_GOALSFILE_H

#include "Session.h"
#include "llvm/ADT/SmallVector.h"

namespace lutra::bench {

/// What a product is measured beside.
enum class Yardstick {
  Int8Peak,
  Float32Peak,
  BFloat16Peak,
  Bandwidth, ///< Reading as many bytes as there are of weights.
  Program,   ///< The best that other programs print.
  Peer,      ///< Another system, by a program that knows how to ask it.
  Plain,     ///< Another product, for each multiply-accumulate.
  OneThread, ///< Itself.
};

struct Goal {
  Yardstick of;
  /// For each number of tokens, or for all of them.
  llvm::SmallVector<double> shares;
  std::vector<std::string> programs; ///< With Program.
  Problem plain;                     ///< With Plain.

  double getShare(size_t index) const {
    return shares[shares.size() == 1 ? 0 : index];
  }
};

/// A product, for some numbers of tokens and threads. The least of its goals is
/// what counts.
struct Case {
  std::string title;
  Problem problem; ///< Without data, with the most tokens.
  Choice choice;
  std::string variant;
  llvm::SmallVector<int64_t> tokens, threads;
  std::vector<Goal> goals;
};

/// Reads FILE.json: {"cases": [...]}, each with `title`, `format` (a name or a
/// list), `shapes` ("NxK"), `m` and, where they differ from what lutra-bench
/// mpgemm takes by itself, `group`, `act`, `zero_points`, `g_idx`, `threads`,
/// `layout`, `kernel`, `device`, `variant`. `goals` is a list of {"of": what,
/// "share": number or list, "programs": [...], "plain": {...}}. Returns what is
/// wrong, or "".
std::string readGoals(llvm::StringRef file, std::vector<Case> &cases);

/// What the table calls it.
llvm::StringRef getName(Yardstick yardstick);

} // namespace lutra::bench

#endif // LUTRA_TOOLS_LUTRA_BENCH_GOALSFILE_H
