//===- Jit.cpp - run what an op means -------------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Jit.h"

#include "lutra/Pipelines/InitAll.h"
#include "mlir/ExecutionEngine/ExecutionEngine.h"
#include "mlir/ExecutionEngine/OptUtils.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Target/LLVMIR/Dialect/All.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/TargetSelect.h"
#include "gtest/gtest.h"

using namespace mlir;
using namespace lutra::test;

static constexpr llvm::StringLiteral pipeline =
    "canonicalize,func.func(lowbit-decompose,nn-decompose,check-decompose),"
    "canonicalize,cse,eliminate-empty-tensors,empty-tensor-to-alloc-tensor,"
    "one-shot-bufferize,canonicalize,"
    "func.func(convert-linalg-to-loops,scf-forall-to-for),"
    "buffer-deallocation-pipeline,convert-bufferization-to-memref,"
    "expand-strided-metadata,lower-affine,convert-scf-to-cf,"
    "convert-math-to-llvm,convert-math-to-libm,convert-arith-to-llvm,"
    "convert-index-to-llvm,convert-ub-to-llvm,finalize-memref-to-llvm,"
    "convert-func-to-llvm,convert-cf-to-llvm,reconcile-unrealized-casts";

static std::string functionText(llvm::ArrayRef<Argument> inputs,
                                llvm::ArrayRef<Argument> outputs,
                                llvm::StringRef body) {
  std::string text;
  llvm::raw_string_ostream os(text);
  os << "func.func @f(";
  llvm::ListSeparator comma;
  for (auto [i, input] : llvm::enumerate(inputs))
    os << comma << "%mi" << i << ": memref<" << input.type << ">";
  for (auto [i, output] : llvm::enumerate(outputs))
    os << comma << "%mr" << i << ": memref<" << output.type << ">";
  os << ") attributes {llvm.emit_c_interface} {\n";
  for (int i = 0; i < 4; ++i)
    os << "%c" << i << " = arith.constant " << i << " : index\n";
  for (auto [i, input] : llvm::enumerate(inputs))
    os << "%i" << i << " = bufferization.to_tensor %mi" << i
       << " restrict : memref<" << input.type << "> to tensor<" << input.type
       << ">\n";
  os << body << '\n';
  for (auto [i, output] : llvm::enumerate(outputs))
    os << "bufferization.materialize_in_destination %r" << i
       << " in restrict writable %mr" << i << " : (tensor<" << output.type
       << ">, memref<" << output.type << ">) -> ()\n";
  os << "return\n}\n";
  return text;
}

static bool runModule(ModuleOp module, llvm::ArrayRef<Argument> arguments) {
  ExecutionEngineOptions options;
  auto transformer = makeOptimizingTransformer(1, 0, nullptr);
  options.transformer = transformer;
  // Upstream copies strided buffers by a function of this library.
  llvm::StringRef libraries[] = {LUTRA_TEST_RUNNER_UTILS};
  options.sharedLibPaths = libraries;
  auto engine = ExecutionEngine::create(module, options);
  if (!engine) {
    ADD_FAILURE() << llvm::toString(engine.takeError());
    return false;
  }
  // Each argument is a pointer to a descriptor: allocated, aligned, offset,
  // sizes, strides.
  std::vector<std::vector<int64_t>> descriptors;
  for (const Argument &argument : arguments) {
    auto address = reinterpret_cast<int64_t>(argument.data);
    std::vector<int64_t> words{address, address, 0};
    words.insert(words.end(), argument.sizes.begin(), argument.sizes.end());
    for (size_t i = 1; i <= argument.sizes.size(); ++i) {
      int64_t stride = 1;
      for (size_t j = i; j < argument.sizes.size(); ++j)
        stride *= argument.sizes[j];
      words.push_back(stride);
    }
    descriptors.push_back(std::move(words));
  }
  std::vector<void *> pointers, packed;
  for (auto &words : descriptors)
    pointers.push_back(words.data());
  for (void *&pointer : pointers)
    packed.push_back(&pointer);
  if (auto error = (*engine)->invokePacked("_mlir_ciface_f", packed)) {
    ADD_FAILURE() << llvm::toString(std::move(error));
    return false;
  }
  return true;
}

bool lutra::test::run(std::vector<Argument> inputs,
                      std::vector<Argument> outputs, llvm::StringRef body,
                      llvm::StringRef passes) {
  static bool once = [] {
    llvm::InitializeNativeTarget();
    llvm::InitializeNativeTargetAsmPrinter();
    lutra::registerAllPasses();
    return true;
  }();
  (void)once;
  DialectRegistry registry;
  lutra::registerAllDialects(registry);
  registerAllToLLVMIRTranslations(registry);
  MLIRContext context(registry, MLIRContext::Threading::DISABLED);
  std::string text = functionText(inputs, outputs, body);
  auto module = parseSourceString<ModuleOp>(text, &context);
  PassManager pm(&context);
  std::string all =
      passes.empty() ? pipeline.str() : (passes + "," + pipeline).str();
  if (!module || failed(parsePassPipeline(all, pm)) ||
      failed(pm.run(*module))) {
    ADD_FAILURE() << "does not compile:\n" << text;
    return false;
  }
  std::vector<Argument> arguments = std::move(inputs);
  arguments.insert(arguments.end(), outputs.begin(), outputs.end());
  return runModule(*module, arguments);
}

std::string lutra::test::typeText(llvm::ArrayRef<int64_t> sizes,
                                  llvm::StringRef element, unsigned dynamic) {
  std::string text;
  for (auto [i, size] : llvm::enumerate(sizes))
    text += (i < dynamic ? std::string("?") : std::to_string(size)) + "x";
  return text + element.str();
}
