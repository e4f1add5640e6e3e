/// The component's log records on spdlog.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "status/messages/log.hpp"

namespace schema_change {

/// Takes whole lines. Called by any thread.
using line_writer = std::function<void(std::string_view)>;

/// How much of the log is shown.
enum class log_amount : uint8_t {
  everything, // on info and above
  notes,      // without what a live block shows anyway
  problems,   // warnings and errors
};

/// Makes a log sink that writes lines of text with spdlog.
status::log_sink_ptr make_log(line_writer write, log_amount how_much,
                              bool color);

} // namespace schema_change
