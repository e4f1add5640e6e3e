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
