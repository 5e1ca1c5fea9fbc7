/*===- HandWritten.c - models that no compiler made ---------------------===*\
|*                                                                            *|
|* Part of the Lutra project, under the Apache License v2.0 with LLVM         *|
|* Exceptions.                                                                *|
|* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception                    *|
|*                                                                            *|
|* Each lutra_<name>_run plays the part of generated code, in every way       *|
|* docs/Design/Bundle.md allows. TestBundle.cpp has their manifests.          *|
|*                                                                            *|
\*===----------------------------------------------------------------------===*/

#include "lutra-rt/codegen.h"

#include <stddef.h>

/* A memref descriptor: `rank` sizes, then as many strides, follow. */
typedef struct {
  char *allocated, *aligned;
  int64_t offset;
  int64_t sizes[];
} descriptor;

int32_t lutra_good_probe(int32_t seed) { return lutra_rt_probe_expected(seed); }

int32_t lutra_wrong_probe(int32_t seed) {
  return lutra_rt_probe_expected(seed) + 1;
}

int32_t lutra_illegal_probe(int32_t seed) {
  (void)seed;
  __builtin_trap(); /* ud2 on x86 */
}

/*===----------------------------------------------------------------------===*\
|* add: y[i, j] = (a[i, j] + b[i, j]) + bias[j], through a temporary; and the
|* number of elements, as a scalar.
\*===----------------------------------------------------------------------===*/

typedef struct {
  const float *a, *b, *bias;
  float *sum, *y;
} add_captures;

static void add_sum(lutra_rt_call *call, void *captures, int64_t begin,
                    int64_t end) {
  add_captures *c = captures;
  (void)call;
  for (int64_t i = begin * 4; i != end * 4; ++i)
    c->sum[i] = c->a[i] + c->b[i];
}

static void add_bias(lutra_rt_call *call, void *captures, int64_t begin,
                     int64_t end) {
  add_captures *c = captures;
  (void)call;
  for (int64_t i = begin * 4; i != end * 4; ++i)
    c->y[i] = c->sum[i] + c->bias[i % 4];
}

void lutra_add_run(void **args) {
  lutra_rt_call *call = args[0];
  descriptor *weights = args[1], *a = args[2], *b = args[3];
  int64_t rows = a->sizes[0];
  add_captures c;
  c.a = (const float *)a->aligned;
  c.b = (const float *)b->aligned;
  c.bias = (const float *)weights->aligned;
  c.sum = call->services->arena(call, rows * 4 * (int64_t)sizeof(float));
  int64_t dims[2] = {rows, 4};
  c.y = call->services->output(call, 0, dims);
  call->services->parallel_for(call, add_sum, &c, rows, 1);
  call->services->parallel_for(call, add_bias, &c, rows, 16);
  int64_t *count = call->services->output(call, 1, NULL);
  *count = rows * 4;
}

/*===----------------------------------------------------------------------===*\
|* kv: a language model whose KV entries are token ids. Each position's
|* largest logit is at (the sum of the ids so far) mod VOCAB.
\*===----------------------------------------------------------------------===*/

enum { VOCAB = 2048, HEADS = 2, WIDTH = 3 };

/* Appends the ids to `kv`, which has room for `capacity` entries and already
   holds the past, and computes the logits. */
static void kv_compute(void **args, float *kv, int64_t capacity) {
  lutra_rt_call *call = args[0];
  const lutra_rt_services *rt = call->services;
  descriptor *ids = args[2], *mask = args[3], *past = args[4];
  int64_t batch = ids->sizes[0], length = ids->sizes[1];
  int64_t before = past->sizes[2];
  if (mask->sizes[1] != before + length)
    rt->fail(call, "attention_mask is not as long as past and input");
  int64_t first = rt->first(call, 0, length);
  int64_t dims[3] = {batch, length - first, VOCAB};
  float *logits = rt->output(call, 0, dims);
  for (int64_t b = 0; b != batch; ++b) {
    for (int64_t s = 0; s != length; ++s) {
      int64_t id = ((const int64_t *)ids->aligned)[b * length + s];
      if (id < 0 || id >= VOCAB)
        rt->fail(call, "token id outside of the vocabulary");
      for (int64_t h = 0; h != HEADS; ++h)
        for (int64_t d = 0; d != WIDTH; ++d)
          kv[((b * HEADS + h) * capacity + before + s) * WIDTH + d] = (float)id;
      int64_t sum = 0;
      for (int64_t t = 0; t <= before + s; ++t)
        sum += (int64_t)kv[((b * HEADS + 1) * capacity + t) * WIDTH];
      if (s < first)
        continue;
      float *row = logits + (b * dims[1] + s - first) * VOCAB;
      for (int64_t v = 0; v != VOCAB; ++v)
        row[v] = (float)-((v - sum % VOCAB + VOCAB) % VOCAB);
    }
  }
}

