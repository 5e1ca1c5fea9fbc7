//===- GraphExporter.cpp - a module into a ModelProto ---------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Export/GraphExporter.h"

#include "mlir/IR/DialectResourceBlobManager.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::frontend;

using Kind = pb::AttributeProto;

/// The IR version of a module that does not say: the first with int4.
static constexpr int64_t defaultIrVersion = 10;

static std::string nameFromLocation(Location loc) {
  if (auto named = loc->findInstanceOf<NameLoc>())
    return named.getName().str();
  return {};
}

/// Not Operation::emitError, which would print the operation, with its bodies,
/// behind the message.
static InFlightDiagnostic nodeError(lutra::onnx::NodeOp op) {
  return emitError(op.getLoc()) << "node '" << nameFromLocation(op.getLoc())
                                << "' (" << op.getOpType() << ") ";
}

StringRef GraphExporter::name(Value value, const Twine &wanted) {
  std::string candidate = wanted.str();
  if (candidate.empty())
    candidate = "value";
  auto [it, isFree] = used.insert(candidate);
  for (unsigned i = 1; !isFree; ++i)
    std::tie(it, isFree) = used.insert(candidate + "_" + std::to_string(i));
  return names[value] = it->getKey();
}

//===----------------------------------------------------------------------===//
// The model
//===----------------------------------------------------------------------===//

LogicalResult GraphExporter::exportModule(ModuleOp module) {
  auto functions = module.getOps<func::FuncOp>();
  if (!llvm::hasSingleElement(functions) ||
      !llvm::hasSingleElement(*module.getBody()))
    return emitError(module.getLoc())
           << "expects one function and nothing else to "
              "write as an ONNX model";
  func::FuncOp function = *functions.begin();
  if (function.isExternal() || !function.getBody().hasOneBlock())
    return emitError(function.getLoc())
           << "expects a body of one block to write as "
              "an ONNX model";
  return success(succeeded(exportHeader(module)) &&
                 succeeded(exportMain(function)));
}

LogicalResult GraphExporter::exportHeader(ModuleOp module) {
  auto version = module->getAttrOfType<IntegerAttr>("onnx.ir_version");
  model.set_ir_version(version ? version.getInt() : defaultIrVersion);
  if (auto producer = module->getAttrOfType<StringAttr>("onnx.producer"))
    model.set_producer_name(producer.str());
  auto imports = module->getAttrOfType<DictionaryAttr>("onnx.opset_imports");
  if (!imports)
    return success();
  for (NamedAttribute import : imports) {
    auto value = dyn_cast<IntegerAttr>(import.getValue());
    if (!value)
      return emitError(module.getLoc())
             << "expects onnx.opset_imports to map domains to integers";
    opsets[normalizeDomain(import.getName())] = value.getInt();
  }
  return success();
}

