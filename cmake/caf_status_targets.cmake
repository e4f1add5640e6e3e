# How every target of this project is compiled. Nothing here reaches the
# projects that use the library.

# Compiles `target` with our warnings, without compiler extensions and, if asked
# for, with sanitizers.
function(caf_status_target target)
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
  target_compile_features(${target} PRIVATE cxx_std_17)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic)
  if(CAF_STATUS_CAF_GENERATION AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # g++ 12 sees ghosts in the reference counts of CAF 1.x.
    target_compile_options(${target} PRIVATE -Wno-use-after-free)
  endif()
  if(CAF_STATUS_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
  if(CAF_STATUS_SANITIZE)
    # CAF binds a null reference where it spawns an actor, hence no "null".
    target_compile_options(
      ${target} PRIVATE
      -fsanitize=${CAF_STATUS_SANITIZE} -fno-sanitize=null
      -fno-sanitize-recover=all -fno-omit-frame-pointer -g1)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      # It warns of its own instrumentation.
      target_compile_options(${target} PRIVATE -Wno-maybe-uninitialized)
    endif()
    target_link_options(${target} PRIVATE -fsanitize=${CAF_STATUS_SANITIZE})
  endif()
  if(CAF_STATUS_FUZZ)
    # libFuzzer wants to know what was reached; its main is linked by tests/fuzz.
    target_compile_options(${target} PRIVATE -fsanitize=fuzzer-no-link)
  endif()
endfunction()

# Precompiles headers for `target`: a translation unit that includes CAF's typed
# actors spends most of its time in CAF's headers.
function(caf_status_precompile target)
  if(CAF_STATUS_PCH)
    target_precompile_headers(${target} PRIVATE ${ARGN})
  endif()
endfunction()

# Compiles up to twelve files of `target` as one: nearly all of what one takes is
# CAF's templates, and the same again in the next. What a file keeps to itself
# needs a name of its own within the target, therefore.
function(caf_status_unity target)
  if(CAF_STATUS_UNITY)
    set_target_properties(
      ${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 12)
  endif()
endfunction()

# Compiles a program of suites like everything else, but does not wait for the
# optimizer: what the suites run is in the libraries. Each suite names itself,
# before any other header; what is no suite is left alone.
function(caf_status_suites target)
  caf_status_target(${target})
  target_compile_options(${target} PRIVATE -O0)
  caf_status_unity(${target})
  set_target_properties(
    ${target} PROPERTIES UNITY_BUILD_CODE_AFTER_INCLUDE "#undef CAF_SUITE")
  get_target_property(sources ${target} SOURCES)
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  set_source_files_properties(
    ${sources} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()

# Says of tests that CAF's networking leaves actors of its own behind when it
# ends with a connection: what they would still be told comes after the scheduler
# has stopped. LeakSanitizer finds them now and then, and none of ours.
function(caf_status_leaky_tests)
  if(CAF_STATUS_SANITIZE)
    set_tests_properties(
      ${ARGN} PROPERTIES ENVIRONMENT_MODIFICATION
                         "ASAN_OPTIONS=string_append::detect_leaks=0")
  endif()
endfunction()

# ccache, where there is one, keeps what other build folders have compiled.
find_program(CCACHE_PROGRAM ccache)
mark_as_advanced(CCACHE_PROGRAM)
if(CAF_STATUS_TOP_LEVEL AND CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
      "${CMAKE_COMMAND}" -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      "${CCACHE_PROGRAM}")
endif()
