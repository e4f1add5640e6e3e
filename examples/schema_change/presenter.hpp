/// The actor that shows a run: it subscribes to the transitions and asks for
/// the progress, as anybody could from another program or machine.
#pragma once

#include <functional>
#include <string>

#include "schema_change/display.hpp"
#include "status/actors.hpp"

namespace schema_change {

using presenter_actor
  = status::shim::extend<status::subscriber_actor,
                         // Its own timer.
                         caf::result<void>(status::atom::tick),
                         // Ends it; once answered, the display is not used any
                         // more.
                         caf::result<bool>(status::atom::stop)>;

struct presenter_setup {
  status::supervisor_actor of;
  display_ptr to;
  std::string database;
  std::string table;
  std::function<figures()> numbers; // must be thread-safe
};

/// Its owner subscribes it and ends it.
presenter_actor spawn_presenter(caf::actor_system& sys, presenter_setup setup);

} // namespace schema_change
