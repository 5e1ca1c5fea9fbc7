//===- ModelSource.cpp - a bundle, or a model to make one of --------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ModelSource.h"

#include <sys/stat.h>

using namespace lutra::driver;

void ModelSource::addOptions(CommandLine &commandLine) {
  commandLine.number("threads", "threads to compute with (default: all)", 1,
                     1024, threads);
  commandLine.text("variant", "NAME",
                   "instruction set of the bundle to use (default: the best)",
                   variant);
  commandLine.flag("no-verify", "do not check the hashes of the bundle's files",
                   noVerify);
  commandLine.value("activations", "KIND",
                    "for a model: auto, float, int8-token or int8-block",
                    [this](const std::string &kind) {
                      compileFlags.push_back("--activations=" + kind);
                      return "";
                    });
  commandLine.value("compile-flag", "FLAG",
                    "for a model: a flag for lutra-compile; may be repeated",
                    [this](const std::string &flag) {
                      compileFlags.push_back(flag);
                      return "";
                    });
}

int ModelSource::compile(const std::string &path,
                         const CommandLine &commandLine) {
  std::string error = temporary.make();
  if (!error.empty())
    return commandLine.fail(error);
  bundle = temporary.path() + "/bundle";
  std::vector<std::string> arguments = {siblingTool("lutra-compile"), path,
                                        "-o", bundle};
  arguments.insert(arguments.end(), compileFlags.begin(), compileFlags.end());
  ChildResult child = runChild(arguments, {});
  // lutra-compile has said itself what is wrong with the model.
  if (child.code > 0)
    return child.code;
  if (child.code < 0)
    return commandLine.fail(
        "'" + path + "' is a model and has to be compiled: " + child.trouble);
  return exitFine;
}

int ModelSource::open(const std::string &path, const CommandLine &commandLine,
                      rt::Model &model) {
  bundle = path;
  struct stat status;
  if (::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode))
    if (int code = compile(path, commandLine))
      return code;
  lutra_open_options options = LUTRA_OPEN_OPTIONS_INIT;
  options.threads = int32_t(threads);
  options.skip_hashes = noVerify;
  options.variant = variant.empty() ? nullptr : variant.c_str();
  if (rt::Status failed = model.open(bundle, options))
    return commandLine.fail(failed.message());
  return exitFine;
}
