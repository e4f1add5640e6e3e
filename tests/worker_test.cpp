#define CAF_SUITE worker
#include "workers.hpp"

namespace status::test::worker_suite {

CAF_TEST_FIXTURE_SCOPE(worker_tests, workers)

namespace {

const job_order a{"a", "what", 6, {}};

} // namespace

CAF_TEST(a worker says what it takes) {
  auto x = spawn("w1", 3);
  auto who = ask<desk_info>(x, atom::hello_v, protocol_version);
  CAF_CHECK_EQUAL(who.value().node, "w1");
  CAF_CHECK_EQUAL(who.value().capacity, 3u);
  auto other = ask<desk_info>(x, atom::hello_v, uint16_t{0});
  CAF_CHECK(other.error() == ec::other_protocol);
}

CAF_TEST(10.18 a job has a higher epoch than its order) {
  auto x = spawn("w1");
  auto started = ask<bool>(x, atom::start_v, a);
  CAF_CHECK(started.value());
  CAF_REQUIRE_EQUAL(jobs.size(), 1u);
  CAF_CHECK_EQUAL(jobs.at(0).order.payload, "what");
  pass(2s);
  auto known = ask<task_list>(x, atom::list_v, task_filter{});
  CAF_REQUIRE_EQUAL(known.value().tasks.size(), 1u);
  CAF_CHECK_EQUAL(known.value().tasks.at(0).task, "a");
  CAF_CHECK_EQUAL(known.value().tasks.at(0).node, "w1");
  CAF_CHECK_EQUAL(known.value().tasks.at(0).now.at.epoch, 7u);
}

CAF_TEST(10.18 a job that runs is not started again) {
  auto x = spawn("w1");
  ask<bool>(x, atom::start_v, a);
  auto again = ask<bool>(x, atom::start_v, a);
  CAF_CHECK(again.error() == ec::checkpoint_collision);
  CAF_CHECK_EQUAL(jobs.size(), 1u);
  succeed(jobs.at(0));
  pass(2s);
  auto later = ask<bool>(x, atom::start_v, a);
  CAF_CHECK(later.value());
  CAF_CHECK_EQUAL(jobs.size(), 2u);
}

CAF_TEST(10.15 a worker that is full takes nothing) {
  auto x = spawn("w1", 1);
  ask<bool>(x, atom::start_v, a);
  auto full = ask<bool>(x, atom::start_v, job_order{"b", "", 0, {}});
  CAF_CHECK(!full.value());
  CAF_CHECK_EQUAL(jobs.size(), 1u);
  fail(jobs.at(0), ec::unavailable);
  pass(2s);
  auto room = ask<bool>(x, atom::start_v, job_order{"b", "", 0, {}});
  CAF_CHECK(room.value());
}

CAF_TEST(an order that makes no sense is refused) {
  auto x = spawn("w1");
  for (const auto& bad : {job_order{"", "", 0, {}}, job_order{"a b", "", 0, {}},
                          job_order{"a", std::string(65 * 1024, 'x'), 0, {}}}) {
    auto answer = ask<bool>(x, atom::start_v, bad);
    CAF_CHECK(answer.error() == ec::bad_argument);
  }
  CAF_CHECK(jobs.empty());
}

CAF_TEST(a job that cannot be made says why) {
  refusal = make_error(ec::mismatched_alter, "another schema");
  auto x = spawn("w1", 1);
  auto answer = ask<bool>(x, atom::start_v, a);
  CAF_CHECK_EQUAL(to_text(answer.error()), to_text(refusal));
  refusal = {};
  auto room = ask<bool>(x, atom::start_v, a);
  CAF_CHECK(room.value());
}

CAF_TEST(a maker that makes nothing is noticed) {
  auto made = spawn_worker(
    sys,
    [](caf::actor_system&, const job_order&) { return supervisor_actor{}; },
    {});
  CAF_REQUIRE(made);
  all.push_back(*made);
  auto answer = ask<bool>(all.back(), atom::start_v, a);
  CAF_CHECK(answer.error() == ec::bad_argument);
}

CAF_TEST(commands reach the job) {
  auto x = spawn("w1");
  ask<bool>(x, atom::start_v, a);
  enter(jobs.at(0), state::copy_rows);
  pass(2s);
  ask<progress>(x, atom::progress_v, std::string{"a"}).value();
  ask<attempt_history>(x, atom::history_v, std::string{"a"}).value();
  ask<attempt_record>(x, atom::save_v, std::string{"a"}).value();
  auto word = ask<steering>(x, atom::steer_v, std::string{"a"},
                            steering_order{steering_word::hold, "ann", ""});
  CAF_CHECK(word.value().held.in_force);
  auto end = ask<verdict>(x, atom::cancel_v, std::string{"a"},
                          make_error(ec::cancelled, "not today"));
  CAF_CHECK(end.value().first);
  CAF_CHECK(!order(x, atom::stop_v, std::string{"a"},
                   make_error(ec::cancelled, "once more")));
}

CAF_TEST(options that make no sense are refused) {
  worker_options how;
  CAF_CHECK(spawn_worker(sys, nullptr, how).error() == ec::bad_argument);
  how.capacity = 0;
  CAF_CHECK(spawn_worker(sys, maker("w1"), how).error() == ec::bad_argument);
  how.capacity = 1;
  how.desk.node = "a b";
  CAF_CHECK(spawn_worker(sys, maker("w1"), how).error() == ec::bad_argument);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::worker_suite
