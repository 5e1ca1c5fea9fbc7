//===- Device.h - what predictions know of a processor ----------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_KERNEL_DEVICE_H
#define LUTRA_KERNEL_DEVICE_H

#include "mlir/IR/BuiltinAttributes.h"
#include "llvm/Support/Error.h"

#include <array>
#include <cstdint>
#include <string>

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
  std::string name;
  /// What LLVM calls the processor that is described; empty for any.
  std::string cpu;
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

/// The same for what `op` is compiled for: a module around it may describe the
/// processor, and does not know better about others.
Device getDeviceOf(mlir::Operation *op, llvm::StringRef cpu);

/// The name under which a module has a description.
inline constexpr llvm::StringLiteral kDeviceAttrName = "lutra.device";

mlir::DictionaryAttr toAttr(mlir::MLIRContext *context, const Device &device);
/// Nothing if entries are missing or are no figures of a processor.
std::optional<Device> fromAttr(mlir::DictionaryAttr attr);

/// A description as text: YAML with a line for each figure, in the order of
/// `Device`. Units are [count, bits], levels [size, bytes in a cycle, ...].
std::string toText(const Device &device);
llvm::Expected<Device> parseDevice(llvm::StringRef text);

} // namespace lutra::kernel

#endif // LUTRA_KERNEL_DEVICE_H
