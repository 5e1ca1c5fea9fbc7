//===- Context.cpp - inputs, a run, outputs -------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Context.h"

#include <algorithm>
#include <unordered_map>

using namespace lutra::runtime;

//===----------------------------------------------------------------------===//
// Model
//===----------------------------------------------------------------------===//

Model::Model(std::unique_ptr<Bundle> opened, std::unique_ptr<OneDnn> library,
             const lutra_open_options &options)
    : bundle(std::move(opened)),
      allocator(options.allocator.allocate ? options.allocator
                                           : systemAllocator()),
      executor(options), primitives(library ? std::make_unique<PrimitiveCache>(
                                                  std::move(library), allocator,
                                                  bundle->weights().data(),
                                                  bundle->weights().size())
                                            : nullptr) {
  auto describeAll = [&](const std::vector<TensorSpec> &specs,
                         std::vector<lutra_tensor_info> &infos) {
    for (const TensorSpec &spec : specs) {
      std::vector<lutra_dim> &sizes = dims.emplace_back();
      for (const Dimension &dim : spec.dims)
        sizes.push_back(
            {dim.size, dim.name.empty() ? nullptr : dim.name.c_str()});
      infos.push_back({spec.name.c_str(), spec.dtype, int32_t(sizes.size()),
                       sizes.data(), spec.statePeer, spec.stateAxis,
                       spec.positionAxis});
    }
  };
  describeAll(bundle->manifest().inputs, inputs);
  describeAll(bundle->manifest().outputs, outputs);
  for (const Step &step : bundle->manifest().steps)
    steps.push_back({step.nodes.c_str(), step.kernel.c_str()});
  std::unordered_map<std::string, int32_t> numbers;
  for (const TensorSpec &spec : bundle->manifest().inputs) {
    std::vector<int32_t> &names = dimNames.emplace_back();
    for (const Dimension &dim : spec.dims)
      names.push_back(
          dim.name.empty()
              ? -1
              : numbers.try_emplace(dim.name, int32_t(numbers.size()))
                    .first->second);
  }
  dimNameCount = numbers.size();
}

//===----------------------------------------------------------------------===//
// Profiles
//===----------------------------------------------------------------------===//

void Context::enableProfile(bool enable) {
  profile = enable ? std::make_unique<Profile>(model->steps.size()) : nullptr;
  call.setProfile(profile.get());
}

Error Context::getProfile(size_t step, int64_t &runs,
                          double &nanoseconds) const {
  if (!profile)
    return {LUTRA_ERROR_ARGUMENT,
            "nothing was measured; call lutra_profile_enable first"};
  if (step >= profile->steps().size())
    return {LUTRA_ERROR_ARGUMENT, "there is no step " + std::to_string(step)};
  runs = profile->steps()[step].runs;
  nanoseconds = profile->steps()[step].nanoseconds;
  return {};
}

//===----------------------------------------------------------------------===//
// Inputs
//===----------------------------------------------------------------------===//

/// "f32[batch_size, 4, ?, 32]".
static std::string describe(const TensorSpec &spec) {
  std::string text = lutra_dtype_name(spec.dtype);
  text += '[';
  for (const Dimension &dim : spec.dims) {
    if (&dim != spec.dims.data())
      text += ", ";
    text += dim.size >= 0      ? std::to_string(dim.size)
            : dim.name.empty() ? "?"
                               : dim.name;
  }
  return text + ']';
}

Context::Context(std::shared_ptr<const Model> shared)
    : model(std::move(shared)),
      primitives(model->primitives ? std::make_unique<PrimitiveRunner>(
                                         *model->primitives, model->executor,
                                         model->allocator)
                                   : nullptr),
      call(model->executor, model->allocator, *this, primitives.get()),
      inputs(model->inputs.size()),
      caches(model->bundle->manifest().inputs, model->allocator),
      namedSizes(model->dimNameCount) {
  for (size_t i = 0; i != model->outputs.size(); ++i)
    outputs.emplace_back(model->allocator);
  const auto &specs = model->bundle->manifest().inputs;
  size_t words = 3 + 2;
  for (size_t i = 0; i != specs.size(); ++i) {
    inputs[i].dims.resize(specs[i].dims.size());
    words += 3 + 2 * specs[i].dims.size();
  }
  descriptors.resize(words);
  arguments.resize(2 + specs.size());
}

