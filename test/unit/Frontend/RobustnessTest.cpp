//===- RobustnessTest.cpp - damaged models are refused, not fatal ---------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Imports every truncation of small models that use all of ONNX's structure,
// and thousands of copies with flipped bits. What is asked is that the importer
// comes back, that a failure has a message, and that a success verifies.
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Onnx/Onnx.h"
#include "lutra/Frontend/Export.h"
#include "lutra/Frontend/Import.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Parser/Parser.h"
#include "gtest/gtest.h"
#include <google/protobuf/text_format.h>
#include <onnx/onnx_pb.h>
#include <random>

using namespace mlir;

static constexpr llvm::StringLiteral moduleText = R"mlir(
module attributes {onnx.ir_version = 10 : i64,
                   onnx.opset_imports = {ai.onnx = 21 : i64, my = 1 : i64}} {
  func.func @main(%n: tensor<i64> {onnx.name = "n"},
                  %x: tensor<?x4xf32> {onnx.name = "x", onnx.dims = ["rows", 4]},
                  %s: !onnx.opaque<"seq(optional(tensor(float)[2,\22a\22]))"> {onnx.name = "s"})
      -> (tensor<?x4xf32> {onnx.name = "y"}) {
    %none = onnx.none
    %packed = onnx.constant dense<[1, 2, -3]> : tensor<3xi4>
    %text = onnx.constant dense<["a", "bc"]> : tensor<2x!onnx.string>
    %big = onnx.constant dense<1.0> : tensor<40xf32>
    %a:2 = onnx.node "Mixed" domain "my" version 1(%x, %none, %packed, %big) with {
      i = 1 : i64, f = 0.5 : f32, s = "text", is = array<i64: 1, 2>,
      fs = array<f32: 1.0>, ss = ["a"], t = dense<[1, 2]> : tensor<2xi16>,
      ts = [dense<1> : tensor<i8>], type = tensor<?xf16>
    } : (tensor<?x4xf32>, none, tensor<3xi4>, tensor<40xf32>) -> (tensor<?x4xf32>, none)
    %y = onnx.node "Loop" version 21(%n, %none, %a#0) bodies ["body"] {
    ^bb0(%i: tensor<i64>, %c: tensor<i1>, %v: tensor<?x4xf32>):
      %w = onnx.node "If" version 21(%c) bodies ["then_branch", "else_branch"] {
        onnx.yield %x : tensor<?x4xf32>
      }, {
        %k = onnx.constant dense<2.0> : tensor<f32>
        %m = onnx.node "Mul" version 21(%v, %k) : (tensor<?x4xf32>, tensor<f32>) -> !onnx.unknown
        onnx.yield %m : !onnx.unknown
      } : (tensor<i1>) -> tensor<?x4xf32>
      onnx.yield %c, %w : tensor<i1>, tensor<?x4xf32>
    } : (tensor<i64>, none, tensor<?x4xf32>) -> tensor<?x4xf32>
    return %y : tensor<?x4xf32>
  }
}
)mlir";

/// What the writer does not write: functions, sparse tensors, nodes out of
/// order, attributes without a type.
static constexpr llvm::StringLiteral messageText = R"pb(
  ir_version: 8
  opset_import { version: 17 }
  opset_import { domain: "local" version: 1 }
  functions {
    name: "Twice"
    domain: "local"
    input: "a"
    output: "r"
    attribute: "axis"
    opset_import { version: 16 }
    opset_import { domain: "local" version: 1 }
    node {
      op_type: "Once"
      domain: "local"
      input: "a"
      output: "m"
      attribute { name: "axis" ref_attr_name: "axis" type: INT }
    }
    node { op_type: "Once" domain: "local" input: "m" output: "r" }
  }
  functions {
    name: "Once"
    domain: "local"
    input: "a"
    output: "r"
    attribute: "axis"
    opset_import { version: 16 }
    node {
      op_type: "If"
      input: "a"
      output: "r"
      attribute {
        name: "then_branch"
        g {
          node {
            op_type: "Softmax"
            input: "a"
            output: "s"
            attribute { name: "axis" ref_attr_name: "axis" type: INT }
          }
          output { name: "s" }
        }
      }
    }
  }
  graph {
    node { op_type: "Add" input: [ "t", "w" ] output: "y" }
    node {
      op_type: "Twice"
      domain: "local"
      input: "x"
      output: "t"
      attribute { name: "axis" i: 1 }
    }
    node {
      op_type: "Constant"
      output: "w"
      attribute {
        name: "sparse_value"
        sparse_tensor {
          values { data_type: 1 dims: 2 float_data: [ 1, 2 ] }
          indices { data_type: 7 dims: [ 2, 2 ] int64_data: [ 0, 1, 1, 0 ] }
          dims: [ 2, 2 ]
        }
      }
    }
    sparse_initializer {
      values { name: "s" data_type: 22 dims: 2 int32_data: 33 }
      indices { data_type: 7 dims: 2 int64_data: [ 1, 4 ] }
      dims: 5
    }
    input { name: "x" type { map_type { key_type: 7 } } }
    output { name: "y" }
  }
)pb";

