//===- Emit.cpp - from the llvm dialect to a shared object ----------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Target/CPU/Emit.h"

#include "Codegen.h"
#include "lutra/Support/WriteFile.h"
#include "lutra/Target/CPU/Variants.h"
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
#include "llvm/Support/ThreadPool.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Target/TargetMachine.h"
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

#include <mutex>

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

/// Loops come vectorised and unrolled, and values are known where passes of
/// ours could know them. So this only cleans up what the lowering left, once;
/// LLVM's pipeline for -O1 combines five times and takes three times as long.
static void runMiddleEnd(llvm::Module &module, TargetMachine &machine) {
  PassBuilder builder(&machine);
  LoopAnalysisManager lam;
  FunctionAnalysisManager fam;
  CGSCCAnalysisManager cgam;
  ModuleAnalysisManager mam;
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
  functions.addPass(VectorCombinePass());
  functions.addPass(InstCombinePass());
  functions.addPass(ADCEPass());
  functions.addPass(SimplifyCFGPass());

  ModulePassManager passes;
  passes.addPass(GlobalDCEPass());
  passes.addPass(createModuleToFunctionPassAdaptor(std::move(functions)));
  passes.run(module, mam);
}

namespace {

/// A variant on its way from the llvm dialect to an object. Each has an
/// LLVMContext of its own, so that they need not wait for each other.
class VariantEmitter {
public:
  explicit VariantEmitter(CpuVariant variant) : variant(std::move(variant)) {}

  Error translate(mlir::ModuleOp module);
  /// The middle end.
  void optimize() { runMiddleEnd(*ir, *machine); }
  /// The back end.
  Error generate(CodeGenFileType kind, raw_pwrite_stream &os);

  void print(raw_ostream &os) const { ir->print(os, nullptr); }

private:
  void addAttributes(Function &function) const;

  CpuVariant variant;
  std::unique_ptr<LLVMContext> context = std::make_unique<LLVMContext>();
  std::unique_ptr<llvm::Module> ir;
  std::unique_ptr<TargetMachine> machine;
};

} // namespace

void VariantEmitter::addAttributes(Function &function) const {
  // The runtime leaves generated code by longjmp, never by unwinding.
  function.setDoesNotThrow();
  function.addFnAttr("target-cpu", variant.cpu);
  if (!variant.targetFeatures.empty())
    function.addFnAttr("target-features", variant.targetFeatures);
  // Some processors prefer 256 bits although 512 serve these loops better.
  if (is_contained(variant.features, "avx512f"))
    function.addFnAttr("prefer-vector-width", "512");
}

Error VariantEmitter::translate(mlir::ModuleOp module) {
  Expected<std::unique_ptr<TargetMachine>> made = createTargetMachine(variant);
  if (!made)
    return made.takeError();
  machine = std::move(*made);
  ir = mlir::translateModuleToLLVMIR(module, *context, "model");
  if (!ir)
    return createStringError("cannot translate the module to LLVM IR");
  ir->setTargetTriple(machine->getTargetTriple());
  ir->setDataLayout(machine->createDataLayout());
  for (Function &function : *ir) {
    if (function.isDeclaration())
      continue;
    addAttributes(function);
    function.setLinkage(GlobalValue::InternalLinkage);
  }
  for (GlobalVariable &global : ir->globals())
    if (!global.isDeclaration())
      global.setLinkage(GlobalValue::InternalLinkage);
  auto exportAs = [&](StringRef name, const std::string &symbol) -> Error {
    Function *function = ir->getFunction(name);
    if (!function)
      return createStringError("variant '" + variant.name +
                               "' has no function " + name);
    function->setName(symbol);
    function->setLinkage(GlobalValue::ExternalLinkage);
    return Error::success();
  };
  if (Error error = exportAs("lutra_run", variant.getRunSymbol()))
    return error;
  return exportAs("lutra_probe", variant.getProbeSymbol());
}

Error VariantEmitter::generate(CodeGenFileType kind, raw_pwrite_stream &os) {
  legacy::PassManager passes;
  if (machine->addPassesToEmitFile(passes, os, nullptr, kind,
                                   /*DisableVerify=*/true))
    return createStringError("LLVM cannot write code for processor %s",
                             variant.cpu.c_str());
  passes.run(*ir);
  return Error::success();
}

/// The first `limit` variants of the module, as LLVM IR.
static Expected<std::vector<VariantEmitter>>
translate(mlir::ModuleOp module, size_t limit = SIZE_MAX) {
  Expected<std::vector<CpuVariant>> variants = getVariants(module);
  if (!variants)
    return variants.takeError();
  mlir::registerBuiltinDialectTranslation(*module.getContext());
  mlir::registerLLVMDialectTranslation(*module.getContext());
  std::vector<VariantEmitter> emitters;
  for (auto [variant, nested] :
       llvm::zip_equal(*variants, module.getOps<mlir::ModuleOp>())) {
    if (emitters.size() == limit)
      break;
    emitters.emplace_back(variant);
    if (Error error = emitters.back().translate(nested))
      return std::move(error);
  }
  return emitters;
}

Expected<std::unique_ptr<MemoryBuffer>>
lutra::compileSharedObject(mlir::ModuleOp module) {
  Expected<std::vector<VariantEmitter>> emitters = translate(module);
  if (!emitters)
    return emitters.takeError();
  std::vector<SmallVector<char, 0>> objects(emitters->size());
  Error errors = Error::success();
  std::mutex mutex;
  {
    DefaultThreadPool pool(hardware_concurrency(emitters->size()));
    for (auto [emitter, object] : llvm::zip_equal(*emitters, objects))
      pool.async([&, &emitter = emitter, &object = object] {
        raw_svector_ostream os(object);
        emitter.optimize();
        Error error = emitter.generate(CodeGenFileType::ObjectFile, os);
        std::lock_guard<std::mutex> lock(mutex);
        errors = joinErrors(std::move(errors), std::move(error));
      });
    pool.wait();
  }
  if (errors)
    return std::move(errors);
  return cpu::linkSharedObject(objects);
}

Error lutra::emitSharedObject(mlir::ModuleOp module, StringRef path) {
  Expected<std::unique_ptr<MemoryBuffer>> bytes = compileSharedObject(module);
  if (!bytes)
    return bytes.takeError();
  return writeFile(path, (*bytes)->getBuffer());
}

/// The best variant of the module, after the middle end.
static Expected<VariantEmitter> optimizeBest(mlir::ModuleOp module) {
  Expected<std::vector<VariantEmitter>> emitters = translate(module, 1);
  if (!emitters)
    return emitters.takeError();
  emitters->front().optimize();
  return std::move(emitters->front());
}

Error lutra::emitLLVMIR(mlir::ModuleOp module, raw_ostream &os) {
  Expected<VariantEmitter> emitter = optimizeBest(module);
  if (!emitter)
    return emitter.takeError();
  emitter->print(os);
  return Error::success();
}

static Error emitFile(mlir::ModuleOp module, CodeGenFileType kind,
                      raw_ostream &os) {
  Expected<VariantEmitter> emitter = optimizeBest(module);
  if (!emitter)
    return emitter.takeError();
  SmallVector<char, 0> bytes;
  raw_svector_ostream buffer(bytes);
  if (Error error = emitter->generate(kind, buffer))
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