Error Context::setInput(size_t index, const void *data, lutra_dtype dtype,
                        const int64_t *dims, int32_t rank) {
  if (index >= inputs.size())
    return {LUTRA_ERROR_ARGUMENT, "there is no input " + std::to_string(index) +
                                      "; the model has " +
                                      std::to_string(inputs.size())};
  const TensorSpec &spec = model->bundle->manifest().inputs[index];
  if (rank < 0 || (rank > 0 && !dims))
    return {LUTRA_ERROR_ARGUMENT,
            "input " + quote(spec.name) + ": no dimensions given"};
  if (isCached(index))
    return {LUTRA_ERROR_STATE, "input " + quote(spec.name) +
                                   " is kept by the runtime in state mode; "
                                   "leave it unset or disable the state"};
  auto mismatch = [&](const std::string &what) -> Error {
    std::string found = size_t(rank) <= maxRank
                            ? runtime::describe(dtype, dims, size_t(rank))
                            : "rank " + std::to_string(rank);
    return {LUTRA_ERROR_INPUT, "input " + quote(spec.name) + ": expects " +
                                   ::describe(spec) + ", got " + found + what};
  };
  if (dtype != spec.dtype || size_t(rank) != spec.dims.size())
    return mismatch("");
  for (int32_t i = 0; i != rank; ++i) {
    if (dims[i] < 0)
      return mismatch(": dimension " + std::to_string(i) + " is negative");
    if (spec.dims[i].size >= 0 && spec.dims[i].size != dims[i])
      return mismatch(": dimension " + std::to_string(i) + " has to be " +
                      std::to_string(spec.dims[i].size));
  }
  int64_t bytes = 0;
  if (!byteSize(dtype, dims, size_t(rank), bytes))
    return mismatch(": no memory holds that many bytes");
  if (!data && bytes)
    return {LUTRA_ERROR_ARGUMENT,
            "input " + quote(spec.name) + ": the data pointer is null"};
  if (reinterpret_cast<uintptr_t>(data) % lutra_dtype_size(dtype))
    return {LUTRA_ERROR_ARGUMENT,
            "input " + quote(spec.name) +
                ": the data is not aligned to its elements of " +
                std::to_string(lutra_dtype_size(dtype)) + " bytes"};
  Input &input = inputs[index];
  input.set = true;
  input.data = data;
  input.bytes = bytes;
  std::copy(dims, dims + rank, input.dims.begin());
  return {};
}

Error Context::checkAllSet() const {
  std::string missing;
  const auto &specs = model->bundle->manifest().inputs;
  for (size_t i = 0; i != inputs.size(); ++i) {
    if (inputs[i].set || isCached(i))
      continue;
    missing += missing.empty() ? "" : ", ";
    missing += quote(specs[i].name) + " " + ::describe(specs[i]);
  }
  if (missing.empty())
    return {};
  return {LUTRA_ERROR_INPUT, "these inputs are not set: " + missing};
}

/// Holds a dimension of an input to the size its name has elsewhere.
Error Context::unify(size_t input, size_t dim) {
  int32_t name = model->dimNames[input][dim];
  if (name < 0)
    return {};
  int64_t size = inputs[input].dims[dim];
  NamedSize &known = namedSizes[size_t(name)];
  if (known.size < 0)
    known = {size, input};
  if (known.size == size)
    return {};
  const auto &specs = model->bundle->manifest().inputs;
  return {LUTRA_ERROR_INPUT, "input " + quote(specs[input].name) +
                                 ": dimension " + std::to_string(dim) + " (" +
                                 quote(specs[input].dims[dim].name) + ") is " +
                                 std::to_string(size) + ", expects " +
                                 std::to_string(known.size) + " as in input " +
                                 quote(specs[known.input].name)};
}