static std::string writtenModel() {
  MLIRContext context;
  context.loadDialect<func::FuncDialect, lutra::onnx::OnnxDialect>();
  OwningOpRef<ModuleOp> module =
      parseSourceString<ModuleOp>(moduleText, &context);
  std::string model;
  llvm::raw_string_ostream os(model);
  EXPECT_TRUE(module && succeeded(lutra::exportOnnx(*module, os)));
  return model;
}

static std::string statedModel() {
  ::onnx::ModelProto model;
  EXPECT_TRUE(
      google::protobuf::TextFormat::ParseFromString(messageText.str(), &model));
  return model.SerializeAsString();
}

namespace {
class Robustness : public ::testing::TestWithParam<std::string (*)()> {
protected:
  void SetUp() override {
    model = GetParam()();
    ASSERT_TRUE(import(model));
  }

  /// Imports `bytes` and says whether that succeeded.
  static bool import(llvm::StringRef bytes) {
    // A context keeps what was imported into it, so each model has its own.
    MLIRContext context(MLIRContext::Threading::DISABLED);
    unsigned errors = 0;
    ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diagnostic) {
      if (diagnostic.getSeverity() == DiagnosticSeverity::Error)
        ++errors;
      return success();
    });
    OwningOpRef<ModuleOp> module = lutra::importOnnxBuffer(
        llvm::MemoryBufferRef(bytes, "damaged.onnx"), context);
    EXPECT_EQ(errors, module ? 0u : 1u);
    if (module) {
      EXPECT_TRUE(succeeded(verify(*module)));
    }
    return bool(module);
  }

  std::string model;
};
} // namespace

TEST_P(Robustness, Truncations) {
  unsigned imported = 0;
  for (size_t length = 0; length < model.size(); ++length)
    imported += import(llvm::StringRef(model).take_front(length));
  // Cut between two fields a model may stay one, but not often.
  EXPECT_LT(imported, 10u);
}

TEST_P(Robustness, FlippedBits) {
  for (size_t bit = 0; bit < 8 * model.size(); ++bit) {
    std::string damaged = model;
    damaged[bit / 8] ^= char(1 << (bit % 8));
    import(damaged);
  }
}

TEST_P(Robustness, OverwrittenBytes) {
  std::mt19937 random(0);
  for (unsigned round = 0; round < 4000; ++round) {
    std::string damaged = model;
    for (unsigned i = 0; i < 1 + round % 4; ++i)
      damaged[random() % damaged.size()] = char(random());
    import(damaged);
  }
}

TEST_P(Robustness, MovedPieces) {
  std::mt19937 random(1);
  for (unsigned round = 0; round < 2000; ++round) {
    std::string damaged = model;
    size_t from = random() % damaged.size();
    size_t length = random() % std::min<size_t>(64, damaged.size() - from);
    std::string piece = damaged.substr(from, length);
    if (round % 2)
      damaged.erase(from, length);
    damaged.insert(random() % damaged.size(), piece);
    import(damaged);
  }
}

TEST(Limits, AreKept) {
  struct Case {
    void (*tighten)(lutra::ImportOptions &);
    const char *message;
  };
  const Case cases[] = {
      {[](auto &o) { o.maxDepth = 2; }, "deeper than the limit of 2"},
      {[](auto &o) { o.maxRank = 1; }, "rank 2 is above the limit of 1"},
      {[](auto &o) { o.maxNodes = 3; }, "more than 3 nodes"},
      {[](auto &o) { o.maxExpansion = 1; },
       "1 nodes for each node in the file"},
      {[](auto &o) { o.maxParts = 9; },
       "more than 9 inputs, outputs and attributes"},
      {[](auto &o) { o.maxNameBytes = 12; }, "above the limit of 12"},
      {[](auto &o) { o.maxSparseBytes = 15; }, "above the limit of 15"},
  };
  std::string model = statedModel();
  for (const Case &limit : cases) {
    MLIRContext context(MLIRContext::Threading::DISABLED);
    std::string errors;
    ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diagnostic) {
      errors += diagnostic.str();
      return success();
    });
    lutra::ImportOptions options;
    limit.tighten(options);
    EXPECT_FALSE(lutra::importOnnxBuffer(
        llvm::MemoryBufferRef(model, "limits.onnx"), context, options));
    EXPECT_NE(errors.find(limit.message), std::string::npos) << errors;
  }
}

TEST(Limits, OfNamesHoldInMessages) {
  ::onnx::ModelProto model;
  ASSERT_TRUE(model.ParseFromString(statedModel()));
  model.mutable_graph()->mutable_node(0)->set_name(std::string(1 << 20, 'n'));
  MLIRContext context(MLIRContext::Threading::DISABLED);
  std::string errors;
  ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diagnostic) {
    errors += diagnostic.str();
    return success();
  });
  EXPECT_FALSE(lutra::importOnnxBuffer(
      llvm::MemoryBufferRef(model.SerializeAsString(), "limits.onnx"),
      context));
  EXPECT_NE(errors.find("has 1048576 bytes, above the limit of 4096; it begins "
                        "with 'nnnn"),
            std::string::npos);
  EXPECT_LT(errors.size(), 300u);
}

INSTANTIATE_TEST_SUITE_P(Models, Robustness,
                         ::testing::Values(writtenModel, statedModel));
