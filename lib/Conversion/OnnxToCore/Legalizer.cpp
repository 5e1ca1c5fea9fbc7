//===- Legalizer.cpp - one forward walk over an ONNX graph ----------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Legalizer.h"

#include "Registry.h"
#include "lutra/Dialect/Lowbit/Constants.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;
using namespace lutra::onnx;
namespace lowbit = lutra::lowbit;

/// Loops within loops soon are more code than anybody could compile.
static constexpr unsigned maxWrittenOut = 1 << 16;

/// No machine has room for a tensor of more.
static constexpr int64_t maxElements = int64_t(1) << 40;

Legalizer::Legalizer(func::FuncOp func)
    : builder(func.getContext()), sizes(builder), func(func) {}

LogicalResult Legalizer::run() {
  Block &block = func.getBody().front();
  builder.setInsertionPointToStart(&block);
  if (failed(bindArguments()))
    return failure();
  walk(block);
  if (!refusals.empty())
    return report();
  if (failed(bindResults()))
    return failure();

  return eraseNodes();
}

/// The file's nodes, and what only they needed.
LogicalResult Legalizer::eraseNodes() {
  lowbit::ResourceUses resources(func->getParentOfType<ModuleOp>());
  Block &block = func.getBody().front();
  for (Operation &op : llvm::make_early_inc_range(llvm::reverse(block))) {
    if (isa<OnnxDialect>(op.getDialect()) && !op.use_empty())
      return emitError(op.getLoc())
             << "its result is read as what it is not: " << **op.user_begin();
    // Weights may have been written again in another order.
    if (op.hasTrait<OpTrait::ConstantLike>())
      resources.eraseIfUnused(&op);
    else if (isa<OnnxDialect>(op.getDialect()) || isOpTriviallyDead(&op))
      op.erase();
  }
  return success();
}

/// The name that a graph input or output has in the file, for messages.
static std::string boundaryName(DictionaryAttr attrs, StringRef kind,
                                unsigned i) {
  if (attrs)
    if (auto name = attrs.getAs<StringAttr>("onnx.name"))
      return (kind + " '" + name.getValue() + "'").str();
  return (kind + " " + Twine(i)).str();
}

/// A few bytes of a model can ask for terabytes, and for sizes whose sum or
/// product no integer holds.
static bool isPossible(ArrayRef<int64_t> shape) {
  int64_t count = 1;
  for (int64_t size : shape) {
    if (ShapedType::isDynamic(size))
      continue;
    if (size < 0 || (size > 0 && count > maxElements / size))
      return false;
    count *= std::max<int64_t>(size, 1);
  }
  return true;
}

LogicalResult Legalizer::bindArguments() {
  llvm::StringMap<Size> named;
  for (BlockArgument arg : func.getArguments()) {
    unsigned i = arg.getArgNumber();
    DictionaryAttr attrs = func.getArgAttrDict(i);
    auto type = dyn_cast<RankedTensorType>(arg.getType());
    if (!type || dtypeName(type.getElementType()).empty())
      return emitError(func.getLoc())
             << boundaryName(attrs, "input", i) << " has type " << arg.getType()
             << "; expects a tensor of numbers whose rank the file states";
    if (!isPossible(type.getShape()))
      return emitError(func.getLoc())
             << boundaryName(attrs, "input", i) << " has type " << type
             << ", and no machine has room for it; give it another shape";

    auto coreTy =
        RankedTensorType::get(type.getShape(), toCore(type.getElementType()));
    arg.setType(coreTy);
    func.setArgAttr(i, "onnx.dtype",
                    builder.getStringAttr(dtypeName(type.getElementType())));
    auto names = attrs ? attrs.getAs<ArrayAttr>("onnx.dims") : ArrayAttr();
    Sizes dims;
    for (auto [d, size] : llvm::enumerate(type.getShape())) {
      if (!ShapedType::isDynamic(size)) {
        dims.push_back(sizes.constant(size));
        continue;
      }
      Size *shared = nullptr;
      if (names && d < names.size())
        if (auto name = dyn_cast<StringAttr>(names[d]); name && !name.empty())
          shared = &named[name.getValue()];
      if (shared && *shared) {
        dims.push_back(*shared);
        continue;
      }
      Value dim = tensor::DimOp::create(builder, arg.getLoc(), arg, d);
      dims.push_back(sizes.markNonNegative(dim));
      if (shared)
        *shared = dims.back();
    }
    tensorOf[arg] = make(arg, type.getElementType(), dims);
  }
  return success();
}

