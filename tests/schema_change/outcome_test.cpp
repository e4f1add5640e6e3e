#define CAF_SUITE schema_change_outcome

#include "precompiled.hpp"

#include "schema_change/outcome.hpp"

namespace schema_change::schema_change_outcome_suite {

using namespace std::chrono_literals;
using status::ec;
using status::run_outcome;
using status::state;

namespace {

/// A run that ended in `last`.
outcome ended(run_outcome how, state last, const caf::error& cause = {}) {
  outcome x;
  x.run.outcome = how;
  x.run.cause = cause;
  x.run.last.current = last;
  if (last == state::err_cleanup)
    x.run.last.first_cause = cause;
  x.job.task.tables.push_back({"t", 1200, 4000, false});
  x.job.numbers.rows_copied = 1200;
  return x;
}

/// A run whose engine failed.
outcome failed(ec code, leftovers after, const std::string& text = "why") {
  auto x
    = ended(run_outcome::failed, state::err_cleanup, make_error(code, text));
  x.job.cause = failure{code, after, text};
  return x;
}

outcome cancelled() {
  auto x = failed(ec::cancelled, leftovers::resumable);
  x.run.outcome = run_outcome::cancelled;
  x.job.numbers.position = "id=1200 change=7";
  return x;
}

outcome finished() {
  auto x = ended(run_outcome::succeeded, state::close);
  x.run.last.times[static_cast<size_t>(state::copy_rows)] = 10s;
  x.job.numbers.rows_copied = 312004;
  x.job.numbers.rows_checked = 312350;
  x.job.numbers.changes_applied = 4211;
  x.job.numbers.cut_over_time = 41ms;
  return x;
}

options command() {
  options x;
  x.change.database = "shop.db";
  x.change.table = "orders";
  x.resume = "schema-change shop.db orders --to new.sql";
  return x;
}

bool says(const outcome& x, const std::string& part) {
  auto text = last_words(x, command());
  if (text.find(part) != std::string::npos)
    return true;
  CAF_MESSAGE("not in: " << text);
  return false;
}

} // namespace

CAF_TEST(a change that closed is finished) {
  CAF_CHECK(judge(finished()) == exit_code::finished);
  CAF_CHECK_EQUAL(reason(finished()), "");
}

CAF_TEST(a failure after the cut-over is no success though the state is close) {
  auto x = finished();
  x.job.cause = failure{ec::unavailable, leftovers::resumable, "disk is full"};
  CAF_CHECK(judge(x) == exit_code::failed);
  CAF_CHECK(says(x, "disk is full"));
  CAF_CHECK(says(x, "To finish: schema-change shop.db orders --to new.sql"));
  CAF_CHECK(!says(x, "is as it was"));
}

CAF_TEST(what the engine refuses before it begins is a matter of usage) {
  for (auto code : {ec::bad_argument, ec::mismatched_alter,
                    ec::checkpoint_too_old, ec::binlog_not_found})
    CAF_CHECK(judge(failed(code, leftovers::untouched)) == exit_code::usage);
}

CAF_TEST(a run that was cancelled because another one took over says so) {
  auto x = failed(ec::cancelled, leftovers::resumable, "a new start goes on");
  x.run.cause = make_error(ec::fenced, "another run has taken over");
  CAF_CHECK(judge(x) == exit_code::unclear);
  CAF_CHECK(says(x, "another run has taken over"));
  CAF_CHECK(!says(x, "a new start goes on"));
}

CAF_TEST(options that the component refuses are a matter of usage) {
  auto x
    = ended(run_outcome::failed, state::initial, make_error(ec::bad_argument));
  CAF_CHECK(judge(x) == exit_code::usage);
}

CAF_TEST(the same error after something was written is a failure) {
  CAF_CHECK(judge(failed(ec::bad_argument, leftovers::removed))
            == exit_code::failed);
  CAF_CHECK(judge(failed(ec::mismatched_alter, leftovers::removed))
            == exit_code::failed);
}

CAF_TEST(what may pass by itself is a failure that is safe to run again) {
  for (auto after : {leftovers::untouched, leftovers::resumable}) {
    auto x = failed(ec::unavailable, after);
    CAF_CHECK(judge(x) == exit_code::failed);
    CAF_CHECK(safe_to_rerun(judge(x)));
    CAF_CHECK(says(x, "schema-change shop.db orders --to new.sql"));
  }
}

CAF_TEST(only what passes by itself and is safe is worth another start) {
  auto worth = [](ec code, leftovers after) {
    return passes_by_itself(failure{code, after, ""});
  };
  CAF_CHECK(worth(ec::unavailable, leftovers::resumable));
  CAF_CHECK(worth(ec::unavailable, leftovers::old_table));
  CAF_CHECK(!worth(ec::unavailable, leftovers::untouched));
  CAF_CHECK(!worth(ec::unavailable, leftovers::removed));
  CAF_CHECK(!worth(ec::could_not_write_checkpoint, leftovers::resumable));
  CAF_CHECK(!worth(ec::expired, leftovers::resumable));
}

CAF_TEST(a run whose table has another owner needs a person) {
  CAF_CHECK(judge(failed(ec::fenced, leftovers::foreign))
            == exit_code::unclear);
  CAF_CHECK(judge(failed(ec::checkpoint_collision, leftovers::untouched))
            == exit_code::unclear);
  CAF_CHECK(!safe_to_rerun(exit_code::unclear));
  // The dumper was told so, and the engine only that it is cancelled.
  auto x = cancelled();
  x.run.outcome = run_outcome::failed;
  x.run.cause = x.run.last.first_cause = make_error(ec::fenced, "a newer run");
  CAF_CHECK(judge(x) == exit_code::unclear);
}

CAF_TEST(an end during the cut-over is unclear unless the engine explains it) {
  auto x = ended(run_outcome::failed, state::cut_over,
                 make_error(ec::ownership_ambiguous, "ended"));
  CAF_CHECK(judge(x) == exit_code::unclear);
  x.job.cause = failure{ec::unavailable, leftovers::resumable, "locked"};
  CAF_CHECK(judge(x) == exit_code::failed);
}

CAF_TEST(a checkpoint that could not be written is told apart) {
  auto x = cancelled(); // by the dumper
  x.run.outcome = run_outcome::failed;
  x.run.cause = x.run.last.first_cause
    = make_error(ec::could_not_write_checkpoint, "disk is full");
  CAF_CHECK(judge(x) == exit_code::not_saved);
  CAF_CHECK(says(x, "disk is full"));
  CAF_CHECK(safe_to_rerun(judge(x)));
}

CAF_TEST(a cancelled run without its final checkpoint does not count as saved) {
  auto x = cancelled();
  CAF_CHECK(judge(x) == exit_code::cancelled);
  x.job.not_saved = "disk is full";
  CAF_CHECK(judge(x) == exit_code::not_saved);
  CAF_CHECK(says(x, "disk is full"));
}

CAF_TEST(a failure that comes before the wanted end stays a failure) {
  auto x = failed(ec::unavailable, leftovers::resumable, "disk is gone");
  x.run.outcome = run_outcome::cancelled;
  CAF_CHECK(judge(x) == exit_code::failed);
  CAF_CHECK(says(x, "disk is gone"));
}

CAF_TEST(a cancelled run says where it is and how to go on) {
  CAF_CHECK_EQUAL(
    last_words(cancelled(), command()),
    "schema-change: cancelled at 1,200 of 4,000 rows; orders is as it was.\n"
    "A checkpoint is saved at id=1200 change=7.\n"
    "Until it goes on, triggers on orders keep noting what changes.\n"
    "To go on from there: schema-change shop.db orders --to new.sql\n");
  auto early = cancelled();
  early.job.task.tables.front().rows_copied = 0;
  CAF_CHECK(says(early, "cancelled before this start copied anything"));
}

CAF_TEST(after the cut-over nobody says that the table is as it was) {
  auto x = cancelled();
  x.job.cause = failure{ec::cancelled, leftovers::old_table, "cancelled"};
  CAF_CHECK(judge(x) == exit_code::cancelled);
  CAF_CHECK_EQUAL(
    last_words(x, command()),
    "schema-change: cancelled; orders has its new definition, and what is left "
    "of the old one is still there.\n"
    "To finish: schema-change shop.db orders --to new.sql\n");
  x = failed(ec::unavailable, leftovers::old_table, "disk is full");
  CAF_CHECK(judge(x) == exit_code::failed);
  CAF_CHECK_EQUAL(last_words(x, command()),
                  "schema-change: failed: disk is full\n"
                  "To finish: schema-change shop.db orders --to new.sql\n");
  CAF_CHECK(x.job.cause->safe_to_rerun());
}

CAF_TEST(a finished change says what was done) {
  auto x = finished();
  CAF_CHECK_EQUAL(last_words(x, command()),
                  "orders in shop.db has its new definition, after 10s.\n"
                  "  copied    312,004 rows in 10s, 31,200 rows/s\n"
                  "  replayed  4,211 changes made meanwhile\n"
                  "  checked   312,350 rows, all equal\n"
                  "  cut-over  writers waited 41 ms\n"
                  "  old table removed\n");
  x.job.numbers.rows_repaired = 2;
  x.job.numbers.old_table = "_orders_old";
  x.job.task.resumed = true;
  CAF_CHECK(says(x, "2 differed and were copied again"));
  CAF_CHECK(says(x, "old table kept as _orders_old"));
  CAF_CHECK(says(x, "312,004 rows, those of earlier runs included"));
}

CAF_TEST(a change that was given up is no change that was made) {
  auto x = ended(run_outcome::succeeded, state::close);
  x.job.numbers.given_up = true;
  CAF_CHECK_EQUAL(last_words(x, command()),
                  "The unfinished change of orders in shop.db is given up; "
                  "orders is as it was.\n");
}

CAF_TEST(a refusal says once that nothing was touched) {
  auto x = failed(ec::bad_argument, leftovers::untouched, "why");
  CAF_CHECK_EQUAL(last_words(x, command()),
                  "schema-change: refused: why\nNothing was touched.\n");
  x = failed(ec::bad_argument, leftovers::untouched, "nothing was touched");
  CAF_CHECK(!says(x, "Nothing was touched."));
}

CAF_TEST(what others have named cannot steer the terminal) {
  auto x = failed(ec::unavailable, leftovers::resumable, "bad \x1b[2J name");
  CAF_CHECK(says(x, "bad ?[2J name"));
}

} // namespace schema_change::schema_change_outcome_suite
