//===- WriteFile.cpp - write a file whole ---------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Support/WriteFile.h"

#include "llvm/ADT/Twine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

llvm::Error lutra::writeFile(llvm::StringRef file, llvm::StringRef bytes) {
  std::error_code code;
  llvm::raw_fd_ostream os(file, code);
  if (!code) {
    os << bytes;
    os.close();
    code = os.error();
    os.clear_error();
    if (code)
      llvm::sys::fs::remove(file);
  }
  if (!code)
    return llvm::Error::success();
  return llvm::createStringError(code, "cannot write '" + file +
                                           "': " + code.message());
}
