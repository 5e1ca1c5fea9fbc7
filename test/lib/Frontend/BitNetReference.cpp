//===- BitNetReference.cpp - what such a model computes -------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BitNet.h"

#include "llvm/Support/FileSystem.h"
#include <algorithm>
#include <cmath>

using namespace lutra::test;
using llvm::ArrayRef;
using llvm::StringRef;

using Vector = std::vector<double>;

static Vector multiply(const Linear &linear, const Vector &x) {
  Vector y(linear.n);
  for (int64_t n = 0; n != linear.n; ++n) {
    double sum = 0;
    for (int64_t k = 0; k != linear.k; ++k)
      sum += linear.values[n * linear.k + k] * x[k];
    y[n] = sum * linear.scales[linear.scales.size() == 1 ? 0 : n];
  }
  return y;
}

static Vector normalize(const std::vector<float> &gain, const Vector &x) {
  double squares = 0;
  for (double value : x)
    squares += value * value;
  double factor = 1 / std::sqrt(squares / double(x.size()) + double(kEpsilon));
  Vector y(x.size());
  for (size_t i = 0; i != x.size(); ++i)
    y[i] = x[i] * factor * gain[i];
  return y;
}

static void add(Vector &x, const Vector &y) {
  for (size_t i = 0; i != x.size(); ++i)
    x[i] += y[i];
}

namespace {

/// Feeds one token after the other.
class Reference {
public:
  Reference(const BitNetSizes &sizes, const BitNetWeights &weights)
      : sizes(sizes), weights(weights), keys(sizes.layers),
        values(sizes.layers) {}

  /// The logits.
  Vector feed(int64_t token);

  /// Of each layer and position: all heads, one after the other.
  using Cache = std::vector<std::vector<Vector>>;
  const Cache &getKeys() const { return keys; }
  const Cache &getValues() const { return values; }

private:
  void rotate(Vector &heads) const;
  Vector attend(int64_t layer, const Vector &queries) const;

  const BitNetSizes &sizes;
  const BitNetWeights &weights;
  Cache keys, values;
  int64_t position = 0;
};

} // namespace

/// The two halves of each head, by angles of the position.
void Reference::rotate(Vector &heads) const {
  int64_t size = sizes.getHeadSize(), half = size / 2;
  for (size_t head = 0; head != heads.size(); head += size)
    for (int64_t i = 0; i != half; ++i) {
      double angle = double(position) *
                     std::pow(double(kRotaryBase), -double(i) / double(half));
      double &a = heads[head + i], &b = heads[head + half + i];
      double rotated = a * std::cos(angle) - b * std::sin(angle);
      b = b * std::cos(angle) + a * std::sin(angle);
      a = rotated;
    }
}

Vector Reference::attend(int64_t layer, const Vector &queries) const {
  int64_t size = sizes.getHeadSize(), shared = sizes.heads / sizes.kvHeads;
  Vector result(queries.size());
  for (int64_t head = 0; head != sizes.heads; ++head) {
    int64_t q = head * size, kv = head / shared * size;
    Vector scores;
    for (const Vector &key : keys[layer]) {
      double score = 0;
      for (int64_t i = 0; i != size; ++i)
        score += queries[q + i] * key[kv + i];
      scores.push_back(score / std::sqrt(double(size)));
    }
    double largest = *std::max_element(scores.begin(), scores.end()), sum = 0;
    for (double &score : scores)
      sum += score = std::exp(score - largest);
    for (size_t t = 0; t != scores.size(); ++t)
      for (int64_t i = 0; i != size; ++i)
        result[q + i] += scores[t] / sum * values[layer][t][kv + i];
  }
  return result;
}

