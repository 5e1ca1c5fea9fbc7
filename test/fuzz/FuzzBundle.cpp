//===- FuzzBundle.cpp - any bytes as the manifest of a bundle -------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Whoever reads a manifest reads it: the runtime with and without hashes, the
// compiler that looks for code to use again, and lutra-inspect. The code beside
// it is no library, so nothing of it runs and no bundle can be opened.
//
//===----------------------------------------------------------------------===//

#include "FuzzTarget.h"
#include "lutra-rt/lutra.h"
#include "lutra/Pipelines/Inspect.h"
#include "lutra/Target/Bundle/Bundle.h"
#include "llvm/Support/raw_ostream.h"

#include <cstring>

using namespace lutra;
using namespace lutra::test;

static void open(const std::string &bundle, bool skipHashes) {
  lutra_open_options options = LUTRA_OPEN_OPTIONS_INIT;
  options.skip_hashes = skipHashes;
  options.threads = 1;
  lutra_model *model = nullptr;
  char message[512] = "";
  lutra_status status =
      lutra_open(bundle.c_str(), &options, &model, message, sizeof message);
  require(status != LUTRA_OK && !model, "a bundle without code is refused");
  require(std::strlen(message) > 0, "a refusal has a reason");
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const Scratch bundle;
  bundle.write("manifest.json", {reinterpret_cast<const char *>(data), size});
  bundle.write("weights.bin", std::string(64, '\0'));
  bundle.write("libmodel.so", "no library");
  std::string path = bundle.path("");

  open(path, /*skipHashes=*/false);
  open(path, /*skipHashes=*/true);
  findBundleCode(path, "key");
  llvm::json::Object inspection;
  std::string text;
  llvm::raw_string_ostream os(text);
  if (inspectBundle(path, inspection, os) == Outcome::Success)
    printInspection(inspection, os);
  require(!text.empty(), "lutra-inspect says something");
  return 0;
}
