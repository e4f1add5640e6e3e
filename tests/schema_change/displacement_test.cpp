#define CAF_SUITE schema_change_displacement

#include "caf/test/unit_test.hpp"

#include "schema_change/writes.hpp"

namespace schema_change::schema_change_displacement_suite {

namespace {

/// Tables whose conflict clauses displace rows: no trigger fires for those.
struct displacement_fixture : test::busy_fixture {
  /// Whether the table is in the end what it was at the last moment.
  bool followed(const std::string& wanted, const std::string& writes) {
    always(writes);
    std::string expected;
    world.on_trace
      = [&, trace = world.on_trace](moment when, const std::string& what) {
          if (when == moment::began && what == "cut_over")
            expected = read("SELECT id, a FROM x ORDER BY id");
          trace(when, what);
        };
    auto good = changed(wish("x", "CREATE TABLE x(" + wanted));
    if (!good)
      CAF_MESSAGE("it said: " << said());
    return good && read("SELECT id, a FROM x ORDER BY id") == expected
           && !expected.empty();
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(displacement_tests, displacement_fixture)

CAF_TEST(rows that a plain write displaces go from the new table) {
  write(
    "CREATE TABLE x(id INTEGER PRIMARY KEY ON CONFLICT REPLACE, a TEXT COLLATE "
    "NOCASE UNIQUE ON CONFLICT REPLACE, b INT, UNIQUE(b) ON CONFLICT REPLACE);"
    + test::numbers(1200) + "INSERT INTO x SELECT n, 'a' || n, n FROM k");
  CAF_CHECK(
    followed("id INTEGER PRIMARY KEY, a TEXT COLLATE NOCASE, b INT)",
             "INSERT INTO x SELECT min(id), 'A' || max(id), min(b) + 9 FROM x;"
             "UPDATE x SET a = 'A500' WHERE id = (SELECT min(id) + 1 FROM x);"
             "UPDATE x SET id = id + 1, b = b + 3 WHERE id % 100 = 7;"
             "INSERT INTO x(a, b) SELECT 'new', max(b) FROM x"));
}

CAF_TEST(a default that takes the place of an absent value displaces too) {
  write(
    "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT NOT NULL ON CONFLICT "
    "REPLACE DEFAULT 'it''s' UNIQUE ON CONFLICT REPLACE, b INT NOT NULL ON "
    "CONFLICT REPLACE DEFAULT (1 + 1) UNIQUE ON CONFLICT REPLACE);"
    "INSERT INTO x VALUES(1, 'it''s', 2), (2, 'x', 3), (3, 'y', 4)");
  CAF_CHECK(followed("id INTEGER PRIMARY KEY, a TEXT, b INT)",
                     "INSERT INTO x(a, b) SELECT NULL, max(b) + 1 FROM x; "
                     "UPDATE x SET a = 'k' || "
                     "id, b = id + 10; INSERT INTO x VALUES(NULL, NULL, NULL);"
                     "UPDATE x SET a = NULL WHERE id = 2"));
}

CAF_TEST(rows that a generated value displaces go from the new table) {
  write(
    "CREATE TABLE x(id INTEGER PRIMARY KEY, a INT, g AS (a % 1000) UNIQUE, s "
    "AS (a / 2) STORED);"
    "CREATE UNIQUE INDEX part ON x(s) WHERE s > 100;"
    + test::numbers(600) + "INSERT INTO x(id, a) SELECT n, n * 2 - 1 FROM k "
                           "WHERE n < 500");
  CAF_CHECK(followed("id INTEGER PRIMARY KEY, a INT, s AS (a / 2))",
                     "INSERT OR REPLACE INTO x(a) SELECT a + 1000 FROM x WHERE "
                     "id = (SELECT min(id) + 20 FROM x); UPDATE OR REPLACE x "
                     "SET a = a + 2 WHERE id % 90 = 1"));
}

CAF_TEST(rows that an upsert changes are followed) {
  write(
    "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT UNIQUE, b INT DEFAULT 0);"
    + test::numbers(700) + "INSERT INTO x SELECT n, 'a' || n, n FROM k");
  CAF_CHECK(followed(
    "id INTEGER PRIMARY KEY, a TEXT, b INT)",
    "INSERT INTO x(a) VALUES('a9'), ('new') ON CONFLICT(a) DO UPDATE SET id = "
    "(SELECT max(id) + 1 FROM x), a = a || '-' || id; INSERT OR IGNORE INTO x "
    "VALUES(8, 'no', 1);"
    "INSERT INTO x VALUES(8, 'eight', 1) ON CONFLICT DO NOTHING;"
    "UPDATE OR IGNORE x SET id = 11, a = 'gone' WHERE id = 12"));
}

CAF_TEST(writes with recursive triggers are followed) {
  write(
    "PRAGMA recursive_triggers=ON; CREATE TABLE x(id INTEGER PRIMARY KEY, a "
    "TEXT UNIQUE);"
    + test::numbers(700) + "INSERT INTO x SELECT n, 'a' || n FROM k");
  CAF_CHECK(followed("id INTEGER PRIMARY KEY, a TEXT)",
                     "INSERT OR REPLACE INTO x SELECT min(id), 'a' || max(id) "
                     "FROM x; UPDATE OR REPLACE x SET a = 'a300' WHERE id = "
                     "(SELECT min(id) + 1 FROM x)"));
}

CAF_TEST(what is rolled back leaves no trace) {
  write("CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT UNIQUE);"
        + test::numbers(700) + "INSERT INTO x SELECT n, 'a' || n FROM k");
  CAF_CHECK(followed("id INTEGER PRIMARY KEY, a TEXT)",
                     "BEGIN; DELETE FROM x; INSERT INTO x VALUES(1, 'gone'); "
                     "ROLLBACK; BEGIN; UPDATE x SET a = a || '.' WHERE id < 9; "
                     "SAVEPOINT s; DELETE FROM x WHERE id < 300; ROLLBACK TO s;"
                     "COMMIT"));
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace schema_change::schema_change_displacement_suite
