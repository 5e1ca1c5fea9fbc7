//===- Files.cpp - whole files, read and written --------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Files.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace lutra::driver;

static std::string systemError(const std::string &what, int number) {
  return what + ": " + std::strerror(number);
}

std::string lutra::driver::readFile(const std::string &path,
                                    std::vector<char> &bytes) {
  int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return systemError("cannot open '" + path + "'", errno);
  struct stat status;
  std::string error;
  bytes.clear();
  if (::fstat(fd, &status) != 0) {
    error = systemError("cannot read '" + path + "'", errno);
  } else if (S_ISDIR(status.st_mode)) {
    error = "cannot read '" + path + "': it is a directory";
  } else {
    // Pipes have no size: read until there is no more.
    size_t size = 0;
    bytes.resize(S_ISREG(status.st_mode) ? size_t(status.st_size) + 1
                                         : 1 << 16);
    while (true) {
      ssize_t n = ::read(fd, bytes.data() + size, bytes.size() - size);
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        error = systemError("cannot read '" + path + "'", errno);
      if (n <= 0)
        break;
      size += size_t(n);
      if (size == bytes.size())
        bytes.resize(2 * size);
    }
    bytes.resize(size);
  }
  ::close(fd);
  return error;
}

FileSet::~FileSet() {
  for (const Entry &entry : entries)
    ::unlink(entry.temporary.c_str());
}

static bool writeAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return false;
    bytes.remove_prefix(size_t(n));
  }
  return true;
}

std::string FileSet::write(const std::string &path, std::string_view head,
                           std::string_view body) {
  std::string temporary = path + ".part-" + std::to_string(::getpid());
  int fd =
      ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (fd < 0)
    return systemError("cannot write '" + path + "'", errno);
  entries.push_back({temporary, path});
  bool good = writeAll(fd, head) && writeAll(fd, body);
  int number = errno;
  // Some file systems report a full disk only here.
  if (::close(fd) != 0 && good) {
    good = false;
    number = errno;
  }
  return good ? "" : systemError("cannot write '" + path + "'", number);
}

std::string FileSet::commit() {
  while (!entries.empty()) {
    const Entry &entry = entries.back();
    if (::rename(entry.temporary.c_str(), entry.path.c_str()) != 0)
      return systemError("cannot write '" + entry.path + "'", errno);
    entries.pop_back();
  }
  return "";
}

std::string lutra::driver::makeDirectory(const std::string &path) {
  std::error_code code;
  std::filesystem::create_directories(path, code);
  if (!code && !std::filesystem::is_directory(path, code) && !code)
    code = std::make_error_code(std::errc::not_a_directory);
  if (code)
    return "cannot make directory '" + path + "': " + code.message();
  return "";
}

std::string lutra::driver::fileNameFor(const std::string &name) {
  std::string result;
  for (char c : name) {
    auto byte = static_cast<unsigned char>(c);
    result += byte < 0x20 || byte == 0x7f || c == '/' || c == '\\' ? '_' : c;
  }
  // Hidden files, and the names of directories.
  if (result.empty() || result[0] == '.')
    result = "_" + result;
  // With room for a suffix: no file system takes more than 255 bytes.
  return result.substr(0, 200);
}

std::string lutra::driver::finishOutput() {
  if (std::fflush(stdout) == 0 && !std::ferror(stdout))
    return "";
  return systemError("cannot write to standard output", errno);
}
