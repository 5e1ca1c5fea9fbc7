//===- PackedContraction.cpp - problems for kernels, and answers ----------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PackedContraction.h"

#include "lutra/Dialect/Lowbit/Lowbit.h"
#include "lutra/Pipelines/InitAll.h"
#include "lutra/Target/CPU/CPU.h"
#include "lutra/Target/CPU/Variants.h"
#include "mlir/AsmParser/AsmParser.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "llvm/Support/MathExtras.h"
#include "gtest/gtest.h"

#include <cmath>
#include <cstring>
#include <map>
#include <random>

using namespace lutra::test;
using lutra::lowbit::LayoutAttrInterface;

namespace {

/// Everything but the activations.
struct Weights {
  std::string layoutText, formatText;
  int64_t groups, members, groupPlaces, places, panels;
  int64_t scalesPerGroup;
  bool uneven;
  /// What the format takes from a code.
  int64_t offset;
  unsigned numCodes;
  /// [N', K'], padding included, or [N', bytes of K'] of vectors.
  std::vector<uint8_t> codes;
  /// As the op takes them.
  std::vector<uint8_t> packed, integerZeros;
  std::vector<float> scales, realZeros;
  /// Of a codebook, or of all books.
  std::vector<float> values;

  bool isPadding(int64_t place, int64_t k) const {
    int64_t group = place / groupPlaces, inGroup = place % groupPlaces;
    return inGroup >= members || group * members + inGroup >= k ||
           (uneven && inGroup > 7 * group % members);
  }
};

struct Activations {
  std::vector<int8_t> codes;
  std::vector<float> floats, scales;
  /// `floats`, where they are bf16.
  std::vector<uint16_t> upperHalves;
  std::vector<int32_t> sums;
};

uint32_t bitsOf(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof(bits));
  return bits;
}

bool isFloating(const Case &c) {
  return c.activation == "float" || c.activation == "bf16";
}

/// By counting: floats of a sign follow each other, with equal distances as
/// long as the exponent is the same.
float getMinifloat(unsigned code, unsigned exponent, unsigned mantissa) {
  unsigned numSteps = 1u << mantissa,
           magnitude = code % (1u << (exponent + mantissa));
  float step = std::ldexp(1.0f, 2 - (1 << (exponent - 1)) - int(mantissa));
  float value = 0;
  for (unsigned next = 0; next < magnitude; ++next) {
    if (next % numSteps == 0 && next / numSteps > 1)
      step *= 2;
    value += step;
  }
  return magnitude == code ? value : -value;
}

/// Bytes of an index, and of a row of indices.
int64_t getIndexBytes(const Case &c) { return c.bits > 8 ? 2 : 1; }
int64_t getRowBytes(const Case &c, int64_t places) {
  return c.length == 1 ? places
                       : places / c.length * c.books * getIndexBytes(c);
}

/// What a place is multiplied by, where it is no integer.
double getValue(const Case &c, const Weights &w, int64_t row, int64_t place) {
  const uint8_t *next = &w.codes[row * getRowBytes(c, w.places)];
  if (c.length == 1)
    return w.values[next[place]];
  next += place / c.length * c.books * getIndexBytes(c);
  float sum = 0;
  for (unsigned book = 0; book < c.books; ++book, next += getIndexBytes(c)) {
    unsigned index = next[0] + (c.bits > 8 ? 256u * next[1] : 0);
    sum += w.values[(book * w.numCodes + index) * c.length + place % c.length];
  }
  return sum;
}

