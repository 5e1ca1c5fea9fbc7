/*===- codegen.h - what generated code and the runtime say to each other ===*\
|*                                                                            *|
|* Part of the Lutra project, under the Apache License v2.0 with LLVM         *|
|* Exceptions.                                                                *|
|* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception                    *|
|*                                                                            *|
|* A host never needs this file: it is the contract between the code in a     *|
|* bundle's libmodel.so and the runtime (docs/Design/Bundle.md), written down *|
|* as C. The compiler emits calls through this table; hand-written bundles    *|
|* include it.                                                                *|
|*                                                                            *|
\*===----------------------------------------------------------------------===*/

#ifndef LUTRA_RT_CODEGEN_H
#define LUTRA_RT_CODEGEN_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The number in a manifest's "abi" and in the table below. It changes when
   code compiled against this file would no longer work. */
#define LUTRA_RT_ABI 7

typedef struct lutra_rt_call lutra_rt_call;

/* What a primitive of oneDNN does; images have their channels last. */
enum {
  LUTRA_RT_CONVOLUTION = 1, /* source, weights [O, C / groups, window..] */
  LUTRA_RT_MATMUL,          /* rows, weights [K, N], or [N, K] if transposed */
  LUTRA_RT_MAX_POOLING,     /* source */
  LUTRA_RT_AVERAGE_POOLING, /* of whole windows, with zeros around the image */
  LUTRA_RT_INSIDE_POOLING,  /* the average of what is inside of the image */
  LUTRA_RT_LSTM             /* see below */
};

/* The operands of a layer of LSTM, all f32: the source [T, B, I], weights
   [4, H, I] and [4, H, H], a bias [4, H] (these lie in the bundle's
   weights), the first hidden and cell state [B, H]; then what is
   written: the hidden state of each step [T, B, H], and the last hidden and
   cell state. Gates are input, output, forget and cell. */

/* What is multiplied, and what it is summed up to. Other than f32 come without
   bias and post-ops. Sums of bytes are exact modulo 2^32, which takes a
   processor with AVX512_VNNI; bf16 takes one with AVX-512. Convolutions of
   bytes have weights [groups, window.., C / groups, O / groups], the first
   where there are groups, and [window.., C] where each channel is one. */
enum {
  LUTRA_RT_F32,
  LUTRA_RT_BF16,           /* to f32 */
  LUTRA_RT_UNSIGNED_BYTES, /* u8 by s8 to s32 */
  LUTRA_RT_SIGNED_BYTES    /* s8 by s8 to s32; products only */
};

/* What is done to each element of a result. `relu` and `clip` have alpha and
   beta as eltwise of oneDNN, `linear` is alpha x + beta. */
enum {
  LUTRA_RT_RELU = 1,
  LUTRA_RT_CLIP,
  LUTRA_RT_LINEAR,
  LUTRA_RT_ADD, /* the next operand: an element for each one of the result, */
  LUTRA_RT_MUL  /* or for each channel of it */
};

typedef struct lutra_rt_post_op {
  int64_t kind;
  int64_t per_channel;
  double alpha, beta;
} lutra_rt_post_op;

enum { LUTRA_RT_MAX_POST_OPS = 8 };

/* A primitive but for the sizes that come with a call: a constant of generated
   code, at one address as long as the code is loaded. */
typedef struct lutra_rt_primitive {
  int64_t kind;
  int64_t numbers;  /* what is multiplied */
  int64_t spatial;  /* how many spatial dimensions images have */
  int64_t channels; /* of the result; N of a product, H of an LSTM */
  int64_t inputs;   /* channels of the source; K of a product, I of an LSTM */
  int64_t groups;
  int64_t transposed;
  int64_t backward; /* an LSTM begins with the last step */
  int64_t has_bias; /* a number for each channel, behind the weights */
  int64_t window[3], strides[3], dilations[3];
  int64_t pads[3]; /* what comes before the first element */
  int64_t post_op_count;
  lutra_rt_post_op post_ops[LUTRA_RT_MAX_POST_OPS];
} lutra_rt_primitive;

typedef struct lutra_rt_services {
  /* LUTRA_RT_ABI. */
  uint64_t abi;

  /* Calls body(call, captures, begin, end) over pieces that cover [0, count),
     each of at least `grain` (the whole range when it is shorter), and returns
     when all are done. Pieces may run on other threads. Inside a body it runs
     the whole range at once on the calling thread. */
  void (*parallel_for)(lutra_rt_call *call,
                       void (*body)(lutra_rt_call *call, void *captures,
                                    int64_t begin, int64_t end),
                       void *captures, int64_t count, int64_t grain);

  /* `bytes` of memory, 64-byte aligned. That of `arena` is valid until the
     model returns, that of `alloc` until the next step begins. Both may be
     called inside a body. */
  void *(*arena)(lutra_rt_call *call, int64_t bytes);
  void *(*alloc)(lutra_rt_call *call, int64_t bytes);

  /* The memory of output `index`, whose dimensions are `dims` (as many as the
     manifest names): contiguous, row-major, 64-byte aligned. */
  void *(*output)(lutra_rt_call *call, int64_t index, const int64_t *dims);

  /* The buffer of the state that enters as input `input` and whose value after
     this call has dimensions `dims`: contiguous with `*capacity` entries along
     the state's axis instead of dims[axis], the entries of the past in place.
   */
  void *(*state)(lutra_rt_call *call, int64_t input, const int64_t *dims,
                 int64_t *capacity);

  /* Ends the call (inside a body: the piece) with an error for the host. Does
     not return. The text is copied. */
  void (*fail)(lutra_rt_call *call, const char *message);

  /* Which of the `count` positions of output `index` the host wants: those from
     the returned one on, which is in [0, count], and 0 unless it said
     otherwise. The output then has that many positions fewer. */
  int64_t (*first)(lutra_rt_call *call, int64_t index, int64_t count);

  /* Step `index` of the manifest's list begins; -1: the last one has ended. */
  void (*step)(lutra_rt_call *call, int64_t index);

  /* Computes a primitive of oneDNN on contiguous f32: `operands` are the
     source, the weights (which lie in the bundle's weights), the bias, what
     post-ops read, and the result. `dims` are batch and spatial sizes of the
     source and then spatial sizes of the result, or the number of rows of a
     product, or T and B of an LSTM. */
  void (*primitive)(lutra_rt_call *call, const lutra_rt_primitive *primitive,
                    void *const *operands, const int64_t *dims);
} lutra_rt_services;

/* The handle that generated code passes on. What follows the table is the
   runtime's own. */
struct lutra_rt_call {
  const lutra_rt_services *services;
};

/* What a variant exports: lutra_<variant>_probe and lutra_<variant>_run. */
typedef int32_t (*lutra_rt_probe_fn)(int32_t seed);
typedef void (*lutra_rt_run_fn)(void **args);

/* What probe(seed) returns on a machine that executes the variant: with
   x[i] = seed * (2 i + 1), the sum of x[i] * x[63 - i] over i in [0, 64), all
   in wrapping 32-bit arithmetic. */
static inline int32_t lutra_rt_probe_expected(int32_t seed) {
  uint32_t sum = 0;
  for (uint32_t i = 0; i != 64; ++i)
    sum += ((uint32_t)seed * (2 * i + 1)) * ((uint32_t)seed * (127 - 2 * i));
  return (int32_t)sum;
}

#ifdef __cplusplus
}
#endif

#endif
