//===- WantedPositions.cpp - logits of the last position, on request ------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A prompt wants the logits after its last token, and a model computes them
// after each. Positions meet in attention only: behind the last one, every
// position goes its own way, so the unwanted ones can be left out there. The
// ops keep their types, for sizes along positions are dynamic; what changes is
// what they read, and how large their destinations are.
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Lowbit/Lowbit.h"
#include "lutra/Dialect/Nn/Nn.h"
#include "lutra/Raise/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/ADT/TypeSwitch.h"

namespace lutra {
#define GEN_PASS_DEF_RAISEWANTEDPOSITIONS
#include "lutra/Raise/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra;

namespace {

/// The axes along which an op's tensors hold positions.
struct PositionAxes {
  /// By operand; nothing for one that is read whole.
  SmallVector<std::optional<int64_t>> operands;
  /// The loop over positions of a structured op.
  std::optional<unsigned> loop;
  bool isContraction = false;
};

class Restrictor {
public:
  Restrictor(func::FuncOp func, unsigned output, int64_t axis,
             BlockArgument source, int64_t sourceAxis)
      : func(func), body(func.getBody().front()), output(output), axis(axis),
        source(source), sourceAxis(sourceAxis) {}

  void run() {
    for (Operation &op : llvm::reverse(body.without_terminator()))
      plan(&op);
    if (llvm::any_of(axes,
                     [](auto &entry) { return entry.second.isContraction; }))
      rewrite();
  }

private:
  void plan(Operation *op);
  std::optional<int64_t> findWantedAxis(Value value);
  std::optional<PositionAxes> getAxes(Operation *op, int64_t resultAxis);
  std::optional<PositionAxes> getStructuredAxes(linalg::LinalgOp op,
                                                int64_t resultAxis);
  void rewrite();
  Value restrict(Value value, int64_t axis, Operation *user);

