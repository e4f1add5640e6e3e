/// The wanted table: NEW.sql as SQLite understands it, and DDL under other
/// names. SQLite itself does all the parsing, in databases in memory.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "schema_change/table_info.hpp"

namespace schema_change {

/// Reads a text that must be exactly one CREATE TABLE for `table`. Throws
/// `failure` with `ec::bad_argument` for anything else.
table_info read_wanted(const std::string& text, const std::string& table);

/// A CREATE INDEX and the name that the index gets instead of its own.
struct index_rename {
  std::string sql;
  std::string name;
};

/// DDL of a table and of some of its indexes under other names.
struct renamed_ddl {
  std::string table;
  std::vector<std::string> indexes; // in the order of the renames
};

/// Gives a table another name, and its indexes too. Foreign keys of the result
/// refer to tables that do not exist: as long as a table carries its helper
/// name, the application's deletes from a parent must neither be refused by its
/// rows nor change them.
renamed_ddl rename_ddl(const table_info& table, const std::string& new_name,
                       const std::vector<index_rename>& indexes);

/// Gives the index of a stored CREATE INDEX another name. Throws `failure` if
/// the text is not in the form in which SQLite stores it.
std::string rename_index(const std::string& sql, const std::string& new_name);

} // namespace schema_change
