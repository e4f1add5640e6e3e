/// What is said when the data does not fit the new table.
#pragma once

#include <string>

#include "schema_change/failure.hpp"
#include "schema_change/plan.hpp"
#include "schema_change/sqlite.hpp"

namespace schema_change {

/// Renders a key for people: `id=48211`, `(tenant, id)=(1, 'x')`.
std::string shown_key(const copy_key& key, const row& values);

/// Renders where a run is: `id=48211 change=9120`.
std::string shown_position(const copy_key& key, const row& values,
                           uint64_t change);

/// The failure for a row that breaks a constraint of the new table.
/// @param example the row's key as text, may be empty.
failure violation(const plan& x, const sqlite_error& error,
                  const std::string& example);

/// The failure for a key that cannot identify a row in the new table.
failure unusable_key(const plan& x, const row& key);

} // namespace schema_change
