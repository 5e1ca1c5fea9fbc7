//===- Session.h - one product, compiled and run ----------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TOOLS_LUTRA_BENCH_SESSION_H
#define LUTRA_TOOLS_LUTRA_BENCH_SESSION_H

#include "Problem.h"
#include "lutra-rt/lutra.hpp"
#include "lutra/Pipelines/Compiler.h"
#include <memory>

namespace lutra::bench {

/// What the compiler is made to take; empty for what it takes by itself.
struct Choice {
  std::string layout, kernel, device;
  /// The number of tokens is known when it compiles.
  bool isFixed = false;
};

/// A kernel, and the least number of tokens that it serves.
struct Range {
  int64_t tokens = 1;
  std::string kernel, schedule;
  double predictedMs = 0;
};

/// A folder for a bundle, gone when the tool ends, however it ends.
class Scratch {
public:
  ~Scratch();
  /// Returns what is wrong, or "".
  std::string make();
  std::string file(llvm::StringRef name) const;

private:
  std::string directory;
};

/// A problem, compiled. What fails says why, or returns "".
class Session {
public:
  explicit Session(const Problem &problem) : problem(problem) {}

  /// Compiles into a folder of its own. The compiler prints its diagnostics
  /// itself; the outcome says whose fault it was.
  std::string compile(const Choice &choice, Outcome &outcome);

  /// What serves so many tokens.
  const Range &getRange(int64_t tokens) const;
  const std::string &getLayout() const { return layout; }
  uint64_t getWeightBytes() const { return weightBytes; }
  double getCompileSeconds() const { return compileSeconds; }

private:
  friend class Runner;
  std::string readReport();

  const Problem &problem;
  Scratch scratch;
  std::string layout;
  std::vector<Range> ranges;
  double compileSeconds = 0;
  uint64_t weightBytes = 0;
};

/// Runs what a session, which has to outlive it, has compiled, for any number
/// of tokens that the problem has.
class Runner {
public:
  explicit Runner(const Session &session) : session(session) {}

  /// `variant` is the name of an instruction set, or empty for the best.
  std::string open(int64_t threads, const std::string &variant);
  /// From now on runs are with the first `tokens` of the problem.
  std::string setTokens(int64_t tokens);
  /// Times of one thread become those that it had a processor for: what it
  /// would take if nobody else ran. 0 where that cannot be told.
  void ignoreInterruptions() { isUninterrupted = true; }
  /// One run, in milliseconds.
  std::string run(double &milliseconds);
  /// How far the last run is from the reference at most, over some tokens.
  std::string check(double &maxError, int64_t &checkedTokens);

private:
  const Session &session;
  int64_t tokens = 1;
  bool isUninterrupted = false;
  rt::Model model;
  std::unique_ptr<rt::Context> context;
};

} // namespace lutra::bench

#endif // LUTRA_TOOLS_LUTRA_BENCH_SESSION_H
