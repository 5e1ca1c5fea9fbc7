//===- LutGemmWordsEmitter.cpp - words looked up, tokens in lanes ---------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LutGemmWordsEmitter.h"
#include "ResultStore.h"
#include "TransposeLanes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

#include <functional>

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;

/// Rows whose words are loaded together.
static constexpr int64_t kRowsAtOnce = 2;
/// Rows of a vector of words in the layout.
static constexpr int64_t kVectorRows = 32;
/// Each piece has scratch memory of its own, so there are not many.
static constexpr int64_t kMostPieces = 16;

LutGemmWordsShape::LutGemmWordsShape(const Contraction &contraction,
                                     const Knobs &knobs) {
  auto layout = cast<lowbit::WordsLayoutAttr>(contraction.layout);
  radix = layout.getRadix();
  planes = layout.getPlanes();
  granule = layout.getGranule();
  panelRows = layout.getPanelRows();
  panels = contraction.getPanels();
  // Three numbers of three ternary digits, or 16 bits.
  if (radix == 3)
    parts = {{0, 5, 0, 3, 0}, {5, 5, 3, 3, 0}, {10, 5, 6, 3, 0}};
  else
    parts = {{0, 6, 0, 6, 0}, {6, 5, 6, 5, 0}, {11, 5, 11, 5, 0}};
  for (Part &part : parts) {
    part.row = tableRows;
    tableRows += int64_t(1) << part.bits;
    usedRows += radix == 3 ? 27 : int64_t(1) << part.bits;
  }
  words = layout.getGroupPlaces() / granule;
  groups = contraction.getGroups();
  setGroups = contraction.getSetGroups();
  maxTerm = 128 * granule;
  blockWords = std::min(knobs.unroll, words);
  wholeBlocks = words / blockWords;
  restWords = words % blockWords;
  blocksPerFlush = getSumsThatFit(16, granule) / blockWords;
  rows = std::min(knobs.rows, panels * panelRows);
}

LutGemmWordsEmitter::LutGemmWordsEmitter(lowbit::PackedContractOp op,
                                         const Knobs &knobs)
    : LoopBuilder(op), op(op), contraction(Contraction::get(op)), knobs(knobs),
      shape(contraction, knobs), f32(VectorType::get(kLanes, b.getF32Type())),
      i32(VectorType::get(kLanes, b.getI32Type())),
      i16(VectorType::get(kLanes, b.getI16Type())),
      i8(VectorType::get(kLanes, b.getI8Type())) {}

//===----------------------------------------------------------------------===//
// Helpers
//===----------------------------------------------------------------------===//

Value LutGemmWordsEmitter::add(Value lhs, Value rhs) {
  return b.createOrFold<arith::AddIOp>(lhs, rhs);
}

Value LutGemmWordsEmitter::multiply(Value lhs, int64_t rhs) {
  return b.createOrFold<arith::MulIOp>(lhs, getIndex(rhs));
}

Value LutGemmWordsEmitter::splat(VectorType type, int64_t value) {
  auto attr = b.getIntegerAttr(type.getElementType(), value);
  return arith::ConstantOp::create(b, DenseElementsAttr::get(type, attr));
}

Value LutGemmWordsEmitter::broadcast(Value scalar) {
  return vector::BroadcastOp::create(
      b, VectorType::get(kLanes, scalar.getType()), scalar);
}

Value LutGemmWordsEmitter::isNot(Value value, int64_t other) {
  return arith::CmpIOp::create(b, arith::CmpIPredicate::ne, value,
                               getIndex(other));
}

Value LutGemmWordsEmitter::loadIf(Value isLater, VectorType type, Value buffer,
                                  ValueRange indices) {
  // A mask that a loop finds ready costs nothing beside the load.
  auto bits =
      VectorType::get(kLanes, b.getIntegerType(type.getElementTypeBitWidth()));
  Value mask =
      broadcast(arith::ExtSIOp::create(b, bits.getElementType(), isLater));
  Value loaded = vector::LoadOp::create(b, type, buffer, indices);
  loaded = arith::AndIOp::create(
      b, b.createOrFold<vector::BitCastOp>(bits, loaded), mask);
  return b.createOrFold<vector::BitCastOp>(type, loaded);
}

Value LutGemmWordsEmitter::gather(Value source, Value column) {
  Type element = cast<MemRefType>(source.getType()).getElementType();
  Values each;
  for (Value token : tokens)
    each.push_back(
        memref::LoadOp::create(b, source, ValueRange{token, column}));
  return vector::FromElementsOp::create(b, VectorType::get(kLanes, element),
                                        each);
}

