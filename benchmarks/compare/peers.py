# ===- peers.py - ONNX Runtime and onnxruntime-genai -----------------------=== #
#
# Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# ===----------------------------------------------------------------------=== #
"""The peers, each used the fastest way we know."""

import json
import os
import shutil

import numpy as np
import onnxruntime as ort

try:
    import onnxruntime_genai as genai
except ImportError:
    genai = None


def session(path, threads):
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(path, options, ["CPUExecutionProvider"])


class Run:
    """A model with fixed inputs; values stay bound, so a run copies nothing."""

    def __init__(self, path, threads, inputs, shared=()):
        self.session = session(path, threads)
        self.binding = self.session.io_binding()
        self.values = {
            name: ort.OrtValue.ortvalue_from_numpy(array)
            for name, array in inputs.items()
        }
        for name, value in self.values.items():
            self.binding.bind_ortvalue_input(name, value)
        aliases = {present: past for past, present in shared}
        for output in self.session.get_outputs():
            if output.name in aliases:
                self.binding.bind_ortvalue_output(
                    output.name, self.values[aliases[output.name]]
                )
            else:
                self.binding.bind_output(output.name, "cpu")

    def run(self):
        self.session.run_with_iobinding(self.binding)

    def output(self):
        return self.binding.get_outputs()[0].numpy()


class Decoder:
    """The language model with its cache: in one buffer where the model has
    GroupQueryAttention, otherwise from present to past without a copy."""

    def __init__(self, path, threads, capacity):
        self.session = session(path, threads)
        self.binding = self.session.io_binding()
        self.capacity = capacity
        inputs = {value.name: value for value in self.session.get_inputs()}
        self.dims = {
            name: [1, value.shape[1], 0, value.shape[3]]
            for name, value in inputs.items()
            if name.startswith("past_key_values.")
        }
        self.names = [output.name for output in self.session.get_outputs()]

    def reset(self, shared):
        self.shared, self.length, self.values = shared, 0, {}
        for name, dims in self.dims.items():
            dims = dims[:2] + [self.capacity if shared else 0] + dims[3:]
            self.values[name] = ort.OrtValue.ortvalue_from_numpy(
                np.zeros(dims, np.float32)
            )

    def feed(self, ids):
        """Binds what the step needs; run() is what is measured."""
        self.length += len(ids)
        bind = self.binding
        bind.clear_binding_inputs()
        bind.clear_binding_outputs()
        bind.bind_cpu_input("input_ids", np.array([ids], np.int64))
        bind.bind_cpu_input("attention_mask", np.ones((1, self.length), np.int64))
        for name, value in self.values.items():
            bind.bind_ortvalue_input(name, value)
        for name in self.names:
            past = name.replace("present", "past_key_values")
            if self.shared and past in self.values:
                bind.bind_ortvalue_output(name, self.values[past])
            else:
                bind.bind_output(name, "cpu")

    def run(self):
        self.session.run_with_iobinding(self.binding)

    def logits(self):
        outputs = self.binding.get_outputs()
        if not self.shared:
            for name, value in zip(self.names, outputs):
                past = name.replace("present", "past_key_values")
                if past in self.values:
                    self.values[past] = value
        return outputs[self.names.index("logits")].numpy()[0, -1]


class Genai:
    """onnxruntime-genai's own loop, greedy; its cache in one buffer."""

    def __init__(self, path, scratch, threads, capacity):
        folder = os.path.join(scratch, "genai")
        os.makedirs(folder)
        shutil.copy(path, os.path.join(folder, "model.onnx"))
        with open(os.path.join(os.path.dirname(path), "genai_config.json")) as file:
            config = json.load(file)
        options = config["model"]["decoder"]["session_options"]
        options["intra_op_num_threads"] = threads
        config["search"]["past_present_share_buffer"] = True
        config["search"]["max_length"] = capacity
        # So that it does not end early.
        config["model"]["eos_token_id"] = config["model"]["vocab_size"] - 1
        with open(os.path.join(folder, "genai_config.json"), "w") as file:
            json.dump(config, file)
        self.model = genai.Model(folder)
        self.capacity = capacity

    def start(self, prompt):
        params = genai.GeneratorParams(self.model)
        params.set_search_options(max_length=self.capacity, do_sample=False)
        self.generator = genai.Generator(self.model, params)
        self.generator.append_tokens(prompt)

    def step(self):
        self.generator.generate_next_token()

    def sequence(self):
        return list(self.generator.get_sequence(0))
