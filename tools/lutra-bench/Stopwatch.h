//===- Stopwatch.h - how long one thread worked -----------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Others run on the processor, too, and should not count. The clock of the
// thread leaves them out, but it is no clock for short times: on a virtual
// machine the system takes away what the host has stolen, and it does so later
// and in lumps, so that a run of 50 us may be told to have taken none, or a
// part of what it took.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TOOLS_LUTRA_BENCH_STOPWATCH_H
#define LUTRA_TOOLS_LUTRA_BENCH_STOPWATCH_H

namespace lutra::bench {

/// What can be believed of a time: `passed`, if nobody else was scheduled
/// meanwhile, or what the thread `worked`, if that is long. 0 where neither
/// says anything.
double believe(double passed, double worked, bool wasSwitched);

/// So much in so many seconds; none where no time is told.
double getRate(double amount, double seconds);

/// Runs from where it is made.
class Stopwatch {
public:
  Stopwatch();

  /// Seconds that this thread has worked since then, as far as can be believed.
  double stop() const;

private:
  long switches;
  double worked, passed;
};

} // namespace lutra::bench

#endif // LUTRA_TOOLS_LUTRA_BENCH_STOPWATCH_H
