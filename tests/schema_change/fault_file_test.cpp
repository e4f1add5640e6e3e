#define CAF_SUITE schema_change_fault_file

#include "precompiled.hpp"

#include <sqlite3.h>

#include "schema_change/fault_survey.hpp"

namespace schema_change::schema_change_fault_file_suite {

using status::ec;
using test::busy_table;
using test::faulty_vfs;
using test::file_call;
using test::try_all;
using extent = test::fault::extent;

CAF_TEST(a disk that does not confirm a write ends the run and loses nothing) {
  auto x = try_all({file_call::sync, 0, SQLITE_IOERR_FSYNC}, {false, 2, 0});
  CAF_CHECK_EQUAL(x.wrong, std::string{});
  CAF_CHECK(x.only("unavailable"));
}

CAF_TEST(a disk that never confirms under a write-ahead log loses nothing) {
  auto x = try_all({file_call::sync, 0, SQLITE_IOERR_FSYNC, extent::lasting},
                   {true});
  CAF_CHECK_EQUAL(x.wrong, std::string{});
  CAF_CHECK(x.only("unavailable"));
}

CAF_TEST(a journal that cannot be removed ends the run and loses nothing) {
  auto x = try_all({file_call::remove, 0, SQLITE_IOERR_DELETE});
  CAF_CHECK_EQUAL(x.wrong, std::string{});
  CAF_CHECK(x.only("unavailable"));
}

CAF_TEST(a read that fails ends the run and loses nothing) {
  auto x = try_all({file_call::read, 0, SQLITE_IOERR_READ}, {false, 11, 0});
  CAF_CHECK_EQUAL(x.wrong, std::string{});
  CAF_CHECK(x.only("unavailable"));
}

// The first one is the database itself: there is nothing to begin with.
CAF_TEST(a file that cannot be opened ends the run and loses nothing) {
  auto x = try_all({file_call::open, 0, SQLITE_CANTOPEN}, {false, 1, 1});
  CAF_CHECK_EQUAL(x.wrong, std::string{});
  CAF_CHECK(x.only("unavailable"));
}

CAF_TEST(a database that cannot be opened is refused) {
  busy_table x{10};
  {
    faulty_vfs below{{file_call::open, 0, SQLITE_CANTOPEN}};
    auto problem = x.run(x.wanted());
    CAF_CHECK(test::fails_with(problem, ec::bad_argument, "unable to open"));
    CAF_CHECK(problem->after() == leftovers::untouched);
  }
  CAF_CHECK_EQUAL(x.finish(), std::string{});
}

CAF_TEST(a database on a disk that is write-protected is left alone) {
  busy_table x{10};
  {
    faulty_vfs below;
    below.protect_files();
    auto problem = x.run(x.wanted());
    CAF_CHECK(test::fails_with(problem, ec::unavailable, "readonly"));
    CAF_CHECK(problem->after() == leftovers::untouched);
    CAF_CHECK_EQUAL(x.leftovers(), 0);
  }
  CAF_CHECK_EQUAL(x.finish(), std::string{});
}

} // namespace schema_change::schema_change_fault_file_suite
