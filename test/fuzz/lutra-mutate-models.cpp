//===- lutra-mutate-models.cpp - compile models that nobody would write ---===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// lutra-mutate-models SUITE OUT COUNT [SEED [JOB JOBS]] changes models below
// SUITE in one to three ways and compiles each in a process of its own, with
// limits of 10 s of computing and 2 GB (with AddressSanitizer 100 s and 6 GB).
// It must end with a bundle or with a diagnostic. What crashes, hangs or is
// called a defect is kept in OUT. The same seed makes the same models. Of JOBS
// processes, JOB does its share.
//
// OUT/log has a line for every 100 models: this program's hash, the seed, the
// first of them, how many, how many compiled, how many were wrong. What is in
// it is not done again, so a run that was stopped goes on.
//
//===----------------------------------------------------------------------===//

#include "Mutations.h"
#include "lutra/Pipelines/Compiler.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Compiler.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Signals.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Support/xxhash.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace lutra;
namespace fs = std::filesystem;

#if LLVM_ADDRESS_SANITIZER_BUILD
/// Checks cost time. Their shadow is memory that nothing can limit as data, so
/// that the sanitizer looks at what is resident.
static constexpr unsigned kSeconds = 100;
static constexpr rlim_t kBytes = RLIM_INFINITY;

/// What test/lit.common.py gives tests, and a report ends a child as a crash
/// does.
extern "C" const char *__asan_default_options() {
  return "allow_user_poisoning=0:detect_container_overflow=0:"
         "detect_odr_violation=0:detect_leaks=0:abort_on_error=1:"
         "hard_rss_limit_mb=6144";
}
extern "C" const char *__ubsan_default_options() {
  return "halt_on_error=1:abort_on_error=1:print_stacktrace=1";
}
#else
static constexpr unsigned kSeconds = 10;
static constexpr rlim_t kBytes = rlim_t(2) << 30;
#endif

static std::vector<fs::path> findModels(const fs::path &suite) {
  std::vector<fs::path> models;
  std::error_code error;
  for (const auto &entry : fs::recursive_directory_iterator(suite, error))
    if (entry.path().filename() == "model.onnx")
      models.push_back(entry.path());
  std::sort(models.begin(), models.end());
  return models;
}

/// Compiles `path` up to an object of code.
static Outcome compileModel(const fs::path &path, std::string &text) {
  CompileOptions options;
  options.input = path.string();
  options.output = path.string() + ".o";
  options.emit = EmitKind::Object;
  options.phases.device = "x86-64-v3";
  llvm::raw_string_ostream errors(text);
  return compile(options, errors);
}

/// In a child: compiles `path` within the limits.
[[noreturn]] static void compileAndExit(const fs::path &path) {
  rlimit memory{kBytes, kBytes};
  if (kBytes != RLIM_INFINITY)
    setrlimit(RLIMIT_DATA, &memory);
  rlimit core{0, 0};
  setrlimit(RLIMIT_CORE, &core);
  // Computing counts; who waits for something has longer, for the machine may
  // be busy.
  rlimit processor{kSeconds, kSeconds + 1};
  setrlimit(RLIMIT_CPU, &processor);
  alarm(60 * kSeconds);
  std::string text;
  Outcome outcome = compileModel(path, text);
  bool isSilent = outcome != Outcome::Success && text.empty();
  if (outcome == Outcome::Defect || isSilent)
    std::fprintf(stderr, "%s\n", isSilent ? "no diagnostic" : text.c_str());
  _exit(isSilent ? int(Outcome::Defect) : int(outcome));
}

/// What is wrong with how a child ended, or "".
static std::string getWrong(int status) {
  if (WIFSIGNALED(status))
    return WTERMSIG(status) == SIGALRM || WTERMSIG(status) == SIGXCPU
               ? "took more than " + std::to_string(kSeconds) + " s"
               : std::string("ended by signal ") + strsignal(WTERMSIG(status));
  int code = WEXITSTATUS(status);
  return code == 0 || code == 1 ? "" : "exit status " + std::to_string(code);
}

namespace {

/// What became of models one after the other.
struct Counts {
  long models = 0, compiled = 0, wrong = 0;
};

class Run {
public:
  Run(std::vector<fs::path> models, fs::path out, uint64_t seed)
      : models(std::move(models)), out(std::move(out)), seed(seed) {
    folder = this->out / ("work." + std::to_string(getpid()));
    auto program = llvm::MemoryBuffer::getFile("/proc/self/exe");
    if (program)
      hash = llvm::utohexstr(llvm::xxh3_64bits((*program)->getBuffer()),
                             /*LowerCase=*/true, 16);
  }

  /// Does what of [0, end) is the job's and not done; adds up all that is.
  bool run(long end, long job, long jobs, Counts &counts);

private:
  static constexpr long kStep = 100;

