//===- PrimitiveCache.cpp - oneDNN primitives of a model ------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PrimitiveCache.h"

#include <algorithm>
#include <cstring>
#include <initializer_list>

using namespace lutra::runtime;

namespace {

/// Rows for which weights of a product are ordered, whatever number comes.
constexpr int64_t typicalRows = 64;

/// The gates of an LSTM in oneDNN's order, which is input, forget, cell and
/// output, by where the bundle has them.
constexpr int64_t gateCount = 4;
constexpr int64_t gateOrder[gateCount] = {0, 2, 3, 1};

/// oneDNN's description of a piece, step by step; the first error stays.
class Builder {
public:
  Builder(const OneDnn &library, const lutra_rt_primitive &primitive,
          const PieceShape &shape)
      : lib(library), p(primitive), shape(shape),
        postOps(library.post_ops_destroy), attr(library.primitive_attr_destroy),
        desc(library.primitive_desc_destroy) {}

  Error build(CompiledPrimitive &result);

  /// Constant operand `number` as the bundle has it, but for the order of an
  /// LSTM's gates.
  dnnl_memory_desc_t plainConstant(size_t number);
  Error getError() { return std::move(error); }

private:
  bool check(dnnl_status_t status, const char *what) {
    if (!error)
      error = checkOneDnn(status, what);
    return !error;
  }

  /// An image of `channels` last, or rows of a product.
  dnnl_memory_desc_t image(dnnl_data_type_t type, int64_t count,
                           const int64_t *spatial, int64_t channels);
  dnnl_memory_desc_t rows(dnnl_data_type_t type, int64_t columns,
                          int64_t stride);
  dnnl_memory_desc_t perChannel();
  dnnl_memory_desc_t plainWeights();
  dnnl_memory_desc_t constantOfAnyOrder(size_t number);
  dnnl_memory_desc_t strided(std::initializer_list<int64_t> sizes,
                             std::initializer_list<int64_t> strides);

  void describe(CompiledPrimitive &result);
  void describeLstm(CompiledPrimitive &result);
  void addPostOps(CompiledPrimitive &result);
  bool create(const CompiledPrimitive &result);
  bool createConvolution(const CompiledPrimitive &result);
  bool createProduct(const CompiledPrimitive &result);
  bool createPooling(const CompiledPrimitive &result);
  bool createLstm(const CompiledPrimitive &result);

  bool isProduct() const { return p.kind == LUTRA_RT_MATMUL; }
  bool hasBytes() const { return countSourceBytes(p) == 1; }
  dnnl_data_type_t sourceType() const;
  dnnl_data_type_t weightsType() const;
  dnnl_data_type_t resultType() const {
    return hasBytes() ? dnnl_s32 : dnnl_f32;
  }

  const OneDnn &lib;
  const lutra_rt_primitive &p;
  const PieceShape &shape;
  Owned<dnnl_post_ops_t> postOps;
  Owned<dnnl_primitive_attr_t> attr;
  Owned<dnnl_primitive_desc_t> desc;
  Error error;
};

} // namespace

dnnl_data_type_t Builder::sourceType() const {
  switch (p.numbers) {
  case LUTRA_RT_F32:
    return dnnl_f32;
  case LUTRA_RT_BF16:
    return dnnl_bf16;
  case LUTRA_RT_UNSIGNED_BYTES:
    return dnnl_u8;
  default:
    return dnnl_s8;
  }
}

dnnl_data_type_t Builder::weightsType() const {
  return hasBytes() ? dnnl_s8 : sourceType();
}

dnnl_memory_desc_t Builder::image(dnnl_data_type_t type, int64_t count,
                                  const int64_t *spatial, int64_t channels) {
  dnnl_memory_desc_t md = {};
  dnnl_dims_t dims = {count, channels};
  std::copy(spatial, spatial + p.spatial, dims + 2);
  constexpr dnnl_format_tag_t tags[] = {dnnl_nwc, dnnl_nhwc, dnnl_ndhwc};
  check(lib.memory_desc_init_by_tag(&md, int(p.spatial) + 2, dims, type,
                                    tags[p.spatial - 1]),
        "describe an image");
  return md;
}

dnnl_memory_desc_t Builder::rows(dnnl_data_type_t type, int64_t columns,
                                 int64_t stride) {
  dnnl_memory_desc_t md = {};
  dnnl_dims_t dims = {shape.count, columns}, strides = {stride, 1};
  check(lib.memory_desc_init_by_strides(&md, 2, dims, type, strides),
        "describe a matrix");
  return md;
}

