/// The processes of a fleet that moves shards.
#pragma once

#include <caf/timespan.hpp>

#include <chrono>
#include <cstdint>
#include <string>

namespace fleet {

struct controller_options {
  std::string from; // folders of shards
  std::string to;
  std::string listen = "127.0.0.1:0";
  std::string certificates; // folder with `authority.pem`, `server.pem`, ...
  caf::timespan grace = std::chrono::seconds{10};
};

/// Has all shards of a folder moved by whoever announces itself. Says where it
/// listens, then all that happens, on stdout. Returns an exit code once no
/// shard is to be moved any more: 0 if all are.
int run_controller(const controller_options& options);

struct worker_options {
  std::string name;
  std::string fleet;        // HOST:PORT of the controller
  std::string certificates; // folder with `authority.pem`, `client.pem`, ...
  uint32_t capacity = 4;
  uint64_t rows_per_second = 0; // of each move; 0: as fast as it goes
};

/// Moves what the controller wants it to, until it is killed, which it may be
/// at any time.
[[noreturn]] void run_worker(const worker_options& options);

} // namespace fleet
