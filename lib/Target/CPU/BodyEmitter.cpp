//===- BodyEmitter.cpp - the body of a linalg op on vectors ---------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BodyEmitter.h"

#include "mlir/Dialect/Affine/Utils.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/IRMapping.h"

using namespace mlir;
using namespace lutra::cpu;

BodyEmitter::BodyEmitter(linalg::GenericOp op, const LoopPlan &plan,
                         ImplicitLocOpBuilder &builder)
    : op(op), plan(plan), builder(builder) {}

Value BodyEmitter::addConstant(Value value, int64_t constant) {
  if (constant == 0)
    return value;
  TypedAttr attr = builder.getIntegerAttr(value.getType(), constant);
  Value addend = arith::ConstantOp::create(builder, attr);
  return builder.createOrFold<arith::AddIOp>(value, addend);
}

Value BodyEmitter::getStorageView(Value buffer) {
  auto type = cast<MemRefType>(buffer.getType());
  Type element = type.getElementType();
  Type storage = element;
  if (element.isInteger(1))
    storage = builder.getI8Type();
  else if (element.isF16() || element.isBF16())
    storage = builder.getI16Type();
  if (storage == element)
    return buffer;
  auto view = MemRefType::get(type.getShape(), storage, type.getLayout(),
                              type.getMemorySpace());
  return UnrealizedConversionCastOp::create(builder, TypeRange(view), buffer)
      .getResult(0);
}

//===----------------------------------------------------------------------===//
// Loads and stores
//===----------------------------------------------------------------------===//

BodyEmitter::Values BodyEmitter::getPoint(ValueRange ivs, const Tile &tile,
                                          int64_t row, int64_t vector) {
  Values point(ivs);
  if (plan.rowDim)
    point[*plan.rowDim] = addConstant(point[*plan.rowDim], row);
  if (vector != 0)
    point[plan.vectorDim] =
        addConstant(point[plan.vectorDim], vector * tile.lanes);
  return point;
}

BodyEmitter::Values BodyEmitter::getIndices(OpOperand &operand,
                                            ValueRange point) {
  Values indices;
  AffineMap map = op.getMatchingIndexingMap(&operand);
  for (AffineExpr expr : map.getResults()) {
    if (auto dim = dyn_cast<AffineDimExpr>(expr)) {
      indices.push_back(point[dim.getPosition()]);
      continue;
    }
    AffineMap single = AffineMap::get(map.getNumDims(), 0, expr);
    Value index =
        affine::expandAffineMap(builder, builder.getLoc(), single, point)
            ->front();
    indices.push_back(index);
  }
  return indices;
}

BodyEmitter::Lanes BodyEmitter::loadContiguous(Value buffer, ValueRange indices,
                                               const Tile &tile) {
  Value view = getStorageView(buffer);
  Type element = cast<MemRefType>(view.getType()).getElementType();
  auto type = VectorType::get(tile.lanes, element);
  Value value;
  if (tile.mask) {
    Value zero = arith::ConstantOp::create(builder, builder.getZeroAttr(type));
    value = vector::MaskedLoadOp::create(builder, type, view, indices,
                                         tile.mask, zero);
  } else {
    value = vector::LoadOp::create(builder, type, view, indices);
  }
  if (view != buffer) {
    Type wanted = cast<MemRefType>(buffer.getType()).getElementType();
    auto wantedType = VectorType::get(tile.lanes, wanted);
    value =
        wanted.isInteger(1)
            ? arith::TruncIOp::create(builder, wantedType, value).getResult()
            : arith::BitcastOp::create(builder, wantedType, value);
  }
  return {value, LaneKind::Varying};
}

Value BodyEmitter::produce(ValueRange point, const Tile &tile) {
  Location loc = builder.getLoc();
  builder.setLoc(op.getLoc());
  Tile single{1, 1, tile.lanes, tile.mask};
  Values values = emit(point, single, Values(1));
  storeOutput(0, point, single, values);
  builder.setLoc(loc);
  return values.front();
}

