//===- PrimitiveRunner.cpp - a context's calls of oneDNN ------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PrimitiveRunner.h"

#include "Call.h"
#include "FloatMode.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <tuple>

using namespace lutra::runtime;

//===----------------------------------------------------------------------===//
// PreparedCall
//===----------------------------------------------------------------------===//

/// A call with known sizes, ready but for where its operands are.
class PrimitiveRunner::PreparedCall {
public:
  PreparedCall(PrimitiveRunner &owner, const lutra_rt_primitive &primitive)
      : owner(owner), lib(owner.cache.getLibrary()), p(primitive) {}

  Error prepare(const void *const *constants, const int64_t *dims);
  Error run(void *const *operands, bool threads);

private:
  /// One operand of a piece: a memory object and how its address is found.
  struct Operand {
    enum Place { Source, Columns, Result, Scratch };
    Place place;
    unsigned number; ///< Among the operands of the call.
    Owned<dnnl_memory_t> memory;
  };
  /// A shape's memory objects; each task has its own.
  struct Binding {
    std::vector<Operand> operands;
    std::vector<dnnl_exec_arg_t> arguments;
  };
  struct Task {
    explicit Task(const OneDnn &lib) : stream(lib.stream_destroy) {}
    Owned<dnnl_stream_t> stream;
    std::vector<Binding> bindings; ///< By shape; empty until it is needed.
  };
  struct Shape {
    std::shared_ptr<const CompiledPrimitive> compiled;
    std::shared_ptr<const PackedWeights> constants[maxConstants];
    int64_t column;
  };

  Error prepareTasks(size_t count);
  dnnl_status_t bind(Binding &binding, const Shape &shape);
  dnnl_status_t bindLstm(Binding &binding, const Shape &shape);
  dnnl_status_t add(Binding &binding, int argument,
                    const dnnl_memory_desc_t &md, Operand::Place place,
                    unsigned number);
  dnnl_status_t runPiece(Task &task, size_t number, const Piece &piece,
                         void *const *operands);
  void runTask(size_t number, void *const *operands);
  void keepStates(void *const *operands) const;

  PrimitiveRunner &owner;
  const OneDnn &lib;
  const lutra_rt_primitive &p;
  PrimitivePlan plan;
  std::vector<Shape> shapes;
  std::vector<Task> tasks;
  int64_t scratchBytes = 0;
  size_t stateBytes = 0; ///< Of an LSTM.
  size_t taskCount = 0;  ///< Of the run that goes on.
  std::atomic<dnnl_status_t> status{dnnl_success};
};

Error PrimitiveRunner::PreparedCall::prepare(const void *const *constants,
                                             const int64_t *dims) {
  OneDnn::OneThread one(lib);
  plan = planPrimitive(p, dims);
  if (p.kind == LUTRA_RT_LSTM)
    stateBytes =
        size_t(std::max<int64_t>(dims[1], 0) * p.channels) * sizeof(float);
  for (const PieceShape &shape : plan.shapes) {
    Shape &entry = shapes.emplace_back();
    entry.column = shape.column;
    if (Error error = owner.cache.find(p, shape, entry.compiled))
      return error;
    scratchBytes = std::max(scratchBytes, entry.compiled->scratchBytes);
    for (size_t i = 0, end = countConstants(p); i != end; ++i)
      if (Error error = owner.cache.pack(p, shape, *entry.compiled, i,
                                         constants[i], entry.constants[i]))
        return error;
  }
  return {};
}

/// Streams and working memory of so many tasks.
Error PrimitiveRunner::PreparedCall::prepareTasks(size_t count) {
  while (tasks.size() < count) {
    Task &task = tasks.emplace_back(lib);
    task.bindings.resize(shapes.size());
    if (Error error =
            checkOneDnn(lib.stream_create(task.stream.place(), lib.engine,
                                          dnnl_stream_default_flags),
                        "make a stream"))
      return error;
  }
  while (owner.scratch.size() < count)
    owner.scratch.emplace_back(owner.allocator);
  for (size_t i = 0; i != count; ++i)
    if (!owner.scratch[i].reserve(scratchBytes))
      return {LUTRA_ERROR_MEMORY, "no memory for the " +
                                      std::to_string(scratchBytes) +
                                      " bytes of oneDNN's working space"};
  return {};
}

