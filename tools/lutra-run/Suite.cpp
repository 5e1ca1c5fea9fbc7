//===- Suite.cpp - run a tree of ONNX test cases --------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Suite.h"

#include "Files.h"
#include "Process.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <mutex>
#include <regex.h>
#include <thread>

#include <unistd.h>

using namespace lutra::driver;
namespace fs = std::filesystem;

namespace {

/// Part of a remark of the compiler.
constexpr char hasRandomNumbers[] = "has random numbers";

enum class Outcome { Passed, Failed, Skipped };

struct Case {
  std::string name;  ///< Its directory, relative to the suite's.
  std::string model; ///< model.onnx.
  std::vector<std::string> dataSets;
  Outcome outcome = Outcome::Failed;
  std::string reason;
};

const char *nameOf(Outcome outcome) {
  switch (outcome) {
  case Outcome::Passed:
    return "passed";
  case Outcome::Failed:
    return "failed";
  case Outcome::Skipped:
    return "skipped";
  }
  return "";
}

/// POSIX extended regular expressions: std::regex reports errors by throwing.
class Filter {
public:
  Filter() = default;
  Filter(const Filter &) = delete;
  Filter &operator=(const Filter &) = delete;
  ~Filter() {
    if (compiled)
      regfree(&expression);
  }
  std::string compile(const std::string &text) {
    if (text.empty())
      return "";
    int code = regcomp(&expression, text.c_str(), REG_EXTENDED | REG_NOSUB);
    compiled = code == 0;
    if (compiled)
      return "";
    char message[200];
    regerror(code, &expression, message, sizeof message);
    return message;
  }
  bool matches(const std::string &name) const {
    return !compiled || regexec(&expression, name.c_str(), 0, nullptr, 0) == 0;
  }

private:
  regex_t expression;
  bool compiled = false;
};

std::vector<Case> findCases(const std::string &root, const Filter &filter,
                            std::string &error) {
  std::vector<Case> cases;
  std::error_code code;
  fs::recursive_directory_iterator it(
      root, fs::directory_options::skip_permission_denied, code);
  for (; !code && it != fs::recursive_directory_iterator();
       it.increment(code)) {
    if (it->path().filename() != "model.onnx")
      continue;
    Case found;
    fs::path folder = it->path().parent_path();
    found.model = it->path().string();
    found.name = folder.lexically_relative(root).string();
    if (!filter.matches(found.name))
      continue;
    std::error_code ignored;
    for (const auto &entry : fs::directory_iterator(folder, ignored))
      if (entry.path().filename().string().rfind("test_data_set_", 0) == 0)
        found.dataSets.push_back(entry.path().string());
    std::sort(found.dataSets.begin(), found.dataSets.end());
    if (!found.dataSets.empty())
      cases.push_back(std::move(found));
  }
  if (code)
    error = "cannot read '" + root + "': " + code.message();
  std::sort(cases.begin(), cases.end(),
            [](const Case &a, const Case &b) { return a.name < b.name; });
  return cases;
}

/// The lines of a tool's output that say what is wrong: its error, and its
/// first note, which names the node.
std::string whatIsWrong(const std::string &output) {
  std::string first, error, note;
  for (size_t begin = 0; begin < output.size();) {
    size_t end = std::min(output.find('\n', begin), output.size());
    std::string line = output.substr(begin, end - begin);
    begin = end + 1;
    if (first.empty())
      first = line;
    if (error.empty() && line.find("error:") != std::string::npos)
      error = line;
    size_t at = line.find("note: node ");
    if (note.empty() && at != std::string::npos)
      note = "; " + line.substr(at + sizeof("note: ") - 1);
  }
  return (error.empty() ? first : error) + note;
}

class Suite {
public:
  Suite(const SuiteOptions &options, std::vector<Case> &cases)
      : options(options), cases(cases) {}

