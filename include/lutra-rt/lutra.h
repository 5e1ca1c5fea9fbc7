/*===- lutra.h - run compiled models from C -----------------------------===*\
|*                                                                            *|
|* Part of the Lutra project, under the Apache License v2.0 with LLVM         *|
|* Exceptions.                                                                *|
|* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception                    *|
|*                                                                            *|
|* The C ABI of Lutra's runtime: open a bundle, make a context, set inputs,   *|
|* run, read outputs. C11 and C++.                                            *|
|*                                                                            *|
|* A model is immutable and may be used by any number of threads; a context   *|
|* is used by one thread at a time. Nothing here throws, exits or prints, and *|
|* there is no state outside the objects a host creates. Strings are UTF-8    *|
|* and end in NUL. A call that returns something other than LUTRA_OK has      *|
|* changed nothing that its description does not name.                        *|
|*                                                                            *|
|* A bundle contains machine code. Its hashes guard against damage, not       *|
|* against malice: open only bundles that you would run as a program.         *|
|*                                                                            *|
\*===----------------------------------------------------------------------===*/

#ifndef LUTRA_RT_LUTRA_H
#define LUTRA_RT_LUTRA_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(_WIN32)
#define LUTRA_API
#else
#define LUTRA_API __attribute__((visibility("default")))
#endif

/* The version of this header's ABI. lutra_abi_version() returns the library's;
   the two must be equal. */
#define LUTRA_ABI_VERSION 1
LUTRA_API uint32_t lutra_abi_version(void);

/*===----------------------------------------------------------------------===*\
|* Codes and types
\*===----------------------------------------------------------------------===*/

typedef enum lutra_status {
  LUTRA_OK = 0,
  /* The call itself makes no sense: a null pointer, an index out of range. */
  LUTRA_ERROR_ARGUMENT = 1,
  /* A file is missing or cannot be read. */
  LUTRA_ERROR_IO = 2,
  /* The bundle is damaged, truncated or not a bundle. */
  LUTRA_ERROR_BUNDLE = 3,
  /* The bundle or the header was made for another version of the runtime. */
  LUTRA_ERROR_VERSION = 4,
  /* No variant in the bundle runs on this processor. */
  LUTRA_ERROR_CPU = 5,
  /* An input is missing or has the wrong type or shape. */
  LUTRA_ERROR_INPUT = 6,
  /* A KV cache has no room, or state was used against its rules. */
  LUTRA_ERROR_STATE = 7,
  /* The model gave up while computing (sizes that contradict each other, an
     index outside its table). */
  LUTRA_ERROR_MODEL = 8,
  /* Memory ran out, or a size does not fit in memory at all. */
  LUTRA_ERROR_MEMORY = 9
} lutra_status;

/* A short name of the code, such as "bad input". Never NULL; static. */
LUTRA_API const char *lutra_status_name(lutra_status status);

typedef enum lutra_dtype {
  LUTRA_F32 = 1,
  LUTRA_F16 = 2,
  LUTRA_BF16 = 3,
  LUTRA_F64 = 4,
  LUTRA_I8 = 5,
  LUTRA_I16 = 6,
  LUTRA_I32 = 7,
  LUTRA_I64 = 8,
  LUTRA_U8 = 9,
  LUTRA_U16 = 10,
  LUTRA_U32 = 11,
  LUTRA_U64 = 12,
  LUTRA_BOOL = 13 /* one byte, 0 or 1 */
} lutra_dtype;

/* Bytes of one element; 0 for a value that is no dtype. */
LUTRA_API size_t lutra_dtype_size(lutra_dtype dtype);
/* The manifest's name, "f32", "i64", ...; "?" for a value that is no dtype.
   Static. */
LUTRA_API const char *lutra_dtype_name(lutra_dtype dtype);

/* One dimension of an input or output: a fixed size, a name, or neither.
   Inputs whose dimensions carry the same name must agree on its size. */
typedef struct lutra_dim {
  int64_t size;     /* elements, or -1 when it is not fixed */
  const char *name; /* NULL when it has none */
} lutra_dim;

/* An input or output as the model declares it. Owned by the model. */
typedef struct lutra_tensor_info {
  const char *name;
  lutra_dtype dtype;
  int32_t rank;
  const lutra_dim *dims; /* `rank` of them */
  /* For an input that is state (a past key or value): the index of the output
     that continues it, and vice versa; -1 otherwise. */
  int32_t state_peer;
  /* The axis along which that state grows; -1 otherwise. */
  int32_t state_axis;
  /* For an output whose last positions can be computed alone, as the logits of
     a language model: their axis (see lutra_limit_positions); -1 otherwise. */
  int32_t position_axis;
} lutra_tensor_info;

/* A value in memory, contiguous and row-major. Owned by the context. */
typedef struct lutra_tensor {
  const void *data; /* aligned to 64 bytes */
  lutra_dtype dtype;
  int32_t rank;
  const int64_t *dims; /* `rank` sizes in elements */
  size_t bytes;
} lutra_tensor;

/*===----------------------------------------------------------------------===*\
|* Models
\*===----------------------------------------------------------------------===*/

