//===- OneDnn.cpp - oneDNN, loaded when a bundle calls it -----------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "OneDnn.h"

#include <dlfcn.h>

using namespace lutra::runtime;

Error lutra::runtime::checkOneDnn(dnnl_status_t status, const char *what) {
  if (status == dnnl_success)
    return {};
  return {status == dnnl_out_of_memory ? LUTRA_ERROR_MEMORY : LUTRA_ERROR_MODEL,
          std::string("oneDNN cannot ") + what + " (status " +
              std::to_string(int(status)) + ")"};
}

Error OneDnn::open(std::unique_ptr<OneDnn> &result) {
  // It stays: OpenMP's threads and what belongs to threads cannot be unloaded.
  void *handle = ::dlopen(oneDnnLibrary, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (!handle) {
    const char *reason = ::dlerror();
    return {LUTRA_ERROR_BUNDLE,
            std::string("the bundle calls oneDNN, and ") + oneDnnLibrary +
                " cannot be loaded: " + (reason ? reason : "unknown reason") +
                "; install oneDNN 2 (Debian: libdnnl2), or compile the model "
                "with --library=none"};
  }
  std::unique_ptr<OneDnn> library(new OneDnn);
  Error error = library->load(handle);
  // The library stays, the handle need not.
  ::dlclose(handle);
  if (!error)
    result = std::move(library);
  return error;
}

Error OneDnn::load(void *handle) {
  std::string missing;
  auto find = [&](const char *name, auto &function) {
    function = reinterpret_cast<std::decay_t<decltype(function)>>(
        ::dlsym(handle, name));
    if (!function && missing.empty())
      missing = name;
  };
#define LUTRA_ONEDNN_FIND(name) find("dnnl_" #name, name);
  LUTRA_ONEDNN_FUNCTIONS(LUTRA_ONEDNN_FIND)
#undef LUTRA_ONEDNN_FIND
  if (!missing.empty())
    return {LUTRA_ERROR_BUNDLE,
            std::string(oneDnnLibrary) + " has no function " + quote(missing) +
                "; install oneDNN 2.6 or later of version 2, or compile the "
                "model with --library=none"};
  // oneDNN may have been built without OpenMP, and then has one thread anyway.
  find("omp_get_max_threads", getMaxThreads);
  find("omp_set_num_threads", setThreads);
  if (!getMaxThreads || !setThreads) {
    getMaxThreads = [] { return 1; };
    setThreads = [](int) {};
  }
  return checkOneDnn(engine_create(&engine, dnnl_cpu, 0),
                     "make an engine for this processor");
}

OneDnn::~OneDnn() {
  if (engine)
    engine_destroy(engine);
}
