/// What a placement knows of its jobs and workers, and what it decides: rules
/// 10.15 to 10.19. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "actors/restart_policy.hpp"
#include "status/messages/desk.hpp"
#include "status/messages/log.hpp"
#include "status/messages/placement.hpp"

namespace status::placing {

using time_point = restart_policy::time_point;

enum class phase : uint8_t {
  waiting,  // nobody runs it; a worker gets it once it is due
  starting, // a worker was told, or is being told; in doubt once that is due
  running,  // a worker shows it
  doubtful, // who has it is unknown; once that is due it is given up
  ended,    // for good
};

struct job {
  job(job_order what, const restart_options& restart, time_point first)
    : order(std::move(what)), due(first), restarts(restart) {}

  job_order order; // epoch and what is wanted: of the last run that was seen
  phase now = phase::waiting;
  time_point due;      // of `waiting`, `starting` and `doubtful`
  state reached{};     // of the last run that was seen
  uint64_t judged = 0; // the epoch of the last end that was judged
  caf::error unwanted; // why it is not to be started again
  bool told = false;   // whoever turned up with it, that it is unwanted
  job_result result;   // `node`: that has it, or had it
  restart_policy restarts;
};

/// What is to be done now.
struct actions {
  std::vector<std::pair<std::string, job_order>> starts;   // by node
  std::vector<std::pair<std::string, caf::error>> cancels; // by task
  std::vector<log_record> notes;
};

class book {
public:
  /// Jobs are due one `grace` from now: until then workers say what they run.
  book(std::vector<job_order> jobs, caf::timespan grace,
       const restart_options& restart, time_point now);

  // -- workers -----------------------------------------------------------------

  void join(const std::string& node, uint32_t capacity, time_point now);

  /// The line to a worker is lost.
  void leave(const std::string& node, time_point now);

  // -- jobs --------------------------------------------------------------------

  /// What the fleet tells of a task.
  void hear(const task_entry& entry, time_point now);

  /// The worker did not start a job: it is full if there is no other reason.
  /// An answer that never came is none.
  void refused(const std::string& task, const std::string& node,
               const caf::error& why, time_point now);

  /// Somebody wants the end of a job. Returns nothing if whoever runs it has to
  /// decide, or if it is none of ours.
  std::optional<caf::expected<verdict>> cancel(const std::string& task,
                                               const caf::error& cause);

  /// The job is not to be started again, unless its cut-over was granted.
  /// Whoever runs it has been told, and may be taking a last checkpoint.
  void unwanted(const std::string& task, const caf::error& cause);

  /// Returns what is due, and what was decided since the last call.
  actions take(time_point now);

  /// Returns when something will be due, if that is known.
  std::optional<time_point> next(time_point now) const;

  bool done() const;

  job_results results() const;

private:
  struct worker {
    uint32_t capacity = 0;
    time_point ready; // what it runs is known by then
  };

  using loads = std::map<std::string, size_t>; // jobs by node

  void hear_live(job& x, const task_entry& entry);
  void hear_unreachable(job& x, const task_entry& entry, time_point now);
  void hear_end(job& x, const task_entry& entry, time_point now);
  static void call_off(job& x, const caf::error& cause);
  void doubt(job& x, caf::error cause, time_point now);
  void fail(job& x, const caf::error& cause, time_point now);
  void end(job& x, run_outcome how, caf::error cause);
  bool place(job& x, loads& load, time_point now);
  loads load() const;
  void note(log_level level, const job& x, std::string text);

  caf::timespan grace_;
  std::map<std::string, job> jobs_;
  std::map<std::string, worker> workers_;
  actions todo_;
};

} // namespace status::placing
