//===- lutra-bench.cpp - measure single operators -------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CommandLine.h"
#include "Files.h"
#include "Machine.h"
#include "Problem.h"
#include "lutra-rt/lutra.hpp"
#include "lutra/Kernel/KernelFamily.h"
#include "lutra/Pipelines/Compiler.h"
#include "lutra/Support/Interrupt.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include <algorithm>
#include <chrono>
#include <cmath>

using namespace lutra;
using namespace lutra::bench;
using namespace lutra::driver;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;
namespace json = llvm::json;
using llvm::StringRef;
using Clock = std::chrono::steady_clock;

namespace {

struct Options {
  Problem problem;
  std::string format, activations = "i8", kernel = "auto", layout = "auto";
  int64_t threads = 1;
  double seconds = 1;
  bool cold = false, json = false;

  void declare(CommandLine &commandLine);
};

void Options::declare(CommandLine &commandLine) {
  commandLine.text("format", "F", "of the weights: ternary, int1, ..., int8",
                   format);
  commandLine.number("group", "codes that share a scale (default: a row)", 1,
                     1 << 24, problem.group);
  commandLine.number("m", "tokens (default 1)", 1, 1 << 16, problem.m);
  commandLine.number("n", "out features", 1, 1 << 20, problem.n);
  commandLine.number("k", "in features", 1, 1 << 16, problem.k);
  commandLine.text("act", "A",
                   "activations: i8 (quantized inside, the default) or f32",
                   activations);
  commandLine.number("threads", "threads (default 1)", 1, 1024, threads);
  commandLine.flag("cold", "weights come from memory, not from caches", cold);
  commandLine.text("kernel", "K",
                   "auto (default): what the compiler chooses; the name of a "
                   "family; all: each that can, in each layout, as a list",
                   kernel);
  commandLine.text("layout", "L",
                   "of the weights: auto (default), planes or trits", layout);
  commandLine.number("seconds", "to measure for (default 1)", 0.0, 1e4,
                     seconds);
  commandLine.flag("json", "print one JSON document, and nothing else", json);
}

/// A folder for the bundle, gone when the tool ends, however it ends.
class Scratch {
public:
  std::string make() {
    llvm::SmallString<128> created;
    if (std::error_code code =
            fs::createUniqueDirectory("lutra-bench", created))
      return "cannot make a temporary directory: " + code.message();
    directory = created.str().str();
    registerTemporary(directory);
    return "";
  }
  ~Scratch() {
    if (directory.empty())
      return;
    (void)fs::remove_directories(directory);
    unregisterTemporary(directory);
  }
  std::string file(StringRef name) const {
    llvm::SmallString<128> result(directory);
    path::append(result, name);
    return result.str().str();
  }

private:
  std::string directory;
};

/// What compiling said and left.
struct Compiled {
  std::string layout, kernel, schedule;
  double seconds = 0;
  uint64_t weightBytes = 0;
};

std::string readReport(const Scratch &scratch, int64_t tokens,
                       Compiled &compiled) {
  auto text = llvm::MemoryBuffer::getFile(scratch.file("report.json"));
  if (!text)
    return "there is no report: " + text.getError().message();
  llvm::Expected<json::Value> report = json::parse((*text)->getBuffer());
  if (!report)
    return llvm::toString(report.takeError());
  const json::Object &root = *report->getAsObject();
  compiled.seconds = root.getNumber("compile_seconds").value_or(0);
  auto get = [](const json::Object &object, StringRef key) {
    return object.getString(key).value_or("").str();
  };
  // Preparing activations is a kernel of its own and stands before the product.
  for (const json::Value &entry : *root.getArray("nodes")) {
    const json::Object &node = *entry.getAsObject();
    if (node.getString("name") != kNodeName)
      continue;
    compiled.layout = get(node, "layout");
    compiled.kernel = get(node, "kernel");
    compiled.schedule = get(node, "schedule");
    // The last kernel that begins at M or below.
    if (const json::Array *ranges = node.getArray("ranges"))
      for (const json::Value &value : *ranges) {
        const json::Object &range = *value.getAsObject();
        if (range.getInteger("tokens").value_or(0) > tokens)
          break;
        compiled.kernel = get(range, "kernel");
        compiled.schedule = get(range, "schedule");
      }
  }
  if (fs::file_size(scratch.file("bundle/weights.bin"), compiled.weightBytes))
    return "the bundle has no weights";
  return "";
}

/// What the compiler is made to take; empty for what it takes by itself.
struct Choice {
  std::string layout, kernel;
};

int compileProblem(const Problem &problem, const Choice &choice,
                   const Scratch &scratch, const CommandLine &commandLine,
                   Compiled &compiled) {
  CompileOptions options;
  options.input = scratch.file(kNodeName);
  options.makeModule = [&](mlir::MLIRContext &context) {
    return problem.build(context);
  };
  options.compileFrom = Phase::Raise;
  options.phases.layout = choice.layout;
  options.phases.kernel = choice.kernel;
  options.output = scratch.file("bundle");
  options.reportFile = scratch.file("report.json");
  if (Outcome outcome = compile(options, llvm::errs());
      outcome != Outcome::Success)
    return int(outcome);
  std::string wrong = readReport(scratch, problem.m, compiled);
  return wrong.empty() ? exitFine : commandLine.fail(wrong);
}

struct Measured {
  double milliseconds = 0, medianMs = 0, maxError = 0;
  int64_t runs = 0, checkedTokens = 0;
};

std::string measure(const Options &options, const Scratch &scratch,
                    Measured &measured) {
  const Problem &problem = options.problem;
  lutra_open_options open = LUTRA_OPEN_OPTIONS_INIT;
  open.threads = int32_t(options.threads);
  rt::Model model;
  if (rt::Status failed = model.open(scratch.file("bundle"), open))
    return failed.message();
  rt::Context context(model);
  if (!context)
    return "no memory for a context";
  const int64_t dims[2] = {problem.m, problem.k};
  if (rt::Status failed = context.setInput(0, problem.a, dims))
    return failed.message();

  std::vector<double> times;
  Clock::time_point begin = Clock::now();
  auto since = [](Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
  };
  // The first run touches memory for the first time; it is not counted.
  for (bool first = true;
       first || times.empty() || since(begin) < options.seconds;
       first = false) {
    if (options.cold)
      evictCaches();
    Clock::time_point start = Clock::now();
    if (rt::Status failed = context.run())
      return failed.message();
    if (!first)
      times.push_back(since(start) * 1000);
  }
  std::sort(times.begin(), times.end());
  measured.runs = times.size();
  measured.milliseconds = times.front();
  measured.medianMs = times[times.size() / 2];

  lutra_tensor result;
  if (rt::Status failed = context.getOutput(0, result))
    return failed.message();
  const auto *y = static_cast<const float *>(result.data);
  // As many tokens as take a moment, spread over all.
  measured.checkedTokens = std::clamp<int64_t>(
      (int64_t(1) << 28) / (problem.n * problem.k), 1, problem.m);
  for (int64_t i = 0; i != measured.checkedTokens; ++i) {
    int64_t token = i * problem.m / measured.checkedTokens;
    std::vector<double> expected = problem.computeReference(token);
    for (int64_t n = 0; n != problem.n; ++n) {
      double error = std::fabs(y[token * problem.n + n] - expected[n]);
      // Keeps a NaN.
      if (!(error <= measured.maxError))
        measured.maxError = error;
    }
  }
  return "";
}

json::Object describe(const Options &options, const Compiled &compiled,
                      const Measured &measured) {
  const Problem &problem = options.problem;
  double seconds = measured.milliseconds / 1000;
  double macs = double(problem.m) * problem.n * problem.k;
  double macsPerSecond = macs / seconds;
  double bytesPerSecond = compiled.weightBytes / seconds;
  // Cores are alike; what they share makes real roofs lower.
  double peak = measurePeak(problem.activations) * options.threads;
  double reading = measureReading(compiled.weightBytes, options.cold) *
                   (options.cold ? 1 : options.threads);
  return json::Object{
      {"op", "mpgemm"},
      {"format", problem.format.name},
      {"m", problem.m},
      {"n", problem.n},
      {"k", problem.k},
      {"group", problem.getNumGroups() == 1 ? problem.k : problem.group},
      {"act", options.activations},
      {"threads", options.threads},
      {"cold", options.cold},
      {"layout", compiled.layout},
      {"kernel", compiled.kernel},
      {"schedule", compiled.schedule},
      {"ms", measured.milliseconds},
      {"median_ms", measured.medianMs},
      {"runs", measured.runs},
      {"gmacs", macsPerSecond / 1e9},
      {"gbps", bytesPerSecond / 1e9},
      {"bits_per_weight",
       8.0 * compiled.weightBytes / (double(problem.n) * problem.k)},
      {"peak_share", peak ? json::Value(macsPerSecond / peak) : nullptr},
      {"bandwidth_share", bytesPerSecond / reading},
      {"max_abs_error", measured.maxError},
      {"checked_tokens", measured.checkedTokens},
      {"compile_seconds", compiled.seconds},
      {"machine", describeMachine()}};
}

void print(const json::Object &result) {
  auto number = [&](StringRef key) {
    return result.getNumber(key).value_or(std::nan(""));
  };
  llvm::outs() << llvm::formatv(
      "mpgemm {0}, group {1}, {2}x{3}x{4}, {5}, {6} threads{7}: kernel {8}, "
      "{21} {9}\n"
      "  {10:f4} ms (median {11:f4} of {12}), {13:f1} GMAC/s ({14:f1} % of "
      "peak), {15:f1} GB/s ({16:f1} % of reading)\n"
      "  {17:f2} bits a weight, largest error {18:e1} over {19} tokens\n"
      "  {20}\n",
      *result.getString("format"), *result.getInteger("group"),
      *result.getInteger("m"), *result.getInteger("n"), *result.getInteger("k"),
      *result.getString("act"), *result.getInteger("threads"),
      *result.getBoolean("cold") ? ", cold" : "", *result.getString("kernel"),
      *result.getString("schedule"), number("ms"), number("median_ms"),
      *result.getInteger("runs"), number("gmacs"), number("peak_share") * 100,
      number("gbps"), number("bandwidth_share") * 100,
      number("bits_per_weight"), number("max_abs_error"),
      *result.getInteger("checked_tokens"), *result.getString("machine"),
      *result.getString("layout"));
}

/// Measures one choice. Nothing comes back where the compiler could not follow
/// it; `code` is what the tool ends with where something went wrong.
std::optional<json::Object> run(const Options &options, const Choice &choice,
                                const CommandLine &commandLine, int &code,
                                std::string &taken) {
  Scratch scratch;
  if (std::string wrong = scratch.make(); !wrong.empty()) {
    code = commandLine.fail(wrong);
    return std::nullopt;
  }
  Compiled compiled;
  code =
      compileProblem(options.problem, choice, scratch, commandLine, compiled);
  if (code)
    return std::nullopt;
  taken = compiled.kernel;
  if (!choice.kernel.empty() && choice.kernel != taken)
    return std::nullopt;
  Measured measured;
  if (std::string wrong = measure(options, scratch, measured); !wrong.empty()) {
    code = commandLine.fail(wrong);
    return std::nullopt;
  }
  return describe(options, compiled, measured);
}

int run(Options &options, const CommandLine &commandLine) {
  options.problem.fill();
  bool isAll = options.kernel == "all";
  // Families need not be able to read what the compiler would choose.
  std::vector<std::string> layouts{options.layout}, kernels{options.kernel};
  if (options.layout == "auto" && options.kernel != "auto")
    layouts = options.problem.format.bits
                  ? std::vector<std::string>{"planes"}
                  : std::vector<std::string>{"planes", "trits"};
  if (isAll) {
    kernels.clear();
    for (const kernel::KernelFamily *family : kernel::getKernelFamilies())
      kernels.push_back(family->getName().str());
  } else if (options.kernel != "auto" &&
             !kernel::getKernelFamily(options.kernel)) {
    return commandLine.wrongUsage("unknown kernel '" + options.kernel + "'");
  }
  auto orNothing = [](const std::string &name) {
    return name == "auto" ? std::string() : name;
  };
  json::Array results;
  std::string taken;
  for (const std::string &layout : layouts)
    for (const std::string &kernel : kernels) {
      if (!isAll && !results.empty())
        break;
      int code = exitFine;
      std::optional<json::Object> result =
          run(options, {orNothing(layout), orNothing(kernel)}, commandLine,
              code, taken);
      if (code)
        return code;
      if (!result)
        continue;
      if (!options.json)
        print(*result);
      results.push_back(std::move(*result));
    }
  if (results.empty())
    return commandLine.fail("this product is not served by kernel '" +
                            options.kernel + "' but by '" + taken + "'");
  if (options.json && isAll)
    llvm::outs() << llvm::formatv("{0:2}\n", json::Value(std::move(results)));
  else if (options.json)
    llvm::outs() << llvm::formatv("{0:2}\n", results.front());
  llvm::outs().flush();
  if (llvm::outs().has_error()) {
    llvm::outs().clear_error();
    return commandLine.fail("cannot write to standard output");
  }
  return exitFine;
}

} // namespace

