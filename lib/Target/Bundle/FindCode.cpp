//===- FindCode.cpp - code of an older bundle that still fits -------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Target/Bundle/Bundle.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/xxhash.h"

using namespace lutra;
namespace json = llvm::json;
namespace path = llvm::sys::path;

static std::optional<std::vector<BundleVariant>>
readVariants(const json::Object &manifest) {
  const json::Array *list = manifest.getArray("variants");
  if (!list)
    return std::nullopt;
  std::vector<BundleVariant> variants;
  for (const json::Value &entry : *list) {
    const json::Object *object = entry.getAsObject();
    const json::Array *features =
        object ? object->getArray("features") : nullptr;
    if (!features || !object->getString("name") || !object->getString("cpu"))
      return std::nullopt;
    BundleVariant &variant = variants.emplace_back();
    variant.name = object->getString("name")->str();
    variant.cpu = object->getString("cpu")->str();
    for (const json::Value &feature : *features) {
      if (!feature.getAsString())
        return std::nullopt;
      variant.features.push_back(feature.getAsString()->str());
    }
  }
  return variants;
}

std::optional<BundleCode> lutra::findBundleCode(llvm::StringRef directory,
                                                llvm::StringRef key) {
  auto getPath = [&](llvm::StringRef name) {
    llvm::SmallString<256> result(directory);
    path::append(result, name);
    return result.str().str();
  };
  llvm::Expected<json::Object> root = readManifest(directory);
  if (!root) {
    // Whatever stands there is about to be replaced.
    llvm::consumeError(root.takeError());
    return std::nullopt;
  }
  const json::Object *code = root->getObject("code");
  if (!code || code->getString("key") != key)
    return std::nullopt;
  BundleCode result;
  result.path = getPath("libmodel.so");
  if (!llvm::sys::fs::is_regular_file(result.path))
    return std::nullopt;
  auto bytes = llvm::MemoryBuffer::getFile(result.path);
  if (!bytes || code->getInteger("bytes") != int64_t((*bytes)->getBufferSize()))
    return std::nullopt;
  uint64_t hash = llvm::xxh3_64bits((*bytes)->getBuffer());
  if (code->getString("hash") != llvm::utohexstr(hash, /*LowerCase=*/true, 16))
    return std::nullopt;
  std::optional<std::vector<BundleVariant>> variants = readVariants(*root);
  if (!variants)
    return std::nullopt;
  result.variants = std::move(*variants);
  return result;
}
