//===- LutTest.cpp - the lut ops on every kind of target ------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each test is compiled for processors with less and less, with exactly their
// features, so that an instruction one of them lacks ends the compiler. What
// this machine can run is run, on numbers that reach all the limits, and
// compared with what the ops are defined to be.
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Lut/Lut.h"
#include "Program.h"
#include "lutra/Pipelines/InitAll.h"
#include "lutra/Target/CPU/CPU.h"
#include "lutra/Target/CPU/Passes.h"
#include "lutra/Target/CPU/Variants.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "gtest/gtest.h"

#include <random>

using namespace lutra;
using namespace lutra::test;

namespace {

CpuVariant extend(CpuVariant variant, const char *name, const char *feature) {
  variant.name = name;
  variant.features.push_back(feature);
  variant.targetFeatures += (variant.targetFeatures.empty() ? "+" : ",+");
  variant.targetFeatures += feature;
  return variant;
}

/// Every combination that the emitter distinguishes.
std::vector<CpuVariant> getKinds() {
  CpuVariant avx2 = getBaselineVariant(), avx512 = getAvx512Variant();
  CpuVariant oldest = avx2;
  oldest.name = "x86_64_v2";
  oldest.cpu = "x86-64-v2";
  oldest.features = {"sse4.2"};
  return {getAvx512VbmiVariant(),
          extend(avx512, "vbmi", "avx512vbmi"),
          extend(avx512, "vnni", "avx512vnni"),
          extend(avx512, "gfni", "gfni"),
          avx512,
          extend(avx2, "avxvnni", "avxvnni"),
          avx2,
          oldest};
}

/// Code for all kinds, out of the body of a function on buffers.
std::unique_ptr<Program> compile(const std::string &parameters,
                                 const std::string &body) {
  mlir::DialectRegistry registry;
  registerAllDialects(registry);
  mlir::MLIRContext context(registry, mlir::MLIRContext::Threading::DISABLED);
  std::string text =
      "func.func @main(%call: !llvm.ptr, %weights: memref<?xi8>, " +
      parameters + ") {\n  %c0 = arith.constant 0 : index\n" + body +
      "  return\n}\n";
  mlir::OpBuilder builder(&context);
  mlir::OwningOpRef<mlir::ModuleOp> module =
      mlir::ModuleOp::create(builder.getUnknownLoc());
  context.loadDialect<lut::LutDialect>();
  for (const CpuVariant &kind : getKinds()) {
    auto nested = mlir::parseSourceString<mlir::ModuleOp>(text, &context);
    if (!nested) {
      ADD_FAILURE() << text;
      return nullptr;
    }
    setVariant(*nested, kind);
    module->push_back(nested.release());
  }
  mlir::PassManager pm(&context);
  buildCpuTargetPipeline(pm.nest<mlir::ModuleOp>());
  if (mlir::failed(pm.run(*module))) {
    ADD_FAILURE() << text;
    return nullptr;
  }
  return Program::link(*module);
}

/// Loads and stores of whole buffers.
std::string load(const std::string &name, const std::string &shape) {
  return "  %v" + name + " = vector.load %" + name + "[%c0] : memref<" + shape +
         ">, vector<" + shape + ">\n";
}
std::string store(const std::string &value, const std::string &name,
                  const std::string &shape) {
  return "  vector.store " + value + ", %" + name + "[%c0] : memref<" + shape +
         ">, vector<" + shape + ">\n";
}
std::string parameter(const std::string &name, const std::string &shape) {
  return "%" + name + ": memref<" + shape + ">";
}

std::string shapeText(size_t lanes, const char *element) {
  return std::to_string(lanes) + "x" + element;
}

/// Numbers from a range, its ends more often than others.
template <typename T>
std::vector<T> numbers(size_t count, int64_t low, int64_t high, int seed) {
  std::mt19937 random(seed);
  std::vector<T> values;
  for (size_t i = 0; i < count; ++i) {
    uint32_t choice = random() % 6;
    uint64_t span = uint64_t(high - low) + 1;
    values.push_back(T(choice == 0   ? low
                       : choice == 1 ? high
                                     : low + int64_t(random() % span)));
  }
  return values;
}

void testDot(size_t lanes, int maxCode) {
  SCOPED_TRACE(testing::Message() << lanes << " lanes, codes <= " << maxCode);
  std::string words = shapeText(lanes, "i32"),
              bytes = shapeText(4 * lanes, "i8");
  auto program = compile(
      parameter("acc", words) + ", " + parameter("codes", bytes) + ", " +
          parameter("acts", bytes),
      load("acc", words) + load("codes", bytes) + load("acts", bytes) +
          "  %r = lut.dot %vacc, %vcodes, %vacts {max_code = " +
          std::to_string(maxCode) + " : i64} : vector<" + words + ">, vector<" +
          bytes + ">, vector<" + bytes + ">\n" + store("%r", "acc", words));
  ASSERT_TRUE(program);
  for (int round = 0; round < 4; ++round) {
    auto codes = numbers<uint8_t>(4 * lanes, 0, maxCode, round);
    auto acts = numbers<int8_t>(4 * lanes, -128, 127, round + 100);
    if (round == 1) { // The greatest and the least sum there is.
      codes.assign(codes.size(), maxCode);
      for (size_t i = 0; i < acts.size(); ++i)
        acts[i] = i / 4 % 2 ? 127 : -128;
    }
    auto acc = numbers<int32_t>(lanes, INT32_MIN, INT32_MAX, round + 200);
    std::vector<int32_t> expected = acc;
    for (size_t i = 0; i < codes.size(); ++i)
      expected[i / 4] = int32_t(uint32_t(expected[i / 4]) +
                                uint32_t(int(codes[i]) * int(acts[i])));
    for (const std::string &variant : program->getVariants()) {
      std::vector<int32_t> result = acc;
      program->call(variant, {Buffer(result, {int64_t(lanes)}),
                              Buffer(codes, {int64_t(codes.size())}),
                              Buffer(acts, {int64_t(acts.size())})});
      EXPECT_EQ(result, expected) << variant;
    }
  }
}

TEST(Lut, Dot) {
  for (size_t lanes : {4, 8, 12, 16, 20, 64})
    testDot(lanes, 3);
  // Around the bounds of sums in 16 bits.
  for (int maxCode : {1, 127, 128, 129, 255})
    testDot(16, maxCode);
}

template <typename T>
void testLookup(size_t entries, size_t lanes, const char *element) {
  SCOPED_TRACE(testing::Message()
               << entries << " x " << element << ", " << lanes << " codes");
  std::string table = shapeText(entries, element),
              bytes = shapeText(lanes, "i8"), out = shapeText(lanes, element);
  auto program =
      compile(parameter("table", table) + ", " + parameter("codes", bytes) +
                  ", " + parameter("out", out),
              load("table", table) + load("codes", bytes) +
                  "  %r = lut.lookup %vtable, %vcodes : vector<" + table +
                  ">, vector<" + bytes + "> -> vector<" + out + ">\n" +
                  store("%r", "out", out));
  ASSERT_TRUE(program);
  auto values = numbers<T>(entries, -128, 127, 1);
  // Every code occurs, as long as there is room.
  auto codes = numbers<uint8_t>(lanes, 0, entries - 1, 2);
  for (size_t round = 0; round * lanes < entries + lanes; ++round) {
    std::vector<T> expected;
    for (size_t i = 0; i < lanes; ++i) {
      if (round > 0)
        codes[i] = ((round - 1) * lanes + i) % entries;
      expected.push_back(values[codes[i]]);
    }
    for (const std::string &variant : program->getVariants()) {
      std::vector<T> result(lanes, T(99));
      program->call(variant, {Buffer(values, {int64_t(entries)}),
                              Buffer(codes, {int64_t(lanes)}),
                              Buffer(result, {int64_t(lanes)})});
      EXPECT_EQ(result, expected) << variant;
    }
  }
}

TEST(Lut, LookupOfBytes) {
  for (size_t entries : {1, 3, 16, 17, 64, 65, 128, 129, 256})
    testLookup<int8_t>(entries, 64, "i8");
  for (size_t lanes : {1, 5, 16, 33, 100})
    testLookup<int8_t>(81, lanes, "i8");
}

TEST(Lut, LookupOfWords) {
  for (size_t entries : {2, 8, 9, 16, 17, 32, 33})
    testLookup<float>(entries, 16, "f32");
  for (size_t lanes : {3, 8, 40})
    testLookup<int32_t>(13, lanes, "i32");
}

/// Sums of table entries over several steps, as the inner loop of a look-up
/// kernel makes them, against products with digits.
void testTrits(unsigned digits, size_t entries, size_t lanes) {
  SCOPED_TRACE(testing::Message() << digits << " digits, " << entries
                                  << " entries, " << lanes << " lanes");
  constexpr size_t steps = 51; // 51 * 641 is the most that 16 bits hold.
  int limit = 1;
  for (unsigned j = 0; j < digits; ++j)
    limit *= 3;
  limit = (limit - 1) / 2;

  std::string acts = shapeText(digits, "i8"), plane = shapeText(entries, "i8"),
              bytes = shapeText(lanes, "i8"), shorts = shapeText(lanes, "i16"),
              words = shapeText(lanes, "i32");
  std::string allActs = shapeText(steps * digits, "i8"),
              allCodes = shapeText(steps * lanes, "i8");
  std::string body =
      "  %c1 = arith.constant 1 : index\n  %steps = arith.constant " +
      std::to_string(steps) + " : index\n  %digits = arith.constant " +
      std::to_string(digits) + " : index\n  %lanes = arith.constant " +
      std::to_string(lanes) +
      " : index\n  %zero = arith.constant dense<0> : vector<" + shorts + ">\n" +
      load("out", words) +
      "  %acc = scf.for %i = %c0 to %steps step %c1 iter_args(%old = %zero) "
      "-> (vector<" +
      shorts + ">) {\n    %a = arith.muli %i, %digits : index\n" +
      "    %k = arith.muli %i, %lanes : index\n" +
      "    %x = vector.load %acts[%a] : memref<" + allActs + ">, vector<" +
      acts + ">\n    %c = vector.load %codes[%k] : memref<" + allCodes +
      ">, vector<" + bytes +
      ">\n    %low, %high = lut.build_trits %x : vector<" + acts +
      "> -> vector<" + plane +
      ">\n    %new = lut.accumulate %old, planes(%low, %high), %c : vector<" +
      shorts + ">, vector<" + plane + ">, vector<" + bytes +
      ">\n    scf.yield %new : vector<" + shorts + ">\n  }\n";
  body += "  %wide = lut.flush %vout, %acc"
          " interval = 51 max_term = 641 : vector<" +
          words + ">, vector<" + shorts +
          ">\n  %r = lut.unpermute %wide : vector<" + words + ">\n" +
          store("%r", "out", words);
  auto program =
      compile(parameter("acts", allActs) + ", " + parameter("codes", allCodes) +
                  ", " + parameter("out", words),
              body);
  ASSERT_TRUE(program);

  for (int round = 0; round < 3; ++round) {
    // Round 1 has the greatest sums of all, round 2 the least.
    auto acts = numbers<int8_t>(steps * digits, -128, 127, round);
    auto values = numbers<int8_t>(steps * lanes, -limit, limit, round + 50);
    if (round != 0) {
      acts.assign(acts.size(), -128);
      values.assign(values.size(), round == 1 ? -limit : limit);
    }
    std::vector<uint8_t> codes;
    std::vector<int32_t> before = numbers<int32_t>(lanes, -1000, 1000, 7);
    // `out` is read in unpacked order.
    std::vector<int32_t> expected(lanes);
    for (size_t lane = 0; lane < lanes; ++lane)
      expected[lut::getUnpackedCode(lane, lanes)] = before[lane];
    for (size_t i = 0; i < values.size(); ++i) {
      int value = values[i];
      codes.push_back(value < 0 ? 128 | -value : value);
      int32_t sum = 0;
      auto trits = lut::getTrits(std::abs(value), digits);
      for (unsigned j = 0; j < digits; ++j)
        sum += trits[j] * acts[i / lanes * digits + j];
      expected[i % lanes] += value < 0 ? -sum - 1 : sum;
    }
    for (const std::string &variant : program->getVariants()) {
      std::vector<int32_t> result = before;
      program->call(variant, {Buffer(acts, {int64_t(acts.size())}),
                              Buffer(codes, {int64_t(codes.size())}),
                              Buffer(result, {int64_t(lanes)})});
      EXPECT_EQ(result, expected) << variant;
    }
  }
}

TEST(Lut, TritsOfAllLengths) {
  testTrits(5, 128, 64);
  testTrits(5, 122, 16);
  testTrits(3, 14, 48);
  testTrits(3, 64, 32);
  testTrits(1, 2, 80);
}

TEST(Lut, TritsAreTheDigitsOfAnEntry) {
  for (int entry = 0; entry <= 121; ++entry) {
    int value = 0, power = 1;
    for (int digit : lut::getTrits(entry, 5)) {
      EXPECT_TRUE(digit >= -1 && digit <= 1);
      value += digit * power;
      power *= 3;
    }
    EXPECT_EQ(value, entry);
  }
}

TEST(Lut, UnpackedOrderIsAPermutation) {
  for (int64_t lanes : {16, 48, 64, 128}) {
    std::vector<int> seen(lanes);
    for (int64_t lane = 0; lane < lanes; ++lane)
      ++seen[lut::getUnpackedCode(lane, lanes)];
    EXPECT_EQ(seen, std::vector<int>(lanes, 1));
  }
}

} // namespace
