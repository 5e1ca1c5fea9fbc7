//===- LowbitDecompose.cpp - what the lowbit ops mean, in linalg ----------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The definition of the ops, docs/Spec/LowbitContract.md in code, and the
// reference road. Groups are loops around contractions of slices, so that the
// innermost loop runs over contiguous codes with one scale, and everything
// updates its destination in place.
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Lowbit/Lowbit.h"
#include "lutra/Dialect/Utils/StructuredBuilder.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::lowbit;

namespace {

/// The columns of one group: all k in [offset, offset + size), or, with g_idx,
/// all k in [0, size) whose entry is `index`.
struct Group {
  OpFoldResult index, offset;
  int64_t size;
};

/// How K is cut, for the three kinds of groups.
struct Groups {
  int64_t k, count, groupSize;
  Value gIdx;

  bool isOne() const { return count == 1; }
  bool isMasked() const { return gIdx && count != 1; }
  /// The last group may be short.
  int64_t countWhole() const { return isMasked() ? count : k / groupSize; }
};

/// Shared by the decompositions of contract and quantize. `m` loops index
/// rows; their number is the rank of the activations less one.
class Decomposer {
public:
  Decomposer(Location loc, OpBuilder &builder, Groups groups, unsigned rank)
      : b(loc, builder), groups(groups), rows(rank - 1) {}

  using Body = function_ref<SmallVector<Value>(Group, ValueRange)>;
  /// Runs `body` for the groups in ascending order.
  SmallVector<Value> forGroups(ValueRange inits, Body body);
  /// For those from `begin` on, of several.
  SmallVector<Value> forGroupsFrom(int64_t begin, ValueRange inits, Body body);
  /// For those in [begin, end), none of them short.
  SmallVector<Value> forWholeGroups(OpFoldResult begin, OpFoldResult end,
                                    ValueRange inits, Body body);
  Group getWholeGroup(Value g);

  /// The columns of `group` of a [..., K] tensor, and where they are.
  Value columns(Value tensor, const Group &group);
  /// Column `index` of a [..., G] tensor: [...].
  Value column(Value tensor, OpFoldResult index);

  /// Codes and scales of f32 rows.
  std::pair<Value, Value> quantize(Value acts);

  /// Scale `which` of a group that has `perGroup` of them.
  OpFoldResult scaleColumn(OpFoldResult group, unsigned perGroup,
                           unsigned which);

  /// All sets of `size` groups, of several groups: of each the sum that
  /// `addGroup` makes, on top of what it is given, times its scale.
  Value sumSets(ContractOp op, int64_t size, Value scales,
                function_ref<Value(Group, Value)> addGroup);
  Value contractInt8(ContractOp op, Value codes, Value scales);
  Value contractFloat(ContractOp op);

  StructuredBuilder b;

private:
  void rowSlice(Value tensor, OpFoldResult offset, OpFoldResult size,
                SmallVector<OpFoldResult> &offsets,
                SmallVector<OpFoldResult> &sizes);
  Value scaleOfColumns(Value acts, const Group &group, Value dest);
  Value codesOfColumns(Value acts, Value scale, Value dest);
  Value codesByGIdx(Value acts, Value scales, Value dest);
  /// sum of q * (code - zero_point) over a group, in integers.
  Value sumProducts(ContractOp op, Value acts, const Group &group,
                    Value zeroPoint, IntegerType type);
  /// sum of q over a group.
  Value sumCodes(Value acts, const Group &group, IntegerType type);
  Value floatByGIdx(ContractOp op, Value acts, Value init);
  /// The activations of a contraction of kind bf16, rounded.
  Value roundActs(Value acts);
  /// `value` where the entry of g_idx is the group, else zero: what a sum of
  /// products and a maximum of magnitudes begin with.
  Value maskByGIdx(ImplicitLocOpBuilder &nested, Value entry,
                   const Group &group, Value value);

  Groups groups;
  unsigned rows;
};

} // namespace

//===----------------------------------------------------------------------===//
// Groups and slices
//===----------------------------------------------------------------------===//

SmallVector<Value> Decomposer::forWholeGroups(OpFoldResult begin,
                                              OpFoldResult end,
                                              ValueRange inits, Body body) {
  return b.loop(begin, end, inits, [&](Value g, ValueRange values) {
    return body(getWholeGroup(g), values);
  });
}

