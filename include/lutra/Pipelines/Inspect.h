//===- Inspect.h - what is in a model or a bundle ---------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_PIPELINES_INSPECT_H
#define LUTRA_PIPELINES_INSPECT_H

#include "lutra/Pipelines/Compiler.h"
#include "llvm/Support/JSON.h"

namespace lutra {

/// Says what an ONNX file consists of: `file`, `ir_version`, `producer`,
/// `opsets`, `inputs` and `outputs` (name, type, dims), `operators` (domain,
/// type, version, count), `parameters` (for each element type tensors,
/// elements, bytes and zeros), `low_bit` (for each encoding of weights
/// matrices, codes, bits per weight with scales, and zeros, as found in
/// `raise`), and `unsupported` (node and reason of each that would not
/// compile). Diagnostics of files that are no models go to `errors`.
Outcome inspectModel(llvm::StringRef path, llvm::json::Object &result,
                     llvm::raw_ostream &errors);

/// Says what a bundle consists of: its manifest, and the size of each file as
/// `files`. Nothing is executed.
Outcome inspectBundle(llvm::StringRef path, llvm::json::Object &result,
                      llvm::raw_ostream &errors);

/// Either of them for people to read.
void printInspection(const llvm::json::Object &inspection,
                     llvm::raw_ostream &os);

} // namespace lutra

#endif // LUTRA_PIPELINES_INSPECT_H