Vector Reference::feed(int64_t token) {
  Vector x(sizes.hidden);
  for (int64_t i = 0; i != sizes.hidden; ++i)
    x[i] = double(weights.head.values[token * sizes.hidden + i]) *
           weights.head.scales[token];
  for (int64_t l = 0; l != sizes.layers; ++l) {
    const BitNetLayer &layer = weights.layers[l];
    Vector in = normalize(layer.inputNorm, x);
    Vector queries = multiply(layer.q, in), key = multiply(layer.k, in);
    rotate(queries);
    rotate(key);
    keys[l].push_back(key);
    values[l].push_back(multiply(layer.v, in));
    add(x,
        multiply(layer.o, normalize(layer.attentionNorm, attend(l, queries))));
    in = normalize(layer.postNorm, x);
    Vector gate = multiply(layer.gate, in), up = multiply(layer.up, in);
    for (size_t i = 0; i != gate.size(); ++i)
      gate[i] = std::pow(std::max(gate[i], 0.0), 2) * up[i];
    add(x, multiply(layer.down, normalize(layer.feedForwardNorm, gate)));
  }
  ++position;
  return multiply(weights.head, normalize(weights.finalNorm, x));
}

//===----------------------------------------------------------------------===//
// Files
//===----------------------------------------------------------------------===//

namespace {

/// A folder of test data.
class Folder {
public:
  explicit Folder(std::string path) : path(std::move(path)) {
    if (std::error_code error = llvm::sys::fs::create_directories(this->path))
      wrong = this->path + ": " + error.message();
  }
  void add(const char *kind, ArrayRef<int64_t> shape, ArrayRef<int64_t> data) {
    write(kind, ::onnx::TensorProto::INT64, shape, data);
  }
  void add(const char *kind, ArrayRef<int64_t> shape, const Vector &data) {
    write(kind, ::onnx::TensorProto::FLOAT, shape,
          ArrayRef(std::vector<float>(data.begin(), data.end())));
  }

  std::string wrong;

private:
  template <typename T>
  void write(StringRef kind, ElementType type, ArrayRef<int64_t> shape,
             ArrayRef<T> data) {
    int &count = kind == "input" ? inputs : outputs;
    if (wrong.empty())
      wrong = writeTensor(path + "/" + kind.str() + "_" +
                              std::to_string(count++) + ".pb",
                          type, shape,
                          {reinterpret_cast<const char *>(data.data()),
                           data.size() * sizeof(T)});
  }

  std::string path;
  int inputs = 0, outputs = 0;
};

} // namespace

/// The first `length` positions of a cache, [heads, length, head size].
static Vector getHeads(const std::vector<Vector> &cache, int64_t length,
                       int64_t headSize) {
  Vector result;
  for (size_t head = 0; head != cache.front().size(); head += headSize)
    for (int64_t t = 0; t != length; ++t)
      result.insert(result.end(), cache[t].begin() + head,
                    cache[t].begin() + head + headSize);
  return result;
}

std::string lutra::test::writeTestData(const BitNetSizes &sizes,
                                       const BitNetWeights &weights,
                                       int64_t tokens,
                                       const std::string &directory) {
  Reference reference(sizes, weights);
  Random random;
  std::vector<int64_t> ids;
  std::vector<Vector> logits;
  for (int64_t i = 0; i != tokens; ++i) {
    ids.push_back(int64_t(random.next() % uint64_t(sizes.vocabulary)));
    logits.push_back(reference.feed(ids.back()));
  }
  std::vector<int64_t> ones(tokens, 1);
  int64_t set = 0;
  for (int64_t past : {int64_t(0), tokens - 2}) {
    Folder folder(directory + "/test_data_set_" + std::to_string(set++));
    int64_t count = tokens - past;
    folder.add("input", {1, count}, ArrayRef(ids).drop_front(past));
    folder.add("input", {1, tokens}, ones);
    Vector expected;
    for (const Vector &row : ArrayRef(logits).drop_front(past))
      expected.insert(expected.end(), row.begin(), row.end());
    folder.add("output", {1, count, sizes.vocabulary}, expected);
    int64_t size = sizes.getHeadSize();
    for (int64_t layer = 0; layer != sizes.layers; ++layer)
      for (const Reference::Cache *cache :
           {&reference.getKeys(), &reference.getValues()}) {
        auto heads = [&](int64_t length) {
          return getHeads((*cache)[layer], length, size);
        };
        folder.add("input", {1, sizes.kvHeads, past, size}, heads(past));
        folder.add("output", {1, sizes.kvHeads, tokens, size}, heads(tokens));
      }
    if (!folder.wrong.empty())
      return folder.wrong;
  }
  return "";
}
