//===- Manifest.h - what a bundle says about itself -------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// manifest.json, read and checked (docs/Design/Bundle.md). What this returns
// keeps every rule of that page, so that nothing behind it has to ask again.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_RUNTIME_MANIFEST_H
#define LUTRA_LIB_RUNTIME_MANIFEST_H

#include "Support.h"

#include <string>
#include <string_view>
#include <vector>

namespace lutra::runtime {

struct Dimension {
  int64_t size = -1; ///< -1 when it is not fixed.
  std::string name;  ///< Empty when it has none.
};

struct TensorSpec {
  std::string name;
  lutra_dtype dtype = LUTRA_F32;
  std::vector<Dimension> dims;
  int32_t statePeer = -1; ///< See lutra_tensor_info.
  int32_t stateAxis = -1;
  int32_t positionAxis = -1;
};

struct Variant {
  std::string name;
  std::vector<std::string> features;
  std::string run;
  std::string probe;
};

/// A kernel call; see lutra_step.
struct Step {
  std::string kernel;
  std::string nodes; ///< Their names, with ", " between them.
};

struct FileSpec {
  std::string name; ///< Within the bundle; no directories.
  int64_t bytes = 0;
  uint64_t hash = 0;
};

struct Manifest {
  std::string compiler;
  std::string model;
  std::vector<TensorSpec> inputs;
  std::vector<TensorSpec> outputs;
  std::vector<Step> steps;
  /// What the code calls besides the runtime; oneDNN is all there is.
  std::vector<std::string> libraries;
  std::vector<Variant> variants; ///< Best first; at least one.
  FileSpec weights;
  FileSpec code;
};

/// No manifest is longer; a model with a thousand inputs needs 200 kB.
constexpr size_t maxManifestBytes = size_t(16) << 20;
/// No value has more dimensions.
constexpr size_t maxRank = 32;

/// Reads a manifest. The text may be anything at all.
Error parseManifest(std::string_view text, Manifest &manifest);

} // namespace lutra::runtime

#endif // LUTRA_LIB_RUNTIME_MANIFEST_H
