//===- DequantVectorsFamily.cpp - vectors of weights out of books ---------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What an index selects is neighbouring weights of a row: one load, from where
// the books are, in front of the codes. So lanes run along K here. A register
// has eight places of two rows, for which activations are there twice; the
// eight sums of a row are added in a tree where a group ends. Nothing is looked
// up lane by lane, and what is loaded serves several tokens.
//
//===----------------------------------------------------------------------===//

#include "Families.h"
#include "MicroEmitter.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;

/// Places of a step, and rows that share a register.
static constexpr int64_t kPlaces = 8, kRows = kLanes / kPlaces;

namespace {

class VectorsEmitter : public MicroEmitter {
public:
  VectorsEmitter(lowbit::MicroContractOp op, const Knobs &knobs)
      : MicroEmitter(op, knobs),
        layout(cast<lowbit::VectorsLayoutAttr>(op.getLayout())),
        length(layout.getLength()),
        codeBytes(layout.getVectorBytes() / layout.getBooks()) {}

private:
  Values emitBegin(Value group) override;
  Values emitStep(Value place, int64_t step, Values accumulators) override;
  Values emitEnd(Value group, Values accumulators) override;

  int64_t getNumPairs() const { return vectors * kLanes / kRows; }
  Value loadActs(int64_t token, Value place);
  Value loadIndex(Value byte);
  Value loadWeights(Value begin, int64_t pair, int64_t book);
  Value concatenate(Values parts);
  Value takeHalves(Value lower, Value upper, int64_t width, bool isUpper);

