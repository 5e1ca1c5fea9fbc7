//===- ModelWriter.h - write an ONNX model piece by piece -------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Weights go into the model or, in pieces that are made as they are written,
// into a file beside it, so that memory stays small however large they are.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TEST_LIB_FRONTEND_MODELWRITER_H
#define LUTRA_TEST_LIB_FRONTEND_MODELWRITER_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/raw_ostream.h"
#include <memory>
#include <onnx/onnx_pb.h>
#include <string>

namespace lutra::test {

using ElementType = ::onnx::TensorProto::DataType;

/// SplitMix64: small, and the same everywhere.
class Random {
public:
  uint64_t next();
  float between(float low, float high);

private:
  uint64_t state = 0;
};

/// A size that is known, or the name of one that is not.
struct Dim {
  Dim(int64_t size) : size(size) {}
  Dim(const char *name) : name(name) {}
  int64_t size = 0;
  std::string name;
};

struct Attribute {
  llvm::StringRef name;
  int64_t integer = 0;
  std::optional<float> real = std::nullopt;
};

class ModelWriter {
public:
  /// Writes bytes of a weight, the next ones each time.
  using Fill = llvm::function_ref<void(llvm::MutableArrayRef<char>)>;

  explicit ModelWriter(llvm::StringRef graphName);

  /// From now on weights go into a file beside the model. Returns what is
  /// wrong, or "".
  std::string storeWeightsIn(llvm::StringRef modelFile,
                             llvm::StringRef fileName);

  void addOpset(llvm::StringRef domain, int64_t version);
  void addInput(llvm::StringRef name, ElementType type,
                llvm::ArrayRef<Dim> shape);
  void addOutput(llvm::StringRef name, ElementType type,
                 llvm::ArrayRef<Dim> shape);
  /// Returns the name of the first output, for one node after the other.
  std::string addNode(llvm::StringRef domain, llvm::StringRef type,
                      llvm::ArrayRef<std::string> inputs,
                      llvm::ArrayRef<std::string> outputs,
                      llvm::ArrayRef<Attribute> attributes = {});

  /// A weight, which is made in pieces of whole elements.
  std::string addWeight(const llvm::Twine &name, ElementType type,
                        llvm::ArrayRef<int64_t> shape, Fill fill);
  std::string addFloats(const llvm::Twine &name, llvm::ArrayRef<int64_t> shape,
                        llvm::function_ref<float()> next);
  /// Sizes and the like, which stay in the model.
  std::string addIntegers(const llvm::Twine &name,
                          llvm::ArrayRef<int64_t> values);

  /// Returns what is wrong, or "".
  std::string write(const std::string &file);

  Random random;

private:
  ::onnx::ModelProto model;
  std::string dataName;
  std::unique_ptr<llvm::raw_fd_ostream> data;
};

/// Writes one tensor into a file of its own, as ONNX's test data are. Returns
/// what is wrong, or "".
std::string writeTensor(const std::string &file, ElementType type,
                        llvm::ArrayRef<int64_t> shape, llvm::StringRef bytes);

} // namespace lutra::test

#endif // LUTRA_TEST_LIB_FRONTEND_MODELWRITER_H
