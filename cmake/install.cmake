# What `cmake --install` puts into a prefix: the library, its headers, and what
# CMake and pkg-config need to find them. The prefix can be moved afterwards.
# `cmake --install` builds nothing: the target to_install does.

include(CMakePackageConfigHelpers)

set(_cmake_dir "${CMAKE_INSTALL_LIBDIR}/cmake/caf_status")
set(_pc_dir "${CMAKE_INSTALL_LIBDIR}/pkgconfig")

add_custom_target(to_install DEPENDS caf_status)
install(TARGETS caf_status EXPORT caf_status
        LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}"
        ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
        RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/status"
        DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
        FILES_MATCHING PATTERN "*.hpp" PATTERN net EXCLUDE)
install(EXPORT caf_status NAMESPACE caf_status:: DESTINATION "${_cmake_dir}"
        FILE caf_status-targets.cmake)

# The networking is a component of its own, so that who does not ask for it
# needs none of what it needs.
if(TARGET caf_status_net)
  add_dependencies(to_install caf_status_net)
  install(TARGETS caf_status_net EXPORT caf_status_net
          LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}"
          ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
          RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
  install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/status/net"
          DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/status"
          FILES_MATCHING PATTERN "*.hpp")
  install(EXPORT caf_status_net NAMESPACE caf_status::
          DESTINATION "${_cmake_dir}" FILE caf_status_net-targets.cmake)
endif()

configure_package_config_file(
  cmake/caf_status-config.cmake.in caf_status-config.cmake
  INSTALL_DESTINATION "${_cmake_dir}")
write_basic_package_version_file(
  caf_status-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/caf_status-config.cmake"
              "${CMAKE_CURRENT_BINARY_DIR}/caf_status-config-version.cmake"
        DESTINATION "${_cmake_dir}")
if(NOT CAF_STATUS_CAF_GENERATION)
  install(FILES cmake/FindCAF.cmake DESTINATION "${_cmake_dir}")
endif()

# pkg-config: relative to the .pc file; CAF is named with its folders only where
# the compiler and the linker do not look by themselves.
file(RELATIVE_PATH CAF_STATUS_PC_PREFIX "/prefix/${_pc_dir}" "/prefix")
string(REGEX REPLACE "/$" "" CAF_STATUS_PC_PREFIX "${CAF_STATUS_PC_PREFIX}")
get_target_property(_caf_includes CAF::core INTERFACE_INCLUDE_DIRECTORIES)
foreach(_dir IN LISTS _caf_includes)
  if(NOT _dir IN_LIST CMAKE_CXX_IMPLICIT_INCLUDE_DIRECTORIES)
    string(APPEND CAF_STATUS_PC_CAF_CFLAGS " -I${_dir}")
  endif()
endforeach()
get_target_property(_caf_library CAF::core LOCATION)
get_filename_component(_caf_library_dir "${_caf_library}" DIRECTORY)
if(NOT _caf_library_dir IN_LIST CMAKE_CXX_IMPLICIT_LINK_DIRECTORIES)
  set(CAF_STATUS_PC_CAF_LDFLAGS " -L${_caf_library_dir}")
endif()
configure_file(cmake/caf_status.pc.in caf_status.pc @ONLY)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/caf_status.pc"
        DESTINATION "${_pc_dir}")
if(TARGET caf_status_net)
  configure_file(cmake/caf_status_net.pc.in caf_status_net.pc @ONLY)
  install(FILES "${CMAKE_CURRENT_BINARY_DIR}/caf_status_net.pc"
          DESTINATION "${_pc_dir}")
endif()
