//===- Device.cpp - descriptions of processors ----------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Kernel/Device.h"

#include "mlir/IR/Operation.h"

#include <limits>

using namespace lutra::kernel;

static constexpr int64_t KiB = 1024, MiB = 1024 * KiB;
static constexpr int64_t everything = std::numeric_limits<int64_t>::max();

/// Four units of 256 bits, two of which multiply: one vpdpbusd of 512 bits in a
/// cycle. One unit of three that multiply or shuffle does both, and gets half
/// of either: 80 products and 28 shuffles take 105 cycles. 91 GB/s from L3, 22
/// to 26 from DRAM. Fetching ahead makes both slower: codes of 4 bits 0.80 and
/// 0.64, of 2 bits 1.0 and 0.83.
static const Device zen4 = {
    "zen4",
    "znver4",
    3.7,
    /*vector=*/{4, 256},
    /*product=*/{2, 256},
    /*shift=*/{2, 256},
    /*shuffle=*/{2, 256},
    /*productOrShuffle=*/{2, 256},
    /*load=*/{2, 256},
    /*store=*/{1, 256},
    /*instructions=*/6,
    /*prefetch=*/0,
    {{{32 * KiB, 64}, {1 * MiB, 48}, {32 * MiB, 26}, {everything, 7}}}};

/// The same with units of 512 bits. 119 GB/s from L3, 37 GB/s from DRAM.
static const Device zen5 = {
    "zen5",
    "znver5",
    3.9,
    /*vector=*/{4, 512},
    /*product=*/{2, 512},
    /*shift=*/{2, 512},
    /*shuffle=*/{2, 512},
    /*productOrShuffle=*/{4, 512},
    /*load=*/{2, 512},
    /*store=*/{1, 512},
    /*instructions=*/8,
    /*prefetch=*/8192,
    {{{48 * KiB, 90}, {1 * MiB, 62}, {32 * MiB, 31}, {everything, 9.5}}}};

/// An x86 of which nothing is known: what most since 2015 have.
static const Device generic = {
    "generic",
    "",
    3.0,
    /*vector=*/{3, 256},
    /*product=*/{2, 256},
    /*shift=*/{2, 256},
    /*shuffle=*/{1, 256},
    /*productOrShuffle=*/{3, 256},
    /*load=*/{2, 256},
    /*store=*/{1, 256},
    /*instructions=*/4,
    /*prefetch=*/0,
    {{{32 * KiB, 64}, {512 * KiB, 32}, {16 * MiB, 16}, {everything, 5}}}};

double Device::getBytesPerCycle(int64_t bytes) const {
  for (const Level &level : levels)
    if (bytes <= level.size)
      return level.bytesPerCycle;
  return levels.back().bytesPerCycle;
}

const Device *lutra::kernel::getDevice(llvm::StringRef name) {
  for (const Device *device : {&zen4, &zen5, &generic})
    if (device->name == name)
      return device;
  return nullptr;
}

const Device &lutra::kernel::getDeviceOf(llvm::StringRef cpu) {
  for (const Device *device : {&zen4, &zen5})
    if (device->cpu == cpu)
      return *device;
  return generic;
}

Device lutra::kernel::getDeviceOf(mlir::Operation *op, llvm::StringRef cpu) {
  for (; op; op = op->getParentOp())
    if (auto attr = op->getAttrOfType<mlir::DictionaryAttr>(kDeviceAttrName))
      if (std::optional<Device> device = fromAttr(attr))
        if (device->cpu == cpu)
          return *device;
  return getDeviceOf(cpu);
}
