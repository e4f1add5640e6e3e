/// The checkpoint dumper, DESIGN §5: carries messages and timers for the step
/// in `dumper_step.hpp`.
#pragma once

#include <memory>
#include <vector>

#include "actors/dumper_step.hpp"
#include "actors/loops.hpp"

namespace status {

/// What survives a crash of the dumper, shared with the one that replaces it,
/// so that attempt ids never repeat and two attempts never overlap.
struct dumper_log {
  dumper::time_point origin;
  dumper::time_point not_before;
  uint64_t next_id = 1;
};

struct dumper_setup {
  task_actor task;
  state_holder_actor holder;
  judge_actor judge;
  loop_owner_actor owner;
  std::vector<recorder_actor> recorders;
  dumper::options options;
  log_sink_ptr log;
  std::shared_ptr<dumper_log> handover;
};

loop_actor spawn_checkpoint_dumper(caf::actor_system& sys, dumper_setup setup);

} // namespace status
