//===- Inputs.cpp - values for a model's inputs ---------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Inputs.h"

#include "Files.h"
#include "Npy.h"
#include "TensorProtoFile.h"

#include <algorithm>
#include <cstring>

using namespace lutra::driver;

//===----------------------------------------------------------------------===//
// Options
//===----------------------------------------------------------------------===//

void InputOptions::addOptions(CommandLine &commandLine) {
  commandLine.value(
      "input", "NAME=FILE",
      "value of an input: .npy, .pb (TensorProto), else raw little-endian",
      [this](const std::string &text) {
        std::string name, file;
        if (!splitAssignment(text, name, file) || file.empty())
          return "expects NAME=FILE";
        files.emplace_back(name, file);
        return "";
      });
  commandLine.value(
      "shape", "NAME=1x5", "sizes of an input that a raw file or --bench gives",
      [this](const std::string &text) {
        std::string name, sizes;
        std::vector<int64_t> dims;
        if (!splitAssignment(text, name, sizes) ||
            !(sizes.empty() || parseNumbers(sizes, 'x', 0, INT64_MAX, dims)))
          return "expects NAME=1x5 (NAME= for a scalar)";
        shapes[name] = dims;
        return "";
      });
  commandLine.value("dim", "NAME=5", "size of a dimension that has a name",
                    [this](const std::string &text) {
                      std::string name, size;
                      int64_t value = 0;
                      if (!splitAssignment(text, name, size) ||
                          !parseNumber(size, 0, INT64_MAX, value))
                        return "expects NAME=5";
                      dims[name] = value;
                      return "";
                    });
}

//===----------------------------------------------------------------------===//
// Reading
//===----------------------------------------------------------------------===//

static bool endsWith(const std::string &text, const char *suffix) {
  size_t size = std::strlen(suffix);
  return text.size() >= size &&
         text.compare(text.size() - size, size, suffix) == 0;
}

static std::string list(const std::vector<std::string> &names) {
  // Ten say enough about what names look like here.
  std::string text;
  for (size_t i = 0; i != std::min<size_t>(names.size(), 10); ++i)
    text += (i ? ", '" : "'") + names[i] + "'";
  if (names.size() > 10)
    text += " and " + std::to_string(names.size() - 10) + " more";
  return text;
}

std::string Inputs::checkNames(const InputOptions &options) const {
  std::vector<std::string> inputs, dims;
  for (size_t i = 0; i != model.inputCount(); ++i) {
    const lutra_tensor_info &info = model.input(i);
    inputs.push_back(info.name);
    for (int32_t d = 0; d != info.rank; ++d)
      if (info.dims[d].name)
        dims.push_back(info.dims[d].name);
  }
  std::sort(dims.begin(), dims.end());
  dims.erase(std::unique(dims.begin(), dims.end()), dims.end());
  auto check = [](const std::string &name, const char *kind,
                  const std::vector<std::string> &known) -> std::string {
    if (std::find(known.begin(), known.end(), name) != known.end())
      return "";
    return std::string("the model has no ") + kind + " '" + name + "'" +
           (known.empty() ? "" : "; it has " + list(nearest(name, known)));
  };
  for (const auto &entry : options.files)
    if (std::string wrong = check(entry.first, "input", inputs); !wrong.empty())
      return wrong;
  for (const auto &entry : options.shapes)
    if (std::string wrong = check(entry.first, "input", inputs); !wrong.empty())
      return wrong;
  for (const auto &entry : options.dims)
    if (std::string wrong = check(entry.first, "dimension called", dims);
        !wrong.empty())
      return wrong;
  return "";
}

std::string Inputs::read(const InputOptions &options) {
  if (std::string wrong = checkNames(options); !wrong.empty())
    return wrong;
  // Raw files last: they take their shapes from the others.
  for (bool raw : {false, true})
    for (const auto &[name, path] : options.files) {
      bool isRaw = !endsWith(path, ".npy") && !endsWith(path, ".pb");
      if (isRaw != raw)
        continue;
      size_t index = size_t(model.findInput(name));
      if (tensors[index])
        return "input '" + name + "' is given twice";
      if (std::string wrong = readOne(index, path, options); !wrong.empty())
        return wrong;
    }
  return "";
}

std::string Inputs::readOne(size_t index, const std::string &path,
                            const InputOptions &options) {
  std::vector<char> bytes;
  if (std::string wrong = readFile(path, bytes); !wrong.empty())
    return wrong;
  Tensor tensor;
  std::string wrong;
  if (endsWith(path, ".npy")) {
    wrong = parseNpy(bytes, tensor);
  } else if (endsWith(path, ".pb")) {
    wrong = parseTensorProto(bytes, tensor);
  } else {
    tensor.dtype = model.input(index).dtype;
    wrong = shapeOfRaw(index, bytes.size(), options, tensor.dims);
    tensor.bytes = std::move(bytes);
  }
  if (!wrong.empty())
    return "'" + path + "' " + wrong;
  tensors[index] = std::move(tensor);
  return "";
}