/// One number for each channel of a result, of the result's rank.
dnnl_memory_desc_t Builder::perChannel() {
  if (!isProduct()) {
    const int64_t ones[maxSpatial] = {1, 1, 1};
    return image(dnnl_f32, 1, ones, shape.columns);
  }
  dnnl_memory_desc_t md = {};
  dnnl_dims_t dims = {1, shape.columns};
  check(lib.memory_desc_init_by_tag(&md, 2, dims, dnnl_f32, dnnl_ab),
        "describe a vector");
  return md;
}

dnnl_memory_desc_t Builder::plainWeights() {
  dnnl_memory_desc_t md = {};
  if (isProduct()) {
    dnnl_dims_t dims = {p.inputs, shape.columns};
    dnnl_dims_t strides = {p.channels, 1};
    if (p.transposed) {
      strides[0] = 1;
      strides[1] = p.inputs;
    }
    check(lib.memory_desc_init_by_strides(&md, 2, dims, weightsType(), strides),
          "describe weights");
    return md;
  }
  // Groups, channels of the result and of the source, window; in memory that
  // is their order, or groups, window, channels of the source and of the
  // result, or the window and what are groups and channels in one.
  int64_t outputs = p.channels / p.groups, inputs = p.inputs / p.groups;
  dnnl_dims_t dims = {p.groups, outputs, inputs}, strides = {};
  std::copy(p.window, p.window + p.spatial, dims + 3);
  bool isDepthwise = p.groups > 1 && outputs == 1 && inputs == 1;
  int64_t size = 1;
  auto place = [&](int64_t dim) {
    strides[dim] = size;
    size *= dims[dim];
  };
  auto placeWindow = [&] {
    for (int64_t d = p.spatial; d-- != 0;)
      place(3 + d);
  };
  if (hasBytes() && isDepthwise) {
    place(0), place(1), place(2);
    placeWindow();
  } else if (hasBytes()) {
    place(1), place(2);
    placeWindow();
    place(0);
  } else {
    placeWindow();
    place(2), place(1), place(0);
  }
  bool grouped = p.groups > 1;
  check(lib.memory_desc_init_by_strides(&md, int(p.spatial) + 2 + grouped,
                                        dims + !grouped, weightsType(),
                                        strides + !grouped),
        "describe weights");
  return md;
}

dnnl_memory_desc_t Builder::strided(std::initializer_list<int64_t> sizes,
                                    std::initializer_list<int64_t> strides) {
  dnnl_memory_desc_t md = {};
  dnnl_dims_t dims = {}, steps = {};
  std::copy(sizes.begin(), sizes.end(), dims);
  std::copy(strides.begin(), strides.end(), steps);
  check(lib.memory_desc_init_by_strides(&md, int(sizes.size()), dims, dnnl_f32,
                                        steps),
        "describe a sequence");
  return md;
}

dnnl_memory_desc_t Builder::plainConstant(size_t number) {
  if (p.kind != LUTRA_RT_LSTM)
    return plainWeights();
  // Layers, directions, terms, gates, cells; gates lie outermost.
  int64_t cells = p.channels, terms = number == 0 ? p.inputs : cells;
  int64_t all = gateCount * cells;
  if (number == 2)
    return strided({1, 1, gateCount, cells}, {all, all, cells, 1});
  return strided({1, 1, terms, gateCount, cells},
                 {all * terms, all * terms, 1, cells * terms, terms});
}

dnnl_memory_desc_t Builder::constantOfAnyOrder(size_t number) {
  dnnl_memory_desc_t plain = plainConstant(number), md = {};
  check(lib.memory_desc_init_by_tag(&md, plain.ndims, plain.dims, weightsType(),
                                    dnnl_format_tag_any),
        "describe weights");
  return md;
}

void Builder::describeLstm(CompiledPrimitive &result) {
  int64_t steps = shape.in[0], all = shape.in[1], cells = p.channels;
  result.source =
      strided({steps, shape.count, p.inputs}, {all * p.inputs, p.inputs, 1});
  result.result = strided({steps, shape.count, cells}, {all * cells, cells, 1});
  int64_t block = shape.count * cells;
  result.state = strided({1, 1, shape.count, cells}, {block, block, cells, 1});
  for (size_t i = 0; i != 2; ++i)
    result.constants[i] = constantOfAnyOrder(i);
  result.constants[2] = plainConstant(2);
}

