//===- LutGemmFloatsEmitter.cpp - sums looked up, tokens in lanes ---------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LutGemmFloatsEmitter.h"
#include "ResultStore.h"
#include "TransposeLanes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

#include <functional>

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;

/// Rows whose sums are in registers together.
static constexpr int64_t kRowsAtOnce = 2;
/// What indices may take of a thread's stack.
static constexpr int64_t kIndexBytes = 96 * 1024;

LutGemmFloatsShape::LutGemmFloatsShape(const Contraction &contraction,
                                       const Knobs &knobs) {
  int64_t numCodes = contraction.format.getNumCodes();
  entries = numCodes * numCodes * numCodes * numCodes;
  blockPlaces = knobs.unroll * contraction.layout.getGranule();
  quads = blockPlaces / kDigits;
  blocksPerGroup = contraction.layout.getGroupPlaces() / blockPlaces;
  groups = contraction.getGroups();
  blocks = groups * blocksPerGroup;
  rows = std::min(knobs.rows,
                  contraction.getPanels() * contraction.layout.getPanelRows());
  section = blocks * rows * quads <= kIndexBytes ? blocks : 1;
  // Sums of a tile wait for the next section.
  tiles = isWhole() ? 1 : knobs.block / kLanes;
}

LutGemmFloatsEmitter::LutGemmFloatsEmitter(lowbit::PackedContractOp op,
                                           const Knobs &knobs)
    : LoopBuilder(op), op(op), contraction(Contraction::get(op)), knobs(knobs),
      shape(contraction, knobs),
      planes(cast<lowbit::PlanesLayoutAttr>(op.getLayout())),
      f32(VectorType::get(kLanes, b.getF32Type())) {}

//===----------------------------------------------------------------------===//
// Helpers
//===----------------------------------------------------------------------===//

Value LutGemmFloatsEmitter::add(Value lhs, Value rhs) {
  return b.createOrFold<arith::AddIOp>(lhs, rhs);
}

Value LutGemmFloatsEmitter::multiply(Value lhs, int64_t rhs) {
  return b.createOrFold<arith::MulIOp>(lhs, getIndex(rhs));
}

std::pair<Value, Value> LutGemmFloatsEmitter::locate(Value row) {
  int64_t panelRows = contraction.layout.getPanelRows();
  Value global = add(firstRow, row), size = getIndex(panelRows);
  return {b.createOrFold<arith::DivUIOp>(global, size),
          b.createOrFold<arith::RemUIOp>(global, size)};
}

Value LutGemmFloatsEmitter::load(Value buffer, ValueRange indices) {
  return vector::LoadOp::create(b, f32, buffer, indices);
}

SmallVector<Value, 3> LutGemmFloatsEmitter::getPlace(Value tile, Value row) {
  Value zero = getIndex(0);
  return {shape.isWhole() ? zero : tile, row, zero};
}

Value LutGemmFloatsEmitter::loadIf(Value isLater, Value buffer,
                                   ValueRange indices) {
  // A masked load costs what a load does.
  Value mask = vector::BroadcastOp::create(
      b, VectorType::get(kLanes, b.getI1Type()), isLater);
  Value zero = arith::ConstantOp::create(b, b.getZeroAttr(f32));
  return vector::MaskedLoadOp::create(b, f32, buffer, indices, mask, zero);
}

Value LutGemmFloatsEmitter::getScale(Value group, Value row) {
  auto [panel, inPanel] = locate(row);
  Value scale = memref::LoadOp::create(b, op.getScales(),
                                       ValueRange{panel, group, inPanel});
  return vector::BroadcastOp::create(b, f32, scale);
}

//===----------------------------------------------------------------------===//
// Cells
//===----------------------------------------------------------------------===//

void LutGemmFloatsEmitter::emit() {
  auto outs = cast<MemRefType>(op.getInit().getType());
  if (outs.isDynamicDim(0))
    numTokens = memref::DimOp::create(b, op.getInit(), 0).getResult();
  else
    numTokens = fixed(outs.getDimSize(0));
  int64_t allRows = contraction.getPanels() * contraction.layout.getPanelRows();
  Cells cells{numTokens,
              knobs.block,
              contraction.rows,
              shape.rows,
              int64_t(llvm::divideCeil(allRows, shape.rows)),
              knobs.piece};
  emitCells(
      cells, [&] { emitScratch(); },
      [&](Value block, Value chunk) { emitCell(block, chunk); });
}