/// An operation of another dialect (a check of a test) reads core values.
void Legalizer::convertOperands(Operation *op) {
  for (OpOperand &operand : op->getOpOperands()) {
    auto type = dyn_cast<RankedTensorType>(operand.get().getType());
    Tensor *tensor = tensorOf.lookup(operand.get());
    if (!type || !tensor)
      continue;
    Type element = toCore(type.getElementType());
    if (element == toCore(tensor->element))
      operand.set(castTo(op->getLoc(), data(tensor),
                         RankedTensorType::get(type.getShape(), element)));
  }
}

/// What an operand is; null when the node that makes it has been refused.
Tensor *Legalizer::lookup(Value value) {
  auto type = dyn_cast<RankedTensorType>(value.getType());
  Operation *op = value.getDefiningOp();
  Tensor *&tensor = tensorOf[value];
  if (!tensor && type && op && !isa<OnnxDialect>(op->getDialect())) {
    Sizes dims;
    for (auto [d, size] : llvm::enumerate(type.getShape()))
      if (!ShapedType::isDynamic(size))
        dims.push_back(sizes.constant(size));
      else
        dims.push_back(sizes.markNonNegative(
            tensor::DimOp::create(builder, op->getLoc(), value, d)));
    tensor = make(value, type.getElementType(), dims);
  }
  return tensor;
}

void Legalizer::walk(Block &block) {
  for (Operation &op : llvm::make_early_inc_range(block.without_terminator())) {
    builder.setInsertionPoint(&op);
    if (!isa<OnnxDialect>(op.getDialect()))
      convertOperands(&op);
    else if (auto constant = dyn_cast<ConstantOp>(op))
      tensorOf[constant] = makeConstant(constant.getValue());
    else if (auto node = dyn_cast<NodeOp>(op))
      legalize(node);
  }
  builder.setInsertionPoint(block.getTerminator());
}

HandlerResult Legalizer::inlineBody(Node &node, StringRef name,
                                    ArrayRef<Tensor *> args) {
  Region *body = nullptr;
  if (std::optional<ArrayAttr> names = node.op.getBodyNames())
    for (auto [attr, region] : llvm::zip(*names, node.op->getRegions()))
      if (cast<StringAttr>(attr).getValue() == name)
        body = &region;
  if (!body || body->empty())
    return node.refuse("its subgraph '" + name + "' is missing");
  if (numNodes > maxWrittenOut)
    return node.refuse("with its subgraphs written out, the model has more "
                       "than " +
                       Twine(maxWrittenOut) + " nodes");
  Block &block = body->front();
  if (block.getNumArguments() != args.size())
    return node.refuse("its subgraph '" + name + "' takes " +
                       Twine(block.getNumArguments()) + " values, not " +
                       Twine(args.size()));
  for (auto [parameter, arg] : llvm::zip(block.getArguments(), args))
    tensorOf[parameter] = arg;
  size_t refused = refusals.size();
  for (Operation &op : block.without_terminator())
    if (auto constant = dyn_cast<ConstantOp>(op))
      tensorOf[constant] = makeConstant(constant.getValue());
    else if (auto inner = dyn_cast<NodeOp>(op))
      legalize(inner);
  if (refusals.size() != refused)
    return node.refuse("its subgraph '" + name + "' cannot be compiled");
  Results results;
  for (Value value : block.getTerminator()->getOperands())
    if (Tensor *tensor = lookup(value))
      results.push_back(tensor);
    else
      return node.refuse("its subgraph '" + name + "' cannot be compiled");
  return results;
}

Legalizer::Mark Legalizer::mark() {
  Block::iterator next = builder.getInsertionPoint();
  Operation *last = next == builder.getInsertionBlock()->begin()
                        ? nullptr
                        : &*std::prev(next);
  return {last, sizes.numFacts(), broadcasts.size(), checkedLessEqual, memos};
}

