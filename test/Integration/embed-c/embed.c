/*===- embed.c - example: a compiled model inside a C program ------------===*\
|*                                                                            *|
|* Part of the Lutra project, under the Apache License v2.0 with LLVM         *|
|* Exceptions.                                                                *|
|* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception                    *|
|*                                                                            *|
|* Shows one handwritten digit to a network and prints its logits:            *|
|*                                                                            *|
|*   lutra-compile models/digits/mlp-ternary.onnx -o digits.lutra             *|
|*   cc -Iinclude -Idigits.lutra embed.c -llutra-rt -o embed                  *|
|*   ./embed digits.lutra models/digits/images.f32 0                          *|
|*                                                                            *|
|* model.h comes with the bundle and names its inputs and outputs.            *|
|*                                                                            *|
\*===----------------------------------------------------------------------===*/

#include "lutra-rt/lutra.h"
#include "model.h"

#include <stdio.h>
#include <stdlib.h>

enum { PIXELS = 64 };

/* Reads image `index` of a file of 64 floats each; 0 when it is not there. */
static int read_image(const char *path, long index, float *image) {
  FILE *file = fopen(path, "rb");
  int good = file && fseek(file, index * PIXELS * 4, SEEK_SET) == 0 &&
             fread(image, sizeof(float), PIXELS, file) == PIXELS;
  if (file)
    fclose(file);
  return good;
}

/* Runs the model on one image and prints what it thinks. */
static int classify(lutra_context *context, const float *image) {
  const int64_t dims[2] = {1, PIXELS};
  const float *logits;
  const void *row;
  int64_t count, best = 0;
  /* Everything returns a code; the text of an error is the context's. */
  if (lutra_set_input(context, MODEL_INPUT_INPUT, image, LUTRA_F32, dims, 2) ||
      lutra_run(context) ||
      lutra_get_output_row(context, MODEL_OUTPUT_LOGITS, -1, &row, &count)) {
    fprintf(stderr, "error: %s\n", lutra_context_message(context));
    return 1;
  }
  logits = row;
  for (int64_t i = 0; i != count; ++i) {
    printf("%d: %8.3f\n", (int)i, logits[i]);
    if (logits[i] > logits[best])
      best = i;
  }
  printf("it is a %d\n", (int)best);
  return 0;
}

int main(int argc, char **argv) {
  lutra_open_options options = LUTRA_OPEN_OPTIONS_INIT;
  lutra_model *model;
  lutra_context *context;
  char message[512];
  float image[PIXELS];
  int code;
  if (argc != 4) {
    fprintf(stderr, "usage: %s BUNDLE IMAGES.f32 INDEX\n", argv[0]);
    return 2;
  }
  if (!read_image(argv[2], atol(argv[3]), image)) {
    fprintf(stderr, "error: '%s' has no image %s\n", argv[2], argv[3]);
    return 1;
  }
  options.threads = 1; /* this model is too small to share */
  if (lutra_open(argv[1], &options, &model, message, sizeof message)) {
    fprintf(stderr, "error: %s\n", message);
    return 1;
  }
  if (lutra_context_create(model, &context)) {
    fprintf(stderr, "error: no memory for a context\n");
    lutra_close(model);
    return 1;
  }
  code = classify(context, image);
  lutra_context_destroy(context);
  lutra_close(model);
  return code;
}