Weights makeWeights(const Case &c) {
  std::mt19937 random(c.seed);
  Weights w;
  w.numCodes = c.bits ? 1u << c.bits : 3;
  bool planes = c.layout == "planes", words = c.layout == "words";
  unsigned bits = c.bits ? c.bits : 2;
  bool fields = c.layout == "fields";
  int64_t granule = planes         ? 32 / (bits & -bits)
                    : words        ? (c.bits ? 16 : 9)
                    : fields       ? 32 / bits
                    : c.length > 1 ? 8
                                   : 20;
  w.uneven = c.uneven;
  w.members = c.groupSize ? c.groupSize : c.k;
  w.groupPlaces = llvm::alignTo(w.members, granule);
  w.groups = llvm::divideCeil(c.k, w.members);
  w.places = w.groups * w.groupPlaces;
  w.panels = llvm::divideCeil(c.n, c.panelRows);
  w.offset = c.bits == 0              ? 1
             : c.zero == Zero::Format ? int64_t(w.numCodes / 2)
                                      : 0;
  w.formatText = c.bits == 0
                     ? "#lowbit.ternary"
                     : "#lowbit.int<bits = " + std::to_string(c.bits) +
                           ", zero_point = " + std::to_string(w.offset) + ">";
  if (c.isCodebook) {
    w.offset = 0;
    w.formatText =
        "#lowbit.codebook<bits = " + std::to_string(c.bits) + ", values = [";
    for (unsigned i = 0; i < w.numCodes; ++i) {
      // In no order, and exact in decimals.
      w.values.push_back(float(int(i * 37 % 101) - 50) / 16.0f);
      w.formatText += (i ? ", " : "") + std::to_string(w.values.back());
    }
    w.formatText += "]>";
  }
  if (c.mantissa) {
    w.offset = 0;
    unsigned exponent = c.bits - 1 - c.mantissa;
    w.formatText = "#lowbit.minifloat<exponent = " + std::to_string(exponent) +
                   ", mantissa = " + std::to_string(c.mantissa) + ">";
    for (unsigned code = 0; code < w.numCodes; ++code)
      w.values.push_back(getMinifloat(code, exponent, c.mantissa));
  }
  std::string vectors = "bits = " + std::to_string(c.bits) +
                        ", length = " + std::to_string(c.length) +
                        ", books = " + std::to_string(c.books) + ", ";
  if (c.length > 1) {
    w.offset = 0;
    w.formatText = "#lowbit.vector_codebook<" + vectors + "values = []>";
    for (size_t i = 0; i < size_t(c.books) * c.length * w.numCodes; ++i)
      w.values.push_back(float(int(i * 37 % 1009) - 500) / 16.0f);
  }
  w.scalesPerGroup = c.isSignScaled ? 2 : 1;
  if (c.isSignScaled)
    w.formatText = "#lowbit.sign_scaled<" + w.formatText + ">";
  w.layoutText = "#lowbit." + c.layout + "<";
  if (planes || fields)
    w.layoutText += "bits = " + std::to_string(bits) + ", ";
  if (c.length > 1)
    w.layoutText += vectors;
  if (words)
    w.layoutText += c.bits
                        ? "radix = 2, planes = " + std::to_string(bits) + ", "
                        : "radix = 3, planes = 1, ";
  w.layoutText += "rows = " + std::to_string(c.panelRows) +
                  ", group = " + std::to_string(w.groupPlaces) +
                  (c.activation == "bf16" ? ", paired = true>" : ">");

  mlir::MLIRContext context;
  context.loadDialect<lutra::lowbit::LowbitDialect>();
  auto layout = llvm::cast<LayoutAttrInterface>(
      mlir::parseAttribute(w.layoutText, &context));
  int64_t rows = w.panels * c.panelRows;
  int64_t rowBytes = getRowBytes(c, w.places), indexBytes = getIndexBytes(c);
  w.codes.assign(rows * rowBytes, layout.getPaddingCode());
  for (int64_t row = 0; row < c.n; ++row)
    for (int64_t byte = 0; byte < rowBytes; byte += indexBytes) {
      if (w.isPadding(byte * w.places / rowBytes, c.k))
        continue;
      unsigned code = c.values == Values::Random     ? random() % w.numCodes
                      : c.values == Values::Greatest ? w.numCodes - 1
                                                     : 0;
      for (int64_t i = 0; i < indexBytes; ++i)
        w.codes[row * rowBytes + byte + i] = uint8_t(code >> (8 * i));
    }
  int64_t panelBytes = layout.getPackedBytes(c.panelRows, w.places);
  int64_t tableBytes = layout.getTableBytes();
  w.packed.resize(tableBytes + w.panels * panelBytes);
  if (tableBytes)
    memcpy(w.packed.data(), w.values.data(), tableBytes);
  for (int64_t panel = 0; panel < w.panels; ++panel)
    layout.packPanel(
        llvm::ArrayRef(w.codes).slice(panel * c.panelRows * rowBytes,
                                      c.panelRows * rowBytes),
        w.places,
        llvm::MutableArrayRef(w.packed).slice(tableBytes + panel * panelBytes,
                                              panelBytes));
  for (int64_t i = 0; i < rows * w.groups; ++i) {
    for (int64_t sign = 0; sign < w.scalesPerGroup; ++sign)
      w.scales.push_back(float(int(random() % 2001) - 1000) / 997.0f);
    w.integerZeros.push_back(random() % w.numCodes);
    w.realZeros.push_back(float(random() % 997) / 997.0f * w.numCodes);
  }
  // One with 1.5, whose products with sums of codes are exact.
  w.realZeros[0] = 1.5f;
  return w;
}

