//===- Fixture.h - a bundle, a model and a context --------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TEST_UNIT_RUNTIME_FIXTURE_H
#define LUTRA_TEST_UNIT_RUNTIME_FIXTURE_H

#include "TestBundle.h"
#include "lutra-rt/lutra.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace lutra::test {

/// A directory that goes away with the test.
class TemporaryDirectory {
public:
  TemporaryDirectory() {
    std::string name =
        testing::TempDir() + "lutra-rt-test-" + std::string(6, 'X');
    if (::mkdtemp(&name[0]))
      path = name;
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  std::string path;
};

/// An opened bundle by hand.
class Opened {
public:
  explicit Opened(const std::string &model, int32_t threads = 2) {
    EXPECT_TRUE(writeBundle(directory.path + "/bundle", model));
    lutra_open_options options = LUTRA_OPEN_OPTIONS_INIT;
    options.threads = threads;
    open(options);
  }
  Opened(const std::string &model, const lutra_open_options &options) {
    EXPECT_TRUE(writeBundle(directory.path + "/bundle", model));
    open(options);
  }
  ~Opened() {
    lutra_context_destroy(context);
    lutra_close(model);
  }
  Opened(const Opened &) = delete;
  Opened &operator=(const Opened &) = delete;

  template <typename T>
  lutra_status set(const char *name, lutra_dtype dtype,
                   const std::vector<T> &data,
                   const std::vector<int64_t> &dims) {
    return lutra_set_input(context, size_t(lutra_find_input(model, name)),
                           data.data(), dtype, dims.data(),
                           int32_t(dims.size()));
  }

  template <typename T> std::vector<T> output(const char *name) {
    lutra_tensor tensor;
    if (lutra_get_output(context, size_t(lutra_find_output(model, name)),
                         &tensor) != LUTRA_OK) {
      ADD_FAILURE() << message();
      return {};
    }
    dims.assign(tensor.dims, tensor.dims + tensor.rank);
    auto *data = static_cast<const T *>(tensor.data);
    return std::vector<T>(data, data + tensor.bytes / sizeof(T));
  }

  std::string message() const { return lutra_context_message(context); }

  TemporaryDirectory directory;
  lutra_model *model = nullptr;
  lutra_context *context = nullptr;
  std::vector<int64_t> dims; ///< Of the output read last.

private:
  void open(const lutra_open_options &options) {
    char message[512];
    EXPECT_EQ(lutra_open((directory.path + "/bundle").c_str(), &options, &model,
                         message, sizeof message),
              LUTRA_OK)
        << message;
    EXPECT_EQ(lutra_context_create(model, &context), LUTRA_OK);
  }
};

} // namespace lutra::test

#endif // LUTRA_TEST_UNIT_RUNTIME_FIXTURE_H
