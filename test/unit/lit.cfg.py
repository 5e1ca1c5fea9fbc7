# -*- Python -*-
"""The suite of GoogleTest programs; each test of each program counts."""

import os

import lit.formats

lit_config.load_config(
    config, os.path.join(config.lutra_src_root, "test", "lit.common.py")
)

config.name = "Lutra-Unit"
config.test_format = lit.formats.GoogleTest(".", "Tests")
config.suffixes = []
config.test_exec_root = os.path.join(config.lutra_obj_root, "test", "unit")
config.test_source_root = config.test_exec_root
config.environment["LC_ALL"] = "C.UTF-8"
# Where tests find the models and inputs the project carries.
config.environment["LUTRA_SOURCE_DIR"] = config.lutra_src_root
