//===- Remarks.h - what was decided, for those who ask ----------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Decisions as MLIR's optimization remarks: `lutra-opt --remarks-filter=raise`
// shows those of a phase beside what they are about, and they cost nothing
// where nobody asks.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_SUPPORT_REMARKS_H
#define LUTRA_SUPPORT_REMARKS_H

#include "mlir/IR/Remarks.h"

namespace lutra {

/// Something was found or fused. `category` is the phase, `name` the pass.
template <typename... Args>
void remarkPassed(mlir::Location loc, llvm::StringRef category,
                  llvm::StringRef name, const char *format, Args &&...args) {
  mlir::remark::passed(loc,
                       mlir::remark::RemarkOpts::name(name).category(category))
      << mlir::remark::add(format, std::forward<Args>(args)...);
}

/// It would have been worth it, but something stands in the way.
template <typename... Args>
void remarkMissed(mlir::Location loc, llvm::StringRef category,
                  llvm::StringRef name, const char *format, Args &&...args) {
  mlir::remark::missed(loc,
                       mlir::remark::RemarkOpts::name(name).category(category))
      << mlir::remark::add(format, std::forward<Args>(args)...);
}

/// From now on remarks of all categories are diagnostics too, in the order in
/// which passes decide.
void showRemarks(mlir::MLIRContext &context);

} // namespace lutra

#endif // LUTRA_SUPPORT_REMARKS_H
