/// What the displays of a run show: everything that is known at one moment.
#pragma once

#include <string>

#include "schema_change/engine.hpp"
#include "status/messages/progress.hpp"
#include "status/messages/snapshot.hpp"

namespace schema_change {

struct view {
  std::string database;
  std::string table;
  status::snapshot holder;
  status::progress task;
  figures numbers;
  bool running = true; // false in the pause before a restart
};

} // namespace schema_change