void Legalizer::moveInto(const Mark &from, const Mark *to, Block &block) {
  Block *source = builder.getInsertionBlock();
  Block::iterator begin =
      from.last ? std::next(from.last->getIterator()) : source->begin();
  Block::iterator end = builder.getInsertionPoint();
  if (to)
    end = to->last ? std::next(to->last->getIterator()) : source->begin();
  llvm::DenseSet<Operation *> moved;
  auto isInside = [&](Value value) {
    if (auto argument = dyn_cast<BlockArgument>(value))
      return argument.getOwner() == &block;
    return moved.contains(value.getDefiningOp());
  };
  for (Operation &op :
       llvm::make_early_inc_range(llvm::make_range(begin, end))) {
    // What is read out of a tensor of unknown size may not be there.
    auto extract = dyn_cast<tensor::ExtractOp>(op);
    bool isScalar =
        op.getNumRegions() == 0 &&
        !(extract && !extract.getTensor().getType().hasStaticShape()) &&
        llvm::all_of(op.getResultTypes(),
                     [](Type type) { return type.isIntOrIndexOrFloat(); });
    if (op.hasTrait<OpTrait::ConstantLike>() ||
        (isScalar && isPure(&op) && llvm::none_of(op.getOperands(), isInside)))
      continue;
    moved.insert(&op);
    op.moveBefore(&block, block.end());
  }

  sizes.forget(from.facts, isInside);
  broadcasts.resize(from.broadcasts);
  checkedLessEqual = from.lessEqual;
  memos = from.memos;
  // What tensors of outside were made into there, others make again.
  for (Tensor &tensor : tensors) {
    bool isLazy = tensor.constant || tensor.contents || tensor.transposeOf ||
                  tensor.dequantized;
    if (tensor.core && isLazy && isInside(tensor.core))
      tensor.core = {};
    if (tensor.contents && tensor.core &&
        llvm::any_of(*tensor.contents, [&](Size size) {
          auto value = dyn_cast<Value>(size);
          return value && isInside(value);
        }))
      tensor.contents.reset();
  }
}

void Legalizer::legalize(NodeOp op) {
  ++numNodes;
  std::string reason;
  const Handler *handler = Registry::get().lookup(op, reason);
  if (!handler) {
    refusals.push_back({op, reason});
    return;
  }
  SmallVector<Tensor *> inputs;
  for (Value input : op.getInputs()) {
    if (isa<NoneType>(input.getType())) {
      inputs.push_back(nullptr);
      continue;
    }
    Tensor *tensor = lookup(input);
    // Made by a node that has been refused: nothing can be said about this one.
    if (!tensor)
      return;
    inputs.push_back(tensor);
  }
  while (!inputs.empty() && !inputs.back())
    inputs.pop_back();

  Node node(*this, op, inputs);
  if (inputs.size() > handler->maxInputs)
    (void)node.refuse("it has " + Twine(inputs.size()) +
                      " inputs, but the operator takes at most " +
                      Twine(handler->maxInputs));
  for (unsigned i = 0; i < handler->minInputs && !node.refused(); ++i)
    if (!node.input(i))
      (void)node.refuse("input " + Twine(i) + " is missing");
  for (auto [i, input] : llvm::enumerate(inputs))
    if (input && input->entries && !handler->takesSequences)
      (void)node.refuse("input " + Twine(i) + " is a sequence");
  if (!node.refused()) {
    HandlerResult results = handler->run(node);
    if (std::optional<StringRef> name = node.unreadAttr();
        name && !node.refused())
      (void)node.refuse("attribute '" + *name +
                        "' is not known for this operator");
    for (unsigned i = 0; i < op.getNumResults() && !node.refused(); ++i) {
      if (!node.hasOutput(i))
        continue;
      Tensor *result = i < results->size() ? (*results)[i] : nullptr;
      if (!result)
        (void)node.refuse("output " + Twine(i) + " is not supported");
      else if (!isPossible(result->shape()))
        (void)node.refuse("its result would have the type " + result->str());
      else
        tensorOf[op.getResult(i)] = result;
    }
  }
  if (node.refused())
    refusals.push_back({op, node.reason().str()});
}

LogicalResult Legalizer::bindResults() {
  auto ret = cast<func::ReturnOp>(func.getBody().front().getTerminator());
  SmallVector<Type> types;
  for (OpOperand &operand : ret->getOpOperands()) {
    unsigned i = operand.getOperandNumber();
    std::string name = boundaryName(func.getResultAttrDict(i), "output", i);
    Tensor *tensor = lookup(operand.get());
    if (!tensor)
      return emitError(func.getLoc()) << name << " is not computed";
    if (tensor->entries)
      return emitError(func.getLoc())
             << name << " is a sequence, which a bundle cannot give back";
    if (dtypeName(tensor->element).empty())
      return emitError(func.getLoc())
             << name << " has element type " << tensor->element
             << ", which a bundle cannot give back";
    // What the file declares must not contradict what is computed.
    if (auto declared = dyn_cast<RankedTensorType>(operand.get().getType())) {
      bool agrees = declared.getElementType() == tensor->element &&
                    declared.getRank() == tensor->rank();
      SmallVector<int64_t> shape = tensor->shape();
      for (int64_t d = 0; agrees && d < declared.getRank(); ++d)
        agrees = declared.isDynamicDim(d) || ShapedType::isDynamic(shape[d]) ||
                 declared.getDimSize(d) == shape[d];
      if (!agrees)
        return emitError(func.getLoc())
               << name << " is declared as " << declared
               << ", but its value is " << tensor->str();
    }
    operand.set(data(tensor));
    types.push_back(operand.get().getType());
    func.setResultAttr(i, "onnx.dtype",
                       builder.getStringAttr(dtypeName(tensor->element)));
  }
  func.setFunctionType(
      builder.getFunctionType(func.getBody().getArgumentTypes(), types));
  return success();
}