  void run(const std::string &workspace) {
    int64_t jobs =
        options.jobs
            ? options.jobs
            : int64_t(std::max(1u, std::thread::hardware_concurrency()));
    jobs = std::min<int64_t>(jobs, int64_t(cases.size()));
    std::atomic<size_t> next{0};
    std::vector<std::thread> workers;
    for (int64_t j = 0; j != jobs; ++j)
      workers.emplace_back([&] {
        for (size_t i = next++; i < cases.size(); i = next++) {
          runCase(cases[i], workspace + "/" + std::to_string(i));
          report(cases[i]);
        }
      });
    for (std::thread &worker : workers)
      worker.join();
    if (progress)
      std::fprintf(stderr, "\r\033[K");
  }

private:
  void runCase(Case &test, const std::string &bundle) {
    ChildOptions child;
    child.capture = true;
    child.timeLimit = options.timeLimit;
    std::vector<std::string> arguments = {
        siblingTool("lutra-compile"), test.model, "-o", bundle, "--remarks"};
    arguments.insert(arguments.end(), options.compileFlags.begin(),
                     options.compileFlags.end());
    ChildResult compiled = runChild(arguments, child);
    if (compiled.code != exitFine) {
      bool refused = compiled.code == exitInput;
      test.outcome = refused ? Outcome::Skipped : Outcome::Failed;
      test.reason = "lutra-compile: ";
      if (!compiled.trouble.empty())
        test.reason += compiled.trouble;
      else if (!refused)
        test.reason += "exit code " + std::to_string(compiled.code) + ": ";
      test.reason += whatIsWrong(compiled.output);
    } else {
      test.outcome = Outcome::Passed;
      for (const std::string &dataSet : test.dataSets)
        if (test.outcome == Outcome::Passed)
          runDataSet(test, bundle, dataSet, child);
      // No two programs agree on these.
      bool random = compiled.output.find(hasRandomNumbers) != std::string::npos;
      if (random && test.outcome == Outcome::Failed) {
        test.outcome = Outcome::Skipped;
        test.reason = "lutra-compile: a node ";
        test.reason += hasRandomNumbers;
      }
    }
    std::error_code ignored;
    fs::remove_all(bundle, ignored);
  }

  void runDataSet(Case &test, const std::string &bundle,
                  const std::string &dataSet, const ChildOptions &child) {
    char rtol[40], atol[40];
    std::snprintf(rtol, sizeof rtol, "--rtol=%.17g", options.tolerance.rtol);
    std::snprintf(atol, sizeof atol, "--atol=%.17g", options.tolerance.atol);
    ChildResult ran = runChild({thisProgram(), bundle, "--test-data=" + dataSet,
                                rtol, atol, "--threads=2"},
                               child);
    if (ran.code == exitFine)
      return;
    bool fits = ran.output.find(notItsData) == std::string::npos;
    test.outcome = fits ? Outcome::Failed : Outcome::Skipped;
    test.reason = "lutra-run: ";
    test.reason += ran.trouble.empty() ? whatIsWrong(ran.output) : ran.trouble;
  }

  void report(const Case &test) {
    std::lock_guard<std::mutex> lock(mutex);
    ++done;
    if (progress)
      std::fprintf(stderr, "\r\033[K[%zu/%zu] ", done, cases.size());
    bool show = options.verbose || test.outcome == Outcome::Failed;
    if (show && !options.json) {
      if (progress)
        std::fprintf(stderr, "\r\033[K");
      std::printf("%s: %s%s%s\n", nameOf(test.outcome), test.name.c_str(),
                  test.reason.empty() ? "" : ": ", test.reason.c_str());
      std::fflush(stdout);
    }
  }

  const SuiteOptions &options;
  std::vector<Case> &cases;
  std::mutex mutex;
  size_t done = 0;
  const bool progress = ::isatty(STDERR_FILENO);
};

} // namespace

int lutra::driver::runSuite(const SuiteOptions &options,
                            const CommandLine &commandLine) {
  Filter filter;
  if (std::string wrong = filter.compile(options.filter); !wrong.empty())
    return commandLine.wrongUsage("--filter=" + options.filter + ": " + wrong);
  std::string error;
  std::vector<Case> cases = findCases(options.directory, filter, error);
  if (!error.empty())
    return commandLine.fail(error);
  if (cases.empty())
    return commandLine.fail(
        "no case below '" + options.directory + "'" +
        (options.filter.empty() ? "" : " matches '" + options.filter + "'") +
        "; a case is a directory with model.onnx and test_data_set_*");
  TemporaryDirectory workspace;
  if (std::string wrong = workspace.make(); !wrong.empty())
    return commandLine.fail(wrong);
  Suite(options, cases).run(workspace.path());

  size_t counts[3] = {};
  auto list = nlohmann::ordered_json::array();
  for (const Case &test : cases) {
    ++counts[size_t(test.outcome)];
    if (!options.json)
      continue;
    nlohmann::ordered_json entry = {{"name", test.name},
                                    {"outcome", nameOf(test.outcome)}};
    if (!test.reason.empty())
      entry["reason"] = test.reason;
    list.push_back(std::move(entry));
  }
  if (options.json) {
    nlohmann::ordered_json document = {{"passed", counts[0]},
                                       {"failed", counts[1]},
                                       {"skipped", counts[2]},
                                       {"cases", std::move(list)}};
    std::printf(
        "%s\n",
        document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace)
            .c_str());
  } else {
    std::printf("%zu passed, %zu failed, %zu skipped\n", counts[0], counts[1],
                counts[2]);
  }
  if (std::string wrong = finishOutput(); !wrong.empty())
    return commandLine.fail(wrong);
  return counts[1] ? exitInput : exitFine;
}
