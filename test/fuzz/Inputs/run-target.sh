#!/usr/bin/env bash
#===- run-target.sh - a fuzz target over its corpus -----------------------===#
#
# Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
#===------------------------------------------------------------------------===#
#
# run-target.sh SCRATCH NAME CORPUS: what fuzz-NAME says about the files in
# CORPUS, and, if it is a program of libFuzzer, about 300 more.
set -euo pipefail
scratch=$1 name=$2 corpus=$3
run() { "fuzz-$name" "$@" >"$scratch/log" 2>&1 || { tail -n 60 "$scratch/log"; exit 1; }; }
run "$corpus"/*
if grep -q libFuzzer <("fuzz-$name" -help=1 2>&1 || true); then
  # New inputs go to the first folder.
  mkdir -p "$scratch/new-$name"
  run -runs=300 -seed=1 -timeout=60 -rss_limit_mb=2048 -max_len=4096 \
    -artifact_prefix="$scratch/$name-" "$scratch/new-$name" "$corpus"
fi
