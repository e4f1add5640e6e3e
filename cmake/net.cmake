# caf_status_net: what needs sockets and certificates. Where CAF's io or
# OpenSSL's headers are missing there is no such library, and everything else is
# as it is.

if(CAF_STATUS_CAF_GENERATION)
  message(STATUS "caf_status: no networking on CAF 1.x")
  return()
endif()
find_package(OpenSSL 3.0 QUIET)
if(OpenSSL_FOUND)
  find_package(CAF 0.17.6...<0.18 MODULE QUIET COMPONENTS io)
endif()
if(NOT OpenSSL_FOUND OR NOT TARGET CAF::io)
  message(STATUS "caf_status: no networking without CAF's io and OpenSSL 3, "
                 "which are libcaf-dev and libssl-dev in Debian")
  return()
endif()

file(GLOB caf_status_net_headers CONFIGURE_DEPENDS
     "${PROJECT_SOURCE_DIR}/include/status/net/*.hpp")
file(GLOB caf_status_net_sources CONFIGURE_DEPENDS
     "${PROJECT_SOURCE_DIR}/actors/net/*.cpp")
add_library(caf_status_net ${caf_status_net_sources} ${caf_status_net_headers})
add_library(caf_status::net ALIAS caf_status_net)
caf_status_target(caf_status_net)
caf_status_unity(caf_status_net 15)
caf_status_precompile(
  caf_status_net "${PROJECT_SOURCE_DIR}/include/status/shim.hpp")
target_compile_features(caf_status_net PUBLIC cxx_std_17)
target_include_directories(caf_status_net PRIVATE "${PROJECT_SOURCE_DIR}")
target_link_libraries(
  caf_status_net
  PUBLIC caf_status CAF::io
  PRIVATE OpenSSL::SSL OpenSSL::Crypto)
if(NOT CAF_STATUS_SANITIZE AND CMAKE_SYSTEM_NAME STREQUAL "Linux")
  target_link_options(caf_status_net PRIVATE -Wl,--no-undefined)
endif()
set_target_properties(
  caf_status_net PROPERTIES
  EXPORT_NAME net
  INSTALL_RPATH "\$ORIGIN" # where caf_status is installed, too
  POSITION_INDEPENDENT_CODE ON
  VERSION "${PROJECT_VERSION}"
  SOVERSION "${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR}")
