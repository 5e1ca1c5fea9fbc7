//===- GraphImporter.cpp - a ModelProto into a module ---------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Import/GraphImporter.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::frontend;

Value Scope::lookup(StringRef name) const {
  for (const Scope *scope = this; scope; scope = scope->outer)
    if (Value value = scope->values.lookup(name))
      return value;
  return {};
}

std::optional<Frame::Binding> Frame::resolve(pb::AttributeProto &attribute,
                                             Scope &scope) const {
  if (attribute.ref_attr_name().empty())
    return Binding{&attribute, &scope, this};
  auto it = attributes.find(attribute.ref_attr_name());
  if (it == attributes.end())
    return std::nullopt;
  return it->second;
}

GraphImporter::GraphImporter(pb::ModelProto &model, StringRef fileName,
                             MLIRContext *context, const ImportOptions &options,
                             ExternalData &external)
    : model(model), context(context), options(options),
      locator{StringAttr::get(context, fileName), {}, std::nullopt},
      tensors(context, options, external), order(options), builder(context) {}

//===----------------------------------------------------------------------===//
// The model
//===----------------------------------------------------------------------===//

OwningOpRef<ModuleOp> GraphImporter::import() {
  context->loadDialect<func::FuncDialect, lutra::onnx::OnnxDialect>();
  OwningOpRef<ModuleOp> module = ModuleOp::create(
      FileLineColLoc::get(locator.file, /*line=*/0, /*column=*/0));
  if (failed(importHeader(*module)) || failed(importMain(*module)))
    return nullptr;
  return module;
}

LogicalResult GraphImporter::importHeader(ModuleOp module) {
  auto emit = [&] { return emitError(module.getLoc()) << "model "; };
  if (model.ir_version() > newestIrVersion)
    emitWarning(module.getLoc())
        << "IR version " << model.ir_version() << " is newer than "
        << newestIrVersion << ", the newest known; new features are ignored";

  FailureOr<OpsetImports> imports = importOpsets(model.opset_import(), emit);
  if (failed(imports))
    return failure();
  opsets = std::move(*imports);
  // Before IR version 3 there was one operator set and no import.
  if (model.ir_version() < 3)
    opsets.try_emplace("", 1);
  for (pb::FunctionProto &function : *model.mutable_functions())
    if (failed(functions.add(function, emit)))
      return failure();

  SmallVector<NamedAttribute> versions;
  for (const auto &import : opsets) {
    StringRef domain = import.getKey().empty() ? "ai.onnx" : import.getKey();
    versions.push_back(builder.getNamedAttr(
        domain, builder.getI64IntegerAttr(import.getValue())));
  }
  module->setAttr("onnx.ir_version",
                  builder.getI64IntegerAttr(model.ir_version()));
  module->setAttr("onnx.opset_imports", builder.getDictionaryAttr(versions));
  module->setAttr("onnx.model_file", locator.file);
  StringRef separator = model.producer_version().empty() ? "" : " ";
  module->setAttr("onnx.producer", builder.getStringAttr(
                                       model.producer_name() +
                                       (separator + model.producer_version())));
  return success();
}

LogicalResult GraphImporter::importMain(ModuleOp module) {
  pb::GraphProto &graph = *model.mutable_graph();
  Frame frame{/*caller=*/nullptr, /*function=*/nullptr, opsets, locator, {}};
  Scope scope;
  if (failed(order.analyze(graph, frame.locator)) ||
      failed(declareTypes(graph, scope, frame)))
    return failure();

  builder.setInsertionPointToEnd(module.getBody());
  auto function = func::FuncOp::create(builder, module.getLoc(), "main",
                                       FunctionType::get(context, {}, {}));
  entry = function.addEntryBlock();
  builder.setInsertionPointToEnd(entry);
  if (failed(importInitializers(graph, scope, frame)))
    return failure();

  SmallVector<Attribute> argAttrs, resultAttrs;
  auto describe = [&](const pb::ValueInfoProto &info, Type type) {
    NamedAttrList attrs;
    attrs.set("onnx.name", builder.getStringAttr(info.name()));
    if (ArrayAttr dims = importDims(info.type(), type))
      attrs.set("onnx.dims", dims);
    return attrs.getDictionary(context);
  };
  unsigned overridable = 0;
  for (const pb::ValueInfoProto &input : graph.input()) {
    // An initializer that is also an input is a default that a caller may
    // override; it is compiled in.
    if (scope.values.count(input.name())) {
      ++overridable;
      continue;
    }
    if (failed(count(frame, input.name(), /*parts=*/0)))
      return failure();
    Type type = scope.types.lookup(input.name());
    scope.values[input.name()] =
        entry->addArgument(type, frame.locator.value(input.name()));
    argAttrs.push_back(describe(input, type));
  }
  // Before IR version 4 every initializer had to be an input.
  if (overridable && model.ir_version() >= 4)
    emitRemark(module.getLoc())
        << "the values that the file has for " << overridable
        << " of its inputs are compiled in and cannot be overridden";

  if (failed(importNodes(*graph.mutable_node(), &graph, scope, frame,
                         /*depth=*/1)))
    return failure();
  auto outputs = lookupOutputs(graph, scope, frame);
  if (failed(outputs))
    return failure();
  for (auto [output, value] : llvm::zip_equal(graph.output(), *outputs))
    resultAttrs.push_back(describe(output, value.getType()));
  func::ReturnOp::create(builder, module.getLoc(), *outputs);
  function.setType(FunctionType::get(context, entry->getArgumentTypes(),
                                     ValueRange(*outputs).getTypes()));
  function.setArgAttrsAttr(builder.getArrayAttr(argAttrs));
  function.setResAttrsAttr(builder.getArrayAttr(resultAttrs));
  return success();
}

