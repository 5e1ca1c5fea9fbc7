//===- ThreadPool.h - fork and join in a microsecond ------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Threads that take part in loops. The caller works too, and waits only for
// threads that have begun: one that sleeps, or that the system has put aside
// before it began, never holds up a join.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_RUNTIME_THREADPOOL_H
#define LUTRA_LIB_RUNTIME_THREADPOOL_H

#include <atomic>
#include <cstdint>
#include <vector>

#include <pthread.h>

namespace lutra::runtime {

class ThreadPool {
public:
  using Task = void (*)(void *argument, int64_t piece);

  /// `threads` counts the caller: a pool of 1 has no thread of its own.
  explicit ThreadPool(unsigned threads);
  ~ThreadPool();
  ThreadPool(const ThreadPool &) = delete;
  ThreadPool &operator=(const ThreadPool &) = delete;

  /// Calls task(argument, i) once for each i in [0, pieces). Each thread starts
  /// on a stretch of its own, the same each time, so that what it touched last
  /// time is in its cache; one that is done helps the others. False, and
  /// nothing called, when another thread is inside run().
  bool run(int64_t pieces, Task task, void *argument);

  unsigned threads() const { return unsigned(shares.size()); }

private:
  /// One thread's stretch of the pieces, on a cache line of its own.
  struct alignas(64) Share {
    std::atomic<int64_t> next{0};
    int64_t end = 0;
  };

  struct Worker {
    ThreadPool *pool = nullptr;
    unsigned share = 0;
    bool started = false;
    pthread_t thread{};
  };

  void work(unsigned self);
  void drain(unsigned self);
  bool awaitLoop(uint32_t &seen);
  void open();
  void closeAndWait();

  // Written by the caller between loops, read by threads that have joined one.
  Task task = nullptr;
  void *argument = nullptr;
  std::vector<Share> shares;

  // The loop's door: an epoch in the high half, then whether it is open, then
  // how many threads have gone in. A thread goes in by a compare-exchange, so
  // none can enter once the caller has shut the door.
  alignas(64) std::atomic<uint64_t> door{0};
  // How many of them are out again.
  alignas(64) std::atomic<uint32_t> left{0};
  std::atomic<uint32_t> callerSleeps{0};
  // Changes with every loop; idle threads sleep on it.
  alignas(64) std::atomic<uint32_t> bell{0};
  std::atomic<uint32_t> sleepers{0};

  std::atomic<bool> busy{false};
  std::atomic<bool> stop{false};
  const bool spins;
  std::vector<Worker> workers;
};

/// The processors this process may use, at least 1.
unsigned availableProcessors();

} // namespace lutra::runtime

#endif // LUTRA_LIB_RUNTIME_THREADPOOL_H
