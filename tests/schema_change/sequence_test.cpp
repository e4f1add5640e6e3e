#define CAF_SUITE schema_change_sequence

#include "caf/test/unit_test.hpp"

#include "schema_change/writes.hpp"

namespace schema_change::schema_change_sequence_suite {

using test::stage;

CAF_TEST_FIXTURE_SCOPE(sequence_tests, test::busy_fixture)

CAF_TEST(a number that AUTOINCREMENT has given is never given again) {
  write(
    "CREATE TABLE x(id INTEGER PRIMARY KEY AUTOINCREMENT, a);"
    "INSERT INTO x VALUES(1, 1), (900, 2); DELETE FROM x WHERE id = 900");
  at(stage::swapping, "INSERT INTO x(a) VALUES(3); DELETE FROM x WHERE a = 3");
  CAF_CHECK(changed(
    wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY AUTOINCREMENT, a INT)")));
  CAF_CHECK_EQUAL(read("SELECT * FROM sqlite_sequence"), "t'x' i901");
  write("INSERT INTO x(a) VALUES(4)");
  CAF_CHECK_EQUAL(read("SELECT max(id) FROM x"), "i902");
}

CAF_TEST(a table that is kept keeps its numbers) {
  write(
    "CREATE TABLE x(id INTEGER PRIMARY KEY AUTOINCREMENT, a);"
    "INSERT INTO x VALUES(7, 1)");
  auto what = wish("x",
                   "CREATE TABLE x(id INTEGER PRIMARY KEY AUTOINCREMENT, "
                   "a INT)");
  what.keep_old = true;
  CAF_CHECK(!change(what));
  CAF_CHECK_EQUAL(read("SELECT * FROM sqlite_sequence ORDER BY name"),
                  "t'_x_old' i7\nt'x' i7");
}

CAF_TEST(a table that becomes AUTOINCREMENT begins behind its greatest id) {
  write(
    "CREATE TABLE x(id INTEGER PRIMARY KEY, a); INSERT INTO x VALUES(5, 1)");
  CAF_CHECK(changed(
    wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY AUTOINCREMENT, a INT)")));
  CAF_CHECK_EQUAL(read("SELECT * FROM sqlite_sequence"), "t'x' i5");
}

CAF_TEST(an empty table keeps the numbers that it has given) {
  write(
    "CREATE TABLE x(id INTEGER PRIMARY KEY AUTOINCREMENT, a);"
    "INSERT INTO x VALUES(5, 1); DELETE FROM x");
  CAF_CHECK(changed(
    wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY AUTOINCREMENT, a INT)")));
  CAF_CHECK_EQUAL(read("SELECT * FROM sqlite_sequence"), "t'x' i5");
}

CAF_TEST(numbers of other tables are left alone and those without use go) {
  write(
    "CREATE TABLE y(id INTEGER PRIMARY KEY AUTOINCREMENT);"
    "INSERT INTO y VALUES(3);"
    "CREATE TABLE x(id INTEGER PRIMARY KEY AUTOINCREMENT, a);"
    "INSERT INTO x VALUES(5, 1)");
  CAF_CHECK(
    changed(wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, a INT)")));
  CAF_CHECK_EQUAL(read("SELECT * FROM sqlite_sequence"), "t'y' i3");
}

CAF_TEST(a database without AUTOINCREMENT stays one) {
  write(
    "CREATE TABLE x(id INTEGER PRIMARY KEY, a); INSERT INTO x VALUES(5, 1)");
  always("UPDATE x SET a = a + 1");
  CAF_CHECK(
    changed(wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, a INT)")));
  CAF_CHECK_EQUAL(read("SELECT * FROM x"), "i5 i6");
  CAF_CHECK(!exists("sqlite_sequence"));
}

CAF_TEST(the greatest id of all is kept) {
  write(
    "CREATE TABLE x(id INTEGER PRIMARY KEY AUTOINCREMENT, a);"
    "INSERT INTO x VALUES(9223372036854775807, 1), (-9223372036854775808, 2)");
  CAF_CHECK(changed(
    wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY AUTOINCREMENT, a INT)")));
  CAF_CHECK_EQUAL(read("SELECT * FROM sqlite_sequence"),
                  "t'x' i9223372036854775807");
  CAF_CHECK_EQUAL(read("SELECT * FROM x ORDER BY id"),
                  "i-9223372036854775808 i2\ni9223372036854775807 i1");
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace schema_change::schema_change_sequence_suite