BodyEmitter::Lanes BodyEmitter::load(OpOperand &operand, ValueRange point,
                                     const Tile &tile) {
  Value buffer = operand.get();
  if (producer && buffer == producer->op.getDpsInits().front())
    return {producer->produce(point, tile), LaneKind::Varying};
  if (!isa<MemRefType>(buffer.getType()))
    return {buffer, LaneKind::Uniform};
  Values indices = getIndices(operand, point);
  Access access = tile.lanes == 1 ? Access::Invariant
                                  : getAccess(op, operand, plan.vectorDim);
  switch (access) {
  case Access::Invariant:
    return {memref::LoadOp::create(builder, buffer, indices),
            LaneKind::Uniform};
  case Access::Contiguous:
    return loadContiguous(buffer, indices, tile);
  case Access::Strided:
    break;
  }
  Values lanes;
  Values lanePoint(point);
  for (int64_t lane = 0; lane < tile.lanes; ++lane) {
    lanePoint[plan.vectorDim] = addConstant(point[plan.vectorDim], lane);
    lanes.push_back(memref::LoadOp::create(builder, buffer,
                                           getIndices(operand, lanePoint)));
  }
  auto type = VectorType::get(tile.lanes, lanes.front().getType());
  return {vector::FromElementsOp::create(builder, type, lanes),
          LaneKind::Varying};
}

BodyEmitter::Values BodyEmitter::loadTransposed(OpOperand &operand,
                                                ValueRange ivs,
                                                const Tile &tile) {
  int64_t lanes = tile.lanes;
  Values vectors;
  Values point(ivs);
  for (int64_t lane = 0; lane < lanes; ++lane) {
    point[plan.vectorDim] = addConstant(ivs[plan.vectorDim], lane);
    vectors.push_back(
        loadContiguous(operand.get(), getIndices(operand, point), tile).value);
  }
  auto type = cast<VectorType>(vectors.front().getType());
  if (type.getElementTypeBitWidth() * lanes == 128) {
    // Registers that small interleave their halves in one instruction, which
    // brings a bit of the row into the column and one of the column into the
    // row.
    SmallVector<int64_t> halves[2];
    for (int64_t lane = 0; lane < lanes; ++lane) {
      int64_t from = lane / 2 + (lane % 2) * lanes;
      halves[0].push_back(from);
      halves[1].push_back(from + lanes / 2);
    }
    for (int64_t block = 1; block < lanes; block *= 2) {
      Values mixed;
      for (int64_t row = 0; row < lanes / 2; ++row)
        for (ArrayRef<int64_t> half : halves)
          mixed.push_back(vector::ShuffleOp::create(
              builder, vectors[row], vectors[row + lanes / 2], half));
      vectors = std::move(mixed);
    }
    return vectors;
  }
  // Blocks of 1 x 1, 2 x 2, ... elements change places across the diagonal.
  for (int64_t block = 1; block < lanes; block *= 2) {
    SmallVector<int64_t> upper, lower;
    for (int64_t lane = 0; lane < lanes; ++lane) {
      bool second = lane & block;
      upper.push_back(second ? lanes + lane - block : lane);
      lower.push_back(second ? lanes + lane : lane + block);
    }
    for (int64_t row = 0; row < lanes; ++row) {
      if (row & block)
        continue;
      Value a = vectors[row], b = vectors[row + block];
      vectors[row] = vector::ShuffleOp::create(builder, a, b, upper);
      vectors[row + block] = vector::ShuffleOp::create(builder, a, b, lower);
    }
  }
  return vectors;
}

SmallVector<Value> BodyEmitter::loadOutput(unsigned output, ValueRange ivs,
                                           const Tile &tile) {
  Values values;
  OpOperand &operand = *op.getDpsInitOperand(output);
  for (int64_t row = 0; row < tile.rows; ++row)
    for (int64_t vector = 0; vector < tile.vectors; ++vector)
      values.push_back(
          load(operand, getPoint(ivs, tile, row, vector), tile).value);
  return values;
}

