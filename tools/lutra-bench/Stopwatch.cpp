//===- Stopwatch.cpp - how long one thread worked -------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Stopwatch.h"

#include <ctime>

#include <sys/resource.h>

using namespace lutra::bench;

/// Lumps of stolen time are parts of this.
static constexpr double kLongSeconds = 2e-3;

static double getSeconds(clockid_t clock) {
  timespec time = {};
  clock_gettime(clock, &time);
  return double(time.tv_sec) + double(time.tv_nsec) * 1e-9;
}

static long countSwitches() {
  rusage usage = {};
  getrusage(RUSAGE_THREAD, &usage);
  return usage.ru_nvcsw + usage.ru_nivcsw;
}

double lutra::bench::believe(double passed, double worked, bool wasSwitched) {
  if (!wasSwitched)
    return passed > 0 ? passed : 0;
  return worked >= kLongSeconds ? worked : 0;
}

double lutra::bench::getRate(double amount, double seconds) {
  return seconds > 0 ? amount / seconds : 0;
}

// What costs most is outside of what is measured.
Stopwatch::Stopwatch()
    : switches(countSwitches()), worked(getSeconds(CLOCK_THREAD_CPUTIME_ID)),
      passed(getSeconds(CLOCK_MONOTONIC)) {}

double Stopwatch::stop() const {
  double now = getSeconds(CLOCK_MONOTONIC);
  double workedNow = getSeconds(CLOCK_THREAD_CPUTIME_ID);
  return believe(now - passed, workedNow - worked, countSwitches() != switches);
}
