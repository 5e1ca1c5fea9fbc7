//===- Goals.cpp - products beside what the machine can do ----------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A product and what it is measured beside run in turns of some milliseconds,
// so that whatever else the machine does meets both.
//
//===----------------------------------------------------------------------===//

#include "Goals.h"
#include "GoalsFile.h"
#include "Machine.h"
#include "Stopwatch.h"

#include "lutra/Support/WriteFile.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Regex.h"
#include "llvm/Support/raw_ostream.h"
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <thread>

using namespace lutra;
using namespace lutra::bench;
using namespace lutra::driver;
using llvm::StringRef;
using Clock = std::chrono::steady_clock;

/// How long each side has its turn.
static constexpr double kTurnMilliseconds = 20;
/// There are so many turns at least, and so many in which the cores are ours,
/// unless that takes this many times as long as was asked for.
static constexpr int kLeastTurns = 3;
static constexpr double kMostPatience = 10;
/// The cores are ours where instructions begin at this share of their best
/// rate.
static constexpr double kOwnCores = 0.9;

void Goals::declare(CommandLine &commandLine) {
  commandLine.text("filter", "REGEX", "goals: only products that match",
                   filter);
  commandLine.text("markdown", "FILE",
                   "goals: write the table between the two lines of FILE that "
                   "say where",
                   markdownFile);
  commandLine.text("chart", "FILE.svg", "goals: draw what is reached",
                   chartFile);
  commandLine.text("programs", "DIR",
                   "goals: where the programs are that some goals name",
                   programs);
  commandLine.text("peer", "COMMAND",
                   "goals: what asks another system, with the product as its "
                   "arguments",
                   peer);
}

//===----------------------------------------------------------------------===//
// One product
//===----------------------------------------------------------------------===//

namespace {

/// A product that is compiled and has run.
struct Side {
  Problem problem;
  std::unique_ptr<Session> session;
  std::unique_ptr<Runner> runner;
  double macs = 0;
  /// Nothing beside it has several threads.
  bool isAlone = true;

  std::string compile(const Choice &choice);
  std::string start(int64_t tokens, int64_t threads,
                    const std::string &variant);
  /// 1e9 multiply-accumulates a second, the best of a turn.
  double sample();
};

/// Something beside which a product is measured.
struct Beside {
  const Goal *goal;
  double share;
  std::function<double()> sample;
  std::vector<double> rates;
  double best = 0;

  double getTarget() const { return share * best; }
};

class Measuring {
public:
  Measuring(Case &of, double seconds, StringRef programs, StringRef peer)
      : of(of), seconds(seconds), programs(programs), peer(peer) {}

  std::string run(std::vector<Outcomes> &outcomes);

private:
  std::string run(size_t index, int64_t threads, Outcomes &outcome);
  /// How to take a sample; nothing where it cannot be had.
  std::function<double()> getSample(const Goal &goal, int64_t tokens,
                                    int64_t threads, std::string &wrong);

  Case &of;
  double seconds;
  StringRef programs, peer;
  Side main, other;
  std::unique_ptr<Reader> reader;
};

} // namespace

std::string Side::compile(const Choice &choice) {
  problem.fill();
  session = std::make_unique<Session>(problem);
  Outcome outcome = Outcome::Success;
  return session->compile(choice, outcome);
}

std::string Side::start(int64_t tokens, int64_t threads,
                        const std::string &variant) {
  runner = std::make_unique<Runner>(*session);
  // Other programs do not count, where nothing of ours waits for anything.
  if (isAlone && threads == 1)
    runner->ignoreInterruptions();
  std::string wrong = runner->open(threads, variant);
  if (wrong.empty())
    wrong = runner->setTokens(tokens);
  // The first run touches memory for the first time.
  double time = 0;
  if (wrong.empty())
    wrong = runner->run(time);
  macs = double(tokens) * double(problem.n) * double(problem.k);
  return wrong;
}

double Side::sample() {
  double best = 0, spent = 0;
  while (spent < kTurnMilliseconds) {
    double time = 0;
    if (!runner->run(time).empty())
      return 0;
    spent += std::max(time, 1e-3);
    best = std::max(best, getRate(macs, time * 1e6));
  }
  return best;
}

