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
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "gtest/gtest.h"

#include <cmath>
#include <cstring>
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
          extend(avx512, "bf16", "avx512bf16"),
          avx512,
          extend(avx2, "avxvnni", "avxvnni"),
          avx2,
          oldest};
}

std::string shapeText(size_t lanes, const char *element) {
  return std::to_string(lanes) + "x" + element;
}
std::string vectorText(const std::string &shape) {
  return "vector<" + shape + ">";
}

/// An op in a function on buffers, numbers for them, and what must come out.
class Case {
public:
  virtual ~Case() = default;
  /// Chooses the numbers of a round and computes what is expected.
  virtual void prepare(int round) = 0;
  /// The buffers, in the order in which they were declared, with outputs set
  /// back to what they hold before.
  virtual std::vector<Buffer> reset() = 0;
  virtual void check(const std::string &what) = 0;

  /// Declares a buffer of that shape.
  void addBuffer(const std::string &name, const std::string &shape) {
    parameters.push_back("%" + name + ": memref<" + shape + ">");
    types.push_back("memref<" + shape + ">");
  }
  /// Declares one, and loads all of it as a value of the same name.
  void addInput(const std::string &name, const std::string &shape) {
    addBuffer(name + "_in", shape);
    body += "  %" + name + " = vector.load %" + name + "_in[%c0] : memref<" +
            shape + ">, " + vectorText(shape) + "\n";
  }
  void addStore(const std::string &value, const std::string &buffer,
                const std::string &shape) {
    body += "  vector.store %" + value + ", %" + buffer + "[%c0] : memref<" +
            shape + ">, " + vectorText(shape) + "\n";
  }

  std::vector<std::string> parameters, types;
  std::string body;
};

using Cases = std::vector<std::unique_ptr<Case>>;

/// A module with a function for each case, and one that calls them all.
std::string getText(const Cases &cases) {
  std::string functions, parameters, calls;
  for (auto [i, one] : llvm::enumerate(cases)) {
    std::string name = "case" + std::to_string(i), values, types;
    for (auto [j, type] : llvm::enumerate(one->types)) {
      std::string buffer = "%" + name + "_" + std::to_string(j);
      parameters += ", " + buffer + ": " + type;
      values += ", " + buffer;
      types += ", " + type;
    }
    functions += "func.func private @" + name + "(%call: !llvm.ptr, " +
                 llvm::join(one->parameters, ", ") +
                 ") {\n  %c0 = arith.constant 0 : index\n" + one->body +
                 "  return\n}\n";
    calls += "  call @" + name + "(%call" + values + ") : (!llvm.ptr" + types +
             ") -> ()\n";
  }
  return functions +
         "func.func @main(%call: !llvm.ptr, %weights: memref<?xi8>" +
         parameters + ") {\n" + calls + "  return\n}\n";
}

/// Code for all kinds.
std::unique_ptr<Program> compile(const std::string &text) {
  mlir::DialectRegistry registry;
  registerAllDialects(registry);
  mlir::MLIRContext context(registry, mlir::MLIRContext::Threading::DISABLED);
  mlir::OpBuilder builder(&context);
  mlir::OwningOpRef<mlir::ModuleOp> module =
      mlir::ModuleOp::create(builder.getUnknownLoc());
  for (const CpuVariant &kind : getKinds()) {
    auto nested = mlir::parseSourceString<mlir::ModuleOp>(text, &context);
    if (!nested)
      return nullptr;
    setVariant(*nested, kind);
    module->push_back(nested.release());
  }
  mlir::PassManager pm(&context);
  buildCpuTargetPipeline(pm.nest<mlir::ModuleOp>());
  if (mlir::failed(pm.run(*module)))
    return nullptr;
  return Program::link(*module);
}

void run(const Cases &cases, int rounds) {
  std::string text = getText(cases);
  auto program = compile(text);
  ASSERT_TRUE(program) << text;
  for (int round = 0; round < rounds; ++round) {
    for (const auto &one : cases)
      one->prepare(round);
    for (const std::string &variant : program->getVariants()) {
      std::vector<Buffer> buffers;
      for (const auto &one : cases)
        llvm::append_range(buffers, one->reset());
      program->call(variant, buffers);
      for (const auto &one : cases)
        one->check(variant + ", round " + std::to_string(round) + "\n" +
                   one->body);
    }
  }
}