/// Finds the sizes of a past that state mode keeps: its length, and otherwise
/// what the other inputs or the entries it holds say.
Error Context::inferPast(size_t input) {
  const TensorSpec &spec = model->bundle->manifest().inputs[input];
  const std::vector<int64_t> *held = caches.dimsOf(input);
  for (size_t i = 0; i != spec.dims.size(); ++i) {
    int32_t name = model->dimNames[input][i];
    int64_t named = name < 0 ? -1 : namedSizes[size_t(name)].size;
    bool isAxis = int32_t(i) == spec.stateAxis;
    int64_t &size = inputs[input].dims[i];
    if (isAxis)
      size = caches.lengthOf(input);
    else if (spec.dims[i].size >= 0)
      size = spec.dims[i].size;
    else if (named >= 0)
      size = named;
    else if (held)
      size = (*held)[i];
    else
      return {LUTRA_ERROR_STATE,
              "state mode cannot tell dimension " + std::to_string(i) + " of " +
                  quote(spec.name) + " " + ::describe(spec) +
                  " from the other inputs; run without state mode"};
    if (Error error = unify(input, i))
      return error;
    if (held && !isAxis && size != (*held)[i])
      return {LUTRA_ERROR_STATE,
              "the KV cache of " + quote(spec.name) +
                  " holds entries with size " + std::to_string((*held)[i]) +
                  " in dimension " + std::to_string(i) +
                  ", and this run's inputs say " + std::to_string(size) +
                  "; reset the state first"};
  }
  return {};
}

/// Equal names have equal sizes over all inputs.
Error Context::unifyDimensions() {
  std::fill(namedSizes.begin(), namedSizes.end(), NamedSize());
  for (size_t input = 0; input != inputs.size(); ++input)
    if (!isCached(input))
      for (size_t i = 0; i != inputs[input].dims.size(); ++i)
        if (Error error = unify(input, i))
          return error;
  for (size_t input = 0; input != inputs.size(); ++input)
    if (isCached(input))
      if (Error error = inferPast(input))
        return error;
  return {};
}

//===----------------------------------------------------------------------===//
// Run
//===----------------------------------------------------------------------===//

/// An output of the last run that is an input of this one keeps its buffer; the
/// run writes into the other.
Error Context::protectOutputsUsedAsInputs() {
  auto findInputIn = [&](const Buffer &buffer) {
    size_t i = 0;
    while (i != inputs.size() &&
           !(inputs[i].set &&
             buffer.overlaps(inputs[i].data, size_t(inputs[i].bytes))))
      ++i;
    return i;
  };
  for (Output &output : outputs) {
    // Outputs that live in caches have no buffer.
    if (!output.buffer.data() || findInputIn(output.buffer) == inputs.size())
      continue;
    std::swap(output.buffer, output.spare);
    if (!output.buffer.data())
      continue;
    if (size_t i = findInputIn(output.buffer); i != inputs.size())
      return {LUTRA_ERROR_INPUT,
              "input " + quote(model->inputs[i].name) +
                  " points to an output of an earlier run than the last, "
                  "which this run overwrites; copy it"};
  }
  return {};
}

