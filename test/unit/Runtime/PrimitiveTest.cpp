//===- PrimitiveTest.cpp - oneDNN beside plain loops ----------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Call.h"
#include "PrimitiveRunner.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <random>
#include <thread>

using namespace lutra::runtime;

namespace {

std::vector<float> randomNumbers(size_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> in(-1, 1);
  std::vector<float> numbers(count);
  for (float &number : numbers)
    number = in(random);
  return numbers;
}

/// In whole numbers, which all narrow types have.
std::vector<float> randomIntegers(size_t count, int least, int most,
                                  unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_int_distribution<int> in(least, most);
  std::vector<float> numbers(count);
  for (float &number : numbers)
    number = float(in(random));
  return numbers;
}

lutra_rt_primitive makePrimitive(int64_t kind) {
  lutra_rt_primitive p = {};
  p.kind = kind;
  p.groups = 1;
  for (auto *numbers : {p.window, p.strides, p.dilations})
    std::fill_n(numbers, 3, 1);
  return p;
}

/// A primitive, its sizes, and operands that a test fills.
struct Problem {
  lutra_rt_primitive p;
  std::vector<int64_t> dims;
  std::vector<float> weights;
  std::vector<std::vector<float>> others; ///< Source, bias, extras, or states.
  size_t resultSize = 0;
  /// Where one operand of weights ends and the next begins, and one result.
  std::vector<size_t> weightOffsets = {0}, resultOffsets = {0};
};

/// Numbers as they lie in memory.
std::vector<char> encode(const lutra_rt_primitive &p,
                         const std::vector<float> &numbers) {
  int64_t size = countSourceBytes(p);
  std::vector<char> bytes(numbers.size() * size_t(size));
  for (size_t i = 0; i != numbers.size(); ++i) {
    if (size == 1) {
      bytes[i] = char(int(numbers[i]));
      continue;
    }
    // The upper half of an f32 is a bf16.
    const char *number = reinterpret_cast<const char *>(&numbers[i]);
    std::copy(number + 4 - size, number + 4, &bytes[i * size_t(size)]);
  }
  return bytes;
}

/// The same of weights; those of convolutions of bytes are in another order.
std::vector<char> encodeWeights(const lutra_rt_primitive &p,
                                const std::vector<float> &weights) {
  if (p.kind != LUTRA_RT_CONVOLUTION || countSourceBytes(p) != 1)
    return encode(p, weights);
  int64_t window = p.window[0] * p.window[1] * p.window[2];
  int64_t inputs = p.inputs / p.groups, outputs = p.channels / p.groups;
  bool isDepthwise = p.groups > 1 && inputs == 1 && outputs == 1;
  std::vector<float> ordered(weights.size());
  size_t from = 0;
  for (int64_t g = 0; g != p.groups; ++g)
    for (int64_t o = 0; o != outputs; ++o)
      for (int64_t i = 0; i != inputs; ++i)
        for (int64_t k = 0; k != window; ++k)
          ordered[size_t(isDepthwise
                             ? k * p.groups + g
                             : ((g * window + k) * inputs + i) * outputs + o)] =
              weights[from++];
  return encode(p, ordered);
}

/// Weights of a bundle, and who computes with them.
class Machine {
public:
  Machine(const Problem &problem, int32_t threads)
      : problem(problem), weights(encodeWeights(problem.p, problem.weights)),
        allocator(systemAllocator()), executor([&] {
          lutra_open_options options = LUTRA_OPEN_OPTIONS_INIT;
          options.threads = threads;
          return options;
        }()) {
    std::unique_ptr<OneDnn> library;
    Error error = OneDnn::open(library);
    EXPECT_FALSE(error) << error.text();
    cache = std::make_unique<PrimitiveCache>(
        std::move(library), allocator, weights.data(), int64_t(weights.size()));
  }

  Error run(PrimitiveRunner &runner, std::vector<float> &result) {
    return run(runner, result, weights.data());
  }

