//===- CommandLine.cpp - options of the runtime's tools -------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CommandLine.h"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdio>
#include <cstdlib>

using namespace lutra::driver;

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

bool lutra::driver::parseNumber(const std::string &text, int64_t min,
                                int64_t max, int64_t &value) {
  if (text.empty() || !(text[0] == '-' || (text[0] >= '0' && text[0] <= '9')))
    return false;
  char *end = nullptr;
  errno = 0;
  long long parsed = std::strtoll(text.c_str(), &end, 10);
  if (errno || end != text.c_str() + text.size() || parsed < min ||
      parsed > max)
    return false;
  value = parsed;
  return true;
}

bool lutra::driver::parseNumber(const std::string &text, double min, double max,
                                double &value) {
  if (text.empty() || std::isspace(static_cast<unsigned char>(text[0])))
    return false;
  char *end = nullptr;
  double parsed = std::strtod(text.c_str(), &end);
  // Written so that a NaN is refused.
  if (end != text.c_str() + text.size() || !(parsed >= min && parsed <= max))
    return false;
  value = parsed;
  return true;
}

bool lutra::driver::parseNumbers(const std::string &text, char separator,
                                 int64_t min, int64_t max,
                                 std::vector<int64_t> &values) {
  values.clear();
  for (size_t begin = 0; begin <= text.size();) {
    size_t end = std::min(text.find(separator, begin), text.size());
    int64_t value = 0;
    if (!parseNumber(text.substr(begin, end - begin), min, max, value))
      return false;
    values.push_back(value);
    begin = end + 1;
  }
  return true;
}

bool lutra::driver::splitAssignment(const std::string &text, std::string &name,
                                    std::string &rest) {
  size_t at = text.find('=');
  if (at == std::string::npos || at == 0)
    return false;
  name = text.substr(0, at);
  rest = text.substr(at + 1);
  return true;
}

/// How many insertions, deletions and changes make `a` into `b`.
static size_t editDistance(const std::string &a, const std::string &b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j != row.size(); ++j)
    row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      size_t changed = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

std::vector<std::string>
lutra::driver::nearest(const std::string &name,
                       std::vector<std::string> candidates) {
  // With the place as the second key: equally similar names keep their order.
  std::vector<std::pair<size_t, size_t>> ranked;
  for (size_t i = 0; i != candidates.size(); ++i)
    ranked.emplace_back(editDistance(name, candidates[i]), i);
  std::sort(ranked.begin(), ranked.end());
  std::vector<std::string> result;
  for (auto [distance, i] : ranked)
    result.push_back(std::move(candidates[i]));
  return result;
}

//===----------------------------------------------------------------------===//
// Declaring options
//===----------------------------------------------------------------------===//

void CommandLine::flag(const char *name, const char *help, bool &set) {
  options.push_back({name, "", help, Kind::Flag, [&set](const std::string &) {
                       set = true;
                       return "";
                     }});
}

void CommandLine::value(const char *name, const char *valueName,
                        const char *help, Handler handler) {
  options.push_back({name, valueName, help, Kind::Value, std::move(handler)});
}

void CommandLine::optionalValue(const char *name, const char *valueName,
                                const char *help, Handler handler) {
  options.push_back(
      {name, valueName, help, Kind::OptionalValue, std::move(handler)});
}

void CommandLine::text(const char *name, const char *valueName,
                       const char *help, std::string &target) {
  value(name, valueName, help, [&target](const std::string &text) {
    target = text;
    return text.empty() ? "is empty" : "";
  });
}

void CommandLine::number(const char *name, const char *help, int64_t min,
                         int64_t max, int64_t &target) {
  value(name, "N", help, [=, &target](const std::string &text) -> std::string {
    if (parseNumber(text, min, max, target))
      return "";
    return "expects a whole number from " + std::to_string(min) + " to " +
           std::to_string(max);
  });
}

void CommandLine::number(const char *name, const char *help, double min,
                         double max, double &target) {
  value(name, "X", help, [=, &target](const std::string &text) -> std::string {
    if (parseNumber(text, min, max, target))
      return "";
    char range[80];
    std::snprintf(range, sizeof range, "expects a number from %g to %g", min,
                  max);
    return range;
  });
}

//===----------------------------------------------------------------------===//
// Reading arguments
//===----------------------------------------------------------------------===//

const CommandLine::Option *CommandLine::find(const std::string &name) const {
  for (const Option &option : options)
    if (option.name == name)
      return &option;
  return nullptr;
}

std::string CommandLine::unknown(const std::string &name) const {
  std::vector<std::string> names = {"help", "version"};
  for (const Option &option : options)
    names.push_back(option.name);
  return "there is no option --" + name + "; the nearest is --" +
         nearest(name, names).front();
}

std::optional<int> CommandLine::parse(int argc, char **argv,
                                      std::vector<std::string> &positional) {
  bool onlyPositional = false;
  for (int i = 1; i < argc; ++i) {
    std::string argument = argv[i];
    if (onlyPositional || argument.size() < 2 || argument[0] != '-') {
      positional.push_back(argument);
      continue;
    }
    if (argument == "--") {
      onlyPositional = true;
      continue;
    }
    if (argument == "-h")
      argument = "--help";
    // One dash or two, as LLVM's tools take them.
    std::string name = argument.substr(argument[1] == '-' ? 2 : 1);
    std::optional<std::string> value;
    if (size_t at = name.find('='); at != std::string::npos) {
      value = name.substr(at + 1);
      name.resize(at);
    }
    if (name == "help") {
      printHelp();
      return exitFine;
    }
    if (name == "version") {
      std::printf("%s %s\n", tool.c_str(), LUTRA_VERSION);
      return exitFine;
    }
    const Option *option = find(name);
    if (!option)
      return wrongUsage(unknown(name));
    if (option->kind == Kind::Flag && value)
      return wrongUsage("--" + name + " takes no value");
    if (option->kind == Kind::Value && !value) {
      if (i + 1 == argc)
        return wrongUsage("--" + name + " needs a value, " + option->valueName);
      value = argv[++i];
    }
    std::string wrong = option->handler(value.value_or(""));
    if (!wrong.empty())
      return wrongUsage("--" + name + "=" + value.value_or("") + " " + wrong);
  }
  return std::nullopt;
}

void CommandLine::printHelp() const {
  std::printf("usage: %s\n\noptions:\n", usage.c_str());
  for (const Option &option : options) {
    std::string left = "--" + option.name;
    if (option.kind == Kind::Value)
      left += "=" + option.valueName;
    if (option.kind == Kind::OptionalValue)
      left += "[=" + option.valueName + "]";
    std::printf("  %-26s %s\n", left.c_str(), option.help.c_str());
  }
  std::printf("  %-26s %s\n  %-26s %s\n", "--help", "this text", "--version",
              "the version");
}

int CommandLine::wrongUsage(const std::string &message) const {
  std::fprintf(stderr, "%s: %s (--help lists all options)\n", tool.c_str(),
               message.c_str());
  return exitUsage;
}

int CommandLine::fail(const std::string &message) const {
  std::fprintf(stderr, "%s: error: %s\n", tool.c_str(), message.c_str());
  return exitInput;
}
