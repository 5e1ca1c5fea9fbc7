//===- Bundle.cpp - open a bundle -----------------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Bundle.h"

#include "Processor.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

using namespace lutra::runtime;

namespace {

/// Pages of this size take one entry in the tables of a processor instead of
/// 512.
constexpr int64_t largePage = int64_t(2) << 20;

/// A file descriptor that closes itself.
struct Descriptor {
  int fd;
  ~Descriptor() {
    if (fd >= 0)
      ::close(fd);
  }
};

Error systemError(const std::string &what, int number) {
  return {LUTRA_ERROR_IO, what + ": " + std::strerror(number)};
}

/// Opens a regular file of the bundle and finds its size.
Error openFile(const std::string &path, Descriptor &file, int64_t &size) {
  // Not blocking: a bundle may hold anything, a pipe included.
  file.fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file.fd < 0)
    return systemError("cannot open " + quote(path), errno);
  struct stat status;
  if (::fstat(file.fd, &status) != 0)
    return systemError("cannot read " + quote(path), errno);
  if (!S_ISREG(status.st_mode))
    return {LUTRA_ERROR_BUNDLE, quote(path) + " is not a regular file"};
  size = status.st_size;
  return {};
}

Error readManifest(const std::string &path, std::string &text) {
  Descriptor file{-1};
  int64_t size = 0;
  if (Error error = openFile(path, file, size))
    return error;
  if (size > int64_t(maxManifestBytes))
    return {LUTRA_ERROR_BUNDLE, quote(path) + " has " + std::to_string(size) +
                                    " bytes; no manifest is that long"};
  text.resize(size);
  size_t got = 0;
  while (got != text.size()) {
    ssize_t n = ::read(file.fd, &text[got], text.size() - got);
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return systemError("cannot read " + quote(path), errno);
    if (n == 0)
      break;
    got += n;
  }
  text.resize(got);
  return {};
}

/// Hashes a piece of a file without a map.
Error readPiece(int fd, int64_t begin, int64_t size, XXH3_state_t &state,
                const std::string &path) {
  char buffer[1 << 14];
  for (int64_t end = begin + size; begin < end;) {
    ssize_t got = ::pread(
        fd, buffer, std::min<int64_t>(sizeof(buffer), end - begin), begin);
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      return systemError("cannot read " + quote(path), errno);
    if (got == 0)
      return {LUTRA_ERROR_IO,
              quote(path) + " became shorter while it was read"};
    XXH3_64bits_update(&state, buffer, size_t(got));
    begin += got;
  }
  return {};
}

} // namespace

//===----------------------------------------------------------------------===//
// MappedFile
//===----------------------------------------------------------------------===//

Error MappedFile::map(const std::string &path, int64_t size,
                      const uint64_t *hash, MappedFile &result) {
  Descriptor file{-1};
  int64_t found = 0;
  if (Error error = openFile(path, file, found))
    return error;
  if (found != size)
    return {LUTRA_ERROR_BUNDLE,
            quote(path) + " has " + std::to_string(found) +
                " bytes and the manifest says " + std::to_string(size) +
                ": the bundle is " + (found < size ? "cut short" : "mixed up") +
                "; compile the model again or copy the bundle anew"};
  // There is no mapping of nothing, and generated code wants an address.
  alignas(64) static const char empty[64] = {};
  if (size == 0) {
    result.address = const_cast<char *>(empty);
    return {};
  }
  void *address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.fd, 0);
  if (address == MAP_FAILED)
    return {errno == ENOMEM ? LUTRA_ERROR_MEMORY : LUTRA_ERROR_IO,
            "cannot map " + quote(path) + ": " + std::strerror(errno)};
  // What is read for the first time comes in large pages then, where the file
  // system has such. A hint: whoever does not know it maps small ones.
  if (size >= largePage)
    (void)::madvise(address, size, MADV_HUGEPAGE);
  result.address = static_cast<char *>(address);
  result.bytes = size;
  return hash ? result.checkHash(*hash, file.fd, path) : Error();
}

/// Has the system bring a piece into memory through the map, in the pages in
/// which the map wants it. False where it cannot, or is too old to tell: a disk
/// that fails is no signal here.
bool MappedFile::populate(int64_t begin, int64_t size) const {
#ifdef MADV_POPULATE_READ
  return ::madvise(address + begin, size, MADV_POPULATE_READ) == 0;
#else
  return false;
#endif
}

