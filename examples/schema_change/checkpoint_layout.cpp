#include "schema_change/checkpoint_layout.hpp"

#include "schema_change/checkpoint_store.hpp"
#include "schema_change/failure.hpp"

namespace schema_change::checkpoint_store {

namespace {

// The text is that of version 1 up to the last column of that.
constexpr const char* columns = R"(CREATE TABLE "_status_checkpoint"(
  table_name TEXT NOT NULL PRIMARY KEY COLLATE NOCASE,
  version INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  owner TEXT NOT NULL,
  attempt_epoch INTEGER NOT NULL DEFAULT 0,
  attempt INTEGER NOT NULL DEFAULT 0,
  token TEXT NOT NULL,
  phase TEXT NOT NULL,
  statement TEXT NOT NULL,
  definition TEXT NOT NULL,
  copied TEXT,
  copied_all INTEGER NOT NULL,
  checked TEXT,
  checked_all INTEGER NOT NULL,
  rows_copied INTEGER NOT NULL,
  rows_expected INTEGER NOT NULL,
  rows_checked INTEGER NOT NULL,
  change INTEGER NOT NULL,
  sentinel INTEGER NOT NULL,
  keep_old INTEGER NOT NULL,
  written_at TEXT NOT NULL)";

constexpr const char* rest_1 = R"( -- UTC
))";

constexpr const char* rest_2 = R"(, -- UTC
  steering TEXT NOT NULL -- JSON, of what operators want
))";

} // namespace

layout layout_of(connection& db) {
  auto sql = db.text(
    "SELECT sql FROM main.sqlite_schema WHERE name = "
    "'_status_checkpoint' COLLATE NOCASE");
  if (sql.empty())
    return layout::absent;
  if (sql == std::string{columns} + rest_2)
    return layout::version_2;
  if (sql == std::string{columns} + rest_1)
    return layout::version_1;
  refuse(
    "the database has a _status_checkpoint that is not a table of this "
    "version of the tool; finish its change with the version that "
    "began it, or drop it");
}

// ALTER TABLE would read the whole schema, and fail on whatever is broken
// there.
void prepare(connection& db) {
  auto before = layout_of(db);
  if (before == layout::version_2)
    return;
  if (before == layout::version_1)
    db.exec(
      "CREATE TEMP TABLE _status_rows AS SELECT * FROM "
      "main._status_checkpoint; DROP TABLE main._status_checkpoint");
  db.exec(std::string{columns} + rest_2);
  if (before == layout::version_1)
    db.exec(
      "INSERT INTO main._status_checkpoint SELECT *, '' FROM "
      "temp._status_rows; UPDATE main._status_checkpoint SET version = 2 WHERE "
      "version = 1; DROP TABLE temp._status_rows");
}

} // namespace schema_change::checkpoint_store
