#define CAF_SUITE desk
#include "desk_fixture.hpp"

#include "actors/desk_memory.hpp"

namespace status::test::desk_suite {

CAF_TEST_FIXTURE_SCOPE(desk_tests, desk_fixture)

CAF_TEST(10.5 a desk says who it is and refuses other versions) {
  auto info = ask<desk_info>(desk, atom::hello_v, protocol_version).value();
  CAF_CHECK_EQUAL(info.protocol, protocol_version);
  CAF_CHECK_EQUAL(info.node, "db1:42");
  auto other = static_cast<uint16_t>(protocol_version + 1);
  auto err = ask<desk_info>(desk, atom::hello_v, other).error();
  CAF_CHECK(err == ec::other_protocol);
}

CAF_TEST(10.5 a task is told of as soon as it is there) {
  auto job = add("orders", 3);
  job->progress.summary = "half";
  auto x = entry("orders");
  CAF_CHECK_EQUAL(x.node, "db1:42");
  CAF_CHECK(x.seen == presence::live);
  CAF_CHECK_EQUAL(x.now.at.epoch, 3u);
  CAF_CHECK(x.last_seen != caf::timestamp{});
  job->enter(state::copy_rows);
  settle();
  CAF_CHECK(entry("orders").now.current == state::copy_rows);
  pass(1s);
  CAF_CHECK_EQUAL(entry("orders").how_far.summary, "half");
}

CAF_TEST(10.5 what the holder knows stays fresh) {
  auto job = add("orders");
  job->now.last_saved.which = {1, 4};
  job->now.wanted.paused.in_force = true;
  job->now.times[0] = 9s;
  pass(1s);
  auto x = entry("orders").now;
  CAF_CHECK_EQUAL(x.last_saved.which.id, 4u);
  CAF_CHECK(x.wanted.paused.in_force);
  CAF_CHECK(x.times[0] == 9s);
}

CAF_TEST(10.5 a list is told from memory) {
  add("orders");
  add("items");
  auto looks = jobs[0]->looks + jobs[0]->questions;
  CAF_CHECK_EQUAL(list(desk).tasks.size(), 2u);
  CAF_CHECK_EQUAL(std::string{list(desk).tasks[0].task}, "items");
  CAF_CHECK_EQUAL(list(desk, {"ord", false}).tasks.size(), 1u);
  CAF_CHECK_EQUAL(list(desk, {"db1", false}).tasks.size(), 2u);
  CAF_CHECK_EQUAL(list(desk, {"db2", false}).tasks.size(), 0u);
  CAF_CHECK_EQUAL(jobs[0]->looks + jobs[0]->questions, looks);
}

CAF_TEST(10.5 a hung task delays only its own entry and is asked once) {
  auto hung = add("hung");
  auto other = add("other");
  hung->progress_hangs = true;
  pass(1s);
  auto before = hung->questions;
  hung->now.times[0] = 5s;
  other->progress.summary = "far";
  pass(2s);
  CAF_CHECK_EQUAL(hung->questions, before);
  CAF_CHECK(entry("hung").now.times[0] == 5s); // its holder answers
  CAF_CHECK_EQUAL(entry("other").how_far.summary, "far");
  // It is asked again after 10 s, 10 s later, and ever more seldom.
  pass(100s);
  auto asked = hung->questions;
  CAF_CHECK(asked > before);
  CAF_CHECK(asked <= before + 5);
  hung->progress_hangs = false;
  hung->progress.summary = "again";
  pass(330s, 1s);
  CAF_CHECK_EQUAL(entry("hung").how_far.summary, "again");
  asked = hung->questions;
  pass(10s);
  CAF_CHECK(hung->questions >= asked + 9);
}

CAF_TEST(10.5 a late answer of a task does not take back what its holder said) {
  auto job = add("orders");
  job->progress_hangs = true;
  pass(2s);
  job->now.wanted.version = 1;
  job->now.wanted.paused.in_force = true;
  pass(2s);
  CAF_CHECK(entry("orders").now.wanted.paused.in_force);
  job->progress.summary = "slow";
  ask<attempt_history>(job->actor, atom::history_v).value();
  CAF_CHECK_EQUAL(entry("orders").how_far.summary, "slow");
  CAF_CHECK(entry("orders").now.wanted.paused.in_force);
}

CAF_TEST(10.5 a look from before a transition does not undo it) {
  auto job = add("orders");
  auto before = job->now;
  job->enter(state::copy_rows);
  settle();
  // As when the task answers between the transition and the next look.
  shim::anon_mail(atom::record_v, uint64_t{1}, before, status::progress{})
    .send(caf::actor_cast<receiving::inner_actor>(desk));
  settle();
  CAF_CHECK(entry("orders").now.current == state::copy_rows);
}

CAF_TEST(10.5 another run of a task that hung is asked at once) {
  auto job = add("orders");
  job->progress_hangs = true;
  pass(200s, 1s);
  job->progress_hangs = false;
  job->progress.summary = "new";
  job->restart(2);
  pass(3s);
  CAF_CHECK_EQUAL(entry("orders").how_far.summary, "new");
}

CAF_TEST(10.5 what a job says of itself is made fit to be told) {
  auto job = add("orders");
  job->progress.summary = std::string(5000, 'x');
  job->progress.tables.resize(1001);
  job->progress.throttling.reason = "\x1b[31m\xFF";
  job->now.saved_ago = -1s;
  pass(1s);
  auto x = entry("orders");
  CAF_CHECK_EQUAL(x.how_far.summary.size(), 4096u);
  CAF_CHECK_EQUAL(x.how_far.tables.size(), 1000u);
  CAF_CHECK_EQUAL(x.how_far.throttling.reason, "?[31m?");
  CAF_CHECK(!check(x));
}

CAF_TEST(10.5 a name that is taken or cannot be told is refused) {
  auto job = add("orders");
  auto other = desk_job{spawn_job()->actor};
  CAF_CHECK(add("orders", other) == ec::bad_argument);
  CAF_CHECK(add("", other) == ec::bad_argument);
  CAF_CHECK(add("two words", other) == ec::bad_argument);
  CAF_CHECK(add("items", desk_job{}) == ec::bad_argument);
  start_watch();
  auto both = other;
  both.watcher = watcher;
  CAF_CHECK(add("items", both) == ec::bad_argument);
  CAF_CHECK_EQUAL(list(desk).tasks.size(), 1u);
  job->end({});
  CAF_CHECK(!add("orders", other));
  CAF_CHECK(entry("orders").seen == presence::live);
}

CAF_TEST(10.5 a desk without a name that can be told is unnamed) {
  auto with = options;
  with.node = "my node";
  auto info = ask<desk_info>(spawn(with), atom::hello_v, protocol_version);
  CAF_CHECK_EQUAL(info.value().node, "unnamed");
}

CAF_TEST(10.5 the end of a desk ends no job) {
  auto job = add("orders");
  end(desk, caf::exit_reason::user_shutdown);
  auto x = ask<snapshot>(job->actor, atom::get_v);
  CAF_CHECK(x.has());
  auto questions = job->questions;
  pass(5s);
  CAF_CHECK_EQUAL(job->questions, questions);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::desk_suite
