# ===- compare.py - Lutra and its peers in one run -------------------------=== #
#
# Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# ===----------------------------------------------------------------------=== #
"""./dev bench --compare: the same work, alternately, on the same processor.

Both sides run in this process, pinned, in turns of a few runs each, so that
what else the machine does meets both. Of language models only the calls that
compute are timed, the peer's without its Python; the rows for
onnxruntime-genai time its whole loop against that of lutra-generate. The ratio
is of the fastest runs; medians stand beside it.
"""

import argparse
import gc
import json
import os
import re
import statistics
import subprocess
import sys
import time

import numpy as np

import graphs
import lutra_rt
import peers

CAPACITY = 384
TOKENS = 256
clock = time.perf_counter


class Compare:
    def __init__(self, options):
        self.options = options
        self.library = lutra_rt.Library(options.library)
        self.failed = False
        self.rows = 0

    # === Running ===

    def path(self, name):
        return os.path.join(self.options.scratch, name)

    def compile(self, model, *flags):
        bundle = self.path(f"bundle{len(os.listdir(self.options.scratch))}")
        subprocess.run(
            [f"{self.options.bin}/lutra-compile", model, "-o", bundle, *flags],
            check=True,
        )
        return bundle

    def open(self, bundle):
        return lutra_rt.Context(self.library, bundle, self.options.threads)

    def alternate(self, sides, seconds=None):
        """Calls each side in turn; a side returns the times of a few runs."""
        seconds = seconds or self.options.seconds
        times = [[] for side in sides]
        for side in sides:
            side()
        gc.disable()
        begin = clock()
        while clock() - begin < seconds * len(sides):
            for side, list in zip(sides, times):
                list += side()
        gc.enable()
        return times

    def slice_of(self, run, before=lambda: None, turn=0.02):
        def side():
            times, begin = [], clock()
            while not times or clock() - begin < turn:
                before()
                start = clock()
                run()
                times.append(clock() - start)
            return times

        return side

    # === Printing ===

    def row(self, name, ours, peer, goal, unit="ms", note=""):
        """Times in seconds; `unit` says how they are shown."""
        self.rows += 1
        ratio, middle = min(peer) / min(ours), median(peer) / median(ours)
        met = "" if goal is None else "met" if ratio >= goal else "missed"
        print(
            f"{name:<53} {show(min(ours), unit):>10} {show(median(ours), unit):>10}"
            f" {show(min(peer), unit):>10} {show(median(peer), unit):>10}"
            f" {ratio:>7.2f} {middle:>7.2f} {goal or '-':>5} {met:<6} {note}",
            flush=True,
        )

    def agree(self, name, ours, peer, tolerance):
        """How far the results are apart, relative to the largest."""
        if ours.shape != peer.shape:
            error = float("inf")
        else:
            error = float(np.abs(ours - peer).max() / np.abs(peer).max())
        if not error <= tolerance:
            self.failed = True
            print(f"{name}: results differ by {error:.2g}, more than {tolerance}")
        return f"differ {error:.0e}"

    # === Operators ===

    def operator(self, name, model, inputs, goal, tolerance, flags=()):
        ours = self.open(self.compile(model, *flags))
        for key, value in inputs.items():
            ours.set(key, value)
        peer = peers.Run(model, self.options.threads, inputs)
        times = self.alternate([self.slice_of(ours.run), self.slice_of(peer.run)])
        note = self.agree(name, ours.output(), peer.output(), tolerance)
        self.row(name, *times, goal, note=note)

    def matmul(self):
        rng = np.random.default_rng(0)
        for bits, group, ternary in ((2, 128, True), (4, 32, False), (4, 128, False)):
            model = graphs.matmul_nbits(
                self.path(f"w{bits}g{group}.onnx"), bits, group, 4096, 4096, ternary
            )
            for m in (1, 32, 128):
                a = rng.standard_normal((m, 4096), np.float32)
                kind = "ternary in 2 bits" if ternary else f"{bits} bits"
                self.operator(
                    f"{kind} g{group} 4096x4096, M={m}", model, {"A": a}, None, 0.05
                )

    def float_rows(self):
        rng = np.random.default_rng(0)
        for m in (1, 128):
            x = rng.standard_normal((m, 2048), np.float32)
            u = rng.standard_normal((m, 2048), np.float32)
            for name, model, inputs in (
                ("RMSNorm", graphs.rms_norm(self.path("n.onnx"), 2048), {"X": x}),
                ("softmax", graphs.softmax(self.path("s.onnx")), {"X": x}),
                ("silu-mul", graphs.silu_mul(self.path("m.onnx")), {"X": x, "U": u}),
            ):
                self.operator(f"{name} {m}x2048", model, inputs, None, 1e-5)

    def attention(self):
        heads, size, keys = 8, 64, 2048
        model = graphs.attention(self.path("attention.onnx"), heads, size)
        bundle = self.compile(model)
        rng = np.random.default_rng(0)
        qkv = rng.standard_normal((3, 1, keys, heads * size), np.float32)

        def inputs(first, last):
            parts = dict(zip("QKV", qkv[:, :, first:last]))
            length = np.array([last - 1], np.int32)
            return {**parts, "L": length, "T": np.array(last, np.int32)}

        for queries in (1, 128, keys):
            past = keys - queries
            ours = self.open(bundle)
            ours.enable_state(keys)
            cache = np.zeros((2, 1, heads, keys, size), np.float32)
            if past:
                for key, value in inputs(0, past).items():
                    ours.set(key, value)
                ours.run()
                for i, state in enumerate(ours.states):
                    cache[i] = ours.state(state)
            for key, value in inputs(past, keys).items():
                ours.set(key, value)
            # Both append in place, to the same buffers.
            peer = peers.Run(
                model,
                self.options.threads,
                {**inputs(past, keys), "PK": cache[0], "PV": cache[1]},
                (("PK", "NK"), ("PV", "NV")),
            )
            name = f"attention 8x64, {queries} of {keys}"
            before = lambda: ours.truncate(past)
            times = self.alternate(
                [self.slice_of(ours.run, before), self.slice_of(peer.run)]
            )
            note = self.agree(name, ours.output(), peer.output(), 1e-4)
            self.row(name, *times, 1, note=note)

    # === Whole models ===

    def whole_models(self):
        """Encoders and an int8 network, which the project does not carry."""
        folder = self.options.files
        if not folder:
            print("models: --files=DIR says where they are, so they are left out")
            return
        rng = np.random.default_rng(0)

        def digits(batch):
            return {"input": rng.random((batch, 1, 8, 8), np.float32)}

        def tokens(batch, length, types):
            ids = rng.integers(5, 1000, (batch, length), np.int64)
            feed = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
            return {**feed, "token_type_ids": np.zeros_like(ids)} if types else feed

        block = ("--activations=int8-block",)
        for file, flags, goal, tolerance, sizes in (
            ("digits/cnn-qdq", (), 1, 0.05, ((1,), (64,))),
            ("minilm/minilm-qdq", (), 1, 0.2, ((1, 16), (1, 128), (8, 128))),
            ("minilm/minilm-int4", (), 1, 1e-3, ((1, 16), (1, 128), (8, 128))),
            ("minilm/minilm-int4", block, 1.5, 0.2, ((1, 16), (1, 128), (8, 128))),
            ("encoder/encoder-float", (), 1, 1e-3, ((1, 16), (1, 64), (8, 64))),
        ):
            model = os.path.join(folder, f"{file}.onnx")
            if not os.path.exists(model):
                print(f"models: {model} is not there, so it is left out")
                continue
            bundle = self.compile(model, *flags)
            for size in sizes:
                types = file.startswith("minilm")
                feed = digits(*size) if len(size) == 1 else tokens(*size, types)
                ours = self.open(bundle)
                for key, value in feed.items():
                    ours.set(key, value)
                peer = peers.Run(model, self.options.threads, feed)
                name = " ".join([os.path.basename(file), *flags, "x".join(map(str, size))])
                sides = [self.slice_of(ours.run), self.slice_of(peer.run)]
                times = self.alternate(sides)
                note = self.agree(name, ours.output(), peer.output(), tolerance)
                self.row(name.replace("--activations=", ""), *times, goal, note=note)

    # === The language model ===

    def language_models(self):
        """Name, file, flags of lutra-compile, goal of decode and of prompt."""
        base = f"{self.options.models}/ternary-lm/model.onnx"
        derived = {}
        for kind in ("int4", "explicit"):
            derived[kind] = self.path(f"model-{kind}.onnx")
            subprocess.run(
                [
                    f"{self.options.bin}/lutra-derive-model",
                    f"{self.options.skeletons}/ternary-lm-model-{kind}.onnx",
                    f"--from={base}",
                    "-o",
                    derived[kind],
                ],
                check=True,
            )
        return (
            ("model", base, (), 3, 2),
            ("model-int4", derived["int4"], (), 2.5, 2),
            ("model-explicit", derived["explicit"], (), 3, 2),
            (
                "model-explicit int8-token",
                derived["explicit"],
                ("--activations=int8-token",),
                None,
                None,
            ),
        )

    def prompt_ids(self):
        path = f"{self.options.models}/ternary-lm/golden/golden.json"
        with open(path) as file:
            return json.load(file)["prompts"]

    def our_loop(self, context, prompt, tokens):
        """Greedy ids, and the seconds of the calls that compute them."""
        context.truncate(0)
        ids, fed, spent, next = [], 0, 0.0, prompt
        while len(ids) < tokens:
            fed += len(next)
            context.set("input_ids", np.array([next], np.int64))
            context.set("attention_mask", np.ones((1, fed), np.int64))
            start = clock()
            context.run()
            if ids:
                spent += clock() - start
            next = [int(context.output()[0, -1].argmax())]
            ids += next
        return ids, spent / (tokens - 1)

    def peer_loop(self, peer, prompt, tokens, shared):
        peer.reset(shared)
        ids, spent, next = [], 0.0, prompt
        while len(ids) < tokens:
            peer.feed(next)
            start = clock()
            peer.run()
            if ids:
                spent += clock() - start
            next = [int(peer.logits().argmax())]
            ids += next
        return ids, spent / (tokens - 1)

    def decode(self):
        prompt = self.prompt_ids()[0]["ids"]
        opened = {}
        for name, model, flags, goal, _ in self.language_models():
            ours = opened[name] = self.open(self.compile(model, *flags))
            ours.enable_state(CAPACITY)
            peer = peers.Decoder(model, self.options.threads, CAPACITY)
            # Only GroupQueryAttention can append in place.
            shared = "explicit" not in name
            mine, _ = self.our_loop(ours, prompt, TOKENS)
            theirs, _ = self.peer_loop(peer, prompt, TOKENS, shared)
            same = next(
                (i for i, (a, b) in enumerate(zip(mine, theirs)) if a != b), TOKENS
            )
            times = self.alternate(
                [
                    lambda: [self.our_loop(ours, prompt, TOKENS)[1]],
                    lambda: [self.peer_loop(peer, prompt, TOKENS, shared)[1]],
                ]
            )
            note = f"same first {same} of {TOKENS} tokens"
            self.row(f"decode {name}", *times, goal, "1/s", note)
        both = [opened[name] for name in ("model-explicit int8-token", "model")]
        times = self.alternate(
            [
                lambda each=each: [self.our_loop(each, prompt, TOKENS)[1]]
                for each in both
            ]
        )
        self.row("decode int8-token against model", *times, 1, "1/s", "both Lutra")

    def prompts(self):
        ids = self.prompt_ids()[2]["ids"]
        ids = (ids + ids)[:128]
        feed = {
            "input_ids": np.array([ids], np.int64),
            "attention_mask": np.ones((1, 128), np.int64),
        }
        for name, model, flags, _, goal in self.language_models():
            ours = self.open(self.compile(model, *flags))
            ours.enable_state(CAPACITY)
            for key, value in feed.items():
                ours.set(key, value)
            peer = peers.Decoder(model, self.options.threads, CAPACITY)
            peer.reset("explicit" not in name)
            peer.feed(ids)
            # The peer has no way to leave logits out.
            for title, count in (("last logits", 1), ("all logits", 0)):
                ours.limit_positions(0, count)
                times = self.alternate(
                    [
                        self.slice_of(ours.run, lambda: ours.truncate(0)),
                        self.slice_of(peer.run),
                    ]
                )
                row = f"prompt of 128 {name}, {title}"
                note = self.agree(row, ours.output()[0, -1], peer.logits(), 0.05)
                self.row(row, *times, goal, note=note)

    def genai(self):
        if peers.genai is None:
            print("genai: onnxruntime-genai is not here, so its rows are left out")
            return
        model = f"{self.options.models}/ternary-lm/model.onnx"
        bundle = self.compile(model)
        prompt = self.prompt_ids()[0]["ids"]
        peer = peers.Genai(model, self.options.scratch, self.options.threads, CAPACITY)

        def theirs():
            peer.start(prompt)
            peer.step()
            start = clock()
            for _ in range(TOKENS - 1):
                peer.step()
            return [(clock() - start) / (TOKENS - 1)]

        def ours():
            out = subprocess.run(
                [
                    f"{self.options.bin}/lutra-generate",
                    bundle,
                    f"--ids={','.join(map(str, prompt))}",
                    f"--max-tokens={TOKENS}",
                    f"--capacity={CAPACITY}",
                    f"--threads={self.options.threads}",
                    "--ignore-eos",
                    "--json",
                ],
                check=True,
                capture_output=True,
            )
            self.ids = json.loads(out.stdout)["ids"]
            return [1 / json.loads(out.stdout)["tokens_per_second"]]

        times = self.alternate([ours, theirs])
        new = peer.sequence()[len(prompt) :]
        same = next(
            (i for i, (a, b) in enumerate(zip(self.ids, new)) if a != b), TOKENS
        )
        note = f"same first {same} of {TOKENS} tokens"
        self.row("decode model, whole loop (genai)", *times, 2, "1/s", note)


