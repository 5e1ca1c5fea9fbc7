//===- lutra-bench.cpp - measure single operators -------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Characterize.h"
#include "CommandLine.h"
#include "CompileTime.h"
#include "Goals.h"
#include "Machine.h"
#include "Session.h"
#include "lutra/Kernel/KernelFamily.h"
#include "lutra/Support/Interrupt.h"
#include "lutra/Support/WriteFile.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"
#include <algorithm>
#include <chrono>
#include <cmath>

using namespace lutra;
using namespace lutra::bench;
using namespace lutra::driver;
namespace json = llvm::json;
using llvm::StringRef;
using Clock = std::chrono::steady_clock;

namespace {

struct Options {
  Problem problem;
  std::string format, activations = "i8", kernel = "auto", layout = "auto",
                      zeroPoints = "none", tableBits = "16", device, variant;
  Goals goals;
  /// Where what --characterize measures goes; empty for standard output.
  std::optional<std::string> deviceFile;
  int64_t threads = 1;
  double seconds = 1;
  /// What `machine` reads.
  int64_t bytes = int64_t(1) << 28;
  bool cold = false, json = false;

  void declare(CommandLine &commandLine);
};

void Options::declare(CommandLine &commandLine) {
  commandLine.text("format", "F",
                   "of the weights: ternary, int1, ..., int8, fp4, nf4, "
                   "small floats as e4m3; fp4-signs, ...: two scales; vectors "
                   "as v8x12x2, 8 values for 12 bits out of each of 2 books",
                   format);
  commandLine.number("group", "codes that share a scale (default: a row)", 1,
                     1 << 24, problem.group);
  commandLine.number("m", "tokens (default 1)", 1, 1 << 16, problem.m);
  commandLine.number("n", "out features", 1, 1 << 20, problem.n);
  commandLine.number("k", "in features", 1, 1 << 16, problem.k);
  commandLine.text("act", "A",
                   "activations: i8 (quantized inside, the default), f32, "
                   "bf16 or f16, which results are then, too",
                   activations);
  commandLine.text("zero-points", "Z",
                   "of each row and group: none (default, the format's own), "
                   "integers or reals",
                   zeroPoints);
  commandLine.text("table-bits", "B",
                   "of sums that ternary weights look up: 16 (default, exact), "
                   "or 8 where that is faster (rounded)",
                   tableBits);
  commandLine.flag("g-idx", "groups of codes that are no neighbours",
                   problem.isShuffled);
  commandLine.number("threads", "threads (default 1)", 1, 1024, threads);
  commandLine.flag("cold", "weights come from memory, not from caches", cold);
  commandLine.text("kernel", "K",
                   "auto (default): what the compiler chooses; the name of a "
                   "family; all: each that can, in each layout, as a list, "
                   "and which of them the compiler would choose",
                   kernel);
  commandLine.text(
      "layout", "L",
      "of the weights: auto (default), planes, trits, words or fields", layout);
  commandLine.text("device", "CPU|FILE",
                   "to compile for: native (default), LLVM's name of a "
                   "processor, or what --characterize has stored",
                   device);
  commandLine.text("variant", "NAME",
                   "instruction set to run (default: the best), as x86_64_v3",
                   variant);
  commandLine.number("seconds", "to measure for (default 1)", 0.0, 1e4,
                     seconds);
  commandLine.number("bytes", "machine: to read (default 256 MB)", 1,
                     int64_t(1) << 36, bytes);
  goals.declare(commandLine);
  commandLine.optionalValue(
      "characterize", "FILE.yaml",
      "measure this processor, in some seconds, and store what kernels are "
      "chosen by (default: print it); --device takes it",
      [this](const std::string &file) {
        deviceFile = file;
        return std::string();
      });
  commandLine.flag("json", "print one JSON document, and nothing else", json);
}

struct Measured {
  double milliseconds = 0, medianMs = 0, maxError = 0;
  int64_t runs = 0, checkedTokens = 0;
};

std::string measure(const Options &options, const Session &session,
                    Measured &measured) {
  Runner runner(session);
  if (std::string wrong = runner.open(options.threads, options.variant);
      !wrong.empty())
    return wrong;
  if (std::string wrong = runner.setTokens(options.problem.m); !wrong.empty())
    return wrong;
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
    double time = 0;
    if (std::string wrong = runner.run(time); !wrong.empty())
      return wrong;
    if (!first)
      times.push_back(time);
  }
  std::sort(times.begin(), times.end());
  measured.runs = times.size();
  measured.milliseconds = times.front();
  measured.medianMs = times[times.size() / 2];
  return runner.check(measured.maxError, measured.checkedTokens);
}