  Error run(PrimitiveRunner &runner, std::vector<float> &result,
            const void *weights) {
    result.assign(problem.resultSize, NAN);
    std::vector<void *> operands;
    auto add = [&](const void *data) {
      operands.push_back(const_cast<void *>(data));
    };
    std::vector<char> source = encode(problem.p, problem.others[0]);
    add(source.data());
    for (size_t i = 0, end = countConstants(problem.p); i != end; ++i)
      add(static_cast<const float *>(weights) + problem.weightOffsets[i]);
    for (size_t i = 1; i != problem.others.size(); ++i)
      add(problem.others[i].data());
    for (size_t offset : problem.resultOffsets)
      add(result.data() + offset);
    Error error = runner.run(problem.p, operands.data(), problem.dims.data(),
                             /*threads=*/true);
    if (countSourceBytes(problem.p) == 1)
      for (float &number : result) {
        int32_t sum;
        std::memcpy(&sum, &number, sizeof(sum));
        number = float(sum);
      }
    return error;
  }

  /// A context.
  PrimitiveRunner makeRunner() { return {*cache, executor, allocator}; }

  std::vector<float> run() {
    PrimitiveRunner runner = makeRunner();
    std::vector<float> result;
    // Twice: what is prepared is used again.
    for (int i = 0; i != 2; ++i) {
      Error error = run(runner, result);
      EXPECT_FALSE(error) << error.text();
    }
    return result;
  }