void Builder::describe(CompiledPrimitive &result) {
  if (p.kind == LUTRA_RT_LSTM) {
    describeLstm(result);
    return;
  }
  if (isProduct()) {
    result.source = rows(sourceType(), p.inputs, p.inputs);
    result.result = rows(resultType(), shape.columns, p.channels);
  } else {
    result.source = image(sourceType(), shape.count, shape.in, p.inputs);
    result.result = image(resultType(), shape.count, shape.out, p.channels);
  }
  if (countConstants(p))
    result.constants[0] = constantOfAnyOrder(0);
  if (!p.has_bias)
    return;
  if (isProduct()) {
    result.bias = perChannel();
    return;
  }
  dnnl_dims_t dims = {p.channels};
  check(lib.memory_desc_init_by_tag(&result.bias, 1, dims, dnnl_f32, dnnl_x),
        "describe a bias");
}

void Builder::addPostOps(CompiledPrimitive &result) {
  if (!check(lib.post_ops_create(postOps.place()), "list post-ops"))
    return;
  unsigned extra = 0;
  for (int64_t i = 0; i != p.post_op_count; ++i) {
    const lutra_rt_post_op &op = p.post_ops[i];
    auto eltwise = [&](dnnl_alg_kind_t kind) {
      check(lib.post_ops_append_eltwise(postOps.get(), 1, kind, float(op.alpha),
                                        float(op.beta)),
            "fuse an elementwise operation");
    };
    switch (op.kind) {
    case LUTRA_RT_RELU:
      eltwise(dnnl_eltwise_relu);
      break;
    case LUTRA_RT_CLIP:
      eltwise(dnnl_eltwise_clip);
      break;
    case LUTRA_RT_LINEAR:
      eltwise(dnnl_eltwise_linear);
      break;
    default:
      dnnl_memory_desc_t &md = result.extras[extra++];
      md = op.per_channel ? perChannel() : result.result;
      check(lib.post_ops_append_binary(
                postOps.get(),
                op.kind == LUTRA_RT_ADD ? dnnl_binary_add : dnnl_binary_mul,
                &md),
            "fuse an operation with another tensor");
      break;
    }
  }
}

/// What lies behind the source, so that the result has its size.
static int64_t padBehind(int64_t in, int64_t out, int64_t window,
                         int64_t stride, int64_t dilation, int64_t before) {
  int64_t seen = (out - 1) * stride + (window - 1) * dilation + 1;
  return std::max<int64_t>(seen - before - in, 0);
}

namespace {
/// Window and padding in oneDNN's form.
struct Window {
  Window(const lutra_rt_primitive &p, const PieceShape &shape) {
    for (int64_t d = 0; d != p.spatial; ++d) {
      size[d] = p.window[d];
      strides[d] = p.strides[d];
      dilations[d] = p.dilations[d] - 1;
      before[d] = d == 0 ? shape.pad : p.pads[d];
      behind[d] = padBehind(shape.in[d], shape.out[d], p.window[d],
                            p.strides[d], p.dilations[d], before[d]);
    }
  }
  dnnl_dims_t size = {}, strides = {}, dilations = {}, before = {}, behind = {};
};
} // namespace

bool Builder::createConvolution(const CompiledPrimitive &result) {
  Window w(p, shape);
  dnnl_convolution_desc_t op = {};
  return check(lib.dilated_convolution_forward_desc_init(
                   &op, dnnl_forward_inference, dnnl_convolution_direct,
                   &result.source, &result.constants[0],
                   p.has_bias ? &result.bias : nullptr, &result.result,
                   w.strides, w.dilations, w.before, w.behind),
               "describe a convolution") &&
         check(lib.primitive_desc_create(desc.place(), &op, attr.get(),
                                         lib.engine, nullptr),
               "find code for a convolution");
}

