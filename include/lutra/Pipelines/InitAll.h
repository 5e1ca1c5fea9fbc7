//===- InitAll.h - everything a tool registers ------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_INITALL_H
#define LUTRA_INITALL_H

namespace mlir {
class DialectRegistry;
} // namespace mlir

namespace lutra {

/// Own dialects and the upstream ones that our pipelines use, with the
/// external models (bufferization, LLVM translation) that they need.
void registerAllDialects(mlir::DialectRegistry &registry);

/// Own passes and pipelines, and the upstream passes.
void registerAllPasses();

/// Own dialects with their external models, and nothing of upstream: for a
/// host that has registered its dialects already.
void registerLutraDialects(mlir::DialectRegistry *registry);

/// Own passes and pipelines alone.
void registerLutraPasses();

} // namespace lutra

#endif // LUTRA_INITALL_H