typedef struct lutra_model lutra_model;

/* Memory supplied by the host. `allocate` returns `bytes` (> 0) bytes aligned
   to `alignment` (a power of two), or NULL; `release` gets back the same
   sizes. Both may be called from several threads when several contexts run. */
typedef struct lutra_allocator {
  void *user;
  void *(*allocate)(void *user, size_t bytes, size_t alignment);
  void (*release)(void *user, void *data, size_t bytes, size_t alignment);
} lutra_allocator;

/* Threads supplied by the host: calls task(argument, i) once for each i in
   [0, count), on any threads and in any order, and returns when all calls have
   returned. Must not throw. Called by the thread that is in lutra_run. */
typedef void (*lutra_parallel_for_fn)(void *user,
                                      void (*task)(void *argument, int64_t i),
                                      void *argument, int64_t count);

typedef struct lutra_open_options {
  size_t struct_size; /* sizeof(lutra_open_options), set by the macro below */
  /* Threads that one lutra_run uses, the caller included; 0 asks for one for
     each processor this process may use. The result never depends on it. */
  int32_t threads;
  /* Nonzero: do not read the files to check their hashes (sizes are always
     checked). Saves reading all weights at open. */
  int32_t skip_hashes;
  /* NULL members: the C library, and the runtime's own pool. The pool belongs
     to the model and is shared by its contexts; a context that finds it busy
     computes on its own thread alone. */
  lutra_allocator allocator;
  lutra_parallel_for_fn parallel_for;
  void *parallel_for_user;
  /* The variant to take ("x86_64_v3"), if this processor executes it; NULL for
     the best that it does. For tests and measurements. Only read during
     lutra_open. */
  const char *variant;
} lutra_open_options;

/* `lutra_open_options options = LUTRA_OPEN_OPTIONS_INIT;` */
#define LUTRA_OPEN_OPTIONS_INIT                                                \
  {sizeof(lutra_open_options), 0, 0, {NULL, NULL, NULL}, NULL, NULL, NULL}

/* Opens the bundle in directory `path`: reads its manifest, checks the files
   against it, maps the weights (read-only, shared with every process that has
   the bundle open), loads the code and picks the first variant that this
   processor executes. While it tries variants it handles SIGILL itself, for a
   moment and for its own thread only.
     options       NULL for all defaults.
     model         receives the model on LUTRA_OK, NULL otherwise; free it with
                   lutra_close.
     message, message_size
                   receive the error's text, cut to fit; may be NULL and 0.
   Errors: ARGUMENT, IO, BUNDLE, VERSION, CPU, MEMORY. */
LUTRA_API lutra_status lutra_open(const char *path,
                                  const lutra_open_options *options,
                                  lutra_model **model, char *message,
                                  size_t message_size);

/* Gives up the model; its contexts stay usable and keep what they need. NULL
   is allowed. Pointers from the queries below are then invalid unless a
   context lives. */
LUTRA_API void lutra_close(lutra_model *model);

/* The number of inputs and outputs, and the description of each, NULL when
   `index` is out of range. */
LUTRA_API size_t lutra_input_count(const lutra_model *model);
LUTRA_API size_t lutra_output_count(const lutra_model *model);
LUTRA_API const lutra_tensor_info *lutra_input_info(const lutra_model *model,
                                                    size_t index);
LUTRA_API const lutra_tensor_info *lutra_output_info(const lutra_model *model,
                                                     size_t index);

/* The index of the input or output called `name`, or -1. */
LUTRA_API int64_t lutra_find_input(const lutra_model *model, const char *name);
LUTRA_API int64_t lutra_find_output(const lutra_model *model, const char *name);

/* The variant chosen at open ("native", "x86_64_v3", ...), the compiler that
   made the bundle, the model's file name, and the threads a run uses. */
LUTRA_API const char *lutra_variant_name(const lutra_model *model);
LUTRA_API const char *lutra_compiler_name(const lutra_model *model);
LUTRA_API const char *lutra_model_name(const lutra_model *model);
LUTRA_API int32_t lutra_thread_count(const lutra_model *model);

/* One of the kernels that a run calls one after the other. Owned by the
   model. */
typedef struct lutra_step {
  const char *nodes;  /* names of the ONNX nodes it computes, or parts of them,
                         with ", " between them */
  const char *kernel; /* the function; several steps may call the same */
} lutra_step;

/* The number of steps, and each of them, NULL when `index` is out of range. */
LUTRA_API size_t lutra_step_count(const lutra_model *model);
LUTRA_API const lutra_step *lutra_step_info(const lutra_model *model,
                                            size_t index);

/*===----------------------------------------------------------------------===*\
|* Contexts
\*===----------------------------------------------------------------------===*/

typedef struct lutra_context lutra_context;

/* A context holds the inputs, outputs, state and working memory of one caller.
   Free it with lutra_context_destroy (NULL is allowed). Errors: ARGUMENT,
   MEMORY. */
LUTRA_API lutra_status lutra_context_create(const lutra_model *model,
                                            lutra_context **context);
