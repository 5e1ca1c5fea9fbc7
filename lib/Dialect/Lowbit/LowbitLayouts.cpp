//===- LowbitLayouts.cpp - how codes lie in memory ------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The bytes of each layout are drawn in docs/Design/LowbitKernels.md.
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Lowbit/Lowbit.h"

#include "llvm/Support/Endian.h"

#include <cstdlib>

using namespace mlir;
using namespace lutra::lowbit;

using EmitError = llvm::function_ref<InFlightDiagnostic()>;

/// What panels are made of: rows that one vector holds side by side.
static constexpr int64_t kPlaneRows = 16, kTritRows = 64, kWordRows = 32;
/// A vector of a layout, in bytes.
static constexpr int64_t kVectorBytes = 64;

static LogicalResult verifyMultiples(EmitError emitError, int64_t rows,
                                     int64_t vectorRows, int64_t group,
                                     int64_t granule) {
  if (rows <= 0 || rows % vectorRows)
    return emitError() << "expects rows to be a multiple of " << vectorRows
                       << ", got " << rows;
  if (group <= 0 || group % granule)
    return emitError() << "expects group to be a multiple of " << granule
                       << ", got " << group;
  return success();
}

//===----------------------------------------------------------------------===//
// PlanesLayoutAttr
//===----------------------------------------------------------------------===//

static SmallVector<unsigned, 3> planesOf(unsigned bits) {
  SmallVector<unsigned, 3> planes;
  for (unsigned width : {8u, 4u, 2u, 1u})
    if (bits & width)
      planes.push_back(width);
  return planes;
}

LogicalResult PlanesLayoutAttr::verify(EmitError emitError, unsigned bits,
                                       int64_t rows, int64_t group,
                                       bool /*paired*/) {
  if (bits < 1 || bits > 8)
    return emitError() << "expects 1 to 8 bits, got " << bits;
  return verifyMultiples(emitError, rows, kPlaneRows, group,
                         32 / planesOf(bits).back());
}

SmallVector<unsigned, 3> PlanesLayoutAttr::getPlanes() {
  return planesOf(getBits());
}

int64_t PlanesLayoutAttr::getPanelRows() const { return getRows(); }
int64_t PlanesLayoutAttr::getGroupPlaces() const { return getGroup(); }
int64_t PlanesLayoutAttr::getGranule() const {
  return 32 / planesOf(getBits()).back();
}
unsigned PlanesLayoutAttr::getMaxCodes() const { return 1u << getBits(); }
int64_t PlanesLayoutAttr::getPackedBytes(int64_t rows, int64_t places) const {
  return rows * places * int64_t(getBits()) / 8;
}
uint8_t PlanesLayoutAttr::getPaddingCode() const { return 0; }

void PlanesLayoutAttr::packPanel(ArrayRef<uint8_t> codes, int64_t places,
                                 MutableArrayRef<uint8_t> out) const {
  uint8_t *vector = out.data();
  int64_t granule = getGranule(), rows = getRows();
  unsigned bits = getBits();
  SmallVector<unsigned, 3> planes = planesOf(bits);
  // Which byte a code has and which code a byte has is the same.
  const std::array<int64_t, 4> codeOf = {getByteOf(0), getByteOf(1),
                                         getByteOf(2), getByteOf(3)};
  for (int64_t step = 0; step < places; step += granule)
    for (int64_t row = 0; row < rows; row += kPlaneRows) {
      // Bits of a code below those of the planes that are done.
      unsigned below = bits;
      for (unsigned width : planes) {
        below -= width;
        unsigned mask = (1u << width) - 1, quads = 8 / width;
        for (int64_t begin = step; begin < step + granule;
             begin += 4 * quads, vector += kVectorBytes)
          for (int64_t byte = 0; byte < kVectorBytes; ++byte) {
            const uint8_t *code =
                &codes[(row + byte / 4) * places + begin + codeOf[byte % 4]];
            unsigned packed = 0;
            for (unsigned q = 0; q < quads; ++q)
              packed |= ((code[4 * q] >> below) & mask) << (width * q);
            vector[byte] = uint8_t(packed);
          }
      }
    }
}

//===----------------------------------------------------------------------===//
// FieldsLayoutAttr
//===----------------------------------------------------------------------===//

/// Bits of a word of fields.
static constexpr int64_t kFieldBits = 32;

LogicalResult FieldsLayoutAttr::verify(EmitError emitError, unsigned bits,
                                       int64_t rows, int64_t group) {
  if (bits < 1 || bits > 8)
    return emitError() << "expects 1 to 8 bits, got " << bits;
  return verifyMultiples(emitError, rows, kPlaneRows, group, kFieldBits / bits);
}

