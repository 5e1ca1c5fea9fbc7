//===- Objects.cpp - the llvm dialect to objects --------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Objects.h"

#include "Codegen.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "llvm/Bitcode/BitcodeWriter.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/TargetParser/Host.h"
#include "llvm/Transforms/IPO/GlobalDCE.h"
#include "llvm/Transforms/InstCombine/InstCombine.h"
#include "llvm/Transforms/Scalar/ADCE.h"
#include "llvm/Transforms/Scalar/EarlyCSE.h"
#include "llvm/Transforms/Scalar/IndVarSimplify.h"
#include "llvm/Transforms/Scalar/LICM.h"
#include "llvm/Transforms/Scalar/LoopDeletion.h"
#include "llvm/Transforms/Scalar/LoopIdiomRecognize.h"
#include "llvm/Transforms/Scalar/LoopPassManager.h"
#include "llvm/Transforms/Scalar/LoopRotation.h"
#include "llvm/Transforms/Scalar/Reassociate.h"
#include "llvm/Transforms/Scalar/SROA.h"
#include "llvm/Transforms/Scalar/SimplifyCFG.h"
#include "llvm/Transforms/Vectorize/VectorCombine.h"

using namespace llvm;
using namespace lutra;
using namespace lutra::cpu;

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

//===----------------------------------------------------------------------===//
// IRModule
//===----------------------------------------------------------------------===//

static void addAttributes(Function &function, const CpuVariant &variant) {
  // The runtime leaves generated code by longjmp, never by unwinding.
  function.setDoesNotThrow();
  function.addFnAttr("target-cpu", variant.cpu);
  if (!variant.targetFeatures.empty())
    function.addFnAttr("target-features", variant.targetFeatures);
  // Some processors prefer 256 bits although 512 serve these loops better.
  if (is_contained(variant.features, "avx512f"))
    function.addFnAttr("prefer-vector-width", "512");
}

Expected<IRModule> IRModule::translate(mlir::ModuleOp module,
                                       const CpuVariant &variant,
                                       const StringSet<> *shared) {
  IRModule result;
  result.context = std::make_unique<LLVMContext>();
  result.ir = mlir::translateModuleToLLVMIR(module, *result.context, "model");
  if (!result.ir)
    return createStringError("cannot translate the module to LLVM IR");
  result.ir->setTargetTriple(Triple(getTriple()));
  result.ir->setDataLayout(result.ir->getTargetTriple().computeDataLayout());
  for (Function &function : *result.ir) {
    StringRef name = function.getName();
    bool isOurs = !function.isDeclaration();
    if (isOurs)
      addAttributes(function, variant);
    if (name == "lutra_run" || name == "lutra_probe") {
      function.setName(name == "lutra_run" ? variant.getRunSymbol()
                                           : variant.getProbeSymbol());
    } else if (shared && shared->contains(name)) {
      // Variants have functions of the same names, and one library.
      function.setName("lutra_" + variant.name + "." + name);
      function.setVisibility(GlobalValue::HiddenVisibility);
      function.setDSOLocal(true);
    } else if (isOurs) {
      function.setLinkage(GlobalValue::InternalLinkage);
    }
  }
  for (GlobalVariable &global : result.ir->globals())
    if (!global.isDeclaration())
      global.setLinkage(GlobalValue::InternalLinkage);
  return result;
}

XXH128_hash_t IRModule::getHash() const {
  SmallVector<char, 0> bitcode;
  raw_svector_ostream os(bitcode);
  WriteBitcodeToFile(*ir, os);
  return xxh3_128bits(ArrayRef<uint8_t>(
      reinterpret_cast<const uint8_t *>(bitcode.data()), bitcode.size()));
}

void IRModule::print(raw_ostream &os) const { ir->print(os, nullptr); }

//===----------------------------------------------------------------------===//
// Codegen
//===----------------------------------------------------------------------===//