void Context::writeDescriptors() {
  int64_t *word = descriptors.data();
  auto write = [&](const void *data, const int64_t *dims, size_t rank) {
    void *start = word;
    *word++ = int64_t(reinterpret_cast<intptr_t>(data));
    *word++ = int64_t(reinterpret_cast<intptr_t>(data));
    *word++ = 0;
    std::copy(dims, dims + rank, word);
    int64_t stride = 1;
    for (size_t i = rank; i-- != 0;) {
      word[rank + i] = stride;
      // Of an empty value the strides may not fit, and do not matter.
      if (!multiply(stride, std::max<int64_t>(dims[i], 1), stride))
        stride = 1;
    }
    word += 2 * rank;
    return start;
  };
  const MappedFile &weights = model->bundle->weights();
  int64_t weightBytes = weights.size();
  arguments[0] = static_cast<lutra_rt_call *>(&call);
  arguments[1] = write(weights.data(), &weightBytes, 1);
  // In state mode a past's descriptor is for its sizes: the data is what
  // services.state returns.
  for (size_t i = 0; i != inputs.size(); ++i)
    arguments[2 + i] = write(inputs[i].set ? inputs[i].data : nullptr,
                             inputs[i].dims.data(), inputs[i].dims.size());
}

Error Context::checkAllProduced() const {
  const Manifest &manifest = model->bundle->manifest();
  for (size_t i = 0; i != outputs.size(); ++i) {
    int32_t peer = manifest.outputs[i].statePeer;
    bool done = caches.enabled() && peer >= 0 ? caches.wasExtended(peer)
                                              : outputs[i].produced;
    if (!done)
      return {LUTRA_ERROR_MODEL, "the bundle's code did not produce output " +
                                     quote(manifest.outputs[i].name) +
                                     "; it does not belong to its manifest"};
  }
  return {};
}

Error Context::run() {
  hasOutputs = false;
  if (Error error = checkAllSet())
    return error;
  if (Error error = unifyDimensions())
    return error;
  if (Error error = protectOutputsUsedAsInputs())
    return error;
  writeDescriptors();
  caches.beginRun();
  for (Output &output : outputs)
    output.produced = false;
  if (Error error = call.enter(model->bundle->run(), arguments.data()))
    return error;
  if (Error error = checkAllProduced())
    return error;
  caches.commit();
  hasOutputs = true;
  return {};
}

Error Context::prepareOutput(size_t index, const int64_t *dims, void *&data) {
  const TensorSpec &spec = model->bundle->manifest().outputs[index];
  Output &output = outputs[index];
  output.dims.assign(dims, dims + spec.dims.size());
  if (!byteSize(spec.dtype, dims, spec.dims.size(), output.bytes) ||
      !(data = output.buffer.reserve(output.bytes)))
    return {LUTRA_ERROR_MEMORY,
            "no memory for output " + quote(spec.name) + ", " +
                runtime::describe(spec.dtype, dims, spec.dims.size())};
  output.produced = true;
  return {};
}

Error Context::checkOutput(int64_t index) const {
  if (index >= 0 && size_t(index) < outputs.size())
    return {};
  return {LUTRA_ERROR_MODEL, "the bundle's code produces output " +
                                 std::to_string(index) +
                                 ", which its manifest does not have"};
}

Error Context::output(int64_t index, const int64_t *dims, void *&data) {
  if (Error error = checkOutput(index))
    return error;
  return prepareOutput(size_t(index), dims, data);
}

Error Context::first(int64_t index, int64_t count, int64_t &position) {
  if (Error error = checkOutput(index))
    return error;
  int64_t wanted = outputs[size_t(index)].wanted;
  position = wanted && wanted < count ? count - wanted : 0;
  return {};
}

Error Context::state(int64_t index, const int64_t *dims, void *&data,
                     int64_t &capacity) {
  const auto &specs = model->bundle->manifest().inputs;
  if (index < 0 || size_t(index) >= specs.size() || specs[index].statePeer < 0)
    return {LUTRA_ERROR_MODEL, "the bundle's code uses input " +
                                   std::to_string(index) +
                                   " as state, and its manifest does not"};
  const TensorSpec &spec = specs[index];
  size_t rank = spec.dims.size();
  int64_t past = inputs[index].dims[spec.stateAxis];
  if (caches.enabled()) {
    capacity = caches.capacity();
    return caches.extend(size_t(index), dims, data);
  }
  capacity = dims[spec.stateAxis];
  if (Error error = prepareOutput(size_t(spec.statePeer), dims, data))
    return error;
  for (size_t i = 0; i != rank; ++i)
    if (int32_t(i) == spec.stateAxis ? dims[i] < past
                                     : dims[i] != inputs[index].dims[i])
      return {
          LUTRA_ERROR_MODEL,
          "the state " + quote(spec.name) + " enters as " +
              runtime::describe(spec.dtype, inputs[index].dims.data(), rank) +
              " and does not fit into its next value, " +
              runtime::describe(spec.dtype, dims, rank)};
  copyPast(spec, inputs[index].data, past, dims, data);
  return {};
}