json::Object describe(const Options &options, const Session &session,
                      const Measured &measured) {
  const Problem &problem = options.problem;
  double seconds = measured.milliseconds / 1000;
  double macs = double(problem.m) * problem.n * problem.k;
  double macsPerSecond = macs / seconds;
  auto weightBytes = double(session.getWeightBytes());
  double bytesPerSecond = weightBytes / seconds;
  Peak kind = problem.activations == Activations::Int8       ? Peak::Int8
              : problem.activations == Activations::BFloat16 ? Peak::BFloat16
                                                             : Peak::Float32;
  double peak =
      takeBest(0.05, [&] { return samplePeak(kind, options.threads); });
  Reader reader(session.getWeightBytes(), options.threads);
  double reading = takeBest(0.05, [&] { return reader.sample(options.cold); });
  const Range &range = session.getRange(problem.m);
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
      {"layout", session.getLayout()},
      {"kernel", range.kernel},
      {"schedule", range.schedule},
      {"table_bits", problem.permitsByteTables ? 8 : 16},
      {"predicted_ms", range.predictedMs},
      {"ms", measured.milliseconds},
      {"median_ms", measured.medianMs},
      {"runs", measured.runs},
      {"gmacs", macsPerSecond / 1e9},
      {"gbps", bytesPerSecond / 1e9},
      {"bits_per_weight", 8.0 * weightBytes / (double(problem.n) * problem.k)},
      {"peak_share", peak ? json::Value(macsPerSecond / peak) : nullptr},
      {"bandwidth_share", bytesPerSecond / reading},
      {"max_abs_error", measured.maxError},
      {"checked_tokens", measured.checkedTokens},
      {"compile_seconds", session.getCompileSeconds()},
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

/// What the compiler would take for this number of tokens, beside the fastest
/// of all.
std::string printChoice(const Options &options, const json::Array &results) {
  Session session(options.problem);
  Outcome outcome = Outcome::Success;
  Choice choice{"", "", options.device, /*isFixed=*/true};
  if (std::string wrong = session.compile(choice, outcome);
      outcome != Outcome::Success)
    return wrong;
  auto getMs = [](const json::Value &result) {
    return *result.getAsObject()->getNumber("ms");
  };
  const json::Value *fastest = nullptr, *chosen = nullptr;
  for (const json::Value &result : results) {
    const json::Object &object = *result.getAsObject();
    if (!fastest || getMs(result) < getMs(*fastest))
      fastest = &result;
    if (*object.getString("kernel") ==
            session.getRange(options.problem.m).kernel &&
        *object.getString("layout") == session.getLayout())
      chosen = &result;
  }
  if (!chosen)
    return "what the compiler takes was not measured";
  const json::Object &best = *fastest->getAsObject();
  const json::Object &ours = *chosen->getAsObject();
  llvm::outs() << llvm::formatv(
      "chosen: {0}, {1:f4} ms, predicted {2:f4}; fastest: {3}, {4:f4} ms, "
      "predicted {5:f4}; {6:f2}\n",
      *ours.getString("kernel"), getMs(*chosen),
      *ours.getNumber("predicted_ms"), *best.getString("kernel"),
      getMs(*fastest), *best.getNumber("predicted_ms"),
      getMs(*chosen) / getMs(*fastest));
  return "";
}

/// Measures one choice. Nothing comes back where the compiler could not follow
/// it; `code` is what the tool ends with where something went wrong.
std::optional<json::Object> run(const Options &options, const Choice &choice,
                                const CommandLine &commandLine, int &code,
                                std::string &taken) {
  Session session(options.problem);
  Outcome outcome = Outcome::Success;
  std::string wrong = session.compile(choice, outcome);
  if (outcome != Outcome::Success) {
    code = int(outcome);
    commandLine.fail(wrong);
    return std::nullopt;
  }
  taken = session.getRange(options.problem.m).kernel;
  if (!choice.kernel.empty() && choice.kernel != taken)
    return std::nullopt;
  Measured measured;
  wrong = measure(options, session, measured);
  if (!wrong.empty()) {
    code = commandLine.fail(wrong);
    return std::nullopt;
  }
  return describe(options, session, measured);
}

int finish(const CommandLine &commandLine) {
  llvm::outs().flush();
  if (!llvm::outs().has_error())
    return exitFine;
  llvm::outs().clear_error();
  return commandLine.fail("cannot write to standard output");
}

/// Those that can hold the weights.
std::vector<std::string> getLayouts(const Problem &problem) {
  if (problem.format.bits == 0)
    return {"planes", "trits", "words"};
  if (problem.format.bits <= 4 && problem.activations == Activations::Int8)
    return {"planes", "words"};
  if (problem.format.bits <= 8 && !llvm::has_single_bit(problem.format.bits) &&
      problem.activations != Activations::Int8)
    return {"planes", "fields"};
  return {"planes"};
}

int run(Options &options, const CommandLine &commandLine) {
  options.problem.fill();
  bool isAll = options.kernel == "all";
  // Families need not be able to read what the compiler would choose.
  std::vector<std::string> layouts{options.layout}, kernels{options.kernel};
  if (options.layout == "auto" && options.kernel != "auto")
    layouts = getLayouts(options.problem);
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
          run(options,
              {orNothing(layout), orNothing(kernel), options.device, isAll},
              commandLine, code, taken);
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
  if (isAll && !options.json)
    if (std::string wrong = printChoice(options, results); !wrong.empty())
      return commandLine.fail(wrong);
  if (options.json && isAll)
    llvm::outs() << llvm::formatv("{0:2}\n", json::Value(std::move(results)));
  else if (options.json)
    llvm::outs() << llvm::formatv("{0:2}\n", results.front());
  return finish(commandLine);
}

int measureCompile(Options &options, const CommandLine &commandLine) {
  options.problem.fill();
  PhaseOptions phases;
  // One instruction set is one kernel.
  phases.device = options.device.empty() ? "host" : options.device;
  phases.kernel = options.kernel == "auto" ? "" : options.kernel;
  phases.layout = options.layout == "auto" ? "" : options.layout;
  CompileTime time;
  std::string wrong =
      measureCompileTime(options.problem, phases, options.seconds, time);
  if (!wrong.empty())
    return commandLine.fail(wrong);
  const Problem &problem = options.problem;
  if (options.json)
    llvm::outs() << llvm::formatv(
        "{0:2}\n", json::Value(json::Object{{"op", "compile"},
                                            {"format", problem.format.name},
                                            {"m", problem.m},
                                            {"whole_ms", time.wholeMs},
                                            {"again_ms", time.getAgainMs()},
                                            {"runs", time.runs},
                                            {"machine", describeMachine()}}));
  else
    llvm::outs() << llvm::formatv(
        "{0}, {1} tokens: {2:f1} ms, again from buffers {3:f1} ms (passes "
        "{4:f1}, code {5:f1}), best of {6}\n",
        problem.format.name, problem.m, time.wholeMs, time.getAgainMs(),
        time.passesMs, time.codeMs, time.runs);
  return finish(commandLine);
}

int measureMachine(const Options &options, const CommandLine &commandLine) {
  auto peak = [&](Peak kind) {
    return takeBest(options.seconds / 4,
                    [&] { return samplePeak(kind, options.threads) / 1e9; });
  };
  Reader reader(options.bytes, options.threads);
  double reading =
      takeBest(options.seconds / 2, [&] { return reader.sample() / 1e9; });
  double int8 = peak(Peak::Int8), float32 = peak(Peak::Float32),
         bfloat16 = peak(Peak::BFloat16);
  if (options.json)
    llvm::outs() << llvm::formatv(
        "{0:2}\n", json::Value(json::Object{{"int8_gmacs", int8},
                                            {"f32_gmacs", float32},
                                            {"bf16_gmacs", bfloat16},
                                            {"bytes", options.bytes},
                                            {"gbps", reading},
                                            {"threads", options.threads},
                                            {"machine", describeMachine()}}));
  else
    llvm::outs() << llvm::formatv(
        "{0} threads: int8 {1:f1} GMAC/s, f32 {2:f1} GMAC/s, bf16 {6:f1} "
        "GMAC/s, reading {3} bytes {4:f1} GB/s\n{5}\n",
        options.threads, int8, float32, options.bytes, reading,
        describeMachine(), bfloat16);
  return finish(commandLine);
}

int characterize(const std::string &file, const CommandLine &commandLine) {
  std::optional<kernel::Device> device = bench::characterize();
  if (!device)
    return commandLine.fail(
        "there are no loops to measure this processor with: they need AVX2");
  std::string text = "# lutra-bench --characterize on " + describeMachine() +
                     "\n" + toText(*device);
  if (llvm::Error error = writeFile(file.empty() ? "-" : file, text))
    return commandLine.fail(llvm::toString(std::move(error)));
  return exitFine;
}

} // namespace

