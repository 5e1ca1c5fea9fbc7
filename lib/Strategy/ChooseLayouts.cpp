//===- ChooseLayouts.cpp - a layout for each constant weight --------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Lowbit/Constants.h"
#include "lutra/Dialect/Lowbit/Lowbit.h"
#include "lutra/Kernel/CostModel.h"
#include "lutra/Strategy/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "mlir/IR/Remarks.h"
#include "llvm/ADT/bit.h"
#include "llvm/Support/MathExtras.h"

namespace lutra {
#define GEN_PASS_DEF_LOWBITCHOOSELAYOUTS
#include "lutra/Strategy/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra;
using namespace lutra::lowbit;

namespace {

/// How the K axis of a weight becomes K': docs/Design/LowbitKernels.md.
struct Places {
  int64_t count, group;
  /// Members of a group without `order`, 0 for all of K.
  int64_t groupSize;
  /// What each place takes, where that is not regular.
  SmallVector<int32_t, 0> order;
};

bool isConstant(Value value) {
  if (auto unpack = value.getDefiningOp<UnpackOp>())
    value = unpack.getPacked();
  return value.getDefiningOp<arith::ConstantOp>() != nullptr;
}

/// Rows of a panel: four vectors of 16 where there is work for them, so that a
/// token alone keeps enough sums in flight.
int64_t getPanelRows(int64_t n) { return n > 32 ? 64 : n > 16 ? 32 : 16; }

/// The same of words, of which a vector has 32 rows.
int64_t getWordRows(int64_t n) { return n > 64 ? 128 : n > 32 ? 64 : 32; }

/// Rows of a panel of ternary digits, and what they cut K' into.
constexpr int64_t kTritRows = 64, kTritGranule = 20;
/// What words of bits and of ternary digits cut K' into.
constexpr int64_t kWordGranule = 16, kTritWordGranule = 9;
/// Rows of a panel of vectors, those of a tile, and what they cut K' into.
constexpr int64_t kVectorRows = 16, kVectorGranule = 8;
/// Bits of a word of fields.
constexpr int64_t kFieldBits = 32;
/// The most bits that are looked up in words.
constexpr int64_t kMostWordBits = 4;
/// How much better than planes others have to be, in logarithms of times.
constexpr double kClearly = 0.02;

class Packer {
public:
  /// `sharedRows` of weights have the same activations and will be one weight;
  /// all weights around have `allBytes`.
  Packer(ContractOp op, int64_t sharedRows, int64_t allBytes)
      : op(op), b(op.getLoc(), op), k(op.getK()), n(op.getN()),
        sharedRows(sharedRows), allBytes(allBytes) {
    setLayout(getVectors() ? Kind::Vectors : Kind::Planes);
  }

  /// Why no layout serves the contraction, or nothing.
  std::optional<std::string> getObstacle();
  /// The layout that the cost model prefers, or the one of that name if it can
  /// hold the weights.
  void chooseLayout(StringRef name);
  void run();

private:
  enum class Kind { Planes, Trits, Words, Fields, Vectors };
  void setLayout(Kind value);
  bool hasInt8Acts() {
    return op.getActivation() == ActivationKind::Int8Token ||
           op.getActivation() == ActivationKind::Int8Block;
  }
  VectorCodebookFormatAttr getVectors() {
    return dyn_cast<VectorCodebookFormatAttr>(op.getFormat());
  }
  bool hasBFloat16Acts() {
    return op.getActivation() == ActivationKind::BFloat16;
  }
  /// Bits of a code in planes. Integers of 7 bits are three planes, which take
  /// floats longer to put together than eight bits take to be read from memory.
  unsigned getBits() {
    unsigned bits = op.getFormat().getStorageBits();
    bool isSlow = bits == 7 && op.getFormat().isInteger() && !hasInt8Acts();
    return isSlow ? 8 : bits;
  }
  Places getPlaces();
  LayoutAttrInterface getLayout(int64_t group);
  /// What the layout cuts K' into.
  int64_t getGranule();
  bool canBe(Kind value);
  /// The contraction with the layout chosen now.
  kernel::Contraction getContraction();
  /// How long it takes.
  std::optional<double> rateLayout();
  ActivationKind getKind(const Places &places) {
    bool isSingle = places.count == places.group;
    return hasInt8Acts() && isSingle ? ActivationKind::Int8Token
                                     : op.getActivation();
  }

