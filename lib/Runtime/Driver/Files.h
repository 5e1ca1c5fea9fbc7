//===- Files.h - whole files, read and written ------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Functions here return what went wrong, with the path in it, or "".
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_RUNTIME_DRIVER_FILES_H
#define LUTRA_LIB_RUNTIME_DRIVER_FILES_H

#include <string>
#include <string_view>
#include <vector>

namespace lutra::driver {

std::string readFile(const std::string &path, std::vector<char> &bytes);

/// Files that appear together: each is written under another name, and all are
/// renamed by commit(). What is not committed leaves no trace.
class FileSet {
public:
  FileSet() = default;
  ~FileSet();
  FileSet(const FileSet &) = delete;
  FileSet &operator=(const FileSet &) = delete;

  /// Writes `head` and then `body` to what will be `path`.
  std::string write(const std::string &path, std::string_view head,
                    std::string_view body);
  std::string commit();

private:
  struct Entry {
    std::string temporary, path;
  };
  std::vector<Entry> entries;
};

/// Makes a directory and the directories it lies in; fine when it exists.
std::string makeDirectory(const std::string &path);

/// A file name out of any name: one path component, printable.
std::string fileNameFor(const std::string &name);

/// Flushes stdout; what was printed but could not be written is an error.
std::string finishOutput();

} // namespace lutra::driver

#endif // LUTRA_LIB_RUNTIME_DRIVER_FILES_H