Group Decomposer::getWholeGroup(Value g) {
  if (groups.isMasked())
    return Group{g, b.getIndexAttr(0), groups.k};
  Value offset = arith::MulIOp::create(b, g, b.index(groups.groupSize));
  return Group{g, offset, groups.groupSize};
}

SmallVector<Value> Decomposer::forGroups(ValueRange inits, Body body) {
  OpFoldResult zero = b.getIndexAttr(0);
  if (groups.isOne())
    return body(Group{zero, zero, groups.k}, inits);
  return forGroupsFrom(0, inits, body);
}

SmallVector<Value> Decomposer::forGroupsFrom(int64_t begin, ValueRange inits,
                                             Body body) {
  // A short group stays outside so that sizes are static.
  int64_t whole = groups.countWhole();
  SmallVector<Value> values =
      forWholeGroups(b.getIndexAttr(begin), b.getIndexAttr(whole), inits, body);
  if (whole == groups.count)
    return values;
  return body(Group{b.getIndexAttr(whole),
                    b.getIndexAttr(whole * groups.groupSize),
                    groups.k - whole * groups.groupSize},
              values);
}

void Decomposer::rowSlice(Value tensor, OpFoldResult offset, OpFoldResult size,
                          SmallVector<OpFoldResult> &offsets,
                          SmallVector<OpFoldResult> &sizes) {
  sizes = b.sizes(tensor);
  offsets.assign(sizes.size(), b.getIndexAttr(0));
  offsets.back() = offset;
  sizes.back() = size;
}

Value Decomposer::columns(Value tensor, const Group &group) {
  if (group.size == groups.k)
    return tensor;
  SmallVector<OpFoldResult> offsets, sizes;
  rowSlice(tensor, group.offset, b.getIndexAttr(group.size), offsets, sizes);
  return b.slice(tensor, offsets, sizes);
}

Value Decomposer::column(Value tensor, OpFoldResult index) {
  SmallVector<OpFoldResult> offsets, sizes;
  rowSlice(tensor, index, b.getIndexAttr(1), offsets, sizes);
  return b.slice(tensor, offsets, sizes, unsigned(sizes.size() - 1));
}

OpFoldResult Decomposer::scaleColumn(OpFoldResult group, unsigned perGroup,
                                     unsigned which) {
  if (perGroup == 1)
    return group;
  if (auto known = dyn_cast<Attribute>(group))
    return b.getIndexAttr(cast<IntegerAttr>(known).getInt() * perGroup + which);
  Value first = arith::MulIOp::create(b, cast<Value>(group), b.index(perGroup));
  return arith::AddIOp::create(b, first, b.index(which)).getResult();
}

Value Decomposer::maskByGIdx(ImplicitLocOpBuilder &nested, Value entry,
                             const Group &group, Value value) {
  Value index =
      arith::IndexCastOp::create(nested, nested.getIndexType(), entry);
  Value inside = arith::CmpIOp::create(nested, arith::CmpIPredicate::eq, index,
                                       cast<Value>(group.index));
  Value zero =
      arith::ConstantOp::create(nested, nested.getZeroAttr(value.getType()));
  return arith::SelectOp::create(nested, inside, value, zero);
}

//===----------------------------------------------------------------------===//
// Quantisation
//===----------------------------------------------------------------------===//

/// s = max(absmax, 1e-5) / 127 of each row, into `dest` [..., 1].
Value Decomposer::scaleOfColumns(Value acts, const Group &group, Value dest) {
  unsigned unit = rows, k = rows + 1;
  std::string iterators = std::string(rows + 1, 'p') + "r";
  SmallVector<Value> inputs{columns(acts, group)};
  SmallVector<SmallVector<unsigned>> maps{loops(rows, {k})};
  if (groups.isMasked()) {
    inputs.push_back(groups.gIdx);
    maps.push_back({k});
  }
  maps.push_back(loops(rows, {unit}));
  // maximumf hands on NaN, and an infinity is its own maximum.
  Value absmax =
      b.generic(b.zeros(dest), inputs, maps, iterators,
                [&](ImplicitLocOpBuilder &nested, ValueRange args) -> Value {
                  Value size = math::AbsFOp::create(nested, args[0]);
                  if (groups.isMasked())
                    size = maskByGIdx(nested, args[1], group, size);
                  return arith::MaximumFOp::create(nested, size, args.back());
                });
  Value least = b.f32(1e-5f), steps = b.f32(127.0f);
  return b.generic(
      absmax, {}, {loops(rows, {unit})}, std::string(rows + 1, 'p'),
      [&](ImplicitLocOpBuilder &nested, ValueRange args) -> Value {
        Value clamped = arith::MaximumFOp::create(nested, args[0], least);
        return arith::DivFOp::create(nested, clamped, steps);
      });
}

