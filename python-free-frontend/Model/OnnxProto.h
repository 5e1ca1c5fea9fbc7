//===- OnnxProto.h - the generated protobuf messages ------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Debian's libonnx 1.12 knows ONNX up to IR 8. Newer enumerators are plain
// integers in it and newer fields are unknown fields; both are named here.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_FRONTEND_ONNXPROTO_H
#define LUTRA_FRONTEND_ONNXPROTO_H

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include <onnx/onnx_pb.h>

namespace lutra::frontend {

/// The messages. `onnx` alone would be the dialect's namespace in here.
namespace pb = ::onnx;

/// The newest IR version whose rules this frontend knows.
constexpr int64_t newestIrVersion = 14;

/// Numbers of fields that came after ONNX 1.12.
constexpr int nodeOverloadField = 8;
constexpr int functionAttributeProtoField = 11;
constexpr int functionOverloadField = 13;

/// "" and "ai.onnx" are the same domain; this is the dialect's spelling.
inline llvm::StringRef normalizeDomain(llvm::StringRef domain) {
  return domain == "ai.onnx" ? "" : domain;
}

/// Version of the operator set of each (normalized) domain.
using OpsetImports = llvm::StringMap<int64_t>;

} // namespace lutra::frontend

#endif // LUTRA_FRONTEND_ONNXPROTO_H
