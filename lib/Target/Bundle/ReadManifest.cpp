//===- ReadManifest.cpp - the manifest of a bundle that is there ----------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Target/Bundle/Bundle.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace lutra;
namespace json = llvm::json;

/// No manifest is longer; the runtime has the same limit.
static constexpr uint64_t maxBytes = uint64_t(16) << 20;
/// Ours nest to 4. The parser recurses, so that others could use up the stack.
static constexpr unsigned maxDepth = 64;

static bool nestsTooDeep(llvm::StringRef text) {
  unsigned depth = 0;
  bool inString = false;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '"')
      inString = !inString;
    else if (inString)
      i += c == '\\';
    else if ((c == '[' || c == '{') && ++depth > maxDepth)
      return true;
    else if ((c == ']' || c == '}') && depth > 0)
      --depth;
  }
  return false;
}

llvm::Expected<json::Object> lutra::readManifest(llvm::StringRef directory) {
  llvm::SmallString<256> path(directory);
  llvm::sys::path::append(path, "manifest.json");
  auto fail = [&](const llvm::Twine &reason) {
    return llvm::createStringError(
        "'" + path + "' is not the manifest of a bundle: " + reason);
  };
  llvm::sys::fs::file_status status;
  if (std::error_code code = llvm::sys::fs::status(path, status))
    return llvm::createStringError(
        code, "cannot read '" + path + "': " + code.message() +
                  "; a bundle is a directory that lutra-compile makes");
  // Reading a pipe would wait for whoever writes it.
  if (status.type() != llvm::sys::fs::file_type::regular_file)
    return fail("it is not a regular file");
  if (status.getSize() > maxBytes)
    return fail("it has " + llvm::Twine(status.getSize()) + " bytes");
  auto buffer = llvm::MemoryBuffer::getFile(path);
  if (!buffer)
    return llvm::createStringError(buffer.getError(),
                                   "cannot read '" + path +
                                       "': " + buffer.getError().message());
  if (nestsTooDeep((*buffer)->getBuffer()))
    return fail("it nests deeper than " + llvm::Twine(maxDepth));
  llvm::Expected<json::Value> root = json::parse((*buffer)->getBuffer());
  if (!root)
    return fail(llvm::toString(root.takeError()));
  json::Object *object = root->getAsObject();
  if (!object || !object->get("lutra_bundle"))
    return fail("it has no \"lutra_bundle\"");
  return std::move(*object);
}
