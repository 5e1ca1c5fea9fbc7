//===- CostModelTest.cpp - what predictions say ---------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Kernel/CostModel.h"

#include "mlir/IR/MLIRContext.h"
#include "gtest/gtest.h"

using namespace lutra;
using namespace lutra::kernel;

namespace {

class CostModel : public testing::Test {
protected:
  CostModel() { context.loadDialect<lowbit::LowbitDialect, lut::LutDialect>(); }

  lut::TargetAttr getTarget(unsigned bits) {
    using lut::Feature;
    Feature features = Feature::AVX2;
    if (bits == 512)
      features = features | Feature::AVX512 | Feature::VNNI | Feature::VBMI;
    return lut::TargetAttr::get(&context, "test", bits, bits == 512 ? 32 : 16,
                                features);
  }

  Contraction getContraction(int64_t rows, int64_t places, bool isFloat) {
    Contraction contraction;
    contraction.format = lowbit::TernaryFormatAttr::get(&context);
    contraction.layout = lowbit::PlanesLayoutAttr::get(&context, 2, 64, places);
    contraction.activation = isFloat ? lowbit::ActivationKind::Float
                                     : lowbit::ActivationKind::Int8Token;
    contraction.rows = rows;
    contraction.places = places;
    return contraction;
  }

  mlir::MLIRContext context;
};

TEST_F(CostModel, SaysWhyAFamilyIsNoChoice) {
  Ranking ranking = rankKernels(getContraction(256, 256, /*isFloat=*/false),
                                getTarget(512), *getDevice("zen4"), 1);
  ASSERT_EQ(ranking.predictions.size(), 1u);
  EXPECT_EQ(ranking.predictions[0].family->getName(), "dot");
  bool told = false;
  for (auto &[name, why] : ranking.refusals)
    told |= name == "dequant" && why == "activations are int8 codes";
  EXPECT_TRUE(told);
}

/// Yardsticks measured on this processor: 168 GMAC/s for one token, 227 for
/// many, and 50 in floats.
TEST_F(CostModel, PredictsWhatWasMeasuredOnZen4) {
  struct Measured {
    bool isFloat;
    int64_t tokens;
    double gigamacs;
  };
  for (Measured measured : {Measured{false, 1, 168}, Measured{false, 32, 226},
                            Measured{true, 128, 50}}) {
    Ranking ranking =
        rankKernels(getContraction(4096, 4096, measured.isFloat),
                    getTarget(512), *getDevice("zen4"), measured.tokens);
    ASSERT_FALSE(ranking.predictions.empty());
    double macs = 4096.0 * 4096.0 * double(measured.tokens);
    double predicted = macs / ranking.predictions[0].nanoseconds;
    EXPECT_NEAR(predicted, measured.gigamacs, 0.25 * measured.gigamacs)
        << measured.tokens << " tokens";
  }
}

TEST_F(CostModel, OneTokenHasAKernelOfItsOwn) {
  llvm::SmallVector<RangeOfTokens> ranges =
      selectKernels(getContraction(704, 256, /*isFloat=*/false), getTarget(512),
                    *getDevice("zen4"));
  ASSERT_GE(ranges.size(), 2u);
  EXPECT_EQ(ranges[0].tokens, 1);
  EXPECT_EQ(ranges[0].prediction.knobs.tokens, 1);
  EXPECT_EQ(ranges[1].tokens, 2);
  EXPECT_GT(ranges[1].prediction.knobs.tokens, 1);
}

TEST_F(CostModel, NobodyTakesSumsThatDoNotFit) {
  Contraction contraction = getContraction(64, 70016, /*isFloat=*/false);
  contraction.format = lowbit::IntFormatAttr::get(&context, 8, 0);
  contraction.layout = lowbit::PlanesLayoutAttr::get(&context, 8, 64, 70016);
  EXPECT_TRUE(
      selectKernels(contraction, getTarget(512), *getDevice("zen4")).empty());
}

TEST_F(CostModel, KnobsSurviveAnAttribute) {
  Knobs knobs{64, 4, 3, 2, 8192, 32, 100};
  std::optional<Knobs> read = Knobs::fromAttr(knobs.toAttr(&context));
  ASSERT_TRUE(read);
  EXPECT_TRUE(*read == knobs);
  mlir::Builder b(&context);
  EXPECT_FALSE(Knobs::fromAttr(
      b.getDictionaryAttr(b.getNamedAttr("unknown", b.getI64IntegerAttr(1)))));
}

} // namespace
