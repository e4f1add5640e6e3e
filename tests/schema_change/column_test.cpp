#define CAF_SUITE schema_change_column

#include "caf/test/unit_test.hpp"

#include "schema_change/writes.hpp"

namespace schema_change::schema_change_column_suite {

namespace {

using test::stage;

struct column_fixture : test::busy_fixture {
  /// The values whose bytes, types and edges must survive.
  void begin(const std::string& table, const std::string& type) {
    write(
      "CREATE TABLE "
      + table + "(id INTEGER PRIMARY KEY, v " + type + "); INSERT INTO " + table
      + "(v) VALUES(NULL), (''), (x''), (x'00'), (x'ff00fe'), "
        "('a' || char(0) || 'b'), (char(0)), (9223372036854775807), "
        "(-9223372036854775808), (1.0), (-0.0), (0.1), (9e999), (-9e999), "
        "(5e-324), (1.7976931348623157e308), ('1'), ('1.0'), (' 1'), ('1e2'), "
        "('9223372036854775808'), ('0x10'), ('Infinity'), ('nan'), "
        "(CAST(x'fffe80' AS TEXT)), (CAST(x'00' AS TEXT)), (char(0x1F600)), "
        "(zeroblob(70000)), (printf('%.70000c', 'x')), (2251799813685249), "
        "(9007199254740993), (9007199254740993.0), (9e999 - 9e999)");
  }

  /// Puts a table's name into a statement.
  static std::string on(std::string sql, const std::string& table) {
    for (auto at = sql.find('$'); at != std::string::npos; at = sql.find('$'))
      sql.replace(at, 1, table);
    return sql;
  }