LogicalResult GraphExporter::exportMain(func::FuncOp function) {
  pb::GraphProto &graph = *model.mutable_graph();
  graph.set_name(function.getName().str());
  Block &block = function.front();
  Operation *terminator = block.getTerminator();

  // Inputs and outputs keep their names; all others make way.
  auto nameAttr = [](DictionaryAttr attrs, const Twine &fallback) {
    if (auto name = attrs ? attrs.getAs<StringAttr>("onnx.name") : nullptr)
      return name.str();
    return fallback.str();
  };
  auto dimsAttr = [](DictionaryAttr attrs) {
    return attrs ? attrs.getAs<ArrayAttr>("onnx.dims") : nullptr;
  };
  for (BlockArgument arg : block.getArguments()) {
    DictionaryAttr attrs = function.getArgAttrDict(arg.getArgNumber());
    name(arg, nameAttr(attrs, "input_" + Twine(arg.getArgNumber())));
    if (failed(exportValue(arg, dimsAttr(attrs), *graph.add_input())))
      return failure();
  }
  SmallVector<std::string> outputNames;
  for (OpOperand &operand : terminator->getOpOperands()) {
    unsigned index = operand.getOperandNumber();
    std::string wanted =
        nameAttr(function.getResultAttrDict(index), "output_" + Twine(index));
    if (!names.count(operand.get()))
      wanted = name(operand.get(), wanted).str();
    outputNames.push_back(std::move(wanted));
  }

  if (failed(exportBlock(block, graph)))
    return failure();
  for (OpOperand &operand : terminator->getOpOperands()) {
    unsigned index = operand.getOperandNumber();
    StringRef source = nameOf(operand.get());
    // One value under two names is what Identity is for.
    if (source != outputNames[index]) {
      if (!used.insert(outputNames[index]).second)
        return emitError(function.getLoc())
               << "result #" << index << " has the name '" << outputNames[index]
               << "' of another value";
      opsets.try_emplace("", 1);
      pb::NodeProto &identity = *graph.add_node();
      identity.set_op_type("Identity");
      identity.add_input(source.str());
      identity.add_output(outputNames[index]);
    }
    pb::ValueInfoProto &info = *graph.add_output();
    if (failed(exportValue(operand.get(),
                           dimsAttr(function.getResultAttrDict(index)), info)))
      return failure();
    info.set_name(outputNames[index]);
  }

  // A model must import something.
  if (opsets.empty())
    opsets[""] = 1;
  SmallVector<StringRef> domains(opsets.keys());
  llvm::sort(domains);
  for (StringRef domain : domains) {
    pb::OperatorSetIdProto &import = *model.add_opset_import();
    import.set_domain(domain.str());
    import.set_version(opsets.lookup(domain));
  }
  return success();
}

LogicalResult GraphExporter::exportValue(Value value, ArrayAttr dims,
                                         pb::ValueInfoProto &info) {
  info.set_name(nameOf(value).str());
  if (isa<lutra::onnx::UnknownType>(value.getType()))
    return success();
  if (succeeded(exportType(value.getType(), dims, *info.mutable_type())))
    return success();
  return emitError(value.getLoc())
         << "values of type " << value.getType() << " do not exist in ONNX";
}

//===----------------------------------------------------------------------===//
// Operations
//===----------------------------------------------------------------------===//

LogicalResult GraphExporter::exportBlock(Block &block, pb::GraphProto &graph) {
  // Initializers come first when a model is read; a constant behind a node was
  // a Constant node.
  bool sawNode = false;
  for (Operation &op : block.without_terminator()) {
    if (isa<lutra::onnx::NoneOp>(op))
      continue;
    if (auto constant = dyn_cast<lutra::onnx::ConstantOp>(op)) {
      if (failed(exportConstant(constant, sawNode, graph)))
        return failure();
      continue;
    }
    auto node = dyn_cast<lutra::onnx::NodeOp>(op);
    if (!node)
      return emitError(op.getLoc())
             << "'" << op.getName()
             << "' is no operation of the onnx dialect; a module can be "
                "written as an ONNX model before it is lowered";
    sawNode = true;
    if (failed(exportNode(node, graph)))
      return failure();
  }
  return success();
}

LogicalResult GraphExporter::exportConstant(lutra::onnx::ConstantOp op,
                                            bool asNode,
                                            pb::GraphProto &graph) {
  std::string wanted = nameFromLocation(op.getLoc());
  // Text without locations still has the names of resources.
  if (auto resource = dyn_cast<DenseResourceElementsAttr>(op.getValue());
      resource && wanted.empty())
    wanted = resource.getRawHandle().getKey().str();
  if (!names.count(op.getResult()))
    name(op.getResult(), wanted.empty() ? "constant" : wanted);
  std::string valueName = nameOf(op.getResult()).str();
  auto emit = [&] {
    return emitError(op.getLoc()) << "constant '" << valueName << "' ";
  };
  if (!asNode) {
    pb::TensorProto &tensor = *graph.add_initializer();
    tensor.set_name(valueName);
    return tensors.exportTensor(op.getValue(), tensor, emit);
  }
  pb::NodeProto &node = *graph.add_node();
  node.set_name(wanted);
  node.set_op_type("Constant");
  node.add_output(valueName);
  pb::AttributeProto &value = *node.add_attribute();
  value.set_name("value");
  value.set_type(Kind::TENSOR);
  return tensors.exportTensor(op.getValue(), *value.mutable_t(), emit);
}

