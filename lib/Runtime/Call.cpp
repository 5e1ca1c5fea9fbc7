//===- Call.cpp - one run of generated code -------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Call.h"

#include "FloatMode.h"
#include "PrimitiveRunner.h"

#include <algorithm>
#include <csetjmp>
#include <cstdlib>
#include <ctime>

using namespace lutra::runtime;

namespace {

/// Where `fail` goes: the innermost entry into generated code on this thread,
/// which is either a whole run or a piece of a loop. Found through the thread
/// and not through the call, since the pieces of a loop share one call.
struct Frame {
  jmp_buf jump;
  Frame *outer;
  bool inLoop;
};

thread_local Frame *innermost = nullptr;

/// Calls body() and returns true, or false when `fail` cut it short. `body` may
/// not leave anything on its stack that needs destroying.
template <typename Body> bool guarded(bool inLoop, Body body) {
  Frame frame;
  frame.outer = innermost;
  frame.inLoop = inLoop;
  innermost = &frame;
  // _setjmp: the signal mask is nobody's business here, and costs a system
  // call. Everything read after the jump was written before it.
  bool finished = _setjmp(frame.jump) == 0;
  if (finished)
    body();
  innermost = frame.outer;
  return finished;
}

[[noreturn]] void leave() {
  if (!innermost) // A service called outside of a run: not by generated code.
    std::abort();
  _longjmp(innermost->jump, 1);
}

} // namespace

//===----------------------------------------------------------------------===//
// Executor
//===----------------------------------------------------------------------===//

/// More threads than this are a typing error; each costs a stack.
static constexpr int32_t maxThreads = 1024;

Executor::Executor(const lutra_open_options &options)
    : count(options.threads > 0 ? std::min(options.threads, maxThreads)
                                : availableProcessors()),
      hostParallelFor(options.parallel_for),
      hostUser(options.parallel_for_user) {
  if (!hostParallelFor && count > 1)
    pool = std::make_unique<ThreadPool>(count);
}

void Executor::run(int64_t pieces, ThreadPool::Task task, void *argument) {
  if (hostParallelFor) {
    hostParallelFor(hostUser, task, argument, pieces);
    return;
  }
  if (pool && pool->run(pieces, task, argument))
    return;
  for (int64_t i = 0; i != pieces; ++i)
    task(argument, i);
}

//===----------------------------------------------------------------------===//
// Services
//===----------------------------------------------------------------------===//

namespace lutra::runtime {

/// The functions of the table.
struct Services {
  using Body = void (*)(lutra_rt_call *, void *, int64_t, int64_t);

  /// One parallel_for that is going on; lives on the stack of its caller.
  struct Loop {
    Call *call;
    Body body;
    void *captures;
    int64_t count, pieces;
  };

  static Call &self(lutra_rt_call *call) { return *static_cast<Call *>(call); }

  static void piece(void *argument, int64_t index) {
    auto &loop = *static_cast<Loop *>(argument);
    // After a failure the rest would be thrown away.
    if (loop.call->failed.load(std::memory_order_relaxed))
      return;
    int64_t size = loop.count / loop.pieces, longer = loop.count % loop.pieces;
    int64_t begin = index * size + std::min(index, longer);
    int64_t end = begin + size + (index < longer);
    [[maybe_unused]] FloatMode mode;
    guarded(/*inLoop=*/true,
            [&] { loop.body(loop.call, loop.captures, begin, end); });
  }

  static void parallelFor(lutra_rt_call *handle, Body body, void *captures,
                          int64_t count, int64_t grain) {
    if (count <= 0)
      return;
    Call &call = self(handle);
    // One thread pays for a call and nothing else.
    if (call.executor.threads() == 1 || count <= grain ||
        (innermost && innermost->inLoop)) {
      body(handle, captures, 0, count);
      return;
    }
    // Many pieces for each thread, as far as the grain allows: the last one of
    // all is what the others wait for.
    int64_t pieces = std::min(count / std::max<int64_t>(grain, 1),
                              int64_t(call.executor.threads()) * 16);
    if (pieces <= 1) {
      body(handle, captures, 0, count);
      return;
    }
    Loop loop = {&call, body, captures, count, pieces};
    call.executor.run(pieces, piece, &loop);
    if (call.failed.load(std::memory_order_relaxed))
      leave();
  }

  static void *arena(lutra_rt_call *handle, int64_t bytes) {
    Call &call = self(handle);
    if (void *memory = call.arena.allocate(bytes))
      return memory;
    recordNoMemory(call, bytes);
    leave();
  }

  static void *alloc(lutra_rt_call *handle, int64_t bytes) {
    Call &call = self(handle);
    if (void *memory = call.scratch.allocate(bytes))
      return memory;
    recordNoMemory(call, bytes);
    leave();
  }

