//===- LanguageModel.cpp - feed tokens, read logits -----------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LanguageModel.h"

#include "Tensor.h"

#include <algorithm>
#include <array>
#include <numeric>

using namespace lutra;
using namespace lutra::generate;

std::string LanguageModel::start(int64_t capacity, Logits wanted) {
  if (!context)
    return "no memory for a context";
  if (model.output(roles.logits).position_axis >= 0)
    if (rt::Status failed = context.limitPositions(
            roles.logits, wanted == Logits::Last ? 1 : 0))
      return failed.message();
  inPlace = !roles.pasts.empty() &&
            std::all_of(roles.pasts.begin(), roles.pasts.end(),
                        [&](const Past &past) {
                          return model.input(past.input).state_peer >= 0;
                        });
  if (inPlace)
    if (rt::Status failed = context.enableState(capacity))
      return failed.message();
  return restart();
}

std::string LanguageModel::restart() {
  fed = 0;
  return inPlace ? context.resetState().message() : emptyPasts();
}

std::string LanguageModel::emptyPasts() {
  for (const Past &past : roles.pasts) {
    const lutra_tensor_info &info = model.input(past.input);
    std::vector<int64_t> dims;
    for (int32_t i = 0; i != info.rank; ++i)
      dims.push_back(info.dims[i].size >= 0 ? info.dims[i].size : i == 0);
    if (rt::Status failed = context.setInput(past.input, nullptr, info.dtype,
                                             dims.data(), dims.size()))
      return failed.message();
  }
  return "";
}

std::string LanguageModel::recyclePresents() {
  for (const Past &past : roles.pasts) {
    lutra_tensor present;
    if (rt::Status failed = context.getOutput(past.output, present))
      return failed.message();
    if (rt::Status failed =
            context.setInput(past.input, present.data, present.dtype,
                             present.dims, size_t(present.rank)))
      return failed.message();
  }
  return "";
}

std::string LanguageModel::setIndices(size_t input, Indices &indices) {
  const std::array<int64_t, 2> dims = {1, int64_t(indices.wide.size())};
  if (model.input(input).dtype == LUTRA_I64)
    return context.setInput(input, indices.wide, dims).message();
  indices.narrow.assign(indices.wide.begin(), indices.wide.end());
  return context.setInput(input, indices.narrow, dims).message();
}

std::string LanguageModel::feed(const std::vector<int64_t> &tokens) {
  ids.wide = tokens;
  std::string wrong = setIndices(roles.ids, ids);
  if (wrong.empty() && roles.mask) {
    mask.wide.resize(size_t(fed) + tokens.size(), 1);
    wrong = setIndices(*roles.mask, mask);
  }
  if (wrong.empty() && roles.positions) {
    positions.wide.resize(tokens.size());
    std::iota(positions.wide.begin(), positions.wide.end(), fed);
    wrong = setIndices(*roles.positions, positions);
  }
  if (wrong.empty())
    wrong = context.run().message();
  if (wrong.empty() && !inPlace)
    wrong = recyclePresents();
  if (wrong.empty())
    fed += int64_t(tokens.size());
  return wrong;
}

std::string LanguageModel::logits(int64_t row, const float *&values,
                                  int64_t &count) {
  lutra_dtype dtype = model.output(roles.logits).dtype;
  const char *data = nullptr;
  if (rt::Status failed = context.getRow(roles.logits, row, data, count))
    return failed.message();
  if (dtype == LUTRA_F32) {
    values = reinterpret_cast<const float *>(data);
    return "";
  }
  converted.resize(size_t(count));
  for (int64_t i = 0; i != count; ++i)
    converted[size_t(i)] = float(driver::elementAt(dtype, data, i));
  values = converted.data();
  return "";
}
