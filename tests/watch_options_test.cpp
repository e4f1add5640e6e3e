#define CAF_SUITE watch_options
#include "fixture.hpp"

#include <string>
#include <utility>
#include <vector>

#include "actors/watch_options.hpp"

namespace status::test::watch_options_suite {

namespace {

const std::vector<std::pair<const char*, caf::timespan watch_options::*>> times{
  {"status_interval", &watch_options::status_interval},
  {"status_timeout", &watch_options::status_timeout},
  {"checkpoint_interval", &watch_options::checkpoint_interval},
  {"checkpoint_timeout", &watch_options::checkpoint_timeout},
  {"first_checkpoint", &watch_options::first_checkpoint},
  {"min_checkpoint_pause", &watch_options::min_checkpoint_pause},
  {"stale_after", &watch_options::stale_after},
};

/// The refusal of options with one time set; fails the test if they are taken.
std::string refusal(caf::timespan watch_options::*which, caf::timespan value) {
  watch_options options;
  options.*which = value;
  auto x = resolve(options);
  if (x)
    CAF_FAIL("not refused");
  CAF_CHECK(code_of(x.error()) == ec::bad_argument);
  return to_text(x.error());
}

} // namespace

CAF_TEST(9.4 a negative time is refused by name) {
  for (const auto& [name, member] : times) {
    auto text = refusal(member, -1ns);
    CAF_CHECK(text.find(std::string{name} + " is negative")
              != std::string::npos);
  }
}

CAF_TEST(9.4 a time that could overflow is refused by name) {
  for (const auto& [name, member] : times) {
    auto text = refusal(member, caf::timespan::max());
    CAF_CHECK(text.find(std::string{name} + " is longer") != std::string::npos);
  }
}

CAF_TEST(9.4 ten years are not too long) {
  watch_options options;
  options.checkpoint_interval = 24h * 365 * 10;
  auto x = resolve(options);
  CAF_REQUIRE(x);
  CAF_CHECK(x->stale_after == longest_time);
}

CAF_TEST(5.1 the defaults are those of the original) {
  auto x = resolve({});
  CAF_REQUIRE(x);
  CAF_CHECK(x->status_interval == 30s);
  CAF_CHECK(x->checkpoint_interval == 50s);
  CAF_CHECK_EQUAL(x->tolerated_failures, 0u);
  CAF_CHECK(!x->cancel_when_stale);
  CAF_CHECK(!x->store_fences);
  CAF_CHECK(x->cancel_when_holder_dies);
}

CAF_TEST(5.3 a timeout is derived from its interval up to a limit) {
  auto x = resolve({});
  CAF_REQUIRE(x);
  CAF_CHECK(x->status_timeout == 10s);
  CAF_CHECK(x->checkpoint_timeout == 30s);
  CAF_CHECK(x->stale_after == 500s);
  watch_options options;
  options.status_interval = 4s;
  options.checkpoint_interval = 6s;
  x = resolve(options);
  CAF_REQUIRE(x);
  CAF_CHECK(x->status_timeout == 4s);
  CAF_CHECK(x->checkpoint_timeout == 6s);
  CAF_CHECK(x->stale_after == 60s);
}

CAF_TEST(5.3 without an interval a timeout is its limit) {
  watch_options options;
  options.status_interval = 0s;
  options.checkpoint_interval = 0s;
  auto x = resolve(options);
  CAF_REQUIRE(x);
  CAF_CHECK(x->status_timeout == 10s);
  CAF_CHECK(x->checkpoint_timeout == 30s);
  CAF_CHECK(x->stale_after == 0s);
}

CAF_TEST(5.3 what is given is kept) {
  watch_options options;
  options.status_timeout = 77s;
  options.checkpoint_timeout = 78s;
  options.stale_after = 79s;
  auto x = resolve(options);
  CAF_REQUIRE(x);
  CAF_CHECK(x->status_timeout == 77s);
  CAF_CHECK(x->checkpoint_timeout == 78s);
  CAF_CHECK(x->stale_after == 79s);
}

CAF_TEST(9.4 what is resolved can be resolved again whatever was given) {
  for (auto interval :
       {caf::timespan{0s}, caf::timespan{1s}, longest_time / 2, longest_time}) {
    watch_options options;
    options.checkpoint_interval = interval;
    auto once = resolve(options);
    CAF_REQUIRE(once);
    auto twice = resolve(*once);
    CAF_REQUIRE(twice);
    CAF_CHECK(twice->stale_after == once->stale_after);
  }
}

CAF_TEST_FIXTURE_SCOPE(watch_options_tests, fixture)

CAF_TEST(9.4 a watch with a bad option is refused and spawns nothing) {
  auto before = sys.registry().running();
  watch_options options;
  options.checkpoint_interval = -1s;
  auto made = watch(sys, task, holder.actor, options);
  CAF_REQUIRE(!made);
  CAF_CHECK(code_of(made.error()) == ec::bad_argument);
  CAF_CHECK_EQUAL(sys.registry().running(), before);
}

CAF_TEST(9.4 a watch needs a task and a holder) {
  auto no_task = watch(sys, task_actor{}, holder.actor);
  CAF_REQUIRE(!no_task);
  CAF_CHECK(code_of(no_task.error()) == ec::bad_argument);
  auto no_holder = watch(sys, task, state_holder_actor{});
  CAF_REQUIRE(!no_holder);
  CAF_CHECK(code_of(no_holder.error()) == ec::bad_argument);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::watch_options_suite
