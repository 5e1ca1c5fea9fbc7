//===- MappedPages.cpp - files in memory, and out of it again -------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Support/MappedPages.h"

#include "llvm/Support/MathExtras.h"
#include "llvm/Support/Process.h"
#include <map>
#include <mutex>
#include <sys/mman.h>

using namespace lutra;

namespace {

struct MappedFiles {
  std::mutex mutex;
  /// Where files begin and end.
  std::map<const char *, const char *> files;
};

MappedFiles &getMappedFiles() {
  static MappedFiles files;
  return files;
}

} // namespace

void lutra::registerMappedFile(llvm::ArrayRef<char> bytes) {
  MappedFiles &mapped = getMappedFiles();
  std::lock_guard<std::mutex> lock(mapped.mutex);
  mapped.files[bytes.begin()] = bytes.end();
}

void lutra::unregisterMappedFile(llvm::ArrayRef<char> bytes) {
  MappedFiles &mapped = getMappedFiles();
  std::lock_guard<std::mutex> lock(mapped.mutex);
  mapped.files.erase(bytes.begin());
}

void lutra::releaseMappedPages(llvm::ArrayRef<char> bytes) {
  MappedFiles &mapped = getMappedFiles();
  // Held until the end: what is not mapped any more may be somebody's memory.
  std::lock_guard<std::mutex> lock(mapped.mutex);
  auto next = mapped.files.upper_bound(bytes.begin());
  if (next == mapped.files.begin() || std::prev(next)->second < bytes.end())
    return;
  // Whole pages; those at the edges belong to others as well.
  uint64_t page = llvm::sys::Process::getPageSizeEstimate();
  auto begin = llvm::alignTo(reinterpret_cast<uintptr_t>(bytes.begin()), page);
  auto end = llvm::alignDown(reinterpret_cast<uintptr_t>(bytes.end()), page);
  if (begin < end)
    (void)::madvise(reinterpret_cast<void *>(begin), end - begin,
                    MADV_DONTNEED);
}
