//===- Report.cpp - which kernel does what --------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report.h"

#include "lutra/Dialect/Dnnl/Dnnl.h"
#include "lutra/Dialect/Lowbit/Lowbit.h"
#include "lutra/Dialect/Lut/Lut.h"
#include "lutra/Dialect/Nn/Nn.h"
#include "lutra/Dialect/Onnx/Onnx.h"
#include "lutra/Kernel/CostModel.h"
#include "lutra/Support/Locations.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"
#include <sys/resource.h>

using namespace mlir;
using namespace lutra;
namespace json = llvm::json;

void Report::collectOperators(ModuleOp module) {
  module.walk([&](onnx::NodeOp node) {
    for (StringRef name : getNodeNames(node.getLoc()))
      operators.try_emplace(name, node.getOpType().str());
  });
}

static json::Value toMilliseconds(const kernel::Prediction &prediction) {
  return prediction.nanoseconds * 1e-6;
}

/// What the cost model says of `chosen` for so many tokens: what bounds it, and
/// what another family would cost, or why there is none.
static json::Object describe(const kernel::Prediction &chosen,
                             const kernel::Ranking &ranking, int64_t tokens) {
  json::Object object{{"tokens", tokens},
                      {"kernel", chosen.family->getName()},
                      {"predicted_ms", toMilliseconds(chosen)},
                      {"limit", chosen.limit}};
  for (const kernel::Prediction &other : ranking.predictions)
    if (other.family != chosen.family) {
      object["runner_up"] =
          json::Object{{"kernel", other.family->getName()},
                       {"predicted_ms", toMilliseconds(other)}};
      return object;
    }
  json::Object refusals;
  for (const auto &[name, why] : ranking.refusals)
    refusals[name] = why;
  object["refused"] = std::move(refusals);
  return object;
}

static std::string toText(Attribute attr) {
  std::string text;
  llvm::raw_string_ostream(text) << attr;
  return text;
}

static void describe(lowbit::PackedContractOp op, const CpuVariant &variant,
                     StringRef family, json::Object &node) {
  kernel::Contraction contraction = kernel::Contraction::get(op);
  op.getContext()->loadDialect<lut::LutDialect>();
  lut::TargetAttr target = getLutTarget(op.getContext(), variant);
  kernel::Device device = kernel::getDeviceOf(op, variant.cpu);
  std::optional<int64_t> known;
  if (!op.getActsType().isDynamicDim(0))
    known = std::max<int64_t>(op.getActsType().getDimSize(0), 1);

  json::Array ranges;
  for (const auto &[tokens, prediction] :
       kernel::selectKernels(contraction, target, device, known, family)) {
    // Knobs suit the most tokens of a range; what is told is its beginning.
    int64_t count = known.value_or(tokens);
    json::Object range =
        describe(predict(*prediction.family, prediction.knobs, contraction,
                         target, device, count),
                 rankKernels(contraction, target, device, count), count);
    std::string knobs = toText(prediction.knobs.toAttr(op.getContext()));
    range["schedule"] = knobs;
    if (ranges.empty()) {
      node["kernel"] = prediction.family->getName();
      node["schedule"] = knobs;
      node["predicted_ms"] = toMilliseconds(prediction);
      node["reason"] =
          llvm::formatv("least predicted time on {0}, bound by {1}",
                        device.name, prediction.limit)
              .str();
    }
    ranges.push_back(std::move(range));
  }
  node["layout"] = toText(op.getLayout());
  node["ranges"] = std::move(ranges);
}

/// What the comparison said when oneDNN was chosen.
static void describeLibrary(Operation *primitive, json::Object &node) {
  auto getNs = [&](StringRef name) {
    return primitive->getAttrOfType<FloatAttr>(name).getValueAsDouble();
  };
  double ns = getNs(dnnl::kPredictedNs), generated = getNs(dnnl::kGeneratedNs);
  bool isImage = !isa<dnnl::LstmOp, dnnl::MatmulOp>(primitive);
  node["kernel"] = "onednn";
  node["layout"] = isImage ? "channels last" : "rows";
  node["predicted_ms"] = ns * 1e-6;
  node["reason"] = ns < generated
                       ? "less predicted time than generated loops"
                       : "its neighbours are oneDNN's, or it was asked for";
  node["runner_up"] =
      json::Object{{"kernel", "loops"}, {"predicted_ms", generated * 1e-6}};
}

/// What a kernel that no family serves is made by. Contractions without a
/// layout are decomposed by now, but their kernels are named after them.
static StringRef getRoad(func::FuncOp kernel, StringRef &reason) {
  if (kernel.getName().starts_with("lowbit_contract")) {
    reason = "no layout serves this contraction";
    return "reference";
  }
  bool attention =
      kernel.walk([](nn::AttentionOp) { return WalkResult::interrupt(); })
          .wasInterrupted();
  reason = attention ? "softmax runs in the loop over blocks of keys"
                     : "loops of vectors serve every operation on floats";
  return attention ? "attention" : "loops";
}

void Report::collectKernels(ModuleOp module, const CpuVariant &variant,
                            StringRef family) {
  auto main = module.lookupSymbol<func::FuncOp>("main");
  if (!main)
    return;
  main.walk([&](func::CallOp call) {
    auto kernel = module.lookupSymbol<func::FuncOp>(call.getCallee());
    if (!kernel || !kernel->hasAttr("lutra.kernel"))
      return;
    SmallVector<StringRef> names = getNodeNames(call.getLoc());
    SmallVector<std::string> types;
    for (StringRef name : names)
      types.push_back(operators.lookup(name));
    json::Object node{{"name", llvm::join(names, ", ")},
                      {"operator", llvm::join(types, ", ")},
                      {"function", call.getCallee()}};
    lowbit::PackedContractOp packed;
    kernel.walk([&](lowbit::PackedContractOp op) { packed = op; });
    Operation *primitive = nullptr;
    kernel.walk([&](Operation *op) {
      if (op->hasAttr(dnnl::kPredictedNs))
        primitive = op;
    });
    if (packed) {
      describe(packed, variant, family, node);
    } else if (primitive) {
      describeLibrary(primitive, node);
    } else {
      StringRef reason;
      node["kernel"] = getRoad(kernel, reason);
      node["layout"] = "rows";
      node["reason"] = reason;
      // The cost model knows low-bit contractions only.
      node["predicted_ms"] = nullptr;
    }
    nodes.push_back(std::move(node));
  });
}

json::Value Report::finish(double seconds) && {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return json::Object{{"nodes", std::move(nodes)},
                      {"compile_seconds", seconds},
                      {"peak_rss_mb", double(usage.ru_maxrss) / 1024}};
}
