#define CAF_SUITE schema_change_name

#include "caf/test/unit_test.hpp"

#include "schema_change/writes.hpp"

namespace schema_change::schema_change_name_suite {

namespace {

const char* const odd[] = {"select",
                           "a b",
                           "it's",
                           "say \"hi\"",
                           "[x]",
                           "`x`",
                           "x]; DROP TABLE y; --",
                           "x\"; DROP TABLE y; --",
                           "x'); DROP TABLE y; --",
                           "Ünïcödé 表",
                           "%s{}{0}?1:a@b$c#",
                           "_x_new",
                           "1",
                           "/* */",
                           "new\nline",
                           "*",
                           "rowid",
                           "NULL"};

struct name_fixture : test::busy_fixture {};

} // namespace

CAF_TEST_FIXTURE_SCOPE(name_tests, name_fixture)

CAF_TEST(every name of a table works and nothing else is touched) {
  for (std::string name : odd) {
    auto x = schema_change::in_quotes(name);
    auto index = schema_change::in_quotes("by " + name);
    write("CREATE TABLE y(a); INSERT INTO y VALUES(1);"
          "CREATE TABLE " + x + "(id INTEGER PRIMARY KEY AUTOINCREMENT, a, b "
          "REFERENCES " + x + "(id)); CREATE INDEX " + index + " ON " + x
          + "(a); CREATE VIEW v AS SELECT * FROM " + x
          + "; CREATE TRIGGER t AFTER INSERT ON " + x
          + " BEGIN INSERT INTO y VALUES(NEW.id); END;"
          + test::numbers(600) + "INSERT INTO " + x
          + "(id, a, b) SELECT n, n, n FROM k; DELETE FROM y WHERE a > 1");
    always("UPDATE " + x + " SET a = a + 1 WHERE id < 9; DELETE FROM " + x
           + " WHERE id = (SELECT max(id) FROM " + x + ")");
    auto what = wish(name, "CREATE TABLE " + x
                             + "(id INTEGER PRIMARY KEY AUTOINCREMENT, a INT "
                               "NOT NULL UNIQUE, b INT REFERENCES " + x
                             + "(id), c TEXT UNIQUE)");
    what.mapping["a"] = "CASE WHEN id < 9 THEN -id ELSE a END";
    auto problem = change(what);
    CAF_CHECK_EQUAL(problem ? problem->what() : "", std::string{});
    CAF_CHECK(sound());
    CAF_CHECK_EQUAL(read("SELECT count(*), min(a), count(b) FROM " + x),
                    "i595 i-8 i595");
    CAF_CHECK_EQUAL(
      read("SELECT id FROM " + x + " INDEXED BY " + index + " WHERE a = 500"),
      "i500");
    CAF_CHECK_EQUAL(read("SELECT max(id) FROM v"), "i595");
    CAF_CHECK_EQUAL(read("SELECT * FROM y"), "i1\ni1");
    CAF_CHECK_EQUAL(read("SELECT count(*) FROM sqlite_schema WHERE name LIKE "
                         "'%_chg%' OR name LIKE '%_old%' OR name = "
                         "'_status_checkpoint'"),
                    "i0");
    write("DROP VIEW v; DROP TABLE " + x + "; DROP TABLE y");
  }
}

CAF_TEST(every name of a column works in keys and elsewhere) {
  for (std::string name : odd) {
    auto a = schema_change::in_quotes(name);
    auto k = schema_change::in_quotes(name + "2");
    write("CREATE TABLE x(" + a + ", " + k + " TEXT NOT NULL, PRIMARY KEY(" + k
          + ")); CREATE INDEX by_a ON x(" + a + ") WHERE " + a + " IS NOT NULL;"
          + test::numbers(600) + "INSERT INTO x SELECT n, 'k' || n FROM k");
    always("UPDATE x SET " + a + " = 0 WHERE " + k + " = 'k9'; DELETE FROM x "
           "WHERE " + k + " = (SELECT max(" + k + ") FROM x); UPDATE x SET "
           + k + " = " + k + " || 'x' WHERE " + k + " LIKE 'k1__'");
    auto what = wish("x", "CREATE TABLE x(" + k + " TEXT PRIMARY KEY, " + a
                            + " INT, more TEXT) WITHOUT ROWID");
    what.mapping["more"] = a + " || 'm'";
    CAF_CHECK(changed(what));
    CAF_CHECK_EQUAL(said(), "");
    CAF_CHECK_EQUAL(
      read("SELECT count(*), count(" + a + "), count(more) FROM x"),
      "i595 i595 i595");
    CAF_CHECK_EQUAL(
      read("SELECT " + a + ", more FROM x WHERE " + k + " = 'k9'"), "i0 t'0m'");
    write("DROP TABLE x");
  }
}

CAF_TEST(columns may be named like those that the change uses itself) {
  const auto columns = std::string{
    "k1, _status_k1, _status_t1, _status_v1, s, d, b, c, p, g, seq, link, p1"};
  write("CREATE TABLE s(id INTEGER PRIMARY KEY, " + columns + ");"
        + test::numbers(700)
        + "INSERT INTO s SELECT n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 "
          "FROM k");
  always("UPDATE s SET s = s + 1, b = b + 1, k1 = k1 + 1 WHERE id % 7 = 1");
  auto what
    = wish("s", "CREATE TABLE s(id INT PRIMARY KEY, " + columns + ", z)");
  what.mapping["z"] = "s + b + d + c";
  CAF_CHECK(changed(what));
  CAF_CHECK_EQUAL(said(), "");
  CAF_CHECK_EQUAL(read("SELECT * FROM s WHERE id IN (1, 2)"),
                  "i1 i6 i2 i3 i4 i10 i6 i12 i8 i9 i10 i11 i12 i13 i36\n"
                  "i2 i1 i2 i3 i4 i5 i6 i7 i8 i9 i10 i11 i12 i13 i26");
}

CAF_TEST(upper and lower case are one name for a table) {
  write(
    "CREATE TABLE Orders(Id INTEGER PRIMARY KEY, Total);"
    "INSERT INTO Orders VALUES(1, 2);"
    "CREATE VIEW v AS SELECT TOTAL FROM ORDERS;"
    "CREATE TABLE line(o REFERENCES oRDERS(iD)); INSERT INTO line VALUES(1);"
    "CREATE TRIGGER t AFTER UPDATE OF tOTAL ON OrDeRs BEGIN UPDATE line SET o "
    "= NEW.ID; END; CREATE INDEX By_Total ON ordERS(tOtAl)");
  always("UPDATE orders SET TOTAL = total + 1");
  CAF_CHECK(changed(
    wish("ORDERS", "CREATE TABLE orders(ID INTEGER PRIMARY KEY, total INT)")));
  CAF_CHECK_EQUAL(said(), "");
  CAF_CHECK_EQUAL(read("SELECT * FROM v"), "i7");
  CAF_CHECK_EQUAL(
    read("SELECT name FROM sqlite_schema WHERE type = 'table' AND name "
         "NOT LIKE 'sqlite%' "
         "ORDER BY name"),
    "t'line'\nt'orders'");
}

CAF_TEST(letters beyond ASCII keep their case) {
  write(
    "CREATE TABLE \"Ä\"(id INTEGER PRIMARY KEY, \"Ö\", \"ö\");"
    "CREATE TABLE \"ä\"(id INTEGER PRIMARY KEY);"
    "INSERT INTO \"Ä\" VALUES(1, 2, 3); INSERT INTO \"ä\" VALUES(4)");
  CAF_CHECK(changed(wish("Ä",
                         "CREATE TABLE \"Ä\"(id INTEGER PRIMARY KEY, \"ö\" "
                         "INT, \"Ö\" INT)")));
  CAF_CHECK_EQUAL(read("SELECT * FROM \"Ä\""), "i1 i3 i2");
  CAF_CHECK_EQUAL(read("SELECT * FROM \"ä\""), "i4");
  CAF_CHECK(refused(wish("Ä", "CREATE TABLE \"ä\"(id INTEGER PRIMARY KEY)"),
                    "creates the table ä, not Ä"));
}

CAF_TEST(two tables whose helpers are named alike do not meet) {
  write(
    "CREATE TABLE x(id INTEGER PRIMARY KEY, a);"
    "CREATE TABLE x_chg(id INTEGER PRIMARY KEY, a);"
    "INSERT INTO x VALUES(1, 1); INSERT INTO x_chg VALUES(2, 2)");
  auto finish = world.on_advance;
  world.on_advance = [](status::state next) {
    if (next == status::state::checksum)
      throw test::crash{};
  };
  for (const auto* name : {"x", "x_chg"})
    CAF_CHECK(crashed(wish(name, std::string{"CREATE TABLE "} + name
                                   + "(id INTEGER PRIMARY KEY, a INT)")));
  world.on_advance = finish;
  write("UPDATE x SET a = 5; UPDATE x_chg SET a = 6");
  auto anew = wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT)");
  anew.resume = resume_mode::never;
  CAF_CHECK(!change(anew));
  CAF_CHECK(!change(
    wish("x_chg", "CREATE TABLE x_chg(id INTEGER PRIMARY KEY, a INT)")));
  CAF_CHECK_EQUAL(read("SELECT * FROM x"), "i1 t'5'");
  CAF_CHECK_EQUAL(read("SELECT * FROM x_chg"), "i2 i6");
  CAF_CHECK_EQUAL(leftovers(), 0);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace schema_change::schema_change_name_suite
