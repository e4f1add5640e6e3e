/// What goes away from the parents of new foreign keys, noted by triggers.
#pragma once

#include <string>
#include <vector>

#include "schema_change/change_log.hpp"

namespace schema_change {

/// The log and its triggers, in the order in which they are created. Nothing if
/// the plan has no new foreign keys.
std::vector<stored_object> parent_log(const plan& what,
                                      const std::string& token);

} // namespace schema_change
