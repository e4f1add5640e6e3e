#define CAF_SUITE schema_change_job

#include "live.hpp"

#include <filesystem>
#include <fstream>
#include <thread>

#include "actors/job_control.hpp"
#include "schema_change/fixture.hpp"
#include "schema_change/jobs.hpp"

namespace schema_change::schema_change_job_suite {

using status::ec;
using status::state;

namespace {

struct fixture : status::test::live_fixture, schema_change::test::fixture {
  fixture() {
    write(
      "CREATE TABLE x(id INTEGER PRIMARY KEY, a);"
      "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) "
      "INSERT INTO x SELECT i, i FROM n");
    what = wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT)");
    begun.set_value();
  }

  std::shared_ptr<job> make(const settings& wanted) {
    return std::make_shared<job>(wanted, nullptr, begun_future);
  }

  /// Runs a job in this thread; returns how it failed.
  caf::error run(job& x) {
    status::job_control control{with};
    try {
      x.run(control);
      return {};
    } catch (const status::failure& failed) {
      return failed.why();
    }
  }

  status::run_info info(uint32_t run) const {
    status::run_info result{holder, run, {}};
    return result;
  }

  /// Says a word to the holder, and to a job as its task does.
  status::steering say(job& x, status::steering_word word) {
    auto wanted
      = *ask<status::steering>(holder.actor, status::atom::steer_v,
                               status::steering_order{word, "ann", ""});
    with->steer(wanted);
    x.steer(wanted);
    return wanted;
  }

  /// Waits until the job holds itself back for this reason.
  void wait_for_reason(const job& x, const std::string& why) {
    for (auto until = clock::now() + status::test::patience;
         x.progress().throttling.reason != why;) {
      if (clock::now() > until)
        CAF_FAIL("waited in vain for: " << why);
      std::this_thread::yield();
    }
  }

  using clock = std::chrono::steady_clock;