//===----------------------------------------------------------------------===//
// Cells
//===----------------------------------------------------------------------===//

void LutGemmWordsEmitter::emit() {
  auto outs = cast<MemRefType>(op.getInit().getType());
  if (outs.isDynamicDim(0))
    numTokens = memref::DimOp::create(b, op.getInit(), 0).getResult();
  else
    numTokens = fixed(outs.getDimSize(0));
  Cells cells{numTokens,
              knobs.block,
              contraction.rows,
              shape.rows,
              int64_t(llvm::divideCeil(shape.panels, shape.getCellPanels())),
              knobs.piece,
              kMostPieces};
  emitCells(
      cells, [&] { emitScratch(); },
      [&](Value block, Value chunk) { emitCell(block, chunk); });
}

void LutGemmWordsEmitter::emitScratch() {
  auto allocate = [&](ArrayRef<int64_t> sizes, Type element) -> Value {
    return memref::AllocOp::create(b, MemRefType::get(sizes, element),
                                   b.getI64IntegerAttr(64));
  };
  acts = allocate({contraction.places, kLanes}, b.getI8Type());
  tables =
      allocate({shape.blockWords, shape.tableRows * kLanes}, b.getI16Type());
  sums = allocate({shape.rows * shape.planes, kLanes}, b.getI16Type());
  totals = allocate({shape.rows, kLanes}, b.getI32Type());
  square = allocate({kLanes, kLanes}, b.getF32Type());
  if (shape.groups > 1)
    results = allocate({shape.rows, kLanes}, b.getF32Type());
  if (shape.groups > 1 && shape.setGroups > 1)
    partials = allocate({shape.rows, kLanes}, b.getF32Type());
}

void LutGemmWordsEmitter::emitCell(Value block, Value chunk) {
  firstToken = multiply(block, knobs.block);
  endToken = fold<arith::MinSIOp>(
      fold<arith::AddIOp>(firstToken, fixed(knobs.block)), numTokens);
  firstPanel = multiply(chunk, shape.getCellPanels());
  numPanels = fixed(shape.getCellPanels());
  if (shape.panels % shape.getCellPanels())
    numPanels = fold<arith::MinSIOp>(
        numPanels, fold<arith::SubIOp>(fixed(shape.panels), firstPanel));
  OpFoldResult numTiles =
      divideCeil(fold<arith::SubIOp>(endToken, firstToken), fixed(kLanes));
  emitLoop(fixed(0), numTiles, 1, [&](Value tile) { emitTile(tile); });
}

void LutGemmWordsEmitter::emitTile(Value tile) {
  tileToken = add(firstToken, multiply(tile, kLanes));
  Value last = getValue(fold<arith::SubIOp>(numTokens, fixed(1)));
  tokens.clear();
  for (int64_t i = 0; i < kLanes; ++i)
    tokens.push_back(b.createOrFold<arith::MinSIOp>(add(tileToken, i), last));
  emitActs();
  emitLoop(fixed(0), fixed(shape.groups), 1, [&](Value group) {
    emitLoop(fixed(0), fixed(shape.wholeBlocks), 1,
             [&](Value block) { emitBlock(group, block, shape.blockWords); });
    if (shape.restWords)
      emitBlock(group, getIndex(shape.wholeBlocks), shape.restWords);
    if (shape.groups > 1)
      emitGroupEnd(group);
  });
  emitResults();
}

/// Tokens become lanes, 16 places at a time; the last ones once more where they
/// are no 16.
void LutGemmWordsEmitter::emitActs() {
  int64_t last = contraction.places - kLanes;
  emitLoop(fixed(0), fixed(contraction.places), kLanes, [&](Value place) {
    if (contraction.places % kLanes)
      place = b.createOrFold<arith::MinSIOp>(place, getIndex(last));
    Values vectors;
    for (Value token : tokens)
      vectors.push_back(vector::LoadOp::create(b, i8, op.getActs(),
                                               ValueRange{token, place}));
    transposeLanes(b, vectors);
    for (auto [i, vector] : llvm::enumerate(vectors))
      vector::StoreOp::create(b, vector, acts,
                              ValueRange{add(place, i), getIndex(0)});
  });
}

//===----------------------------------------------------------------------===//
// A block of words
//===----------------------------------------------------------------------===//

