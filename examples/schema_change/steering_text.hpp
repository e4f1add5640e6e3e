/// What operators want, as the text that is stored with the checkpoint.
#pragma once

#include <optional>
#include <string>

#include "schema_change/sqlite.hpp"
#include "status/messages/steering.hpp"

namespace schema_change {

/// Returns a JSON object, or an empty text for what nobody has wanted yet.
/// Times are stored in whole seconds.
std::string encode(connection& db, const status::steering& x);

/// Reads what `encode` wrote. Returns nothing for other texts.
std::optional<status::steering> decode_steering(connection& db,
                                                const std::string& text);

} // namespace schema_change
