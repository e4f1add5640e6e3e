/// What shows a run: on a terminal, as log lines, as JSON Lines.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string_view>

#include "cli/console.hpp"
#include "schema_change/log.hpp"
#include "schema_change/options.hpp"
#include "schema_change/outcome.hpp"
#include "schema_change/view.hpp"
#include "status/messages/checkpoint.hpp"
#include "status/messages/snapshot.hpp"

namespace schema_change {

/// Called by one presenter, one call at a time; `finish` comes last.
class display {
public:
  virtual ~display() = default;

  /// How often it wants to see the whole; 0 means never.
  virtual std::chrono::nanoseconds interval() const = 0;

  virtual void on_transition(const status::transition&) {}

  virtual void on_attempt(const status::attempt_record&) {}

  virtual void on_view(const view&) {}

  virtual void finish(const outcome&) {}
};

using display_ptr = std::shared_ptr<display>;

/// A live block.
display_ptr make_terminal_display(std::shared_ptr<cli::console> where);

/// A line per transition; the rest is said by the status logger.
display_ptr make_plain_display(status::log_sink_ptr log);

/// An object per line; progress gets rarer as time goes by.
display_ptr make_json_display(line_writer write, const options& wanted);

/// Writes log records as JSON Lines.
status::log_sink_ptr make_json_log(line_writer write);

} // namespace schema_change