  const Problem &problem;
  std::vector<char> weights;
  lutra_allocator allocator;
  Executor executor;
  std::unique_ptr<PrimitiveCache> cache;
};

float applyPostOps(const Problem &problem, float value, size_t index,
                   size_t channel) {
  size_t next = 1 + size_t(problem.p.has_bias);
  for (int64_t i = 0; i != problem.p.post_op_count; ++i) {
    const lutra_rt_post_op &op = problem.p.post_ops[i];
    auto extra = [&] {
      const std::vector<float> &data = problem.others[next++];
      return data[op.per_channel ? channel : index];
    };
    switch (op.kind) {
    case LUTRA_RT_RELU:
      value = value > 0 ? value : float(op.alpha) * value;
      break;
    case LUTRA_RT_CLIP:
      value = std::min(std::max(value, float(op.alpha)), float(op.beta));
      break;
    case LUTRA_RT_LINEAR:
      value = float(op.alpha) * value + float(op.beta);
      break;
    case LUTRA_RT_ADD:
      value += extra();
      break;
    case LUTRA_RT_MUL:
      value *= extra();
      break;
    }
  }
  return value;
}

/// Images are taken as three-dimensional.
struct Sizes {
  int64_t in[3] = {1, 1, 1}, out[3] = {1, 1, 1};
  explicit Sizes(const Problem &problem) {
    for (int64_t d = 0; d != problem.p.spatial; ++d) {
      in[d] = problem.dims[size_t(1 + d)];
      out[d] = problem.dims[size_t(1 + problem.p.spatial + d)];
    }
  }
};

/// Calls body(result index, channel, f) for each element of the result, where
/// f calls its argument with the index of each position of the source that the
/// element sees and with the offset in the window.
template <typename Body> void forEachWindow(const Problem &problem, Body body) {
  const lutra_rt_primitive &p = problem.p;
  Sizes s(problem);
  size_t index = 0;
  for (int64_t n = 0; n != problem.dims[0]; ++n)
    for (int64_t z = 0; z != s.out[0]; ++z)
      for (int64_t y = 0; y != s.out[1]; ++y)
        for (int64_t x = 0; x != s.out[2]; ++x)
          for (int64_t c = 0; c != p.channels; ++c) {
            int64_t at[3] = {z, y, x};
            body(index++, c, [&](auto see) {
              int64_t offset = 0, k[3];
              for (k[0] = 0; k[0] != p.window[0]; ++k[0])
                for (k[1] = 0; k[1] != p.window[1]; ++k[1])
                  for (k[2] = 0; k[2] != p.window[2]; ++k[2], ++offset) {
                    int64_t position = n;
                    bool inside = true;
                    for (int d = 0; d != 3; ++d) {
                      int64_t i = at[d] * p.strides[d] + k[d] * p.dilations[d] -
                                  p.pads[d];
                      inside &= i >= 0 && i < s.in[d];
                      position = position * s.in[d] + i;
                    }
                    if (inside)
                      see(position, offset);
                  }
            });
          }
}

std::vector<float> convolve(const Problem &problem) {
  const lutra_rt_primitive &p = problem.p;
  int64_t window = p.window[0] * p.window[1] * p.window[2];
  int64_t perGroup = p.inputs / p.groups;
  std::vector<float> result(problem.resultSize);
  forEachWindow(problem, [&](size_t index, int64_t channel, auto each) {
    double sum = p.has_bias ? double(problem.others[1][size_t(channel)]) : 0;
    int64_t group = channel / (p.channels / p.groups);
    each([&](int64_t position, int64_t offset) {
      for (int64_t i = 0; i != perGroup; ++i)
        sum += double(problem.weights[size_t((channel * perGroup + i) * window +
                                             offset)]) *
               double(problem.others[0][size_t(position * p.inputs +
                                               group * perGroup + i)]);
    });
    result[index] = applyPostOps(problem, float(sum), index, size_t(channel));
  });
  return result;
}

std::vector<float> pool(const Problem &problem) {
  std::vector<float> result(problem.resultSize);
  forEachWindow(problem, [&](size_t index, int64_t channel, auto each) {
    float greatest = -INFINITY;
    double sum = 0;
    int64_t inside = 0;
    each([&](int64_t position, int64_t) {
      float number =
          problem.others[0][size_t(position * problem.p.channels + channel)];
      greatest = std::max(greatest, number);
      sum += double(number);
      ++inside;
    });
    const int64_t *window = problem.p.window;
    if (problem.p.kind == LUTRA_RT_AVERAGE_POOLING)
      inside = window[0] * window[1] * window[2];
    result[index] = problem.p.kind == LUTRA_RT_MAX_POOLING
                        ? greatest
                        : float(sum / double(inside));
  });
  return result;
}

std::vector<float> multiply(const Problem &problem) {
  const lutra_rt_primitive &p = problem.p;
  std::vector<float> result(problem.resultSize);
  for (int64_t m = 0; m != problem.dims[0]; ++m)
    for (int64_t n = 0; n != p.channels; ++n) {
      double sum = p.has_bias ? double(problem.others[1][size_t(n)]) : 0;
      for (int64_t k = 0; k != p.inputs; ++k)
        sum += double(problem.others[0][size_t(m * p.inputs + k)]) *
               double(problem.weights[size_t(
                   p.transposed ? n * p.inputs + k : k * p.channels + n)]);
      size_t index = size_t(m * p.channels + n);
      result[index] = applyPostOps(problem, float(sum), index, size_t(n));
    }
  return result;
}

/// The three results one after the other.
std::vector<float> remember(const Problem &problem) {
  const lutra_rt_primitive &p = problem.p;
  int64_t steps = problem.dims[0], sequences = problem.dims[1];
  auto cells = size_t(p.channels), inputs = size_t(p.inputs);
  const float *weights = problem.weights.data(),
              *recurrent = weights + problem.weightOffsets[1],
              *bias = weights + problem.weightOffsets[2];
  std::vector<float> result(problem.resultSize);
  auto sigmoid = [](double x) { return 1 / (1 + std::exp(-x)); };
  for (size_t s = 0; s != size_t(sequences); ++s) {
    std::vector<double> h(cells), c(cells);
    std::copy_n(&problem.others[1][s * cells], cells, h.begin());
    std::copy_n(&problem.others[2][s * cells], cells, c.begin());
    for (int64_t t = 0; t != steps; ++t) {
      auto row = size_t((p.backward ? steps - 1 - t : t) * sequences) + s;
      std::vector<double> next(cells);
      for (size_t o = 0; o != cells; ++o) {
        double gates[4];
        for (size_t g = 0; g != 4; ++g) {
          size_t at = g * cells + o;
          gates[g] = double(bias[at]);
          for (size_t i = 0; i != inputs; ++i)
            gates[g] += double(weights[at * inputs + i]) *
                        double(problem.others[0][row * inputs + i]);
          for (size_t i = 0; i != cells; ++i)
            gates[g] += double(recurrent[at * cells + i]) * h[i];
        }
        c[o] =
            sigmoid(gates[2]) * c[o] + sigmoid(gates[0]) * std::tanh(gates[3]);
        next[o] = sigmoid(gates[1]) * std::tanh(c[o]);
      }
      h = next;
      for (size_t o = 0; o != cells; ++o)
        result[row * cells + o] = float(h[o]);
    }
    for (size_t o = 0; o != cells; ++o) {
      result[problem.resultOffsets[1] + s * cells + o] = float(h[o]);
      result[problem.resultOffsets[2] + s * cells + o] = float(c[o]);
    }
  }
  return result;
}

void expectNear(const std::vector<float> &got,
                const std::vector<float> &expected) {
  ASSERT_EQ(got.size(), expected.size());
  for (size_t i = 0; i != got.size(); ++i)
    ASSERT_NEAR(got[i], expected[i],
                2e-5 * std::max(1.0f, std::abs(expected[i])))
        << "at " << i;
}

/// Results are right, and the same on one thread and on three.
void check(const Problem &problem, const std::vector<float> &expected) {
  std::vector<float> one = Machine(problem, 1).run();
  expectNear(one, expected);
  EXPECT_EQ(Machine(problem, 3).run(), one);
}

Problem makeConvolution(int64_t spatial, int64_t images, int64_t in,
                        int64_t inputs, int64_t channels, int64_t window,
                        int64_t stride, int64_t dilation, int64_t pad,
                        int64_t groups) {
  Problem problem;
  lutra_rt_primitive &p = problem.p;
  p = makePrimitive(LUTRA_RT_CONVOLUTION);
  p.spatial = spatial;
  p.inputs = inputs;
  p.channels = channels;
  p.groups = groups;
  p.has_bias = 1;
  int64_t out = (in + 2 * pad - (window - 1) * dilation - 1) / stride + 1;
  int64_t sourceSize = images * inputs, weights = channels * inputs / groups;
  problem.resultSize = size_t(images * channels);
  problem.dims = {images};
  for (int64_t d = 0; d != spatial; ++d) {
    p.window[d] = window;
    p.strides[d] = stride;
    p.dilations[d] = dilation;
    p.pads[d] = pad;
    problem.dims.push_back(in);
    sourceSize *= in;
    weights *= window;
    problem.resultSize *= size_t(out);
  }
  for (int64_t d = 0; d != spatial; ++d)
    problem.dims.push_back(out);
  problem.weights = randomNumbers(size_t(weights), 1);
  problem.others = {randomNumbers(size_t(sourceSize), 2),
                    randomNumbers(size_t(channels), 3)};
  return problem;
}

Problem makeProduct(int64_t rows, int64_t columns, int64_t terms,
                    bool transposed) {
  Problem problem;
  lutra_rt_primitive &p = problem.p;
  p = makePrimitive(LUTRA_RT_MATMUL);
  p.inputs = terms;
  p.channels = columns;
  p.transposed = transposed;
  p.has_bias = 1;
  problem.dims = {rows};
  problem.resultSize = size_t(rows * columns);
  problem.weights = randomNumbers(size_t(columns * terms), 1);
  problem.others = {randomNumbers(size_t(rows * terms), 2),
                    randomNumbers(size_t(columns), 3)};
  return problem;
}

/// Windows over images of `channels`.
Problem makePooling(int64_t kind, int64_t images, int64_t in, int64_t channels,
                    int64_t window, int64_t stride, int64_t pad) {
  Problem problem = makeConvolution(2, images, in, channels, channels, window,
                                    stride, 1, pad, channels);
  problem.p.kind = kind;
  problem.p.groups = 1;
  problem.p.has_bias = 0;
  problem.others.resize(1);
  return problem;
}

Problem makeLstm(int64_t steps, int64_t sequences, int64_t inputs,
                 int64_t cells, bool backward) {
  Problem problem;
  lutra_rt_primitive &p = problem.p;
  p = makePrimitive(LUTRA_RT_LSTM);
  p.inputs = inputs;
  p.channels = cells;
  p.has_bias = 1;
  p.backward = backward;
  problem.dims = {steps, sequences};
  auto state = size_t(sequences * cells), outputs = size_t(steps) * state;
  auto weights = size_t(4 * cells * inputs), rows = size_t(4 * cells);
  problem.weights = randomNumbers(weights + rows * size_t(cells) + rows, 1);
  problem.weightOffsets = {0, weights, weights + rows * size_t(cells)};
  problem.others = {randomNumbers(size_t(steps * sequences * inputs), 2),
                    randomNumbers(state, 3), randomNumbers(state, 4)};
  problem.resultOffsets = {0, outputs, outputs + state};
  problem.resultSize = outputs + 2 * state;
  return problem;
}

void addPostOp(Problem &problem, int64_t kind, double alpha, double beta) {
  problem.p.post_ops[problem.p.post_op_count++] = {kind, 0, alpha, beta};
}

void addExtra(Problem &problem, int64_t kind, bool perChannel) {
  problem.p.post_ops[problem.p.post_op_count++] = {kind, perChannel, 0, 0};
  problem.others.push_back(randomNumbers(
      perChannel ? size_t(problem.p.channels) : problem.resultSize,
      unsigned(10 + problem.p.post_op_count)));
}

} // namespace

