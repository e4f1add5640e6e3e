#include "fleet/source.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <string_view>

#include "schema_change/change_log.hpp"
#include "schema_change/checkpoint_store.hpp"
#include "status/actors/task.hpp"

namespace fleet {

namespace {

using schema_change::join;
using schema_change::literal;
using schema_change::value;
using status::ec;
using status::failure;

constexpr std::string_view moved_begin = "this shard has moved to ";

// At least one change stays, so that their numbers never come again.
constexpr int64_t forget_at_once = 5000;

constexpr const char* owner_table = R"(CREATE TABLE "_fleet_owner"(
  one INTEGER PRIMARY KEY CHECK(one = 1),
  epoch INTEGER NOT NULL,
  token TEXT NOT NULL,
  destination TEXT NOT NULL,
  moved INTEGER NOT NULL
))";

constexpr const char* log_table
  = R"(CREATE TABLE "_fleet_log"(id INTEGER PRIMARY KEY, tab INTEGER, key INTEGER))";

source_owner read_owner(connection& db) {
  source_owner result;
  if (!has_object(db, "_fleet_owner"))
    return result;
  auto x = db.prepare(
    "SELECT epoch, token, destination, moved FROM "
    "main._fleet_owner");
  if (x.step()) {
    result.epoch = static_cast<uint64_t>(x.integer(0));
    result.token = x.text(1);
    result.destination = x.text(2);
    result.moved = x.integer(3) != 0;
  }
  return result;
}

/// The triggers that log the keys of all rows that a write touches, those that
/// it displaces without a word, too.
std::vector<shard_object> triggers(const shard_table& table, size_t number) {
  std::vector<shard_object> result;
  auto log = [number](const std::string& select) {
    return fmt::format("INSERT INTO _fleet_log(tab, key) SELECT {}, {}; ",
                       number, select);
  };
  auto add = [&](const char* what, const char* when, const std::string& body) {
    auto name = fmt::format("{}{}_{}", own_prefix, number, what);
    result.push_back(
      {name,
       fmt::format("CREATE TRIGGER {} {} ON {} BEGIN {}END", in_quotes(name),
                   when, in_quotes(table.info.name), body)});
  };
  auto key = in_quotes(table.key);
  add("insert", "AFTER INSERT", log("NEW." + key));
  add("update", "AFTER UPDATE",
      log("OLD." + key)
        + log(fmt::format("NEW.{0} WHERE NEW.{0} <> OLD.{0}", key)));
  add("delete", "AFTER DELETE", log("OLD." + key));
  std::string displaced;
  const schema_change::copy_key by_rowid; // the triggers above log that one
  for (const auto& condition :
       schema_change::displacements(table.info, &by_rowid))
    displaced += log(fmt::format("s.{} FROM {} AS s WHERE {}", key,
                                 in_quotes(table.info.name), condition));
  if (!displaced.empty()) {
    add("displace", "BEFORE INSERT", displaced);
    add("replace", "BEFORE UPDATE", displaced);
  }
  return result;
}

std::vector<shard_object> capture_objects(const shard& what) {
  std::vector<shard_object> result{{"_fleet_log", log_table}};
  for (size_t i = 0; i < what.tables.size(); ++i)
    for (auto& x : triggers(what.tables[i], i))
      result.push_back(std::move(x));
  return result;
}

bool exists(connection& db, const shard_object& x) {
  return db.text("SELECT sql FROM main.sqlite_schema WHERE name = ?", {x.name})
         == x.sql;
}

} // namespace

source_owner look_up(const std::string& path) {
  connection db{path, connection::mode::read_only};
  return read_owner(db);
}

source::source(const std::string& path, uint64_t epoch)
  : db(path), path_(path), epoch_(epoch) {}

source_owner source::claim(const std::string& destination) {
  transaction guard{db};
  auto owner = read_owner(db);
  if (owner.epoch >= epoch_)
    throw failure{ec::fenced,
                  fmt::format("{} is moved by a run of epoch {}, and this one "
                              "has {}",
                              path_, owner.epoch, epoch_)};
  if (owner.epoch == 0) {
    db.exec(owner_table);
    owner.token = schema_change::random_token();
    owner.destination = destination;
    db.run("INSERT INTO main._fleet_owner VALUES(1, 0, ?, ?, 0)",
           {owner.token, destination});
  }
  if (owner.destination != destination)
    throw failure{
      ec::checkpoint_collision,
      fmt::format("{} is being moved to {} already", path_, owner.destination)};
  db.run("UPDATE main._fleet_owner SET epoch = ?",
         {static_cast<int64_t>(epoch_)});
  guard.commit();
  owner.epoch = epoch_;
  return owner;
}

void source::check_owner() {
  auto owner = read_owner(db);
  if (owner.epoch != epoch_)
    throw failure{ec::fenced,
                  fmt::format("a run of epoch {} has taken {} over from this "
                              "one, which has {}",
                              owner.epoch, path_, epoch_)};
}

void source::capture(const shard& what, bool resumed) {
  auto objects = capture_objects(what);
  transaction guard{db};
  check_owner();
  auto there = std::all_of(objects.begin(), objects.end(),
                           [this](const auto& x) { return exists(db, x); });
  if (there)
    return;
  if (resumed)
    throw failure{ec::binlog_not_found,
                  fmt::format("what logs the changes of {} is not there any "
                              "more, so nobody knows what was missed; remove "
                              "the destination to start over",
                              path_)};
  for (const auto& x : objects) {
    if (exists(db, x))
      continue;
    db.exec(x.sql);
  }
  guard.commit();
}

int64_t source::last_change() {
  return db.integer("SELECT max(id) FROM main._fleet_log");
}

int64_t source::first_change() {
  return db.integer("SELECT min(id) FROM main._fleet_log");
}

void source::forget(int64_t change) {
  auto first = first_change();
  auto last = std::min({change, last_change() - 1, first + forget_at_once});
  if (last < first)
    return;
  transaction guard{db};
  check_owner();
  db.run("DELETE FROM main._fleet_log WHERE id <= ?", {last});
  guard.commit();
}

void source::close(const shard& what, const std::string& destination) {
  for (const auto& x : capture_objects(what))
    if (x.name != "_fleet_log")
      db.exec("DROP TRIGGER " + in_quotes(x.name));
  db.exec("DROP TABLE main._fleet_log");
  for (size_t i = 0; i < what.tables.size(); ++i)
    for (const char* event : {"INSERT", "UPDATE", "DELETE"})
      db.exec(fmt::format(
        "CREATE TRIGGER {}moved_{}_{} BEFORE {} ON {} BEGIN "
        "SELECT RAISE(ABORT, {}); END",
        own_prefix, i, event, event, in_quotes(what.tables[i].info.name),
        literal(moved_text(destination))));
  db.exec("UPDATE main._fleet_owner SET moved = 1");
}

reading::reading(source& from) : db_(from.db) {
  db_.exec("BEGIN");
}

reading::~reading() {
  sqlite3_exec(db_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

std::string moved_text(const std::string& destination) {
  return std::string{moved_begin} + destination;
}

std::string moved_to(const std::string& text) {
  auto at = text.find(moved_begin);
  return at == std::string::npos ? std::string{}
                                 : text.substr(at + moved_begin.size());
}

} // namespace fleet