//===----------------------------------------------------------------------===//
// Graphs
//===----------------------------------------------------------------------===//

LogicalResult GraphImporter::count(const Frame &frame, StringRef name,
                                   uint64_t parts) {
  // Locations hold names with those of the calls around.
  uint64_t nameBytes = frame.locator.prefix.size() + name.size();
  // Not the location of what has the name: it would be as long.
  auto emit = [&] {
    return emitError(FileLineColLoc::get(locator.file, 0, 0));
  };
  if (nameBytes > options.maxNameBytes)
    return emit() << "a name, with those of the calls it is in, has "
                  << nameBytes << " bytes, above the limit of "
                  << options.maxNameBytes << "; it begins with '"
                  << (frame.locator.prefix + name).str().substr(0, 64) << "'";
  partCount += 1 + parts + nameBytes / 64;
  if (partCount > options.maxParts)
    return emit() << "the model has more than " << options.maxParts
                  << " inputs, outputs and attributes of nodes and "
                     "initializers, functions inlined";
  return success();
}

LogicalResult GraphImporter::declareTypes(const pb::GraphProto &graph,
                                          Scope &scope, const Frame &frame) {
  auto declare = [&](const pb::ValueInfoProto &info) -> LogicalResult {
    FailureOr<Type> type = importType(info.type(), context, options, [&] {
      return emitError(frame.locator.value(info.name()))
             << "value '" << info.name() << "': ";
    });
    if (failed(type))
      return failure();
    scope.types[info.name()] = *type;
    return success();
  };
  // What graph inputs and outputs say is binding; the rest are hints, which
  // they override.
  for (const auto *infos :
       {&graph.value_info(), &graph.output(), &graph.input()})
    for (const pb::ValueInfoProto &info : *infos)
      if (failed(declare(info)))
        return failure();
  return success();
}

LogicalResult GraphImporter::importInitializers(pb::GraphProto &graph,
                                                Scope &scope,
                                                const Frame &frame) {
  auto importOne = [&](auto &tensor, StringRef name) -> LogicalResult {
    if (failed(count(frame, name, /*parts=*/0)))
      return failure();
    Location loc = frame.locator.value(name);
    FailureOr<ElementsAttr> value = tensors.import(tensor, name, [&] {
      return emitError(loc) << "initializer '" << name << "': ";
    });
    if (failed(value))
      return failure();
    scope.values[name] =
        lutra::onnx::ConstantOp::create(builder, loc, value->getType(), *value);
    return success();
  };
  for (pb::TensorProto &tensor : *graph.mutable_initializer())
    if (failed(importOne(tensor, tensor.name())))
      return failure();
  for (pb::SparseTensorProto &tensor : *graph.mutable_sparse_initializer())
    if (failed(importOne(tensor, tensor.values().name())))
      return failure();
  return success();
}

FailureOr<SmallVector<Value>>
GraphImporter::lookupOutputs(const pb::GraphProto &graph, Scope &scope,
                             const Frame &frame) {
  SmallVector<Value> outputs;
  for (const pb::ValueInfoProto &output : graph.output()) {
    Value value = scope.lookup(output.name());
    if (!value)
      return emitError(frame.locator.value(output.name()))
             << "graph output '" << output.name()
             << "' is not defined: no node, input or initializer has this "
                "name";
    outputs.push_back(value);
  }
  return outputs;
}