TEST(PrimitivePlan, CutsDependOnSizesAlone) {
  // 4 M multiply-adds an image: each its own piece, all of one shape.
  Problem small = makeConvolution(2, 5, 30, 16, 32, 3, 1, 1, 1, 1);
  PrimitivePlan plan = planPrimitive(small.p, small.dims.data());
  EXPECT_EQ(plan.pieces.size(), 5u);
  EXPECT_EQ(plan.shapes.size(), 1u);
  // Tiny images go together.
  Problem tiny = makeConvolution(2, 20, 8, 8, 16, 3, 1, 1, 1, 1);
  plan = planPrimitive(tiny.p, tiny.dims.data());
  EXPECT_EQ(plan.pieces.size(), 2u);
  // Large ones are cut into bands of rows: the first, those between, the last.
  Problem large = makeConvolution(2, 2, 56, 64, 64, 3, 1, 1, 1, 1);
  plan = planPrimitive(large.p, large.dims.data());
  EXPECT_EQ(plan.pieces.size() % 2, 0u);
  EXPECT_GT(plan.pieces.size(), 4u);
  EXPECT_EQ(plan.shapes.size(), 3u);
  int64_t rows = 0;
  for (const Piece &piece : plan.pieces)
    rows += plan.shapes[piece.shape].out[0];
  EXPECT_EQ(rows, 2 * 56);
}

