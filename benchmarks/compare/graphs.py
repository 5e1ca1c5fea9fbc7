# ===- graphs.py - the operators that are compared, as ONNX models ---------=== #
#
# Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# ===----------------------------------------------------------------------=== #
"""Models of one operator, read by both sides from the same file."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


def save(path, nodes, inputs, outputs, constants=()):
    f32 = lambda name, dims: helper.make_tensor_value_info(
        name, TensorProto.FLOAT, dims
    )
    values = lambda items: [
        item if isinstance(item, onnx.ValueInfoProto) else f32(*item) for item in items
    ]
    graph = helper.make_graph(
        nodes,
        "compare",
        values(inputs),
        values(outputs),
        [numpy_helper.from_array(array, name) for name, array in constants],
    )
    opsets = [helper.make_opsetid("", 21), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=10)
    onnx.save(model, path)
    return path


def matmul_nbits(path, bits, group, n, k, ternary):
    """MatMulNBits with accuracy_level 4; with `ternary` one scale for all."""
    rng = np.random.default_rng(bits)
    per_byte = 8 // bits
    low, high = (0, 3) if ternary else (0, 1 << bits)
    codes = rng.integers(low, high, (n, k // per_byte, per_byte), np.uint8)
    packed = np.zeros(codes.shape[:2], np.uint8)
    for i in range(per_byte):
        packed |= codes[..., i] << (bits * i)
    packed = packed.reshape(n, k // group, group // per_byte)
    scales = (
        np.full((n, k // group), 0.03, np.float32)
        if ternary
        else rng.uniform(0.01, 0.05, (n, k // group)).astype(np.float32)
    )
    constants = [("B", packed), ("S", scales)]
    names = ["A", "B", "S"]
    if ternary:
        # Zero points of 1 in every 2-bit field.
        row = (k // group + per_byte - 1) // per_byte
        constants.append(("Z", np.full((n, row), 0x55, np.uint8)))
        names.append("Z")
    node = helper.make_node(
        "MatMulNBits",
        names,
        ["Y"],
        domain="com.microsoft",
        K=k,
        N=n,
        bits=bits,
        block_size=group,
        accuracy_level=4,
    )
    return save(path, [node], [("A", ["M", k])], [("Y", ["M", n])], constants)


def attention(path, heads, size):
    """Causal GroupQueryAttention with a KV cache."""
    i32 = lambda name, dims: helper.make_tensor_value_info(
        name, TensorProto.INT32, dims
    )
    width = heads * size
    node = helper.make_node(
        "GroupQueryAttention",
        ["Q", "K", "V", "PK", "PV", "L", "T"],
        ["Y", "NK", "NV"],
        domain="com.microsoft",
        num_heads=heads,
        kv_num_heads=heads,
    )
    cache = lambda name, length: (name, [1, heads, length, size])
    return save(
        path,
        [node],
        [("Q", [1, "S", width]), ("K", [1, "S", width]), ("V", [1, "S", width])]
        + [cache("PK", "P"), cache("PV", "P"), i32("L", [1]), i32("T", [])],
        [("Y", [1, "S", width]), cache("NK", "T"), cache("NV", "T")],
    )


def rms_norm(path, width):
    node = helper.make_node(
        "SimplifiedLayerNormalization", ["X", "G"], ["Y"], axis=-1, epsilon=1e-5
    )
    gain = np.linspace(0.5, 1.5, width, dtype=np.float32)
    return save(
        path, [node], [("X", ["M", width])], [("Y", ["M", width])], [("G", gain)]
    )


def softmax(path):
    node = helper.make_node("Softmax", ["X"], ["Y"], axis=-1)
    return save(path, [node], [("X", ["M", "K"])], [("Y", ["M", "K"])])


def silu_mul(path):
    nodes = [
        helper.make_node("Sigmoid", ["X"], ["s"]),
        helper.make_node("Mul", ["X", "s"], ["t"]),
        helper.make_node("Mul", ["t", "U"], ["Y"]),
    ]
    dims = ["M", "K"]
    return save(path, nodes, [("X", dims), ("U", dims)], [("Y", dims)])
