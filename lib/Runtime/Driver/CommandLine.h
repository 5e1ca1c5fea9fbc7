//===- CommandLine.h - options of the runtime's tools -----------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The tools that run bundles link no LLVM, so neither its command line.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_RUNTIME_DRIVER_COMMANDLINE_H
#define LUTRA_LIB_RUNTIME_DRIVER_COMMANDLINE_H

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace lutra::driver {

/// What a tool returns to its caller; a contract.
enum ExitCode { exitFine = 0, exitInput = 1, exitUsage = 2, exitDefect = 3 };

/// The whole of `text` as a number; false when it is none or out of range.
bool parseNumber(const std::string &text, int64_t min, int64_t max,
                 int64_t &value);
bool parseNumber(const std::string &text, double min, double max,
                 double &value);
/// "1,2,3" (with any separator) as numbers.
bool parseNumbers(const std::string &text, char separator, int64_t min,
                  int64_t max, std::vector<int64_t> &values);
/// "NAME=REST" at the first '='; false without one or with an empty name.
bool splitAssignment(const std::string &text, std::string &name,
                     std::string &rest);

/// `candidates`, the most similar to `name` first.
std::vector<std::string> nearest(const std::string &name,
                                 std::vector<std::string> candidates);

/// The options of one tool. Values come as --name=VALUE or as the next
/// argument; `--` ends the options.
class CommandLine {
public:
  /// Takes the value; returns what is wrong with it, or "".
  using Handler = std::function<std::string(const std::string &)>;

  /// `usage` is the lines after "usage: ".
  CommandLine(std::string tool, std::string usage)
      : tool(std::move(tool)), usage(std::move(usage)) {}

  void flag(const char *name, const char *help, bool &set);
  void value(const char *name, const char *valueName, const char *help,
             Handler handler);
  /// A value that may be left away, as --bench[=SECONDS]: then "".
  void optionalValue(const char *name, const char *valueName, const char *help,
                     Handler handler);
  void text(const char *name, const char *valueName, const char *help,
            std::string &value);
  void number(const char *name, const char *help, int64_t min, int64_t max,
              int64_t &value);
  void number(const char *name, const char *help, double min, double max,
              double &value);

  /// Reads the arguments. Returns the code to exit with when there is nothing
  /// more to do: --help, --version, or wrong usage, which it has printed.
  std::optional<int> parse(int argc, char **argv,
                           std::vector<std::string> &positional);

  /// Prints "tool: message" and how to get help; returns exitUsage.
  int wrongUsage(const std::string &message) const;
  /// Prints "tool: error: message"; returns exitInput.
  int fail(const std::string &message) const;

private:
  enum class Kind { Flag, Value, OptionalValue };
  struct Option {
    std::string name, valueName, help;
    Kind kind;
    Handler handler;
  };

  void printHelp() const;
  const Option *find(const std::string &name) const;
  std::string unknown(const std::string &name) const;

  std::string tool, usage;
  std::vector<Option> options;
};

} // namespace lutra::driver

#endif // LUTRA_LIB_RUNTIME_DRIVER_COMMANDLINE_H