TEST(Primitive, ConvolutionsOfAllRanks) {
  for (int64_t spatial = 1; spatial <= 3; ++spatial) {
    Problem problem = makeConvolution(spatial, 2, 9, 8, 16, 3, 1, 1, 1, 1);
    check(problem, convolve(problem));
  }
}

TEST(Primitive, StridesDilationsAndGroups) {
  for (auto [inputs, channels, groups] :
       {std::tuple(8, 16, 1), std::tuple(8, 16, 2), std::tuple(24, 24, 24),
        std::tuple(3, 10, 1)})
    for (auto [window, stride, dilation, pad] :
         {std::tuple(3, 2, 1, 1), std::tuple(3, 1, 2, 2),
          std::tuple(1, 2, 1, 0), std::tuple(5, 1, 1, 0)}) {
      Problem problem = makeConvolution(2, 3, 13, inputs, channels, window,
                                        stride, dilation, pad, groups);
      check(problem, convolve(problem));
    }
}

TEST(Primitive, BandsOfRows) {
  // Large enough to be cut, with a stride and padding at both ends.
  for (int64_t stride : {1, 2}) {
    Problem problem =
        makeConvolution(2, 1, stride * 48 - 1, 64, 64, 3, stride, 1, 1, 1);
    addPostOp(problem, LUTRA_RT_RELU, 0, 0);
    addExtra(problem, LUTRA_RT_ADD, /*perChannel=*/false);
    ASSERT_GT(planPrimitive(problem.p, problem.dims.data()).pieces.size(), 1u);
    check(problem, convolve(problem));
  }
}

TEST(Primitive, PostOpsInOrder) {
  for (bool product : {false, true}) {
    Problem problem = product ? makeProduct(20, 48, 40, false)
                              : makeConvolution(2, 2, 9, 8, 16, 3, 1, 1, 1, 1);
    addExtra(problem, LUTRA_RT_MUL, /*perChannel=*/true);
    addPostOp(problem, LUTRA_RT_RELU, 0.1, 0);
    addExtra(problem, LUTRA_RT_ADD, /*perChannel=*/false);
    addPostOp(problem, LUTRA_RT_LINEAR, 2, -0.5);
    addExtra(problem, LUTRA_RT_ADD, /*perChannel=*/true);
    addPostOp(problem, LUTRA_RT_CLIP, -1, 1.5);
    check(problem, product ? multiply(problem) : convolve(problem));
  }
}