void LutGemmWordsEmitter::emitBlock(Value group, Value block,
                                    int64_t numWords) {
  Value firstWord =
      add(multiply(group, shape.words), multiply(block, shape.blockWords));
  emitLoop(fixed(0), fixed(numWords), 1, [&](Value word) {
    emitTable(word, multiply(add(firstWord, word), shape.granule));
  });
  Value perFlush = getIndex(shape.blocksPerFlush);
  Value inFlush = b.createOrFold<arith::RemUIOp>(block, perFlush);
  emitSums(firstWord, inFlush, numWords);

  int64_t lastBlock = shape.wholeBlocks - (shape.restWords ? 0 : 1);
  Value isFull = arith::CmpIOp::create(b, arith::CmpIPredicate::eq, inFlush,
                                       getIndex(shape.blocksPerFlush - 1));
  Value isLast = arith::CmpIOp::create(b, arith::CmpIPredicate::eq, block,
                                       getIndex(lastBlock));
  Value isDue = b.createOrFold<arith::OrIOp>(isFull, isLast);
  auto branch = scf::IfOp::create(b, isDue, /*withElseRegion=*/false);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(branch.thenBlock());
  emitFlush(
      arith::CmpIOp::create(b, arith::CmpIPredicate::uge, block, perFlush));
}

/// All sums of the activations of each part of a word.
void LutGemmWordsEmitter::emitTable(Value word, Value place) {
  for (const LutGemmWordsShape::Part &part : shape.parts) {
    Values digits;
    for (int64_t i = 0; i < part.digits; ++i) {
      Value act = vector::LoadOp::create(
          b, i8, acts, ValueRange{add(place, part.first + i), getIndex(0)});
      digits.push_back(arith::ExtSIOp::create(b, i16, act));
    }
    // The first digit varies fastest, so that few sums are needed at a time.
    std::function<void(int64_t, int64_t, Value)> emitEntries =
        [&](int64_t digit, int64_t entry, Value sum) {
          if (digit < 0) {
            vector::StoreOp::create(
                b, sum, tables,
                ValueRange{word, getIndex((part.row + entry) * kLanes)});
            return;
          }
          Value act = digits[digit];
          entry *= shape.radix;
          if (shape.radix == 3)
            emitEntries(digit - 1, entry++, arith::SubIOp::create(b, sum, act));
          emitEntries(digit - 1, entry++, sum);
          emitEntries(digit - 1, entry, arith::AddIOp::create(b, sum, act));
        };
    emitEntries(part.digits - 1, 0, splat(i16, 0));
  }
}

void LutGemmWordsEmitter::emitSums(Value firstWord, Value inFlush,
                                   int64_t numWords) {
  int64_t perPanel = shape.getPanelWords();
  constexpr int64_t wordBytes = sizeof(uint16_t);
  Value isLater = isNot(inFlush, 0);
  // Elements of a row of a table are 16, so parts become indices by shifts.
  constexpr int64_t kShift = 4;
  static_assert(kLanes == 1 << kShift);
  auto pair = VectorType::get(kRowsAtOnce * wordBytes, b.getI8Type());
  auto one = VectorType::get(1, b.getI32Type());
  static_assert(kRowsAtOnce * wordBytes == sizeof(uint32_t));
  auto constant = [&](int64_t value) -> Value {
    return arith::ConstantIntOp::create(b, b.getI32Type(), value);
  };
  emitLoop(fixed(0), numPanels, 1, [&](Value panel) {
    Value begin =
        add(multiply(add(firstPanel, panel), contraction.getPanelBytes()),
            multiply(firstWord, perPanel * wordBytes));
    Value firstSum = multiply(panel, perPanel);
    emitLoop(fixed(0), fixed(perPanel), kRowsAtOnce, [&](Value inPanel) {
      Value offset = add(begin, multiply(inPanel, wordBytes));
      Values places, all;
      for (int64_t i = 0; i < kRowsAtOnce; ++i) {
        places.push_back(add(firstSum, add(inPanel, i)));
        all.push_back(
            loadIf(isLater, i16, sums, ValueRange{places.back(), getIndex(0)}));
      }
      for (int64_t word = 0; word < numWords; ++word) {
        Value bytes = vector::LoadOp::create(
            b, pair, op.getWeights(),
            ValueRange{add(offset, word * perPanel * wordBytes)});
        Value codes = vector::ExtractOp::create(
            b, vector::BitCastOp::create(b, one, bytes), 0);
        for (const LutGemmWordsShape::Part &part : shape.parts)
          for (auto [i, sum] : llvm::enumerate(all)) {
            int64_t shift = 16 * int64_t(i) + part.shift - kShift;
            Value index =
                shift < 0 ? arith::ShLIOp::create(b, codes, constant(-shift))
                                .getResult()
                          : arith::ShRUIOp::create(b, codes, constant(shift))
                                .getResult();
            int64_t ones = (int64_t(1) << part.bits) - 1;
            index = arith::AndIOp::create(b, index, constant(ones << kShift));
            index = arith::IndexCastUIOp::create(b, b.getIndexType(), index);
            Value entry = vector::LoadOp::create(
                b, i16, tables,
                ValueRange{getIndex(word), add(index, part.row * kLanes)});
            sum = arith::AddIOp::create(b, sum, entry);
          }
      }
      for (auto [place, sum] : llvm::zip_equal(places, all))
        vector::StoreOp::create(b, sum, sums, ValueRange{place, getIndex(0)});
    });
  });
}

