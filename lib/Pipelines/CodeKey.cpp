//===- CodeKey.cpp - what generated code depends on -----------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CodeKey.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Support/xxhash.h"

using namespace mlir;

/// The program itself: a compiler that was built anew makes new code.
static std::string hashCompiler() {
  auto self = llvm::MemoryBuffer::getFile(
      llvm::sys::fs::getMainExecutable(nullptr, {}));
  if (!self)
    return "";
  return llvm::utohexstr(llvm::xxh3_64bits((*self)->getBuffer()));
}

std::string lutra::getCodeKey(ModuleOp module, StringRef device) {
  std::string compiler = hashCompiler();
  if (compiler.empty())
    return "";
  std::string text;
  llvm::raw_string_ostream os(text);
  os << compiler << ' ' << LLVM_VERSION_STRING << ' ' << device << '\n';
  // Weights are data of the code, at offsets that are in the module.
  Attribute weights = module->removeAttr("lutra.weights");
  OpPrintingFlags flags;
  flags.enableDebugInfo(/*enable=*/true, /*prettyForm=*/false);
  module->print(os, flags);
  if (weights)
    module->setAttr("lutra.weights", weights);
  llvm::XXH128_hash_t hash = llvm::xxh3_128bits(llvm::ArrayRef<uint8_t>(
      reinterpret_cast<const uint8_t *>(text.data()), text.size()));
  return llvm::utohexstr(hash.high64, /*LowerCase=*/true, 16) +
         llvm::utohexstr(hash.low64, /*LowerCase=*/true, 16);
}
