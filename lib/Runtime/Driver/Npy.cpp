//===- Npy.cpp - numpy's file format --------------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Npy.h"

#include <algorithm>
#include <cstring>

using namespace lutra::driver;

namespace {

constexpr char magic[] = "\x93NUMPY";
constexpr size_t magicSize = 6;
/// More dimensions than numpy has.
constexpr size_t maxRank = 64;

/// Reads the dictionary: {'descr': '<f4', 'fortran_order': False, 'shape': (2,
/// 3), }. Only what numpy writes: three keys, in any order.
class HeaderReader {
public:
  HeaderReader(const char *begin, const char *end) : at(begin), end(end) {}

  bool read(std::string &descr, bool &fortran, std::vector<int64_t> &shape) {
    bool seen[3] = {};
    if (!eat('{'))
      return false;
    while (!eat('}')) {
      std::string key;
      if (!string(key) || !eat(':'))
        return false;
      if (key == "descr")
        seen[0] = string(descr);
      else if (key == "fortran_order")
        seen[1] = boolean(fortran);
      else if (key == "shape")
        seen[2] = tuple(shape);
      else
        return false;
      if (!eat(',') && !(skipSpace(), at != end && *at == '}'))
        return false;
    }
    return seen[0] && seen[1] && seen[2];
  }

private:
  void skipSpace() {
    while (at != end && (*at == ' ' || *at == '\n' || *at == '\t'))
      ++at;
  }
  bool eat(char c) {
    skipSpace();
    if (at == end || *at != c)
      return false;
    ++at;
    return true;
  }
  bool word(const char *text) {
    skipSpace();
    size_t size = std::strlen(text);
    if (size_t(end - at) < size || std::memcmp(at, text, size) != 0)
      return false;
    at += size;
    return true;
  }
  bool string(std::string &value) {
    skipSpace();
    if (at == end || (*at != '\'' && *at != '"'))
      return false;
    char quote = *at++;
    const char *close = std::find(at, end, quote);
    if (close == end)
      return false;
    value.assign(at, close);
    at = close + 1;
    return true;
  }
  bool boolean(bool &value) {
    value = word("True");
    return value || word("False");
  }
  bool tuple(std::vector<int64_t> &values) {
    if (!eat('('))
      return false;
    while (!eat(')')) {
      skipSpace();
      int64_t value = 0;
      const char *begin = at;
      while (at != end && *at >= '0' && *at <= '9') {
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, *at - '0', &value))
          return false;
        ++at;
      }
      if (at == begin || values.size() == maxRank)
        return false;
      values.push_back(value);
      // Python 2 wrote long integers with an L.
      (void)(at != end && *at == 'L' && ++at);
      if (!eat(',') && !(skipSpace(), at != end && *at == ')'))
        return false;
    }
    return true;
  }

  const char *at, *end;
};

/// numpy's kind and size for each dtype.
struct Name {
  const char *text;
  lutra_dtype dtype;
};
constexpr Name names[] = {
    {"f4", LUTRA_F32}, {"f2", LUTRA_F16}, {"V2", LUTRA_BF16}, {"f8", LUTRA_F64},
    {"i1", LUTRA_I8},  {"i2", LUTRA_I16}, {"i4", LUTRA_I32},  {"i8", LUTRA_I64},
    {"u1", LUTRA_U8},  {"u2", LUTRA_U16}, {"u4", LUTRA_U32},  {"u8", LUTRA_U64},
    {"b1", LUTRA_BOOL}};

/// Splits "<f4" into its order and its dtype.
bool parseDescr(const std::string &descr, bool &bigEndian, lutra_dtype &dtype) {
  if (descr.empty() || !std::strchr("<>|=", descr[0]))
    return false;
  bigEndian = descr[0] == '>';
  for (const Name &name : names)
    if (descr.substr(1) == name.text) {
      dtype = name.dtype;
      return true;
    }
  return false;
}

