# Thin layers over MLIR's CMake functions, so that a library or tool is one
# readable block. MLIR's own libraries are named in MLIR_LIBS and always come
# from libMLIR.so; our own are named in LINK_LIBS.

if(LUTRA_SANITIZE)
  string(REPLACE ";" "," _lutra_san "${LUTRA_SANITIZE}")
  add_compile_options(-fsanitize=${_lutra_san} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${_lutra_san})
  add_compile_definitions(LUTRA_ENABLE_ASSERTS)
endif()
if(LUTRA_WERROR)
  add_compile_options(-Werror)
endif()
# Coverage as libFuzzer reads it, without its main function.
if(LUTRA_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
  add_link_options(-fsanitize=fuzzer-no-link)
endif()

# A precompiled header holds no time of its making, so that ccache knows it again.
if(LUTRA_PRECOMPILE AND CMAKE_CXX_COMPILER_ID MATCHES Clang)
  add_compile_options("SHELL:$<$<COMPILE_LANGUAGE:CXX>:-Xclang -fno-pch-timestamp>")
endif()

# lutra_tablegen_dialect(<Name> <dialect>): <Name>Dialect/Ops/Attrs/Types .inc files out of <Name>Ops.td.
function(lutra_tablegen_dialect name dialect)
  set(LLVM_TARGET_DEFINITIONS ${name}Ops.td)
  mlir_tablegen(${name}Dialect.h.inc -gen-dialect-decls -dialect=${dialect})
  mlir_tablegen(${name}Dialect.cpp.inc -gen-dialect-defs -dialect=${dialect})
  mlir_tablegen(${name}Ops.h.inc -gen-op-decls)
  mlir_tablegen(${name}Ops.cpp.inc -gen-op-defs)
  mlir_tablegen(${name}Attrs.h.inc -gen-attrdef-decls -attrdefs-dialect=${dialect})
  mlir_tablegen(${name}Attrs.cpp.inc -gen-attrdef-defs -attrdefs-dialect=${dialect})
  mlir_tablegen(${name}Types.h.inc -gen-typedef-decls -typedefs-dialect=${dialect})
  mlir_tablegen(${name}Types.cpp.inc -gen-typedef-defs -typedefs-dialect=${dialect})
  mlir_tablegen(${name}Enums.h.inc -gen-enum-decls)
  mlir_tablegen(${name}Enums.cpp.inc -gen-enum-defs)
  add_public_tablegen_target(Lutra${name}IncGen)
endfunction()

# lutra_tablegen_passes(<Target> <file.td> <Group>): Passes.h.inc.
function(lutra_tablegen_passes target td group)
  set(LLVM_TARGET_DEFINITIONS ${td})
  mlir_tablegen(Passes.h.inc -gen-pass-decls -name=${group})
  add_public_tablegen_target(${target})
endfunction()

# lutra_use_precompiled(<target>): reads MLIR's headers compiled (lib/Precompiled).
function(lutra_use_precompiled target)
  if(LUTRA_PRECOMPILE)
    target_precompile_headers(${target} REUSE_FROM LutraPrecompiled)
  endif()
endfunction()

# lutra_library(<Name> SRCS... [DEPENDS ...] [LINK_LIBS ...] [MLIR_LIBS ...])
function(lutra_library name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LINK_LIBS;MLIR_LIBS" ${ARGN})
  add_mlir_library(${name} STATIC ${ARG_UNPARSED_ARGUMENTS} EXCLUDE_FROM_LIBMLIR DISABLE_INSTALL
    DEPENDS ${ARG_DEPENDS} LINK_LIBS PUBLIC ${ARG_LINK_LIBS})
  mlir_target_link_libraries(${name} PUBLIC MLIRIR ${ARG_MLIR_LIBS})
  lutra_use_precompiled(${name})
endfunction()

# lutra_tool(<name> SRCS... [LINK_LIBS ...] [MLIR_LIBS ...]): a tool that links libMLIR.so.
function(lutra_tool name)
  cmake_parse_arguments(ARG "" "" "LINK_LIBS;MLIR_LIBS" ${ARGN})
  add_llvm_executable(${name} ${ARG_UNPARSED_ARGUMENTS})
  llvm_update_compile_flags(${name})
  target_link_libraries(${name} PRIVATE ${ARG_LINK_LIBS})
  mlir_target_link_libraries(${name} PRIVATE MLIRIR ${ARG_MLIR_LIBS})
  lutra_use_precompiled(${name})
endfunction()
