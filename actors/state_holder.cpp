#include "status/actors/state_holder.hpp"

#include <utility>

#include "actors/lifecycle.hpp"
#include "actors/subscribers.hpp"

namespace status {

namespace {

using cell_ptr = std::shared_ptr<state_view::cell>;

struct memory {
  static constexpr const char* name = "status.state_holder";

  memory(state_holder_actor::pointer self, const holder_options& options,
         cell_ptr cell)
    : self(self),
      log_to(options.log),
      cell(std::move(cell)),
      life(options.epoch, options.first, options.may_repeat_checksum,
           options.replay_capacity, options.wanted, now()) {
    shim::harden(self);
  }

  moment now() const {
    return {self->clock().now(), caf::make_timestamp()};
  }

  void publish(const transition& event) {
    cell->store(event.to, std::memory_order_release);
    for (const auto& subscriber : subscribers)
      shim::mail(self, event).send(subscriber);
    log(log_to, {log_level::info, // last: a sink may be slow
                 name,
                 to_string(event.to),
                 {{"from", to_string(event.from)},
                  {"epoch", std::to_string(event.at.epoch)},
                  {"sequence", std::to_string(event.at.sequence)}}});
  }

  caf::result<snapshot> advance(state to) {
    auto event = life.advance(to, now());
    if (!event)
      return event.error();
    if (*event)
      publish(**event);
    return life.look(now());
  }

  caf::result<verdict> fail(const caf::error& cause) {
    auto outcome = life.fail(cause, now());
    if (!outcome)
      return outcome.error();
    if (outcome->event)
      publish(*outcome->event);
    return std::move(outcome->answer);
  }

  caf::result<steering> steer(const steering_order& word) {
    auto wanted = life.steer(word, now());
    if (!wanted)
      return wanted.error();
    log(log_to, {log_level::info,
                 name,
                 to_string(word.word),
                 {{"by", word.by}, {"reason", word.reason}}});
    return std::move(*wanted);
  }

  caf::error enlist(const subscriber_actor& who) {
    if (!who)
      return make_error(ec::bad_argument, "an invalid subscriber");
    subscribers.enlist(self, who);
    return {};
  }

  state_holder_actor::behavior_type make_behavior();

  state_holder_actor::pointer self;
  log_sink_ptr log_to;
  cell_ptr cell;
  lifecycle life;
  subscriber_list subscribers;
};

state_holder_actor::behavior_type memory::make_behavior() {
  return {
    [this](atom::fail, const caf::error& cause) { return fail(cause); },
    [this](atom::advance, state to) { return advance(to); },
    [this](atom::get) { return life.look(now()); },
    [this](atom::subscribe,
           const subscriber_actor& who) -> caf::result<snapshot> {
      if (auto err = enlist(who))
        return err;
      return life.look(now());
    },
    [this](atom::subscribe, const subscriber_actor& who,
           const stream_position& seen) -> caf::result<catch_up> {
      if (auto err = enlist(who))
        return err;
      return life.since(seen, now());
    },
    [this](atom::leave, const subscriber_actor& who) {
      subscribers.forget(who.address());
    },
    [this](atom::record, attempt_record& x) -> caf::result<void> {
      if (auto err = life.record(std::move(x), now()))
        return err;
      return caf::unit;
    },
    [this](atom::history) { return life.history(); },
    [this](atom::steer, const steering_order& word) { return steer(word); },
    [this](atom::restore, const steering& stored) {
      return life.restore(stored);
    },
  };
}

} // namespace

state_holder spawn_state_holder(caf::actor_system& sys,
                                holder_options options) {
  if (options.first < state::initial || options.first >= state::err_cleanup)
    options.first = state::initial;
  auto cell = std::make_shared<state_view::cell>(options.first);
  auto actor = shim::spawn<memory>(sys, options, cell);
  return {std::move(actor), state_view{std::move(cell)}};
}

} // namespace status
