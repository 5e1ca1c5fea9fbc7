//===- Emit.cpp - from the llvm dialect to a shared object ----------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Target/CPU/Emit.h"

#include "Codegen.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Target/LLVMIR/Dialect/Builtin/BuiltinToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/LLVMIR/LLVMToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/IR/Module.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Target/TargetMachine.h"
#include "llvm/TargetParser/Host.h"
#include "llvm/Transforms/Utils/Cloning.h"

using namespace llvm;
using namespace lutra;

const std::string &cpu::getTriple() {
  static const std::string triple = sys::getDefaultTargetTriple();
  return triple;
}

Expected<const Target *> cpu::getHostTarget() {
  static const bool failed =
      InitializeNativeTarget() || InitializeNativeTargetAsmPrinter();
  std::string message;
  const Target *target =
      failed ? nullptr
             : TargetRegistry::lookupTarget(Triple(getTriple()), message);
  if (!target)
    return createStringError("this LLVM cannot make code for %s: %s",
                             getTriple().c_str(), message.c_str());
  return target;
}

static Expected<std::unique_ptr<TargetMachine>>
createTargetMachine(const CpuVariant &variant) {
  Expected<const Target *> target = cpu::getHostTarget();
  if (!target)
    return target.takeError();
  TargetOptions options;
  // A product and a sum are two roundings unless the IR says fma.
  options.AllowFPOpFusion = FPOpFusion::Strict;
  std::unique_ptr<TargetMachine> machine((*target)->createTargetMachine(
      Triple(cpu::getTriple()), variant.cpu, variant.targetFeatures, options,
      Reloc::PIC_, std::nullopt, CodeGenOptLevel::Default));
  if (!machine)
    return createStringError("LLVM cannot make code for processor %s",
                             variant.cpu.c_str());
  return machine;
}

/// The target-independent passes, which run once for all variants. Loops come
/// vectorised and unrolled, so this only cleans up what the lowering left.
static void runMiddleEnd(llvm::Module &module, TargetMachine &machine) {
  PipelineTuningOptions tuning;
  tuning.LoopVectorization = false;
  tuning.SLPVectorization = false;
  tuning.LoopInterleaving = false;
  tuning.LoopUnrolling = false;
  PassBuilder builder(&machine, tuning);
  LoopAnalysisManager lam;
  FunctionAnalysisManager fam;
  CGSCCAnalysisManager cgam;
  ModuleAnalysisManager mam;
  builder.registerModuleAnalyses(mam);
  builder.registerCGSCCAnalyses(cgam);
  builder.registerFunctionAnalyses(fam);
  builder.registerLoopAnalyses(lam);
  builder.crossRegisterProxies(lam, fam, cgam, mam);
  builder.buildPerModuleDefaultPipeline(OptimizationLevel::O1).run(module, mam);
}

static constexpr StringLiteral runName = "lutra_run";
static constexpr StringLiteral probeName = "lutra_probe";

/// LLVM IR of the module, after the middle end.
static Expected<std::unique_ptr<llvm::Module>> translate(mlir::ModuleOp module,
                                                         LLVMContext &context) {
  mlir::registerBuiltinDialectTranslation(*module.getContext());
  mlir::registerLLVMDialectTranslation(*module.getContext());
  std::unique_ptr<llvm::Module> ir =
      mlir::translateModuleToLLVMIR(module, context, "model");
  if (!ir)
    return createStringError("cannot translate the module to LLVM IR");
  Expected<std::unique_ptr<TargetMachine>> machine =
      createTargetMachine(getBaselineVariant());
  if (!machine)
    return machine.takeError();
  ir->setTargetTriple((*machine)->getTargetTriple());
  ir->setDataLayout((*machine)->createDataLayout());
  for (Function &function : *ir) {
    if (function.isDeclaration())
      continue;
    // The runtime leaves generated code by longjmp, never by unwinding.
    function.setDoesNotThrow();
    bool exported =
        function.getName() == runName || function.getName() == probeName;
    function.setLinkage(exported ? GlobalValue::ExternalLinkage
                                 : GlobalValue::InternalLinkage);
  }
  for (GlobalVariable &global : ir->globals())
    if (!global.isDeclaration())
      global.setLinkage(GlobalValue::InternalLinkage);
  runMiddleEnd(*ir, **machine);
  return ir;
}