void BodyEmitter::storeOutput(unsigned output, ValueRange ivs, const Tile &tile,
                              ValueRange values) {
  OpOperand &operand = *op.getDpsInitOperand(output);
  for (int64_t row = 0; row < tile.rows; ++row) {
    for (int64_t vector = 0; vector < tile.vectors; ++vector) {
      Value value = values[row * tile.vectors + vector];
      Values indices = getIndices(operand, getPoint(ivs, tile, row, vector));
      if (tile.lanes == 1) {
        memref::StoreOp::create(builder, value, operand.get(), indices);
        continue;
      }
      Value view = getStorageView(operand.get());
      if (view != operand.get()) {
        Type storage = cast<MemRefType>(view.getType()).getElementType();
        auto type = VectorType::get(tile.lanes, storage);
        value = storage.isInteger(8)
                    ? arith::ExtUIOp::create(builder, type, value).getResult()
                    : arith::BitcastOp::create(builder, type, value);
      }
      if (tile.mask)
        vector::MaskedStoreOp::create(builder, view, indices, tile.mask, value);
      else
        vector::StoreOp::create(builder, value, view, indices);
    }
  }
}

//===----------------------------------------------------------------------===//
// Operations
//===----------------------------------------------------------------------===//

Value BodyEmitter::materialize(Lanes lanes, const Tile &tile) {
  if (lanes.kind == LaneKind::Varying)
    return lanes.value;
  Type element = lanes.value.getType();
  auto type = VectorType::get(tile.lanes, element);
  Value vector = vector::BroadcastOp::create(builder, type, lanes.value);
  if (lanes.kind == LaneKind::Uniform)
    return vector;
  SmallVector<Attribute> offsets;
  for (int64_t lane = 0; lane < tile.lanes; ++lane)
    offsets.push_back(builder.getIntegerAttr(element, lane));
  Value steps =
      arith::ConstantOp::create(builder, DenseElementsAttr::get(type, offsets));
  return arith::AddIOp::create(builder, vector, steps);
}

BodyEmitter::Lanes BodyEmitter::emitLoad(memref::LoadOp load,
                                         ArrayRef<Lanes> operands,
                                         const Tile &tile) {
  Value buffer = operands.front().value;
  ArrayRef<Lanes> indices = operands.drop_front();
  auto isUniform = [](Lanes lanes) { return lanes.kind == LaneKind::Uniform; };
  Values bases;
  for (Lanes index : indices)
    bases.push_back(index.value);
  if (llvm::all_of(indices, isUniform))
    return {memref::LoadOp::create(builder, buffer, bases), LaneKind::Uniform};

  SmallVector<int64_t> strides;
  int64_t offset;
  bool unitStride =
      succeeded(load.getMemRefType().getStridesAndOffset(strides, offset)) &&
      strides.back() == 1;
  if (unitStride && indices.back().kind == LaneKind::Linear &&
      llvm::all_of(indices.drop_back(), isUniform))
    return loadContiguous(buffer, bases, tile);

  Values lanes;
  for (int64_t lane = 0; lane < tile.lanes; ++lane) {
    Values places;
    for (Lanes index : indices) {
      switch (index.kind) {
      case LaneKind::Uniform:
        places.push_back(index.value);
        break;
      case LaneKind::Linear:
        places.push_back(addConstant(index.value, lane));
        break;
      case LaneKind::Varying:
        places.push_back(vector::ExtractOp::create(builder, index.value, lane));
        break;
      }
    }
    lanes.push_back(memref::LoadOp::create(builder, buffer, places));
  }
  auto type = VectorType::get(tile.lanes, lanes.front().getType());
  return {vector::FromElementsOp::create(builder, type, lanes),
          LaneKind::Varying};
}

