//===- lutra-mutate-models.cpp - compile models that nobody would write ---===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// lutra-mutate-models SUITE OUT COUNT [SEED [FIRST]] changes models below SUITE
// in one to three ways and compiles each in a process of its own, with limits
// of 10 s and 2 GB. It must end with a bundle or with a diagnostic. What
// crashes, hangs or is called a defect is kept in OUT. The same seed makes the
// same models; FIRST skips those before.
//
//===----------------------------------------------------------------------===//

#include "Mutations.h"
#include "lutra/Pipelines/Compiler.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace lutra;
namespace fs = std::filesystem;

static constexpr unsigned kSeconds = 10;
static constexpr rlim_t kBytes = rlim_t(2) << 30;

static std::vector<fs::path> findModels(const fs::path &suite) {
  std::vector<fs::path> models;
  std::error_code error;
  for (const auto &entry : fs::recursive_directory_iterator(suite, error))
    if (entry.path().filename() == "model.onnx")
      models.push_back(entry.path());
  std::sort(models.begin(), models.end());
  return models;
}

/// In a child: compiles `path` up to an object of code.
[[noreturn]] static void compileAndExit(const fs::path &path) {
  rlimit memory{kBytes, kBytes};
  setrlimit(RLIMIT_DATA, &memory);
  rlimit core{0, 0};
  setrlimit(RLIMIT_CORE, &core);
  alarm(kSeconds);
  CompileOptions options;
  options.input = path.string();
  options.output = path.string() + ".o";
  options.emit = EmitKind::Object;
  options.phases.device = "x86-64-v3";
  std::string text;
  llvm::raw_string_ostream errors(text);
  Outcome outcome = compile(options, errors);
  bool isSilent = outcome != Outcome::Success && text.empty();
  if (outcome == Outcome::Defect || isSilent)
    std::fprintf(stderr, "%s\n", isSilent ? "no diagnostic" : text.c_str());
  _exit(isSilent ? int(Outcome::Defect) : int(outcome));
}

/// What is wrong with how a child ended, or "".
static std::string getWrong(int status) {
  if (WIFSIGNALED(status))
    return WTERMSIG(status) == SIGALRM
               ? "took more than " + std::to_string(kSeconds) + " s"
               : std::string("ended by signal ") + strsignal(WTERMSIG(status));
  int code = WEXITSTATUS(status);
  return code == 0 || code == 1 ? "" : "exit status " + std::to_string(code);
}

int main(int argc, char **argv) {
  if (argc < 4) {
    std::fprintf(stderr,
                 "usage: lutra-mutate-models SUITE OUT COUNT [SEED [FIRST]]\n");
    return 2;
  }
  std::vector<fs::path> models = findModels(argv[1]);
  fs::path out = argv[2];
  long count = std::atol(argv[3]);
  uint64_t seed = argc > 4 ? std::strtoull(argv[4], nullptr, 10) : 1;
  long first = argc > 5 ? std::atol(argv[5]) : 0;
  std::error_code error;
  fs::create_directories(out, error);
  if (models.empty() || error || count <= 0) {
    std::fprintf(stderr,
                 "lutra-mutate-models: no models below '%s', or '%s' "
                 "cannot be made\n",
                 argv[1], argv[2]);
    return 1;
  }

  long compiled = 0, wrongs = 0;
  fs::path path = out / ("current." + std::to_string(getpid()) + ".onnx");
  for (long i = first; i < first + count; ++i) {
    std::mt19937_64 random(seed * 1000003 + uint64_t(i));
    const fs::path &origin = models[random() % models.size()];
    onnx::ModelProto model;
    std::ifstream in(origin, std::ios::binary);
    if (!model.ParseFromIstream(&in))
      continue;
    std::string what;
    for (uint64_t n = 1 + random() % 3; n > 0; --n)
      what += (what.empty() ? "" : "; ") + test::mutate(model, random);
    std::ofstream(path, std::ios::binary) << model.SerializeAsString();

    std::fflush(stdout);
    pid_t child = fork();
    if (child == 0)
      compileAndExit(path);
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child)
      return 1;
    compiled += WIFEXITED(status) && WEXITSTATUS(status) == 0;
    std::string wrong = getWrong(status);
    if (wrong.empty())
      continue;
    ++wrongs;
    fs::path kept = out / (std::to_string(i) + ".onnx");
    fs::copy_file(path, kept, fs::copy_options::overwrite_existing, error);
    std::printf("%s: %s (%s: %s)\n", kept.c_str(), wrong.c_str(),
                origin.parent_path().filename().c_str(), what.c_str());
  }
  for (const char *suffix : {"", ".o", ".o.reproducer.mlir"})
    fs::remove(path.string() + suffix, error);
  std::printf("%ld models, %ld compiled, %ld wrong\n", count, compiled, wrongs);
  return wrongs ? 1 : 0;
}
