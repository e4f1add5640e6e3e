#include "fleet_fixture.hpp"

#include <algorithm>
#include <utility>

namespace status::test {

namespace {

class pretending {
public:
  static constexpr const char* name = "test.desk";

  pretending(desk_actor::pointer self, scripted_desk_ptr what)
    : self(self), what(std::move(what)) {
    shim::harden(self);
  }

  template <class T>
  T note_down(const std::string& command, T answer) {
    what->asked.emplace_back(command);
    return answer;
  }

  caf::result<desk_info> follow(const listener_actor& who) {
    ++what->follows;
    what->listener = who;
    if (what->refusal)
      return what->refusal;
    if (what->answers)
      return desk_info{};
    hung.emplace_back(
      self->make_response_promise<caf::typed_response_promise<desk_info>>());
    return hung.back();
  }

  caf::result<void> stop(const std::string& task) {
    what->asked.emplace_back("stop " + task);
    if (what->stop_refusal)
      return what->stop_refusal;
    if (!what->stop_hangs)
      return caf::unit;
    hung_stop = self->make_response_promise();
    return caf::delegated<void>{};
  }

  desk_actor::behavior_type make_behavior() {
    return {
      [](atom::hello, uint16_t) { return desk_info{}; },
      [](atom::list, const task_filter&) { return task_list{}; },
      [this](atom::follow, const follow_order&, const listener_actor& who) {
        return follow(who);
      },
      [](atom::leave, const listener_actor&) {},
      [this](atom::progress, const std::string& task) {
        progress bad;
        bad.summary = "\x1b[2J";
        return note_down("progress " + task, bad);
      },
      [this](atom::history, const std::string& task) {
        return note_down("history " + task, attempt_history{});
      },
      [this](atom::save, const std::string& task) {
        return note_down("save " + task, attempt_record{});
      },
      [this](atom::steer, const std::string& task, const steering_order& x) {
        return note_down(to_string(x.word) + " " + task, steering{});
      },
      [this](atom::cancel, const std::string& task, const caf::error& cause) {
        return note_down("cancel " + task, verdict{true, cause});
      },
      [this](atom::stop, const std::string& task, const caf::error&) {
        return stop(task);
      },
    };
  }

  desk_actor::pointer self;
  scripted_desk_ptr what;
  std::vector<caf::typed_response_promise<desk_info>> hung;
  caf::response_promise hung_stop;
};

} // namespace

fleet_fixture::fleet_fixture() {
  with.log = log;
  with.forget_after = 60s;
  fleet = spawn_fleet(sys, with);
  owned.emplace_back(caf::actor_cast<caf::actor>(fleet));
  settle();
}

scripted_desk_ptr fleet_fixture::spawn_scripted_desk() {
  auto result = std::make_shared<scripted_desk>();
  result->actor = shim::spawn<pretending>(sys, result);
  owned.emplace_back(caf::actor_cast<caf::actor>(result->actor));
  return result;
}

caf::error fleet_fixture::announce(const std::string& node,
                                   const desk_actor& who) {
  desk_info info;
  info.node = node;
  return order(fleet, atom::announce_v, info,
               caf::actor_cast<caf::strong_actor_ptr>(who));
}

scripted_desk_ptr fleet_fixture::announce(const std::string& node) {
  auto result = spawn_scripted_desk();
  if (auto err = announce(node, result->actor))
    CAF_FAIL("cannot announce: " << to_text(err));
  CAF_REQUIRE(result->listener);
  return result;
}

void fleet_fixture::tell(const scripted_desk_ptr& who, task_updates what) {
  if (auto err = order(who->listener, std::move(what)))
    who->refused.emplace_back(err);
}

void fleet_fixture::tell(const scripted_desk_ptr& who, const std::string& task,
                         uint64_t epoch, presence seen) {
  task_update x;
  x.entry.task = task;
  x.entry.node = "db";
  x.entry.seen = seen;
  x.entry.last_seen = caf::make_timestamp();
  x.entry.now.at.epoch = epoch;
  tell(who, {{x}, {}});
}

void fleet_fixture::pass_with(const std::vector<scripted_desk_ptr>& desks,
                              caf::timespan duration) {
  for (; duration.count() > 0; duration -= 2s) {
    pass(std::min<caf::timespan>(duration, 2s), 500ms);
    for (const auto& x : desks)
      tell(x);
  }
}

std::optional<task_entry> fleet_fixture::known(const std::string& task) {
  for (const auto& x : list(fleet).tasks)
    if (x.task == task)
      return x;
  return std::nullopt;
}

} // namespace status::test
