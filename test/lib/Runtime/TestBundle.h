//===- TestBundle.h - bundles made by hand ----------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TEST_LIB_RUNTIME_TESTBUNDLE_H
#define LUTRA_TEST_LIB_RUNTIME_TESTBUNDLE_H

#include <string>

namespace lutra::test {

/// The manifest of a model of HandWritten.c ("add", "kv", "concat", "trouble"),
/// without its files' sizes and hashes; "" for another name.
std::string manifestTemplate(const std::string &model);

/// Writes a bundle with HandWritten.c's code and the given weights. `manifest`
/// is a JSON object; what is missing of weights and code is filled in. False
/// when something cannot be written.
bool writeBundle(const std::string &directory, const std::string &manifest,
                 const std::string &weights);

/// writeBundle of a model by its name.
bool writeBundle(const std::string &directory, const std::string &model);

} // namespace lutra::test

#endif // LUTRA_TEST_LIB_RUNTIME_TESTBUNDLE_H
