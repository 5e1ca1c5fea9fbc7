//===- OneDnn.h - oneDNN, loaded when a bundle calls it ---------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The runtime does not link oneDNN: most bundles do not need it. Its C
// interface is looked up by name. oneDNN brings OpenMP along; every use of it
// here has one OpenMP thread, since threads are the model's own.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_RUNTIME_ONEDNN_H
#define LUTRA_LIB_RUNTIME_ONEDNN_H

#include "Support.h"

#include <memory>
#include <oneapi/dnnl/dnnl.h>

namespace lutra::runtime {

/// The name under which a manifest lists oneDNN, which is its soname.
inline constexpr const char *oneDnnLibrary = "libdnnl.so.2";

#define LUTRA_ONEDNN_FUNCTIONS(F)                                              \
  F(dilated_convolution_forward_desc_init)                                     \
  F(engine_create)                                                             \
  F(engine_destroy)                                                            \
  F(lstm_forward_desc_init)                                                    \
  F(matmul_desc_init)                                                          \
  F(memory_create)                                                             \
  F(memory_desc_equal)                                                         \
  F(memory_desc_get_size)                                                      \
  F(memory_desc_init_by_strides)                                               \
  F(memory_desc_init_by_tag)                                                   \
  F(memory_destroy)                                                            \
  F(memory_set_data_handle)                                                    \
  F(pooling_v2_forward_desc_init)                                              \
  F(post_ops_append_binary)                                                    \
  F(post_ops_append_eltwise)                                                   \
  F(post_ops_create)                                                           \
  F(post_ops_destroy)                                                          \
  F(primitive_attr_create)                                                     \
  F(primitive_attr_destroy)                                                    \
  F(primitive_attr_set_post_ops)                                               \
  F(primitive_attr_set_scratchpad_mode)                                        \
  F(primitive_create)                                                          \
  F(primitive_desc_create)                                                     \
  F(primitive_desc_destroy)                                                    \
  F(primitive_desc_query_md)                                                   \
  F(primitive_destroy)                                                         \
  F(primitive_execute)                                                         \
  F(reorder_primitive_desc_create)                                             \
  F(stream_create)                                                             \
  F(stream_destroy)

/// oneDNN's functions, without their prefix, and a CPU engine.
class OneDnn {
public:
  ~OneDnn();
  OneDnn(const OneDnn &) = delete;
  OneDnn &operator=(const OneDnn &) = delete;

  static Error open(std::unique_ptr<OneDnn> &library);

#define LUTRA_ONEDNN_MEMBER(name) decltype(&::dnnl_##name) name = nullptr;
  LUTRA_ONEDNN_FUNCTIONS(LUTRA_ONEDNN_MEMBER)
#undef LUTRA_ONEDNN_MEMBER

  dnnl_engine_t engine = nullptr;

  /// While it lives, OpenMP starts no threads for the calling one.
  class OneThread {
  public:
    explicit OneThread(const OneDnn &library)
        : library(library), saved(library.getMaxThreads()) {
      if (saved != 1)
        library.setThreads(1);
    }
    ~OneThread() {
      if (saved != 1)
        library.setThreads(saved);
    }

  private:
    const OneDnn &library;
    int saved;
  };

private:
  OneDnn() = default;
  Error load(void *handle);

  int (*getMaxThreads)() = nullptr;
  void (*setThreads)(int) = nullptr;
};

/// "oneDNN cannot <what> (status <status>)", or no error at all.
Error checkOneDnn(dnnl_status_t status, const char *what);

/// An object of oneDNN and the function that ends it.
template <typename Object> class Owned {
public:
  using Destroy = dnnl_status_t (*)(Object);

  explicit Owned(Destroy destroy) : destroy(destroy) {}
  Owned(Owned &&other) noexcept
      : object(std::exchange(other.object, nullptr)), destroy(other.destroy) {}
  Owned &operator=(Owned &&other) noexcept {
    std::swap(object, other.object);
    std::swap(destroy, other.destroy);
    return *this;
  }
  ~Owned() {
    if (object)
      destroy(object);
  }

  Object get() const { return object; }
  /// Where a function of oneDNN puts what it makes.
  Object *place() { return &object; }

private:
  Object object = nullptr;
  Destroy destroy;
};

} // namespace lutra::runtime

#endif // LUTRA_LIB_RUNTIME_ONEDNN_H
