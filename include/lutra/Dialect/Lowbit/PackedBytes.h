//===- PackedBytes.h - how many weights a model has -------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_DIALECT_LOWBIT_PACKEDBYTES_H
#define LUTRA_DIALECT_LOWBIT_PACKEDBYTES_H

#include "llvm/ADT/StringRef.h"

namespace lutra::lowbit {

/// The name under which a module says, as an i64, how many bytes of packed
/// weights it has: what a run reads before it needs the same weight again.
inline constexpr llvm::StringLiteral kPackedBytesAttrName =
    "lutra.packed_bytes";

} // namespace lutra::lowbit

#endif // LUTRA_DIALECT_LOWBIT_PACKEDBYTES_H