/// The largest number in front of "GMAC/s" that a command prints; 0 without
/// one.
static double ask(const std::string &command) {
  FILE *pipe = popen(command.c_str(), "r");
  if (!pipe)
    return 0;
  std::string text;
  char buffer[4096];
  while (size_t size = fread(buffer, 1, sizeof buffer, pipe))
    text.append(buffer, size);
  pclose(pipe);
  double best = 0;
  for (StringRef rest = text;;) {
    auto [before, after] = rest.split("GMAC/s");
    if (before.size() == rest.size())
      return best;
    double rate = 0;
    StringRef number = before.rtrim();
    number = number.substr(number.find_last_of(" \n") + 1);
    if (!number.getAsDouble(rate))
      best = std::max(best, rate);
    rest = after;
  }
}

/// `text` as one word of a shell.
static std::string quote(const std::string &text) {
  std::string quoted = "'";
  for (char c : text)
    quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::function<double()> Measuring::getSample(const Goal &goal, int64_t tokens,
                                             int64_t threads,
                                             std::string &wrong) {
  auto peak = [&](Peak kind) -> std::function<double()> {
    if (!hasPeak(kind))
      return {};
    return [=] { return samplePeak(kind, threads) / 1e9; };
  };
  const Problem &problem = main.problem;
  switch (goal.of) {
  case Yardstick::Int8Peak:
    return peak(Peak::Int8);
  case Yardstick::Float32Peak:
    return peak(Peak::Float32);
  case Yardstick::BFloat16Peak:
    return peak(Peak::BFloat16);
  case Yardstick::Bandwidth:
    reader = std::make_unique<Reader>(main.session->getWeightBytes(), threads);
    return [this] {
      double best = 0;
      Clock::time_point start = Clock::now();
      // Both of the reader's ways.
      for (int i = 0; i != 2 || Clock::now() - start <
                                    std::chrono::duration<double, std::milli>(
                                        kTurnMilliseconds);
           i = std::min(i + 1, 2))
        best = std::max(best, reader->sample());
      return best * main.macs / double(main.session->getWeightBytes()) / 1e9;
    };
  case Yardstick::Program: {
    if (programs.empty())
      return {};
    std::vector<std::string> commands;
    for (const std::string &name : goal.programs)
      commands.push_back(llvm::formatv(
          "{0} {1} {2} {3} {4}", quote(programs.str() + "/" + name), problem.n,
          problem.k, tokens, problem.format.name));
    return [commands] {
      double best = 0;
      for (const std::string &command : commands)
        best = std::max(best, ask(command));
      return best;
    };
  }
  case Yardstick::Peer: {
    if (peer.empty())
      return {};
    std::string command =
        llvm::formatv("{0} {1} {2} {3} {4} {5} {6}", peer, problem.format.name,
                      problem.group, tokens, problem.n, problem.k, threads);
    return [command] { return ask(command); };
  }
  case Yardstick::Plain:
    if (!other.session) {
      other.problem = goal.plain;
      wrong = other.compile(of.choice);
    }
    if (wrong.empty())
      wrong = other.start(tokens, threads, of.variant);
    return [this] { return other.sample(); };
  case Yardstick::OneThread:
    if (!other.session) {
      other.problem = of.problem;
      wrong = other.compile(of.choice);
    }
    if (wrong.empty())
      wrong = other.start(tokens, 1, of.variant);
    return [this] { return other.sample(); };
  }
  return {};
}

/// 0 if one of them is.
static double divide(double a, double b) { return b > 0 ? a / b : 0; }

static double getMedian(std::vector<double> values) {
  if (values.empty())
    return 0;
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

std::string Measuring::run(size_t index, int64_t threads, Outcomes &outcome) {
  int64_t tokens = of.tokens[index];
  std::string wrong = main.start(tokens, threads, of.variant);
  std::vector<Beside> besides;
  for (const Goal &goal : of.goals) {
    if (!wrong.empty())
      return wrong;
    if (auto sample = getSample(goal, tokens, threads, wrong))
      besides.push_back({&goal, goal.getShare(index), sample, {}, 0});
  }
  if (!wrong.empty())
    return wrong;

  // Programs take seconds, and have turns of their own: two are enough.
  auto isProgram = [](const Beside &beside) {
    return beside.goal->of == Yardstick::Program ||
           beside.goal->of == Yardstick::Peer;
  };
  std::vector<double> rates;
  double spent = 0;
  int own = 0;
  // Where another system has a part of the cores all the time, there is no use
  // in waiting.
  for (int turn = 0; turn < kLeastTurns || spent < seconds ||
                     (own < kLeastTurns && spent < kMostPatience * seconds);
       ++turn) {
    double before = sampleCores(threads);
    auto take = [&](llvm::function_ref<double()> sample) {
      Clock::time_point begin = Clock::now();
      double rate = sample();
      spent += std::chrono::duration<double>(Clock::now() - begin).count();
      return rate;
    };
    rates.push_back(take([&] { return main.sample(); }));
    for (Beside &beside : besides) {
      if (isProgram(beside))
        beside.rates.push_back(turn > 1 ? beside.rates.back()
                                        : beside.sample());
      else
        beside.rates.push_back(take(beside.sample));
    }
    own += std::min(before, sampleCores(threads)) >= kOwnCores;
  }
  outcome.tokens = tokens;
  outcome.threads = threads;
  outcome.rate = *std::max_element(rates.begin(), rates.end());
  outcome.bytesPerSecond =
      double(main.session->getWeightBytes()) * outcome.rate * 1e9 / main.macs;
  outcome.kernel = main.session->getRange(tokens).kernel;
  const Beside *least = nullptr;
  for (Beside &beside : besides) {
    beside.best = *std::max_element(beside.rates.begin(), beside.rates.end());
    if (beside.best > 0 && (!least || beside.getTarget() < least->getTarget()))
      least = &beside;
  }
  if (least) {
    outcome.yardstick = getName(least->goal->of).str();
    outcome.yardstickRate = least->best;
    outcome.wantedShare = least->share;
    outcome.share = divide(outcome.rate, least->best);
    std::vector<double> shares;
    for (auto [rate, beside] : llvm::zip_equal(rates, least->rates))
      shares.push_back(divide(rate, beside));
    outcome.medianShare = getMedian(std::move(shares));
  }
  int64_t checked = 0;
  return main.runner->check(outcome.maxError, checked);
}

/// "int4 g128 4096x4096", and what else is unusual.
static std::string describe(const Case &of) {
  const Problem &problem = of.problem;
  std::string text = problem.format.name;
  if (problem.getNumGroups() > 1)
    text += " g" + std::to_string(problem.group);
  text += " " + std::to_string(problem.n) + "x" + std::to_string(problem.k);
  if (problem.activations != Activations::Int8)
    text += ", " + getName(problem.activations).str();
  if (problem.zeroPoints != bench::ZeroPoints::None)
    text += problem.zeroPoints == bench::ZeroPoints::Reals
                ? ", real zero points"
                : ", zero points";
  if (problem.isShuffled)
    text += ", g_idx";
  if (problem.permitsByteTables)
    text += ", tables of 8 bits";
  for (const std::string &name :
       {of.choice.layout, of.choice.device, of.variant})
    if (!name.empty())
      text += ", " + name;
  return text;
}

std::string Measuring::run(std::vector<Outcomes> &outcomes) {
  main.problem = of.problem;
  other.isAlone = llvm::none_of(of.goals, [](const Goal &goal) {
    return goal.of == Yardstick::OneThread;
  });
  if (std::string wrong = main.compile(of.choice); !wrong.empty())
    return wrong;
  for (int64_t threads : of.threads) {
    if (threads > int64_t(std::thread::hardware_concurrency()))
      continue;
    for (size_t index = 0; index != of.tokens.size(); ++index) {
      Outcomes outcome;
      outcome.title = of.title;
      outcome.product = describe(of);
      if (std::string wrong = run(index, threads, outcome); !wrong.empty())
        return wrong;
      outcomes.push_back(std::move(outcome));
    }
  }
  return "";
}

//===----------------------------------------------------------------------===//
// All of them
//===----------------------------------------------------------------------===//

static void print(const Outcomes &o) {
  llvm::outs() << llvm::formatv(
      "{0,-44} M={1,-4} {2}T {3,-10} {4,7:f1} GMAC/s {5,6:f1} GB/s", o.product,
      o.tokens, o.threads, o.kernel, o.rate, o.bytesPerSecond / 1e9);
  if (o.yardstick.empty())
    llvm::outs() << "  not compared";
  else
    llvm::outs() << llvm::formatv(
        "  {0:f2} (median {1:f2}) of {2} {3:f1}, goal {4:f2}: {5}", o.share,
        o.medianShare, o.yardstick, o.yardstickRate, o.wantedShare,
        o.isMet() ? "met" : "missed");
  llvm::outs() << llvm::formatv("  error {0:e1}\n", o.maxError);
  llvm::outs().flush();
}

std::string lutra::bench::toMarkdown(llvm::ArrayRef<Outcomes> outcomes) {
  std::string text;
  llvm::raw_string_ostream os(text);
  os << "| product | M | threads | kernel | GMAC/s | GB/s | share | of median "
        "turns | of | goal |\n|---|---|---|---|---|---|---|---|---|---|\n";
  StringRef title;
  for (const Outcomes &o : outcomes) {
    if (o.title != title)
      os << "| **" << o.title << "** | | | | | | | | | |\n";
    title = o.title;
    os << llvm::formatv("| {0} | {1} | {2} | {3} | {4:f1} | {5:f1} |",
                        o.product, o.tokens, o.threads, o.kernel, o.rate,
                        o.bytesPerSecond / 1e9);
    if (o.yardstick.empty())
      os << " | | | |\n";
    else
      os << llvm::formatv(" {0:f2} | {1:f2} | {2}, {3:f1} | {4:f2} {5} |\n",
                          o.share, o.medianShare, o.yardstick, o.yardstickRate,
                          o.wantedShare, o.isMet() ? "met" : "**missed**");
  }
  return text;
}

/// Lines of `file` between these two are replaced.
static constexpr llvm::StringLiteral kBegin = "<!-- lutra-bench goals -->\n",
                                     kEnd = "<!-- lutra-bench goals end -->\n";

static std::string write(const std::string &file, StringRef text) {
  return llvm::toString(writeFile(file, text));
}

static std::string replaceTable(const std::string &file, StringRef table) {
  auto buffer = llvm::MemoryBuffer::getFile(file);
  if (!buffer)
    return "cannot read '" + file + "': " + buffer.getError().message();
  StringRef text = (*buffer)->getBuffer();
  size_t begin = text.find(kBegin), end = text.find(kEnd);
  if (begin == StringRef::npos || end == StringRef::npos || end < begin)
    return "'" + file + "' does not say where the table goes, between '" +
           kBegin.trim().str() + "' and '" + kEnd.trim().str() + "'";
  std::string whole = text.take_front(begin + kBegin.size()).str() +
                      table.str() + text.substr(end).str();
  buffer->reset();
  return write(file, whole);
}

int Goals::run(const std::string &file, double seconds,
               const CommandLine &commandLine) {
  std::vector<Case> cases;
  if (std::string wrong = readGoals(file, cases); !wrong.empty())
    return commandLine.fail(wrong);
  // An empty one is none.
  llvm::Regex regex(filter.empty() ? "." : filter);
  std::string wrong;
  if (!regex.isValid(wrong))
    return commandLine.wrongUsage("--filter: " + wrong);

  llvm::outs() << describeMachine() << "\n";
  std::vector<Outcomes> outcomes;
  for (Case &of : cases) {
    if (!regex.match(of.title + ": " + describe(of)))
      continue;
    size_t before = outcomes.size();
    wrong = Measuring(of, seconds, programs, peer).run(outcomes);
    for (const Outcomes &outcome : llvm::drop_begin(outcomes, before))
      print(outcome);
    if (!wrong.empty())
      return commandLine.fail(describe(of) + ": " + wrong);
  }
  auto missed = llvm::count_if(outcomes, [](const Outcomes &o) {
    return !o.yardstick.empty() && !o.isMet();
  });
  auto compared = llvm::count_if(
      outcomes, [](const Outcomes &o) { return !o.yardstick.empty(); });
  llvm::outs() << compared - missed << " of " << compared << " met, "
               << int64_t(outcomes.size()) - compared << " not compared\n";
  if (!markdownFile.empty())
    wrong = replaceTable(markdownFile, toMarkdown(outcomes));
  if (wrong.empty() && !chartFile.empty())
    wrong = write(chartFile, drawChart(outcomes, describeMachine()));
  return wrong.empty() ? exitFine : commandLine.fail(wrong);
}
