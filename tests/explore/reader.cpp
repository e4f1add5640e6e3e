#include "explore/reader.hpp"

#include <utility>

namespace status::explore {

namespace {

constexpr caf::timespan patience = 10s;

class reader {
public:
  static constexpr const char* name = "reader";

  reader(reader_actor::pointer self, state_holder_actor holder,
         reading_ptr what)
    : self(self), holder(std::move(holder)), what(std::move(what)) {
    shim::harden(self);
  }

  void complain(const char* text) {
    if (what->broken.empty())
      what->broken = text;
  }

  void take(const transition& x) {
    if (!what->begun || x.at.epoch != what->at.epoch)
      return complain("an event came before the snapshot");
    if (x.at.sequence <= what->at.sequence) {
      if (!what->came_back)
        complain("an event came twice");
      return;
    }
    if (x.at.sequence != what->at.sequence + 1 || x.from != what->current) {
      if (!what->lost_some)
        complain("an event was missed");
      return;
    }
    what->at = x.at;
    what->current = x.to;
  }

  void restart(const snapshot& x) {
    what->at = x.at;
    what->current = x.current;
    what->begun = true;
  }

  void subscribe() {
    what->subscribed = true;
    shim::mail(self, atom::subscribe_v, me())
      .request(holder, patience)
      .then(
        [this](const snapshot& x) {
          // What was told before the snapshot was taken has come before it.
          if (was_subscribed && what->at.sequence != x.at.sequence)
            complain("a second snapshot is not where the events are");
          was_subscribed = true;
          restart(x);
        },
        [this](const caf::error&) { complain("subscribe was refused"); });
  }

  void come_back() {
    what->subscribed = true;
    what->came_back = true;
    ++coming_back;
    shim::mail(self, atom::subscribe_v, me(), what->at)
      .request(holder, patience)
      .then([this](const catch_up& x) { catch_up_with(x); },
            [this](const caf::error&) { complain("resume was refused"); });
  }

  void catch_up_with(const catch_up& x) {
    was_subscribed = true;
    if (--coming_back == 0)
      what->lost_some = false;
    if (x.reset) {
      ++what->resets;
      if (!x.missed.empty())
        complain("a reset brought events, too");
      return restart(x.now);
    }
    for (const auto& event : x.missed)
      take(event);
    if (what->at.sequence != x.now.at.sequence
        || what->current != x.now.current)
      complain("what was missed does not lead to the snapshot");
  }

  subscriber_actor me() const {
    return what->entry ? what->entry : caf::actor_cast<subscriber_actor>(self);
  }

  reader_actor::behavior_type make_behavior() {
    return {
      [this](const transition& x) { take(x); },
      [this](atom::subscribe) { subscribe(); },
      [this](atom::get) { come_back(); },
      [this](atom::get, bool) {
        what->lost_some = true;
        come_back();
      },
      [this](atom::leave) {
        what->subscribed = false;
        was_subscribed = false;
        caf::anon_send(holder, atom::leave_v, me());
      },
    };
  }

  reader_actor::pointer self;
  state_holder_actor holder;
  reading_ptr what;
  bool was_subscribed = false; // and nothing was missed since
  size_t coming_back = 0;      // answers to come
};

} // namespace

reader_actor spawn_reader(world& in, state_holder_actor holder,
                          reading_ptr what) {
  return in.own(
    shim::spawn<reader>(in.system(), std::move(holder), std::move(what)));
}

state_holder spawn_holder(world& in, size_t replay_capacity) {
  holder_options options;
  options.replay_capacity = replay_capacity;
  auto result = spawn_state_holder(in.system(), std::move(options));
  in.own(result.actor);
  return result;
}

std::vector<event> enter_each(const state_holder_actor& holder,
                              const std::vector<state>& states) {
  std::vector<event> result;
  result.reserve(states.size());
  for (auto to : states)
    result.emplace_back(
      event{"the task enters " + to_string(to),
            [holder, to] { caf::anon_send(holder, atom::advance_v, to); },
            {}});
  return result;
}

} // namespace status::explore
