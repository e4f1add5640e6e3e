#include "schema_change/checkpoint_store.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>

#include "schema_change/checkpoint_layout.hpp"
#include "schema_change/failure.hpp"
#include "schema_change/steering_text.hpp"

namespace schema_change::checkpoint_store {

namespace {

using std::chrono::system_clock;

constexpr const char* phase_names[] = {"running", "swapped", "discarding"};

value number(uint64_t x) {
  return static_cast<int64_t>(x);
}

value flag(bool x) {
  return int64_t{x ? 1 : 0};
}

value key(const std::optional<row>& x) {
  return x ? value{encode(*x)} : value{};
}

std::string time_text(system_clock::time_point x) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}Z",
                     fmt::gmtime(system_clock::to_time_t(x)));
}

bool exists(connection& db) {
  return layout_of(db) != layout::absent;
}

// A garbled time can be one that does not fit.
system_clock::time_point time_of(int64_t seconds) {
  using std::chrono::duration_cast;
  constexpr auto latest
    = duration_cast<std::chrono::seconds>(system_clock::duration::max())
        .count();
  return system_clock::from_time_t(std::clamp(seconds, -latest, latest));
}

std::optional<phase> phase_of(const std::string& name) {
  for (size_t i = 0; i < std::size(phase_names); ++i)
    if (name == phase_names[i])
      return static_cast<phase>(i);
  return std::nullopt;
}

} // namespace

std::optional<stored_run> load(connection& db, const std::string& table) {
  auto older = layout_of(db);
  if (older == layout::absent)
    return std::nullopt;
  auto x = db.prepare(fmt::format(
    "SELECT table_name, epoch, owner, token, phase, statement, definition, "
    "copied, copied_all, checked, checked_all, rows_copied, rows_expected, "
    "rows_checked, change, sentinel, keep_old, "
    "unixepoch(written_at), version, {} FROM main._status_checkpoint "
    "WHERE table_name = ?",
    older == layout::version_1 ? "''" : "steering"));
  if (!x.bind({table}).step())
    return std::nullopt;
  if (x.integer(18) != (older == layout::version_1 ? 1 : version))
    refuse(
      fmt::format("the checkpoint of {} has version {}; this tool reads "
                  "versions up to {} only. Finish the change with the version "
                  "of the tool that began it",
                  table, x.integer(18), version));
  stored_run result;
  auto key_at = [&](int column) -> std::optional<row> {
    auto text = x.text(column);
    if (text.empty())
      return std::nullopt;
    try {
      return decode(text);
    } catch (const std::logic_error&) {
      result.damage = "a position in it is no key";
      return std::nullopt;
    }
  };
  // Nothing that is counted here is ever negative.
  auto number_at = [&x](int column) {
    return static_cast<uint64_t>(std::max<int64_t>(x.integer(column), 0));
  };
  result.table = x.text(0);
  result.epoch = static_cast<uint64_t>(x.integer(1));
  result.owner = x.text(2);
  result.token = x.text(3);
  if (auto now = phase_of(x.text(4)))
    result.now = *now;
  else
    result.damage = "its phase is unknown";
  result.statement = x.text(5);
  result.definition = x.text(6);
  result.copied = key_at(7);
  result.copied_all = x.integer(8) != 0;
  result.checked = key_at(9);
  result.checked_all = x.integer(10) != 0;
  result.rows_copied = number_at(11);
  result.rows_expected = number_at(12);
  result.rows_checked = number_at(13);
  result.change = number_at(14);
  result.sentinel = x.integer(15) != 0;
  result.keep_old = x.integer(16) != 0;
  result.written = time_of(x.integer(17));
  if (auto wanted = decode_steering(db, x.text(19)))
    result.wanted = std::move(*wanted);
  else
    result.damage = "what operators want cannot be read in it";
  return result;
}

void insert(connection& db, const stored_run& x) {
  db.run(
    "INSERT INTO main._status_checkpoint(table_name, version, epoch, "
    "owner, token, phase, statement, definition, copied_all, checked_all, "
    "rows_copied, rows_expected, rows_checked, change, sentinel, "
    "keep_old, written_at, steering) "
    "VALUES(?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?, 0, 0, ?, ?, ?, ?)",
    {x.table, version, number(x.epoch), x.owner, x.token,
     phase_names[static_cast<size_t>(x.now)], x.statement, x.definition,
     number(x.rows_expected), flag(x.sentinel), flag(x.keep_old),
     time_text(system_clock::now()), encode(db, x.wanted)});
}

void update(connection& db, const stored_run& x) {
  db.run(
    "UPDATE main._status_checkpoint SET phase = ?, copied = ?, "
    "copied_all = ?, checked = ?, checked_all = ?, rows_copied = ?, "
    "rows_expected = ?, rows_checked = ?, change = ?, sentinel = ?, "
    "keep_old = ?, written_at = ? WHERE table_name = ?",
    {phase_names[static_cast<size_t>(x.now)], key(x.copied), flag(x.copied_all),
     key(x.checked), flag(x.checked_all), number(x.rows_copied),
     number(x.rows_expected), number(x.rows_checked), number(x.change),
     flag(x.sentinel), flag(x.keep_old), time_text(system_clock::now()),
     x.table});
}

void claim(connection& db, stored_run& x, const std::function<void()>& check) {
  transaction guard{db};
  if (check)
    check();
  if (exists(db)) { // the table goes with its last row
    prepare(db);
    db.run(
      "UPDATE main._status_checkpoint SET epoch = epoch + 1, owner = ?, "
      "attempt_epoch = 0, attempt = 0 WHERE table_name = ?",
      {x.owner, x.table});
  }
  auto now = load(db, x.table);
  if (!now)
    throw failure{status::ec::fenced, leftovers::foreign,
                  fmt::format("another run has finished the change of {} in "
                              "the meantime",
                              x.table)};
  guard.commit();
  x = *now;
}

bool owned(connection& db, const std::string& table, const std::string& owner) {
  return exists(db)
         && db.any(
           "SELECT 1 FROM main._status_checkpoint "
           "WHERE table_name = ? AND owner = ?",
           {table, owner});
}

bool stamp(connection& db, const std::string& table, uint64_t epoch,
           uint64_t id) {
  return db.run(
           "UPDATE main._status_checkpoint SET attempt_epoch = ?1, "
           "attempt = ?2, written_at = ?3 WHERE table_name = ?4 AND "
           "(attempt_epoch, attempt) <= (?1, ?2)",
           {number(epoch), number(id), time_text(system_clock::now()), table})
         == 1;
}

// Written in any case: what another connection has stored may not be on the
// disk yet, and a commit that changes nothing would not wait for that.
void steer(connection& db, const std::string& table,
           const status::steering& wanted) {
  auto stored = decode_steering(
    db, db.text("SELECT steering FROM main._status_checkpoint WHERE "
                "table_name = ?",
                {table}));
  const auto& newest
    = stored && stored->version > wanted.version ? *stored : wanted;
  db.run("UPDATE main._status_checkpoint SET steering = ? WHERE table_name = ?",
         {encode(db, newest), table});
}

bool others_wait(connection& db, const std::string& table) {
  return db.any(
    "SELECT 1 FROM main._status_checkpoint WHERE table_name <> ? AND sentinel",
    {table});
}

void remove(connection& db, const std::string& table) {
  db.run("DELETE FROM main._status_checkpoint WHERE table_name = ?", {table});
  if (!db.any("SELECT 1 FROM main._status_checkpoint"))
    db.exec("DROP TABLE main._status_checkpoint");
}

} // namespace schema_change::checkpoint_store
