/// What a placement tells workers, and what becomes of its jobs, DESIGN §10.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "status/messages/error.hpp"
#include "status/messages/run.hpp"
#include "status/messages/steering.hpp"
#include "status/messages/types.hpp"
#include "status/shim.hpp"

namespace status {

/// A job that any worker may do.
struct job_order {
  std::string task;    // its name, unique in the fleet
  std::string payload; // what the job is, in the words of who makes it
  /// Of the last run that is known; 0: of none. The next run's is higher than
  /// this one and than what is stored.
  uint64_t epoch = 0;
  steering wanted; // of the last run, as far as it is known
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, job_order& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(
    g.field("task", x.task), g.field("payload", x.payload),
    g.field("epoch", x.epoch), g.field("wanted", x.wanted));
}

/// How a job of a placement has ended.
struct job_result {
  std::string task;
  std::string node; // that had it last; empty if none did
  run_outcome outcome = run_outcome::succeeded;
  caf::error cause;    // empty when it succeeded
  uint32_t starts = 0; // on workers, as far as is known
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, job_result& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(g.field("task", x.task), g.field("node", x.node),
                            g.field("outcome", x.outcome),
                            g.field("cause", x.cause),
                            g.field("starts", x.starts));
}

/// The jobs of a placement, in the order of their names.
struct job_results {
  std::vector<job_result> jobs;
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, job_results& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(g.field("jobs", x.jobs));
}

/// Says what is wrong with an order: a name as for an entry of a desk, or a
/// payload of more than 64 KiB. Empty if it can be used.
caf::error check(const job_order& x);

} // namespace status