/// Groups of a set of activations, and sets.
int64_t getSetGroups(const Case &c, const Weights &w) {
  return c.activation == "int8_block" ? c.actGroups : w.groups;
}
int64_t getNumSets(const Case &c, const Weights &w) {
  return llvm::divideCeil(w.groups, getSetGroups(c, w));
}

/// A token has the same ones, however many there are.
Activations makeActivations(const Case &c, const Weights &w, int64_t tokens) {
  std::mt19937 random(c.seed), forScales(c.seed + 1);
  Activations a;
  int64_t sets = getNumSets(c, w);
  a.sums.resize(tokens * w.groups);
  for (int64_t token = 0; token < tokens; ++token)
    for (int64_t place = 0; place < w.places; ++place) {
      bool padding = w.isPadding(place, c.k);
      int code = c.values == Values::Random
                     ? int(random() % (2 * c.mostAct)) - int(c.mostAct)
                 : c.values == Values::Greatest ? 127
                                                : -128;
      a.codes.push_back(padding ? 0 : code);
      float value = padding ? 0.0f : float(code) / 61.0f;
      if (c.activation == "bf16") {
        // Cut off instead of rounded, so that it is one.
        a.upperHalves.push_back(uint16_t(bitsOf(value) >> 16));
        uint32_t bits = uint32_t(a.upperHalves.back()) << 16;
        memcpy(&value, &bits, sizeof(value));
      }
      a.floats.push_back(value);
      a.sums[token * w.groups + place / w.groupPlaces] += padding ? 0 : code;
    }
  for (int64_t i = 0; i < tokens * sets; ++i)
    a.scales.push_back(float(1 + forScales() % 1000) / 4001.0f);
  return a;
}

//===----------------------------------------------------------------------===//
// The module
//===----------------------------------------------------------------------===//

std::string shape(std::initializer_list<int64_t> sizes, const char *element,
                  bool dynamic = false) {
  std::string text = "memref<";
  for (int64_t size : sizes) {
    text += (dynamic ? std::string("?") : std::to_string(size)) + "x";
    dynamic = false;
  }
  return text + element + ">";
}

std::string getEpilogue(Epilogue epilogue) {
  switch (epilogue) {
  case Epilogue::None:
    return "";
  case Epilogue::BiasAndResidual:
    return "{\n^bb0(%v: f32, %b: f32, %x: f32):\n"
           "%1 = arith.addf %v, %b : f32\n%2 = arith.addf %1, %x : f32\n"
           "lowbit.yield %2 : f32\n}";
  case Epilogue::SquaredReluTimesUp:
    return "{\n^bb0(%v: f32, %up: f32, %x: f32):\n"
           "%zero = arith.constant 0.0 : f32\n"
           "%isPositive = arith.cmpf ogt, %v, %zero : f32\n"
           "%relu = arith.select %isPositive, %v, %zero : f32\n"
           "%1 = arith.mulf %relu, %relu : f32\n"
           "%2 = arith.mulf %1, %x : f32\n%3 = arith.addf %2, %up : f32\n"
           "lowbit.yield %3 : f32\n}";
  }
  return "";
}

template <typename T>
T applyEpilogue(Epilogue epilogue, T value, T perRow, T perPoint) {
  switch (epilogue) {
  case Epilogue::None:
    return value;
  case Epilogue::BiasAndResidual:
    value = value + perRow;
    return value + perPoint;
  case Epilogue::SquaredReluTimesUp:
    value = value > 0 ? value : 0;
    value = value * value;
    value = value * perPoint;
    return value + perRow;
  }
  return 0;
}