/// A copy for one variant, with its names and attributes.
static std::unique_ptr<llvm::Module> specialize(const llvm::Module &module,
                                                const CpuVariant &variant) {
  std::unique_ptr<llvm::Module> copy = CloneModule(module);
  copy->getFunction(runName)->setName(variant.getRunSymbol());
  copy->getFunction(probeName)->setName(variant.getProbeSymbol());
  bool wide = is_contained(variant.features, "avx512f");
  for (Function &function : *copy) {
    if (function.isDeclaration())
      continue;
    function.addFnAttr("target-cpu", variant.cpu);
    if (!variant.targetFeatures.empty())
      function.addFnAttr("target-features", variant.targetFeatures);
    // Some processors prefer 256 bits although 512 serve these loops better.
    if (wide)
      function.addFnAttr("prefer-vector-width", "512");
  }
  return copy;
}

static Error generate(llvm::Module &module, const CpuVariant &variant,
                      CodeGenFileType kind, raw_pwrite_stream &os) {
  Expected<std::unique_ptr<TargetMachine>> machine =
      createTargetMachine(variant);
  if (!machine)
    return machine.takeError();
  legacy::PassManager passes;
  if ((*machine)->addPassesToEmitFile(passes, os, nullptr, kind))
    return createStringError("LLVM cannot write code for processor %s",
                             variant.cpu.c_str());
  passes.run(module);
  return Error::success();
}

Expected<std::unique_ptr<MemoryBuffer>>
lutra::compileSharedObject(mlir::ModuleOp module,
                           ArrayRef<CpuVariant> variants) {
  LLVMContext context;
  Expected<std::unique_ptr<llvm::Module>> ir = translate(module, context);
  if (!ir)
    return ir.takeError();
  std::vector<SmallVector<char, 0>> objects;
  for (const CpuVariant &variant : variants) {
    raw_svector_ostream os(objects.emplace_back());
    if (Error error = generate(*specialize(**ir, variant), variant,
                               CodeGenFileType::ObjectFile, os))
      return std::move(error);
  }
  return cpu::linkSharedObject(objects);
}

Error lutra::writeFile(StringRef path, StringRef bytes) {
  std::error_code code;
  raw_fd_ostream os(path, code);
  if (!code) {
    os << bytes;
    os.close();
    code = os.error();
    os.clear_error();
    if (code)
      sys::fs::remove(path);
  }
  if (code)
    return createStringError(code, "cannot write '%s': %s", path.str().c_str(),
                             code.message().c_str());
  return Error::success();
}

Error lutra::emitSharedObject(mlir::ModuleOp module,
                              ArrayRef<CpuVariant> variants, StringRef path) {
  Expected<std::unique_ptr<MemoryBuffer>> bytes =
      compileSharedObject(module, variants);
  if (!bytes)
    return bytes.takeError();
  return writeFile(path, (*bytes)->getBuffer());
}

Error lutra::emitLLVMIR(mlir::ModuleOp module, const CpuVariant &variant,
                        raw_ostream &os) {
  LLVMContext context;
  Expected<std::unique_ptr<llvm::Module>> ir = translate(module, context);
  if (!ir)
    return ir.takeError();
  specialize(**ir, variant)->print(os, nullptr);
  return Error::success();
}

static Error emitFile(mlir::ModuleOp module, const CpuVariant &variant,
                      CodeGenFileType kind, raw_ostream &os) {
  LLVMContext context;
  Expected<std::unique_ptr<llvm::Module>> ir = translate(module, context);
  if (!ir)
    return ir.takeError();
  SmallVector<char, 0> bytes;
  raw_svector_ostream buffer(bytes);
  if (Error error = generate(*specialize(**ir, variant), variant, kind, buffer))
    return error;
  os.write(bytes.data(), bytes.size());
  return Error::success();
}

Error lutra::emitAssembly(mlir::ModuleOp module, const CpuVariant &variant,
                          raw_ostream &os) {
  return emitFile(module, variant, CodeGenFileType::AssemblyFile, os);
}

Error lutra::emitObject(mlir::ModuleOp module, const CpuVariant &variant,
                        raw_ostream &os) {
  return emitFile(module, variant, CodeGenFileType::ObjectFile, os);
}