/// clamp(rne(x / s), -128, 127), and 0 where that is not a number.
static Value quantizeScalar(ImplicitLocOpBuilder &b, Value x, Value s) {
  auto f32 = [&](float value) -> Value {
    return arith::ConstantOp::create(b, b.getF32FloatAttr(value));
  };
  Value ratio = arith::DivFOp::create(b, x, s);
  Value code = math::RoundEvenOp::create(b, ratio);
  code = arith::MaxNumFOp::create(b, code, f32(-128.0f));
  code = arith::MinNumFOp::create(b, code, f32(127.0f));
  code = arith::FPToSIOp::create(b, b.getI8Type(), code);
  Value number =
      arith::CmpFOp::create(b, arith::CmpFPredicate::ORD, ratio, ratio);
  Value zero = arith::ConstantOp::create(b, b.getI8IntegerAttr(0));
  return arith::SelectOp::create(b, number, code, zero);
}

/// Codes of [..., k] with one scale for each row.
Value Decomposer::codesOfColumns(Value acts, Value scale, Value dest) {
  return b.generic(dest, {acts, scale},
                   {loops(rows + 1), loops(rows), loops(rows + 1)},
                   std::string(rows + 1, 'p'),
                   [](ImplicitLocOpBuilder &nested, ValueRange args) {
                     return quantizeScalar(nested, args[0], args[1]);
                   });
}

Value Decomposer::codesByGIdx(Value acts, Value scales, Value dest) {
  return b.generic(
      dest, {acts, groups.gIdx}, {loops(rows + 1), {rows}, loops(rows + 1)},
      std::string(rows + 1, 'p'),
      [&](ImplicitLocOpBuilder &nested, ValueRange args) {
        SmallVector<Value> at;
        for (unsigned i = 0; i < rows; ++i)
          at.push_back(linalg::IndexOp::create(nested, i));
        at.push_back(
            arith::IndexCastOp::create(nested, nested.getIndexType(), args[1]));
        Value scale = tensor::ExtractOp::create(nested, scales, at);
        return quantizeScalar(nested, args[0], scale);
      });
}

std::pair<Value, Value> Decomposer::quantize(Value acts) {
  SmallVector<OpFoldResult> sizes = b.sizes(acts);
  Value codes = b.empty(sizes, b.getI8Type());
  sizes.back() = b.getIndexAttr(groups.count);
  Value scales = b.empty(sizes, b.getF32Type());
  SmallVector<Value> done = forGroups({codes, scales}, [&](Group group,
                                                           ValueRange values) {
    Value codes = values[0], scales = values[1];
    if (groups.isOne()) {
      scales = scaleOfColumns(acts, group, scales);
      codes = codesOfColumns(acts, column(scales, group.index), codes);
      return SmallVector<Value>{codes, scales};
    }
    SmallVector<OpFoldResult> offsets, sizes;
    rowSlice(scales, group.index, b.getIndexAttr(1), offsets, sizes);
    Value scale = scaleOfColumns(acts, group, b.slice(scales, offsets, sizes));
    if (!groups.isMasked()) {
      Value dest =
          codesOfColumns(columns(acts, group), column(scale, b.getIndexAttr(0)),
                         columns(codes, group));
      SmallVector<OpFoldResult> at, extent;
      rowSlice(codes, group.offset, b.getIndexAttr(group.size), at, extent);
      codes = b.insert(dest, codes, at, extent);
    }
    scales = b.insert(scale, scales, offsets, sizes);
    return SmallVector<Value>{codes, scales};
  });
  if (groups.isMasked())
    done[0] = codesByGIdx(acts, done[1], done[0]);
  return {done[0], done[1]};
}

