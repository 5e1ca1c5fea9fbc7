//===- Session.cpp - one product, compiled and run ------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Session.h"
#include "Stopwatch.h"

#include "lutra/Support/Interrupt.h"
#include "lutra/Target/CPU/Emit.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include <algorithm>
#include <chrono>
#include <cmath>

using namespace lutra;
using namespace lutra::bench;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;
namespace json = llvm::json;
using llvm::StringRef;
using Clock = std::chrono::steady_clock;

//===----------------------------------------------------------------------===//
// The folder
//===----------------------------------------------------------------------===//

std::string Scratch::make() {
  llvm::SmallString<128> created;
  if (std::error_code code = fs::createUniqueDirectory("lutra-bench", created))
    return "cannot make a temporary directory: " + code.message();
  directory = created.str().str();
  registerTemporary(directory);
  return "";
}

Scratch::~Scratch() {
  if (directory.empty())
    return;
  (void)fs::remove_directories(directory);
  unregisterTemporary(directory);
}

std::string Scratch::file(StringRef name) const {
  llvm::SmallString<128> result(directory);
  path::append(result, name);
  return result.str().str();
}

//===----------------------------------------------------------------------===//
// Compiling
//===----------------------------------------------------------------------===//

std::string Session::compile(const Choice &choice, Outcome &outcome) {
  outcome = Outcome::Success;
  if (std::string wrong = scratch.make(); !wrong.empty()) {
    outcome = Outcome::InputAtFault;
    return wrong;
  }
  CompileOptions options;
  options.input = scratch.file(kNodeName);
  options.makeModule = [&](mlir::MLIRContext &context) {
    return problem.build(context, choice.isFixed);
  };
  options.compileFrom = Phase::Raise;
  options.phases.layout = choice.layout;
  options.phases.kernel = choice.kernel;
  if (!choice.device.empty())
    options.phases.device = choice.device;
  options.output = scratch.file("bundle");
  options.reportFile = scratch.file("report.json");
  // Products of one run differ in one kernel.
  static ObjectCache objects;
  options.objects = &objects;
  outcome = lutra::compile(options, llvm::errs());
  if (outcome != Outcome::Success)
    return "the product does not compile";
  std::string wrong = readReport();
  if (!wrong.empty())
    outcome = Outcome::InputAtFault;
  return wrong;
}

std::string Session::readReport() {
  auto text = llvm::MemoryBuffer::getFile(scratch.file("report.json"));
  if (!text)
    return "there is no report: " + text.getError().message();
  llvm::Expected<json::Value> report = json::parse((*text)->getBuffer());
  if (!report)
    return llvm::toString(report.takeError());
  const json::Object &root = *report->getAsObject();
  compileSeconds = root.getNumber("compile_seconds").value_or(0);
  auto get = [](const json::Object &object, StringRef key) {
    return object.getString(key).value_or("").str();
  };
  auto addRange = [&](const json::Object &object) {
    ranges.push_back({object.getInteger("tokens").value_or(1),
                      get(object, "kernel"), get(object, "schedule"),
                      object.getNumber("predicted_ms").value_or(0)});
  };
  // Preparing activations is a kernel of its own and stands before the product.
  for (const json::Value &entry : *root.getArray("nodes")) {
    const json::Object &node = *entry.getAsObject();
    if (node.getString("name") != kNodeName)
      continue;
    ranges.clear();
    layout = get(node, "layout");
    const json::Array *list = node.getArray("ranges");
    if (!list || list->empty())
      addRange(node);
    else
      for (const json::Value &value : *list)
        addRange(*value.getAsObject());
  }
  if (ranges.empty())
    return "the report does not name the product";
  if (fs::file_size(scratch.file("bundle/weights.bin"), weightBytes))
    return "the bundle has no weights";
  return "";
}

const Range &Session::getRange(int64_t count) const {
  // The last kernel that begins at so many tokens or below.
  const Range *range = &ranges.front();
  for (const Range &next : ranges)
    if (next.tokens <= count)
      range = &next;
  return *range;
}

//===----------------------------------------------------------------------===//
// Running
//===----------------------------------------------------------------------===//

std::string Runner::open(int64_t threads, const std::string &variant) {
  lutra_open_options open = LUTRA_OPEN_OPTIONS_INIT;
  open.threads = int32_t(threads);
  open.variant = variant.empty() ? nullptr : variant.c_str();
  // It is a moment old, and our own.
  open.skip_hashes = 1;
  context.reset();
  model = rt::Model();
  if (rt::Status failed = model.open(session.scratch.file("bundle"), open))
    return failed.message();
  context = std::make_unique<rt::Context>(model);
  return *context ? "" : "no memory for a context";
}

std::string Runner::setTokens(int64_t count) {
  tokens = count;
  const int64_t dims[2] = {tokens, session.problem.k};
  const Problem &problem = session.problem;
  rt::Status failed =
      problem.isShort()
          ? context->setInput(0, problem.shortActs.data(),
                              problem.activations == Activations::BFloat16
                                  ? LUTRA_BF16
                                  : LUTRA_F16,
                              dims, 2)
          : context->setInput(0, problem.a.data(), LUTRA_F32, dims, 2);
  return failed ? failed.message() : "";
}

std::string Runner::run(double &milliseconds) {
  rt::Status failed;
  if (isUninterrupted) {
    Stopwatch watch;
    failed = context->run();
    milliseconds = watch.stop() * 1000;
  } else {
    // A stopwatch asks the system, which takes 2 us.
    Clock::time_point start = Clock::now();
    failed = context->run();
    milliseconds =
        std::chrono::duration<double, std::milli>(Clock::now() - start).count();
  }
  return failed ? failed.message() : "";
}

std::string Runner::check(double &maxError, int64_t &checkedTokens) {
  const Problem &problem = session.problem;
  lutra_tensor result;
  if (rt::Status failed = context->getOutput(0, result))
    return failed.message();
  auto getResult = [&](int64_t at) {
    return problem.isShort()
               ? problem.widen(static_cast<const uint16_t *>(result.data)[at])
               : static_cast<const float *>(result.data)[at];
  };
  // As many tokens as take a moment, spread over all.
  checkedTokens = std::clamp<int64_t>(
      (int64_t(1) << 28) / (problem.n * problem.k), 1, tokens);
  maxError = 0;
  for (int64_t i = 0; i != checkedTokens; ++i) {
    int64_t token = i * tokens / checkedTokens;
    std::vector<double> expected = problem.computeReference(token);
    for (int64_t n = 0; n != problem.n; ++n) {
      double error = std::fabs(getResult(token * problem.n + n) - expected[n]);
      // Keeps a NaN.
      if (!(error <= maxError))
        maxError = error;
    }
  }
  return "";
}