std::string makeModule(const Case &c, const Weights &w) {
  bool isFloat = isFloating(c);
  const char *element = c.activation == "float"  ? "f32"
                        : c.activation == "bf16" ? "bf16"
                                                 : "i8";
  std::vector<std::string> types = {shape({0, w.places}, element, true)};
  if (!isFloat) {
    int64_t sets = getNumSets(c, w);
    types.push_back(shape({0, sets}, "f32", true));
    types.push_back(shape({0, w.groups}, "i32", true));
  }
  size_t numActs = types.size();
  types.push_back(shape({int64_t(w.packed.size())}, "i8"));
  types.push_back(
      shape({w.panels, w.groups * w.scalesPerGroup, c.panelRows}, "f32"));
  if (c.zero != Zero::Format)
    types.push_back(shape({w.panels, w.groups, c.panelRows},
                          c.zero == Zero::Integers ? "i8" : "f32"));
  size_t extras = types.size();
  if (c.epilogue != Epilogue::None) {
    types.push_back(shape({c.n}, "f32"));
    types.push_back(shape({0, c.n}, "f32", true));
  }
  size_t outs = types.size();
  types.push_back(shape({0, c.n}, "f32", true));

  std::string parameters, values, list;
  for (size_t i = 0; i < types.size(); ++i) {
    std::string name = "%a" + std::to_string(i);
    parameters += ", " + name + ": " + types[i];
    values += ", " + name;
    list += ", " + types[i];
  }
  auto clause = [&](const char *name, size_t begin, size_t end) {
    std::string names, typesText;
    for (size_t i = begin; i < end; ++i) {
      names += (i > begin ? ", %a" : "%a") + std::to_string(i);
      typesText += (i > begin ? ", " : "") + types[i];
    }
    return std::string(name) + "(" + names + " : " + typesText + ") ";
  };
  std::string op = "lowbit.packed_contract " + clause("acts", 0, numActs) +
                   clause("weights", numActs, numActs + 1) +
                   clause("scales", numActs + 1, numActs + 2);
  if (c.zero != Zero::Format)
    op += clause("zero_points", extras - 1, extras);
  if (extras != outs)
    op += clause("extras", extras, outs);
  op += clause("outs", outs, outs + 1) + "format = " + w.formatText +
        " activation = <" + c.activation + "> ";
  if (c.actGroups != 1)
    op += "act_groups = " + std::to_string(c.actGroups) + " ";
  op += "layout = " + w.layoutText + " ";
  if (c.byteTables)
    op += "byte_tables ";
  if (!c.kernels.empty())
    op += "kernels = " + c.kernels + " ";
  op += getEpilogue(c.epilogue);
  return "func.func private @kernel(%call: !llvm.ptr" + parameters +
         ") attributes {lutra.kernel} {\n" + op + "\nreturn\n}\n" +
         "func.func @main(%call: !llvm.ptr, %weights: memref<?xi8>" +
         parameters + ") {\nfunc.call @kernel(%call" + values +
         ") : (!llvm.ptr" + list + ") -> ()\nreturn\n}\n";
}

//===----------------------------------------------------------------------===//
// The oracle
//===----------------------------------------------------------------------===//

/// The sum of a group as tables of 8 bits have it, by the page's own words, and
/// how far that may be from the exact one.
std::pair<int64_t, int64_t> sumInTables(const Weights &w, const Activations &a,
                                        int64_t token, int64_t row,
                                        int64_t group) {
  const int8_t *q = &a.codes[token * w.places + group * w.groupPlaces];
  const uint8_t *codes = &w.codes[row * w.places + group * w.groupPlaces];
  constexpr int64_t step = 20, apart = 4;
  // Calls it with the first place of each table.
  auto forTables = [&](auto body) {
    for (int64_t place = 0; place < w.groupPlaces; ++place)
      if (place % step < apart)
        body(place);
  };
  int64_t greatest = 0;
  forTables([&](int64_t first) {
    int64_t magnitudes = 0;
    for (int64_t i = first; i < first + step; i += apart)
      magnitudes += std::abs(int(q[i]));
    greatest = std::max(greatest, magnitudes);
  });
  int64_t divisor = 8;
  for (int64_t d : {5, 4, 3, 2, 1})
    if (greatest <= 127 * d)
      divisor = d;
  int64_t sum = 0;
  forTables([&](int64_t first) {
    int64_t products = 0, sign = 0;
    for (int64_t i = first; i < first + step; i += apart) {
      int64_t weight = codes[i] - w.offset;
      products += q[i] * weight;
      sign = sign ? sign : weight;
    }
    sum += sign *
           int64_t(std::floor(double(sign * products) / double(divisor) + 0.5));
  });
  return {divisor * sum, divisor / 2 * (w.groupPlaces / 5)};
}

