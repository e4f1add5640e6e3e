#define CAF_SUITE schema_change_fault_lock

#include "precompiled.hpp"

#include <sqlite3.h>

#include "schema_change/fault_survey.hpp"

namespace schema_change::schema_change_fault_lock_suite {

using test::file_call;
using test::try_all;
using extent = test::fault::extent;

CAF_TEST(a lock that never comes ends the run and nothing is lost) {
  auto x = try_all({file_call::lock, 0, SQLITE_BUSY, extent::lasting},
                   {false, 7, 0});
  CAF_CHECK_EQUAL(x.wrong, std::string{});
  CAF_CHECK(x.only("unavailable"));
}

CAF_TEST(a lock that comes at the second try is waited for) {
  auto x = try_all({file_call::lock, 0, SQLITE_BUSY},
                   {false, 9, 1, std::chrono::seconds{10}});
  CAF_CHECK_EQUAL(x.wrong, std::string{});
  CAF_CHECK_EQUAL(x.finished, x.runs);
}

CAF_TEST(the lock of a write-ahead log never comes and nothing is lost) {
  auto x = try_all({file_call::writer_lock, 0, SQLITE_BUSY, extent::lasting},
                   {true, 5, 0});
  CAF_CHECK_EQUAL(x.wrong, std::string{});
  CAF_CHECK(x.only("unavailable"));
}

} // namespace schema_change::schema_change_fault_lock_suite