FailureOr<SmallVector<Value>> QuantizeOp::decomposeOperation(OpBuilder &b) {
  auto scales = cast<RankedTensorType>(getScales().getType());
  auto acts = cast<RankedTensorType>(getActs().getType());
  Decomposer decomposer(getLoc(), b,
                        Groups{acts.getShape().back(), scales.getShape().back(),
                               static_cast<int64_t>(getGroupSize()), getGIdx()},
                        acts.getRank());
  auto [codes, rowScales] = decomposer.quantize(getActs());
  SmallVector<Value> results{codes, rowScales};
  for (auto [value, result] : llvm::zip_equal(results, getResults()))
    if (value.getType() != result.getType())
      value = tensor::CastOp::create(b, getLoc(), result.getType(), value);
  return results;
}

//===----------------------------------------------------------------------===//
// Contraction of int8 codes
//===----------------------------------------------------------------------===//

/// The integer a code stands for, before an operand of zero points: in `type`.
static Value integerValue(ImplicitLocOpBuilder &b, FormatAttrInterface format,
                          Value code, Type type) {
  Value wide = arith::ExtUIOp::create(b, type, code);
  int64_t offset = static_cast<int64_t>(format.decode(0));
  if (offset == 0)
    return wide;
  Value shift = arith::ConstantOp::create(b, b.getIntegerAttr(type, offset));
  return arith::AddIOp::create(b, wide, shift);
}

Value Decomposer::sumProducts(ContractOp op, Value acts, const Group &group,
                              Value zeroPoint, IntegerType type) {
  unsigned n = rows, k = rows + 1;
  SmallVector<Value> inputs{columns(acts, group),
                            columns(op.getCodes(), group)};
  SmallVector<SmallVector<unsigned>> maps{loops(rows, {k}), {n, k}};
  if (zeroPoint) {
    inputs.push_back(zeroPoint);
    maps.push_back({n});
  }
  if (groups.isMasked()) {
    inputs.push_back(groups.gIdx);
    maps.push_back({k});
  }
  maps.push_back(loops(rows, {n}));
  return b.generic(
      b.zeros(b.empty(b.sizes(op.getInit()), type)), inputs, maps,
      std::string(rows + 1, 'p') + "r",
      [&](ImplicitLocOpBuilder &nested, ValueRange args) -> Value {
        Value sum = args.back();
        Value x = arith::ExtSIOp::create(nested, type, args[0]);
        Value w = integerValue(nested, op.getFormat(), args[1], type);
        if (zeroPoint)
          w = arith::SubIOp::create(
              nested, w, arith::ExtUIOp::create(nested, type, args[2]));
        Value term = arith::MulIOp::create(nested, x, w);
        if (groups.isMasked())
          term = maskByGIdx(nested, args[args.size() - 2], group, term);
        return arith::AddIOp::create(nested, sum, term);
      });
}

Value Decomposer::sumCodes(Value acts, const Group &group, IntegerType type) {
  SmallVector<Value> inputs{columns(acts, group)};
  SmallVector<SmallVector<unsigned>> maps{loops(rows + 1)};
  if (groups.isMasked()) {
    inputs.push_back(groups.gIdx);
    maps.push_back({rows});
  }
  maps.push_back(loops(rows));
  SmallVector<OpFoldResult> sizes = b.sizes(acts);
  sizes.pop_back();
  return b.generic(b.zeros(b.empty(sizes, type)), inputs, maps,
                   std::string(rows, 'p') + "r",
                   [&](ImplicitLocOpBuilder &nested, ValueRange args) -> Value {
                     Value term = arith::ExtSIOp::create(nested, type, args[0]);
                     if (groups.isMasked())
                       term = maskByGIdx(nested, args[1], group, term);
                     return arith::AddIOp::create(nested, args.back(), term);
                   });
}

