//===- ThreadPool.cpp - fork and join in a microsecond --------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ThreadPool.h"

#include <algorithm>
#include <chrono>
#include <climits>
#include <csignal>

#include <linux/futex.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace lutra::runtime;

namespace {

constexpr uint64_t openBit = uint64_t(1) << 31;
constexpr uint64_t epochStep = uint64_t(1) << 32;

/// How long an idle thread keeps looking before it sleeps. Kernels of one run
/// follow each other within microseconds; a wake-up costs about 50.
constexpr std::chrono::microseconds spinTime(50);

void pause() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("isb");
#endif
}

void futexWait(std::atomic<uint32_t> &word, uint32_t value) {
  // Spurious returns are fine: callers look again.
  syscall(SYS_futex, reinterpret_cast<uint32_t *>(&word), FUTEX_WAIT_PRIVATE,
          value, nullptr, nullptr, 0);
}

void futexWake(std::atomic<uint32_t> &word, int count) {
  syscall(SYS_futex, reinterpret_cast<uint32_t *>(&word), FUTEX_WAKE_PRIVATE,
          count, nullptr, nullptr, 0);
}

/// Spins until `done()` or until the time is up; returns done().
template <typename Done> bool spin(bool enabled, Done done) {
  auto look = [&] {
    for (int i = 0; i != 64; ++i) {
      if (done())
        return true;
      pause();
    }
    return false;
  };
  if (!enabled)
    return done();
  // The clock is read only when the first look was not enough.
  if (look())
    return true;
  auto deadline = std::chrono::steady_clock::now() + spinTime;
  do {
    if (look())
      return true;
  } while (std::chrono::steady_clock::now() < deadline);
  return false;
}

/// Starts `entry(argument)`; false when the system gives no more threads.
bool startThread(pthread_t &thread, void *(*entry)(void *), void *argument) {
  // The host's signals are for the host's threads. Faults stay deliverable.
  sigset_t blocked, before;
  sigfillset(&blocked);
  for (int fault : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT})
    sigdelset(&blocked, fault);
  pthread_sigmask(SIG_SETMASK, &blocked, &before);
  int failed = pthread_create(&thread, nullptr, entry, argument);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return !failed;
}

} // namespace

unsigned lutra::runtime::availableProcessors() {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0)
    return std::max(1, CPU_COUNT(&set));
  return 1;
}

ThreadPool::ThreadPool(unsigned threads)
    : shares(std::max(1u, threads)),
      // With more threads than processors a spinning one keeps another from
      // working.
      spins(threads <= availableProcessors()), workers(shares.size()) {
  for (unsigned i = 1; i != shares.size(); ++i) {
    workers[i].pool = this;
    workers[i].share = i;
    auto entry = [](void *argument) -> void * {
      auto *self = static_cast<Worker *>(argument);
      self->pool->work(self->share);
      return nullptr;
    };
    // With fewer threads than asked for the others take their shares.
    workers[i].started = startThread(workers[i].thread, entry, &workers[i]);
  }
}

ThreadPool::~ThreadPool() {
  stop.store(true);
  bell.fetch_add(1);
  futexWake(bell, INT_MAX);
  for (Worker &worker : workers)
    if (worker.started)
      pthread_join(worker.thread, nullptr);
}

bool ThreadPool::run(int64_t pieces, Task task, void *argument) {
  if (busy.exchange(true, std::memory_order_acquire))
    return false;
  this->task = task;
  this->argument = argument;
  // Shares as equal as they get, the longer ones first.
  int64_t count = int64_t(shares.size());
  int64_t begin = 0;
  for (int64_t i = 0; i != count; ++i) {
    int64_t end = begin + pieces / count + (i < pieces % count);
    shares[i].next.store(begin, std::memory_order_relaxed);
    shares[i].end = end;
    begin = end;
  }
  open();
  drain(0);
  closeAndWait();
  busy.store(false, std::memory_order_release);
  return true;
}

void ThreadPool::open() {
  left.store(0, std::memory_order_relaxed);
  uint64_t epoch = door.load(std::memory_order_relaxed) / epochStep + 1;
  door.store(epoch * epochStep | openBit);
  bell.fetch_add(1);
  // Either a thread that goes to sleep sees the bell's new value or it is
  // counted here: both sides write first and read after, in one total order.
  if (sleepers.load())
    futexWake(bell, INT_MAX);
}

void ThreadPool::closeAndWait() {
  uint32_t joined = uint32_t(door.fetch_and(~openBit) & (openBit - 1));
  auto allLeft = [&] { return left.load(std::memory_order_acquire) == joined; };
  if (spin(spins, allLeft))
    return;
  // Somebody's processor was taken away: do not burn this one meanwhile.
  callerSleeps.store(1);
  for (uint32_t now = left.load(); now != joined; now = left.load())
    futexWait(left, now);
  callerSleeps.store(0);
}

void ThreadPool::drain(unsigned self) {
  unsigned count = threads();
  for (unsigned i = 0; i != count; ++i) {
    Share &share = shares[(self + i) % count];
    // Look before counting up: `next` must not run away from `end` in a pool
    // that loops for years.
    while (share.next.load(std::memory_order_relaxed) < share.end) {
      int64_t piece = share.next.fetch_add(1, std::memory_order_relaxed);
      if (piece >= share.end)
        break;
      task(argument, piece);
    }
  }
}

/// Waits for a loop after `seen`; false when the pool ends.
bool ThreadPool::awaitLoop(uint32_t &seen) {
  auto rung = [&] { return bell.load(std::memory_order_acquire) != seen; };
  if (!spin(spins, rung)) {
    sleepers.fetch_add(1);
    while (bell.load() == seen)
      futexWait(bell, seen);
    sleepers.fetch_sub(1);
  }
  seen = bell.load(std::memory_order_acquire);
  return !stop.load(std::memory_order_acquire);
}

void ThreadPool::work(unsigned self) {
  // A loop opened before this thread began is one it may still join.
  uint32_t seen = 0;
  while (awaitLoop(seen)) {
    uint64_t state = door.load(std::memory_order_acquire);
    while ((state & openBit) &&
           !door.compare_exchange_weak(state, state + 1,
                                       std::memory_order_acq_rel))
      ;
    if (!(state & openBit))
      continue;
    drain(self);
    left.fetch_add(1);
    if (callerSleeps.load())
      futexWake(left, 1);
  }
}
