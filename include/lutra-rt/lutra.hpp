//===- lutra.hpp - run compiled models from C++ -----------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Owning handles over the C ABI (lutra.h, which says what each call does).
// C++17, header only, no exceptions: what can fail returns a Status, which is
// true when it went wrong.
//
//   lutra::rt::Model model;
//   if (lutra::rt::Status failed = model.open("digits.lutra"))
//     return complain(failed.message());
//   lutra::rt::Context context(model);
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_RT_LUTRA_HPP
#define LUTRA_RT_LUTRA_HPP

#include "lutra-rt/lutra.h"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <type_traits>
#include <utility>

namespace lutra::rt {

/// The outcome of a call. Converts to true when it is an error.
class [[nodiscard]] Status {
public:
  Status() = default;
  Status(lutra_status code, std::string text)
      : status(code), text(std::move(text)) {}

  explicit operator bool() const { return status != LUTRA_OK; }
  lutra_status code() const { return status; }
  const std::string &message() const { return text; }

private:
  lutra_status status = LUTRA_OK;
  std::string text;
};

/// The dtype that holds a C++ type, as in dtypeOf<float>.
template <typename T> inline constexpr lutra_dtype dtypeOf = lutra_dtype(0);
template <> inline constexpr lutra_dtype dtypeOf<float> = LUTRA_F32;
template <> inline constexpr lutra_dtype dtypeOf<double> = LUTRA_F64;
template <> inline constexpr lutra_dtype dtypeOf<int8_t> = LUTRA_I8;
template <> inline constexpr lutra_dtype dtypeOf<int16_t> = LUTRA_I16;
template <> inline constexpr lutra_dtype dtypeOf<int32_t> = LUTRA_I32;
template <> inline constexpr lutra_dtype dtypeOf<int64_t> = LUTRA_I64;
template <> inline constexpr lutra_dtype dtypeOf<uint8_t> = LUTRA_U8;
template <> inline constexpr lutra_dtype dtypeOf<uint16_t> = LUTRA_U16;
template <> inline constexpr lutra_dtype dtypeOf<uint32_t> = LUTRA_U32;
template <> inline constexpr lutra_dtype dtypeOf<uint64_t> = LUTRA_U64;
template <> inline constexpr lutra_dtype dtypeOf<bool> = LUTRA_BOOL;

/// An opened bundle. May be shared by threads; contexts outlive it.
class Model {
public:
  Model() = default;
  Model(Model &&other) noexcept : model(std::exchange(other.model, nullptr)) {}
  Model &operator=(Model &&other) noexcept {
    std::swap(model, other.model);
    return *this;
  }
  ~Model() { lutra_close(model); }

  Status open(const std::string &path,
              const lutra_open_options &options = LUTRA_OPEN_OPTIONS_INIT) {
    char message[2048];
    lutra_model *opened = nullptr;
    lutra_status status =
        lutra_open(path.c_str(), &options, &opened, message, sizeof message);
    if (status != LUTRA_OK)
      return {status, message};
    lutra_close(model);
    model = opened;
    return {};
  }

  explicit operator bool() const { return model != nullptr; }
  const lutra_model *get() const { return model; }