Value Decomposer::sumSets(ContractOp op, int64_t size, Value scales,
                          function_ref<Value(Group, Value)> addGroup) {
  auto addGroups = [&](Group group, ValueRange values) {
    return SmallVector<Value>{addGroup(group, values.front())};
  };
  auto none = [&]() -> Value {
    return b.zeros(b.empty(b.sizes(op.getInit()), b.getF32Type()));
  };
  auto addSet = [&](OpFoldResult set, Value sum, Value y) -> Value {
    return b.generic(
        y, {sum, column(scales, set)},
        {loops(rows + 1), loops(rows), loops(rows + 1)},
        std::string(rows + 1, 'p'),
        [](ImplicitLocOpBuilder &nested, ValueRange args) -> Value {
          return math::FmaOp::create(nested, args[0], args[1], args[2]);
        });
  };
  auto addWholeSet = [&](Value set, ValueRange values) {
    Value sum;
    if (size == 1) {
      sum = addGroup(getWholeGroup(set), none());
    } else {
      Value begin = arith::MulIOp::create(b, set, b.index(size));
      Value end = arith::AddIOp::create(b, begin, b.index(size));
      sum = forWholeGroups(begin, end, {none()}, addGroups).front();
    }
    return SmallVector<Value>{addSet(set, sum, values.front())};
  };
  int64_t whole = groups.countWhole() / size;
  Value y = b.zeros(op.getInit());
  if (whole > 1)
    y = b.loop(b.getIndexAttr(0), b.getIndexAttr(whole), {y}, addWholeSet)
            .front();
  else if (whole == 1)
    y = addWholeSet(b.index(0), {y}).front();
  if (whole * size == groups.count)
    return y;
  Value sum = forGroupsFrom(whole * size, {none()}, addGroups).front();
  return addSet(b.getIndexAttr(whole), sum, y);
}

Value Decomposer::contractInt8(ContractOp op, Value acts, Value scales) {
  bool floatZeroPoints = op.hasFloatZeroPoints();
  auto addGroup = [&](Group group, Value before) -> Value {
    IntegerType type = op.getAccumulatorBound(group.size) <= INT32_MAX
                           ? b.getI32Type()
                           : b.getI64Type();
    Value zeroPoint =
        op.getZeroPoints() ? column(op.getZeroPoints(), group.index) : Value();
    Value sum = sumProducts(op, acts, group,
                            floatZeroPoints ? Value() : zeroPoint, type);
    SmallVector<Value> inputs{sum, column(op.getScales(), group.index)};
    SmallVector<SmallVector<unsigned>> maps{loops(rows + 1), {rows}};
    if (groups.isOne()) {
      inputs.push_back(column(scales, group.index));
      maps.push_back(loops(rows));
    }
    if (floatZeroPoints) {
      inputs.append({zeroPoint, sumCodes(acts, group, type)});
      maps.append({SmallVector<unsigned>{rows}, loops(rows)});
    }
    maps.push_back(loops(rows + 1));
    return b.generic(
        before, inputs, maps, std::string(rows + 1, 'p'),
        [&](ImplicitLocOpBuilder &nested, ValueRange args) -> Value {
          Type f32 = nested.getF32Type();
          Value acc = arith::SIToFPOp::create(nested, f32, args[0]);
          if (floatZeroPoints) {
            unsigned at = groups.isOne() ? 3 : 2;
            Value less = arith::NegFOp::create(nested, args[at]);
            Value sumq = arith::SIToFPOp::create(nested, f32, args[at + 1]);
            acc = math::FmaOp::create(nested, less, sumq, acc);
          }
          if (!groups.isOne())
            return math::FmaOp::create(nested, acc, args[1], args.back());
          Value scale = arith::MulFOp::create(nested, args[1], args[2]);
          return arith::MulFOp::create(nested, acc, scale);
        });
  };
  if (groups.isOne())
    return addGroup(Group{b.getIndexAttr(0), b.getIndexAttr(0), groups.k},
                    op.getInit());
  int64_t size = op.getActivation() == ActivationKind::Int8Block
                     ? int64_t(op.getActGroups())
                     : groups.count;
  return sumSets(op, size, scales, addGroup);
}

//===----------------------------------------------------------------------===//
// Contraction of floats
//===----------------------------------------------------------------------===//