/// A result before the epilogue, and for float activations the greatest error
/// that it may have.
std::pair<double, double> evaluate(const Case &c, Weights &w,
                                   const Activations &a, int64_t token,
                                   int64_t row) {
  auto perRow = [&](const auto &values, int64_t g) {
    return values[(row / c.panelRows * w.groups + g) * c.panelRows +
                  row % c.panelRows];
  };
  int64_t setGroups = getSetGroups(c, w), sets = getNumSets(c, w);
  bool isFloat = isFloating(c);
  auto getScale = [&](int64_t g, bool isNegative) {
    int64_t column = g * w.scalesPerGroup + (isNegative && c.isSignScaled);
    int64_t columns = w.groups * w.scalesPerGroup;
    return w.scales[(row / c.panelRows * columns + column) * c.panelRows +
                    row % c.panelRows];
  };
  float y = 0, ofSet = 0, exactY = 0, exactOfSet = 0;
  double exact = 0, magnitude = 0, flushed = 0, size = 0, off = 0;
  for (int64_t g = 0; g < w.groups; ++g) {
    float scale = getScale(g, false);
    int64_t sum = 0;
    for (int64_t i = 0; i < w.groupPlaces; ++i) {
      int64_t place = g * w.groupPlaces + i;
      int64_t value = 0;
      if (w.values.empty())
        value = w.codes[row * w.places + place] - w.offset;
      if (c.zero == Zero::Integers)
        value -= perRow(w.integerZeros, g);
      int64_t at = token * w.places + place;
      sum += value * a.codes[at];
      double weight =
          !w.values.empty()
              ? getValue(c, w, row, place)
              : double(value) - (c.zero == Zero::Reals
                                     ? double(perRow(w.realZeros, g))
                                     : 0.0);
      double term = a.floats[at] * weight * getScale(g, weight < 0);
      exact += term;
      magnitude += std::fabs(term);
      // Denormal sums and factors may count as zeros.
      if (c.activation == "bf16")
        flushed += std::max(1.0, std::fabs(weight)) * std::fabs(scale);
    }
    float actScale = isFloat ? 0 : a.scales[token * sets + g / setGroups];
    // The exact result, for the bound of what is rounded.
    auto whole = float(sum);
    if (c.byteTables) {
      auto [rounded, mostOff] = sumInTables(w, a, token, row, g);
      EXPECT_LE(std::abs(rounded - sum), mostOff);
      double both = double(scale) * actScale;
      size += std::fabs(double(sum) * both);
      off += double(mostOff) * std::fabs(both);
      sum = rounded;
    }
    auto f = float(sum);
    if (c.zero == Zero::Reals)
      f = std::fma(-perRow(w.realZeros, g), float(a.sums[token * w.groups + g]),
                   f);
    if (w.groups == 1) {
      float both = scale * actScale;
      y = f * both;
      exactY = whole * both;
      continue;
    }
    ofSet = std::fma(f, scale, ofSet);
    exactOfSet = std::fma(whole, scale, exactOfSet);
    if ((g + 1) % setGroups == 0 || g + 1 == w.groups) {
      y = std::fma(ofSet, actScale, y);
      exactY = std::fma(exactOfSet, actScale, exactY);
      ofSet = exactOfSet = 0;
    }
  }
  if (c.byteTables) {
    double mu = double(w.groups + 3) * 0x1p-24;
    EXPECT_LE(std::fabs(double(y) - exactY),
              off + 2 * mu / (1 - mu) * (size + off));
  }
  if (!isFloat)
    return {y, 0};
  double nu = double(c.k + 10) * 0x1p-24;
  return {exact, nu / (1 - nu) * magnitude + double(c.k) * 0x1p-149 +
                     flushed * 0x1p-124};
}