//===----------------------------------------------------------------------===//
// Outputs and state
//===----------------------------------------------------------------------===//

Error Context::getOutput(size_t index, lutra_tensor &tensor) {
  if (index >= outputs.size())
    return {LUTRA_ERROR_ARGUMENT,
            "there is no output " + std::to_string(index) + "; the model has " +
                std::to_string(outputs.size())};
  const TensorSpec &spec = model->bundle->manifest().outputs[index];
  if (!hasOutputs)
    return {LUTRA_ERROR_MODEL, "there are no outputs: the context has not run, "
                               "or its last run failed"};
  const Output &output = outputs[index];
  if (!output.produced)
    return {LUTRA_ERROR_STATE, "output " + quote(spec.name) +
                                   " lives in a KV cache; read it with "
                                   "lutra_get_state"};
  tensor.data = output.buffer.data();
  tensor.dtype = spec.dtype;
  tensor.rank = int32_t(output.dims.size());
  tensor.dims = output.dims.data();
  tensor.bytes = size_t(output.bytes);
  return {};
}

Error Context::limitPositions(size_t index, int64_t count) {
  if (index >= outputs.size())
    return {LUTRA_ERROR_ARGUMENT,
            "there is no output " + std::to_string(index) + "; the model has " +
                std::to_string(outputs.size())};
  const TensorSpec &spec = model->bundle->manifest().outputs[index];
  if (spec.positionAxis < 0)
    return {LUTRA_ERROR_ARGUMENT,
            "output " + quote(spec.name) +
                " is always computed whole: it has no position_axis"};
  if (count < 0)
    return {LUTRA_ERROR_ARGUMENT, "the number of positions is negative"};
  outputs[index].wanted = count;
  return {};
}

Error Context::enableState(int64_t capacity) {
  if (!caches.any())
    return {LUTRA_ERROR_STATE, "the model has no state: no input is continued "
                               "by an output"};
  if (capacity <= 0)
    return {LUTRA_ERROR_ARGUMENT, "the capacity of the state has to be "
                                  "positive, not " +
                                      std::to_string(capacity)};
  caches.enable(capacity);
  const auto &specs = model->bundle->manifest().inputs;
  for (size_t i = 0; i != inputs.size(); ++i)
    if (specs[i].statePeer >= 0)
      inputs[i].set = false;
  return {};
}

Error Context::truncateState(int64_t length) {
  if (!caches.enabled())
    return {LUTRA_ERROR_STATE, "state mode is off; enable it first"};
  if (length < 0 || length > caches.length())
    return {LUTRA_ERROR_ARGUMENT,
            "cannot truncate the state to " + std::to_string(length) +
                " entries: it holds " + std::to_string(caches.length())};
  caches.truncate(length);
  return {};
}

Error Context::getState(size_t index, lutra_tensor &tensor) {
  const auto &specs = model->bundle->manifest().inputs;
  if (index >= specs.size() || specs[index].statePeer < 0)
    return {LUTRA_ERROR_ARGUMENT,
            "input " + std::to_string(index) + " is not state"};
  if (!caches.enabled())
    return {LUTRA_ERROR_STATE, "state mode is off; enable it first"};
  if (!caches.view(index, tensor))
    return {LUTRA_ERROR_STATE, "the state " + quote(specs[index].name) +
                                   " has no memory before the first run"};
  return {};
}
