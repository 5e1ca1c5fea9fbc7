//===- Inspect.cpp - what is in a model or a bundle -----------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Pipelines/Inspect.h"

#include "lutra/Dialect/Lowbit/Constants.h"
#include "lutra/Dialect/Lowbit/Lowbit.h"
#include "lutra/Dialect/Onnx/Onnx.h"
#include "lutra/Frontend/Import.h"
#include "lutra/Pipelines/InitAll.h"
#include "lutra/Support/ConstantData.h"
#include "lutra/Support/Locations.h"
#include "lutra/Target/Bundle/Bundle.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Pass/PassManager.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <map>

using namespace mlir;
using namespace lutra;
namespace fs = llvm::sys::fs;
namespace json = llvm::json;

template <typename T> static std::string toText(const T &printable) {
  std::string text;
  llvm::raw_string_ostream(text) << printable;
  return text;
}

//===----------------------------------------------------------------------===//
// As the file says it
//===----------------------------------------------------------------------===//

/// A dimension is a number, a name, or null.
static json::Array getDims(Type type, ArrayAttr names) {
  json::Array dims;
  auto shaped = dyn_cast<ShapedType>(type);
  if (!shaped || !shaped.hasRank())
    return dims;
  for (auto [i, size] : llvm::enumerate(shaped.getShape())) {
    if (!ShapedType::isDynamic(size)) {
      dims.push_back(size);
      continue;
    }
    auto name = names && i < names.size() ? dyn_cast<StringAttr>(names[i])
                                          : StringAttr();
    dims.push_back(name ? json::Value(name.getValue()) : json::Value(nullptr));
  }
  return dims;
}

static json::Object getValue(Type type, DictionaryAttr attrs) {
  json::Object value;
  auto name = attrs ? attrs.getAs<StringAttr>("onnx.name") : StringAttr();
  value["name"] = name ? name.getValue() : "";
  auto shaped = dyn_cast<ShapedType>(type);
  value["type"] = toText(shaped ? shaped.getElementType() : type);
  value["dims"] =
      getDims(type, attrs ? attrs.getAs<ArrayAttr>("onnx.dims") : ArrayAttr());
  return value;
}

static void describeHeader(ModuleOp module, json::Object &result) {
  if (auto version = module->getAttrOfType<IntegerAttr>("onnx.ir_version"))
    result["ir_version"] = version.getInt();
  if (auto producer = module->getAttrOfType<StringAttr>("onnx.producer"))
    result["producer"] = producer.getValue();
  json::Object opsets;
  if (auto imports =
          module->getAttrOfType<DictionaryAttr>("onnx.opset_imports"))
    for (NamedAttribute entry : imports)
      if (auto version = dyn_cast<IntegerAttr>(entry.getValue()))
        opsets[entry.getName().getValue()] = version.getInt();
  result["opsets"] = std::move(opsets);

  json::Array inputs, outputs;
  if (auto main = module.lookupSymbol<func::FuncOp>("main")) {
    for (auto [i, type] : llvm::enumerate(main.getArgumentTypes()))
      inputs.push_back(getValue(type, main.getArgAttrDict(i)));
    for (auto [i, type] : llvm::enumerate(main.getResultTypes()))
      outputs.push_back(getValue(type, main.getResultAttrDict(i)));
  }
  result["inputs"] = std::move(inputs);
  result["outputs"] = std::move(outputs);
}

static json::Array describeOperators(ModuleOp module) {
  std::map<std::tuple<std::string, std::string, int64_t>, int64_t> counts;
  module.walk([&](onnx::NodeOp node) {
    ++counts[{node.getDomain().str(), node.getOpType().str(),
              int64_t(node.getVersion())}];
  });
  json::Array operators;
  for (const auto &[key, count] : counts)
    operators.push_back(json::Object{{"domain", std::get<0>(key)},
                                     {"type", std::get<1>(key)},
                                     {"version", std::get<2>(key)},
                                     {"count", count}});
  return operators;
}