Expected<std::unique_ptr<Codegen>> Codegen::create(const CpuVariant &variant) {
  Expected<const Target *> target = getHostTarget();
  if (!target)
    return target.takeError();
  TargetOptions options;
  // A product and a sum are two roundings unless the IR says fma.
  options.AllowFPOpFusion = FPOpFusion::Strict;
  std::unique_ptr<TargetMachine> machine((*target)->createTargetMachine(
      Triple(getTriple()), variant.cpu, variant.targetFeatures, options,
      Reloc::PIC_, std::nullopt, CodeGenOptLevel::Default));
  if (!machine)
    return createStringError("LLVM cannot make code for processor %s",
                             variant.cpu.c_str());
  return std::unique_ptr<Codegen>(new Codegen(std::move(machine)));
}

/// Loops come vectorised and unrolled, and values are known where passes of
/// ours could know them. So this only cleans up what the lowering left, once;
/// LLVM's pipeline for -O1 combines five times and takes three times as long.
Codegen::Codegen(std::unique_ptr<TargetMachine> made)
    : machine(std::move(made)), builder(machine.get()) {
  builder.registerModuleAnalyses(mam);
  builder.registerCGSCCAnalyses(cgam);
  builder.registerFunctionAnalyses(fam);
  builder.registerLoopAnalyses(lam);
  builder.crossRegisterProxies(lam, fam, cgam, mam);

  LoopPassManager rotation;
  rotation.addPass(LoopRotatePass());
  rotation.addPass(LICMPass(LICMOptions()));
  LoopPassManager induction;
  induction.addPass(LoopIdiomRecognizePass());
  induction.addPass(IndVarSimplifyPass());
  induction.addPass(LoopDeletionPass());

  FunctionPassManager functions;
  functions.addPass(SROAPass(SROAOptions::ModifyCFG));
  functions.addPass(EarlyCSEPass());
  functions.addPass(SimplifyCFGPass());
  functions.addPass(InstCombinePass());
  functions.addPass(ReassociatePass());
  functions.addPass(createFunctionToLoopPassAdaptor(std::move(rotation),
                                                    /*UseMemorySSA=*/true));
  functions.addPass(createFunctionToLoopPassAdaptor(std::move(induction)));
  functions.addPass(EarlyCSEPass(/*UseMemorySSA=*/true));
  // Not its shuffles, which make broadcasts of words broadcasts of bytes, with
  // masks that the back end takes long to read.
  functions.addPass(VectorCombinePass(/*TryEarlyFoldsOnly=*/true));
  functions.addPass(InstCombinePass());
  functions.addPass(ADCEPass());
  functions.addPass(SimplifyCFGPass());

  middleEnd.addPass(GlobalDCEPass());
  middleEnd.addPass(createModuleToFunctionPassAdaptor(std::move(functions)));
}

void Codegen::optimize(IRModule &module) {
  middleEnd.run(*module.ir, mam);
  // The next module may lie where this one does.
  mam.clear();
  cgam.clear();
  fam.clear();
  lam.clear();
}

Error Codegen::generate(IRModule &module, CodeGenFileType kind,
                        raw_pwrite_stream &os) {
  legacy::PassManager passes;
  if (machine->addPassesToEmitFile(passes, os, nullptr, kind,
                                   /*DisableVerify=*/true))
    return createStringError("LLVM cannot write code for processor %s",
                             machine->getTargetCPU().str().c_str());
  passes.run(*module.ir);
  return Error::success();
}

Expected<std::unique_ptr<Codegen>> CodegenPool::take() {
  {
    std::lock_guard<std::mutex> lock(mutex);
    if (!idle.empty()) {
      std::unique_ptr<Codegen> generator = std::move(idle.back());
      idle.pop_back();
      return generator;
    }
  }
  return Codegen::create(variant);
}

void CodegenPool::giveBack(std::unique_ptr<Codegen> generator) {
  std::lock_guard<std::mutex> lock(mutex);
  idle.push_back(std::move(generator));
}

CodegenPool &CodegenPools::get(const CpuVariant &variant) {
  std::lock_guard<std::mutex> lock(mutex);
  return pools.try_emplace({variant.cpu, variant.targetFeatures}, variant)
      .first->second;
}
