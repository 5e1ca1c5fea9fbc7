//===- Process.h - children, interruption, temporary files ------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_RUNTIME_DRIVER_PROCESS_H
#define LUTRA_LIB_RUNTIME_DRIVER_PROCESS_H

#include <functional>
#include <string>
#include <vector>

namespace lutra::driver {

/// Takes SIGINT, SIGTERM and SIGHUP over for the whole process: a thread waits
/// for them, ends children and removes temporary directories, and lets the
/// process die of the signal. Call it first thing, before there are threads.
void handleInterruption();

/// From now on the first signal only makes interrupted() true, for a tool that
/// ends its work in good order; a second one ends the process.
void interruptGracefully();
bool interrupted();

/// A private directory that goes away with this object or by interruption.
class TemporaryDirectory {
public:
  TemporaryDirectory() = default;
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory &) = delete;
  TemporaryDirectory &operator=(const TemporaryDirectory &) = delete;

  /// Makes it, in $TMPDIR or /tmp. Returns what is wrong, or "".
  std::string make();
  const std::string &path() const { return directory; }

private:
  std::string directory;
};

/// What became of a child.
struct ChildResult {
  /// Its exit code, or -1 when it could not start, ran too long or was killed.
  int code = -1;
  /// Why there is no exit code: "cannot run ...", "took more than 60 s",
  /// "died of Segmentation fault".
  std::string trouble;
  /// What it wrote to stderr (and stdout), when captured.
  std::string output;
};

struct ChildOptions {
  /// Collect stdout and stderr, at most about 64 kB of each end; otherwise they
  /// go where ours go.
  bool capture = false;
  /// Seconds, or 0 for no limit.
  double timeLimit = 0;
};

/// Runs a program (a path, or a name found in PATH) to its end. May be called
/// by several threads.
ChildResult runChild(const std::vector<std::string> &arguments,
                     const ChildOptions &options);

/// The path of the tool `name` beside this program, or `name` itself, which is
/// then looked up in PATH.
std::string siblingTool(const std::string &name);

/// The path of this program.
std::string thisProgram();

/// The most memory this process has had, in MiB.
double peakMemoryMb();

} // namespace lutra::driver

#endif // LUTRA_LIB_RUNTIME_DRIVER_PROCESS_H