  std::promise<void> begun;
  std::shared_future<void> begun_future = begun.get_future().share();
  settings what;
  std::shared_ptr<status::job_control::shared> with
    = std::make_shared<status::job_control::shared>(sys, holder);
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(job_tests, fixture)

CAF_TEST(a job changes the table and keeps its last numbers) {
  auto x = make(what);
  CAF_CHECK(!run(*x));
  CAF_CHECK(look().current == state::close);
  auto end = x->ended();
  CAF_CHECK(!end.cause);
  CAF_CHECK_EQUAL(end.numbers.rows_copied, 2000u);
  CAF_CHECK_EQUAL(totals(end.task).rows_copied, 2000u);
  CAF_CHECK(x->progress().current == state::close);
}

CAF_TEST(a failure of the engine keeps its code and its text) {
  what.table = "y";
  auto x = make(what);
  auto why = run(*x);
  CAF_CHECK(status::code_of(why) == ec::bad_argument);
  auto end = x->ended();
  CAF_REQUIRE(end.cause.has_value());
  CAF_CHECK(end.cause->after() == leftovers::untouched);
  CAF_CHECK(status::to_text(why).find(end.cause->what()) != std::string::npos);
}

CAF_TEST(a job that has ended has given up its lock) {
  with->cancel(make_error(ec::cancelled));
  auto first = make(what);
  CAF_CHECK(status::code_of(run(*first)) == ec::cancelled);
  with = std::make_shared<status::job_control::shared>(sys, holder);
  auto second = make(what); // the first still exists, as for a slow report
  CAF_CHECK(!run(*second));
}

CAF_TEST(a refusal of the state holder ends the job with its cause) {
  ask<status::verdict>(holder.actor, status::atom::fail_v,
                       make_error(ec::cancelled, "by somebody"));
  auto x = make(what);
  CAF_CHECK(status::code_of(run(*x)) == ec::cancelled);
  CAF_CHECK(x->ended().cause->after() == leftovers::resumable);
}

CAF_TEST(a job that has ended writes no checkpoint any more) {
  auto x = make(what);
  CAF_CHECK(!x->dump({1, 1})); // nothing to save yet
  CAF_CHECK(!run(*x));
  auto saved = x->dump({1, 2});
  CAF_REQUIRE(!saved);
  CAF_CHECK(status::code_of(saved.error()) == ec::cancelled);
  CAF_CHECK_EQUAL(x->ended().not_saved, "");
  CAF_CHECK_EQUAL(x->report(), "");
}

CAF_TEST(6.8 a job waits while it is held and goes on at the release) {
  what.pause_file = folder.file("pause");
  std::ofstream{what.pause_file} << "x";
  auto x = make(what);
  caf::error end;
  std::thread body{[&] { end = run(*x); }};
  wait_for_reason(*x, "pause file " + what.pause_file);
  say(*x, status::steering_word::hold);
  std::filesystem::remove(what.pause_file);
  wait_for_reason(*x, "cut-over held by ann");
  CAF_CHECK(look().current == state::post_checksum);
  CAF_CHECK(x->dump({1, 1}));
  say(*x, status::steering_word::release);
  body.join();
  CAF_CHECK(!end);
  CAF_CHECK(look().current == state::close);
}

CAF_TEST(6.8 a job that finds itself refused waits although it was not told) {
  what.pause_file = folder.file("pause");
  std::ofstream{what.pause_file} << "x";
  auto x = make(what);
  caf::error end;
  std::thread body{[&] { end = run(*x); }};
  wait_for_reason(*x, "pause file " + what.pause_file);
  ask<status::steering>(
    holder.actor, status::atom::steer_v,
    status::steering_order{status::steering_word::hold, "ann", ""});
  std::filesystem::remove(what.pause_file);
  wait_for_reason(*x, "cut-over held by ann");
  with->cancel(make_error(ec::cancelled));
  body.join();
  CAF_CHECK(status::code_of(end) == ec::cancelled);
  CAF_CHECK(look().current == state::post_checksum);
}

CAF_TEST(6.8 a job takes along what an earlier run of the process wanted) {
  ask<status::steering>(
    holder.actor, status::atom::steer_v,
    status::steering_order{status::steering_word::pause, "ann", ""});
  auto x = make(what);
  std::thread body{[&] { run(*x); }};
  wait_for_reason(*x, "paused by ann");
  CAF_CHECK_EQUAL(read("SELECT json_extract(steering, '$.paused.by') FROM "
                       "_status_checkpoint"),
                  "t'ann'");
  with->cancel(make_error(ec::cancelled));
  body.join();
}

CAF_TEST(6.8 a job that has failed says that it cannot store a word) {
  with->cancel(make_error(ec::cancelled));
  auto x = make(what);
  CAF_CHECK(status::code_of(run(*x)) == ec::cancelled);
  try {
    x->steer({1, {}, {}});
    CAF_ERROR("it was not refused");
  } catch (const status::failure& failed) {
    CAF_CHECK(status::code_of(failed.why()) == ec::unavailable);
  }
}

CAF_TEST(6.8 a job that is done needs no word) {
  auto x = make(what);
  CAF_CHECK(!run(*x));
  x->steer({1, {}, {}});
}

CAF_TEST(what the engine refuses is not worth another start) {
  what.table = "y";
  jobs all{what, nullptr};
  all.begin();
  CAF_CHECK(!all.can_help()); // there was none
  run(*all.next(info(1)));
  CAF_CHECK(!all.can_help());
}

CAF_TEST(a wish for a start over holds until the copy has begun) {
  what.resume = resume_mode::never;
  jobs all{what, nullptr};
  all.begin();
  with->cancel(make_error(ec::cancelled));
  run(*all.next(info(1)));
  CAF_CHECK(all.last()->progress().current == state::initial);
  with = std::make_shared<status::job_control::shared>(sys, holder);
  auto second = all.next(info(2));
  CAF_CHECK(!run(*second));
  CAF_CHECK(!second->progress().resumed);
}

CAF_TEST(a restart does not throw away what the first start has copied) {
  what.resume = resume_mode::never;
  what.defer_cut_over = true;
  jobs all{what, nullptr};
  all.begin();
  std::thread body{[&, x = all.next(info(1))] { run(*x); }};
  while (!status::terminal(look().current)
         && look().current != state::waiting_on_sentinel_table)
    std::this_thread::yield();
  with->cancel(make_error(ec::cancelled));
  body.join();
  write("DROP TABLE _status_sentinel");
  with = std::make_shared<status::job_control::shared>(sys, holder);
  auto second = all.next(info(2));
  CAF_CHECK(!run(*second));
  CAF_CHECK(second->progress().resumed);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace schema_change::schema_change_job_suite
