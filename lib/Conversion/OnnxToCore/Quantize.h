//===- Quantize.h - tensors of codes ----------------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_CONVERSION_ONNXTOCORE_QUANTIZE_H
#define LUTRA_LIB_CONVERSION_ONNXTOCORE_QUANTIZE_H

#include "Legalizer.h"

namespace lutra::onnx {

/// Integers of 2, 4 or 8 bits in a constant, read in place: below a byte they
/// are packed in resources, from the lowest bit up.
class ConstantIntegers {
public:
  static std::optional<ConstantIntegers> get(const Tensor *tensor);

  unsigned getBits() const { return bits; }
  bool isSigned() const { return sign != 0; }
  int64_t size() const { return count; }
  /// The code less the lowest one of its type: unsigned, in the same order.
  uint8_t getUnsigned(int64_t i) const {
    if (splat)
      return *splat;
    uint64_t bit = static_cast<uint64_t>(i) * bits;
    auto byte = static_cast<uint8_t>(bytes[bit / 8]);
    return ((byte >> bit % 8) & mask) ^ sign;
  }

private:
  unsigned bits = 8;
  uint8_t mask = 0xFF, sign = 0;
  int64_t count = 0;
  std::optional<uint8_t> splat;
  llvm::ArrayRef<char> bytes;
  /// Where the attribute has them in another form.
  std::shared_ptr<std::vector<char>> copy;
};

/// The numbers of a constant of f32, f16 or bf16.
std::optional<llvm::SmallVector<float, 0>>
readConstantFloats(const Tensor *tensor);

/// The elements of a constant of i32.
std::optional<llvm::SmallVector<int32_t, 0>>
readConstantInts(const Tensor *tensor);

/// Whether codes are in the order of what they stand for, and no two of them
/// stand for the same: one constant scale, neither huge nor tiny.
bool hasOrderlyScale(const Quantization &by);

/// Bytes as signed ones if they are unsigned, and the other way round: 128 less
/// or more, which is the highest bit.
Tensor *withOtherSign(Legalizer &legalizer, mlir::Location loc, Tensor *codes);

/// An f32 that is an integer, or infinite, as the nearest code.
mlir::Value saturate(mlir::OpBuilder &b, mlir::Location loc, mlir::Value value,
                     mlir::Type element);

/// One loop for each dimension of `x`. The body gets an element, its scale and,
/// where there is one, its zero point.
Tensor *mapQuantized(Legalizer &legalizer, mlir::Location loc, Tensor *x,
                     const Quantization &by, mlir::Type element, Body body);

/// round(x / scale) + zero point, saturated; halves to even. The quotient is
/// rounded to `precision` first.
Tensor *quantize(Legalizer &legalizer, mlir::Location loc, Tensor *x,
                 const Quantization &by, mlir::Type precision,
                 mlir::Type element);

/// The real numbers of a dequantised tensor.
Tensor *dequantize(Legalizer &legalizer, Tensor *tensor);
/// (code - zero point) * scale in f32, rounded to `to`. `args` are as those of
/// `mapQuantized`, their types as in ONNX.
mlir::Value dequantizeElement(mlir::OpBuilder &b, mlir::Location loc,
                              mlir::ValueRange args, const Dequantized &source,
                              mlir::Type to);

/// [..., K] times a constant matrix of codes, [K, N] or (`transposed`) [N, K]:
/// f32. Null where `weight` is something else, or has scales that differ along
/// K in other ways than in blocks. The inner sizes are equal.
Tensor *multiplyByCodes(Legalizer &legalizer, mlir::Location loc, Tensor *a,
                        Tensor *weight, bool transposed);

/// The same for constant stacks of such matrices, [..., K, N] or transposed,
/// dimensions in front by numpy's rules: a contraction for each matrix. Null
/// also where `a` may have to be repeated along one of them.
Tensor *multiplyByStack(Legalizer &legalizer, mlir::Location loc, Tensor *a,
                        Tensor *weight);

/// Whether those who multiply by `tensor`, transposed in this order, had better
/// see the tensor itself: a constant matrix, or a stack of matrices of codes
/// each of which is transposed.
bool isTurnedWeight(const Tensor *tensor, llvm::ArrayRef<int64_t> order);

/// The exact sums of (code - zero point) * (code - zero point) over the inner
/// dimension, as f32, whatever the scales are. Null where `a` is not of bytes
/// with one zero point, `weight` is no constant matrix, has blocks, or can give
/// sums that f32 does not hold.
Tensor *multiplyCodes(Legalizer &legalizer, mlir::Location loc,
                      const Dequantized &a, Dequantized weight,
                      bool transposed);

} // namespace lutra::onnx

#endif // LUTRA_LIB_CONVERSION_ONNXTOCORE_QUANTIZE_H