TEST(Primitive, Products) {
  for (bool transposed : {false, true})
    for (auto [rows, columns, terms] :
         {std::tuple(1, 96, 64), std::tuple(7, 30, 33),
          std::tuple(200, 512, 128), std::tuple(1, 1024, 1024)}) {
      Problem problem = makeProduct(rows, columns, terms, transposed);
      check(problem, multiply(problem));
    }
}

TEST(Primitive, Pooling) {
  for (auto [window, stride, pad] :
       {std::tuple(3, 2, 1), std::tuple(2, 2, 0), std::tuple(3, 1, 1)}) {
    for (int64_t kind : {LUTRA_RT_MAX_POOLING, LUTRA_RT_AVERAGE_POOLING,
                         LUTRA_RT_INSIDE_POOLING}) {
      Problem problem = makePooling(kind, 3, 15, 20, window, stride, pad);
      check(problem, pool(problem));
    }
  }
}

TEST(Primitive, AveragesInBandsOfRows) {
  // Edges of bands are inside of the image.
  Problem problem = makePooling(LUTRA_RT_INSIDE_POOLING, 1, 150, 128, 3, 1, 1);
  ASSERT_GT(planPrimitive(problem.p, problem.dims.data()).pieces.size(), 1u);
  check(problem, pool(problem));
}

TEST(Primitive, Lstm) {
  for (auto [steps, sequences, inputs, cells] :
       {std::tuple(1, 1, 3, 5), std::tuple(7, 3, 20, 24),
        std::tuple(4, 50, 16, 32), std::tuple(2, 1, 256, 256)})
    for (bool backward : {false, true}) {
      Problem problem = makeLstm(steps, sequences, inputs, cells, backward);
      check(problem, remember(problem));
    }
}

TEST(Primitive, LstmsWithoutStepsKeepTheirStates) {
  for (int64_t sequences : {0, 3}) {
    Problem problem = makeLstm(0, sequences, 8, 16, false);
    EXPECT_EQ(Machine(problem, 1).run(), remember(problem));
  }
}

TEST(Primitive, LayersShareAPrimitiveButNotTheirWeights) {
  // The same description and input weights, and other recurrent ones.
  Problem problem = makeLstm(3, 2, 8, 16, false);
  Problem other = problem;
  other.weightOffsets[1] = problem.weights.size();
  std::vector<float> more = randomNumbers(16 * 4 * 16, 9);
  other.weights.insert(other.weights.end(), more.begin(), more.end());
  Machine machine(other, 1);
  PrimitiveRunner runner = machine.makeRunner();
  std::vector<float> result;
  ASSERT_FALSE(machine.run(runner, result));
  expectNear(result, remember(other));
  other.weightOffsets = problem.weightOffsets;
  ASSERT_FALSE(machine.run(runner, result));
  expectNear(result, remember(problem));
}

static void makeNarrow(Problem &problem, int64_t numbers) {
  problem.p.numbers = numbers;
  problem.p.has_bias = 0;
  size_t weights = problem.weights.size(), source = problem.others[0].size();
  problem.others.resize(1);
  // Neighbouring products of the extremes are more than 16 bits hold.
  bool isSigned = numbers != LUTRA_RT_UNSIGNED_BYTES;
  problem.weights = randomIntegers(weights, -128, 127, 4);
  problem.others[0] =
      randomIntegers(source, isSigned ? -128 : 0, isSigned ? 127 : 255, 5);
}

TEST(Primitive, Bytes) {
  if (!__builtin_cpu_supports("avx512vnni"))
    GTEST_SKIP() << "the processor has no AVX512_VNNI";
  for (auto [inputs, channels, groups] :
       {std::tuple(8, 16, 1), std::tuple(24, 40, 8), std::tuple(64, 64, 4),
        std::tuple(24, 24, 24), std::tuple(3, 10, 1)})
    for (auto [window, stride, dilation, pad] :
         {std::tuple(3, 2, 1, 1), std::tuple(3, 1, 2, 2),
          std::tuple(1, 2, 1, 0), std::tuple(5, 1, 1, 0)}) {
      Problem problem = makeConvolution(2, 3, 13, inputs, channels, window,
                                        stride, dilation, pad, groups);
      makeNarrow(problem, LUTRA_RT_UNSIGNED_BYTES);
      std::vector<float> expected = convolve(problem);
      EXPECT_EQ(Machine(problem, 1).run(), expected);
      EXPECT_EQ(Machine(problem, 3).run(), expected);
    }
  for (int64_t numbers : {LUTRA_RT_UNSIGNED_BYTES, LUTRA_RT_SIGNED_BYTES})
    for (bool transposed : {false, true})
      for (auto [rows, columns, terms] :
           {std::tuple(1, 96, 64), std::tuple(7, 30, 33),
            std::tuple(200, 512, 128), std::tuple(3, 4096, 600)}) {
        Problem problem = makeProduct(rows, columns, terms, transposed);
        makeNarrow(problem, numbers);
        std::vector<float> expected = multiply(problem);
        EXPECT_EQ(Machine(problem, 1).run(), expected);
        EXPECT_EQ(Machine(problem, 3).run(), expected);
      }
}

