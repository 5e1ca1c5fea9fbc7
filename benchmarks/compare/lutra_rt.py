# ===- lutra_rt.py - the C ABI from Python ---------------------------------=== #
#
# Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# ===----------------------------------------------------------------------=== #
"""What the comparison needs of include/lutra-rt/lutra.h, through ctypes."""

import ctypes as c

import numpy as np

CODES = {"float32": 1, "int8": 5, "int32": 7, "int64": 8, "uint8": 9, "bool": 13}
TYPES = {code: np.dtype(name) for name, code in CODES.items()}


class Dim(c.Structure):
    _fields_ = [("size", c.c_int64), ("name", c.c_char_p)]


class Info(c.Structure):
    _fields_ = [
        ("name", c.c_char_p),
        ("dtype", c.c_int),
        ("rank", c.c_int32),
        ("dims", c.POINTER(Dim)),
        ("state_peer", c.c_int32),
        ("state_axis", c.c_int32),
        ("position_axis", c.c_int32),
    ]


class Tensor(c.Structure):
    _fields_ = [
        ("data", c.c_void_p),
        ("dtype", c.c_int),
        ("rank", c.c_int32),
        ("dims", c.POINTER(c.c_int64)),
        ("bytes", c.c_size_t),
    ]


class OpenOptions(c.Structure):
    _fields_ = [
        ("struct_size", c.c_size_t),
        ("threads", c.c_int32),
        ("skip_hashes", c.c_int32),
        ("allocator", c.c_void_p * 3),
        ("parallel_for", c.c_void_p),
        ("parallel_for_user", c.c_void_p),
    ]


class Library:
    def __init__(self, path):
        self.c = c.CDLL(path)
        for name in ("lutra_input_info", "lutra_output_info"):
            getattr(self.c, name).restype = c.POINTER(Info)
        self.c.lutra_context_message.restype = c.c_char_p
        self.c.lutra_variant_name.restype = c.c_char_p
        self.c.lutra_input_count.restype = c.c_size_t
        self.c.lutra_output_count.restype = c.c_size_t
        self.c.lutra_find_input.restype = c.c_int64


class Context:
    """A bundle, opened, with one context. Inputs are numpy arrays by name."""

    def __init__(self, library, bundle, threads):
        self.c = library.c
        options = OpenOptions(c.sizeof(OpenOptions), threads)
        self.model, self.context = c.c_void_p(), c.c_void_p()
        message = c.create_string_buffer(2048)
        if self.c.lutra_open(
            bundle.encode(),
            c.byref(options),
            c.byref(self.model),
            message,
            c.c_size_t(len(message)),
        ):
            raise RuntimeError(message.value.decode())
        self.check(self.c.lutra_context_create(self.model, c.byref(self.context)))
        infos = [
            self.c.lutra_input_info(self.model, c.c_size_t(i)).contents
            for i in range(self.c.lutra_input_count(self.model))
        ]
        self.inputs = {info.name.decode(): i for i, info in enumerate(infos)}
        self.states = [i for i, info in enumerate(infos) if info.state_peer >= 0]
        self.variant = self.c.lutra_variant_name(self.model).decode()
        self.kept = {}

    def check(self, status):
        if status:
            raise RuntimeError(self.c.lutra_context_message(self.context).decode())

    def set(self, name, array):
        # The value is borrowed, so it is kept until the next one.
        array = self.kept[name] = np.require(array, requirements="C")
        self.check(
            self.c.lutra_set_input(
                self.context,
                c.c_size_t(self.inputs[name]),
                c.c_void_p(array.ctypes.data),
                CODES[array.dtype.name],
                (c.c_int64 * array.ndim)(*array.shape),
                array.ndim,
            )
        )

    def run(self):
        self.check(self.c.lutra_run(self.context))

    def output(self, index=0):
        tensor = Tensor()
        self.check(
            self.c.lutra_get_output(self.context, c.c_size_t(index), c.byref(tensor))
        )
        return view(tensor)

    def state(self, index):
        tensor = Tensor()
        self.check(
            self.c.lutra_get_state(self.context, c.c_size_t(index), c.byref(tensor))
        )
        return view(tensor)

    def enable_state(self, capacity):
        self.check(self.c.lutra_state_enable(self.context, c.c_int64(capacity)))

    def limit_positions(self, index, count):
        self.check(
            self.c.lutra_limit_positions(
                self.context, c.c_size_t(index), c.c_int64(count)
            )
        )

    def truncate(self, length):
        self.check(self.c.lutra_state_truncate(self.context, c.c_int64(length)))


def view(tensor):
    """The value in the context's memory, valid as long as lutra.h says."""
    raw = (c.c_char * tensor.bytes).from_address(tensor.data)
    array = np.frombuffer(raw, TYPES[tensor.dtype])
    return array.reshape([tensor.dims[i] for i in range(tensor.rank)])