LUTRA_API void lutra_context_destroy(lutra_context *context);

/* The text of the last error of a call on this context; "" when there was
   none. Valid until the next call on the context. */
LUTRA_API const char *lutra_context_message(const lutra_context *context);

/* Sets input `index` to the contiguous, row-major value at `data` with `rank`
   sizes in `dims`. The value is borrowed: it must stay there, unchanged, until
   the last lutra_run that uses it has returned; `dims` is copied. The input
   stays set for later runs. `data` must be aligned to its element's size (and
   may be NULL when the value has no elements).
   Checked here: dtype, rank, fixed sizes, negative sizes. That equal names have
   equal sizes is checked by lutra_run.
   Errors: ARGUMENT; INPUT (the input keeps its former value); STATE when the
   input is held by state mode. */
LUTRA_API lutra_status lutra_set_input(lutra_context *context, size_t index,
                                       const void *data, lutra_dtype dtype,
                                       const int64_t *dims, int32_t rank);

/* Computes the outputs from the inputs. An output of the run before may be an
   input of this one, without a copy. On an error there are no outputs, and
   state is as it was before the call. Errors: INPUT (an input is missing, or
   sizes of equal names differ), STATE (a KV cache has no room), MODEL, MEMORY.
 */
LUTRA_API lutra_status lutra_run(lutra_context *context);

/* Output `index` of the last run. The data stays valid until the next
   lutra_run; one that has it as an input leaves it as it is.
   Errors: ARGUMENT; MODEL when the last run failed or there was none; STATE
   for an output that lives in a KV cache (see lutra_get_state). */
LUTRA_API lutra_status lutra_get_output(lutra_context *context, size_t index,
                                        lutra_tensor *output);

/* From the next run on, output `index` holds only its last `count` positions
   along its position_axis, and what leads to the others alone is not computed;
   that is what a prompt wants, whose logits are read at its end. The output is
   shorter by that. 0 asks for all, as does a count that is not smaller.
   Errors: ARGUMENT, also for an output without a position_axis. */
LUTRA_API lutra_status lutra_limit_positions(lutra_context *context,
                                             size_t index, int64_t count);

/* One row of an output seen as a matrix of [all leading dimensions, last
   dimension]; `row` may be negative and then counts from the end, so that -1
   is the last position of the logits of a batch of one. This spares the reader
   arithmetic; lutra_limit_positions spares the model computing the others.
   Errors: as lutra_get_output, and ARGUMENT when there is no such row. */
LUTRA_API lutra_status lutra_get_output_row(lutra_context *context,
                                            size_t index, int64_t row,
                                            const void **data, int64_t *count);

/* Measures each step of the runs to come, from 0 on; that takes some 30 ns for
   each. Errors: ARGUMENT, MEMORY. */
LUTRA_API lutra_status lutra_profile_enable(lutra_context *context);
LUTRA_API void lutra_profile_disable(lutra_context *context);

/* How often step `step` has been run since, and the time of all these runs
   together. What a run does between two steps counts to the former.
   Errors: ARGUMENT, also when nothing is measured. */
LUTRA_API lutra_status lutra_get_profile(lutra_context *context, size_t step,
                                         int64_t *runs, double *nanoseconds);

/*===----------------------------------------------------------------------===*\
|* State: KV caches kept by the runtime
|*
|* A model's state are the inputs with state_peer >= 0. Without state mode each
|* is an input and its peer an output like any other. In state mode the context
|* holds them: a run appends to the caches in place and their length grows by
|* what it computed.
\*===----------------------------------------------------------------------===*/

/* Turns state mode on with room for `capacity` (> 0) entries along each
   state's axis, length 0; state inputs that were set are forgotten. Memory is
   taken when the first run shows the other dimensions. Called again it starts
   anew with the new capacity. Errors: ARGUMENT, STATE (the model has none). */
LUTRA_API lutra_status lutra_state_enable(lutra_context *context,
                                          int64_t capacity);

/* Turns state mode off and frees the caches. */
LUTRA_API void lutra_state_disable(lutra_context *context);

/* Entries in the longest cache (all caches of a language model are equally
   long), and the capacity; 0 without state mode. */
LUTRA_API int64_t lutra_state_length(const lutra_context *context);
LUTRA_API int64_t lutra_state_capacity(const lutra_context *context);

/* Forgets all entries past the first `length`; reset is truncate to 0, after
   which other dimensions (the batch) may change. Errors: STATE without state
   mode, ARGUMENT when `length` is negative or more than there are. */
LUTRA_API lutra_status lutra_state_truncate(lutra_context *context,
                                            int64_t length);
LUTRA_API lutra_status lutra_state_reset(lutra_context *context);

/* The cache behind state input `index`, with the capacity as the size of its
   axis; entries from the state's length on are undefined. Valid until the next
   reset, enable or disable. Errors: ARGUMENT; STATE without state mode or
   before the first run. */
LUTRA_API lutra_status lutra_get_state(lutra_context *context, size_t index,
                                       lutra_tensor *state);

#ifdef __cplusplus
}
#endif

#endif