template <typename T> Buffer getBuffer(std::vector<T> &data) {
  return Buffer(data, {int64_t(data.size())});
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

//===----------------------------------------------------------------------===//
// lut.dot
//===----------------------------------------------------------------------===//

class DotCase : public Case {
public:
  DotCase(size_t lanes, int maxCode) : lanes(lanes), maxCode(maxCode) {
    std::string words = shapeText(lanes, "i32"),
                bytes = shapeText(4 * lanes, "i8");
    addInput("acc", words);
    addInput("codes", bytes);
    addInput("acts", bytes);
    body += "  %r = lut.dot %acc, %codes, %acts {max_code = " +
            std::to_string(maxCode) + " : i64} : " + vectorText(words) + ", " +
            vectorText(bytes) + ", " + vectorText(bytes) + "\n";
    addStore("r", "acc_in", words);
  }

  void prepare(int round) override {
    codes = numbers<uint8_t>(4 * lanes, 0, maxCode, round);
    acts = numbers<int8_t>(4 * lanes, -128, 127, round + 100);
    if (round == 1) { // The greatest and the least sum there is.
      codes.assign(codes.size(), maxCode);
      for (size_t i = 0; i < acts.size(); ++i)
        acts[i] = i / 4 % 2 ? 127 : -128;
    }
    acc = numbers<int32_t>(lanes, INT32_MIN, INT32_MAX, round + 200);
    expected = acc;
    for (size_t i = 0; i < codes.size(); ++i)
      expected[i / 4] = int32_t(uint32_t(expected[i / 4]) +
                                uint32_t(int(codes[i]) * int(acts[i])));
  }
  std::vector<Buffer> reset() override {
    result = acc;
    return {getBuffer(result), getBuffer(codes), getBuffer(acts)};
  }
  void check(const std::string &what) override {
    EXPECT_EQ(result, expected) << what;
  }

private:
  size_t lanes;
  int maxCode;
  std::vector<uint8_t> codes;
  std::vector<int8_t> acts;
  std::vector<int32_t> acc, expected, result;
};

TEST(Lut, Dot) {
  Cases cases;
  for (size_t lanes : {4, 8, 12, 16, 20, 64})
    cases.push_back(std::make_unique<DotCase>(lanes, 3));
  // Around the bounds of sums in 16 bits.
  for (int maxCode : {1, 127, 128, 129, 255})
    cases.push_back(std::make_unique<DotCase>(16, maxCode));
  run(cases, 4);
}

//===----------------------------------------------------------------------===//
// lut.dot_pairs
//===----------------------------------------------------------------------===//

template <typename To, typename From> To bitsAs(From from) {
  static_assert(sizeof(To) == sizeof(From));
  To to;
  memcpy(&to, &from, sizeof(to));
  return to;
}

class DotPairsCase : public Case {
public:
  explicit DotPairsCase(size_t lanes) : lanes(lanes) {
    std::string floats = shapeText(lanes, "f32"),
                pairs = shapeText(2 * lanes, "bf16");
    addInput("acc", floats);
    addInput("lhs", pairs);
    addInput("rhs", pairs);
    body += "  %r = lut.dot_pairs %acc, %lhs, %rhs : " + vectorText(floats) +
            ", " + vectorText(pairs) + "\n";
    addStore("r", "acc_in", floats);
  }

  void prepare(int round) override {
    std::mt19937 random(round);
    // Numbers of one size, then those around the least and the greatest.
    auto draw = [&](int low, int high) {
      uint32_t exponent = low + random() % (high - low);
      return (random() & 0x807fffff) | exponent << 23;
    };
    int least = round % 3 == 1 ? 0 : round % 3 == 2 ? 180 : 120;
    int most = round % 3 == 1 ? 70 : round % 3 == 2 ? 196 : 134;
    lhs.clear();
    rhs.clear();
    acc.clear();
    for (size_t i = 0; i < 2 * lanes; ++i) {
      lhs.push_back(uint16_t(draw(least, most) >> 16));
      rhs.push_back(uint16_t(draw(round % 3 == 1 ? 60 : least, most) >> 16));
    }
    for (size_t i = 0; i < lanes; ++i)
      acc.push_back(draw(round % 3 == 1 ? 0 : 110, round % 3 == 1 ? 3 : 254));
    expected.clear();
    for (size_t i = 0; i < lanes; ++i) {
      float sum = flush(bitsAs<float>(acc[i]));
      for (size_t j : {2 * i + 1, 2 * i})
        sum = flush(std::fma(widen(lhs[j]), widen(rhs[j]), sum));
      expected.push_back(bitsAs<uint32_t>(sum));
    }
  }
  std::vector<Buffer> reset() override {
    result = acc;
    return {getBuffer(result), getBuffer(lhs), getBuffer(rhs)};
  }
  void check(const std::string &what) override {
    EXPECT_EQ(result, expected) << what;
  }

private:
  static float flush(float value) {
    return std::fabs(value) < 0x1p-126f ? std::copysign(0.0f, value) : value;
  }
  static float widen(uint16_t half) {
    return flush(bitsAs<float>(uint32_t(half) << 16));
  }

  size_t lanes;
  std::vector<uint16_t> lhs, rhs;
  std::vector<uint32_t> acc, expected, result;
};

TEST(Lut, DotPairs) {
  Cases cases;
  for (size_t lanes : {1, 4, 16, 20, 48})
    cases.push_back(std::make_unique<DotPairsCase>(lanes));
  run(cases, 9);
}

//===----------------------------------------------------------------------===//
// lut.lookup
//===----------------------------------------------------------------------===//

template <typename T> class LookupCase : public Case {
public:
  /// Codes are as wide as entries where `isWide`.
  LookupCase(size_t entries, size_t lanes, const char *element,
             bool isWide = false)
      : table(numbers<T>(entries, -128, 127, 1)), lanes(lanes) {
    std::string entryShape = shapeText(entries, element),
                bytes = shapeText(lanes, "i8"), out = shapeText(lanes, element);
    addInput("table", entryShape);
    addInput("codes", bytes);
    addBuffer("out", out);
    std::string index = "%codes", indices = vectorText(bytes);
    if (isWide) {
      std::string wide = vectorText(out);
      body +=
          "  %wide = arith.extui %codes : " + indices + " to " + wide + "\n";
      index = "%wide";
      indices = wide;
    }
    body += "  %r = lut.lookup %table, " + index + " : " +
            vectorText(entryShape) + ", " + indices + " -> " + vectorText(out) +
            "\n";
    addStore("r", "out", out);
  }

  void prepare(int round) override {
    // Random codes first, then all there are in their order.
    codes = numbers<uint8_t>(lanes, 0, table.size() - 1, 2);
    expected.clear();
    for (size_t i = 0; i < lanes; ++i) {
      if (round > 0)
        codes[i] = ((round - 1) * lanes + i) % table.size();
      expected.push_back(table[codes[i]]);
    }
  }
  std::vector<Buffer> reset() override {
    result.assign(lanes, T(99));
    return {getBuffer(table), getBuffer(codes), getBuffer(result)};
  }
  void check(const std::string &what) override {
    EXPECT_EQ(result, expected) << what;
  }

private:
  std::vector<T> table, expected, result;
  std::vector<uint8_t> codes;
  size_t lanes;
};

TEST(Lut, LookupOfBytes) {
  Cases cases;
  for (size_t entries : {1, 3, 16, 17, 64, 65, 128, 129, 256})
    cases.push_back(std::make_unique<LookupCase<int8_t>>(entries, 64, "i8"));
  for (size_t lanes : {1, 5, 16, 33, 100})
    cases.push_back(std::make_unique<LookupCase<int8_t>>(81, lanes, "i8"));
  run(cases, 5);
}

TEST(Lut, LookupOfWords) {
  Cases cases;
  for (size_t entries : {2, 8, 9, 16, 17, 32, 33})
    cases.push_back(std::make_unique<LookupCase<float>>(entries, 16, "f32"));
  for (size_t lanes : {3, 8, 40})
    cases.push_back(std::make_unique<LookupCase<int32_t>>(13, lanes, "i32"));
  run(cases, 4);
}

TEST(Lut, LookupOfShorts) {
  Cases cases;
  for (size_t entries : {2, 16, 31, 32, 33, 64, 65, 128, 200, 256})
    for (bool isWide : {false, true})
      cases.push_back(
          std::make_unique<LookupCase<int16_t>>(entries, 32, "i16", isWide));
  for (size_t lanes : {3, 16, 40})
    cases.push_back(
        std::make_unique<LookupCase<int16_t>>(50, lanes, "i16", true));
  run(cases, 9);
}

//===----------------------------------------------------------------------===//
// The other ops, as the inner loop of a look-up kernel has them
//===----------------------------------------------------------------------===//

class TritsCase : public Case {
public:
  TritsCase(unsigned digits, size_t entries, size_t lanes)
      : digits(digits), lanes(lanes) {
    std::string acts = shapeText(digits, "i8"),
                plane = shapeText(entries, "i8"),
                bytes = shapeText(lanes, "i8"),
                shorts = vectorText(shapeText(lanes, "i16")),
                words = shapeText(lanes, "i32"),
                allActs = shapeText(numSteps * digits, "i8"),
                allCodes = shapeText(numSteps * lanes, "i8");
    addBuffer("acts", allActs);
    addBuffer("codes", allCodes);
    addInput("out", words);
    auto constant = [&](const char *name, size_t value) {
      body += std::string("  %") + name + " = arith.constant " +
              std::to_string(value) + " : index\n";
    };
    constant("one", 1);
    constant("steps", numSteps);
    constant("digits", digits);
    constant("lanes", lanes);
    body += "  %zero = arith.constant dense<0> : " + shorts +
            "\n  %acc = scf.for %i = %c0 to %steps step %one "
            "iter_args(%old = %zero) -> (" +
            shorts +
            ") {\n    %a = arith.muli %i, %digits : index\n"
            "    %k = arith.muli %i, %lanes : index\n"
            "    %x = vector.load %acts[%a] : memref<" +
            allActs + ">, " + vectorText(acts) +
            "\n    %c = vector.load %codes[%k] : memref<" + allCodes + ">, " +
            vectorText(bytes) +
            "\n    %low, %high = lut.build_trits %x : " + vectorText(acts) +
            " -> " + vectorText(plane) +
            "\n    %new = lut.accumulate %old, planes(%low, %high), %c : " +
            shorts + ", " + vectorText(plane) + ", " + vectorText(bytes) +
            "\n    scf.yield %new : " + shorts +
            "\n  }\n  %wide = lut.flush %out, %acc interval = 51 "
            "max_term = 641 : " +
            vectorText(words) + ", " + shorts +
            "\n  %r = lut.unpermute %wide : " + vectorText(words) + "\n";
    addStore("r", "out_in", words);
  }

  void prepare(int round) override {
    int limit = 1;
    for (unsigned j = 0; j < digits; ++j)
      limit *= 3;
    limit = (limit - 1) / 2;
    acts = numbers<int8_t>(numSteps * digits, -128, 127, round);
    auto values = numbers<int8_t>(numSteps * lanes, -limit, limit, round + 50);
    if (round !=
        0) { // Round 1 has the greatest sums of all, round 2 the least.
      acts.assign(acts.size(), -128);
      values.assign(values.size(), round == 1 ? -limit : limit);
    }
    before = numbers<int32_t>(lanes, -1000, 1000, 7);
    // `out` is read in unpacked order.
    expected.resize(lanes);
    for (size_t lane = 0; lane < lanes; ++lane)
      expected[lut::getUnpackedCode(lane, lanes)] = before[lane];
    codes.clear();
    for (size_t i = 0; i < values.size(); ++i) {
      int value = values[i], sum = 0;
      codes.push_back(value < 0 ? 128 | -value : value);
      auto trits = lut::getTrits(std::abs(value), digits);
      for (unsigned j = 0; j < digits; ++j)
        sum += trits[j] * acts[i / lanes * digits + j];
      expected[i % lanes] += value < 0 ? -sum - 1 : sum;
    }
  }
  std::vector<Buffer> reset() override {
    result = before;
    return {getBuffer(acts), getBuffer(codes), getBuffer(result)};
  }
  void check(const std::string &what) override {
    EXPECT_EQ(result, expected) << what;
  }

private:
  // 51 * 641 is the most that 16 bits hold.
  static constexpr size_t numSteps = 51;
  unsigned digits;
  size_t lanes;
  std::vector<int8_t> acts;
  std::vector<uint8_t> codes;
  std::vector<int32_t> before, expected, result;
};

TEST(Lut, TritsOfAllLengths) {
  Cases cases;
  cases.push_back(std::make_unique<TritsCase>(5, 128, 64));
  cases.push_back(std::make_unique<TritsCase>(5, 122, 16));
  cases.push_back(std::make_unique<TritsCase>(3, 14, 48));
  cases.push_back(std::make_unique<TritsCase>(3, 64, 32));
  cases.push_back(std::make_unique<TritsCase>(1, 2, 80));
  run(cases, 3);
}

/// Sums that are rounded to bytes, and sums of pairs of them.
class TritBytesCase : public Case {
public:
  TritBytesCase(unsigned digits, size_t entries, size_t lanes)
      : digits(digits), lanes(lanes) {
    std::string acts = shapeText(digits, "i16"),
                table = vectorText(shapeText(entries, "i8")),
                bytes = shapeText(lanes, "i8"),
                shorts = vectorText(shapeText(lanes, "i16")),
                words = shapeText(lanes, "i32"),
                allActs = shapeText(numSteps * digits, "i16"),
                allCodes = shapeText(numSteps * lanes, "i8");
    addBuffer("acts", allActs);
    addBuffer("codes", allCodes);
    addBuffer("factors", "1xi16");
    addInput("out", words);
    auto constant = [&](const char *name, size_t value) {
      body += std::string("  %") + name + " = arith.constant " +
              std::to_string(value) + " : index\n";
    };
    constant("one", 1);
    constant("steps", numSteps);
    constant("digits", digits);
    constant("lanes", lanes);
    body +=
        "  %factor = memref.load %factors[%c0] : memref<1xi16>\n"
        "  %zero = arith.constant dense<0> : " +
        shorts +
        "\n  %acc = scf.for %i = %c0 to %steps step %one "
        "iter_args(%old = %zero) -> (" +
        shorts +
        ") {\n    %a = arith.muli %i, %digits : index\n"
        "    %k = arith.muli %i, %lanes : index\n"
        "    %x = vector.load %acts[%a] : memref<" +
        allActs + ">, " + vectorText(acts) +
        "\n    %c = vector.load %codes[%k] : memref<" + allCodes + ">, " +
        vectorText(bytes) +
        "\n    %t = lut.build_trit_bytes %x, %factor : " + vectorText(acts) +
        " -> " + table +
        "\n    %new = lut.accumulate_bytes %old, %t, %c : " + shorts + ", " +
        table + ", " + vectorText(bytes) + "\n    scf.yield %new : " + shorts +
        "\n  }\n  %r = lut.flush_pairs %out, %acc interval = 257 "
        "max_term = 255 : " +
        vectorText(words) + ", " + shorts + "\n";
    addStore("r", "out_in", words);
  }

  void prepare(int round) override {
    constexpr int divisors[] = {1, 2, 3, 4, 5, 8};
    int divisor = divisors[round % 6], limit = 1;
    for (unsigned j = 0; j < digits; ++j)
      limit *= 3;
    limit = (limit - 1) / 2;
    factors = {int16_t(((1 << 14) + divisor - 1) / divisor)};
    int most = std::min(127 * divisor / int(digits), 127);
    acts = numbers<int16_t>(numSteps * digits, divisor == 8 ? -128 : -most,
                            most, round);
    auto values = numbers<int8_t>(numSteps * lanes, -limit, limit, round + 50);
    if (round == 6 || round == 7) { // The greatest sums of all, and the least.
      acts.assign(acts.size(), most);
      values.assign(values.size(), round == 6 ? limit : -limit);
    }
    before = numbers<int32_t>(lanes, -1000, 1000, 7);
    expected = before;
    codes.clear();
    for (size_t i = 0; i < values.size(); ++i) {
      int value = values[i], sum = 0;
      codes.push_back(value < 0 ? 128 | -value : value);
      auto trits = lut::getTrits(std::abs(value), digits);
      for (unsigned j = 0; j < digits; ++j)
        sum += trits[j] * acts[i / lanes * digits + j];
      int entry = int(std::floor(double(sum) / divisor + 0.5));
      size_t code = i % lanes;
      expected[code / 2 + code % 2 * (lanes / 2)] +=
          value < 0 ? 127 - entry : 128 + entry;
    }
  }
  std::vector<Buffer> reset() override {
    result = before;
    return {getBuffer(acts), getBuffer(codes), getBuffer(factors),
            getBuffer(result)};
  }
  void check(const std::string &what) override {
    EXPECT_EQ(result, expected) << what;
  }

private:
  // 257 * 255 is the most that 16 bits hold.
  static constexpr size_t numSteps = 257;
  unsigned digits;
  size_t lanes;
  std::vector<int16_t> acts;
  std::vector<uint8_t> codes;
  std::vector<int16_t> factors;
  std::vector<int32_t> before, expected, result;
};

TEST(Lut, TritBytesOfAllLengths) {
  Cases cases;
  cases.push_back(std::make_unique<TritBytesCase>(5, 128, 64));
  cases.push_back(std::make_unique<TritBytesCase>(5, 122, 16));
  cases.push_back(std::make_unique<TritBytesCase>(3, 14, 48));
  cases.push_back(std::make_unique<TritBytesCase>(1, 2, 80));
  run(cases, 8);
}

/// Numbers as two digits, looked up by their magnitudes and summed in bytes.
class DigitsCase : public Case {
public:
  explicit DigitsCase(size_t lanes) : lanes(lanes) {
    std::string bytes = shapeText(lanes, "i8"), plane = "16xi8",
                shorts = shapeText(lanes, "i16"),
                allCodes = shapeText(numTerms * lanes, "i8");
    addInput("acc", shorts);
    addInput("low_table", plane);
    addInput("high_table", plane);
    addBuffer("codes", allCodes);
    std::string low, high;
    for (size_t term = 0; term < numTerms; ++term) {
      std::string n = std::to_string(term);
      body += "  %at" + n + " = arith.constant " +
              std::to_string(term * lanes) + " : index\n  %code" + n +
              " = vector.load %codes[%at" + n + "] : memref<" + allCodes +
              ">, " + vectorText(bytes) + "\n";
      for (std::string *sum : {&low, &high}) {
        std::string name = sum == &low ? "low" : "high";
        body += "  %" + name + n + " = lut.lookup_signed %" + name +
                "_table, %code" + n + " : " + vectorText(plane) + ", " +
                vectorText(bytes) + "\n";
        if (!sum->empty())
          body += "  %" + name + "_sum" + n + " = arith.addi " + *sum + ", %" +
                  name + n + " : " + vectorText(bytes) + "\n";
        *sum = "%" + name + (sum->empty() ? "" : "_sum") + n;
      }
    }
    body += "  %r = lut.flush_bytes %acc, digits(" + low + ", " + high +
            ") radix = 28 interval = 9 max_term = 14 : " + vectorText(shorts) +
            ", " + vectorText(bytes) + "\n";
    addStore("r", "acc_in", shorts);
  }

  void prepare(int round) override {
    codes = numbers<int8_t>(numTerms * lanes, -15, 15, round);
    low = numbers<int8_t>(16, -14, 14, round + 10);
    high = numbers<int8_t>(16, -14, 14, round + 20);
    if (round != 0) { // The greatest sums of all, then the least.
      codes.assign(codes.size(), round == 1 ? 15 : -15);
      low[15] = high[15] = 14;
    }
    acc = numbers<int16_t>(lanes, -1000, 1000, round + 30);
    expected = acc;
    for (size_t lane = 0; lane < lanes; ++lane)
      for (size_t term = 0; term < numTerms; ++term) {
        int code = codes[term * lanes + lut::getUnpackedCode(lane, lanes)];
        int number =
            code == 0 ? 0 : low[std::abs(code)] + 28 * high[std::abs(code)];
        expected[lane] += int16_t(code < 0 ? -number : number);
      }
  }
  std::vector<Buffer> reset() override {
    result = acc;
    return {getBuffer(result), getBuffer(low), getBuffer(high),
            getBuffer(codes)};
  }
  void check(const std::string &what) override {
    EXPECT_EQ(result, expected) << what;
  }

private:
  // 9 * 14 is the most that a byte holds.
  static constexpr size_t numTerms = 9;
  size_t lanes;
  std::vector<int8_t> low, high, codes;
  std::vector<int16_t> acc, expected, result;
};

TEST(Lut, DigitsOfAllLengths) {
  Cases cases;
  for (size_t lanes : {16, 32, 48, 64})
    cases.push_back(std::make_unique<DigitsCase>(lanes));
  run(cases, 3);
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
