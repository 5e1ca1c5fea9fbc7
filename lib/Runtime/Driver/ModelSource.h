//===- ModelSource.h - a bundle, or a model to make one of ------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_RUNTIME_DRIVER_MODELSOURCE_H
#define LUTRA_LIB_RUNTIME_DRIVER_MODELSOURCE_H

#include "CommandLine.h"
#include "Process.h"

#include "lutra-rt/lutra.hpp"

#include <string>
#include <vector>

namespace lutra::driver {

/// The "BUNDLE|MODEL.onnx" argument of a tool and the options that go with it.
class ModelSource {
public:
  /// Declares --threads, --variant, --no-verify, --activations and
  /// --compile-flag.
  void addOptions(CommandLine &commandLine);

  /// Opens the bundle at `path`; a model is compiled into a private bundle
  /// first, which goes away with this object. Returns exitFine, or the code to
  /// exit with after it has said why.
  int open(const std::string &path, const CommandLine &commandLine,
           rt::Model &model);

  /// The opened bundle's directory.
  const std::string &bundlePath() const { return bundle; }
  /// What lutra-compile is called with, without its input and output.
  std::vector<std::string> compileFlags;
  int64_t threads = 0;

private:
  int compile(const std::string &path, const CommandLine &commandLine);

  TemporaryDirectory temporary;
  std::string bundle, variant;
  bool noVerify = false;
};

} // namespace lutra::driver

#endif // LUTRA_LIB_RUNTIME_DRIVER_MODELSOURCE_H
