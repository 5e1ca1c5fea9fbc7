//===- LayoutTest.cpp - the bytes of layouts ------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads packed bytes as docs/Design/LowbitKernels.md describes them, one code
// at a time.
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Lowbit/Lowbit.h"
#include "mlir/IR/MLIRContext.h"
#include "gtest/gtest.h"

#include <random>

using namespace lutra::lowbit;

namespace {

std::vector<uint8_t> randomCodes(int64_t count, unsigned numCodes) {
  std::mt19937 engine(1);
  std::vector<uint8_t> codes(count);
  for (uint8_t &code : codes)
    code = uint8_t(engine() % numCodes);
  return codes;
}

class Layout : public testing::Test {
protected:
  Layout() { context.loadDialect<LowbitDialect>(); }

  std::vector<uint8_t> pack(LayoutAttrInterface layout,
                            const std::vector<uint8_t> &codes, int64_t places) {
    std::vector<uint8_t> bytes(
        layout.getPackedBytes(layout.getPanelRows(), places), 0xCC);
    layout.packPanel(codes, places, bytes);
    return bytes;
  }

  mlir::MLIRContext context;
};

/// Code (row, k) out of a panel of planes.
unsigned readPlanes(const std::vector<uint8_t> &bytes, unsigned bits,
                    int64_t rows, int64_t granule, int64_t row, int64_t k) {
  // Vectors of a step: 16 rows after 16 rows, for each its planes.
  int64_t perSixteen = granule * bits / 32;
  int64_t vector =
      (k / granule) * (rows / 16) * perSixteen + (row / 16) * perSixteen;
  unsigned code = 0, below = bits;
  for (unsigned width : {8u, 4u, 2u, 1u}) {
    if (!(bits & width))
      continue;
    below -= width;
    int64_t codesPerVector = 32 / width;
    int64_t inStep = k % granule;
    int64_t at = vector + inStep / codesPerVector;
    int64_t inVector = inStep % codesPerVector;
    uint8_t byte = bytes[64 * at + 4 * (row % 16) + inVector % 4];
    code |= ((byte >> (width * (inVector / 4))) & ((1u << width) - 1)) << below;
    vector += granule / codesPerVector;
  }
  return code;
}

TEST_F(Layout, PlanesHoldEveryCode) {
  for (unsigned bits = 1; bits <= 8; ++bits)
    for (int64_t rows : {16, 64}) {
      int64_t places = 96;
      auto layout = PlanesLayoutAttr::get(&context, bits, rows, places);
      std::vector<uint8_t> codes = randomCodes(rows * places, 1u << bits);
      std::vector<uint8_t> bytes = pack(layout, codes, places);
      ASSERT_EQ(int64_t(bytes.size()), rows * places * bits / 8);
      for (int64_t row = 0; row < rows; ++row)
        for (int64_t k = 0; k < places; ++k)
          ASSERT_EQ(readPlanes(bytes, bits, rows, layout.getGranule(), row, k),
                    codes[row * places + k])
              << bits << " bits, row " << row << ", k " << k;
    }
}

/// As docs/Design/LowbitKernels.md draws them: counts, then codes.
TEST_F(Layout, FieldsHoldEveryCode) {
  for (unsigned bits = 1; bits <= 8; ++bits) {
    int64_t rows = 32, perWord = 32 / bits, places = 3 * perWord;
    auto layout = FieldsLayoutAttr::get(&context, bits, rows, places);
    std::vector<uint8_t> codes = randomCodes(rows * places, 1u << bits);
    std::vector<uint8_t> bytes = pack(layout, codes, places);
    ASSERT_EQ(int64_t(bytes.size()), rows * 3 * 4);
    for (int64_t row = 0; row < rows; ++row)
      for (int64_t step = 0; step < 3; ++step) {
        uint64_t word = 0;
        for (int64_t byte = 3; byte >= 0; --byte)
          word = word << 8 | bytes[4 * (step * rows + row) + byte];
        for (int64_t i = 0; i < perWord; ++i, word >>= bits)
          ASSERT_EQ(word & ((1u << bits) - 1),
                    codes[row * places + step * perWord + i]);
        ASSERT_EQ(word, 0u);
      }
  }
}

/// For each eight places the indices of a row, then those of the next row.
TEST_F(Layout, VectorsHoldEveryIndex) {
  for (auto [bits, length, books] :
       {std::tuple(8u, 8u, 1u), {4, 2, 3}, {12, 4, 2}}) {
    int64_t rows = 32, places = 24;
    auto layout =
        VectorsLayoutAttr::get(&context, bits, length, books, rows, places);
    LayoutAttrInterface any = layout;
    int64_t rowBytes = any.countCodeBytes(places), stepBytes = rowBytes / 3;
    ASSERT_EQ(rowBytes, places / length * books * (bits > 8 ? 2 : 1));
    ASSERT_EQ(any.getTableBytes(), (4 * books * length) << bits);
    ASSERT_EQ(any.getWeightBytes(2 * rows, places),
              any.getTableBytes() + 2 * rows * rowBytes);
    std::vector<uint8_t> codes = randomCodes(rows * rowBytes, 256);
    std::vector<uint8_t> bytes = pack(layout, codes, places);
    ASSERT_EQ(int64_t(bytes.size()), rows * rowBytes);
    for (int64_t row = 0; row < rows; ++row)
      for (int64_t i = 0; i < rowBytes; ++i)
        ASSERT_EQ(
            bytes[(i / stepBytes * rows + row) * stepBytes + i % stepBytes],
            codes[row * rowBytes + i]);
  }
}

TEST_F(Layout, TritsHoldEveryDigit) {
  int64_t rows = 128, group = 40, places = 2 * group;
  auto layout = TritsLayoutAttr::get(&context, rows, group);
  std::vector<uint8_t> codes = randomCodes(rows * places, 3);
  std::vector<uint8_t> bytes = pack(layout, codes, places);
  int64_t counts = places / group * rows * 2;
  ASSERT_EQ(int64_t(bytes.size()), counts + rows * places / 5);
  for (int64_t row = 0; row < rows; ++row) {
    int64_t inVector = row % 64;
    int64_t lane = 16 * (inVector / 4 % 4) + 4 * (inVector / 16) + inVector % 4;
    for (int64_t g = 0; g < places / group; ++g) {
      int negative = 0;
      for (int64_t byteOfRow = g * group / 5; byteOfRow < (g + 1) * group / 5;
           ++byteOfRow) {
        uint8_t byte =
            bytes[counts + (byteOfRow * (rows / 64) + row / 64) * 64 + lane];
        ASSERT_LE(byte & 0x7F, 121);
        negative += byte >> 7;
        int number = (byte & 0x80 ? -1 : 1) * (byte & 0x7F) + 121;
        int64_t first = byteOfRow / 4 * 20 + byteOfRow % 4;
        for (int64_t j = 4; j >= 0; --j, number /= 3)
          ASSERT_EQ(number % 3, codes[row * places + first + 4 * j]);
      }
      int64_t at = (g * rows + row) * 2;
      EXPECT_EQ(bytes[at] + 256 * bytes[at + 1], negative);
    }
  }
}

TEST_F(Layout, WordsHoldEveryBit) {
  int64_t rows = 96, places = 48;
  for (unsigned planes = 1; planes <= 4; ++planes) {
    auto layout = WordsLayoutAttr::get(&context, 2, planes, rows, places);
    std::vector<uint8_t> codes = randomCodes(rows * places, 1u << planes);
    std::vector<uint8_t> bytes = pack(layout, codes, places);
    ASSERT_EQ(int64_t(bytes.size()), rows * places * planes / 8);
    for (int64_t row = 0; row < rows; ++row)
      for (int64_t k = 0; k < places; ++k) {
        unsigned code = 0;
        for (unsigned plane = 0; plane < planes; ++plane) {
          int64_t vector = (k / 16 * (rows / 32) + row / 32) * planes + plane;
          uint8_t byte = bytes[64 * vector + 2 * (row % 32) + k % 16 / 8];
          code |= (byte >> (k % 8) & 1u) << plane;
        }
        ASSERT_EQ(code, codes[row * places + k])
            << "row " << row << ", k " << k;
      }
  }
}

TEST_F(Layout, WordsHoldEveryDigit) {
  int64_t rows = 64, places = 36;
  auto layout = WordsLayoutAttr::get(&context, 3, 1, rows, places);
  std::vector<uint8_t> codes = randomCodes(rows * places, 3);
  std::vector<uint8_t> bytes = pack(layout, codes, places);
  ASSERT_EQ(int64_t(bytes.size()), rows * places / 9 * 2);
  for (int64_t row = 0; row < rows; ++row)
    for (int64_t step = 0; step < places / 9; ++step) {
      int64_t at = 64 * (step * (rows / 32) + row / 32) + 2 * (row % 32);
      unsigned word = bytes[at] + 256u * bytes[at + 1];
      for (int64_t i = 0; i < 9; ++i) {
        unsigned number = word >> (5 * (i / 3)) & 31;
        for (int64_t digit = 0; digit < i % 3; ++digit)
          number /= 3;
        ASSERT_EQ(number % 3, codes[row * places + 9 * step + i]);
      }
    }
}

} // namespace
