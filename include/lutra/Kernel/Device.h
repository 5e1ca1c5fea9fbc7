//===- Device.h - what predictions know of a processor ----------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_KERNEL_DEVICE_H
#define LUTRA_KERNEL_DEVICE_H

#include "llvm/ADT/StringRef.h"

#include <array>
#include <cstdint>

namespace lutra::kernel {

/// Equal execution units: how many instructions begin in each cycle, and on how
/// many bits. Wider instructions take several.
struct Units {
  double count;
  unsigned bits;

  /// Cycles that `instructions` on `width` bits take.
  double getCycles(double instructions, unsigned width) const {
    double pieces = width > bits ? double(width) / bits : 1.0;
    return instructions * pieces / count;
  }
};

/// One core of a processor. Figures are measured, not out of manuals.
struct Device {
  llvm::StringRef name;
  double gigahertz;
  /// All vector instructions together, and those that only some units take.
  Units vector;
  Units product; // of bytes or of floats
  Units shift;
  Units shuffle;
  /// Products and shuffles together, as far as they are in each other's way.
  Units productOrShuffle;
  Units load;
  Units store;
  /// Instructions of any kind in a cycle.
  double instructions;
  /// How far ahead software fetches what no cache near the core holds; 0 where
  /// the processor does better by itself.
  int64_t prefetch;
  /// A level of memory: its size, and bytes in a cycle that one core reads.
  struct Level {
    int64_t size;
    double bytesPerCycle;
  };
  /// L1, L2, L3, DRAM.
  std::array<Level, 4> levels;

  /// The bandwidth at which data that `bytes` of memory hold are read again.
  double getBytesPerCycle(int64_t bytes) const;
};

/// The description of that name; null if there is none.
const Device *getDevice(llvm::StringRef name);

/// The description of a processor that LLVM calls `cpu`, "generic" if there is
/// none of its own.
const Device &getDeviceOf(llvm::StringRef cpu);

} // namespace lutra::kernel

#endif // LUTRA_KERNEL_DEVICE_H
