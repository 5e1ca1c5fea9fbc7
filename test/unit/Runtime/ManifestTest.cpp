//===- ManifestTest.cpp - manifests from anywhere -------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Manifest.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

using namespace lutra::runtime;
using testing::HasSubstr;

namespace {

const std::string whole = R"({"lutra_bundle": 1, "abi": 7,
 "compiler": "lutra 0.1.0", "model": "m.onnx", "later": {"is": ["fine"]},
 "inputs": [{"name": "x", "dtype": "i64", "dims": ["n", null, 3]},
            {"name": "p", "dtype": "bf16", "dims": ["n", "t"],
             "state": {"output": 0, "axis": 1}}],
 "outputs": [{"name": "q", "dtype": "bf16", "dims": ["n", "t2"],
              "position_axis": 0}],
 "variants": [{"name": "v", "cpu": "c", "features": ["avx2"],
               "run": "r", "probe": "p"}],
 "weights": {"file": "w", "bytes": 5, "hash": "0123456789abcdef"},
 "code": {"file": "c", "bytes": 0, "hash": "ffffffffffffffff"}})";

TEST(Manifest, IsRead) {
  Manifest manifest;
  Error error = parseManifest(whole, manifest);
  ASSERT_FALSE(error) << error.text();
  EXPECT_EQ(manifest.compiler, "lutra 0.1.0");
  ASSERT_EQ(manifest.inputs.size(), 2u);
  EXPECT_EQ(manifest.inputs[0].dtype, LUTRA_I64);
  EXPECT_EQ(manifest.inputs[0].dims[0].name, "n");
  EXPECT_EQ(manifest.inputs[0].dims[1].size, -1);
  EXPECT_EQ(manifest.inputs[0].dims[1].name, "");
  EXPECT_EQ(manifest.inputs[0].dims[2].size, 3);
  EXPECT_EQ(manifest.inputs[1].statePeer, 0);
  EXPECT_EQ(manifest.inputs[1].stateAxis, 1);
  EXPECT_EQ(manifest.outputs[0].statePeer, 1);
  EXPECT_EQ(manifest.outputs[0].positionAxis, 0);
  EXPECT_EQ(manifest.inputs[0].positionAxis, -1);
  EXPECT_EQ(manifest.variants[0].features[0], "avx2");
  EXPECT_EQ(manifest.weights.hash, 0x0123456789abcdefu);
  EXPECT_EQ(manifest.code.bytes, 0);
}

struct Edit {
  const char *from, *to, *message;
};

TEST(Manifest, Steps) {
  std::string text = whole;
  text.insert(1, R"("steps": [{"kernel": "k", "nodes": ["/a", "/b"]},
                              {"kernel": "k", "nodes": []}], )");
  Manifest manifest;
  ASSERT_FALSE(parseManifest(text, manifest));
  ASSERT_EQ(manifest.steps.size(), 2u);
  EXPECT_EQ(manifest.steps[0].kernel, "k");
  EXPECT_EQ(manifest.steps[0].nodes, "/a, /b");
  EXPECT_EQ(manifest.steps[1].nodes, "");
  text = whole;
  text.insert(1, R"("steps": [{"kernel": "k", "nodes": [7]}], )");
  EXPECT_THAT(parseManifest(text, manifest).text(),
              HasSubstr("steps[0].nodes: expects strings"));
}