/// How far a float result may be off behind the epilogue, if it may be off by
/// `bound` in front of it.
double getBoundBehind(Epilogue epilogue, double value, double bound,
                      double perRow, double perPoint) {
  if (epilogue == Epilogue::None)
    return bound;
  auto apply = [&](double v) {
    return applyEpilogue(epilogue, v, perRow, perPoint);
  };
  // Each operation rounds what is no greater than all of them together.
  double result = apply(value);
  double rounded = std::fabs(value) + bound + std::fabs(perRow) +
                   std::fabs(perPoint) + std::fabs(result - perRow) +
                   std::fabs(result);
  return std::max(std::fabs(apply(value + bound) - result),
                  std::fabs(apply(value - bound) - result)) +
         6 * 0x1p-24 * rounded;
}

/// The module for these variants alone.
std::unique_ptr<Program> compileFor(llvm::ArrayRef<lutra::CpuVariant> variants,
                                    const std::string &module) {
  mlir::DialectRegistry registry;
  lutra::registerAllDialects(registry);
  mlir::MLIRContext context(registry, mlir::MLIRContext::Threading::DISABLED);
  // That of the attributes of variants, which no text names.
  context.getOrLoadDialect("lut");
  mlir::OwningOpRef<mlir::ModuleOp> all =
      mlir::ModuleOp::create(mlir::UnknownLoc::get(&context));
  for (const lutra::CpuVariant &variant : variants) {
    auto parsed = mlir::parseSourceString<mlir::ModuleOp>(module, &context);
    if (!parsed)
      return nullptr;
    setVariant(*parsed, variant);
    all->push_back(parsed.release());
  }
  mlir::PassManager pm(&context);
  lutra::buildCpuTargetPipeline(pm.nest<mlir::ModuleOp>());
  if (mlir::failed(pm.run(*all)))
    return nullptr;
  return Program::link(*all);
}

/// Those of this machine that look bytes up in 128 entries. Any such variant is
/// compiled, even where none runs.
std::vector<lutra::CpuVariant> getVbmiVariants() {
  std::vector<lutra::CpuVariant> variants;
  for (lutra::CpuVariant &variant : lutra::getHostVariants())
    if (llvm::is_contained(variant.features, "avx512vbmi"))
      variants.push_back(variant);
  if (variants.empty())
    variants.push_back(lutra::getAvx512VbmiVariant());
  return variants;
}

} // namespace

std::string lutra::test::describe(const Case &c) {
  return "n=" + std::to_string(c.n) + " k=" + std::to_string(c.k) +
         " group=" + std::to_string(c.groupSize) +
         " sets=" + std::to_string(c.actGroups) +
         " bits=" + std::to_string(c.bits) +
         " rows=" + std::to_string(c.panelRows) +
         " zero=" + std::to_string(int(c.zero)) +
         (c.isCodebook ? " codebook " : " ") +
         (c.length > 1 ? "vectors of " + std::to_string(c.length) + " out of " +
                             std::to_string(c.books) + " books "
                       : "") +
         (c.isSignScaled ? "with signs " : "") + c.activation + " " + c.layout +
         (c.byteTables ? " byte_tables acts=" + std::to_string(c.mostAct)
                       : "") +
         " epilogue=" + std::to_string(int(c.epilogue)) + " " + c.kernels;
}

/// The results of the first run of so many tokens; of a variant if those may
/// differ.
using Results = std::map<std::pair<std::string, int64_t>, std::vector<float>>;

