//===- Bundle.h - what a compile leaves on disk ---------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The format is docs/Design/Bundle.md. A bundle is written into a directory
// beside its destination and renamed, so it is whole or absent.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TARGET_BUNDLE_BUNDLE_H
#define LUTRA_TARGET_BUNDLE_BUNDLE_H

#include "mlir/IR/BuiltinOps.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/JSON.h"
#include <optional>

namespace lutra {

/// One of the CPUs that the bundle's code is compiled for, best first.
struct BundleVariant {
  std::string name;
  std::string cpu;
  std::vector<std::string> features;
};

/// The code of a bundle.
struct BundleCode {
  std::string path;
  std::vector<BundleVariant> variants;
};

/// manifest.json of the bundle at `directory`. It may hold anything at all;
/// nothing but that it describes a bundle has been checked.
llvm::Expected<llvm::json::Object> readManifest(llvm::StringRef directory);

/// The code of the bundle at `directory`, if there is one that was made under
/// `key` and is not damaged.
std::optional<BundleCode> findBundleCode(llvm::StringRef directory,
                                         llvm::StringRef key);

/// Writes one bundle. Destroying an unfinished writer removes what it wrote.
class BundleWriter {
public:
  /// Starts a bundle that will stand at `path`, which must be absent or an
  /// older bundle.
  static llvm::Expected<std::unique_ptr<BundleWriter>>
  create(llvm::StringRef path);
  ~BundleWriter();

  /// A path inside the unfinished bundle, for whoever writes that file.
  std::string getPath(llvm::StringRef name) const;

  /// weights.bin out of the module's `lutra.weights`, whose memory it gives
  /// back on the way: resources are empty afterwards.
  llvm::Error writeWeights(mlir::ModuleOp module);

  /// manifest.json and model.h out of `lutra.inputs` and `lutra.outputs`;
  /// libmodel.so and weights.bin must be complete. `model` is the base name of
  /// the file compiled, `codeKey` what findBundleCode looks for, if not empty.
  llvm::Error writeManifest(mlir::ModuleOp module, llvm::StringRef model,
                            llvm::ArrayRef<BundleVariant> variants,
                            llvm::StringRef codeKey);

  /// Copies a file that travels with the model (a tokenizer, say).
  llvm::Error addFile(llvm::StringRef source);

  /// Puts the bundle in its place.
  llvm::Error commit();

private:
  BundleWriter(std::string finalPath, std::string workPath)
      : finalPath(std::move(finalPath)), workPath(std::move(workPath)) {}

  std::string finalPath;
  std::string workPath;
};

} // namespace lutra

#endif // LUTRA_TARGET_BUNDLE_BUNDLE_H
