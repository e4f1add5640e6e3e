#define CAF_SUITE shim
#include "fixture.hpp"

#include <caf/binary_deserializer.hpp>
#include <caf/binary_serializer.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <type_traits>
#include <vector>

namespace status::test::shim_suite {

namespace {

using caf::exit_reason;

/// An actor that does what the tests tell it to, in its own context.
using puppet_actor = shim::typed_actor<
  // Runs the next order.
  caf::result<void>(atom::tick),
  // Keeps what arrives.
  caf::result<void>(atom::report, int32_t)>;

struct puppet_script {
  std::function<void(puppet_actor::pointer)> order;
  std::vector<int32_t> got;
};

struct puppet {
  static constexpr const char* name = "test.puppet";

  puppet(puppet_actor::pointer self, std::shared_ptr<puppet_script> with)
    : self(self), with(std::move(with)) {
    shim::harden(self);
  }

  puppet_actor::behavior_type make_behavior() {
    return {
      [this](atom::tick) { with->order(self); },
      [this](atom::report, int32_t x) { with->got.emplace_back(x); },
    };
  }

  puppet_actor::pointer self;
  std::shared_ptr<puppet_script> with;
};

/// A state class that does not want to know its actor.
struct lonely {
  static constexpr const char* name = "test.lonely";

  explicit lonely(int32_t x) : x(x) {
    // nop
  }

  caf::behavior make_behavior() {
    return {[this](atom::get) { return x; }};
  }

  int32_t x;
};

class shim_fixture : public fixture {
public:
  shim_fixture() {
    actor = shim::spawn<puppet>(sys, with);
    owned.emplace_back(caf::actor_cast<caf::actor>(actor));
    settle();
  }

  ~shim_fixture() override {
    with->order = nullptr; // it may hold handles
  }

  void make(std::function<void(puppet_actor::pointer)> order) {
    with->order = std::move(order);
    shim::anon_mail(atom::tick_v).send(actor);
    settle();
  }

  puppet_actor spawn_other() {
    auto result = shim::spawn<puppet>(sys, std::make_shared<puppet_script>());
    owned.emplace_back(caf::actor_cast<caf::actor>(result));
    return result;
  }

  /// Whether the actor still takes what it is sent.
  bool alive() {
    auto before = with->got.size();
    shim::anon_mail(atom::report_v, int32_t{-1}).send(actor);
    settle();
    return with->got.size() == before + 1;
  }

