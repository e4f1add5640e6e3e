#include "fleet/fixture.hpp"

#include <cstdio>
#include <utility>

#include "contains.hpp"

namespace fleet::test {

using status::test::contains;

// -- fake_host -----------------------------------------------------------------

// Each is called as a copy, because it may put another one in its own place.

void fake_host::advance(status::state next) {
  if (auto act = on_advance)
    act(next);
  states.push_back(next);
}

bool fake_host::cancelled() const {
  return cancel;
}

void fake_host::pause(std::chrono::nanoseconds) {
  if (auto act = on_pause)
    act();
}

status::steering fake_host::wanted() const {
  return steer;
}

status::steering fake_host::restore(const status::steering& stored) {
  return steer = merge(stored, steer);
}

void fake_host::note(const std::string& text) {
  notes.push_back(text);
}

void fake_host::trace(moment where) {
  if (auto act = on_trace)
    act(where);
}

// -- fixture -------------------------------------------------------------------

fixture::fixture() {
  if (auto* file = std::fopen(from.c_str(), "w"))
    std::fclose(file);
  app = std::make_unique<connection>(from);
  app->exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF");
  app->patience(std::chrono::milliseconds{100});
}

move_settings fixture::next_run() {
  move_settings result;
  result.from = from;
  result.to = to;
  result.epoch = ++epoch;
  result.most_rows = 10;
  return result;
}

std::optional<caf::error> fixture::run(const move_settings& what) {
  try {
    move{what, world, shown}.run();
    return std::nullopt;
  } catch (const status::failure& x) {
    return x.why();
  }
}

std::optional<caf::error> fixture::run() {
  return run(next_run());
}

bool fixture::is_killed() {
  try {
    move{next_run(), world, shown}.run();
    return false;
  } catch (const killed&) {
    return true;
  }
}

void fixture::fill(int customers) {
  app->exec(
    "CREATE TABLE customers(id INTEGER PRIMARY KEY, name TEXT UNIQUE, age);"
    "CREATE TABLE notes(id INTEGER PRIMARY KEY AUTOINCREMENT, customer "
    "INTEGER, text, size AS (length(text)));"
    "CREATE UNIQUE INDEX by_text ON notes(customer, text);"
    "CREATE VIEW adults AS SELECT * FROM customers WHERE age >= 18;"
    "CREATE TRIGGER first_note AFTER INSERT ON customers BEGIN INSERT INTO "
    "notes(customer, text) VALUES(NEW.id, 'new'); END;");
  app->run(
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
    "WHERE i < ?) INSERT INTO customers SELECT i, 'c' || i, i % 90 FROM "
    "n",
    {int64_t{customers}});
}

std::string fixture::write(const std::string& sql) {
  try {
    app->exec(sql);
    return {};
  } catch (const schema_change::sqlite_error& x) {
    return x.reason();
  }
}

std::string fixture::rows(const std::string& path) const {
  std::string result;
  connection db{path, connection::mode::read_only};
  for (const auto& table : read_shard(db).tables) {
    auto x = db.prepare("SELECT * FROM " + fleet::in_quotes(table.info.name)
                        + " ORDER BY 1");
    while (x.step()) {
      result += table.info.name;
      for (const auto& value : x.whole_row())
        result += " " + schema_change::shown(value);
      result += "\n";
    }
  }
  return result;
}

bool fixture::moved() {
  connection there{from, connection::mode::read_only};
  connection here{to, connection::mode::read_only};
  return rows(from) == rows(to)
         && read_shard(there).definition == read_shard(here).definition
         && here.text("PRAGMA integrity_check") == "ok"
         && moved_to(write("INSERT INTO notes(text) VALUES('late')")) == to;
}

bool fails_with(const std::optional<caf::error>& x, status::ec code,
                const std::string& part) {
  if (x && *x == code && contains(status::to_text(*x), part))
    return true;
  CAF_MESSAGE("it ended with: " << (x ? status::to_text(*x) : "success"));
  return false;
}

} // namespace fleet::test
