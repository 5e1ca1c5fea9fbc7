//===- Emit.cpp - from the llvm dialect to a shared object ----------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Target/CPU/Emit.h"

#include "Codegen.h"
#include "Objects.h"
#include "lutra/Support/WriteFile.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Target/LLVMIR/Dialect/Builtin/BuiltinToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/LLVMIR/LLVMToLLVMIRTranslation.h"
#include "llvm/Support/ThreadPool.h"
#include "llvm/Support/raw_ostream.h"

#include <map>

using namespace llvm;
using namespace lutra;

//===----------------------------------------------------------------------===//
// ObjectCache
//===----------------------------------------------------------------------===//

using Object = std::shared_ptr<const SmallVector<char, 0>>;

struct ObjectCache::Entries {
  cpu::CodegenPools generators;
  std::mutex mutex;
  std::map<std::pair<uint64_t, uint64_t>, Object> objects;
  uint64_t numHits = 0;
};

ObjectCache::ObjectCache() : entries(std::make_unique<Entries>()) {}
ObjectCache::~ObjectCache() = default;

uint64_t ObjectCache::getNumHits() const {
  std::lock_guard<std::mutex> lock(entries->mutex);
  return entries->numHits;
}

//===----------------------------------------------------------------------===//
// A shared object
//===----------------------------------------------------------------------===//

namespace {

/// Functions on their way to an object.
struct Part {
  Part(cpu::CodegenPool &generators, cpu::IRModule ir)
      : generators(generators), ir(std::move(ir)) {}

  cpu::CodegenPool &generators;
  cpu::IRModule ir;
  size_t numOps = 0;
  std::pair<uint64_t, uint64_t> key;
  Object object;

  Error compile();
};

} // namespace

Error Part::compile() {
  auto generator = generators.take();
  if (!generator)
    return generator.takeError();
  auto bytes = std::make_shared<SmallVector<char, 0>>();
  raw_svector_ostream os(*bytes);
  (*generator)->optimize(ir);
  Error error = (*generator)->generate(ir, CodeGenFileType::ObjectFile, os);
  generators.giveBack(std::move(*generator));
  // Its memory is needed for others.
  ir = cpu::IRModule();
  object = std::move(bytes);
  return error;
}

/// The functions of all variants.
static Error splitVariants(mlir::ModuleOp module, cpu::CodegenPools &generators,
                           std::vector<Part> &parts) {
  Expected<std::vector<CpuVariant>> variants = getVariants(module);
  if (!variants)
    return variants.takeError();
  for (auto [variant, nested] :
       zip_equal(*variants, module.getOps<mlir::ModuleOp>())) {
    StringSet<> names;
    for (auto function : nested.getOps<mlir::LLVM::LLVMFuncOp>())
      if (!function.isExternal())
        names.insert(function.getName());
    for (const char *name : {"lutra_run", "lutra_probe"})
      if (!names.contains(name))
        return createStringError("variant '" + variant.name +
                                 "' has no function " + name);
    cpu::CodegenPool &pool = generators.get(variant);
    for (mlir::OwningOpRef<mlir::ModuleOp> &part :
         cpu::splitFunctions(nested)) {
      Expected<cpu::IRModule> ir =
          cpu::IRModule::translate(*part, variant, &names);
      if (!ir)
        return ir.takeError();
      parts.emplace_back(pool, std::move(*ir));
      part->walk([&](mlir::Operation *) { ++parts.back().numOps; });
    }
  }
  return Error::success();
}

/// Compiles what has no object yet, on as many threads as there are.
static Error compileParts(ArrayRef<Part *> parts) {
  // One after the other they need no thread.
  if (parts.size() == 1)
    return parts.front()->compile();
  // What takes longest begins first.
  SmallVector<Part *> order(parts);
  sort(order, [](Part *a, Part *b) { return a->numOps > b->numOps; });
  Error errors = Error::success();
  std::mutex mutex;
  DefaultThreadPool pool(hardware_concurrency(order.size()));
  for (Part *part : order)
    pool.async([&errors, &mutex, part] {
      Error error = part->compile();
      std::lock_guard<std::mutex> lock(mutex);
      errors = joinErrors(std::move(errors), std::move(error));
    });
  pool.wait();
  return errors;
}

