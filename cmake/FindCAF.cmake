# Finds the C++ Actor Framework where it was installed without CMake files of
# its own, as Debian does with 0.17.6, and defines the targets that CAF 1.x
# defines by itself:
#
#   CAF::core, CAF::io, CAF::openssl
#
# The components are core, io and openssl; core is always looked for.
# CAF 1.x is not found here: ask for it with find_package(CAF 1.0 CONFIG).

find_path(CAF_INCLUDE_DIR caf/actor_system.hpp)
mark_as_advanced(CAF_INCLUDE_DIR)

set(CAF_VERSION)
if(CAF_INCLUDE_DIR AND EXISTS "${CAF_INCLUDE_DIR}/caf/config.hpp")
  # 0.17.6 says 1706: major, minor and patch with two digits each.
  file(STRINGS "${CAF_INCLUDE_DIR}/caf/config.hpp" _caf_line
       REGEX "^#define CAF_VERSION [0-9]+$")
  if(_caf_line MATCHES "CAF_VERSION ([0-9]+)$")
    math(EXPR _caf_major "${CMAKE_MATCH_1} / 10000")
    math(EXPR _caf_minor "${CMAKE_MATCH_1} / 100 % 100")
    math(EXPR _caf_patch "${CMAKE_MATCH_1} % 100")
    set(CAF_VERSION "${_caf_major}.${_caf_minor}.${_caf_patch}")
  endif()
endif()

find_library(CAF_CORE_LIBRARY caf_core)
mark_as_advanced(CAF_CORE_LIBRARY)
if(CAF_CORE_LIBRARY)
  set(CAF_core_FOUND TRUE)
endif()
foreach(_caf_component IN ITEMS io openssl)
  string(TOUPPER "${_caf_component}" _caf_upper)
  find_library(CAF_${_caf_upper}_LIBRARY caf_${_caf_component})
  find_path(CAF_${_caf_upper}_INCLUDE_DIR caf/${_caf_component}/all.hpp
            HINTS "${CAF_INCLUDE_DIR}")
  mark_as_advanced(CAF_${_caf_upper}_LIBRARY CAF_${_caf_upper}_INCLUDE_DIR)
  if(CAF_${_caf_upper}_LIBRARY AND CAF_${_caf_upper}_INCLUDE_DIR)
    set(CAF_${_caf_component}_FOUND TRUE)
  endif()
endforeach()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(
  CAF
  REQUIRED_VARS CAF_CORE_LIBRARY CAF_INCLUDE_DIR CAF_VERSION
  VERSION_VAR CAF_VERSION
  HANDLE_VERSION_RANGE
  HANDLE_COMPONENTS)

if(CAF_FOUND)
  include(CMakeFindDependencyMacro)
  find_dependency(Threads)
  if(NOT TARGET CAF::core)
    # CMake leaves a compiler's own folders, such as /usr/include, out of the
    # command line, which CAF's headers depend on.
    add_library(CAF::core UNKNOWN IMPORTED)
    set_target_properties(
      CAF::core PROPERTIES
      IMPORTED_LOCATION "${CAF_CORE_LIBRARY}"
      INTERFACE_INCLUDE_DIRECTORIES "${CAF_INCLUDE_DIR}"
      INTERFACE_LINK_LIBRARIES Threads::Threads)
  endif()
  if(CAF_io_FOUND AND NOT TARGET CAF::io)
    add_library(CAF::io UNKNOWN IMPORTED)
    set_target_properties(
      CAF::io PROPERTIES
      IMPORTED_LOCATION "${CAF_IO_LIBRARY}"
      INTERFACE_INCLUDE_DIRECTORIES "${CAF_IO_INCLUDE_DIR}"
      INTERFACE_LINK_LIBRARIES CAF::core)
  endif()
  # CAF's OpenSSL module includes OpenSSL's own headers, which Debian's CAF
  # package does not bring along.
  if(CAF_openssl_FOUND AND CAF_io_FOUND AND "openssl" IN_LIST CAF_FIND_COMPONENTS
     AND NOT TARGET CAF::openssl)
    find_dependency(OpenSSL)
    add_library(CAF::openssl UNKNOWN IMPORTED)
    set_target_properties(
      CAF::openssl PROPERTIES
      IMPORTED_LOCATION "${CAF_OPENSSL_LIBRARY}"
      INTERFACE_INCLUDE_DIRECTORIES "${CAF_OPENSSL_INCLUDE_DIR}"
      INTERFACE_LINK_LIBRARIES "CAF::io;OpenSSL::SSL")
  endif()
endif()