int main(int argc, char **argv) {
  cleanUpOnInterrupt();
  llvm::InitLLVM init(argc, argv);
  CommandLine commandLine(
      "lutra-bench",
      "lutra-bench mpgemm --format=F --n=OUT --k=IN [options]\n\n"
      "Compiles A [M, K] times low-bit weights [N, K], runs it and compares it "
      "with a\nreference of its own. Times are of the fastest run.");
  Options options;
  options.declare(commandLine);
  std::vector<std::string> positional;
  if (auto code = commandLine.parse(argc, argv, positional))
    return *code;
  if (positional != std::vector<std::string>{"mpgemm"})
    return commandLine.wrongUsage("say what to measure: mpgemm");
  std::optional<Format> format = Format::parse(options.format);
  if (!format)
    return commandLine.wrongUsage(
        options.format.empty()
            ? "--format is missing"
            : "unknown format '" + options.format +
                  "'; this version has ternary and int1 to int8");
  options.problem.format = *format;
  if (!options.problem.n || !options.problem.k)
    return commandLine.wrongUsage("--n and --k are missing");
  if (options.problem.m * options.problem.n > INT32_MAX ||
      options.problem.n * options.problem.k > INT32_MAX)
    return commandLine.wrongUsage("the product is too large to be kept");
  if (options.activations != "i8" && options.activations != "f32")
    return commandLine.wrongUsage("unknown activations '" +
                                  options.activations +
                                  "'; this version has i8 and f32");
  options.problem.activations =
      options.activations == "i8" ? Activations::Int8 : Activations::Float32;
  if (options.layout != "auto" && options.layout != "planes" &&
      options.layout != "trits")
    return commandLine.wrongUsage("unknown layout '" + options.layout +
                                  "'; there are planes and trits");
  return run(options, commandLine);
}
