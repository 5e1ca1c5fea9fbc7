//===- InputShapes.cpp - fix or free the sizes of inputs ------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Pipelines/InputShapes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"

using namespace mlir;
using namespace lutra;

std::optional<InputShape> InputShape::parse(StringRef text) {
  auto [name, sizes] = text.rsplit('=');
  if (name.empty() || name.size() == text.size())
    return std::nullopt;
  InputShape shape{name.str(), {}};
  if (sizes.empty())
    return shape;
  for (StringRef part : llvm::split(sizes, 'x')) {
    int64_t size = ShapedType::kDynamic;
    if (part != "?" && (part.getAsInteger(10, size) || size < 0))
      return std::nullopt;
    shape.sizes.push_back(size);
  }
  return shape;
}

/// The name of dimension `dim` of argument `index`, or nothing.
static StringRef getDimName(func::FuncOp main, unsigned index, unsigned dim) {
  auto dims = main.getArgAttrOfType<ArrayAttr>(index, "onnx.dims");
  if (!dims || dim >= dims.size())
    return {};
  auto name = dyn_cast<StringAttr>(dims[dim]);
  return name ? name.getValue() : StringRef();
}

/// Changes the arguments' types; what is computed from them follows in
/// legalize.
static void setInputTypes(func::FuncOp main, ArrayRef<Type> types) {
  for (auto [argument, type] : llvm::zip(main.getArguments(), types))
    argument.setType(type);
  main.setFunctionType(
      FunctionType::get(main.getContext(), types, main.getResultTypes()));
}

LogicalResult lutra::fixInputShapes(ModuleOp module,
                                    ArrayRef<InputShape> shapes) {
  auto main = module.lookupSymbol<func::FuncOp>("main");
  if (!main)
    return module.emitError("has no function 'main'");
  llvm::StringMap<int64_t> named;
  SmallVector<Type> types(main.getArgumentTypes());

  for (const InputShape &shape : shapes) {
    std::optional<unsigned> index;
    SmallVector<StringRef> known;
    for (unsigned i = 0, e = types.size(); i < e; ++i) {
      auto name = main.getArgAttrOfType<StringAttr>(i, "onnx.name");
      if (!name)
        continue;
      known.push_back(name.getValue());
      if (name.getValue() == shape.name)
        index = i;
    }
    if (!index)
      return module.emitError("has no input '")
             << shape.name << "'; its inputs are " << llvm::join(known, ", ");
    auto type = dyn_cast<RankedTensorType>(types[*index]);
    if (!type || type.getRank() != int64_t(shape.sizes.size()))
      return module.emitError("input '")
             << shape.name << "' has "
             << (type ? std::to_string(type.getRank()) : "unknown")
             << " dimensions, not " << shape.sizes.size();
    SmallVector<int64_t> sizes(type.getShape());
    for (auto [dim, size] : llvm::enumerate(shape.sizes)) {
      if (ShapedType::isDynamic(size))
        continue;
      StringRef name = getDimName(main, *index, dim);
      int64_t before = sizes[dim];
      if (ShapedType::isDynamic(before) && !name.empty())
        before = named.try_emplace(name, size).first->second;
      if (!ShapedType::isDynamic(before) && before != size)
        return module.emitError("dimension ")
               << dim << " of input '" << shape.name << "' is " << before
               << ", and cannot be " << size;
      sizes[dim] = size;
    }
    types[*index] = type.clone(sizes);
  }

  for (auto [i, type] : llvm::enumerate(types)) {
    auto tensor = dyn_cast<RankedTensorType>(type);
    if (!tensor)
      continue;
    SmallVector<int64_t> sizes(tensor.getShape());
    for (auto [dim, size] : llvm::enumerate(sizes)) {
      auto fixed = named.find(getDimName(main, i, dim));
      if (ShapedType::isDynamic(size) && fixed != named.end())
        size = fixed->second;
    }
    type = tensor.clone(sizes);
  }
  setInputTypes(main, types);
  return success();
}

void lutra::freeInputShapes(ModuleOp module) {
  auto main = module.lookupSymbol<func::FuncOp>("main");
  if (!main)
    return;
  Builder builder(module.getContext());
  SmallVector<Type> types(main.getArgumentTypes());
  for (auto [i, type] : llvm::enumerate(types)) {
    auto tensor = dyn_cast<RankedTensorType>(type);
    if (!tensor)
      continue;
    SmallVector<Attribute> names;
    for (int64_t dim = 0; dim < tensor.getRank(); ++dim) {
      StringRef name = getDimName(main, i, dim);
      names.push_back(builder.getStringAttr(
          name.empty() ? "input" + llvm::Twine(i) + "_dim" + llvm::Twine(dim)
                       : llvm::Twine(name)));
    }
    main.setArgAttr(i, "onnx.dims", builder.getArrayAttr(names));
    type = tensor.clone(
        SmallVector<int64_t>(tensor.getRank(), ShapedType::kDynamic));
  }
  setInputTypes(main, types);
}