/// Weights of products with any number of rows have one order, if oneDNN can:
/// the one for typical products.
bool Builder::createProduct(const CompiledPrimitive &result) {
  auto create = [&](const CompiledPrimitive &sizes,
                    const dnnl_memory_desc_t &weights,
                    Owned<dnnl_primitive_desc_t> &place) {
    dnnl_matmul_desc_t op = {};
    dnnl_status_t status =
        lib.matmul_desc_init(&op, &sizes.source, &weights,
                             p.has_bias ? &sizes.bias : nullptr, &sizes.result);
    return status != dnnl_success
               ? status
               : lib.primitive_desc_create(place.place(), &op, attr.get(),
                                           lib.engine, nullptr);
  };
  if (shape.count != typicalRows && p.post_op_count == 0) {
    PieceShape typicalShape = shape;
    typicalShape.count = typicalRows;
    CompiledPrimitive typical(lib);
    Builder builder(lib, p, typicalShape);
    builder.describe(typical);
    Owned<dnnl_primitive_desc_t> other(lib.primitive_desc_destroy);
    if (!builder.error &&
        create(typical, typical.constants[0], other) == dnnl_success &&
        create(
            result,
            *lib.primitive_desc_query_md(other.get(), dnnl_query_weights_md, 0),
            desc) == dnnl_success)
      return true;
  }
  return check(create(result, result.constants[0], desc),
               "find code for a product");
}

bool Builder::createPooling(const CompiledPrimitive &result) {
  Window w(p, shape);
  dnnl_alg_kind_t kind = p.kind == LUTRA_RT_MAX_POOLING ? dnnl_pooling_max
                         : p.kind == LUTRA_RT_AVERAGE_POOLING
                             ? dnnl_pooling_avg_include_padding
                             : dnnl_pooling_avg_exclude_padding;
  dnnl_pooling_v2_desc_t op = {};
  return check(lib.pooling_v2_forward_desc_init(
                   &op, dnnl_forward_inference, kind, &result.source,
                   &result.result, w.strides, w.size, w.dilations, w.before,
                   w.behind),
               "describe a pooling") &&
         check(lib.primitive_desc_create(desc.place(), &op, attr.get(),
                                         lib.engine, nullptr),
               "find code for a pooling");
}

bool Builder::createLstm(const CompiledPrimitive &result) {
  dnnl_rnn_desc_t op = {};
  return check(lib.lstm_forward_desc_init(
                   &op, dnnl_forward_inference,
                   p.backward ? dnnl_unidirectional_right2left
                              : dnnl_unidirectional_left2right,
                   &result.source, &result.state, &result.state,
                   &result.constants[0], &result.constants[1],
                   &result.constants[2], &result.result, &result.state,
                   &result.state, dnnl_rnn_flags_undef),
               "describe an LSTM") &&
         check(lib.primitive_desc_create(desc.place(), &op, attr.get(),
                                         lib.engine, nullptr),
               "find code for an LSTM");
}

bool Builder::create(const CompiledPrimitive &result) {
  switch (p.kind) {
  case LUTRA_RT_CONVOLUTION:
    return createConvolution(result);
  case LUTRA_RT_MATMUL:
    return createProduct(result);
  case LUTRA_RT_LSTM:
    return createLstm(result);
  default:
    return createPooling(result);
  }
}

Error Builder::build(CompiledPrimitive &result) {
  describe(result);
  addPostOps(result);
  check(lib.primitive_attr_create(attr.place()), "make attributes");
  if (error)
    return std::move(error);
  // The runtime's memory, so that a run allocates none and threads share none.
  check(lib.primitive_attr_set_scratchpad_mode(attr.get(),
                                               dnnl_scratchpad_mode_user),
        "take memory from outside");
  // Poolings without post-ops refuse even an empty list.
  if (p.post_op_count)
    check(lib.primitive_attr_set_post_ops(attr.get(), postOps.get()),
          "fuse what follows");
  if (error || !create(result) ||
      !check(lib.primitive_create(result.primitive.place(), desc.get()),
             "make code"))
    return std::move(error);
  for (size_t i = 0, end = countConstants(p); i != end; ++i)
    result.constants[i] =
        *lib.primitive_desc_query_md(desc.get(), dnnl_query_weights_md, int(i));
  result.scratch =
      *lib.primitive_desc_query_md(desc.get(), dnnl_query_scratchpad_md, 0);
  result.scratchBytes = int64_t(lib.memory_desc_get_size(&result.scratch));
  return {};
}

//===----------------------------------------------------------------------===//
// PrimitiveCache
//===----------------------------------------------------------------------===//