void LutGemmFloatsEmitter::emitScratch() {
  auto allocate = [&](ArrayRef<int64_t> sizes, Type element) -> Value {
    return memref::AllocaOp::create(b, MemRefType::get(sizes, element),
                                    b.getI64IntegerAttr(64));
  };
  Type element = f32.getElementType();
  words =
      allocate({shape.section, shape.rows}, b.getIntegerType(8 * shape.quads));
  square = allocate({std::max(shape.blockPlaces, kLanes), kLanes}, element);
  tables = allocate({shape.quads, shape.entries * kLanes}, element);
  results = allocate({shape.tiles, shape.rows, kLanes}, element);
  sums = shape.hasGroupSums()
             ? allocate({shape.tiles, shape.rows, kLanes}, element)
             : results;
}

void LutGemmFloatsEmitter::emitCell(Value block, Value chunk) {
  firstToken = multiply(block, knobs.block);
  endToken = fold<arith::MinSIOp>(
      fold<arith::AddIOp>(firstToken, fixed(knobs.block)), numTokens);
  numTiles =
      divideCeil(fold<arith::SubIOp>(endToken, firstToken), fixed(kLanes));
  firstRow = multiply(chunk, shape.rows);
  int64_t allRows = contraction.getPanels() * contraction.layout.getPanelRows();
  numRows = fixed(shape.rows);
  if (allRows % shape.rows != 0)
    numRows = fold<arith::MinSIOp>(
        numRows, fold<arith::SubIOp>(fixed(allRows), firstRow));

  emitLoop(fixed(0), fixed(shape.blocks), shape.section,
           [&](Value first) { emitSection(first); });
  if (!shape.isWhole())
    emitLoop(fixed(0), numTiles, 1, [&](Value tile) { emitResults(tile); });
}

void LutGemmFloatsEmitter::emitSection(Value first) {
  auto eachBlock = [&](function_ref<void(Value, Value)> body) {
    emitLoop(fixed(0), fixed(shape.section), 1,
             [&](Value inSection) { body(add(first, inSection), inSection); });
  };
  eachBlock([&](Value block, Value inSection) {
    emitIndices(multiply(block, shape.blockPlaces), inSection);
  });
  emitLoop(fixed(0), numTiles, 1, [&](Value tile) {
    eachBlock([&](Value block, Value inSection) {
      Value perGroup = getIndex(shape.blocksPerGroup);
      Value group = b.createOrFold<arith::DivUIOp>(block, perGroup);
      Value inGroup = b.createOrFold<arith::RemUIOp>(block, perGroup);
      emitTables(tile, multiply(block, shape.blockPlaces));
      emitSums(tile, group, inGroup, inSection);
      if (shape.hasGroupSums())
        emitGroupEnd(tile, group, inGroup);
    });
    if (shape.isWhole())
      emitResults(tile);
  });
}

//===----------------------------------------------------------------------===//
// A block of places along K'
//===----------------------------------------------------------------------===//

/// Four codes of a row are the digits of a number: a byte of the row's word.
void LutGemmFloatsEmitter::emitIndices(Value place, Value inSection) {
  int64_t panelRows = contraction.layout.getPanelRows();
  int64_t granule = contraction.layout.getGranule();
  int64_t numCodes = contraction.format.getNumCodes();
  auto bytes = VectorType::get(64, b.getI8Type());
  auto i32 = VectorType::get(kLanes, b.getI32Type());
  SmallVector<int8_t> weights;
  for (int64_t i = 0; i < bytes.getNumElements(); ++i)
    weights.push_back(i % 4 ? weights.back() * numCodes : 1);
  Value weight = arith::ConstantOp::create(
      b, DenseElementsAttr::get(bytes, ArrayRef(weights)));
  Value none = arith::ConstantOp::create(b, b.getZeroAttr(i32));
  Value steps = b.createOrFold<arith::DivUIOp>(place, getIndex(granule));
  emitLoop(fixed(0), numRows, kLanes, [&](Value row) {
    auto [panel, inPanel] = locate(row);
    // Each step along K' of 16 rows is one vector.
    Value begin = add(multiply(panel, contraction.getPanelBytes()),
                      multiply(inPanel, 64 / kLanes));
    begin = add(begin, multiply(steps, panelRows / kLanes * 64));
    SmallVector<Value, 2> halves;
    for (int64_t quad = 0; quad < shape.quads; ++quad) {
      int64_t step = quad / planes.getNumQuads();
      Value packed =
          vector::LoadOp::create(b, bytes, op.getWeights(),
                                 add(begin, step * (panelRows / kLanes * 64)));
      Value codes = planes.unpack(b, packed, quad % planes.getNumQuads());
      Value index = lut::DotOp::create(b, i32, none, codes, weight,
                                       b.getI64IntegerAttr(numCodes - 1));
      if (quad % 4 == 0) {
        halves.push_back(index);
        continue;
      }
      auto by = DenseElementsAttr::get(i32, int32_t(8 * (quad % 4)));
      index = arith::ShLIOp::create(b, index, arith::ConstantOp::create(b, by));
      halves.back() = arith::OrIOp::create(b, halves.back(), index);
    }
    Value word = halves.front();
    if (halves.size() == 2)
      word = vector::BitCastOp::create(
          b, VectorType::get(kLanes, b.getI64Type()),
          vector::InterleaveOp::create(b, halves[0], halves[1]));
    vector::StoreOp::create(b, word, words, ValueRange{inSection, row});
  });
}

