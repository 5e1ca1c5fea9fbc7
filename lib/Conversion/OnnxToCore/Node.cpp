//===- Node.cpp - attributes and names of one node ------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Legalizer.h"

using namespace mlir;
using namespace lutra::onnx;

StringRef Node::name() const {
  if (auto named = loc()->findInstanceOf<NameLoc>())
    return named.getName().getValue();
  return "";
}

std::string Node::str() {
  if (name().empty())
    return ("a node (" + type() + ")").str();
  return ("node '" + name() + "' (" + type() + ")").str();
}

bool Node::hasOutput(unsigned i) {
  return i < op.getNumResults() && !isa<NoneType>(op.getResult(i).getType());
}

LogicalResult Node::refuse(const Twine &reason) {
  if (why.empty())
    why = reason.str();
  return failure();
}

Attribute Node::getAttr(StringRef name) {
  read.insert(name);
  DictionaryAttr attrs = op.getAttrsAttr();
  return attrs ? attrs.get(name) : Attribute();
}

bool Node::hasAttr(StringRef name) { return static_cast<bool>(getAttr(name)); }

template <typename AttrTy>
AttrTy Node::typedAttr(StringRef name, StringRef kind) {
  Attribute attr = getAttr(name);
  auto typed = dyn_cast_or_null<AttrTy>(attr);
  if (attr && !typed)
    (void)refuse("attribute '" + name + "' must be " + kind);
  return typed;
}

int64_t Node::getInt(StringRef name, int64_t defaultValue) {
  auto attr = typedAttr<IntegerAttr>(name, "an integer");
  return attr ? attr.getInt() : defaultValue;
}

int64_t Node::requireInt(StringRef name) {
  if (!hasAttr(name))
    (void)refuse("attribute '" + name + "' is missing");
  return getInt(name, 0);
}

double Node::getFloat(StringRef name, double defaultValue) {
  auto attr = typedAttr<FloatAttr>(name, "a float");
  return attr ? attr.getValueAsDouble() : defaultValue;
}

std::string Node::getString(StringRef name, StringRef defaultValue) {
  auto attr = typedAttr<StringAttr>(name, "a string");
  return attr ? attr.getValue().str() : defaultValue.str();
}

std::optional<SmallVector<int64_t>> Node::getInts(StringRef name) {
  Attribute attr = getAttr(name);
  if (!attr)
    return std::nullopt;
  if (auto dense = dyn_cast<DenseI64ArrayAttr>(attr))
    return SmallVector<int64_t>(dense.asArrayRef());
  SmallVector<int64_t> values;
  if (auto array = dyn_cast<ArrayAttr>(attr))
    for (Attribute element : array) {
      auto integer = dyn_cast<IntegerAttr>(element);
      if (!integer)
        break;
      values.push_back(integer.getInt());
    }
  if (auto array = dyn_cast<ArrayAttr>(attr);
      !array || array.size() != values.size())
    (void)refuse("attribute '" + name + "' must be a list of integers");
  return values;
}

int64_t Node::normalizeAxis(int64_t axis, int64_t rank) {
  if (axis >= -rank && axis < rank)
    return axis < 0 ? axis + rank : axis;
  (void)refuse("axis " + Twine(axis) + " is out of range for rank " +
               Twine(rank));
  return 0;
}

std::optional<StringRef> Node::unreadAttr() {
  // Up to version 6 a hint about buffers, which says nothing of the result.
  read.insert("consumed_inputs");
  if (DictionaryAttr attrs = op.getAttrsAttr())
    for (NamedAttribute attr : attrs)
      if (!read.contains(attr.getName().getValue()))
        return attr.getName().getValue();
  return std::nullopt;
}
