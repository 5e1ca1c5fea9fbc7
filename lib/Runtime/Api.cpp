//===- Api.cpp - the C ABI ------------------------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Context.h"

#include <algorithm>
#include <cstring>
#include <new>

using namespace lutra::runtime;

/// Models are counted, so that contexts keep what they need.
struct lutra_model {
  std::shared_ptr<const Model> model;
};

struct lutra_context {
  explicit lutra_context(std::shared_ptr<const Model> model)
      : context(std::move(model)) {}
  Context context;
};

/// Calls `body` on the context; the text of its error stays there.
template <typename Body>
static lutra_status with(lutra_context *context, Body body) {
  if (!context)
    return LUTRA_ERROR_ARGUMENT;
  Error error = body(context->context);
  context->context.message = error.text();
  return error.code();
}

static void copyMessage(const std::string &text, char *message, size_t size) {
  if (!message || !size)
    return;
  size_t length = std::min(text.size(), size - 1);
  std::memcpy(message, text.data(), length);
  message[length] = '\0';
}

uint32_t lutra_abi_version(void) { return LUTRA_ABI_VERSION; }

//===----------------------------------------------------------------------===//
// Models
//===----------------------------------------------------------------------===//

static Error openModel(const char *path, const lutra_open_options *given,
                       lutra_model *&result) {
  if (!path)
    return {LUTRA_ERROR_ARGUMENT, "no path given"};
  lutra_open_options options = LUTRA_OPEN_OPTIONS_INIT;
  if (given) {
    // A host may have been built with an older header, with fewer members.
    if (given->struct_size < sizeof(size_t) ||
        given->struct_size > sizeof(options))
      return {LUTRA_ERROR_VERSION,
              "the options have a size this runtime does not know; "
              "initialise them with LUTRA_OPEN_OPTIONS_INIT and use the header "
              "that came with this runtime"};
    std::memcpy(&options, given, given->struct_size);
  }
  if (options.threads < 0)
    return {LUTRA_ERROR_ARGUMENT, "the number of threads is negative"};
  if (!options.allocator.allocate != !options.allocator.release)
    return {LUTRA_ERROR_ARGUMENT,
            "an allocator needs both allocate and release"};
  std::unique_ptr<Bundle> bundle;
  if (Error error =
          Bundle::open(path, !options.skip_hashes,
                       options.variant ? options.variant : "", bundle))
    return error;
  // Libraries come last: what is wrong with the bundle itself is told first.
  std::unique_ptr<OneDnn> library;
  if (!bundle->manifest().libraries.empty())
    if (Error error = OneDnn::open(library))
      return error;
  result = new lutra_model{std::make_shared<const Model>(
      std::move(bundle), std::move(library), options)};
  return {};
}

lutra_status lutra_open(const char *path, const lutra_open_options *options,
                        lutra_model **model, char *message,
                        size_t message_size) {
  copyMessage("", message, message_size);
  if (!model) {
    copyMessage("no place for the model given", message, message_size);
    return LUTRA_ERROR_ARGUMENT;
  }
  *model = nullptr;
  Error error = openModel(path, options, *model);
  copyMessage(error.text(), message, message_size);
  return error.code();
}

void lutra_close(lutra_model *model) { delete model; }

/// Either list of a model; empty without one.
static const std::vector<lutra_tensor_info> &
inputsOf(const lutra_model *model) {
  static const std::vector<lutra_tensor_info> none;
  return model ? model->model->inputs : none;
}

static const std::vector<lutra_tensor_info> &
outputsOf(const lutra_model *model) {
  return model ? model->model->outputs : inputsOf(nullptr);
}

static const lutra_tensor_info *
element(const std::vector<lutra_tensor_info> &infos, size_t index) {
  return index < infos.size() ? &infos[index] : nullptr;
}

static int64_t indexOf(const std::vector<lutra_tensor_info> &infos,
                       const char *name) {
  for (size_t i = 0; name && i != infos.size(); ++i)
    if (!std::strcmp(infos[i].name, name))
      return int64_t(i);
  return -1;
}

size_t lutra_input_count(const lutra_model *model) {
  return inputsOf(model).size();
}

size_t lutra_output_count(const lutra_model *model) {
  return outputsOf(model).size();
}

const lutra_tensor_info *lutra_input_info(const lutra_model *model,
                                          size_t index) {
  return element(inputsOf(model), index);
}

const lutra_tensor_info *lutra_output_info(const lutra_model *model,
                                           size_t index) {
  return element(outputsOf(model), index);
}

int64_t lutra_find_input(const lutra_model *model, const char *name) {
  return indexOf(inputsOf(model), name);
}

int64_t lutra_find_output(const lutra_model *model, const char *name) {
  return indexOf(outputsOf(model), name);
}

const char *lutra_variant_name(const lutra_model *model) {
  return model ? model->model->bundle->variant().name.c_str() : "";
}

const char *lutra_compiler_name(const lutra_model *model) {
  return model ? model->model->bundle->manifest().compiler.c_str() : "";
}

const char *lutra_model_name(const lutra_model *model) {
  return model ? model->model->bundle->manifest().model.c_str() : "";
}

