//===- Attention.cpp - attention in single operators is one op ------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Raise/Passes.h"

#include "AttentionMask.h"
#include "lutra/Dialect/Nn/Nn.h"
#include "lutra/Support/Remarks.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

namespace lutra {
#define GEN_PASS_DEF_RAISEATTENTION
#include "lutra/Raise/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra;

namespace {

/// A tensor that is query, key or value but for the order of its dimensions.
struct Operand {
  Value tensor;
  bool tokenMajor = false;
  int64_t heads = 0;
  /// What else the elements are multiplied by.
  double factor = 1;
};

class Rewriter {
public:
  explicit Rewriter(linalg::LinalgOp product) : pattern(product) {}

  bool run();

private:
  Operand find(Element element, AttentionPattern::Dim token,
               AttentionPattern::Dim feature, bool preferHeads);
  std::optional<Operand> fits(const Element &element,
                              AttentionPattern::Dim token,
                              AttentionPattern::Dim feature);
  bool isAt(const Element &element, unsigned at, AffineExpr expected);
  int64_t getSharing(const Element &element, unsigned at);

  AttentionPattern pattern;
};

} // namespace

/// Whether the dimension is read at `expected`, or has one entry only.
bool Rewriter::isAt(const Element &element, unsigned at, AffineExpr expected) {
  const Coordinate &c = element.at[at];
  if (c.zeroIf)
    return false;
  if (c.expr == expected)
    return true;
  auto dim = dyn_cast<AffineDimExpr>(expected);
  auto number = dyn_cast<AffineConstantExpr>(c.expr);
  auto size = dim ? dyn_cast_or_null<AffineConstantExpr>(
                        pattern.tracer.getExtent(dim.getPosition()))
                  : AffineConstantExpr();
  return number && number.getValue() == 0 && size && size.getValue() == 1;
}

/// How many heads read the same entry of a dimension, or 0.
int64_t Rewriter::getSharing(const Element &element, unsigned at) {
  auto heads = dyn_cast<AffineConstantExpr>(
      pattern.tracer.getExtent(AttentionPattern::Head));
  int64_t size = cast<RankedTensorType>(element.value.getType()).getDimSize(at);
  if (!heads || ShapedType::isDynamic(size) || size == 0 ||
      heads.getValue() % size != 0)
    return 0;
  int64_t sharing = heads.getValue() / size;
  AffineExpr head = pattern.tracer.dim(AttentionPattern::Head);
  AffineExpr expected = size == 1 && sharing > 1
                            ? getAffineConstantExpr(0, head.getContext())
                            : pattern.tracer.simplify(head.floorDiv(sharing));
  return isAt(element, at, expected) ? sharing : 0;
}

std::optional<Operand> Rewriter::fits(const Element &element,
                                      AttentionPattern::Dim token,
                                      AttentionPattern::Dim feature) {
  auto type = dyn_cast<RankedTensorType>(element.value.getType());
  if (!type || type.getRank() != 4 || type.isDynamicDim(3) ||
      !isAt(element, 0, pattern.tracer.dim(AttentionPattern::Batch)) ||
      !isAt(element, 3, pattern.tracer.dim(feature)))
    return std::nullopt;
  AffineExpr at = pattern.tracer.dim(token);
  for (unsigned head : {1, 2})
    if (getSharing(element, head) != 0 && isAt(element, 3 - head, at))
      return Operand{element.value, head == 2, type.getDimSize(head)};
  return std::nullopt;
}

/// The tensor nearest to where the elements come from.
Operand Rewriter::find(Element element, AttentionPattern::Dim token,
                       AttentionPattern::Dim feature, bool preferHeads) {
  Operand best;
  double factor = 1;
  for (;;) {
    std::optional<Operand> found = fits(element, token, feature);
    if (found && (!best.tensor || best.tokenMajor || !found->tokenMajor ||
                  !preferHeads)) {
      best = *found;
      best.factor = factor;
    }
    // Slices are not all of a tensor.
    if (element.getDefiningOp<tensor::ExtractSliceOp>())
      return best;
    if (std::optional<Element> next = pattern.tracer.step(element))
      element = std::move(*next);
    else if (std::optional<double> taken = pattern.takeFactor(element))
      factor *= *taken;
    else
      return best;
  }
}

bool Rewriter::run() {
  if (!pattern.match())
    return false;
  Operand query = find(pattern.query, AttentionPattern::Query,
                       AttentionPattern::Feature, false);
  Operand key =
      find(pattern.key, AttentionPattern::Key, AttentionPattern::Feature, true);
  Operand value = find(pattern.value, AttentionPattern::Key,
                       AttentionPattern::ValueFeature, true);
  auto heads = dyn_cast<AffineConstantExpr>(
      pattern.tracer.getExtent(AttentionPattern::Head));
  linalg::LinalgOp product = pattern.product;
  auto miss = [&](const char *why) {
    remarkMissed(product.getLoc(), "raise", "RaiseAttention",
                 "single operators stay, which look like attention: {0}", why);
    return false;
  };
  if (!query.tensor || !key.tensor || !value.tensor || !heads ||
      query.heads != heads.getValue() || key.heads != value.heads ||
      value.factor != 1)
    return miss("queries, keys or values are no tensor with heads");
  auto type = cast<RankedTensorType>(product->getResultTypes().front());
  Type element = type.getElementType();
  for (const Operand &operand : {query, key, value})
    if (getElementTypeOrSelf(operand.tensor) != element)
      return miss("element types differ");
  if (!isa<Float32Type, Float16Type, BFloat16Type>(element))
    return miss("the element type has no kernel");
  AttentionMask mask(pattern);
  if (!mask.analyze(element))
    return miss("what scores are replaced by is not small enough for a mask");

  OpBuilder b(product);
  Location loc = product.getLoc();
  mask.emit(b, loc);
  for (Operand *operand : {&key, &value})
    if (operand->tokenMajor)
      operand->tensor = swapTokensAndHeads(b, loc, operand->tensor);
  SmallVector<OpFoldResult> sizes =
      getGivenSizes(b, loc, product.getDpsInits().front());
  if (query.tokenMajor)
    std::swap(sizes[1], sizes[2]);
  Value init = tensor::EmptyOp::create(b, loc, sizes, element);
  auto attention = nn::AttentionOp::create(
      b, loc, init.getType(), query.tensor, key.tensor, value.tensor, mask.mask,
      mask.masked, /*lengths=*/Value(), init,
      b.getF32FloatAttr(pattern.scale * query.factor * key.factor),
      mask.causal ? b.getUnitAttr() : UnitAttr(),
      query.tokenMajor ? b.getUnitAttr() : UnitAttr(),
      b.getI64IntegerAttr(mask.window), b.getF32FloatAttr(0));
  Value result = attention.getResult();
  if (query.tokenMajor) {
    for (Operation *user : product->getUsers())
      if (user->getNumResults() == 1 &&
          getSwapped(user->getResult(0)) == product->getResult(0) &&
          user->getResult(0).getType() == result.getType())
        user->getResult(0).replaceAllUsesWith(result);
    result = swapTokensAndHeads(b, loc, result);
  }
  if (result.getType() != type)
    result = tensor::CastOp::create(b, loc, type, result);
  product->getResult(0).replaceAllUsesWith(result);
  remarkPassed(loc, "raise", "RaiseAttention",
               "single operators are attention: {0}, {1}, {2} heads that share "
               "{3}",
               mask.masked ? "masked where the mask says anything"
               : mask.mask ? "masked"
                           : "without a mask",
               mask.causal ? "causal" : "not causal", query.heads, key.heads);
  return true;
}

namespace {

struct RaiseAttention : lutra::impl::RaiseAttentionBase<RaiseAttention> {
  void runOnOperation() override {
    for (auto func : getOperation().getOps<func::FuncOp>()) {
      if (func.isExternal() || !func.getBody().hasOneBlock())
        continue;
      SmallVector<linalg::LinalgOp> products;
      for (auto op : func.getOps<linalg::LinalgOp>())
        if (isContraction(op))
          products.push_back(op);
      bool changed = false;
      for (linalg::LinalgOp product : products)
        changed |= Rewriter(product).run();
      if (changed)
        eraseUnused(func.getBody().front());
    }
  }
};

} // namespace
