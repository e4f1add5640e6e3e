// What others do wrong must not end the holder: everything depends on it.
#define CAF_SUITE state_holder_abuse
#include "holder_fixture.hpp"

#include <caf/actor_companion.hpp>
#include <caf/event_based_actor.hpp>

#include <stdexcept>

namespace status::test::state_holder_abuse_suite {

namespace {

// A subscriber that misbehaves at every event.
class bad_subscriber {
public:
  static constexpr const char* name = "test.bad_subscriber";

  using handler = std::function<caf::result<void>(const transition&)>;

  bad_subscriber(subscriber_actor::pointer, handler on_event)
    : on_event(std::move(on_event)) {
    // nop
  }

  subscriber_actor::behavior_type make_behavior() {
    return {[this](const transition& x) { return on_event(x); }};
  }

  handler on_event;
};

// Notes, in one order, what the holder does for a transition: at once, not when
// the other side finds the time to read it.
class observer {
public:
  using strings = std::vector<std::string>;

  observer(caf::actor_system& sys, const state_view& view)
    : companion_(sys.spawn<caf::actor_companion>()) {
    self().on_enqueue([this, view](const caf::mailbox_element_ptr& x) {
      if (x->content().match_elements<transition>())
        notes.emplace_back("told, view: " + to_string(view.load()));
    });
  }

  ~observer() {
    self().on_enqueue({});
    self().cleanup(caf::exit_reason::normal, nullptr);
  }

  observer(const observer&) = delete;
  observer& operator=(const observer&) = delete;

  subscriber_actor handle() const {
    return caf::actor_cast<subscriber_actor>(companion_);
  }

  strings notes;

private:
  caf::actor_companion& self() {
    return *caf::actor_cast<caf::actor_companion*>(companion_);
  }

  caf::actor companion_;
};

class noting_log : public log_sink {
public:
  void write(const log_record& x) override {
    if (notes)
      notes->emplace_back("logged " + x.text);
  }

  observer::strings* notes = nullptr;
};

class throwing_log : public log_sink {
public:
  void write(const log_record&) override {
    throw std::runtime_error("disk full");
  }
};

class abuse_fixture : public holder_fixture {
public:
  // Spawns a plain actor that does `f` and understands nothing.
  template <class F>
  void by_plain_actor(F f) {
    auto plain = sys.spawn([f](caf::event_based_actor* me) -> caf::behavior {
      f(me);
      return {[](int32_t) {}};
    });
    owned.emplace_back(plain);
    settle();
  }

  void check_that_it_works() {
    auto who = spawn_listener();
    auto before = subscribe(who).at.sequence;
    advance(state::copy_rows);
    CAF_CHECK_EQUAL(sequences(who), numbers{before + 1});
    CAF_CHECK(fail(disk_full).value().first);
  }

  void subscribe_bad_one(bad_subscriber::handler f) {
    auto bad = shim::spawn<bad_subscriber>(sys, std::move(f));
    owned.emplace_back(caf::actor_cast<caf::actor>(bad));
    ask<snapshot>(holder.actor, atom::subscribe_v, bad);
  }

  caf::actor untyped() {
    return caf::actor_cast<caf::actor>(holder.actor);
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(state_holder_abuse_tests, abuse_fixture)

CAF_TEST(garbage is dropped and a question in garbage is answered an error) {
  by_plain_actor([whom = untyped()](caf::event_based_actor* me) {
    me->send(whom, "garbage", 42);
    me->send(whom, atom::advance_v);
    me->send(whom, atom::advance_v, int32_t{1});
    me->send(whom, atom::dump_v, attempt{1, 1});
  });
  auto answer = ask<int32_t>(untyped(), "garbage");
  CAF_CHECK(answer.error() == caf::sec::unexpected_message);
  check_that_it_works();
}

CAF_TEST(an answer that nobody takes comes back and does no harm) {
  by_plain_actor([whom = holder.actor](caf::event_based_actor* me) {
    me->send(whom, atom::get_v);
    me->send(whom, atom::history_v);
    me->send(whom, atom::advance_v, state::initial);
    me->send(whom, atom::advance_v, state::err_cleanup);
    me->send(whom, atom::subscribe_v, subscriber_actor{});
  });
  check_that_it_works();
}

CAF_TEST(errors and downs and exits of nobody in particular do no harm) {
  caf::anon_send(untyped(), caf::make_error(caf::sec::runtime_error));
  caf::anon_send(untyped(), make_error(ec::cancelled));
  auto stranger = spawn_listener();
  caf::anon_send(
    untyped(), caf::down_msg{stranger.actor.address(), caf::exit_reason::kill});
  caf::anon_send_exit(holder.actor, caf::exit_reason::normal);
  settle();
  check_that_it_works();
}

CAF_TEST(6.6 a subscriber that answers errors does no harm) {
  int events = 0;
  subscribe_bad_one([&events](const transition&) -> caf::result<void> {
    ++events;
    return make_error(ec::unavailable, "not today");
  });
  check_that_it_works();
  CAF_CHECK_EQUAL(events, 2);
}

CAF_TEST(6.6 a subscriber that throws is dead and does no harm) {
  int events = 0;
  subscribe_bad_one([&events](const transition&) -> caf::result<void> {
    ++events;
    throw std::runtime_error("not today");
  });
  check_that_it_works();
  CAF_CHECK_EQUAL(events, 1);
}

CAF_TEST(a log that throws does no harm) {
  holder = spawn_state_holder(sys, [] {
    holder_options options;
    options.log = std::make_shared<throwing_log>();
    return options;
  }());
  owned.emplace_back(untyped());
  check_that_it_works();
}

CAF_TEST(3.7 a transition is seen then told and only then logged) {
  auto noting = std::make_shared<noting_log>();
  holder_options options;
  options.log = noting;
  holder = spawn_state_holder(sys, options);
  owned.emplace_back(untyped());
  observer who{sys, holder.view};
  noting->notes = &who.notes;
  ask<snapshot>(holder.actor, atom::subscribe_v, who.handle());
  advance(state::copy_rows);
  fail(disk_full);
  CAF_CHECK_EQUAL(who.notes, (observer::strings{
                               "told, view: copyRows", "logged copyRows",
                               "told, view: errCleanup", "logged errCleanup"}));
  noting->notes = nullptr;
}

CAF_TEST(its owner ends it by an exit message) {
  auto who = spawn_listener();
  subscribe(who);
  caf::error why;
  by_plain_actor([&why, whom = untyped()](caf::event_based_actor* me) {
    me->set_down_handler([&why](caf::down_msg& x) { why = x.reason; });
    me->monitor(whom);
  });
  end(holder.actor, caf::exit_reason::user_shutdown);
  CAF_CHECK(why == caf::exit_reason::user_shutdown);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::state_holder_abuse_suite
