//===- FormatTest.cpp - what codes are worth ------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Lowbit/Lowbit.h"

#include "mlir/AsmParser/AsmParser.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/MLIRContext.h"
#include "gtest/gtest.h"

using namespace mlir;
using namespace lutra::lowbit;

namespace {

class Format : public ::testing::Test {
protected:
  Format()
      : handler(&context,
                [&](Diagnostic &diagnostic) { message = diagnostic.str(); }) {
    context.loadDialect<LowbitDialect>();
  }

  FormatAttrInterface parse(StringRef text) {
    return dyn_cast_or_null<FormatAttrInterface>(
        parseAttribute(text, &context));
  }

  MLIRContext context;
  std::string message;
  ScopedDiagnosticHandler handler;
};

/// For integers, codes are consecutive, which decompositions rely on.
void expectConsecutive(FormatAttrInterface format) {
  ASSERT_TRUE(format.isInteger());
  EXPECT_LE(format.getNumCodes(), 1u << format.getStorageBits());
  for (unsigned code = 0; code < format.getNumCodes(); ++code)
    EXPECT_EQ(format.decode(code), code + format.decode(0));
}

TEST_F(Format, Integers) {
  for (unsigned bits = 1; bits <= 8; ++bits) {
    FormatAttrInterface format = IntFormatAttr::get(&context, bits, 0);
    EXPECT_EQ(format.getStorageBits(), bits);
    EXPECT_EQ(format.getNumCodes(), 1u << bits);
    EXPECT_EQ(format.decode(0), 0.0);
    EXPECT_TRUE(format.takesZeroPoints());
    expectConsecutive(format);
  }
}

TEST_F(Format, IntegersWithAZeroPoint) {
  FormatAttrInterface format = parse("#lowbit.int<bits = 4, zero_point = 8>");
  ASSERT_TRUE(format);
  EXPECT_EQ(format.decode(0), -8.0);
  EXPECT_EQ(format.decode(15), 7.0);
  EXPECT_FALSE(format.takesZeroPoints());
  expectConsecutive(format);
}

TEST_F(Format, Ternary) {
  FormatAttrInterface format = parse("#lowbit.ternary");
  ASSERT_TRUE(format);
  EXPECT_EQ(format.getStorageBits(), 2u);
  EXPECT_EQ(format.getNumCodes(), 3u);
  EXPECT_EQ(format.decode(0), -1.0);
  EXPECT_EQ(format.decode(1), 0.0);
  EXPECT_EQ(format.decode(2), 1.0);
  EXPECT_FALSE(format.takesZeroPoints());
  expectConsecutive(format);
}

TEST_F(Format, Vectors) {
  auto format = cast<VectorCodebookFormatAttr>(
      parse("#lowbit.vector_codebook<bits = 2, length = 2, books = 2, values = "
            "[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, -1.0, -2.0, -3.0, -4.0, -5.0, "
            "-6.0]>"));
  EXPECT_FALSE(format.isInteger());
  EXPECT_FALSE(format.takesZeroPoints());
  EXPECT_EQ(format.getNumCodes(), 3u);
  // Two bytes for each two of K, also where there is but one.
  FormatAttrInterface any = format;
  EXPECT_EQ(any.countCodeBytes(4), 4);
  EXPECT_EQ(any.countCodeBytes(5), 6);
  float table[] = {1, 2, 3, 4, 5, 6, 0, 0, -1, -2, -3, -4, -5, -6, 0, 0};
  EXPECT_EQ(ArrayRef<float>(format.getTable()), ArrayRef(table));
  any = parse("#lowbit.vector_codebook<bits = 9, length = 8, values = []>");
  EXPECT_EQ(any.countCodeBytes(16), 4);
  EXPECT_EQ(any.getNumCodes(), 512u);
}

TEST_F(Format, WidthsOutsideABytesAreRefused) {
  EXPECT_FALSE(parse("#lowbit.int<bits = 0>"));
  EXPECT_EQ(message, "expects 1 to 8 bits, got 0");
  EXPECT_FALSE(parse("#lowbit.int<bits = 9>"));
  EXPECT_EQ(message, "expects 1 to 8 bits, got 9");
}

TEST_F(Format, ZeroPointsThatAreNoCodesAreRefused) {
  EXPECT_FALSE(parse("#lowbit.int<bits = 2, zero_point = 4>"));
  EXPECT_EQ(message, "expects a zero point of 2 bits, got 4");
}

} // namespace
