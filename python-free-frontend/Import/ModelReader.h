//===- ModelReader.h - bytes into a ModelProto ------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_FRONTEND_MODELREADER_H
#define LUTRA_FRONTEND_MODELREADER_H

#include "Model/OnnxProto.h"
#include "Model/Types.h"
#include "llvm/Support/MemoryBufferRef.h"
#include <memory>

namespace lutra::frontend {

/// Parses the file `path` as a stream, so that its bytes are in memory once
/// (as the message's strings). Null after an error was emitted.
std::unique_ptr<pb::ModelProto> readModelFile(llvm::StringRef path,
                                              EmitError emitError);

/// The same for a model in memory.
std::unique_ptr<pb::ModelProto> readModelBuffer(llvm::MemoryBufferRef buffer,
                                                EmitError emitError);

} // namespace lutra::frontend

#endif // LUTRA_FRONTEND_MODELREADER_H