LogicalResult GraphExporter::requireOpset(lutra::onnx::NodeOp op) {
  auto [it, isNew] = opsets.try_emplace(op.getDomain(), op.getVersion());
  if (isNew || it->second == int64_t(op.getVersion()))
    return success();
  return nodeError(op) << "is of version " << op.getVersion()
                       << ", but the model has version " << it->second
                       << " of the operator set '"
                       << (op.getDomain().empty() ? "ai.onnx" : op.getDomain())
                       << "', and an ONNX model has one";
}

LogicalResult GraphExporter::exportNode(lutra::onnx::NodeOp op,
                                        pb::GraphProto &graph) {
  if (failed(requireOpset(op)))
    return failure();
  std::string nodeName = nameFromLocation(op.getLoc());
  std::string base = nodeName.empty() ? op.getOpType().str() : nodeName;
  pb::NodeProto &node = *graph.add_node();
  node.set_name(nodeName);
  node.set_op_type(op.getOpType().str());
  node.set_domain(op.getDomain().str());
  for (Value input : op.getInputs())
    node.add_input(nameOf(input).str());
  for (OpResult output : op.getOutputs()) {
    if (isa<NoneType>(output.getType())) {
      node.add_output();
      continue;
    }
    bool isGraphOutput = names.count(output);
    if (!isGraphOutput)
      name(output, base + "_output_" + Twine(output.getResultNumber()));
    node.add_output(nameOf(output).str());
    if (!isGraphOutput && !isa<lutra::onnx::UnknownType>(output.getType()) &&
        failed(exportValue(output, /*dims=*/{}, *graph.add_value_info())))
      return failure();
  }
  if (DictionaryAttr attrs = op.getAttrsAttr())
    for (NamedAttribute attr : attrs)
      if (failed(exportAttribute(op, attr, *node.add_attribute())))
        return failure();

  // `body` is a graph, `bodies[0]`, `bodies[1]`, ... are a list of them.
  llvm::StringMap<pb::AttributeProto *> lists;
  for (auto [i, region] : llvm::enumerate(op.getBodies())) {
    StringRef bodyName = cast<StringAttr>(op.getBodyNamesAttr()[i]);
    size_t bracket = bodyName.find('[');
    pb::GraphProto *body;
    if (bracket == StringRef::npos) {
      pb::AttributeProto &proto = *node.add_attribute();
      proto.set_name(bodyName.str());
      proto.set_type(Kind::GRAPH);
      body = proto.mutable_g();
    } else {
      pb::AttributeProto *&list = lists[bodyName.take_front(bracket)];
      if (!list) {
        list = node.add_attribute();
        list->set_name(bodyName.take_front(bracket).str());
        list->set_type(Kind::GRAPHS);
      }
      body = list->add_graphs();
    }
    body->set_name(bodyName.str());
    if (failed(exportSubgraph(op, region, *body)))
      return failure();
  }
  return success();
}

LogicalResult GraphExporter::exportSubgraph(lutra::onnx::NodeOp op,
                                            Region &region,
                                            pb::GraphProto &graph) {
  if (!region.hasOneBlock())
    return nodeError(op) << "expects subgraphs of one block to write as an "
                            "ONNX model";
  Block &block = region.front();
  for (BlockArgument arg : block.getArguments()) {
    std::string wanted = nameFromLocation(arg.getLoc());
    name(arg,
         wanted.empty() ? "arg_" + std::to_string(arg.getArgNumber()) : wanted);
    if (failed(exportValue(arg, /*dims=*/{}, *graph.add_input())))
      return failure();
  }
  if (failed(exportBlock(block, graph)))
    return failure();
  for (Value output : block.getTerminator()->getOperands())
    if (failed(exportValue(output, /*dims=*/{}, *graph.add_output())))
      return failure();
  return success();
}

