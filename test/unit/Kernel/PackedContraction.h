//===- PackedContraction.h - problems for kernels, and answers --*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TEST_UNIT_KERNEL_PACKEDCONTRACTION_H
#define LUTRA_TEST_UNIT_KERNEL_PACKEDCONTRACTION_H

#include "../Target/Program.h"

#include <string>
#include <vector>

namespace lutra::test {

enum class Zero { Format, Integers, Reals };
enum class Epilogue { None, BiasAndResidual, SquaredReluTimesUp };
/// How activations and codes are drawn.
enum class Values { Random, Least, Greatest };

/// A contraction with weights in planes, fields, trits, words or vectors.
struct Case {
  int64_t n = 40, k = 100;
  /// 0 is one group.
  int64_t groupSize = 0;
  /// Groups whose activations share a scale, for int8_block.
  int64_t actGroups = 1;
  /// Groups have up to so many, as those of g_idx.
  bool uneven = false;
  /// 0 is ternary.
  unsigned bits = 4;
  /// Codes stand for numbers of any kind, 2^bits of them.
  bool isCodebook = false;
  /// Or for small floats with as many bits of mantissa; 0 for other formats.
  unsigned mantissa = 0;
  /// Groups have a scale for values of either sign.
  bool isSignScaled = false;
  /// A code of each of `books` stands for so many neighbours, in vectors.
  unsigned length = 1, books = 1;
  int64_t panelRows = 64;
  Zero zero = Zero::Format;
  /// Activations of bf16 have layouts whose codes are paired.
  std::string activation = "int8_token";
  std::string layout = "planes";
  Epilogue epilogue = Epilogue::None;
  Values values = Values::Random;
  /// Random activations of int8 are in [-it, it).
  int64_t mostAct = 128;
  /// Sums are those of tables of 8 bits; only instruction sets that look bytes
  /// up in them are compiled for.
  bool byteTables = false;
  /// The attribute `kernels`, or empty for what the cost model selects.
  std::string kernels;
  /// For any x86, too, of which nothing but SSE2 is known.
  bool plain = false;
  uint32_t seed = 1;
};

std::string describe(const Case &c);

/// Compiles the contraction and runs it for each number of tokens, in all
/// variants and on one and three threads; every result must be the oracle's:
/// for int8 activations in every bit, for floats within the bound of
/// docs/Spec/LowbitContract.md and, for f32, in all variants the same bits.
/// Nothing outside of the result may be written.
void expectAsDefined(const Case &c, std::vector<int64_t> tokens);

} // namespace lutra::test

#endif // LUTRA_TEST_UNIT_KERNEL_PACKEDCONTRACTION_H
