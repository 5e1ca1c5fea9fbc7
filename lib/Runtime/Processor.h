//===- Processor.h - what this processor executes ---------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_RUNTIME_PROCESSOR_H
#define LUTRA_LIB_RUNTIME_PROCESSOR_H

#include "lutra-rt/codegen.h"

#include <string>
#include <vector>

namespace lutra::runtime {

/// The first of `features` (LLVM's names) that this processor says it lacks, or
/// "". A name that no instruction set check knows counts as present: the probe
/// decides then.
std::string missingFeature(const std::vector<std::string> &features);

/// Calls `probe` with a few seeds and says whether it returned what
/// lutra_rt_probe_expected does. An illegal instruction on the way means no.
/// SIGILL is handled here for the length of the call, on this thread only;
/// the host's handler sees any other thread's and is back afterwards.
bool executes(lutra_rt_probe_fn probe);

} // namespace lutra::runtime

#endif // LUTRA_LIB_RUNTIME_PROCESSOR_H