  bool runOne(long index, Counts &counts);
  void readLog(long end, std::map<long, Counts> &done) const;

  std::vector<fs::path> models;
  fs::path out, folder;
  uint64_t seed;
  std::string hash;
};

} // namespace

/// Makes model `index` and lets a child compile it.
bool Run::runOne(long index, Counts &counts) {
  std::mt19937_64 random(seed * 1000003 + uint64_t(index));
  const fs::path &origin = models[random() % models.size()];
  onnx::ModelProto model;
  std::ifstream in(origin, std::ios::binary);
  ++counts.models;
  if (!model.ParseFromIstream(&in))
    return true;
  std::string what;
  for (uint64_t n = 1 + random() % 3; n > 0; --n)
    what += (what.empty() ? "" : "; ") + test::mutate(model, random);
  fs::path path = folder / "model.onnx";
  std::ofstream(path, std::ios::binary) << model.SerializePartialAsString();

  std::fflush(stdout);
  pid_t child = fork();
  if (child == 0)
    compileAndExit(path);
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child)
    return false;
  counts.compiled += WIFEXITED(status) && WEXITSTATUS(status) == 0;
  std::string wrong = getWrong(status);
  if (wrong.empty())
    return true;
  ++counts.wrong;
  fs::path kept =
      out / (std::to_string(seed) + "-" + std::to_string(index) + ".onnx");
  std::error_code ignored;
  fs::copy_file(path, kept, fs::copy_options::overwrite_existing, ignored);
  std::printf("%s: %s (%s: %s)\n", kept.c_str(), wrong.c_str(),
              origin.parent_path().filename().c_str(), what.c_str());
  return true;
}

void Run::readLog(long end, std::map<long, Counts> &done) const {
  std::ifstream log(out / "log");
  std::string program;
  uint64_t itsSeed;
  long first;
  Counts counts;
  while (log >> program >> itsSeed >> first >> counts.models >>
         counts.compiled >> counts.wrong)
    if (program == hash && itsSeed == seed && first < end)
      done[first] = counts;
}

bool Run::run(long end, long job, long jobs, Counts &sum) {
  std::map<long, Counts> done;
  readLog(end, done);
  std::error_code error;
  fs::create_directory(folder, error);
  // What the libraries do only once is then done for all children.
  std::string ignored;
  fs::copy_file(models.front(), folder / "model.onnx", error);
  compileModel(folder / "model.onnx", ignored);
  for (long first = job * kStep; first < end; first += jobs * kStep) {
    long last = std::min(first + kStep, end);
    if (auto it = done.find(first);
        it != done.end() && it->second.models == last - first)
      continue;
    Counts counts;
    for (long i = first; i < last; ++i)
      if (!runOne(i, counts))
        return false;
    done[first] = counts;
    // One write at the end of the file: jobs do not mix their lines.
    std::string line = hash;
    for (uint64_t number : {seed, uint64_t(first), uint64_t(counts.models),
                            uint64_t(counts.compiled), uint64_t(counts.wrong)})
      line += ' ' + std::to_string(number);
    std::ofstream(out / "log", std::ios::app) << line + '\n';
  }
  fs::remove_all(folder, error);
  // The others' share, too, as far as they are.
  readLog(end, done);
  for (const auto &[first, counts] : done) {
    sum.models += counts.models;
    sum.compiled += counts.compiled;
    sum.wrong += counts.wrong;
  }
  return true;
}

int main(int argc, char **argv) {
  if (argc < 4) {
    std::fprintf(stderr, "usage: lutra-mutate-models SUITE OUT COUNT [SEED "
                         "[JOB JOBS]]\n");
    return 2;
  }
  // A child that crashes says where.
  llvm::sys::PrintStackTraceOnErrorSignal(argv[0]);
  std::vector<fs::path> models = findModels(argv[1]);
  fs::path out = argv[2];
  long count = std::atol(argv[3]);
  uint64_t seed = argc > 4 ? std::strtoull(argv[4], nullptr, 10) : 1;
  long job = argc > 6 ? std::atol(argv[5]) : 0;
  long jobs = argc > 6 ? std::max(std::atol(argv[6]), 1L) : 1;
  std::error_code error;
  fs::create_directories(out, error);
  if (models.empty() || error || count <= 0) {
    std::fprintf(stderr,
                 "lutra-mutate-models: no models below '%s', or '%s' "
                 "cannot be made\n",
                 argv[1], argv[2]);
    return 1;
  }
  Counts sum;
  if (!Run(std::move(models), out, seed).run(count, job, jobs, sum))
    return 1;
  std::printf("%ld models, %ld compiled, %ld wrong\n", sum.models, sum.compiled,
              sum.wrong);
  return sum.wrong ? 1 : 0;
}