  lowbit::VectorsLayoutAttr layout;
  int64_t length, codeBytes;
};

MicroEmitter::Values VectorsEmitter::emitBegin(Value) {
  return Values(getNumPairs() * tokens, getFloatSplat(0));
}

/// The activations of a step, once for each row of a register.
Value VectorsEmitter::loadActs(int64_t token, Value place) {
  Value acts =
      vector::LoadOp::create(b, VectorType::get(kPlaces, b.getF32Type()),
                             op.getActs(), ValueRange{getToken(token), place});
  return concatenate(Values(kRows, acts));
}

Value VectorsEmitter::loadIndex(Value byte) {
  Value code;
  if (codeBytes == 1) {
    code = memref::LoadOp::create(b, op.getWeights(), byte);
  } else {
    Value bytes =
        vector::LoadOp::create(b, VectorType::get(codeBytes, b.getI8Type()),
                               op.getWeights(), ValueRange{byte});
    Value word = vector::BitCastOp::create(
        b, VectorType::get(1, b.getIntegerType(8 * codeBytes)), bytes);
    code = vector::ExtractOp::create(b, word, 0);
  }
  return arith::IndexCastUIOp::create(b, b.getIndexType(), code);
}

/// What `book` has for the two rows of `pair`, whose codes of a step begin at
/// `begin`.
Value VectorsEmitter::loadWeights(Value begin, int64_t pair, int64_t book) {
  int64_t vectorBytes = length * int64_t(sizeof(float));
  int64_t bookBytes = vectorBytes << layout.getBits();
  int64_t perRow = kPlaces / length;
  Values parts;
  for (int64_t part = 0; part < kRows * perRow; ++part) {
    int64_t byte = (pair * kRows * perRow + part) * layout.getVectorBytes();
    Value index = loadIndex(addIndex(begin, byte + book * codeBytes));
    Value at = b.createOrFold<arith::MulIOp>(index, getIndex(vectorBytes));
    Value bytes = vector::LoadOp::create(
        b, VectorType::get(vectorBytes, b.getI8Type()), op.getWeights(),
        ValueRange{addIndex(at, book * bookBytes)});
    parts.push_back(vector::BitCastOp::create(
        b, VectorType::get(length, b.getF32Type()), bytes));
  }
  return concatenate(std::move(parts));
}

Value VectorsEmitter::concatenate(Values parts) {
  while (parts.size() > 1) {
    int64_t lanes = cast<VectorType>(parts.front().getType()).getNumElements();
    auto mask = llvm::to_vector(llvm::seq<int64_t>(2 * lanes));
    Values next;
    for (size_t i = 0; i < parts.size(); i += 2)
      next.push_back(
          vector::ShuffleOp::create(b, parts[i], parts[i + 1], mask));
    parts = std::move(next);
  }
  return parts.front();
}

MicroEmitter::Values VectorsEmitter::emitStep(Value place, int64_t,
                                              Values accumulators) {
  Values acts;
  for (int64_t token = 0; token < tokens; ++token)
    acts.push_back(loadActs(token, place));
  int64_t stepBytes = kPlaces / length * layout.getVectorBytes();
  // Steps are whole panels of rows: what does not change along K' first.
  Value begin = b.createOrFold<arith::MulIOp>(op.getRow(), getIndex(stepBytes));
  begin = b.createOrFold<arith::AddIOp>(op.getOffset(), begin);
  Value along = b.createOrFold<arith::MulIOp>(
      place, getIndex(layout.getRows() * stepBytes / kPlaces));
  begin = b.createOrFold<arith::AddIOp>(begin, along);
  for (int64_t pair = 0; pair < getNumPairs(); ++pair) {
    Value weights = loadWeights(begin, pair, 0);
    for (int64_t book = 1; book < int64_t(layout.getBooks()); ++book)
      weights =
          arith::AddFOp::create(b, weights, loadWeights(begin, pair, book));
    for (int64_t token = 0; token < tokens; ++token) {
      Value &sum = accumulators[pair * tokens + token];
      sum = math::FmaOp::create(b, acts[token], weights, sum);
    }
  }
  return accumulators;
}

/// One half of each `width` lanes of both.
Value VectorsEmitter::takeHalves(Value lower, Value upper, int64_t width,
                                 bool isUpper) {
  SmallVector<int64_t> mask;
  for (int64_t lane = 0; lane < 2 * kLanes; ++lane)
    if ((lane % width >= width / 2) == isUpper)
      mask.push_back(lane);
  return vector::ShuffleOp::create(b, lower, upper, mask);
}

/// The sums of a row in a tree, all rows of a vector side by side.
MicroEmitter::Values VectorsEmitter::emitEnd(Value, Values accumulators) {
  Values results(getNumPoints());
  int64_t perVector = kLanes / kRows;
  for (int64_t vector = 0; vector < vectors; ++vector)
    for (int64_t token = 0; token < tokens; ++token) {
      Values sums;
      for (int64_t pair = 0; pair < perVector; ++pair)
        sums.push_back(
            accumulators[(vector * perVector + pair) * tokens + token]);
      for (int64_t width = kPlaces; width > 1; width /= 2) {
        Values next;
        for (size_t i = 0; i < sums.size(); i += 2)
          next.push_back(arith::AddFOp::create(
              b, takeHalves(sums[i], sums[i + 1], width, /*isUpper=*/false),
              takeHalves(sums[i], sums[i + 1], width, /*isUpper=*/true)));
        sums = std::move(next);
      }
      results[getPoint(vector, token)] = sums.front();
    }
  return results;
}

//===----------------------------------------------------------------------===//
// The family
//===----------------------------------------------------------------------===//

class DequantVectorsFamily : public TiledFamily {
public:
  StringRef getName() const override { return "dequant-vectors"; }
  std::string getRefusal(const Contraction &contraction,
                         lut::TargetAttr target) const override;
  SmallVector<Knobs> getCandidates(const Contraction &contraction,
                                   lut::TargetAttr target,
                                   int64_t tokens) const override;
  Counts countTile(const Contraction &contraction, lut::TargetAttr target,
                   const Knobs &knobs, int64_t tokens) const override;
  void expand(lowbit::MicroContractOp op, const Knobs &knobs) const override {
    VectorsEmitter(op, knobs).emit();
  }
};

std::string DequantVectorsFamily::getRefusal(const Contraction &contraction,
                                             lut::TargetAttr) const {
  if (!isa<lowbit::VectorsLayoutAttr>(contraction.layout))
    return "weights are no indices of vectors";
  if (contraction.activation != lowbit::ActivationKind::Float)
    return "activations are not f32";
  return "";
}

SmallVector<Knobs>
DequantVectorsFamily::getCandidates(const Contraction &contraction,
                                    lut::TargetAttr target,
                                    int64_t tokens) const {
  // Sums of 16 rows and activations of all tokens are in registers, with the
  // weights of a pair of rows and what is on the way. With 16 registers of 256
  // bits one token takes all of them, and its products have their weights from
  // memory.
  int64_t perVector = target ? 512 / target.getVectorBits() : 4;
  int64_t registers = target ? target.getRegisters() : 16;
  constexpr int64_t pairs = kLanes / kRows, others = 4;
  Knobs knobs;
  knobs.rows = kLanes;
  knobs.tokens = std::clamp<int64_t>(
      (registers / perVector - others) / (pairs + 1), 1, tokens);
  knobs.block = llvm::alignTo(32, knobs.tokens);
  return {knobs};
}

Counts DequantVectorsFamily::countTile(const Contraction &contraction,
                                       lut::TargetAttr, const Knobs &knobs,
                                       int64_t tokens) const {
  auto layout = cast<lowbit::VectorsLayoutAttr>(contraction.layout);
  double pairs = double(knobs.rows) / kRows,
         parts = double(kLanes) / layout.getLength();
  double books = layout.getBooks();

  // An index is a load and a shift, and a vector begins no faster for being
  // shorter than half a register.
  Counts step;
  step.loads = pairs * parts * books / 2 + double(tokens) / 2;
  step.scalars = pairs * parts * books * 2 + 2;
  step.simple = pairs * books * (parts - 1) + pairs * (books - 1);
  step.products = pairs * double(tokens);

  Counts group = step * (double(contraction.layout.getGroupPlaces()) / kPlaces);
  double additions = double(knobs.rows) / kLanes * 7 * double(tokens);
  group.shuffles += 2 * additions;
  group.simple += additions;
  group.products += double(knobs.rows) / kLanes * double(tokens);
  group.loads += double(knobs.rows) / kLanes;
  group.scalars += 8;
  Counts tile = group * double(contraction.getGroups());
  tile.scalars += 20;
  return tile;
}

} // namespace

const KernelFamily &kernel::getDequantVectorsFamily() {
  static const DequantVectorsFamily family;
  return family;
}
