//===- Interrupt.h - leave nothing behind on Ctrl-C -----------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_SUPPORT_INTERRUPT_H
#define LUTRA_SUPPORT_INTERRUPT_H

#include "llvm/ADT/StringRef.h"

namespace lutra {

/// From now on SIGINT and SIGTERM are taken by a thread of their own, which
/// removes the registered directories and ends the process with 128 + signal.
/// A thread, because nothing that removes directories is safe in a handler.
/// Call it first thing in main: threads started before keep the old behaviour.
void cleanUpOnInterrupt();

/// A directory that must not outlive an interrupted process, until it is
/// unregistered.
void registerTemporary(llvm::StringRef directory);
void unregisterTemporary(llvm::StringRef directory);

} // namespace lutra

#endif // LUTRA_SUPPORT_INTERRUPT_H
