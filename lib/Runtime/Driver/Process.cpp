//===- Process.cpp - children, interruption, temporary files --------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Process.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <climits>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <set>
#include <thread>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

using namespace lutra::driver;

//===----------------------------------------------------------------------===//
// Interruption
//===----------------------------------------------------------------------===//

namespace {

/// What has to go when the process is told to end. Never destroyed: the thread
/// that waits for signals outlives main's locals.
struct Registry {
  std::mutex mutex;
  std::set<std::string> directories;
  std::set<pid_t> children;
  std::atomic<bool> graceful{false};
  std::atomic<bool> interrupted{false};
};

Registry &registry() {
  static auto *instance = new Registry;
  return *instance;
}

sigset_t endingSignals() {
  sigset_t set;
  sigemptyset(&set);
  for (int signal : {SIGINT, SIGTERM, SIGHUP})
    sigaddset(&set, signal);
  return set;
}

/// Asks the children's process groups to end, gives them two seconds to clean
/// up after themselves, and then ends them.
void endChildren(const std::set<pid_t> &children) {
  for (pid_t child : children)
    ::kill(-child, SIGTERM);
  auto isGone = [](pid_t child) { return ::kill(-child, 0) != 0; };
  for (int i = 0; i != 200; ++i) {
    if (std::all_of(children.begin(), children.end(), isGone))
      return;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  for (pid_t child : children)
    ::kill(-child, SIGKILL);
}

[[noreturn]] void endBySignal(int signal) {
  Registry &all = registry();
  // Kept locked to the end: nothing new may begin.
  all.mutex.lock();
  endChildren(all.children);
  for (const std::string &directory : all.directories) {
    std::error_code ignored;
    std::filesystem::remove_all(directory, ignored);
  }
  // The shell is to see that a signal ended us.
  ::signal(signal, SIG_DFL);
  sigset_t set = endingSignals();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
  ::kill(::getpid(), signal);
  ::_exit(128 + signal);
}

void waitForSignals() {
  sigset_t set = endingSignals();
  while (true) {
    int signal = 0;
    if (sigwait(&set, &signal) != 0)
      continue;
    Registry &all = registry();
    if (!all.graceful || all.interrupted.exchange(true))
      endBySignal(signal);
  }
}

} // namespace

void lutra::driver::handleInterruption() {
  sigset_t set = endingSignals();
  // What a parent ignores for us (nohup) stays ignored.
  for (int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction action;
    if (sigaction(signal, nullptr, &action) == 0 &&
        action.sa_handler == SIG_IGN)
      sigdelset(&set, signal);
  }
  // All threads made from here on inherit the mask; one of them waits.
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::thread(waitForSignals).detach();
}

void lutra::driver::interruptGracefully() { registry().graceful = true; }

bool lutra::driver::interrupted() { return registry().interrupted; }

//===----------------------------------------------------------------------===//
// Temporary directories
//===----------------------------------------------------------------------===//

std::string TemporaryDirectory::make() {
  // $TMPDIR, or what the system has for it.
  std::error_code code;
  std::string pattern =
      (std::filesystem::temp_directory_path(code) / "lutra-").string() +
      std::string(6, 'X');
  if (code)
    return "there is no directory for temporary files: " + code.message() +
           "; set TMPDIR to one";
  // Registered before the lock goes, so that no interruption falls between.
  std::lock_guard<std::mutex> lock(registry().mutex);
  if (!::mkdtemp(&pattern[0]))
    return "cannot make a temporary directory '" + pattern +
           "': " + std::strerror(errno) +
           "; set TMPDIR to one that is writable";
  directory = pattern;
  registry().directories.insert(directory);
  return "";
}

TemporaryDirectory::~TemporaryDirectory() {
  if (directory.empty())
    return;
  std::lock_guard<std::mutex> lock(registry().mutex);
  std::error_code ignored;
  std::filesystem::remove_all(directory, ignored);
  registry().directories.erase(directory);
}

//===----------------------------------------------------------------------===//
// Children
//===----------------------------------------------------------------------===//

namespace {

using Clock = std::chrono::steady_clock;

/// Starts a child in a process group of its own. `output` is the write end of a
/// pipe, or -1.
int spawn(const std::vector<std::string> &arguments, int output, pid_t &pid) {
  std::vector<char *> argv;
  for (const std::string &argument : arguments)
    argv.push_back(const_cast<char *>(argument.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  if (output >= 0) {
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, output, 1);
    posix_spawn_file_actions_adddup2(&files, output, 2);
  }
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  // A group of its own: it and its children can be ended together.
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
  std::lock_guard<std::mutex> lock(registry().mutex);
  int failed =
      ::posix_spawnp(&pid, argv[0], &files, &attributes, argv.data(), environ);
  if (!failed)
    registry().children.insert(pid);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return failed;
}

/// Reads from a pipe until it closes or the deadline passes. False when time is
/// up.
bool collect(int input, const Clock::time_point *deadline,
             std::string &output) {
  // The first lines say what is wrong; more than this nobody reads.
  constexpr size_t limit = 128 << 10;
  char buffer[4096];
  while (true) {
    int wait = -1;
    if (deadline) {
      auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
          *deadline - Clock::now());
      if (left.count() <= 0)
        return false;
      wait = int(std::min<int64_t>(left.count(), 1000));
    }
    pollfd poller = {input, POLLIN, 0};
    int ready = ::poll(&poller, 1, wait);
    if (ready < 0 && errno != EINTR)
      return true;
    if (ready <= 0)
      continue;
    ssize_t n = ::read(input, buffer, sizeof buffer);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return true;
    if (output.size() < limit)
      output.append(buffer, size_t(n));
  }
}

/// Waits for the child to end; false when time is up.
bool await(pid_t pid, const Clock::time_point *deadline, int &status) {
  while (true) {
    pid_t done = ::waitpid(pid, &status, deadline ? WNOHANG : 0);
    if (done == pid)
      return true;
    if (done < 0 && errno != EINTR)
      return true;
    if (deadline && Clock::now() >= *deadline)
      return false;
    if (deadline)
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

} // namespace

ChildResult lutra::driver::runChild(const std::vector<std::string> &arguments,
                                    const ChildOptions &options) {
  ChildResult result;
  int pipe[2] = {-1, -1};
  if (options.capture && ::pipe2(pipe, O_CLOEXEC) != 0) {
    result.trouble = std::string("cannot make a pipe: ") + std::strerror(errno);
    return result;
  }
  Clock::time_point deadline =
      Clock::now() +
      std::chrono::milliseconds(int64_t(options.timeLimit * 1000));
  const Clock::time_point *limit = options.timeLimit > 0 ? &deadline : nullptr;
  pid_t pid = 0;
  int failed = spawn(arguments, pipe[1], pid);
  if (pipe[1] >= 0)
    ::close(pipe[1]);
  if (failed) {
    result.trouble =
        "cannot run '" + arguments[0] + "': " + std::strerror(failed);
    if (pipe[0] >= 0)
      ::close(pipe[0]);
    return result;
  }
  int status = 0;
  bool inTime = pipe[0] < 0 || collect(pipe[0], limit, result.output);
  inTime = inTime && await(pid, limit, status);
  if (!inTime) {
    ::kill(-pid, SIGKILL);
    await(pid, nullptr, status);
  }
  if (pipe[0] >= 0)
    ::close(pipe[0]);
  {
    std::lock_guard<std::mutex> lock(registry().mutex);
    registry().children.erase(pid);
  }
  if (!inTime)
    result.trouble =
        "took more than " + std::to_string(int64_t(options.timeLimit)) + " s";
  else if (WIFEXITED(status))
    result.code = WEXITSTATUS(status);
  else if (WIFSIGNALED(status))
    result.trouble = std::string("died of ") + ::strsignal(WTERMSIG(status));
  return result;
}

std::string lutra::driver::thisProgram() {
  char path[PATH_MAX];
  ssize_t length = ::readlink("/proc/self/exe", path, sizeof path);
  return length < 0 ? "" : std::string(path, size_t(length));
}

std::string lutra::driver::siblingTool(const std::string &name) {
  std::string path = thisProgram();
  path = path.substr(0, path.rfind('/') + 1) + name;
  return ::access(path.c_str(), X_OK) == 0 ? path : name;
}

double lutra::driver::peakMemoryMb() {
  struct rusage usage;
  ::getrusage(RUSAGE_SELF, &usage);
  return double(usage.ru_maxrss) / 1024;
}
