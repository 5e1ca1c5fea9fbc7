# -*- Python -*-
"""The suite of files: .mlir, .test and .textproto with RUN lines.

Tools are called by bare name: ours come first on PATH, then LLVM's (FileCheck,
not, count, split-file, mlir-opt).

  %models    the models the project carries (quote it: paths may hold spaces)
  %src_root  the source tree
  %obj_root  the build tree
  %cc %cxx   the compilers the build uses
  %onnx_suite  the conformance models of ONNX (feature `onnx-suite`)

Features: one for each sanitizer (asan, ubsan, tsan), `sanitizer` when there is
any, the architecture (x86_64, aarch64), and `avx2`, `avx512`, `vnni` as the
machine has them; `clang-format` and `dpkg` where they are installed, and
`small-disk` where a process may mount one for itself.
"""

import os
import platform
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(__file__))
import spaces

lit_config.load_config(
    config, os.path.join(os.path.dirname(__file__), "lit.common.py")
)

config.name = "Lutra"
config.test_format = spaces.ShTest(execute_external=False)
config.suffixes = [".mlir", ".test", ".textproto"]
config.excludes = ["Inputs", "inputs", "corpus", "lib", "unit", "CMakeLists.txt"]
config.test_source_root = os.path.join(config.lutra_src_root, "test")
config.test_exec_root = os.path.join(config.lutra_obj_root, "test")

config.environment["PATH"] = os.path.pathsep.join(
    [
        os.path.join(config.lutra_obj_root, "bin"),
        config.llvm_tools_dir,
        config.environment.get("PATH", ""),
    ]
)
# The same text whatever the user's machine speaks.
config.environment["LC_ALL"] = "C.UTF-8"

config.substitutions += spaces.quoted(
    "%models", os.path.join(config.lutra_src_root, "models")
)
config.substitutions += spaces.quoted("%onnx_suite", config.onnx_suite)
config.substitutions += spaces.quoted("%src_root", config.lutra_src_root)
config.substitutions += spaces.quoted("%obj_root", config.lutra_obj_root)
config.substitutions += [
    ("%cxx", config.cxx_compiler),
    ("%cc", config.c_compiler),
]


def host_features():
    """What the machine can execute, in the words tests use."""
    features = {platform.machine()}
    try:
        with open("/proc/cpuinfo") as info:
            flags = next((line for line in info if line.startswith("flags")), "")
    except OSError:
        flags = ""
    flags = set(flags.split())
    if {"avx2", "fma", "f16c"} <= flags:
        features.add("avx2")
    if {"avx512f", "avx512bw", "avx512dq", "avx512vl"} <= flags:
        features.add("avx512")
    if "avx512_vnni" in flags or "avx_vnni" in flags:
        features.add("vnni")
    return features


config.available_features |= host_features()
if shutil.which("clang-format-22"):
    config.available_features.add("clang-format")
if shutil.which("dpkg-shlibdeps"):
    config.available_features.add("dpkg")
if os.path.isdir(config.onnx_suite):
    config.available_features.add("onnx-suite")
mounting = "mount -t tmpfs -o size=16k none /mnt".split()
try:
    probe = ["unshare", "--map-root-user", "--mount"] + mounting
    if subprocess.run(probe, capture_output=True).returncode == 0:
        config.available_features.add("small-disk")
except OSError:
    pass