  static void recordNoMemory(Call &call, int64_t bytes) {
    std::string text =
        bytes < 0 ? "the sizes of this call's inputs ask for more memory than "
                    "can be counted"
                  : "no memory for the " + std::to_string(bytes) +
                        " bytes of working space that inputs of this size need";
    call.record(LUTRA_ERROR_MEMORY, text.c_str());
  }

  /// Out of line, so that the Error is gone before the jump.
  static bool takeOutput(Call &call, int64_t index, const int64_t *dims,
                         void *&data) {
    Error error = call.memory.output(index, dims, data);
    if (error)
      call.record(error.code(), error.text().c_str());
    return !error;
  }

  static void *output(lutra_rt_call *handle, int64_t index,
                      const int64_t *dims) {
    void *data = nullptr;
    if (!takeOutput(self(handle), index, dims, data))
      leave();
    return data;
  }

  static bool takeState(Call &call, int64_t input, const int64_t *dims,
                        void *&data, int64_t &capacity) {
    Error error = call.memory.state(input, dims, data, capacity);
    if (error)
      call.record(error.code(), error.text().c_str());
    return !error;
  }

  static void *state(lutra_rt_call *handle, int64_t input, const int64_t *dims,
                     int64_t *capacity) {
    void *data = nullptr;
    if (!takeState(self(handle), input, dims, data, *capacity))
      leave();
    return data;
  }

  static bool takeFirst(Call &call, int64_t index, int64_t count,
                        int64_t &position) {
    Error error = call.memory.first(index, count, position);
    if (error)
      call.record(error.code(), error.text().c_str());
    return !error;
  }

  static int64_t first(lutra_rt_call *handle, int64_t index, int64_t count) {
    int64_t position = 0;
    if (!takeFirst(self(handle), index, count, position))
      leave();
    return position;
  }

  static void fail(lutra_rt_call *handle, const char *message) {
    self(handle).record(LUTRA_ERROR_MODEL, message);
    leave();
  }

  static bool takePrimitive(Call &call, const lutra_rt_primitive *primitive,
                            void *const *operands, const int64_t *dims) {
    if (!call.primitives) {
      call.record(LUTRA_ERROR_MODEL, "the bundle's code calls oneDNN, and its "
                                     "manifest does not list it");
      return false;
    }
    bool threads = !(innermost && innermost->inLoop);
    Error error = call.primitives->run(*primitive, operands, dims, threads);
    if (error)
      call.record(error.code(), error.text().c_str());
    return !error;
  }

  static void primitive(lutra_rt_call *handle,
                        const lutra_rt_primitive *primitive,
                        void *const *operands, const int64_t *dims) {
    if (!takePrimitive(self(handle), primitive, operands, dims))
      leave();
  }

  static void step(lutra_rt_call *handle, int64_t) {
    self(handle).scratch.reset();
  }

  static void timedStep(lutra_rt_call *handle, int64_t index) {
    step(handle, index);
    self(handle).profile->begin(index);
  }

  static constexpr lutra_rt_services table = {
      LUTRA_RT_ABI, parallelFor, arena, alloc, output,
      state,        fail,        first, step,  primitive};
  static constexpr lutra_rt_services timedTable = {
      LUTRA_RT_ABI, parallelFor, arena, alloc,     output,
      state,        fail,        first, timedStep, primitive};
};

} // namespace lutra::runtime

//===----------------------------------------------------------------------===//
// Call
//===----------------------------------------------------------------------===//

Call::Call(Executor &executor, const lutra_allocator &allocator,
           CallMemory &memory, PrimitiveRunner *primitives)
    : lutra_rt_call{&Services::table}, executor(executor), memory(memory),
      primitives(primitives), arena(allocator), scratch(allocator) {}

void Call::record(lutra_status code, const char *message) {
  std::lock_guard<std::mutex> lock(failureMutex);
  // Pieces fail at the same time; one message is enough.
  if (!failed.load(std::memory_order_relaxed))
    failure = Error(code, message && *message ? message : "the model failed");
  failed.store(true, std::memory_order_relaxed);
}

Error Call::enter(lutra_rt_run_fn run, void **args) {
  arena.reset();
  scratch.reset();
  failed.store(false, std::memory_order_relaxed);
  failure = Error();
  [[maybe_unused]] FloatMode mode;
  if (guarded(/*inLoop=*/false, [&] { run(args); }))
    return {};
  if (profile)
    profile->begin(-1);
  return std::move(failure);
}

void Call::setProfile(Profile *newProfile) {
  profile = newProfile;
  services = profile ? &Services::timedTable : &Services::table;
}

//===----------------------------------------------------------------------===//
// Profile
//===----------------------------------------------------------------------===//

static int64_t getNanoseconds() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return int64_t(now.tv_sec) * 1000000000 + now.tv_nsec;
}

void Profile::begin(int64_t index) {
  int64_t now = getNanoseconds();
  if (current >= 0) {
    ++list[current].runs;
    list[current].nanoseconds += double(now - start);
  }
  current = index < int64_t(list.size()) ? index : -1;
  start = now;
}
