# -*- Python -*-
"""What both suites share: where they are, the time limit, and options of
sanitizer builds.

With --param alias=DIR the source tree is reached through DIR, a link to it.
./dev test makes one where the tree's path holds spaces, which tests do not
expect in %s and %t.

libMLIR.so and libLLVM.so come from packages and are not instrumented. Where a
container or an arena crosses the border, the poison that our half's inlined
code lays is not lifted by theirs, and inline variables exist once with and once
without red zones; these checks would report what is no error.
"""

import os

alias = lit_config.params.get("alias")
if alias:
    for name in ["lutra_src_root", "lutra_obj_root"]:
        path = getattr(config, name)
        inside = os.path.relpath(path, config.lutra_real_root)
        setattr(config, name, os.path.normpath(os.path.join(alias, inside)))

# Nothing takes this long: it ends a test that hangs.
if lit_config.maxIndividualTestTimeIsSupported[0]:
    lit_config.maxIndividualTestTime = 1200

features = {"address": "asan", "undefined": "ubsan", "thread": "tsan"}
active = [s for s in config.sanitizers.replace(",", ";").split(";") if s]
if active:
    config.available_features |= {features[s] for s in active} | {"sanitizer"}
    config.environment["ASAN_OPTIONS"] = ":".join(
        [
            "allow_user_poisoning=0",
            "detect_container_overflow=0",
            "detect_odr_violation=0",
            "abort_on_error=0",
        ]
    )
    config.environment["UBSAN_OPTIONS"] = "halt_on_error=1:print_stacktrace=1"
    config.environment["TSAN_OPTIONS"] = "halt_on_error=1"
    for tool in ["ASAN", "TSAN", "UBSAN"]:
        config.environment[tool + "_SYMBOLIZER_PATH"] = os.path.join(
            config.llvm_tools_dir, "llvm-symbolizer"
        )

# Coverage builds write one profile for each process; ./dev collects them.
if "LLVM_PROFILE_FILE" in os.environ:
    config.environment["LLVM_PROFILE_FILE"] = os.environ["LLVM_PROFILE_FILE"]
