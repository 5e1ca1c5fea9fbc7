//===- NpyTest.cpp - numpy files from anywhere ----------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Npy.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include <cstring>

using namespace lutra::driver;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

/// A file by hand: any version, any header.
std::vector<char> npy(const std::string &header, const std::string &elements,
                      int version = 1) {
  std::string file = "\x93NUMPY";
  file += {char(version), 0};
  file += {char(header.size() & 255), char(header.size() >> 8)};
  if (version > 1)
    file += {0, 0};
  file += header + elements;
  return {file.begin(), file.end()};
}

template <typename T> std::string bytesOf(std::vector<T> values) {
  return {reinterpret_cast<const char *>(values.data()),
          values.size() * sizeof(T)};
}

template <typename T> std::vector<T> elements(const Tensor &tensor) {
  std::vector<T> values(tensor.bytes.size() / sizeof(T));
  std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
  return values;
}

TEST(Npy, RoundTrip) {
  const lutra_dtype dtypes[] = {LUTRA_F32, LUTRA_F16, LUTRA_BF16, LUTRA_F64,
                                LUTRA_I8,  LUTRA_I16, LUTRA_I32,  LUTRA_I64,
                                LUTRA_U8,  LUTRA_U16, LUTRA_U32,  LUTRA_U64,
                                LUTRA_BOOL};
  const std::vector<std::vector<int64_t>> shapes = {
      {}, {0}, {1}, {7}, {2, 3}, {4, 0, 2}, {1, 2, 3, 4, 5}};
  for (lutra_dtype dtype : dtypes)
    for (const auto &shape : shapes) {
      std::string header = npyHeader(dtype, shape.data(), shape.size());
      EXPECT_EQ(header.size() % 64, 0u);
      int64_t size = 0;
      ASSERT_TRUE(byteCount(dtype, shape, size));
      std::vector<char> file(header.begin(), header.end());
      for (int64_t i = 0; i != size; ++i)
        file.push_back(char(i));
      Tensor tensor;
      ASSERT_EQ(parseNpy(file, tensor), "") << header;
      EXPECT_EQ(tensor.dtype, dtype);
      EXPECT_EQ(tensor.dims, shape);
      EXPECT_TRUE(std::equal(tensor.bytes.begin(), tensor.bytes.end(),
                             file.begin() + int64_t(header.size())));
    }
}

TEST(Npy, ReadsAllVersionsAndOrders) {
  Tensor tensor;
  for (int version : {1, 2, 3}) {
    EXPECT_EQ(parseNpy(npy("{'descr': '<i2', 'fortran_order': False, "
                           "'shape': (3,), }",
                           bytesOf<int16_t>({1, 2, 3}), version),
                       tensor),
              "");
    EXPECT_THAT(elements<int16_t>(tensor), ElementsAre(1, 2, 3));
  }
  EXPECT_EQ(parseNpy(npy("{\"shape\":(2L,3L),\"fortran_order\":True,"
                         "\"descr\":\"<i4\"}",
                         bytesOf<int32_t>({1, 4, 2, 5, 3, 6})),
                     tensor),
            "");
  EXPECT_THAT(elements<int32_t>(tensor), ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_EQ(parseNpy(npy("{'descr': '>u4', 'fortran_order': False, "
                         "'shape': (2,)}\n",
                         std::string("\0\0\1\2\0\0\0\3", 8)),
                     tensor),
            "");
  EXPECT_THAT(elements<uint32_t>(tensor), ElementsAre(0x102, 3));
}

TEST(Npy, TransposesThreeDimensions) {
  // Element [i, j, k] of a 2x3x4 value is 100 i + 10 j + k.
  std::vector<int16_t> fortran, expected;
  for (int16_t k = 0; k != 4; ++k)
    for (int16_t j = 0; j != 3; ++j)
      for (int16_t i = 0; i != 2; ++i)
        fortran.push_back(int16_t(100 * i + 10 * j + k));
  for (int16_t i = 0; i != 2; ++i)
    for (int16_t j = 0; j != 3; ++j)
      for (int16_t k = 0; k != 4; ++k)
        expected.push_back(int16_t(100 * i + 10 * j + k));
  Tensor tensor;
  ASSERT_EQ(parseNpy(npy("{'descr': '<i2', 'fortran_order': True, 'shape': (2, "
                         "3, 4), }",
                         bytesOf(fortran)),
                     tensor),
            "");
  EXPECT_EQ(elements<int16_t>(tensor), expected);
}

TEST(Npy, RefusesWhatIsNone) {
  const std::string good =
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }";
  auto edited = [&](const std::string &from, const std::string &to) {
    std::string header = good;
    return header.replace(header.find(from), from.size(), to);
  };
  struct Case {
    std::vector<char> file;
    const char *message;
  };
  const std::string eight(8, '\0');
  const Case cases[] = {
      {{}, "is not a .npy file"},
      {npy(good, eight, 4), "version 4"},
      {npy(good, std::string(7, '\0')), "is cut short: 7 bytes"},
      {npy(good, std::string(9, '\0')), "is too long: 9 bytes"},
      {npy(edited("<f4", "<c8"), eight), "type '<c8'"},
      {npy(edited("<f4", "|O"), eight), "type '|O'"},
      {npy(edited("<f4", "[('a', '<f4')]"), eight), "not understood"},
      {npy(edited("(2,)", "(-2,)"), eight), "not understood"},
      {npy(edited("(2,)", "(2"), eight), "not understood"},
      {npy(edited("(2,)", "(99999999999999999999,)"), eight), "not understood"},
      {npy(edited("(2,)", "(4611686018427387904, 4)"), eight), "no memory"},
      {npy(edited("'shape'", "'shapes'"), eight), "not understood"},
      {npy(edited("False", "Maybe"), eight), "not understood"},
      {npy("", eight), "not understood"},
  };
  for (const Case &c : cases) {
    Tensor tensor;
    EXPECT_THAT(parseNpy(c.file, tensor), HasSubstr(c.message));
  }
  // Every prefix of a good file is a bad one.
  std::vector<char> whole = npy(good, eight);
  for (size_t i = 0; i != whole.size(); ++i) {
    Tensor tensor;
    EXPECT_NE(parseNpy({whole.begin(), whole.begin() + int64_t(i)}, tensor), "")
        << i;
  }
}

} // namespace
