/// What stands in the way of a start, found before anything is touched. All
/// throw `failure` with `ec::bad_argument`.
#pragma once

#include <string>

#include "schema_change/plan.hpp"

namespace schema_change {

class connection;

/// Nothing of the user's must be taken for ours.
void check_names_free(connection& db, const plan& what);

/// Something that is no table, but is called like the sentinel, would let the
/// cut-over come at once.
void check_sentinel_free(connection& db);

/// A resume must find the text that was stored, and the table its definition.
void check_encoding(connection& db, const std::string& wanted);

} // namespace schema_change
