//===- TensorProtoFile.cpp - ONNX test data -------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TensorProtoFile.h"

#include <onnx/onnx_pb.h>

#include <climits>
#include <cstring>

using namespace lutra::driver;

namespace {

using Proto = onnx::TensorProto;

bool dtypeOf(int32_t type, lutra_dtype &dtype) {
  switch (type) {
  case Proto::FLOAT:
    dtype = LUTRA_F32;
    return true;
  case Proto::FLOAT16:
    dtype = LUTRA_F16;
    return true;
  case Proto::BFLOAT16:
    dtype = LUTRA_BF16;
    return true;
  case Proto::DOUBLE:
    dtype = LUTRA_F64;
    return true;
  case Proto::INT8:
    dtype = LUTRA_I8;
    return true;
  case Proto::INT16:
    dtype = LUTRA_I16;
    return true;
  case Proto::INT32:
    dtype = LUTRA_I32;
    return true;
  case Proto::INT64:
    dtype = LUTRA_I64;
    return true;
  case Proto::UINT8:
    dtype = LUTRA_U8;
    return true;
  case Proto::UINT16:
    dtype = LUTRA_U16;
    return true;
  case Proto::UINT32:
    dtype = LUTRA_U32;
    return true;
  case Proto::UINT64:
    dtype = LUTRA_U64;
    return true;
  case Proto::BOOL:
    dtype = LUTRA_BOOL;
    return true;
  default:
    return false;
  }
}

/// The low `size` bytes of each value: narrow types travel in wider fields.
template <typename Values>
std::vector<char> narrowed(const Values &values, size_t size) {
  std::vector<char> bytes(size_t(values.size()) * size);
  char *to = bytes.data();
  for (auto value : values) {
    std::memcpy(to, &value, size);
    to += size;
  }
  return bytes;
}

std::vector<char> elementsOf(const Proto &proto, size_t size) {
  switch (proto.data_type()) {
  case Proto::FLOAT:
    return narrowed(proto.float_data(), size);
  case Proto::DOUBLE:
    return narrowed(proto.double_data(), size);
  case Proto::INT64:
    return narrowed(proto.int64_data(), size);
  case Proto::UINT32:
  case Proto::UINT64:
    return narrowed(proto.uint64_data(), size);
  default:
    return narrowed(proto.int32_data(), size);
  }
}

} // namespace

std::string lutra::driver::parseTensorProto(const std::vector<char> &file,
                                            Tensor &tensor) {
  Proto proto;
  if (file.size() > INT_MAX ||
      !proto.ParseFromArray(file.data(), int(file.size())))
    return "is not a TensorProto, or is cut short";
  if (!dtypeOf(proto.data_type(), tensor.dtype))
    return "holds elements of ONNX type " + std::to_string(proto.data_type()) +
           ", which is not supported";
  if (proto.data_location() == Proto::EXTERNAL)
    return "keeps its elements in another file, which is not supported";
  tensor.dims.assign(proto.dims().begin(), proto.dims().end());
  int64_t bytes = 0;
  if (!byteCount(tensor.dtype, tensor.dims, bytes))
    return "has a shape that no memory holds";
  if (proto.has_raw_data())
    tensor.bytes.assign(proto.raw_data().begin(), proto.raw_data().end());
  else
    tensor.bytes = elementsOf(proto, lutra_dtype_size(tensor.dtype));
  if (int64_t(tensor.bytes.size()) != bytes)
    return "has " + std::to_string(tensor.bytes.size()) +
           " bytes of elements where " + describe(tensor) + " has " +
           std::to_string(bytes);
  return "";
}
