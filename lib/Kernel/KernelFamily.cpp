//===- KernelFamily.cpp - contractions, knobs, and who is there -----------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Kernel/KernelFamily.h"

#include "Families.h"
#include "lutra/Analysis/AccumulatorRange.h"
#include "lutra/Dialect/Lowbit/PackedBytes.h"
#include "mlir/IR/Builders.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;

KernelFamily::~KernelFamily() = default;

//===----------------------------------------------------------------------===//
// Contraction
//===----------------------------------------------------------------------===//

template <typename OpT> static Contraction describe(OpT op) {
  Contraction contraction{op.getFormat(), op.getActivation(), op.getLayout()};
  if (Value zeroPoints = op.getZeroPoints())
    contraction.zeroPoints =
        cast<ShapedType>(zeroPoints.getType()).getElementType().isF32()
            ? ZeroPoints::Reals
            : ZeroPoints::Integers;
  contraction.rows = op.getN();
  contraction.places = op.getNumPlaces();
  contraction.actGroups = op.getActGroups();
  return contraction;
}

Contraction Contraction::get(lowbit::PackedContractOp op) {
  Contraction contraction = describe(op);
  contraction.permitsByteTables = op.getByteTables();
  for (Operation *parent = op; parent; parent = parent->getParentOp())
    if (auto bytes =
            parent->getAttrOfType<IntegerAttr>(lowbit::kPackedBytesAttrName))
      contraction.modelBytes = bytes.getInt();
  return contraction;
}
Contraction Contraction::get(lowbit::MicroContractOp op) {
  return describe(op);
}

int64_t Contraction::getPanels() const {
  return llvm::divideCeil(rows, layout.getPanelRows());
}

//===----------------------------------------------------------------------===//
// Knobs
//===----------------------------------------------------------------------===//

static constexpr struct {
  llvm::StringLiteral name;
  int64_t Knobs::*knob;
} kKnobs[] = {{"rows", &Knobs::rows},         {"tokens", &Knobs::tokens},
              {"chains", &Knobs::chains},     {"unroll", &Knobs::unroll},
              {"prefetch", &Knobs::prefetch}, {"block", &Knobs::block},
              {"piece", &Knobs::piece}};

DictionaryAttr Knobs::toAttr(MLIRContext *context) const {
  Builder b(context);
  SmallVector<NamedAttribute> entries;
  for (const auto &[name, knob] : kKnobs)
    entries.push_back(b.getNamedAttr(name, b.getI64IntegerAttr(this->*knob)));
  return b.getDictionaryAttr(entries);
}

std::optional<Knobs> Knobs::fromAttr(DictionaryAttr attr) {
  Knobs knobs;
  if (!attr)
    return knobs;
  for (NamedAttribute entry : attr) {
    auto value = dyn_cast<IntegerAttr>(entry.getValue());
    auto *known = llvm::find_if(
        kKnobs, [&](const auto &knob) { return entry.getName() == knob.name; });
    if (!value || known == std::end(kKnobs) || value.getInt() < 0)
      return std::nullopt;
    knobs.*known->knob = value.getInt();
  }
  return knobs;
}

bool kernel::operator==(const Knobs &a, const Knobs &b) {
  return llvm::all_of(kKnobs, [&](const auto &entry) {
    return a.*entry.knob == b.*entry.knob;
  });
}

//===----------------------------------------------------------------------===//
// Counts
//===----------------------------------------------------------------------===//

Counts &Counts::operator+=(const Counts &other) {
  products += other.products;
  shifts += other.shifts;
  shuffles += other.shuffles;
  loads += other.loads;
  stores += other.stores;
  broadcasts += other.broadcasts;
  simple += other.simple;
  scalars += other.scalars;
  return *this;
}

Counts Counts::operator*(double times) const {
  return {products * times, shifts * times, shuffles * times,
          loads * times,    stores * times, broadcasts * times,
          simple * times,   scalars * times};
}

//===----------------------------------------------------------------------===//
// Families
//===----------------------------------------------------------------------===//

Counts TiledFamily::count(const Contraction &contraction,
                          lut::TargetAttr target, const Knobs &knobs,
                          int64_t tokens) const {
  int64_t perTile = std::min(knobs.tokens, tokens);
  Counts counts =
      countTile(contraction, target, knobs, perTile) * double(tokens / perTile);
  if (int64_t rest = tokens % perTile)
    counts += countTile(contraction, target, knobs, rest);
  int64_t rows = contraction.getPanels() * contraction.layout.getPanelRows();
  return counts * (double(rows) / double(knobs.rows));
}

int64_t TiledFamily::countPasses(const Knobs &knobs, int64_t tokens) const {
  return llvm::divideCeil(tokens, knobs.tokens);
}

ArrayRef<const KernelFamily *> kernel::getKernelFamilies() {
  static const KernelFamily *const families[] = {
      &getDotFamily(),
      &getDequantFamily(),
      &getDequantPairsFamily(),
      &getLutGemmFloatsFamily(),
      &getLutGemvFamily(),
      &getLutDecodeFamily(),
      &getLutWordsFamily(),
      &getLutGemmWordsFamily(),
      &getDequantVectorsFamily(),
      &getDecodePairsFamily(),
      &getLutBytesFamily(),
  };
  return families;
}

const KernelFamily *kernel::getKernelFamily(StringRef name) {
  for (const KernelFamily *family : getKernelFamilies())
    if (family->getName() == name)
      return family;
  return nullptr;
}

bool kernel::hasLongSums(const Contraction &contraction) {
  int64_t zero = getZeroPoint(contraction.format);
  int64_t greatest =
      contraction.zeroPoints == ZeroPoints::Integers
          ? 255
          : std::max<int64_t>(zero,
                              contraction.format.getNumCodes() - 1 - zero);
  return 128 * greatest * contraction.layout.getGroupPlaces() > INT32_MAX;
}

int64_t kernel::getSumsThatFit(unsigned bits, int64_t digits) {
  return getTermsThatFit(bits, {-1, 1}) / digits;
}

FailureOr<const KernelFamily *>
kernel::lookUpFamily(Operation *op, lowbit::KernelAttr kernel,
                     const Contraction &contraction) {
  StringRef name = kernel.getFamily();
  const KernelFamily *family = getKernelFamily(name);
  if (!family)
    return op->emitOpError()
           << "has no kernel family of its name '" << name << "'";
  std::string refusal = family->getRefusal(contraction, lut::getTarget(op));
  if (!refusal.empty())
    return op->emitOpError()
           << "cannot be computed by '" << name << "': " << refusal;
  return family;
}