/// Runs one program for each number of tokens.
static void expectFrom(const Program &program, const Case &c, Weights &w,
                       const std::vector<int64_t> &tokens, Results &firsts) {
  bool isFloat = isFloating(c);
  constexpr int64_t fence = 32;
  constexpr float untouched = -12345.0f;
  for (int64_t count : tokens) {
    SCOPED_TRACE(std::to_string(count) + " tokens");
    Activations a = makeActivations(c, w, count);
    std::mt19937 random(c.seed);
    std::vector<float> bias(c.n), residual(count * c.n);
    for (std::vector<float> *extra : {&bias, &residual})
      for (float &value : *extra)
        value = float(int(random() % 2001) - 1000) / 337.0f;
    for (const std::string &variant : program.getVariants())
      for (int threads : {1, 3}) {
        SCOPED_TRACE(variant + " on " + std::to_string(threads) + " threads");
        // Each variant may have a family of its own, in whose order floats are
        // summed.
        bool isFree = isFloat && c.kernels.empty();
        std::vector<float> &first = firsts[{isFree ? variant : "", count}];
        std::vector<float> out(count * c.n + fence, untouched);
        std::vector<Buffer> buffers;
        int64_t sets = getNumSets(c, w);
        if (c.activation == "bf16") {
          buffers.emplace_back(a.upperHalves,
                               llvm::ArrayRef({count, w.places}));
        } else if (isFloat) {
          buffers.emplace_back(a.floats, llvm::ArrayRef({count, w.places}));
        } else {
          buffers.emplace_back(a.codes, llvm::ArrayRef({count, w.places}));
          buffers.emplace_back(a.scales, llvm::ArrayRef({count, sets}));
          buffers.emplace_back(a.sums, llvm::ArrayRef({count, w.groups}));
        }
        buffers.emplace_back(w.packed,
                             llvm::ArrayRef({int64_t(w.packed.size())}));
        llvm::SmallVector<int64_t> perRow{w.panels, w.groups, c.panelRows};
        buffers.emplace_back(
            w.scales, llvm::ArrayRef({w.panels, w.groups * w.scalesPerGroup,
                                      c.panelRows}));
        if (c.zero == Zero::Integers)
          buffers.emplace_back(w.integerZeros, perRow);
        if (c.zero == Zero::Reals)
          buffers.emplace_back(w.realZeros, perRow);
        if (c.epilogue != Epilogue::None) {
          buffers.emplace_back(bias, llvm::ArrayRef({c.n}));
          buffers.emplace_back(residual, llvm::ArrayRef({count, c.n}));
        }
        buffers.emplace_back(out, llvm::ArrayRef({count, c.n}));
        CallOptions options;
        options.threads = threads;
        ASSERT_EQ(program.call(variant, buffers, options).failure, "");

        for (int64_t i = count * c.n; i < int64_t(out.size()); ++i)
          ASSERT_EQ(out[i], untouched) << "written behind the result";
        if (!first.empty()) {
          // Bits, since NaN is a result like any other.
          ASSERT_EQ(memcmp(out.data(), first.data(), first.size() * 4), 0)
              << "other bits than the first run's";
          continue;
        }
        first.assign(out.begin(), out.end() - fence);
        // What a kernel makes of a token does not depend on others.
        const auto &[least, before] = *firsts.begin();
        if (!isFree)
          ASSERT_EQ(memcmp(out.data(), before.data(),
                           std::min(before.size(), first.size()) * 4),
                    0)
              << "other bits than of " << least.second << " tokens";
        for (int64_t token = 0; token < count; ++token)
          for (int64_t row = 0; row < c.n; ++row) {
            float got = out[token * c.n + row];
            auto [value, bound] = evaluate(c, w, a, token, row);
            float extra = residual[token * c.n + row];
            if (isFloat) {
              double expected = applyEpilogue(c.epilogue, value,
                                              double(bias[row]), double(extra));
              ASSERT_LE(
                  std::fabs(got - expected),
                  getBoundBehind(c.epilogue, value, bound, bias[row], extra))
                  << "token " << token << " row " << row << ": " << got
                  << " for " << expected;
              continue;
            }
            float expected =
                applyEpilogue(c.epilogue, float(value), bias[row], extra);
            ASSERT_EQ(bitsOf(got), bitsOf(expected))
                << "token " << token << " row " << row << ": " << got << " for "
                << expected;
          }
      }
  }
}

void lutra::test::expectAsDefined(const Case &c, std::vector<int64_t> tokens) {
  SCOPED_TRACE(describe(c));
  Weights w = makeWeights(c);
  std::string module = makeModule(c, w);
  Results firsts;
  // One after the other: two programs in memory may have the same name.
  for (bool plain : {false, true}) {
    if (plain && !c.plain)
      continue;
    // One that knows no instruction sets.
    const lutra::CpuVariant any{"plain", "x86-64", {}, ""};
    auto program = plain          ? compileFor(any, module)
                   : c.byteTables ? compileFor(getVbmiVariants(), module)
                                  : Program::compile(module);
    ASSERT_TRUE(program);
    expectFrom(*program, c, w, tokens, firsts);
  }
}