/// Elements of `size` bytes that are 0, the sign of floats aside.
static int64_t countZeros(ArrayRef<char> bytes, size_t size, bool isFloat) {
  int64_t zeros = 0;
  for (; bytes.size() >= size; bytes = bytes.drop_front(size)) {
    unsigned char rest = 0;
    for (size_t i = 0; i + 1 < size; ++i)
      rest |= static_cast<unsigned char>(bytes[i]);
    auto last = static_cast<unsigned char>(bytes[size - 1]);
    rest |= isFloat ? last & 0x7f : last;
    zeros += rest == 0;
  }
  return zeros;
}

static json::Object describeParameters(ModuleOp module) {
  struct Total {
    int64_t tensors = 0, elements = 0, bytes = 0, zeros = 0;
  };
  std::map<std::string, Total> totals;
  module.walk([&](onnx::ConstantOp constant) {
    ElementsAttr value = constant.getValue();
    auto type = cast<ShapedType>(value.getType());
    Type element = type.getElementType();
    if (!type.hasStaticShape() || !element.isIntOrFloat())
      return;
    Total &total = totals[toText(element)];
    ++total.tensors;
    total.elements += type.getNumElements();
    int64_t bits = element.getIntOrFloatBitWidth();
    total.bytes += element.isInteger(1)
                       ? type.getNumElements()
                       : llvm::divideCeil(type.getNumElements() * bits, 8);
    size_t size = getElementBytes(element);
    if (size)
      (void)visitBytes(value, [&](ArrayRef<char> bytes) {
        total.zeros += countZeros(bytes, size, isa<FloatType>(element));
        return success();
      });
  });
  json::Object parameters;
  for (const auto &[type, total] : totals)
    parameters[type] = json::Object{{"tensors", total.tensors},
                                    {"elements", total.elements},
                                    {"bytes", total.bytes},
                                    {"zeros", total.zeros}};
  return parameters;
}

//===----------------------------------------------------------------------===//
// As the compiler understands it
//===----------------------------------------------------------------------===//

/// Codes of a constant weight that mean 0, or nothing where rows differ in
/// that.
static std::optional<int64_t> countZeroCodes(lowbit::ContractOp op) {
  lowbit::FormatAttrInterface format = op.getFormat();
  if (op.getZeroPoints() || format.getVectorLength() > 1)
    return std::nullopt;
  auto codes = lowbit::getCodes(op.getCodes());
  if (!codes)
    return std::nullopt;
  std::array<bool, 256> isZero{};
  for (unsigned code = 0; code < format.getNumCodes(); ++code)
    isZero[code] = format.decode(code) == 0;
  return llvm::count_if(*codes, [&](uint8_t code) { return isZero[code]; });
}

/// A format without the values of vectors, which are many.
static std::string describeFormat(lowbit::FormatAttrInterface format) {
  if (auto vectors = dyn_cast<lowbit::VectorCodebookFormatAttr>(format))
    format = lowbit::VectorCodebookFormatAttr::get(
        vectors.getContext(), vectors.getBits(), vectors.getLength(),
        vectors.getBooks(), DenseF32ArrayAttr::get(vectors.getContext(), {}));
  return toText(format);
}

/// What codes take, without vectors that they select.
static double countCodeBits(lowbit::ContractOp op) {
  lowbit::FormatAttrInterface format = op.getFormat();
  if (format.getVectorLength() > 1)
    return 8.0 * double(op.getN() * format.countCodeBytes(op.getK()));
  return double(format.getStorageBits()) * double(op.getN() * op.getK());
}

