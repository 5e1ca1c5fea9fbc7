//===- Jit.cpp - run what an op means -------------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Jit.h"

#include "../Target/Program.h"
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

Road OnEveryRoad::road = Road::Upstream;

void lutra::test::PrintTo(Road road, std::ostream *os) {
  *os << (road == Road::Cpu ? "the CPU target" : "upstream's loops");
}

static constexpr llvm::StringLiteral decompose =
    "canonicalize,func.func(lowbit-decompose,nn-decompose,check-decompose),"
    "canonicalize,cse";
/// Leaves to the target what it has kernels for.
static constexpr llvm::StringLiteral decomposeForCpu =
    "canonicalize,func.func(lowbit-decompose,"
    "nn-decompose{keep-attention},check-decompose),canonicalize,cse";
static constexpr llvm::StringLiteral upstream =
    "eliminate-empty-tensors,empty-tensor-to-alloc-tensor,"
    "one-shot-bufferize,canonicalize,"
    "func.func(convert-linalg-to-loops,scf-forall-to-for),"
    "buffer-deallocation-pipeline,convert-bufferization-to-memref,"
    "expand-strided-metadata,lower-affine,convert-scf-to-cf,"
    "convert-math-to-llvm,convert-math-to-libm,convert-arith-to-llvm,"
    "convert-index-to-llvm,convert-ub-to-llvm,finalize-memref-to-llvm,"
    "convert-func-to-llvm,convert-cf-to-llvm,reconcile-unrealized-casts";

/// A main function that hands everything on to the kernel.
static std::string mainText(llvm::ArrayRef<Argument> arguments) {
  std::string parameters, values, types;
  for (auto [i, argument] : llvm::enumerate(arguments)) {
    std::string name = "%a" + std::to_string(i);
    std::string type = "memref<" + argument.type + ">";
    parameters += ", " + name + ": " + type;
    values += ", " + name;
    types += ", " + type;
  }
  return "func.func @main(%call: !llvm.ptr, %weights: memref<?xi8>" +
         parameters + ") {\n  call @f(%call" + values + ") : (!llvm.ptr" +
         types + ") -> ()\n  return\n}\n";
}

static std::string functionText(llvm::ArrayRef<Argument> inputs,
                                llvm::ArrayRef<Argument> outputs,
                                llvm::StringRef body) {
  bool cpu = OnEveryRoad::road == Road::Cpu;
  std::string text;
  llvm::raw_string_ostream os(text);
  os << "func.func " << (cpu ? "private " : "") << "@f(";
  llvm::ListSeparator comma;
  if (cpu)
    os << comma << "%call: !llvm.ptr";
  for (auto [i, input] : llvm::enumerate(inputs))
    os << comma << "%mi" << i << ": memref<" << input.type << ">";
  for (auto [i, output] : llvm::enumerate(outputs))
    os << comma << "%mr" << i << ": memref<" << output.type << ">";
  os << ") attributes {" << (cpu ? "lutra.kernel" : "llvm.emit_c_interface")
     << "} {\n";
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

/// Bytes of the tensor.
static int64_t getByteSize(const Argument &argument) {
  llvm::StringRef element = llvm::StringRef(argument.type).rsplit('x').second;
  unsigned bits = 0;
  element.drop_while([](char c) { return !isdigit(c); }).getAsInteger(10, bits);
  int64_t size = bits / 8;
  for (int64_t dim : argument.sizes)
    size *= dim;
  return size;
}

static bool runOnCpu(ModuleOp module, llvm::ArrayRef<Argument> arguments,
                     size_t numInputs) {
  std::string text;
  llvm::raw_string_ostream os(text);
  module.print(os);
  auto program = Program::compile(text);
  if (!program)
    return false;
  std::vector<Buffer> buffers;
  for (const Argument &argument : arguments)
    buffers.emplace_back(argument.data, argument.sizes);
  // What each output held first, and what the first run made of it.
  std::vector<std::string> before, results;
  auto read = [](const Argument &argument) {
    return std::string(static_cast<char *>(argument.data),
                       getByteSize(argument));
  };
  llvm::ArrayRef<Argument> outputs = arguments.drop_front(numInputs);
  for (const Argument &output : outputs)
    before.push_back(read(output));
  for (const std::string &variant : program->getVariants())
    for (int threads : {1, 3}) {
      for (auto [output, bytes] : llvm::zip_equal(outputs, before))
        if (!bytes.empty())
          memcpy(output.data, bytes.data(), bytes.size());
      CallOptions options;
      options.threads = threads;
      EXPECT_EQ(program->call(variant, buffers, options).failure, "");
      for (auto [i, output] : llvm::enumerate(outputs)) {
        if (i == results.size())
          results.push_back(read(output));
        EXPECT_EQ(read(output) == results[i], true)
            << variant << " on " << threads << " threads has other bits";
      }
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
  bool cpu = OnEveryRoad::road == Road::Cpu;
  std::vector<Argument> arguments = inputs;
  arguments.insert(arguments.end(), outputs.begin(), outputs.end());
  std::string text = functionText(inputs, outputs, body);
  if (cpu)
    text += mainText(arguments);
  auto module = parseSourceString<ModuleOp>(text, &context);
  PassManager pm(&context);
  std::string all = (cpu ? decomposeForCpu : decompose).str();
  if (!passes.empty())
    all = (passes + "," + all).str();
  if (!cpu)
    all += "," + upstream.str();
  if (!module || failed(parsePassPipeline(all, pm)) ||
      failed(pm.run(*module))) {
    ADD_FAILURE() << "does not compile:\n" << text;
    return false;
  }
  return cpu ? runOnCpu(*module, arguments, inputs.size())
             : runModule(*module, arguments);
}

std::string lutra::test::typeText(llvm::ArrayRef<int64_t> sizes,
                                  llvm::StringRef element, unsigned dynamic) {
  std::string text;
  for (auto [i, size] : llvm::enumerate(sizes))
    text += (i < dynamic ? std::string("?") : std::to_string(size)) + "x";
  return text + element.str();
}
