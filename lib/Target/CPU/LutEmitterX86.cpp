//===- LutEmitterX86.cpp - lut ops with AVX2 and AVX-512 ------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An intrinsic of an instruction that the processor lacks makes LLVM abort, so
// each one here stands behind the feature it needs.
//
//===----------------------------------------------------------------------===//

#include "LutEmitter.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::cpu;
using lut::Feature;

namespace {

class X86LutEmitter : public LutEmitter {
public:
  explicit X86LutEmitter(lut::TargetAttr target) : target(target) {}

  int64_t getMostPairs(int64_t maxCode) const override;
  Value addPairs(ImplicitLocOpBuilder &b, Value sums, Value codes,
                 Value acts) const override;
  Value foldPairs(ImplicitLocOpBuilder &b, Value acc,
                  Value sums) const override;
  Value dot(ImplicitLocOpBuilder &b, Value acc, Value codes, Value acts,
            int64_t maxCode) const override;
  Value dotPairs(ImplicitLocOpBuilder &b, Value acc, Value lhs,
                 Value rhs) const override;
  Value lookup(ImplicitLocOpBuilder &b, Value table,
               Value codes) const override;
  Value lookupSigned(ImplicitLocOpBuilder &b, Value table,
                     Value codes) const override;
  std::pair<Value, Value> buildTrits(ImplicitLocOpBuilder &b, Value acts,
                                     int64_t numEntries) const override;
  Value buildTritBytes(ImplicitLocOpBuilder &b, Value acts, Value factor,
                       int64_t numEntries) const override;

protected:
  Value joinDigits(ImplicitLocOpBuilder &b, Value bytes,
                   int64_t radix) const override;
  Value signs(ImplicitLocOpBuilder &b, Value bytes) const override;

  Value getIndices(ImplicitLocOpBuilder &b, Value codes,
                   int64_t numEntries) const override {
    // Permutations of up to 128 bytes look at 7 bits of an index at most.
    if (usesVbmi(numEntries))
      return codes;
    return LutEmitter::getIndices(b, codes, numEntries);
  }

  /// The shortest register that holds `numBytes`, or else the longest.
  int64_t getChunkBytes(int64_t numBytes) const override {
    int64_t longest = target.getVectorBits() / 8;
    return std::min<int64_t>(
        longest, llvm::PowerOf2Ceil(std::max<int64_t>(16, numBytes)));
  }

private:
  Value dotRegister(ImplicitLocOpBuilder &b, Value acc, Value codes, Value acts,
                    int64_t maxCode) const;
  Value lookupBytes(ImplicitLocOpBuilder &b, Value table, Value codes) const;
  Value lookupShorts(ImplicitLocOpBuilder &b, Value table, Value codes) const;
  Value lookupWords(ImplicitLocOpBuilder &b, Value table, Value codes) const;
  Value lookupBytesVbmi(ImplicitLocOpBuilder &b, Value table,
                        Value codes) const;
  Value lookupBytesShuffle(ImplicitLocOpBuilder &b, Value table,
                           Value codes) const;

  /// Whether byte tables of this size are permuted across the whole register.
  bool usesVbmi(int64_t numEntries) const {
    return has(Feature::VBMI) && numEntries > 16;
  }

  bool has(Feature feature) const { return target.has(feature); }