Expected<std::unique_ptr<MemoryBuffer>>
lutra::compileSharedObject(mlir::ModuleOp module, ObjectCache *cache) {
  mlir::registerBuiltinDialectTranslation(*module.getContext());
  mlir::registerLLVMDialectTranslation(*module.getContext());
  cpu::CodegenPools ours;
  std::vector<Part> parts;
  if (Error error = splitVariants(
          module, cache ? cache->entries->generators : ours, parts))
    return std::move(error);

  SmallVector<Part *> unknown;
  for (Part &part : parts) {
    if (cache) {
      XXH128_hash_t hash = part.ir.getHash();
      part.key = {hash.high64, hash.low64};
      std::lock_guard<std::mutex> lock(cache->entries->mutex);
      auto found = cache->entries->objects.find(part.key);
      if (found != cache->entries->objects.end()) {
        part.object = found->second;
        ++cache->entries->numHits;
        continue;
      }
    }
    unknown.push_back(&part);
  }
  if (Error error = compileParts(unknown))
    return std::move(error);
  if (cache) {
    std::lock_guard<std::mutex> lock(cache->entries->mutex);
    for (Part *part : unknown)
      cache->entries->objects.emplace(part->key, part->object);
  }
  SmallVector<ArrayRef<char>> objects;
  for (const Part &part : parts)
    objects.push_back(*part.object);
  return cpu::linkSharedObject(objects);
}

Error lutra::emitSharedObject(mlir::ModuleOp module, StringRef path,
                              ObjectCache *cache) {
  Expected<std::unique_ptr<MemoryBuffer>> bytes =
      compileSharedObject(module, cache);
  if (!bytes)
    return bytes.takeError();
  return writeFile(path, (*bytes)->getBuffer());
}

//===----------------------------------------------------------------------===//
// Files to look at
//===----------------------------------------------------------------------===//

/// The best variant of the module, after the middle end, and what makes code
/// for it.
static Expected<std::pair<cpu::IRModule, std::unique_ptr<cpu::Codegen>>>
optimizeBest(mlir::ModuleOp module) {
  mlir::registerBuiltinDialectTranslation(*module.getContext());
  mlir::registerLLVMDialectTranslation(*module.getContext());
  Expected<std::vector<CpuVariant>> variants = getVariants(module);
  if (!variants)
    return variants.takeError();
  auto generator = cpu::Codegen::create(variants->front());
  if (!generator)
    return generator.takeError();
  Expected<cpu::IRModule> ir =
      cpu::IRModule::translate(*module.getOps<mlir::ModuleOp>().begin(),
                               variants->front(), /*shared=*/nullptr);
  if (!ir)
    return ir.takeError();
  (*generator)->optimize(*ir);
  return std::pair(std::move(*ir), std::move(*generator));
}

Error lutra::emitLLVMIR(mlir::ModuleOp module, raw_ostream &os) {
  auto best = optimizeBest(module);
  if (!best)
    return best.takeError();
  best->first.print(os);
  return Error::success();
}

static Error emitFile(mlir::ModuleOp module, CodeGenFileType kind,
                      raw_ostream &os) {
  auto best = optimizeBest(module);
  if (!best)
    return best.takeError();
  SmallVector<char, 0> bytes;
  raw_svector_ostream buffer(bytes);
  if (Error error = best->second->generate(best->first, kind, buffer))
    return error;
  os.write(bytes.data(), bytes.size());
  return Error::success();
}

Error lutra::emitAssembly(mlir::ModuleOp module, raw_ostream &os) {
  return emitFile(module, CodeGenFileType::AssemblyFile, os);
}

Error lutra::emitObject(mlir::ModuleOp module, raw_ostream &os) {
  return emitFile(module, CodeGenFileType::ObjectFile, os);
}
