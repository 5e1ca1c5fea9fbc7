//===- MappedPages.h - files in memory, and out of it again -----*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Pages of a mapped file count as memory of the process from the first time
// that they are read. Constants may lie in files, and who has read one need not
// know: it says that it is done, and what lies in a file goes back to there.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_SUPPORT_MAPPEDPAGES_H
#define LUTRA_SUPPORT_MAPPEDPAGES_H

#include "llvm/ADT/ArrayRef.h"

namespace lutra {

/// Says that `bytes` are a file that is mapped, and that nobody writes to.
void registerMappedFile(llvm::ArrayRef<char> bytes);
/// To be called before the file is unmapped.
void unregisterMappedFile(llvm::ArrayRef<char> bytes);

/// Gives back the pages of `bytes` if they are part of a registered file, and
/// does nothing otherwise. Who reads them again gets them from the file.
void releaseMappedPages(llvm::ArrayRef<char> bytes);

} // namespace lutra

#endif // LUTRA_SUPPORT_MAPPEDPAGES_H
