#include "actors/job_worker.hpp"

#include <chrono>
#include <exception>
#include <utility>

#include "status/messages/report.hpp"

namespace status {

caf::error current_error(ec code) {
  try {
    throw;
  } catch (const failure& ex) {
    return ex.why() ? ex.why() : make_error(code, "a failure without an error");
  } catch (const std::exception& ex) {
    return make_error(code, ex.what());
  } catch (...) {
    return make_error(code, "unknown exception");
  }
}

namespace job_work {

namespace {

constexpr caf::timespan patience = std::chrono::seconds{10};

struct memory {
  static constexpr const char* name = "status.job_worker";

  memory(job_worker_actor::pointer self,
         std::shared_ptr<const job_callbacks> job, state_holder holder)
    : self(self), job(std::move(job)), holder(std::move(holder)) {
    shim::harden(self);
  }

  caf::result<progress> take_progress() const {
    if (!job->progress) {
      progress result;
      result.current = holder.view.load();
      result.taken = caf::make_timestamp();
      return result;
    }
    try {
      return job->progress();
    } catch (...) {
      return current_error(ec::unavailable);
    }
  }

  caf::result<checkpoint> dump(const attempt& which) const {
    if (!job->dump)
      return make_error(ec::watermark_not_ready, "the job writes none");
    try {
      auto result = job->dump(which);
      if (result)
        return std::move(*result);
      return result.error();
    } catch (...) {
      return current_error(ec::could_not_write_checkpoint);
    }
  }

  caf::result<steering> steer(const steering& wanted) const {
    try {
      if (job->steer)
        job->steer(wanted);
      return wanted;
    } catch (...) {
      return current_error(ec::unavailable);
    }
  }

  caf::result<std::string> report() {
    try {
      if (job->report)
        return job->report();
      if (!job->progress)
        return std::string{};
      return default_report(job->progress());
    } catch (...) {
      return current_error(ec::unavailable);
    }
  }

  caf::result<std::string> default_report(progress task) {
    auto promise
      = self->make_response_promise<caf::typed_response_promise<std::string>>();
    shim::mail(self, atom::get_v)
      .request(holder.actor, patience)
      .then(
        [promise, task = std::move(task)](const snapshot& x) mutable {
          promise.deliver(migration_report("migration status", x, task).str());
        },
        [promise](caf::error& err) mutable {
          promise.deliver(std::move(err));
        });
    return promise;
  }

  job_worker_actor::behavior_type make_behavior() {
    return {
      [this](atom::progress) { return take_progress(); },
      [this](atom::report) { return report(); },
      [this](atom::dump, const attempt& which) { return dump(which); },
      [this](atom::steer, const steering& x) { return steer(x); },
    };
  }

  job_worker_actor::pointer self;
  std::shared_ptr<const job_callbacks> job;
  state_holder holder;
};

} // namespace

} // namespace job_work

job_worker_actor spawn_job_worker(caf::actor_system& sys,
                                  std::shared_ptr<const job_callbacks> job,
                                  const state_holder& holder) {
  return shim::spawn<job_work::memory, caf::detached>(sys, std::move(job),
                                                      holder);
}

} // namespace status
