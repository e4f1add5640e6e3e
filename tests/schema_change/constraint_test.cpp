#define CAF_SUITE schema_change_constraint

#include "caf/test/unit_test.hpp"

#include "schema_change/writes.hpp"

namespace schema_change::schema_change_constraint_suite {

namespace {

using test::stage;

struct constraint_fixture : test::busy_fixture {
  constraint_fixture() {
    write(
      "CREATE TABLE x(id INTEGER PRIMARY KEY, a, b TEXT);"
      "CREATE INDEX by_b ON x(b);"
      + test::numbers(1200) + "INSERT INTO x SELECT n, n, 'b' || n FROM k");
  }

  /// Whether a definition fails over a row, written at that moment or before
  /// the start, and leaves all rows as they are.
  bool violated(std::optional<stage> when, const std::string& bad_write,
                const std::string& columns, const std::string& part) {
    if (when)
      at(*when, bad_write);
    else
      write(bad_write);
    auto good = undone(wish("x", "CREATE TABLE x(" + columns), part);
    if (!good)
      CAF_MESSAGE("it said: " << said());
    return good && read("SELECT count(*) FROM x") == "i1200";
  }
};

const std::optional<stage> moments[]
  = {std::nullopt,  stage::begun,   stage::copying,
     stage::copied, stage::checked, stage::swapping};

} // namespace

CAF_TEST_FIXTURE_SCOPE(constraint_tests, constraint_fixture)

CAF_TEST(a row without a value it needs is named at whatever moment it comes) {
  for (const auto& when : moments) {
    CAF_CHECK(violated(when, "UPDATE x SET a = NULL WHERE id = 777",
                       "id INTEGER PRIMARY KEY, a NOT NULL, b TEXT)",
                       "NOT NULL constraint failed: x.a, at the row id=777"));
    write("UPDATE x SET a = id");
  }
}

CAF_TEST(a row that breaks a CHECK is named at whatever moment it comes) {
  for (const auto& when : moments) {
    CAF_CHECK(
      violated(when, "UPDATE x SET a = -1 WHERE id = 1199",
               "id INTEGER PRIMARY KEY, a, b TEXT, CONSTRAINT "
               "positive CHECK (a > 0))",
               "CHECK constraint failed: positive, at the row id=1199"));
    write("UPDATE x SET a = id");
  }
}

CAF_TEST(rows that break a UNIQUE are named at whatever moment they come) {
  for (const auto& when : moments) {
    CAF_CHECK(violated(when, "UPDATE x SET a = 3 WHERE id = 900",
                       "id INTEGER PRIMARY KEY, a UNIQUE, b TEXT)",
                       "UNIQUE constraint failed: x.a, at the row id="));
    write("UPDATE x SET a = id");
  }
}

CAF_TEST(a row that breaks a STRICT type is named whenever it comes) {
  for (const auto& when : moments) {
    CAF_CHECK(violated(when, "UPDATE x SET a = 'many' WHERE id = 5",
                       "id INTEGER PRIMARY KEY, a INT, b TEXT) STRICT",
                       "cannot store TEXT value in INT column x.a, at the row "
                       "id=5"));
    write("UPDATE x SET a = id");
  }
}

CAF_TEST(a key that loses its value fails the run) {
  write("DROP TABLE x; CREATE TABLE x(a INT UNIQUE, b);" + test::numbers(1200)
        + "INSERT INTO x SELECT n, n FROM k");
  for (auto when : {stage::begun, stage::copying, stage::copied, stage::checked,
                    stage::swapping}) {
    CAF_CHECK(violated(when, "UPDATE x SET a = NULL WHERE a = 444",
                       "a INT UNIQUE, b, c)", "NULL in its key"));
    write("UPDATE x SET a = b WHERE a IS NULL");
  }
}

CAF_TEST(a row that breaks a rule but is gone in time does no harm) {
  at(stage::begun,
     "UPDATE x SET a = NULL WHERE id = 1; DELETE FROM x WHERE id = 1");
  at(stage::copying,
     "UPDATE x SET a = 3 WHERE id = 900; UPDATE x SET a = 900 WHERE id = 900");
  at(stage::checked,
     "INSERT INTO x VALUES(-1, 'no', 'b'); DELETE FROM x WHERE "
     "id = -1");
  CAF_CHECK(changed(wish("x",
                         "CREATE TABLE x(id INTEGER PRIMARY KEY, a INT NOT "
                         "NULL UNIQUE, b TEXT) STRICT")));
  CAF_CHECK_EQUAL(read("SELECT count(*), sum(a) FROM x"), "i1199 i720599");
}

CAF_TEST(two rows that swap their unique values are no conflict) {
  always(
    "UPDATE x SET a = 1201 - a; UPDATE x SET a = a + 1 - 1200 * (a = 1200)");
  write("UPDATE x SET a = id");
  CAF_CHECK(changed(
    wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, a UNIQUE, b TEXT)")));
  CAF_CHECK_EQUAL(read("SELECT count(*), count(DISTINCT a) FROM x"),
                  "i1200 i1200");
}

// A conflict clause of the new table must not decide which rows are kept.
CAF_TEST(no row is lost to an ON CONFLICT clause of the new table) {
  for (std::string clause : {"REPLACE", "IGNORE"})
    for (const auto& when : moments) {
      CAF_CHECK(violated(when, "UPDATE x SET a = 3 WHERE id = 900",
                         "id INTEGER PRIMARY KEY, a UNIQUE ON CONFLICT "
                           + clause + ", b TEXT)",
                         "UNIQUE constraint failed: x.a"));
      write("UPDATE x SET a = id");
      CAF_CHECK(violated(when, "UPDATE x SET a = NULL WHERE id = 900",
                         "id INTEGER PRIMARY KEY, a NOT NULL ON CONFLICT "
                           + clause + " DEFAULT 7, b TEXT)",
                         "NOT NULL constraint failed: x.a"));
      write("UPDATE x SET a = id");
    }
}

CAF_TEST(a unique index that no longer holds is a violation too) {
  write(
    "CREATE UNIQUE INDEX one_b ON x(b); UPDATE x SET b = 'B5' WHERE id = 6");
  auto what
    = wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, a INT, b TEXT)");
  what.mapping["b"] = "lower(b)";
  what.indexes_first = true;
  CAF_CHECK(undone(what, "UNIQUE constraint failed: x.b, at the row id=6"));
  what.indexes_first = false;
  CAF_CHECK(undone(what, "UNIQUE constraint failed: x.b"));
  CAF_CHECK_EQUAL(read("SELECT b FROM x WHERE id = 6"), "t'B5'");
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace schema_change::schema_change_constraint_suite
