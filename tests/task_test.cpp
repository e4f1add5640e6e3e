#define CAF_SUITE task
#include "live.hpp"

#include <array>
#include <atomic>
#include <memory>
#include <set>
#include <stdexcept>

namespace status::test::task_suite {

namespace {

using thread_ids = std::set<std::thread::id>;

struct tasks : live_fixture {
  ~tasks() {
    release.open();
    caf::anon_send_exit(task, caf::exit_reason::user_shutdown);
    finish();
  }

  void spawn(job_callbacks job) {
    task = spawn_task(sys, holder, std::move(job));
  }

  /// Has the task dump and does not wait for the answer.
  void send_dump() {
    shim::anon_mail(atom::dump_v, attempt{1, 1}).send(task);
  }

  /// Inside a callback: hangs until the test ends or says so.
  void hang() {
    hanging.open();
    release.wait();
  }

  /// The scheduler's two threads: those of two actors that meet.
  thread_ids scheduler_threads() {
    struct meeting {
      std::array<box<std::thread::id>, 2> ids;
    };
    auto place = std::make_shared<meeting>();
    for (size_t i = 0; i < 2; ++i)
      sys.spawn([place, i](caf::event_based_actor*) {
        place->ids[i].put(std::this_thread::get_id());
        place->ids[1 - i].get();
      });
    return {place->ids[0].get(), place->ids[1].get()};
  }

