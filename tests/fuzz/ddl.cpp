// The application's schema, the wanted table and the mapping: they are refused,
// or there is a plan that passes its rehearsal; either way the database is as
// it was. The first table of the schema is the one to be changed.
//
//   CREATE TABLE a(id INTEGER PRIMARY KEY, x); CREATE INDEX i ON a(x)
//   ---
//   CREATE TABLE a(id INTEGER PRIMARY KEY, y)
//   ---
//   y=x + 1
#include <sqlite3.h>

#include <stdexcept>

#include "fuzz/target.hpp"
#include "schema_change/failure.hpp"
#include "schema_change/host.hpp"
#include "schema_change/option_values.hpp"
#include "schema_change/plan.hpp"
#include "schema_change/rehearsal.hpp"
#include "schema_change/sqlite.hpp"

namespace schema_change {

namespace {

class silent_host : public host {
public:
  void advance(status::state) override {}

  bool cancelled() const override {
    return false;
  }

  void pause(std::chrono::nanoseconds) override {}

  void note(level, std::string, fields) override {}
};

// What leaves the database in memory, or SQLite's own ground.
int allow(void*, int action, const char*, const char*, const char*,
          const char*) {
  switch (action) {
    case SQLITE_ATTACH:
    case SQLITE_DETACH:
    case SQLITE_PRAGMA:
    case SQLITE_CREATE_VTABLE:
    case SQLITE_RECURSIVE:
      return SQLITE_DENY;
    default:
      return SQLITE_OK;
  }
}

void create_schema(connection& db, const std::string& sql) {
  sqlite3_set_authorizer(db.handle(), allow, nullptr);
  db.interrupt_when([] { return true; }); // after some thousand steps
  try {
    db.exec(sql);
  } catch (const sqlite_error&) {
    // What came before stays.
  }
  db.interrupt_when(nullptr);
  sqlite3_set_authorizer(db.handle(), nullptr, nullptr);
  if (sqlite3_get_autocommit(db.handle()) == 0)
    db.exec("ROLLBACK");
}

settings wish(connection& db, const std::vector<std::string>& parts) {
  settings result;
  result.database = "app.db";
  result.table = db.text(
    "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') "
    "ORDER BY rowid");
  result.statement = parts.size() > 1 ? parts[1] : "";
  if (parts.size() > 2)
    for (const auto& line : fuzz::split(parts[2], "\n", 8))
      try {
        result.mapping.insert(parse_mapping(line));
      } catch (const std::invalid_argument&) {
        result.allow_drop = true;
      }
  return result;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  sqlite3_hard_heap_limit64(256'000'000);
  auto parts = fuzz::split(fuzz::text_of(bytes, size), "\n---\n", 2);
  connection db{""};
  create_schema(db, parts[0]);
  auto what = wish(db, parts);
  auto version = db.integer("PRAGMA schema_version");
  auto changes = sqlite3_total_changes(db.handle());
  try {
    auto plan = make_plan(db, what);
    silent_host world;
    rehearse(db, plan, world);
    fuzz::must(!plan.key.parts.empty(), "a plan has a key");
    fuzz::must(!plan.shadow_sql.empty(), "a plan has a new table");
  } catch (const failure& e) {
    fuzz::must(e.code() == status::ec::bad_argument,
               "what is refused is wrong");
    fuzz::must(e.after() == leftovers::untouched, "a refusal touches nothing");
  } catch (const sqlite_error&) {
    // The engine tells it as it is.
  }
  fuzz::must(db.integer("PRAGMA schema_version") == version,
             "the schema is as it was");
  fuzz::must(sqlite3_total_changes(db.handle()) == changes,
             "the rows are as they were");
  return 0;
}

} // namespace schema_change
