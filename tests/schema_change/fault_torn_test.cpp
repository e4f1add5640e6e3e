#define CAF_SUITE schema_change_fault_torn

#include "precompiled.hpp"

#include <sqlite3.h>

#include "schema_change/fault_survey.hpp"

namespace schema_change::schema_change_fault_torn_suite {

using test::file_call;
using test::try_all;
using extent = test::fault::extent;

CAF_TEST(half of a write and then no more loses nothing) {
  auto x
    = try_all({file_call::write, 0, SQLITE_IOERR_WRITE, extent::crash, true},
              {false, 9, 1});
  CAF_CHECK_EQUAL(x.wrong, std::string{});
  CAF_CHECK(x.only("unavailable"));
}

CAF_TEST(half of a write to a write-ahead log and then no more loses nothing) {
  auto x
    = try_all({file_call::write, 0, SQLITE_IOERR_WRITE, extent::crash, true},
              {true, 7, 2});
  CAF_CHECK_EQUAL(x.wrong, std::string{});
  CAF_CHECK(x.only("unavailable"));
}

} // namespace schema_change::schema_change_fault_torn_suite
