//===- BundleWriter.cpp - files of a bundle -------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Target/Bundle/Bundle.h"

#include "lutra/Support/ConstantData.h"
#include "lutra/Support/Interrupt.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"
#include <cstdio>
#include <fcntl.h>

using namespace mlir;
using namespace lutra;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

static llvm::Error makeError(std::error_code code, const llvm::Twine &what) {
  return llvm::createStringError(code, what + ": " + code.message());
}

/// A directory may be replaced when it is empty or a bundle, be it damaged.
/// Other folders have a manifest.json as well.
static bool isReplaceable(llvm::StringRef directory) {
  auto has = [&](llvm::StringRef name) {
    SmallString<256> file(directory);
    path::append(file, name);
    return fs::exists(file);
  };
  if (has("manifest.json") && has("weights.bin"))
    return true;
  std::error_code code;
  fs::directory_iterator entry(directory, code);
  return !code && entry == fs::directory_iterator();
}

llvm::Expected<std::unique_ptr<BundleWriter>>
BundleWriter::create(llvm::StringRef destination) {
  SmallString<256> finalPath(destination);
  if (std::error_code code = fs::make_absolute(finalPath))
    return makeError(code, "cannot find " + destination);
  path::remove_dots(finalPath, /*remove_dot_dot=*/true);
  while (finalPath.size() > 1 && path::is_separator(finalPath.back()))
    finalPath.pop_back();
  if (fs::exists(finalPath) &&
      (!fs::is_directory(finalPath) || !isReplaceable(finalPath)))
    return llvm::createStringError(
        "'" + destination +
        "' exists and is not a bundle; remove it or choose another output");
  SmallString<256> workPath(finalPath);
  workPath += ".part-";
  workPath += std::to_string(llvm::sys::Process::getProcessId());
  if (std::error_code code =
          fs::create_directory(workPath, /*IgnoreExisting=*/false, fs::all_all))
    return makeError(code, "cannot write beside '" + destination + "'");
  registerTemporary(workPath);
  return std::unique_ptr<BundleWriter>(
      new BundleWriter(finalPath.str().str(), workPath.str().str()));
}

BundleWriter::~BundleWriter() {
  if (workPath.empty())
    return;
  (void)fs::remove_directories(workPath);
  unregisterTemporary(workPath);
}

std::string BundleWriter::getPath(llvm::StringRef name) const {
  SmallString<256> result(workPath);
  path::append(result, name);
  return result.str().str();
}

/// What x86-64 and most of AArch64 call a large page.
static constexpr size_t kLargePage = size_t(2) << 20;

llvm::Error BundleWriter::writeWeights(ModuleOp module) {
  std::string file = getPath("weights.bin");
  std::error_code code;
  llvm::raw_fd_ostream os(file, code);
  if (code)
    return makeError(code, "cannot write weights.bin");
  // Whole large pages at a time: the system then keeps the file in such pages,
  // and the runtime maps them as they are.
  os.SetBufferSize(kLargePage);
  auto record = module->getAttrOfType<ArrayAttr>("lutra.weights");
  ArrayRef<Attribute> entries =
      record ? record.getValue() : ArrayRef<Attribute>();
  // Two may have the same bytes.
  llvm::StringMap<unsigned> uses;
  for (Attribute entry : entries)
    if (auto resource =
            dyn_cast<DenseResourceElementsAttr>(cast<ArrayAttr>(entry)[1]))
      ++uses[resource.getRawHandle().getKey()];
  for (Attribute entry : entries) {
    auto pair = cast<ArrayAttr>(entry);
    uint64_t offset = cast<IntegerAttr>(pair[0]).getInt();
    os.write_zeros(offset - os.tell());
    LogicalResult written =
        visitBytes(cast<ElementsAttr>(pair[1]), [&](ArrayRef<char> bytes) {
          os.write(bytes.data(), bytes.size());
          return success(!os.has_error());
        });
    if (failed(written) && !os.has_error())
      return llvm::createStringError("a constant has no data");
    if (os.has_error())
      break;
    auto resource = dyn_cast<DenseResourceElementsAttr>(pair[1]);
    if (resource && --uses[resource.getRawHandle().getKey()] == 0)
      resource.getRawHandle().getResource()->setBlob(AsmResourceBlob());
  }
  // Files are mapped whole: an empty one could not be.
  os.write_zeros(llvm::alignTo(os.tell() + 1, 64) - os.tell());
  os.close();
  if (os.has_error()) {
    code = os.error();
    os.clear_error();
    return makeError(code, "cannot write weights.bin");
  }
  return llvm::Error::success();
}

llvm::Error BundleWriter::addFile(llvm::StringRef source) {
  if (std::error_code code =
          fs::copy_file(source, getPath(path::filename(source))))
    return makeError(code, "cannot copy " + source);
  return llvm::Error::success();
}

llvm::Error BundleWriter::commit() {
  // The two change names at once, so that there is a whole bundle whenever
  // anybody looks or all ends here; then the old one is the unfinished one.
  if (::renameat2(AT_FDCWD, workPath.c_str(), AT_FDCWD, finalPath.c_str(),
                  RENAME_EXCHANGE) == 0)
    return llvm::Error::success();
  // Not every file system can do that, and it takes an old bundle. A directory
  // cannot be renamed over one that has files: the old bundle steps aside
  // first, and is removed last.
  std::string aside;
  if (fs::exists(finalPath)) {
    aside = workPath + ".old";
    if (std::error_code code = fs::rename(finalPath, aside))
      return makeError(code, "cannot replace '" + finalPath + "'");
  }
  if (std::error_code code = fs::rename(workPath, finalPath)) {
    if (!aside.empty())
      (void)fs::rename(aside, finalPath);
    return makeError(code, "cannot write '" + finalPath + "'");
  }
  unregisterTemporary(workPath);
  workPath.clear();
  if (!aside.empty())
    (void)fs::remove_directories(aside);
  return llvm::Error::success();
}
