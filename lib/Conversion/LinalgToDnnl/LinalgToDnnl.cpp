//===- LinalgToDnnl.cpp - where oneDNN is faster --------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Candidates are found first, then judged together, because what a
// convolution costs depends on whether its neighbours are oneDNN's, too: the
// order of an image changes where they are not.
//
//===----------------------------------------------------------------------===//

#include "Convert.h"
#include "Layouts.h"
#include "lutra/Conversion/Passes.h"
#include "lutra/Dialect/Lowbit/Lowbit.h"
#include "lutra/Dialect/Nn/Nn.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/Linalg/Utils/Utils.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"
#include "llvm/ADT/EquivalenceClasses.h"
#include <variant>
#include <vector>

namespace lutra {
#define GEN_PASS_DEF_CONVERTLINALGTODNNL
#include "lutra/Conversion/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra;
using namespace lutra::dnnl;

namespace {

/// An op of linalg that oneDNN could compute.
struct Candidate {
  linalg::GenericOp root;
  std::variant<ConvolutionMatch, PoolingMatch, MatmulMatch> match;
  Epilogue epilogue;
  Cost cost;
  bool isTaken = false;

  bool isMatmul() const { return std::holds_alternative<MatmulMatch>(match); }
  const WindowMatch &getWindow() const {
    if (auto *convolution = std::get_if<ConvolutionMatch>(&match))
      return *convolution;
    return std::get<PoolingMatch>(match);
  }
  /// Whether its images have to change their order for oneDNN.
  bool changesOrder() const { return !isMatmul() && !getWindow().channelsLast; }
};

class Converter {
public:
  Converter(func::FuncOp func, bool always)
      : func(func), always(always),
        machine(getMachine(func->getParentOfType<ModuleOp>())) {}

  /// Whether anything was converted.
  bool run();

private:
  void find(linalg::GenericOp op);
  bool findProduct(Candidate &candidate, Products products, Refusal &why);
  void judge();
  void convert(Candidate &candidate);

