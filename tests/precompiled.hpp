// CAF's test framework, compiled once for all suites: CMake puts it before each
// of them, so that a suite can name itself only afterwards.
#pragma once

#ifdef CAF_SUITE // without precompiled headers the name comes first
#  define SUITE_HAS_A_NAME
#endif
#define FAIL CAF_FAIL // dsl.hpp uses it and leaves it undefined
#include <caf/test/dsl.hpp>
#ifndef SUITE_HAS_A_NAME // the framework's own name is in the way then
#  undef CAF_SUITE
#endif

namespace caf::test::detail {

/// Adds a test to the framework's list as it does itself, but without a
/// `std::unique_ptr` for each test's own type, which is a fifth of what a suite
/// takes to compile.
template <class T>
struct adder<test_impl<T>> {
  adder(const char* suite, const char* name, bool disabled) {
    engine::add(suite, std::unique_ptr<test>{new test_impl<T>(name, disabled)});
  }
};

} // namespace caf::test::detail