/// An operand that is somewhere else in each call.
dnnl_status_t PrimitiveRunner::PreparedCall::add(Binding &binding, int argument,
                                                 const dnnl_memory_desc_t &md,
                                                 Operand::Place place,
                                                 unsigned number) {
  Operand operand{place, number, Owned<dnnl_memory_t>(lib.memory_destroy)};
  dnnl_status_t status = lib.memory_create(operand.memory.place(), &md,
                                           lib.engine, DNNL_MEMORY_NONE);
  binding.arguments.push_back({argument, operand.memory.get()});
  binding.operands.push_back(std::move(operand));
  return status;
}

dnnl_status_t PrimitiveRunner::PreparedCall::bindLstm(Binding &binding,
                                                      const Shape &shape) {
  const CompiledPrimitive &compiled = *shape.compiled;
  constexpr int constants[] = {DNNL_ARG_WEIGHTS_LAYER, DNNL_ARG_WEIGHTS_ITER,
                               DNNL_ARG_BIAS};
  auto next = unsigned(1 + countConstants(p));
  for (unsigned i = 0; i + 1 != next; ++i)
    binding.arguments.push_back(
        {constants[i], shape.constants[i]->memory.get()});
  // States begin where the results of a piece do.
  const std::tuple<int, const dnnl_memory_desc_t &, Operand::Place, unsigned>
      others[] = {
          {DNNL_ARG_SRC_LAYER, compiled.source, Operand::Source, 0},
          {DNNL_ARG_SRC_ITER, compiled.state, Operand::Result, next},
          {DNNL_ARG_SRC_ITER_C, compiled.state, Operand::Result, next + 1},
          {DNNL_ARG_DST_LAYER, compiled.result, Operand::Result, next + 2},
          {DNNL_ARG_DST_ITER, compiled.state, Operand::Result, next + 3},
          {DNNL_ARG_DST_ITER_C, compiled.state, Operand::Result, next + 4},
          {DNNL_ARG_SCRATCHPAD, compiled.scratch, Operand::Scratch, 0}};
  for (auto [argument, md, place, number] : others)
    if (auto status = add(binding, argument, md, place, number))
      return status;
  return dnnl_success;
}

dnnl_status_t PrimitiveRunner::PreparedCall::bind(Binding &binding,
                                                  const Shape &shape) {
  if (p.kind == LUTRA_RT_LSTM)
    return bindLstm(binding, shape);
  const CompiledPrimitive &compiled = *shape.compiled;
  unsigned number = 0;
  if (auto status = add(binding, DNNL_ARG_SRC, compiled.source, Operand::Source,
                        number++))
    return status;
  if (shape.constants[0]) {
    binding.arguments.push_back(
        {DNNL_ARG_WEIGHTS, shape.constants[0]->memory.get()});
    ++number;
  }
  if (p.has_bias)
    if (auto status = add(binding, DNNL_ARG_BIAS, compiled.bias,
                          Operand::Columns, number++))
      return status;
  unsigned extra = 0;
  for (int64_t i = 0; i != p.post_op_count; ++i) {
    const lutra_rt_post_op &op = p.post_ops[i];
    if (op.kind != LUTRA_RT_ADD && op.kind != LUTRA_RT_MUL)
      continue;
    if (auto status = add(
            binding, DNNL_ARG_ATTR_MULTIPLE_POST_OP(int(i)) | DNNL_ARG_SRC_1,
            compiled.extras[extra++],
            op.per_channel ? Operand::Columns : Operand::Result, number++))
      return status;
  }
  if (auto status = add(binding, DNNL_ARG_DST, compiled.result, Operand::Result,
                        number++))
    return status;
  return add(binding, DNNL_ARG_SCRATCHPAD, compiled.scratch, Operand::Scratch,
             0);
}

dnnl_status_t PrimitiveRunner::PreparedCall::runPiece(Task &task, size_t number,
                                                      const Piece &piece,
                                                      void *const *operands) {
  const Shape &shape = shapes[piece.shape];
  Binding &binding = task.bindings[piece.shape];
  if (binding.operands.empty()) {
    Binding made;
    if (auto status = bind(made, shape))
      return status;
    binding = std::move(made);
  }
  for (const Operand &operand : binding.operands) {
    void *address = owner.scratch[number].data();
    if (operand.place != Operand::Scratch)
      address = static_cast<char *>(operands[operand.number]) +
                (operand.place == Operand::Source
                     ? piece.source * countSourceBytes(p)
                     : (operand.place == Operand::Result ? piece.result
                                                         : shape.column) *
                           int64_t(sizeof(float)));
    if (auto status = lib.memory_set_data_handle(operand.memory.get(), address))
      return status;
  }
  return lib.primitive_execute(
      shape.compiled->primitive.get(), task.stream.get(),
      static_cast<int>(binding.arguments.size()), binding.arguments.data());
}