  std::shared_ptr<puppet_script> with = std::make_shared<puppet_script>();
  puppet_actor actor;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(shim_tests, shim_fixture)

// -- spawn and monitor ---------------------------------------------------------

CAF_TEST(a state class takes its actor or does without) {
  auto other = shim::spawn<lonely>(sys, int32_t{7});
  CAF_CHECK_EQUAL(ask<int32_t>(other, atom::get_v).value(), 7);
  end(other);
  CAF_CHECK(alive());
}

CAF_TEST(a callback is told once how its actor has ended) {
  auto other = spawn_other();
  std::vector<caf::error> reasons;
  make([&](auto* self) {
    shim::monitor(self, other,
                  [&](const caf::error& x) { reasons.emplace_back(x); });
  });
  CAF_CHECK(reasons.empty());
  end(other, exit_reason::user_shutdown);
  CAF_REQUIRE_EQUAL(reasons.size(), 1u);
  CAF_CHECK_EQUAL(reasons[0], exit_reason::user_shutdown);
}

CAF_TEST(several callbacks for one actor are called once each) {
  auto other = spawn_other();
  int first = 0;
  int second = 0;
  make([&](auto* self) {
    shim::monitor(self, other, [&](const caf::error&) { ++first; });
    shim::monitor(self, other, [&](const caf::error&) { ++second; });
  });
  end(other);
  CAF_CHECK_EQUAL(first, 1);
  CAF_CHECK_EQUAL(second, 1);
}

CAF_TEST(each callback belongs to its actor) {
  auto one = spawn_other();
  auto two = spawn_other();
  std::string told;
  make([&](auto* self) {
    shim::monitor(self, one, [&](const caf::error&) { told += "one "; });
    shim::monitor(self, two, [&](const caf::error&) { told += "two "; });
  });
  end(two);
  end(one);
  CAF_CHECK_EQUAL(told, "two one ");
}

CAF_TEST(an actor that is dead already is told as well) {
  auto other = spawn_other();
  end(other);
  int calls = 0;
  make([&](auto* self) {
    shim::monitor(self, other, [&](const caf::error&) { ++calls; });
  });
  CAF_CHECK_EQUAL(calls, 1);
}

CAF_TEST(a callback may monitor somebody else and end its own actor) {
  auto one = spawn_other();
  auto two = spawn_other();
  make([&](puppet_actor::pointer self) {
    shim::monitor(self, one, [self, &two](const caf::error&) {
      shim::monitor(self, two, [self](const caf::error&) { self->quit(); });
    });
  });
  end(one);
  CAF_CHECK(alive());
  end(two);
  CAF_CHECK(!alive());
}

CAF_TEST(who has ended is not called back) {
  auto other = spawn_other();
  int calls = 0;
  make([&](auto* self) {
    shim::monitor(self, other, [&](const caf::error&) { ++calls; });
    self->quit();
  });
  end(other);
  CAF_CHECK_EQUAL(calls, 0);
}

// -- mail ----------------------------------------------------------------------

CAF_TEST(urgent mail overtakes) {
  for (int32_t i = 1; i <= 3; ++i)
    shim::anon_mail(atom::report_v, i).send(actor);
  shim::anon_mail(atom::report_v, int32_t{9}).urgent().send(actor);
  settle();
  CAF_CHECK_EQUAL(with->got, (std::vector<int32_t>{9, 1, 2, 3}));
}

CAF_TEST(scheduled mail comes at its time and not before) {
  make([&](puppet_actor::pointer self) {
    shim::mail(self, atom::report_v, int32_t{5})
      .schedule(self->clock().now() + 10s)
      .send(actor);
  });
  pass(9900ms);
  CAF_CHECK(with->got.empty());
  pass(100ms);
  CAF_CHECK_EQUAL(with->got, std::vector<int32_t>{5});
  pass(30s);
  CAF_CHECK_EQUAL(with->got.size(), 1u);
}

CAF_TEST(mail is sent asked and delegated) {
  auto other = shim::spawn<lonely>(sys, int32_t{7});
  int32_t answer = 0;
  make([&](puppet_actor::pointer self) {
    shim::mail(self, atom::report_v, int32_t{1}).send(actor);
    shim::mail(self, atom::get_v).request(other, 10s).then([&](int32_t x) {
      answer = x;
    });
  });
  CAF_CHECK_EQUAL(with->got, std::vector<int32_t>{1});
  CAF_CHECK_EQUAL(answer, 7);
  end(other);
}

// -- harden --------------------------------------------------------------------

CAF_TEST(a hardened actor survives what it cannot take) {
  auto plain = caf::actor_cast<caf::actor>(actor);
  shim::anon_mail(std::string{"what is this"}).send(plain);
  shim::anon_mail(make_error(ec::bad_argument)).send(plain);
  settle();
  CAF_CHECK(alive());
}

CAF_TEST(a hardened actor survives the error of an answer it did not ask for) {
  // Nobody takes the refusal: it comes back as a message of its own.
  auto sender = caf::actor_cast<caf::strong_actor_ptr>(actor);
  caf::actor_cast<caf::strong_actor_ptr>(holder.actor)
    ->enqueue(sender, caf::make_message_id(),
              caf::make_message(atom::advance_v, state::err_cleanup), nullptr);
  settle();
  CAF_CHECK(alive());
}

CAF_TEST(a hardened actor still obeys its owner) {
  end(actor, exit_reason::user_shutdown);
  CAF_CHECK(!alive());
}

// -- what travels --------------------------------------------------------------

CAF_TEST(an enum from the wire is checked for its range) {
  using integer = std::underlying_type_t<state>;
  for (integer number : {-1, 0, 10, 11, 1 << 20}) {
    progress sent;
    sent.current = static_cast<state>(number);
    std::vector<char> wire;
    caf::binary_serializer sink{sys, wire};
    CAF_REQUIRE(!sink(sent));
    progress got;
    got.current = state::checksum;
    caf::binary_deserializer source{sys, wire};
    auto refused = static_cast<bool>(source(got));
    CAF_CHECK_EQUAL(refused, number < 0 || number > 10);
    CAF_CHECK(got.current == (refused ? state::checksum : sent.current));
  }
}

// -- errors and configuration --------------------------------------------------

CAF_TEST(errors of CAF are rendered by name) {
  CAF_CHECK_EQUAL(shim::render({}), "none");
  auto text = shim::render(caf::sec::request_timeout);
  CAF_CHECK(text.find("request_timeout") != std::string::npos);
  text = shim::render(exit_reason::kill);
  CAF_CHECK(text.find("kill") != std::string::npos);
  auto with_text = caf::make_error(caf::sec::runtime_error, "why");
  CAF_CHECK(shim::render(with_text).find("why") != std::string::npos);
}

CAF_TEST(a config takes options by the names of 0.17) {
  config<> other;
  other.set_option("scheduler.max-threads", size_t{3});
  CAF_CHECK_EQUAL(caf::get_or(other, "scheduler.max-threads", size_t{0}), 3u);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::shim_suite
