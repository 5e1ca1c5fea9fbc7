//===- Tensors.h - ONNX tensors into attributes -----------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_FRONTEND_TENSORS_H
#define LUTRA_FRONTEND_TENSORS_H

#include "Import/ExternalData.h"
#include "Model/ElementTypes.h"
#include "mlir/IR/AsmState.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/DenseMap.h"

namespace lutra::frontend {

/// Turns tensors of a model into attributes, each once. Bytes of large tensors
/// are moved out of the message or stay in the mapped file; they are laid out
/// as in ONNX's `raw_data`: little-endian, bools as one byte, elements below a
/// byte packed from the lowest bit without padding between rows.
class TensorImporter {
public:
  TensorImporter(mlir::MLIRContext *context, const ImportOptions &options,
                 ExternalData &external)
      : context(context), options(options), external(external) {}

  /// Imports `tensor`, whose data may be moved from. `name` is what a resource
  /// is called after.
  mlir::FailureOr<mlir::ElementsAttr>
  import(pb::TensorProto &tensor, llvm::StringRef name, EmitError emitError);

  /// Imports a sparse tensor as a dense one, zeros filled in.
  mlir::FailureOr<mlir::ElementsAttr> import(pb::SparseTensorProto &tensor,
                                             llvm::StringRef name,
                                             EmitError emitError);

  /// The same for a tensor that is not part of the model.
  mlir::FailureOr<mlir::ElementsAttr> importTemporary(pb::TensorProto &tensor,
                                                      llvm::StringRef name,
                                                      EmitError emitError);

private:
  /// The bytes of a tensor, wherever they are stored: in `raw_data`, in another
  /// file, or converted from a typed field.
  struct Data {
    const ElementInfo *info;
    llvm::ArrayRef<char> bytes;
    std::optional<ExternalBytes> external;
    std::vector<char> converted;
  };

  mlir::FailureOr<mlir::ElementsAttr>
  importSparse(pb::SparseTensorProto &tensor, llvm::StringRef name,
               EmitError emitError);
  mlir::FailureOr<mlir::ElementsAttr> importStrings(pb::TensorProto &tensor,
                                                    mlir::RankedTensorType type,
                                                    EmitError emitError);
  /// Checks the size of the data against `type`, which must not be strings.
  mlir::FailureOr<Data> load(const pb::TensorProto &tensor,
                             mlir::RankedTensorType type, EmitError emitError);
  /// The checked dims of a tensor, and its type.
  mlir::FailureOr<mlir::RankedTensorType>
  importShape(llvm::ArrayRef<int64_t> dims, int elementCode,
              EmitError emitError);

  mlir::MLIRContext *context;
  const ImportOptions &options;
  ExternalData &external;
  /// A tensor in a function body is imported at every call.
  llvm::DenseMap<const void *, mlir::ElementsAttr> done;
};

} // namespace lutra::frontend

#endif // LUTRA_FRONTEND_TENSORS_H