void PrimitiveRunner::PreparedCall::runTask(size_t number,
                                            void *const *operands) {
  [[maybe_unused]] FloatMode mode;
  OneDnn::OneThread one(lib);
  size_t count = plan.pieces.size();
  for (size_t i = number * count / taskCount,
              end = (number + 1) * count / taskCount;
       i != end; ++i)
    if (auto failed =
            runPiece(tasks[number], number, plan.pieces[i], operands)) {
      status.store(failed, std::memory_order_relaxed);
      return;
    }
}

/// An LSTM without steps ends as it began.
void PrimitiveRunner::PreparedCall::keepStates(void *const *operands) const {
  if (p.kind != LUTRA_RT_LSTM)
    return;
  void *const *first = operands + 1 + countConstants(p);
  for (size_t i = 0; i != 2; ++i)
    std::memcpy(first[3 + i], first[i], stateBytes);
}

Error PrimitiveRunner::PreparedCall::run(void *const *operands, bool threads) {
  if (plan.pieces.empty()) {
    keepStates(operands);
    return {};
  }
  // Four tasks for each thread, so that one that is held up can be helped.
  size_t limit = threads && owner.executor.threads() > 1
                     ? size_t(owner.executor.threads()) * 4
                     : 1;
  taskCount = std::min(plan.pieces.size(), limit);
  if (Error error = prepareTasks(taskCount))
    return error;
  status.store(dnnl_success, std::memory_order_relaxed);
  struct Argument {
    PreparedCall *call;
    void *const *operands;
  } argument = {this, operands};
  if (taskCount == 1)
    runTask(0, operands);
  else
    owner.executor.run(
        int64_t(taskCount),
        [](void *data, int64_t number) {
          auto &argument = *static_cast<Argument *>(data);
          argument.call->runTask(size_t(number), argument.operands);
        },
        &argument);
  return checkOneDnn(status.load(std::memory_order_relaxed),
                     "compute what the model asks for");
}

//===----------------------------------------------------------------------===//
// PrimitiveRunner
//===----------------------------------------------------------------------===//

PrimitiveRunner::PrimitiveRunner(PrimitiveCache &cache, Executor &executor,
                                 const lutra_allocator &allocator)
    : cache(cache), executor(executor), allocator(allocator) {}

PrimitiveRunner::~PrimitiveRunner() = default;

bool PrimitiveRunner::Key::operator==(const Key &other) const {
  return primitive == other.primitive &&
         std::equal(std::begin(constants), std::end(constants),
                    other.constants) &&
         std::equal(std::begin(dims), std::end(dims), other.dims);
}

size_t PrimitiveRunner::Hash::operator()(const Key &key) const {
  uint64_t hash = reinterpret_cast<uintptr_t>(key.primitive);
  auto mix = [&](uint64_t value) {
    hash = (hash ^ value) * 0x9e3779b97f4a7c15u;
    hash ^= hash >> 29;
  };
  for (const void *constant : key.constants)
    mix(reinterpret_cast<uintptr_t>(constant));
  for (int64_t dim : key.dims)
    mix(uint64_t(dim));
  return size_t(hash);
}

Error PrimitiveRunner::find(const Key &key, PreparedCall *&call) {
  auto known = calls.find(key);
  if (known != calls.end()) {
    call = known->second.get();
    return {};
  }
  auto prepared = std::make_unique<PreparedCall>(*this, *key.primitive);
  if (Error error = prepared->prepare(key.constants, key.dims))
    return error;
  // Full of sizes that came once: begin anew.
  if (calls.size() == maxCalls)
    calls.clear();
  call = prepared.get();
  calls.emplace(key, std::move(prepared));
  return {};
}

Error PrimitiveRunner::run(const lutra_rt_primitive &primitive,
                           void *const *operands, const int64_t *dims,
                           bool threads) {
  Key key = {};
  key.primitive = &primitive;
  std::copy_n(operands + 1, countConstants(primitive), key.constants);
  std::copy(dims, dims + countDims(primitive), key.dims);
  PreparedCall *call = nullptr;
  if (Error error = find(key, call))
    return error;
  return call->run(operands, threads);
}
