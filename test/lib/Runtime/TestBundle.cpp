//===- TestBundle.cpp - bundles made by hand ------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TestBundle.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>

#include <sys/stat.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

using Json = nlohmann::json;

static const char *const head = R"("lutra_bundle": 1, "abi": 7,
  "compiler": "lutra 0.1.0", "model": "by-hand.onnx",)";

std::string lutra::test::manifestTemplate(const std::string &model) {
  std::string body;
  if (model == "add")
    body = R"(
      "inputs": [{"name": "a", "dtype": "f32", "dims": ["n", 4]},
                 {"name": "b", "dtype": "f32", "dims": ["n", 4]}],
      "outputs": [{"name": "y", "dtype": "f32", "dims": ["n", 4]},
                  {"name": "count", "dtype": "i64", "dims": []}])";
  else if (model == "kv" || model == "concat")
    body = std::string(R"(
      "inputs": [{"name": "input_ids", "dtype": "i64",
                  "dims": ["batch_size", "sequence_length"]},
                 {"name": "attention_mask", "dtype": "i64",
                  "dims": ["batch_size", "total_sequence_length"]},
                 {"name": "past_key_values.0.key", "dtype": "f32",
                  "dims": ["batch_size", 2, "past_sequence_length", 3],
                  "state": )") +
           (model == "kv" ? R"({"output": 1, "axis": 2})" : "null") + R"(}],
      "outputs": [{"name": "logits", "dtype": "f32",
                   "dims": ["batch_size", "sequence_length", 2048],
                   "position_axis": 1},
                  {"name": "present.0.key", "dtype": "f32",
                   "dims": ["batch_size", 2, "total_sequence_length", 3]}])";
  else if (model == "trouble")
    body = R"(
      "inputs": [{"name": "what", "dtype": "i64", "dims": []}],
      "outputs": [{"name": "y", "dtype": "i64", "dims": [null]}])";
  else
    return "";
  return std::string("{") + head + body +
         R"(, "variants": [{"name": "hand", "cpu": "any", "features": [],
      "run": "lutra_)" +
         model + R"(_run", "probe": "lutra_good_probe"}]})";
}

static bool writeFile(const std::string &path, const std::string &bytes) {
  // A new file, for the old one may be mapped by somebody.
  ::unlink(path.c_str());
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), std::streamsize(bytes.size()));
  file.close();
  return bool(file);
}

static void fillIn(Json &manifest, const char *key, const char *file,
                   const std::string &bytes) {
  char hash[17];
  std::snprintf(
      hash, sizeof hash, "%016llx",
      static_cast<unsigned long long>(XXH3_64bits(bytes.data(), bytes.size())));
  Json entry = {{"file", file}, {"bytes", bytes.size()}, {"hash", hash}};
  // What the test wrote there itself wins.
  if (manifest.contains(key))
    entry.update(manifest[key]);
  manifest[key] = entry;
}

bool lutra::test::writeBundle(const std::string &directory,
                              const std::string &text,
                              const std::string &weights) {
  std::ifstream file(LUTRA_TEST_MODELS, std::ios::binary);
  std::string code((std::istreambuf_iterator<char>(file)),
                   std::istreambuf_iterator<char>());
  Json manifest = Json::parse(text);
  fillIn(manifest, "weights", "weights.bin", weights);
  fillIn(manifest, "code", "libmodel.so", code);
  ::mkdir(directory.c_str(), 0777);
  return !code.empty() && writeFile(directory + "/weights.bin", weights) &&
         writeFile(directory + "/libmodel.so", code) &&
         writeFile(directory + "/manifest.json", manifest.dump(1));
}

bool lutra::test::writeBundle(const std::string &directory,
                              const std::string &model) {
  const float bias[4] = {0.5f, 1.5f, 2.5f, 3.5f};
  std::string weights(sizeof bias, '\0');
  std::memcpy(&weights[0], bias, sizeof bias);
  return writeBundle(directory, manifestTemplate(model), weights);
}
