//===- Report.h - what a run says and writes --------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TOOLS_LUTRA_RUN_REPORT_H
#define LUTRA_TOOLS_LUTRA_RUN_REPORT_H

#include "lutra-rt/lutra.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace lutra::driver {

/// Writes each output to <directory>/<name>.npy, all or none, and notes the
/// file names in `document`["outputs"] (see describeOutputs). Returns what is
/// wrong, or "".
std::string writeOutputs(const rt::Model &model, rt::Context &context,
                         const std::string &directory,
                         nlohmann::ordered_json &document);

/// Puts name, dtype and dims of each output into `document`["outputs"].
std::string describeOutputs(const rt::Model &model, rt::Context &context,
                            nlohmann::ordered_json &document);

/// Prints each output's type, range and first elements for a reader.
std::string printOutputs(const rt::Model &model, rt::Context &context);

/// Runs for about `seconds` and puts median_ms, min_ms, runs and rss_mb into
/// `document`. A profile leaves out the first run.
std::string bench(rt::Context &context, double seconds, bool profile,
                  nlohmann::ordered_json &document);

/// Puts nodes, kernel, runs and ms (of one run of the model) of each step into
/// `document`["profile"], those that take longest first.
std::string describeProfile(const rt::Model &model, rt::Context &context,
                            nlohmann::ordered_json &document);

/// Prints that list for a reader.
void printProfile(const nlohmann::ordered_json &document);

} // namespace lutra::driver

#endif // LUTRA_TOOLS_LUTRA_RUN_REPORT_H
