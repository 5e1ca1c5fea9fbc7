//===- Interrupt.cpp - leave nothing behind on Ctrl-C ---------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Support/Interrupt.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Signals.h"
#include <csignal>
#include <mutex>
#include <pthread.h>
#include <set>
#include <string>
#include <thread>
#include <unistd.h>

using namespace lutra;

namespace {

struct Temporaries {
  std::mutex mutex;
  std::set<std::string> directories;
};

/// Never destroyed: the waiting thread outlives static destruction.
Temporaries &getTemporaries() {
  static auto *temporaries = new Temporaries;
  return *temporaries;
}

void waitForInterrupt(sigset_t signals) {
  int signal = 0;
  while (sigwait(&signals, &signal) != 0)
    ;
  // Files that LLVM writes, such as an object of --emit=obj.
  llvm::sys::RunInterruptHandlers();
  Temporaries &temporaries = getTemporaries();
  std::lock_guard<std::mutex> lock(temporaries.mutex);
  for (const std::string &directory : temporaries.directories) {
    // Whoever writes there goes on for an instant: a second pass takes what
    // came in between.
    for (int pass = 0; pass < 2; ++pass)
      (void)llvm::sys::fs::remove_directories(directory);
  }
  _exit(128 + signal);
}

} // namespace

void lutra::cleanUpOnInterrupt() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  if (pthread_sigmask(SIG_BLOCK, &signals, nullptr) == 0)
    std::thread(waitForInterrupt, signals).detach();
}

void lutra::registerTemporary(llvm::StringRef directory) {
  Temporaries &temporaries = getTemporaries();
  std::lock_guard<std::mutex> lock(temporaries.mutex);
  temporaries.directories.insert(directory.str());
}

void lutra::unregisterTemporary(llvm::StringRef directory) {
  Temporaries &temporaries = getTemporaries();
  std::lock_guard<std::mutex> lock(temporaries.mutex);
  temporaries.directories.erase(directory.str());
}
