//===- Remarks.cpp - what was decided, for those who ask ------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Support/Remarks.h"

#include "mlir/IR/MLIRContext.h"

using namespace mlir;

namespace {

/// MLIR's own way of printing them shows the record's fields.
class RemarksAsDiagnostics : public remark::detail::MLIRRemarkStreamerBase {
public:
  void streamOptimizationRemark(const remark::detail::Remark &remark) override {
    InFlightDiagnostic diagnostic = emitRemark(remark.getLocation());
    if (remark.getRemarkType() == llvm::remarks::Type::Missed)
      diagnostic << "missed: ";
    for (const remark::detail::Remark::Arg &arg : remark.getArgs())
      diagnostic << arg.val;
    diagnostic << " [" << remark.getRemarkName() << ']';
  }
};

} // namespace

void lutra::showRemarks(MLIRContext &context) {
  // A kind without a filter of its own is off, whatever `all` says.
  remark::RemarkCategories every;
  every.passed = every.missed = every.analysis = every.failed = ".*";
  [[maybe_unused]] LogicalResult enabled = remark::enableOptimizationRemarks(
      context, std::make_unique<RemarksAsDiagnostics>(),
      std::make_unique<remark::RemarkEmittingPolicyAll>(), every);
  assert(succeeded(enabled) && "fails with a file only");
}
