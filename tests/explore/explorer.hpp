// Runs a scenario in every order of deliveries and timers: depth first, each
// schedule from the beginning.
//
// The reduction are sleep sets (Godefroid): when two steps commute, as their
// footprints show, only one of their orders is continued. All states are still
// reached, and so is every end; only ways there are left out. `./explore
// --self-test` proves it on small scenarios, by going all ways, too.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "explore/scenario.hpp"

namespace status::explore {

/// Which of the choices was taken at each step; beyond the end the first.
using choices = std::vector<size_t>;

struct search_options {
  bool reduce = true;
  uint64_t max_runs = UINT64_MAX;
  std::chrono::steady_clock::time_point deadline
    = std::chrono::steady_clock::time_point::max();
};

/// A schedule that breaks something, and its number among all that were begun.
struct fault {
  choices way;
  uint64_t number = 0;
};

struct search_result {
  uint64_t schedules = 0; // to their end, broken ones included
  uint64_t cut = 0;       // begun, and found to be like an earlier one
  uint64_t steps = 0;     // of all schedules
  size_t longest = 0;     // steps of the longest schedule
  bool complete = true;   // every order was tried
  std::set<std::string> ends;
  std::map<std::string, fault> broken; // by what is broken, the first one

  void add(const search_result& other);
};

/// What is broken when an actor is left after all that it belongs to has ended.
constexpr const char* outlived = "an actor outlived its owners";

/// Explores one variant. Always in the same order, so that every schedule has a
/// number.
class explorer {
public:
  explicit explorer(const variant& what);

  /// Explores on until all is done or the options say to stop. Each time in any
  /// world, but a world belongs to the thread that made it.
  const search_result& run(world& in, const search_options& options);

  const search_result& result() const {
    return result_;
  }

  /// The choices of the schedule that was begun last.
  choices last_way() const;

private:
  /// One step of the schedule under way, and what else could be done there.
  struct branch {
    std::vector<step> possible;
    std::vector<footprint> asleep; // need not be continued from here
    size_t chosen = 0;
    footprint taken;
  };

  void run_schedule(world& in, bool reduce);
  bool descend(world& in, const scenario& now, bool reduce);
  bool next_awake(branch& at) const;
  bool backtrack(bool reduce);
  void note_end();
  void note_broken(std::string what);

  const variant& what_;
  std::vector<branch> path_;
  size_t replayed_ = 0; // steps of the path that were taken before
  uint64_t begun_ = 0;
  bool at_end_ = false; // there is nothing left to explore
  search_result result_;
};

/// Explores one variant from the beginning.
search_result explore(const variant& what, const search_options& options);

/// The choices of a schedule, by its number. Nothing if there are not so many.
std::optional<choices> find_schedule(const variant& what, uint64_t number);

} // namespace status::explore
