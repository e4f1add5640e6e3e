// The test framework's own main: every other file here is one suite.
#include <caf/test/unit_test_impl.hpp>
