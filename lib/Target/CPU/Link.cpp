//===- Link.cpp - objects to a shared object, in process ------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Codegen.h"

#include "lld/Common/Driver.h"
#include "llvm/Support/Errno.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <fcntl.h>
#include <link.h>
#include <mutex>
#include <sys/mman.h>
#include <thread>
#include <unistd.h>

LLD_HAS_DRIVER(elf)

using namespace llvm;

namespace {

/// A file that exists in memory only, closed at the end.
class MemoryFile {
public:
  static Expected<MemoryFile> create(const char *name) {
    int fd = memfd_create(name, MFD_CLOEXEC);
    if (fd < 0)
      return createStringError(errnoAsErrorCode(),
                               "cannot create a file in memory to link with");
    return MemoryFile(fd);
  }
  MemoryFile(MemoryFile &&other) : fd(std::exchange(other.fd, -1)) {}
  MemoryFile(const MemoryFile &) = delete;
  ~MemoryFile() {
    if (fd >= 0)
      close(fd);
  }

  Error write(ArrayRef<char> bytes) {
    raw_fd_ostream os(fd, /*shouldClose=*/false, /*unbuffered=*/true);
    os.write(bytes.data(), bytes.size());
    std::error_code code = os.error();
    os.clear_error();
    if (code)
      return createStringError(code, "cannot write to a file in memory");
    return Error::success();
  }

  std::string getPath() const { return "/proc/self/fd/" + std::to_string(fd); }

private:
  explicit MemoryFile(int fd) : fd(fd) {}
  int fd;
};

/// Collects what is written to a path. lld writes through a temporary file
/// beside its output when that is a regular file, one in memory included; into
/// a pipe it writes as it should.
class PipeReader {
public:
  static Expected<std::unique_ptr<PipeReader>> create() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
      return createStringError(errnoAsErrorCode(),
                               "cannot create a pipe to link with");
    return std::unique_ptr<PipeReader>(new PipeReader(ends[0], ends[1]));
  }
  ~PipeReader() {
    if (reader.joinable())
      finish();
    close(readEnd);
  }

  std::string getPath() const {
    return "/proc/self/fd/" + std::to_string(writeEnd);
  }

  /// Everything written so far; nothing can be written any more.
  StringRef finish() {
    close(writeEnd);
    reader.join();
    return bytes;
  }

private:
  PipeReader(int readEnd, int writeEnd)
      : readEnd(readEnd), writeEnd(writeEnd), reader([this] { read(); }) {}

  void read() {
    SmallVector<char, 0> buffer(1 << 16);
    for (;;) {
      Expected<size_t> count = sys::fs::readNativeFile(readEnd, buffer);
      if (!count) {
        consumeError(count.takeError()); // lld sees it as a broken pipe.
        return;
      }
      if (*count == 0)
        return;
      bytes.append(buffer.data(), *count);
    }
  }

  int readEnd;
  int writeEnd;
  std::string bytes;
  std::thread reader;
};

/// Run-time files of the C library that this process uses; a development
/// package is not needed to link against them.
std::vector<std::string> findCLibraries() {
  std::vector<std::string> paths;
  dl_iterate_phdr(
      [](dl_phdr_info *info, size_t, void *data) {
        StringRef name = sys::path::filename(info->dlpi_name);
        if (name == "libm.so.6" || name == "libc.so.6")
          static_cast<std::vector<std::string> *>(data)->push_back(
              info->dlpi_name);
        return 0;
      },
      &paths);
  return paths;
}

} // namespace

Expected<std::unique_ptr<MemoryBuffer>>
lutra::cpu::linkSharedObject(ArrayRef<ArrayRef<char>> objects) {
  std::vector<std::string> arguments = {
      // One thread, so that nothing else of lld's outlives the call.
      "ld.lld",
      "-shared",
      "--threads=1",
      "--gc-sections",
      "-z",
      "now",
      "-z",
      "defs",
      "--as-needed",
      "--hash-style=gnu",
      "--build-id=none",
      "-soname",
      "libmodel.so"};

  std::vector<MemoryFile> files;
  for (ArrayRef<char> object : objects) {
    Expected<MemoryFile> file = MemoryFile::create("object");
    if (!file)
      return file.takeError();
    if (Error error = file->write(object))
      return std::move(error);
    arguments.push_back(file->getPath());
    files.push_back(std::move(*file));
  }
  Expected<std::unique_ptr<PipeReader>> output = PipeReader::create();
  if (!output)
    return output.takeError();
  arguments.push_back("-o");
  arguments.push_back((*output)->getPath());
  for (std::string &path : findCLibraries())
    arguments.push_back(std::move(path));

  std::vector<const char *> argv;
  for (const std::string &argument : arguments)
    argv.push_back(argument.c_str());
  std::string messages;
  raw_string_ostream os(messages);
  {
    // lld keeps its state in globals.
    static std::mutex linking;
    std::lock_guard<std::mutex> lock(linking);
    lld::Result result =
        lld::lldMain(argv, os, os, {{lld::Gnu, &lld::elf::link}});
    if (result.retCode != 0)
      return createStringError("cannot link the generated code: " +
                               StringRef(messages).trim());
  }

  return MemoryBuffer::getMemBufferCopy((*output)->finish(), "libmodel.so");
}
