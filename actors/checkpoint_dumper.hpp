/// The checkpoint dumper, DESIGN §5: carries messages and timers for the step
/// in `dumper_step.hpp`, for any number of tasks.
#pragma once

#include <cstdint>
#include <memory>
#include <unordered_map>

#include "actors/dumper_record.hpp"
#include "actors/loops.hpp"
#include "status/messages/log.hpp"

namespace status {

/// What a dumper knows of its tasks, which outlives its crash. The dumper's
/// alone while it lives.
struct dumper_book {
  dumper::options opts;
  std::unordered_map<uint64_t, dumper::record> records;
};

struct dumper_setup {
  loop_owner_actor owner;
  caf::timespan gap{0}; // between its alarms
  log_sink_ptr log;
  std::shared_ptr<dumper_book> book; // perhaps a crashed predecessor's
};

loop_actor spawn_checkpoint_dumper(caf::actor_system& sys, dumper_setup setup);

} // namespace status
