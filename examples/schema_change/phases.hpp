/// The states of a run after its start, each as one call.
#pragma once

#include "schema_change/copier.hpp"
#include "schema_change/cut_over.hpp"
#include "schema_change/verifier.hpp"

namespace schema_change {

/// Takes a run from its first chunk to the cut-over.
class phases {
public:
  phases(session& on, pacer& pace, gauges& shown);

  /// Does what is not done yet. Throws `failure`, or `sqlite_error`.
  void run();

private:
  void enter(status::state next);

  void wait_for_sentinel();

  void restore_indexes();

  void analyze();

  session& on_;
  pacer& pace_;
  gauges& shown_;
  queries sql_;
  parents links_;
  replay changes_;
  copier copier_;
  verifier verifier_;
  cut_over cut_over_;
};

} // namespace schema_change