  // Used by the callbacks, which may outlive a test, but not the fixture.
  std::array<box<std::thread::id>, 5> ids;
  box<caf::error> told;
  gate hanging;
  gate release;
  std::atomic<int> inside{0}; // a callback
  std::atomic<bool> crowded{false};
  task_actor task;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(task_tests, tasks)

// -- threads -------------------------------------------------------------------

CAF_TEST(4.5 each callback runs on a thread of its own off the scheduler) {
  auto here = [] { return std::this_thread::get_id(); };
  job_callbacks job;
  job.run = [&](job_control&) {
    ids[0].put(here());
    ids[4].get(); // a thread that ends gives its id away
  };
  job.progress = [&] {
    ids[1].put(here());
    return progress{};
  };
  job.report = [&] {
    ids[2].put(here());
    return std::string{};
  };
  job.dump = [&](const attempt&) {
    ids[3].put(here());
    return checkpoint{};
  };
  job.cancel = [&](const caf::error&) { ids[4].put(here()); };
  auto threads = scheduler_threads();
  CAF_REQUIRE_EQUAL(threads.size(), 2u);
  spawn(std::move(job));
  CAF_CHECK(ask<progress>(task, atom::progress_v));
  CAF_CHECK(ask<std::string>(task, atom::report_v));
  CAF_CHECK(ask<checkpoint>(task, atom::dump_v, attempt{1, 1}));
  CAF_CHECK(!tell(task, atom::cancel_v, make_error(ec::cancelled)));
  threads.insert(here());
  for (auto& id : ids)
    threads.insert(id.get());
  CAF_CHECK_EQUAL(threads.size(), 8u); // all different
}

CAF_TEST(4.5 progress and report are answered while a dump hangs) {
  job_callbacks job;
  job.progress = [] {
    progress result;
    result.current = state::checksum;
    return result;
  };
  job.report = [] { return std::string{"working"}; };
  job.dump = [this](const attempt&) {
    hang();
    return checkpoint{};
  };
  spawn(std::move(job));
  send_dump();
  CAF_REQUIRE(hanging.wait());
  CAF_CHECK(ask<progress>(task, atom::progress_v)->current == state::checksum);
  auto text = ask<std::string>(task, atom::report_v);
  CAF_CHECK_EQUAL(*text, "working");
}

CAF_TEST(4.5 a hung report holds up neither dump nor progress nor cancel) {
  job_callbacks job;
  job.progress = [] { return progress{}; };
  job.report = [this] {
    hang();
    return std::string{};
  };
  job.dump = [](const attempt& x) {
    return checkpoint{"pos:" + std::to_string(x.id), 1};
  };
  job.cancel = [this](const caf::error& x) { told.put(x); };
  spawn(std::move(job));
  shim::anon_mail(atom::report_v).send(task);
  CAF_REQUIRE(hanging.wait());
  CAF_CHECK(ask<progress>(task, atom::progress_v));
  auto saved = ask<checkpoint>(task, atom::dump_v, attempt{1, 4});
  CAF_CHECK_EQUAL(saved->position, "pos:4");
  tell(task, atom::cancel_v, make_error(ec::cancelled));
  CAF_CHECK_EQUAL(told.get(), ec::cancelled);
}

CAF_TEST(4.5 the default report never takes the progress twice at once) {
  job_callbacks job;
  job.progress = [this] {
    if (++inside > 1)
      crowded = true;
    hang();
    --inside;
    return progress{};
  };
  spawn(std::move(job));
  shim::anon_mail(atom::progress_v).send(task);
  CAF_REQUIRE(hanging.wait());
  shim::anon_mail(atom::report_v).send(task);
  // The task has passed both on, and their threads have had time to begin.
  for (int i = 0; i < 1000; ++i)
    tell(task, atom::cancel_v, make_error(ec::cancelled));
  release.open();
  CAF_CHECK(ask<std::string>(task, atom::report_v));
  CAF_CHECK(!crowded);
}

// -- errors --------------------------------------------------------------------

CAF_TEST(4.5 an exception becomes a typed error that keeps its text) {
  job_callbacks job;
  job.progress = []() -> progress { throw std::runtime_error("no rows"); };
  job.report = []() -> std::string { throw std::logic_error("no words"); };
  job.dump = [](const attempt&) -> caf::expected<checkpoint> {
    throw std::runtime_error("disk full");
  };
  spawn(std::move(job));
  CAF_CHECK_EQUAL(to_text(ask<progress>(task, atom::progress_v).error()),
                  "unavailable: no rows");
  CAF_CHECK_EQUAL(to_text(ask<std::string>(task, atom::report_v).error()),
                  "unavailable: no words");
  auto saved = ask<checkpoint>(task, atom::dump_v, attempt{1, 1});
  CAF_CHECK_EQUAL(to_text(saved.error()),
                  "could not write checkpoint: disk full");
}

CAF_TEST(4.5 a failure keeps its code) {
  job_callbacks job;
  job.progress = []() -> progress { throw failure{ec::fenced, "a"}; };
  job.report = []() -> std::string { throw failure{ec::expired, "b"}; };
  job.dump = [](const attempt&) -> caf::expected<checkpoint> {
    throw failure{ec::watermark_not_ready, "first chunk"};
  };
  spawn(std::move(job));
  CAF_CHECK_EQUAL(code_of(ask<progress>(task, atom::progress_v).error()),
                  ec::fenced);
  CAF_CHECK_EQUAL(code_of(ask<std::string>(task, atom::report_v).error()),
                  ec::expired);
  auto saved = ask<checkpoint>(task, atom::dump_v, attempt{1, 1});
  CAF_CHECK_EQUAL(to_text(saved.error()), "watermark not ready: first chunk");
}

CAF_TEST(a dump may answer its error and the task lives on) {
  job_callbacks job;
  job.dump = [](const attempt& x) -> caf::expected<checkpoint> {
    if (x.id == 1)
      return make_error(ec::fenced, "epoch 2 is there");
    return checkpoint{"pos:2", 3};
  };
  spawn(std::move(job));
  auto first = ask<checkpoint>(task, atom::dump_v, attempt{1, 1});
  CAF_CHECK_EQUAL(to_text(first.error()),
                  "fenced off by a newer run: epoch 2 is there");
  auto second = ask<checkpoint>(task, atom::dump_v, attempt{1, 2});
  CAF_CHECK_EQUAL(second->size, 3u);
}

// -- what is missing -----------------------------------------------------------

CAF_TEST(missing callbacks have sensible defaults) {
  advance(state::copy_rows);
  spawn({});
  auto now = ask<progress>(task, atom::progress_v);
  CAF_CHECK(now->current == state::copy_rows);
  CAF_CHECK(now->taken.time_since_epoch().count() > 0);
  auto text = ask<std::string>(task, atom::report_v);
  CAF_CHECK_EQUAL(*text, "");
  auto saved = ask<checkpoint>(task, atom::dump_v, attempt{1, 1});
  CAF_CHECK_EQUAL(code_of(saved.error()), ec::watermark_not_ready);
  CAF_CHECK(!tell(task, atom::cancel_v, make_error(ec::cancelled)));
}

CAF_TEST(the default report is made of the progress and the state) {
  advance(state::copy_rows);
  job_callbacks job;
  job.progress = [] {
    progress result;
    result.current = state::copy_rows;
    result.tables.push_back({"users", 71436, 221193, false});
    return result;
  };
  spawn(std::move(job));
  auto text = *ask<std::string>(task, atom::report_v);
  CAF_CHECK(text.find("migration status: state=copyRows") == 0);
  CAF_CHECK(text.find("71436/221193") != std::string::npos);
}

CAF_TEST(without a body the owner ends the actor) {
  spawn({});
  CAF_CHECK(ask<progress>(task, atom::progress_v));
  caf::anon_send_exit(task, caf::exit_reason::user_shutdown);
  CAF_CHECK_EQUAL(wait_for_end(task), caf::exit_reason::user_shutdown);
}

CAF_TEST(stray errors do not end the actor) {
  spawn({});
  caf::anon_send(caf::actor_cast<caf::actor>(task),
                 make_error(ec::unavailable, "stray"));
  CAF_CHECK(ask<progress>(task, atom::progress_v));
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::task_suite
