//===- Manifest.cpp - manifest.json and model.h ---------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Target/Bundle/Bundle.h"

#include "lutra-rt/codegen.h"
#include "lutra/Support/WriteFile.h"
#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

using namespace mlir;
using namespace lutra;
namespace fs = llvm::sys::fs;
namespace json = llvm::json;

namespace {

/// The manifest's name for an element type, empty when it has none.
std::string getDtype(Type type, DictionaryAttr attrs) {
  if (auto dtype = attrs.getAs<StringAttr>("onnx.dtype"))
    return dtype.getValue().str();
  if (type.isInteger(1))
    return "bool";
  if (auto integer = dyn_cast<IntegerType>(type)) {
    std::string sign = integer.isUnsigned() ? "u" : "i";
    return sign + std::to_string(integer.getWidth());
  }
  if (type.isBF16())
    return "bf16";
  if (type.isF16() || type.isF32() || type.isF64())
    return "f" + std::to_string(type.getIntOrFloatBitWidth());
  return "";
}

json::Array getDims(RankedTensorType type, DictionaryAttr attrs) {
  json::Array dims;
  auto names = attrs.getAs<ArrayAttr>("onnx.dims");
  for (auto [i, dim] : llvm::enumerate(type.getShape())) {
    StringAttr name;
    if (names && i < names.size())
      name = dyn_cast<StringAttr>(names[i]);
    if (!ShapedType::isDynamic(dim))
      dims.push_back(dim);
    else if (name && !name.empty())
      dims.push_back(name.getValue());
    else
      dims.push_back(nullptr);
  }
  return dims;
}

json::Object describe(DictionaryAttr attrs, const llvm::Twine &fallbackName) {
  auto type = cast<RankedTensorType>(attrs.getAs<TypeAttr>("type").getValue());
  auto name = attrs.getAs<StringAttr>("onnx.name");
  json::Object object{
      {"name", name ? name.getValue().str() : fallbackName.str()},
      {"dtype", getDtype(type.getElementType(), attrs)},
      {"dims", getDims(type, attrs)}};
  if (auto state = attrs.getAs<DictionaryAttr>("lutra.state"))
    object["state"] = json::Object{
        {"output", cast<IntegerAttr>(state.get("output")).getInt()},
        {"axis", cast<IntegerAttr>(state.get("axis")).getInt()}};
  if (auto positions = attrs.getAs<IntegerAttr>("lutra.positions"))
    object["position_axis"] = positions.getInt();
  return object;
}

/// Size and hash of a file, read in pieces: weights may be larger than what a
/// compile should hold in memory.
llvm::Expected<json::Object> describeFile(llvm::StringRef name,
                                          const std::string &path) {
  auto fail = [&](std::error_code code) {
    return llvm::createStringError(code, "cannot read back '" + path +
                                             "': " + code.message());
  };
  llvm::Expected<fs::file_t> file = fs::openNativeFileForRead(path);
  if (!file)
    return fail(llvm::errorToErrorCode(file.takeError()));
  XXH3_state_t *state = XXH3_createState();
  XXH3_64bits_reset(state);
  int64_t bytes = 0;
  std::vector<char> piece(1 << 20);
  std::error_code code;
  while (true) {
    llvm::Expected<size_t> count = fs::readNativeFile(*file, piece);
    if (!count)
      code = llvm::errorToErrorCode(count.takeError());
    if (code || *count == 0)
      break;
    XXH3_64bits_update(state, piece.data(), *count);
    bytes += *count;
  }
  uint64_t digest = XXH3_64bits_digest(state);
  XXH3_freeState(state);
  fs::closeFile(*file);
  if (code)
    return fail(code);
  std::string hash;
  llvm::raw_string_ostream(hash) << llvm::format_hex_no_prefix(digest, 16);
  return json::Object{{"file", name}, {"bytes", bytes}, {"hash", hash}};
}

/// A C identifier out of any name.
std::string getIdentifier(llvm::StringRef name) {
  std::string result;
  for (char c : name)
    result += llvm::isAlnum(c) ? llvm::toUpper(c) : '_';
  return result;
}

std::string makeHeader(const json::Array &inputs, const json::Array &outputs) {
  std::string text;
  llvm::raw_string_ostream os(text);
  os << "/* Made by lutra-compile: indices and names of the model's inputs and "
        "outputs. */\n#ifndef LUTRA_MODEL_H\n#define LUTRA_MODEL_H\n\n";
  auto list = [&](llvm::StringRef kind, const json::Array &values) {
    os << "#define MODEL_NUM_" << kind << "S " << values.size() << "\n";
    for (auto [i, value] : llvm::enumerate(values)) {
      const json::Object &object = *value.getAsObject();
      llvm::StringRef name = *object.getString("name");
      os << "/* " << *object.getString("dtype") << " [";
      llvm::interleaveComma(*object.getArray("dims"), os,
                            [&](const json::Value &dim) {
                              if (auto text = dim.getAsString())
                                os << *text;
                              else if (auto number = dim.getAsInteger())
                                os << *number;
                              else
                                os << "?";
                            });
      os << "] */\n#define MODEL_" << kind << "_" << getIdentifier(name) << " "
         << i << "\n";
    }
    os << "\n";
  };
  list("INPUT", inputs);
  list("OUTPUT", outputs);
  os << "#endif\n";
  return text;
}

} // namespace

