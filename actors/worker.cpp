#include "status/actors/worker.hpp"

#include <chrono>
#include <set>
#include <string>
#include <utility>

#include "actors/job_worker.hpp"
#include "actors/reception.hpp"

namespace status {

namespace working {

namespace {

constexpr caf::timespan patience = std::chrono::seconds{10};

struct memory {
  static constexpr const char* name = "status.worker";

  memory(worker_actor::pointer self, job_maker make, worker_options options)
    : self(self), make(std::move(make)), capacity(options.capacity) {
    shim::harden(self);
    shim::refuse_unknown(self, not_understood());
    desk = spawn_desk(self->system(), std::move(options.desk));
  }

  memory(const memory&) = delete;

  memory& operator=(const memory&) = delete;

  ~memory() {
    caf::anon_send_exit(desk, caf::exit_reason::user_shutdown);
  }

  caf::result<desk_info> hello(uint16_t version) {
    auto promise
      = self->make_response_promise<caf::typed_response_promise<desk_info>>();
    shim::mail(self, atom::hello_v, version)
      .request(desk, patience)
      .then(
        [this, promise](desk_info& x) mutable {
          x.capacity = capacity;
          promise.deliver(std::move(x));
        },
        [promise](caf::error& err) mutable {
          promise.deliver(std::move(err));
        });
    return promise;
  }

  caf::result<bool> start(const job_order& order) {
    if (auto err = check(order))
      return err;
    if (running.count(order.task) > 0)
      return make_error(ec::checkpoint_collision,
                        order.task + " is running here already");
    if (running.size() >= capacity)
      return false;
    supervisor_actor job;
    try {
      auto made = make(self->system(), order);
      if (!made)
        return made.error();
      job = std::move(*made);
    } catch (...) {
      return current_error(ec::unavailable);
    }
    if (!job)
      return make_error(ec::bad_argument, order.task + ": no job was made");
    running.insert(order.task);
    shim::monitor(self, job, [this, task = order.task](const caf::error&) {
      running.erase(task);
    });
    auto promise
      = self->make_response_promise<caf::typed_response_promise<bool>>();
    shim::mail(self, atom::add_v, order.task, desk_job{job})
      .request(desk, patience)
      .then([promise]() mutable { promise.deliver(true); },
            [promise, job](caf::error& err) mutable {
              // Nobody would ever hear of it.
              shim::anon_mail(atom::cancel_v, err).send(job);
              promise.deliver(std::move(err));
            });
    return promise;
  }

  worker_actor::behavior_type make_behavior() {
    return {
      [this](atom::hello, uint16_t version) { return hello(version); },
      [this](atom::start, const job_order& order) { return start(order); },
      [this](atom::list, task_filter& which) {
        return shim::mail(self, atom::list_v, std::move(which)).delegate(desk);
      },
      [this](atom::follow, follow_order& what, const listener_actor& who) {
        return shim::mail(self, atom::follow_v, std::move(what), who)
          .delegate(desk);
      },
      [this](atom::leave, const listener_actor& who) {
        return shim::mail(self, atom::leave_v, who).delegate(desk);
      },
      [this](atom::progress, const std::string& task) {
        return shim::mail(self, atom::progress_v, task).delegate(desk);
      },
      [this](atom::history, const std::string& task) {
        return shim::mail(self, atom::history_v, task).delegate(desk);
      },
      [this](atom::save, const std::string& task) {
        return shim::mail(self, atom::save_v, task).delegate(desk);
      },
      [this](atom::steer, const std::string& task, const steering_order& word) {
        return shim::mail(self, atom::steer_v, task, word).delegate(desk);
      },
      [this](atom::cancel, const std::string& task, caf::error& cause) {
        return shim::mail(self, atom::cancel_v, task, std::move(cause))
          .delegate(desk);
      },
      [this](atom::stop, const std::string& task, caf::error& cause) {
        return shim::mail(self, atom::stop_v, task, std::move(cause))
          .delegate(desk);
      },
    };
  }

  worker_actor::pointer self;
  job_maker make;
  uint32_t capacity;
  local_desk_actor desk;
  std::set<std::string> running; // whose supervisors live
};

} // namespace

} // namespace working

caf::expected<worker_actor> spawn_worker(caf::actor_system& sys, job_maker make,
                                         worker_options options) {
  if (!make || options.capacity == 0)
    return make_error(ec::bad_argument,
                      "a worker needs somebody who makes its jobs, and takes "
                      "one at least");
  if (auto err
      = check(desk_info{protocol_version, options.desk.node, options.capacity}))
    return err;
  return shim::spawn<working::memory>(sys, std::move(make), std::move(options));
}

} // namespace status
