#define CAF_SUITE schema_change_fault_write

#include "precompiled.hpp"

#include <sqlite3.h>

#include "schema_change/fault_survey.hpp"

namespace schema_change::schema_change_fault_write_suite {

using test::file_call;
using test::try_all;
using extent = test::fault::extent;

CAF_TEST(a disk that is full for one write ends the run and nothing is lost) {
  auto x = try_all({file_call::write, 0, SQLITE_FULL}, {false, 17, 0});
  CAF_CHECK_EQUAL(x.wrong, std::string{});
  CAF_CHECK(x.only("unavailable"));
}

CAF_TEST(a disk that stays full ends the run and nothing is lost) {
  auto x = try_all({file_call::write, 0, SQLITE_FULL, extent::lasting},
                   {false, 17, 3});
  CAF_CHECK_EQUAL(x.wrong, std::string{});
  CAF_CHECK(x.only("unavailable"));
}

CAF_TEST(a disk that stays full under a write-ahead log loses nothing) {
  auto x = try_all({file_call::write, 0, SQLITE_FULL, extent::lasting},
                   {true, 11, 0});
  CAF_CHECK_EQUAL(x.wrong, std::string{});
  CAF_CHECK(x.only("unavailable"));
}

CAF_TEST(a write that fails ends the run and nothing is lost) {
  auto x = try_all({file_call::write, 0, SQLITE_IOERR_WRITE}, {false, 19, 5});
  CAF_CHECK_EQUAL(x.wrong, std::string{});
  CAF_CHECK(x.only("unavailable"));
}

} // namespace schema_change::schema_change_fault_write_suite
