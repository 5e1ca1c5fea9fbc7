//===- Tiler.cpp - loops around register tiles ----------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Tiler.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;

Tiler::Tiler(lowbit::PackedContractOp op, const Knobs &knobs)
    : LoopBuilder(op), op(op), contraction(Contraction::get(op)), knobs(knobs),
      activations{op.getActs(), op.getActScales(), op.getSums()} {}

Tiler::~Tiler() = default;

//===----------------------------------------------------------------------===//
// Cells
//===----------------------------------------------------------------------===//

void Tiler::emit() {
  auto outs = cast<MemRefType>(op.getInit().getType());
  if (outs.isDynamicDim(0)) {
    numTokens = memref::DimOp::create(b, op.getInit(), 0).getResult();
  } else {
    numTokens = fixed(outs.getDimSize(0));
    knobs.tokens =
        std::min(knobs.tokens, std::max<int64_t>(outs.getDimSize(0), 1));
  }
  emitActivations();
  Cells cells{numTokens,
              knobs.block,
              contraction.rows,
              contraction.layout.getPanelRows(),
              contraction.getPanels(),
              knobs.piece,
              getMostPieces()};
  emitCells(
      cells, [] {}, [&](Value block, Value panel) { emitCell(block, panel); });
}

void Tiler::emitCell(Value block, Value panel) {
  OpFoldResult begin = fold<arith::MulIOp>(block, fixed(knobs.block));
  OpFoldResult end = fold<arith::MinSIOp>(
      fold<arith::AddIOp>(begin, fixed(knobs.block)), numTokens);
  Source source = emitSource(panel);
  // Blocks consist of tiles, so that the last one alone leaves tokens.
  std::optional<int64_t> left;
  if (auto known = getConstantIntValue(numTokens))
    left = *known % knobs.tokens;
  OpFoldResult rest =
      left == 0 ? fixed(0)
                : fold<arith::RemUIOp>(fold<arith::SubIOp>(end, begin),
                                       fixed(knobs.tokens));
  OpFoldResult wholeEnd = fold<arith::SubIOp>(end, rest);
  emitLoop(fixed(0), fixed(contraction.layout.getPanelRows()), knobs.rows,
           [&](Value row) {
             Source rows = emitRows(source, panel, row);
             emitLoop(begin, wholeEnd, knobs.tokens, [&](Value token) {
               emitTile(rows, panel, row, token, knobs.tokens);
             });
           });
  if (auto known = getConstantIntValue(rest)) {
    if (*known != 0)
      emitRest(source, panel, getValue(wholeEnd), *known);
    return;
  }
  SmallVector<int64_t> counts;
  for (int64_t count = 1; count < knobs.tokens; ++count)
    if (!left || count == *left)
      counts.push_back(count);
  if (counts.empty())
    return;
  auto which = scf::IndexSwitchOp::create(b, TypeRange(), getValue(rest),
                                          counts, counts.size());
  OpBuilder::InsertionGuard guard(b);
  for (auto [count, region] : llvm::zip_equal(counts, which.getCaseRegions())) {
    b.createBlock(&region);
    emitRest(source, panel, getValue(wholeEnd), count);
    scf::YieldOp::create(b);
  }
  b.createBlock(&which.getDefaultRegion());
  scf::YieldOp::create(b);
}

/// The tokens that whole tiles leave.
void Tiler::emitRest(const Source &source, Value panel, Value token,
                     int64_t count) {
  emitLoop(fixed(0), fixed(contraction.layout.getPanelRows()), getRows(count),
           [&](Value row) { emitTile(source, panel, row, token, count); });
}

Tiler::Source Tiler::emitSource(Value panel) {
  OpFoldResult panels =
      fold<arith::MulIOp>(panel, fixed(contraction.getPanelBytes()));
  Value offset = getValue(
      fold<arith::AddIOp>(panels, fixed(contraction.layout.getTableBytes())));
  return {op.getWeights(), offset, op.getLayout(),
          cast<lowbit::KernelAttr>(op.getKernelsAttr()[0])};
}

//===----------------------------------------------------------------------===//
// Tiles
//===----------------------------------------------------------------------===//

void Tiler::emitTile(const Source &source, Value panel, Value row, Value token,
                     int64_t count) {
  int64_t rows = count == knobs.tokens ? knobs.rows : getRows(count);
  IntegerAttr beside;
  if (activations.beside > 1)
    beside = b.getI64IntegerAttr(activations.beside);
  auto tile = lowbit::MicroContractOp::create(
      b, activations.acts, activations.scales, activations.sums, source.weights,
      source.offset, op.getScales(), op.getZeroPoints(), op.getExtras(),
      op.getInit(), panel, row, token, rows, count, beside, op.getFormat(),
      op.getActivation(), op.getActGroups(), source.layout, source.kernel);
  if (op.hasEpilogue()) {
    IRMapping map;
    op.getEpilogue().cloneInto(&tile.getEpilogue(), map);
  }
}

LogicalResult kernel::verifyTiles(lowbit::PackedContractOp op,
                                  const Knobs &knobs) {
  int64_t panelRows = op.getLayout().getPanelRows();
  if (knobs.rows <= 0 || panelRows % knobs.rows || knobs.tokens <= 0 ||
      knobs.block <= 0 || knobs.block % knobs.tokens)
    return op.emitOpError()
           << "expects tiles that divide the " << panelRows
           << " rows of a panel and the tokens of a block, got "
           << cast<lowbit::KernelAttr>(op.getKernelsAttr()[0]).getKnobs();
  return success();
}

LogicalResult TiledFamily::lower(lowbit::PackedContractOp op,
                                 const Knobs &knobs) const {
  if (failed(verifyTiles(op, knobs)))
    return failure();
  Tiler(op, knobs).emit();
  return success();
}
