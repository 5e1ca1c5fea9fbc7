//===- LowbitFormats.cpp - what codes are worth ---------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Lowbit/Lowbit.h"

#include <cmath>
#include <limits>

using namespace mlir;
using namespace lutra::lowbit;

LogicalResult
IntFormatAttr::verify(llvm::function_ref<InFlightDiagnostic()> emitError,
                      unsigned bits, unsigned zeroPoint) {
  if (bits < 1 || bits > 8)
    return emitError() << "expects 1 to 8 bits, got " << bits;
  if (zeroPoint >> bits)
    return emitError() << "expects a zero point of " << bits << " bits, got "
                       << zeroPoint;
  return success();
}

unsigned IntFormatAttr::getStorageBits() const { return getBits(); }
unsigned IntFormatAttr::getNumCodes() const { return 1u << getBits(); }
bool IntFormatAttr::isInteger() const { return true; }
double IntFormatAttr::decode(unsigned code) const {
  return double(code) - double(getZeroPoint());
}
bool IntFormatAttr::takesZeroPoints() const { return getZeroPoint() == 0; }

unsigned TernaryFormatAttr::getStorageBits() const { return 2; }
unsigned TernaryFormatAttr::getNumCodes() const { return 3; }
bool TernaryFormatAttr::isInteger() const { return true; }
double TernaryFormatAttr::decode(unsigned code) const {
  return double(code) - 1.0;
}
bool TernaryFormatAttr::takesZeroPoints() const { return false; }

LogicalResult
CodebookFormatAttr::verify(llvm::function_ref<InFlightDiagnostic()> emitError,
                           unsigned bits, DenseF32ArrayAttr values) {
  if (bits < 1 || bits > 8)
    return emitError() << "expects 1 to 8 bits, got " << bits;
  if (values.empty() || values.size() > int64_t(1) << bits)
    return emitError() << "expects 1 to " << (1 << bits) << " values, got "
                       << values.size();
  for (float value : values.asArrayRef())
    if (!std::isfinite(value))
      return emitError() << "expects values that are numbers, got " << value;
  return success();
}

unsigned CodebookFormatAttr::getStorageBits() const { return getBits(); }
unsigned CodebookFormatAttr::getNumCodes() const {
  return unsigned(getValues().size());
}
bool CodebookFormatAttr::isInteger() const { return false; }
double CodebookFormatAttr::decode(unsigned code) const {
  return double(getValues()[code]);
}
bool CodebookFormatAttr::takesZeroPoints() const { return false; }

LogicalResult
MinifloatFormatAttr::verify(llvm::function_ref<InFlightDiagnostic()> emitError,
                            unsigned exponent, unsigned mantissa) {
  // With more, the value of the greatest code is no float.
  if (exponent < 1 || exponent > 5)
    return emitError() << "expects 1 to 5 bits of exponent, got " << exponent;
  if (mantissa < 1 || 1 + exponent + mantissa > 8)
    return emitError() << "expects 3 to 8 bits altogether, got a sign, "
                       << exponent << " and " << mantissa;
  return success();
}

unsigned MinifloatFormatAttr::getStorageBits() const {
  return 1 + getExponent() + getMantissa();
}
unsigned MinifloatFormatAttr::getNumCodes() const {
  return 1u << getStorageBits();
}
bool MinifloatFormatAttr::isInteger() const { return false; }
double MinifloatFormatAttr::decode(unsigned code) const {
  unsigned mantissa = code & ((1u << getMantissa()) - 1);
  int exponent = int(code >> getMantissa()) & ((1 << getExponent()) - 1);
  if (exponent == 0)
    exponent = 1;
  else
    mantissa |= 1u << getMantissa();
  int bias = (1 << (getExponent() - 1)) - 1;
  double value = std::ldexp(mantissa, exponent - bias - int(getMantissa()));
  return code >> (getStorageBits() - 1) ? -value : value;
}
bool MinifloatFormatAttr::takesZeroPoints() const { return false; }

LogicalResult
SignScaledFormatAttr::verify(llvm::function_ref<InFlightDiagnostic()> emitError,
                             FormatAttrInterface of) {
  if (of.isInteger() || of.getScalesPerGroup() != 1 ||
      of.getVectorLength() != 1)
    return emitError() << "expects a codebook or minifloat, got " << of;
  return success();
}

unsigned SignScaledFormatAttr::getStorageBits() const {
  return getOf().getStorageBits();
}
unsigned SignScaledFormatAttr::getNumCodes() const {
  return getOf().getNumCodes();
}
bool SignScaledFormatAttr::isInteger() const { return false; }
double SignScaledFormatAttr::decode(unsigned code) const {
  return getOf().decode(code);
}
bool SignScaledFormatAttr::takesZeroPoints() const { return false; }
unsigned SignScaledFormatAttr::getScalesPerGroup() const { return 2; }

LogicalResult VectorCodebookFormatAttr::verifyIndices(
    llvm::function_ref<InFlightDiagnostic()> emitError, unsigned bits,
    unsigned length, unsigned books) {
  if (bits < 1 || bits > 16)
    return emitError() << "expects 1 to 16 bits, got " << bits;
  if (length != 2 && length != 4 && length != 8)
    return emitError() << "expects vectors of 2, 4 or 8 values, got " << length;
  if (books < 1 || books > 4)
    return emitError() << "expects 1 to 4 books, got " << books;
  return success();
}

LogicalResult VectorCodebookFormatAttr::verify(
    llvm::function_ref<InFlightDiagnostic()> emitError, unsigned bits,
    unsigned length, unsigned books, DenseF32ArrayAttr values) {
  if (failed(verifyIndices(emitError, bits, length, books)))
    return failure();
  int64_t perIndex = int64_t(books) * length;
  if (values.size() % perIndex || values.size() > perIndex << bits)
    return emitError() << "expects " << books << " x up to " << (1 << bits)
                       << " x " << length << " values, got " << values.size();
  // So that sums are numbers, too.
  constexpr float most = std::numeric_limits<float>::max();
  for (float value : values.asArrayRef())
    if (!(std::fabs(value) <= most / float(books)))
      return emitError() << "expects values that are numbers, as their sums "
                            "are, got "
                         << value;
  return success();
}

unsigned VectorCodebookFormatAttr::getStorageBits() const { return getBits(); }
unsigned VectorCodebookFormatAttr::getNumCodes() const {
  return getValues().empty() ? 1u << getBits()
                             : getValues().size() / (getBooks() * getLength());
}
bool VectorCodebookFormatAttr::isInteger() const { return false; }
double VectorCodebookFormatAttr::decode(unsigned /*code*/) const {
  llvm_unreachable("a code stands for several values");
}
bool VectorCodebookFormatAttr::takesZeroPoints() const { return false; }
int64_t VectorCodebookFormatAttr::getVectorLength() const {
  return getLength();
}
int64_t VectorCodebookFormatAttr::getVectorBytes() const {
  return int64_t(getBooks()) * getCodeBytes();
}

SmallVector<float, 0> VectorCodebookFormatAttr::getTable() const {
  SmallVector<float, 0> table(getTableSize(), 0.0f);
  size_t room = table.size() / getBooks(),
         size = getValues().size() / getBooks();
  for (size_t book = 0; book < getBooks(); ++book)
    llvm::copy(getValues().asArrayRef().slice(book * size, size),
               table.begin() + book * room);
  return table;
}
