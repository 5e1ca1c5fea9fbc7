//===- Bundle.h - an opened bundle ------------------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_RUNTIME_BUNDLE_H
#define LUTRA_LIB_RUNTIME_BUNDLE_H

#include "Manifest.h"
#include "Support.h"

#include "lutra-rt/codegen.h"

#include <memory>
#include <string>

namespace lutra::runtime {

/// A file mapped read-only. Pages come from the page cache, so that processes
/// with the same bundle share them.
class MappedFile {
public:
  MappedFile() = default;
  MappedFile(MappedFile &&other) noexcept { *this = std::move(other); }
  MappedFile &operator=(MappedFile &&other) noexcept {
    std::swap(address, other.address);
    std::swap(bytes, other.bytes);
    return *this;
  }
  ~MappedFile();

  /// Maps `path`, which must hold exactly `size` bytes, and those of `hash` if
  /// it is not null.
  static Error map(const std::string &path, int64_t size, const uint64_t *hash,
                   MappedFile &file);

  const char *data() const { return address; }
  int64_t size() const { return bytes; }

private:
  Error checkHash(uint64_t expected, int fd, const std::string &path) const;
  bool populate(int64_t begin, int64_t size) const;

  char *address = nullptr;
  int64_t bytes = 0;
};

/// Everything of a bundle that contexts share. Immutable.
class Bundle {
public:
  ~Bundle();
  Bundle(const Bundle &) = delete;
  Bundle &operator=(const Bundle &) = delete;

  /// `variant` is the one to take, "" the best that this processor executes.
  static Error open(const std::string &directory, bool checkHashes,
                    const std::string &variant,
                    std::unique_ptr<Bundle> &bundle);

  const Manifest &manifest() const { return contents; }
  const MappedFile &weights() const { return constants; }
  const Variant &variant() const { return *chosen; }
  lutra_rt_run_fn run() const { return entry; }

private:
  Bundle() = default;
  Error load(const std::string &directory, bool checkHashes,
             const std::string &wanted);
  Error loadCode(const std::string &path, bool checkHashes,
                 const std::string &wanted);
  Error chooseVariant(const std::string &path, const std::string &wanted);

  Manifest contents;
  MappedFile constants;
  void *library = nullptr;
  const Variant *chosen = nullptr;
  lutra_rt_run_fn entry = nullptr;
};

} // namespace lutra::runtime

#endif // LUTRA_LIB_RUNTIME_BUNDLE_H
