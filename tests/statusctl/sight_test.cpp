#define CAF_SUITE statusctl_sight

#include "samples.hpp"

#include "statusctl/table.hpp"

namespace statusctl::test::statusctl_sight_suite {

namespace {

std::string text(const std::vector<cli::line>& lines) {
  std::string result;
  for (const auto& line : lines)
    result += paint(line, 1000, {}) + "\n";
  return result;
}

sight now(const status::task_entry& x) {
  return see(x, at(noon));
}

} // namespace

CAF_TEST(a list has a line per task and its columns are aligned) {
  auto other = unreachable();
  other.task = "Aufträge";
  other.node = "a-node-with-a-long-name:4242";
  CAF_CHECK_EQUAL(
    text(task_table({now(copying()), see(other, at(noon + 192s))})),
    "TASK       STATE     COPIED  ETA    CHECKPOINT  NODE                      "
    "    NOTE\n"
    "add_email  copyRows  37.41%  4m39s  20s ago     db1:4242\n"
    "Aufträge   copyRows  37.41%  4m39s  3m32s ago   "
    "a-node-with-a-long-name:4242  LOST 3m12s, last seen "
    "2026-11-22T11:00:00Z\n");
}

CAF_TEST(what is not known is a dash) {
  auto x = copying();
  x.how_far.tables.clear();
  x.how_far.remaining = {};
  x.now.last_saved = {};
  CAF_CHECK(contains(text(task_table({now(x)})),
                     "add_email  copyRows  -       -    never"));
}

CAF_TEST(the note says what matters most) {
  auto x = copying();
  CAF_CHECK_EQUAL(note_text(now(x)), "");
  x.how_far.resumed = true;
  CAF_CHECK_EQUAL(note_text(now(x)), "resumed");
  x.how_far.run = 3;
  CAF_CHECK_EQUAL(note_text(now(x)), "start 3");
  x.how_far.throttling = {true, "replica-lag 128s >= 120s", 0};
  CAF_CHECK_EQUAL(note_text(now(x)), "throttled: replica-lag 128s >= 120s");
  x.now.wanted.held = {true, "bob", "sale", at(noon)};
  CAF_CHECK_EQUAL(note_text(now(x)),
                  "cut-over held by bob: sale; throttled: "
                  "replica-lag 128s >= 120s");
  x.now.wanted.paused = {true, "alice", "backups", at(noon)};
  CAF_CHECK_EQUAL(note_text(now(x)),
                  "paused by alice: backups; cut-over held by bob: sale");
  x.now.first_cause = make_error(ec::fenced, "epoch 8");
  CAF_CHECK(contains(note_text(now(x)), "epoch 8"));
  x.seen = presence::unreachable;
  CAF_CHECK_EQUAL(note_text(see(x, at(noon + 5s))),
                  "LOST 5s, last seen 2026-11-22T11:00:00Z");
}

CAF_TEST(who holds it back is said once) {
  auto x = copying();
  x.now.wanted.held = {true, "bob", "sale", at(noon)};
  x.how_far.throttling = {true, "cut-over held by bob: sale", 0};
  CAF_CHECK_EQUAL(wait_text(x), "cut-over held by bob: sale");
  x.how_far.throttling.reason = "cut-over held by alice"; // before bob did
  CAF_CHECK_EQUAL(wait_text(x), "cut-over held by bob: sale");
  x.how_far.throttling.reason.clear();
  CAF_CHECK_EQUAL(wait_text(x), "cut-over held by bob: sale");
  x.now.wanted.held = {};
  CAF_CHECK_EQUAL(wait_text(x), "throttled");
}

CAF_TEST(more rows than were expected are all of them once no more come) {
  status::progress x;
  x.tables = {{"users", 102, 100, true}, {"orders", 9, 10, false}};
  CAF_CHECK_EQUAL(done_text(x), "100.91%");
  x.tables.back().complete = true;
  CAF_CHECK_EQUAL(done_text(x), "100.00%");
}

CAF_TEST(10.23 the exit code is that of the outcome) {
  using status::run_outcome;
  CAF_CHECK_EQUAL(exit_code_of(ended(run_outcome::succeeded)), 0);
  auto failed = [](ec code) {
    return exit_code_of(ended(run_outcome::failed, make_error(code, "why")));
  };
  CAF_CHECK_EQUAL(failed(ec::task_down), 1);
  CAF_CHECK_EQUAL(failed(ec::could_not_write_checkpoint), 4);
  CAF_CHECK_EQUAL(failed(ec::fenced), 5);
  CAF_CHECK_EQUAL(failed(ec::checkpoint_collision), 5);
  CAF_CHECK_EQUAL(failed(ec::ownership_ambiguous), 5);
  auto wrapped = wrap(ec::task_down, "it ended", make_error(ec::fenced));
  CAF_CHECK_EQUAL(exit_code_of(ended(run_outcome::failed, wrapped)), 5);
  CAF_CHECK_EQUAL(exit_code_of(ended(run_outcome::cancelled,
                                     make_error(ec::cancelled, "by bob"))),
                  3);
}

CAF_TEST(how it ended stands in the place of the state) {
  using status::run_outcome;
  CAF_CHECK_EQUAL(state_text(ended(run_outcome::succeeded)), "finished");
  CAF_CHECK_EQUAL(state_text(ended(run_outcome::failed)), "failed");
  CAF_CHECK_EQUAL(state_text(ended(run_outcome::cancelled)), "cancelled");
}

CAF_TEST(time passes only while somebody knows that it does) {
  CAF_CHECK(running_for(see(copying(), at(noon), 3s)) == 75s);
  CAF_CHECK(in_state_for(see(copying(), at(noon), 3s)) == 73s);
  CAF_CHECK(running_for(see(unreachable(), at(noon + 1h), 3s)) == 72s);
  auto done = ended(status::run_outcome::succeeded);
  CAF_CHECK(running_for(see(done, at(noon + 1h), 3s)) == 72s);
  // But the risk grows.
  CAF_CHECK(checkpoint_age(see(unreachable(), at(noon + 1h))) == 1h + 20s);
}

CAF_TEST(a desk whose clock is ahead does not lose time) {
  auto x = see(unreachable(), at(noon - 1h), 4s);
  CAF_CHECK(lost_for(x) == 4s);
}

CAF_TEST(times of any size are shown) {
  auto x = unreachable();
  x.now.saved_ago = caf::timespan::max();
  for (auto& time : x.now.times)
    time = caf::timespan::max();
  CAF_CHECK(checkpoint_age(see(x, at(noon + 1h), 5s)) == caf::timespan::max());
  x.seen = presence::live;
  CAF_CHECK(running_for(see(x, at(noon), 5s)) == caf::timespan::max());
  x.now.saved_ago = caf::timespan::min();
  CAF_CHECK(checkpoint_age(see(x, at(noon), 5s)) == 5s);
  x.last_seen = at(caf::timespan::min());
  CAF_CHECK(!text(task_details(see(x, at(noon)))).empty());
}

CAF_TEST(the details say all that is known) {
  auto x = copying();
  x.now.wanted.paused = {true, "alice", "backups", at(noon - 60s)};
  x.how_far.tables.push_back({"orders", 900, 1000, true});
  x.how_far.run = 2;
  x.how_far.resumed = true;
  x.how_far.rows_checked = 1;
  x.how_far.rows_to_check = 4;
  CAF_CHECK_EQUAL(
    text(task_details(now(x))),
    "add_email  live on db1:4242\n"
    "  state       copyRows for 1m10s, running 1m12s\n"
    "  paused      by alice: backups, since 2026-11-22T10:59:00Z\n"
    "  copied      37.54%  154,221 / ~410,822 rows\n"
    "  checked     25.00%  1 / 4 rows\n"
    "  eta         4m39s\n"
    "  start       2, resumed from a checkpoint\n"
    "  summary     37.41% copyRows\n"
    "  checkpoint  20s ago  id=48211\n"
    "  times       initial 2s, copyRows 1m10s\n"
    "  tables      users   37.41%  153,321 / ~409,822\n"
    "              orders  done  900 / ~1,000\n");
}

CAF_TEST(the details of one that has ended foretell nothing) {
  auto x = ended(status::run_outcome::succeeded);
  x.how_far.throttling = {true, "lag", 0};
  CAF_CHECK_EQUAL(text(task_details(now(x))),
                  "add_email  ended on db1:4242\n"
                  "  ended       finished after 1m12s\n"
                  "  copied      37.41%  153,321 / ~409,822 rows\n"
                  "  checkpoint  20s ago  id=48211\n"
                  "  times       initial 2s, copyRows 1m10s\n"
                  "  tables      users  37.41%  153,321 / ~409,822\n");
}

CAF_TEST(the details of one that is lost say since when) {
  auto all = text(task_details(see(unreachable(), at(noon + 90s))));
  CAF_CHECK(contains(all,
                     "add_email  LOST for 1m30s, last seen "
                     "2026-11-22T11:00:00Z on db1:4242\n"));
  CAF_CHECK(contains(all, "  state       copyRows for 1m10s, running 1m12s\n"));
}

CAF_TEST(the history has the failed attempts too) {
  status::attempt_history x;
  x.attempts.push_back(
    {{7, 1}, status::attempt_result::ok, at(noon), 4123us, {"id=1", 0}, {}});
  x.attempts.push_back(failed_attempt(
    {7, 2}, at(noon + 50s), 2s, make_error(ec::unavailable, "disk full")));
  x.succeeded = 1;
  x.failed = 1;
  CAF_CHECK_EQUAL(text(history_table(x)),
                  "TIME                  ATTEMPT  RESULT  TOOK    POSITION\n"
                  "2026-11-22T11:00:00Z  7/1      ok      4.1 ms  id=1\n"
                  "2026-11-22T11:00:50Z  7/2      failed  2s      "
                    + status::to_text(x.attempts.back().cause)
                    + "\n"
                      "1 saved, 1 failed in this epoch\n");
}

CAF_TEST(10.24 no text of others steers the terminal) {
  auto x = now(hostile_task());
  CAF_CHECK(harmless(text(task_table({x}))));
  CAF_CHECK(harmless(text(task_details(x))));
  CAF_CHECK(harmless(text(progress_details(x.entry.how_far))));
  x.entry.seen = presence::unreachable;
  CAF_CHECK(harmless(text(task_table({x}))));
  CAF_CHECK(harmless(text(task_details(x))));
  status::attempt_history history;
  history.attempts.push_back(x.entry.now.last_saved);
  history.attempts.push_back(failed_attempt(
    {7, 4}, at(noon), 1s, make_error(ec::unavailable, hostile())));
  CAF_CHECK(harmless(text(history_table(history))));
}

} // namespace statusctl::test::statusctl_sight_suite