/// Sums of planes are shifted to their places here.
void LutGemmWordsEmitter::emitFlush(Value isLater) {
  int64_t interval =
      std::min(shape.blocksPerFlush * shape.blockWords, shape.words);
  int64_t vectors = shape.panelRows / kVectorRows;
  Value end = multiply(getValue(numPanels), vectors);
  emitLoop(fixed(0), end, 1, [&](Value vector) {
    emitLoop(fixed(0), fixed(kVectorRows), 1, [&](Value lane) {
      Value row = add(multiply(vector, kVectorRows), lane);
      Value first = add(multiply(vector, kVectorRows * shape.planes), lane);
      Values place{row, getIndex(0)};
      Value total = loadIf(isLater, i32, totals, place);
      for (int64_t plane = 0; plane < shape.planes; ++plane) {
        Value sum = vector::LoadOp::create(
            b, i16, sums,
            ValueRange{add(first, plane * kVectorRows), getIndex(0)});
        if (plane == 0) {
          total =
              lut::FlushOp::create(b, i32, total, sum, interval, shape.maxTerm);
          continue;
        }
        Value part = lut::FlushOp::create(b, i32, splat(i32, 0), sum, interval,
                                          shape.maxTerm);
        part = arith::ShLIOp::create(b, part, splat(i32, plane));
        total = arith::AddIOp::create(b, total, part);
      }
      vector::StoreOp::create(b, total, totals, place);
    });
  });
}

//===----------------------------------------------------------------------===//
// The end
//===----------------------------------------------------------------------===//

LutGemmWordsEmitter::OfTokens LutGemmWordsEmitter::getOfTokens(Value group) {
  OfTokens result{group, Value(), Value()};
  if (shape.groups == 1)
    result.actScales = gather(op.getActScales(), group);
  bool inTables = getZeroPoint(contraction.format) == (shape.radix == 3);
  if (contraction.zeroPoints != ZeroPoints::Format || !inTables)
    result.actSums = gather(op.getSums(), group);
  return result;
}

/// As docs/Spec/LowbitContract.md has it; see LookupLoops::scale, which has
/// rows in lanes.
Value LutGemmWordsEmitter::scale(const OfTokens &tokens, Value row,
                                 Value before) {
  Value size = getIndex(shape.panelRows);
  Value panel = add(firstPanel, b.createOrFold<arith::DivUIOp>(row, size));
  Value inPanel = b.createOrFold<arith::RemUIOp>(row, size);
  auto loadOfRow = [&](Value source) -> Value {
    return memref::LoadOp::create(b, source,
                                  ValueRange{panel, tokens.group, inPanel});
  };
  Value sum =
      vector::LoadOp::create(b, i32, totals, ValueRange{row, getIndex(0)});
  bool isReal = contraction.zeroPoints == ZeroPoints::Reals;
  if (tokens.actSums && !isReal) {
    Value zero = contraction.zeroPoints == ZeroPoints::Integers
                     ? broadcast(arith::ExtUIOp::create(
                           b, b.getI32Type(), loadOfRow(op.getZeroPoints())))
                     : splat(i32, getZeroPoint(contraction.format));
    sum = arith::SubIOp::create(b, sum,
                                arith::MulIOp::create(b, zero, tokens.actSums));
  }
  Value value = arith::SIToFPOp::create(b, f32, sum);
  if (isReal)
    value = math::FmaOp::create(
        b, broadcast(arith::NegFOp::create(b, loadOfRow(op.getZeroPoints()))),
        arith::SIToFPOp::create(b, f32, tokens.actSums), value);
  Value factor = broadcast(loadOfRow(op.getScales()));
  if (tokens.actScales)
    factor = arith::MulFOp::create(b, factor, tokens.actScales);
  return before ? math::FmaOp::create(b, value, factor, before).getResult()
                : arith::MulFOp::create(b, value, factor).getResult();
}

