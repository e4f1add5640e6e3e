/// What the command line asks for.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "schema_change/settings.hpp"
#include "status/messages/steering.hpp"

namespace schema_change {

/// How the progress is shown on stderr.
enum class progress_mode : uint8_t {
  automatic, // a live block on a terminal, log lines elsewhere
  tty,
  plain,
  json,
};

enum class color_mode : uint8_t { automatic, always, never };

struct options {
  settings change;
  std::chrono::nanoseconds status_interval = std::chrono::seconds{30};
  std::chrono::nanoseconds checkpoint_interval = std::chrono::seconds{50};
  progress_mode progress = progress_mode::automatic;
  color_mode color = color_mode::automatic;
  status::steering wanted; // what the operator says with the command
  bool json = false;       // data on stdout
  std::string resume;      // the command that goes on with this change
};

} // namespace schema_change
