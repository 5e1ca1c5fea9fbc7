//===- Manifest.cpp - read and check manifest.json ------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Manifest.h"

#include "OneDnn.h"

#include "lutra-rt/codegen.h"

#include <nlohmann/json.hpp>

#include <set>

using namespace lutra::runtime;
using Json = nlohmann::json;

namespace {

/// The bundle format this file reads.
constexpr int64_t bundleFormat = 1;
constexpr size_t maxTensors = 1 << 16;
constexpr size_t maxVariants = 64;
constexpr size_t maxLibraries = 16;
constexpr size_t maxSteps = size_t(1) << 20;
constexpr size_t maxFeatures = 1024;
constexpr size_t maxString = 4096;
/// Below this a byte count and its neighbours fit everywhere.
constexpr int64_t maxBytes = int64_t(1) << 56;

/// Reads one manifest; the first thing that is wrong ends it. Built without
/// exceptions, so every access asks for the type before it takes the value.
class Reader {
public:
  explicit Reader(Manifest &manifest) : manifest(manifest) {}

  Error read(const Json &root);

private:
  Error fail(const std::string &where, const std::string &what) {
    return {LUTRA_ERROR_BUNDLE, "manifest.json: " + where + ": " + what +
                                    "; compile the model again"};
  }

  Error integer(const Json &object, const char *key, const std::string &where,
                int64_t min, int64_t max, int64_t &value);
  Error string(const Json &object, const char *key, const std::string &where,
               std::string &value);
  Error array(const Json &object, const char *key, const std::string &where,
              size_t limit, const Json *&value);

  Error version(const Json &root);
  Error tensors(const Json &root, const char *key,
                std::vector<TensorSpec> &list);
  Error tensor(const Json &json, const std::string &where, TensorSpec &spec);
  Error states(const Json &root);
  Error state(const Json &json, size_t input, const std::string &where);
  Error steps(const Json &root);
  Error libraries(const Json &root);
  Error variants(const Json &root);
  Error file(const Json &root, const char *key, FileSpec &spec);

