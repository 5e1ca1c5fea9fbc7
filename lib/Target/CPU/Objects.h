//===- Objects.h - the llvm dialect to objects ------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_TARGET_CPU_OBJECTS_H
#define LUTRA_LIB_TARGET_CPU_OBJECTS_H

#include "lutra/Target/CPU/Variants.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/xxhash.h"
#include "llvm/Target/TargetMachine.h"

#include <map>
#include <mutex>

namespace lutra::cpu {

/// A module on its way from the llvm dialect to an object. Each has an
/// LLVMContext of its own, so that they need not wait for each other.
class IRModule {
public:
  IRModule() = default;
  IRModule(IRModule &&) = default;
  /// What is replaced goes before its context does.
  IRModule &operator=(IRModule &&other) {
    ir = std::move(other.ir);
    context = std::move(other.context);
    return *this;
  }

  /// `shared` are functions of the variant that other modules define or refer
  /// to; without it the module is all there is of the variant.
  static llvm::Expected<IRModule> translate(mlir::ModuleOp module,
                                            const CpuVariant &variant,
                                            const llvm::StringSet<> *shared);

  /// Of all that code is made from.
  llvm::XXH128_hash_t getHash() const;
  void print(llvm::raw_ostream &os) const;

private:
  friend class Codegen;

  std::unique_ptr<llvm::LLVMContext> context;
  std::unique_ptr<llvm::Module> ir;
};

/// LLVM's passes for a variant. To set them up takes as long as to compile a
/// small function.
class Codegen {
public:
  static llvm::Expected<std::unique_ptr<Codegen>>
  create(const CpuVariant &variant);

  /// The middle end.
  void optimize(IRModule &module);
  /// The back end.
  llvm::Error generate(IRModule &module, llvm::CodeGenFileType kind,
                       llvm::raw_pwrite_stream &os);

private:
  explicit Codegen(std::unique_ptr<llvm::TargetMachine> machine);

  std::unique_ptr<llvm::TargetMachine> machine;
  llvm::PassBuilder builder;
  llvm::LoopAnalysisManager lam;
  llvm::FunctionAnalysisManager fam;
  llvm::CGSCCAnalysisManager cgam;
  llvm::ModuleAnalysisManager mam;
  llvm::ModulePassManager middleEnd;
};

/// One for each thread that asks.
class CodegenPool {
public:
  explicit CodegenPool(CpuVariant variant) : variant(std::move(variant)) {}

  llvm::Expected<std::unique_ptr<Codegen>> take();
  void giveBack(std::unique_ptr<Codegen> generator);

private:
  const CpuVariant variant;
  std::mutex mutex;
  std::vector<std::unique_ptr<Codegen>> idle;
};

/// One for each processor. May be shared by threads.
class CodegenPools {
public:
  CodegenPool &get(const CpuVariant &variant);

private:
  std::mutex mutex;
  std::map<std::pair<std::string, std::string>, CodegenPool> pools;
};

} // namespace lutra::cpu

#endif // LUTRA_LIB_TARGET_CPU_OBJECTS_H