  func::FuncOp func;
  Block &body;
  unsigned output;
  int64_t axis;
  BlockArgument source;
  int64_t sourceAxis;
  /// What is restricted, users before producers.
  llvm::MapVector<Operation *, PositionAxes> axes;
  llvm::DenseMap<Operation *, int64_t> resultAxes;
  Value first, count, total;
};

/// The axis of positions in `value` when restricted ops are all that read it.
std::optional<int64_t> Restrictor::findWantedAxis(Value value) {
  std::optional<int64_t> found;
  for (OpOperand &use : value.getUses()) {
    Operation *user = use.getOwner();
    std::optional<int64_t> here;
    if (auto dim = dyn_cast<tensor::DimOp>(user)) {
      if (dim.getConstantIndex())
        continue;
    } else if (isa<func::ReturnOp>(user)) {
      if (use.getOperandNumber() == output)
        here = axis;
    } else if (auto it = axes.find(user); it != axes.end()) {
      here = it->second.operands[use.getOperandNumber()];
    }
    if (!here || (found && *found != *here))
      return std::nullopt;
    found = here;
  }
  return found;
}

void Restrictor::plan(Operation *op) {
  // Shared destinations are made anew where they are needed.
  if (op->getNumResults() != 1 || isa<tensor::EmptyOp, linalg::FillOp>(op))
    return;
  Value result = op->getResult(0);
  auto type = dyn_cast<RankedTensorType>(result.getType());
  if (!type)
    return;
  std::optional<int64_t> wanted = findWantedAxis(result);
  if (!wanted || !type.isDynamicDim(*wanted))
    return;
  std::optional<PositionAxes> found = getAxes(op, *wanted);
  if (!found)
    return;
  axes[op] = std::move(*found);
  resultAxes[op] = *wanted;
}

/// In structured ops positions are a parallel loop that every operand that has
/// it has as one whole dimension.
std::optional<PositionAxes> Restrictor::getStructuredAxes(linalg::LinalgOp op,
                                                          int64_t resultAxis) {
  if (op.getNumDpsInits() != 1)
    return std::nullopt;
  OpOperand *init = op.getDpsInitOperand(0);
  auto position = dyn_cast<AffineDimExpr>(
      op.getMatchingIndexingMap(init).getResult(resultAxis));
  if (!position)
    return std::nullopt;
  PositionAxes result;
  result.loop = position.getPosition();
  result.isContraction =
      op.getNumReductionLoops() > 0 && op.getNumDpsInputs() > 1;
  if (op.getIteratorTypesArray()[*result.loop] != utils::IteratorType::parallel)
    return std::nullopt;
  for (OpOperand &operand : op->getOpOperands()) {
    std::optional<int64_t> &axis = result.operands.emplace_back();
    AffineMap map = op.getMatchingIndexingMap(&operand);
    for (auto [i, expr] : llvm::enumerate(map.getResults())) {
      if (!expr.isFunctionOfDim(*result.loop))
        continue;
      auto type = cast<RankedTensorType>(operand.get().getType());
      if (axis || !isa<AffineDimExpr>(expr) || !type.isDynamicDim(i))
        return std::nullopt;
      axis = i;
    }
  }
  return result;
}

std::optional<PositionAxes> Restrictor::getAxes(Operation *op,
                                                int64_t resultAxis) {
  PositionAxes result;
  result.operands.resize(op->getNumOperands());
  auto whole = [&](Value value, int64_t axis) {
    return cast<RankedTensorType>(value.getType()).isDynamicDim(axis);
  };
  // A group and its one member that is not a unit dimension are the same axis.
  auto isOnlyMember = [](ArrayRef<int64_t> group, int64_t member,
                         RankedTensorType expanded) {
    return llvm::is_contained(group, member) &&
           llvm::all_of(group, [&](int64_t other) {
             return other == member || expanded.getDimSize(other) == 1;
           });
  };
  return llvm::TypeSwitch<Operation *, std::optional<PositionAxes>>(op)
      .Case([&](linalg::LinalgOp op) {
        return getStructuredAxes(op, resultAxis);
      })
      .Case([&](lowbit::ContractOp op) -> std::optional<PositionAxes> {
        // Activations that are codes have scales beside them, whose positions
        // are the same.
        if (resultAxis + 1 >= op.getActsType().getRank())
          return std::nullopt;
        for (OpOperand &operand : op->getOpOperands())
          if (operand.get() == op.getActs() || operand.get() == op.getInit() ||
              operand.get() == op.getActScales()) {
            if (!whole(operand.get(), resultAxis))
              return std::nullopt;
            result.operands[operand.getOperandNumber()] = resultAxis;
          }
        result.isContraction = true;
        return result;
      })
      .Case([&](tensor::CastOp op) -> std::optional<PositionAxes> {
        if (!whole(op.getSource(), resultAxis))
          return std::nullopt;
        result.operands[0] = resultAxis;
        return result;
      })
      .Case([&](tensor::CollapseShapeOp op) -> std::optional<PositionAxes> {
        ReassociationIndices group = op.getReassociationIndices()[resultAxis];
        for (int64_t member : group)
          if (whole(op.getSrc(), member) &&
              isOnlyMember(group, member, op.getSrcType()))
            result.operands[0] = member;
        if (!result.operands[0])
          return std::nullopt;
        return result;
      })
      .Case([&](tensor::ExpandShapeOp op) -> std::optional<PositionAxes> {
        for (auto [i, group] : llvm::enumerate(op.getReassociationIndices()))
          if (isOnlyMember(group, resultAxis, op.getResultType()))
            result.operands[0] = i;
        if (!result.operands[0])
          return std::nullopt;
        return result;
      })
      .Default(std::nullopt);
}

/// `value` from the first wanted position on, for `user` to read or write.
Value Restrictor::restrict(Value value, int64_t axis, Operation *user) {
  OpBuilder b(user);
  Location loc = user->getLoc();
  if (auto empty = value.getDefiningOp<tensor::EmptyOp>()) {
    SmallVector<OpFoldResult> sizes = empty.getMixedSizes();
    sizes[axis] = count;
    return tensor::EmptyOp::create(b, loc, sizes,
                                   empty.getType().getElementType());
  }
  if (auto fill = value.getDefiningOp<linalg::FillOp>()) {
    Value init = restrict(fill.getOutputs().front(), axis, user);
    return linalg::FillOp::create(b, loc, fill.getInputs().front(), init)
        .getResult(0);
  }
  auto type = cast<RankedTensorType>(value.getType());
  SmallVector<OpFoldResult> offsets(type.getRank(), b.getIndexAttr(0)),
      strides(type.getRank(), b.getIndexAttr(1)),
      sizes = tensor::getMixedSizes(b, loc, value);
  offsets[axis] = first;
  sizes[axis] = count;
  return tensor::ExtractSliceOp::create(b, loc, type, value, offsets, sizes,
                                        strides);
}

void Restrictor::rewrite() {
  OpBuilder b = OpBuilder::atBlockBegin(&body);
  Location loc = func.getLoc();
  total = tensor::DimOp::create(b, loc, source, sourceAxis);
  first = nn::FirstPositionOp::create(b, loc, total, output);
  count = arith::SubIOp::create(b, loc, total, first);
  for (auto &[op, found] : axes) {
    int64_t resultAxis = resultAxes.lookup(op);
    // Sizes that others take from here are those from before.
    for (Operation *user : llvm::make_early_inc_range(op->getUsers()))
      if (auto dim = dyn_cast<tensor::DimOp>(user))
        if (dim.getConstantIndex() == resultAxis)
          dim.replaceAllUsesWith(total);
    for (OpOperand &operand : op->getOpOperands()) {
      std::optional<int64_t> axis = found.operands[operand.getOperandNumber()];
      Operation *producer = operand.get().getDefiningOp();
      if (axis && !(producer && axes.contains(producer)))
        operand.set(restrict(operand.get(), *axis, op));
    }
    if (auto expand = dyn_cast<tensor::ExpandShapeOp>(op)) {
      // The operand of the dynamic size that is the positions'.
      int64_t dynamic =
          llvm::count_if(expand.getStaticOutputShape().take_front(resultAxis),
                         ShapedType::isDynamic);
      expand.getOutputShapeMutable()[dynamic].set(count);
    }
    if (!found.loop)
      continue;
    for (auto index : op->getRegion(0).getOps<linalg::IndexOp>()) {
      if (index.getDim() != *found.loop)
        continue;
      b.setInsertionPointAfter(index);
      auto shifted = arith::AddIOp::create(b, index.getLoc(), index, first);
      index.getResult().replaceAllUsesExcept(shifted, shifted);
    }
  }
  func.setResultAttr(output, "lutra.positions", b.getI64IntegerAttr(axis));
}

StringAttr getDimName(DictionaryAttr attrs, int64_t dim) {
  auto names = attrs ? attrs.getAs<ArrayAttr>("onnx.dims") : ArrayAttr();
  return names && dim < int64_t(names.size()) ? dyn_cast<StringAttr>(names[dim])
                                              : StringAttr();
}

struct RaiseWantedPositions
    : lutra::impl::RaiseWantedPositionsBase<RaiseWantedPositions> {
  void runOnOperation() override {
    for (auto func : getOperation().getOps<func::FuncOp>())
      if (!func.isExternal() && func.getBody().hasOneBlock())
        restrictOutputs(func);
  }

  void restrictOutputs(func::FuncOp func) {
    // Where a name of an argument's dimension stands first, and the names of
    // states, such as the batch.
    llvm::MapVector<StringAttr, std::pair<BlockArgument, int64_t>> names;
    llvm::SmallPtrSet<Attribute, 8> stateNames;
    bool hasState = false;
    for (BlockArgument argument : func.getArguments()) {
      auto type = dyn_cast<RankedTensorType>(argument.getType());
      if (!type)
        continue;
      DictionaryAttr attrs = func.getArgAttrDict(argument.getArgNumber());
      bool isState = attrs && attrs.contains("lutra.state");
      hasState |= isState;
      for (int64_t dim = 0; dim < type.getRank(); ++dim) {
        StringAttr name = getDimName(attrs, dim);
        if (!name || name.empty() || !type.isDynamicDim(dim))
          continue;
        if (isState)
          stateNames.insert(name);
        else
          names.insert({name, {argument, dim}});
      }
    }
    if (!hasState)
      return;
    for (auto [output, resultType] : llvm::enumerate(func.getResultTypes())) {
      auto type = dyn_cast<RankedTensorType>(resultType);
      for (int64_t dim = 0; type && dim < type.getRank(); ++dim) {
        StringAttr name = getDimName(func.getResultAttrDict(output), dim);
        auto it = name ? names.find(name) : names.end();
        if (it == names.end() || stateNames.contains(name) ||
            !type.isDynamicDim(dim))
          continue;
        auto [argument, axis] = it->second;
        Restrictor(func, output, dim, argument, axis).run();
        break;
      }
    }
  }
};

} // namespace
