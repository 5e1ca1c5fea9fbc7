//===- lutra-run.cpp - run a bundle or a model ----------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CommandLine.h"
#include "Files.h"
#include "Inputs.h"
#include "ModelSource.h"
#include "Process.h"
#include "Report.h"
#include "Suite.h"
#include "TestData.h"

#include <nlohmann/json.hpp>

#include <cstdio>

using namespace lutra::driver;

namespace {

struct Options {
  ModelSource source;
  InputOptions inputs;
  std::string outputDir, testData;
  SuiteOptions suite;
  double benchSeconds = 2;
  int64_t lastPositions = 0;
  bool bench = false, json = false, dynamicDims = false, profile = false;
  std::string profileFile;

  void declare(CommandLine &commandLine);
};

void Options::declare(CommandLine &commandLine) {
  inputs.addOptions(commandLine);
  commandLine.text("output-dir", "DIR", "write each output to DIR/NAME.npy",
                   outputDir);
  source.addOptions(commandLine);
  commandLine.text("test-data", "DIR",
                   "run on DIR/input_i.pb, compare with DIR/output_i.pb",
                   testData);
  commandLine.number("rtol", "relative tolerance (default 1e-3)", 0.0, 1e30,
                     suite.tolerance.rtol);
  commandLine.number("atol", "absolute tolerance (default 1e-5)", 0.0, 1e30,
                     suite.tolerance.atol);
  commandLine.text("onnx-suite", "DIR",
                   "compile and run every model.onnx below DIR that has "
                   "test_data_set_*",
                   suite.directory);
  commandLine.text("filter", "REGEX", "suite: only cases whose path matches",
                   suite.filter);
  commandLine.number("jobs", "suite: cases at a time (default: processors)", 1,
                     1024, suite.jobs);
  commandLine.number("time-limit",
                     "suite: seconds for each compile and run (default 60)",
                     0.1, 1e6, suite.timeLimit);
  commandLine.flag("verbose", "suite: a line for every case", suite.verbose);
  commandLine.flag("dynamic-dims",
                   "for a model: forget the sizes that the file fixes",
                   dynamicDims);
  commandLine.optionalValue(
      "bench", "SECONDS",
      "measure (default 2 s); inputs not given are 0 or 1, of size 1, pasts "
      "empty",
      [this](const std::string &text) -> std::string {
        bench = true;
        if (text.empty() || parseNumber(text, 0.0, 1e6, benchSeconds))
          return "";
        return "expects a number of seconds";
      });
  commandLine.optionalValue(
      "profile", "FILE",
      "time of each step with the nodes it computes, printed or written as "
      "JSON",
      [this](const std::string &text) -> std::string {
        profile = true;
        profileFile = text;
        return "";
      });
  commandLine.number("last-positions",
                     "compute only the last N positions of outputs that allow "
                     "it, such as logits",
                     1, INT64_MAX, lastPositions);
  commandLine.flag("json", "print one JSON document, and nothing else", json);
}

std::string dump(const nlohmann::ordered_json &document) {
  return document.dump(2, ' ', false,
                       nlohmann::json::error_handler_t::replace) +
         "\n";
}

std::string writeText(const std::string &path, const std::string &text) {
  FileSet files;
  std::string wrong = files.write(path, "", text);
  return wrong.empty() ? files.commit() : wrong;
}

int runModel(Options &options, const std::string &path,
             const CommandLine &commandLine) {
  lutra::rt::Model model;
  if (int code = options.source.open(path, commandLine, model))
    return code;
  nlohmann::ordered_json document;
  if (!options.testData.empty()) {
    std::string wrong =
        runTestData(model, options.testData, options.suite.tolerance);
    if (!wrong.empty())
      return commandLine.fail(wrong);
    document["passed"] = true;
    std::printf("%s\n", options.json ? document.dump(2).c_str() : "passed");
    return exitFine;
  }

  Inputs inputs(model);
  std::string wrong = inputs.read(options.inputs);
  if (wrong.empty())
    wrong = options.bench ? inputs.fill(options.inputs) : inputs.missing();
  if (!wrong.empty())
    return commandLine.fail(wrong);
  lutra::rt::Context context(model);
  if (!context)
    return commandLine.fail("no memory for a context");
  wrong = inputs.give(context);
  for (size_t i = 0; i != model.outputCount() && wrong.empty(); ++i)
    if (options.lastPositions && model.output(i).position_axis >= 0)
      wrong = context.limitPositions(i, options.lastPositions).message();
  if (wrong.empty() && options.profile)
    wrong = context.enableProfile().message();
  if (wrong.empty() && options.bench)
    wrong = bench(context, options.benchSeconds, options.profile, document);
  else if (wrong.empty())
    wrong = context.run().message();
  if (wrong.empty() && options.profile)
    wrong = describeProfile(model, context, document);
  if (wrong.empty() && !options.profileFile.empty())
    wrong = writeText(options.profileFile, dump(document["profile"]));
  if (wrong.empty())
    wrong = describeOutputs(model, context, document);
  if (wrong.empty() && !options.outputDir.empty())
    wrong = writeOutputs(model, context, options.outputDir, document);
  if (!wrong.empty())
    return commandLine.fail(wrong);

  if (options.json)
    std::printf("%s", dump(document).c_str());
  else if (options.bench)
    std::printf("median %.4g ms, min %.4g ms over %zu runs, %d threads, "
                "%.0f MB\n",
                document["median_ms"].get<double>(),
                document["min_ms"].get<double>(),
                document["runs"].get<size_t>(), model.threads(),
                document["rss_mb"].get<double>());
  else if (options.outputDir.empty() && !options.profile)
    wrong = printOutputs(model, context);
  if (options.profile && options.profileFile.empty() && !options.json)
    printProfile(document);
  return wrong.empty() ? exitFine : commandLine.fail(wrong);
}

} // namespace

int main(int argc, char **argv) {
  handleInterruption();
  CommandLine commandLine(
      "lutra-run",
      "lutra-run BUNDLE|MODEL.onnx [--input=NAME=FILE]... [options]\n"
      "       lutra-run BUNDLE|MODEL.onnx --test-data=DIR [options]\n"
      "       lutra-run --onnx-suite=DIR [options]\n\n"
      "Runs a bundle, or a model that it compiles first.");
  Options options;
  options.declare(commandLine);
  std::vector<std::string> positional;
  if (auto code = commandLine.parse(argc, argv, positional))
    return *code;
  if (options.dynamicDims)
    options.source.compileFlags.push_back("--dynamic-dims");

  int code = exitFine;
  if (!options.suite.directory.empty()) {
    if (!positional.empty())
      return commandLine.wrongUsage("--onnx-suite takes no model, got '" +
                                    positional[0] + "'");
    options.suite.json = options.json;
    options.suite.compileFlags = options.source.compileFlags;
    code = runSuite(options.suite, commandLine);
  } else if (positional.size() != 1) {
    return commandLine.wrongUsage(positional.empty()
                                      ? "no bundle or model given"
                                      : "one bundle or model at a time, got '" +
                                            positional[1] + "' too");
  } else {
    code = runModel(options, positional[0], commandLine);
  }
  if (std::string wrong = finishOutput(); code == exitFine && !wrong.empty())
    return commandLine.fail(wrong);
  return code;
}