/// Activations of 16 tokens with tokens in lanes, and all sums of each four of
/// them.
void LutGemmFloatsEmitter::emitTables(Value tile, Value place) {
  // Lanes of tokens past the last one have what that has.
  Value token = add(firstToken, multiply(tile, kLanes));
  Value last = getValue(fold<arith::SubIOp>(numTokens, fixed(1)));
  Values tokens;
  for (int64_t i = 0; i < kLanes; ++i)
    tokens.push_back(b.createOrFold<arith::MinSIOp>(add(token, i), last));
  emitLoop(fixed(0), fixed(shape.blockPlaces), kLanes, [&](Value begin) {
    Values vectors;
    for (Value each : tokens)
      vectors.push_back(load(op.getActs(), {each, add(place, begin)}));
    transposeLanes(b, vectors);
    for (auto [i, vector] : llvm::enumerate(vectors))
      vector::StoreOp::create(b, vector, square,
                              ValueRange{add(begin, i), getIndex(0)});
  });
  emitLoop(fixed(0), fixed(shape.quads), 1,
           [&](Value quad) { emitTable(quad); });
}

void LutGemmFloatsEmitter::emitTable(Value quad) {
  int64_t numCodes = contraction.format.getNumCodes();
  // products[digit][code]: also of 0, which is nothing but for infinities.
  SmallVector<Values> products(LutGemmFloatsShape::kDigits);
  Value begin = multiply(quad, LutGemmFloatsShape::kDigits);
  for (auto [digit, each] : llvm::enumerate(products)) {
    Value act = load(square, {add(begin, digit), getIndex(0)});
    for (int64_t code = 0; code < numCodes; ++code) {
      auto value = DenseElementsAttr::get(
          f32, float(contraction.format.decode(unsigned(code))));
      each.push_back(
          arith::MulFOp::create(b, act, arith::ConstantOp::create(b, value)));
    }
  }
  // The last digit varies fastest, so that few sums are needed at a time.
  std::function<void(size_t, int64_t, int64_t, Value)> emitSums =
      [&](size_t digit, int64_t entry, int64_t weight, Value sum) {
        if (digit == products.size()) {
          vector::StoreOp::create(b, sum, tables,
                                  ValueRange{quad, getIndex(entry * kLanes)});
          return;
        }
        for (auto [code, product] : llvm::enumerate(products[digit])) {
          Value next = sum ? arith::AddFOp::create(b, sum, product).getResult()
                           : product;
          emitSums(digit + 1, entry + int64_t(code) * weight, weight * numCodes,
                   next);
        }
      };
  emitSums(0, 0, 1, Value());
}

