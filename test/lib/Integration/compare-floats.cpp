//===- compare-floats.cpp - two files of floats within a tolerance --------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// compare-floats GOT WANT TOLERANCE
//
// Files are little-endian 32-bit floats, as .npy (version 1, `<f4`, C order)
// or bare. Fails when their numbers of elements differ, when WANT is empty, or
// when an element differs by more than TOLERANCE; prints the largest
// difference.
//
//===----------------------------------------------------------------------===//

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

[[noreturn]] void fail(const std::string &message) {
  std::fprintf(stderr, "error: %s\n", message.c_str());
  std::exit(1);
}

std::vector<float> read(const std::string &path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(file)),
                    std::istreambuf_iterator<char>());
  const std::string magic("\x93NUMPY\x01\x00", 8);
  if (bytes.compare(0, magic.size(), magic) == 0) {
    const size_t header = size_t(static_cast<unsigned char>(bytes[8])) +
                          256 * static_cast<unsigned char>(bytes[9]);
    const std::string text = bytes.substr(10, header);
    if (text.find("'<f4'") == std::string::npos ||
        text.find("'fortran_order': False") == std::string::npos)
      fail("'" + path + "' holds no floats in C order");
    bytes.erase(0, 10 + header);
  }
  if (bytes.empty() || bytes.size() % sizeof(float) != 0)
    fail("'" + path + "' cannot be read or holds no floats");
  std::vector<float> floats(bytes.size() / sizeof(float));
  std::memcpy(floats.data(), bytes.data(), bytes.size());
  return floats;
}

} // namespace

int main(int argc, char **argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: %s GOT WANT TOLERANCE\n", argv[0]);
    return 2;
  }
  const std::vector<float> got = read(argv[1]), want = read(argv[2]);
  if (got.size() != want.size())
    fail(std::to_string(got.size()) + " elements, expects " +
         std::to_string(want.size()));
  double largest = 0;
  for (size_t i = 0; i < got.size(); ++i) {
    const double difference = std::abs(double(got[i]) - want[i]);
    largest = difference <= largest ? largest : difference; // keeps a NaN
  }
  if (!(largest <= std::atof(argv[3])))
    fail("differs by " + std::to_string(largest));
  std::printf("%zu elements within %.2g\n", got.size(), largest);
  return 0;
}