def median(times):
    return statistics.median(times)


def show(seconds, unit):
    if unit == "1/s":
        return f"{1 / seconds:.0f}/s"
    return f"{seconds * 1000:.4g} ms"


def machine():
    with open("/proc/cpuinfo") as file:
        text = file.read()
    field = lambda key: re.search(rf"^{key}\s*:\s*(.*)$", text, re.M)
    values = [field(key) for key in ("model name", "cpu family", "model")]
    name, family, model = (value.group(1) if value else "?" for value in values)
    return f"{name}, family {family} model {model}"


CASES = {
    "decode": Compare.decode,
    "genai": Compare.genai,
    "prompt": Compare.prompts,
    "attention": Compare.attention,
    "matmul": Compare.matmul,
    "rows": Compare.float_rows,
    "models": Compare.whole_models,
}


def main():
    parser = argparse.ArgumentParser(prog="./dev bench --compare")
    for name in ("bin", "library", "models", "skeletons", "scratch"):
        parser.add_argument(f"--{name}", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument(
        "--seconds", type=float, default=1.5, help="for each side of each case"
    )
    parser.add_argument(
        "--files", help="where digits/cnn-qdq.onnx and the others of 'models' are"
    )
    parser.add_argument(
        "cases", nargs="*", metavar="CASE", help=f"some of {', '.join(CASES)}"
    )
    options = parser.parse_args()
    for name in options.cases:
        if name not in CASES:
            parser.error(f"there is no case '{name}'; there are {', '.join(CASES)}")

    # The last processors: the first one serves more interrupts.
    available = sorted(os.sched_getaffinity(0))
    if options.threads > len(available):
        parser.error(f"there are {len(available)} processors")
    cores = available[-options.threads :]
    os.sched_setaffinity(0, cores)
    versions = f"ONNX Runtime {peers.ort.__version__}"
    if peers.genai is not None:
        versions += f", onnxruntime-genai {peers.genai.__version__}"
    where = ", ".join(map(str, cores))
    print(f"{machine()}; threads: {options.threads}, on processor {where}; {versions}")
    print(
        f"{'case':<53} {'ours':>10} {'median':>10} {'peer':>10} {'median':>10}"
        f" {'ratio':>7} {'median':>7} {'goal':>5}"
    )
    compare = Compare(options)
    for name in options.cases or CASES:
        CASES[name](compare)
    return 1 if compare.failed else 0


if __name__ == "__main__":
    sys.exit(main())
