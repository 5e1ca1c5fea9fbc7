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
#define LUTRA_RT_ABI 3

typedef struct lutra_rt_call lutra_rt_call;

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

  /* `bytes` of memory, 64-byte aligned, valid until the model returns. `arena`
     is for the one size known at the start, `alloc` for sizes found on the
     way; `alloc` may be called inside a body. */
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
