#include "schema_change/firing.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <string_view>

#include "schema_change/sqlite.hpp"
#include "schema_change/table_info.hpp"

namespace schema_change {

namespace {

// What is compiled for a trigger is reported under the trigger's name.
int note_trigger(void* self, int, const char*, const char*, const char*,
                 const char* trigger) {
  if (trigger != nullptr)
    static_cast<std::set<std::string>*>(self)->insert(trigger);
  return SQLITE_OK;
}

std::set<std::string> triggers_of(connection& db, const std::string& object) {
  std::set<std::string> result;
  auto rows = db.prepare(
    "SELECT name FROM main.sqlite_schema WHERE type = 'trigger' AND tbl_name = "
    "? COLLATE NOCASE");
  rows.bind({object});
  while (rows.step())
    result.insert(rows.text(0));
  return result;
}

void do_nothing(sqlite3_context*, int, sqlite3_value**) {}

/// Makes up a function that only the application has, if that is what an error
/// is about. Returns whether it did.
bool make_up_function(connection& db, std::string_view error) {
  constexpr std::string_view begin = "no such function: ";
  if (error.substr(0, begin.size()) != begin)
    return false;
  auto name = std::string{error.substr(begin.size())};
  name.erase(std::min(name.find(" (in: "), name.size()));
  return sqlite3_create_function(db.handle(), name.c_str(), -1, SQLITE_UTF8,
                                 nullptr, do_nothing, nullptr, nullptr)
         == SQLITE_OK;
}

/// Compiles an update and returns everything that it would run. What does not
/// compile fires nothing.
std::set<std::string> fired_by(connection& db, const std::string& sql) {
  std::set<std::string> result;
  sqlite3_set_authorizer(db.handle(), note_trigger, &result);
  for (auto again = true; again;)
    try {
      again = false;
      db.prepare(sql);
    } catch (const sqlite_error& e) {
      again = make_up_function(db, e.what());
      result.clear();
    }
  sqlite3_set_authorizer(db.handle(), nullptr, nullptr);
  return result;
}

bool has_column(const std::vector<firing>& all, const firing& x) {
  return std::any_of(all.begin(), all.end(), [&x](const firing& y) {
    return same_name(x.object, y.object) && same_name(x.column, y.column);
  });
}

/// Whether there is a column whose update does not fire the trigger.
bool picks_columns(const std::vector<firing>& all, const std::string& object,
                   const std::string& trigger) {
  return std::any_of(all.begin(), all.end(), [&](const firing& x) {
    return same_name(x.object, object) && x.triggers.count(trigger) == 0;
  });
}

} // namespace

std::vector<firing> find_firings(connection& db) {
  std::vector<std::string> objects;
  auto rows = db.prepare(
    "SELECT DISTINCT l.name FROM pragma_table_list AS l JOIN "
    "main.sqlite_schema AS s ON s.type = 'trigger' AND s.tbl_name = l.name "
    "COLLATE NOCASE WHERE l.schema = 'main'");
  while (rows.step())
    objects.push_back(rows.text(0));
  std::vector<firing> result;
  for (const auto& object : objects) {
    auto own = triggers_of(db, object);
    auto table = inspect_table(db, object);
    for (const auto& column : table->columns) {
      if (column.generated)
        continue;
      firing x{object, column.name, {}};
      for (const auto& trigger :
           fired_by(db, fmt::format("UPDATE main.{} SET {} = NULL",
                                    in_quotes(object), in_quotes(column.name))))
        if (own.count(trigger) > 0)
          x.triggers.insert(trigger);
      result.push_back(std::move(x));
    }
  }
  return result;
}

std::vector<std::string> silenced(const std::vector<firing>& before,
                                  const std::vector<firing>& after) {
  std::vector<std::string> result;
  for (const auto& x : before)
    if (!has_column(after, x))
      for (const auto& trigger : x.triggers)
        if (picks_columns(after, x.object, trigger))
          result.push_back(fmt::format("{} (for updates of {}.{})", trigger,
                                       x.object, x.column));
  return result;
}

} // namespace schema_change