/// The values of all codes in a row, or all of all vectors, where they are no
/// integers.
static Value createCodebook(ImplicitLocOpBuilder &b,
                            FormatAttrInterface format) {
  if (format.isInteger())
    return {};
  SmallVector<float, 0> values;
  if (auto vectors = dyn_cast<VectorCodebookFormatAttr>(format))
    values = vectors.getTable();
  else
    for (unsigned code = 0; code < format.getNumCodes(); ++code)
      values.push_back(float(format.decode(code)));
  auto type = RankedTensorType::get(int64_t(values.size()), b.getF32Type());
  return arith::ConstantOp::create(
      b, DenseElementsAttr::get(type, ArrayRef(values)));
}

/// The value at [n, k] of a format of vectors, out of their table: the sum of
/// one from each book, in order.
static Value readVector(ImplicitLocOpBuilder &b,
                        VectorCodebookFormatAttr format, Value table,
                        Value codes, Value n, Value k) {
  auto index = [&](int64_t value) -> Value {
    return arith::ConstantIndexOp::create(b, value);
  };
  auto multiply = [&](Value value, int64_t by) -> Value {
    return arith::MulIOp::create(b, value, index(by));
  };
  auto add = [&](Value lhs, Value rhs) -> Value {
    return arith::AddIOp::create(b, lhs, rhs);
  };
  Value length = index(format.getLength());
  Value vector = arith::DivUIOp::create(b, k, length);
  Value inVector = arith::RemUIOp::create(b, k, length);
  Value first = multiply(vector, format.getVectorBytes());
  auto readByte = [&](int64_t byte) -> Value {
    Value code = tensor::ExtractOp::create(
        b, codes, ValueRange{n, add(first, index(byte))});
    return arith::IndexCastUIOp::create(b, b.getIndexType(), code);
  };
  Value sum;
  for (int64_t book = 0; book < format.getBooks(); ++book) {
    int64_t byte = book * format.getCodeBytes();
    Value code = readByte(byte);
    if (format.getCodeBytes() == 2)
      code = add(code, multiply(readByte(byte + 1), 256));
    Value place = add(code, index(book << format.getBits()));
    place = add(multiply(place, format.getLength()), inVector);
    Value value = tensor::ExtractOp::create(b, table, place);
    sum = sum ? arith::AddFOp::create(b, sum, value).getResult() : value;
  }
  return sum;
}

/// (value(code) - zero_point) * scale, one rounding each. There are as many
/// scales as the format has for a group.
static Value dequantize(ImplicitLocOpBuilder &b, FormatAttrInterface format,
                        Value codebook, Value code, Value zeroPoint,
                        ValueRange scales) {
  Type f32 = b.getF32Type();
  Value scale = scales.front();
  if (codebook) {
    Value index = arith::IndexCastUIOp::create(b, b.getIndexType(), code);
    Value value = tensor::ExtractOp::create(b, codebook, index);
    if (scales.size() == 2) {
      Value zero = arith::ConstantOp::create(b, b.getF32FloatAttr(0));
      Value isNegative =
          arith::CmpFOp::create(b, arith::CmpFPredicate::OLT, value, zero);
      scale = arith::SelectOp::create(b, isNegative, scales[1], scale);
    }
    return arith::MulFOp::create(b, value, scale);
  }
  Value integer = integerValue(b, format, code, b.getI32Type());
  if (zeroPoint && zeroPoint.getType().isInteger()) {
    integer = arith::SubIOp::create(
        b, integer, arith::ExtUIOp::create(b, b.getI32Type(), zeroPoint));
    zeroPoint = nullptr;
  }
  Value value = arith::SIToFPOp::create(b, f32, integer);
  if (zeroPoint)
    value = arith::SubFOp::create(b, value, zeroPoint);
  return arith::MulFOp::create(b, value, scale);
}

