// Actors of which there are very many.
#define CAF_SUITE frugal
#include "fixture.hpp"

#include <caf/actor_registry.hpp>

#include <cstdint>
#include <memory>
#include <vector>

namespace status::test::frugal_suite {

namespace {

using sparrow_actor = shim::typed_actor<
  // Adds to what it has got, and answers the sum.
  caf::result<int32_t>(atom::report, int32_t),
  // Monitors another one.
  caf::result<void>(atom::follow, caf::actor),
  // Does not any more.
  caf::result<void>(atom::leave, caf::actor)>;

using addresses = std::vector<caf::actor_addr>;

struct sparrow {
  static constexpr const char* name = "test.sparrow";

  sparrow(sparrow_actor::pointer self, std::shared_ptr<addresses> dead)
    : self(self), dead(std::move(dead)) {
    shim::harden(self);
  }

  void down(const caf::actor_addr& who, const caf::error&) {
    dead->emplace_back(who);
  }

  static sparrow_actor::behavior_type handlers(sparrow*& me) {
    return {
      [&me](atom::report, int32_t x) { return me->sum += x; },
      [&me](atom::follow, const caf::actor& who) {
        shim::monitor_lightly(me->self, me->here, *me, who);
      },
      [&me](atom::leave, const caf::actor& who) {
        shim::demonitor_lightly(me->self, me->here, who);
      },
    };
  }

  sparrow_actor::pointer self;
  std::shared_ptr<addresses> dead;
  shim::observer_ptr here;
  int32_t sum = 0;
};

class frugal_fixture : public fixture {
public:
  sparrow_actor spawn_sparrow() {
    auto result = shim::spawn_frugal<sparrow>(sys, dead);
    owned.emplace_back(caf::actor_cast<caf::actor>(result));
    return result;
  }

  int32_t add(const sparrow_actor& to, int32_t x) {
    return ask<int32_t>(to, atom::report_v, x).value();
  }

  void follow(const sparrow_actor& who, const sparrow_actor& whom) {
    shim::anon_mail(atom::follow_v, caf::actor_cast<caf::actor>(whom))
      .send(who);
    settle();
  }

  std::shared_ptr<addresses> dead = std::make_shared<addresses>();
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(frugal_tests, frugal_fixture)

CAF_TEST(each has a state of its own and handlers in common) {
  auto one = spawn_sparrow();
  auto two = spawn_sparrow();
  CAF_CHECK_EQUAL(add(one, 1), 1);
  CAF_CHECK_EQUAL(add(two, 10), 10);
  CAF_CHECK_EQUAL(add(one, 1), 2);
  end(one);
  CAF_CHECK_EQUAL(add(two, 10), 20);
  CAF_CHECK_EQUAL(add(spawn_sparrow(), 5), 5);
}

CAF_TEST(none runs before its first message) {
  auto one = spawn_sparrow();
  CAF_CHECK(!sched.has_job());
  shim::anon_mail(atom::report_v, int32_t{1}).send(one);
  CAF_CHECK(sched.has_job());
}

CAF_TEST(one that was never asked can be ended and be let go) {
  auto before = sys.registry().running();
  end(spawn_sparrow());
  CAF_CHECK_EQUAL(sys.registry().running(), before);
  auto dropped = shim::spawn_frugal<sparrow>(sys, dead);
  CAF_CHECK_EQUAL(sys.registry().running(), before + 1);
  dropped = nullptr;
  CAF_CHECK_EQUAL(sys.registry().running(), before);
}

CAF_TEST(who is down is told by its address) {
  auto one = spawn_sparrow();
  auto two = spawn_sparrow();
  auto three = spawn_sparrow();
  follow(one, two);
  follow(one, three);
  CAF_CHECK(dead->empty());
  end(three);
  CAF_REQUIRE_EQUAL(dead->size(), 1u);
  CAF_CHECK(dead->back() == three.address());
  end(two);
  CAF_REQUIRE_EQUAL(dead->size(), 2u);
  CAF_CHECK(dead->back() == two.address());
}

CAF_TEST(who is monitored no more is not told of) {
  auto one = spawn_sparrow();
  auto two = spawn_sparrow();
  auto three = spawn_sparrow();
  follow(one, three);
  follow(two, three);
  shim::anon_mail(atom::leave_v, caf::actor_cast<caf::actor>(three)).send(one);
  settle();
  end(three);
  CAF_CHECK_EQUAL(dead->size(), 1u); // told to the other
  auto four = spawn_sparrow();
  follow(one, four);
  end(four);
  CAF_CHECK_EQUAL(dead->size(), 2u);
}

CAF_TEST(who has ended is told of nobody) {
  auto one = spawn_sparrow();
  auto two = spawn_sparrow();
  follow(one, two);
  end(one);
  end(two);
  CAF_CHECK(dead->empty());
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::frugal_suite
