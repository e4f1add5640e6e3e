#include "grouped.hpp"

#include <cstdlib>
#include <utility>

namespace status::test {

namespace {

// What it tells itself: the watch may be over.
using front_actor
  = shim::extend<watcher_actor, caf::result<void>(atom::tick, uint64_t)>;

class front {
public:
  static constexpr const char* name = "test.front";

  front(front_actor::pointer self, task_actor task, state_holder_actor holder,
        watch_group_actor group)
    : self(self),
      task(std::move(task)),
      holder(std::move(holder)),
      group(std::move(group)) {
    shim::harden(self);
  }

  ~front() {
    leave();
  }

  front(const front&) = delete;
  front& operator=(const front&) = delete;

  front_actor::behavior_type make_behavior() {
    shim::mail(self, atom::add_v, task, holder)
      .request(group, caf::infinite)
      .then([] {}, [](const caf::error&) { std::abort(); });
    for (const auto& x : {caf::actor_cast<caf::actor>(task),
                          caf::actor_cast<caf::actor>(holder)})
      shim::monitor(self, x, [this](const caf::error&) { look(); });
    shim::monitor(self, group, [this](const caf::error&) { self->quit(); });
    return {
      [this](atom::wait) {
        return shim::mail(self, atom::wait_v, task).delegate(group);
      },
      [this](atom::stop, const stop_order& x) {
        return ending(shim::mail(self, atom::stop_v, task, x));
      },
      [this](atom::abort) {
        return ending(shim::mail(self, atom::abort_v, task));
      },
      [this](atom::cancel, const caf::error& x) {
        return shim::mail(self, atom::cancel_v, task, x).delegate(group);
      },
      [this](atom::save) {
        return shim::mail(self, atom::save_v, task).delegate(group);
      },
      [this](atom::steer, const steering_order& x) {
        return shim::mail(self, atom::steer_v, task, x).delegate(group);
      },
      [this](atom::progress) {
        return shim::mail(self, atom::progress_v).delegate(task);
      },
      [this](atom::get) {
        return shim::mail(self, atom::get_v).delegate(holder);
      },
      [this](atom::history) {
        return shim::mail(self, atom::history_v).delegate(holder);
      },
      [this](atom::subscribe, const subscriber_actor& x) {
        return shim::mail(self, atom::subscribe_v, x).delegate(holder);
      },
      [this](atom::subscribe, const subscriber_actor& x,
             const stream_position& y) {
        return shim::mail(self, atom::subscribe_v, x, y).delegate(holder);
      },
      [this](atom::leave, const subscriber_actor& x) {
        return shim::mail(self, atom::leave_v, x).delegate(holder);
      },
      [this](atom::tick, uint64_t) { look(); },
    };
  }

private:
  template <class Mail>
  caf::result<watch_result> ending(Mail order) {
    auto promise
      = self
          ->make_response_promise<caf::typed_response_promise<watch_result>>();
    std::move(order)
      .request(group, caf::infinite)
      .then(
        [this, promise](const watch_result& x) mutable {
          promise.deliver(x);
          leave();
        },
        [promise](const caf::error& x) mutable { promise.deliver(x); });
    return promise;
  }

  /// Ends once the group does not know the task any more.
  void look() {
    shim::mail(self, atom::wait_v, task)
      .request(group, caf::infinite)
      .then([this](const watch_result&) { look(); },
            [this](const caf::error&) { leave(); });
  }

  void leave() {
    caf::anon_send_exit(group, caf::exit_reason::user_shutdown);
  }

  front_actor::pointer self;
  task_actor task;
  state_holder_actor holder;
  watch_group_actor group;
};

} // namespace

bool in_groups() {
  return std::getenv("WATCH_IN_GROUP") != nullptr;
}

caf::expected<watcher_actor> watch_in_group(caf::actor_system& sys,
                                            const task_actor& task,
                                            const state_holder_actor& holder,
                                            watch_options options) {
  auto group = spawn_watch_group(sys, std::move(options));
  if (!group)
    return group.error();
  return watcher_actor{shim::spawn<front>(sys, task, holder, *group)};
}

} // namespace status::test