int64_t Inputs::namedSize(const lutra_dim &dim,
                          const InputOptions &options) const {
  if (!dim.name)
    return -1;
  if (auto it = options.dims.find(dim.name); it != options.dims.end())
    return it->second;
  for (size_t i = 0; i != tensors.size(); ++i) {
    const lutra_tensor_info &info = model.input(i);
    for (int32_t d = 0; d != info.rank; ++d) {
      if (!info.dims[d].name || std::strcmp(info.dims[d].name, dim.name) != 0)
        continue;
      if (tensors[i] && tensors[i]->dims.size() == size_t(info.rank))
        return tensors[i]->dims[d];
      if (auto it = options.shapes.find(info.name);
          it != options.shapes.end() && it->second.size() == size_t(info.rank))
        return it->second[d];
    }
  }
  return -1;
}

/// A raw file says how many bytes there are, and nothing else. One unknown size
/// follows from that.
std::string Inputs::shapeOfRaw(size_t index, size_t bytes,
                               const InputOptions &options,
                               std::vector<int64_t> &dims) const {
  const lutra_tensor_info &info = model.input(index);
  int64_t unknown = -1;
  if (auto it = options.shapes.find(info.name); it != options.shapes.end()) {
    dims = it->second;
  } else {
    for (int32_t i = 0; i != info.rank; ++i) {
      int64_t size = info.dims[i].size >= 0 ? info.dims[i].size
                                            : namedSize(info.dims[i], options);
      if (size < 0 && unknown >= 0)
        return "has no shape, and input '" + std::string(info.name) + "' " +
               describe(info) +
               " leaves more than one size open; add --shape=" + info.name +
               "=...";
      if (size < 0)
        unknown = i;
      dims.push_back(size);
    }
    if (unknown >= 0) {
      dims[unknown] = 1;
      int64_t row = 0;
      if (byteCount(info.dtype, dims, row) && row > 0)
        dims[unknown] = int64_t(bytes) / row;
    }
  }
  int64_t expected = 0;
  if (!byteCount(info.dtype, dims, expected))
    return "cannot have the given shape: no memory holds it";
  if (expected == int64_t(bytes))
    return "";
  if (unknown >= 0)
    return "has " + std::to_string(bytes) +
           " bytes, which is no whole number of rows of " + describe(info);
  return "has " + std::to_string(bytes) + " bytes, and input '" + info.name +
         "' as " + describe(info.dtype, dims.data(), dims.size()) + " has " +
         std::to_string(expected);
}

//===----------------------------------------------------------------------===//
// Making up
//===----------------------------------------------------------------------===//

/// 0 for floats, 1 for integers: an id that every vocabulary has, a mask that
/// hides nothing.
static void fillElements(Tensor &tensor) {
  switch (tensor.dtype) {
  case LUTRA_F32:
  case LUTRA_F16:
  case LUTRA_BF16:
  case LUTRA_F64:
    return;
  default:
    // Little-endian: the low byte comes first.
    for (size_t i = 0; i < tensor.bytes.size();
         i += lutra_dtype_size(tensor.dtype))
      tensor.bytes[i] = 1;
  }
}

std::string Inputs::fill(const InputOptions &options) {
  for (size_t i = 0; i != tensors.size(); ++i) {
    if (tensors[i])
      continue;
    const lutra_tensor_info &info = model.input(i);
    Tensor tensor;
    tensor.dtype = info.dtype;
    if (auto it = options.shapes.find(info.name); it != options.shapes.end())
      tensor.dims = it->second;
    else
      for (int32_t d = 0; d != info.rank; ++d) {
        int64_t size = info.dims[d].size >= 0
                           ? info.dims[d].size
                           : namedSize(info.dims[d], options);
        if (size < 0)
          size = d == info.state_axis ? 0 : 1;
        tensor.dims.push_back(size);
      }
    int64_t bytes = 0;
    if (!byteCount(tensor.dtype, tensor.dims, bytes))
      return "input '" + std::string(info.name) + "': no memory holds " +
             describe(tensor);
    tensor.bytes.resize(size_t(bytes));
    fillElements(tensor);
    tensors[i] = std::move(tensor);
  }
  return "";
}

std::string Inputs::missing() const {
  std::string text;
  for (size_t i = 0; i != tensors.size(); ++i)
    if (!tensors[i])
      text += (text.empty() ? "" : ", ") + std::string("'") +
              model.input(i).name + "' " + describe(model.input(i));
  if (text.empty())
    return "";
  return "these inputs are not given: " + text +
         "; add --input=NAME=FILE for each";
}

std::string Inputs::give(rt::Context &context) const {
  for (size_t i = 0; i != tensors.size(); ++i) {
    const Tensor &tensor = *tensors[i];
    if (rt::Status failed =
            context.setInput(i, tensor.bytes.data(), tensor.dtype,
                             tensor.dims.data(), tensor.dims.size()))
      return failed.message();
  }
  return "";
}
