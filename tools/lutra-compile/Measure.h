//===- Measure.h - measured times for a report ------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TOOLS_LUTRA_COMPILE_MEASURE_H
#define LUTRA_TOOLS_LUTRA_COMPILE_MEASURE_H

#include "llvm/Support/Error.h"
#include <string>

namespace lutra {

/// Runs `bundle` with one thread by the lutra-run that is installed with this
/// program, and adds to `report` what it took: `measured_ms` to each node, and
/// to the whole `measured` with `median_ms`, `min_ms` and `runs`. Sizes that
/// the bundle leaves open are 1, and pasts are empty.
llvm::Error addMeasurements(const std::string &report,
                            const std::string &bundle);

} // namespace lutra

#endif // LUTRA_TOOLS_LUTRA_COMPILE_MEASURE_H
