//===- FuzzTarget.h - what the fuzz targets share ---------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TEST_FUZZ_FUZZTARGET_H
#define LUTRA_TEST_FUZZ_FUZZTARGET_H

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <unistd.h>

/// One input; the name is libFuzzer's. Without libFuzzer, Standalone.cpp
/// calls it.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

namespace lutra::test {

/// Ends the program, which libFuzzer takes for a finding.
inline void require(bool holds, const char *what) {
  if (holds)
    return;
  std::fprintf(stderr, "fuzz target: expected that %s\n", what);
  std::abort();
}

/// A folder for the inputs that must be files, gone when the program ends.
class Scratch {
public:
  Scratch() {
    std::string name = std::filesystem::temp_directory_path().string() +
                       "/lutra-fuzz-" + std::string(6, 'X');
    require(::mkdtemp(&name[0]), "there is a place for temporary files");
    folder = name;
  }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }
  Scratch(const Scratch &) = delete;
  Scratch &operator=(const Scratch &) = delete;

  std::string path(const char *name) const { return (folder / name).string(); }

  void write(const char *name, std::string_view bytes) const {
    std::ofstream file(folder / name, std::ios::binary);
    file.write(bytes.data(), std::streamsize(bytes.size()));
    file.close();
    require(bool(file), "a temporary file can be written");
  }

private:
  std::filesystem::path folder;
};

/// The text up to a newline, which goes from the front of `input`.
inline std::string_view takeLine(std::string_view &input) {
  std::string_view line = input.substr(0, input.find('\n'));
  input.remove_prefix(line.size() == input.size() ? line.size()
                                                  : line.size() + 1);
  return line;
}

} // namespace lutra::test

#endif // LUTRA_TEST_FUZZ_FUZZTARGET_H
