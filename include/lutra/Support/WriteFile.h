//===- WriteFile.h - write a file whole -------------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_SUPPORT_WRITEFILE_H
#define LUTRA_SUPPORT_WRITEFILE_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

namespace lutra {

/// Replaces what `file` holds; "-" is standard output. An error names the file,
/// and nothing is left of it.
llvm::Error writeFile(llvm::StringRef file, llvm::StringRef bytes);

} // namespace lutra

#endif // LUTRA_SUPPORT_WRITEFILE_H
