//===- Call.h - one run of generated code -----------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The far end of lutra_rt_services: where generated code gets memory, threads
// and a way out. `fail` is a longjmp, so nothing that lives on the stack
// between enter() and a service may need a destructor; services that can fail
// do their work in a callee and jump with nothing left to destroy.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_RUNTIME_CALL_H
#define LUTRA_LIB_RUNTIME_CALL_H

#include "Memory.h"
#include "Support.h"
#include "ThreadPool.h"

#include "lutra-rt/codegen.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

namespace lutra::runtime {

/// Where a model's loops run.
class Executor {
public:
  Executor(const lutra_open_options &options);

  unsigned threads() const { return count; }
  /// As ThreadPool::run, but always calls all pieces.
  void run(int64_t pieces, ThreadPool::Task task, void *argument);

private:
  unsigned count;
  lutra_parallel_for_fn hostParallelFor;
  void *hostUser;
  /// Empty when the host brings its own threads or wants one only.
  std::unique_ptr<ThreadPool> pool;
};

/// Who provides the memory of outputs and state.
class CallMemory {
public:
  virtual Error output(int64_t index, const int64_t *dims, void *&data) = 0;
  virtual Error first(int64_t index, int64_t count, int64_t &position) = 0;
  virtual Error state(int64_t input, const int64_t *dims, void *&data,
                      int64_t &capacity) = 0;

protected:
  ~CallMemory() = default;
};

/// How long each step took, summed up over runs.
class Profile {
public:
  struct Step {
    int64_t runs = 0;
    double nanoseconds = 0;
  };

  explicit Profile(size_t count) : list(count) {}

  /// Step `index` begins, whatever was going on ends. Others than those there
  /// are end it too.
  void begin(int64_t index);
  const std::vector<Step> &steps() const { return list; }

private:
  std::vector<Step> list;
  int64_t current = -1;
  int64_t start = 0;
};

class PrimitiveRunner;

/// The handle that generated code passes around, one for each context.
class Call : public lutra_rt_call {
public:
  /// `primitives` is null for a bundle that does not call oneDNN.
  Call(Executor &executor, const lutra_allocator &allocator, CallMemory &memory,
       PrimitiveRunner *primitives = nullptr);

  /// Runs generated code to its end or to its failure.
  Error enter(lutra_rt_run_fn run, void **args);

  /// From the next run on `profile`, which may be null, takes the times.
  void setProfile(Profile *profile);

private:
  friend struct Services;

  void record(lutra_status code, const char *message);

  Executor &executor;
  CallMemory &memory;
  PrimitiveRunner *primitives;
  Arena arena, scratch;
  std::mutex failureMutex;
  std::atomic<bool> failed{false};
  Error failure; ///< The first; guarded by failureMutex.
  Profile *profile = nullptr;
};

} // namespace lutra::runtime

#endif // LUTRA_LIB_RUNTIME_CALL_H