BodyEmitter::Lanes BodyEmitter::emitOperation(Operation &inner,
                                              ArrayRef<Lanes> operands,
                                              const Tile &tile) {
  auto clone = [&](ValueRange values) {
    Operation *copy = builder.clone(inner);
    copy->setOperands(values);
    return copy;
  };
  Values scalars;
  for (Lanes operand : operands)
    scalars.push_back(operand.value);
  auto hasKind = [&](unsigned i, LaneKind kind) {
    return operands[i].kind == kind;
  };
  if (llvm::all_of(operands, [](Lanes operand) {
        return operand.kind == LaneKind::Uniform;
      })) {
    Operation *copy = clone(scalars);
    return {copy->getNumResults() ? copy->getResult(0) : Value(),
            LaneKind::Uniform};
  }
  // Indices that grow with the lane stay so under what moves them.
  bool linear =
      (isa<arith::AddIOp>(inner) &&
       ((hasKind(0, LaneKind::Linear) && hasKind(1, LaneKind::Uniform)) ||
        (hasKind(0, LaneKind::Uniform) && hasKind(1, LaneKind::Linear)))) ||
      (isa<arith::SubIOp>(inner) && hasKind(0, LaneKind::Linear) &&
       hasKind(1, LaneKind::Uniform)) ||
      (isa<arith::IndexCastOp>(inner) && hasKind(0, LaneKind::Linear));
  if (linear)
    return {clone(scalars)->getResult(0), LaneKind::Linear};

  Values vectors;
  for (auto [i, operand] : llvm::enumerate(operands)) {
    bool scalarCondition = isa<arith::SelectOp>(inner) && i == 0 &&
                           operand.kind == LaneKind::Uniform;
    vectors.push_back(scalarCondition ? operand.value
                                      : materialize(operand, tile));
  }
  if (isa<cf::AssertOp>(inner)) {
    Value all = vector::ReductionOp::create(builder, vector::CombiningKind::AND,
                                            vectors.front());
    clone(all);
    return {};
  }
  Operation *copy = clone(vectors);
  for (OpResult result : copy->getResults())
    result.setType(VectorType::get(tile.lanes, result.getType()));
  return {copy->getResult(0), LaneKind::Varying};
}

//===----------------------------------------------------------------------===//
// Points
//===----------------------------------------------------------------------===//

BodyEmitter::Values BodyEmitter::emitScalarPoint(ValueRange point,
                                                 ArrayRef<Lanes> arguments) {
  IRMapping map;
  for (auto [argument, lanes] : llvm::zip_equal(
           op.getRegionInputArgs(), arguments.take_front(op.getNumDpsInputs())))
    map.map(argument, lanes.value);
  for (auto [argument, lanes] : llvm::zip_equal(
           op.getRegionOutputArgs(), arguments.take_back(op.getNumDpsInits())))
    map.map(argument, lanes.value);
  for (Operation &inner : op.getBody()->without_terminator()) {
    if (auto index = dyn_cast<linalg::IndexOp>(inner)) {
      map.map(index.getResult(), point[index.getDim()]);
      continue;
    }
    Operation *copy = builder.clone(inner, map);
    copy->walk([&](linalg::IndexOp nested) {
      nested.replaceAllUsesWith(Value(point[nested.getDim()]));
      nested.erase();
    });
  }
  Values results;
  for (Value value : op.getBody()->getTerminator()->getOperands())
    results.push_back(map.lookupOrDefault(value));
  return results;
}

