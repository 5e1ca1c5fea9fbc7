//===- ExternalData.cpp - weights in files beside the model ---------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Import/ExternalData.h"

#include "lutra/Support/MappedPages.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace mlir;
using namespace lutra::frontend;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

MappedFile::MappedFile(const char *base, size_t size) : base(base), size(size) {
  if (size)
    registerMappedFile(bytes());
}

MappedFile::~MappedFile() {
  if (!size)
    return;
  unregisterMappedFile(bytes());
  ::munmap(const_cast<char *>(base), size);
}

/// `path` without links and dots; empty if there is no such thing.
static std::string canonical(StringRef name) {
  llvm::SmallString<256> result;
  return fs::real_path(name, result) ? std::string() : result.str().str();
}

/// Where the open file really is. The kernel's answer is about the file that
/// we hold; the name may mean another one by now.
static std::string canonicalOfOpen(int fd, StringRef name) {
  std::string link = "/proc/self/fd/" + std::to_string(fd);
  llvm::SmallString<256> target;
  target.resize_for_overwrite(4096);
  ssize_t length = ::readlink(link.c_str(), target.data(), target.size());
  if (length <= 0 || size_t(length) == target.size())
    return canonical(name);
  return std::string(target.data(), length);
}

static bool isUnder(StringRef file, StringRef root) {
  return file.consume_front(root) &&
         (root.ends_with("/") || file.starts_with("/"));
}

ExternalData::ExternalData(StringRef directory, StringRef modelPath)
    : directory(directory) {
  auto addRoot = [&](StringRef name) {
    std::string root = canonical(name);
    if (!root.empty())
      roots.push_back(std::move(root));
  };
  if (!directory.empty())
    addRoot(directory);
  if (!modelPath.empty())
    addRoot(path::parent_path(canonical(modelPath)));
}

FailureOr<std::shared_ptr<const MappedFile>>
ExternalData::open(StringRef location, EmitError emitError) {
  if (std::shared_ptr<const MappedFile> known = files.lookup(location))
    return known;
  if (directory.empty())
    return emitError() << "has external data '" << location
                       << "', but the model is not a file and so has no "
                          "folder; import it by name";
  if (location.empty() || location.contains('\0') ||
      path::is_absolute(location))
    return emitError() << "external data location '" << location
                       << "' is not a relative path; data must lie in the "
                          "model's folder";
  if (location.contains("_ORT_MEM_ADDR_"))
    return emitError() << "external data location '" << location
                       << "' is an address in another process's memory; save "
                          "the model with its data";

  llvm::SmallString<256> name(directory);
  path::append(name, location);
  // A fifo or a device must not make us wait before it can be refused.
  int fd = ::open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0)
    return emitError() << "cannot open external data file '" << name
                       << "': " << std::strerror(errno);
  llvm::scope_exit closer([&] { ::close(fd); });
  struct stat status;
  if (::fstat(fd, &status) || !S_ISREG(status.st_mode))
    return emitError() << "external data '" << name
                       << "' is not a regular file";
  std::string real = canonicalOfOpen(fd, name);
  if (llvm::none_of(roots, [&](StringRef root) { return isUnder(real, root); }))
    return emitError() << "external data '" << location << "' is '" << real
                       << "', outside the model's folder; move it there";

  size_t size = status.st_size;
  void *base = nullptr;
  if (size) {
    base = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (base == MAP_FAILED)
      return emitError() << "cannot map external data file '" << name
                         << "': " << std::strerror(errno);
  }
  auto file =
      std::make_shared<const MappedFile>(static_cast<const char *>(base), size);
  files[location] = file;
  return file;
}

FailureOr<ExternalBytes> ExternalData::read(const pb::TensorProto &tensor,
                                            std::optional<uint64_t> expected,
                                            EmitError emitError) {
  StringRef location;
  std::optional<uint64_t> offset, length;
  bool hasLocation = false;
  for (const pb::StringStringEntryProto &entry : tensor.external_data()) {
    StringRef key = entry.key(), value = entry.value();
    if (key == "location") {
      location = value;
      hasLocation = true;
    } else if (key == "offset" || key == "length") {
      uint64_t number;
      if (value.getAsInteger(10, number))
        return emitError() << "external data " << key << " '" << value
                           << "' is not a number of bytes";
      (key == "offset" ? offset : length) = number;
    }
    // Other keys (checksum, basepath) say nothing about where the bytes are.
  }
  if (!hasLocation)
    return emitError() << "has external data without a location";
  FailureOr<std::shared_ptr<const MappedFile>> file = open(location, emitError);
  if (failed(file))
    return failure();

  uint64_t size = (*file)->bytes().size();
  uint64_t begin = offset.value_or(0);
  if (expected && length && *length != *expected)
    return emitError() << "shape and type need " << *expected
                       << " bytes, but the external data length says "
                       << *length;
  uint64_t count = length     ? *length
                   : expected ? *expected
                              : size - std::min(begin, size);
  if (begin > size || count > size - begin)
    return emitError() << "external data at offset " << begin << " needs "
                       << count << " bytes, but '" << location << "' has "
                       << size << "; is the file complete?";
  return ExternalBytes{(*file)->bytes().slice(begin, count), *file};
}
