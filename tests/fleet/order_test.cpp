#define CAF_SUITE fleet_order
#include <caf/actor_system.hpp>
#include <caf/scoped_actor.hpp>

#include "fleet/fixture.hpp"
#include "fleet/move_job.hpp"
#include "status/actors/supervisor.hpp"
#include "status/system.hpp"

namespace fleet::test::fleet_order_suite {

namespace {

using namespace std::chrono_literals;

using status::steering_word;

struct ordered : fixture {
  /// Has a run that an operator says something to, and that is killed.
  status::steering said(steering_word word) {
    world.steer = status::apply({}, {word, "bob", ""}, caf::make_timestamp());
    world.on_pause = [] { throw killed{}; };
    CAF_CHECK(is_killed());
    return world.steer;
  }

  /// Starts the move that a fleet orders which has heard of `wanted`.
  void start(const status::steering& wanted) {
    auto job
      = start_move(sys, {"shard", payload_of(from, to), epoch, wanted}, {});
    CAF_REQUIRE(job);
    boss = *job;
  }

  /// Returns how it ended; nothing if it has not within `limit`.
  std::optional<status::run_outcome> end(caf::timespan limit) {
    std::optional<status::run_outcome> result;
    self->request(boss, limit, status::atom::wait_v)
      .receive([&](const status::run_result& x) { result = x.outcome; },
               [](const caf::error&) {});
    return result;
  }

  ~ordered() {
    if (boss)
      caf::anon_send(boss, status::atom::cancel_v,
                     caf::make_error(status::ec::cancelled, "the test ends"));
  }

  status::config<> cfg;
  caf::actor_system sys{cfg};
  caf::scoped_actor self{sys};
  status::supervisor_actor boss;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(fleet_order_tests, ordered)

CAF_TEST(6.8 a fleet that has not heard of a release does not undo it) {
  fill(40);
  auto heard = said(steering_word::hold);
  said(steering_word::release);
  start(heard);
  CAF_CHECK(end(30s) == status::run_outcome::succeeded);
  CAF_CHECK(moved());
}

CAF_TEST(10.16 what was heard and not stored is in force) {
  fill(40);
  auto stored = said(steering_word::resume);
  auto heard = status::apply(stored, {steering_word::hold, "bob", ""},
                             stored.paused.since);
  start(heard);
  CAF_CHECK(!end(2s));
  CAF_CHECK_EQUAL(write("INSERT INTO notes(text) VALUES('goes on')"), "");
  self
    ->request(boss, 30s, status::atom::steer_v,
              status::steering_order{steering_word::release, "bob", ""})
    .receive([](const status::steering&) {},
             [](const caf::error& x) { CAF_FAIL(status::to_text(x)); });
  CAF_CHECK(end(30s) == status::run_outcome::succeeded);
  CAF_CHECK(moved());
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace fleet::test::fleet_order_suite