BodyEmitter::Values BodyEmitter::emitPoint(ValueRange point, const Tile &tile,
                                           ArrayRef<Lanes> arguments) {
  if (tile.lanes == 1)
    return emitScalarPoint(point, arguments);
  DenseMap<Value, Lanes> map;
  for (auto [argument, lanes] :
       llvm::zip_equal(op.getBody()->getArguments(), arguments))
    map[argument] = lanes;
  auto lookup = [&](Value value) {
    auto it = map.find(value);
    return it == map.end() ? Lanes{value, LaneKind::Uniform} : it->second;
  };
  SmallVector<Value> wanted(op.getBody()->getTerminator()->getOperands());
  // Accumulations that are not part of the body.
  llvm::SmallPtrSet<Operation *, 2> apart;
  for (auto [output, value] : llvm::enumerate(wanted)) {
    if (!tile.pairs && !plan.accumulatesApart(output))
      continue;
    apart.insert(value.getDefiningOp());
    value = getAddend(op, output);
  }
  for (Operation &inner : op.getBody()->without_terminator()) {
    if (apart.contains(&inner))
      continue;
    if (auto index = dyn_cast<linalg::IndexOp>(inner)) {
      LaneKind kind = index.getDim() == plan.vectorDim ? LaneKind::Linear
                                                       : LaneKind::Uniform;
      map[index] = {point[index.getDim()], kind};
      continue;
    }
    SmallVector<Lanes> operands;
    for (Value operand : inner.getOperands())
      operands.push_back(lookup(operand));
    Lanes result = isa<memref::LoadOp>(inner)
                       ? emitLoad(cast<memref::LoadOp>(inner), operands, tile)
                       : emitOperation(inner, operands, tile);
    if (inner.getNumResults())
      map[inner.getResult(0)] = result;
  }
  Values results;
  for (Value value : wanted)
    results.push_back(materialize(lookup(value), tile));
  return results;
}

/// accumulator[i] + products[2 i] + products[2 i + 1].
Value BodyEmitter::addPairs(Value accumulator, Value products) {
  int64_t lanes = cast<VectorType>(accumulator.getType()).getNumElements();
  SmallVector<int64_t> even, odd;
  for (int64_t lane = 0; lane < lanes; ++lane) {
    even.push_back(2 * lane);
    odd.push_back(2 * lane + 1);
  }
  Value e = vector::ShuffleOp::create(builder, products, products, even);
  Value o = vector::ShuffleOp::create(builder, products, products, odd);
  Value sum = arith::AddIOp::create(builder, e, o);
  return arith::AddIOp::create(builder, accumulator, sum);
}

SmallVector<Value> BodyEmitter::emit(ValueRange ivs, const Tile &tile,
                                     ValueRange accumulators) {
  unsigned numOutputs = op.getNumDpsInits();
  int64_t numPoints = tile.getNumPoints();
  Values results(numOutputs * numPoints);
  // Loads that rows or vectors have in common.
  DenseMap<std::tuple<unsigned, int64_t, int64_t>, Lanes> loads;
  if (tile.rows == plan.rows && tile.lanes == plan.lanes)
    for (unsigned number : plan.transposed)
      for (auto [row, value] :
           llvm::enumerate(loadTransposed(op->getOpOperand(number), ivs, tile)))
        loads[{number, row, 0}] = {value, LaneKind::Varying};
  for (int64_t row = 0; row < tile.rows; ++row) {
    for (int64_t vector = 0; vector < tile.vectors; ++vector) {
      Values point = getPoint(ivs, tile, row, vector);
      SmallVector<Lanes> arguments;
      for (OpOperand *input : op.getDpsInputOperands()) {
        AffineMap map = op.getMatchingIndexingMap(input);
        bool byRow = plan.rowDim && map.isFunctionOfDim(*plan.rowDim);
        bool byVector = tile.vectors > 1 && map.isFunctionOfDim(plan.vectorDim);
        Lanes &lanes = loads[{input->getOperandNumber(), byRow ? row : 0,
                              byVector ? vector : 0}];
        if (!lanes.value && op.payloadUsesValueFromOperand(input))
          lanes = load(*input, point, tile);
        arguments.push_back(lanes);
      }
      int64_t which = row * tile.vectors + vector;
      for (unsigned output = 0; output < numOutputs; ++output)
        arguments.push_back(
            {accumulators[output * numPoints + which],
             tile.lanes == 1 ? LaneKind::Uniform : LaneKind::Varying});
      Values yielded = emitPoint(point, tile, arguments);
      for (unsigned output = 0; output < numOutputs; ++output) {
        unsigned place = output * numPoints + which;
        results[place] = tile.pairs
                             ? addPairs(accumulators[place], yielded[output])
                             : yielded[output];
      }
    }
  }
  return results;
}