/// Elements in column-major order to row-major order.
std::vector<char> fromFortran(const char *data, const Tensor &tensor) {
  size_t size = lutra_dtype_size(tensor.dtype);
  size_t rank = tensor.dims.size();
  size_t count = tensor.bytes.size() / size;
  std::vector<char> result(tensor.bytes.size());
  std::vector<int64_t> index(rank);
  std::vector<size_t> strides(rank, 1);
  for (size_t i = rank; i-- > 1;)
    strides[i - 1] = strides[i] * size_t(tensor.dims[i]);
  for (size_t n = 0, to = 0; n != count; ++n) {
    std::memcpy(&result[to * size], data + n * size, size);
    for (size_t i = 0; i != rank; ++i) {
      to += strides[i];
      if (++index[i] != tensor.dims[i])
        break;
      to -= strides[i] * size_t(tensor.dims[i]);
      index[i] = 0;
    }
  }
  return result;
}

} // namespace

std::string lutra::driver::parseNpy(const std::vector<char> &file,
                                    Tensor &tensor) {
  if (file.size() < 10 || std::memcmp(file.data(), magic, magicSize) != 0)
    return "is not a .npy file";
  auto byte = [&](size_t i) { return uint32_t(uint8_t(file[i])); };
  uint32_t version = byte(6);
  if (version < 1 || version > 3)
    return "has .npy version " + std::to_string(version) +
           "; versions 1 to 3 are known";
  size_t start = version == 1 ? 10 : 12;
  if (file.size() < start)
    return "is cut short in its header";
  size_t length = byte(8) | byte(9) << 8;
  if (version > 1)
    length |= size_t(byte(10)) << 16 | size_t(byte(11)) << 24;
  if (file.size() - start < length)
    return "is cut short in its header";

  const char *header = file.data() + start;
  std::string descr;
  bool fortran = false, bigEndian = false;
  tensor.dims.clear();
  if (!HeaderReader(header, header + length).read(descr, fortran, tensor.dims))
    return "has a header that is not understood";
  if (!parseDescr(descr, bigEndian, tensor.dtype))
    return "has elements of type '" + descr + "', which is not supported";
  int64_t bytes = 0;
  if (!byteCount(tensor.dtype, tensor.dims, bytes))
    return "has a shape that no memory holds";
  size_t found = file.size() - start - length;
  if (found != size_t(bytes))
    return (found < size_t(bytes) ? "is cut short: " : "is too long: ") +
           std::to_string(found) + " bytes of elements where " +
           describe(tensor) + " has " + std::to_string(bytes);

  const char *data = header + length;
  tensor.bytes.assign(data, data + bytes);
  if (fortran && tensor.dims.size() > 1)
    tensor.bytes = fromFortran(data, tensor);
  if (size_t size = lutra_dtype_size(tensor.dtype); bigEndian && size > 1)
    for (auto it = tensor.bytes.begin(); it != tensor.bytes.end();
         it += std::ptrdiff_t(size))
      std::reverse(it, it + std::ptrdiff_t(size));
  return "";
}

std::string lutra::driver::npyHeader(lutra_dtype dtype, const int64_t *dims,
                                     size_t rank) {
  const Name *name = std::find_if(
      std::begin(names), std::end(names),
      [&](const Name &candidate) { return candidate.dtype == dtype; });
  std::string text = "{'descr': '";
  text += lutra_dtype_size(dtype) == 1 ? '|' : '<';
  text += name->text;
  text += "', 'fortran_order': False, 'shape': (";
  for (size_t i = 0; i != rank; ++i)
    text += std::to_string(dims[i]) + (i + 1 == rank && i ? "" : ",") +
            (i + 1 == rank ? "" : " ");
  text += "), }";
  // The elements start at a multiple of 64; the last byte is a newline.
  size_t total = (magicSize + 4 + text.size() + 1 + 63) / 64 * 64;
  text.resize(total - magicSize - 4 - 1, ' ');
  text += '\n';
  std::string header(magic, magicSize);
  header += {1, 0, char(text.size() & 255), char(text.size() >> 8)};
  return header + text;
}
