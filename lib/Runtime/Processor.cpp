//===- Processor.cpp - what this processor executes -----------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Processor.h"

#include <csetjmp>
#include <csignal>
#include <cstring>
#include <mutex>

#include <pthread.h>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

using namespace lutra::runtime;

//===----------------------------------------------------------------------===//
// Features the processor reports
//===----------------------------------------------------------------------===//

#if defined(__x86_64__)
namespace {

enum Register { EAX, EBX, ECX, EDX };

/// Where CPUID reports a feature (Intel SDM volume 2, AMD APM volume 3).
struct FeatureBit {
  const char *name;
  unsigned leaf, subleaf;
  Register reg;
  unsigned bit;
};

/// The vector and bit instructions that LLVM picks without being asked to.
constexpr FeatureBit featureBits[] = {
    {"sse3", 1, 0, ECX, 0},
    {"pclmul", 1, 0, ECX, 1},
    {"ssse3", 1, 0, ECX, 9},
    {"fma", 1, 0, ECX, 12},
    {"sse4.1", 1, 0, ECX, 19},
    {"sse4.2", 1, 0, ECX, 20},
    {"movbe", 1, 0, ECX, 22},
    {"popcnt", 1, 0, ECX, 23},
    {"aes", 1, 0, ECX, 25},
    {"avx", 1, 0, ECX, 28},
    {"f16c", 1, 0, ECX, 29},
    {"bmi", 7, 0, EBX, 3},
    {"avx2", 7, 0, EBX, 5},
    {"bmi2", 7, 0, EBX, 8},
    {"avx512f", 7, 0, EBX, 16},
    {"avx512dq", 7, 0, EBX, 17},
    {"adx", 7, 0, EBX, 19},
    {"avx512ifma", 7, 0, EBX, 21},
    {"avx512cd", 7, 0, EBX, 28},
    {"sha", 7, 0, EBX, 29},
    {"avx512bw", 7, 0, EBX, 30},
    {"avx512vl", 7, 0, EBX, 31},
    {"avx512vbmi", 7, 0, ECX, 1},
    {"avx512vbmi2", 7, 0, ECX, 6},
    {"gfni", 7, 0, ECX, 8},
    {"vaes", 7, 0, ECX, 9},
    {"vpclmulqdq", 7, 0, ECX, 10},
    {"avx512vnni", 7, 0, ECX, 11},
    {"avx512bitalg", 7, 0, ECX, 12},
    {"avx512vpopcntdq", 7, 0, ECX, 14},
    {"avx512vp2intersect", 7, 0, EDX, 8},
    {"amx-bf16", 7, 0, EDX, 22},
    {"avx512fp16", 7, 0, EDX, 23},
    {"amx-tile", 7, 0, EDX, 24},
    {"amx-int8", 7, 0, EDX, 25},
    {"avxvnni", 7, 1, EAX, 4},
    {"avx512bf16", 7, 1, EAX, 5},
    {"amx-fp16", 7, 1, EAX, 21},
    {"avxifma", 7, 1, EAX, 23},
    {"avxvnniint8", 7, 1, EDX, 4},
    {"avxneconvert", 7, 1, EDX, 5},
    {"avxvnniint16", 7, 1, EDX, 10},
    {"lzcnt", 0x80000001, 0, ECX, 5},
    {"sse4a", 0x80000001, 0, ECX, 6},
    {"xop", 0x80000001, 0, ECX, 11},
    {"fma4", 0x80000001, 0, ECX, 16},
    {"tbm", 0x80000001, 0, ECX, 21},
};

bool reports(const FeatureBit &feature) {
  unsigned regs[4];
  return __get_cpuid_count(feature.leaf, feature.subleaf, &regs[EAX],
                           &regs[EBX], &regs[ECX], &regs[EDX]) &&
         (regs[feature.reg] >> feature.bit & 1);
}

} // namespace
#endif

std::string
lutra::runtime::missingFeature(const std::vector<std::string> &features) {
#if defined(__x86_64__)
  for (const std::string &name : features)
    for (const FeatureBit &feature : featureBits)
      if (name == feature.name && !reports(feature))
        return name;
#endif
  return "";
}

//===----------------------------------------------------------------------===//
// Features the processor executes
//===----------------------------------------------------------------------===//

namespace {

/// What the signal handler needs. A handler cannot be passed anything, so this
/// is the runtime's one piece of process-wide state; `mutex` serialises its
/// users.
struct Guard {
  std::mutex mutex;
  pthread_t thread;
  sigjmp_buf jump;
  struct sigaction previous;
};

Guard guard;

/// Illegal instructions of other threads go where they went before.
void onIllegalInstruction(int signal, siginfo_t *info, void *context) {
  if (pthread_equal(pthread_self(), guard.thread))
    siglongjmp(guard.jump, 1);
  const struct sigaction &previous = guard.previous;
  if (previous.sa_flags & SA_SIGINFO) {
    previous.sa_sigaction(signal, info, context);
    return;
  }
  if (previous.sa_handler == SIG_IGN)
    return;
  if (previous.sa_handler != SIG_DFL) {
    previous.sa_handler(signal);
    return;
  }
  // Back to the default action; the instruction then faults again.
  struct sigaction standard = {};
  standard.sa_handler = SIG_DFL;
  sigaction(SIGILL, &standard, nullptr);
}

bool agrees(lutra_rt_probe_fn probe) {
  for (int32_t seed : {1, 7, -123456789, INT32_MAX})
    if (probe(seed) != lutra_rt_probe_expected(seed))
      return false;
  return true;
}

/// A function of its own: no variable of it lives across sigsetjmp.
bool guardedAgrees(lutra_rt_probe_fn probe) {
  // The mask is saved and restored with the jump, since the kernel blocks
  // SIGILL while its handler runs.
  if (sigsetjmp(guard.jump, /*savemask=*/1))
    return false;
  return agrees(probe);
}

} // namespace

bool lutra::runtime::executes(lutra_rt_probe_fn probe) {
  std::lock_guard<std::mutex> lock(guard.mutex);
  guard.thread = pthread_self();
  struct sigaction action = {};
  action.sa_sigaction = onIllegalInstruction;
  // A host may run its handlers on a stack of their own; ours may too.
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  if (sigaction(SIGILL, &action, &guard.previous) != 0)
    return false;
  // A blocked SIGILL that the processor raises would end the process.
  sigset_t illegal, mask;
  sigemptyset(&illegal);
  sigaddset(&illegal, SIGILL);
  pthread_sigmask(SIG_UNBLOCK, &illegal, &mask);
  bool ok = guardedAgrees(probe);
  pthread_sigmask(SIG_SETMASK, &mask, nullptr);
  sigaction(SIGILL, &guard.previous, nullptr);
  return ok;
}