/// The scale of each k is looked up: groups do not lie together.
Value Decomposer::floatByGIdx(ContractOp op, Value acts, Value init) {
  unsigned n = rows, k = rows + 1;
  unsigned perGroup = op.getFormat().getScalesPerGroup();
  Value codebook = createCodebook(b, op.getFormat());
  return b.generic(
      init, {acts, op.getCodes(), groups.gIdx},
      {loops(rows, {k}), {n, k}, {k}, loops(rows, {n})},
      std::string(rows + 1, 'p') + "r",
      [&](ImplicitLocOpBuilder &nested, ValueRange args) -> Value {
        Value at[] = {
            linalg::IndexOp::create(nested, n),
            arith::IndexCastOp::create(nested, nested.getIndexType(), args[2])};
        Value zeroPoint;
        if (op.getZeroPoints())
          zeroPoint = tensor::ExtractOp::create(nested, op.getZeroPoints(), at);
        SmallVector<Value, 2> scales;
        Value group = at[1];
        for (unsigned i = 0; i < perGroup; ++i) {
          if (perGroup > 1)
            at[1] = arith::AddIOp::create(
                nested,
                arith::MulIOp::create(
                    nested, group,
                    arith::ConstantIndexOp::create(nested, perGroup)),
                arith::ConstantIndexOp::create(nested, i));
          scales.push_back(
              tensor::ExtractOp::create(nested, op.getScales(), at));
        }
        Value w = dequantize(nested, op.getFormat(), codebook, args[1],
                             zeroPoint, scales);
        return math::FmaOp::create(nested, args[0], w, args[3]);
      });
}

Value Decomposer::roundActs(Value acts) {
  SmallVector<SmallVector<unsigned>> maps{loops(rows + 1), loops(rows + 1)};
  Value dest = b.empty(b.sizes(acts), b.getF32Type());
  return b.generic(dest, {acts}, maps, std::string(rows + 1, 'p'),
                   [](ImplicitLocOpBuilder &nested, ValueRange args) -> Value {
                     Type bf16 = nested.getBF16Type(),
                          f32 = nested.getF32Type();
                     Value rounded =
                         arith::TruncFOp::create(nested, bf16, args[0]);
                     return arith::ExtFOp::create(nested, f32, rounded);
                   });
}

Value Decomposer::contractFloat(ContractOp op) {
  Value init = b.zeros(op.getInit()), acts = op.getActs();
  if (op.getActivation() == ActivationKind::BFloat16)
    acts = roundActs(acts);
  if (groups.isMasked())
    return floatByGIdx(op, acts, init);
  unsigned n = rows, k = rows + 1;
  unsigned perGroup = op.getFormat().getScalesPerGroup();
  Value codebook = createCodebook(b, op.getFormat());
  auto vectors = dyn_cast<VectorCodebookFormatAttr>(op.getFormat());
  return forGroups(
             {init},
             [&](Group group, ValueRange values) {
               SmallVector<Value> inputs{columns(acts, group)};
               SmallVector<SmallVector<unsigned>> maps{loops(rows, {k})};
               if (!vectors) {
                 inputs.push_back(columns(op.getCodes(), group));
                 maps.push_back({n, k});
               }
               for (unsigned i = 0; i < perGroup; ++i) {
                 inputs.push_back(column(
                     op.getScales(), scaleColumn(group.index, perGroup, i)));
                 maps.push_back({n});
               }
               if (op.getZeroPoints()) {
                 inputs.push_back(column(op.getZeroPoints(), group.index));
                 maps.push_back({n});
               }
               maps.push_back(loops(rows, {n}));
               Value y = b.generic(
                   values[0], inputs, maps, std::string(rows + 1, 'p') + "r",
                   [&](ImplicitLocOpBuilder &nested, ValueRange args) -> Value {
                     if (vectors) {
                       Value place = arith::AddIOp::create(
                           nested, linalg::IndexOp::create(nested, k),
                           getValueOrCreateConstantIndexOp(
                               nested, nested.getLoc(), group.offset));
                       Value value = readVector(
                           nested, vectors, codebook, op.getCodes(),
                           linalg::IndexOp::create(nested, n), place);
                       Value w = arith::MulFOp::create(nested, value, args[1]);
                       return math::FmaOp::create(nested, args[0], w,
                                                  args.back());
                     }
                     Value zeroPoint = op.getZeroPoints() ? args[3] : Value();
                     Value w =
                         dequantize(nested, op.getFormat(), codebook, args[1],
                                    zeroPoint, args.slice(2, perGroup));
                     return math::FmaOp::create(nested, args[0], w,
                                                args.back());
                   });
               return SmallVector<Value>{y};
             })
      .front();
}

