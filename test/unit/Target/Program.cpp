//===- Program.cpp - compile IR in text and call it -----------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Program.h"

#include "lutra/Pipelines/InitAll.h"
#include "lutra/Target/CPU/CPU.h"
#include "lutra/Target/CPU/Emit.h"
#include "lutra/Target/CPU/Passes.h"
#include "lutra/Target/CPU/Variants.h"
#include "lutra/Transforms/Passes.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/TargetParser/Host.h"
#include "gtest/gtest.h"

#include <csetjmp>
#include <cstdlib>
#include <dlfcn.h>
#include <mutex>
#include <sys/mman.h>
#include <thread>
#include <unistd.h>

using namespace lutra::test;

void Buffer::set(void *data, llvm::ArrayRef<int64_t> sizes) {
  auto address = reinterpret_cast<int64_t>(data);
  words = {address, address, 0};
  words.insert(words.end(), sizes.begin(), sizes.end());
  std::vector<int64_t> strides(sizes.size(), 1);
  for (size_t i = sizes.size(); i-- > 1;)
    strides[i - 1] = strides[i] * sizes[i];
  words.insert(words.end(), strides.begin(), strides.end());
}

namespace {

struct RuntimeCall;
using Body = void (*)(RuntimeCall *, void *, int64_t, int64_t);

/// The table of docs/Design/Bundle.md.
struct Services {
  uint64_t abi;
  void (*parallelFor)(RuntimeCall *, Body, void *, int64_t, int64_t);
  void *(*arena)(RuntimeCall *, int64_t);
  void *(*alloc)(RuntimeCall *, int64_t);
  void *(*output)(RuntimeCall *, int64_t, const int64_t *);
  void *(*state)(RuntimeCall *, int64_t, const int64_t *, int64_t *);
  void (*fail)(RuntimeCall *, const char *);
  int64_t (*first)(RuntimeCall *, int64_t, int64_t);
};

struct RuntimeCall {
  const Services *services;
  CallOptions options;
  CallResult result;
  /// Tasks allocate, too.
  std::mutex mutex;
  std::vector<std::unique_ptr<void, decltype(&free)>> blocks;
  jmp_buf leave;
};

void *allocate(RuntimeCall *call, int64_t bytes) {
  void *block = nullptr;
  EXPECT_EQ(posix_memalign(&block, 64, std::max<int64_t>(bytes, 64)), 0);
  memset(block, 0xcd, bytes); // Nothing may rely on fresh memory.
  std::lock_guard<std::mutex> lock(call->mutex);
  call->blocks.emplace_back(block, &free);
  ++call->result.allocations;
  return block;
}

void runParallel(RuntimeCall *call, Body body, void *captures, int64_t count,
                 int64_t grain) {
  ++call->result.parallelLoops;
  EXPECT_GE(grain, 1);
  int64_t pieces = std::min<int64_t>(call->options.threads, count);
  if (pieces <= 1) {
    if (count > 0)
      body(call, captures, 0, count);
    return;
  }
  std::vector<std::thread> threads;
  for (int64_t i = 0; i < pieces; ++i)
    threads.emplace_back(body, call, captures, count * i / pieces,
                         count * (i + 1) / pieces);
  for (std::thread &thread : threads)
    thread.join();
}

const Services services = {
    2,
    runParallel,
    allocate,
    allocate,
    /*output=*/
    [](RuntimeCall *call, int64_t index, const int64_t *dims) -> void * {
      // Outputs of the tests are matrices of floats.
      call->result.outputShapes[index] = {dims[0], dims[1]};
      std::vector<char> &bytes = call->result.outputs[index];
      bytes.resize(dims[0] * dims[1] * 4);
      return bytes.data();
    },
    /*state=*/
    [](RuntimeCall *, int64_t, const int64_t *, int64_t *) -> void * {
      return nullptr;
    },
    /*fail=*/
    [](RuntimeCall *call, const char *message) {
      call->result.failure = message;
      longjmp(call->leave, 1);
    },
    /*first=*/
    [](RuntimeCall *, int64_t, int64_t) -> int64_t { return 0; },
};

/// Whether this machine has what the variant's code may use.
bool canRun(const lutra::CpuVariant &variant) {
  static const llvm::StringMap<bool> host = llvm::sys::getHostCPUFeatures();
  return llvm::all_of(variant.features, [](const std::string &feature) {
    return host.lookup(feature);
  });
}

} // namespace

std::unique_ptr<Program> Program::compile(llvm::StringRef text, bool fuseRows) {
  mlir::DialectRegistry registry;
  registerAllDialects(registry);
  mlir::MLIRContext context(registry, mlir::MLIRContext::Threading::DISABLED);
  auto module = mlir::parseSourceString<mlir::ModuleOp>(text, &context);
  if (!module)
    return nullptr;
  mlir::PassManager pm(&context);
  if (fuseRows)
    pm.addNestedPass<mlir::func::FuncOp>(createFuseRows());
  buildCpuKernelBufferizationPipeline(pm);
  pm.addPass(createCpuFormVariants());
  buildCpuTargetPipeline(pm.nest<mlir::ModuleOp>());
  if (mlir::failed(pm.run(*module)))
    return nullptr;
  return link(*module);
}

std::unique_ptr<Program> Program::link(mlir::ModuleOp module) {
  auto bytes = compileSharedObject(module);
  if (!bytes) {
    ADD_FAILURE() << llvm::toString(bytes.takeError());
    return nullptr;
  }
  std::unique_ptr<Program> program(new Program);
  for (const CpuVariant &variant : llvm::cantFail(lutra::getVariants(module)))
    if (canRun(variant))
      program->variants.push_back(variant.name);
  program->image = (*bytes)->getBuffer().str();

  // Open as long as the program lives: the loader takes two files of the same
  // name for one.
  int fd = program->file = memfd_create("model", MFD_CLOEXEC);
  if (write(fd, program->image.data(), program->image.size()) !=
      ssize_t(program->image.size()))
    return nullptr;
  std::string path = "/proc/self/fd/" + std::to_string(fd);
  program->handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!program->handle)
    ADD_FAILURE() << dlerror();
  return program->handle ? std::move(program) : nullptr;
}

Program::~Program() {
  if (handle)
    dlclose(handle);
  if (file >= 0)
    close(file);
}

void *Program::lookup(const std::string &name) const {
  void *symbol = dlsym(handle, name.c_str());
  EXPECT_NE(symbol, nullptr) << name;
  return symbol;
}

CallResult Program::call(llvm::StringRef variant, std::vector<Buffer> inputs,
                         CallOptions options) const {
  auto run = reinterpret_cast<void (*)(void **)>(
      lookup(("lutra_" + variant + "_run").str()));
  // On the heap, so that longjmp leaves no local behind.
  auto call = std::make_unique<RuntimeCall>();
  call->services = &services;
  call->options = options;
  static char weights[64];
  Buffer weightsBuffer(weights, {64});
  std::vector<void *> args = {call.get(), weightsBuffer.getDescriptor()};
  for (Buffer &input : inputs)
    args.push_back(input.getDescriptor());
  if (setjmp(call->leave) == 0)
    run(args.data());
  return std::move(call->result);
}

int32_t Program::probe(llvm::StringRef variant, int32_t seed) const {
  return reinterpret_cast<int32_t (*)(int32_t)>(
      lookup(("lutra_" + variant + "_probe").str()))(seed);
}