//===----------------------------------------------------------------------===//
// Attributes
//===----------------------------------------------------------------------===//

LogicalResult GraphExporter::exportAttribute(lutra::onnx::NodeOp op,
                                             NamedAttribute named,
                                             pb::AttributeProto &proto) {
  Attribute attr = named.getValue();
  auto emit = [&] {
    return nodeError(op) << "attribute '" << named.getName().getValue() << "' ";
  };
  auto unsupported = [&] { return emit() << "has no equivalent in ONNX"; };
  if (auto raw = dyn_cast<lutra::onnx::RawAttr>(attr)) {
    if (!proto.ParseFromString(raw.getMessage().str()))
      return emit() << "is a damaged #onnx.raw";
    proto.set_name(named.getName().str());
    return success();
  }
  proto.set_name(named.getName().str());
  if (auto integer = dyn_cast<IntegerAttr>(attr)) {
    if (!integer.getType().isSignlessInteger(64))
      return unsupported();
    proto.set_type(Kind::INT);
    proto.set_i(integer.getInt());
    return success();
  }
  if (auto floating = dyn_cast<FloatAttr>(attr)) {
    if (!floating.getType().isF32())
      return unsupported();
    proto.set_type(Kind::FLOAT);
    proto.set_f(floating.getValue().convertToFloat());
    return success();
  }
  if (auto string = dyn_cast<StringAttr>(attr)) {
    proto.set_type(Kind::STRING);
    proto.set_s(string.str());
    return success();
  }
  if (auto integers = dyn_cast<DenseI64ArrayAttr>(attr)) {
    proto.set_type(Kind::INTS);
    proto.mutable_ints()->Assign(integers.asArrayRef().begin(),
                                 integers.asArrayRef().end());
    return success();
  }
  if (auto floats = dyn_cast<DenseF32ArrayAttr>(attr)) {
    proto.set_type(Kind::FLOATS);
    proto.mutable_floats()->Assign(floats.asArrayRef().begin(),
                                   floats.asArrayRef().end());
    return success();
  }
  if (auto elements = dyn_cast<ElementsAttr>(attr)) {
    proto.set_type(Kind::TENSOR);
    return tensors.exportTensor(elements, *proto.mutable_t(), emit);
  }
  if (auto type = dyn_cast<TypeAttr>(attr)) {
    proto.set_type(Kind::TYPE_PROTO);
    if (failed(exportType(type.getValue(), {}, *proto.mutable_tp())))
      return unsupported();
    return success();
  }
  auto array = dyn_cast<ArrayAttr>(attr);
  if (!array)
    return unsupported();
  if (llvm::all_of(array, llvm::IsaPred<StringAttr>)) {
    proto.set_type(Kind::STRINGS);
    for (Attribute element : array)
      proto.add_strings(cast<StringAttr>(element).str());
    return success();
  }
  if (llvm::all_of(array, llvm::IsaPred<ElementsAttr>)) {
    proto.set_type(Kind::TENSORS);
    for (Attribute element : array)
      if (failed(tensors.exportTensor(cast<ElementsAttr>(element),
                                      *proto.add_tensors(), emit)))
        return failure();
    return success();
  }
  if (llvm::all_of(array, llvm::IsaPred<TypeAttr>)) {
    proto.set_type(Kind::TYPE_PROTOS);
    for (Attribute element : array)
      if (failed(exportType(cast<TypeAttr>(element).getValue(), {},
                            *proto.add_type_protos())))
        return unsupported();
    return success();
  }
  return unsupported();
}
