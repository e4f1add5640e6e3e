// What every suite includes in any case, compiled once. CMake puts it before
// each test; no file includes it by itself.
#pragma once

#define FAIL CAF_FAIL // dsl.hpp uses it and leaves it undefined
#include <caf/test/dsl.hpp>
// The framework gives a suite without a name one; each file here names its own.
#undef CAF_SUITE
