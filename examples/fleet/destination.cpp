#include "fleet/destination.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "schema_change/steering_text.hpp"
#include "status/actors/task.hpp"

namespace fleet {

namespace {

using schema_change::value;
using status::ec;
using status::failure;

constexpr const char* move_table = R"(CREATE TABLE "_fleet_move"(
  one INTEGER PRIMARY KEY CHECK(one = 1),
  epoch INTEGER NOT NULL,
  token TEXT NOT NULL,
  source TEXT NOT NULL,
  definition TEXT NOT NULL,
  change INTEGER NOT NULL DEFAULT 0,
  ready INTEGER NOT NULL DEFAULT 0,
  steering TEXT NOT NULL DEFAULT '',
  attempt_epoch INTEGER NOT NULL DEFAULT 0,
  attempt INTEGER NOT NULL DEFAULT 0
))";

constexpr const char* position_table = R"(CREATE TABLE "_fleet_table"(
  name TEXT PRIMARY KEY,
  copied INTEGER,
  copied_all INTEGER NOT NULL DEFAULT 0,
  checked INTEGER,
  checked_all INTEGER NOT NULL DEFAULT 0,
  rows INTEGER NOT NULL DEFAULT 0,
  expected INTEGER NOT NULL DEFAULT 0,
  rows_checked INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID)";

std::string made(const std::string& path) {
  auto file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (file < 0)
    throw failure{ec::unavailable, fmt::format("cannot make {}: {}", path,
                                               std::strerror(errno))};
  ::close(file);
  return path;
}

int64_t number(uint64_t x) {
  return static_cast<int64_t>(x);
}

value key(const std::optional<int64_t>& x) {
  return x ? value{*x} : value{};
}

std::optional<int64_t> key_at(const schema_change::statement& x, int column) {
  if (std::holds_alternative<std::monostate>(x.at(column)))
    return std::nullopt;
  return x.integer(column);
}

uint64_t stored_epoch(connection& db) {
  return static_cast<uint64_t>(
    db.integer("SELECT epoch FROM main._fleet_move"));
}

} // namespace

std::string to_text(const position& x) {
  std::string result;
  for (const auto& table : x.tables)
    if (!table.copied_all)
      result += fmt::format("{}:{} ", table.name, table.copied.value_or(0));
  return result + fmt::format("change:{}", x.change);
}

destination::destination(const std::string& path, uint64_t epoch)
  : db(made(path)), path_(path), epoch_(epoch) {
  db.exec("PRAGMA journal_mode = WAL");
  // The source forgets changes once they are applied here, so what is committed
  // must survive a power cut.
  db.exec("PRAGMA synchronous = FULL");
  // A shard's own triggers have fired at the source already.
  sqlite3_db_config(db.handle(), SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  db.exec("PRAGMA foreign_keys = OFF");
}

bool destination::claim(const std::string& source, const std::string& token,
                        const shard& what) {
  transaction guard{db};
  auto begun = has_object(db, "_fleet_move");
  if (!begun)
    begin(source, token, what);
  auto x = db.prepare(
    "SELECT epoch, token, definition, source FROM "
    "main._fleet_move");
  x.step();
  if (x.text(1) != token)
    throw failure{ec::checkpoint_collision,
                  fmt::format("{} is the destination of another move, from {}",
                              path_, x.text(3))};
  if (static_cast<uint64_t>(x.integer(0)) >= epoch_)
    throw failure{ec::fenced,
                  fmt::format("{} is filled by a run of epoch {}, and this one "
                              "has {}",
                              path_, x.integer(0), epoch_)};
  if (x.text(2) != what.definition)
    throw failure{ec::mismatched_alter,
                  fmt::format("the schema of {} has changed since the move "
                              "began; remove {} to start over",
                              source, path_)};
  db.run(
    "UPDATE main._fleet_move SET epoch = ?, attempt_epoch = 0, attempt = 0",
    {number(epoch_)});
  guard.commit();
  return begun;
}

void destination::begin(const std::string& source, const std::string& token,
                        const shard& what) {
  if (db.any("SELECT 1 FROM main.sqlite_schema"))
    throw failure{
      ec::checkpoint_collision,
      fmt::format("{} is a database already, and no move's", path_)};
  db.exec(move_table);
  db.exec(position_table);
  db.run(
    "INSERT INTO main._fleet_move(one, epoch, token, source, definition) "
    "VALUES(1, 0, ?, ?, ?)",
    {token, source, what.definition});
  for (const auto& table : what.tables) {
    db.exec(table.info.sql);
    db.run("INSERT INTO main._fleet_table(name) VALUES(?)", {table.info.name});
  }
}

position destination::load() {
  position result;
  result.change = db.integer("SELECT change FROM main._fleet_move");
  auto x = db.prepare(
    "SELECT name, copied, copied_all, checked, checked_all, "
    "rows, expected, rows_checked FROM main._fleet_table "
    "ORDER BY name");
  while (x.step())
    result.tables.push_back({x.text(0), key_at(x, 1), x.integer(2) != 0,
                             key_at(x, 3), x.integer(4) != 0,
                             static_cast<uint64_t>(x.integer(5)),
                             static_cast<uint64_t>(x.integer(6)),
                             static_cast<uint64_t>(x.integer(7))});
  return result;
}

std::optional<status::steering> destination::wanted() {
  return schema_change::decode_steering(
    db, db.text("SELECT steering FROM main._fleet_move"));
}

bool is_ready(const std::string& path, const std::string& token) {
  try {
    connection db{path, connection::mode::read_only};
    return db.any("SELECT 1 FROM main._fleet_move WHERE token = ? AND ready",
                  {token});
  } catch (const schema_change::sqlite_error&) {
    return false; // no such file, or no such table
  }
}

// -- owned ---------------------------------------------------------------------

owned::owned(destination& on) : db_(on.db), guard_(on.db) {
  if (auto now = stored_epoch(db_); now != on.epoch_)
    throw failure{ec::fenced,
                  fmt::format("a run of epoch {} has taken {} over from this "
                              "one, which has {}",
                              now, on.path_, on.epoch_)};
}

void owned::store(int64_t change) {
  db_.run("UPDATE main._fleet_move SET change = ?", {change});
}

void owned::store(const table_position& x) {
  db_.run(
    "UPDATE main._fleet_table SET copied = ?, copied_all = ?, checked = "
    "?, checked_all = ?, rows = ?, expected = ?, rows_checked = ? WHERE "
    "name = ?",
    {key(x.copied), int64_t{x.copied_all}, key(x.checked),
     int64_t{x.checked_all}, number(x.rows), number(x.expected),
     number(x.rows_checked), x.name});
}

void owned::store(const status::steering& x) {
  db_.run("UPDATE main._fleet_move SET steering = ?",
          {schema_change::encode(db_, x)});
}

void owned::finish() {
  db_.exec("UPDATE main._fleet_move SET ready = 1");
}

void owned::stamp(uint64_t epoch, uint64_t id) {
  if (db_.run("UPDATE main._fleet_move SET attempt_epoch = ?1, attempt = ?2 "
              "WHERE (attempt_epoch, attempt) <= (?1, ?2)",
              {number(epoch), number(id)})
      != 1)
    throw failure{ec::fenced, "a newer attempt is noted already"};
}

void owned::commit() {
  guard_.commit();
}

} // namespace fleet