llvm::Error BundleWriter::writeManifest(ModuleOp module, llvm::StringRef model,
                                        ArrayRef<BundleVariant> variants,
                                        llvm::StringRef codeKey) {
  auto list = [&](llvm::StringRef attr, llvm::StringRef prefix) {
    json::Array result;
    auto array = module->getAttrOfType<ArrayAttr>(attr);
    for (auto [i, entry] :
         llvm::enumerate(array ? array.getValue() : ArrayRef<Attribute>()))
      result.push_back(
          describe(cast<DictionaryAttr>(entry), prefix + llvm::Twine(i)));
    return result;
  };
  json::Array inputs = list("lutra.inputs", "input");
  json::Array outputs = list("lutra.outputs", "output");
  if (llvm::Error error =
          writeFile(getPath("model.h"), makeHeader(inputs, outputs)))
    return error;

  auto weights = describeFile("weights.bin", getPath("weights.bin"));
  if (!weights)
    return weights.takeError();
  auto code = describeFile("libmodel.so", getPath("libmodel.so"));
  if (!code)
    return code.takeError();
  if (!codeKey.empty())
    (*code)["key"] = codeKey;
  json::Array variantList;
  for (const BundleVariant &variant : variants)
    variantList.push_back(
        json::Object{{"name", variant.name},
                     {"cpu", variant.cpu},
                     {"features", json::Array(variant.features)},
                     {"run", "lutra_" + variant.name + "_run"},
                     {"probe", "lutra_" + variant.name + "_probe"}});
  json::Array steps;
  if (auto array = module->getAttrOfType<ArrayAttr>("lutra.steps"))
    for (auto step : array.getAsRange<DictionaryAttr>()) {
      json::Array nodes;
      for (auto name : step.getAs<ArrayAttr>("nodes").getAsRange<StringAttr>())
        nodes.push_back(llvm::json::fixUTF8(name.getValue()));
      steps.push_back(
          json::Object{{"kernel", step.getAs<StringAttr>("kernel").getValue()},
                       {"nodes", std::move(nodes)}});
    }
  json::Array libraries;
  if (auto array = module->getAttrOfType<ArrayAttr>("lutra.libraries"))
    for (auto name : array.getAsRange<StringAttr>())
      libraries.push_back(name.getValue());
  json::Object manifest{{"lutra_bundle", 1},
                        {"abi", LUTRA_RT_ABI},
                        {"compiler", "lutra " LUTRA_VERSION},
                        {"model", model},
                        {"inputs", std::move(inputs)},
                        {"outputs", std::move(outputs)},
                        {"steps", std::move(steps)},
                        {"libraries", std::move(libraries)},
                        {"variants", std::move(variantList)},
                        {"weights", std::move(*weights)},
                        {"code", std::move(*code)}};
  std::string text;
  llvm::raw_string_ostream(text)
      << llvm::formatv("{0:2}", json::Value(std::move(manifest))) << "\n";
  return writeFile(getPath("manifest.json"), text);
}
