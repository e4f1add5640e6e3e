/// How a run begins: from nothing, or from what an earlier one has left.
#pragma once

#include "schema_change/gauges.hpp"
#include "schema_change/pacer.hpp"
#include "schema_change/session.hpp"

namespace schema_change {

/// What is left to do once a run has begun.
enum class remaining : uint8_t {
  everything, // `session::run` and `session::what` are valid
  closing,    // the cut-over was done by an earlier run: remove the old table
  nothing,    // the table is already as wanted
};

/// Finds out what there is and makes `on` the owner of a run.
class start {
public:
  start(session& on, gauges& shown, pacer& pace);

  /// Plans, rehearses, and then resumes or sets up. Throws `failure`.
  remaining begin();

private:
  remaining begin_while_others_end();

  remaining try_to_begin();

  std::shared_ptr<const plan> planned();

  void claim(stored_run found);

  void defer();

  void set_up(const std::string& wanted);

  void check_key();

  bool create(stored_run& first, int64_t schema_version);

  session& on_;
  gauges& shown_;
  pacer& pace_;
  bool discarded_ = false; // an earlier change
};

} // namespace schema_change
