/// JSON Lines, as docs/JSON.md describes them. Pure; each returns one object
/// without a newline.
#pragma once

#include <string>

#include "schema_change/options.hpp"
#include "schema_change/outcome.hpp"
#include "schema_change/view.hpp"
#include "status/messages/checkpoint.hpp"
#include "status/messages/log.hpp"
#include "status/messages/snapshot.hpp"

namespace schema_change::json {

std::string progress(const view& x);

std::string transition(const status::transition& x);

std::string checkpoint(const status::attempt_record& x);

std::string log(const status::log_record& x, caf::timestamp when);

std::string result(const outcome& x, const options& wanted,
                   caf::timestamp when);

} // namespace schema_change::json
