/// The move of a shard as a job, for `spawn_task`.
#pragma once

#include <memory>
#include <string>

#include "fleet/move.hpp"
#include "status/actors/supervisor.hpp"
#include "status/messages/log.hpp"
#include "status/messages/placement.hpp"

namespace fleet {

/// The payload of the order to move a shard from one file to another.
std::string payload_of(const std::string& from, const std::string& to);

/// What a worker does alike with all shards.
struct move_options {
  uint64_t rows_per_second = 0; // of each move; 0: as fast as it goes
  status::log_sink_ptr log;
};

/// Starts the job of an order. Throws `status::failure` for a payload that
/// makes no sense, and if the source cannot be read.
caf::expected<status::supervisor_actor> start_move(
  caf::actor_system& sys, const status::job_order& order,
  const move_options& options);

} // namespace fleet
