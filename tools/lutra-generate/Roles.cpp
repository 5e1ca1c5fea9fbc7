//===- Roles.cpp - which input and output of a model is what --------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Roles.h"

#include "CommandLine.h"
#include "Files.h"
#include "Tensor.h"

#include <nlohmann/json.hpp>

#include <cstring>

using namespace lutra;
using namespace lutra::driver;
using namespace lutra::generate;
using Json = nlohmann::json;

namespace {

/// Names of inputs and outputs; %d stands for a layer.
struct Names {
  std::string ids = "input_ids";
  std::string mask = "attention_mask";
  std::string positions = "position_ids";
  std::string logits = "logits";
  /// Pairs of a past and its present, as Hugging Face's and Microsoft's
  /// exporters call them.
  std::vector<std::pair<std::string, std::string>> pasts = {
      {"past_key_values.%d.key", "present.%d.key"},
      {"past_key_values.%d.value", "present.%d.value"},
      {"past_key_%d", "present_key_%d"},
      {"past_value_%d", "present_value_%d"},
      {"past_%d", "present_%d"},
  };
};

std::string withLayer(const std::string &pattern, const std::string &layer) {
  size_t at = pattern.find("%d");
  return at == std::string::npos
             ? pattern
             : pattern.substr(0, at) + layer + pattern.substr(at + 2);
}

/// The layer in `name` by `pattern`, or nothing when it does not match.
std::optional<std::string> layerOf(const std::string &name,
                                   const std::string &pattern) {
  size_t at = pattern.find("%d");
  if (at == std::string::npos)
    return name == pattern ? std::optional<std::string>("") : std::nullopt;
  size_t tail = pattern.size() - at - 2;
  if (name.size() <= at + tail || name.compare(0, at, pattern, 0, at) != 0 ||
      name.compare(name.size() - tail, tail, pattern, at + 2, tail) != 0)
    return std::nullopt;
  std::string layer = name.substr(at, name.size() - at - tail);
  if (layer.find_first_not_of("0123456789") != std::string::npos)
    return std::nullopt;
  return layer;
}

const Json *member(const Json &object, const char *key) {
  auto it = object.find(key);
  return it == object.end() ? nullptr : &*it;
}

void readName(const Json &object, const char *key, std::string &name) {
  const Json *value = member(object, key);
  if (value && value->is_string())
    name = value->get<std::string>();
}

std::optional<int64_t> readInteger(const Json &object, const char *key) {
  const Json *value = member(object, key);
  if (value && value->is_number_integer())
    return value->get<int64_t>();
  return std::nullopt;
}

/// Reads onnxruntime-genai's description: model.decoder names the tensors.
std::string readConfig(const std::string &path, Names &names, Roles &roles) {
  std::vector<char> bytes;
  if (std::string wrong = readFile(path, bytes); !wrong.empty())
    return wrong;
  Json root = Json::parse(bytes.begin(), bytes.end(), nullptr, false);
  const Json *model = root.is_object() ? member(root, "model") : nullptr;
  if (!model || !model->is_object())
    return "'" + path + "' is not a genai_config.json: it has no \"model\"";
  roles.contextLength = readInteger(*model, "context_length");
  if (roles.contextLength && *roles.contextLength <= 0)
    roles.contextLength.reset();
  roles.bosId = readInteger(*model, "bos_token_id");
  if (const Json *eos = member(*model, "eos_token_id")) {
    // One id or a list of them.
    if (eos->is_number_integer())
      roles.eosIds.push_back(eos->get<int64_t>());
    else if (eos->is_array())
      for (const Json &id : *eos)
        if (id.is_number_integer())
          roles.eosIds.push_back(id.get<int64_t>());
  }
  const Json *decoder = member(*model, "decoder");
  const Json *inputs = decoder ? member(*decoder, "inputs") : nullptr;
  const Json *outputs = decoder ? member(*decoder, "outputs") : nullptr;
  if (inputs && inputs->is_object()) {
    readName(*inputs, "input_ids", names.ids);
    readName(*inputs, "attention_mask", names.mask);
    readName(*inputs, "position_ids", names.positions);
  }
  if (outputs && outputs->is_object())
    readName(*outputs, "logits", names.logits);
  for (const char *kind : {"key", "value"}) {
    std::string past, present;
    if (inputs && inputs->is_object())
      readName(*inputs, (std::string("past_") + kind + "_names").c_str(), past);
    if (outputs && outputs->is_object())
      readName(*outputs, (std::string("present_") + kind + "_names").c_str(),
               present);
    if (!past.empty() && !present.empty())
      names.pasts.insert(names.pasts.begin(), {past, present});
  }
  return "";
}

bool isIndex(const lutra_tensor_info &info) {
  return info.dtype == LUTRA_I64 || info.dtype == LUTRA_I32;
}

std::string wrongInput(const lutra_tensor_info &info, const char *expected) {
  return "input '" + std::string(info.name) + "' is " + describe(info) +
         "; expects " + expected;
}

/// The output that continues the past in input `index`, or -1.
int64_t presentOf(const rt::Model &model, size_t index, const Names &names) {
  const lutra_tensor_info &info = model.input(index);
  if (info.state_peer >= 0)
    return info.state_peer;
  for (const auto &[past, present] : names.pasts)
    if (auto layer = layerOf(info.name, past))
      if (int64_t output = model.findOutput(withLayer(present, *layer));
          output >= 0)
        return output;
  return -1;
}

/// A past has to be filled up for one sequence: [1, heads, 0, width].
std::string checkPast(const lutra_tensor_info &info) {
  int open = 0;
  for (int32_t i = 0; i != info.rank; ++i)
    open += info.dims[i].size < 0 && i != 0;
  if (info.rank < 2 || open > 1)
    return wrongInput(info, "a past with one open size besides the batch");
  return "";
}

} // namespace