void lutra_kv_run(void **args) {
  lutra_rt_call *call = args[0];
  descriptor *ids = args[2], *past = args[4];
  int64_t present[4] = {ids->sizes[0], HEADS, past->sizes[2] + ids->sizes[1],
                        WIDTH};
  int64_t capacity;
  float *kv = call->services->state(call, 2, present, &capacity);
  kv_compute(args, kv, capacity);
}

/* The same model, but its past is an input that it reads and its present an
   output like any other. */
void lutra_concat_run(void **args) {
  lutra_rt_call *call = args[0];
  descriptor *ids = args[2], *past = args[4];
  int64_t before = past->sizes[2], total = before + ids->sizes[1];
  int64_t present[4] = {ids->sizes[0], HEADS, total, WIDTH};
  float *kv = call->services->output(call, 1, present);
  const float *old = (const float *)past->aligned;
  for (int64_t row = 0; row != present[0] * HEADS; ++row)
    for (int64_t i = 0; i != before * WIDTH; ++i)
      kv[row * total * WIDTH + i] = old[row * before * WIDTH + i];
  kv_compute(args, kv, total);
}

/*===----------------------------------------------------------------------===*\
|* trouble: does what input 0, a scalar, asks for.
\*===----------------------------------------------------------------------===*/

static void fail_piece(lutra_rt_call *call, void *captures, int64_t begin,
                       int64_t end) {
  int64_t *where = captures;
  if (begin <= *where && *where < end)
    call->services->fail(call, "piece failed");
}

static void fail_nested(lutra_rt_call *call, void *captures, int64_t begin,
                        int64_t end) {
  (void)begin;
  (void)end;
  call->services->parallel_for(call, fail_piece, captures, 1000, 1);
}

static void count_piece(lutra_rt_call *call, void *captures, int64_t begin,
                        int64_t end) {
  char *block = call->services->alloc(call, 1000);
  for (int i = 0; i != 1000; ++i)
    block[i] = (char)begin;
  __atomic_fetch_add((int64_t *)captures, end - begin, __ATOMIC_RELAXED);
}

static void count_nested(lutra_rt_call *call, void *captures, int64_t begin,
                         int64_t end) {
  for (int64_t i = begin; i != end; ++i)
    call->services->parallel_for(call, count_piece, captures, 10, 1);
}

void lutra_trouble_run(void **args) {
  lutra_rt_call *call = args[0];
  const lutra_rt_services *rt = call->services;
  int64_t dims[1] = {1}, negative[1] = {-1}, huge[1] = {INT64_MAX / 2};
  int64_t where = 617, count = 0, capacity;
  switch (*(const int64_t *)((descriptor *)args[2])->aligned) {
  case 0: /* no trouble; loops in loops, memory in loops */
    rt->parallel_for(call, count_nested, &count, 100, 1);
    *(int64_t *)rt->output(call, 0, dims) = count;
    return;
  case 1:
    rt->fail(call, "asked to fail");
    return;
  case 2:
    rt->parallel_for(call, fail_piece, &where, 1000, 1);
    return;
  case 3:
    rt->parallel_for(call, fail_nested, &where, 1000, 1);
    return;
  case 4: /* sizes that overflow arrive as negative numbers */
    rt->arena(call, -8);
    return;
  case 5:
    rt->arena(call, INT64_MAX - 1);
    return;
  case 6:
    rt->output(call, 0, negative);
    return;
  case 7:
    rt->output(call, 0, huge);
    return;
  case 8:
    rt->output(call, 7, dims);
    return;
  case 9:
    rt->state(call, 0, dims, &capacity);
    return;
  case 10: /* produces nothing */
    return;
  case 12:
    rt->first(call, 7, 1);
    return;
  case 13: { /* a step's memory is free for the next, the model's is not */
    void *kept = rt->arena(call, 1000), *block = rt->alloc(call, 1000);
    rt->step(call, 0);
    *(int64_t *)rt->output(call, 0, dims) =
        rt->alloc(call, 1000) == block && rt->arena(call, 1000) != kept;
    return;
  }
  case 11: /* loops over nothing, or less */
    rt->parallel_for(call, fail_piece, &where, 0, 1);
    rt->parallel_for(call, fail_piece, &where, -5, 0);
    *(int64_t *)rt->output(call, 0, dims) = 0;
    return;
  }
}