  func::FuncOp func;
  bool always;
  Machine machine;
  std::vector<Candidate> candidates;
  /// What stands for values that other candidates read, too.
  llvm::DenseMap<Value, Value> replaced;
};

} // namespace

void lutra::dnnl::remarkOn(Operation *op, const Twine &why) {
  op->emitRemark("oneDNN does not compute this: ") << why;
}

void lutra::dnnl::setCost(Operation *made, const Cost &cost) {
  Builder builder(made->getContext());
  made->setAttr(kPredictedNs, builder.getF64FloatAttr(cost.library));
  made->setAttr(kGeneratedNs, builder.getF64FloatAttr(cost.generated));
}

/// Products first: convolutions of one point are products, too.
bool Converter::findProduct(Candidate &candidate, Products products,
                            Refusal &why) {
  // Bytes and bf16 are summed up; what follows is generated code.
  auto collect = [&](Value result, unsigned channelDim) {
    if (products == Products::F32)
      return collectEpilogue(result, channelDim);
    Epilogue none;
    none.result = result;
    return none;
  };
  FailureOr<MatmulMatch> matmul = matchMatmul(candidate.root, why);
  if (succeeded(matmul)) {
    matmul->isSigned = products == Products::SignedBytes;
    candidate.cost = getWorst(getCosts(*matmul, products, machine));
    candidate.match = *matmul;
    unsigned rank = cast<RankedTensorType>(matmul->result.getType()).getRank();
    candidate.epilogue = collect(matmul->result, rank - 1);
    return true;
  }
  if (!why.empty() || products == Products::SignedBytes)
    return false;
  FailureOr<ConvolutionMatch> match =
      products == Products::UnsignedBytes
          ? matchByteConvolution(candidate.root, why)
          : matchConvolution(candidate.root, why);
  if (failed(match))
    return false;
  candidate.match = *match;
  candidate.cost = getCost(*match, products, machine);
  candidate.epilogue = collect(match->result, 1);
  return true;
}

void Converter::find(linalg::GenericOp op) {
  Refusal why;
  Candidate candidate;
  candidate.root = op;
  bool isFound = false;
  if (isPooling(op)) {
    FailureOr<PoolingMatch> match = matchPooling(op, why);
    if (succeeded(match)) {
      candidate.match = *match;
      candidate.cost = getPoolingCost(*match, machine);
      candidate.epilogue.result = match->result;
      isFound = true;
    }
  } else if (Products products = getProducts(op); products != Products::None) {
    isFound = findProduct(candidate, products, why);
    bool isShort = products == Products::BF16;
    if (isFound && products != Products::F32 &&
        !(isShort ? machine.hasAvx512 : machine.sumsBytes)) {
      isFound = false;
      why = isShort ? "its bf16 takes a processor with AVX-512"
                    : "its bytes take a processor with AVX512_VNNI";
    }
  }
  if (isFound)
    candidates.push_back(std::move(candidate));
  else if (!why.empty())
    remarkOn(op, why);
}

/// The op, among others, that a value passes through without a change of order:
/// elementwise operations and padding.
static bool keepsOrder(Operation *op) {
  if (isa<tensor::InsertSliceOp, tensor::CollapseShapeOp,
          tensor::ExpandShapeOp>(op))
    return true;
  auto generic = dyn_cast<linalg::GenericOp>(op);
  return generic && linalg::isElementwise(generic);
}

/// Takes groups of candidates that hand images to each other, as long as what
/// they gain is more than what it costs to bring images into oneDNN's order and
/// back.
void Converter::judge() {
  llvm::EquivalenceClasses<unsigned> groups;
  llvm::DenseMap<Operation *, unsigned> makers;
  for (auto [i, candidate] : llvm::enumerate(candidates)) {
    if (!candidate.changesOrder())
      continue;
    groups.insert(i);
    makers[candidate.epilogue.result.getDefiningOp()] = i;
  }
  // Who made an image, whatever elementwise operations lie between.
  auto findMaker = [&](Value image) -> std::optional<unsigned> {
    SmallVector<Value> worklist{image};
    llvm::SmallPtrSet<Operation *, 8> seen;
    while (!worklist.empty()) {
      Operation *op = worklist.pop_back_val().getDefiningOp();
      if (!op || seen.size() > 16 || !seen.insert(op).second)
        continue;
      auto maker = makers.find(op);
      if (maker != makers.end())
        return maker->second;
      if (keepsOrder(op))
        for (Value operand : op->getOperands())
          if (isa<RankedTensorType>(operand.getType()))
            worklist.push_back(operand);
    }
    return std::nullopt;
  };
  llvm::SmallBitVector read(candidates.size());
  SmallVector<double> gains(candidates.size());
  for (auto [i, candidate] : llvm::enumerate(candidates)) {
    gains[i] = candidate.cost.generated - candidate.cost.library;
    if (!candidate.changesOrder()) {
      candidate.isTaken = always || gains[i] > 0;
      continue;
    }
    if (std::optional<unsigned> maker =
            findMaker(candidate.getWindow().source)) {
      groups.unionSets(i, *maker);
      read.set(*maker);
    } else {
      gains[i] -= getReorderCost(candidate.getWindow().source);
    }
  }
  for (auto [i, candidate] : llvm::enumerate(candidates))
    if (candidate.changesOrder() && !read.test(i))
      gains[i] -= getReorderCost(candidate.epilogue.result);
  for (const auto *leader : groups) {
    if (!leader->isLeader())
      continue;
    double gain = 0;
    for (unsigned member : groups.members(*leader))
      gain += gains[member];
    for (unsigned member : groups.members(*leader))
      candidates[member].isTaken = always || gain > 0;
  }
  for (Candidate &candidate : candidates)
    if (!candidate.isTaken)
      remarkOn(candidate.root, "generated code is faster for these sizes");
}

/// A constant reshaped to [O, C / groups, window..].
static Value shapeWeights(OpBuilder &builder, Location loc,
                          const ConvolutionMatch &match) {
  SmallVector<int64_t> shape{match.channels, match.channelsPerGroup};
  llvm::append_range(shape, match.window);
  auto type = cast<RankedTensorType>(match.weights.getType());
  auto wanted = RankedTensorType::get(shape, type.getElementType());
  if (type == wanted || match.channelsLast)
    return match.weights;
  ReassociationIndices all;
  for (int64_t d = 0; d < type.getRank(); ++d)
    all.push_back(d);
  Value flat =
      type.getRank() == 1
          ? match.weights
          : tensor::CollapseShapeOp::create(builder, loc, match.weights,
                                            ArrayRef<ReassociationIndices>(all))
                .getResult();
  all.clear();
  for (int64_t d = 0; d < wanted.getRank(); ++d)
    all.push_back(d);
  return tensor::ExpandShapeOp::create(builder, loc, wanted, flat,
                                       ArrayRef<ReassociationIndices>(all));
}

/// The sizes of a value, if possible without asking the value, which goes away.
static SmallVector<OpFoldResult> getSizes(OpBuilder &builder, Location loc,
                                          Value value) {
  if (auto expand = value.getDefiningOp<tensor::ExpandShapeOp>())
    return expand.getMixedOutputShape();
  if (auto generic = value.getDefiningOp<linalg::GenericOp>())
    value = generic.getDpsInits().front();
  if (auto fill = value.getDefiningOp<linalg::FillOp>())
    value = fill.getOutputs().front();
  if (auto empty = value.getDefiningOp<tensor::EmptyOp>())
    return empty.getMixedSizes();
  return tensor::getMixedSizes(builder, loc, value);
}

/// Where an op writes the value in oneDNN's order.
static Value createInit(OpBuilder &builder, Location loc,
                        const Candidate &candidate) {
  Value value = candidate.epilogue.result;
  SmallVector<OpFoldResult> sizes;
  if (!candidate.isMatmul() && candidate.getWindow().channelsLast) {
    auto type = cast<RankedTensorType>(value.getType());
    sizes = getAsIndexOpFoldResult(builder.getContext(), type.getShape());
    sizes[0] =
        tensor::getMixedSize(builder, loc, candidate.getWindow().source, 0);
  } else {
    sizes = getSizes(builder, loc, value);
  }
  if (candidate.changesOrder())
    std::rotate(sizes.begin() + 1, sizes.begin() + 2, sizes.end());
  return tensor::EmptyOp::create(builder, loc, sizes,
                                 getElementTypeOrSelf(value.getType()));
}

void Converter::convert(Candidate &candidate) {
  Value old = candidate.epilogue.result;
  // Before its sizes are asked for.
  SmallVector<OpOperand *> uses;
  for (OpOperand &use : old.getUses())
    uses.push_back(&use);
  Location loc = candidate.root.getLoc();
  OpBuilder builder(old.getContext());
  builder.setInsertionPointAfterValue(old);
  if (old.getDefiningOp() != candidate.root)
    loc = builder.getFusedLoc({loc, old.getLoc()});
  const Epilogue &epilogue = candidate.epilogue;
  bool changesOrder = candidate.changesOrder();
  SmallVector<Value> extras;
  auto getCurrent = [&](Value value) {
    Value current = replaced.lookup(value);
    return current ? current : value;
  };
  for (Value extra : llvm::map_range(epilogue.extras, getCurrent))
    extras.push_back(
        changesOrder && cast<RankedTensorType>(extra.getType()).getRank() > 1
            ? toChannelsLast(builder, loc, extra)
            : extra);
  SmallVector<Attribute> ops(epilogue.ops.begin(), epilogue.ops.end());
  ArrayAttr postOps = builder.getArrayAttr(ops);
  Value init = createInit(builder, loc, candidate), result;
  auto getImage = [&](Value image) {
    image = getCurrent(image);
    return changesOrder ? toChannelsLast(builder, loc, image) : image;
  };
  if (auto *match = std::get_if<ConvolutionMatch>(&candidate.match)) {
    result = ConvolutionOp::create(
                 builder, loc, init.getType(), getImage(match->source),
                 shapeWeights(builder, loc, *match), epilogue.bias, extras,
                 init, match->strides, match->dilations, match->pads,
                 match->groups, postOps)
                 .getResult();
  } else if (auto *match = std::get_if<MatmulMatch>(&candidate.match)) {
    result = MatmulOp::create(builder, loc, init.getType(),
                              getCurrent(match->source), match->weights,
                              epilogue.bias, extras, init, match->transposed,
                              match->isSigned, postOps)
                 .getResult();
  } else {
    const auto &window = std::get<PoolingMatch>(candidate.match);
    result = PoolingOp::create(builder, loc, init.getType(), window.kind,
                               getImage(window.source), init, window.window,
                               window.strides, window.dilations, window.pads)
                 .getResult();
  }
  setCost(result.getDefiningOp(), candidate.cost);
  Value replacement =
      changesOrder ? toChannelsFirst(builder, loc, result) : result;
  for (OpOperand *use : uses)
    use->set(replacement);
  replaced[old] = replacement;
}

bool Converter::run() {
  bool any = false;
  Block &body = func.getBody().front();
  // First, as candidates remember values that these make.
  for (Operation &op : llvm::make_early_inc_range(body)) {
    if (auto lstm = dyn_cast<nn::LstmOp>(op))
      any |= convertLstm(lstm, machine, always);
    else if (auto contract = dyn_cast<lowbit::ContractOp>(op))
      any |= convertContract(contract, machine, always);
  }
  for (auto op : body.getOps<linalg::GenericOp>())
    find(op);
  judge();
  for (Candidate &candidate : candidates) {
    if (!candidate.isTaken)
      continue;
    convert(candidate);
    any = true;
  }
  return any;
}

namespace {

struct ConvertLinalgToDnnl
    : lutra::impl::ConvertLinalgToDnnlBase<ConvertLinalgToDnnl> {
  using ConvertLinalgToDnnlBase::ConvertLinalgToDnnlBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    auto main = module.lookupSymbol<func::FuncOp>("main");
    if (!main || main.isExternal() || !Converter(main, always).run())
      return;
    // The runtime loads what the manifest lists.
    Builder builder(&getContext());
    module->setAttr("lutra.libraries",
                    builder.getStrArrayAttr(StringRef("libdnnl.so.2")));
    RewritePatternSet patterns(&getContext());
    populateLayoutPatterns(patterns);
    if (failed(applyPatternsGreedily(main, std::move(patterns))))
      return signalPassFailure();
    // Whatever is left is an op like others, and may be fused with them.
    IRRewriter rewriter(&getContext());
    main.walk([&](linalg::TransposeOp op) {
      rewriter.setInsertionPoint(op);
      (void)linalg::generalizeNamedOp(rewriter, op);
    });
  }
};

} // namespace
