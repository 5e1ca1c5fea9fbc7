//===- Inputs.h - values for a model's inputs -------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TOOLS_LUTRA_RUN_INPUTS_H
#define LUTRA_TOOLS_LUTRA_RUN_INPUTS_H

#include "CommandLine.h"
#include "Tensor.h"

#include "lutra-rt/lutra.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lutra::driver {

/// What the command line says about inputs.
struct InputOptions {
  void addOptions(CommandLine &commandLine);

  std::vector<std::pair<std::string, std::string>> files; ///< NAME, FILE.
  std::map<std::string, std::vector<int64_t>> shapes;     ///< By input.
  std::map<std::string, int64_t> dims; ///< By the name of a dimension.
};

/// Values for some or all inputs of a model, by index.
class Inputs {
public:
  explicit Inputs(const rt::Model &model)
      : model(model), tensors(model.inputCount()) {}

  /// Reads the files. Returns what is wrong, or "".
  std::string read(const InputOptions &options);
  /// Makes up what is not there: floats 0, integers and bools 1, dimensions as
  /// the other inputs and the options say, else 1, and pasts empty.
  std::string fill(const InputOptions &options);
  /// Says which inputs are missing, or "".
  std::string missing() const;

  void set(size_t index, Tensor tensor) { tensors[index] = std::move(tensor); }
  /// Hands all values to a context, which borrows them.
  std::string give(rt::Context &context) const;

private:
  std::string readOne(size_t index, const std::string &path,
                      const InputOptions &options);
  std::string shapeOfRaw(size_t index, size_t bytes,
                         const InputOptions &options,
                         std::vector<int64_t> &dims) const;
  std::string checkNames(const InputOptions &options) const;
  /// What is known of a dimension by its name, or -1.
  int64_t namedSize(const lutra_dim &dim, const InputOptions &options) const;

  const rt::Model &model;
  std::vector<std::optional<Tensor>> tensors;
};

} // namespace lutra::driver

#endif // LUTRA_TOOLS_LUTRA_RUN_INPUTS_H
