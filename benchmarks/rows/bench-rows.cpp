//===- bench-rows.cpp - generated kernels beside loops written by hand ----===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// bench-rows DIR: DIR/NAME is the bundle of each case (benchmarks/rows.sh makes
// them). Both sides run in turns, on one thread, from the same inputs to the
// same memory (where a buffer lies makes a difference of up to a fifth); the
// best of many turns counts. The time of an empty call of the runtime is part
// of ours.
//
//===----------------------------------------------------------------------===//

#include "loops.h"
#include "lutra-rt/lutra.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>
#include <string>
#include <vector>

namespace {

using Floats = std::vector<float>;

Floats makeFloats(size_t size, int seed) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal;
  Floats values(size);
  for (float &value : values)
    value = normal(random);
  return values;
}

void check(lutra_status status, const char *what, const char *message) {
  if (status == LUTRA_OK)
    return;
  std::fprintf(stderr, "bench-rows: %s: %s\n", what, message);
  std::exit(1);
}

/// A bundle with one context and one thread.
class Model {
public:
  explicit Model(const std::string &path) : path(path) {
    lutra_open_options options = LUTRA_OPEN_OPTIONS_INIT;
    options.threads = 1;
    char message[256] = "";
    check(lutra_open(path.c_str(), &options, &model, message, sizeof(message)),
          path.c_str(), message);
    check(lutra_context_create(model, &context), path.c_str(), "no context");
  }
  ~Model() {
    lutra_context_destroy(context);
    lutra_close(model);
  }

  void set(const char *name, const void *data, lutra_dtype type,
           std::vector<int64_t> dims) {
    check(lutra_set_input(context, lutra_find_input(model, name), data, type,
                          dims.data(), int32_t(dims.size())),
          path.c_str(), lutra_context_message(context));
  }
  void run() {
    check(lutra_run(context), path.c_str(), lutra_context_message(context));
  }
  float *get(const char *name) {
    lutra_tensor tensor;
    check(lutra_get_output(context, lutra_find_output(model, name), &tensor),
          path.c_str(), lutra_context_message(context));
    return static_cast<float *>(const_cast<void *>(tensor.data));
  }

private:
  std::string path;
  lutra_model *model = nullptr;
  lutra_context *context = nullptr;
};

double measure(const std::function<void()> &run, int repeats) {
  auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < repeats; ++i)
    run();
  std::chrono::duration<double, std::micro> time =
      std::chrono::steady_clock::now() - begin;
  return time.count() / repeats;
}

/// Prints the times of both and their ratio, after a look at `size` results.
/// `loop` writes to where `y` of the model lies.
void compare(const char *name, int64_t m, int64_t k, Model &model,
             const std::function<void(float *)> &loop, size_t size) {
  auto run = [&] { model.run(); };
  run();
  float *y = model.get("y");
  Floats result(y, y + size);
  loop(y);
  for (size_t i = 0; i < size; ++i)
    if (!(std::fabs(result[i] - y[i]) <=
          1e-4f * std::max(1.0f, std::fabs(y[i])))) {
      std::fprintf(stderr, "bench-rows: %s: element %zu is %g, not %g\n", name,
                   i, result[i], y[i]);
      std::exit(1);
    }
  auto byHand = [&] { loop(y); };
  int repeats = int(std::clamp(500.0 / measure(byHand, 3), 1.0, 1000.0));
  double ours = 1e30, theirs = 1e30;
  for (int turn = 0; turn < 60; ++turn) {
    ours = std::min(ours, measure(run, repeats));
    y = model.get("y");
    theirs = std::min(theirs, measure(byHand, repeats));
  }
  std::printf("%-12s %5lld x %-5lld %8.2f us, by hand %8.2f us: %.2f of its "
              "speed\n",
              name, static_cast<long long>(m), static_cast<long long>(k), ours,
              theirs, theirs / ours);
}

#ifdef __AVX512F__

void runCases(const std::string &folder, int64_t m, int64_t k) {
  Floats x = makeFloats(m * k, 1), u = makeFloats(m * k, 2);
  Floats w = makeFloats(k, 3), b = makeFloats(k, 4);
  using Inputs = std::vector<std::pair<const char *, Floats *>>;
  auto bench = [&](const char *name, size_t size, const Inputs &more,
                   auto loop) {
    Model model(folder + "/" + name);
    model.set("x", x.data(), LUTRA_F32, {m, k});
    for (auto [input, values] : more)
      model.set(input, values->data(), LUTRA_F32,
                values->size() == size_t(k) ? std::vector<int64_t>{k}
                                            : std::vector<int64_t>{m, k});
    compare(name, m, k, model, [&](float *y) { loop(y, model); }, size);
  };
  size_t all = m * k;
  bench("rmsnorm", all, {{"w", &w}}, [&](float *y, Model &) {
    loops::rmsNorm(x.data(), w.data(), y, m, k);
  });
  bench("add-rmsnorm", all, {{"u", &u}, {"w", &w}},
        [&](float *y, Model &model) {
          loops::addRmsNorm(x.data(), u.data(), w.data(), y, model.get("sum"),
                            m, k);
        });
  bench("layernorm", all, {{"w", &w}, {"b", &b}}, [&](float *y, Model &) {
    loops::layerNorm(x.data(), w.data(), b.data(), y, m, k);
  });
  bench("softmax", all, {},
        [&](float *y, Model &) { loops::softmax(x.data(), y, m, k); });
  bench("silu-mul", all, {{"u", &u}}, [&](float *y, Model &) {
    loops::siluMul(x.data(), u.data(), y, m, k);
  });
  bench("relu2-mul", all, {{"u", &u}}, [&](float *y, Model &) {
    loops::relu2Mul(x.data(), u.data(), y, m, k);
  });
  bench("row-sums", m, {},
        [&](float *y, Model &) { loops::rowSums(x.data(), y, m, k); });

  {
    Model model(folder + "/gather");
    Floats table = makeFloats(1000 * k, 5);
    std::vector<int64_t> rows(m);
    for (int64_t i = 0; i < m; ++i)
      rows[i] = i * 7919 % 1000;
    model.set("w", table.data(), LUTRA_F32, {1000, k});
    model.set("i", rows.data(), LUTRA_I64, {m});
    compare(
        "gather", m, k, model,
        [&](float *y) { loops::gather(table.data(), rows.data(), y, m, k); },
        all);
  }
  {
    Model model(folder + "/rotary");
    int64_t heads = std::max<int64_t>(k / 64, 1);
    Floats q = makeFloats(m * heads * 64, 6);
    Floats cos = makeFloats(m * 32, 7), sin = makeFloats(m * 32, 8);
    model.set("x", q.data(), LUTRA_F32, {m, heads, 64});
    model.set("c", cos.data(), LUTRA_F32, {m, 1, 32});
    model.set("s", sin.data(), LUTRA_F32, {m, 1, 32});
    compare(
        "rotary", m, heads * 64, model,
        [&](float *y) {
          loops::rotary(q.data(), cos.data(), sin.data(), y, m, heads);
        },
        q.size());
  }
}

#endif // __AVX512F__

} // namespace

int main(int argc, char **argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: bench-rows DIR\n");
    return 2;
  }
#ifdef __AVX512F__
  for (auto [m, k] : {std::pair<int64_t, int64_t>{128, 256}, {64, 1111}})
    runCases(argv[1], m, k);
#else
  std::puts("the loops written by hand need a processor with AVX-512");
#endif
  return 0;
}
