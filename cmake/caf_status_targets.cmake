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

# Compiles up to `batch` files of `target` as one: nearly all of what one takes
# are headers and CAF's templates, and the same again in the next. What a file
# keeps to itself needs a name of its own within the target, therefore. A batch
# should stay below 0.8 GB of memory, and there should be enough for two cores.
function(caf_status_unity target batch)
  if(CAF_STATUS_UNITY AND NOT CAF_STATUS_UNITY STREQUAL "suites")
    set_target_properties(
      ${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${batch})
  endif()
endfunction()

# Compiles `target` in less time than it takes to make it fast: what has to be is
# in the libraries.
function(caf_status_in_no_hurry target)
  if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
  endif()
endfunction()

# Compiles a program of suites like everything else, but does not wait for the
# optimizer: what the suites run is in the libraries. Each suite names itself,
# before any other header; what is no suite is left alone.
function(caf_status_suites target)
  caf_status_target(${target})
  target_compile_options(${target} PRIVATE -O0)
  if(CAF_STATUS_UNITY)
    set_target_properties(
      ${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 12
                           UNITY_BUILD_CODE_AFTER_INCLUDE "#undef CAF_SUITE")
  endif()
  get_target_property(sources ${target} SOURCES)
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  set_source_files_properties(
    ${sources} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()

# Says of tests that they do little but wait: `./run` has ctest run twice as many
# of these at once as there are cores. With sanitizers each has the machine to
# itself, as what they measure takes its time there anyhow.
function(caf_status_waiting_tests)
  if(CAF_STATUS_SANITIZE)
    set_tests_properties(${ARGN} PROPERTIES RUN_SERIAL TRUE)
  else()
    set_tests_properties(${ARGN} PROPERTIES PROCESSORS 1)
  endif()
endfunction()

# Says of all other tests of this folder that they keep a core busy, which is two
# of ctest's slots. To be called last.
function(caf_status_busy_tests)
  get_property(tests DIRECTORY PROPERTY TESTS)
  foreach(test IN LISTS tests)
    get_test_property("${test}" PROCESSORS slots)
    if(NOT slots)
      set_tests_properties("${test}" PROPERTIES PROCESSORS 2)
    endif()
  endforeach()
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
