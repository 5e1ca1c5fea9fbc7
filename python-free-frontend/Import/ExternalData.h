//===- ExternalData.h - weights in files beside the model -------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_FRONTEND_EXTERNALDATA_H
#define LUTRA_FRONTEND_EXTERNALDATA_H

#include "Model/OnnxProto.h"
#include "Model/Types.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringMap.h"
#include <memory>
#include <optional>

namespace lutra::frontend {

/// A file mapped read-only, whole.
class MappedFile {
public:
  MappedFile(const char *base, size_t size);
  MappedFile(const MappedFile &) = delete;
  MappedFile &operator=(const MappedFile &) = delete;
  ~MappedFile();

  llvm::ArrayRef<char> bytes() const { return {base, size}; }

private:
  const char *base;
  size_t size;
};

/// A tensor's bytes in a mapped file, and what keeps them mapped.
struct ExternalBytes {
  llvm::ArrayRef<char> bytes;
  std::shared_ptr<const MappedFile> file;
};

/// Resolves `external_data`. A location is relative, names a regular file, and
/// is accepted if the file that was really opened lies under the model's
/// directory or under the directory of the model's canonical path (a model
/// cache links `snapshots/x/model.onnx` to a blob elsewhere). Each file is
/// opened and mapped once.
class ExternalData {
public:
  /// `directory` is where locations are relative to, `modelPath` the model if
  /// it is a file. Without a directory there is no external data.
  ExternalData(llvm::StringRef directory, llvm::StringRef modelPath);

  /// The bytes of `tensor`; `expected` is their number by shape and type, if
  /// the type is known.
  mlir::FailureOr<ExternalBytes> read(const pb::TensorProto &tensor,
                                      std::optional<uint64_t> expected,
                                      EmitError emitError);

private:
  mlir::FailureOr<std::shared_ptr<const MappedFile>>
  open(llvm::StringRef location, EmitError emitError);

  std::string directory;
  /// Canonical directories below which data files may lie.
  llvm::SmallVector<std::string, 2> roots;
  llvm::StringMap<std::shared_ptr<const MappedFile>> files;
};

} // namespace lutra::frontend

#endif // LUTRA_FRONTEND_EXTERNALDATA_H
