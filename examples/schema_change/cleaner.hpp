/// Removes what a run has made, in small steps.
#pragma once

#include "schema_change/pacer.hpp"
#include "schema_change/session.hpp"

namespace schema_change {

struct table_info;

/// Both can be ended at any instant and be done again by the next run. Neither
/// looks at `host::cancelled`, except while readers let no commit through.
class cleaner {
public:
  cleaner(session& on, pacer& pace);

  /// After the cut-over: removes the log, the helper index, the old table
  /// unless it is kept, and the checkpoint with the last of them.
  void close();

  /// Before the cut-over: removes triggers, log, shadow and checkpoint. The
  /// application's table is not touched.
  void discard();

private:
  bool exists(const std::string& name);

  bool made_sequence();

  void remove_shadow();

  void drop_triggers();

  void empty(const std::string& table);

  void drop_indexes(const table_info& table);

  session& on_;
  pacer& pace_;
  helper_names names_;
};

} // namespace schema_change
