#!/usr/bin/env bash
#===- interrupt.sh - end a command while it compiles ----------------------===#
#
# Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
#===------------------------------------------------------------------------===#
#
# interrupt.sh TMPDIR COMMAND...: runs COMMAND until its bundle appears below
# TMPDIR, sends SIGTERM, and prints its status and how many files are left.
# (SIGINT would not do: shells ignore it for what they run in the background.)
export TMPDIR=$1
shift
"$@" &
until [ -n "$(find "$TMPDIR" -name bundle)" ]; do sleep 0.02; done
kill -TERM $!
wait $!
echo $?
echo "$(find "$TMPDIR" -mindepth 1 | wc -l) left"