TEST(Manifest, RefusesWhatBreaksARule) {
  const Edit edits[] = {
      {"\"abi\": 7", "\"abi\": \"2\"", "abi: expects an integer"},
      {"\"abi\": 7,", "", "abi: is missing"},
      {"\"abi\": 7", "\"abi\": 2.0", "abi: expects an integer"},
      {"\"abi\": 7", "\"abi\": 6", "runtime ABI 6"},
      {"\"lutra_bundle\"", "\"bundle\"", "not describe a Lutra bundle"},
      {"\"lutra 0.1.0\"", "7", "compiler: expects a string"},
      {"\"m.onnx\"", "\"m\\u0000n\"", "model: expects a string"},
      {"\"x\"", "\"p\"", "inputs[1]: repeats the name 'p'"},
      {"\"i64\"", "\"int4\"", "inputs[0].dtype: does not know 'int4'"},
      {"null, 3", "null, -3", "inputs[0].dims: expects"},
      {"null, 3", "null, 18446744073709551615", "inputs[0].dims: expects"},
      {"null, 3", "null, 99999999999999999999999", "inputs[0].dims: expects"},
      {"null, 3", "null, 3.5", "inputs[0].dims: expects"},
      {"null, 3", "null, [3]", "inputs[0].dims: expects"},
      {"[\"n\", null, 3]", "{}", "inputs[0].dims: expects an array"},
      {"[\"n\", null, 3]",
       "[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]",
       "inputs[0].dims: expects an array of at most 32"},
      {"{\"output\": 0, \"axis\": 1}", "3", "inputs[1].state: expects"},
      {"\"position_axis\": 0", "\"position_axis\": 2",
       "outputs[0].position_axis: expects"},
      {"\"output\": 0", "\"output\": 1", "inputs[1].state.output: expects"},
      {"\"output\": 0", "\"output\": -1", "inputs[1].state.output: expects"},
      {"\"axis\": 1", "\"axis\": 2", "inputs[1].state.axis: expects"},
      {"[\"n\", \"t\"]", "[\"n\", 8]", "has a fixed size"},
      {"[\"n\", \"t2\"]", "[\"n\"]", "differ in dtype or rank"},
      {"\"dims\": [\"n\", null, 3]",
       "\"dims\": [\"n\", null], \"state\": {\"output\": 0, \"axis\": 0}",
       "differ in dtype or rank"},
      {"[{\"name\": \"v\"", "[7, {\"name\": \"v\"", "variants[0]: expects"},
      {"\"run\": \"r\",", "", "variants[0].run: is missing"},
      {"[\"avx2\"]", "[2]", "variants[0].features: expects strings"},
      {"\"file\": \"w\"", "\"file\": \"../w\"", "weights.file: expects"},
      {"\"file\": \"w\"", "\"file\": \"/w\"", "weights.file: expects"},
      {"\"file\": \"w\"", "\"file\": \"..\"", "weights.file: expects"},
      {"\"file\": \"w\"", "\"file\": \"\"", "weights.file: expects"},
      {"\"bytes\": 5", "\"bytes\": -5", "weights.bytes: expects"},
      {"\"bytes\": 5", "\"bytes\": 9223372036854775807", "weights.bytes"},
      {"0123456789abcdef", "0123456789abcde", "weights.hash: expects"},
      {"0123456789abcdef", "0123456789ABCDEF", "weights.hash: expects"},
      {"0123456789abcdef", "-123456789abcdef", "weights.hash: expects"},
  };
  for (const Edit &edit : edits) {
    std::string text = whole;
    size_t at = text.find(edit.from);
    ASSERT_NE(at, std::string::npos) << edit.from;
    text.replace(at, std::string(edit.from).size(), edit.to);
    Manifest manifest;
    Error error = parseManifest(text, manifest);
    ASSERT_TRUE(error) << edit.to;
    EXPECT_THAT(error.text(), HasSubstr(edit.message)) << edit.to;
  }
}

TEST(Manifest, RefusesTwoStatesInOneOutput) {
  std::string text = whole;
  size_t at = text.find(R"({"name": "x")");
  text.insert(at, R"({"name": "p2", "dtype": "bf16", "dims": ["n", "t"],
                      "state": {"output": 0, "axis": 1}}, )");
  Manifest manifest;
  Error error = parseManifest(text, manifest);
  EXPECT_THAT(error.text(), HasSubstr("continues two states"));
}

TEST(Manifest, NeverCrashesOnPartsOfOne) {
  // Every prefix, and every byte damaged in turn.
  for (size_t i = 0; i != whole.size(); ++i) {
    Manifest manifest;
    EXPECT_TRUE(parseManifest(whole.substr(0, i), manifest)) << i;
    for (char c : {'\0', '"', '{', ']', '9', '\xff'}) {
      std::string text = whole;
      text[i] = c;
      (void)bool(parseManifest(text, manifest));
    }
  }
}

TEST(Manifest, SurvivesDepthAndLength) {
  Manifest manifest;
  std::string deep(1 << 20, '[');
  EXPECT_TRUE(parseManifest(deep, manifest));
  deep += std::string(1 << 20, ']');
  EXPECT_TRUE(parseManifest(deep, manifest));
  EXPECT_TRUE(parseManifest(std::string(maxManifestBytes + 1, ' '), manifest));
}

} // namespace