Value ContractOp::createSets(OpBuilder &builder) {
  auto size = static_cast<int64_t>(getActGroups());
  if (size == 1)
    return getGIdx();
  StructuredBuilder b(getLoc(), builder);
  Value dest = b.empty(b.sizes(getGIdx()), b.getI32Type());
  return b.generic(dest, {getGIdx()}, {{0}, {0}}, "p",
                   [&](ImplicitLocOpBuilder &nested, ValueRange args) -> Value {
                     Value groups = arith::ConstantOp::create(
                         nested, nested.getI32IntegerAttr(int32_t(size)));
                     return arith::DivUIOp::create(nested, args[0], groups);
                   });
}

FailureOr<SmallVector<Value>> ContractOp::decomposeOperation(OpBuilder &b) {
  // Undecided activations have no meaning yet.
  if (getActivation() == ActivationKind::Auto)
    return failure();
  Groups groups{getK(), getNumGroups(), static_cast<int64_t>(getGroupSize()),
                getGIdx()};
  unsigned rank = getActsType().getRank();
  Decomposer decomposer(getLoc(), b, groups, rank);
  if (getActivation() == ActivationKind::Float ||
      getActivation() == ActivationKind::BFloat16)
    return SmallVector<Value>{decomposer.contractFloat(*this)};

  Value codes = getActs(), scales = getActScales();
  if (!hasPreparedActs()) {
    Groups sets{getK(), getNumSets(),
                static_cast<int64_t>(getGroupSize() * getActGroups()), nullptr};
    if (getGIdx() && !sets.isOne())
      sets.gIdx = createSets(b);
    std::tie(codes, scales) =
        Decomposer(getLoc(), b, sets, rank).quantize(getActs());
  }
  return SmallVector<Value>{decomposer.contractInt8(*this, codes, scales)};
}

//===----------------------------------------------------------------------===//
// Unpacking
//===----------------------------------------------------------------------===//

FailureOr<SmallVector<Value>> UnpackOp::decomposeOperation(OpBuilder &builder) {
  StructuredBuilder b(getLoc(), builder);
  int64_t bits = getFormat().getStorageBits();
  int64_t bytes = cast<RankedTensorType>(getPacked().getType()).getDimSize(2);
  auto type = cast<RankedTensorType>(getCodes().getType());
  Value dest = b.empty(b.sizes(getCodes()), type.getElementType());
  return SmallVector<Value>{b.generic(
      dest, {}, {{0, 1}}, "pp",
      [&](ImplicitLocOpBuilder &nested, ValueRange) -> Value {
        auto index = [&](int64_t value) -> Value {
          return arith::ConstantIndexOp::create(nested, value);
        };
        auto i32 = [&](int64_t value) -> Value {
          return arith::ConstantOp::create(nested,
                                           nested.getI32IntegerAttr(value));
        };
        Value n = linalg::IndexOp::create(nested, 0);
        Value k = linalg::IndexOp::create(nested, 1);
        Value block = arith::DivUIOp::create(nested, k, index(getBlockSize()));
        Value place = arith::RemUIOp::create(nested, k, index(getBlockSize()));
        Value bit = arith::MulIOp::create(nested, place, index(bits));
        Value byte = arith::DivUIOp::create(nested, bit, index(8));
        auto load = [&](Value at) -> Value {
          Value raw = tensor::ExtractOp::create(nested, getPacked(),
                                                ValueRange{n, block, at});
          return arith::ExtUIOp::create(nested, nested.getI32Type(), raw);
        };
        Value word = load(byte);
        if (8 % bits != 0) {
          // The code may run on into the next byte, where there is one.
          Value next = arith::AddIOp::create(nested, byte, index(1));
          next = arith::MinUIOp::create(nested, next, index(bytes - 1));
          Value high = arith::ShLIOp::create(nested, load(next), i32(8));
          word = arith::OrIOp::create(nested, word, high);
        }
        Value shift = arith::RemUIOp::create(nested, bit, index(8));
        if (getHighFirst())
          shift = arith::SubIOp::create(nested, index(8 - bits), shift);
        shift = arith::IndexCastOp::create(nested, nested.getI32Type(), shift);
        word = arith::ShRUIOp::create(nested, word, shift);
        word = arith::AndIOp::create(nested, word, i32((1 << bits) - 1));
        return arith::TruncIOp::create(nested, nested.getI8Type(), word);
      })};
}