int main(int argc, char **argv) {
  cleanUpOnInterrupt();
  llvm::InitLLVM init(argc, argv);
  CommandLine commandLine(
      "lutra-bench",
      "lutra-bench mpgemm --format=F --n=OUT --k=IN [options]\n"
      "       lutra-bench goals FILE.json [options]\n"
      "       lutra-bench compile --format=F --n=OUT --k=IN [options]\n"
      "       lutra-bench machine --bytes=COUNT [--threads=N]\n"
      "       lutra-bench --characterize[=FILE.yaml]\n\n"
      "mpgemm compiles A [M, K] times low-bit weights [N, K], runs it and "
      "compares it\nwith a reference of its own. Times are of the fastest run. "
      "goals does so for a\nlist of products, each beside what the machine can "
      "do at most, in turns.\nmachine prints that: the rates of its widest "
      "instructions, and of reading so much. compile\nmeasures how long the "
      "kernel of one product takes to compile, in this process.");
  Options options;
  options.declare(commandLine);
  std::vector<std::string> positional;
  if (auto code = commandLine.parse(argc, argv, positional))
    return *code;
  if (options.deviceFile) {
    if (!positional.empty())
      return commandLine.wrongUsage("--characterize measures nothing else");
    return characterize(*options.deviceFile, commandLine);
  }
  if (positional.size() == 2 && positional.front() == "goals")
    return options.goals.run(positional.back(), options.seconds, commandLine);
  if (positional == std::vector<std::string>{"machine"})
    return measureMachine(options, commandLine);
  bool isCompile = positional == std::vector<std::string>{"compile"};
  if (!isCompile && positional != std::vector<std::string>{"mpgemm"})
    return commandLine.wrongUsage(
        "say what to measure: mpgemm, goals FILE, compile or machine");
  std::optional<Format> format = Format::parse(options.format);
  if (!format)
    return commandLine.wrongUsage(
        options.format.empty()
            ? "--format is missing"
            : "unknown format '" + options.format +
                  "'; this version has ternary, int1 to int8, fp4, nf4, small "
                  "floats as e4m3, fp4-signs, nf4-signs, ..., and vectors as "
                  "v8x12x2");
  options.problem.format = *format;
  if (!options.problem.n || !options.problem.k)
    return commandLine.wrongUsage("--n and --k are missing");
  if (options.problem.m * options.problem.n > INT32_MAX ||
      options.problem.n * options.problem.k > INT32_MAX)
    return commandLine.wrongUsage("the product is too large to be kept");
  std::optional<Activations> activations =
      parseActivations(options.activations);
  if (!activations)
    return commandLine.wrongUsage("unknown activations '" +
                                  options.activations +
                                  "'; this version has i8, f32, bf16 and f16");
  options.problem.activations = *activations;
  if (options.zeroPoints == "integers")
    options.problem.zeroPoints = ZeroPoints::Integers;
  else if (options.zeroPoints == "reals")
    options.problem.zeroPoints = ZeroPoints::Reals;
  else if (options.zeroPoints != "none")
    return commandLine.wrongUsage("unknown zero points '" + options.zeroPoints +
                                  "'; there are none, integers and reals");
  if (options.tableBits != "16" && options.tableBits != "8")
    return commandLine.wrongUsage("unknown table bits '" + options.tableBits +
                                  "'; there are 16 and 8");
  options.problem.permitsByteTables = options.tableBits == "8";
  bool isInteger = format->values.empty();
  if ((format->bits == 0 || !isInteger) && options.zeroPoints != "none")
    return commandLine.wrongUsage(format->name + " has no zero points");
  if (!isInteger && *activations == Activations::Int8)
    return commandLine.wrongUsage(format->name +
                                  " is multiplied by floats only: --act=f32");
  if (format->length > 1 &&
      (options.problem.isShuffled || options.problem.group % format->length))
    return commandLine.wrongUsage(format->name +
                                  " has groups of whole vectors, in order");
  if (!llvm::is_contained({"auto", "planes", "trits", "words", "fields"},
                          options.layout))
    return commandLine.wrongUsage(
        "unknown layout '" + options.layout +
        "'; there are planes, trits, words and fields");
  return isCompile ? measureCompile(options, commandLine)
                   : run(options, commandLine);
}