  Value packRows(Value source);
  /// [..., size] as [M, size].
  Value flatten(Value acts);
  /// The sums of each group's codes, [M, K] as [M, G].
  Value sumCodes(Value codes, const Places &places);
  /// [M, N] as [..., N].
  Value unflatten(Value result);

  ContractOp op;
  ImplicitLocOpBuilder b;
  int64_t k, n, sharedRows, allBytes;
  /// The layout that is talked about now, and the rows of its panels.
  Kind layout;
  int64_t rows;
};

} // namespace

static int64_t getNumTokens(RankedTensorType type) {
  int64_t tokens = 1;
  for (int64_t size : type.getShape().drop_back()) {
    if (ShapedType::isDynamic(size))
      return ShapedType::kDynamic;
    tokens *= size;
  }
  return tokens;
}

/// Rows of all weights that can be merged with those of `op`: query, key and
/// value have the same layout.
static int64_t countSharedRows(ContractOp op) {
  int64_t rows = 0;
  for (OpOperand &use : op.getActs().getUses()) {
    auto other = dyn_cast<ContractOp>(use.getOwner());
    if (other && other.getActs() == op.getActs() &&
        other.getActScales() == op.getActScales() &&
        other.getFormat() == op.getFormat() &&
        other.getActivation() == op.getActivation() &&
        other.getByteTables() == op.getByteTables() &&
        other.getGroupSize() == op.getGroupSize() &&
        other.getActGroups() == op.getActGroups() &&
        other.getGIdx() == op.getGIdx() &&
        bool(other.getZeroPoints()) == bool(op.getZeroPoints()))
      rows += other.getN();
  }
  return rows;
}

/// What codes take in a packed file.
static int64_t getBytes(ContractOp op) {
  if (op.getFormat().getVectorLength() > 1)
    return op.getN() * op.getFormat().countCodeBytes(op.getK());
  return op.getN() * op.getK() * int64_t(op.getFormat().getStorageBits()) / 8;
}

std::optional<std::string> Packer::getObstacle() {
  if (op.getActivation() == ActivationKind::Auto)
    return "its activations are not decided";
  if (!isConstant(op.getCodes()) || !getFloatConstant(op.getScales()))
    return "its weights are computed";
  if (op.getZeroPoints() && !isConstant(op.getZeroPoints()))
    return "its zero points are computed";
  if (op.getGIdx() && !getInt32Constant(op.getGIdx()))
    return "its groups are computed";
  if (hasInt8Acts() && op.getAccumulatorBound(getPlaces().group) > INT32_MAX)
    return "its groups are too long for sums of 32 bits";
  kernel::Contraction contraction = getContraction();
  if (llvm::none_of(kernel::getKernelFamilies(), [&](const auto *family) {
        return family->getRefusal(contraction, lut::TargetAttr()).empty();
      }))
    return "no kernel family serves its format";
  return std::nullopt;
}

void Packer::setLayout(Kind value) {
  layout = value;
  rows = value == Kind::Trits     ? kTritRows
         : value == Kind::Words   ? getWordRows(sharedRows)
         : value == Kind::Vectors ? kVectorRows
                                  : getPanelRows(sharedRows);
}

LayoutAttrInterface Packer::getLayout(int64_t group) {
  MLIRContext *context = op.getContext();
  if (layout == Kind::Trits)
    return TritsLayoutAttr::get(context, kTritRows, group);
  if (layout == Kind::Planes)
    return PlanesLayoutAttr::get(context, getBits(), rows, group,
                                 /*paired=*/hasBFloat16Acts());
  if (layout == Kind::Fields)
    return FieldsLayoutAttr::get(context, getBits(), rows, group);
  if (VectorCodebookFormatAttr vectors = getVectors())
    return VectorsLayoutAttr::get(context, vectors.getBits(),
                                  vectors.getLength(), vectors.getBooks(), rows,
                                  group);
  bool isTernary = isa<TernaryFormatAttr>(op.getFormat());
  return WordsLayoutAttr::get(context, isTernary ? 3 : 2,
                              isTernary ? 1 : getBits(), rows, group);
}

int64_t Packer::getGranule() {
  bool isTernary = isa<TernaryFormatAttr>(op.getFormat());
  if (layout == Kind::Trits)
    return kTritGranule;
  if (layout == Kind::Vectors)
    return kVectorGranule;
  if (layout == Kind::Fields)
    return kFieldBits / getBits();
  if (layout == Kind::Words)
    return isTernary ? kTritWordGranule : kWordGranule;
  unsigned bits = getBits();
  return 32 / int64_t(bits & -bits);
}

bool Packer::canBe(Kind value) {
  if (value == Kind::Planes)
    return true;
  // What planes have whole needs no other layout.
  if (value == Kind::Fields)
    return op.getActivation() == ActivationKind::Float &&
           !llvm::has_single_bit(getBits());
  if (!hasInt8Acts())
    return false;
  bool isTernary = isa<TernaryFormatAttr>(op.getFormat());
  if (value == Kind::Trits)
    return isTernary &&
           getPlaces().group + kTritGranule <= TritsLayoutAttr::getMostPlaces();
  return isTernary ||
         (op.getFormat().isInteger() && getBits() <= kMostWordBits);
}

kernel::Contraction Packer::getContraction() {
  Places places = getPlaces();
  kernel::Contraction contraction{op.getFormat(), getKind(places),
                                  getLayout(places.group)};
  if (op.getZeroPoints())
    contraction.zeroPoints = op.hasFloatZeroPoints()
                                 ? kernel::ZeroPoints::Reals
                                 : kernel::ZeroPoints::Integers;
  contraction.rows = sharedRows;
  contraction.places = places.count;
  contraction.actGroups = op.getActGroups();
  contraction.modelBytes = allBytes;
  contraction.permitsByteTables = op.getByteTables();
  return contraction;
}

std::optional<double> Packer::rateLayout() {
  kernel::Contraction contraction = getContraction();
  int64_t tokens = getNumTokens(cast<RankedTensorType>(op.getActs().getType()));
  std::optional<int64_t> known;
  if (!ShapedType::isDynamic(tokens))
    known = std::max<int64_t>(tokens, 1);
  return kernel::rateLayout(contraction, op->getParentOfType<ModuleOp>(),
                            known);
}

void Packer::chooseLayout(StringRef name) {
  if (layout == Kind::Vectors)
    return;
  Kind best = Kind::Planes;
  std::optional<double> least;
  if (name.empty())
    least = rateLayout();
  for (auto [kind, kindName] :
       {std::pair(Kind::Trits, "trits"), std::pair(Kind::Words, "words"),
        std::pair(Kind::Fields, "fields")}) {
    if (!canBe(kind) || (name.empty() ? !least : name != kindName))
      continue;
    setLayout(kind);
    if (!name.empty()) {
      best = kind;
      continue;
    }
    std::optional<double> rating = rateLayout();
    if (rating && *rating < *least - kClearly) {
      best = kind;
      least = rating;
    }
  }
  setLayout(best);
}

Places Packer::getPlaces() {
  int64_t granule = getGranule(), groups = op.getNumGroups();
  Places places;
  if (groups == 1 || !op.getGIdx()) {
    places.groupSize = groups == 1 ? 0 : op.getGroupSize();
    int64_t members = places.groupSize ? places.groupSize : k;
    places.group = llvm::alignTo(members, granule);
    places.count = groups * places.group;
    return places;
  }
  // Members of a group need not be neighbours, nor groups equally long.
  SmallVector<SmallVector<int32_t, 0>, 0> members(groups);
  ConstantView<int32_t> gIdx = *getInt32Constant(op.getGIdx());
  for (int64_t i = 0; i < k; ++i)
    members[gIdx[i]].push_back(int32_t(i));
  size_t longest = 1;
  for (const auto &group : members)
    longest = std::max(longest, group.size());
  places.groupSize = 0;
  places.group = llvm::alignTo(longest, granule);
  places.count = groups * places.group;
  places.order.assign(places.count, -1);
  for (auto [g, group] : llvm::enumerate(members))
    llvm::copy(group, places.order.begin() + g * places.group);
  return places;
}

Value Packer::packRows(Value source) {
  if (!source)
    return {};
  auto type = cast<RankedTensorType>(source.getType());
  auto packed = type.clone(
      {int64_t(llvm::divideCeil(n, rows)), type.getDimSize(1), rows});
  return PackRowsOp::create(b, packed, ValueRange(source));
}

static SmallVector<ReassociationIndices> leadingDims(int64_t rank) {
  SmallVector<ReassociationIndices> dims(rank == 1 ? 1 : 2);
  for (int64_t i = 0; i < rank; ++i)
    dims[rank > 1 && i == rank - 1].push_back(i);
  if (rank == 1)
    dims[0].push_back(1);
  return dims;
}

Value Packer::flatten(Value acts) {
  auto type = cast<RankedTensorType>(acts.getType());
  if (type.getRank() == 2)
    return acts;
  auto flat = type.clone({getNumTokens(type), type.getShape().back()});
  if (type.getRank() > 2)
    return tensor::CollapseShapeOp::create(b, flat, acts,
                                           leadingDims(type.getRank()));
  return tensor::ExpandShapeOp::create(
      b, flat, acts, leadingDims(1),
      getAsIndexOpFoldResult(b.getContext(), flat.getShape()));
}

Value Packer::sumCodes(Value codes, const Places &places) {
  int64_t groups = places.count / places.group;
  int64_t tokens = cast<RankedTensorType>(codes.getType()).getDimSize(0);
  OpFoldResult size = tensor::getMixedSize(b, op.getLoc(), codes, 0);
  auto grouped =
      RankedTensorType::get({tokens, groups, places.group}, b.getI8Type());
  SmallVector<ReassociationIndices> dims{{0}, {1, 2}};
  SmallVector<OpFoldResult> sizes{size, b.getIndexAttr(groups),
                                  b.getIndexAttr(places.group)};
  Value source = tensor::ExpandShapeOp::create(b, grouped, codes, dims, sizes);
  Value zero = arith::ConstantOp::create(b, b.getI32IntegerAttr(0));
  sizes.pop_back();
  Value init = tensor::EmptyOp::create(b, sizes, b.getI32Type());
  init = linalg::FillOp::create(b, zero, init).getResult(0);
  AffineMap maps[] = {b.getMultiDimIdentityMap(3),
                      b.getMultiDimIdentityMap(3).getMajorSubMap(2)};
  utils::IteratorType loops[] = {utils::IteratorType::parallel,
                                 utils::IteratorType::parallel,
                                 utils::IteratorType::reduction};
  return linalg::GenericOp::create(
             b, TypeRange(init.getType()), source, init, maps, loops,
             [](OpBuilder &nested, Location loc, ValueRange args) {
               Value code = arith::ExtSIOp::create(
                   nested, loc, nested.getI32Type(), args[0]);
               Value sum = arith::AddIOp::create(nested, loc, args[1], code);
               linalg::YieldOp::create(nested, loc, sum);
             })
      .getResult(0);
}

Value Packer::unflatten(Value result) {
  auto type = cast<RankedTensorType>(op.getInit().getType());
  if (type.getRank() == 2)
    return result;
  if (type.getRank() == 1)
    return tensor::CollapseShapeOp::create(b, type, result, leadingDims(1));
  SmallVector<OpFoldResult> sizes =
      tensor::getMixedSizes(b, op.getLoc(), op.getInit());
  return tensor::ExpandShapeOp::create(b, type, result,
                                       leadingDims(type.getRank()), sizes);
}

void Packer::run() {
  Places places = getPlaces();
  LayoutAttrInterface layout = getLayout(places.group);
  Value order;
  if (!places.order.empty()) {
    auto type = RankedTensorType::get({places.count}, b.getI32Type());
    order = arith::ConstantOp::create(
        b, getConstant(type, "order", ArrayRef<int32_t>(places.order)));
  }

  Value acts = flatten(op.getActs()), actScales, sums;
  int64_t tokens = cast<RankedTensorType>(acts.getType()).getDimSize(0);
  ActivationKind kind = getKind(places);
  // One group is one set, whatever was said.
  int64_t actGroups =
      kind == ActivationKind::Int8Block ? int64_t(op.getActGroups()) : 1;
  int64_t groups = places.count / places.group;
  if (!op.hasPreparedActs() && hasInt8Acts()) {
    auto prepare = PrepareOp::create(
        b, RankedTensorType::get({tokens, places.count}, b.getI8Type()),
        RankedTensorType::get({tokens, op.getNumSets()}, b.getF32Type()),
        RankedTensorType::get({tokens, groups}, b.getI32Type()), acts, order,
        kind, places.groupSize, actGroups, places.group);
    acts = prepare.getPlaces();
    actScales = prepare.getScales();
    sums = prepare.getSums();
  } else {
    auto type = cast<RankedTensorType>(acts.getType());
    Type element = hasBFloat16Acts() ? b.getBF16Type() : type.getElementType();
    ActivationKind moved =
        hasBFloat16Acts() ? ActivationKind::BFloat16 : ActivationKind::Float;
    if (order || places.count != k || hasBFloat16Acts())
      acts = PrepareOp::create(
                 b, RankedTensorType::get({tokens, places.count}, element),
                 Type(), Type(), acts, order, moved, places.groupSize,
                 /*act_groups=*/1, places.group)
                 .getPlaces();
    if (op.hasPreparedActs()) {
      actScales = flatten(op.getActScales());
      sums = sumCodes(acts, places);
    }
  }

  // Vectors are data, so that kernels do not differ in them.
  FormatAttrInterface format = op.getFormat();
  Value books;
  if (VectorCodebookFormatAttr vectors = getVectors()) {
    auto type = RankedTensorType::get({vectors.getTableSize()}, b.getF32Type());
    books = arith::ConstantOp::create(
        b, getConstant(type, "books", ArrayRef<float>(vectors.getTable())));
    format = VectorCodebookFormatAttr::get(
        op.getContext(), vectors.getBits(), vectors.getLength(),
        vectors.getBooks(), b.getDenseF32ArrayAttr({}));
  }
  int64_t bytes =
      layout.getWeightBytes(llvm::alignTo(n, uint64_t(rows)), places.count);
  Value weights = PackOp::create(
      b, RankedTensorType::get({bytes}, b.getI8Type()),
      ValueRange(op.getCodes()), order, books, places.groupSize, layout);
  auto resultType = RankedTensorType::get({tokens, n}, b.getF32Type());
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(b, op.getLoc(), acts);
  sizes[1] = b.getIndexAttr(n);
  Value init = tensor::EmptyOp::create(b, sizes, b.getF32Type());
  Value scales = packRows(op.getScales());
  Value zeroPoints = packRows(op.getZeroPoints());
  auto packed = PackedContractOp::create(
      b, TypeRange(resultType), acts, actScales, sums, weights, scales,
      zeroPoints, ValueRange(), init, format, kind, actGroups, layout,
      ArrayAttr(), op.getByteTables());
  op.replaceAllUsesWith(unflatten(packed.getResult(0)));
  op.erase();
}

namespace {

struct LowbitChooseLayouts
    : lutra::impl::LowbitChooseLayoutsBase<LowbitChooseLayouts> {
  using LowbitChooseLayoutsBase::LowbitChooseLayoutsBase;

  void runOnOperation() override {
    if (!llvm::is_contained({"", "planes", "trits", "words", "fields"},
                            layout)) {
      getOperation().emitError()
          << "unknown layout '" << layout
          << "'; there are planes, trits, words and fields";
      return signalPassFailure();
    }
    SmallVector<ContractOp> ops;
    getOperation().walk([&](ContractOp op) { ops.push_back(op); });
    SmallVector<int64_t> sharedRows;
    int64_t allBytes = 0;
    for (ContractOp op : ops) {
      sharedRows.push_back(countSharedRows(op));
      allBytes += getBytes(op);
    }
    for (auto [op, shared] : llvm::zip_equal(ops, sharedRows)) {
      Packer packer(op, shared, allBytes);
      std::optional<std::string> obstacle = packer.getObstacle();
      if (!obstacle) {
        packer.chooseLayout(layout);
        packer.run();
        continue;
      }
      remark::missed(
          op.getLoc(),
          remark::RemarkOpts::name("LowbitLayout").category("strategy"))
          << "no packed layout, the reference road is taken: " << *obstacle;
    }
  }
};

} // namespace