  Manifest &manifest;
};

std::string member(const std::string &where, const char *key) {
  return where.empty() ? key : where + "." + key;
}

std::string element(const char *list, size_t index) {
  return std::string(list) + "[" + std::to_string(index) + "]";
}

bool dtypeByName(const std::string &name, lutra_dtype &dtype) {
  for (int i = LUTRA_F32; i <= LUTRA_BOOL; ++i) {
    dtype = static_cast<lutra_dtype>(i);
    if (name == lutra_dtype_name(dtype))
      return true;
  }
  return false;
}

/// Names end up in C strings and in messages.
bool isText(const std::string &text) {
  return text.size() <= maxString && text.find('\0') == std::string::npos;
}

bool isPlainFileName(const std::string &name) {
  return !name.empty() && name != "." && name != ".." &&
         name.find('/') == std::string::npos;
}

bool parseHash(const std::string &text, uint64_t &hash) {
  if (text.size() != 16)
    return false;
  hash = 0;
  for (char c : text) {
    int digit = c >= '0' && c <= '9'   ? c - '0'
                : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                       : -1;
    if (digit < 0)
      return false;
    hash = hash << 4 | static_cast<uint64_t>(digit);
  }
  return true;
}

Error Reader::integer(const Json &object, const char *key,
                      const std::string &where, int64_t min, int64_t max,
                      int64_t &value) {
  auto it = object.find(key);
  if (it == object.end())
    return fail(member(where, key), "is missing");
  // A number above INT64_MAX is unsigned to the parser and wraps here; the
  // range check of the unsigned value comes first.
  if (!it->is_number_integer() ||
      (it->is_number_unsigned() &&
       it->get<uint64_t>() > static_cast<uint64_t>(max)))
    return fail(member(where, key), "expects an integer from " +
                                        std::to_string(min) + " to " +
                                        std::to_string(max));
  value = it->get<int64_t>();
  if (value < min || value > max)
    return fail(member(where, key), "expects an integer from " +
                                        std::to_string(min) + " to " +
                                        std::to_string(max));
  return {};
}

Error Reader::string(const Json &object, const char *key,
                     const std::string &where, std::string &value) {
  auto it = object.find(key);
  if (it == object.end())
    return fail(member(where, key), "is missing");
  const auto *text = it->get_ptr<const Json::string_t *>();
  if (!text || !isText(*text))
    return fail(member(where, key), "expects a string of at most " +
                                        std::to_string(maxString) + " bytes");
  value = *text;
  return {};
}

Error Reader::array(const Json &object, const char *key,
                    const std::string &where, size_t limit,
                    const Json *&value) {
  auto it = object.find(key);
  if (it == object.end())
    return fail(member(where, key), "is missing");
  if (!it->is_array() || it->size() > limit)
    return fail(member(where, key), "expects an array of at most " +
                                        std::to_string(limit) + " elements");
  value = &*it;
  return {};
}

Error Reader::version(const Json &root) {
  int64_t format = 0;
  if (Error error = integer(root, "lutra_bundle", "", 0, INT32_MAX, format))
    return error;
  if (format != bundleFormat)
    return {LUTRA_ERROR_VERSION,
            "the bundle has format " + std::to_string(format) +
                " and this runtime reads format " +
                std::to_string(bundleFormat) +
                "; compile the model again with the lutra-compile that came "
                "with this runtime"};
  int64_t abi = 0;
  if (Error error = integer(root, "abi", "", 0, INT32_MAX, abi))
    return error;
  if (abi != LUTRA_RT_ABI)
    return {LUTRA_ERROR_VERSION,
            "the bundle was compiled for runtime ABI " + std::to_string(abi) +
                " and this runtime has ABI " + std::to_string(LUTRA_RT_ABI) +
                "; compile the model again with the lutra-compile that came "
                "with this runtime"};
  return {};
}

Error Reader::tensor(const Json &json, const std::string &where,
                     TensorSpec &spec) {
  if (!json.is_object())
    return fail(where, "expects an object");
  if (Error error = string(json, "name", where, spec.name))
    return error;
  std::string dtype;
  if (Error error = string(json, "dtype", where, dtype))
    return error;
  if (!dtypeByName(dtype, spec.dtype))
    return fail(member(where, "dtype"), "does not know " + quote(dtype));
  const Json *dims = nullptr;
  if (Error error = array(json, "dims", where, maxRank, dims))
    return error;
  for (const Json &dim : *dims) {
    Dimension &dimension = spec.dims.emplace_back();
    if (dim.is_null())
      continue;
    if (const auto *name = dim.get_ptr<const Json::string_t *>()) {
      if (!isText(*name))
        return fail(member(where, "dims"), "holds a name that is too long");
      dimension.name = *name;
      continue;
    }
    if (!dim.is_number_integer() ||
        (dim.is_number_unsigned() && dim.get<uint64_t>() > INT64_MAX) ||
        dim.get<int64_t>() < 0)
      return fail(member(where, "dims"),
                  "expects sizes that are not negative, names or null");
    dimension.size = dim.get<int64_t>();
  }
  if (!json.contains("position_axis"))
    return {};
  int64_t axis = 0;
  if (Error error = integer(json, "position_axis", where, 0,
                            int64_t(spec.dims.size()) - 1, axis))
    return error;
  spec.positionAxis = static_cast<int32_t>(axis);
  return {};
}

Error Reader::tensors(const Json &root, const char *key,
                      std::vector<TensorSpec> &list) {
  const Json *array = nullptr;
  if (Error error = this->array(root, key, "", maxTensors, array))
    return error;
  std::set<std::string> names;
  for (size_t i = 0; i != array->size(); ++i) {
    TensorSpec spec;
    if (Error error = tensor((*array)[i], element(key, i), spec))
      return error;
    if (!names.insert(spec.name).second)
      return fail(element(key, i), "repeats the name " + quote(spec.name));
    list.push_back(std::move(spec));
  }
  return {};
}

Error Reader::state(const Json &json, size_t input, const std::string &where) {
  if (!json.is_object())
    return fail(where, "expects an object");
  TensorSpec &past = manifest.inputs[input];
  int64_t output = 0, axis = 0;
  if (Error error = integer(json, "output", where, 0,
                            int64_t(manifest.outputs.size()) - 1, output))
    return error;
  if (Error error =
          integer(json, "axis", where, 0, int64_t(past.dims.size()) - 1, axis))
    return error;
  TensorSpec &present = manifest.outputs[output];
  if (present.statePeer >= 0)
    return fail(where,
                "output " + quote(present.name) + " continues two states");
  if (present.dtype != past.dtype || present.dims.size() != past.dims.size())
    return fail(where, quote(past.name) + " and its output " +
                           quote(present.name) + " differ in dtype or rank");
  if (past.dims[axis].size >= 0)
    return fail(where, "axis " + std::to_string(axis) + " of " +
                           quote(past.name) + " has a fixed size");
  past.statePeer = static_cast<int32_t>(output);
  present.statePeer = static_cast<int32_t>(input);
  past.stateAxis = present.stateAxis = static_cast<int32_t>(axis);
  return {};
}

Error Reader::states(const Json &root) {
  const Json &inputs = *root.find("inputs");
  for (size_t i = 0; i != inputs.size(); ++i) {
    auto it = inputs[i].find("state");
    if (it == inputs[i].end() || it->is_null())
      continue;
    if (Error error = state(*it, i, member(element("inputs", i), "state")))
      return error;
  }
  return {};
}

Error Reader::steps(const Json &root) {
  if (root.find("steps") == root.end())
    return {};
  const Json *array = nullptr;
  if (Error error = this->array(root, "steps", "", maxSteps, array))
    return error;
  for (size_t i = 0; i != array->size(); ++i) {
    const Json &json = (*array)[i];
    std::string where = element("steps", i);
    if (!json.is_object())
      return fail(where, "expects an object");
    Step &step = manifest.steps.emplace_back();
    if (Error error = string(json, "kernel", where, step.kernel))
      return error;
    const Json *nodes = nullptr;
    if (Error error = this->array(json, "nodes", where, maxSteps, nodes))
      return error;
    for (const Json &node : *nodes) {
      const auto *name = node.get_ptr<const Json::string_t *>();
      if (!name || !isText(*name))
        return fail(member(where, "nodes"), "expects strings");
      step.nodes += (step.nodes.empty() ? "" : ", ") + *name;
    }
  }
  return {};
}

Error Reader::libraries(const Json &root) {
  if (root.find("libraries") == root.end())
    return {};
  const Json *array = nullptr;
  if (Error error = this->array(root, "libraries", "", maxLibraries, array))
    return error;
  for (const Json &json : *array) {
    const auto *name = json.get_ptr<const Json::string_t *>();
    if (!name || !isText(*name))
      return fail("libraries", "expects strings");
    if (*name != oneDnnLibrary)
      return {
          LUTRA_ERROR_VERSION,
          "the bundle calls the library " + quote(*name) +
              ", which this runtime does not know; install the runtime that "
              "came with its lutra-compile"};
    manifest.libraries.push_back(*name);
  }
  return {};
}

Error Reader::variants(const Json &root) {
  const Json *array = nullptr;
  if (Error error = this->array(root, "variants", "", maxVariants, array))
    return error;
  for (size_t i = 0; i != array->size(); ++i) {
    const Json &json = (*array)[i];
    std::string where = element("variants", i);
    if (!json.is_object())
      return fail(where, "expects an object");
    Variant &variant = manifest.variants.emplace_back();
    if (Error error = string(json, "name", where, variant.name))
      return error;
    if (Error error = string(json, "run", where, variant.run))
      return error;
    if (Error error = string(json, "probe", where, variant.probe))
      return error;
    if (json.find("features") == json.end())
      continue;
    const Json *features = nullptr;
    if (Error error =
            this->array(json, "features", where, maxFeatures, features))
      return error;
    for (const Json &feature : *features) {
      const auto *name = feature.get_ptr<const Json::string_t *>();
      if (!name || !isText(*name))
        return fail(member(where, "features"), "expects strings");
      variant.features.push_back(*name);
    }
  }
  if (manifest.variants.empty())
    return fail("variants", "expects at least one");
  return {};
}

Error Reader::file(const Json &root, const char *key, FileSpec &spec) {
  auto it = root.find(key);
  if (it == root.end() || !it->is_object())
    return fail(key, "expects an object with file, bytes and hash");
  std::string hash;
  if (Error error = string(*it, "file", key, spec.name))
    return error;
  if (Error error = integer(*it, "bytes", key, 0, maxBytes, spec.bytes))
    return error;
  if (Error error = string(*it, "hash", key, hash))
    return error;
  if (!isPlainFileName(spec.name))
    return fail(member(key, "file"),
                "expects the name of a file inside the bundle, found " +
                    quote(spec.name));
  if (!parseHash(hash, spec.hash))
    return fail(member(key, "hash"), "expects 16 hexadecimal digits");
  return {};
}

Error Reader::read(const Json &root) {
  if (!root.is_object() || root.find("lutra_bundle") == root.end())
    return {LUTRA_ERROR_BUNDLE,
            "manifest.json does not describe a Lutra bundle (no "
            "\"lutra_bundle\" in it); check the path"};
  if (Error error = version(root))
    return error;
  if (Error error = string(root, "compiler", "", manifest.compiler))
    return error;
  if (Error error = string(root, "model", "", manifest.model))
    return error;
  if (Error error = tensors(root, "inputs", manifest.inputs))
    return error;
  if (Error error = tensors(root, "outputs", manifest.outputs))
    return error;
  if (Error error = states(root))
    return error;
  if (Error error = steps(root))
    return error;
  if (Error error = libraries(root))
    return error;
  if (Error error = variants(root))
    return error;
  if (Error error = file(root, "weights", manifest.weights))
    return error;
  return file(root, "code", manifest.code);
}

} // namespace

Error lutra::runtime::parseManifest(std::string_view text, Manifest &manifest) {
  manifest = Manifest();
  if (text.size() > maxManifestBytes)
    return {LUTRA_ERROR_BUNDLE, "manifest.json is larger than " +
                                    std::to_string(maxManifestBytes) +
                                    " bytes"};
  Json root = Json::parse(text.begin(), text.end(), nullptr,
                          /*allow_exceptions=*/false);
  if (root.is_discarded())
    return {LUTRA_ERROR_BUNDLE, "manifest.json is not JSON, or was cut short; "
                                "compile the model again"};
  return Reader(manifest).read(root);
}
