// Runs a scenario in every order of deliveries and timers: depth first, each
// schedule from the beginning.
//
// The reduction are sleep sets (Godefroid): when two steps commute, as their
// footprints show, only one of their orders is continued. All states are still
// reached, and so is every end; only ways there are left out. `./explore
// --self-test` proves it on small scenarios, by going all ways, too.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "explore/scenario.hpp"

namespace status::explore {

/// Which of the choices was taken at each step; beyond the end the first.
using choices = std::vector<size_t>;

struct search_options {
  bool reduce = true;
  uint64_t max_schedules = UINT64_MAX; // of all workers together
  std::chrono::steady_clock::time_point deadline
    = std::chrono::steady_clock::time_point::max();
  size_t workers = 1; // threads that share the work
};

struct search_result {
  uint64_t schedules = 0; // to their end
  uint64_t cut = 0;       // begun, and found to be like an earlier one
  uint64_t steps = 0;     // of all schedules
  size_t longest = 0;     // steps of the longest schedule
  bool complete = true;   // every order was tried
  std::set<std::string> ends;
  std::map<std::string, choices> broken; // by what is broken, one way to it

  void add(const search_result& other);
};

/// What is broken when an actor is left after all that it belongs to has ended.
constexpr const char* outlived = "an actor outlived its owners";

/// Explores one variant.
search_result explore(const variant& what, const search_options& options);

/// The share of one worker.
class explorer {
public:
  /// @param spent the schedules of all workers.
  explorer(const variant& what, const search_options& options, size_t worker,
           std::atomic<uint64_t>& spent);

  search_result run();

private:
  /// One step of the schedule under way, and what else could be done there.
  struct branch {
    std::vector<step> possible;
    std::vector<footprint> asleep; // need not be continued from here
    size_t chosen = 0;
    footprint taken;
  };

  void run_schedule();
  bool descend(const scenario& now);
  bool next_awake(branch& at) const;
  bool backtrack();
  bool next_is_mine();
  bool mine();
  void note_broken(std::string what);

  const variant& what_;
  const search_options& options_;
  size_t worker_;
  std::atomic<uint64_t>& spent_;
  world world_;
  std::vector<branch> path_;
  size_t replayed_ = 0; // steps of the path that were taken before
  uint64_t subtrees_ = 0;
  search_result result_;
};

} // namespace status::explore
