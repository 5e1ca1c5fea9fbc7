//===- Context.h - one caller's use of a model ------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_RUNTIME_CONTEXT_H
#define LUTRA_LIB_RUNTIME_CONTEXT_H

#include "Bundle.h"
#include "Call.h"
#include "Memory.h"
#include "PrimitiveRunner.h"
#include "State.h"
#include "Support.h"

#include <memory>
#include <vector>

namespace lutra::runtime {

/// What contexts share: the bundle, where loops run, who gives memory, and the
/// descriptions in the form of the C ABI.
class Model {
public:
  /// `library` is there when the bundle calls it.
  Model(std::unique_ptr<Bundle> bundle, std::unique_ptr<OneDnn> library,
        const lutra_open_options &options);

  const std::unique_ptr<Bundle> bundle;
  const lutra_allocator allocator;
  /// Loops of contexts take turns in it, so it changes though the model does
  /// not.
  mutable Executor executor;
  /// Fills as sizes occur; null for a bundle that does not call oneDNN.
  const std::unique_ptr<PrimitiveCache> primitives;
  std::vector<lutra_tensor_info> inputs, outputs;
  std::vector<lutra_step> steps;

  /// The names of the inputs' dimensions as numbers from 0, by input and
  /// dimension; -1 for one without a name.
  std::vector<std::vector<int32_t>> dimNames;
  size_t dimNameCount = 0;

private:
  std::vector<std::vector<lutra_dim>> dims;
};

/// Behind lutra_context; see lutra.h for what each function promises.
class Context final : private CallMemory {
public:
  explicit Context(std::shared_ptr<const Model> model);

  Error setInput(size_t index, const void *data, lutra_dtype dtype,
                 const int64_t *dims, int32_t rank);
  Error limitPositions(size_t index, int64_t count);
  Error run();
  Error getOutput(size_t index, lutra_tensor &tensor);

  Error enableState(int64_t capacity);
  void disableState() { caches.disable(); }
  Error truncateState(int64_t length);
  Error getState(size_t index, lutra_tensor &tensor);
  const StateCaches &state() const { return caches; }

  /// Begins with times of 0, or stops.
  void enableProfile(bool enable);
  Error getProfile(size_t step, int64_t &runs, double &nanoseconds) const;

  const Model &getModel() const { return *model; }

  /// The text of the last error.
  std::string message;

private:
  struct Input {
    bool set = false;
    const void *data = nullptr;
    int64_t bytes = 0; ///< Of the value that is set.
    std::vector<int64_t> dims;
  };
  struct Output {
    explicit Output(const lutra_allocator &allocator)
        : buffer(allocator), spare(allocator) {}
    /// Two buffers, so that an output may be the next run's input.
    Buffer buffer, spare;
    std::vector<int64_t> dims;
    int64_t bytes = 0;
    int64_t wanted = 0; ///< Its last positions, or 0 for all.
    bool produced = false;
  };

  Error output(int64_t index, const int64_t *dims, void *&data) override;
  Error state(int64_t input, const int64_t *dims, void *&data,
              int64_t &capacity) override;
  Error first(int64_t index, int64_t count, int64_t &position) override;

  /// That generated code asks for an output there is.
  Error checkOutput(int64_t index) const;

  /// The memory of output `index` for a value of the given sizes.
  Error prepareOutput(size_t index, const int64_t *dims, void *&data);
  Error checkAllSet() const;
  Error unifyDimensions();
  Error unify(size_t input, size_t dim);
  Error inferPast(size_t input);
  Error protectOutputsUsedAsInputs();
  bool isCached(size_t input) const {
    return caches.enabled() && model->inputs[input].state_peer >= 0;
  }
  void writeDescriptors();
  Error checkAllProduced() const;

  std::shared_ptr<const Model> model;
  std::unique_ptr<PrimitiveRunner> primitives;
  Call call;
  std::vector<Input> inputs;
  std::vector<Output> outputs;
  StateCaches caches;
  std::unique_ptr<Profile> profile;
  bool hasOutputs = false;

  /// The size of each named dimension in the run that begins, and the input
  /// that says so.
  struct NamedSize {
    int64_t size = -1;
    size_t input = 0;
  };
  std::vector<NamedSize> namedSizes;

  /// The memref descriptors of the weights and the inputs, one after the other,
  /// and args[] of Bundle.md.
  std::vector<int64_t> descriptors;
  std::vector<void *> arguments;
};

} // namespace lutra::runtime

#endif // LUTRA_LIB_RUNTIME_CONTEXT_H
