# ===- peer.py - one low-bit product in ONNX Runtime -----------------------=== #
#
# Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# ===----------------------------------------------------------------------=== #
"""peer.py FORMAT GROUP M N K THREADS: prints GMAC/s, or nothing where the peer
has no such product."""

import os
import sys
import tempfile
import time

sys.path.insert(
    0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../compare")
)

import numpy as np  # noqa: E402

import graphs  # noqa: E402
import peers  # noqa: E402

BITS = {"ternary": 2, "int2": 2, "int4": 4, "int8": 8}
GROUPS = (16, 32, 64, 128, 256)


def main():
    name, group, m, n, k, threads = sys.argv[1], *map(int, sys.argv[2:])
    if name not in BITS or group not in GROUPS or k % group:
        return
    with tempfile.TemporaryDirectory() as scratch:
        path = graphs.matmul_nbits(
            os.path.join(scratch, "peer.onnx"),
            BITS[name],
            group,
            n,
            k,
            ternary=name == "ternary",
        )
        a = np.random.default_rng(0).standard_normal((m, k), np.float32)
        peer = peers.Run(path, threads, {"A": a})
        peer.run()
        best, begin = float("inf"), time.perf_counter()
        while time.perf_counter() - begin < 1:
            start = time.perf_counter()
            peer.run()
            best = min(best, time.perf_counter() - start)
    print(f"{m * n * k / best / 1e9:.1f} GMAC/s")


main()
