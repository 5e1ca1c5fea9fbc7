//===- Program.h - compile IR in text and call it ---------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Kernels in text become a shared object; a small stand-in for the runtime
// calls it. Buffers of the test's own are inputs as well as outputs.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TEST_UNIT_TARGET_PROGRAM_H
#define LUTRA_TEST_UNIT_TARGET_PROGRAM_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace mlir {
class ModuleOp;
} // namespace mlir

namespace lutra::test {

/// A contiguous buffer and its shape, as the descriptor that generated code
/// expects.
class Buffer {
public:
  template <typename T>
  Buffer(std::vector<T> &data, llvm::ArrayRef<int64_t> sizes) {
    set(data.data(), sizes);
  }
  Buffer(void *data, llvm::ArrayRef<int64_t> sizes) { set(data, sizes); }

  void *getDescriptor() { return words.data(); }

private:
  void set(void *data, llvm::ArrayRef<int64_t> sizes);
  std::vector<int64_t> words;
};

/// What a call may be given and gives back.
struct CallOptions {
  /// Threads of the stand-in's parallel_for; its pieces are as many.
  int threads = 1;
};

struct CallResult {
  /// What `fail` was told, or empty.
  std::string failure;
  std::map<int64_t, std::vector<int64_t>> outputShapes;
  std::map<int64_t, std::vector<char>> outputs;
  /// Calls of parallel_for and of alloc.
  int parallelLoops = 0;
  int allocations = 0;
};

/// Generated code in several variants.
class Program {
public:
  /// Compiles `module` for this machine and the levels below, or prints what is
  /// wrong and returns null.
  /// With `fuseRows` the loops over rows are formed in each function first.
  static std::unique_ptr<Program> compile(llvm::StringRef module,
                                          bool fuseRows = false);
  /// The same for a module whose variants are in the llvm dialect.
  static std::unique_ptr<Program> link(mlir::ModuleOp module);
  ~Program();

  /// Names of the variants that this machine runs, best first.
  const std::vector<std::string> &getVariants() const { return variants; }

  CallResult call(llvm::StringRef variant, std::vector<Buffer> inputs,
                  CallOptions options = {}) const;
  int32_t probe(llvm::StringRef variant, int32_t seed) const;

  /// The bytes of the shared object.
  const std::string &getImage() const { return image; }

private:
  Program() = default;
  void *lookup(const std::string &name) const;

  std::vector<std::string> variants;
  std::string image;
  int file = -1;
  void *handle = nullptr;
};

} // namespace lutra::test

#endif // LUTRA_TEST_UNIT_TARGET_PROGRAM_H