std::string lutra::generate::findRoles(const rt::Model &model,
                                       const std::string &configPath,
                                       Roles &roles) {
  Names names;
  if (!configPath.empty())
    if (std::string wrong = readConfig(configPath, names, roles);
        !wrong.empty())
      return wrong;
  std::string source =
      configPath.empty() ? "" : " (as '" + configPath + "' calls it)";

  bool haveIds = false;
  for (size_t i = 0; i != model.inputCount(); ++i) {
    const lutra_tensor_info &info = model.input(i);
    std::string name = info.name;
    if (name == names.ids || name == names.mask || name == names.positions) {
      if (!isIndex(info) || info.rank != 2)
        return wrongInput(info, "i64 or i32 of rank 2");
      if (name == names.ids)
        roles.ids = i, haveIds = true;
      else if (name == names.mask)
        roles.mask = i;
      else
        roles.positions = i;
      continue;
    }
    int64_t present = presentOf(model, i, names);
    if (present < 0)
      return "input '" + name + "' " + describe(info) +
             " is none that lutra-generate knows how to fill: token ids, mask, "
             "positions, pasts; a genai_config.json beside the model can name "
             "them";
    if (std::string wrong = checkPast(info); !wrong.empty())
      return wrong;
    roles.pasts.push_back({i, size_t(present)});
  }
  if (!haveIds)
    return "the model has no input '" + names.ids + "'" + source +
           ", so it is no language model that lutra-generate can run";
  int64_t logits = model.findOutput(names.logits);
  if (logits < 0)
    return "the model has no output '" + names.logits + "'" + source +
           ", so it is no language model that lutra-generate can run";
  roles.logits = size_t(logits);
  const lutra_tensor_info &info = model.output(roles.logits);
  if (info.rank != 3 || (info.dtype != LUTRA_F32 && info.dtype != LUTRA_F16 &&
                         info.dtype != LUTRA_BF16))
    return "output '" + names.logits + "' is " + describe(info) +
           "; expects floats of rank 3";
  return "";
}
