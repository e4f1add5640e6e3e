/// Which columns identify a row before and after the change.
#pragma once

#include "schema_change/mapping.hpp"
#include "schema_change/plan.hpp"

namespace schema_change {

/// Chooses the key that orders the copy. Reads the table only to learn whether
/// a column that may be NULL is. Throws `failure` with `ec::bad_argument` if no
/// key is usable, and says why.
copy_key choose_key(connection& db, const table_info& source,
                    const table_info& target, const column_mapping& mapping);

/// Returns whether a column of the key is NULL in some row.
bool holds_null(connection& db, const table_info& source, const copy_key& key);

} // namespace schema_change