TEST(Primitive, BrainFloats) {
  if (!__builtin_cpu_supports("avx512bw"))
    GTEST_SKIP() << "the processor has no AVX-512";
  // Sums of these are exact in f32.
  for (int64_t groups : {1, 2, 16}) {
    Problem problem = makeConvolution(2, 3, 13, 16, 16, 3, 2, 1, 1, groups);
    makeNarrow(problem, LUTRA_RT_BF16);
    check(problem, convolve(problem));
  }
  for (bool transposed : {false, true})
    for (int64_t rows : {1, 64, 200}) {
      Problem problem = makeProduct(rows, 512, 128, transposed);
      makeNarrow(problem, LUTRA_RT_BF16);
      check(problem, multiply(problem));
    }
}

TEST(Primitive, NoImagesAreNoWork) {
  Problem problem = makeConvolution(2, 0, 9, 8, 16, 3, 1, 1, 1, 1);
  EXPECT_TRUE(Machine(problem, 1).run().empty());
}

TEST(Primitive, WeightsMustBeOfTheBundle) {
  Problem problem = makeProduct(4, 32, 32, false);
  Machine machine(problem, 1);
  PrimitiveRunner runner = machine.makeRunner();
  std::vector<float> other(32 * 32), result;
  Error error = machine.run(runner, result, other.data());
  ASSERT_TRUE(error);
  EXPECT_THAT(error.text(), testing::HasSubstr("not in the bundle"));
}

TEST(Primitive, ManySizesAreForgotten) {
  Problem problem = makeProduct(1, 32, 16, false);
  Machine machine(problem, 1);
  PrimitiveRunner runner = machine.makeRunner();
  // More than are kept: nothing depends on what was.
  for (int64_t i = 0; i != int64_t(PrimitiveRunner::maxCalls) + 10; ++i) {
    int64_t rows = 1 + i;
    problem.dims = {rows};
    problem.resultSize = size_t(rows * 32);
    problem.others[0] = randomNumbers(size_t(rows * 16), unsigned(i));
    std::vector<float> result;
    Error error = machine.run(runner, result);
    ASSERT_FALSE(error) << error.text();
    if (i % 50 == 0)
      expectNear(result, multiply(problem));
  }
}

/// Contexts that run at the same time, each in a thread of its own, begin with
/// nothing prepared. The tsan preset looks for races; see OneDnn.md.
static void runTogether(const Problem &problem,
                        const std::vector<float> &expected) {
  Machine machine(problem, 2);
  std::vector<std::vector<float>> results(4);
  std::vector<std::thread> threads;
  for (std::vector<float> &result : results)
    threads.emplace_back([&] {
      PrimitiveRunner runner = machine.makeRunner();
      for (int i = 0; i != 20; ++i)
        if (Error error = machine.run(runner, result))
          ADD_FAILURE() << error.text();
    });
  for (std::thread &thread : threads)
    thread.join();
  for (const std::vector<float> &result : results)
    expectNear(result, expected);
}

TEST(Primitive, ContextsShareAModel) {
  // Several pieces each, so that tasks of all contexts are among the threads.
  Problem convolution = makeConvolution(2, 4, 40, 16, 32, 3, 1, 1, 1, 1);
  runTogether(convolution, convolve(convolution));
  Problem product = makeProduct(300, 512, 512, true);
  runTogether(product, multiply(product));
  Problem pooling = makePooling(LUTRA_RT_MAX_POOLING, 4, 60, 32, 3, 2, 1);
  runTogether(pooling, pool(pooling));
  Problem lstm = makeLstm(3, 40, 16, 32, false);
  runTogether(lstm, remember(lstm));
}
