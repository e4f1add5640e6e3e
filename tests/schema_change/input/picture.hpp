/// What a database holds, as text that can be compared.
#pragma once

#include <string>
#include <vector>

#include "schema_change/settings.hpp"
#include "schema_change/sqlite.hpp"

namespace schema_change::test {

/// The schema and all rows but those of one table: types and literals of the
/// values, in an order that does not depend on where they lie.
std::vector<std::string> picture_of(connection& db, const std::string& except);

/// The definition and the rows of one table.
std::vector<std::string> content_of(connection& db, const std::string& table);

/// What PRAGMA foreign_key_check says.
std::vector<std::string> broken_references(connection& db);

/// The content of the table after INSERT INTO ... SELECT in the database of
/// this file, which is used up.
std::vector<std::string> copied_by_hand(const std::string& path,
                                        const settings& what);

} // namespace schema_change::test