  std::string rows(const std::string& table) {
    return read("SELECT id, typeof(v), hex(CAST(v AS BLOB)), v, length(v) FROM "
                + table + " ORDER BY id");
  }
};

const std::string types[]
  = {"", "BLOB", "TEXT", "INT", "REAL", "NUMERIC", "VARCHAR"};

} // namespace

CAF_TEST_FIXTURE_SCOPE(column_tests, column_fixture)

// The same rows, written at the same moments, then copied by hand.
CAF_TEST(every value becomes what a copy by hand makes of it) {
  const auto touch = std::string{
    "UPDATE $ SET v = v WHERE id % 3 = 0; INSERT INTO $(v) SELECT v FROM $ "
    "WHERE id = (SELECT count(*) - 20 FROM $)"};
  for (const auto& from : types)
    for (const auto& to : types) {
      if (from == to)
        continue;
      begin("x", from);
      begin("y", from);
      always(on(touch, "x"));
      auto columns = "(id INTEGER PRIMARY KEY, v " + to + ")";
      CAF_CHECK(changed(wish("x", "CREATE TABLE x" + columns)));
      CAF_CHECK_EQUAL(said(), "");
      for (int i = 0; i < 5; ++i)
        write(on(touch, "y"));
      write("ALTER TABLE y RENAME TO z; CREATE TABLE y" + columns
            + "; INSERT INTO y SELECT * FROM z");
      CAF_CHECK(rows("x") == rows("y"));
      write("DROP TABLE x; DROP TABLE y; DROP TABLE z");
    }
}

CAF_TEST(a strict table takes what it can hold and names what it cannot) {
  write(
    "CREATE TABLE x(id INTEGER PRIMARY KEY, v); INSERT INTO x VALUES(1, '7'), "
    "(2, 7.0), (3, NULL), (4, ' 8 ')");
  CAF_CHECK(changed(
    wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, v INTEGER) STRICT")));
  CAF_CHECK_EQUAL(read("SELECT v FROM x WHERE v IS NOT NULL"), "i7\ni7\ni8");
  CAF_CHECK(
    changed(wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, v ANY) STRICT")));
  write(
    "UPDATE x SET v = '9' WHERE id = 1; UPDATE x SET v = x'00' WHERE id = "
    "2; UPDATE x SET v = 1.0 WHERE id = 3");
  CAF_CHECK(changed(
    wish("x", "CREATE TABLE x(id INT PRIMARY KEY NOT NULL, v ANY, w) ")));
  CAF_CHECK_EQUAL(read("SELECT v FROM x ORDER BY id"), "i9\nbx'00'\ni1\ni8");
  for (const auto* type : {"TEXT", "INT", "REAL"})
    CAF_CHECK(undone(wish("x", "CREATE TABLE x(id INT PRIMARY KEY, v "
                                 + std::string{type} + ", w ANY) STRICT"),
                     "cannot store BLOB value in " + std::string{type}
                       + " column x.v, at the row id=2"));
}

CAF_TEST(generated columns are computed anew or become values) {
  write(
    "CREATE TABLE x(id INTEGER PRIMARY KEY, a INT, v AS (a * 2) VIRTUAL, s "
    "TEXT AS (a || '!') STORED, UNIQUE(v));"
    + test::numbers(800) + "INSERT INTO x(id, a) SELECT n, n FROM k");
  at(stage::begun, "UPDATE x SET a = -a WHERE id < 5");
  at(stage::checked,
     "INSERT OR REPLACE INTO x(id, a) VALUES(900, 700), (901, 701)");
  at(stage::swapping, "UPDATE OR REPLACE x SET a = 702 WHERE id = 900");
  CAF_CHECK(changed(wish("x",
                         "CREATE TABLE x(id INTEGER PRIMARY KEY, s TEXT AS (a "
                         "|| '?') VIRTUAL UNIQUE, v INT, a INT, w INT NOT NULL "
                         "AS (v + a) STORED)")));
  CAF_CHECK_EQUAL(said(), "");
  CAF_CHECK_EQUAL(read("SELECT * FROM x WHERE id IN (1, 9, 900, 901)"),
                  "i1 t'-1?' i-2 i-1 i-3\ni9 t'9?' i18 i9 i27\n"
                  "i900 t'702?' i1404 i702 i2106\n"
                  "i901 t'701?' i1402 i701 i2103");
  CAF_CHECK_EQUAL(read("SELECT count(*) FROM x"), "i799");
  auto back = wish("x",
                   "CREATE TABLE x(id INTEGER PRIMARY KEY, a INT, v AS (a "
                   "* 2), s TEXT AS (a || '!'), w INT)");
  CAF_CHECK(refused(back, "no place for v"));
  back.allow_drop = true;
  CAF_CHECK(changed(back));
  CAF_CHECK_EQUAL(read("SELECT * FROM x WHERE id = 9"), "i9 i9 i18 t'9!' i27");
}

CAF_TEST(a generated column can break a rule too) {
  write(
    "CREATE TABLE x(id INTEGER PRIMARY KEY, a); INSERT INTO x VALUES(1, 5), "
    "(2, NULL)");
  CAF_CHECK(undone(wish("x",
                        "CREATE TABLE x(id INTEGER PRIMARY KEY, a, g INT NOT "
                        "NULL AS (a + 1))"),
                   "NOT NULL constraint failed: x.g, at the row id=2"));
}

CAF_TEST(new columns get their default whatever it is) {
  write("CREATE TABLE x(id INTEGER PRIMARY KEY, a);" + test::numbers(600)
        + "INSERT INTO x SELECT n, n FROM k");
  always("UPDATE x SET a = a + 1 WHERE id < 4; INSERT INTO x(a) VALUES(0)");
  CAF_CHECK(changed(wish(
    "x",
    "CREATE TABLE x(id INTEGER PRIMARY KEY, a INT DEFAULT 9, n DEFAULT NULL, t "
    "TEXT NOT NULL DEFAULT 'it''s', e NOT NULL DEFAULT (1 + 2), neg DEFAULT "
    "-1, b DEFAULT x'00ff', d TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, r NOT "
    "NULL DEFAULT (random()), flag DEFAULT true, word DEFAULT \"quoted\")")));
  CAF_CHECK_EQUAL(
    read("SELECT DISTINCT n, t, e, neg, b, length(d), typeof(r), flag, word "
         "FROM x"),
    "nNULL t'it''s' i3 i-1 bx'00ff' i19 t'integer' i1 t'quoted'");
  CAF_CHECK_EQUAL(read("SELECT count(*), sum(a) FROM x"), "i605 i180315");
}

CAF_TEST(a new number column counts the rows) {
  write("CREATE TABLE x(k TEXT PRIMARY KEY); INSERT INTO x VALUES('a'), ('b')");
  always("UPDATE x SET k = k || '.'");
  CAF_CHECK(changed(
    wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, k TEXT UNIQUE)")));
  CAF_CHECK_EQUAL(read("SELECT count(id), count(DISTINCT id) FROM x"), "i2 i2");
  CAF_CHECK_EQUAL(read("SELECT k FROM x ORDER BY k"), "t'a.....'\nt'b.....'");
}

CAF_TEST(a database in UTF-16 is changed like any other) {
  write("PRAGMA encoding = 'UTF-16le';"
        "CREATE TABLE x(k TEXT PRIMARY KEY, v);"
        + test::numbers(1200)
        + "INSERT INTO x SELECT char(0x1F600 + n % 50, 0xE4, n) || n, 'ü' || n "
          "FROM k");
  CAF_CHECK_EQUAL(app->text("PRAGMA encoding"), "UTF-16le");
  auto before = read("SELECT hex(CAST(k AS BLOB)), v FROM x ORDER BY v");
  auto trace = world.on_trace;
  world.on_trace = [&](moment when, const std::string& what) {
    if (when == moment::committed && what == "copy")
      throw test::crash{};
  };
  auto what = wish("x", "CREATE TABLE x(v TEXT, k TEXT PRIMARY KEY) STRICT");
  CAF_CHECK(crashed(what));
  world.on_trace = trace;
  CAF_CHECK(changed(what));
  CAF_CHECK_EQUAL(said(), "");
  CAF_CHECK(read("SELECT hex(CAST(k AS BLOB)), v FROM x ORDER BY v") == before);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace schema_change::schema_change_column_suite
