#define CAF_SUITE schema_change_key

#include <sqlite3.h>

#include "caf/test/unit_test.hpp"

#include "schema_change/writes.hpp"

namespace schema_change::schema_change_key_suite {

namespace {

struct key_fixture : test::busy_fixture {
  /// Changes a table while its rows change, and compares it with what they are
  /// at the last moment.
  bool follows(const std::string& table, const std::string& rows,
               const std::string& writes, const std::string& wanted,
               const std::string& order) {
    write("DROP TABLE IF EXISTS x; CREATE TABLE x(" + table + ";" + rows);
    always(writes);
    std::string expected;
    auto trace = world.on_trace;
    auto query = "SELECT k, v FROM x ORDER BY " + order;
    world.on_trace = [&](moment when, const std::string& what) {
      if (when == moment::began && what == "cut_over")
        expected = read(query);
      trace(when, what);
    };
    auto good = changed(wish("x", "CREATE TABLE x(" + wanted));
    world.on_trace = trace;
    if (!good)
      CAF_MESSAGE("it said: " << said());
    return good && read(query) == expected && !expected.empty();
  }
};

const auto many = test::numbers(1200) + "INSERT INTO x(k, v) SELECT ";

} // namespace

CAF_TEST_FIXTURE_SCOPE(key_tests, key_fixture)

CAF_TEST(a key without regard to case may change its case) {
  const auto rows = many + "'Key' || n, n FROM k";
  const auto writes = std::string{
    "UPDATE x SET k = upper(k) WHERE v % 3 = 0; UPDATE x SET k = lower(k) "
    "WHERE v % 3 = 1; INSERT OR REPLACE INTO x VALUES('kEY7', -7), ('KEY' || "
    "(SELECT max(v) + 1 FROM x), (SELECT max(v) + 1 FROM x)); DELETE FROM x "
    "WHERE k = 'kEy' || (SELECT min(v) FROM x WHERE v > 0);"
    "UPDATE x SET k = 'KEY7' WHERE k = 'key7'"};
  for (std::string from :
       {"k TEXT COLLATE NOCASE PRIMARY KEY, v)",
        "k TEXT COLLATE NOCASE PRIMARY KEY, v) WITHOUT ROWID",
        "k TEXT COLLATE NOCASE NOT NULL UNIQUE, v)"})
    for (std::string to :
         {"k TEXT COLLATE NOCASE PRIMARY KEY, v INT)",
          "k TEXT PRIMARY KEY, v INT) WITHOUT ROWID",
          "v INT, k TEXT COLLATE NOCASE, PRIMARY KEY(k DESC)) WITHOUT ROWID",
          "id INTEGER PRIMARY KEY, k TEXT COLLATE NOCASE, v INT)",
          "id INTEGER PRIMARY KEY, k TEXT, v INT)"})
      CAF_CHECK(follows(from, rows, writes, to, "v, k"));
}

CAF_TEST(keys that differ in case only are no key without regard to it) {
  write(
    "CREATE TABLE x(k TEXT PRIMARY KEY, v); INSERT INTO x VALUES('a', 1), "
    "('A', 2), ('b', 3)");
  CAF_CHECK(
    undone(wish("x", "CREATE TABLE x(k TEXT COLLATE NOCASE PRIMARY KEY, v)"),
           "UNIQUE constraint failed: x.k"));
  CAF_CHECK(changed(
    wish("x", "CREATE TABLE x(k TEXT, v, PRIMARY KEY(k, v)) WITHOUT ROWID")));
  CAF_CHECK_EQUAL(read("SELECT * FROM x ORDER BY v"),
                  "t'a' i1\nt'A' i2\nt'b' i3");
}

CAF_TEST(keys without regard to trailing blanks work) {
  CAF_CHECK(
    follows("k TEXT COLLATE RTRIM PRIMARY KEY, v)", many + "n || ' ', n FROM k",
            "UPDATE x SET k = k || ' ' WHERE v % 2 = 0; INSERT OR "
            "REPLACE INTO x VALUES('9', -9), ('11    ', -11)",
            "k TEXT COLLATE RTRIM PRIMARY KEY, v INT) WITHOUT ROWID", "v, k"));
}

CAF_TEST(a key in descending order is copied) {
  const auto writes = std::string{
    "DELETE FROM x WHERE v = (SELECT max(v) FROM x); UPDATE x SET k = -k WHERE "
    "v % 50 = 1; INSERT INTO x(k, v) SELECT max(k) + 1, max(v) + 1 FROM x"};
  for (std::string from :
       {"k INTEGER PRIMARY KEY DESC, v)", "k INT, v, PRIMARY KEY(k DESC))",
        "k INT, v, PRIMARY KEY(k DESC)) WITHOUT ROWID",
        "k INT NOT NULL, v); CREATE UNIQUE INDEX i ON x(k DESC)"})
    for (std::string to : {"k INTEGER PRIMARY KEY, v INT)",
                           "k INT, v INT, PRIMARY KEY(k DESC)) WITHOUT ROWID",
                           "k INT UNIQUE, v INT)"}) {
      CAF_CHECK(follows(from, many + "n, n FROM k", writes, to, "v"));
      write("DROP TABLE IF EXISTS x");
    }
}

CAF_TEST(composite keys move both ways between rowid and none) {
  const auto rows
    = test::numbers(1200) + "INSERT INTO x SELECT n % 7, 'k' || n, n FROM k";
  const auto writes = std::string{
    "UPDATE OR REPLACE x SET t = (t + 1) % 7 WHERE v % 90 = 5; DELETE FROM x "
    "WHERE v % 400 = 3; INSERT OR REPLACE INTO x SELECT t, k, -v FROM x WHERE "
    "v "
    "% 100 = 9; INSERT INTO x SELECT 6, 'new' || count(*), count(*) FROM x"};
  const std::string shapes[]
    = {"t INT NOT NULL, k TEXT NOT NULL, v INT, PRIMARY KEY(t, k)) ",
       "t INT, k TEXT, v INT, PRIMARY KEY(t, k)) WITHOUT ROWID",
       "t INT NOT NULL, k TEXT NOT NULL, v INT, PRIMARY KEY(k, t)) ",
       "t INT, k TEXT, v INT, PRIMARY KEY(k DESC, t DESC)) WITHOUT ROWID",
       "t INT NOT NULL, k TEXT NOT NULL, v INT, UNIQUE(t DESC, k DESC)) "};
  for (const auto& from : shapes)
    for (const auto& to : shapes)
      if (from != to)
        CAF_CHECK(follows(from, rows, writes, to, "v, t, k"));
}

CAF_TEST(a key with an absent value is refused or another one is taken) {
  write(
    "CREATE TABLE x(a INT, b INT, v, PRIMARY KEY(a, b)); INSERT INTO x "
    "VALUES(1, NULL, 1), (1, NULL, 2), (2, 2, 3)");
  auto what = wish("x", "CREATE TABLE x(a INT, b TEXT, v)");
  CAF_CHECK(refused(what, "(a, b): it holds NULL"));
  write("CREATE UNIQUE INDEX by_v ON x(v)");
  CAF_CHECK(changed(what));
  CAF_CHECK_EQUAL(read("SELECT count(*), count(b) FROM x"), "i3 i1");
}

CAF_TEST(numbers at the ends of 64 bits are keys like others) {
  const auto ends = std::string{
    "INSERT INTO x(k, v) VALUES(9223372036854775807, 1), "
    "(-9223372036854775808, 2), (0, 3), (9223372036854775806, 4), "
    "(-9223372036854775807, 5)"};
  const auto writes = std::string{
    "UPDATE x SET v = v + 10; UPDATE x SET k = k - 1 WHERE k = "
    "9223372036854775806 - (SELECT max(v) / 10 - 1 FROM x)"};
  for (std::string from :
       {"k INTEGER PRIMARY KEY, v)", "k INT PRIMARY KEY, v) WITHOUT ROWID",
        "k INTEGER PRIMARY KEY DESC, v)"})
    for (std::string to :
         {"k INTEGER PRIMARY KEY, v INT)", "k INT PRIMARY KEY, v INT) STRICT",
          "k TEXT PRIMARY KEY, v INT)",
          "k PRIMARY KEY, v INT) WITHOUT ROWID"}) {
      CAF_CHECK(follows(from, ends, writes, to, "v") || to[2] == 'T');
      CAF_CHECK_EQUAL(read("SELECT CAST(k AS INT) FROM x ORDER BY v LIMIT 2"),
                      "i9223372036854775807\ni-9223372036854775808");
    }
}

CAF_TEST(keys of every type in one column are copied) {
  CAF_CHECK(follows(
    "k PRIMARY KEY, v)",
    "INSERT INTO x VALUES(1, 1), ('1', 2), (x'31', 3), (1.5, 4), (9e999, 5), "
    "(-9e999, 6), ('', 7), (x'', 8), ('a' || char(0) || 'b', 9), ('a', 10), "
    "(x'610062', 11), (9007199254740993, 12), (9007199254740992.0, 13), "
    "(-0.0, 14), (5e-324, 15)",
    "UPDATE x SET v = v + 100; DELETE FROM x WHERE k = 'a'; INSERT INTO x "
    "VALUES('a', (SELECT max(v) + 1 FROM x))",
    "k NOT NULL PRIMARY KEY, v INT) WITHOUT ROWID", "v"));
}

CAF_TEST(a run goes on from a key of any type) {
  for (std::string key :
       {"'a' || char(0) || printf('%05d', n)",
        "CAST(printf('%05d', n) AS BLOB)", "n * 1.5",
        "CASE n WHEN 1200 THEN 9e999 ELSE n / 7.0 END", "'' || n",
        "n - 9223372036854775807",
        "CASE n % 3 WHEN 0 THEN n WHEN 1 THEN '' || n ELSE zeroblob(n) END"}) {
    write("DROP TABLE IF EXISTS x; CREATE TABLE x(k PRIMARY KEY, v);" + many
          + key + ", n FROM k");
    auto rows = read("SELECT * FROM x ORDER BY v");
    for (const auto* step : {"copy", "checksum"}) {
      auto trace = world.on_trace;
      world.on_trace = [&](moment when, const std::string& what) {
        if (when == moment::committed && what == step)
          throw test::crash{};
      };
      CAF_CHECK(crashed(wish("x", "CREATE TABLE x(k PRIMARY KEY, v INT)")));
      world.on_trace = trace;
    }
    CAF_CHECK(changed(wish("x", "CREATE TABLE x(k PRIMARY KEY, v INT)")));
    CAF_CHECK(read("SELECT * FROM x ORDER BY v") == rows);
  }
}

CAF_TEST(a table may hide its rowid) {
  write(
    "CREATE TABLE x(rowid TEXT, _rowid_ TEXT, k TEXT PRIMARY KEY);"
    "INSERT INTO x VALUES('a', 'b', 'c')");
  CAF_CHECK(changed(
    wish("x", "CREATE TABLE x(k TEXT PRIMARY KEY, _rowid_ TEXT, rowid TEXT)")));
  CAF_CHECK_EQUAL(read("SELECT * FROM x"), "t'c' t'b' t'a'");
  CAF_CHECK(refused(wish("x",
                         "CREATE TABLE x(k TEXT PRIMARY KEY, _rowid_ TEXT, "
                         "rowid TEXT, oid TEXT)"),
                    "cannot be addressed"));
  CAF_CHECK(changed(wish("x",
                         "CREATE TABLE x(k TEXT PRIMARY KEY, _rowid_ TEXT, "
                         "rowid TEXT, oid TEXT) WITHOUT ROWID")));
  CAF_CHECK_EQUAL(read("SELECT k, rowid FROM x"), "t'c' t'a'");
}

CAF_TEST(a collation of the application is refused) {
  sqlite3_create_collation(
    app->handle(), "backwards", SQLITE_UTF8, nullptr,
    [](void*, int n, const void* x, int m, const void* y) {
      auto less
        = std::string_view{static_cast<const char*>(x), static_cast<size_t>(n)}
            .compare({static_cast<const char*>(y), static_cast<size_t>(m)});
      return -less;
    });
  write(
    "CREATE TABLE x(id INTEGER PRIMARY KEY, k TEXT COLLATE backwards UNIQUE);"
    "INSERT INTO x VALUES(1, 'a'), (2, 'b')");
  CAF_CHECK(refused(wish("x",
                         "CREATE TABLE x(id INTEGER PRIMARY KEY, k TEXT "
                         "UNIQUE)"),
                    "no such collation sequence: backwards"));
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace schema_change::schema_change_key_suite
