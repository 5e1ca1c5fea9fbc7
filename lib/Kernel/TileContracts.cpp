//===- TileContracts.cpp - loops over panels and tokens -------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Families.h"
#include "LoopBuilder.h"
#include "lutra/Kernel/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace lutra {
#define GEN_PASS_DEF_LOWBITTILECONTRACTS
#include "lutra/Kernel/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;

namespace {

class Tiler : LoopBuilder {
public:
  Tiler(lowbit::PackedContractOp op, const Knobs &knobs)
      : LoopBuilder(op), op(op), contraction(Contraction::get(op)),
        knobs(knobs) {}

  void emit();

private:
  void emitCell(Value block, Value panel);
  void emitRows(Value panel, OpFoldResult begin, OpFoldResult end);
  void emitTokens(Value panel, Value offset, Value row, OpFoldResult begin,
                  OpFoldResult end);
  void emitTile(Value panel, Value offset, Value row, Value token,
                int64_t count);

  lowbit::PackedContractOp op;
  Contraction contraction;
  Knobs knobs;
  OpFoldResult numTokens;
};

} // namespace

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
  Cells cells{numTokens,
              knobs.block,
              contraction.rows,
              contraction.layout.getPanelRows(),
              contraction.getPanels(),
              knobs.piece};
  emitCells(
      cells, [] {}, [&](Value block, Value panel) { emitCell(block, panel); });
}

void Tiler::emitCell(Value block, Value panel) {
  OpFoldResult begin = fold<arith::MulIOp>(block, fixed(knobs.block));
  OpFoldResult end = fold<arith::MinSIOp>(
      fold<arith::AddIOp>(begin, fixed(knobs.block)), numTokens);
  emitRows(panel, begin, end);
}

//===----------------------------------------------------------------------===//
// Tiles
//===----------------------------------------------------------------------===//

void Tiler::emitRows(Value panel, OpFoldResult begin, OpFoldResult end) {
  Value offset =
      getValue(fold<arith::MulIOp>(panel, fixed(contraction.getPanelBytes())));
  emitLoop(fixed(0), fixed(contraction.layout.getPanelRows()), knobs.rows,
           [&](Value row) { emitTokens(panel, offset, row, begin, end); });
}

/// Whole tiles, and one for the tokens that are left.
void Tiler::emitTokens(Value panel, Value offset, Value row, OpFoldResult begin,
                       OpFoldResult end) {
  OpFoldResult rest = fold<arith::RemUIOp>(fold<arith::SubIOp>(end, begin),
                                           fixed(knobs.tokens));
  OpFoldResult wholeEnd = fold<arith::SubIOp>(end, rest);
  emitLoop(begin, wholeEnd, knobs.tokens, [&](Value token) {
    emitTile(panel, offset, row, token, knobs.tokens);
  });
  if (auto known = getConstantIntValue(rest)) {
    if (*known != 0)
      emitTile(panel, offset, row, getValue(wholeEnd), *known);
    return;
  }
  SmallVector<int64_t> counts;
  for (int64_t count = 1; count < knobs.tokens; ++count)
    counts.push_back(count);
  if (counts.empty())
    return;
  auto which = scf::IndexSwitchOp::create(b, TypeRange(), getValue(rest),
                                          counts, counts.size());
  OpBuilder::InsertionGuard guard(b);
  for (auto [count, region] : llvm::zip_equal(counts, which.getCaseRegions())) {
    b.createBlock(&region);
    emitTile(panel, offset, row, getValue(wholeEnd), count);
    scf::YieldOp::create(b);
  }
  b.createBlock(&which.getDefaultRegion());
  scf::YieldOp::create(b);
}

void Tiler::emitTile(Value panel, Value offset, Value row, Value token,
                     int64_t count) {
  auto tile = lowbit::MicroContractOp::create(
      b, op.getActs(), op.getActScales(), op.getSums(), op.getWeights(), offset,
      op.getScales(), op.getZeroPoints(), op.getExtras(), op.getInit(), panel,
      row, token, knobs.rows, count, op.getFormat(), op.getActivation(),
      op.getLayout(), cast<lowbit::KernelAttr>(op.getKernelsAttr()[0]));
  if (op.hasEpilogue()) {
    IRMapping map;
    op.getEpilogue().cloneInto(&tile.getEpilogue(), map);
  }
}

//===----------------------------------------------------------------------===//
// The pass
//===----------------------------------------------------------------------===//

LogicalResult TiledFamily::lower(lowbit::PackedContractOp op,
                                 const Knobs &knobs) const {
  int64_t panelRows = op.getLayout().getPanelRows();
  if (knobs.rows <= 0 || panelRows % knobs.rows || knobs.tokens <= 0 ||
      knobs.block <= 0 || knobs.block % knobs.tokens)
    return op.emitOpError()
           << "expects tiles that divide the " << panelRows
           << " rows of a panel and the tokens of a block, got "
           << cast<lowbit::KernelAttr>(op.getKernelsAttr()[0]).getKnobs();
  Tiler(op, knobs).emit();
  return success();
}

static LogicalResult tile(lowbit::PackedContractOp op) {
  auto kernel = cast<lowbit::KernelAttr>(op.getKernelsAttr()[0]);
  FailureOr<const KernelFamily *> family =
      lookUpFamily(op, kernel, Contraction::get(op));
  if (failed(family))
    return failure();
  std::optional<Knobs> knobs = Knobs::fromAttr(kernel.getKnobs());
  if (!knobs)
    return op.emitOpError()
           << "has knobs that no kernel has: " << kernel.getKnobs();
  if (failed((*family)->lower(op, *knobs)))
    return failure();
  op.erase();
  return success();
}

namespace {

struct LowbitTileContracts
    : lutra::impl::LowbitTileContractsBase<LowbitTileContracts> {
  void runOnOperation() override {
    SmallVector<lowbit::PackedContractOp> ops;
    getOperation().walk([&](lowbit::PackedContractOp op) {
      if (op.getKernelsAttr() && op.getKernelsAttr().size() == 1)
        ops.push_back(op);
    });
    for (lowbit::PackedContractOp op : ops)
      if (failed(tile(op)))
        return signalPassFailure();
  }
};

} // namespace
