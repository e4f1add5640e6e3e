/// The whole change in memory, before anything is touched.
#pragma once

#include "schema_change/host.hpp"
#include "schema_change/plan.hpp"

namespace schema_change {

class connection;

/// Copies the schema into a database in memory, does the change there, and
/// refuses it if a view, a trigger or a foreign key would no longer work:
/// throws `failure` with `ec::bad_argument` that names them. Notes what the
/// operator should know.
void rehearse(connection& db, const plan& what, host& world);

} // namespace schema_change
