/// The checkpoint dumper, DESIGN §5: carries messages and timers for the step
/// in `dumper_step.hpp`.
#pragma once

#include <memory>
#include <vector>

#include "actors/dumper_record.hpp"
#include "actors/loops.hpp"
#include "status/messages/log.hpp"

namespace status {

struct dumper_setup {
  task_actor task;
  state_holder_actor holder;
  judge_actor judge; // cancels the task if it fails the run
  loop_owner_actor owner;
  std::vector<recorder_actor> recorders;
  log_sink_ptr log;
  std::shared_ptr<dumper::record> record; // belongs to the living dumper
};

loop_actor spawn_checkpoint_dumper(caf::actor_system& sys, dumper_setup setup);

} // namespace status