int64_t FieldsLayoutAttr::getPanelRows() const { return getRows(); }
int64_t FieldsLayoutAttr::getGroupPlaces() const { return getGroup(); }
int64_t FieldsLayoutAttr::getGranule() const { return kFieldBits / getBits(); }
unsigned FieldsLayoutAttr::getMaxCodes() const { return 1u << getBits(); }
int64_t FieldsLayoutAttr::getPackedBytes(int64_t rows, int64_t places) const {
  return rows * (places / getGranule()) * int64_t(sizeof(uint32_t));
}
uint8_t FieldsLayoutAttr::getPaddingCode() const { return 0; }

void FieldsLayoutAttr::packPanel(ArrayRef<uint8_t> codes, int64_t places,
                                 MutableArrayRef<uint8_t> out) const {
  uint8_t *next = out.data();
  for (int64_t place = 0; place < places; place += getGranule())
    for (int64_t row = 0; row < getRows(); ++row) {
      uint32_t word = 0;
      for (auto [i, code] :
           llvm::enumerate(codes.slice(row * places + place, getGranule())))
        word |= uint32_t(code) << (getBits() * i);
      llvm::support::endian::write32le(next, word);
      next += sizeof(uint32_t);
    }
}

//===----------------------------------------------------------------------===//
// TritsLayoutAttr
//===----------------------------------------------------------------------===//

/// Codes of a byte, and bytes of a row in a granule.
static constexpr int64_t kDigits = 5, kTritBytes = 4;

LogicalResult TritsLayoutAttr::verify(EmitError emitError, int64_t rows,
                                      int64_t group) {
  // Counts of bytes are numbers of 16 bits.
  if (group > getMostPlaces())
    return emitError() << "expects group to be at most " << getMostPlaces()
                       << ", got " << group;
  return verifyMultiples(emitError, rows, kTritRows, group,
                         kDigits * kTritBytes);
}

int64_t TritsLayoutAttr::getPanelRows() const { return getRows(); }
int64_t TritsLayoutAttr::getGroupPlaces() const { return getGroup(); }
int64_t TritsLayoutAttr::getGranule() const { return kDigits * kTritBytes; }
unsigned TritsLayoutAttr::getMaxCodes() const { return 3; }
int64_t TritsLayoutAttr::getCountBytes(int64_t places) const {
  return places / getGroup() * getRows() * int64_t(sizeof(uint16_t));
}
int64_t TritsLayoutAttr::getPackedBytes(int64_t rows, int64_t places) const {
  return rows / getRows() * getCountBytes(places) + rows * places / kDigits;
}
// A digit of 0.
uint8_t TritsLayoutAttr::getPaddingCode() const { return 1; }

int64_t TritsLayoutAttr::getRowOfByte(int64_t byte) {
  return 16 * (byte / 4 % 4) + 4 * (byte / 16) + byte % 4;
}

void TritsLayoutAttr::packPanel(ArrayRef<uint8_t> codes, int64_t places,
                                MutableArrayRef<uint8_t> out) const {
  int64_t granule = getGranule();
  SmallVector<uint16_t, 0> counts(places / getGroup() * getRows(), 0);
  uint8_t *next = out.data() + getCountBytes(places);
  for (int64_t begin = 0; begin < places; begin += granule)
    for (int64_t first = begin; first < begin + kTritBytes; ++first)
      for (int64_t byte = 0; byte < getRows(); ++byte) {
        int64_t row =
            byte / kTritRows * kTritRows + getRowOfByte(byte % kTritRows);
        int number = 0;
        for (int64_t j = 0; j < kDigits; ++j)
          number =
              3 * number + codes[row * places + first + kTritBytes * j] - 1;
        counts[begin / getGroup() * getRows() + row] += number < 0;
        *next++ = uint8_t(std::abs(number) | (number < 0 ? 0x80 : 0));
      }
  for (auto [i, count] : llvm::enumerate(counts))
    llvm::support::endian::write16le(out.data() + 2 * i, count);
}

//===----------------------------------------------------------------------===//
// WordsLayoutAttr
//===----------------------------------------------------------------------===//

/// Bits of a word, and how many digits of a ternary number take 5 of them.
static constexpr int64_t kWordBits = 16, kNumberDigits = 3, kNumberBits = 5;

