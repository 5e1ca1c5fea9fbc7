//===- CostModel.h - predicted times of kernels -----------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_KERNEL_COSTMODEL_H
#define LUTRA_KERNEL_COSTMODEL_H

#include "lutra/Kernel/KernelFamily.h"

namespace lutra::kernel {

/// A kernel for some number of tokens, and its time on one thread.
struct Prediction {
  const KernelFamily *family = nullptr;
  Knobs knobs;
  double nanoseconds = 0;
  /// What the time goes to: "dot products", "loads", "bytes from L3", ...
  llvm::StringRef limit;
};

/// What the cost model thinks of a contraction with `tokens` tokens.
struct Ranking {
  /// The best knobs of each family that can compute it, best family first.
  llvm::SmallVector<Prediction> predictions;
  /// The names of the others, and why.
  llvm::SmallVector<std::pair<llvm::StringRef, std::string>> refusals;
};

Ranking rankKernels(const Contraction &contraction, lut::TargetAttr target,
                    const Device &device, int64_t tokens);

/// The name under which a module that no variants have been made of has what
/// they will be: an array of dictionaries with `target`, a #lut.target, and
/// `cpu`, LLVM's name of the processor; the best variant first.
inline constexpr llvm::StringLiteral kVariantsAttrName = "lutra.variants";

/// How well a layout serves a contraction, for all variants that `module` says
/// and for `tokens` tokens, or for few as well as for many: a mean of the
/// logarithms of predicted times. Less is better; nothing if somebody cannot
/// compute it, or where no variants are said.
std::optional<double> rateLayout(const Contraction &contraction,
                                 mlir::Operation *module,
                                 std::optional<int64_t> tokens);

/// The time of one kernel.
Prediction predict(const KernelFamily &family, const Knobs &knobs,
                   const Contraction &contraction, lut::TargetAttr target,
                   const Device &device, int64_t tokens);

/// A kernel and the least number of tokens that it serves.
struct RangeOfTokens {
  int64_t tokens;
  Prediction prediction;
};

/// The kernels for 1, 2, ... tokens, or for `tokens` alone if that is known;
/// empty if nobody can compute the contraction. If `family` can, there is no
/// other.
llvm::SmallVector<RangeOfTokens>
selectKernels(const Contraction &contraction, lut::TargetAttr target,
              const Device &device,
              std::optional<int64_t> tokens = std::nullopt,
              llvm::StringRef family = "");

} // namespace lutra::kernel

#endif // LUTRA_KERNEL_COSTMODEL_H