static json::Array describeLowbit(ModuleOp module) {
  struct Total {
    int64_t matrices = 0, codes = 0, counted = 0, zeros = 0;
    double bits = 0;
  };
  std::map<std::tuple<std::string, int64_t, std::string, std::string>, Total>
      totals;
  module.walk([&](lowbit::ContractOp op) {
    std::string zeroPoints = "format";
    double zeroBits = 0;
    if (Value values = op.getZeroPoints()) {
      bool isReal = cast<ShapedType>(values.getType()).getElementType().isF32();
      zeroPoints = isReal ? "real" : "integer";
      zeroBits = isReal ? 32 : op.getFormat().getStorageBits();
    }
    int64_t groups = op.getNumGroups();
    int64_t group = groups == 1 ? op.getK() : op.getGroupSize();
    Total &total = totals[{
        describeFormat(op.getFormat()), groups == 1 ? 0 : group, zeroPoints,
        lowbit::stringifyActivationKind(op.getActivation()).str()}];
    int64_t codes = op.getN() * op.getK();
    ++total.matrices;
    total.codes += codes;
    total.bits +=
        countCodeBits(op) + (32 + zeroBits) * double(op.getN() * groups);
    if (std::optional<int64_t> zeros = countZeroCodes(op)) {
      total.counted += codes;
      total.zeros += *zeros;
    }
  });
  json::Array encodings;
  for (const auto &[key, total] : totals) {
    json::Object encoding{
        {"format", std::get<0>(key)},
        {"group_size", std::get<1>(key)},
        {"zero_points", std::get<2>(key)},
        {"activation", std::get<3>(key)},
        {"matrices", total.matrices},
        {"codes", total.codes},
        {"bits_per_weight", total.bits / double(total.codes)}};
    encoding["zeros"] = total.counted == total.codes ? json::Value(total.zeros)
                                                     : json::Value(nullptr);
    encodings.push_back(std::move(encoding));
  }
  return encodings;
}

/// Runs `phase`; what it says against the model is added to `unsupported`.
static LogicalResult runPhase(Phase phase, ModuleOp module,
                              json::Array &unsupported) {
  MLIRContext *context = module.getContext();
  auto add = [&](Location loc, const std::string &reason) {
    SmallVector<StringRef> names = getNodeNames(loc);
    unsupported.push_back(
        json::Object{{"node", llvm::join(names, ", ")}, {"reason", reason}});
  };
  ScopedDiagnosticHandler handler(context, [&](Diagnostic &diagnostic) {
    if (diagnostic.getSeverity() != DiagnosticSeverity::Error)
      return success();
    auto notes = diagnostic.getNotes();
    if (notes.empty())
      add(diagnostic.getLocation(), diagnostic.str());
    for (Diagnostic &note : notes)
      add(note.getLocation(), note.str());
    return success();
  });
  PassManager pm(context);
  buildPhasePipeline(phase, pm, PhaseOptions());
  return pm.run(module);
}

Outcome lutra::inspectModel(StringRef path, json::Object &result,
                            llvm::raw_ostream &errors) {
  DialectRegistry registry;
  registerAllDialects(registry);
  MLIRContext context(registry);
  context.printOpOnDiagnostic(false);
  OwningOpRef<ModuleOp> module;
  {
    NodeDiagnosticHandler handler(&context, errors, /*remarks=*/false);
    module = importOnnxFile(path, context);
  }
  if (!module)
    return Outcome::InputAtFault;
  result["file"] = llvm::sys::path::filename(path);
  describeHeader(*module, result);
  result["operators"] = describeOperators(*module);
  result["parameters"] = describeParameters(*module);

  json::Array unsupported, lowbit;
  if (succeeded(runPhase(Phase::Legalize, *module, unsupported)) &&
      succeeded(runPhase(Phase::Raise, *module, unsupported)))
    lowbit = describeLowbit(*module);
  result["low_bit"] = std::move(lowbit);
  result["unsupported"] = std::move(unsupported);
  return Outcome::Success;
}

Outcome lutra::inspectBundle(StringRef path, json::Object &result,
                             llvm::raw_ostream &errors) {
  llvm::Expected<json::Object> manifest = readManifest(path);
  if (!manifest) {
    errors << "error: " << llvm::toString(manifest.takeError()) << '\n';
    return Outcome::InputAtFault;
  }
  result = std::move(*manifest);
  json::Array files;
  std::error_code error;
  std::map<std::string, int64_t> sizes;
  for (fs::directory_iterator it(path, error), end; it != end && !error;
       it.increment(error)) {
    uint64_t size = 0;
    if (!fs::file_size(it->path(), size))
      sizes[llvm::sys::path::filename(it->path()).str()] = int64_t(size);
  }
  for (const auto &[name, size] : sizes)
    files.push_back(json::Object{{"file", name}, {"bytes", size}});
  result["files"] = std::move(files);
  return Outcome::Success;
}