void LutGemmFloatsEmitter::emitSums(Value tile, Value group, Value inGroup,
                                    Value inSection) {
  bool endsGroup = shape.groups > 1 && shape.blocksPerGroup == 1;
  Value zero = getIndex(0);
  // Sums go on from block to block of a group, results from group to group.
  Value before = endsGroup ? group : inGroup;
  Value isLater =
      arith::CmpIOp::create(b, arith::CmpIPredicate::ne, before, zero);
  Type wordType = cast<MemRefType>(words.getType()).getElementType();
  auto getWord = [&](int64_t value) -> Value {
    return arith::ConstantIntOp::create(b, wordType, value);
  };
  // Elements of a row of a table are 16, so bytes become indices by shifts.
  constexpr int64_t kShift = 4;
  static_assert(kLanes == 1 << kShift);
  emitLoop(fixed(0), numRows, kRowsAtOnce, [&](Value firstOfRows) {
    Values rows, codes, totals;
    for (int64_t i = 0; i < kRowsAtOnce; ++i) {
      Value row = rows.emplace_back(add(firstOfRows, i));
      codes.push_back(
          memref::LoadOp::create(b, words, ValueRange{inSection, row}));
      totals.push_back(
          endsGroup
              ? arith::ConstantOp::create(b, b.getZeroAttr(f32)).getResult()
              : loadIf(isLater, sums, getPlace(tile, row)));
    }
    for (int64_t quad = 0; quad < shape.quads; ++quad)
      for (auto [code, total] : llvm::zip_equal(codes, totals)) {
        int64_t shift = 8 * quad - kShift;
        Value index =
            shift < 0
                ? arith::ShLIOp::create(b, code, getWord(-shift)).getResult()
                : arith::ShRUIOp::create(b, code, getWord(shift)).getResult();
        index = arith::AndIOp::create(b, index, getWord(255 << kShift));
        index = arith::IndexCastUIOp::create(b, b.getIndexType(), index);
        total = arith::AddFOp::create(b, total,
                                      load(tables, {getIndex(quad), index}));
      }
    for (auto [row, total] : llvm::zip_equal(rows, totals)) {
      if (endsGroup) {
        Value result = loadIf(isLater, results, getPlace(tile, row));
        total = math::FmaOp::create(b, total, getScale(group, row), result);
      }
      vector::StoreOp::create(b, total, endsGroup ? results : sums,
                              getPlace(tile, row));
    }
  });
}

/// results = sums * scale + results, behind the last block of a group.
void LutGemmFloatsEmitter::emitGroupEnd(Value tile, Value group,
                                        Value inGroup) {
  Value isLast = arith::CmpIOp::create(b, arith::CmpIPredicate::eq, inGroup,
                                       getIndex(shape.blocksPerGroup - 1));
  auto branch = scf::IfOp::create(b, isLast, /*withElseRegion=*/false);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(branch.thenBlock());
  Value isLater =
      arith::CmpIOp::create(b, arith::CmpIPredicate::ne, group, getIndex(0));
  emitLoop(fixed(0), numRows, 1, [&](Value row) {
    Value result = loadIf(isLater, results, getPlace(tile, row));
    result = math::FmaOp::create(b, load(sums, getPlace(tile, row)),
                                 getScale(group, row), result);
    vector::StoreOp::create(b, result, results, getPlace(tile, row));
  });
}

//===----------------------------------------------------------------------===//
// The end
//===----------------------------------------------------------------------===//

void LutGemmFloatsEmitter::emitResults(Value tile) {
  Value zero = getIndex(0);
  Value token = add(firstToken, multiply(tile, kLanes));
  OpFoldResult count =
      fold<arith::MinSIOp>(fold<arith::SubIOp>(endToken, token), fixed(kLanes));
  int64_t stored = llvm::alignTo(contraction.rows, kLanes);
  OpFoldResult end = fold<arith::MinSIOp>(
      numRows, fold<arith::SubIOp>(fixed(stored), firstRow));
  ResultStore store(b, op.getInit(), op.getExtras(), op.getEpilogue());
  emitLoop(fixed(0), end, kLanes, [&](Value row) {
    auto [panel, inPanel] = locate(row);
    Values vectors;
    for (int64_t i = 0; i < kLanes; ++i)
      vectors.push_back(load(results, getPlace(tile, add(row, i))));
    transposeLanes(b, vectors);
    for (auto [i, vector] : llvm::enumerate(vectors))
      vector::StoreOp::create(b, vector, square,
                              ValueRange{getIndex(int64_t(i)), zero});
    Value scale;
    if (shape.groups == 1)
      scale = load(op.getScales(), {panel, zero, inPanel});
    Value global = add(firstRow, row);
    Value mask =
        contraction.rows % kLanes == 0 ? Value() : store.emitMask(global);
    emitLoop(fixed(0), count, 1, [&](Value i) {
      Value result = load(square, {i, zero});
      if (scale)
        result = arith::MulFOp::create(b, result, scale);
      store.emit(result, global, mask, add(token, i));
    });
  });
}
