//===- TensorExport.h - attributes into ONNX tensors ------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_FRONTEND_TENSOREXPORT_H
#define LUTRA_FRONTEND_TENSOREXPORT_H

#include "Model/OnnxProto.h"
#include "Model/Types.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "llvm/Support/raw_ostream.h"

namespace lutra::frontend {

/// Where the writer puts tensors: into the model or into a stream beside it.
class TensorExporter {
public:
  /// All tensors into the model.
  TensorExporter() = default;
  /// Tensors of at least `minBytes` to `stream`, a file that the model calls
  /// `location`.
  TensorExporter(llvm::raw_ostream &stream, llvm::StringRef location,
                 uint64_t minBytes)
      : stream(&stream), location(location), minBytes(minBytes) {}

  mlir::LogicalResult exportTensor(mlir::ElementsAttr value,
                                   pb::TensorProto &tensor,
                                   EmitError emitError);

private:
  mlir::LogicalResult store(llvm::ArrayRef<char> bytes, pb::TensorProto &tensor,
                            EmitError emitError);

  llvm::raw_ostream *stream = nullptr;
  std::string location;
  uint64_t minBytes = 0;
  /// Bytes of tensors in the model so far.
  uint64_t inlineBytes = 0;
};

} // namespace lutra::frontend

#endif // LUTRA_FRONTEND_TENSOREXPORT_H
