#include "status/actors/placement.hpp"

#include <caf/delegated.hpp>
#include <caf/response_promise.hpp>
#include <caf/unit.hpp>

#include <set>
#include <utility>

#include "actors/placement_memory.hpp"
#include "actors/reception.hpp"
#include "actors/watch_options.hpp"

namespace status {

namespace placing {

memory::memory(inner_actor::pointer self, placement_options options)
  : self(self),
    log_to(options.log),
    fleet(spawn_fleet(self->system(), options.fleet)),
    book(std::move(options.jobs), options.grace, options.restart,
         self->clock().now()) {
  shim::harden(self);
  shim::refuse_unknown(self, not_understood());
}

memory::~memory() {
  caf::anon_send_exit(fleet, caf::exit_reason::user_shutdown);
}

// -- operators -----------------------------------------------------------------

caf::result<verdict> memory::cancel(const std::string& task,
                                    const caf::error& cause) {
  if (auto answer = book.cancel(task, cause)) {
    act();
    if (*answer)
      return **answer;
    return answer->error();
  }
  auto promise
    = self->make_response_promise<caf::typed_response_promise<verdict>>();
  shim::mail(self, atom::cancel_v, task, cause)
    .request(fleet, patience)
    .then(
      [this, promise, task](verdict& x) mutable {
        book.unwanted(task, x.cause);
        promise.deliver(std::move(x));
      },
      [promise](caf::error& err) mutable { promise.deliver(std::move(err)); });
  return promise;
}

/// What an operator wants is not undone by a worker that is lost before it has
/// done it.
caf::result<void> memory::stop(const std::string& task,
                               const caf::error& cause) {
  if (auto answer = book.cancel(task, cause)) {
    act();
    if (*answer)
      return caf::unit;
    return answer->error();
  }
  auto promise = self->make_response_promise();
  shim::mail(self, atom::stop_v, task, cause)
    .request(fleet, patience)
    .then(
      [this, promise, task, cause]() mutable {
        book.unwanted(task, cause);
        promise.deliver(caf::unit);
      },
      [promise](caf::error& err) mutable { promise.deliver(std::move(err)); });
  return caf::delegated<void>{};
}

caf::result<job_results> memory::wait() {
  auto promise
    = self->make_response_promise<caf::typed_response_promise<job_results>>();
  waiting.push_back(promise);
  act();
  return promise;
}

// -- the behaviour ---------------------------------------------------------------

inner_actor::behavior_type memory::make_behavior() {
  shim::monitor(self, fleet,
                [this](const caf::error& why) { self->quit(why); });
  follow();
  act();
  return {
    [this](const task_updates& news) {
      heard = now();
      for (const auto& x : news.updates)
        book.hear(x.entry, now());
      act();
    },
    [this](atom::tick) { tick(); },
    [this](atom::wait) { return wait(); },
    [this](atom::announce, const desk_info& who,
           const caf::strong_actor_ptr& whom) { return announce(who, whom); },
    [this](atom::cancel, const std::string& task, const caf::error& cause) {
      return cancel(task, cause);
    },
    [this](atom::stop, const std::string& task, const caf::error& cause) {
      return stop(task, cause);
    },
    // -- as the fleet does ---------------------------------------------------------
    [this](atom::hello, uint16_t version) {
      return shim::mail(self, atom::hello_v, version).delegate(fleet);
    },
    [this](atom::list, task_filter& which) {
      return shim::mail(self, atom::list_v, std::move(which)).delegate(fleet);
    },
    [this](atom::follow, follow_order& what, const listener_actor& who) {
      return shim::mail(self, atom::follow_v, std::move(what), who)
        .delegate(fleet);
    },
    [this](atom::leave, const listener_actor& who) {
      return shim::mail(self, atom::leave_v, who).delegate(fleet);
    },
    [this](atom::progress, const std::string& task) {
      return shim::mail(self, atom::progress_v, task).delegate(fleet);
    },
    [this](atom::history, const std::string& task) {
      return shim::mail(self, atom::history_v, task).delegate(fleet);
    },
    [this](atom::save, const std::string& task) {
      return shim::mail(self, atom::save_v, task).delegate(fleet);
    },
    [this](atom::steer, const std::string& task, const steering_order& word) {
      return shim::mail(self, atom::steer_v, task, word).delegate(fleet);
    },
  };
}

} // namespace placing

caf::expected<placement_actor> spawn_placement(caf::actor_system& sys,
                                               placement_options options) {
  if (auto err = check(options.restart))
    return err;
  if (options.grace.count() < 0 || options.grace > longest_time)
    return make_error(ec::bad_argument,
                      "the grace is negative or longer than ten years");
  std::set<std::string> names;
  for (const auto& order : options.jobs) {
    if (auto err = check(order))
      return err;
    if (!names.insert(order.task).second)
      return make_error(ec::bad_argument, "two jobs are named " + order.task);
  }
  return placement_actor{shim::spawn<placing::memory>(sys, std::move(options))};
}

} // namespace status
