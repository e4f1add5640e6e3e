#include "status/actors/state_holder.hpp"

#include <utility>

#include "actors/lifecycle.hpp"
#include "actors/subscribers.hpp"

namespace status {

namespace holding {

namespace {

using cell_ptr = std::shared_ptr<state_view::cell>;

struct memory {
  static constexpr const char* name = "status.state_holder";
  static constexpr bool wakes_many = true;

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
    subscribers.for_each([this, &event](const subscriber_actor& x) {
      shim::mail(self, event).send(x);
    });
    if (log_to == nullptr)
      return;
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
    subscribers.enlist(self, *this, who);
    return {};
  }

  void down(const caf::actor_addr& who, const caf::error&) {
    subscribers.down(who);
  }

  static state_holder_actor::behavior_type handlers(memory*& me);

  state_holder_actor::pointer self;
  log_sink_ptr log_to;
  cell_ptr cell;
  lifecycle life;
  subscriber_list subscribers;
};

state_holder_actor::behavior_type memory::handlers(memory*& me) {
  return {
    [&me](atom::fail, const caf::error& cause) { return me->fail(cause); },
    [&me](atom::advance, state to) { return me->advance(to); },
    [&me](atom::get) { return me->life.look(me->now()); },
    [&me](atom::subscribe,
          const subscriber_actor& who) -> caf::result<snapshot> {
      if (auto err = me->enlist(who))
        return err;
      return me->life.look(me->now());
    },
    [&me](atom::subscribe, const subscriber_actor& who,
          const stream_position& seen) -> caf::result<catch_up> {
      if (auto err = me->enlist(who))
        return err;
      return me->life.since(seen, me->now());
    },
    [&me](atom::leave, const subscriber_actor& who) {
      me->subscribers.forget(who.address());
    },
    [&me](atom::record, attempt_record& x) -> caf::result<void> {
      if (auto err = me->life.record(std::move(x), me->now()))
        return err;
      return caf::unit;
    },
    [&me](atom::history) { return me->life.history(); },
    [&me](atom::steer, const steering_order& word) { return me->steer(word); },
    [&me](atom::restore, const steering& stored) {
      return me->life.restore(stored);
    },
  };
}

} // namespace

} // namespace holding

state_holder spawn_state_holder(caf::actor_system& sys,
                                holder_options options) {
  if (options.first < state::initial || options.first >= state::err_cleanup)
    options.first = state::initial;
  auto cell = std::make_shared<state_view::cell>(options.first);
  auto actor = shim::spawn_frugal<holding::memory>(sys, options, cell);
  return {std::move(actor), state_view{std::move(cell)}};
}

} // namespace status
