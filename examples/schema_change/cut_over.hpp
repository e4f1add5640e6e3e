/// The moment in which the new table takes the place of the old one.
#pragma once

#include "schema_change/replay.hpp"

namespace schema_change {

class cut_over {
public:
  cut_over(session& on, replay& changes, pacer& pace, gauges& shown);

  /// Asks the host, then exchanges the tables in one transaction whose length
  /// does not depend on their size. As long as an operator holds the cut-over
  /// the changes go on to be replayed. Throws `failure`; then the table is as
  /// it was, and a new start goes on from here.
  void run();

private:
  enum class result : uint8_t { exchanged, other_schema, long_log };

  void wait_while_held();

  void rehearse_again();

  result attempt();

  session& on_;
  replay& changes_;
  pacer& pace_;
  gauges& shown_;
  int64_t rehearsed_ = -1; // the version of the schema
};

} // namespace schema_change