  lut::TargetAttr target;
};

Value splatLike(ImplicitLocOpBuilder &b, Value vector, int64_t value) {
  return splat(b, cast<VectorType>(vector.getType()), value);
}

Value call(ImplicitLocOpBuilder &b, StringRef intrinsic, Type result,
           ValueRange operands) {
  return LLVM::CallIntrinsicOp::create(b, result, b.getStringAttr(intrinsic),
                                       operands)
      .getResult(0);
}

/// One of three names, for registers of 128, 256 and 512 bits.
StringRef pick(int64_t bytes, StringRef xmm, StringRef ymm, StringRef zmm) {
  return bytes == 16 ? xmm : bytes == 32 ? ymm : zmm;
}

/// Calls `emit` with the registers that make up the operands, `chunk` lanes of
/// the result at a time, and puts the results together. An operand has as many
/// lanes for each lane of the result as `lanes` says.
Value byChunks(ImplicitLocOpBuilder &b, int64_t numLanes, int64_t chunk,
               ValueRange operands, ArrayRef<int64_t> lanes,
               function_ref<Value(ArrayRef<Value>)> emit) {
  SmallVector<Value> results;
  for (int64_t begin = 0; begin < numLanes; begin += chunk) {
    SmallVector<Value> parts;
    for (auto [operand, factor] : llvm::zip_equal(operands, lanes))
      parts.push_back(sliceLanes(b, operand, begin * factor, chunk * factor));
    results.push_back(emit(parts));
  }
  return sliceLanes(b, concatLanes(b, results), 0, numLanes);
}

//===----------------------------------------------------------------------===//
// Dot products
//===----------------------------------------------------------------------===//

Value X86LutEmitter::dot(ImplicitLocOpBuilder &b, Value acc, Value codes,
                         Value acts, int64_t maxCode) const {
  int64_t chunk = getChunkBytes(getNumLanes(codes)) / 4;
  return byChunks(b, getNumLanes(acc), chunk, {acc, codes, acts}, {1, 4, 4},
                  [&](ArrayRef<Value> parts) {
                    return dotRegister(b, parts[0], parts[1], parts[2],
                                       maxCode);
                  });
}

/// A sum of n products of two pairs is n * 2 * 128 * maxCode at most.
int64_t X86LutEmitter::getMostPairs(int64_t maxCode) const {
  if (has(Feature::VNNI))
    return 1;
  return std::max<int64_t>(1, INT16_MAX / (2 * 128 * maxCode));
}

Value X86LutEmitter::addPairs(ImplicitLocOpBuilder &b, Value sums, Value codes,
                              Value acts) const {
  int64_t size = getNumLanes(codes), chunk = getChunkBytes(size);
  Value products =
      byChunks(b, size / 2, chunk / 2, {codes, acts}, {2, 2},
               [&](ArrayRef<Value> parts) {
                 return call(b,
                             pick(chunk, "llvm.x86.ssse3.pmadd.ub.sw.128",
                                  "llvm.x86.avx2.pmadd.ub.sw",
                                  "llvm.x86.avx512.pmaddubs.w.512"),
                             VectorType::get(chunk / 2, b.getI16Type()), parts);
               });
  return sums ? arith::AddIOp::create(b, sums, products).getResult() : products;
}

Value X86LutEmitter::foldPairs(ImplicitLocOpBuilder &b, Value acc,
                               Value sums) const {
  int64_t size = getNumLanes(sums), chunk = getChunkBytes(2 * size);
  auto lanes = VectorType::get(chunk / 4, b.getI32Type());
  Value wide =
      byChunks(b, size / 2, chunk / 4, sums, 2, [&](ArrayRef<Value> parts) {
        Value ones = splatLike(b, parts[0], 1);
        return call(b,
                    pick(chunk, "llvm.x86.sse2.pmadd.wd",
                         "llvm.x86.avx2.pmadd.wd",
                         "llvm.x86.avx512.pmaddw.d.512"),
                    lanes, {parts[0], ones});
      });
  return arith::AddIOp::create(b, acc, wide);
}

Value X86LutEmitter::dotRegister(ImplicitLocOpBuilder &b, Value acc,
                                 Value codes, Value acts,
                                 int64_t maxCode) const {
  int64_t bytes = getNumLanes(codes);
  if (has(Feature::VNNI))
    return call(b,
                pick(bytes, "llvm.x86.avx512.vpdpbusd.128",
                     "llvm.x86.avx512.vpdpbusd.256",
                     "llvm.x86.avx512.vpdpbusd.512"),
                acc.getType(), {acc, codes, acts});

  auto addProducts = [&](Value part) {
    acc = foldPairs(b, acc, addPairs(b, Value(), part, acts));
  };
  // Two products of a code up to 128 and an int8 fit into 16 bits exactly:
  // -2 * 128 * 128 is the least number there is. Larger codes go in two parts.
  if (maxCode <= 128) {
    addProducts(codes);
  } else {
    addProducts(arith::AndIOp::create(b, codes, splatLike(b, codes, 127)));
    addProducts(arith::AndIOp::create(b, codes, splatLike(b, codes, -128)));
  }
  return acc;
}

Value X86LutEmitter::dotPairs(ImplicitLocOpBuilder &b, Value acc, Value lhs,
                              Value rhs) const {
  if (!has(Feature::BF16))
    return LutEmitter::dotPairs(b, acc, lhs, rhs);
  constexpr int64_t lanes = 16;
  return byChunks(b, getNumLanes(acc), lanes, {acc, lhs, rhs}, {1, 2, 2},
                  [&](ArrayRef<Value> parts) {
                    return call(b, "llvm.x86.avx512bf16.dpbf16ps.512",
                                parts[0].getType(), parts);
                  });
}

//===----------------------------------------------------------------------===//
// Look-ups
//===----------------------------------------------------------------------===//

Value X86LutEmitter::lookup(ImplicitLocOpBuilder &b, Value table,
                            Value codes) const {
  Type element = cast<VectorType>(table.getType()).getElementType();
  if (element.isInteger(8))
    return lookupBytes(b, table, codes);
  if (element.isInteger(16))
    return lookupShorts(b, table, codes);
  return lookupWords(b, table, codes);
}

Value X86LutEmitter::lookupBytes(ImplicitLocOpBuilder &b, Value table,
                                 Value codes) const {
  bool vbmi = usesVbmi(getNumLanes(table));
  int64_t size = getNumLanes(codes);
  return byChunks(b, size, vbmi ? 64 : getChunkBytes(size), codes, 1,
                  [&](ArrayRef<Value> parts) {
                    return vbmi ? lookupBytesVbmi(b, table, parts[0])
                                : lookupBytesShuffle(b, table, parts[0]);
                  });
}

Value X86LutEmitter::lookupBytesVbmi(ImplicitLocOpBuilder &b, Value table,
                                     Value codes) const {
  Type type = codes.getType();
  auto part = [&](int64_t i) { return sliceLanes(b, table, 64 * i, 64); };
  if (getNumLanes(table) <= 64)
    return call(b, "llvm.x86.avx512.permvar.qi.512", type, {part(0), codes});
  auto permute = [&](int64_t i) {
    return call(b, "llvm.x86.avx512.vpermi2var.qi.512", type,
                {part(i), codes, part(i + 1)});
  };
  Value entries = permute(0);
  if (getNumLanes(table) <= 128)
    return entries;
  Value second = arith::CmpIOp::create(b, arith::CmpIPredicate::slt, codes,
                                       splatLike(b, codes, 0));
  return arith::SelectOp::create(b, second, permute(2), entries);
}

/// A shuffle in each 128 bits has tables of 16 entries and gives 0 where bit 7
/// of the index is set.
Value X86LutEmitter::lookupBytesShuffle(ImplicitLocOpBuilder &b, Value table,
                                        Value codes) const {
  int64_t bytes = getNumLanes(codes), size = getNumLanes(table);
  Value result;
  for (int64_t begin = 0; begin < size; begin += 16) {
    SmallVector<int64_t> repeat;
    for (int64_t i = 0; i < bytes; ++i) {
      int64_t entry = begin + i % 16;
      repeat.push_back(entry < size ? entry : vector::ShuffleOp::kPoisonIndex);
    }
    Value part = vector::ShuffleOp::create(b, table, table, repeat);
    Value index = codes;
    if (size > 16) {
      // Codes of other parts are 16 or more now, and 128 or more after that.
      if (begin != 0)
        index =
            arith::XOrIOp::create(b, index, splatLike(b, index, int8_t(begin)));
      index = LLVM::UAddSat::create(b, index, splatLike(b, index, 112));
    }
    Value entries =
        call(b,
             pick(bytes, "llvm.x86.ssse3.pshuf.b.128", "llvm.x86.avx2.pshuf.b",
                  "llvm.x86.avx512.pshuf.b.512"),
             codes.getType(), {part, index});
    result =
        result ? arith::OrIOp::create(b, result, entries).getResult() : entries;
  }
  return result;
}

/// Signs of others are what registers of up to 256 bits have an instruction
/// for.
Value X86LutEmitter::lookupSigned(ImplicitLocOpBuilder &b, Value table,
                                  Value codes) const {
  int64_t size = getNumLanes(codes), chunk = getChunkBytes(size);
  if (chunk > 32)
    return LutEmitter::lookupSigned(b, table, codes);
  Value entries = lookup(b, table, math::AbsIOp::create(b, codes));
  return byChunks(b, size, chunk, {entries, codes}, {1, 1},
                  [&](ArrayRef<Value> parts) {
                    return call(b,
                                chunk == 16 ? "llvm.x86.ssse3.psign.b.128"
                                            : "llvm.x86.avx2.psign.b",
                                parts[0].getType(), parts);
                  });
}

/// An entry of entries [begin, begin + count): `permute` looks up as many as
/// `most`, and of more, the topmost bit of an index chooses the half. What an
/// instruction looks at is as many bits of an index as its part of the table
/// has.
Value lookUpHalves(
    ImplicitLocOpBuilder &b, Value index, int64_t begin, int64_t count,
    int64_t most,
    function_ref<Value(Value index, int64_t begin, int64_t count)> permute) {
  if (count <= most)
    return permute(index, begin, count);
  auto half = int64_t(llvm::PowerOf2Ceil(count)) / 2;
  Value lower = lookUpHalves(b, index, begin, half, most, permute);
  Value upper =
      lookUpHalves(b, index, begin + half, count - half, most, permute);
  Value bit = arith::AndIOp::create(b, index, splatLike(b, index, half));
  Value isUpper = arith::CmpIOp::create(b, arith::CmpIPredicate::ne, bit,
                                        splatLike(b, index, 0));
  return arith::SelectOp::create(b, isUpper, upper, lower);
}

Value X86LutEmitter::lookupShorts(ImplicitLocOpBuilder &b, Value table,
                                  Value codes) const {
  if (!has(Feature::AVX512) || target.getVectorBits() != 512)
    return LutEmitter::lookup(b, table, codes);
  constexpr int64_t lanes = 32;
  auto type = VectorType::get(lanes, b.getI16Type());
  auto permute = [&](Value index, int64_t begin, int64_t count) {
    Value part = sliceLanes(b, table, begin, lanes);
    if (count <= lanes)
      return call(b, "llvm.x86.avx512.permvar.hi.512", type, {part, index});
    return call(b, "llvm.x86.avx512.vpermi2var.hi.512", type,
                {part, index, sliceLanes(b, table, begin + lanes, lanes)});
  };
  return byChunks(b, getNumLanes(codes), lanes, codes, 1,
                  [&](ArrayRef<Value> parts) {
                    Value index = parts[0];
                    if (index.getType() != type)
                      index = arith::ExtUIOp::create(b, type, index);
                    return lookUpHalves(b, index, 0, getNumLanes(table),
                                        2 * lanes, permute);
                  });
}

Value X86LutEmitter::lookupWords(ImplicitLocOpBuilder &b, Value table,
                                 Value codes) const {
  bool zmm = has(Feature::AVX512) && target.getVectorBits() == 512;
  int64_t lanes = zmm ? 16 : 8;
  auto element = cast<VectorType>(table.getType()).getElementType();
  auto type = VectorType::get(lanes, element);
  auto indexType = VectorType::get(lanes, b.getI32Type());
  bool isFloat = isa<FloatType>(element);
  auto permute = [&](Value index, int64_t begin, int64_t count) {
    Value part = sliceLanes(b, table, begin, lanes);
    if (!zmm)
      return call(b, isFloat ? "llvm.x86.avx2.permps" : "llvm.x86.avx2.permd",
                  type, {part, index});
    if (count <= lanes)
      return call(b,
                  isFloat ? "llvm.x86.avx512.permvar.sf.512"
                          : "llvm.x86.avx512.permvar.si.512",
                  type, {part, index});
    return call(b,
                isFloat ? "llvm.x86.avx512.vpermi2var.ps.512"
                        : "llvm.x86.avx512.vpermi2var.d.512",
                type,
                {part, index, sliceLanes(b, table, begin + lanes, lanes)});
  };
  return byChunks(b, getNumLanes(codes), lanes, codes, 1,
                  [&](ArrayRef<Value> parts) {
                    Value index = parts[0];
                    if (index.getType() != indexType)
                      index = arith::ExtUIOp::create(b, indexType, index);
                    return lookUpHalves(b, index, 0, getNumLanes(table),
                                        zmm ? 2 * lanes : lanes, permute);
                  });
}

//===----------------------------------------------------------------------===//
// Tables
//===----------------------------------------------------------------------===//

/// Digits of a whole table of bytes, its entries, and sums in a register.
constexpr int64_t kTableDigits = 5, kTableEntries = 128, kSumLanes = 32;

/// All sums of five, times `factor`, in registers of 16 bits. Each is one of
/// three plus one of two, all of which fit a register: two permutations of it
/// for 32 entries, where the general form has five products.
SmallVector<Value> sumTrits(ImplicitLocOpBuilder &b, Value acts, int factor) {
  // Entry e is 9 a + c: sums of the upper digits of a >= 0, then those of the
  // lower digits of c in [-4, 4].
  constexpr int64_t numUpper = 14, firstLower = 16, leastLower = -4;
  SmallVector<SmallVector<int16_t>> digits(kTableDigits,
                                           SmallVector<int16_t>(kSumLanes, 0));
  for (int64_t a = 0; a < numUpper; ++a)
    for (int64_t j = 2; j < kTableDigits; ++j)
      digits[j][a] = factor * lut::getTrits(9 * a, kTableDigits)[j];
  for (int64_t c = leastLower; c <= -leastLower; ++c)
    for (int64_t j = 0; j < 2; ++j) {
      int digit = factor * lut::getTrits(std::abs(c), kTableDigits)[j];
      digits[j][firstLower + c - leastLower] = c < 0 ? -digit : digit;
    }
  Value sums = LutEmitter::sumProducts(b, acts, digits);

  SmallVector<Value> entries;
  for (int64_t begin = 0; begin < kTableEntries; begin += kSumLanes) {
    SmallVector<int64_t> upper, lower;
    for (int64_t e = begin; e < begin + kSumLanes; ++e) {
      // Entries past the last sum are 0.
      int64_t number = e <= 121 ? e : 0, a = (number + 4) / 9;
      upper.push_back(a);
      lower.push_back(firstLower + number - 9 * a - leastLower);
    }
    entries.push_back(arith::AddIOp::create(
        b, vector::ShuffleOp::create(b, sums, sums, upper),
        vector::ShuffleOp::create(b, sums, sums, lower)));
  }
  return entries;
}

/// The low bytes of all sums, or the high ones: every second byte of two
/// registers.
Value takeBytes(ImplicitLocOpBuilder &b, ArrayRef<Value> sums, int64_t first) {
  auto bytes = VectorType::get(2 * kSumLanes, b.getI8Type());
  SmallVector<int64_t> mask;
  for (int64_t i = 0; i < 2 * kSumLanes; ++i)
    mask.push_back(2 * i + first);
  SmallVector<Value> halves;
  for (size_t i = 0; i < sums.size(); i += 2)
    halves.push_back(vector::ShuffleOp::create(
        b, vector::BitCastOp::create(b, bytes, sums[i]),
        vector::BitCastOp::create(b, bytes, sums[i + 1]), mask));
  return concatLanes(b, halves);
}

std::pair<Value, Value> X86LutEmitter::buildTrits(ImplicitLocOpBuilder &b,
                                                  Value acts,
                                                  int64_t numEntries) const {
  if (!has(Feature::VBMI) || getNumLanes(acts) != kTableDigits ||
      numEntries != kTableEntries)
    return LutEmitter::buildTrits(b, acts, numEntries);
  SmallVector<Value> sums = sumTrits(b, acts, 1);
  return {takeBytes(b, sums, 0), takeBytes(b, sums, 1)};
}

/// The product of 16 bits that is rounded as this has to be is one instruction.
Value X86LutEmitter::buildTritBytes(ImplicitLocOpBuilder &b, Value acts,
                                    Value factor, int64_t numEntries) const {
  if (!has(Feature::VBMI) || getNumLanes(acts) != kTableDigits ||
      numEntries != kTableEntries)
    return LutEmitter::buildTritBytes(b, acts, factor, numEntries);
  SmallVector<Value> sums = sumTrits(b, acts, 2);
  Value factors = vector::BroadcastOp::create(b, sums[0].getType(), factor);
  for (Value &sum : sums)
    sum = call(b, "llvm.x86.avx512.pmul.hr.sw.512", sum.getType(),
               {sum, factors});
  Value bytes = takeBytes(b, sums, 0);
  return arith::XOrIOp::create(b, bytes, splatLike(b, bytes, -128));
}

/// Unsigned factors 1 and the radix times signed digits, and sums of pairs.
Value X86LutEmitter::joinDigits(ImplicitLocOpBuilder &b, Value bytes,
                                int64_t radix) const {
  int64_t size = getNumLanes(bytes);
  SmallVector<int8_t> factors;
  for (int64_t i = 0; i < size; ++i)
    factors.push_back(int8_t(i % 2 ? radix : 1));
  Value factor = arith::ConstantOp::create(
      b, DenseElementsAttr::get(cast<VectorType>(bytes.getType()),
                                ArrayRef(factors)));
  return addPairs(b, Value(), factor, bytes);
}

Value X86LutEmitter::signs(ImplicitLocOpBuilder &b, Value bytes) const {
  // The general form is one comparison with AVX2 but goes through a mask with
  // AVX-512. A multiplication by a matrix of bits does it, if there is one.
  int64_t size = getNumLanes(bytes);
  if (!has(Feature::GFNI) || !has(Feature::AVX512))
    return LutEmitter::signs(b, bytes);
  Value zero = arith::ConstantOp::create(b, b.getI8IntegerAttr(0));
  return call(b,
              pick(size, "llvm.x86.vgf2p8affineqb.128",
                   "llvm.x86.vgf2p8affineqb.256",
                   "llvm.x86.vgf2p8affineqb.512"),
              bytes.getType(), {bytes, splatLike(b, bytes, -128), zero});
}

} // namespace

std::unique_ptr<LutEmitter> cpu::createX86LutEmitter(lut::TargetAttr target) {
  return std::make_unique<X86LutEmitter>(target);
}
