//===- Problem.h - a mixed-precision product to measure ---------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TOOLS_LUTRA_BENCH_PROBLEM_H
#define LUTRA_TOOLS_LUTRA_BENCH_PROBLEM_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include <optional>
#include <string>
#include <vector>

namespace lutra::bench {

/// Int8 activations are floats that are quantized inside. Those of 16 bits have
/// results of 16 bits, and of bf16 products are of bf16 where values are.
enum class Activations { Int8, Float32, BFloat16, Float16 };

/// "i8", "f32", "bf16", "f16"; nothing for another name.
std::optional<Activations> parseActivations(llvm::StringRef name);
llvm::StringRef getName(Activations activations);

/// What a weight's code is worth before the scale: code - zeroPoint, or an
/// entry of a codebook.
struct Format {
  /// "ternary", "int1", ..., "int8", "fp4", "nf4", minifloats as "e4m3", these
  /// but for integers with "-signs" behind, and vectors as "v8x12x2", 8 values
  /// for 12 bits out of each of 2 books; nothing for another name.
  static std::optional<Format> parse(llvm::StringRef name);

  std::string name;
  unsigned bits = 0; ///< 0 for ternary.
  unsigned numCodes = 0;
  int zeroPoint = 0;
  /// Of a codebook or of small floats, or all of all vectors.
  std::vector<float> values;
  unsigned exponent = 0;     ///< Of small floats.
  bool isSignScaled = false; ///< A scale for values of either sign.
  /// Neighbours that codes of `books` stand for together.
  unsigned length = 1, books = 1;

  unsigned getScalesPerGroup() const { return isSignScaled ? 2 : 1; }
  int64_t getCodeBytes() const { return bits > 8 ? 2 : 1; }
  /// Bytes of codes of a row of k values.
  int64_t countCodeBytes(int64_t k) const {
    return (k + length - 1) / length * books * getCodeBytes();
  }
  /// The value of number k of a row, out of all codes of the row.
  float getValue(const uint8_t *codes, int64_t k) const;
};

/// Zero points of each row and group, instead of the format's own.
enum class ZeroPoints { None, Integers, Reals };

/// A [M, K] times W [N, K] transposed, named as ONNX's MatMulNBits names them;
/// the values are random and the same each time.
struct Problem {
  Format format;
  int64_t m = 1, n = 0, k = 0;
  int64_t group = 0; ///< Codes that share a scale; 0 for all of a row.
  Activations activations = Activations::Int8;
  ZeroPoints zeroPoints = ZeroPoints::None;
  bool isShuffled = false; ///< The group of each k is said, in no order.
  /// Sums of ternary weights may be rounded in tables of 8 bits.
  bool permitsByteTables = false;

  int64_t getNumGroups() const { return group ? (k + group - 1) / group : 1; }
  /// Neighbouring groups whose int8 activations share a scale, as the compiler
  /// decides where it is free to: groups of less than 32, up to 128 k.
  int64_t getActGroups() const {
    return getNumGroups() > 1 && group < 32 ? 128 / group : 1;
  }
  int64_t getNumSets() const {
    return (getNumGroups() + getActGroups() - 1) / getActGroups();
  }

  std::vector<float> a;                   ///< [M, K]
  std::vector<uint16_t> shortActs;        ///< The same, if of 16 bits.
  std::vector<uint8_t> codes;             ///< [N, bytes of K]
  std::vector<float> scales;              ///< [N, groups * of a group]
  std::vector<uint8_t> integerZeroPoints; ///< [N, groups]
  std::vector<float> realZeroPoints;      ///< [N, groups]
  std::vector<int32_t> groupOfK;          ///< [K]
  void fill();
  /// Whether activations and results have 16 bits, and one of those as a float.
  bool isShort() const {
    return activations == Activations::BFloat16 ||
           activations == Activations::Float16;
  }
  float widen(uint16_t bits) const;

  /// The product as a model that has been through phase `raise`. M is dynamic,
  /// as it is in a language model, unless it is to be `fixed`.
  mlir::OwningOpRef<mlir::ModuleOp> build(mlir::MLIRContext &context,
                                          bool fixed = false) const;

  /// Row `token` of the result: exact integers and the roundings that
  /// docs/Spec/LowbitContract.md states for int8, double for float.
  std::vector<double> computeReference(int64_t token) const;
};

/// The name of the product's node in reports.
inline constexpr llvm::StringLiteral kNodeName = "mpgemm";

} // namespace lutra::bench

#endif // LUTRA_TOOLS_LUTRA_BENCH_PROBLEM_H
