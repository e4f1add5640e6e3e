#include "schema_change/busy_table.hpp"

#include <fmt/format.h>

#include <fstream>

namespace schema_change::test {

namespace {

constexpr const char* definition
  = "CREATE TABLE x(id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT NOT NULL "
    "UNIQUE, n INT NOT NULL CHECK (n >= 0)) STRICT";

} // namespace

busy_table::busy_table(int rows) : rows_(rows) {
  open();
  for (const auto* db : {"main", "twin"})
    app->exec(fmt::format(
      "CREATE TABLE {0}.x(id INTEGER PRIMARY KEY AUTOINCREMENT, "
      "email TEXT UNIQUE, n INT); CREATE INDEX {0}.by_n ON x(n);"
      "WITH k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < {1}) "
      "INSERT INTO {0}.x(id, email, n) SELECT i, 'e' || i, i % 10 FROM k",
      db, rows));
}

void busy_table::open() {
  auto twin = folder.file("twin.db");
  // A connection opens only what is there.
  std::ofstream there{twin, std::ios::app};
  app = std::make_unique<connection>(path);
  app->exec("ATTACH '" + twin + "' AS twin");
}

void busy_table::act() {
  auto i = ++acts_;
  auto a = std::to_string(1 + i * 37 % rows_);
  auto b = std::to_string(1 + i * 101 % rows_);
  const std::string writes[] = {
    "UPDATE $x SET n = n + 1 WHERE id = " + a,
    "DELETE FROM $x WHERE id = " + a,
    "INSERT INTO $x(email, n) VALUES('new" + a + "', 1) ON CONFLICT(email) "
      "DO UPDATE SET n = n + 100",
    "INSERT OR REPLACE INTO $x(id, email, n) VALUES(" + a + ", 'e" + b
      + "', 7)",
    "UPDATE OR REPLACE $x SET id = " + b + " WHERE id = " + a,
    "UPDATE OR REPLACE $x SET email = 'e" + b + "' WHERE id = " + a,
    "UPDATE $x SET email = email || '.' WHERE id IN (" + a + ", " + b + ")"};
  auto sql = writes[static_cast<size_t>(i) % std::size(writes)];
  auto at = sql.find("$x");
  app->exec("BEGIN; " + std::string{sql}.replace(at, 2, "main.x") + ";"
            + std::string{sql}.replace(at, 2, "twin.x") + "; COMMIT");
}

bool busy_table::same() {
  auto rows = " SELECT id, email, n FROM ";
  return !app->any(std::string{rows} + "main.x EXCEPT" + rows + "twin.x")
         && !app->any(std::string{rows} + "twin.x EXCEPT" + rows + "main.x")
         && app->integer("SELECT count(*) FROM main.x")
              == app->integer("SELECT count(*) FROM twin.x");
}

bool busy_table::changed() {
  return app->text("SELECT sql FROM main.sqlite_schema WHERE name = 'x'")
         == definition;
}

settings busy_table::wanted() const {
  return wish("x", definition);
}

bool busy_table::crash_at(int step) {
  auto count = 0;
  world.on_trace = [&](moment when, const std::string&) {
    if (count++ == step)
      throw crash{};
    if (when == moment::committed)
      act();
  };
  return crashed(wanted());
}

std::optional<failure> busy_table::run(const settings& what) {
  world.on_trace = [&](moment when, const std::string&) {
    if (when == moment::committed)
      act();
  };
  auto problem = change(what);
  world.on_trace = nullptr;
  return problem;
}

std::string busy_table::faults(bool finished) {
  if (!same())
    return "rows were lost";
  if (!sound())
    return "the database is not sound";
  if (finished && !changed())
    return "the definition is the old one";
  if (finished && leftovers() != 0)
    return "something was left";
  return {};
}

std::string busy_table::finish() {
  auto problem = run(wanted());
  return problem ? std::string{problem->what()} : faults(true);
}

} // namespace schema_change::test
