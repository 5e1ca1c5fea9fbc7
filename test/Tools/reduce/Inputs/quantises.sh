#!/bin/sh
# Interesting (1) is a module that lutra-opt reads and that has the contraction.
lutra-opt "$1" 2>/dev/null | grep -q 'lowbit.contract.*int8_block' && exit 1
exit 0