/// In pieces that are given back: what is mapped counts as memory of the
/// process once it is touched, and no run touches all of it. What the map
/// cannot have is read from the file, which says what is wrong with it.
Error MappedFile::checkHash(uint64_t expected, int fd,
                            const std::string &path) const {
  std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> state(
      XXH3_createState(), XXH3_freeState);
  if (!state)
    return {LUTRA_ERROR_MEMORY, "no memory to check " + quote(path)};
  XXH3_64bits_reset(state.get());
  constexpr int64_t pieceBytes = 8 * largePage;
  for (int64_t begin = 0; begin < bytes; begin += pieceBytes) {
    int64_t size = std::min(pieceBytes, bytes - begin);
    if (populate(begin, size))
      XXH3_64bits_update(state.get(), address + begin, size_t(size));
    else if (Error error = readPiece(fd, begin, size, *state, path))
      return error;
    // Nothing was written, so nothing is lost.
    (void)::madvise(address + begin, size, MADV_DONTNEED);
  }
  if (XXH3_64bits_digest(state.get()) == expected)
    return {};
  return {LUTRA_ERROR_BUNDLE,
          quote(path) + " is damaged: its contents do not match the hash in "
                        "the manifest; compile the model again or copy the "
                        "bundle anew"};
}

MappedFile::~MappedFile() {
  if (bytes)
    ::munmap(address, bytes);
}

//===----------------------------------------------------------------------===//
// Bundle
//===----------------------------------------------------------------------===//

Error Bundle::open(const std::string &directory, bool checkHashes,
                   const std::string &variant,
                   std::unique_ptr<Bundle> &bundle) {
  std::unique_ptr<Bundle> result(new Bundle);
  if (Error error = result->load(directory, checkHashes, variant))
    return error;
  bundle = std::move(result);
  return {};
}

Bundle::~Bundle() {
  if (library)
    ::dlclose(library);
}

Error Bundle::load(const std::string &directory, bool checkHashes,
                   const std::string &wanted) {
  // dlopen wants a path that does not depend on the working directory.
  char resolved[PATH_MAX];
  if (!::realpath(directory.c_str(), resolved))
    return systemError("cannot open bundle " + quote(directory), errno);
  struct stat status;
  if (::stat(resolved, &status) != 0)
    return systemError("cannot open bundle " + quote(directory), errno);
  std::string root = resolved;
  if (!S_ISDIR(status.st_mode))
    return {LUTRA_ERROR_BUNDLE,
            quote(directory) + " is a file, and a bundle is a directory; a "
                               "model is made into one with lutra-compile"};
  std::string manifestPath = root + "/manifest.json";
  if (::access(manifestPath.c_str(), F_OK) != 0)
    return {LUTRA_ERROR_BUNDLE, quote(directory) +
                                    " is not a bundle: there is no "
                                    "manifest.json in it"};
  std::string text;
  if (Error error = readManifest(manifestPath, text))
    return error;
  if (Error error = parseManifest(text, contents))
    return {error.code(), quote(directory) + ": " + error.text()};

  std::string weightsPath = root + "/" + contents.weights.name;
  if (Error error = MappedFile::map(
          weightsPath, contents.weights.bytes,
          checkHashes ? &contents.weights.hash : nullptr, constants))
    return error;
  return loadCode(root + "/" + contents.code.name, checkHashes, wanted);
}

Error Bundle::loadCode(const std::string &path, bool checkHashes,
                       const std::string &wanted) {
  // The loader trusts what it is given: look at the file first.
  {
    MappedFile code;
    if (Error error =
            MappedFile::map(path, contents.code.bytes,
                            checkHashes ? &contents.code.hash : nullptr, code))
      return error;
  }
  library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    const char *reason = ::dlerror();
    return {LUTRA_ERROR_BUNDLE,
            "cannot load " + quote(path) + ": " +
                (reason ? reason : "unknown reason") +
                "; compile the model again on this kind of machine"};
  }
  return chooseVariant(path, wanted);
}

Error Bundle::chooseVariant(const std::string &path,
                            const std::string &wanted) {
  std::string refused, names;
  for (const Variant &variant : contents.variants) {
    names += (names.empty() ? "" : ", ") + variant.name;
    if (!wanted.empty() && variant.name != wanted)
      continue;
    auto probe = reinterpret_cast<lutra_rt_probe_fn>(
        ::dlsym(library, variant.probe.c_str()));
    auto run = reinterpret_cast<lutra_rt_run_fn>(
        ::dlsym(library, variant.run.c_str()));
    if (!probe || !run)
      return {LUTRA_ERROR_BUNDLE,
              quote(path) + " has no function " +
                  quote(probe ? variant.run : variant.probe) +
                  ", which the manifest names; compile the model again"};
    std::string lacking = missingFeature(variant.features);
    if (lacking.empty() && executes(probe)) {
      chosen = &variant;
      entry = run;
      return {};
    }
    refused += refused.empty() ? "" : ", ";
    refused += variant.name;
    refused +=
        lacking.empty() ? " (its probe failed)" : " (needs " + lacking + ")";
  }
  if (refused.empty())
    return {LUTRA_ERROR_ARGUMENT, "the bundle has no variant " + quote(wanted) +
                                      "; its variants are " + names};
  return {LUTRA_ERROR_CPU,
          (wanted.empty()
               ? "this processor runs none of the bundle's variants: "
               : "this processor does not run the variant ") +
              refused + "; compile the model on this machine"};
}