  size_t inputCount() const { return lutra_input_count(model); }
  size_t outputCount() const { return lutra_output_count(model); }
  /// `index` has to be below the count.
  const lutra_tensor_info &input(size_t index) const {
    return *lutra_input_info(model, index);
  }
  const lutra_tensor_info &output(size_t index) const {
    return *lutra_output_info(model, index);
  }
  /// The index of a name, or -1.
  int64_t findInput(const std::string &name) const {
    return lutra_find_input(model, name.c_str());
  }
  int64_t findOutput(const std::string &name) const {
    return lutra_find_output(model, name.c_str());
  }
  std::string variant() const { return lutra_variant_name(model); }
  std::string compiler() const { return lutra_compiler_name(model); }
  std::string name() const { return lutra_model_name(model); }
  int32_t threads() const { return lutra_thread_count(model); }
  size_t stepCount() const { return lutra_step_count(model); }
  const lutra_step &step(size_t index) const {
    return *lutra_step_info(model, index);
  }

private:
  lutra_model *model = nullptr;
};

/// One thread's use of a model.
class Context {
public:
  Context() = default;
  /// Tests false when there was no memory for it.
  explicit Context(const Model &model) {
    (void)lutra_context_create(model.get(), &context);
  }
  Context(Context &&other) noexcept
      : context(std::exchange(other.context, nullptr)) {}
  Context &operator=(Context &&other) noexcept {
    std::swap(context, other.context);
    return *this;
  }
  ~Context() { lutra_context_destroy(context); }

  explicit operator bool() const { return context != nullptr; }
  lutra_context *get() const { return context; }

  /// `data` is borrowed until the last run that uses it.
  Status setInput(size_t index, const void *data, lutra_dtype dtype,
                  const int64_t *dims, size_t rank) {
    return check(lutra_set_input(context, index, data, dtype, dims,
                                 static_cast<int32_t>(rank)));
  }
  /// The same for a container of elements (a vector, an array, a span) and one
  /// of sizes.
  template <typename Elements, typename Sizes>
  Status setInput(size_t index, const Elements &elements, const Sizes &dims) {
    using Element = std::remove_const_t<
        std::remove_pointer_t<decltype(std::data(elements))>>;
    static_assert(dtypeOf<Element> != 0, "no dtype holds this type");
    int64_t count = 1;
    for (int64_t dim : dims)
      count *= dim;
    if (static_cast<int64_t>(std::size(elements)) != count)
      return {LUTRA_ERROR_INPUT, "input " + std::to_string(index) + ": " +
                                     std::to_string(std::size(elements)) +
                                     " elements given, the sizes say " +
                                     std::to_string(count)};
    return setInput(index, std::data(elements), dtypeOf<Element>,
                    std::data(dims), std::size(dims));
  }

  /// Computes only the last `count` positions of an output that allows it.
  Status limitPositions(size_t index, int64_t count) {
    return check(lutra_limit_positions(context, index, count));
  }
  Status run() { return check(lutra_run(context)); }

  Status getOutput(size_t index, lutra_tensor &tensor) {
    return check(lutra_get_output(context, index, &tensor));
  }
  /// A row of an output seen as a matrix; negative ones count from the end.
  template <typename T>
  Status getRow(size_t index, int64_t row, const T *&data, int64_t &count) {
    const void *start = nullptr;
    Status status =
        check(lutra_get_output_row(context, index, row, &start, &count));
    data = static_cast<const T *>(start);
    return status;
  }

  /// See lutra_profile_enable.
  Status enableProfile() { return check(lutra_profile_enable(context)); }
  void disableProfile() { lutra_profile_disable(context); }
  Status getProfile(size_t step, int64_t &runs, double &nanoseconds) {
    return check(lutra_get_profile(context, step, &runs, &nanoseconds));
  }

  Status enableState(int64_t capacity) {
    return check(lutra_state_enable(context, capacity));
  }
  void disableState() { lutra_state_disable(context); }
  Status truncateState(int64_t length) {
    return check(lutra_state_truncate(context, length));
  }
  Status resetState() { return check(lutra_state_reset(context)); }
  int64_t stateLength() const { return lutra_state_length(context); }
  int64_t stateCapacity() const { return lutra_state_capacity(context); }
  Status getState(size_t input, lutra_tensor &tensor) {
    return check(lutra_get_state(context, input, &tensor));
  }

private:
  Status check(lutra_status status) const {
    if (status == LUTRA_OK)
      return {};
    return {status, lutra_context_message(context)};
  }

  lutra_context *context = nullptr;
};

} // namespace lutra::rt

#endif // LUTRA_RT_LUTRA_HPP
