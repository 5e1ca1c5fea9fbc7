# What `cmake --install` and `./dev package` put where: tools and the plugin
# for mlir-opt, the runtime with its headers, and what find_package(Lutra)
# reads. No header of the compiler: its C++ interface promises nothing.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS lutra-compile lutra-run lutra-generate lutra-bench lutra-inspect
                lutra-opt lutra-translate lutra-lsp-server lutra-reduce
        RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
# Not a library that a linker should find.
install(TARGETS LutraPlugin LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/lutra)

install(TARGETS lutra-rt lutra-rt-static EXPORT LutraTargets
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
        INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/lutra-rt
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})

set(LUTRA_CMAKE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/Lutra)
install(EXPORT LutraTargets NAMESPACE Lutra:: DESTINATION ${LUTRA_CMAKE_DIR})
configure_package_config_file(
  ${PROJECT_SOURCE_DIR}/cmake/LutraConfig.cmake.in ${PROJECT_BINARY_DIR}/LutraConfig.cmake
  INSTALL_DESTINATION ${LUTRA_CMAKE_DIR} PATH_VARS CMAKE_INSTALL_BINDIR)
# Before 1.0 a minor version may change anything.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/LutraConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/LutraConfig.cmake ${PROJECT_BINARY_DIR}/LutraConfigVersion.cmake
        DESTINATION ${LUTRA_CMAKE_DIR})
install(FILES ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/LICENSE
        DESTINATION ${CMAKE_INSTALL_DOCDIR})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME lutra)
set(CPACK_PACKAGE_VENDOR "the Lutra authors")
set(CPACK_PACKAGE_CONTACT "the Lutra authors")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Compiler and runtime for low-bit and sparse neural networks")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_THREADS 0)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Loaded by the runtime when a bundle calls it.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS libdnnl2)
include(CPack)