/// The result of a row with a set that came to `partial`.
void LutGemmWordsEmitter::addSet(Value set, Value actScales, Value partial,
                                 Value row) {
  Values place{row, getIndex(0)};
  Value before = loadIf(isNot(set, 0), f32, results, place);
  Value result = math::FmaOp::create(b, partial, actScales, before);
  vector::StoreOp::create(b, result, results, place);
}

void LutGemmWordsEmitter::emitGroupEnd(Value group) {
  OfTokens ofTokens = getOfTokens(group);
  Value numRows = multiply(getValue(numPanels), shape.panelRows);
  if (shape.setGroups == 1) {
    Value actScales = gather(op.getActScales(), group);
    return emitLoop(fixed(0), numRows, 1, [&](Value row) {
      addSet(group, actScales, scale(ofTokens, row, Value()), row);
    });
  }
  Value size = getIndex(shape.setGroups);
  Value inSet = b.createOrFold<arith::RemUIOp>(group, size);
  Value isLater = isNot(inSet, 0);
  emitLoop(fixed(0), numRows, 1, [&](Value row) {
    Values place{row, getIndex(0)};
    Value before = loadIf(isLater, f32, partials, place);
    vector::StoreOp::create(b, scale(ofTokens, row, before), partials, place);
  });

  auto isEqual = [&](Value value, int64_t other) {
    return arith::CmpIOp::create(b, arith::CmpIPredicate::eq, value,
                                 getIndex(other));
  };
  Value isEnd = b.createOrFold<arith::OrIOp>(
      isEqual(inSet, shape.setGroups - 1), isEqual(group, shape.groups - 1));
  auto branch = scf::IfOp::create(b, isEnd, /*withElseRegion=*/false);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(branch.thenBlock());
  Value set = b.createOrFold<arith::DivUIOp>(group, size);
  Value actScales = gather(op.getActScales(), set);
  emitLoop(fixed(0), numRows, 1, [&](Value row) {
    Value partial =
        vector::LoadOp::create(b, f32, partials, ValueRange{row, getIndex(0)});
    addSet(set, actScales, partial, row);
  });
}

void LutGemmWordsEmitter::emitResults() {
  Value zero = getIndex(0);
  OpFoldResult count = fold<arith::MinSIOp>(
      fold<arith::SubIOp>(endToken, tileToken), fixed(kLanes));
  OfTokens ofTokens;
  if (shape.groups == 1)
    ofTokens = getOfTokens(zero);

  // Whole vectors of rows past N have no place in the results.
  Value firstRow = multiply(firstPanel, shape.panelRows);
  OpFoldResult stored = fixed(llvm::alignTo(contraction.rows, kLanes));
  OpFoldResult end = fold<arith::MinSIOp>(
      fold<arith::MulIOp>(numPanels, fixed(shape.panelRows)),
      fold<arith::SubIOp>(stored, firstRow));
  ResultStore store(b, op.getInit(), op.getExtras(), op.getEpilogue());
  emitLoop(fixed(0), end, kLanes, [&](Value row) {
    Values vectors;
    for (int64_t i = 0; i < kLanes; ++i) {
      Value inCell = add(row, i);
      Value result = shape.groups == 1
                         ? scale(ofTokens, inCell, Value())
                         : vector::LoadOp::create(b, f32, results,
                                                  ValueRange{inCell, zero})
                               .getResult();
      vectors.push_back(result);
    }
    transposeLanes(b, vectors);
    for (auto [i, vector] : llvm::enumerate(vectors))
      vector::StoreOp::create(b, vector, square,
                              ValueRange{getIndex(int64_t(i)), zero});
    Value global = add(firstRow, row);
    Value mask =
        contraction.rows % kLanes == 0 ? Value() : store.emitMask(global);
    emitLoop(fixed(0), count, 1, [&](Value i) {
      Value result =
          vector::LoadOp::create(b, f32, square, ValueRange{i, zero});
      store.emit(result, global, mask, add(tileToken, i));
    });
  });
}