LogicalResult WordsLayoutAttr::verify(EmitError emitError, unsigned radix,
                                      unsigned planes, int64_t rows,
                                      int64_t group) {
  if (radix != 2 && radix != 3)
    return emitError() << "expects radix 2 or 3, got " << radix;
  unsigned most = radix == 2 ? 4 : 1;
  if (planes < 1 || planes > most)
    return emitError() << "expects 1 to " << most << " planes for radix "
                       << radix << ", got " << planes;
  return verifyMultiples(emitError, rows, kWordRows, group,
                         radix == 2 ? kWordBits : 3 * kNumberDigits);
}

int64_t WordsLayoutAttr::getPanelRows() const { return getRows(); }
int64_t WordsLayoutAttr::getGroupPlaces() const { return getGroup(); }
int64_t WordsLayoutAttr::getGranule() const {
  return getRadix() == 2 ? kWordBits : 3 * kNumberDigits;
}
unsigned WordsLayoutAttr::getMaxCodes() const {
  return getRadix() == 2 ? 1u << getPlanes() : 3;
}
int64_t WordsLayoutAttr::getPackedBytes(int64_t rows, int64_t places) const {
  return rows * (places / getGranule()) * getPlanes() *
         int64_t(sizeof(uint16_t));
}
// Of three digits the middle one is 0.
uint8_t WordsLayoutAttr::getPaddingCode() const { return getRadix() - 2; }

void WordsLayoutAttr::packPanel(ArrayRef<uint8_t> codes, int64_t places,
                                MutableArrayRef<uint8_t> out) const {
  uint8_t *next = out.data();
  for (int64_t place = 0; place < places; place += getGranule())
    for (int64_t first = 0; first < getRows(); first += kWordRows)
      for (unsigned plane = 0; plane < getPlanes(); ++plane)
        for (int64_t row = first; row < first + kWordRows; ++row) {
          ArrayRef<uint8_t> digits =
              codes.slice(row * places + place, getGranule());
          unsigned word = 0;
          if (getRadix() == 2)
            for (auto [i, code] : llvm::enumerate(digits))
              word |= (unsigned(code) >> plane & 1) << i;
          else
            for (int64_t i = 0; i < 3; ++i) {
              ArrayRef<uint8_t> three = digits.slice(kNumberDigits * i);
              unsigned number = three[0] + 3 * (three[1] + 3 * three[2]);
              word |= number << (kNumberBits * i);
            }
          llvm::support::endian::write16le(next, uint16_t(word));
          next += sizeof(uint16_t);
        }
}

//===----------------------------------------------------------------------===//
// VectorsLayoutAttr
//===----------------------------------------------------------------------===//

/// Places of a step along K': as many as the longest vector has.
static constexpr int64_t kVectorPlaces = 8;

LogicalResult VectorsLayoutAttr::verify(EmitError emitError, unsigned bits,
                                        unsigned length, unsigned books,
                                        int64_t rows, int64_t group) {
  if (failed(VectorCodebookFormatAttr::verifyIndices(emitError, bits, length,
                                                     books)))
    return failure();
  return verifyMultiples(emitError, rows, kPlaneRows, group, kVectorPlaces);
}

int64_t VectorsLayoutAttr::getPanelRows() const { return getRows(); }
int64_t VectorsLayoutAttr::getGroupPlaces() const { return getGroup(); }
int64_t VectorsLayoutAttr::getGranule() const { return kVectorPlaces; }
unsigned VectorsLayoutAttr::getMaxCodes() const { return 1u << getBits(); }
int64_t VectorsLayoutAttr::getVectorLength() const { return getLength(); }
int64_t VectorsLayoutAttr::getVectorBytes() const {
  return int64_t(getBooks()) * (getBits() > 8 ? 2 : 1);
}
int64_t VectorsLayoutAttr::getTableSize() const {
  return (int64_t(getBooks()) * getLength()) << getBits();
}
int64_t VectorsLayoutAttr::getPackedBytes(int64_t rows, int64_t places) const {
  return rows * (places / getLength()) * getVectorBytes();
}
// A vector of a book. Activations are 0 there.
uint8_t VectorsLayoutAttr::getPaddingCode() const { return 0; }

void VectorsLayoutAttr::packPanel(ArrayRef<uint8_t> codes, int64_t places,
                                  MutableArrayRef<uint8_t> out) const {
  int64_t rowBytes = places / getLength() * getVectorBytes();
  int64_t stepBytes = kVectorPlaces / getLength() * getVectorBytes();
  uint8_t *next = out.data();
  for (int64_t step = 0; step < rowBytes; step += stepBytes)
    for (int64_t row = 0; row < getRows(); ++row)
      next = llvm::copy(codes.slice(row * rowBytes + step, stepBytes), next);
}