Error PrimitiveCache::find(const lutra_rt_primitive &primitive,
                           const PieceShape &shape,
                           std::shared_ptr<const CompiledPrimitive> &result) {
  std::lock_guard<std::mutex> lock(mutex);
  std::vector<Entry> &entries = primitives[&primitive];
  for (const Entry &entry : entries)
    if (entry.shape == shape) {
      result = entry.compiled;
      return {};
    }
  auto compiled = std::make_shared<CompiledPrimitive>(*library);
  if (Error error = Builder(*library, primitive, shape).build(*compiled))
    return error;
  // Full of shapes that came once: begin anew. Contexts keep what they use.
  if (primitiveCount == maxPrimitives) {
    primitives.clear();
    primitiveCount = 0;
  }
  primitives[&primitive].push_back({&primitive, shape, compiled});
  ++primitiveCount;
  result = std::move(compiled);
  return {};
}

bool PrimitiveCache::isWeights(const void *data, int64_t bytes) const {
  auto begin = reinterpret_cast<uintptr_t>(data);
  auto first = reinterpret_cast<uintptr_t>(firstWeight);
  return begin >= first && bytes <= weightBytes &&
         begin - first <= uintptr_t(weightBytes - bytes);
}

Error PrimitiveCache::pack(const lutra_rt_primitive &primitive,
                           const PieceShape &shape,
                           const CompiledPrimitive &compiled, size_t number,
                           const void *weights,
                           std::shared_ptr<const PackedWeights> &result) {
  Builder builder(*library, primitive, shape);
  dnnl_memory_desc_t plain = builder.plainConstant(number);
  if (Error error = builder.getError())
    return error;
  auto plainBytes = int64_t(library->memory_desc_get_size(&plain));
  if (!isWeights(weights, plainBytes))
    return {LUTRA_ERROR_MODEL,
            "the bundle's code passes weights to oneDNN that "
            "are not in the bundle"};
  std::lock_guard<std::mutex> lock(mutex);
  auto &known = packed[{weights, shape.column}];
  const dnnl_memory_desc_t &wanted = compiled.constants[number];
  for (const auto &entry : known)
    if (library->memory_desc_equal(&entry->desc, &wanted)) {
      result = entry;
      return {};
    }

  const char *from = static_cast<const char *>(weights) +
                     shape.column *
                         (primitive.transposed ? primitive.inputs : 1) *
                         countSourceBytes(primitive);
  auto entry = std::make_shared<PackedWeights>(*library, allocator);
  entry->desc = wanted;
  int64_t bytes = int64_t(library->memory_desc_get_size(&entry->desc));
  Buffer gates(allocator);
  bool hasGates = primitive.kind == LUTRA_RT_LSTM;
  if (!entry->data.reserve(bytes) || (hasGates && !gates.reserve(plainBytes)))
    return {LUTRA_ERROR_MEMORY, "no memory for the " + std::to_string(bytes) +
                                    " bytes of weights in oneDNN's order"};
  if (hasGates) {
    size_t size = size_t(plainBytes / gateCount);
    char *to = static_cast<char *>(gates.data());
    for (int64_t gate : gateOrder) {
      std::memcpy(to, from + size_t(gate) * size, size);
      to += size;
    }
    from = static_cast<const char *>(gates.data());
  }
  Owned<dnnl_memory_t> source(library->memory_destroy);
  Owned<dnnl_primitive_desc_t> desc(library->primitive_desc_destroy);
  Owned<dnnl_primitive_t> reorder(library->primitive_destroy);
  Owned<dnnl_stream_t> stream(library->stream_destroy);
  auto steps = [&]() -> dnnl_status_t {
    if (auto status = library->memory_create(
            source.place(), &plain, library->engine, const_cast<char *>(from)))
      return status;
    if (auto status =
            library->memory_create(entry->memory.place(), &entry->desc,
                                   library->engine, entry->data.data()))
      return status;
    if (auto status = library->reorder_primitive_desc_create(
            desc.place(), &plain, library->engine, &entry->desc,
            library->engine, nullptr))
      return status;
    if (auto status = library->primitive_create(reorder.place(), desc.get()))
      return status;
    if (auto status = library->stream_create(stream.place(), library->engine,
                                             dnnl_stream_default_flags))
      return status;
    dnnl_exec_arg_t arguments[] = {{DNNL_ARG_FROM, source.get()},
                                   {DNNL_ARG_TO, entry->memory.get()}};
    return library->primitive_execute(reorder.get(), stream.get(), 2,
                                      arguments);
  };
  if (Error error = checkOneDnn(steps(), "put weights into its order"))
    return error;
  known.push_back(entry);
  result = std::move(entry);
  return {};
}
