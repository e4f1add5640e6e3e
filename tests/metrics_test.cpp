#define CAF_SUITE metrics
#include "metered.hpp"

namespace status::test::metrics_suite {

CAF_TEST_FIXTURE_SCOPE(metrics_tests, metered)

// -- what is told --------------------------------------------------------------

CAF_TEST(4.6 every transition is told and the phase that it ends) {
  begin(sink);
  advance(state::copy_rows);
  advance(state::checksum);
  CAF_REQUIRE(sink->wait_until([&] { return sink->phases.size() == 2; }));
  CAF_CHECK(sink->transitions[0].to == state::copy_rows);
  CAF_CHECK(sink->transitions[1].to == state::checksum);
  CAF_CHECK(sink->phases[0].which == state::initial);
  CAF_CHECK(sink->phases[1].which == state::copy_rows);
  CAF_CHECK(sink->phases[1].duration == sink->transitions[1].spent);
  CAF_CHECK(sink->phases[1].duration == time_in(look(), state::copy_rows));
  CAF_CHECK(sink->phases[1].outcome == phase_outcome::succeeded);
}

CAF_TEST(4.6 what happened before the watch is told as well) {
  advance(state::copy_rows);
  advance(state::checksum);
  begin(sink);
  advance(state::post_checksum);
  CAF_REQUIRE(sink->wait_until([&] { return sink->phases.size() == 3; }));
  CAF_CHECK_EQUAL(sink->transitions[0].at.sequence, 1u);
  CAF_CHECK_EQUAL(sink->transitions[2].at.sequence, 3u);
}

CAF_TEST(a failure ends its phase as failed) {
  begin(sink);
  ask<verdict>(holder.actor, atom::fail_v, make_error(ec::expired));
  CAF_REQUIRE(sink->wait_until([&] { return !sink->phases.empty(); }));
  CAF_CHECK(sink->phases[0].outcome == phase_outcome::failed);
  CAF_CHECK_EQUAL(sink->transitions[0].cause, ec::expired);
}

CAF_TEST(a cancellation ends its phase as cancelled) {
  begin(sink);
  ask<verdict>(watcher, atom::cancel_v, make_error(ec::cancelled));
  CAF_REQUIRE(sink->wait_until([&] { return !sink->phases.empty(); }));
  CAF_CHECK(sink->phases[0].outcome == phase_outcome::cancelled);
}

CAF_TEST(every attempt is told with its result) {
  begin(sink);
  CAF_CHECK(save());
  CAF_CHECK(!save());
  CAF_CHECK(save());
  CAF_REQUIRE(sink->wait_until([&] { return sink->attempts.size() == 3; }));
  CAF_CHECK(sink->attempts[0].result == attempt_result::ok);
  CAF_CHECK_EQUAL(sink->attempts[0].saved.position, "pos:1");
  CAF_CHECK(sink->attempts[1].result == attempt_result::not_ready);
  CAF_CHECK_EQUAL(sink->attempts[2].which.id, 3u);
}

CAF_TEST(the rows of all tables are told once per status interval) {
  begin(sink, 1ms);
  CAF_REQUIRE(sink->wait_until([&] { return sink->totals.size() >= 2; }));
  CAF_CHECK_EQUAL(sink->totals[0].rows_copied, 7u);
  CAF_CHECK_EQUAL(sink->totals[0].rows_expected, 30u);
}

CAF_TEST(9.4 without a status interval no rows are told) {
  begin(sink, 0s);
  for (int i = 0; i < 5; ++i)
    save();
  CAF_REQUIRE(sink->wait_until([&] { return sink->attempts.size() == 5; }));
  CAF_CHECK(sink->totals.empty());
}

CAF_TEST(rows that the task does not tell are left out) {
  auto asked = std::make_shared<gate>(); // the task may ask once more
  job_callbacks job;
  job.progress = [asked]() -> progress {
    asked->open();
    throw std::runtime_error("no rows");
  };
  task = spawn_task(sys, holder, std::move(job));
  watcher = watch_with(sink, 1ms);
  CAF_REQUIRE(asked->wait());
  CAF_CHECK(stop().end == watch_end::stopped);
  CAF_CHECK(sink->totals.empty());
}

CAF_TEST(a sink may leave everything out) {
  begin(std::make_shared<metrics_sink>(), 1ms);
  advance(state::copy_rows);
  CAF_CHECK(save());
  CAF_CHECK(stop().end == watch_end::stopped);
}

// -- sinks that misbehave ------------------------------------------------------

CAF_TEST(4.6 a sink that hangs holds up nobody and loses nothing) {
  sink->hangs = true;
  begin(sink);
  advance(state::copy_rows);
  CAF_REQUIRE(sink->hanging.wait());
  CAF_CHECK(save());
  advance(state::checksum);
  CAF_CHECK(stop().end == watch_end::stopped);
  CAF_CHECK_EQUAL(sink->calls, 0u);
  sink->release.open();
  CAF_CHECK(sink->wait_until([&] { return sink->calls == 5; }));
  CAF_CHECK_EQUAL(sink->phases.size(), 2u);
  CAF_CHECK_EQUAL(sink->attempts.size(), 1u);
}

CAF_TEST(4.6 a sink that throws changes nothing and is mentioned once) {
  sink->throws = true;
  begin(sink);
  CAF_CHECK(save());
  CAF_CHECK(!save());
  CAF_CHECK(save());
  CAF_REQUIRE(sink->wait_until([&] { return sink->attempts.size() == 3; }));
  CAF_CHECK(stop().end == watch_end::stopped);
  CAF_CHECK_EQUAL(log->warnings.load(), 1);
}

CAF_TEST(4.6 whatever a sink throws is mentioned) {
  sink->throws_a_number = true;
  begin(sink);
  advance(state::copy_rows);
  CAF_REQUIRE(sink->wait_until([&] { return !sink->phases.empty(); }));
  CAF_CHECK_EQUAL(log->warnings.load(), 1);
}

CAF_TEST(the phase is told even if the transition made the sink throw) {
  sink->throws = true;
  begin(sink);
  advance(state::copy_rows);
  CAF_CHECK(sink->wait_until([&] { return !sink->phases.empty(); }));
}

CAF_TEST(4.6 two watches never call their sink at the same time) {
  sink->hangs = true;
  begin(sink);
  auto second = watch_with(sink);
  advance(state::copy_rows);
  CAF_REQUIRE(sink->hanging.wait());
  for (auto i = 0; i < 1000; ++i) // the other one has had time to come, too
    look();
  sink->release.open();
  CAF_CHECK(sink->wait_until([&] { return sink->phases.size() == 2; }));
  CAF_CHECK(!sink->crowded);
  ask<watch_result>(second, atom::abort_v);
}

// -- without a sink ------------------------------------------------------------

CAF_TEST(4.6 a watch without a sink has no actor for metrics) {
  auto actors = [this] {
    ask<snapshot>(watcher, atom::get_v); // then the watcher has begun
    return sys.registry().running();
  };
  begin(nullptr, 24h);
  auto without = actors();
  auto other = watch_with(nullptr, 24h);
  std::swap(other, watcher);
  CAF_CHECK_EQUAL(actors() - without, 3u); // a watcher and two loops
  auto third = watch_with(sink, 24h);
  std::swap(third, watcher);
  CAF_CHECK_EQUAL(actors() - without, 7u); // and one for the metrics
  ask<watch_result>(other, atom::abort_v);
  ask<watch_result>(third, atom::abort_v);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::metrics_suite
