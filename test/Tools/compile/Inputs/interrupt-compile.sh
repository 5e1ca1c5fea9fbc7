#!/usr/bin/env bash
#===- interrupt-compile.sh - end a compile while it writes -----------------===#
#
# Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
#===------------------------------------------------------------------------===#
#
# interrupt-compile.sh FOLDER MODEL: compiles MODEL to FOLDER/bundle, sends
# SIGTERM once there is an unfinished bundle, and says how the compile ended.
# (SIGINT would not do: shells ignore it for what they run in the background.)
lutra-compile "$2" -o "$1/bundle" &
until ls "$1" | grep -q 'bundle\.part-'; do sleep 0.01; done
kill -TERM $!
wait $!
echo "exit status $?"
