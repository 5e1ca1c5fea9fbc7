//===- lutra-test-bundle.cpp - write a bundle made by hand ----------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TestBundle.h"

#include <cstdio>

int main(int argc, char **argv) {
  if (argc != 3 || lutra::test::manifestTemplate(argv[1]).empty()) {
    std::fprintf(stderr,
                 "usage: lutra-test-bundle add|kv|concat|trouble DIRECTORY\n");
    return 2;
  }
  if (!lutra::test::writeBundle(argv[2], argv[1])) {
    std::fprintf(stderr, "cannot write %s\n", argv[2]);
    return 1;
  }
  return 0;
}