LogicalResult Legalizer::report() {
  InFlightDiagnostic diag =
      emitError(func.getLoc())
      << refusals.size() << " of " << numNodes
      << " nodes cannot be compiled; each is listed with its reason";
  for (Refusal &refusal : refusals) {
    StringRef domain = refusal.op.getDomain();
    Node node(*this, refusal.op, {});
    diag.attachNote(refusal.op.getLoc())
        << node.str() << " of domain " << (domain.empty() ? "ai.onnx" : domain)
        << " version " << refusal.op.getVersion() << ": " << refusal.reason;
  }
  return failure();
}

Tensor *&Legalizer::memo(StringRef what, ArrayRef<const void *> operands) {
  // Spelled out: braces would make a list of the two iterators.
  std::vector<const void *> key(operands.begin(), operands.end());
  return memos[{what.str(), std::move(key)}];
}

//===----------------------------------------------------------------------===//
// Checks
//===----------------------------------------------------------------------===//

void Legalizer::check(Node &node, Value condition, const Twine &message) {
  ++checks;
  cf::AssertOp::create(builder, node.loc(), condition,
                       (node.str() + ": " + message).str());
}

LogicalResult Legalizer::requireEqual(Node &node, Size a, Size b,
                                      const Twine &what) {
  if (sizes.provablyEqual(a, b))
    return success();
  auto ca = getConstantIntValue(a), cb = getConstantIntValue(b);
  if (ca && cb)
    return node.refuse(what + " must be equal, got " + Twine(*ca) + " and " +
                       Twine(*cb));
  Value same = arith::CmpIOp::create(
      builder, node.loc(), arith::CmpIPredicate::eq, sizes.value(node.loc(), a),
      sizes.value(node.loc(), b));
  check(node, same, what + " must be equal");
  sizes.assumeEqual(a, b);
  return success();
}

LogicalResult Legalizer::requireLessEqual(Node &node, Size a, Size b,
                                          const Twine &what) {
  if (sizes.provablyLessEqual(a, b))
    return success();
  auto ca = getConstantIntValue(a), cb = getConstantIntValue(b);
  if (ca && cb)
    return node.refuse(what + ", got " + Twine(*ca) + " and " + Twine(*cb));
  if (!checkedLessEqual.insert({a.getOpaqueValue(), b.getOpaqueValue()}).second)
    return success();
  Value holds = arith::CmpIOp::create(
      builder, node.loc(), arith::CmpIPredicate::sle,
      sizes.value(node.loc(), a), sizes.value(node.loc(), b));
  check(node, holds, what);
  return success();
}

void Legalizer::checkElements(Node &node, Tensor *tensor, const Twine &message,
                              Body isBad) {
  Location loc = node.loc();
  unsigned rank = tensor->rank();
  MLIRContext *context = builder.getContext();
  TypedAttr zero = builder.getI64IntegerAttr(0);
  SmallVector<AffineMap> maps = {
      AffineMap::getMultiDimIdentityMap(rank, context),
      AffineMap::get(rank, 0, context)};
  SmallVector<utils::IteratorType> loops(rank, utils::IteratorType::reduction);
  Value count =
      generic(loc, data(tensor), maps, filled(loc, {}, zero), loops,
              [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
                Value bad = isBad(b, loc, args.take_front());
                Value one = arith::ExtUIOp::create(b, loc, b.getI64Type(), bad);
                return arith::AddIOp::create(b, loc, args[1], one);
              });
  Value number = tensor::ExtractOp::create(builder, loc, count, ValueRange{});
  Value none =
      arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq, number,
                            arith::ConstantOp::create(builder, loc, zero));
  check(node, none, message);
}
