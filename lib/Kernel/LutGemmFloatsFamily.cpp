//===- LutGemmFloatsFamily.cpp - sums of float activations, looked up -----===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where codes have three values, four of them have 81, and so many sums there
// are of four activations. With tokens in lanes, a table row is a sum for 16
// tokens: one load and one addition for 64 products, at the price of 81 rows
// for each four places along K', which all rows of the weights share.
//
//===----------------------------------------------------------------------===//

#include "LutGemmFloatsEmitter.h"
#include "ResultStore.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;

/// What sums of a cell may take of a thread's stack, beside 41 KB of tables and
/// 96 KB of indices.
static constexpr int64_t kSumBytes = 128 * 1024;
/// Tokens beyond which sharing indices brings nothing, but leaves threads
/// without work.
static constexpr int64_t kMaxBlock = 64;
/// Three values of four codes: tables of eight of them are 41 KB.
static constexpr unsigned kMaxCodes = 3;

namespace {

class LutGemmFloatsFamily : public KernelFamily {
public:
  StringRef getName() const override { return "lut-gemm-f32"; }
  std::string getRefusal(const Contraction &contraction,
                         lut::TargetAttr target) const override;
  SmallVector<Knobs> getCandidates(const Contraction &contraction,
                                   lut::TargetAttr target,
                                   int64_t tokens) const override;
  Counts count(const Contraction &contraction, lut::TargetAttr target,
               const Knobs &knobs, int64_t tokens) const override;
  int64_t countPasses(const Knobs &knobs, int64_t tokens) const override {
    return llvm::divideCeil(tokens, knobs.block);
  }
  LogicalResult lower(lowbit::PackedContractOp op,
                      const Knobs &knobs) const override;
};

std::string LutGemmFloatsFamily::getRefusal(const Contraction &contraction,
                                            lut::TargetAttr target) const {
  if (contraction.hasIntegerActs())
    return "activations are integers";
  if (contraction.hasBFloat16Acts())
    return "activations are bf16";
  auto layout = dyn_cast<lowbit::PlanesLayoutAttr>(contraction.layout);
  if (!layout)
    return "weights are not in planes of bits";
  if (contraction.format.getNumCodes() > kMaxCodes)
    return "codes have more than three values";
  if (contraction.format.getScalesPerGroup() != 1)
    return "scales depend on the signs of values";
  if (Planes(layout).getNumVectors() != 1)
    return "codes take more bits than they need";
  if (contraction.zeroPoints != ZeroPoints::Format)
    return "rows have zero points of their own";
  if (!target || target.getVectorBits() < 256)
    return "registers are shorter than 256 bits";
  return "";
}

SmallVector<Knobs>
LutGemmFloatsFamily::getCandidates(const Contraction &contraction,
                                   lut::TargetAttr, int64_t tokens) const {
  int64_t panelRows = contraction.layout.getPanelRows();
  int64_t granule = contraction.layout.getGranule();
  int64_t steps = contraction.layout.getGroupPlaces() / granule;
  Knobs knobs;
  knobs.tokens = kLanes;
  knobs.unroll =
      LutGemmFloatsShape::kMaxQuads * LutGemmFloatsShape::kDigits / granule;
  while (steps % knobs.unroll)
    --knobs.unroll;
  SmallVector<Knobs> candidates;
  for (int64_t most : {1024, 2048, 512, 256}) {
    // Parts of one size.
    int64_t parts = llvm::divideCeil(contraction.getPanels() * panelRows, most);
    knobs.rows = llvm::divideCeil(contraction.getPanels(), parts) * panelRows;
    LutGemmFloatsShape shape(contraction, knobs);
    int64_t mostTiles = kSumBytes / shape.getSumBytes(knobs.rows);
    if (mostTiles == 0)
      continue;
    int64_t tiles = llvm::divideCeil(std::min(tokens, kMaxBlock), kLanes);
    knobs.block =
        kLanes * (shape.isWhole() ? tiles : std::min(tiles, mostTiles));
    candidates.push_back(knobs);
  }
  return candidates;
}

Counts LutGemmFloatsFamily::count(const Contraction &contraction,
                                  lut::TargetAttr target, const Knobs &knobs,
                                  int64_t tokens) const {
  Planes planes(cast<lowbit::PlanesLayoutAttr>(contraction.layout));
  LutGemmFloatsShape shape(contraction, knobs);
  double rows = double(contraction.getPanels()) *
                double(contraction.layout.getPanelRows());
  double tiles = double(llvm::divideCeil(tokens, kLanes));
  double blocks = double(contraction.places) / double(shape.blockPlaces);
  double quads = double(shape.quads), lanes = kLanes;
  double codes = contraction.format.getNumCodes();

  // 16 vectors to and from memory, with 64 shuffles between, each of which is
  // two where no instruction takes any lanes of two registers.
  Counts square;
  square.loads = square.stores = lanes;
  square.shuffles = lanes * (target.getVectorBits() < 512 ? 8 : 4);

  // Codes to indices, 16 rows.
  Counts indices = planes.countQuads() * double(knobs.unroll);
  indices.loads = double(knobs.unroll);
  indices.products = quads;
  indices.shifts += quads * 3 / 4;
  indices.simple += quads * 3 / 4;
  indices.shuffles = indices.stores = quads / 4;
  indices.scalars = 8;

  Counts tables = square * (double(shape.blockPlaces) / lanes);
  tables.loads += quads * LutGemmFloatsShape::kDigits;
  tables.products += quads * LutGemmFloatsShape::kDigits * codes;
  tables.stores += quads * double(shape.entries);
  for (double sums = codes * codes; sums <= double(shape.entries);
       sums *= codes)
    tables.simple += quads * sums;

  // One row of weights.
  Counts sums;
  sums.loads = quads + 1;
  sums.simple = quads;
  sums.stores = 1;
  sums.scalars = 2 * quads + 3;
  Counts group;
  group.loads = shape.hasGroupSums() ? 3 : 1;
  group.products = 1;
  group.stores = shape.hasGroupSums() ? 1 : 0;
  group.scalars = 6;

  Counts results = square;
  results.loads += lanes;
  results.stores += lanes;
  results.products += lanes;
  results.scalars = lanes * 6;

  Counts all;
  all += indices * (blocks * rows / lanes * double(countPasses(knobs, tokens)));
  all += tables *
         (blocks * tiles * double(llvm::divideCeil(int64_t(rows), shape.rows)));
  all += sums * (blocks * tiles * rows);
  if (shape.groups > 1)
    all += group * (double(shape.groups) * tiles * rows);
  all += results * (tiles * rows / lanes);
  return all;
}

LogicalResult LutGemmFloatsFamily::lower(lowbit::PackedContractOp op,
                                         const Knobs &knobs) const {
  int64_t panelRows = op.getLayout().getPanelRows();
  int64_t granule = op.getLayout().getGranule();
  int64_t steps = op.getLayout().getGroupPlaces() / granule;
  if (knobs.tokens != kLanes || knobs.block <= 0 || knobs.block % kLanes ||
      knobs.rows <= 0 || knobs.rows % panelRows || knobs.unroll <= 0 ||
      steps % knobs.unroll ||
      knobs.unroll * granule >
          LutGemmFloatsShape::kMaxQuads * LutGemmFloatsShape::kDigits)
    return op.emitOpError()
           << "expects whole panels of " << panelRows
           << " rows, whole tiles of 16 tokens and up to 32 places of a "
              "group, got "
           << cast<lowbit::KernelAttr>(op.getKernelsAttr()[0]).getKnobs();
  if (failed(verifyEpilogue(op.getEpilogue())))
    return failure();
  LutGemmFloatsEmitter(op, knobs).emit();
  return success();
}

} // namespace

const KernelFamily &kernel::getLutGemmFloatsFamily() {
  static const LutGemmFloatsFamily family;
  return family;
}