int32_t lutra_thread_count(const lutra_model *model) {
  return model ? int32_t(model->model->executor.threads()) : 0;
}

size_t lutra_step_count(const lutra_model *model) {
  return model ? model->model->steps.size() : 0;
}

const lutra_step *lutra_step_info(const lutra_model *model, size_t index) {
  return model && index < model->model->steps.size()
             ? &model->model->steps[index]
             : nullptr;
}

//===----------------------------------------------------------------------===//
// Contexts
//===----------------------------------------------------------------------===//

lutra_status lutra_context_create(const lutra_model *model,
                                  lutra_context **context) {
  if (!context)
    return LUTRA_ERROR_ARGUMENT;
  *context = nullptr;
  if (!model)
    return LUTRA_ERROR_ARGUMENT;
  *context = new (std::nothrow) lutra_context(model->model);
  return *context ? LUTRA_OK : LUTRA_ERROR_MEMORY;
}

void lutra_context_destroy(lutra_context *context) { delete context; }

const char *lutra_context_message(const lutra_context *context) {
  return context ? context->context.message.c_str() : "no context given";
}

lutra_status lutra_set_input(lutra_context *context, size_t index,
                             const void *data, lutra_dtype dtype,
                             const int64_t *dims, int32_t rank) {
  return with(context, [&](Context &c) {
    return c.setInput(index, data, dtype, dims, rank);
  });
}

lutra_status lutra_run(lutra_context *context) {
  return with(context, [](Context &c) { return c.run(); });
}

lutra_status lutra_get_output(lutra_context *context, size_t index,
                              lutra_tensor *output) {
  return with(context, [&](Context &c) -> Error {
    if (!output)
      return {LUTRA_ERROR_ARGUMENT, "no place for the output given"};
    return c.getOutput(index, *output);
  });
}

lutra_status lutra_profile_enable(lutra_context *context) {
  return with(context, [](Context &c) -> Error {
    c.enableProfile(true);
    return {};
  });
}

void lutra_profile_disable(lutra_context *context) {
  if (context)
    context->context.enableProfile(false);
}

lutra_status lutra_get_profile(lutra_context *context, size_t step,
                               int64_t *runs, double *nanoseconds) {
  return with(context, [&](Context &c) -> Error {
    if (!runs || !nanoseconds)
      return {LUTRA_ERROR_ARGUMENT, "no place for the times given"};
    return c.getProfile(step, *runs, *nanoseconds);
  });
}

lutra_status lutra_limit_positions(lutra_context *context, size_t index,
                                   int64_t count) {
  return with(context,
              [&](Context &c) { return c.limitPositions(index, count); });
}

static Error getRow(Context &context, size_t index, int64_t row,
                    const void *&data, int64_t &count) {
  lutra_tensor tensor;
  if (Error error = context.getOutput(index, tensor))
    return error;
  if (tensor.rank == 0)
    return {LUTRA_ERROR_ARGUMENT, "a scalar output has no rows"};
  int64_t rows = 1;
  for (int32_t i = 0; i + 1 < tensor.rank; ++i)
    // Only rows of nothing can be too many to count.
    if (!multiply(rows, tensor.dims[i], rows))
      rows = 0;
  int64_t wanted = row < 0 ? row + rows : row;
  if (wanted < 0 || wanted >= rows)
    return {LUTRA_ERROR_ARGUMENT, "there is no row " + std::to_string(row) +
                                      " in an output of " +
                                      std::to_string(rows) + " rows"};
  count = tensor.dims[tensor.rank - 1];
  data = static_cast<const char *>(tensor.data) +
         wanted * count * int64_t(lutra_dtype_size(tensor.dtype));
  return {};
}

lutra_status lutra_get_output_row(lutra_context *context, size_t index,
                                  int64_t row, const void **data,
                                  int64_t *count) {
  return with(context, [&](Context &c) -> Error {
    if (!data || !count)
      return {LUTRA_ERROR_ARGUMENT, "no place for the row given"};
    return getRow(c, index, row, *data, *count);
  });
}

//===----------------------------------------------------------------------===//
// State
//===----------------------------------------------------------------------===//

lutra_status lutra_state_enable(lutra_context *context, int64_t capacity) {
  return with(context, [&](Context &c) { return c.enableState(capacity); });
}

void lutra_state_disable(lutra_context *context) {
  if (context)
    context->context.disableState();
}

int64_t lutra_state_length(const lutra_context *context) {
  return context ? context->context.state().length() : 0;
}

int64_t lutra_state_capacity(const lutra_context *context) {
  return context ? context->context.state().capacity() : 0;
}

lutra_status lutra_state_truncate(lutra_context *context, int64_t length) {
  return with(context, [&](Context &c) { return c.truncateState(length); });
}

lutra_status lutra_state_reset(lutra_context *context) {
  return lutra_state_truncate(context, 0);
}

lutra_status lutra_get_state(lutra_context *context, size_t index,
                             lutra_tensor *state) {
  return with(context, [&](Context &c) -> Error {
    if (!state)
      return {LUTRA_ERROR_ARGUMENT, "no place for the state given"};
    return c.getState(index, *state);
  });
}
