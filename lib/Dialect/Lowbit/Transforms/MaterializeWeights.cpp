//===- MaterializeWeights.cpp - weights in the form that kernels read -----===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Lowbit/Constants.h"
#include "lutra/Dialect/Lowbit/PackedBytes.h"
#include "lutra/Dialect/Lowbit/Passes.h"
#include "lutra/Support/MappedPages.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/Threading.h"
#include "llvm/ADT/bit.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/MathExtras.h"

namespace lutra {
#define GEN_PASS_DEF_LOWBITMATERIALIZEWEIGHTS
#include "lutra/Dialect/Lowbit/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra::lowbit;

static RankedTensorType typeOf(Value value) {
  return cast<RankedTensorType>(value.getType());
}

/// The name for what `source` becomes, after the resource it comes from.
static std::string getName(Value source, StringRef suffix) {
  if (auto unpack = source.getDefiningOp<UnpackOp>())
    source = unpack.getPacked();
  return (getResourceName(source).value_or("weights") + suffix).str();
}

/// [N' / R, G, R] out of the [Ni, G] one below the other.
template <typename T, typename Elements>
static SmallVector<T, 0> packRows(ArrayRef<Elements> sources,
                                  RankedTensorType to) {
  int64_t groups = to.getDimSize(1), rows = to.getDimSize(2), row = 0;
  SmallVector<T, 0> packed(to.getNumElements(), T(0));
  for (const Elements &source : sources)
    for (int64_t i = 0, n = int64_t(source.size()) / groups; i < n; ++i, ++row)
      for (int64_t group = 0; group < groups; ++group)
        packed[((row / rows) * groups + group) * rows + row % rows] =
            source[i * groups + group];
  return packed;
}

/// What `read` makes of each source, or nothing if one is not constant.
template <typename Read> static auto readAll(ValueRange sources, Read read) {
  SmallVector<typename decltype(read(sources.front()))::value_type, 1> all;
  for (Value source : sources) {
    auto one = read(source);
    if (!one)
      return std::optional<decltype(all)>();
    all.push_back(std::move(*one));
  }
  return std::optional(std::move(all));
}

static ElementsAttr materialize(PackRowsOp op) {
  Value first = op.getSources().front();
  RankedTensorType to = typeOf(op.getPacked());
  std::string name = getName(first, "_rows");
  if (typeOf(first).getElementType().isF32()) {
    if (auto scales = readAll(op.getSources(), getFloatConstant))
      return getConstant(
          to, name, ArrayRef<float>(packRows<float>(ArrayRef(*scales), to)));
  } else if (auto codes = readAll(op.getSources(), [](Value source) {
               return getCodes(source);
             })) {
    return getConstant(
        to, name, ArrayRef<uint8_t>(packRows<uint8_t>(ArrayRef(*codes), to)));
  }
  return {};
}

/// Gives back the memory of rows that have been read, if they lie in a file.
static void releaseRows(Value codes, int64_t begin, int64_t count) {
  int64_t n = typeOf(codes).getDimSize(0);
  if (auto unpack = codes.getDefiningOp<UnpackOp>())
    codes = unpack.getPacked();
  DenseResourceElementsAttr attr;
  AsmResourceBlob *blob = matchPattern(codes, m_Constant(&attr))
                              ? attr.getRawHandle().getBlob()
                              : nullptr;
  if (!blob || n == 0)
    return;
  int64_t rowBytes = int64_t(blob->getData().size()) / n;
  lutra::releaseMappedPages(
      blob->getData().slice(begin * rowBytes, count * rowBytes));
}

/// Rows [begin, begin + count) of the codes of all operands. What lies in a
/// file is not kept in memory: a table may be read once more, much later.
static std::optional<SmallVector<uint8_t, 0>> getRows(PackOp op, int64_t begin,
                                                      int64_t count) {
  SmallVector<uint8_t, 0> rows;
  for (Value codes : op.getCodes()) {
    int64_t n = typeOf(codes).getDimSize(0);
    if (begin < n && count > 0) {
      int64_t here = std::min(count, n - begin);
      auto part = getCodes(codes, begin, here);
      if (!part)
        return std::nullopt;
      releaseRows(codes, begin, here);
      if (rows.empty())
        rows = std::move(*part);
      else
        rows.append(*part);
      begin += here;
      count -= here;
    }
    begin -= n;
  }
  return rows;
}

/// Which byte of a row's codes each byte of its places takes; -1 is padding.
static std::optional<SmallVector<int32_t, 0>> getOrder(PackOp op, int64_t k) {
  SmallVector<int32_t, 0> order;
  if (Value value = op.getOrder()) {
    auto constant = getInt32Constant(value);
    if (!constant)
      return std::nullopt;
    for (int64_t i = 0; i < constant->size(); ++i)
      order.push_back((*constant)[i]);
    return order;
  }
  LayoutAttrInterface layout = op.getLayout();
  int64_t group = layout.countCodeBytes(layout.getGroupPlaces());
  int64_t groupSize =
      op.getGroupSize() ? layout.countCodeBytes(op.getGroupSize()) : k;
  for (int64_t begin = 0; begin < k; begin += groupSize)
    for (int64_t i = 0; i < group; ++i)
      order.push_back(i < groupSize && begin + i < k ? int32_t(begin + i) : -1);
  return order;
}

/// A panel at a time, so that a weight is never in memory with a byte a code.
static ElementsAttr materialize(PackOp op) {
  int64_t k = typeOf(op.getCodes().front()).getDimSize(1), n = 0;
  for (Value codes : op.getCodes())
    n += typeOf(codes).getDimSize(0);
  LayoutAttrInterface layout = op.getLayout();
  int64_t rows = layout.getPanelRows();
  std::optional<SmallVector<int32_t, 0>> order = getOrder(op, k);
  if (!order)
    return {};
  int64_t rowBytes = order->size();
  int64_t places =
      rowBytes / layout.getVectorBytes() * layout.getVectorLength();
  int64_t panelBytes = layout.getPackedBytes(rows, places);
  uint8_t padding = layout.getPaddingCode();

  AsmResourceBlob packed =
      allocateBytes(typeOf(op.getPacked()).getNumElements());
  MutableArrayRef<uint8_t> out(
      reinterpret_cast<uint8_t *>(packed.getMutableData().data()),
      packed.getData().size());
  if (op.getBooks()) {
    auto books = getFloatConstant(op.getBooks());
    if (!books)
      return {};
    for (int64_t i = 0; i < books->size(); ++i) {
      llvm::support::endian::write32le(out.data(),
                                       llvm::bit_cast<uint32_t>((*books)[i]));
      out = out.drop_front(sizeof(float));
    }
  }
  // Most rows stay as they are.
  bool isInOrder = rowBytes >= k;
  for (int64_t byte = 0; byte < rowBytes && isInOrder; ++byte)
    isInOrder = (*order)[byte] == (byte < k ? byte : -1);
  auto pack = [&](size_t i) -> LogicalResult {
    int64_t begin = int64_t(i) * rows, count = std::min(rows, n - begin);
    std::optional<SmallVector<uint8_t, 0>> source = getRows(op, begin, count);
    if (!source)
      return failure();
    SmallVector<uint8_t, 0> panel(rows * rowBytes, padding);
    for (int64_t row = 0; row < count; ++row) {
      const uint8_t *from = source->data() + row * k;
      uint8_t *to = panel.data() + row * rowBytes;
      if (isInOrder)
        std::memcpy(to, from, k);
      else
        for (int64_t byte = 0; byte < rowBytes; ++byte)
          if (int32_t column = (*order)[byte]; column >= 0)
            to[byte] = from[column];
    }
    layout.packPanel(panel, places, out.slice(i * panelBytes, panelBytes));
    return success();
  };
  if (failed(failableParallelForEachN(op.getContext(), 0,
                                      llvm::divideCeil(n, rows), pack)))
    return {};
  return getConstant(typeOf(op.getPacked()),
                     getName(op.getCodes().front(), "_packed"),
                     std::move(packed));
}

static ElementsAttr materialize(UnpackOp op) {
  std::optional<SmallVector<uint8_t, 0>> codes = getCodes(op.getCodes());
  if (!codes)
    return {};
  return getConstant(typeOf(op.getCodes()), getName(op.getPacked(), "_codes"),
                     ArrayRef<uint8_t>(*codes));
}

namespace {

struct LowbitMaterializeWeights
    : lutra::impl::LowbitMaterializeWeightsBase<LowbitMaterializeWeights> {
  void runOnOperation() override {
    // Packing first: an unpacking that only fed it is never carried out.
    ResourceUses resources(getOperation());
    packedBytes = 0;
    run<PackOp>(resources);
    if (packedBytes)
      getOperation()->setAttr(
          kPackedBytesAttrName,
          OpBuilder(&getContext()).getI64IntegerAttr(packedBytes));
    run<PackRowsOp>(resources);
    run<UnpackOp>(resources);
  }

  template <typename Op> void run(ResourceUses &resources) {
    SmallVector<Op> ops;
    getOperation().walk([&](Op op) { ops.push_back(op); });
    for (Op op : ops) {
      SmallVector<Operation *> sources;
      for (Value operand : op->getOperands())
        sources.push_back(operand.getDefiningOp());
      if (op->use_empty()) {
        op.erase();
      } else {
        ElementsAttr attr = materialize(op);
        if (!attr)
          continue;
        if (isa<PackOp>(op))
          packedBytes += attr.getShapedType().getNumElements();
        OpBuilder b(op);
        op->replaceAllUsesWith(arith::ConstantOp::create(b, op.getLoc(), attr));
        op.erase();
      }
      // One operand may be there twice.
      llvm::SmallPtrSet<Operation *, 4> released;
      for (Operation *source : sources)
        if (released.insert(source).second)
          release(source, resources);
    }
  }

  int64_t packedBytes;

  /// Lets go of what a weight was made from.
  void release(Operation *source, ResourceUses &resources) {
    if (!source)
      return;
    if (isa<UnpackOp>(source) && source->use_empty()) {
      Operation *packed = source->getOperand(0).getDefiningOp();
      source->erase();
      source = packed;
    }
    if (source && isa<arith::ConstantOp>(source))
      resources.eraseIfUnused(source);
  }
};

} // namespace
